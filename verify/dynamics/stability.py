"""Mean-square stability: whether ρ(Φ) is below 1."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

import numpy as np

from verify.dynamics.exact_radius import SMALL, compare, exact_bounds
from verify.dynamics.exact_span import rank_of_directions
from verify.dynamics.radius import radius_within, spectral_radius
from verify.dynamics.recursion import LinearRecursion
from verify.dynamics.span import Span, on_span

Real = float | Fraction


class Verdict(Enum):
    """stable: the second moment vanishes from every start; unstable: it grows exponentially from some; undecided: neither is shown."""

    STABLE = "stable"
    UNSTABLE = "unstable"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Stability:
    """lo <= ρ(Φ) <= hi, and what that says. gap: hi − lo. `stable` with hi = 1 and `unstable` with lo = 1: compared with 1 exactly.

    exactly_one: lo = hi = 1, the second moment neither vanishes nor grows exponentially. quiet: on so many dimensions, at least, nothing
    ever acts, but for rounding where `rounded`; on_span: bounds on ρ(Φ) of the rest, None where nothing was found to be quiet.
    """

    verdict: Verdict
    lo: Real
    hi: Real
    quiet: int = 0
    on_span: tuple[Real, Real] | None = None
    rounded: bool = False

    @property
    def gap(self) -> Real:
        """How far apart the bounds are."""
        return self.hi - self.lo

    @property
    def exactly_one(self) -> bool:
        """Whether ρ(Φ) = 1."""
        return self.lo == self.hi == 1

    @property
    def compared(self) -> bool:
        """Whether the verdict is that of an exact comparison with 1, and not of the bounds, of which one is 1 itself."""
        return self.verdict is not _verdict(self.lo, self.hi)


def stability(recursion: LinearRecursion) -> Stability:
    """The verdict for one recursion, of floats or of exact rationals; for the latter and d <= 5 never undecided but for ρ(Φ) = 1 itself.

    Quiet dimensions are found where factors of floats have fewer columns than there are dimensions, by rank within rounding, and exactly.
    """
    if recursion.exact:
        return _exact(recursion)
    return stability_on(recursion, on_span(recursion))


def stability_on(recursion: LinearRecursion, span: Span | None) -> Stability:
    """The verdict for a recursion of floats. span: of `on_span`."""
    if span is None:
        lo, hi = spectral_radius(recursion)
        return Stability(_verdict(lo, hi), lo, hi)
    within = radius_within(span.recursion)
    lo, hi = span.radius(*within)
    change = span.change(within[1])
    rest = max(0.0, within[0] - change), within[1] + change * (1 + 1e-12)
    return Stability(_verdict(lo, hi), lo, hi, span.quiet, rest, not span.exact)


def _exact(recursion: LinearRecursion) -> Stability:
    lo, hi = exact_bounds(recursion)
    verdict = _verdict(lo, hi)
    if verdict is Verdict.UNDECIDED and recursion.d <= SMALL:
        match compare(recursion, Fraction(1)):
            case -1:
                verdict, hi = Verdict.STABLE, min(hi, Fraction(1))
            case 1:
                verdict, lo = Verdict.UNSTABLE, max(lo, Fraction(1))
    quiet = 0 if np.ndim(recursion.offset) else recursion.d - rank_of_directions(recursion)
    return Stability(verdict, lo, hi, quiet)


def _verdict(lo: Real, hi: Real) -> Verdict:
    return Verdict.STABLE if hi < 1 else Verdict.UNSTABLE if lo > 1 else Verdict.UNDECIDED
