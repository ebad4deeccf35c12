"""The rule `value`: what must hold where the statement has a value, and nothing that need not."""

from __future__ import annotations

import pytest

from tests.kernel.derivations import add, every, mean, mul, order, power, step, sub, total, var
from tests.kernel.forms import ONE, TWO, ZERO, define, mem, num
from tests.kernel.rules.cases import DEFINITIONS, A, Case, D, a, b, k, m, n, unmet
from verify.kernel.rules import value as rule

NEEDED = "nothing in the statement needs this"
LATE = define("G", [var(1)], ONE, [[">=", var(1), TWO]])
ANYWHERE = define("G", [var(1)], ONE)


def N(index):
    """The recursion, which begins at 0."""
    return mem("N", index)


def of(name, least, index, reads, reason="", **more):
    """What a value is said to need; the statement says a ≤ a + 0·`reads`."""
    conclusion = ["<=", a, add(a, mul(ZERO, reads))]
    return Case(name, conclusion, [step("value", ["<=", least, index]), order(conclusion)], reason, **more)


def other(name, says, reason, **more):
    """A case that says something else than m ≤ e of a statement about N[k]."""
    return Case(name, EQUAL, [step("value", says, **more), order(EQUAL)], reason)


def defined(clause):
    """The definitions, with one of G."""
    return {"definitions": (clause, *DEFINITIONS)}


def over(high, body, depth=1, low=ONE):
    """A sum over assignments."""
    return ["sum", f"#{depth}", ["choices", f"#{depth}", ["range", low, high], D, ["index_set"]], body, ["real"]]


MEMBERS = every(1, D, ["loewner>=", mem("H", var(1)), mul(ZERO, A)])
GIVEN = ["choice_at", var(1), k]
EQUAL = ["=", N(k), N(k)]
CASES = [
    of("a member", ZERO, k, N(k)),
    of("at another index", ZERO, sub(k, ONE), N(sub(k, ONE))),
    of("a power of a matrix", ZERO, k, ["trace", power(A, k)]),
    of("in an index", ZERO, k, N(N(k))),
    of("in an expectation", ZERO, k, mean(N(k))),
    of("in the ends of a range of a hypothesis", ZERO, k, a, hypotheses=([">=", N(k), a],)),
    of("from two on", TWO, k, mem("G", k), **defined(LATE)),
    of("less than that", ONE, k, mem("G", k), **defined(LATE)),
    of("more", ONE, k, N(k), reason=NEEDED),
    of("more than two", num(3), k, mem("G", k), reason=NEEDED, **defined(LATE)),
    of("another index", ZERO, m, N(k), reason=NEEDED),
    of("the index in another form", ZERO, add(k, ZERO), N(k), reason=NEEDED),
    of("a family that is not defined", ONE, k, mem("G", k), reason=NEEDED),
    of("one that is defined everywhere", ZERO, k, mem("G", k), reason=NEEDED, **defined(ANYWHERE)),
    of("a power of a number", ZERO, k, power(a, k), reason=NEEDED),
    of("below a sum", ZERO, k, total(1, D, N(k)), reason=NEEDED),
    of("below a sum, the power", ZERO, k, total(1, D, ["trace", power(A, k)]), reason=NEEDED),
    of("below a quantifier", ZERO, k, a, hypotheses=(every(1, D, [">=", N(k), a]),), reason=NEEDED),
    of("in a conjunction", ZERO, k, a, hypotheses=(["and", ["=", a, b], [">=", N(k), a]],), reason=NEEDED),
    of("in a choice of members", ZERO, k, a, hypotheses=(["there_are", MEMBERS, [">=", N(k), a]],), reason=NEEDED),
    of("in an implication", ZERO, k, a, hypotheses=(["implies", ["=", a, b], [">=", N(k), a]],), reason=NEEDED),
    of("an assignment that is looked up", ONE, k, over(k, mem("y", GIVEN))),
    of("one of two", ONE, k, over(k, over(k, mem("y", GIVEN), 2))),
    of("two from another integer on", TWO, k, over(k, mem("y", GIVEN), low=TWO)),
    of("one of others, of which there may be none", ONE, k, over(k, over(m, mem("y", GIVEN), 2)), NEEDED),
    of("one below a sum", ONE, k, over(k, total(2, D, mem("y", GIVEN))), NEEDED),
    of("one that is not looked up", ONE, k, over(k, a), NEEDED),
    of("a power of a table", ZERO, k, ["trace", power(["table", "#1", D, ["table", "#2", D, a, ["real"]], ["real"]], k)]),
    other("another relation", ["<", ZERO, k], "nothing of the form m ≤ e is said"),
    other("turned", [">=", k, ZERO], "nothing of the form m ≤ e is said"),
    other("from an expression on", ["<=", n, k], "nothing of the form m ≤ e is said"),
    other("a key too much", ["<=", ZERO, k], "what is given to the rule does not fit", of=k),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_value(case):
    """Each is accepted, or refused for its reason."""
    case.run()


def test_every_refusal():
    """Every reason in the rule's file is met."""
    assert unmet(rule, CASES) == []
