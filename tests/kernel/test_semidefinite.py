"""The kernel's test of semidefiniteness, against all principal minors."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from tests.kernel.reference import psd, transposed
from verify.kernel.limits import Budget
from verify.kernel.values import Array, is_psd

ENTRIES = st.integers(-3, 3).map(Fraction) | st.builds(Fraction, st.integers(-4, 4), st.integers(1, 3))


def is_semidefinite(rows):
    """The kernel's answer."""
    return is_psd(Budget(), Array("matrix", tuple(tuple(row) for row in rows)))


@st.composite
def symmetric(draw, largest=4):
    """Symmetric matrices of which many have a zero, or a small, diagonal entry."""
    n = draw(st.integers(1, largest))
    half = {(i, j): draw(ENTRIES) for i in range(n) for j in range(i + 1)}
    return [[half[max(i, j), min(i, j)] for j in range(n)] for i in range(n)]


@st.composite
def gram(draw, largest=4):
    """FᵀF − t e₁e₁ᵀ with F of any rank and t small or zero: at, just inside and just outside the boundary."""
    n, rank = draw(st.integers(1, largest)), draw(st.integers(0, largest))
    factor = [[draw(ENTRIES) for _ in range(n)] for _ in range(rank)]
    rows = [[sum((f[i] * f[j] for f in factor), Fraction(0)) for j in range(n)] for i in range(n)]
    rows[0][0] -= draw(st.sampled_from([Fraction(0), Fraction(1, 10**6), Fraction(-1, 10**6)]))
    return rows


@given(symmetric())
def test_any_symmetric_matrix(rows):
    """LDLᵀ and principal minors agree."""
    assert is_semidefinite(rows) == psd(rows)


@given(gram())
def test_near_the_boundary(rows):
    """LDLᵀ and principal minors agree on singular matrices and their neighbours."""
    assert is_semidefinite(rows) == psd(rows)


@given(symmetric(largest=3), ENTRIES.filter(bool))
def test_an_asymmetric_matrix_is_none(rows, shift):
    """A matrix that is not symmetric is not semidefinite, whatever its quadratic form."""
    rows = [[*row, Fraction(0)] for row in rows] + [[Fraction(0)] * (len(rows) + 1)]
    rows[0][-1] += shift
    assert transposed(("matrix", rows))[1] != rows
    assert not is_semidefinite(rows)


def test_leading_minors_do_not_suffice():
    """diag(0, −1) has leading minors 0 and 0."""
    assert not is_semidefinite([[Fraction(0), Fraction(0)], [Fraction(0), Fraction(-1)]])
