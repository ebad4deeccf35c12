"""What holds of every update rule: its moment map is the mean over all outcomes of a step, in both arithmetics."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.dynamics.drawn import EVERY_RULE, exact, exactly, fraction, linear, rounded, setup
from tests.reference.moments import times, trace
from tests.reference.update_rules import OUTCOMES, mean_square
from verify.dynamics import (
    RULES,
    NoMomentMap,
    adjoint,
    exact_array,
    moment_map,
    random_reshuffling,
    second_moments,
    unlearning_sgd,
)
from verify.strategies import unlearning_instances

ENTRIES = st.lists(st.integers(-2, 2), min_size=16, max_size=16)


def symmetric(entries, d):
    """A symmetric matrix of integers."""
    m = np.array(entries[: d * d]).reshape(d, d)
    return m + m.T


def fractions(matrix):
    """Rows of fractions."""
    return [[fraction(x) for x in row] for row in matrix]


def test_every_rule_has_a_reference():
    """No rule goes without its outcomes."""
    assert {rule.__name__ for rule in RULES} == set(OUTCOMES)


@EVERY_RULE
@given(instance=unlearning_instances(max_d=2), entries=ENTRIES)
@settings(max_examples=25)
def test_moment_map_is_the_mean_over_outcomes(rule, instance, entries):
    """Φ(M) = E AᵀMA, exactly, for any symmetric M."""
    arguments = exact(instance)
    recursion = linear(rule, arguments)
    m = exact_array(symmetric(entries, recursion.d).tolist())
    assert fractions(moment_map(recursion).apply(m)) == mean_square(OUTCOMES[rule.__name__](setup(arguments)), fractions(m))


@EVERY_RULE
@given(instance=unlearning_instances(max_d=2), entries=ENTRIES, other=ENTRIES)
@settings(max_examples=15)
def test_adjoint_is_the_dual(rule, instance, entries, other):
    """Tr Φ(M) X = Tr M Φ*(X), exactly."""
    recursion = linear(rule, exact(instance))
    m, x = (exact_array(symmetric(given_, recursion.d).tolist()) for given_ in (entries, other))
    left = times(fractions(moment_map(recursion).apply(m)), fractions(x))
    assert trace(left) == trace(times(fractions(m), fractions(moment_map(adjoint(recursion)).apply(x))))


@EVERY_RULE
@given(instance=unlearning_instances(max_d=2))
@settings(max_examples=20)
def test_floats_are_within_their_error(rule, instance):
    """The float moments are within their stated errors of those of the very floats, in rationals."""
    arguments = rounded(instance)
    near, true = second_moments(linear(rule, arguments), 4), second_moments(linear(rule, exactly(arguments)), 4)
    for value, error, wanted in zip(near.values, near.errors, true.values, strict=True):
        assert abs(Fraction(value) - fraction(wanted)) <= Fraction(error)


def test_dependent_steps_have_no_moment_map():
    """Random reshuffling says so instead of giving a number."""
    with pytest.raises(NoMomentMap, match="steps are dependent"):
        random_reshuffling(np.zeros((2, 1, 1)), np.zeros((2, 1, 1)), 0.1, 0.5, 1)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"batch": 3}, "1 <= batch <= 2"),
        ({"batch": 0}, "1 <= batch <= 2"),
        ({"eta": 0.0}, "eta > 0"),
        ({"alpha": 1.5}, "alpha in"),
        ({"alpha": float("nan")}, "alpha in"),
        ({"forget": np.zeros((2, 3, 3))}, "one dimension"),
        ({"retain": np.full((2, 2, 2), np.nan)}, "finite"),
        ({"forget": np.zeros((0, 2, 2))}, "forget set is empty"),
        ({"retain": np.zeros((2, 2, 3))}, "shape"),
    ],
)
def test_unusable_arguments_are_refused(change, said):
    """Each with what it takes."""
    given_ = {"retain": np.zeros((2, 2, 2)), "forget": np.zeros((2, 2, 2)), "eta": 0.1, "alpha": 0.5, "batch": 1}
    with pytest.raises(ValueError, match=said):
        unlearning_sgd(**(given_ | change))


def test_a_set_of_no_weight_may_be_empty():
    """Plain SGD needs no forget set, gradient ascent no retain set."""
    some, none = np.eye(2)[None] * 0.5, np.zeros((0, 2, 2))
    assert second_moments(unlearning_sgd(some, none, 1.0, 0.0, 1), 1).values.tolist() == [2.0, 0.5]
    assert second_moments(unlearning_sgd(none, some, 1.0, 1.0, 1), 1).values.tolist() == [2.0, 4.5]
