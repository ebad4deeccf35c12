"""Second moments: exact against the slow references, floats against exact."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.dynamics.drawn import exact, exactly, fraction, rounded, setup
from tests.reference.moments import mean_update, moment_by_outcomes, moment_by_recursion, spread_from_identity, times, trace, transposed
from verify.dynamics import lower_traces, noise_traces, second_moments, spectral_radius, unlearning_sgd
from verify.dynamics.directions import directions
from verify.dynamics.update_rules.two_sets import largest_rate
from verify.strategies import unlearning_instances

VECTORS = st.lists(st.integers(-3, 3), min_size=3, max_size=3)


@given(unlearning_instances(max_d=2, max_n=2))
@settings(max_examples=15)
def test_moments_are_those_of_all_outcomes(instance):
    """Tr Φᵏ(I) is E Tr(J_0ᵀ⋯J_{k−1}ᵀ J_{k−1}⋯J_0), summed over every outcome of every selector."""
    arguments = exact(instance)
    found = second_moments(unlearning_sgd(**arguments), 2)
    assert [fraction(v) for v in found.values] == [trace(moment_by_outcomes(setup(arguments), k)) for k in range(3)]
    assert all(e == 0 for e in found.errors)


@given(unlearning_instances())
@settings(max_examples=30)
def test_exact_figures_are_the_reference(instance):
    """Tr Φᵏ(I), Tr N_k and Tr M_k = Tr J^{2k} + Tr N_k in rationals, for k = 0, …, 3."""
    arguments = exact(instance)
    recursion, slow = unlearning_sgd(**arguments), setup(arguments)
    powers = [[[Fraction(int(i == j)) for j in range(slow.size)] for i in range(slow.size)]]
    for _ in range(3):
        powers.append(times(mean_update(slow), powers[-1]))
    noise = [trace(spread_from_identity(slow, k)) for k in range(4)]
    assert [fraction(v) for v in second_moments(recursion, 3).values] == [trace(moment_by_recursion(slow, k)) for k in range(4)]
    assert [fraction(v) for v in noise_traces(recursion, 3).values] == noise
    lower = [trace(times(transposed(p), p)) + n for p, n in zip(powers, noise, strict=True)]
    assert [fraction(v) for v in lower_traces(recursion, 3).values] == lower


@given(unlearning_instances(), VECTORS)
@settings(max_examples=40)
def test_floats_are_within_their_error(instance, entries):
    """Every float figure is within its stated error of the exact figure of the very floats that it was made from."""
    arguments = rounded(instance)
    floats, exact_one = unlearning_sgd(**arguments), unlearning_sgd(**exactly(arguments))
    start = np.array(entries[: instance.retain.d], dtype=float)
    for figure in (
        lambda r, _: second_moments(r, 6),
        lambda r, w: second_moments(r, 6, w),
        lambda r, _: noise_traces(r, 6),
        lambda r, _: lower_traces(r, 6),
    ):
        near, true = figure(floats, start), figure(exact_one, start.astype(int).astype(object))
        for value, error, wanted in zip(near.values, near.errors, true.values, strict=True):
            assert abs(Fraction(value) - fraction(wanted)) <= Fraction(error)
            assert error <= 1e-9 * max(1.0, abs(value))


@given(instance=unlearning_instances(max_d=2), exponent=st.integers(20, 160))
@settings(max_examples=30)
def test_what_overflows_is_unknown(instance, exponent):
    """No NaN and no warning: each figure is within its error of the exact one, or both are infinite; and k = 0 is always known."""
    arguments = rounded(instance) | {"eta": 2.0**exponent}
    exact_one = second_moments(unlearning_sgd(**exactly(arguments)), 8).values
    for found in (second_moments(unlearning_sgd(**arguments), 8), lower_traces(unlearning_sgd(**arguments), 8)):
        assert np.all(np.isfinite(found.values) == np.isfinite(found.errors))
        assert not np.isnan(found.values).any()
        assert np.isfinite(found.values[0])
    moments = second_moments(unlearning_sgd(**arguments), 8)
    assert not np.isnan(moments.norms).any()
    for value, error, true in zip(moments.values, moments.errors, exact_one, strict=True):
        if np.isfinite(value):
            assert abs(Fraction(float(value)) - fraction(true)) <= Fraction(float(error))
        else:
            assert fraction(true) > Fraction(10) ** 290


def test_a_moment_is_known_as_far_as_floats_go():
    """(1 − η)²ᵏ at η = 10³⁰: from k = 6 on beyond the largest float, and up to there known."""
    one = np.ones((1, 1, 1))
    found = second_moments(unlearning_sgd(one, one, 1e30, 0.0, 1), 8)
    assert np.isfinite(found.values).tolist() == [k * 60 < 308 for k in range(9)]
    assert (found.errors[:6] <= 1e-12 * found.values[:6]).all()


@given(instance=unlearning_instances(max_d=2), factor=st.sampled_from((0.5, 1.0, 2.0, 1e6)))
@settings(max_examples=30)
def test_steps_are_refused_where_squares_overflow(instance, factor):
    """Up to the largest rate every figure is a number or infinite; above it, and for what is no number, there is a reason."""
    arguments = rounded(instance)
    most = largest_rate(map(directions, (arguments["retain"], arguments["forget"])))
    for eta in (most * factor, math.inf, math.nan):
        if eta <= most:
            lo, hi = spectral_radius(unlearning_sgd(**arguments | {"eta": eta}))
            assert 0 <= lo <= hi < math.inf
        else:
            with pytest.raises(ValueError, match="no square overflows"):
                unlearning_sgd(**arguments | {"eta": eta})
