"""Smaller instances inside an instance: fewer coordinates, fewer members, other integers."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, islice, product

from verify.decide.draw.build import how_many, size
from verify.decide.draw.plan import Plan
from verify.decide.draw.scalars import Values
from verify.decide.draw.units import Unit, scalars_in, units, values_in
from verify.language.expression import Kind
from verify.meaning.instance import Instance, Value

_MOST = 6  # projections of one instance to one size
_Kept = tuple[int, ...]


def projections(plan: Plan, instance: Instance, integers: Values) -> Iterator[Instance]:
    """The instance cut down to other integers, in every choice of coordinates and members; none where something would have to grow."""
    parts = [u for u in units(plan) if u.kind is not Kind.REAL or u.index_set is not None]
    before = scalars_in(instance)
    after = {**before, **integers}
    dimensions = sorted({_dimension(u, plan, v) for v in (before,) for u in parts})
    wanted = {_dimension(u, plan, before): _dimension(u, plan, after) for u in parts}
    sets = sorted({u.index_set for u in parts if u.index_set is not None})
    choices = [combinations(range(d), wanted[d]) for d in dimensions]
    choices += [combinations(range(how_many(s, plan, before)), how_many(s, plan, after)) for s in sets]
    for kept in islice(product(*choices), _MOST):
        coordinates = dict(zip(dimensions, kept, strict=False))
        members = dict(zip(sets, kept[len(dimensions) :], strict=True))
        yield _cut(plan, instance, after, coordinates, members)


def _dimension(unit: Unit, plan: Plan, values: Values) -> int:
    declaration = plan.context.declaration(*unit.reached_as)
    return 0 if declaration is None or declaration.size is None else size(declaration.size, plan, values)


def _cut(plan: Plan, instance: Instance, after: Values, coordinates: dict[int, _Kept], members: dict[str, _Kept]) -> Instance:
    before = scalars_in(instance)
    cut: dict[tuple[str, str | None], tuple[Value, ...]] = {}
    for unit in units(plan):
        values = values_in(instance, unit)
        kept = range(len(values)) if unit.index_set is None else members[unit.index_set]
        cut[unit.name, unit.index_set] = tuple(_shrunk(unit, values[i], coordinates.get(_dimension(unit, plan, before), ())) for i in kept)
    plain = tuple((n, after[n] if n in after else cut[n, None][0]) for n, _ in instance.values)
    families = tuple((n, tuple((s, cut[n, s]) for s, _ in sets)) for n, sets in instance.members)
    return Instance(plain, families)


def _shrunk(unit: Unit, value: Value, kept: _Kept) -> Value:
    match unit.kind, value:
        case Kind.MATRIX, tuple(rows):
            return tuple(tuple(rows[i][j] for j in kept) for i in kept)  # type: ignore[index]  # the unit is a matrix
        case Kind.VECTOR | Kind.ROW, tuple(entries):
            return tuple(entries[i] for i in kept)  # type: ignore[return-value]  # the unit is a vector
        case _:
            return value
