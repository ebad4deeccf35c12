"""Rounding by the spectrum: eigenvalues are simple and exact, the basis is orthogonal, and the matrix stays near."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from verify.decide.draw.matrices import identity, is_psd, is_symmetric, multiplied
from verify.decide.search.spectral import spectral_rounding


def turned(spectrum, seed):
    """A float matrix of this spectrum in a basis at random."""
    basis = np.linalg.qr(np.random.default_rng(seed).normal(size=(len(spectrum), len(spectrum))))[0]
    return basis @ np.diag(spectrum) @ basis.T


@pytest.mark.parametrize("spectrum", [(1.0,), (1.0, -1.0), (1.0, 1.0, -1.0), (-1.0, -1.0, -1.0, 1.0)])
@pytest.mark.parametrize("seed", range(4))
def test_a_reflection_stays_one(spectrum, seed):
    """S² = I exactly, and S is near what was rounded."""
    matrix = turned(spectrum, seed)
    exact = spectral_rounding(matrix, 64, psd=False)
    assert is_symmetric(exact)
    assert multiplied(exact, exact) == identity(len(spectrum))
    assert np.abs(np.array(exact, dtype=float) - matrix).max() < 0.1


@pytest.mark.parametrize("seed", range(4))
def test_a_projector_stays_one(seed):
    """P² = P ⪰ 0, although floats have an eigenvalue a little below 0."""
    exact = spectral_rounding(turned((1.0, 0.0, -1e-3), seed), 8, psd=True)
    assert multiplied(exact, exact) == exact
    assert is_psd(exact)


def test_small_numbers_first():
    """With numbers up to 1 the basis is one of signs and coordinates, or turned by 45 degrees."""
    exact = spectral_rounding(turned((2.0, 1.0), 3), 1, psd=True)
    assert all(x.denominator <= 2 for row in exact for x in row)
    assert sum(exact[i][i] for i in range(2)) == Fraction(3)
