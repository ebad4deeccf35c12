"""The parts of an instance that change together: a plain value, or the members of a family over one index set."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from verify.decide.draw.plan import Plan
from verify.language.expression import Kind
from verify.language.statement import Shape
from verify.language.walk import Name
from verify.meaning.instance import Instance, Value


@dataclass(frozen=True, slots=True)
class Unit:
    """index_set is None for a plain value, which is then the only one."""

    name: str
    index_set: str | None
    kind: Kind
    shape: Shape

    @property
    def is_scalar(self) -> bool:
        """Whether it is a plain number."""
        return self.kind is Kind.REAL and self.index_set is None

    @property
    def reached_as(self) -> Name:
        """The name that expressions reach it by."""
        return (self.name, 0 if self.index_set is None else 1)


def units(plan: Plan) -> Iterator[Unit]:
    """All units of a statement's instances but the integers, scalars first."""
    yield from (Unit(r, None, Kind.REAL, Shape.GENERAL) for r in plan.reals)
    for d in plan.tensors:
        yield from (Unit(d.name, s, d.kind, d.shape) for s in (d.over[0] if d.over else (None,)))


def values_in(instance: Instance, unit: Unit) -> tuple[Value, ...]:
    """The values of a unit."""
    if unit.index_set is None:
        return (instance.value(unit.name),)
    return instance.family(unit.name)[unit.index_set]


def with_values(instance: Instance, unit: Unit, values: tuple[Value, ...]) -> Instance:
    """The instance with other values of a unit."""
    if unit.index_set is None:
        return Instance(tuple((n, values[0] if n == unit.name else v) for n, v in instance.values), instance.members)
    members = tuple(
        (name, tuple((s, values if s == unit.index_set else old) for s, old in sets) if name == unit.name else sets)
        for name, sets in instance.members
    )
    return Instance(instance.values, members)


def scalars_in(instance: Instance) -> dict[str, Fraction]:
    """The plain scalars, integers among them."""
    return {name: v for name, v in instance.values if isinstance(v, Fraction)}
