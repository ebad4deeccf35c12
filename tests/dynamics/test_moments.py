"""Second moments: exact against the slow references, floats against exact."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.dynamics.drawn import exact, exactly, fraction, rounded, setup
from tests.reference.moments import mean_update, moment_by_outcomes, moment_by_recursion, spread_from_identity, times, trace, transposed
from verify.dynamics import lower_traces, noise_traces, second_moments, unlearning_sgd
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
