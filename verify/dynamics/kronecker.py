"""The moment map of symmetric matrices as a matrix on their d(d+1)/2 coordinates."""

from __future__ import annotations

import numpy as np
from flint import fmpq_mat

from verify.dynamics.directions import Array
from verify.dynamics.exact import exact_array, exact_number
from verify.dynamics.moment_map import MomentMap


def coordinates(m: Array) -> Array:
    """The coordinates of symmetric matrices (…, d, d) in the orthonormal basis E_ii, (E_ij + E_ji)/√2: (…, d(d+1)/2)."""
    i, j = np.triu_indices(m.shape[-1])
    return m[..., i, j] * np.where(i == j, 1.0, np.sqrt(2.0))


def symmetric(x: Array, d: int) -> Array:
    """The symmetric matrices (…, d, d) of coordinates (…, d(d+1)/2)."""
    i, j = np.triu_indices(d)
    m = np.zeros((*x.shape[:-1], d, d))
    m[..., i, j] = x * np.where(i == j, 1.0, np.sqrt(0.5))
    m[..., j, i] = m[..., i, j]
    return m


def on_coordinates(phi: MomentMap) -> Array:
    """Φ in floats on these coordinates: (…, s, s) with s = d(d+1)/2. Symmetric where all of A_0 and A_j are."""
    d = phi.d
    basis = symmetric(np.eye(d * (d + 1) // 2), d)
    batch = phi.mean.shape[:-2]
    columns = [coordinates(phi.apply(np.broadcast_to(m, (*batch, d, d)))) for m in basis]
    return np.stack(np.broadcast_arrays(*columns), axis=-1)


def on_pairs(phi: MomentMap) -> fmpq_mat:
    """The matrix of Φ of exact rationals on the entries M_ij, i <= j, row by row, of symmetric matrices."""
    i, j = np.triu_indices(phi.d)
    columns = []
    for a, b in zip(i, j, strict=True):
        unit = exact_array(np.zeros((phi.d, phi.d), dtype=int).tolist())
        unit[a, b] = unit[b, a] = exact_number(1)
        columns.append(list(phi.apply(unit)[i, j]))
    return fmpq_mat(columns).transpose()
