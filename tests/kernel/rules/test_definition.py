"""The rule `definition`: the clause that holds at an index says the value, and only definitions that have a solution are read."""

from __future__ import annotations

import pytest

from tests.kernel.derivations import add, mean, mul, neg, order, step, sub, total, var
from tests.kernel.forms import ONE, TWO, ZERO, declare, define, mem, num, sym
from tests.kernel.rules.cases import Case, D, a, b, k, last, m, n, unmet
from verify.kernel.rules import definition as rule

F = [declare("F", over=[["integers"]]), *[declare(name, "integer") for name in "kmn"], declare("a"), declare("b")]
SET = [declare("D", "index_set", n), declare("E", "index_set", n)]
TWO_CLAUSES = (define("F", [ZERO], ONE), define("F", [num(3)], TWO), define("F", [var(1)], mul(a, var(1)), [[">=", var(1), ONE]]))
ABOVE, BELOW, FROM = ["<", num(3), k], ["<", k, ZERO], [">=", k, ONE]
NOT_SO = "the clause's conditions are no premises"
NOT_EXCLUDED = "an earlier clause is not excluded"
ITSELF = "F is defined by itself in a way that is not known here"
EACH_OTHER = "are defined by each other"


def at(index):
    """F at an index."""
    return mem("F", index)


def steps_of(says, *premises, clause=0):
    """One step of the rule."""
    return step("definition", says, *premises, clause=clause)


def of(name, *steps, hypotheses=(), definitions=TWO_CLAUSES, reason=""):
    """A case about F."""
    return last(name, *steps, reason=reason, hypotheses=tuple(hypotheses), symbols=tuple(F), definitions=definitions)


def defined(name, *definitions, reason="", symbols=()):
    """A case about definitions alone."""
    symbols = tuple(sorted([*F, *SET, *symbols], key=lambda one: (one["name"], len(one["over"]))))
    return Case(name, ["=", a, a], [order(["=", a, a])], reason, symbols=symbols, definitions=definitions)


def kind(name, declared, body, reason=""):
    """A case about G, of a kind, and its definition."""
    size = sym("d") if declared in ("matrix", "vector") else None
    others = (declare("A", "matrix", sym("d")), declare("v", "vector", sym("d")), declare("a"), declare("d", "integer"))
    symbols = (declare("G", declared, size), *others)
    return last(name, steps_of(["=", sym("G"), body]), reason=reason, symbols=symbols, definitions=(define("G", [], body),))


