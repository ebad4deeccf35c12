"""Eigenvalues and singular values, and the norms made of them, exact where they are sums of square roots."""

from __future__ import annotations

from functools import partial
from itertools import pairwise
from typing import Any

from flint import arb, fmpq, fmpq_mat, fmpz_poly

from verify.meaning.enclosure import Enclosure
from verify.meaning.failures import Lacking, NoValue, Undecided
from verify.meaning.matrix import Matrix, identity, is_psd, is_symmetric, scaled, square_sum, trace
from verify.meaning.reals import Real, absolute, largest, quotient, root, sign, total
from verify.meaning.reduction import blocks, merged, rational_multiple, trace_of_rank_one
from verify.meaning.top_eigenvalue import top_eigenvalue

TWO = fmpq(2)
Eigenvalue = tuple[Real, int]  # with its multiplicity


def eigenvalues(matrix: Matrix) -> list[Eigenvalue]:
    """The eigenvalues of a symmetric matrix: of a rational one, its distinct eigenvalues with multiplicities.

    Rationals and quadratic surds by factoring the characteristic polynomial over ℚ, enclosures of its real roots beyond degree 2.
    Raises NoValue for a matrix that is not symmetric, Lacking for an irrational one larger than 2×2 that is no multiple of a rational one.
    """
    if not is_symmetric(matrix):
        raise NoValue("eigenvalues of a matrix that is not symmetric")
    if isinstance(matrix, fmpq_mat):
        factors = matrix.charpoly().factor()[1]
        return [(value, multiplicity) for factor, multiplicity in factors for value in _real_roots(factor.numer())]
    if matrix.nrows() == 1:
        return [(matrix[0, 0], 1)]
    multiple = rational_multiple(matrix)
    if multiple is not None:
        return [(value * multiple[0], multiplicity) for value, multiplicity in eigenvalues(multiple[1])]
    return [(value, 1) for value in _quadratic_roots(fmpq(1), -trace(matrix), _determinant(matrix))]


def largest_eigenvalue(matrix: Matrix) -> Real:
    """λ_max of a symmetric matrix: exact where it is a rational one, up to equal rows, blocks and a common factor, or small or of rank one.

    Else an enclosure. Raises NoValue for a matrix that is not symmetric.
    """
    if isinstance(matrix, fmpq_mat):
        return largest([value for value, _ in eigenvalues(matrix)])
    if not is_symmetric(matrix):
        raise NoValue("eigenvalues of a matrix that is not symmetric")
    return largest([_largest_of_block(block) for block in blocks(matrix)])


def _largest_of_block(block: Matrix) -> Real:
    found = _easy_largest(block)
    if found is not None:
        return found
    smaller, has_kernel = merged(block)
    if not has_kernel:
        return Enclosure(partial(top_eigenvalue, block))
    found = _easy_largest(smaller)
    return largest([Enclosure(partial(top_eigenvalue, smaller)) if found is None else found, fmpq(0)])


def _easy_largest(matrix: Matrix) -> Real | None:
    """λ_max of a symmetric matrix that is rational but for a factor, at most 2×2, or of rank one; else None."""
    if isinstance(matrix, fmpq_mat) or matrix.nrows() <= 2 or rational_multiple(matrix) is not None:
        return largest([value for value, _ in eigenvalues(matrix)])
    found = trace_of_rank_one(matrix)
    return None if found is None else largest([found, fmpq(0)])


def frobenius_norm(matrix: Matrix) -> Real:
    """‖M‖_F, and ‖x‖₂ of a vector."""
    return root(square_sum(matrix))


def schatten_1_norm(matrix: Matrix) -> Real:
    """‖M‖_{S₁}, the sum of the singular values."""
    if isinstance(matrix, fmpq_mat) and is_psd(matrix):
        return trace(matrix)
    if matrix.nrows() == matrix.ncols() == 2:
        return root(square_sum(matrix) + absolute(_determinant(matrix)) * TWO)
    return total(value * fmpq(multiplicity) for value, multiplicity in _singular_values(matrix))


