"""Expectations: closed form, enumeration, and the slow reference agree exactly."""

from __future__ import annotations

from fractions import Fraction

import pytest
from flint import fmpq, fmpq_mat
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.meaning.expressions import (
    REAL,
    add,
    apply,
    bind,
    equal,
    mean,
    member,
    minus,
    over,
    power,
    span,
    such_that,
    surely,
    times,
    total,
    trace,
    transpose,
)
from tests.meaning.setups import instance_of, setups
from tests.meaning.theory import (
    CONTEXT,
    LOWER_BOUND,
    ONE_STEP,
    PAST,
    SAMPLED_SUBSET,
    SECOND_MOMENT,
    SQUARE_OF_NORM,
    drawn,
    update,
)
from tests.reference.moments import Setup, mean_update, moment_by_outcomes, moment_by_recursion
from tests.reference.moments import trace as trace_of
from verify.language.expression import Binder, Operator
from verify.meaning.exact import Averaging, Lacking, NoValue, check, holds, value
from verify.meaning.reals import compare

CLOSED, ENUMERATED = Averaging.CLOSED_FORM, Averaging.ENUMERATION


def matrix_of(found: fmpq_mat) -> list[list[Fraction]]:
    """A flint matrix in plain fractions."""
    return [[number_of(entry) for entry in row] for row in found.tolist()]


def number_of(found: fmpq) -> Fraction:
    return Fraction(int(found.p), int(found.q))


@given(setups())
def test_one_step_is_the_moment_map(setup):
    """E[J_1ᵀJ_1] is what (23) says, by either way, and Φ(I) of the reference."""
    instance = instance_of(setup, 1)
    squared = mean(times(transpose(member("J", 1)), member("J", 1)))
    closed, enumerated = (value(CONTEXT, squared, instance, way) for way in (CLOSED, ENUMERATED))
    assert closed == enumerated == value(CONTEXT, ONE_STEP, instance)
    assert matrix_of(closed) == moment_by_recursion(setup, 1) == moment_by_outcomes(setup, 1)


@settings(max_examples=40)
@given(setups(), st.integers(0, 3))
def test_second_moment_agrees_with_the_reference(setup, k):
    """E Tr(J_0ᵀ⋯J_0) by closed form and by enumeration is Tr Φᵏ(I)."""
    instance = instance_of(setup, k)
    expected = trace_of(moment_by_recursion(setup, k))
    assert number_of(value(CONTEXT, SECOND_MOMENT, instance)) == expected
    if (len(setup.retain) + len(setup.forget)) * k <= 8:
        assert number_of(value(CONTEXT, SECOND_MOMENT, instance, ENUMERATED)) == expected


@settings(max_examples=15)
@given(setups(max_size=2, max_members=1))
def test_reference_recursion_is_the_mean_over_outcomes(setup):
    """Φᵏ(I) is the mean over all outcomes of k steps."""
    assert moment_by_recursion(setup, 3) == moment_by_outcomes(setup, 3)


@settings(max_examples=40)
@given(setups(max_size=2), st.integers(0, 2), st.tuples(st.integers(-2, 2), st.integers(-2, 2)))
def test_mean_square_of_a_fixed_start(setup, k, start):
    """E‖w_k‖² = w_0ᵀ Φᵏ(I) w_0 for w_k defined by recursion."""
    w = start[: setup.size]
    instance = instance_of(setup, k, w)
    moment = moment_by_recursion(setup, k)
    expected = sum(w[i] * moment[i][j] * w[j] for i in range(setup.size) for j in range(setup.size))
    assert {number_of(value(CONTEXT, SQUARE_OF_NORM, instance, way)) for way in Averaging} == {expected}


