"""A common null space of matrices in any direction: an orthonormal basis of the rest, and what is left of the matrices there."""

from __future__ import annotations

from math import sqrt
from typing import assert_never

import numpy as np
from flint import fmpz_mat
from scipy.linalg import qr

from verify.dynamics import directions as family
from verify.dynamics.directions import Array, Dense, Directions, Factored
from verify.dynamics.rounding import TINY, UNIT, gamma, up

_NULL = 64  # what is below so many d u of the largest singular value is rounding
_EXACT_ENTRIES, _EXACT_BITS = 20_000, 400  # of the matrices in integers, up to which their rank is decided exactly


def rest_of_space(families: tuple[Directions, ...]) -> Array | None:
    """Orthonormal columns that span all but the common null space of symmetric matrices, (d, p); None where that is nothing or all.

    The null space is the one within rounding: singular values of all matrices side by side of the size of it.
    """
    wide = np.concatenate([_columns(one) for one in families], axis=1)
    d, scale = len(wide), float(np.abs(wide).max(initial=0.0))
    if scale == 0.0:
        return None
    unit = wide / scale
    values, vectors = np.linalg.eigh(unit @ unit.T)
    candidates = vectors[:, values <= _NULL * d * UNIT * values[-1]]
    if not candidates.shape[1]:
        return None
    _, sizes, turns = np.linalg.svd(unit.T @ candidates, full_matrices=False)
    null = candidates @ turns[sizes <= _NULL * d * UNIT * sqrt(values[-1])].T
    q = null.shape[1]
    return np.asarray(qr(null, check_finite=False)[0][:, q:]) if q else None


def has_rank(families: tuple[Directions, ...], rank: int) -> bool:
    """Whether the ranges of the matrices, as the floats that they are, span a space of that dimension; False where they are too many."""
    wide = np.concatenate([_columns(one) for one in families], axis=1)
    if wide.size > _EXACT_ENTRIES:
        return False
    parts, exponents = np.frexp(wide[:, wide.any(axis=0)])
    least = int(exponents[parts != 0].min())
    if int(exponents[parts != 0].max()) - least > _EXACT_BITS:
        return False
    shifts = np.where(parts != 0, exponents - least, 0)
    whole = [[int(part * 2.0**53) << int(e) for part, e in zip(*row, strict=True)] for row in zip(parts, shifts, strict=True)]
    return int(fmpz_mat(whole).rank()) == rank


def restricted_to(directions: Directions, basis: Array) -> tuple[Directions, tuple[float, float, float]]:
    """The QᵀH_jQ, and `differences` of a Span, for H_j and Q H'_j Qᵀ. basis: Q, orthonormal up to rounding."""
    d, p = basis.shape
    theta = up(float(np.linalg.norm(basis.T @ basis - np.eye(p))) + 2 * p * gamma(d + 2))
    match directions:
        case Dense(matrices):
            inner = basis.T @ matrices @ basis
            inner = (inner + inner.swapaxes(-1, -2)) / 2
            rest, kept, size = (np.linalg.norm(m, axis=(1, 2)) for m in (matrices - basis @ inner @ basis.T, inner, matrices))
            delta = rest + (gamma(2 * p + 8) * p * (1 + theta) + theta * (2 + theta)) * kept + 2 * UNIT * size
            return Dense(inner), _sums(delta, size)
        case Factored(left, _):
            inner = basis.T @ left
            rest, kept, size = (np.linalg.norm(m, axis=(1, 2)) for m in (left - basis @ inner, inner, left))
            delta = (rest + (gamma(p + 4) * sqrt(p) * (1 + theta) + theta) * kept + 2 * UNIT * size) * (1 + 1e-9) + TINY
            return family.factors(inner), _sums(delta * (2 * size + delta), size**2)
        case _:
            assert_never(directions)


def _columns(directions: Directions) -> Array:
    """Columns that span the ranges of symmetric matrices, (d, n d) or (d, n k)."""
    array = family.arrays(directions)[0]
    return np.asarray(np.moveaxis(array, 0, 1).reshape(array.shape[1], -1))


def _sums(delta: Array, size: Array) -> tuple[float, float, float]:
    """Of ‖ΔH_j‖ <= δ_j and ‖H_j‖ <= size: the three numbers of a Span."""
    delta, size = delta * (1 + 1e-9) + TINY, size * (1 + 1e-9)
    return up(float(delta.sum())), up(float((delta * (2 * size + delta)).sum())), up(float((2 * size + delta).sum()))
