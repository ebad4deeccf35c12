"""The rule `order`: a relation follows where the difference of its sides is a witness that shows its sign."""

from __future__ import annotations

import pytest

from tests.kernel.derivations import add, div, mean, mul, neg, order, power, sub, total, var
from tests.kernel.forms import ONE, TWO, ZERO, mem, sym
from tests.kernel.rules.cases import NOTHING, ORDERED, POSITIVE, A, B, D, P, S, a, b, d, k, last, n, p, unmet
from verify.kernel.rules import order as rule

Y, H, G = mem("y", var(1)), mem("H", var(1)), mem("G", var(1))
SIGN = "the witness does not show its sign"
LEFT = "the difference of the sides is not the witness: "
SQUARE = power(sub(a, b), 2)
GRAM = mul(["transpose", A], A)
SUM = total(1, D, H, "matrix", d)
DRAWN = total(1, D, mem("x", var(1)))


def X(step):
    """A selector at a step."""
    return mem("x", var(1), step)


def traced(entry, exponent):
    """The trace of a power of a table over D by D."""
    return ["trace", power(["table", "#1", sym("D"), ["table", "#2", sym("D"), entry, ["real"]], ["real"]], exponent)]


def many(factor):
    """The product over a range."""
    return ["product", "#1", ["range", ONE, k], factor, ["real"]]


def most(entry):
    """The greatest over D."""
    return ["maximum", "#1", sym("D"), entry, ["real"]]


