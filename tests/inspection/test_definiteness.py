"""Semidefinite exactly, within rounding, or not."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verify.inspection.definiteness import ROUNDING, definiteness
from verify.inspection.hessians import Hessians

ONE = np.eye(3)[None]


def looked_at(retain, epsilon=2.0**-52, factored=False):
    """What a family is."""
    return definiteness(Hessians("h.npz", np.asarray(retain, float), np.eye(np.shape(retain)[1])[None], factored, epsilon))


@pytest.mark.parametrize(
    "matrix",
    [np.zeros((3, 3)), np.diag([1.0, 0.0, 2.0]), np.ones((2, 2)), np.array([[4.0, 2.0], [2.0, 1.0]]), np.diag([1e-300, 1e300]) * 1e-280],
)
def test_exactly_semidefinite(matrix):
    """Zero, diagonal, of rank one in whole numbers: no doubt and no defect."""
    found = looked_at(matrix[None])
    assert (found.semidefinite, found.within, found.defect) == (True, (), 0.0)


@settings(max_examples=30)
@given(seed=st.integers(0, 10**6), d=st.integers(7, 20), k=st.integers(1, 3))
def test_products_are_semidefinite_within_rounding(seed, d, k):
    """A Aᵀ in floats, of rank below d; its nearest semidefinite matrix is within the defect."""
    factor = np.random.default_rng(seed).normal(size=(d, k))
    matrix = factor @ factor.T
    found = looked_at(matrix[None])
    assert found.semidefinite
    values, vectors = np.linalg.eigh(matrix)
    nearest = (vectors * np.maximum(values, 0)) @ vectors.T
    assert np.linalg.norm(nearest - matrix) <= found.defect * np.linalg.norm(matrix) + 1e-13 * np.linalg.norm(matrix)
    assert found.defect < 1e-11


@settings(max_examples=30)
@given(seed=st.integers(0, 10**6), d=st.integers(2, 10), factor=st.sampled_from((0.01, 0.5, 2.0, 100.0)))
def test_the_line_is_drawn_where_it_is_said_to_be(seed, d, factor):
    """λ_min = −factor · c d ε ‖H‖: rounding below 1, indefinite above."""
    orthogonal = np.linalg.qr(np.random.default_rng(seed).normal(size=(d, d)))[0]
    epsilon = 2.0**-23  # coarse, so that float64's own rounding is no matter
    values = np.ones(d)
    values[0] = -factor * ROUNDING * d * epsilon
    matrix = (orthogonal * values) @ orthogonal.T
    found = looked_at(((matrix + matrix.T) / 2)[None], epsilon)
    assert found.semidefinite is (factor < 1)
    if factor > 1:
        (one,) = found.indefinite
        assert (one.array, one.index) == ("retain", 0)
        assert one.smallest == pytest.approx(values[0], rel=1e-6)


def test_every_indefinite_member_is_named():
    """Array, index, smallest eigenvalue; sizes far from 1 are no matter."""
    found = looked_at(np.array([np.eye(2), -np.eye(2) * 1e200, [[0.0, 1e-200], [1e-200, 0.0]]]))
    assert [(i.array, i.index) for i in found.indefinite] == [("retain", 1), ("retain", 2)]
    assert [i.smallest for i in found.indefinite] == pytest.approx([-1e200, -1e-200])


def test_factors_are_semidefinite():
    """Whatever they are."""
    assert looked_at(-np.ones((2, 3, 1)), factored=True).semidefinite
