"""Rational certificates of ρ(Φ) <= c and ρ(Φ) >= c: one matrix each, checked exactly.

For M ≻ 0 with Φ(M) ⪯ c M, Φᵏ(I) ⪯ cᵏ M / λ_min(M): the moments vanish where c < 1, and stay bounded where c = 1. For M ⪰ 0, M ≠ 0, with
Φ(M) ⪰ c M, Φᵏ(I) ⪰ cᵏ M / λ_max(M): they grow where c > 1, and do not vanish where c = 1.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from itertools import chain

import numpy as np

from verify.dynamics.approximate import eigenvectors, preimage
from verify.dynamics.blocks import coordinate_blocks, restricted
from verify.dynamics.directions import Array
from verify.dynamics.exact import exact_array, exact_identity, exact_number, flint_matrix
from verify.dynamics.exact_span import exact_span
from verify.dynamics.moment_map import moment_map
from verify.dynamics.recursion import LinearRecursion
from verify.dynamics.rounded import in_floats
from verify.meaning.instance import Matrix
from verify.meaning.matrix import is_psd

_BITS = (6, 12, 20, 30, 40, 52)  # of the entries of M, from short to as long as floats are
_RELATIVE = 1e-9  # residual that is aimed at; what it comes to is checked exactly


class Side(Enum):
    """Which way a certificate bounds ρ(Φ)."""

    ABOVE = "Φ(M) ⪯ c M, M ≻ 0"
    BELOW = "Φ(M) ⪰ c M, M ⪰ 0, M ≠ 0"


@dataclass(frozen=True, slots=True, eq=False)
class Certificate:
    """ρ(Φ) <= c or ρ(Φ) >= c, by M. matrix: exact rationals, symmetric, (d, d)."""

    side: Side
    matrix: Array
    c: Fraction

    @property
    def rows(self) -> Matrix:
        """M as the value of a symbol of an `Instance`, whose JSON the kernel reads."""
        return tuple(tuple(Fraction(int(x.p), int(x.q)) for x in row) for row in self.matrix)


def holds(certificate: Certificate, recursion: LinearRecursion) -> bool:
    """Whether the certificate's inequalities are true of a recursion of exact rationals; decided exactly, from nothing else."""
    m = certificate.matrix
    difference = moment_map(recursion).apply(m) - m * exact_number(certificate.c)
    flint = flint_matrix(m)
    match certificate.side:
        case Side.ABOVE:
            return is_psd(flint) and flint.det() != 0 and is_psd(flint_matrix(-difference))
        case Side.BELOW:
            return is_psd(flint) and any(entry != 0 for entry in m.flat) and is_psd(flint_matrix(difference))


def certificate(recursion: LinearRecursion, side: Side, c: Fraction) -> Certificate | None:
    """A certificate of ρ(Φ) <= c, or >= c, for a recursion of exact rationals, its entries as short as is found to do; or None.

    M is about ±(c − Φ)⁻¹(I), or an eigenvector, from floats; from below it may be 0 outside a coordinate block, or outside or on the span
    of the directions. Only what `holds` is returned. None is found where ρ(Φ) is c itself, and from below where the eigenvector is singular
    in another way: for J without noise whose eigenvector v is irrational none exists, as only multiples of v vᵀ would do.
    """
    shortened = (_shortened(m, bits) for m in _guesses(recursion, float(c)) for bits in _BITS)
    matrices = chain(shortened, _on_parts(recursion, c) if side is Side.BELOW else ())
    return next((found for m in matrices if holds(found := Certificate(side, m, c), recursion)), None)


def _on_parts(recursion: LinearRecursion, c: Fraction) -> Iterator[Array]:
    """Matrices of certificates from below of smaller recursions, as matrices of the whole."""
    span = exact_span(recursion)
    if span is not None:
        yield span.beyond()
        within = certificate(span.recursion, Side.BELOW, c)
        if within is not None:
            yield span.lifted(within.matrix)
    blocks = coordinate_blocks(recursion)
    for at in blocks if len(blocks) > 1 else ():
        within = certificate(restricted(recursion, at), Side.BELOW, c)
        if within is not None:
            whole = 0 * exact_identity(recursion.d)
            whole[at[:, None], at] = within.matrix
            yield whole


def _guesses(recursion: LinearRecursion, c: float) -> Iterator[Array]:
    floats = in_floats(recursion)
    phi = moment_map(floats)
    direct = preimage(floats, phi, c, phi.identity(), _RELATIVE)
    yield direct if np.trace(direct) > 0 else -direct
    found = eigenvectors(floats, phi)
    if found.usable:
        yield found.solution(c)
    yield found.eigenvector


def _shortened(m: Array, bits: int) -> Array:
    """The nearest multiples of 2^−bits, of the matrix scaled to entries of at most 1."""
    scale = float(np.abs(m).max()) or 1.0
    whole = np.rint(m / scale * 2.0**bits)
    return np.asarray(exact_array(whole.tolist()).reshape(m.shape) / exact_number(2**bits))