KIND = "is defined as something else than it is declared"
SYMBOL, OTHER = declare("s"), declare("t")
SELECTOR = declare("x", "integer", over=[["D"]], selector=True)
LAW = define("x", [var(1)], ["bernoulli", sym("s")], [["in", var(1), D]], law=True)
CASES = [
    of("a number", steps_of(["=", at(ZERO), ONE])),
    of("another number", steps_of(["=", at(num(3)), TWO], 0, clause=1), hypotheses=(["<", ZERO, num(3)],)),
    of("a condition", steps_of(["=", at(k), mul(a, k)], FROM, ABOVE, 2, clause=2), hypotheses=(FROM, ABOVE, ["<", ZERO, k])),
    of("above every number", steps_of(["=", at(k), mul(a, k)], FROM, ABOVE, 2, clause=2), hypotheses=(FROM, ABOVE, [">", k, ZERO])),
    of("no equation", steps_of(["<=", at(ZERO), ONE]), reason="no equation of a symbol or member is said"),
    of("of no symbol", steps_of(["=", add(at(ZERO), a), add(ONE, a)]), reason="no equation of a symbol or member is said"),
    of("turned", steps_of(["=", ONE, at(ZERO)]), reason="no equation of a symbol or member is said"),
    of("beyond the last clause", steps_of(["=", at(ZERO), ONE], clause=3), reason="there is no such clause"),
    of("before the first", steps_of(["=", at(k), mul(a, k)], FROM, clause=-1), hypotheses=(FROM,), reason="there is no such clause"),
    of("no number of a clause", steps_of(["=", at(ZERO), ONE], clause=False), reason="there is no such clause"),
    of("what is not defined", steps_of(["=", a, ONE]), reason="there is no such clause"),
    of("a number for another", steps_of(["=", at(ONE), ONE]), reason=NOT_SO),
    of("an index that may be it", steps_of(["=", at(k), ONE]), reason=NOT_SO),
    of("a sum that is it", steps_of(["=", at(sub(ONE, ONE)), ONE]), reason=NOT_SO),
    of("no condition", steps_of(["=", at(k), mul(a, k)], ABOVE, clause=2), hypotheses=(ABOVE,), reason=NOT_SO),
    of("another's condition", steps_of(["=", at(k), mul(a, k)], 0, ABOVE, clause=2), hypotheses=([">=", m, ONE], ABOVE), reason=NOT_SO),
    of("nothing excluded", steps_of(["=", at(k), mul(a, k)], FROM, clause=2), hypotheses=(FROM,), reason=NOT_EXCLUDED),
    of("one excluded", steps_of(["=", at(k), mul(a, k)], FROM, 1, clause=2), hypotheses=(FROM, ["<", ZERO, k]), reason=NOT_EXCLUDED),
    of("excluded weakly", steps_of(["=", at(k), mul(a, k)], FROM, ABOVE, 2, clause=2), hypotheses=(FROM, ABOVE, ["<=", ZERO, k]),
       reason=NOT_EXCLUDED),
    of("another body", steps_of(["=", at(ZERO), TWO]), reason="the right side is not the clause's body"),
    of("the body in another form", steps_of(["=", at(ZERO), sub(TWO, ONE)]), reason="the right side is not the clause's body"),
    of("the body at another index", steps_of(["=", at(k), mul(a, m)], FROM, ABOVE, 2, clause=2), hypotheses=(FROM, ABOVE, ["<", ZERO, k]),
       reason="the right side is not the clause's body"),
    of("a clause that is none", step("definition", ["=", at(ZERO), ONE], clause=[0]), reason="there is no such clause"),
    kind("a matrix that is one", "matrix", sym("A")),
    kind("a vector that is one", "vector", mul(sym("A"), sym("v"))),
    kind("a number that is one", "real", ["trace", sym("A")]),
    kind("a number that is a matrix", "real", sym("A"), KIND),
    kind("an integer that is a vector", "integer", sym("v"), KIND),
    kind("a matrix that is a number", "matrix", a, KIND),
    kind("a matrix that is a vector", "matrix", sym("v"), KIND),
    kind("a vector that is a row", "vector", ["transpose", sym("v")], KIND),
    kind("a number that may be one", "real", add(a, mul(sym("A"), sym("A"))), KIND),
    defined("a recursion", define("F", [ZERO], ONE), define("F", [var(1)], at(sub(var(1), ONE)), [[">=", var(1), ONE]])),
    defined("by two steps", define("F", [var(1)], add(at(sub(var(1), TWO)), ONE), [[">=", var(1), TWO]])),
    defined("one by another", define("F", [var(1)], sym("s")), define("s", [], add(a, b)), symbols=[SYMBOL]),
    defined("by itself", define("s", [], add(sym("s"), ONE)), reason="s is defined by itself", symbols=[SYMBOL]),
    defined("at the same index", define("F", [var(1)], add(at(var(1)), ONE), [[">=", var(1), ONE]]), reason=ITSELF),
    defined("at the next", define("F", [var(1)], at(add(var(1), ONE)), [[">=", var(1), ONE]]), reason=ITSELF),
    defined("at the same index less nothing", define("F", [var(1)], add(at(sub(var(1), ZERO)), ONE), [[">=", var(1), ONE]]), reason=ITSELF),
    defined("less a symbol", define("F", [var(1)], at(sub(var(1), k)), [[">=", var(1), ONE]]), reason=ITSELF),
    defined("at a constant", define("F", [var(1)], add(at(ONE), ONE), [[">=", var(1), ONE]]), reason=ITSELF),
    defined("without end", define("F", [var(1)], add(at(sub(var(1), ONE)), ONE)), reason=ITSELF),
    defined("with no least index", define("F", [var(1)], at(sub(var(1), ONE)), [[">=", var(1), k]]), reason=ITSELF),
    defined("in its condition", define("F", [var(1)], ONE, [[">=", at(var(1)), ZERO], [">=", var(1), ONE]]), reason=ITSELF),
    defined("below a binder", define("F", [var(1)], total(2, ["range", ZERO, var(1)], at(var(2))), [[">=", var(1), ONE]]), reason=ITSELF),
    defined("at two less, of an opposite", define("F", [var(1)], at(add(neg(var(1)), ONE)), [[">=", var(1), ONE]]), reason=ITSELF),
    defined("each by the other", define("s", [], sym("t")), define("t", [], sym("s")), reason=EACH_OTHER, symbols=[SYMBOL, OTHER]),
    defined("a probability by its selector", define("s", [], mean(total(1, D, mem("x", var(1))))), LAW, reason=EACH_OTHER,
            symbols=[SYMBOL, SELECTOR]),
    defined("at a step", define("s", [], mean(total(1, D, mem("x", var(1), ONE)))), LAW, reason=EACH_OTHER, symbols=[SYMBOL, SELECTOR]),
    defined("a family by another", define("F", [var(1)], sym("s")), define("s", [], at(ONE)), reason=EACH_OTHER, symbols=[SYMBOL]),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_definition(case):
    """Each is accepted, or refused for its reason."""
    case.run()


def test_every_refusal():
    """Every reason in the rule's file is met."""
    assert unmet(rule, CASES) == []
