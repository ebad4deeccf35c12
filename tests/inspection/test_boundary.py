"""The factor by which η could grow, against boundaries that are known."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given as drawn_with
from hypothesis import settings
from hypothesis import strategies as st

from tests.inspection.families import given
from tests.proofs.constructions import rational_constructions, times_threshold
from verify.dynamics import Verdict, stability
from verify.inspection.boundary import boundary
from verify.inspection.setting import setting
from verify.inspection.timing import Clock


def factor(found):
    """Lower and upper bound of the factor."""
    return boundary(found, Clock()).factor


@settings(max_examples=25)
@drawn_with(built=rational_constructions(max_d=1), multiple=st.sampled_from(tuple(map(Fraction, ("1/5", "1/2", "99/100", 1, 2, 5)))))
def test_the_construction_meets_its_threshold(built, multiple):
    """At a multiple of the threshold of (42), η could grow by the inverse of it."""
    built = times_threshold(built, multiple)
    arrays = built.to_numpy()
    hessians = given(arrays["retain"], arrays["forget"]).hessians
    low, high = factor(setting(hessians, float(built.eta), float(built.alpha), built.B))
    assert low * (1 - 1e-9) <= 1 / multiple <= high * (1 + 1e-9)
    assert high <= low * (1 + 2e-6)


@settings(max_examples=25)
@drawn_with(seed=st.integers(0, 10**6), d=st.integers(1, 4), alpha=st.sampled_from((0.0, 0.1, 0.4)), factored=st.booleans())
def test_verdicts_on_both_sides_are_guaranteed(seed, d, alpha, factored):
    """ρ(Φ) ≤ 1 at the lower bound, ρ(Φ) > 1 at the upper one, and stable learning rates are an interval from 0."""
    rng = np.random.default_rng(seed)
    retain, forget = rng.normal(size=(4, d, d)), rng.normal(size=(3, d, d))
    if not factored:
        retain, forget = (x @ x.transpose(0, 2, 1) for x in (retain, forget))
    found = given(retain, forget, float(rng.uniform(0.01, 4)), alpha, 2, factored=factored)
    low, high = factor(found)
    if high == 0:
        assert stability(found.at(eta=found.eta / 1024).recursion()).verdict is Verdict.UNSTABLE
        return
    assert high <= low * (1 + 2e-6)
    assert stability(found.at(eta=found.eta * low * 0.9).recursion()).verdict is Verdict.STABLE
    assert stability(found.at(eta=found.eta * low / 16).recursion()).verdict is Verdict.STABLE
    assert stability(found.at(eta=found.eta * high).recursion()).verdict is Verdict.UNSTABLE


def test_nothing_moves():
    """Zero Hessians of weight have no boundary; those of weight zero do not count."""
    assert boundary(given(np.zeros((2, 1, 1)), np.zeros((2, 1, 1))), Clock()).factor is None
    assert boundary(given(np.zeros((2, 1, 1)), np.ones((2, 1, 1)), alpha=0.0), Clock()).factor is None


def test_no_learning_rate_is_stable():
    """Where the mean update grows, exactly 0."""
    found = boundary(given([[[1.0]]], [[[9.0]]], alpha=0.5), Clock())
    assert found.factor == (0.0, 0.0)
    assert "every learning rate" in found.reason


@pytest.mark.parametrize("factored", [False, True])
def test_quiet_dimensions_do_not_count(factored):
    """One axis of ten: ρ(Φ) is at least 1 throughout, and the boundary is that of the axis, 2/(ηh) of it for B = n."""
    axis = np.zeros((1, 10, 1))
    axis[0, 0, 0] = 2.0
    array = axis if factored else axis @ axis.transpose(0, 2, 1)
    low, high = factor(given(array, array, 0.125, 0.0, factored=factored))
    assert low <= 4 <= high
    assert math.isclose(low, high, rel_tol=1e-5)
