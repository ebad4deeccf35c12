"""Exact matrices: the test of positive semidefiniteness, and the shapes that are drawn."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, product
from math import isqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.families import commute, is_diagonal, matrix
from verify.decide.draw.choice import seeded
from verify.decide.draw.families import mirrored, one_projector, psd_family
from verify.decide.draw.matrices import added, from_entries, is_psd, is_symmetric, multiplied, scaled, symmetric

numbers = st.integers(-2, 2).map(Fraction)


def determinant(m):
    """By cofactors of the first row."""
    if not m:
        return Fraction(1)
    minors = (tuple(row[:j] + row[j + 1 :] for row in m[1:]) for j in range(len(m)))
    return sum(((-1) ** j * m[0][j] * determinant(minor) for j, minor in enumerate(minors)), Fraction(0))


def principal_minors(m):
    """The determinants of all principal submatrices: a matrix is PSD exactly where none is negative."""
    n = range(len(m))
    return [determinant(tuple(tuple(m[i][j] for j in rows) for i in rows)) for size in n for rows in combinations(n, size + 1)]


@given(st.integers(1, 3).flatmap(lambda d: st.lists(numbers, min_size=d * d, max_size=d * d)))
def test_psd_agrees_with_principal_minors(entries):
    """Elimination and the principal minors say the same of every small symmetric matrix."""
    d = int(len(entries) ** 0.5)
    m = from_entries(d, lambda i, j: entries[min(i, j) * d + max(i, j)])
    assert is_psd(m) == all(x >= 0 for x in principal_minors(m))


@pytest.mark.parametrize(
    ("m", "psd"),
    [
        (matrix((0, 0), (0, 0)), True),
        (matrix((0, 1), (1, 0)), False),
        (matrix((0, 1), (1, 5)), False),
        (matrix((1, 1), (1, 1)), True),
        (matrix((1, 2), (0, 1)), False),
        (matrix((1, 1, 0), (1, 1, 0), (0, 0, -1)), False),
        (matrix((1, 1, 0), (1, 1, 1), (0, 1, 1)), False),
        ((), True),
    ],
)
def test_psd_by_hand(m, psd):
    """A zero pivot needs a zero row; a matrix that is not symmetric is not PSD."""
    assert is_psd(m) == psd


@given(st.integers(0, 500), st.integers(1, 3), st.integers(0, 4))
def test_families_are_psd(seed, d, n):
    """Every member of every drawn family is symmetric and PSD, and there are as many as asked for."""
    family = psd_family(seeded(seed, 0), d, n)
    assert len(family) == n
    assert all(len(m) == d and is_psd(m) for m in family)


@given(st.integers(0, 500), st.integers(1, 3))
def test_symmetric_matrices_are_symmetric(seed, d):
    """The draw of a symmetric matrix."""
    assert is_symmetric(symmetric(seeded(seed, 0), d))


@given(st.integers(0, 500), st.integers(2, 3))
def test_mirrored_members_do_not_commute_with_their_mean(seed, d):
    """The mean of a mirrored pair is diagonal, its members are not."""
    first, second = mirrored(seeded(seed, 0), d, 2)
    mean = from_entries(d, lambda i, j: (first[i][j] + second[i][j]) / 2)
    assert is_diagonal(mean)
    assert not is_diagonal(first)
    assert is_psd(first)
    assert is_psd(second)


def test_some_families_commute_and_some_do_not():
    """Both kinds come up often."""
    found = [commute(psd_family(seeded(0, round_), 2, 2)) for round_ in range(200)]
    assert 40 < sum(found) < 160


@pytest.mark.parametrize("seed", range(40))
def test_multiples_of_one_projector_have_rational_roots(seed):
    """Tr(D D') has a rational root for all mixes D of a member of each family, whatever the weights; every member is PSD."""
    choose = seeded(seed, 0)
    first, second = one_projector(choose, 1 + seed % 3, (2, 3))
    assert all(map(is_psd, (*first, *second)))
    a, b = Fraction(1, 3), Fraction(2, 3)
    mixes = [added(scaled(a, x), scaled(b, y)) for x in first for y in second]
    for one, other in product(mixes, repeat=2):
        trace = sum((row[i] for i, row in enumerate(multiplied(one, other))), Fraction(0))
        assert isqrt(trace.numerator) ** 2 == trace.numerator
        assert isqrt(trace.denominator) ** 2 == trace.denominator
