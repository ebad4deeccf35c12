"""The coherence matrix by plain fractions: the squares of its entries, and a polynomial that its largest eigenvalue is a root of."""

from __future__ import annotations

from fractions import Fraction

import sympy

from tests.reference.moments import Matrix, combined, times


def mixes(retain: tuple[Matrix, ...], forget: tuple[Matrix, ...], a: Fraction, b: Fraction) -> list[Matrix]:
    """D_rf = a H_r + b H_f over the pairs, r slowly and f fast."""
    return [combined((a, h), (b, g)) for h in retain for g in forget]


def squared_entries(members: list[Matrix]) -> list[list[Fraction]]:
    """Tr(D_i D_j), of which the coherence matrix has the roots."""
    return [[sum((row[i] for i, row in enumerate(times(x, y))), Fraction(0)) for y in members] for x in members]


def dense(squares: list[list[Fraction]]) -> sympy.Matrix:
    """The matrix of the roots, in radicals."""
    return sympy.Matrix([[sympy.sqrt(sympy.Rational(x.numerator, x.denominator)) for x in row] for row in squares])


def trace_of_power(squares: list[list[Fraction]], k: int) -> str:
    """Tr(S^k) to 40 digits."""
    return str(sympy.N((dense(squares) ** k).trace(), 40))


def largest_eigenvalue(squares: list[list[Fraction]]) -> str:
    """λ_max(S) to 40 digits, from the characteristic polynomial by Faddeev and LeVerrier in 120 digits."""
    n = len(squares)
    matrix = dense(squares).evalf(120)
    power, coefficients = sympy.eye(n), [sympy.Integer(1)]
    for k in range(1, n + 1):
        product = matrix * power
        coefficients.append(-product.trace() / k)
        power = product + coefficients[-1] * sympy.eye(n)
    z = sympy.Symbol("z")
    roots = sympy.Poly(coefficients, z).nroots(n=30, maxsteps=500)
    return str(max(sympy.re(root) for root in roots))
