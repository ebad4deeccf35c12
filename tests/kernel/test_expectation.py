"""Averages over selectors, against closed forms and against a second enumeration."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.kernel.forms import ONE, TWO, ZERO, declare, define, frozen, mem, num, statement, sym
from tests.kernel.reference import World
from verify.kernel.check import Rejected
from verify.kernel.evaluate import Scope, evaluate
from verify.kernel.limits import MAXIMUM_STEPS, Budget
from verify.kernel.statement import parse
from verify.kernel.values import Array, number

D, X, XK, P = sym("D"), mem("x", sym("#1")), mem("x", sym("#1"), ONE), sym("p")
LAW = define("x", [sym("#1")], ["bernoulli", P], law=True)
SYMBOLS = [
    declare("D", "index_set", sym("n")), declare("a"), declare("h", over=[["D"]]), declare("n", "integer"), declare("p"),
    declare("x", "integer", over=[["D"]], selector=True), declare("y", over=[["integers"]]),
]  # fmt: skip
FRACTIONS = st.builds(Fraction, st.integers(-4, 4), st.integers(1, 3))
PROBABILITIES = st.sampled_from([Fraction(0), Fraction(1), Fraction(1, 2), Fraction(1, 3), Fraction(4, 5)])


def values(expr, n, p, a=Fraction(0), h=(), definitions=()):
    """The kernel's value of an expression, and the second one."""
    data = statement(SYMBOLS, ["=", expr, expr], (), [LAW, *definitions])
    of = parse(data)
    given_h = {("h", (("D", i + 1),)): number(x) for i, x in enumerate(h)}
    plain = {("n", ()): number(n), ("p", ()): number(p), ("a", ()): number(a)}
    found = evaluate(frozen(expr), Scope(of, Budget(), plain | given_h))
    world = World(data, {"values": {"n": str(n), "p": str(p), "a": str(a)}, "members": {"h": {"D": [str(x) for x in h]}}})
    return (found.rows[0][0] if isinstance(found, Array) else found), world.value(expr, [])


SUM = ["sum", "#1", D, ["multiply", X, mem("h", sym("#1"))], ["real"]]


@settings(max_examples=40)
@given(FRACTIONS, st.lists(FRACTIONS, max_size=5), PROBABILITIES)
def test_square_of_a_sum(a, h, p):
    """E[(a + Σ xᵢhᵢ)²] = (a + pΣhᵢ)² + p(1−p)Σhᵢ² for independent xᵢ."""
    kernel, second = values(["expectation", ["power", ["add", ["symbol", "a"], SUM], TWO]], len(h), p, a, h)
    assert kernel == (a + p * sum(h)) ** 2 + p * (1 - p) * sum(x * x for x in h)
    assert kernel == second


@given(st.integers(0, 3), PROBABILITIES)
def test_a_selector_is_itself(n, p):
    """x² = x, at a step and without one; selectors of different steps are independent."""
    for expr, expected in [
        (["multiply", X, X], n * p),
        (["multiply", XK, XK], n * p),
        (["multiply", X, XK], n * p * p),
        (["multiply", mem("x", sym("#1"), ZERO), XK], n * p * p),
        (["multiply", X, ["expectation", X]], n * p * p),
        (["expectation", ["multiply", X, XK]], n * p * p),
    ]:
        kernel, second = values(["expectation", ["sum", "#1", D, expr, ["real"]]], n, p)
        assert kernel == second == expected


@given(st.integers(0, 3), PROBABILITIES)
def test_random_definitions(n, p):
    """What rests on a selector is one value within an outcome: y_k = y_{k-1} + Σ x_{i,k}, E[y_2²] = 4n²p² + 2np(1−p) and E y_2 = 2np."""
    step = ["sum", "#2", D, mem("x", sym("#2"), sym("#1")), ["integer"]]
    walk = [define("y", [ZERO], ZERO), define("y", [sym("#1")], ["add", mem("y", ["add", sym("#1"), ["negate", ONE]]), step])]
    assert values(["expectation", ["multiply", mem("y", TWO), mem("y", TWO)]], n, p, definitions=walk) == (
        4 * n * n * p * p + 2 * n * p * (1 - p),
    ) * 2
    assert values(["expectation", mem("y", TWO)], n, p, definitions=walk)[0] == 2 * n * p


