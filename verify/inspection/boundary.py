"""How far a setting is from the exact boundary of stability: the factor by which η could grow.

Scaling η by t scales A_0 − I by t and the noise by t², so that for symmetric matrices ⟨M, Φ_t(M)⟩ = ⟨M, M⟩ − tℓ(M) + t²q(M), and
q(M) ≥ 0 for M ⪰ 0: q(M) = Tr(MGMG) + Σ v_j Tr(M A_j M A_j) with G symmetric. ρ(Φ_t) is the largest such value, at an M ⪰ 0 of norm 1. So
ρ(Φ_t) ≤ 1 for t where it holds for a larger t: the stable learning rates are an interval from 0, and (ρ(Φ_t) − 1)/t is convex and
increasing. Its root is bracketed by guaranteed verdicts, ρ ≤ 1 below and ρ > 1 above. Where nothing acts on some dimensions, ρ(Φ) is that
of the others.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from verify.dynamics import Stability, on_span, stability
from verify.dynamics.coherence.interval import Interval
from verify.inspection.dynamics_figures import mean_eigenvalues
from verify.inspection.setting import Setting
from verify.inspection.timing import Clock

_SMALL, _SMALL_TOLERANCE, _LARGE_TOLERANCE = 120, 1e-6, 1e-2  # the size up to which a verdict is cheap; relative widths aimed at
_EVALUATIONS, _FARTHEST = 60, 2.0**40


@dataclass(frozen=True, slots=True)
class Boundary:
    """The factor is between the two numbers; None where there is none, and the reason. evaluations: of ρ(Φ), that it took."""

    factor: Interval | None
    reason: str = ""
    evaluations: int = 0


@dataclass(slots=True)
class _Bracket:
    """Factors with ρ ≤ 1 and with ρ > 1, and (ρ − 1)/t there."""

    setting: Setting
    clock: Clock
    stable: tuple[float, float] = (0.0, math.nan)
    unstable: tuple[float, float] = (math.inf, math.nan)
    evaluated: dict[float, Interval] = field(default_factory=dict)

    def look(self, t: float) -> None:
        """The verdict at a factor."""
        if t in self.evaluated or not 1 / _FARTHEST <= t <= _FARTHEST:
            return
        low, high = self.evaluated[t] = radius(stability(self.setting.at(eta=self.setting.eta * t).recursion()))
        slope = ((low + high) / 2 - 1) / t
        if high <= 1 and t > self.stable[0]:
            self.stable = t, slope
        elif low > 1 and t < self.unstable[0]:
            self.unstable = t, slope
        self.clock.tell("boundary", min(1.0, len(self.evaluated) / 12))

    def guess(self) -> float:
        """Where the chord of (ρ − 1)/t crosses 0; a step outward while one side is missing."""
        (a, low), (b, high) = self.stable, self.unstable
        if b == math.inf:
            return max(self.evaluated) * 4
        if a == 0.0:
            return min(self.evaluated) / 4
        root = a - low * (b - a) / (high - low)
        return root if a < root < b else math.sqrt(a * b)


def boundary(setting: Setting, clock: Clock, tolerance: float | None = None) -> Boundary:
    """The factor by which η could grow before the second moment does; below 1 where η has to shrink. tolerance: relative width aimed at."""
    hessians = setting.hessians
    weights = ((hessians.retain, 1 - setting.alpha), (hessians.forget, setting.alpha))
    if not any(w and a.any() for a, w in weights):
        return Boundary(None, "all Hessians of weight are zero: nothing moves at any learning rate")
    size = min(hessians.d, (hessians.n_r + hessians.n_f) * hessians.retain.shape[2])
    setting, _ = setting.active()
    if _mean_grows(setting):
        return Boundary((0.0, 0.0), "the mean update grows in some direction at every learning rate")
    aim = tolerance or (_SMALL_TOLERANCE if size <= _SMALL else _LARGE_TOLERANCE)
    bracket = _Bracket(setting, clock)
    bracket.look(1.0)
    for _ in range(_EVALUATIONS):
        before = len(bracket.evaluated)
        t = bracket.guess()
        bracket.look(t)
        if bracket.stable[0] > 0 and bracket.unstable[0] < math.inf:
            middle = bracket.guess()
            for side in (1 - aim / 4, 1 + aim / 4):
                bracket.look(middle * side)
        if bracket.unstable[0] <= bracket.stable[0] * (1 + aim) or len(bracket.evaluated) == before:
            break
    return _found(bracket)


def radius(found: Stability) -> Interval:
    """ρ(Φ) where anything acts."""
    low, high = found.on_span if found.on_span is not None else (found.lo, found.hi)
    return float(low), float(high)


def _found(bracket: _Bracket) -> Boundary:
    low, high = bracket.stable[0], bracket.unstable[0]
    open_side = low == 0.0 or high == math.inf
    reason = "the bounds do not decide it on one side: in some direction the Hessians nearly vanish" if open_side else ""
    return Boundary((low, high), reason, len(bracket.evaluated))


def _mean_grows(setting: Setting) -> bool:
    """Whether λ_max(J) > 1: then J_t = I + t(J − I) has it too, and ρ(Φ_t) ≥ λ_max(J_t)²."""
    recursion = setting.recursion()
    span = on_span(recursion)
    largest, _ = mean_eigenvalues(recursion if span is None else span.recursion, span, 0)
    return largest[0] > 1
