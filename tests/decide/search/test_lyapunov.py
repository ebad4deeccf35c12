"""Matrices that tell where the powers of a positive map go: found wherever ρ(Φ) is not 1, and right by slow independent arithmetic."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from flint import fmpq, fmpq_mat
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.reference.definiteness import is_psd
from tests.reference.moments import combined, identity, times, trace, transposed
from verify.decide.search.lyapunov import MatrixMap, fading, growing
from verify.language.expression import Relation

entries = st.fractions(-2, 2, max_denominator=4)


def matrices(d):
    """General matrices of one size."""
    return st.lists(st.lists(entries, min_size=d, max_size=d), min_size=d, max_size=d)


@st.composite
def steps(draw):
    """A few matrices A of one size: Φ(M) = Σ AᵀMA."""
    d = draw(st.integers(1, 3))
    return draw(st.lists(matrices(d), min_size=1, max_size=3))


def image(family, m):
    """Φ(M) by plain fractions."""
    return combined(*[(1, times(times(transposed(a), m), a)) for a in family])


def map_of(family):
    """The same as a map of flint's matrices."""
    d = len(family[0])
    units = [[[Fraction(int((r, c) == (i, j))) for c in range(d)] for r in range(d)] for i in range(d) for j in range(d)]
    return MatrixMap(d, tuple(flint(image(family, unit)) for unit in units))


def flint(rows):
    return fmpq_mat([[fmpq(x.numerator, x.denominator) for x in row] for row in rows])


def tr(m):
    return sum((m[i, i] for i in range(m.nrows())), fmpq(0))


def radius(family):
    """ρ(Φ) by the dense matrix of Φ."""
    return max(abs(np.linalg.eigvals(sum(np.kron(np.array(a, float), np.array(a, float)) for a in family))))


def check(family, step, up):
    """The inequalities that a step says, by principal minors."""
    d = len(family[0])
    m = identity(d) if step.matrix is None else [list(row) for row in step.matrix]
    sign = 1 if up else -1
    assert is_psd(combined((sign, image(family, m)), (-sign * step.q, m)))
    assert is_psd(combined((sign, identity(d)), (-sign, m)))
    assert step.scale == trace(m)
    assert step.relation is (Relation.LOEWNER_GREATER_EQUAL if up else Relation.LOEWNER_LESS_EQUAL)


@given(steps())
def test_each_side_has_a_matrix(family):
    """Where ρ(Φ) > 1 one for growth, where it is < 1 one for decay, and never one for the other side."""
    phi, rho = map_of(family), radius(family)
    assert phi.is_completely_positive()
    up, down = growing(phi, tr), fading(phi, tr)
    if up is not None:
        assert rho > 1
        assert up.q > 1
        assert up.scale > 0
        check(family, up, True)
    if down is not None:
        assert rho < 1
        assert down.q < 1
        check(family, down, False)
    assume(abs(rho - 1) > 1e-3)
    assert down is not None or up is not None or is_defective(family)


def is_defective(family):
    """Whether some eigenvalue of Φ has few eigenvectors: floats do not tell it well."""
    vectors = np.linalg.eig(sum(np.kron(np.array(a, float), np.array(a, float)) for a in family))[1]
    return np.linalg.cond(vectors) > 1e4


ROTATION = [[Fraction(3, 5), Fraction(-4, 5)], [Fraction(4, 5), Fraction(3, 5)]]
SLANTED = [[Fraction(1), Fraction(1)], [Fraction(0), Fraction(1, 2)]]
HALF = [[Fraction(1), Fraction(0)], [Fraction(0), Fraction(1, 2)]]


@pytest.mark.parametrize(("a", "bound"), [(ROTATION, True), (HALF, True), (SLANTED, False)], ids=["turns", "halves", "slants"])
def test_at_one(a, bound):
    """ρ(Φ) = 1: a bound from below by the part of I that Φ keeps, one from above where that, or I, is an M ⪰ I."""
    phi = map_of([a])
    assert growing(phi, tr) is None
    assert fading(phi, tr) is None
    above, below = fading(phi, tr, bounded=True), growing(phi, tr, beyond=Fraction(0))
    assert (above is not None) is bound
    assert below is not None
    check([a], below, True)
    assert below.q == 1


def test_more_than_what_is_claimed():
    """A bound from below counts only beyond that."""
    phi = map_of([HALF])
    assert growing(phi, tr, beyond=Fraction(1, 2)) is not None
    assert growing(phi, tr, beyond=Fraction(1)) is None


def test_a_transposition_is_not_completely_positive():
    """M ↦ Mᵀ keeps M ⪰ 0, but is no sum of AᵀMA; nor is M ↦ −M."""
    units = [fmpq_mat(2, 2, [int(n == k) for n in range(4)]) for k in range(4)]
    assert not MatrixMap(2, tuple(unit.transpose() for unit in units)).is_completely_positive()
    assert not MatrixMap(2, tuple(-unit for unit in units)).is_completely_positive()
