"""Families of matrices A_1, …, A_n of one size: dense, or factors L_j R_jᵀ that are never multiplied out.

Arrays are float64, or of dtype object with exact rationals (`flint.fmpq`); every function here does both. Other types of real numbers
are converted where that is exact, and refused with a ValueError where it is not. Leading axes (…) run over a batch of families.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, assert_never

import numpy as np

from verify.dynamics.entries import as_float64

Array = np.ndarray[Any, Any]



@dataclass(frozen=True, slots=True, eq=False)
class Dense:
    """matrices: (…, n, d, d)."""

    matrices: Array

    def __post_init__(self) -> None:
        object.__setattr__(self, "matrices", as_float64(self.matrices))


@dataclass(frozen=True, slots=True, eq=False)
class Factored:
    """A_j = L_j R_jᵀ. left, right: (…, n, d, k). A Hessian H = F Fᵀ has left = right = F."""

    left: Array
    right: Array

    def __post_init__(self) -> None:
        left = as_float64(self.left)
        object.__setattr__(self, "right", left if self.right is self.left else as_float64(self.right))
        object.__setattr__(self, "left", left)


Directions = Dense | Factored


def factors(array: Array) -> Factored:
    """H_j = F_j F_jᵀ. array: the F_j, (…, n, d, k)."""
    if array.ndim < 3:
        raise ValueError(f"factors have the shape (…, n, d, k), not {array.shape}")
    return Factored(array, array)


def directions(given: Array | Directions) -> Directions:
    """An array (…, n, d, d) as dense matrices; directions as they are. Raises ValueError for another shape or type of numbers."""
    if isinstance(given, Dense | Factored):
        return given
    if given.ndim < 3 or given.shape[-1] != given.shape[-2]:
        raise ValueError(f"matrices have the shape (…, n, d, d), not {given.shape}")
    return Dense(given)


def arrays(family: Directions) -> tuple[Array, Array]:
    """The arrays that the matrices are given by: left and right, or the dense matrices twice."""
    return (family.matrices, family.matrices) if isinstance(family, Dense) else (family.left, family.right)


def count(family: Directions) -> int:
    """n."""
    return int(_shape(family)[-3])


def dimension(family: Directions) -> int:
    """d."""
    return int(_shape(family)[-2])


def columns(family: Directions) -> int:
    """A bound on the dimension of the sum of the ranges: n k for factors, d for dense matrices (0 where there are none)."""
    match family:
        case Dense():
            return dimension(family) if count(family) else 0
        case Factored(left):
            return int(left.shape[-3] * left.shape[-1])
        case _:
            assert_never(family)


def is_exact(family: Directions) -> bool:
    """Whether the entries are exact rationals."""
    return bool(arrays(family)[0].dtype == object)


def is_symmetric(family: Directions) -> bool:
    """Whether every matrix is seen to be its own transpose."""
    match family:
        case Dense(matrices):
            return bool(np.all(matrices == matrices.swapaxes(-1, -2)))
        case Factored(left, right):
            return left is right
        case _:
            assert_never(family)


def transposed(family: Directions) -> Directions:
    """The A_jᵀ."""
    match family:
        case Dense(matrices):
            return Dense(matrices.swapaxes(-1, -2))
        case Factored(left, right):
            return Factored(right, left)
        case _:
            assert_never(family)


def magnitude(family: Directions) -> Directions:
    """Nonnegative matrices that are entrywise at least the |A_j|: |L_j| |R_j|ᵀ for factors."""
    match family:
        case Dense(matrices):
            return Dense(np.abs(matrices))
        case Factored(left, right):
            one = np.abs(left)
            return Factored(one, one if left is right else np.abs(right))
        case _:
            assert_never(family)


def total(family: Directions) -> Array:
    """Σ_j A_j, (…, d, d)."""
    match family:
        case Dense(matrices):
            return np.asarray(matrices.sum(axis=-3))
        case Factored(left, right):
            return _side_by_side(left) @ _side_by_side(right).swapaxes(-1, -2)
        case _:
            assert_never(family)


def spread(family: Directions, m: Array) -> Array:
    """Σ_j A_jᵀ M A_j. m: (…, d, d). Costs n d³ for dense matrices, n k d² for factors."""
    match family:
        case Dense(matrices):
            image = m[..., None, :, :] @ matrices
            return _on_top(matrices).swapaxes(-1, -2) @ _on_top(image)
        case Factored(left, right):
            image = _apart(m @ _side_by_side(left), left.shape[-1])
            middle = left.swapaxes(-1, -2) @ image
            return _side_by_side(right @ middle) @ _side_by_side(right).swapaxes(-1, -2)
        case _:
            assert_never(family)


def padded(family: Directions, size: int) -> Directions:
    """The matrices as the first diagonal block of matrices of a larger size that are 0 elsewhere."""
    match family:
        case Dense(matrices):
            return Dense(_with_zeros(_with_zeros(matrices, size, -2), size, -1))
        case Factored(left, right):
            one = _with_zeros(left, size, -2)
            return Factored(one, one if left is right else _with_zeros(right, size, -2))
        case _:
            assert_never(family)


def block(family: Directions, at: Array) -> Directions:
    """The diagonal block of every matrix at some coordinates."""
    match family:
        case Dense(matrices):
            return Dense(matrices[..., at[:, None], at])
        case Factored(left, right):
            one = left[..., at, :]
            return Factored(one, one if left is right else right[..., at, :])
        case _:
            assert_never(family)


def turned(family: Directions, basis: Array) -> Directions:
    """The BᵀA_jB. basis: B, (d, d)."""
    match family:
        case Dense(matrices):
            return Dense(basis.T @ matrices @ basis)
        case Factored(left, right):
            one = basis.T @ left
            return Factored(one, one if left is right else basis.T @ right)
        case _:
            assert_never(family)


def _shape(family: Directions) -> tuple[int, ...]:
    return tuple(arrays(family)[0].shape)


def _side_by_side(blocks: Array) -> Array:
    """(…, n, d, k) as (…, d, n k)."""
    *batch, n, d, k = blocks.shape
    return np.moveaxis(blocks, -3, -2).reshape(*batch, d, n * k)


def _apart(wide: Array, k: int) -> Array:
    """(…, d, n k) as (…, n, d, k)."""
    *batch, d, width = wide.shape
    return np.moveaxis(wide.reshape(*batch, d, width // k, k), -2, -3)


def _on_top(blocks: Array) -> Array:
    """(…, n, d, d) as (…, n d, d)."""
    *batch, n, d, _ = blocks.shape
    return blocks.reshape(*batch, n * d, d)


def _with_zeros(array: Array, size: int, axis: int) -> Array:
    shape = list(array.shape)
    shape[axis] = size - shape[axis]
    return np.concatenate([array, np.full(shape, array.dtype.type(0) if array.dtype != object else 0 * array.flat[0])], axis=axis)