@given(st.lists(FRACTIONS, max_size=3), PROBABILITIES)
def test_random_subsets(h, p):
    """A sum over the i with x_i = 1 is the sum over all i of x_i h_i."""
    chosen = ["such_that", "#1", D, ["=", XK, ONE], ["boolean"]]
    over_subset = ["expectation", ["power", ["sum", "#1", chosen, mem("h", sym("#1")), ["real"]], TWO]]
    weighted = ["expectation", ["power", ["sum", "#1", D, ["multiply", XK, mem("h", sym("#1"))], ["real"]], TWO]]
    assert len({*values(over_subset, len(h), p, h=h), *values(weighted, len(h), p, h=h)}) == 1


def test_a_random_definition_is_not_remembered():
    """The value of a definition under one outcome is not its value under the next, nor outside."""
    flip = [define("y", [sym("#1")], ["sum", "#2", D, mem("x", sym("#2")), ["integer"]])]
    both = ["expectation", ["absolute", ["add", mem("y", ONE), ["negate", ["expectation", mem("y", ONE)]]]]]
    assert values(both, 1, Fraction(1, 2), definitions=flip) == (Fraction(1, 2),) * 2
    with pytest.raises(Rejected, match="outside every expectation"):
        values(["add", ["expectation", mem("y", ONE)], mem("y", ONE)], 1, Fraction(1, 2), definitions=flip)


@settings(max_examples=15)
@given(st.lists(FRACTIONS, min_size=1, max_size=2), PROBABILITIES)
def test_what_is_read_may_decide_what_is_read_next(h, p):
    """A definition that reads x_i only where x_{i,k} = 1 has its value in each outcome, beside another of its members and itself."""
    chosen = ["such_that", "#2", D, ["=", mem("x", sym("#2"), sym("#1")), ONE], ["boolean"]]
    read = define("y", [sym("#1")], ["sum", "#2", chosen, ["multiply", mem("x", sym("#2")), mem("h", sym("#2"))], ["real"]])
    y_1, y_2 = mem("y", ONE), mem("y", TWO)
    kernel, second = values(["expectation", ["multiply", ["add", y_1, y_2], y_1]], len(h), p, h=h, definitions=[read])
    assert kernel == second
    assert values(["expectation", y_1], len(h), p, h=h, definitions=[read])[0] == p * p * sum(h)


def test_a_definition_is_evaluated_once_for_outcomes_that_agree():
    """Of 256 outcomes of eight steps, each member of y has two values: as it is written out, evaluation takes five times as many steps."""
    body = ["power", ["add", *[["sum", "#2", D, mem("x", sym("#2"), sym("#1")), ["integer"]]] * 5], TWO]
    steps = ["range", ONE, num(8)]
    spent = []
    for factor in (mem("y", sym("#1")), body):
        expr = ["expectation", ["product", "#1", steps, factor, ["real"]]]
        of, budget = parse(statement(SYMBOLS, ["=", expr, expr], (), [LAW, define("y", [sym("#1")], body)])), Budget()
        value = evaluate(of.conclusion[1], Scope(of, budget, {("n", ()): number(1), ("p", ()): number(Fraction(1, 2))}))
        assert value == number(Fraction(25, 2) ** 8)
        spent.append(MAXIMUM_STEPS - budget.steps)
    assert 5 * spent[0] < spent[1]


def test_impossible_outcomes_do_not_count():
    """1/x has an average where x is certainly 1, and none where it may be 0."""
    inverse = ["sum", "#1", D, ["expectation", ["divide", ONE, X]], ["real"]]
    assert evaluated(inverse, Fraction(1)) == 1
    with pytest.raises(Rejected, match="division by zero"):
        evaluated(inverse, Fraction(1, 2))


def evaluated(expr, p):
    """The kernel's value for one selector."""
    of = parse(statement(SYMBOLS, ["=", expr, expr], (), [LAW]))
    return evaluate(frozen(expr), Scope(of, Budget(), {("n", ()): number(1), ("p", ()): number(p)})).rows[0][0]


@pytest.mark.parametrize(("p", "expected"), [(Fraction(0), False), (Fraction(1, 3), False), (Fraction(1), True)])
def test_surely(p, expected):
    """x = 1 surely only where p = 1; 0 ≤ x ≤ 1 always."""
    assert values(["for_all", "#1", D, ["surely", ["=", X, ONE]], ["boolean"]], 2, p) == (expected, expected)
    assert values(["for_all", "#1", D, ["surely", ["and", ["<=", ZERO, X], ["<=", X, ONE]]], ["boolean"]], 2, p) == (True, True)
