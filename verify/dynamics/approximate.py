"""Guesses that bounds are made from, by iterative solvers: an eigenvector of Φ, and (c − Φ)⁻¹. Nothing here is guaranteed."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.sparse.linalg import ArpackError, ArpackNoConvergence, LinearOperator, cg, eigs, eigsh, gmres

from verify.dynamics.directions import Array
from verify.dynamics.kronecker import coordinates, symmetric
from verify.dynamics.moment_map import MomentMap

_POWER_STEPS, _TOLERANCE, _RESTARTS = 200, 1e-13, 300


def eigenpair(phi: MomentMap, is_symmetric: bool) -> tuple[float, Array]:
    """About ρ(Φ), and about a positive semidefinite eigenvector with Frobenius norm 1, (d, d)."""
    x = _krylov_vector(phi, is_symmetric)
    if x is None:
        x = _power_vector(phi)
    x = x if np.trace(x) >= 0 else -x
    x = x / np.linalg.norm(x)
    return float((x * phi.apply(x)).sum()), x


def resolvent(phi: MomentMap, c: float, right: Array, is_symmetric: bool) -> Array:
    """About the Y with c Y − Φ(Y) = right, up to a residual well below 1 in the spectral norm."""
    operator = _on_coordinates(phi, lambda m: c * m - phi.apply(m))
    if is_symmetric:
        found, _ = cg(operator, coordinates(right), rtol=0.0, atol=0.05, maxiter=_RESTARTS)
    else:
        found, _ = gmres(operator, coordinates(right), rtol=0.0, atol=0.05, restart=60, maxiter=10)
    return symmetric(found, phi.d)


def _krylov_vector(phi: MomentMap, is_symmetric: bool) -> Array | None:
    operator = _on_coordinates(phi, phi.apply)
    solver, which = (eigsh, "LA") if is_symmetric else (eigs, "LR")
    size = operator.shape[0]
    if size < 10:
        return None
    start, width = coordinates(phi.identity()), min(size - 1, 16)
    try:
        _, vectors = solver(operator, k=1, which=which, v0=start, ncv=width, tol=_TOLERANCE, maxiter=_RESTARTS)
    except ArpackNoConvergence as found:
        vectors = found.eigenvectors
    except ArpackError:
        return None
    if not vectors.size:
        return None
    column = vectors[:, 0]
    at = np.argmax(np.abs(column))
    turned = column * (np.conj(column[at]) / abs(column[at]))  # a real vector, as the largest real part belongs to a real eigenvalue
    return symmetric(np.real(turned), phi.d)


def _power_vector(phi: MomentMap) -> Array:
    """Of Φ + shift, which has the same eigenvectors and no other eigenvalue as large."""
    x = phi.identity()
    shift = float(np.abs(phi.apply(x)).max()) / 4
    for _ in range(_POWER_STEPS):
        x = phi.apply(x) + shift * x
        norm = float(np.linalg.norm(x))
        if norm == 0.0:
            return phi.identity()
        x = x / norm
    return x


def _on_coordinates(phi: MomentMap, act: Any) -> Any:
    size = phi.d * (phi.d + 1) // 2
    return LinearOperator((size, size), matvec=lambda x: coordinates(act(symmetric(np.ravel(x), phi.d))), dtype=float)
