"""Arrays of exact rationals: dtype object, with entries of flint's."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
from flint import fmpq, fmpq_mat

from verify.dynamics.directions import Array


def exact_number(value: Any) -> Any:
    """A rational of flint's from an int, a float (exactly), a Fraction or one of flint's."""
    if isinstance(value, fmpq):
        return value
    ratio = Fraction(value)
    return fmpq(ratio.numerator, ratio.denominator)


def exact_array(values: Any) -> Array:
    """An array of flint's rationals from nested sequences, or an array, of numbers; floats are taken exactly."""
    given = np.asarray(values, dtype=object)
    out = np.empty(given.shape, dtype=object)
    for at in np.ndindex(*given.shape):
        out[at] = exact_number(given[at])
    return out


def exact_identity(d: int) -> Array:
    """The identity, (d, d)."""
    return exact_array(np.eye(d, dtype=int).tolist()).reshape(d, d)


def flint_matrix(array: Array) -> fmpq_mat:
    """A matrix of flint's from an array, (m, n)."""
    return fmpq_mat(array.shape[0], array.shape[1], list(array.flat))


def from_flint(matrix: fmpq_mat) -> Array:
    """The array of a matrix of flint's."""
    return exact_array(matrix.tolist()).reshape(matrix.nrows(), matrix.ncols())


def rounded(array: Array) -> Array:
    """The nearest floats; each is off by a factor 1 + u at most, or by less than underflow."""
    floats = [float(Fraction(int(q.p), int(q.q))) if isinstance(q, fmpq) else float(q) for q in array.flat]
    return np.array(floats).reshape(array.shape)
