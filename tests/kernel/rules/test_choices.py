"""The rule `choices`: a sum over assignments, what the last integer is given apart, or nothing being given."""

from __future__ import annotations

import pytest

from tests.kernel.assignments import written_out
from tests.kernel.derivations import add, block, every, mul, step, sub, total, var
from tests.kernel.facts import said, scopes, value
from tests.kernel.forms import ONE, TWO, ZERO, mem, num
from tests.kernel.rules.cases import Case, D, E, a, b, d, k, last, unmet
from verify.kernel.rules import choices as rule
from verify.kernel.statement import parse

FROM, EMPTY = ["<=", ONE, k], ["<", k, ONE]
INTEGERS = "the assignments are to what is not shown to be integers"
NO_LAST = "the range of the assignments is not shown to have a last integer"
NOT_EMPTY = "the range of the assignments is not shown to be empty"
BODY = "the body with the last integer apart is another"
NOT_BEFORE = "an integer that is looked up is not shown to be before the last"


def given(high, members=D, low=ONE, depth=1):
    """The assignments that give each integer from 1 to `high` a member."""
    return ["choices", f"#{depth}", ["range", low, high], members, ["index_set"]]


def at(place, variable=1):
    """What an assignment gives an integer."""
    return ["choice_at", var(variable), place]


def y(place):
    """The number of a member."""
    return mem("y", place)


def product(high, body, variable=2, low=ONE):
    """A product of numbers."""
    return ["product", f"#{variable}", ["range", low, high], body, ["real"]]


def apart(high, body, members=D, kind=("real",), low=ONE):
    """A sum over assignments and over a member: #1 and #2."""
    return ["sum", "#1", given(high, members, low), ["sum", "#2", members, body, list(kind)], list(kind)]


def whole(high, body, members=D, kind=("real",), low=ONE):
    """A sum over assignments: #1."""
    return ["sum", "#1", given(high, members, low), body, list(kind)]


def choices(left, right):
    """What a step says."""
    return step("choices", ["=", left, right])


def of(name, left, right, premise=FROM, reason="", **more):
    """A case of one step with one premise, or none."""
    made = choices(left, right)
    made["from"] = [] if premise is None else [premise]
    return last(name, made, reason=reason, hypotheses=() if premise is None else (premise,), **more)


