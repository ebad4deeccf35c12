"""The kernel's largest eigenvalue, against matrices whose eigenvalues are known."""

from __future__ import annotations

from fractions import Fraction
from math import isqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.kernel.reference import times
from verify.kernel.limits import Beyond, Budget, Rejected
from verify.kernel.values import OPERATORS, Array

FRACTIONS = st.builds(Fraction, st.integers(-6, 6), st.integers(1, 4))
LARGE = Fraction(10**30 + 1, 3**40)


def largest(rows):
    """The kernel's answer."""
    found = OPERATORS["largest_eigenvalue"](Budget(), Array("matrix", tuple(tuple(map(Fraction, row)) for row in rows)))
    assert found.kind == "scalar"
    return found.rows[0][0]


def reflection(v):
    """I − 2vvᵀ/vᵀv, which is orthogonal."""
    square = sum(x * x for x in v)
    return "matrix", [[Fraction(i == j) - 2 * v[i] * v[j] / square for j in range(len(v))] for i in range(len(v))]


@st.composite
def rotated(draw):
    """A symmetric matrix with these eigenvalues."""
    values = draw(st.lists(FRACTIONS | st.sampled_from([LARGE, -LARGE, LARGE + Fraction(1, 10**40)]), min_size=1, max_size=4))
    n = len(values)
    found = "matrix", [[values[i] if i == j else Fraction(0) for j in range(n)] for i in range(n)]
    for v in draw(st.lists(st.lists(st.integers(-2, 2).map(Fraction), min_size=n, max_size=n).filter(any), max_size=2)):
        found = times(times(reflection(v), found), reflection(v))
    return found[1], values


@given(rotated())
def test_known_eigenvalues(drawn):
    """QᵀΛQ has the largest entry of Λ, equal ones and close ones included."""
    rows, values = drawn
    assert largest(rows) == max(values)


@given(FRACTIONS, FRACTIONS, FRACTIONS)
def test_two_by_two(a, b, c):
    """(a + c + √((a − c)² + 4b²))/2: twice it, less a + c, has that square, and is not negative."""
    twice = 2 * largest([[a, b], [b, c]]) - a - c
    assert twice >= 0
    assert twice * twice == (a - c) ** 2 + 4 * b * b


@given(FRACTIONS, FRACTIONS.filter(bool), FRACTIONS)
def test_three_by_three(a, b, c):
    """Beyond the kernel where a block has an irrational one, that is the largest."""
    square = (a - c) ** 2 + 4 * b * b
    root = Fraction(isqrt(square.numerator), isqrt(square.denominator))
    rows = [[a, b, 0], [b, c, 0], [0, 0, -100]]
    if root * root == square:
        assert largest(rows) == (a + c + root) / 2
    else:
        with pytest.raises(Beyond, match="no largest eigenvalue that is known"):
            largest(rows)


@pytest.mark.parametrize("rows", [[[0, 1], [0, 0]], [[1, 2, 0], [2, 1, 0], [0, 1, 1]]], ids=str)
def test_an_asymmetric_matrix_has_none(rows):
    """Whatever its eigenvalues are."""
    with pytest.raises(Rejected, match="not symmetric"):
        largest(rows)


def test_it_is_paid_for():
    """Entries whose common denominator is too long are refused, not worked on."""
    with pytest.raises(Beyond, match="digits"):
        largest([[Fraction(1, 7**4000), 0], [0, Fraction(1, 11**3500)]])