CASES = [
    last("an identity", order(["=", SQUARE, add(power(a, 2), neg(mul(TWO, a, b)), power(b, 2))])),
    last("of matrices", order(["=", power(add(A, B), 2), add(mul(A, A), mul(A, B), mul(B, A), mul(B, B))])),
    last("an inequality", order([">=", add(power(a, 2), power(b, 2)), mul(TWO, a, b)], witness=SQUARE)),
    last("turned", order(["<=", mul(TWO, a, b), add(power(a, 2), power(b, 2))], witness=SQUARE)),
    last("a strict one", order([">", add(SQUARE, ONE), ZERO], witness=add(SQUARE, ONE))),
    last("of matrices, in order", order(["loewner>=", GRAM, NOTHING], witness=GRAM)),
    last("from a premise", order(["<=", mul(TWO, a), mul(TWO, b)], ORDERED, witness=mul(TWO, sub(b, a))), hypotheses=(ORDERED,)),
    last("unfolded", order(["=", sym("c"), sub(a, b)], unfold=[["c", 0]])),
    last("cancelled", order(["=", mul(a, div(ONE, a)), ONE], POSITIVE), hypotheses=(POSITIVE,)),
    last("an equation may be an inequality", order([">=", a, a])),
    last("a moment", order(["=", mean(DRAWN), mul(p, total(1, D, ONE))])),
    last("no relation", order(["in", a, ["reals"]]), reason="no relation between values is said"),
    last("a proposition", order(["and", ORDERED, ORDERED]), reason="no relation between values is said"),
    last("another difference", order(["=", mul(A, B), mul(B, A)]), reason=LEFT),
    last("another witness", order([">=", add(power(a, 2), power(b, 2)), mul(a, b)], witness=SQUARE), reason=LEFT),
    last("nothing unfolded", order(["=", sym("c"), sub(a, b)]), reason=LEFT),
    last("cancelled without need", order(["=", mul(a, div(ONE, a)), ONE]), reason=LEFT),
    last("cancelled for another", order(["=", mul(b, div(ONE, b)), ONE], POSITIVE), hypotheses=(POSITIVE,), reason=LEFT),
    last("cancelled by what is not strict", order(["=", mul(a, div(ONE, a)), ONE], 0), hypotheses=(["<=", ZERO, a],), reason=LEFT),
    last("one step and another", order(["=", mean(mul(DRAWN, total(1, D, X(ONE)))), power(mean(DRAWN), 2)])),
    last("one step twice", order(["=", mean(mul(DRAWN, DRAWN)), power(mean(DRAWN), 2)]), reason=LEFT),
    last("no sign", order([">=", a, b], witness=sub(a, b)), reason=SIGN),
    last("the other sign", order([">=", a, b], ORDERED, witness=sub(a, b)), hypotheses=(ORDERED,), reason=SIGN),
    last("not strict", order([">", SQUARE, ZERO], witness=SQUARE), reason=SIGN),
    last("no equation", order(["=", SQUARE, ZERO], witness=SQUARE), reason=SIGN),
    last("a premise that is not named", order(["<=", a, b], witness=sub(b, a)), hypotheses=(ORDERED,), reason=SIGN),
    last("a symmetric matrix", order(["loewner>=", S, NOTHING], witness=S), reason=SIGN),
    last("a product of two", order(["loewner>=", mul(P, P, S), NOTHING], witness=mul(P, P, S)), reason=SIGN),
    last("a mean without laws", order([">=", mean(power(DRAWN, 2)), ZERO], witness=mean(power(DRAWN, 2))), reason=SIGN),
    last("a variable that nothing binds", order(["=", Y, Y]), reason="the symbol #1 is neither declared nor bound here"),
    last("a matrix divided", order(["=", div(A, B), A]), reason="only a scalar divides"),
    last("no norm of a matrix", order(["=", power(["norm_2", A], 2), ["trace", GRAM]]), reason="a norm of no vector"),
    last("the trace of a number", order(["=", ["trace", a], a]), reason="a trace of no matrix"),
    last("an identity of another size", order(["=", mul(["identity", n], A), A]), reason="identity has no normal form"),
    last("unfolded, of two clauses", order(["=", mem("N", k), ONE], unfold=[["N", 1]]), reason="N is not defined by one clause"),
    last("a selector unfolded", order(["=", mean(DRAWN), p], unfold=[["x", 1]]), reason="x is not defined by one clause"),
    last("an unknown key", order(["=", a, a], because=a), reason="what is given to the rule does not fit"),
    last("a witness that is none", order(["=", a, a], witness=["q"]), reason="has an unknown head"),
    last("unfold that is none", order(["=", a, a], unfold=[3]), reason="what is given to the rule does not fit"),
    last("a sum of another set's", order(["=", total(1, sym("E"), Y), ZERO]), reason="y has an index that is not in"),
    last("an index of no set", order(["=", mem("y", k), ZERO]), reason="y has an index that is not in"),
    last("a trace of a power of a table", order(["=", traced(mul(Y, mem("y", var(2))), k), traced(mul(mem("y", var(2)), Y), k)])),
    last("of another power", order(["=", traced(Y, k), traced(Y, add(k, ONE))]), reason=LEFT),
    last("of another table", order(["=", traced(Y, k), traced(mem("y", var(2)), k)]), reason=LEFT),
    last("of a table of matrices", order(["=", traced(A, k), traced(A, k)]), reason="a table of what is no number"),
    last("of a random table", order(["=", traced(mem("x", var(1)), k), ZERO]), reason="a table of what is random"),
    last("a product of squares", order([">=", many(power(G, 2)), ZERO], witness=many(power(G, 2)))),
    last("a product of numbers", order([">=", many(G), ZERO], witness=many(G)), reason=SIGN),
    last("a product of numbers in front", order(["=", mul(A, many(G)), mul(many(G), A)])),
    last("a product of numbers from its end", order(["=", many(G), ["reversed_product", *many(G)[1:]]])),
    last("a product of matrices as numbers", order(["=", many(A), many(A)]), reason="a product of numbers is one of something else"),
    last("a greatest of numbers", order(["=", most(mul(TWO, Y)), most(add(Y, Y))])),
    last("a greatest of random numbers", order(["=", most(mem("x", var(1))), ONE]), reason="a maximum of what is random"),
    last("a trace of PSD matrices", order([">=", ["trace", SUM], ZERO], witness=["trace", SUM])),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_order(case):
    """Each is accepted, or refused for its reason."""
    case.run()


def test_every_refusal():
    """Every reason in the rule's file is met."""
    assert unmet(rule, CASES) == []