BEFORE = sub(k, ONE)
SECOND = [
    "=",
    total(2, given(k, depth=2), mul(y(at(ONE)), y(at(k, 2)))),
    total(2, given(BEFORE, depth=2), total(3, D, mul(y(at(ONE)), y(var(3))))),
]
PATH = product(BEFORE, mul(y(at(var(2))), y(at(add(var(2), ONE)))))
CASES = [
    of("the last alone", whole(k, y(at(k))), apart(BEFORE, y(var(2)))),
    of("the last in another form", whole(add(k, ONE), y(at(add(ONE, k)))), apart(sub(add(k, ONE), ONE), y(var(2))), ["<=", ZERO, k]),
    of("the first and the last", whole(k, mul(y(at(ONE)), y(at(k)))), apart(BEFORE, mul(y(at(ONE)), y(var(2)))), ["<=", TWO, k]),
    of(
        "a product before",
        whole(k, mul(product(BEFORE, y(at(var(2)))), y(at(k)))),
        apart(BEFORE, mul(product(BEFORE, y(at(var(3))), 3), y(var(2)))),
    ),
    of(
        "a product of neighbours before",
        whole(k, product(sub(k, TWO), mul(y(at(var(2))), y(at(add(var(2), ONE)))))),
        apart(BEFORE, product(sub(k, TWO), mul(y(at(var(3))), y(at(add(var(3), ONE)))), 3)),
    ),
    of("by a number more", whole(num(3), mul(y(at(TWO)), y(at(num(3))))), apart(sub(num(3), ONE), mul(y(at(TWO)), y(var(2)))), None),
    of("nothing read", whole(k, a), apart(BEFORE, a)),
    of("of matrices", whole(k, mem("H", at(k)), kind=("matrix", d)), apart(BEFORE, mem("H", var(2)), kind=("matrix", d))),
    of("no integer", whole(k, product(k, a)), product(k, a, 1), EMPTY),
    of("no integer, a number", whole(ZERO, a), a, None),
    Case(
        "of two assignments, one after the other",
        every(1, given(k), SECOND),
        [block(given(k), [], step("choices", SECOND, FROM))],
        hypotheses=(FROM,),
    ),
    of("no last integer", whole(k, y(at(k))), apart(BEFORE, y(var(2))), None, NO_LAST),
    of("another premise", whole(k, y(at(k))), apart(BEFORE, y(var(2))), ["<=", ZERO, k], NO_LAST),
    of("not empty", whole(k, a), a, None, NOT_EMPTY),
    of("not empty by one", whole(k, a), a, ["<=", k, ONE], NOT_EMPTY),
    of("to what is no integer", whole(a, ONE), apart(sub(a, ONE), ONE), ["<=", ONE, a], INTEGERS),
    of("read where nothing is given", whole(k, y(at(k))), a, EMPTY, "the assignment is read, where it gives nothing"),
    of("another body", whole(k, a), b, EMPTY, "the right side is not the body"),
    of("as many integers", whole(k, y(at(k))), apart(k, y(var(2))), FROM, "the shorter range is another"),
    of(
        "of another set",
        whole(k, y(at(k))),
        ["sum", "#1", given(BEFORE, E), ["sum", "#2", D, y(var(2)), ["real"]], ["real"]],
        FROM,
        "range is another",
    ),
    of("over another set", whole(k, a), ["sum", "#1", given(BEFORE), ["sum", "#2", E, a, ["real"]], ["real"]], FROM, BODY),
    of("the last still looked up", whole(k, y(at(k))), apart(BEFORE, y(at(k))), FROM, BODY),
    of("another looked up", whole(k, mul(y(at(ONE)), y(at(k)))), apart(BEFORE, mul(y(var(2)), y(var(2)))), ["<=", TWO, k], BODY),
    of("of another type", whole(k, ONE), ["sum", "#1", given(BEFORE), ["sum", "#2", D, ONE, ["real"]], ["integer"]], FROM, BODY),
    of("the first may be the last", whole(k, mul(y(at(ONE)), y(at(k)))), apart(BEFORE, mul(y(at(ONE)), y(var(2)))), FROM, NOT_BEFORE),
    of("a product to the last", whole(k, product(k, y(at(var(2))))), apart(BEFORE, product(k, y(at(var(3))), 3)), FROM, NOT_BEFORE),
    of(
        "neighbours to the last",
        whole(k, PATH),
        apart(BEFORE, product(BEFORE, mul(y(at(var(3))), y(at(add(var(3), ONE)))), 3)),
        FROM,
        NOT_BEFORE,
    ),
    of(
        "from before the first",
        whole(k, product(BEFORE, y(at(var(2))), low=ZERO)),
        apart(BEFORE, product(BEFORE, y(at(var(3))), 3, ZERO)),
        FROM,
        NOT_BEFORE,
    ),
    of(
        "twice the variable",
        whole(k, product(BEFORE, y(at(add(var(2), var(2)))))),
        apart(BEFORE, product(BEFORE, y(at(add(var(3), var(3)))), 3)),
        FROM,
        "an integer that is looked up is no variable, and a number more or less",
    ),
    of("read as a whole", whole(k, ["indicator", ["=", var(1), var(1)]]), apart(BEFORE, ONE), FROM, "the assignment is read as a whole"),
    last("an inequality", step("choices", ["<=", whole(k, a), a]), reason="no equation for a sum over assignments is said"),
    of("a sum over a set", total(1, D, a), a, None, "no equation for a sum over assignments is said"),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_choices(case):
    """Each is accepted, or refused for its reason."""
    case.run()


def test_every_refusal():
    """Every reason in the rule's file is met."""
    assert unmet(rule, CASES) == []


ACCEPTED = [case for case in CASES if not case.reason and case.conclusion[0] == "="]


@pytest.mark.parametrize("case", ACCEPTED, ids=lambda case: case.name)
def test_what_is_accepted_is_true(case):
    """Written out as nested sums, for up to three integers, both sides have one value on small instances, empty sets among them."""
    found = 0
    for scope in scopes(parse({**case.statement, "hypotheses": []}), 12, seed=3):
        for count in range(4):
            supposed = [written_out(fact, {"k": num(count)}) for fact in case.statement["hypotheses"]]
            if all(said(fact, scope) for fact in supposed):
                left, right = (value(written_out(one, {"k": num(count)}), scope) for one in case.conclusion[1:])
                assert left == right
                found += left is not None
    assert found >= 12
