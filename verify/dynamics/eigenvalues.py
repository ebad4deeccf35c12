"""ρ(Φ) from all eigenvalues of the matrix of Φ on symmetric matrices, where that is small."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.linalg import LinAlgError, eig
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from verify.dynamics.coherence.largest_eigenvalue import largest_eigenvalue
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
    """
    k, distance = _matrix(recursion)
    k = (k + k.swapaxes(-1, -2)) / 2
    values, vectors = np.linalg.eigh(k)
    size = k.shape[-1]
    theta = _frobenius(vectors.swapaxes(-1, -2) @ vectors - np.eye(size)) + 2 * size * gamma(size + 2)
    scale = _frobenius(k) + np.sqrt((values * values).sum(axis=-1))
    residual = _frobenius(k @ vectors - vectors * values[..., None, :]) + 2 * size * gamma(size + 2) * scale
    error = _SAFE * (residual + theta * scale + distance) + size * TINY
    top = values[..., -1]
    return np.maximum(top - error, 0.0), np.nextafter(top + error, np.inf)


def largest_of_map(recursion: LinearRecursion) -> tuple[float, float]:
    """(lo, hi) with lo <= ρ(Φ) <= hi for one recursion of symmetric matrices, also where many eigenvalues are close to ρ(Φ).

    A Rayleigh quotient of the matrix K of Φ, and a c for which cI − K is found to be semidefinite: narrow where they cluster.
    """
    k, distance = _matrix(recursion)
    lo, hi = largest_eigenvalue((k + k.T) / 2, float(distance))
    return max(0.0, lo), hi


def general_bounds(recursion: LinearRecursion) -> tuple[float, float]:
    """(lo, hi) with lo <= ρ(Φ) <= hi for one recursion of any matrices; (0, ∞) where nothing is found.

    With V from an eigenvalue solver and W ≈ V⁻¹, ε = ‖I − WV‖_∞ < 1: V⁻¹KV = (WV)⁻¹WKV is within ε/(1 − ε) ‖WKV‖_∞ of WKV, and
    Gershgorin's discs hold as many eigenvalues as a connected set of them has discs (Horn and Johnson, Matrix Analysis, 6.1.1). ρ(Φ) is
    one of the eigenvalues of K and real.
    """
    k, distance = _matrix(recursion)
    return _disc_bounds(k, float(distance))


def squared_radius_bound(matrix: Array, error: float) -> float:
    """At most ρ(A)² for every A within `error` in the Frobenius norm of a square matrix; ρ(Φ) >= ρ(A_0)², as Φ ⪰ A_0 ⊗ A_0."""
    lo, _ = _disc_bounds(matrix, error, real=False)
    return max(0.0, lo * lo * (1 - 1e-12))


def _disc_bounds(k: Array, distance: float, real: bool = True) -> tuple[float, float]:
    size = len(k)
    try:
        vectors = eig(k)[1]
        inverse = np.linalg.inv(vectors)  # how good it is, ε tells
    except LinAlgError:
        return 0.0, np.inf
    turned = inverse @ k @ vectors
    w, middle, v = (float(np.abs(m).sum(axis=1).max()) for m in (inverse, k, vectors))
    epsilon = float(np.abs(inverse @ vectors - np.eye(size)).sum(axis=1).max()) + 4 * gamma(size + 3) * w * v
    if not epsilon < 0.5:
        return 0.0, np.inf
    centres, rows = np.diagonal(turned), np.abs(turned).sum(axis=1)
    error = 8 * gamma(2 * size + 6) * w * middle * v + w * np.sqrt(size) * distance * v
    error += epsilon / (1 - epsilon) * (float(rows.max()) + error)
    radii = _SAFE * (np.abs(turned - np.diag(centres)).sum(axis=1) + error) + size * TINY
    touching = np.abs(centres[:, None] - centres) <= (radii[:, None] + radii) * _SAFE
    labels = connected_components(csr_array(touching), directed=False)[1]
    inner = (np.abs(centres) - radii) * (1 - 1e-12)
    least = max(float(inner[labels == label].min()) for label in range(labels.max() + 1))
    outer = (centres.real if real else np.abs(centres)) + radii
    return max(0.0, least), float(np.nextafter(outer.max() * (1 + 1e-15), np.inf))


def _matrix(recursion: LinearRecursion) -> tuple[Array, Any]:
    """The matrix of Φ in floats, and a bound from the magnitudes on its distance from the exact one in the Frobenius norm."""
    magnitudes = magnitude_map(recursion)
    distance = 2 * gamma(magnitudes.steps + 8) * _frobenius(on_coordinates(magnitudes))
    return on_coordinates(moment_map(recursion)), distance * _SAFE


def _frobenius(matrix: Array) -> Any:
    return np.sqrt((matrix * matrix).sum(axis=(-2, -1)))
