"""Symmetric matrices over a simple spectrum: rational eigenvalues, and an exact orthogonal basis near that of a float matrix.

So what a hypothesis says of a spectrum can hold with equality: S² = I, a projector, an eigenvalue at the end of its range.
"""

from __future__ import annotations

from fractions import Fraction
from math import copysign

import numpy as np

from verify.decide.draw.matrices import added, diagonal, identity, multiplied, outer, scaled, transposed
from verify.meaning.floats.batch import Array
from verify.meaning.instance import Matrix


def spectral_rounding(matrix: Array, denominator: int, psd: bool) -> Matrix:
    """A symmetric matrix near one of floats, (d, d): eigenvalues of denominators up to this, a basis of reflections by integers up to it.

    psd: negative eigenvalues, which rounding leaves, are 0.
    """
    values, vectors = np.linalg.eigh((matrix + matrix.T) / 2)
    spectrum = [Fraction(float(x)).limit_denominator(denominator) for x in values]
    basis = _basis(vectors, denominator)
    return multiplied(multiplied(basis, diagonal([max(x, Fraction(0)) if psd else x for x in spectrum])), transposed(basis))


def _basis(vectors: Array, largest: int) -> Matrix:
    """An exact orthogonal matrix near an orthogonal one up to the signs of its columns (Householder, each vector rounded)."""
    d = len(vectors)
    basis, rest = identity(d), vectors
    for column in range(d - 1):
        v = np.where(np.arange(d) < column, 0.0, rest[:, column])
        v[column] += copysign(float(np.linalg.norm(v)), v[column])
        whole = tuple(Fraction(int(x)) for x in np.rint(v * (largest / np.abs(v).max())))
        reflection = added(identity(d), scaled(-2 / sum((x * x for x in whole), Fraction(0)), outer(whole)))
        basis = multiplied(basis, reflection)
        rest = np.array(reflection, dtype=np.float64) @ rest
    return basis
