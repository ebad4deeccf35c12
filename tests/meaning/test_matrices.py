"""Definiteness, norms and eigenvalues against slow definitions and constructed cases."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest
from flint import arb, arb_mat, ctx, fmpq, fmpq_mat
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.meaning.setups import RATIONALS, psd, squares, symmetric
from tests.reference import definiteness
from verify.meaning.enclosure import ball
from verify.meaning.failures import Lacking, NoValue
from verify.meaning.matrix import identity, is_psd, is_symmetric, same, scaled, trace
from verify.meaning.real_matrix import RealMatrix, matrix_of
from verify.meaning.reals import compare, root, sign
from verify.meaning.spectrum import (
    eigenvalues,
    frobenius_norm,
    largest_eigenvalue,
    operator_norm,
    root_of_psd,
    schatten_1_norm,
)

SIZES = st.integers(1, 4)


def flint(rows: list[list[Fraction]]) -> fmpq_mat:
    """A matrix of fractions as flint's."""
    return fmpq_mat([[fmpq(x.numerator, x.denominator) for x in row] for row in rows])


@given(SIZES.flatmap(symmetric) | SIZES.flatmap(psd) | SIZES.flatmap(squares) | SIZES.flatmap(lambda n: symmetric(n, RATIONALS)))
def test_psd_is_what_the_principal_minors_say(rows):
    """Pivoted LDLᵀ agrees with the definition through all principal minors."""
    assert is_psd(flint(rows)) == definiteness.is_psd(rows)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([[0, 0], [0, 0]], True),
        ([[0, 1], [1, 0]], False),
        ([[0, 1], [1, 1]], False),
        ([[1, 1], [0, 1]], False),
        ([[0, 0, 0], [0, 1, 1], [0, 1, 1]], True),
        ([[1, 1, 0], [1, 1, 1], [0, 1, 1]], False),
        ([[-1]], False),
    ],
)
def test_psd_of_cases_by_hand(rows, expected):
    """Zero pivots, asymmetry, semidefinite without definite."""
    assert is_psd(fmpq_mat(rows)) is expected


@given(SIZES.flatmap(psd))
def test_psd_over_surds_is_psd_over_rationals(rows):
    """√2 A is PSD just where A is; A − √2·10⁻⁹ I only where A is positive definite."""
    matrix = flint(rows)
    assert is_psd(scaled(matrix, root(fmpq(2))))
    shifted = matrix - scaled(identity(matrix.nrows()), root(fmpq(2)) / fmpq(10**9))
    assert is_psd(shifted) == (matrix.det() > 0)


@given(st.integers(1, 3).flatmap(lambda n: st.tuples(squares(n), squares(n), squares(n))))
def test_real_matrices_compute_as_flint_does(three):
    """A + √2 B: products, sums and transposes agree with those of the parts."""
    a, b, c = (flint(rows) for rows in three)
    two = root(fmpq(2))
    mixed = a + scaled(b, two)
    assert same(mixed * mixed, a * a + b * b * 2 + scaled(a * b + b * a, two))
    assert same(c * mixed - mixed * c, c * a - a * c + scaled(c * b - b * c, two))
    assert same((c * mixed).transpose(), mixed.transpose() * c.transpose())
    assert same(c - mixed, -(mixed - c))
    assert same(mixed**3, mixed * mixed * mixed)
    assert compare(trace(mixed), trace(a) + trace(b) * two) == 0
    assert same(mixed, mixed)
    assert same(mixed, a) == (not b)


def test_irrational_entries_that_cancel_leave_a_rational_matrix():
    """√2 · √2 I = 2 I, as flint's matrix."""
    doubled = scaled(scaled(identity(2), root(fmpq(2))), root(fmpq(2)))
    assert isinstance(doubled, fmpq_mat)
    assert doubled == identity(2) * 2
    assert isinstance(matrix_of([[root(fmpq(2))]]), RealMatrix)


@settings(max_examples=60)
@given(SIZES.flatmap(symmetric))
def test_eigenvalues_are_roots_of_the_characteristic_polynomial(rows):
    """With multiplicities they number d, sum to the trace, and c I − A ⪰ 0 from λ_max on, not before."""
    matrix = flint(rows)
    values = eigenvalues(matrix)
    assert sum(multiplicity for _, multiplicity in values) == matrix.nrows()
    with ctx.workprec(200):
        total = sum((ball(v) * m for v, m in values), arb(0))
        assert total.overlaps(arb(trace(matrix)))
        top = ball(largest_eigenvalue(matrix))
        above, below = fmpq(int((top * 1000).ceil().unique_fmpz()) + 1, 1000), fmpq(int((top * 1000).floor().unique_fmpz()) - 1, 1000)
    unit = identity(matrix.nrows())
    assert is_psd(unit * above - matrix)
    assert not is_psd(unit * below - matrix)


@given(symmetric(2, RATIONALS))
def test_largest_eigenvalue_bounds_exactly_in_two_dimensions(rows):
    """λ_max I − A is PSD and singular, also where λ_max is irrational."""
    matrix = flint(rows)
    gap = scaled(identity(2), largest_eigenvalue(matrix)) - matrix
    assert is_psd(gap)
    assert compare(gap[0, 0] * gap[1, 1], gap[0, 1] * gap[1, 0]) == 0


