"""The rule `lemma`: what an axiom or an earlier statement supposes and says, for whatever of the right kind is put for its symbols."""

from __future__ import annotations

import pytest

from tests.kernel.derivations import add, block, every, mean, mul, power, step, total, var
from tests.kernel.forms import ONE, TWO, ZERO, declare, define, mem, statement, sym
from tests.kernel.rules.cases import DEFINITIONS, LAW, NOTHING, SYMBOLS, A, Case, D, E, F, P, S, a, b, d, k, last, m, n, q, unmet, w
from verify.kernel.rules import lemma as rule

Y, DRAWN = mem("y", var(1)), mem("x", var(1))
POSITIVE = ["<", ZERO, a]
INVERSE = ["=", mul(a, ["divide", ONE, a]), ONE]
SIZE = "is of another size"
OTHER = "means something else here"
PUT = "is defined, so nothing is put for it, or into it"
AVERAGE = "what a selector decides is put into an expectation"
SHARED = [one for one in SYMBOLS if one["name"] in "abdkmnDpqxyPN"]
LAWS = [one for one in DEFINITIONS if one["name"] in "xN"]


def known(conclusion, *hypotheses, symbols=(), definitions=(), without=""):
    """An earlier statement L."""
    return {
        "L": statement([one for one in (*SHARED, *symbols) if one["name"] not in without], conclusion, hypotheses, [*LAWS, *definitions])
    }


def of(name, says, premises=(), values=None, axiom="L", reason="", **more):
    """A case of one step."""
    return last(name, step("lemma", says, *premises, name=axiom, of=values or {}), reason=reason, hypotheses=tuple(premises), **more)


def mean_of(f):
    """E[Σ y] = Σ y, for a family."""
    return ["=", mean(total(1, D, f)), total(1, D, f)]