def operator_norm(matrix: Matrix) -> Real:
    """‖M‖_op, the largest singular value."""
    if isinstance(matrix, fmpq_mat):
        return largest([value for value, _ in _singular_values(matrix)])
    if is_symmetric(matrix):
        return largest([largest_eigenvalue(matrix), largest_eigenvalue(-matrix)])
    return root(largest_eigenvalue(matrix.transpose() * matrix))


def root_of_psd(matrix: Matrix) -> Matrix:
    """The positive semidefinite square root. Raises NoValue for a matrix that is not symmetric and PSD."""
    if not is_psd(matrix):
        raise NoValue("a square root of a matrix that is not positive semidefinite")
    if matrix.nrows() == 2:
        return _root_of_two_by_two(matrix)
    values = [value for value, _ in eigenvalues(matrix)]
    parts = [scaled(_projection(matrix, value, values), root(value)) for value in values]
    result = parts[0]
    for part in parts[1:]:
        result = result + part
    return result


def _singular_values(matrix: Matrix) -> list[Eigenvalue]:
    """|λ| of a symmetric matrix, else √λ of MᵀM."""
    if is_symmetric(matrix):
        return [(absolute(value), multiplicity) for value, multiplicity in eigenvalues(matrix)]
    return [(root(value), multiplicity) for value, multiplicity in eigenvalues(matrix.transpose() * matrix)]


def _real_roots(polynomial: fmpz_poly) -> list[Real]:
    """The roots of an irreducible polynomial all of whose roots are real."""
    degree = polynomial.degree()
    if degree == 1:
        return [fmpq(-polynomial[0], polynomial[1])]
    if degree == 2:
        return _quadratic_roots(fmpq(polynomial[2]), fmpq(polynomial[1]), fmpq(polynomial[0]))
    return [Enclosure(partial(_enclosed_root, polynomial, place)) for place in range(degree)]


def _quadratic_roots(a: fmpq, b: Real, c: Real) -> list[Real]:
    """The real roots of ax² + bx + c, a > 0, in increasing order."""
    half = 1 / (TWO * a)
    middle, width = -b * half, root(b * b - c * (4 * a)) * half
    return [middle - width, middle + width]


def _enclosed_root(polynomial: fmpz_poly, place: int) -> arb:
    """The ball of the place-th root in increasing order, at the working precision."""
    found: list[Any] = polynomial.complex_roots()  # pairs (ball, multiplicity), otherwise than flint's stub says
    balls: list[arb] = sorted((ball.real for ball, _ in found), key=lambda ball: ball.mid())
    if not all(a < b for a, b in pairwise(balls)):
        raise Undecided("roots that are not told apart")
    return balls[place]


def _determinant(matrix: Matrix) -> Real:
    """Of a 2×2 matrix. Raises Lacking for any other."""
    if (matrix.nrows(), matrix.ncols()) != (2, 2):
        raise Lacking("eigenvalues of a matrix with irrational entries larger than 2×2")
    return matrix[0, 0] * matrix[1, 1] - matrix[0, 1] * matrix[1, 0]


def _root_of_two_by_two(matrix: Matrix) -> Matrix:
    """(M + √det M · I) / √(Tr M + 2 √det M)."""
    if sign(trace(matrix)) == 0:
        return matrix  # PSD of trace zero: zero
    determinant = root(_determinant(matrix))
    divisor = root(trace(matrix) + determinant * TWO)
    return scaled(matrix + scaled(identity(2), determinant), quotient(fmpq(1), divisor))


def _projection(matrix: Matrix, value: Real, values: list[Real]) -> Matrix:
    """The spectral projection of an eigenvalue, by interpolation."""
    unit = identity(matrix.nrows())
    result: Matrix = unit
    for other in values:
        if other is not value:
            result = scaled(result * (matrix - scaled(unit, other)), quotient(fmpq(1), value - other))
    return result
