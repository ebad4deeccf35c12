"""λ_max of a symmetric matrix in float64, between two guaranteed bounds.

Lower: a Rayleigh quotient. Upper: c, when cI − A is found positive semidefinite.
"""

from __future__ import annotations

import numpy as np
from scipy.linalg import eigh

from verify.dynamics.coherence.interval import Interval, above, below
from verify.dynamics.directions import Array
from verify.dynamics.rounding import TINY, UNIT, gamma, is_definite


def largest_eigenvalue(matrix: Array, error: float = 0.0) -> Interval:
    """λ_max of any symmetric matrix that is within `error`, in the spectral norm, of one of finite floats, (n, n)."""
    n = len(matrix)
    if not matrix.any() and error == 0:
        return 0.0, 0.0
    if n == 1:
        return below(float(matrix[0, 0]) - error), above(float(matrix[0, 0]) + error)
    values, vectors = eigh(matrix, subset_by_index=(n - 1, n - 1), check_finite=False)
    return _lower(matrix, vectors[:, 0], error), _upper(matrix, float(values[0]), error)


def is_above_spectrum(matrix: Array, c: float, error: float = 0.0) -> bool:
    """Whether c is shown to be at least λ_max of every symmetric matrix within `error` of this one. False says nothing."""
    rest = -matrix
    places = np.arange(len(matrix))
    rest[places, places] += c
    return is_definite(rest, above(error + 2 * UNIT * (abs(c) + float(np.abs(matrix[places, places]).max()))))


def _lower(matrix: Array, x: Array, error: float) -> float:
    """The Rayleigh quotient, less its rounding error."""
    size = float(x @ x)
    rounding = 2 * gamma(2 * len(matrix) + 8) * float(np.abs(x) @ (np.abs(matrix) @ np.abs(x))) / size
    return below(float(x @ (matrix @ x)) / size - rounding - error - TINY)


def _upper(matrix: Array, value: float, error: float) -> float:
    """A value a little above the one that was found, as near as the test lets it be."""
    n = len(matrix)
    scale = max(abs(value), float(np.abs(np.diagonal(matrix)).max()))
    step = above(error + n * (TINY + 3 * gamma(n + 3) * scale))
    while not is_above_spectrum(matrix, value + step, error):
        step *= 2
    return above(value + step)
