"""The largest eigenvalue of a single Hessian of each set: one of them can be enough for the second moment to grow."""

from __future__ import annotations

import numpy as np

from verify.dynamics.coherence.interval import Interval, outward
from verify.dynamics.coherence.largest_eigenvalue import largest_eigenvalue
from verify.dynamics.coherence.trace_products import inner_products
from verify.dynamics.rounding import UNIT, gamma
from verify.inspection.hessians import Array


def largest_of_one(array: Array, factored: bool) -> Interval:
    """max_j λ_max(H_j) of semidefinite H_j, (n, d, d), or factors (n, d, k).

    λ_max(H) ≤ ‖H‖_F, and ≤ ‖A‖_F² for factors: eigenproblems are left for those whose bound is above what is reached already.
    """
    sizes = np.linalg.norm(array, axis=(1, 2))
    above = (sizes**2 if factored else sizes) * (1 + 2 * gamma(array[0].size + 8))
    low = high = 0.0
    for j in np.argsort(-above):
        if above[j] <= low:
            break
        found = largest_eigenvalue(*_small(array[j : j + 1], factored))
        low, high = max(low, found[0]), max(high, found[1])
    return outward(low, high)


def noise_of_one(variance: Interval, largest: Interval) -> Interval:
    """variance · max_j λ_max(H_j)²."""
    return outward(variance[0] * largest[0] ** 2, variance[1] * largest[1] ** 2, 4 * UNIT)


def _small(one: Array, factored: bool) -> tuple[Array, float]:
    """A matrix with the nonzero spectrum of H, and its error: AᵀA for a factor."""
    if not factored:
        return one[0], 0.0
    inner, error = inner_products(one, one)
    return (inner + inner.T) / 2, float(np.linalg.norm(error)) * (1 + 1e-9)
