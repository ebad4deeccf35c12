"""Two-sided bounds of ρ(Φ) for one block of any size, from approximate eigenvectors."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from verify.dynamics.approximate import Eigenvectors, eigenvectors
from verify.dynamics.directions import Array
from verify.dynamics.eigenvalues import general_bounds, largest_of_map, squared_radius_bound, symmetric_bounds
from verify.dynamics.moment_map import MomentMap, magnitude_map, moment_map, rounding_error
from verify.dynamics.recursion import LinearRecursion
from verify.dynamics.rounding import TINY, UNIT, down, gamma, is_definite, norm_bound, up

ALL_EIGENVALUES = 16  # up to this d the matrix of a self-adjoint Φ is small enough for all of its eigenvalues
MANY_EIGENVALUES, SOME_EIGENVALUES = 60, 30  # up to this d it is where nothing else helps: for a self-adjoint Φ, and for another
NARROW, _TOO_WIDE = 1e-9, 1e-8  # the relative width that is aimed at, and one to do more against
_WIDENINGS = (1.0, 10.0, 1e2, 1e3, 1e4, 1e6)


@dataclass(frozen=True, slots=True, eq=False)
class Checked:
    """A moment map with what is needed to bound the rounding of its values."""

    recursion: LinearRecursion
    phi: MomentMap
    magnitudes: MomentMap

    def image(self, m: Array) -> tuple[Array, Array]:
        """Φ(M) in floats, and an entrywise bound on its error."""
        return self.phi.apply(m), rounding_error(self.magnitudes, m)


def checked(recursion: LinearRecursion) -> Checked:
    """Both maps of one recursion of floats."""
    return Checked(recursion, moment_map(recursion), magnitude_map(recursion))


def block_bounds(recursion: LinearRecursion, near: Array | None = None) -> tuple[float, float]:
    """(lo, hi) with lo <= ρ(Φ) <= hi, whatever the blocks within. near: a guess at an eigenvector, (d, d)."""
    if recursion.d == 1:
        return _one_number(checked(recursion))
    if recursion.symmetric and recursion.d <= ALL_EIGENVALUES:
        return _from_eigenvalues(recursion)
    few = recursion.d <= (MANY_EIGENVALUES if recursion.symmetric else SOME_EIGENVALUES)
    if few and recursion.symmetric:
        return _iterated(recursion, near, patient=False) or largest_of_map(recursion)
    lo, hi = iterated_bounds(recursion, near)
    if hi - lo > _TOO_WIDE * hi and few:
        low, high = _from_eigenvalues(recursion)
        return max(lo, low), min(hi, high)
    return lo, hi


def iterated_bounds(recursion: LinearRecursion, near: Array | None = None) -> tuple[float, float]:
    """The bounds that approximate eigenvectors give; memory for some 30 matrices (d, d)."""
    found = _iterated(recursion, near, patient=True)
    assert found is not None
    return found


def _iterated(recursion: LinearRecursion, near: Array | None, patient: bool) -> tuple[float, float] | None:
    """The same; where they are not wanted if they are hard to get, or too wide then, None."""
    ready = checked(recursion)
    found = eigenvectors(recursion, ready.phi, near if near is not None and near.any() else None, patient)
    if not patient and not found.converged:
        return None
    lo = _rayleigh_quotient(ready, found.eigenvector) if recursion.symmetric else max(_least_growth(ready, found), _mean_alone(ready))
    hi = _upper(ready, found)
    return None if not patient and hi - lo > _TOO_WIDE * hi else (lo, hi)


def _from_eigenvalues(recursion: LinearRecursion) -> tuple[float, float]:
    lo, hi = symmetric_bounds(recursion) if recursion.symmetric else general_bounds(recursion)
    return float(lo), float(hi)


def _mean_alone(ready: Checked) -> float:
    error = gamma(ready.phi.steps) * float(np.linalg.norm(ready.magnitudes.mean)) + TINY
    return squared_radius_bound(ready.phi.mean, up(error))


def bounds_from_above(ready: Checked, m: Array, c: float) -> bool:
    """Whether M ≻ 0 and Φ(M) ⪯ c M are found to hold, so that ρ(Φ) <= c. m: symmetric floats."""
    image, error = ready.image(m)
    return is_definite(m, 0.0) and is_definite(c * m - image, _difference_error(image, error, m, c))


def bounds_from_below(ready: Checked, m: Array, c: float) -> bool:
    """Whether M ≻ 0 and Φ(M) ⪰ c M are found to hold, so that ρ(Φ) >= c. m: symmetric floats."""
    image, error = ready.image(m)
    return is_definite(m, 0.0) and is_definite(image - c * m, _difference_error(image, error, m, c))


def _difference_error(image: Array, error: Array, m: Array, c: float) -> float:
    return up(float(norm_bound(error)) + 4 * UNIT * float(norm_bound(np.abs(image) + abs(c) * np.abs(m))))


def _one_number(ready: Checked) -> tuple[float, float]:
    image, error = ready.image(np.ones((1, 1)))
    return max(0.0, down(float(image[0, 0]) - up(float(error[0, 0])))), up(float(image[0, 0] + error[0, 0]))


def _rayleigh_quotient(ready: Checked, x: Array) -> float:
    """Tr XΦ(X) / Tr X² <= ρ(Φ) for any symmetric X, as Φ is self-adjoint and ρ(Φ) its largest eigenvalue."""
    image, error = ready.image(x)
    sums = (1 + 1e-6) * gamma(x.size + 2) * float((np.abs(x) * np.abs(image)).sum())
    low = float((x * image).sum()) - up(sums + float((np.abs(x) * error).sum()))
    return max(0.0, down(low / float((x * x).sum() * (1 + np.sign(low) * gamma(x.size + 2)))))


def _least_growth(ready: Checked, found: Eigenvectors) -> float:
    """The largest c for which an M ≻ 0 with Φ(M) ⪰ c M is found, or 0."""
    for c, m in _candidates(found, -1.0):
        if c > 0 and bounds_from_below(ready, m, c):
            return c
    return 0.0


def _upper(ready: Checked, found: Eigenvectors) -> float:
    """The least c for which a matrix is found, a resolvent, or I."""
    for c, m in _candidates(found, 1.0):
        if bounds_from_above(ready, m, c):
            return c
    image, error = ready.image(ready.phi.identity())
    return up(float(norm_bound(image)) + float(norm_bound(error)))


def _candidates(found: Eigenvectors, side: float) -> Iterator[tuple[float, Array]]:
    """c from near to far above ρ(Φ), or below it (side −1), with M ∝ ±(c − Φ)⁻¹(I), so that ±(c M − Φ(M)) ∝ I.

    Above, M ≻ 0 as (c − Φ)⁻¹ = Σ c^{−k−1} Φᵏ; below, where c is near enough and X ≻ 0.
    """
    if not found.usable:
        return
    for widening in _WIDENINGS:
        c = found.radius + side * NARROW / 4 * widening * max(abs(found.radius), 1e-100)
        yield c, found.solution(c)
