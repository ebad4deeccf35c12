"""The smallest instances of a statement, listed: dimension and sets of size one, simple values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice, product

from verify.decide.draw.build import how_many, size
from verify.decide.draw.matrices import identity, scaled
from verify.decide.draw.plan import Plan
from verify.decide.draw.rationals import simple_values
from verify.decide.draw.repair import scalars_fit
from verify.decide.draw.scalars import Values, interval_of
from verify.language.expression import Kind
from verify.language.statement import Declaration, Shape
from verify.meaning.instance import Instance, Value

_SIZES = 8  # of the smallest sizes
_EACH = 40  # instances of each size
_WIDE, _DEEP = 6, 12  # so many parts are varied widely, so many at all
_VALUES = tuple(Fraction(n, d) for n, d in ((0, 1), (1, 1), (1, 2), (2, 1)))


def tiny_instances(plan: Plan, sizes: tuple[Values, ...]) -> Iterator[Instance]:
    """Instances of the smallest sizes, the simplest values first; the scalar inequalities hold, other hypotheses may fail."""
    small = [v for v in sizes if all(v[n] <= 1 for n in (*plan.dimensions, *plan.cardinals))]
    for integers in small[:_SIZES]:
        yield from islice(_of_sizes(plan, integers), _EACH)


def _of_sizes(plan: Plan, integers: Values) -> Iterator[Instance]:
    """Scalars of a few values; a matrix is a multiple of the identity, a vector of (1, …, 1), and members of a family are alike."""
    slots = [_Slot(d, s) for d in plan.tensors for s in (d.over[0] if d.over else (None,))]
    pools: list[tuple[tuple[Value, ...], ...]] = [
        *(tuple((x,) for x in simple_values(interval_of(r, plan, integers))[: len(_VALUES)]) for r in plan.reals),
        *(_alike(slot, plan, integers) for slot in slots),
    ]
    for chosen in _ascending(pools):
        reals = {r: v[0] for r, v in zip(plan.reals, chosen, strict=False)}
        instance = _assembled({**integers, **reals}, plan, dict(zip(slots, chosen[len(plan.reals) :], strict=True)))
        if scalars_fit(plan, instance):
            yield instance


@dataclass(frozen=True, slots=True)
class _Slot:
    declaration: Declaration
    index_set: str | None


def _alike(slot: _Slot, plan: Plan, integers: Values) -> tuple[tuple[Value, ...], ...]:
    """The values that the members of a slot can have together."""
    declaration = slot.declaration
    n = 1 if slot.index_set is None else how_many(slot.index_set, plan, integers)
    d = 1 if declaration.size is None else size(declaration.size, plan, integers)
    values = _VALUES if declaration.shape is Shape.PSD else (*_VALUES[:2], Fraction(-1), _VALUES[2])
    match declaration.kind:
        case Kind.MATRIX:
            return tuple((scaled(x, identity(d)),) * n for x in values)
        case Kind.VECTOR | Kind.ROW:
            return tuple(((x,) * d,) * n for x in values)
        case _:
            return tuple((x,) * n for x in _VALUES[:2])


def _ascending(pools: list[tuple[tuple[Value, ...], ...]]) -> list[tuple[tuple[Value, ...], ...]]:
    """Choices of one from each pool, those of early ones first; where there are too many, of two from each."""
    width = len(_VALUES) if len(pools) <= _WIDE else 2
    ranges = [range(min(width, len(p))) for p in pools[:_DEEP]]
    chosen = sorted(product(*ranges), key=sum)
    return [tuple(p[i] for p, i in zip(pools, (*at, *(0,) * len(pools)), strict=False)) for at in chosen]


def _assembled(scalars: Mapping[str, Value], plan: Plan, slots: Mapping[_Slot, tuple[Value, ...]]) -> Instance:
    plain = tuple((d.name, slots[_Slot(d, None)][0]) for d in plan.tensors if not d.over)
    families = tuple((d.name, tuple((s, slots[_Slot(d, s)]) for s in d.over[0])) for d in plan.tensors if d.over)
    return Instance((*scalars.items(), *plain), families)
