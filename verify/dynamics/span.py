"""A recursion of Hessians on the span of all, where that is less than the space."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import sqrt

import numpy as np
from scipy.linalg import qr

from verify.dynamics import directions as family
from verify.dynamics.directions import Array, Factored
from verify.dynamics.near_span import has_rank, rest_of_space, restricted_to
from verify.dynamics.recursion import LinearRecursion
from verify.dynamics.rounding import TINY, gamma, up


@dataclass(frozen=True, slots=True, eq=False)
class Span:
    """The recursion in p orthonormal coordinates that hold the span; on the `quiet` others w_{k+1} = offset · w_k.

    differences: per term, at least Σ_j ‖ΔH_j‖, Σ_j ‖ΔH_j‖ (‖H_j‖ + ‖H'_j‖) and Σ_j ‖H_j‖ + ‖H'_j‖, where H'_j stands for H_j
    here and ΔH_j is what rounding the basis made of it. exact: whether the quiet dimensions are so for the floats as they are.
    """

    recursion: LinearRecursion
    quiet: int
    differences: tuple[tuple[float, float, float], ...]
    exact: bool = True

    def change(self, hi: float) -> float:
        """At least ‖Φ − Φ'‖, for Φ' the map of the recursion here (and offset beyond it), if its spectral radius is at most hi.

        Φ' ⪰ J'⊗J' as completely positive maps, so that ‖J'‖² <= hi or offset².
        """
        change, mean_change = 0.0, 0.0
        for term, (first, product, size) in zip(self.recursion.terms, self.differences, strict=True):
            mean_change += abs(term.weight) * first
            change += abs(term.own) * product + abs(term.shared) * first * size
        mean = sqrt(max(hi, float(self.recursion.offset) ** 2))
        return up(change + mean_change * (2 * mean + mean_change))

    def radius(self, lo: float, hi: float) -> tuple[float, float]:
        """Bounds on ρ(Φ) of the whole from bounds on the recursion here.

        Both maps are self-adjoint: by Weyl sorted eigenvalues are within `change`. Φ has the eigenvalue offset² at least as often as
        Φ' has it beyond the basis; where all others of Φ', at most hi or |offset| √hi, are below offset² by more than the change,
        ρ(Φ) is offset².
        """
        change, quiet = self.change(hi), float(self.recursion.offset) ** 2
        if self.exact and up(max(hi, sqrt(hi * quiet)) + change) < quiet == 1.0:
            return 1.0, 1.0
        return max(lo - change, _below(quiet) - (0.0 if self.exact else change)), up(max(hi, quiet) + change)


def on_span(recursion: LinearRecursion) -> Span | None:
    """The recursion on the span of its matrices; None where they may span all, or A_0 is no multiple of I beyond.

    The matrices are symmetric floats. Fewer columns of factors F, F Fᵀ, than dimensions leave some quiet for certain; else a null space
    within rounding is looked for, and whether it is exact where that can be decided.
    """
    if recursion.exact or recursion.batch or np.ndim(recursion.offset) or not recursion.symmetric or not recursion.terms:
        return None
    wide = _all_columns(recursion)
    if wide is None or wide.shape[1] >= recursion.d:
        return _of_rank(recursion)
    first = _of_columns(recursion, wide)
    second = _of_rank(first.recursion)
    return first if second is None else _one_after_the_other(first, second)


def _one_after_the_other(first: Span, second: Span) -> Span:
    """Columns that depend on each other but for rounding: ‖H⊗H − H''⊗H''‖ is at most the sum of both steps, and so is what else counts."""
    pairs = zip(first.differences, second.differences, strict=True)
    sums = tuple((up(a[0] + b[0]), up(a[1] + b[1]), up(a[2] + b[2])) for a, b in pairs)
    return Span(second.recursion, first.quiet + second.quiet, sums, exact=False)


def _of_rank(recursion: LinearRecursion) -> Span | None:
    """The recursion without the common null space of its matrices."""
    families = tuple(term.directions for term in recursion.terms)
    basis = rest_of_space(families)
    if basis is None or not basis.shape[1]:
        return None
    found = [restricted_to(one, basis) for one in families]
    terms = tuple(replace(term, directions=inner) for term, (inner, _) in zip(recursion.terms, found, strict=True))
    p = basis.shape[1]
    return Span(replace(recursion, d=p, terms=terms), recursion.d - p, tuple(sums for _, sums in found), has_rank(families, p))


def _of_columns(recursion: LinearRecursion, wide: Array) -> Span:
    """The recursion on the span of the columns of all factors, (d, p).

    The basis is what Householder's method gives; how far it is from orthonormal, and the factors from their images, is bounded.
    Costs about 6 d p² operations.
    """
    d, p = wide.shape
    basis, triangle = qr(wide, mode="economic", check_finite=False)
    theta = up(float(np.linalg.norm(basis.T @ basis - np.eye(p))) + 2 * p * gamma(d + 2))
    rest = np.linalg.norm(wide - basis @ triangle, axis=0)
    rounding = gamma(p + 3) * (np.linalg.norm(np.abs(triangle), axis=0) * (1 + theta) * sqrt(p) + np.linalg.norm(wide, axis=0))
    off = (rest + rounding + theta * np.linalg.norm(triangle, axis=0)) * (1 + 1e-9) + TINY
    terms, differences, at = [], [], 0
    for term in recursion.terms:
        n, k = family.count(term.directions), family.columns(term.directions) // family.count(term.directions)
        columns = slice(at, at + n * k)
        terms.append(replace(term, directions=family.factors(np.moveaxis(triangle[:, columns].reshape(p, n, k), 1, 0))))
        differences.append(_differences(wide[:, columns], off[columns], k))
        at += n * k
    return Span(replace(recursion, d=p, terms=tuple(terms)), d - p, tuple(differences))


def _all_columns(recursion: LinearRecursion) -> Array | None:
    """The columns of all factors side by side, (d, p); None where some matrices are dense."""
    blocks = [term.directions.left for term in recursion.terms if isinstance(term.directions, Factored)]
    if len(blocks) < len(recursion.terms):
        return None
    return np.concatenate([np.moveaxis(left, 0, 1).reshape(recursion.d, -1) for left in blocks], axis=1)


def _differences(wide: Array, off: Array, k: int) -> tuple[float, float, float]:
    """H = F Fᵀ and H' = F' F'ᵀ with ‖F − F'‖_F <= δ: ‖H − H'‖ <= δ (2 ‖F‖_F + δ)."""
    size = np.sqrt((wide * wide).sum(axis=0).reshape(-1, k).sum(axis=1)) * (1 + 1e-9)
    delta = np.sqrt((off * off).reshape(-1, k).sum(axis=1)) * (1 + 1e-9)
    change, both = delta * (2 * size + delta), size**2 + (size + delta) ** 2
    return up(float(change.sum())), up(float((change * both).sum())), up(float(both.sum()))


def _below(quiet: float) -> float:
    return quiet if quiet == 1.0 else quiet * (1 - 1e-12)
