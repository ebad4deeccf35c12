"""λ_max(S) from products that are never stored beats the stored matrix in memory, and the pruned pair maximum beats all eigenproblems.

Memory is the peak of what Python and NumPy allocate while a way runs, in bytes, in the place of seconds.
"""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from functools import partial
from typing import Any

import numpy as np
from scipy.sparse.linalg import eigsh

from benchmarks.measure import Comparison, Measured, Way
from verify.dynamics.coherence.coherence import coherence
from verify.dynamics.coherence.pair_maximum import pair_maximum
from verify.dynamics.coherence.psd_family import PsdFamily, family
from verify.dynamics.coherence.trace_products import trace_products

CLAIM = "coherence is not stored"
A, B = 0.6, 0.4
D, RANK = 30, 2
LARGE = (200, 100)  # 20,000 pairs: S has 4·10⁸ entries, 3.2 GB
GROWTH = ((50, 20), (100, 50), (200, 50))
TIME_AIM, MEMORY_AIM, PAIRS_AIM = 3, 50, 5


def run(smoke: bool) -> Iterator[Measured]:
    """Time along growing numbers of pairs; memory at the largest; the pair maximum on dense Hessians."""
    sizes = ((6, 4),) if smoke else (*GROWTH, LARGE)
    for sizes_ in sizes:
        left, right = families(*sizes_)
        ours, naive = partial(perron, left, right), partial(stored, left, right)
        case = f"λ_max(S), {sizes_[0]}·{sizes_[1]} pairs, against a stored S and eigsh"
        yield Comparison(CLAIM, case, ours, naive, _within).at_most(TIME_AIM, smoke)
    yield _memory(ours, naive, sizes[-1])
    left, right = families(*((5, 4) if smoke else (100, 60)), factored=False)
    mixed = trace_products(left, right)
    pruned = partial(pair_maximum, left, right, A, B, mixed)
    case = f"max λ_max(D_rf), {left.n}·{right.n} dense pairs, d = {D}, against all eigenproblems"
    yield Comparison(CLAIM, case, pruned, partial(_all_pairs, left, right), _bounded).at_least(PAIRS_AIM, smoke)


def _memory(ours: Way, naive: Way, sizes: tuple[int, int]) -> Measured:
    """Bytes at the peak."""
    peaks = [_peak(way) for way in (ours, naive)]
    case = f"memory of the same at {sizes[0]}·{sizes[1]} pairs (bytes for seconds)"
    return Measured(CLAIM, case, *peaks, f"{MEMORY_AIM}× less", peaks[1] >= MEMORY_AIM * peaks[0])


def _peak(way: Way) -> float:
    tracemalloc.start()
    way()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return float(peak)


def families(n: int, m: int, *, factored: bool = True) -> tuple[PsdFamily, PsdFamily]:
    roots = [np.random.default_rng(seed).standard_normal((size, D, RANK)) for seed, size in enumerate((n, m))]
    return tuple(family(r if factored else r @ r.transpose(0, 2, 1), factored=factored) for r in roots)  # type: ignore[return-value]


def perron(left: PsdFamily, right: PsdFamily) -> tuple[float, float]:
    return coherence(left, right, A, B).perron


def stored(left: PsdFamily, right: PsdFamily) -> float:
    """The naive way: every pair, S whole, an iterative eigenvalue."""
    x, y = (m.array @ m.array.transpose(0, 2, 1) for m in (left, right))
    mixes = (A * x[:, None] + B * y[None]).reshape(left.n * right.n, -1)
    s = np.empty((len(mixes), len(mixes)))
    for start in range(0, len(mixes), 1000):  # whole, A Aᵀ of this size ends in a segmentation fault of OpenBLAS
        s[start : start + 1000] = mixes[start : start + 1000] @ mixes.T
    np.sqrt(np.maximum(s, 0, out=s), out=s)
    return float(eigsh(s, k=1, which="LA", tol=1e-7, v0=np.ones(len(s)))[0][0])


def _all_pairs(left: PsdFamily, right: PsdFamily) -> float:
    return max(float(np.linalg.eigvalsh(A * x + B * y)[-1]) for x in left.array for y in right.array)


def _within(ours: tuple[float, float], naive: float) -> bool:
    return ours[0] * (1 - 1e-6) <= naive <= ours[1] * (1 + 1e-6)


def _bounded(ours: Any, naive: float) -> bool:
    return _within(ours.bounds, naive)
