"""Simple rationals: the ladder, the numbers of an interval, and the last one at which something holds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

ZERO = Fraction(0)
ONE = Fraction(1)
LADDER = tuple(Fraction(n, d) for n, d in ((0, 1), (1, 1), (1, 2), (2, 1), (1, 4), (3, 4), (3, 2), (3, 1), (1, 3), (2, 3)))
FINEST = 32  # the largest denominator that a boundary is looked for with
_APART = Fraction(1, FINEST * FINEST)  # two fractions with such denominators are no closer


@dataclass(frozen=True, slots=True)
class Interval:
    """The reals between two ends; None is an end at infinity. A closed end belongs to it."""

    low: Fraction | None = None
    high: Fraction | None = None
    low_closed: bool = True
    high_closed: bool = True

    def __contains__(self, x: Fraction) -> bool:
        above = self.low is None or x > self.low or (self.low_closed and x == self.low)
        below = self.high is None or x < self.high or (self.high_closed and x == self.high)
        return above and below

    def at_least(self, x: Fraction, closed: bool) -> Interval:
        """The part from x on."""
        if self.low is not None and (x < self.low or (x == self.low and (closed or not self.low_closed))):
            return self
        return Interval(x, self.high, closed, self.high_closed)

    def at_most(self, x: Fraction, closed: bool) -> Interval:
        """The part up to x."""
        if self.high is not None and (x > self.high or (x == self.high and (closed or not self.high_closed))):
            return self
        return Interval(self.low, x, self.low_closed, closed)


def simple_values(interval: Interval) -> tuple[Fraction, ...]:
    """Rationals of an interval, the simplest first, its closed ends among them; () only where it is empty."""
    signed = (*LADDER, *(-x for x in LADDER[1:4]))
    ends = tuple(e for e in (interval.low, interval.high) if e is not None)
    found = [x for x in (*signed, *ends) if x in interval]
    if len(found) < 4:
        found += [x for x in _inside(interval) if x in interval]
    return tuple(dict.fromkeys(found))


def _inside(interval: Interval) -> tuple[Fraction, ...]:
    steps = LADDER[1:]
    match interval.low, interval.high:
        case None, None:
            return ()
        case None, Fraction() as high:
            return tuple(high - s for s in steps[:4])
        case Fraction() as low, None:
            return tuple(low + s for s in steps[:4])
        case Fraction() as low, Fraction() as high:
            return tuple(low + (high - low) * s for s in (Fraction(1, 2), Fraction(3, 4), Fraction(1, 4), Fraction(7, 8)))
    return ()


def last_before(good: Fraction, bad: Fraction, holds: Callable[[Fraction], bool]) -> Fraction:
    """A rational as near to `bad` as simple ones come at which `holds` is true, given that it is at `good` and not at `bad`.

    Where the boundary is a rational with a denominator up to FINEST, and belongs to the good side, it is that boundary.
    """
    first, inside, outside = good, good, bad
    while abs(outside - inside) >= _APART:
        middle = (inside + outside) / 2
        inside, outside = (middle, outside) if holds(middle) else (inside, middle)
    boundary = ((inside + outside) / 2).limit_denominator(FINEST)
    if min(inside, outside) <= boundary <= max(inside, outside) and holds(boundary):
        return boundary
    near = simplest_between(inside + (first - inside) / 16, inside)
    return near if holds(near) else first


def simplest_between(x: Fraction, y: Fraction) -> Fraction:
    """The rational of smallest denominator in the closed interval from x to y, in whichever order they stand."""
    low, high = min(x, y), max(x, y)
    if low <= 0 <= high:
        return ZERO
    if high < 0:
        return -simplest_between(-high, -low)
    whole = low.numerator // low.denominator
    if low == whole:
        return Fraction(whole)
    if whole + 1 <= high:
        return Fraction(whole + 1)
    return whole + 1 / simplest_between(1 / (high - whole), 1 / (low - whole))


def height(x: Fraction) -> int:
    """How much there is to write: 0 for 0, else |numerator| + denominator, and one more for a sign."""
    return 0 if x == 0 else abs(x.numerator) + x.denominator - 1 + (x < 0)
