"""Tr(X_i Y_j) for all pairs of positive semidefinite matrices, each between two floats.

Dense: the rounding error of a sum of products is at most γ times the sum of their absolute values, which is one more product of
matrices. Factors: Tr(AAᵀ BBᵀ) = ‖AᵀB‖_F², so that an error δ of an entry of AᵀB is one of about 2δ‖AᵀB‖ + δ² of the trace: small where the
trace is. What is exactly zero (no common support) stays so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from verify.dynamics.coherence.psd_family import PsdFamily
from verify.dynamics.directions import Array
from verify.dynamics.rounding import TINY, gamma

_BLOCK, _ROWS = 4_000_000, 2048  # numbers held at a time, and rows


@dataclass(frozen=True, slots=True, eq=False)
class Bounds:
    """Numbers ≥ 0, each between its lower and its upper bound. Both arrays have the same shape."""

    lower: Array
    upper: Array

    @property
    def relative_width(self) -> float:
        """The largest (upper − lower)/upper."""
        positive = self.upper > 0
        return float(((self.upper - self.lower)[positive] / self.upper[positive]).max(initial=0.0))


def trace_products(left: PsdFamily, right: PsdFamily, defect: float = 0.0) -> Bounds:
    """Tr(X_i Y_j), (n, m), of two families of one form, entries of the size of 1.

    defect: how far, in parts of its Frobenius norm, each matrix of the array may be from the positive semidefinite one that is meant.
    """
    bounds = _of_factors(left, right) if left.factored else _of_dense(left, right)
    if defect == 0.0:
        return bounds
    norms = [np.sqrt(_of_one(m)) for m in (left, right)]
    slack = 1.01 * (2 * defect + defect**2) * np.outer(*norms)
    return Bounds(np.maximum(bounds.lower - slack, 0.0), bounds.upper + slack)


def _of_dense(left: PsdFamily, right: PsdFamily) -> Bounds:
    x, y = (m.array.reshape(m.n, -1) for m in (left, right))
    value, error = _product(x, y), gamma(x.shape[1] + 4) * _product(np.abs(x), np.abs(y))
    error = np.where(error > 0, error + TINY, 0.0)
    return Bounds(np.maximum(value - error, 0.0), np.maximum(value, 0.0) + error)


def _product(x: Array, y: Array) -> Array:
    """x yᵀ, some rows at a time: A Aᵀ of many thousand rows at once ends in a segmentation fault of OpenBLAS."""
    return np.concatenate([x[start : start + _ROWS] @ y.T for start in range(0, len(x), _ROWS)])


def _of_factors(left: PsdFamily, right: PsdFamily) -> Bounds:
    lower, upper = (np.empty((left.n, right.n)) for _ in range(2))
    for rows, members in _blocks(left, right):
        for columns, others in _blocks(right, left):
            inner, error = inner_products(members, others)
            size = np.abs(inner)
            shape = (len(members), members.shape[2], len(others), others.shape[2])
            sums = gamma(shape[1] * shape[3] + 8)
            lower[rows, columns] = (1 - sums) * _square_sums(np.maximum(size - error, 0.0), shape)
            upper[rows, columns] = (1 + sums) * _square_sums(size + error, shape)
    return Bounds(lower, upper)


def inner_products(left: Array, right: Array) -> tuple[Array, Array]:
    """AᵀB for all pairs of factors (n, d, k), (m, d, l), as one array (nk, ml), and a bound of each entry's error."""
    a, b = (f.transpose(0, 2, 1).reshape(-1, f.shape[1]) for f in (left, right))
    error = gamma(a.shape[1] + 4) * (np.abs(a) @ np.abs(b).T)
    return a @ b.T, np.where(error > 0, error + TINY, 0.0)


def _square_sums(blocks: Array, shape: tuple[int, int, int, int]) -> Array:
    """The sums of squares over blocks: (nk, ml) → (n, m), shape (n, k, m, l)."""
    return np.asarray((blocks * blocks).reshape(shape).sum(axis=(1, 3)))


def _blocks(members: PsdFamily, others: PsdFamily) -> Iterator[tuple[slice, Array]]:
    """Slices of a family, so that products with as many others stay small; one product is a large one all the same."""
    k, other = members.array.shape[2], others.n * others.array.shape[2]
    step = max(1, min(members.n, max(2048, _BLOCK // max(1, other)) // k))
    for start in range(0, members.n, step):
        place = slice(start, min(start + step, members.n))
        yield place, members.array[place]


def _of_one(members: PsdFamily) -> Array:
    """Tr(X_i²), up to rounding."""
    if not members.factored:
        return np.asarray((members.array**2).sum(axis=(1, 2)))
    grams = members.array.transpose(0, 2, 1) @ members.array
    return np.asarray((grams**2).sum(axis=(1, 2)))
