"""Exact matrices: the functions that flint leaves out. Vectors are n×1, rows 1×n."""

from __future__ import annotations

from collections.abc import Sequence

from flint import fmpq, fmpq_mat

from verify.meaning.failures import NoValue
from verify.meaning.real_matrix import Matrix, RealMatrix, matrix_of
from verify.meaning.reals import Real, compare, quotient, sign, total

__all__ = ["Matrix", "RealMatrix", "identity", "is_psd", "is_symmetric", "same", "scaled", "square_sum", "trace"]


def identity(size: int) -> fmpq_mat:
    """The size×size identity."""
    return fmpq_mat(size, size) ** 0


def trace(matrix: Matrix) -> Real:
    """The sum of the diagonal. Raises NoValue for a matrix that is not square."""
    if matrix.nrows() != matrix.ncols():
        raise NoValue("the trace of a matrix that is not square")
    return total(matrix[i, i] for i in range(matrix.nrows()))


def scaled(matrix: Matrix, number: Real) -> Matrix:
    """number · matrix."""
    if isinstance(number, fmpq):
        return matrix * number
    return matrix_of([entry * number for entry in row] for row in matrix.tolist())


def square_sum(matrix: Matrix) -> Real:
    """The sum of the squares of the entries."""
    return total(entry * entry for entry in matrix.entries())


def same(left: Matrix, right: Matrix) -> bool:
    """Whether two matrices are equal, entry by entry. Raises Undecided where entries may be."""
    if isinstance(left, fmpq_mat) and isinstance(right, fmpq_mat):
        return bool(left == right)
    shapes = {(m.nrows(), m.ncols()) for m in (left, right)}
    return len(shapes) == 1 and all(compare(a, b) == 0 for a, b in zip(left.entries(), right.entries(), strict=True))


def is_symmetric(matrix: Matrix) -> bool:
    """Whether the matrix is its own transpose."""
    return matrix.nrows() == matrix.ncols() and same(matrix, matrix.transpose())


def is_psd(matrix: Matrix) -> bool:
    """Whether the matrix is symmetric and positive semidefinite.

    Pivoted LDLᵀ: take out a positive diagonal entry until none is left; what remains must be zero. Raises Undecided where
    the entries are not known well enough.
    """
    if not is_symmetric(matrix):
        return False
    rows: Sequence[Sequence[Real]] = matrix.tolist()
    while rows:
        signs = [sign(row[i]) for i, row in enumerate(rows)]
        if 1 not in signs:
            return not any(sign(entry) for row in rows for entry in row)
        rows = _schur_complement(rows, signs.index(1))
    return True


def _schur_complement(rows: Sequence[Sequence[Real]], pivot: int) -> list[list[Real]]:
    """What remains of a symmetric matrix when the row and column of a positive pivot are eliminated."""
    top, others = rows[pivot], [i for i in range(len(rows)) if i != pivot]
    factors = {i: quotient(rows[i][pivot], top[pivot]) for i in others}
    return [[rows[i][j] - factors[i] * top[j] for j in others] for i in others]
