"""The largest eigenvalue of a single Hessian, and the theorems that need no more."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given as drawn_with
from hypothesis import settings
from hypothesis import strategies as st

from tests.inspection.families import figures, given, verdicts
from verify.inspection.inspect import Wishes, inspect
from verify.inspection.single_hessians import largest_of_one


@settings(max_examples=25)
@drawn_with(n=st.integers(1, 8), d=st.integers(1, 6), k=st.integers(1, 3), seed=st.integers(0, 1000))
def test_the_pruned_maximum_is_that_of_all(n, d, k, seed):
    """Dense or by factors, to some roundings of the eigenvalue of each."""
    factors = np.random.default_rng(seed).normal(size=(n, d, k))
    dense = factors @ factors.transpose(0, 2, 1)
    top = np.linalg.eigvalsh(dense).max()
    for low, high in (largest_of_one(factors, True), largest_of_one(dense, False)):
        assert low <= top * (1 + 1e-12)
        assert high >= top * (1 - 1e-12)
        assert high - low <= 1e-11 * high


@pytest.mark.parametrize("largest", [10, 11])
def test_one_hessian_is_enough(largest):
    """η = 1/4, α = 1/4, B = 1, n_r = 2: C_r = 9/1024, so that C_r λ_max² > 1 from λ_max = 32/3 on."""
    retain = np.array([np.diag([float(largest), 0.0]), np.zeros((2, 2))])
    found = inspect(given(retain, np.eye(2)[None] / 4), figures(), verdicts(), Wishes(steps=1))
    applied = {one.id: one for one in found.applications}
    assert applied["T4.8r3"].applies is (Fraction(9, 1024) * largest**2 > 1)
    assert applied["T4.8r4"].applies is False
