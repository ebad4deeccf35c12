"""Eigenvalues and singular values of a batch; nan for a matrix that has none, or is not finite."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from verify.meaning.floats.arrays import Matrices, Reals
from verify.meaning.floats.batch import Array

ROUNDING = 1e-9  # relative: what counts as equal


def largest_eigenvalue(matrix: Matrices) -> Reals:
    """λ_max of a matrix that is symmetric up to rounding."""
    return Reals(np.where(_is_symmetric(matrix.array), _finite(_eigenvalues, matrix.array)[:, -1], np.nan))


def smallest_eigenvalue(matrix: Array) -> Array:
    """λ_min of the symmetric part, (b,)."""
    return _finite(_eigenvalues, matrix)[:, 0]


def asymmetry(matrix: Array) -> Array:
    """The largest entry of M − Mᵀ, (b,)."""
    return largest_entry(matrix - matrix.transpose(0, 2, 1))


def largest_entry(matrix: Array) -> Array:
    """The largest |entry|, (b,)."""
    return np.asarray(np.abs(matrix).max(axis=(1, 2)))


def frobenius_norm(matrix: Matrices) -> Reals:
    """‖M‖_F, and ‖x‖₂ of a vector."""
    return Reals(np.sqrt((matrix.array**2).sum(axis=(1, 2))))


def norm_1(vector: Matrices) -> Reals:
    """Σ |x_i|."""
    return Reals(np.abs(vector.array).sum(axis=(1, 2)))


def schatten_1_norm(matrix: Matrices) -> Reals:
    """‖M‖_{S₁}, the sum of the singular values."""
    return Reals(_finite(_singular_values, matrix.array).sum(axis=1))


def operator_norm(matrix: Matrices) -> Reals:
    """‖M‖_op, the largest singular value."""
    return Reals(_finite(_singular_values, matrix.array)[:, 0])


def root_of_psd(matrix: Matrices) -> Matrices:
    """The positive semidefinite square root of a matrix that is symmetric and PSD up to rounding."""
    array = matrix.array
    finite = _is_finite(array)
    values, vectors = np.linalg.eigh(_symmetric_part(np.where(finite, array, 0.0)))
    psd = _is_symmetric(array) & (values[:, 0] >= -ROUNDING * largest_entry(array))
    root = (vectors * np.sqrt(np.maximum(values, 0.0))[:, np.newaxis, :]) @ vectors.transpose(0, 2, 1)
    return Matrices(np.where(finite & psd[:, np.newaxis, np.newaxis], root, np.nan))


def _is_symmetric(matrix: Array) -> Array:
    if matrix.shape[1] != matrix.shape[2]:
        return np.zeros(len(matrix), dtype=bool)
    return np.asarray(asymmetry(matrix) <= ROUNDING * largest_entry(matrix))


def _symmetric_part(matrix: Array) -> Array:
    return (matrix + matrix.transpose(0, 2, 1)) / 2


def _eigenvalues(matrix: Array) -> Array:
    return np.asarray(np.linalg.eigvalsh(_symmetric_part(matrix)))


def _singular_values(matrix: Array) -> Array:
    return np.asarray(np.linalg.svd(matrix, compute_uv=False))


def _finite(decomposition: Callable[[Array], Array], matrix: Array) -> Array:
    """A decomposition of the finite matrices, nan for the others; LAPACK would give up on all of them."""
    finite = _is_finite(matrix)
    return np.where(finite[:, 0], decomposition(np.where(finite, matrix, 0.0)), np.nan)


def _is_finite(matrix: Array) -> Array:
    """(b, 1, 1)"""
    return np.asarray(np.isfinite(matrix).all(axis=(1, 2), keepdims=True))
