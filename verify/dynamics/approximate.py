"""Guesses that bounds are made from, by iterative solvers: an eigenvector of Φ, and (c − Φ)⁻¹. Nothing here is guaranteed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse.linalg import ArpackError, ArpackNoConvergence, LinearOperator, cg, eigs, eigsh, gmres

from verify.dynamics.directions import Array
from verify.dynamics.kronecker import coordinates, symmetric
from verify.dynamics.moment_map import MomentMap, moment_map
from verify.dynamics.recursion import LinearRecursion, adjoint

_POWER_STEPS, _TOLERANCE, _RESTARTS = 200, 1e-13, 300
_LEAST_WEIGHT, _WELL_BELOW = 1e-12, 0.05


@dataclass(frozen=True, slots=True, eq=False)
class Eigenvectors:
    """About ρ(Φ), an eigenvector X ⪰ 0 of Φ of Frobenius norm 1, and s = ⟨Z, I⟩ / ⟨Z, X⟩ with an eigenvector Z of Φ*.

    usable: whether ⟨Z, X⟩ is not nearly 0.
    """

    x: Array
    radius: float
    share: float
    usable: bool
    is_symmetric: bool

    def solution(self, phi: MomentMap, c: float) -> Array:
        """About M = (c − ρ) (c − Φ)⁻¹(I), so that c M − Φ(M) is about (c − ρ) I.

        It is s X + (c − ρ) Y with (c − Φ)(Y) = I − s X, which has no part in the direction that is nearly singular.
        """
        y = preimage(phi, c, phi.identity() - self.share * self.x, self.is_symmetric, 0.0)
        m = self.share * self.x + (c - self.radius) * y
        return np.asarray((m + m.T) / 2)


def eigenvectors(recursion: LinearRecursion, phi: MomentMap) -> Eigenvectors:
    """Those of the moment map of a recursion of floats."""
    even = recursion.symmetric
    x = _eigenvector(phi, even)
    z = x if even else _eigenvector(moment_map(adjoint(recursion)), even)
    weight = float((z * x).sum())
    if not abs(weight) > _LEAST_WEIGHT:
        return Eigenvectors(x, float((x * phi.apply(x)).sum()), 0.0, False, even)
    return Eigenvectors(x, float((z * phi.apply(x)).sum()) / weight, float(np.trace(z)) / weight, True, even)


def _eigenvector(phi: MomentMap, is_symmetric: bool) -> Array:
    x = _krylov_vector(phi, is_symmetric)
    if x is None:
        x = _power_vector(phi)
    x = x if np.trace(x) >= 0 else -x
    return np.asarray(x / np.linalg.norm(x))


def preimage(phi: MomentMap, c: float, right: Array, is_symmetric: bool, relative: float) -> Array:
    """About the Y with c Y − Φ(Y) = right, up to a residual of so much of it, or well below 1 in the spectral norm.

    Where A_0 is symmetric, (c − A_0 ⊗ A_0)⁻¹, diagonal in its eigenvectors, prepares for the conjugate gradients.
    """
    floor = 0.0 if relative else _WELL_BELOW
    operator = _on_coordinates(phi, lambda m: c * m - phi.apply(m))
    if is_symmetric:
        prepare = _on_coordinates(phi, _without_noise(phi.mean, c))
        found, _ = cg(operator, coordinates(right), rtol=relative, atol=floor, maxiter=_RESTARTS, M=prepare)
    else:
        found, _ = gmres(operator, coordinates(right), rtol=relative, atol=floor, restart=60, maxiter=10)
    return symmetric(found, phi.d)


def _without_noise(mean: Array, c: float) -> Callable[[Array], Array]:
    values, vectors = np.linalg.eigh(mean)
    scale = np.maximum(c - values[:, None] * values, 1e-14 * c)
    return lambda m: vectors @ ((vectors.T @ m @ vectors) / scale) @ vectors.T


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
