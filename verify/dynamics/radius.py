"""The spectral radius ρ(Φ) of a moment map, between bounds that hold whatever rounding does.

Φ is completely positive: ρ(Φ) is an eigenvalue with a positive semidefinite eigenvector (Krein and Rutman; Evans and Høegh-Krohn 1978),
and for M ≻ 0 with Φ(M) ⪯ c M, ρ(Φ) <= c (Collatz and Wielandt: then Φᵏ(I) ⪯ cᵏ M / λ_min(M)); for M ⪰ 0, M ≠ 0, with Φ(M) ⪰ c M,
ρ(Φ) >= c. An approximate eigenvector, from wherever, only decides how narrow the bounds are.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from verify.dynamics.blocks import coordinate_blocks, restricted
from verify.dynamics.directions import Array
from verify.dynamics.eigenvalues import symmetric_bounds
from verify.dynamics.enclosure import ALL_EIGENVALUES, block_bounds
from verify.dynamics.exact_radius import exact_bounds
from verify.dynamics.recursion import LinearRecursion, member
from verify.dynamics.span import on_span

Bounds = tuple[float, float]


def spectral_radius(recursion: LinearRecursion) -> Bounds | tuple[Fraction, Fraction]:
    """(lo, hi) with lo <= ρ(Φ) <= hi, guaranteed; in the arithmetic of the recursion: floats, or Fractions (see `exact_bounds`).

    Where the factors of Hessians span less than the space and A_0 = I beyond it, ρ(Φ) >= 1, and the work is done on the span.
    Raises ValueError for a batch: see `spectral_radii`.
    """
    if recursion.batch:
        raise ValueError("a batch of recursions has as many spectral radii: use spectral_radii")
    if recursion.exact:
        return exact_bounds(recursion)
    span = on_span(recursion)
    if span is None:
        return radius_within(recursion)
    return span.radius(*radius_within(span.recursion))


def radius_within(recursion: LinearRecursion, near: Array | None = None) -> Bounds:
    """The bounds without a reduction: the largest over the coordinate blocks. near: a guess at an eigenvector, (d, d)."""
    blocks = coordinate_blocks(recursion)
    found = [block_bounds(restricted(recursion, at), None if near is None else near[at[:, None], at]) for at in blocks]
    return max(lo for lo, _ in found), max(hi for _, hi in found)


def spectral_radii(recursion: LinearRecursion) -> tuple[Array, Array]:
    """(lo, hi), arrays over the batch: as `spectral_radius`. Symmetric recursions of small d are done at once, others one by one."""
    if recursion.symmetric and recursion.d <= ALL_EIGENVALUES:
        lo, hi = symmetric_bounds(recursion)
        shape = recursion.batch
        return np.broadcast_to(lo, shape), np.broadcast_to(hi, shape)
    found = [spectral_radius(member(recursion, at)) for at in np.ndindex(*recursion.batch)]
    lower, upper = (np.array(side).reshape(recursion.batch) for side in zip(*found, strict=True))
    return lower, upper
