"""The exact dynamics of a setting: ρ(Φ), second moments, and what bounds on them are made of; no theory is needed for these.

Coordinates on which nothing acts are left out, and where factors span less than the space, all is computed on their span. Beyond it a
second moment is 1 for each dimension. What rounding the basis of the span does to Φ is a map Δ with ‖Δ(Y)‖ ≤ c ‖Y‖ in both norms, and
Φᵏ(I) − Φ'ᵏ(I) = Σ_j Φʲ(Δ(Φ'ᵏ⁻¹⁻ʲ(I))), so that a trace is off by at most c Σ_j ‖Φʲ(I)‖_F ‖Φ'ᵏ⁻¹⁻ʲ(I)‖_F, and ‖Φᵏ(I)‖_F by as much.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from verify.dynamics import (
    LinearRecursion,
    Moments,
    Span,
    Stability,
    Verdict,
    exact_array,
    factors,
    mean_part,
    moment_map,
    noise_part,
    noise_traces,
    on_span,
    second_moments,
    spectral_radius,
    stability,
    stability_on,
    unlearning_sgd,
)
from verify.dynamics.coherence.interval import Interval, above, below
from verify.dynamics.coherence.largest_eigenvalue import largest_eigenvalue
from verify.dynamics.exact_radius import SMALL
from verify.dynamics.moment_map import magnitude_map, rounding_error
from verify.dynamics.rounding import gamma, norm_bound
from verify.inspection.setting import Setting
from verify.inspection.timing import Clock

_FEW = 60  # Hessians, up to which a small family is looked at in fractions


@dataclass(frozen=True, slots=True)
class DynamicsFigures:
    """stability: ρ(Φ) and the verdict. moments: E Tr(J_0ᵀ⋯J_0) for k = 0, …, K; noise: Tr N_k; mean: Tr J^{2k}.

    mean_largest, mean_negated: λ_max(J), λ_max(−J). noise_largest: λ_max(N_1). noise_grows: whether Tr N_k → ∞, None if undecided.
    """

    stability: Stability
    moments: tuple[Interval, ...]
    noise: tuple[Interval, ...]
    mean: tuple[Interval, ...]
    mean_largest: Interval
    mean_negated: Interval
    noise_largest: Interval
    noise_grows: bool | None

    @property
    def mean_norm(self) -> Interval:
        """‖J‖."""
        low, high = (max(a, b) for a, b in zip(self.mean_largest, self.mean_negated, strict=True))
        return max(low, 0.0), max(high, 0.0)


def dynamics_figures(setting: Setting, steps: int, clock: Clock) -> DynamicsFigures:
    """The figures, up to so many steps."""
    here, still = setting.active()
    recursion = here.recursion()
    span = on_span(recursion)
    reduced = recursion if span is None else span.recursion
    with clock.timed("rho"):
        found = _stability(here, recursion, span)
    change = 0.0 if span is None else span.change(max(float(found.hi), 1.0))
    quiet = still + (0 if span is None else span.quiet)
    with clock.timed("moments"):
        moments = _traces(second_moments(reduced, steps), quiet, change)
    with clock.timed("lower"):
        noise = _traces(noise_traces(reduced, steps), quiet, change, stays=False)
        mean = _traces(second_moments(mean_part(reduced), steps), quiet, change)
    with clock.timed("upper"):
        largest, negated = mean_eigenvalues(reduced, span, quiet)
        image, error = _at_identity(noise_part(reduced))
        noise_largest = largest_eigenvalue(image, above(error + change))
        grows = _grows(noise_part(reduced), change, noise, noise_largest)
    found = beside_quiet(found, still)
    return DynamicsFigures(found, moments, noise, mean, largest, negated, (max(0.0, noise_largest[0]), noise_largest[1]), grows)


def _stability(setting: Setting, recursion: LinearRecursion, span: Span | None) -> Stability:
    """The verdict; where floats do not decide it, of a small family in fractions, so that ρ(Φ) = 1 is found to be so."""
    found = stability_on(recursion, span)
    hessians = setting.hessians
    if found.verdict is not Verdict.UNDECIDED or found.exactly_one or hessians.d > SMALL or hessians.n_r + hessians.n_f > _FEW:
        return found
    retain, forget = (factors(a) if hessians.factored else a for a in map(exact_array, (hessians.retain, hessians.forget)))
    exact = stability(unlearning_sgd(retain, forget, Fraction(setting.eta), Fraction(setting.alpha), setting.batch))
    low, high = (float(exact.lo), float(exact.hi)) if exact.exactly_one else (below(float(exact.lo)), above(float(exact.hi)))
    low, high = max(low, float(found.lo)), min(high, float(found.hi))
    low = max(low, 1.0) if exact.verdict is Verdict.UNSTABLE else low
    high = min(high, 1.0) if exact.verdict is Verdict.STABLE else high
    return replace(exact, lo=low, hi=high, on_span=found.on_span)


def _traces(found: Moments, quiet: int, change: float, *, stays: bool = True) -> tuple[Interval, ...]:
    """Traces as intervals, up to ∞ where floats overflow. stays: whether the quiet dimensions keep their 1 from the first step on."""
    intervals: list[Interval] = []
    kept = [quiet if stays or k == 0 else 0 for k in range(len(found.values))]
    reduced = [] if found.norms is None else [above(math.hypot(float(n), math.sqrt(q))) for n, q in zip(found.norms, kept, strict=True)]
    norms: list[float] = []
    for k, (value, error) in enumerate(zip(found.values, found.errors, strict=True)):
        whole = float(value) + kept[k]
        change_here = 1.01 * change * sum(norms[j] * reduced[k - 1 - j] for j in range(k)) if change else 0.0
        off = float(error) + abs(whole) * gamma(4) + change_here
        if change:
            norms.append(above(reduced[k] + change_here))
        if math.isfinite(whole + off):
            intervals.append((max(0.0, below(whole - off)), above(whole + off)))
        else:
            intervals.append((0.0 if change else float(kept[k]), math.inf))
    return tuple(intervals)


def beside_quiet(found: Stability, still: int) -> Stability:
    """The verdict with so many more dimensions on which nothing acts: there ρ(Φ) is 1, and between them and the others at most √ρ(Φ)."""
    if not still:
        return found
    low, high = found.on_span if found.on_span is not None else (found.lo, found.hi)
    lo, hi = max(float(found.lo), 1.0), max(float(found.hi), 1.0)
    verdict = Verdict.UNSTABLE if found.verdict is Verdict.UNSTABLE else Verdict.UNDECIDED
    return Stability(verdict, lo, hi, still + found.quiet, (low, high), found.rounded)


def mean_eigenvalues(recursion: LinearRecursion, span: Span | None, quiet: int) -> tuple[Interval, Interval]:
    """λ_max(J) and λ_max(−J) from the recursion on its span, if there is one; on so many quiet dimensions J is 1."""
    phi = moment_map(recursion)
    mean = (phi.mean + phi.mean.T) / 2
    error, off = float(norm_bound(2 * gamma(phi.steps) * magnitude_map(recursion).mean)), 0.0
    if span is not None:
        off = sum(abs(float(t.weight)) * first for t, (first, _, _) in zip(recursion.terms, span.differences, strict=True)) * 1.01
        error += off
    largest, negated = largest_eigenvalue(mean, error), largest_eigenvalue(-mean, error)
    if not quiet:
        return largest, negated
    off = 0.0 if span is None or span.exact else above(off)
    low, high = (below(1.0 - off), above(1.0 + off)) if off else (1.0, 1.0)
    return (max(largest[0], low), max(largest[1], high)), (max(negated[0], -high), max(negated[1], -low))


def _at_identity(recursion: LinearRecursion) -> tuple[np.ndarray, float]:
    """Φ(I) and a bound of its error."""
    phi = moment_map(recursion)
    return phi.apply(phi.identity()), float(norm_bound(rounding_error(magnitude_map(recursion), phi.identity())))


def _grows(noise: LinearRecursion, change: float, traces: tuple[Interval, ...], largest: Interval) -> bool | None:
    """Whether t_k = Tr Tᵏ(I) → ∞: T is self-adjoint, so that its powers stay bounded for ρ(T) ≤ 1 and grow for ρ(T) > 1.

    ρ(T) ≤ λ_max(T(I)), and ρ(T)² ≥ t_{k+2}/t_k for even k, where both are sums over eigenvalues with weights ≥ 0.
    """
    if largest[1] <= 1:
        return False
    if any(after[0] > before[1] > 0 for before, after in zip(traces[0::2], traces[2::2], strict=False)):
        return True
    low, high = spectral_radius(noise)
    return True if low - change > 1 else False if high + change <= 1 else None
