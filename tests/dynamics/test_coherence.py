"""Pairwise coherence: every figure between its bounds, whatever the families, against exact arithmetic and against a stored matrix."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from tests.reference import coherence as reference
from tests.reference.moments import combined, times
from tests.reference.spectra import largest_eigenvalue
from verify.dynamics.coherence.coherence import coherence
from verify.dynamics.coherence.psd_family import family

WEIGHTS = ((0.25, 0.75), (0.5, 0.5), (1.0, 0.0), (0.0, 1.0), (2.0**-30, 1.0), (3.0, 5.0))


@st.composite
def factor_arrays(draw, most: int = 3):
    """Factors of two families, small integers: (n, d, k), (m, d, k)."""
    n, m, d, k = (draw(st.integers(1, limit)) for limit in (most, 2, 3, 2))
    entries = st.integers(-3, 3)
    return tuple(draw(arrays(np.int64, (count, d, k), elements=entries)).astype(float) for count in (n, m))


def exact(factors):
    """H = A Aᵀ in fractions."""
    columns = [tuple(tuple(Fraction(x) for x in row) for row in a) for a in factors]
    return tuple(times(a, tuple(zip(*a, strict=True))) for a in columns)


def products(factors):
    """The same, dense, in floats: integers, so without rounding."""
    return factors @ factors.transpose(0, 2, 1)


def stored(left, right, a, b):
    """S itself, from dense matrices."""
    d = left.shape[1]
    mixes = (a * left[:, None] + b * right[None]).reshape(-1, d * d)
    return np.sqrt(np.maximum(mixes @ mixes.T, 0.0))


def contains(interval, truth):
    """Whether fractions around the truth reach into the interval."""
    return Fraction(interval[0]) <= truth[1] and truth[0] <= Fraction(interval[1])


@settings(max_examples=25)
@given(families=factor_arrays(), weights=st.sampled_from(WEIGHTS), factored=st.booleans())
def test_every_figure_is_between_its_bounds(families, weights, factored):
    """λ_max(D), max λ_max(D_ij), λ_max(S) and σ against fractions and forty digits, and no interval is wider than it need be."""
    left, right = families
    a, b = weights
    found = coherence(*(family(x if factored else products(x), factored=factored) for x in (left, right)), a, b)
    mixes = reference.mixes(exact(left), exact(right), Fraction(a), Fraction(b))
    whole = combined(*((Fraction(1, len(mixes)), m) for m in mixes))
    tops = [largest_eigenvalue(m) for m in mixes]
    assert contains(found.mean, largest_eigenvalue(whole))
    assert contains(found.largest_pair, (max(lo for lo, _ in tops), max(hi for _, hi in tops)))
    root = Fraction(reference.largest_eigenvalue(reference.squared_entries(mixes)))
    near = (root * (1 - Fraction(1, 10**18)), root * (1 + Fraction(1, 10**18)))
    assert contains(found.perron, near)
    if root == 0:
        assert found.sigma is None
    else:
        assert contains(found.sigma, (near[0] / max(hi for _, hi in tops), near[1] / max(lo for lo, _ in tops)))
        assert found.sigma[1] / found.sigma[0] < 1 + 2e-7


@settings(max_examples=20)
@given(families=factor_arrays(most=6), weights=st.sampled_from(WEIGHTS), repeats=st.integers(1, 3), zeros=st.integers(0, 2))
def test_equal_and_zero_members_change_what_they_must(families, weights, repeats, zeros):
    """Against the stored S of the family with all its copies."""
    left, right = (np.concatenate([np.repeat(x, repeats, axis=0), np.zeros((zeros, *x.shape[1:]))]) for x in families)
    found = coherence(family(left, factored=True), family(right, factored=True), *weights)
    top = np.linalg.eigvalsh(stored(products(left), products(right), *weights))[-1]
    assert found.perron[0] * (1 - 1e-13) <= top <= found.perron[1] * (1 + 1e-13) + 1e-300
    different = len({x.tobytes() for x in left + 0.0}) * len({x.tobytes() for x in right + 0.0})
    assert found.pairs <= different


@pytest.mark.parametrize(("a", "b"), [(1.0, 0.0), (0.0, 1.0)])
def test_a_weight_of_zero_leaves_a_kronecker_product_with_ones(a, b):
    """λ_max(S) is that of one family's matrix times the number of the other's members."""
    rng = np.random.default_rng(2)
    left, right = rng.normal(size=(40, 5, 1)), rng.normal(size=(30, 5, 1))
    one, others = (left, 30) if a else (right, 40)
    found = coherence(family(left, factored=True), family(right, factored=True), a, b)
    top = others * np.linalg.eigvalsh(np.abs(one[:, :, 0] @ one[:, :, 0].T))[-1]
    assert found.perron[0] * (1 - 1e-13) <= top <= found.perron[1] * (1 + 1e-13)
    assert found.pairs == len(one)


@pytest.mark.parametrize("b", [0.0, 2.0**-40, 0.5])
def test_families_that_fall_apart(b):
    """Members on axes of their own: S is reducible, or a hair from it, and its bounds are as narrow as elsewhere."""
    left, right = np.zeros((24, 30, 1)), np.zeros((6, 30, 1))
    left[range(24), range(24), 0] = 1 + np.arange(24) % 3
    right[range(6), 24 + np.arange(6) // 2, 0] = 1
    found = coherence(family(left, factored=True), family(right, factored=True), 1 - b, b)
    top = np.linalg.eigvalsh(stored(products(left), products(right), 1 - b, b))[-1]
    assert found.perron[0] * (1 - 1e-13) <= top <= found.perron[1] * (1 + 1e-13)
    assert found.perron[1] / found.perron[0] < 1 + 1e-8


def test_zero_families_have_no_coherence():
    """Every figure is exactly 0, and σ, which is 0/0, is none."""
    found = coherence(family(np.zeros((3, 2, 2))), family(np.zeros((2, 2, 2))), 0.5, 0.5)
    assert (found.mean, found.largest_pair, found.perron, found.sigma) == ((0, 0), (0, 0), (0, 0), None)


@pytest.mark.parametrize("exponent", [-400, -40, 40, 90])
def test_figures_scale_with_the_hessians(exponent):
    """D and S with the Hessians, exactly for powers of two, σ not at all: no size underflows or overflows."""
    rng = np.random.default_rng(5)
    left, right = (products(rng.normal(size=(n, 4, 2))) for n in (5, 3))
    first = coherence(family(left), family(right), 0.5, 0.5)
    other = coherence(family(np.ldexp(left, exponent)), family(np.ldexp(right, exponent)), 0.5, 0.5)
    assert other.sigma == first.sigma
    assert other.perron == tuple(np.ldexp(first.perron, exponent))


@settings(max_examples=15)
@given(seed=st.integers(0, 10**6), defect=st.sampled_from((1e-12, 1e-6)))
def test_what_is_meant_may_differ_by_the_defect(seed, defect):
    """With a defect, the figures contain those of every family within it."""
    rng = np.random.default_rng(seed)
    left, right = (products(rng.normal(size=(n, 3, 1))) for n in (4, 3))
    sizes = [defect * np.linalg.norm(x, axis=(1, 2))[:, None, None] / 30 for x in (left, right)]
    moved = [x + s * products(rng.normal(size=(len(x), 3, 1))) for x, s in zip((left, right), sizes, strict=True)]
    rough = coherence(family(left), family(right), 0.25, 0.75, defect=defect)
    for x, mover in ((left, moved[0]), (right, moved[1])):
        assert (np.linalg.norm(x - mover, axis=(1, 2)) <= defect * np.linalg.norm(x, axis=(1, 2))).all()
    near = coherence(family(moved[0]), family(moved[1]), 0.25, 0.75)
    for wide, narrow in ((rough.mean, near.mean), (rough.largest_pair, near.largest_pair), (rough.perron, near.perron)):
        assert wide[0] <= narrow[1]
        assert narrow[0] <= wide[1]


def test_arguments_are_looked_at():
    """Families of two sizes or forms, weights that are none."""
    one, other = family(np.ones((1, 1, 1))), family(np.ones((1, 2, 2)))
    by_factors = family(np.ones((1, 1, 1)), factored=True)
    for arguments in ((one, other, 0.5, 0.5), (one, by_factors, 0.5, 0.5), (one, one, -1.0, 1.0), (one, one, float("nan"), 1.0)):
        with pytest.raises(ValueError, match="must"):
            coherence(*arguments)
