"""What is said of what there is must have a value there: what is not seen to have one is refused."""

from __future__ import annotations

import pytest

from tests.kernel.derivations import add, div, every, mul, neg, power, var
from tests.kernel.forms import ONE, ZERO, mem, sym
from tests.kernel.rules.cases import A, D, a, b, k, n
from tests.kernel.rules.named import INFINITY, NATURALS, RANGE, REALS, SIGN, of, put, there_is, v, witness

POSITIVE_B = ["<", ZERO, b]
SQUARE = ["table", "#2", D, ["table", "#3", D, mul(v, mem("y", var(2)), mem("y", var(3))), ["real"]], ["real"]]


def eigen(matrix):
    """That its largest eigenvalue is at most b."""
    return ["<=", ["largest_eigenvalue", matrix], b]


def maximum(domain):
    """A maximum over a domain of what rests on #1."""
    return ["maximum", "#2", domain, mul(v, mem("y", var(2))), ["real"]]


def valued_case(name, body, *premises, at=b, reason="", **more):
    """There is a number, of which the body is said."""
    held = put(body, v, at)
    for depth in (1, 2):  # what is bound is called by its depth
        held = put(held, var(depth + 1), var(depth)) if f"#{depth + 1}" in str(held) and f"'#{depth}'" not in str(held) else held
    held = put(put(held, "#2", "#1"), "#3", "#2")
    return of(name, witness(there_is(REALS, body), held, *premises, at=at), reason, **more)


RADICAND = "a root is of what is not shown to be nonnegative"
SYMMETRIC = "a largest eigenvalue is of what is not said to be symmetric"
VALUED = [
    valued_case("what divides is positive", ["<=", div(a, v), b], POSITIVE_B),
    valued_case("what divides is negative", ["<=", div(a, v), b], ["<", ZERO, neg(b)]),
    valued_case("what divides may be 0", ["<=", div(a, v), b], ["<=", ZERO, b], reason=SIGN),
    valued_case("0 divides", ["<=", div(a, v), b], at=ZERO, reason=SIGN),
    valued_case("0 divides what is not reached", ["implies", ["<", v, v], ["<=", div(a, v), b]], at=ZERO, reason=SIGN),
    valued_case("what divides it is given", ["<=", div(v, add(a, v)), b], ["<", ZERO, add(a, b)]),
    valued_case("it is divided by what is given", ["<=", div(v, a), b], reason=SIGN),
    valued_case("what is given has a value", ["<=", div(a, k), v]),
    valued_case("a root", ["<=", ["root", v], b], ["<=", ZERO, b]),
    valued_case("a root of what may be negative", ["<=", ["root", v], b], reason=RADICAND),
    valued_case("a power", ["<=", power(v, 3), b]),
    valued_case(
        "a power that may be negative", ["<=", power(v, k), b], ["<=", ZERO, k], reason="power of what is chosen may have no value"
    ),
    valued_case("to its power", ["<=", power(a, v), b], reason="power of what is chosen may have no value"),
    valued_case("an operator of which little is known", ["<=", ["log", v], b], reason="log of what is chosen may have no value"),
    valued_case("a probability", ["<=", ["probability", ["<=", v, a]], b], reason="probability of what is chosen may have no value"),
    valued_case("a member of a family", ["<=", mem("G", v), b], reason="G may have no member there"),
    valued_case("in a sum", ["<=", ["sum", "#2", D, mul(v, mem("y", var(2))), ["real"]], b]),
    valued_case(
        "in a range up to it",
        ["<=", ["sum", "#2", ["range", ONE, v], a, ["real"]], b],
        reason="the domain of a sum rests on what is chosen",
    ),
    valued_case("a maximum", ["<=", maximum(D), b], ["<", ZERO, n]),
    valued_case("a maximum of nothing", ["<=", maximum(D), b], reason="a maximum is over what is not shown to have an element"),
    valued_case(
        "a maximum over a range", ["<=", maximum(RANGE), b], ["<", ZERO, n], reason="a maximum is over what is not shown to have an element"
    ),
    valued_case("an eigenvalue", eigen(mul(v, A)), ["=", ["transpose", mul(b, A)], mul(b, A)]),
    valued_case("an eigenvalue of what is not symmetric", eigen(mul(v, A)), reason=SYMMETRIC),
    valued_case(
        "an eigenvalue of another",
        eigen(mul(v, A)),
        ["=", ["transpose", A], A],
        reason=SYMMETRIC,
    ),
    valued_case(
        "an eigenvalue of a table",
        eigen(SQUARE),
        every(1, D, every(2, D, ["=", mul(b, mem("y", v), mem("y", var(2))), mul(b, mem("y", var(2)), mem("y", v))])),
    ),
    valued_case("an eigenvalue of a table that is not symmetric", eigen(SQUARE), reason=SYMMETRIC),
    valued_case(
        "an eigenvalue of an oblong table",
        eigen(
            put(SQUARE, ["table", "#3", D, mul(v, mem("y", var(2)), mem("y", var(3))), ["real"]], ["table", "#3", sym("E"), v, ["real"]])
        ),
        reason="a table is no square",
    ),
    valued_case("a limit", ["=", ["limit", "#2", INFINITY, mul(v, var(2)), ["real"]], INFINITY]),
    valued_case("a limit of what may have no value", ["=", ["limit", "#2", INFINITY, div(v, var(2)), ["real"]], ZERO], reason=SIGN),
    valued_case(
        "a limit of what has one",
        ["=", ["limit", "#2", INFINITY, div(v, add(var(2), ONE)), ["real"]], ZERO],
        every(1, NATURALS, ["<", ZERO, add(v, ONE)]),
    ),
    valued_case(
        "a limit that is chosen",
        ["=", ["limit", "#2", INFINITY, mul(v, var(2)), ["real"]], v],
        reason="a limit is said to be what rests on what is chosen",
    ),
    valued_case(
        "less than a limit",
        ["<=", v, ["limit", "#2", INFINITY, mul(v, var(2)), ["real"]]],
        reason="limit of what is chosen may have no value",
    ),
]


@pytest.mark.parametrize("case", VALUED, ids=lambda case: case.name)
def test_valued(case):
    """Each is accepted, or refused for its reason."""
    case.run()
