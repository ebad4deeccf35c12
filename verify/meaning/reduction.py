"""Smaller or rational matrices with the same largest eigenvalue as a symmetric one with irrational entries."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flint import fmpq, fmpq_mat

from verify.meaning.matrix import Matrix, trace
from verify.meaning.real_matrix import matrix_of
from verify.meaning.reals import Real, absolute, root
from verify.meaning.surd import Surd


def blocks(matrix: Matrix) -> Iterator[Matrix]:
    """The diagonal blocks that a symmetric matrix falls into: rows that no chain of entries other than zero joins are in different ones."""
    rest = set(range(matrix.nrows()))
    while rest:
        block = _component(matrix, min(rest))
        rest -= block
        yield _restricted(matrix, sorted(block))


def merged(matrix: Matrix) -> tuple[Matrix, bool]:
    """A symmetric matrix with equal rows made one, and whether there were any.

    Rows i of a class I of n_I equal rows: the entry at (I, J) is √(n_I n_J) times the one at (i, j). The eigenvalues are those of the
    matrix, but for a 0 for each row that was left out.
    """
    classes: list[list[int]] = []
    for i in range(matrix.nrows()):
        same = next((c for c in classes if _are_equal_rows(matrix, i, c[0])), None)
        if same is None:
            classes.append([i])
        else:
            same.append(i)
    if len(classes) == matrix.nrows():
        return matrix, False
    return matrix_of([matrix[c[0], e[0]] * root(fmpq(len(c) * len(e))) for e in classes] for c in classes), True


def rational_multiple(matrix: Matrix) -> tuple[Real, fmpq_mat] | None:
    """A number c > 0 and a rational matrix whose c-fold the matrix is; None where none is found."""
    first = next((entry for entry in matrix.entries() if not _is_zero(entry)), None)
    if first is None or not _has_sign(first):
        return None
    factor = absolute(first)
    ratios = matrix_of([entry / factor for entry in row] for row in matrix.tolist())
    return (factor, ratios) if isinstance(ratios, fmpq_mat) else None


def trace_of_rank_one(matrix: Matrix) -> Real | None:
    """The trace of a symmetric matrix that is known to have rank one; else None.

    Its entries a_ij are a_ip a_pj / a_pp for an a_pp other than zero.
    """
    pivot = next((i for i in range(matrix.nrows()) if not _is_zero(matrix[i, i])), None)
    if pivot is None:
        return None
    top, size = matrix.tolist()[pivot], range(matrix.nrows())
    is_one = all(are_surely_equal(matrix[i, j] * top[pivot], top[i] * top[j]) for i in size for j in size[i:])
    return trace(matrix) if is_one else None


def are_surely_equal(a: Real, b: Real) -> bool:
    """Whether two numbers are known to be equal; two enclosures are only where they are roots of exact numbers."""
    if a is b:
        return True
    difference = a - b
    return isinstance(difference, fmpq) and difference == 0


def _is_zero(number: Real) -> bool:
    return isinstance(number, fmpq) and number == 0


def _has_sign(number: Real) -> bool:
    """Whether the sign is found without end."""
    return isinstance(number, fmpq | Surd) or number.square is not None


def _component(matrix: Matrix, start: int) -> set[int]:
    found, new = {start}, [start]
    while new:
        row = matrix.tolist()[new.pop()]
        further = [j for j, entry in enumerate(row) if j not in found and not _is_zero(entry)]
        found.update(further)
        new += further
    return found


def _restricted(matrix: Matrix, kept: Sequence[int]) -> Matrix:
    return matrix_of([matrix[i, j] for j in kept] for i in kept)


def _are_equal_rows(matrix: Matrix, i: int, j: int) -> bool:
    return all(are_surely_equal(matrix[i, k], matrix[j, k]) for k in range(matrix.ncols()))
