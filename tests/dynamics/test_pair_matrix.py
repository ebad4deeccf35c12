"""Products with the coherence matrix, tile by tile, against the matrix itself."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from verify.dynamics.coherence.pair_matrix import PairMatrix
from verify.dynamics.coherence.perron import perron_root
from verify.dynamics.rounding import gamma


def made(n, m, seed):
    """A matrix of pairs and the array that it stands for."""
    rng = np.random.default_rng(seed)
    left, right = (x + x.T for x in (rng.random((n, n)), rng.random((m, m))))
    mixed = rng.random((n, m)) * (rng.random((n, m)) > 0.3)
    i, j = (x.ravel() for x in np.indices((n, m)))
    whole = np.sqrt(left[np.ix_(i, i)] + mixed[np.ix_(i, j)] + mixed[np.ix_(i, j)].T + right[np.ix_(j, j)])
    return PairMatrix(left, mixed, right, np.ones((n, m))), whole


@settings(max_examples=20)
@given(n=st.integers(1, 40), m=st.integers(1, 24), seed=st.integers(0, 1000))
def test_products_are_those_of_the_stored_matrix(n, m, seed):
    """Within what rounding can do to sums of so many terms; rows, columns, and a sample of them too."""
    matrix, whole = made(n, m, seed)
    x = np.random.default_rng(seed + 1).random((n, m))
    ours, stored = matrix.times(x).ravel(), whole @ x.ravel()
    assert (np.abs(ours - stored) <= 2 * matrix.rounding * stored).all()
    place = seed % (n * m)
    assert np.allclose(matrix.column(*divmod(place, m)).ravel(), whole[place], rtol=1e-15, atol=0)
    assert np.allclose(matrix.diagonal.ravel(), np.diag(whole) ** 2, rtol=1e-14, atol=0)
    chosen = [m - 1, (n - 1) * m]
    assert np.allclose(matrix.among(np.array([0, n - 1]), np.array([m - 1, 0])), whole[np.ix_(chosen, chosen)], rtol=1e-15, atol=0)


@settings(max_examples=25)
@given(
    n=st.integers(1, 12), m=st.integers(1, 6), size=st.integers(-60, 60), small=st.sampled_from((1e-300, 1e-36, 1e-20, 1.0)),
    seed=st.integers(0, 1000),
)  # fmt: skip
def test_single_precision_bounds_the_root_from_both_sides(n, m, size, small, seed):
    """Rounded up to single precision, S has a root between that of S and not much more, whatever the scale, with entries that underflow."""
    made_matrix, _ = made(n, m, seed)
    shrunk = np.where(np.random.default_rng(seed).random((n, m)) > 0.5, 1.0, small)
    matrix = PairMatrix(
        *(np.ldexp(a, size) for a in (made_matrix.left, made_matrix.mixed * shrunk, made_matrix.right)), np.ones((n, m))
    )
    i, j = (x.ravel() for x in np.indices((n, m)))
    whole = matrix.among(i, j)
    single, exponent = matrix.in_single()
    (lower, upper), _ = perron_root(single.times, matrix.counts, np.ones((n, m)), single.rounding, 1e-3)
    top = np.linalg.eigvalsh(whole)[-1]
    low, high = np.ldexp(lower * (1 - single.spare), exponent), np.ldexp(upper, exponent)
    assert low * (1 - 1e-13) <= top <= high * (1 + 1e-13)
    assert high <= low * 1.002


def test_threads_add_up():
    """Above some thousand pairs the tiles are shared out; progress ends at the whole."""
    matrix, whole = made(80, 45, 3)
    x, told = np.random.default_rng(0).random((80, 45)), []
    ours, stored = matrix.times(x, told.append).ravel(), whole @ x.ravel()
    assert (np.abs(ours - stored) <= 2 * matrix.rounding * stored).all()
    assert told == sorted(told)
    assert 0 < told[0] <= told[-1] == 1


@settings(max_examples=25)
@given(n=st.integers(1, 12), parts=st.integers(1, 4), nearness=st.sampled_from((0.0, 1e-14, 1e-6, 0.1)), seed=st.integers(0, 1000))
def test_perron_roots_of_matrices_that_nearly_fall_apart(n, parts, nearness, seed):
    """Blocks with equal or nearly equal roots, tied together by little or nothing."""
    rng = np.random.default_rng(seed)
    block = rng.random((n, n))
    whole = np.kron(np.eye(parts), block + block.T) + nearness * np.ones((n * parts, n * parts))
    counts = rng.integers(1, 4, n * parts).astype(float)
    (lower, upper), _ = perron_root(lambda x: whole @ x, counts, np.ones(n * parts), gamma(n * parts + 8), 1e-9)
    top = np.linalg.eigvalsh(np.sqrt(counts)[:, None] * whole * np.sqrt(counts))[-1]
    assert lower * (1 - 1e-13) <= top <= upper * (1 + 1e-13)
    assert upper / lower < 1 + 1e-8