J0, J1 = member("J", 0), member("J", 1)
ANYWHERE = drawn("r", "D_r")
PRODUCTS = {
    "one step": J0,
    "no step": update(),
    "a step and no step": times(update(), J0, update()),
    "interleaved": times(J0, J1, J0, J1),
    "half interleaved": times(J0, J1, J0),
    "three of a step": times(J1, "J", J1, "H_R", J1),
    "a sum of words": times(add(J0, times(J0, J1)), minus(transpose(J1), times(J1, J1))),
    "a power": power(add(J0, J1), 3),
    "a power of exponent zero": power(J0, 0),
    "a scalar between": times(J0, trace(J1), J0),
    "a scalar that shares": times(trace(J0), J0, J1, trace(times(J1, J0))),
    "the sampled subset": times(transpose(member("K", 1)), member("K", 1)),
    "the sampled subsets of two steps": times(member("K", 0), member("K", 1), member("K", 0)),
    "both forms of the sampled subset": times(member("K", 1), "H_R", J1),
    "a product of selectors": total("r", "D_r", total("i", "D_r", times(member("x", "r"), member("x", "i"), member("H", "i")))),
    "a square of no step": times(transpose(ANYWHERE), ANYWHERE),
    "over a number": over(times(J0, J0), "eta"),
}
SCALARS = {
    "a trace": trace(times(J0, J1, J0)),
    "a product of traces": times(trace(times(J0, J1)), trace(times(J1, J0))),
    "a square of a trace": power(trace(times(J0, J1)), 2),
    "an even power of a norm": power(apply(Operator.NORM_FROBENIUS, times(J0, J1)), 2),
    "a fourth power of a norm": power(apply(Operator.NORM_2, member("w", 1)), 4),
    "an inner product": apply(Operator.INNER, member("w", 1), member("w", 2)),
    "a row times a vector": times(transpose(member("w", 1)), J1, member("w", 1)),
    "a square of an absolute value": power(apply(Operator.ABSOLUTE, trace(J0)), 2),
    "a product of numbers": bind(Binder.PRODUCT, "r", "D_r", add(1, member("x", "r", 0)), REAL),
    "an indicator": total("r", "D_r", apply(Operator.INDICATOR, equal(member("x", "r", 3), 1)), REAL),
    "an indicator of zero": total("r", "D_r", apply(Operator.INDICATOR, equal(minus(1, member("x", "r", 3)), 1)), REAL),
    "a nested expectation": times(trace(J0), mean(trace(times(J0, J0)))),
}


@pytest.mark.parametrize("name", [*PRODUCTS, *SCALARS])
@settings(max_examples=12)
@given(setup=setups(max_size=2))
def test_closed_form_is_enumeration(name, setup):
    """Any polynomial in the selectors has the same mean by either way."""
    instance = instance_of(setup, 1)
    expression = mean((PRODUCTS | SCALARS)[name])
    assert value(CONTEXT, expression, instance, CLOSED) == value(CONTEXT, expression, instance, ENUMERATED)


@settings(max_examples=12)
@given(setup=setups(max_size=1))
def test_closed_form_is_enumeration_with_irrational_coefficients(setup):
    """A root of a Hessian beside a selector is averaged like any other matrix."""
    drawn_roots = total("r", "D_r", times(member("x", "r", 0), power(member("H", "r"), over(1, 2))))
    instance = instance_of(setup, 1)
    for product in (times(drawn_roots, drawn_roots), times(drawn_roots, J0, drawn_roots)):
        closed, enumerated = (value(CONTEXT, mean(trace(product)), instance, way) for way in (CLOSED, ENUMERATED))
        assert compare(closed, enumerated) == 0


def test_the_two_ways_differ_from_a_wrong_one():
    """The comparison can fail: E[J_0 J_0] is not E[J_0] E[J_0]."""
    setup = Setup(([[Fraction(1)]], [[Fraction(2)]]), ([[Fraction(1)]],), Fraction(1), Fraction(0), 1)
    instance = instance_of(setup, 1)
    squared, mean_squared = value(CONTEXT, mean(times(J0, J0)), instance), value(CONTEXT, times(mean(J0), mean(J0)), instance)
    assert squared != mean_squared
    assert matrix_of(mean_squared) == [[mean_update(setup)[0][0] ** 2]]


def test_steps_are_independent_and_no_step_is_a_step_of_its_own():
    """E[x_{r,0} x_{r,1}] = p², E[x_{r,0}²] = p, E[x_r x_{r,0}] = p²."""
    one = [[Fraction(1)]]
    instance = instance_of(Setup((one, one), (one, one, one), Fraction(1), Fraction(0), 1), 0)

    def moment(*steps):
        factors = [member("x", "r", *step) for step in steps]
        return total("r", "D_r", times(*factors) if len(factors) > 1 else factors[0], REAL)

    for way in Averaging:
        found = [value(CONTEXT, mean(moment(*steps)), instance, way) for steps in [((0,), (1,)), ((0,), (0,)), ((), (0,)), ((), ())]]
        assert found == [fmpq(1, 2), fmpq(1), fmpq(1, 2), fmpq(1)]


@settings(max_examples=15)
@given(setups(max_size=2))
def test_the_two_forms_of_the_update_agree_for_every_outcome(setup):
    """(18): sums over the sampled subsets are sums with selectors."""
    assert holds(CONTEXT, surely(SAMPLED_SUBSET), instance_of(setup, 1)) is True


