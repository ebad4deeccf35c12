"""Simpler values for the parts of an instance, one change at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction

from verify.decide.draw.matrices import diagonal, from_entries, identity, is_psd, scaled, stretched
from verify.decide.draw.plan import Plan
from verify.decide.draw.rationals import ONE, ZERO, Interval, height, simple_values
from verify.decide.draw.units import Unit, units, values_in, with_values
from verify.language.expression import Kind
from verify.language.statement import Shape
from verify.meaning.instance import Instance, Matrix, Value, Vector

_NUMBERS = simple_values(Interval())
_CORNERS = ((1, 1, 1), (1, -1, 1), (2, 1, 1), (1, 1, 2), (0, 1, 0))  # [[a, b], [b, c]]
_FACTORS = tuple(Fraction(n, d) for n, d in ((2, 1), (3, 1), (4, 1), (6, 1), (1, 2), (1, 3)))


def simpler_instances(plan: Plan, instance: Instance) -> Iterator[Instance]:
    """Instances with one part made simpler; the declared shapes are kept, hypotheses need not hold."""
    for unit in units(plan):
        values = values_in(instance, unit)
        for i, value in enumerate(values):
            for other in _simpler(unit, value):
                yield with_values(instance, unit, (*values[:i], other, *values[i + 1 :]))
        for i in range(1, len(values)):
            if values[i] != values[0]:
                yield with_values(instance, unit, (*values[:i], values[0], *values[i + 1 :]))


    for c in _FACTORS:
        yield _all_scaled(plan, instance, c)


def _all_scaled(plan: Plan, instance: Instance, c: Fraction) -> Instance:
    """All vectors and matrices times c: where the statement is homogeneous, this clears denominators."""
    for unit in units(plan):
        if unit.kind in (Kind.MATRIX, Kind.VECTOR, Kind.ROW):
            instance = with_values(instance, unit, tuple(stretched(c, v) for v in values_in(instance, unit)))
    return instance


def _simpler(unit: Unit, value: Value) -> Iterator[Value]:
    match unit.kind, value:
        case Kind.MATRIX, tuple():
            yield from (m for m in _matrices(unit.shape, value) if unit.shape is not Shape.PSD or is_psd(m))  # type: ignore[arg-type]  # the unit is a matrix
        case Kind.VECTOR | Kind.ROW, tuple():
            yield from _vectors(value)  # type: ignore[arg-type]  # the unit is a vector
        case Kind.REAL, Fraction():
            yield from _numbers(value)
        case Kind.INTEGER, Fraction():
            yield from (x for x in _numbers(value) if x.denominator == 1)


def _numbers(x: Fraction) -> Iterator[Fraction]:
    whole = Fraction(round(x))
    near = (Fraction(round(x / 16)), Fraction(round(x / 2)), x.limit_denominator(2), x.limit_denominator(4), x - 1, x + 1)
    yield from (y for y in dict.fromkeys((*_NUMBERS, whole, *near)) if height(y) < height(x))


def _vectors(v: Vector) -> Iterator[Vector]:
    yield (ZERO,) * len(v)
    for i, x in enumerate(v):
        yield from ((*v[:i], y, *v[i + 1 :]) for y in _numbers(x))
    yield from (tuple(c * x for x in v) for c in (Fraction(2), Fraction(1, 2), Fraction(-1)))


def _matrices(shape: Shape, m: Matrix) -> Iterator[Matrix]:
    d = len(m)
    yield from (scaled(ZERO, m), identity(d), diagonal(tuple(m[i][i] for i in range(d))))
    yield from (_with_entry(scaled(ZERO, m), frozenset({(at, at)}), ONE) for at in range(d))
    yield from (scaled(c, m) for c in (*_FACTORS, Fraction(-1)))
    yield from (from_entries(d, _corner(corner)) for corner in _CORNERS)
    for i in range(d):
        for j in range(d) if shape is Shape.GENERAL else range(i, d):
            places = frozenset({(i, j)} if shape is Shape.GENERAL else {(i, j), (j, i)})
            yield from (_with_entry(m, places, y) for y in _numbers(m[i][j]))


def _corner(entries: tuple[int, int, int]) -> Callable[[int, int], Fraction]:
    """[[a, b], [b, c]] in the first two coordinates, zero elsewhere."""
    a, b, c = entries
    return lambda i, j: Fraction({(0, 0): a, (0, 1): b, (1, 0): b, (1, 1): c}.get((i, j), 0))


def _with_entry(m: Matrix, places: frozenset[tuple[int, int]], y: Fraction) -> Matrix:
    """m with y at some places."""
    return from_entries(len(m), lambda i, j: y if (i, j) in places else m[i][j])
