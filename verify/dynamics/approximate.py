"""Guesses that bounds are made from, by iterative solvers: an eigenvector of Φ, and (c − Φ)⁻¹. Nothing here is guaranteed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from scipy.sparse.linalg import ArpackError, ArpackNoConvergence, LinearOperator, cg, eigs, eigsh, gmres

from verify.dynamics.directions import Array
from verify.dynamics.kronecker import coordinates, symmetric
from verify.dynamics.moment_map import MomentMap, moment_map, noise_image
from verify.dynamics.recursion import LinearRecursion, adjoint
from verify.dynamics.turned_map import TurnedMap, turned_map

_POWER_STEPS, _SPLIT_STEPS, _WINDOW, _RESTARTS = 200, 40, 8, 300
_SPLIT_ROUNDS, _SPLIT_ROUGH, _LEAST_SIZE = 6, 1e-4, 10
_ROUGH, _FINE = 1e-6, 1e-13  # residuals of an eigenvector; of a self-adjoint map ρ(Φ) is then known to their square
_LEAST_WEIGHT, _WELL_BELOW, _SLOW = 1e-12, 0.05, 0.1


Map = MomentMap | TurnedMap


@dataclass(frozen=True, slots=True, eq=False)
class Eigenvectors:
    """About ρ(Φ), an eigenvector X ⪰ 0 of Φ of Frobenius norm 1, and s = ⟨Z, I⟩ / ⟨Z, X⟩ with an eigenvector Z of Φ*.

    residual: R = Φ(X) − ρ X, ⟨Z, R⟩ = 0. usable: whether ⟨Z, X⟩ is not nearly 0. Where all matrices are symmetric, map, x and residual
    are in the eigenvectors of A_0.
    """

    map: Map
    x: Array
    residual: Array
    radius: float
    share: float
    usable: bool

    @property
    def converged(self) -> bool:
        """Whether the residual is small."""
        return float(np.linalg.norm(self.residual)) <= _ROUGH * abs(self.radius)

    @property
    def eigenvector(self) -> Array:
        """X in the coordinates of the recursion."""
        return self.map.back(self.x) if isinstance(self.map, TurnedMap) else self.x

    def solution(self, c: float) -> Array:
        """About M = (c − ρ) (c − Φ)⁻¹(I), so that c M − Φ(M) is about (c − ρ) I; in the coordinates of the recursion.

        It is s X + (c − ρ) Y with (c − Φ)(Y) = I − s X + s R / (c − ρ), which has no part in the direction that is nearly singular.
        """
        away = c - self.radius
        right = self.map.identity() - self.share * (self.x - self.residual / away)
        m = self.share * self.x + away * _solved(self.map, c, right, 0.0)
        return self.map.back(m) if isinstance(self.map, TurnedMap) else np.asarray((m + m.T) / 2)


def eigenvectors(recursion: LinearRecursion, phi: MomentMap, near: Array | None = None, patient: bool = True) -> Eigenvectors:
    """Those of the moment map of a recursion of floats.

    near: one that may be near, of a map with symmetric matrices. patient: whether to go on where the quick way does not converge.
    """
    fast: Map = turned_map(phi) if recursion.symmetric else phi
    x = _eigenvector(fast, None if near is None or not isinstance(fast, TurnedMap) else fast.into(near), patient)
    z = x if recursion.symmetric else _eigenvector(moment_map(adjoint(recursion)))
    weight, image = float((z * x).sum()), fast.apply(x)
    usable = abs(weight) > _LEAST_WEIGHT
    radius = float((z * image).sum()) / weight if usable else float((x * image).sum())
    share = float(np.trace(z)) / weight if usable else 0.0
    return Eigenvectors(fast, x, image - radius * x, radius, share, usable)


def preimage(recursion: LinearRecursion, phi: MomentMap, c: float, right: Array, relative: float) -> Array:
    """About the Y with c Y − Φ(Y) = right, up to a residual of so much of it."""
    if not recursion.symmetric:
        return _solved(phi, c, right, relative)
    fast = turned_map(phi)
    return fast.back(_solved(fast, c, fast.into(right), relative))


def _eigenvector(phi: Map, given: Array | None = None, patient: bool = True) -> Array:
    start, near = _split_vector(phi, given) if isinstance(phi, TurnedMap) else (phi.identity(), False)
    x = start if near or not patient else _krylov_vector(phi, start)
    if x is None:
        x = _power_vector(phi)
    x = x if np.trace(x) >= 0 else -x
    return np.asarray(x / np.linalg.norm(x))


def _solved(phi: Map, c: float, right: Array, relative: float) -> Array:
    """About the Y with c Y − Φ(Y) = right, up to a residual of so much of it; of 0, or one well below 1 in the spectral norm.

    Without noise (c − A_0 ⊗ A_0)⁻¹ is diagonal in the eigenvectors of A_0: it prepares for the conjugate gradients.
    """
    floor = 0.0 if relative else _WELL_BELOW
    operator = _on_coordinates(phi, lambda m: c * m - phi.apply(m))
    if isinstance(phi, TurnedMap):
        scale = np.maximum(c - phi.products, 1e-14 * abs(c))
        prepare = _on_coordinates(phi, lambda m: m / scale)
        found, _ = cg(operator, coordinates(right), rtol=relative, atol=floor, maxiter=_RESTARTS, M=prepare)
    else:
        found, _ = gmres(operator, coordinates(right), rtol=relative, atol=floor, restart=60, maxiter=10)
    return symmetric(found, phi.d)


def _split_vector(phi: TurnedMap, given: Array | None) -> tuple[Array, bool]:
    """A start for Krylov's method, and whether it is good enough already.

    With Φ = A_0 ⊗ A_0 + N and c = ρ(Φ) > ρ(A_0)², an eigenvector is one of the positive map (c − A_0 ⊗ A_0)⁻¹N too, whose other eigenvalues
    are often much smaller. Where its power steps are slow, Lanczos' method takes them for a c that is known by then.
    """
    largest, before = float(phi.products.max()), np.inf
    if given is not None:
        return _split_lanczos(phi, given / np.linalg.norm(given), largest)
    x = phi.identity() / np.sqrt(phi.d)
    for step in range(_SPLIT_STEPS):
        image = phi.apply(x)
        radius = float((x * image).sum())
        residual = float(np.linalg.norm(image - radius * x))
        if radius > largest and residual <= _ROUGH * radius:
            return x, True
        if step % _WINDOW == _WINDOW - 1:
            if residual > _SLOW * before:
                break
            before = residual
        scale = np.maximum(radius - phi.products, 1e-6 * largest)
        y = (image - phi.products * x) / scale
        norm = float(np.linalg.norm(y))
        if not norm > 0:
            break
        x = y / norm
    return _split_lanczos(phi, x, largest)


def _split_lanczos(phi: TurnedMap, x: Array, largest: float) -> tuple[Array, bool]:
    """The eigenvector y of R N R, R = (c − A_0 ⊗ A_0)^{−1/2}, for c from the Rayleigh quotient of x = R y, and again for the better c."""
    for _ in range(_SPLIT_ROUNDS):
        image = phi.apply(x)
        c = float((x * image).sum())
        if not c > largest * (1 + 1e-9):
            break
        if float(np.linalg.norm(image - c * x)) <= _ROUGH * c:
            return x, True
        root = np.sqrt(c - phi.products)
        y = largest_vector(phi, partial(_split_noise, phi, root), x * root, _SPLIT_ROUGH)
        if y is None:
            break
        x = y / root
        x = x / np.linalg.norm(x)
    return x if np.trace(x) >= 0 else -x, False


def _split_noise(phi: TurnedMap, root: Array, m: Array) -> Array:
    return np.asarray(noise_image(phi.noise, m / root) / root)


def largest_vector(phi: Map, act: Callable[[Array], Array], start: Array, tolerance: float) -> Array | None:
    """About an eigenvector of the largest eigenvalue of a self-adjoint map of symmetric matrices, by Lanczos' method; or None."""
    operator = _on_coordinates(phi, act)
    if operator.shape[0] < _LEAST_SIZE:
        return None
    try:
        _, vectors = eigsh(operator, k=1, which="LA", v0=coordinates(start), ncv=8, tol=tolerance, maxiter=_SPLIT_STEPS)
    except ArpackNoConvergence as found:
        vectors = found.eigenvectors
    except ArpackError:
        return None
    return symmetric(vectors[:, 0], phi.d) if vectors.size else None


def _krylov_vector(phi: Map, x: Array) -> Array | None:
    even = isinstance(phi, TurnedMap)
    operator = _on_coordinates(phi, phi.apply)
    solver, which = (eigsh, "LA") if even else (eigs, "LR")
    size = operator.shape[0]
    if size < _LEAST_SIZE:
        return None
    start, width = coordinates(x), min(size - 1, 16)
    try:
        _, vectors = solver(operator, k=1, which=which, v0=start, ncv=width, tol=_ROUGH if even else _FINE, maxiter=_RESTARTS)
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


def _power_vector(phi: Map) -> Array:
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


def _on_coordinates(phi: Map, act: Callable[[Array], Array]) -> Any:
    size = phi.d * (phi.d + 1) // 2
    return LinearOperator((size, size), matvec=lambda x: coordinates(act(symmetric(np.ravel(x), phi.d))), dtype=float)
