"""Largest eigenvalues of symmetric rational matrices, to a hundred bits, from their characteristic polynomials."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from flint import ctx, fmpq, fmpq_mat

from tests.reference.moments import Matrix


def largest_eigenvalue(matrix: Matrix) -> tuple[Fraction, Fraction]:
    """Two fractions around λ_max."""
    n = len(matrix)
    exact = fmpq_mat(n, n, [fmpq(x.numerator, x.denominator) for row in matrix for x in row])
    found: list[tuple[Fraction, Fraction]] = []
    with ctx.workprec(100):
        for factor, _ in exact.charpoly().factor()[1]:
            roots: list[Any] = factor.numer().complex_roots()
            found += [(_fraction(ball.real.lower()), _fraction(ball.real.upper())) for ball, _ in roots]
    return max(lower for lower, _ in found), max(upper for _, upper in found)


def _fraction(number: Any) -> Fraction:
    mantissa, exponent = number.man_exp()
    return Fraction(int(mantissa)) * Fraction(2) ** int(exponent)
