"""Tightness: one part of an instance is pushed up to where a hypothesis stops it, since false bounds fail only there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from verify.decide.draw.choice import Choose, pick
from verify.decide.draw.matrices import stretched
from verify.decide.draw.plan import Plan
from verify.decide.draw.rationals import ONE, ZERO, last_before
from verify.decide.draw.repair import leeway
from verify.decide.draw.units import Unit, scalars_in, units, values_in, with_values
from verify.meaning.instance import Instance

_REACH = Fraction(8)  # how far beyond its value a scalar without an upper bound is pushed, and how far an array is stretched
_NEAR = 64  # an open end is approached up to this part of the way


def tightened(plan: Plan, instance: Instance, choose: Choose) -> Instance:
    """The instance with one part pushed up to where a condition stops it, three times out of four; all hypotheses still hold.

    The scalars that hypotheses alone speak of (an ε) are pushed more often than others. Where nothing stops a part, it stays.
    """
    stopped = [u for u in units(plan) if any(u.reached_as in c.names for c in plan.conditions)]
    if not stopped or choose(4) == 3:
        return instance
    free = [u for u in stopped if u.is_scalar and u.name in plan.free]
    return _pushed(plan, pick(choose, [*free * 3, *stopped]), instance)


@dataclass(frozen=True, slots=True)
class _Line:
    """Instances along a line: where it starts, the ends to push to, and the instance at a point, None outside the inequalities."""

    start: Fraction
    ends: tuple[Fraction, Fraction]
    at: Callable[[Fraction], Instance | None]


def _pushed(plan: Plan, unit: Unit, instance: Instance) -> Instance:
    line = _moving(plan, unit, instance) if unit.is_scalar else _stretching(unit, instance)
    conditions = tuple(c for c in plan.conditions if unit.reached_as in c.names)

    def fits(y: Fraction) -> bool:
        candidate = line.at(y)
        return candidate is not None and all(c.holds(candidate) for c in conditions)

    for end in line.ends:
        if end != line.start and not fits(end):
            return line.at(last_before(line.start, end, fits)) or instance
    return instance


def _moving(plan: Plan, unit: Unit, instance: Instance) -> _Line:
    """A scalar moved within the inequalities, first up, then down."""
    interval, x = leeway(plan, unit.name, instance), scalars_in(instance)[unit.name]
    high = x + _REACH if interval.high is None else interval.high - (0 if interval.high_closed else (interval.high - x) / _NEAR)
    low = x - _REACH if interval.low is None else interval.low + (0 if interval.low_closed else (x - interval.low) / _NEAR)
    return _Line(x, (high, low), lambda y: with_values(instance, unit, (y,)) if y in interval else None)


def _stretching(unit: Unit, instance: Instance) -> _Line:
    """Vectors or matrices times a factor, first a larger, then a smaller one."""
    values = values_in(instance, unit)
    return _Line(ONE, (_REACH, ZERO), lambda c: with_values(instance, unit, tuple(stretched(c, v) for v in values)))
