"""Repair without further choices: a drawn instance is moved until every hypothesis holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction

from verify.decide.draw.alternatives import of_scalar, of_unit
from verify.decide.draw.distance import difference, distance
from verify.decide.draw.plan import Plan
from verify.decide.draw.rationals import FINEST, Interval
from verify.decide.draw.scalars import interval_of, satisfied
from verify.decide.draw.units import Unit, scalars_in, units, values_in, with_values
from verify.language.expression import Kind
from verify.meaning.instance import Instance, Value

_PASSES = 6
_SIMPLE = 1000  # the largest denominator that a solved equation is kept with


def repaired(plan: Plan, instance: Instance, movable: Callable[[Unit], bool] | None = None) -> Instance | None:
    """An instance near this one on which all hypotheses hold; None where none is found.

    movable: which parts may change, if not all. One after the other takes a value that leaves less distance, the scalars that only
    hypotheses speak of first.
    """
    left = distance(plan.conditions, instance)
    touched = [u for u in units(plan) if (movable is None or movable(u)) and any(u.reached_as in c.names for c in plan.conditions)]
    order = sorted(touched, key=lambda u: (u.kind is not Kind.REAL, u.name not in plan.free))
    since = 0  # units since the last that moved: after all of them, another pass would find the same
    for unit in order * _PASSES:
        if left == 0 or since == len(order):
            break
        before = left
        left, instance = _nearest(plan, unit, instance, left)
        since = since + 1 if left == before else 0
    return instance if left == 0 and scalars_fit(plan, instance) else None


def _nearest(plan: Plan, unit: Unit, instance: Instance, left: Fraction) -> tuple[Fraction, Instance]:
    """The first better value of a scalar, or the best of vectors and matrices."""
    for candidate in _other_scalars(plan, unit, instance) if unit.is_scalar else _other_arrays(plan, unit, instance):
        d = distance(plan.conditions, candidate, left)
        if d < left:
            left, instance = d, candidate
            if unit.is_scalar or d == 0:
                break
    return left, instance


def _other_scalars(plan: Plan, unit: Unit, instance: Instance) -> Iterator[Instance]:
    """The instance with other values of a scalar, within the scalar inequalities."""
    interval, x = leeway(plan, unit.name, instance), scalars_in(instance)[unit.name]
    for y in dict.fromkeys((*_roots(plan, unit, instance, x), *of_scalar(x, interval))):
        if y in interval and y != x:
            yield with_values(instance, unit, (y,))


def _roots(plan: Plan, unit: Unit, instance: Instance, x: Fraction) -> Iterator[Fraction]:
    """Where the sides of a condition between scalars are equal, if they are linear in this one; rounded where that is no simple number."""
    for condition in plan.conditions:
        if unit.reached_as in condition.names:
            at, further = (difference(condition, with_values(instance, unit, (y,))) for y in (x, x + 1))
            if at is not None and further is not None and at != further:
                root = x - at / (further - at)
                yield root if root.denominator <= _SIMPLE else root.limit_denominator(FINEST)


def _other_arrays(plan: Plan, unit: Unit, instance: Instance) -> Iterator[Instance]:
    """The instance with other vectors or matrices: changed in themselves, or those of another unit of the same kind."""
    values = values_in(instance, unit)
    alike = (values_in(instance, u) for u in units(plan) if u != unit and (u.kind, u.shape) == (unit.kind, unit.shape))
    for other in (*of_unit(unit, values), *(v for v in alike if _sizes(v) == _sizes(values))):
        yield with_values(instance, unit, other)


def _sizes(values: tuple[Value, ...]) -> list[int]:
    return [len(v) if isinstance(v, tuple) else 1 for v in values]


def leeway(plan: Plan, name: str, instance: Instance) -> Interval:
    """The values that a scalar may take with all others as they are."""
    return interval_of(name, plan, {n: v for n, v in scalars_in(instance).items() if n != name})


def scalars_fit(plan: Plan, instance: Instance) -> bool:
    """Whether all inequalities between scalars hold."""
    values = scalars_in(instance)
    return all(satisfied(i, values) for i in plan.inequalities)
