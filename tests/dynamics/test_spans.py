"""Factors that span less than the space: what is quiet stays, exactly, and the rest is bounded on the span."""

from __future__ import annotations

import numpy as np
import pytest

from verify.dynamics import Verdict, factors, on_span, second_moments, spectral_radius, stability, unlearning_sgd


def roots(n, d, k, seed, scale=1.0):
    """n factors."""
    return scale * np.random.default_rng(seed).standard_normal((n, d, k)) / np.sqrt(d)


def dense(factor):
    """The matrices of factors."""
    return factor @ factor.swapaxes(-1, -2)


@pytest.mark.parametrize("scale", [0.5, 4.0])
@pytest.mark.parametrize(("n", "d", "k"), [(3, 12, 1), (4, 15, 2), (6, 30, 1)])
def test_the_span_gives_the_radius_of_the_whole(n, d, k, scale):
    """Bounds from factors on their span and from the dense matrices meet, and 1 is a lower bound exactly."""
    retain, forget = roots(n, d, k, 0, scale), roots(2, d, k, 1, scale)
    lo, hi = spectral_radius(unlearning_sgd(factors(retain), factors(forget), 0.8, 0.2, 2))
    low, high = spectral_radius(unlearning_sgd(dense(retain), dense(forget), 0.8, 0.2, 2))
    assert max(lo, low) <= min(hi, high)
    assert lo >= 1
    assert hi - lo <= 1e-8 * hi


def test_quiet_dimensions_make_the_radius_one():
    """Where the rest is stable, ρ(Φ) is 1 exactly, said to be so, and the bounds on the span are below 1; and the trace keeps d − p."""
    retain, forget = roots(8, 40, 1, 2), roots(2, 40, 1, 3)
    recursion = unlearning_sgd(factors(retain), factors(forget), 0.8, 0.0, 2)
    found = stability(recursion)
    assert (found.lo, found.hi, found.quiet, found.verdict) == (1.0, 1.0, 32, Verdict.UNDECIDED)
    assert found.exactly_one
    assert found.on_span[1] < 1
    far = second_moments(recursion, 300)
    assert abs(far.values[-1] - 32) <= far.errors[-1] + 8 * found.on_span[1] ** 300 * 10


def test_what_is_spanned_twice_is_no_danger():
    """Columns that depend on each other, and zero ones: the bounds still hold and still meet those of dense matrices."""
    one = roots(1, 20, 1, 4, 3.0)
    retain = np.concatenate([one, one, 2 * one, 0 * one])
    lo, hi = spectral_radius(unlearning_sgd(factors(retain), factors(0 * one), 0.5, 0.1, 1))
    low, high = spectral_radius(unlearning_sgd(dense(retain), dense(0 * one), 0.5, 0.1, 1))
    assert max(lo, low) <= min(hi, high)
    assert hi - lo <= 1e-8 * hi


def turned(diagonals, seed):
    """Matrices with these eigenvalues in one orthonormal basis, off the axes."""
    basis = np.linalg.qr(np.random.default_rng(seed).standard_normal((len(diagonals[0]),) * 2))[0]
    return np.array([basis @ np.diag(row) @ basis.T for row in diagonals])


def test_a_null_space_off_the_axes_within_rounding():
    """Stored matrices are singular up to rounding only: bounds around 1, and of the rest ρ(Φ) = max (1 − ηh)² + noise is met."""
    eigenvalues = np.array([[1.0, 0.5, 0.25, 0.0, 0.0], [0.5, 0.25, 1.0, 0.0, 0.0]])
    matrices = turned(eigenvalues, 0)
    found = stability(unlearning_sgd((matrices + matrices.swapaxes(1, 2)) / 2, matrices[:1], 1.0, 0.0, 1))
    rest = max((1 - eigenvalues[:, i].mean()) ** 2 + (eigenvalues[:, i] ** 2).sum() / 4 for i in range(3))
    assert (found.verdict, found.quiet, found.rounded) == (Verdict.UNDECIDED, 2, True)
    assert found.lo <= 1 <= found.hi
    assert found.gap < 1e-11
    assert found.on_span[0] <= rest <= found.on_span[1]
    assert found.on_span[1] - found.on_span[0] < 1e-12


@pytest.mark.parametrize("form", ["dense", "factors"])
def test_a_null_space_off_the_axes_exactly(form):
    """Integers with the common null vector (1, …, 1): ρ(Φ) is 1 exactly, also by factors of more columns than there are dimensions."""
    rows = np.random.default_rng(1).integers(-2, 3, (9, 7, 1)).astype(float)
    columns = np.concatenate([rows, -rows.sum(axis=1, keepdims=True)], axis=1)
    retain = dense(columns) if form == "dense" else factors(columns)
    found = stability(unlearning_sgd(retain, retain, 1 / 64, 0.0, 2))
    assert found.exactly_one
    assert (found.quiet, found.rounded) == (1, False)
    assert found.on_span[1] < 1


def test_columns_that_depend_on_each_other_but_for_rounding():
    """Eight columns that span three dimensions of twenty: the rest is quiet within rounding, and the span is that of three."""
    basis = np.random.default_rng(7).standard_normal((20, 3)) / 4
    retain = (np.random.default_rng(8).standard_normal((8, 3)) @ basis.T)[:, :, None]
    recursion = unlearning_sgd(factors(retain), factors(retain[:2]), 0.125, 0.0, 2)
    found, whole = stability(recursion), stability(unlearning_sgd(dense(retain), dense(retain[:2]), 0.125, 0.0, 2))
    assert (found.quiet, found.rounded, on_span(recursion).recursion.d) == (17, True, 3)
    assert found.lo <= 1 <= found.hi
    assert found.on_span[0] <= whole.on_span[1]
    assert whole.on_span[0] <= found.on_span[1] < 1


def test_no_span_where_matrices_span_all():
    """They are left as they are."""
    assert on_span(unlearning_sgd(factors(roots(4, 6, 1, 0)), factors(roots(2, 6, 1, 1)), 0.1, 0.1, 1)) is None
    assert on_span(unlearning_sgd(np.eye(3)[None], np.eye(3)[None], 0.1, 0.1, 1)) is None


@pytest.mark.parametrize("k", [1, 2])
def test_factors_and_dense_matrices_agree(k):
    """Moments from factors are those of the matrices, within both errors."""
    retain, forget = roots(6, 5, k, 5), roots(4, 5, k, 6)
    near = second_moments(unlearning_sgd(factors(retain), factors(forget), 0.7, 0.3, 2), 5)
    other = second_moments(unlearning_sgd(dense(retain), dense(forget), 0.7, 0.3, 2), 5)
    spare = 1e-13 * near.values  # the dense matrices are themselves rounded
    assert np.all(np.abs(near.values - other.values) <= near.errors + other.errors + spare)