SQUARE = [">=", power(a, 2), ZERO]
COUNTED = ["=", total(1, D, a), mul(n, a)]
DERIVED = known(["<=", mem("N", k), mem("N", k)])
BOUND = ["loewner<=", A, mul(["largest_eigenvalue", A], ["identity", d])]
POWERS = ["=", power(A, add(k, ONE)), mul(power(A, k), power(A, ONE))]
SUM = [["range", ONE, k], ["range", add(ONE, m), add(k, m)]]
SHIFT = ["=", total(1, SUM[0], power(a, var(1))), total(1, SUM[1], power(a, add(var(1), ["negate", m])))]
FAMILY = known(every(1, D, [">=", power(mem("z", var(1)), 2), ZERO]), symbols=[declare("z", over=[["D"]])])
AVERAGED = known(mean_of(mem("z", var(1))), symbols=[declare("z", over=[["D"]])])
THERE_IS = known(["exists", "#1", ["reals"], ["<=", b, mul(mem("z", k), var(1))], ["boolean"]], symbols=[declare("z", over=[["integers"]])])
MEMBERS = [every(1, D, ["loewner>=", mem("H", var(1)), NOTHING]), ["=", total(1, D, ["trace", mem("H", var(1))]), b]]
CHOSEN = known(["there_are", *MEMBERS], symbols=[one for one in SYMBOLS if one["name"] == "H"])
CASES = [
    of("what there is", THERE_IS["L"]["conclusion"], lemmas=THERE_IS, symbols=(*SYMBOLS, declare("z", over=[["integers"]]))),
    of(
        "what there is, of another",
        ["exists", "#1", ["reals"], ["<=", q, mul(mem("z", k), var(1))], ["boolean"]],
        values={"b": q},
        lemmas=THERE_IS,
        symbols=(*SYMBOLS, declare("z", over=[["integers"]])),
    ),
    of(
        "what there is, of a function",
        ["exists", "#1", ["reals"], ["<=", b, mul(power(k, 2), var(1))], ["boolean"]],
        values={"z": power(var(1), 2)},
        lemmas=THERE_IS,
        reason="a function is put in where it may have no value for what there is",
    ),
    of("members anew", ["there_are", *MEMBERS], lemmas=CHOSEN),
    of(
        "members anew, of what rests on them",
        ["there_are", MEMBERS[0], ["=", MEMBERS[1][1], ["trace", A]]],
        values={"b": ["trace", A]},
        lemmas=CHOSEN,
        reason="something is put in where members are chosen anew",
    ),
    of("an axiom", INVERSE, [POSITIVE], {"x": a}, "inverse"),
    of("with an expression", ["=", mul(add(a, b), ["divide", ONE, add(a, b)]), ONE], [["<", ZERO, add(a, b)]], {"x": add(a, b)}, "inverse"),
    of("with a matrix", BOUND, [["=", ["transpose", A], A]], {"A": A, "d": d}, "eigenvalue_bound"),
    of("with a set", COUNTED, [], {"D": D, "n": n, "c": a}, "sum_constant"),
    of("with another set", ["=", total(1, E, a), mul(m, a)], [], {"D": E, "n": m, "c": a}, "sum_constant"),
    of("with integers", POWERS, [["<=", ZERO, k], ["<=", ZERO, ONE]], {"Y": A, "d": d, "m": k, "n": ONE}, "power_matrix"),
    of("with a function", SHIFT, [], {"F": power(a, var(1)), "a": ONE, "b": k, "c": m}, "sum_shift"),
    Case(
        "with a proposition",
        every(1, ["naturals"], [">=", power(a, 2), ZERO]),
        [
            step("order", SQUARE, witness=power(a, 2)),
            block(["naturals"], [SQUARE], step("order", SQUARE, witness=power(a, 2))),
            step(
                "lemma",
                every(1, ["naturals"], SQUARE),
                SQUARE,
                every(1, ["naturals"], ["implies", SQUARE, SQUARE]),
                name="induction",
                of={"P": SQUARE},
            ),
        ],
    ),
    of("an earlier statement", SQUARE, lemmas=known(SQUARE)),
    of("for another", SQUARE, [], {"b": a}, lemmas=known([">=", power(b, 2), ZERO])),
    of("what it supposes", SQUARE, [POSITIVE], lemmas=known(SQUARE, POSITIVE)),
    of("for a family", every(1, D, [">=", power(mul(a, Y), 2), ZERO]), [], {"z": mul(a, Y)}, lemmas=FAMILY),
    of("for a family, at random", every(1, D, [">=", power(mul(DRAWN, Y), 2), ZERO]), [], {"z": mul(DRAWN, Y)}, lemmas=FAMILY),
    of("a mean of a family", mean_of(mul(a, Y)), [], {"z": mul(a, Y)}, lemmas=AVERAGED),
    of("that has a value", ["<=", mem("N", k), mem("N", k)], [["<=", ZERO, k]], lemmas=DERIVED),
    of("no axiom", INVERSE, [POSITIVE], {"x": a}, "inverted", reason="is no axiom, nor accepted before"),
    of("no name", INVERSE, [POSITIVE], {"x": a}, ["inverse"], reason="is no axiom, nor accepted before"),
    of("no values", INVERSE, [POSITIVE], [["x", a]], "inverse", reason="is no axiom, nor accepted before"),
    of("a symbol that it has not", INVERSE, [POSITIVE], {"x": a, "y": b}, "inverse", reason="what is given to the rule does not fit"),
    of("a symbol without a value", ["=", mul(sym("a"), ["divide", ONE, a]), ONE], [POSITIVE], {}, "inverse", reason="x " + OTHER),
    of(
        "a symbol that is another here",
        [">=", power(A, 2), ZERO],
        lemmas=known([">=", power(A, 2), ZERO], symbols=[declare("A")]),
        reason="A " + OTHER,
    ),
    of("a symbol that is not here", [">=", power(a, 2), ZERO], lemmas=known(SQUARE, symbols=[declare("u")]), reason="u " + OTHER),
    of(
        "a definition that is another here",
        ["=", sym("c"), a],
        lemmas=known(["=", sym("c"), a], symbols=[declare("c")], definitions=[define("c", [], a)]),
        reason="c " + OTHER,
    ),
    of(
        "another law",
        mean_of(Y),
        lemmas={"L": statement(SHARED, mean_of(Y), [], [*LAWS[:-1], {**LAW, "body": ["bernoulli", q]}])},
        reason="x " + OTHER,
    ),
    of("a sum over more", ["=", total(1, D, a), mul(m, a)], [], {"D": D, "n": m, "c": a}, "sum_constant", reason="D " + SIZE),
    of("matrices of another size", BOUND, [["=", ["transpose", A], A]], {"A": A, "d": n}, "eigenvalue_bound", reason="A " + SIZE),
    of("an earlier statement of another size", COUNTED, [], {"n": m}, lemmas=known(COUNTED), reason="D " + SIZE),
    of("a defined symbol", ["<=", a, a], [], {"N": add(a, var(1))}, lemmas=DERIVED, reason="N " + PUT),
    of("what a definition reads", ["<=", mem("N", k), mem("N", k)], [["<=", ZERO, k]], {"a": b}, lemmas=DERIVED, reason="N " + PUT),
    of("what a law reads", mean_of(Y), [], {"p": q}, lemmas=known(mean_of(Y)), reason="x " + PUT),
    of("no premise", INVERSE, [], {"x": a}, "inverse", reason="is no premiss"),
    of("another premise", INVERSE, [["<", ZERO, b]], {"x": a}, "inverse", reason="is no premiss"),
    of("a premise in another form", INVERSE, [[">", a, ZERO]], {"x": a}, "inverse", reason="is no premiss"),
    of("what need not have a value", ["<=", mem("N", m), mem("N", m)], [], {"k": m}, lemmas=DERIVED, reason="is no premiss"),
    of("nor at the same index", ["<=", mem("N", k), mem("N", k)], [], {}, lemmas=DERIVED, reason="is no premiss"),
    of("another conclusion", ["=", mul(a, ["divide", ONE, a]), TWO], [POSITIVE], {"x": a}, "inverse", reason="inverse says"),
    of("the conclusion in another form", ["=", mul(["divide", ONE, a], a), ONE], [POSITIVE], {"x": a}, "inverse", reason="inverse says"),
    of("a selector in a mean", mean_of(mul(DRAWN, Y)), [], {"z": mul(DRAWN, Y)}, lemmas=AVERAGED, reason=AVERAGE),
    of("a random definition in a mean", mean_of(mul(sym("f"), Y)), [], {"z": mul(sym("f"), Y)}, lemmas=AVERAGED, reason=AVERAGE),
    of(
        "a matrix for a number", ["=", mul(A, ["divide", ONE, A]), ONE], [["<", ZERO, A]], {"x": A}, "inverse", reason="is no real, as x is"
    ),
    of(
        "a number for a matrix",
        ["loewner<=", a, mul(["largest_eigenvalue", a], ["identity", d])],
        [["=", ["transpose", a], a]],
        {"A": a, "d": d},
        "eigenvalue_bound",
        reason="is no matrix, as A is",
    ),
    of(
        "a vector for a matrix",
        ["loewner<=", w, mul(["largest_eigenvalue", w], ["identity", d])],
        [["=", ["transpose", w], w]],
        {"A": w, "d": d},
        "eigenvalue_bound",
        reason="is no matrix, as A is",
    ),
    of("a number for an integer", ["<=", add(a, ONE), k], [["<", a, k]], {"a": a, "b": k}, "next_integer", reason="is no integer, as a is"),
    of(
        "a quotient for an integer",
        ["<=", add(["divide", k, TWO], ONE), k],
        [["<", ["divide", k, TWO], k]],
        {"a": ["divide", k, TWO], "b": k},
        "next_integer",
        reason="is no integer, as a is",
    ),
    of(
        "a defined symbol for an integer",
        ["=", total(1, ["range", ONE, sym("c")], a), ZERO],
        [["<", sym("c"), ONE]],
        {"F": a, "a": ONE, "b": sym("c")},
        "sum_empty",
        reason="is no integer, as b is",
    ),
    of(
        "a number for a proposition",
        a,
        [["implies", ["<=", b, ZERO], a], ["implies", ["<", ZERO, b], a]],
        {"P": a, "x": b, "a": ZERO},
        "cases",
        reason="is no boolean, as P is",
    ),
    of(
        "a range for a set",
        ["=", total(1, ["range", ONE, n], a), mul(n, a)],
        [],
        {"D": ["range", ONE, n], "n": n, "c": a},
        "sum_constant",
        reason="is no index_set, as D is",
    ),
    of(
        "a defined set for a set",
        ["=", total(1, F, a), mul(n, a)],
        [],
        {"D": F, "n": n, "c": a},
        "sum_constant",
        reason="is no index_set, as D is",
        symbols=(*SYMBOLS, declare("F", "index_set", n)),
        definitions=(*DEFINITIONS, define("F", [], ["such_that", "#1", D, ["=", Y, ONE], ["boolean"]])),
    ),
    of(
        "a set without a size",
        ["=", total(1, F, a), mul(d, a)],
        [],
        {"D": F, "n": d, "c": a},
        "sum_constant",
        reason="is no index_set, as D is",
        symbols=(*SYMBOLS, declare("F", "index_set")),
    ),
    of(
        "a matrix for a PSD one",
        ["loewner>=", A, NOTHING],
        [],
        {"P": A},
        lemmas=known(["loewner>=", P, NOTHING]),
        reason="is no matrix, as P is",
    ),
    of(
        "a PSD one for itself",
        ["loewner>=", P, NOTHING],
        [],
        {"P": P},
        lemmas=known(["loewner>=", P, NOTHING]),
        reason="is no matrix, as P is",
    ),
    of(
        "a symmetric one for it",
        ["loewner>=", S, NOTHING],
        [],
        {"P": S},
        lemmas=known(["loewner>=", P, NOTHING]),
        reason="is no matrix, as P is",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_lemma(case):
    """Each is accepted, or refused for its reason."""
    case.run()


def test_every_refusal():
    """Every reason in the rule's file is met."""
    assert unmet(rule, CASES) == []
