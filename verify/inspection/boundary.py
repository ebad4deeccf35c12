"""How far a setting is from the exact boundary of stability: the factor by which η could grow.

Scaling η by t scales A_0 − I by t and the noise by t², so that for symmetric matrices ⟨M, Φ_t(M)⟩ = ⟨M, M⟩ − tℓ(M) + t²q(M), and
q(M) ≥ 0 for M ⪰ 0: q(M) = Tr(MGMG) + Σ v_j Tr(M A_j M A_j) with G symmetric. ρ(Φ_t) is the largest such value, at an M ⪰ 0 of norm 1. So
ρ(Φ_t) ≤ 1 for t where it holds for a larger t: the stable learning rates are an interval from 0, and (ρ(Φ_t) − 1)/t is convex and
increasing. Its root is bracketed by guaranteed verdicts, ρ ≤ 1 below and ρ > 1 above. Where nothing acts on some dimensions, ρ(Φ) is that
of the others.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace

import numpy as np

from verify.dynamics import LinearRecursion, Span, Stability, moment_map, on_span
from verify.dynamics.approximate import largest_vector
from verify.dynamics.coherence.interval import Interval
from verify.dynamics.directions import Array
from verify.dynamics.moment_map import noise_image
from verify.dynamics.radius import radius_within
from verify.dynamics.rounding import up
from verify.dynamics.turned_map import turned_map
from verify.inspection.dynamics_figures import mean_eigenvalues
from verify.inspection.setting import Setting
from verify.inspection.timing import Clock

_SMALL, _SMALL_TOLERANCE, _LARGE_TOLERANCE = 120, 1e-6, 1e-2  # the size up to which a verdict is cheap; relative widths aimed at
_EVALUATIONS, _FARTHEST = 60, 2.0**40
_POWER_STEPS = 200  # where there are too few coordinates for Lanczos' method


@dataclass(frozen=True, slots=True)
class Boundary:
    """The factor is between the two numbers; None where there is none, and the reason. evaluations: of ρ(Φ), that it took."""

    factor: Interval | None
    reason: str = ""
    evaluations: int = 0


@dataclass(slots=True)
class _Bracket:
    """Factors with ρ ≤ 1 and with ρ > 1, and (ρ − 1)/t there. recursion: on the span of the factors, where there is one.

    near: about the eigenvector of Φ at the boundary.
    """

    recursion: LinearRecursion
    span: Span | None
    clock: Clock
    near: Array | None = None
    stable: tuple[float, float] = (0.0, math.nan)
    unstable: tuple[float, float] = (math.inf, math.nan)
    evaluated: dict[float, Interval] = field(default_factory=dict)

    def look(self, t: float, known: Interval | None = None) -> None:
        """The verdict at a factor."""
        if t in self.evaluated or not 1 / _FARTHEST <= t <= _FARTHEST:
            return
        low, high = self.evaluated[t] = known or self.radius(t)
        slope = ((low + high) / 2 - 1) / t
        if high <= 1 and t > self.stable[0]:
            self.stable = t, slope
        elif low > 1 and t < self.unstable[0]:
            self.unstable = t, slope
        self.clock.tell("boundary", min(1.0, len(self.evaluated) / 12))

    def radius(self, t: float) -> Interval:
        """ρ(Φ_t)."""
        here = scaled(self.recursion, t)
        low, high = radius_within(here, self.near)
        change = 0.0 if self.span is None else replace(self.span, recursion=here).change(high)
        return max(0.0, low - change), up(high + change) if change else high

    def guess(self) -> float:
        """Where the chord of (ρ − 1)/t crosses 0; a step outward while one side is missing."""
        (a, low), (b, high) = self.stable, self.unstable
        if b == math.inf:
            return max(self.evaluated) * 4
        if a == 0.0:
            return min(self.evaluated) / 4
        root = a - low * (b - a) / (high - low)
        return root if a < root < b else math.sqrt(a * b)


def boundary(setting: Setting, clock: Clock, known: Stability | None = None, tolerance: float | None = None) -> Boundary:
    """The factor by which η could grow before the second moment does; below 1 where η has to shrink.

    known: the verdict at η itself. tolerance: the relative width that is aimed at.
    """
    hessians = setting.hessians
    weights = ((hessians.retain, 1 - setting.alpha), (hessians.forget, setting.alpha))
    if not any(w and a.any() for a, w in weights):
        return Boundary(None, "all Hessians of weight are zero: nothing moves at any learning rate")
    whole = setting.active()[0].recursion()
    span = on_span(whole)
    bracket = _Bracket(whole if span is None else span.recursion, span, clock)
    if mean_eigenvalues(bracket.recursion, span, 0)[0][0] > 1:  # J_t = I + t(J − I) grows, too, and ρ(Φ_t) ≥ λ_max(J_t)²
        return Boundary((0.0, 0.0), "the mean update grows in some direction at every learning rate")
    aim = tolerance or (_SMALL_TOLERANCE if bracket.recursion.d <= _SMALL else _LARGE_TOLERANCE)
    bracket.look(1.0, None if known is None else radius(known))
    estimate, bracket.near = _estimate(bracket.recursion, aim)
    _look_around(bracket, estimate, aim)
    _narrow(bracket, aim)
    return _found(bracket)


def radius(found: Stability) -> Interval:
    """ρ(Φ) where anything acts."""
    low, high = found.on_span if found.on_span is not None else (found.lo, found.hi)
    return float(low), float(high)


def scaled(recursion: LinearRecursion, t: float) -> LinearRecursion:
    """The recursion at t times the learning rate."""
    terms = tuple(replace(term, weight=t * term.weight, own=t * t * term.own, shared=t * t * term.shared) for term in recursion.terms)
    return replace(recursion, terms=terms)


def _narrow(bracket: _Bracket, aim: float) -> None:
    """Verdicts until the two sides are as near as is aimed at."""
    for _ in range(_EVALUATIONS):
        if bracket.unstable[0] <= bracket.stable[0] * (1 + aim):
            return
        before = len(bracket.evaluated)
        bracket.look(bracket.guess())
        if bracket.stable[0] > 0 and bracket.unstable[0] < math.inf:
            _look_around(bracket, bracket.guess(), aim)
        if len(bracket.evaluated) == before:
            return


def _look_around(bracket: _Bracket, t: float, aim: float) -> None:
    """A verdict on each side of a factor."""
    for side in (1 - aim / 4, 1 + aim / 4):
        bracket.look(t * side)


def _estimate(recursion: LinearRecursion, aim: float) -> tuple[float, Array | None]:
    """About the factor, which is the least ℓ(M)/q(M), so 1 over the largest eigenvalue of L⁻¹Q, and an eigenvector for it.

    L(M) = GM + MG and Q(M) = GMG + noise, in the eigenvectors of G. The inverse of L keeps M ⪰ 0. 0 where G is not positive definite.
    """
    turned = turned_map(moment_map(recursion))
    values = 1 - np.diagonal(turned.basis.T @ moment_map(recursion).mean @ turned.basis)
    if values.min() <= 0:
        return 0.0, None
    root, products = np.sqrt(values[:, None] + values), values[:, None] * values

    def act(m: Array) -> Array:
        part = m / root
        return np.asarray((products * part + noise_image(turned.noise, part)) / root)

    m = root / np.linalg.norm(root)
    found = largest_vector(turned, act, m, aim / 32)
    if found is not None:
        m = found / np.linalg.norm(found)
    for _ in range(_POWER_STEPS if found is None else 0):
        m = act(m)
        m = m / np.linalg.norm(m)
    return 1 / float((m * act(m)).sum()), turned.back(m / root)


def _found(bracket: _Bracket) -> Boundary:
    low, high = bracket.stable[0], bracket.unstable[0]
    open_side = low == 0.0 or high == math.inf
    reason = "the bounds do not decide it on one side: in some direction the Hessians nearly vanish" if open_side else ""
    return Boundary((low, high), reason, len(bracket.evaluated))
