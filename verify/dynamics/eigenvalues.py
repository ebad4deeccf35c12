"""The largest eigenvalue of a self-adjoint moment map from all eigenvalues of its matrix: small d, a batch at once."""

from __future__ import annotations

from typing import Any

import numpy as np

from verify.dynamics.directions import Array
from verify.dynamics.kronecker import on_coordinates
from verify.dynamics.moment_map import magnitude_map, moment_map
from verify.dynamics.recursion import LinearRecursion
from verify.dynamics.rounding import TINY, gamma

_SAFE = 1 + 1e-9


def symmetric_bounds(recursion: LinearRecursion) -> tuple[Any, Any]:
    """(lo, hi) with lo <= ρ(Φ) <= hi for recursions of symmetric matrices; arrays over the batch.

    With K the matrix of Φ, and V, Λ what an eigenvalue solver says, let θ = ‖VᵀV − I‖_F and U the orthogonal matrix next to V:
    ‖V − U‖ <= θ, so that ‖K − UΛUᵀ‖ <= ‖KV − VΛ‖ + θ (‖K‖ + ‖Λ‖), and by Weyl no eigenvalue is off by more (Rump, Acta Numerica 19
    (2010), section 13).
    The distance of K from the exact matrix of Φ is bounded from the magnitudes.
    """
    magnitudes = magnitude_map(recursion)
    k = on_coordinates(moment_map(recursion))
    k = (k + k.swapaxes(-1, -2)) / 2
    values, vectors = np.linalg.eigh(k)
    size = k.shape[-1]
    theta = _frobenius(vectors.swapaxes(-1, -2) @ vectors - np.eye(size)) + 2 * size * gamma(size + 2)
    scale = _frobenius(k) + np.sqrt((values * values).sum(axis=-1))
    residual = _frobenius(k @ vectors - vectors * values[..., None, :]) + 2 * size * gamma(size + 2) * scale
    error = residual + theta * scale + 2 * gamma(magnitudes.steps + 8) * _frobenius(on_coordinates(magnitudes))
    error = _SAFE * error + size * TINY
    top = values[..., -1]
    return np.maximum(top - error, 0.0), np.nextafter(top + error, np.inf)


def _frobenius(matrix: Array) -> Any:
    return np.sqrt((matrix * matrix).sum(axis=(-2, -1)))
