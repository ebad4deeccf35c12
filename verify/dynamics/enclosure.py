"""Two-sided bounds of ρ(Φ) for one block of any size, from approximate eigenvectors."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy.linalg import LinAlgError, cholesky, eigvalsh, solve_triangular

from verify.dynamics.approximate import eigenpair, resolvent
from verify.dynamics.directions import Array
from verify.dynamics.eigenvalues import symmetric_bounds
from verify.dynamics.moment_map import MomentMap, magnitude_map, moment_map, rounding_error
from verify.dynamics.recursion import LinearRecursion
from verify.dynamics.rounding import UNIT, down, gamma, is_definite, norm_bound, up

ALL_EIGENVALUES = 20  # up to this d the matrix of a self-adjoint Φ is small enough for all of its eigenvalues
NARROW = 1e-9  # the relative width that is aimed at
_WIDENINGS = (1.0, 10.0, 1e2, 1e4, 1e6)


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


def block_bounds(recursion: LinearRecursion) -> tuple[float, float]:
    """(lo, hi) with lo <= ρ(Φ) <= hi, whatever the blocks within."""
    if recursion.d == 1:
        return _one_number(checked(recursion))
    if recursion.symmetric and recursion.d <= ALL_EIGENVALUES:
        lo, hi = symmetric_bounds(recursion)
        return float(lo), float(hi)
    ready = checked(recursion)
    guess, x = eigenpair(ready.phi, recursion.symmetric)
    lo = _rayleigh_quotient(ready, x) if recursion.symmetric else _least_growth(ready, x)
    return lo, _upper(ready, guess, x, lo)


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
    sums = gamma(x.size + 2) * float((np.abs(x) * np.abs(image)).sum())
    low = float((x * image).sum()) - up(sums + float((np.abs(x) * error).sum()))
    return max(0.0, down(low / float((x * x).sum() * (1 + np.sign(low) * gamma(x.size + 2)))))


def _least_growth(ready: Checked, x: Array) -> float:
    """c with Φ(X) ⪰ c X for an X ≻ 0, or 0."""
    ratios = _ratios(ready.phi, x)
    if ratios is not None:
        for slack in (1e-13, 1e-11, 1e-9, 1e-6, 1e-3):
            c = float(ratios[0]) - slack * abs(float(ratios[1]))
            if c > 0 and bounds_from_below(ready, x, c):
                return c
    return 0.0


def _upper(ready: Checked, guess: float, x: Array, lo: float) -> float:
    """The least c for which a matrix is found: the eigenvector itself, or the eigenvector with some of a resolvent, or I."""
    ratios = _ratios(ready.phi, x)
    if ratios is not None:
        for c in (float(ratios[1]) * (1 + slack) for slack in (1e-13, 1e-11, 1e-10)):
            if c <= lo * (1 + NARROW) and bounds_from_above(ready, x, c):
                return c
    for c, m in _candidates(ready, guess, x):
        if bounds_from_above(ready, m, c):
            return c
    image, error = ready.image(ready.phi.identity())
    return up(float(norm_bound(image)) + float(norm_bound(error)))


def _candidates(ready: Checked, guess: float, x: Array) -> Iterator[tuple[float, Array]]:
    """c from narrow to wide, with the M that is to show it.

    With X the eigenvector, t = Tr X, and (c − Φ)(Y) = I − t X, M = X + (c − ρ)/(2t) Y has c M − Φ(M) = (c − ρ)(X/2 + I/(2t)) ≻ 0, up to
    residuals; M ≻ 0 as it is c⁻¹(Φ(M) + what is ≻ 0), and so (c − Φ)⁻¹ of that.
    """
    residual = float(norm_bound(ready.phi.apply(x) - guess * x))
    trace = float(np.trace(x))
    scale = max(abs(guess), 1e-100)
    narrow = max(NARROW / 4, 16 * trace * residual / scale)
    for widening in _WIDENINGS:
        c = guess + narrow * widening * scale
        y = resolvent(ready.phi, c, ready.phi.identity() - trace * x, ready.recursion.symmetric)
        m = x + (c - guess) / (2 * trace) * y
        yield c, (m + m.T) / 2


def _ratios(phi: MomentMap, x: Array) -> Array | None:
    """The least and the largest eigenvalue of Φ(X) relative to X, in floats; None where X is not definite enough."""
    try:
        lower = cholesky(x, lower=True)
    except LinAlgError:
        return None
    half = solve_triangular(lower, phi.apply(x), lower=True)
    relative = solve_triangular(lower, half.T, lower=True)
    values = eigvalsh((relative + relative.T) / 2)
    return np.array([values[0], values[-1]])
