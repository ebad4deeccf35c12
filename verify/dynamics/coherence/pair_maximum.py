"""max_ij λ_max(a X_i + b Y_j) over all pairs of two families, by pruning.

For positive semidefinite X and Y,
    max(λ(X), λ(Y)) ≤ λ(X + Y) ≤ ½ (λ(X) + λ(Y) + √((λ(X) − λ(Y))² + 4 ‖X^½ Y^½‖²)),   ‖X^½ Y^½‖² ≤ Tr(XY),
with equality on the right where both have rank one. So the Gram matrix bounds every pair; eigenproblems are left for those pairs whose
upper bound is above the best lower one, and most of them are done with by one Cholesky factorisation.
Source of the upper bound: F. Kittaneh, Norm inequalities for certain operator sums, J. Funct. Anal. 143 (1997): X + Y = ZZᵀ for
Z = (X^½, Y^½), and the norm of ZᵀZ is at most that of the 2×2 matrix of the norms of its blocks.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from verify.dynamics.coherence.interval import Interval, outward
from verify.dynamics.coherence.largest_eigenvalue import is_above_spectrum, largest_eigenvalue
from verify.dynamics.coherence.psd_family import PsdFamily
from verify.dynamics.coherence.trace_products import Bounds, inner_products
from verify.dynamics.directions import Array
from verify.dynamics.rounding import UNIT, gamma

_RELATIVE = 1e-12  # two pairs that differ by less need not be told apart
_ROUNDINGS = 24 * UNIT

PairOf = Callable[[int, int], tuple[Array, float]]


@dataclass(frozen=True, slots=True)
class PairMaximum:
    """The maximum; how many eigenproblems it took, of how many pairs."""

    bounds: Interval
    eigenproblems: int
    pairs: int


def pair_maximum(left: PsdFamily, right: PsdFamily, a: float, b: float, mixed: Bounds, defect: float = 0.0) -> PairMaximum:
    """max_ij λ_max(a X_i + b Y_j), a, b ≥ 0; mixed: Tr(X_i Y_j); defect as in `trace_products`."""
    (x, y), pairs = (_own(m, w, defect) for m, w in ((left, a), (right, b))), left.n * right.n
    upper = _kittaneh(x.upper[:, None], y.upper[None, :], a * b * mixed.upper) * (1 + _ROUNDINGS)
    if left.factored and left.array.shape[2] == right.array.shape[2] == 1:
        lower = _kittaneh(x.lower[:, None], y.lower[None, :], a * b * mixed.lower) * (1 - _ROUNDINGS)
        return PairMaximum(outward(float(lower.max()), float(upper.max())), 0, pairs)
    pair = _factor_pair(left, right, a, b) if left.factored else _dense_pair(left, right, a, b, defect)
    best = max(float(x.lower.max()), float(y.lower.max()))
    return _searched(pair, upper, best, pairs)


def _searched(pair: PairOf, upper: Array, best: float, pairs: int) -> PairMaximum:
    """The maximum, the pairs taken in the order of their upper bounds."""
    flat = upper.ravel()
    reached, eigenproblems = best, 0
    for place in np.argsort(-flat):
        if flat[place] <= max(reached, best * (1 + _RELATIVE)):
            reached = max(reached, float(flat[place]))
            break
        i, j = divmod(int(place), upper.shape[1])
        matrix, error = pair(i, j)
        if best > 0 and is_above_spectrum(matrix, best * (1 + _RELATIVE), error):
            reached = max(reached, best * (1 + _RELATIVE))
            continue
        low, high = largest_eigenvalue(matrix, error)
        eigenproblems += 1
        best, reached = max(best, low), max(reached, high)
    return PairMaximum(outward(best, reached), eigenproblems, pairs)


def _own(members: PsdFamily, weight: float, defect: float) -> Bounds:
    """w λ_max of each member."""
    found = [largest_eigenvalue(*_member(members, i, defect)) for i in range(members.n)]
    lower, upper = (np.array([f[k] for f in found]) for k in range(2))
    return Bounds(np.maximum(weight * lower, 0.0) * (1 - _ROUNDINGS), np.maximum(weight * upper, 0.0) * (1 + _ROUNDINGS))


def _member(members: PsdFamily, i: int, defect: float) -> tuple[Array, float]:
    """A matrix with the nonzero spectrum of a member, and its error."""
    if not members.factored:
        return members.array[i], defect * float(np.linalg.norm(members.array[i])) * (1 + _ROUNDINGS)
    inner, error = inner_products(members.array[i : i + 1], members.array[i : i + 1])
    return (inner + inner.T) / 2, float(np.linalg.norm(error)) * (1 + _ROUNDINGS)


def _kittaneh(x: Array, y: Array, product: Array) -> Array:
    return np.asarray((x + y + np.sqrt((x - y) ** 2 + 4 * product)) / 2)


def _dense_pair(left: PsdFamily, right: PsdFamily, a: float, b: float, defect: float) -> PairOf:
    def pair(i: int, j: int) -> tuple[Array, float]:
        x, y = a * left.array[i], b * right.array[j]
        return x + y, (4 * UNIT + defect) * float(np.linalg.norm(x) + np.linalg.norm(y)) * (1 + _ROUNDINGS)

    return pair


def _factor_pair(left: PsdFamily, right: PsdFamily, a: float, b: float) -> PairOf:
    """The Gram matrix of the columns √a A_i, √b B_j, (2k, 2k), which has the spectrum of their sum but for zeros."""
    root_a, root_b = math.sqrt(a), math.sqrt(b)

    def pair(i: int, j: int) -> tuple[Array, float]:
        columns = np.concatenate((root_a * left.array[i : i + 1], root_b * right.array[j : j + 1]), axis=2)
        inner, error = inner_products(columns, columns)
        size = float((columns**2).sum())  # each column is wrong by a factor of at most 1 ± 3u
        return (inner + inner.T) / 2, (float(np.linalg.norm(error)) + 8 * UNIT * size * (1 + gamma(columns.size))) * (1 + _ROUNDINGS)

    return pair
