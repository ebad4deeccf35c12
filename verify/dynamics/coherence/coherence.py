"""Pairwise coherence of two weighted families of positive semidefinite matrices.

    D_ij = a X_i + b Y_j,   D = their mean,   S_{ij,i'j'} = √Tr(D_ij D_i'j'),   σ = λ_max(S) / max_ij λ_max(D_ij)

Every figure is an interval that contains the value for the matrices and the weights that are given, as the floats that they are. The
entries of S are known up to the rounding of the Gram matrix, and λ_max of a matrix ≥ 0 grows with each of its entries: so the largest
eigenvalue of the matrix of lower bounds is a lower one, and that of the matrix of upper bounds an upper one. Equal members are put together
and a zero D_ij is left out, both exactly: neither changes a nonzero eigenvalue of S.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from time import perf_counter

import numpy as np
from scipy.linalg import eigh

from verify.dynamics.coherence.interval import Interval, binary_scale, outward
from verify.dynamics.coherence.largest_eigenvalue import largest_eigenvalue
from verify.dynamics.coherence.pair_matrix import PairMatrix, Progress
from verify.dynamics.coherence.pair_maximum import PairMaximum, pair_maximum
from verify.dynamics.coherence.perron import perron_root, rayleigh
from verify.dynamics.coherence.psd_family import PsdFamily, alike, merged
from verify.dynamics.coherence.trace_products import Bounds, inner_products, trace_products
from verify.dynamics.directions import Array
from verify.dynamics.rounding import UNIT, gamma

_SMALL_PAIRS, _LARGE_PAIRS = 3_000, 50_000
_SMALL_GAP, _LARGE_GAP, _HUGE_GAP = 1e-9, 1e-6, 1e-4  # upper/lower − 1 that is aimed at for λ_max(S), up to so many pairs and beyond
_SMALL_SAMPLE, _LARGE_SAMPLE = 400, 2_000  # pairs from which the first vector for a large S comes
_MOST_FOR_SINGLE, _ENTRIES = 2_000_000, 2e12  # pairs in all; entries of S that are computed at most, about


@dataclass(frozen=True, slots=True)
class Coherence:
    """What the pairs come to. sigma: None where every D_ij is zero. pairs: of different members. seconds: by figure."""

    mean: Interval  # λ_max(D)
    largest_pair: Interval  # max_ij λ_max(D_ij)
    perron: Interval  # λ_max(S)
    sigma: Interval | None
    pairs: int
    eigenproblems: int
    seconds: tuple[tuple[str, float], ...]


def coherence(
    left: PsdFamily,
    right: PsdFamily,
    a: float,
    b: float,
    *,
    defect: float = 0.0,
    gap: float | None = None,
    progress: Progress | None = None,
) -> Coherence:
    """The coherence of two families of one size and one form, a, b ≥ 0.

    defect: how far, in parts of its Frobenius norm, each dense matrix may be from the positive semidefinite one that is meant.
    gap: upper/lower − 1 of λ_max(S) that is aimed at. progress: told the share of a product with S that is done.
    Raises ValueError for families or weights that do not go together.
    """
    _require(left, right, a, b)
    exponent = _even(2 * binary_scale(left.array, right.array) if left.factored else binary_scale(left.array, right.array))
    x, y = (merged(m, exponent) if w > 0 else alike(m) for m, w in ((left, a), (right, b)))
    clock = [perf_counter()]
    products = [trace_products(*pair, defect) for pair in ((x, x), (x, y), (y, y))]
    clock.append(perf_counter())
    mean = mean_eigenvalue(x, y, a, b, defect)
    clock.append(perf_counter())
    largest = pair_maximum(x, y, a, b, products[1], defect)
    clock.append(perf_counter())
    root = _perron(x, y, a, b, products, gap, progress)
    clock.append(perf_counter())
    seconds = tuple((name, clock[i + 1] - clock[i]) for i, name in enumerate(("gram", "mean", "largest_pair", "perron")))
    return _put_together(mean, largest, root, exponent, seconds)


def mean_eigenvalue(x: PsdFamily, y: PsdFamily, a: float, b: float, defect: float = 0.0) -> Interval:
    """λ_max of (1/nm) Σ_ij (a X_i + b Y_j) = a mean(X) + b mean(Y), of families of the size of 1."""
    weights = [(m, w * m.counts / m.counts.sum()) for m, w in ((x, a), (y, b))]
    lower, upper = largest_eigenvalue(*(_mean_of_factors(weights) if x.factored else _mean_of_dense(weights, defect)))
    return outward(max(lower, 0.0), max(upper, 0.0))


def _mean_of_dense(weights: list[tuple[PsdFamily, Array]], defect: float) -> tuple[Array, float]:
    mean = np.asarray(sum(np.tensordot(w, m.array, axes=1) for m, w in weights))
    size = sum(float(w @ np.linalg.norm(m.array, axis=(1, 2))) for m, w in weights)
    terms = sum(m.n for m, _ in weights)
    return (mean + mean.T) / 2, 1.01 * (gamma(terms + 6) + defect) * size


def _mean_of_factors(weights: list[tuple[PsdFamily, Array]]) -> tuple[Array, float]:
    """FFᵀ or FᵀF, whichever is smaller, F being all columns side by side, each times the root of its weight."""
    columns = np.concatenate([(m.array * np.sqrt(w)[:, None, None]).transpose(1, 0, 2).reshape(m.d, -1) for m, w in weights], axis=1)
    if columns.shape[1] > columns.shape[0]:
        columns = columns.T
    columns = columns[:, columns.any(axis=0)]
    if not columns.size:
        return np.zeros((1, 1)), 0.0
    inner, error = inner_products(columns[None], columns[None])
    return (inner + inner.T) / 2, 1.01 * (float(np.linalg.norm(error)) + 12 * UNIT * float((columns**2).sum()))


def _perron(
    x: PsdFamily, y: PsdFamily, a: float, b: float, traces: list[Bounds], gap: float | None, progress: Progress | None
) -> Interval:
    """λ_max(S)."""
    counts = np.outer(x.counts, y.counts)
    weights = (a * a, a * b, b * b)
    above, below = (
        PairMatrix(weights[0] * own, weights[1] * mixed, weights[2] * other, counts)
        for own, mixed, other in ([p.upper for p in traces], [p.lower for p in traces])
    )
    seen = above.diagonal > 0
    if not seen.any():
        return 0.0, 0.0
    aim = gap if gap is not None else _aim(counts.size)

    applied, exponent = above.in_single() if aim >= _HUGE_GAP and counts.sum() <= _MOST_FOR_SINGLE else (above, 0)

    def times(v: Array) -> Array:
        return np.ldexp(applied.times(v, progress)[seen], exponent)

    def spread(v: Array) -> Array:
        whole = np.zeros(counts.shape)
        whole[seen] = v
        return whole

    start = _first_vector(above, seen)[seen]
    products = int(max(2, min(2_000, _ENTRIES / seen.sum() ** 2)))
    found, vector = perron_root(lambda v: times(spread(v)), counts[seen], start, applied.rounding, aim, products)
    width = max(p.relative_width for p in traces)
    if width <= aim / 4:
        return outward(found[0] * math.sqrt(1 - width) * (1 - applied.spare) * (1 - 8 * UNIT), found[1])
    return rayleigh(lambda v: below.times(spread(v), progress)[seen], counts[seen], vector, below.rounding), found[1]


def _aim(pairs: int) -> float:
    """The gap that is aimed at: a product costs the square of the number of pairs."""
    return _SMALL_GAP if pairs <= _SMALL_PAIRS else _LARGE_GAP if pairs <= _LARGE_PAIRS else _HUGE_GAP


def _first_vector(matrix: PairMatrix, seen: Array) -> Array:
    """A positive vector from which to start: of a large S the extension of the Perron vector of some rows and columns."""
    n, m = matrix.shape
    if n * m <= _SMALL_PAIRS:
        return np.ones((n, m))
    size = min(_SMALL_SAMPLE if n * m <= _LARGE_PAIRS else _LARGE_SAMPLE, int(seen.sum()))
    i, j = np.divmod(np.random.default_rng(0).choice(np.flatnonzero(seen), size=size, replace=False), m)
    part = matrix.among(i, j)
    vector = np.abs(eigh(part, subset_by_index=(size - 1, size - 1))[1][:, 0])
    extended = np.zeros((n, m))
    for k, weight in enumerate(vector):
        extended += weight * matrix.column(int(i[k]), int(j[k]))
    return np.asarray(np.maximum(extended, extended.max() * 1e-12))


def _put_together(
    mean: Interval, largest: PairMaximum, root: Interval, exponent: int, seconds: tuple[tuple[str, float], ...]
) -> Coherence:
    """The figures at their own size again: D and S scale with the matrices, σ does not."""
    low, high = largest.bounds
    sigma = None if root[1] == 0 or high == 0 else outward(root[0] / high, root[1] / low if low > 0 else math.inf)
    own = [(math.ldexp(lo, exponent), math.ldexp(up, exponent)) for lo, up in (mean, largest.bounds, root)]
    return Coherence(own[0], own[1], own[2], sigma, largest.pairs, largest.eigenproblems, seconds)


def _require(left: PsdFamily, right: PsdFamily, a: float, b: float) -> None:
    if left.d != right.d or left.factored is not right.factored:
        raise ValueError("the two families must have matrices of one size, both dense or both by factors")
    if not (0 <= a < math.inf and 0 <= b < math.inf):
        raise ValueError(f"the weights {a} and {b} must be finite and not negative")


def _even(exponent: int) -> int:
    return exponent + exponent % 2