@settings(max_examples=60)
@given(st.integers(1, 3).flatmap(squares))
def test_norms_are_ordered(rows):
    """‖M‖_op ≤ ‖M‖_F ≤ ‖M‖_{S₁} ≤ √d ‖M‖_F, and Tr M ≤ ‖M‖_{S₁}."""
    matrix = flint(rows)
    operator, frobenius, schatten = operator_norm(matrix), frobenius_norm(matrix), schatten_1_norm(matrix)
    with ctx.workprec(120):
        chain = [ball(x) for x in (operator, frobenius, schatten, root(fmpq(matrix.nrows())) * frobenius)]
        assert not any(a > b for a, b in pairwise(chain))
        assert not ball(trace(matrix)) > ball(schatten)


@settings(max_examples=60)
@given(st.integers(1, 3).flatmap(squares))
def test_norms_agree_with_singular_values_by_balls(rows):
    """Against the eigenvalues of MᵀM that arb finds, where it separates them."""
    matrix = flint(rows)
    with ctx.workprec(300):
        try:
            found = arb_mat(matrix.transpose() * matrix).eig()
        except ValueError:
            return
        singular = [value.real.nonnegative_part().sqrt() for value in found]
        assert ball(schatten_1_norm(matrix)).overlaps(sum(singular, arb(0)))
        largest = singular[0]
        for value in singular[1:]:
            largest = largest.max(value)
        assert ball(operator_norm(matrix)).overlaps(largest)


@pytest.mark.parametrize(
    ("rows", "schatten", "operator", "frobenius"),
    [
        ([[-3]], 3, 3, 3),
        ([[0, 1], [0, 0]], 1, 1, 1),
        ([[3, 0], [0, -4]], 7, 4, 5),
        ([[1, 1], [1, 1]], 2, 2, 2),
        ([[0, 2, 0], [0, 0, 3], [6, 0, 0]], 11, 6, 7),
        ([[1, 0, 0], [0, 1, 0], [0, 0, -1]], 3, 1, None),
    ],
)
def test_norms_of_cases_by_hand(rows, schatten, operator, frobenius):
    """Rational norms are found as rationals."""
    matrix = fmpq_mat(rows)
    assert schatten_1_norm(matrix) == schatten
    assert operator_norm(matrix) == operator
    assert frobenius is None or frobenius_norm(matrix) == frobenius


def test_equality_of_norms_is_decided():
    """‖I‖_{S₁} = √3 ‖I‖_F in d = 3; ‖M‖_F = ‖M‖_{S₁} for rank one."""
    assert compare(schatten_1_norm(identity(3)), root(fmpq(3)) * frobenius_norm(identity(3))) == 0
    rank_one = fmpq_mat([[1, 2, 3], [2, 4, 6], [5, 10, 15]])
    assert compare(schatten_1_norm(rank_one), frobenius_norm(rank_one)) == 0
    assert compare(operator_norm(rank_one), frobenius_norm(rank_one)) == 0


@settings(max_examples=60)
@given(st.integers(1, 2).flatmap(psd) | st.lists(st.integers(0, 5), min_size=3, max_size=3).map(lambda ds: _diagonal(ds)))
def test_a_root_of_a_matrix_squares_to_it(rows):
    """M^{1/2} is symmetric, PSD, and its square is M, also where its entries are irrational."""
    matrix = flint(rows)
    found = root_of_psd(matrix)
    assert same(found * found, matrix)
    assert is_symmetric(found)
    assert all(sign(found[i, i]) >= 0 for i in range(matrix.nrows()))


@settings(max_examples=30)
@given(psd(3))
def test_a_root_of_a_large_matrix_is_right_to_many_digits(rows):
    """Beyond 2×2 the entries may be enclosures; their squares contain the entries of M."""
    matrix = flint(rows)
    square = root_of_psd(matrix) * root_of_psd(matrix)
    with ctx.workprec(200):
        assert all(ball(a).overlaps(ball(b)) for a, b in zip(square.entries(), matrix.entries(), strict=True))


@pytest.mark.parametrize(
    ("act", "failure"),
    [
        (lambda: largest_eigenvalue(fmpq_mat([[0, 1], [0, 0]])), NoValue),
        (lambda: root_of_psd(fmpq_mat([[0, 1], [1, 0]])), NoValue),
        (lambda: trace(fmpq_mat(1, 2)), NoValue),
        (lambda: eigenvalues(matrix_of([[root(fmpq(i + j)) for i in range(3)] for j in range(3)])), Lacking),
    ],
)
def test_what_has_no_spectrum_says_so(act, failure):
    """Eigenvalues are of symmetric matrices, roots of PSD ones."""
    with pytest.raises(failure):
        act()


def _diagonal(entries: list[int]) -> list[list[Fraction]]:
    return [[Fraction(x) if i == j else Fraction(0) for j in range(len(entries))] for i, x in enumerate(entries)]