def test_surely_finds_an_outcome_that_breaks_it():
    """J_0 = J for every outcome holds at B = n, and at B < n only where the Hessians are zero."""
    one, zero = [[Fraction(1)]], [[Fraction(0)]]
    same = surely(equal(J0, "J"))
    assert holds(CONTEXT, same, instance_of(Setup((one,), (one,), Fraction(1), Fraction(0), 1), 0)) is True
    assert holds(CONTEXT, same, instance_of(Setup((one, one), (one,), Fraction(1), Fraction(0), 1), 0)) is False
    assert holds(CONTEXT, same, instance_of(Setup((zero, zero), (one,), Fraction(1), Fraction(0), 1), 0)) is True


def test_a_random_domain_is_followed():
    """A subset drawn at a step may be summed over, by either way."""
    one = [[Fraction(1)]]
    instance = instance_of(Setup((one, one, one), (one,), Fraction(1), Fraction(0), 1), 0)
    size = total("i", such_that("j", "D_r", equal(member("x", "j", 0), 1)), 1, REAL)
    for way in Averaging:
        assert value(CONTEXT, mean(size), instance, way) == 1
        assert value(CONTEXT, mean(power(size, 2)), instance, way) == fmpq(5, 3)


def test_what_is_no_polynomial_is_lacking_in_closed_form():
    """E‖w‖ without a square has no closed form; enumeration finds it."""
    one = [[Fraction(1)]]
    instance = instance_of(Setup((one, one), (one,), Fraction(1), Fraction(0), 1), 1)
    norm = mean(apply(Operator.NORM_2, member("w", 1)))
    with pytest.raises(Lacking):
        value(CONTEXT, norm, instance, CLOSED)
    assert value(CONTEXT, norm, instance, ENUMERATED) == fmpq(1, 2)


@pytest.mark.parametrize("way", list(Averaging))
def test_a_probability_above_one_has_no_value(way):
    """B > n_r makes no Bernoulli law."""
    one = [[Fraction(1)]]
    instance = instance_of(Setup((one,), (one,), Fraction(1), Fraction(0), 2), 1)
    with pytest.raises(NoValue, match="probability"):
        value(CONTEXT, mean(J0), instance, way)


def test_a_selector_outside_an_expectation_has_no_value():
    """A random value is no value."""
    one = [[Fraction(1)]]
    with pytest.raises(NoValue, match="random"):
        value(CONTEXT, trace(J0), instance_of(Setup((one,), (one,), Fraction(1), Fraction(0), 1), 1))


@settings(max_examples=40)
@given(setups(max_members=3), st.integers(1, 4))
def test_lower_bound_holds_exactly(setup, k):
    """E Tr(J_0ᵀ⋯J_0) is never below Tr M_k from k = 1 on."""
    found = check(CONTEXT, LOWER_BOUND, instance_of(setup, k))
    assert (found.hypotheses, found.conclusion) == (True, True)


def test_lower_bound_fails_at_zero_steps():
    """At k = 0, M_0 = 2I: Tr I ≥ Tr 2I is false, and both sides are given."""
    one = [[Fraction(1)]]
    found = check(CONTEXT, LOWER_BOUND, instance_of(Setup((one,), (one,), Fraction(1), Fraction(0), 1), 0))
    assert (found.hypotheses, found.conclusion, found.left, found.right) == (True, False, "1", "2")


def test_many_steps_cost_no_enumeration():
    """Twenty steps of eight selectors: 2¹⁶⁰ outcomes, none looked at."""
    hessians = tuple([[Fraction(i), Fraction(1)], [Fraction(1), Fraction(1)]] for i in range(1, 5))
    setup = Setup(hessians, hessians, Fraction(1, 4), Fraction(1, 3), 2)
    assert number_of(value(CONTEXT, SECOND_MOMENT, instance_of(setup, 20))) == trace_of(moment_by_recursion(setup, 20))


def test_past_is_ordered_backwards():
    """J_{k−1} ⋯ J_0: at B = n the mean is a power of J; with distinct factors the first element stands rightmost."""
    one, two = [[Fraction(1), Fraction(0)], [Fraction(0), Fraction(2)]], [[Fraction(1), Fraction(1)], [Fraction(1), Fraction(1)]]
    instance = instance_of(Setup((one,), (two,), Fraction(1), Fraction(1, 2), 1), 3)
    assert value(CONTEXT, mean(PAST), instance) == value(CONTEXT, power("J", 3), instance)
    ordered = bind(Binder.REVERSED_PRODUCT, "t", span(1, 2), member("N", "t"))
    assert value(CONTEXT, ordered, instance) == value(CONTEXT, times(member("N", 2), member("N", 1)), instance)
