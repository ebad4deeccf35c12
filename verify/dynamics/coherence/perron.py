"""The largest eigenvalue of a symmetric matrix with entries ≥ 0, between two guaranteed bounds.

Lower: the Rayleigh quotient of any vector. Upper: Collatz and Wielandt, max_i (Sx)_i/x_i for any x > 0; rounding makes each computed sum of
terms ≥ 0 wrong by a factor of 1 ± γ at most, so that both bounds hold in float64 after one step outward.

Power steps close the gap where the matrix is irreducible with a second eigenvalue well below. Where it is not (blocks that do not see
each other, eigenvalues close together), the vector is that of the resolvent, x = (cI − S)⁻¹ 1 for c a little above λ_max: there
Sx = cx − 1 < cx, so that c bounds λ_max whatever the structure of S, and no entry is perturbed. The vector need not be exact: its own
quotients are the bound.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.sparse.linalg import ArpackError, LinearOperator, cg, eigsh

from verify.dynamics.coherence.interval import Interval, outward
from verify.dynamics.directions import Array
from verify.dynamics.rounding import gamma

_POWER_STEPS, _PATIENCE = 40, 6  # at most so many; from so many on, they must be worth it
_RATE = 0.5  # a power step is worth it when the gap shrinks at least so much

Product = Callable[[Array], Array]


@dataclass(slots=True)
class Found:
    """The best bounds so far, for the matrix as it is applied: of the Rayleigh quotients and of the largest quotients."""

    lower: float
    upper: float
    vector: Array

    @property
    def gap(self) -> float:
        """upper/lower − 1."""
        return self.upper / self.lower - 1 if self.lower > 0 else math.inf


def perron_root(times: Product, counts: Array, start: Array, rounding: float, gap: float, products: int = 2_000) -> tuple[Interval, Array]:
    """λ_max of S·diag(counts), between two bounds, and the vector of its lower bound.

    times: x ↦ S x for x ≥ 0, a symmetric S without zero rows. counts: > 0. start: > 0. rounding: a bound of the relative
    error of an entry of S x.
    gap: upper/lower − 1 that is aimed at. products: how many products with S to spend at most, about.
    """
    found = Found(0.0, math.inf, start)
    _power(found, times, counts, start, max(gap, 4 * rounding), min(products, _POWER_STEPS))
    wanted = max(gap, 8 * rounding)
    if found.gap > wanted and products > _POWER_STEPS:
        _resolve(found, times, counts, wanted, products - _POWER_STEPS)
    lower, upper = outward(found.lower, found.upper, rounding + 2 * gamma(counts.size + 8))
    return (lower, upper), found.vector


def rayleigh(times: Product, counts: Array, x: Array, rounding: float) -> float:
    """A lower bound of λ_max of S·diag(counts), from one product."""
    weighted = counts * x
    return outward(float((times(weighted) * weighted).sum() / (weighted * x).sum()), 0.0, rounding + 2 * gamma(counts.size + 8))[0]


def _look(found: Found, times: Product, counts: Array, x: Array) -> Array:
    """The bounds that a vector x > 0 gives. Returns S diag(counts) x."""
    weighted = counts * x
    y = times(weighted)
    lower = float((y * weighted).sum() / (weighted * x).sum())
    if lower > found.lower:
        found.lower, found.vector = lower, x
    if (x > 0).all():
        found.upper = min(found.upper, float((y / x).max()))
    return y


def _power(found: Found, times: Product, counts: Array, x: Array, gap: float, steps: int) -> None:
    """Power steps, as long as they are worth it."""
    before = math.inf
    for step in range(steps):
        y = _look(found, times, counts, x)
        if found.gap <= gap or (step >= _PATIENCE and found.gap > _RATE * before):
            return
        before, x = found.gap, y / y.max()
        x = np.maximum(x, x[x > 0].min() * 1e-30)


def _resolve(found: Found, times: Product, counts: Array, gap: float, products: int) -> None:
    """The vector of the resolvent, for c ever nearer to λ_max from above; what symmetric methods need is diag(√counts) S diag(√counts)."""
    shape, roots = found.vector.shape, np.sqrt(counts).ravel()
    spent = 0

    def apply(v: Array) -> Array:
        nonlocal spent
        spent += 1
        weighted = (roots * v.ravel()).reshape(shape)
        positive = times(np.maximum(weighted, 0.0)) - times(np.maximum(-weighted, 0.0)) if (weighted < 0).any() else times(weighted)
        return roots * positive.ravel()

    operator = LinearOperator((roots.size, roots.size), matvec=apply, dtype=np.float64)
    _ritz(found, operator, times, counts, roots)
    for width in (100 * gap, 10 * gap, gap / 2):
        if spent > products or found.gap <= gap:
            return
        c = found.lower * (1 + width)
        shifted = LinearOperator(operator.shape, matvec=lambda v, c=c: c * v - apply(v), dtype=np.float64)
        guess = _deflated(found.vector.ravel() * roots, roots, c - found.lower)
        x, _ = cg(shifted, roots, x0=guess, rtol=1e-2 / math.sqrt(roots.size), maxiter=max(10, products // 4))
        candidate = (x / roots).reshape(shape)
        if (candidate > 0).all():
            _look(found, times, counts, candidate)


def _ritz(found: Found, operator: LinearOperator, times: Product, counts: Array, roots: Array) -> None:
    """A better vector by Lanczos, where there is one."""
    if roots.size < 3:
        return
    try:
        _, vectors = eigsh(operator, k=1, which="LA", v0=found.vector.ravel() * roots, maxiter=300)
    except ArpackError:
        return
    _look(found, times, counts, (np.abs(vectors[:, 0]) / roots).reshape(found.vector.shape))


def _deflated(vector: Array, right: Array, gap: float) -> Array:
    """The part along a vector of the solution of (cI − S) x = right, for c − λ = gap."""
    unit = vector / np.linalg.norm(vector)
    return np.asarray(unit * ((unit @ right) / gap))
