"""The largest eigenvalue over all pairs, and how little work it takes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verify.dynamics.coherence.largest_eigenvalue import is_above_spectrum, largest_eigenvalue
from verify.dynamics.coherence.pair_maximum import pair_maximum
from verify.dynamics.coherence.psd_family import family
from verify.dynamics.coherence.trace_products import trace_products


def found_and_brute(left, right, a, b, factored):
    """The pruned maximum, and the largest of all eigenproblems."""
    dense = [x @ x.transpose(0, 2, 1) for x in (left, right)]
    x, y = (family(f if factored else h, factored=factored) for f, h in zip((left, right), dense, strict=True))
    mixes = (a * dense[0][:, None] + b * dense[1][None]).reshape(-1, left.shape[1], left.shape[1])
    return pair_maximum(x, y, a, b, trace_products(x, y)), float(np.linalg.eigvalsh(mixes)[:, -1].max())


@settings(max_examples=30)
@given(
    seed=st.integers(0, 10**6),
    k=st.integers(1, 4),
    weights=st.sampled_from(((0.5, 0.5), (0.9, 0.1), (1.0, 0.0), (1e-9, 1.0))),
    factored=st.booleans(),
    decay=st.sampled_from((0.0, 3.0)),
)
def test_the_maximum_is_that_of_all_eigenproblems(seed, k, weights, factored, decay):
    """Dense and by factors, of members alike and of very different sizes."""
    rng = np.random.default_rng(seed)
    left, right = (rng.normal(size=(n, 4, k)) * np.exp(-decay * rng.random(n))[:, None, None] for n in (9, 6))
    found, brute = found_and_brute(left, right, *weights, factored)
    assert found.bounds[0] * (1 - 1e-12) <= brute <= found.bounds[1] * (1 + 1e-12)
    assert found.bounds[1] <= found.bounds[0] * (1 + 1e-10)


def test_few_eigenproblems_are_solved():
    """Of 1,200 pairs of dense matrices at most a dozen are; of rank one by factors, none."""
    rng = np.random.default_rng(7)
    left, right = rng.normal(size=(40, 12, 3)), rng.normal(size=(30, 12, 3))
    assert found_and_brute(left, right, 0.5, 0.5, False)[0].eigenproblems <= 12
    assert found_and_brute(left[:, :, :1], right[:, :, :1], 0.5, 0.5, True)[0].eigenproblems == 0


@settings(max_examples=30)
@given(seed=st.integers(0, 10**6), n=st.integers(1, 20), error=st.sampled_from((0.0, 1e-6)))
def test_largest_eigenvalues_are_enclosed(seed, n, error):
    """Of indefinite matrices too; with an error, of all matrices within it."""
    rng = np.random.default_rng(seed)
    matrix = rng.normal(size=(n, n))
    matrix = matrix + matrix.T
    lower, upper = largest_eigenvalue(matrix, error)
    vector = rng.normal(size=n)
    moved = matrix + error * np.outer(vector, vector) / (vector @ vector)
    for truth in (np.linalg.eigvalsh(matrix)[-1], np.linalg.eigvalsh(moved)[-1]):
        assert lower - 1e-13 * n <= truth <= upper + 1e-13 * n
    assert upper - lower <= 5 * error + 1e-11
    assert not is_above_spectrum(matrix, lower - 1e-12 * n, error)


@pytest.mark.parametrize("matrix", [np.zeros((3, 3)), np.zeros((1, 1))])
def test_zero_is_exact(matrix):
    """λ_max of a zero matrix is 0, without an interval around it."""
    assert largest_eigenvalue(matrix) == (0.0, 0.0)
