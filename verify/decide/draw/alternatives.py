"""What else a part of an instance could be: simple values near the drawn ones, in which hypotheses come to hold."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from verify.decide.draw.matrices import added, diagonal, identity, multiplied, outer, scaled, transposed
from verify.decide.draw.rationals import ONE, ZERO, Interval
from verify.decide.draw.units import Unit
from verify.language.expression import Kind
from verify.language.statement import Shape
from verify.meaning.instance import Matrix, Value, Vector

_QUARTER = Fraction(1, 4)


def of_scalar(x: Fraction, interval: Interval) -> Iterator[Fraction]:
    """Other values of a scalar within its interval: points near its ends and the ends, and parts of the value."""
    low, high = interval.low, interval.high
    if low is not None and high is not None:
        yield from (low + (x - low) / 4, high - (high - x) / 4, low + (x - low) / 16, high - (high - x) / 16, low, high)
    yield from (x / 2, x / 4, x / 8, x * 2, x + 1)
    yield from (e for e in (low, high) if e is not None)
    yield from (ZERO, ONE, -x)


def of_unit(unit: Unit, values: tuple[Value, ...]) -> Iterator[tuple[Value, ...]]:
    """Other values of a unit of vectors or matrices: all its members changed alike."""
    for how in range(_WAYS):
        changed = tuple(_changed(unit, v, how) for v in values)
        if None not in changed and changed != values:
            yield tuple(v for v in changed if v is not None)


_WAYS = 10


def _changed(unit: Unit, value: Value, how: int) -> Value | None:
    match unit.kind, value:
        case Kind.VECTOR | Kind.ROW, tuple():
            return _vector(value, how)  # type: ignore[arg-type]  # the unit's kind says which tuple it is
        case Kind.MATRIX, tuple():
            return _matrix(unit.shape, value, how)  # type: ignore[arg-type]  # as above
        case _:
            return None


def _vector(v: Vector, how: int) -> Vector | None:
    match how:
        case 0:
            return _on_the_sphere(v)
        case 1:
            return tuple(x * _QUARTER for x in v)
        case 2:
            return (ZERO,) * len(v)
        case 3:
            return tuple(ONE if i == 0 else ZERO for i in range(len(v)))
        case _:
            return None


def _on_the_sphere(v: Vector) -> Vector:
    """A rational unit vector: the stereographic image of the first coordinates."""
    if len(v) < 2:
        return (ONE,) * len(v)
    square = sum((x * x for x in v[:-1]), ZERO)
    return (*(2 * x / (square + 1) for x in v[:-1]), (square - 1) / (square + 1))


def _matrix(shape: Shape, m: Matrix, how: int) -> Matrix | None:
    d = len(m)
    match shape, how:
        case _, 0:
            return added(m, identity(d))
        case _, 1:
            return scaled(_QUARTER, m)
        case _, 2:
            return diagonal(tuple(m[i][i] for i in range(d)))
        case _, 3:
            return _of_trace_one(m)
        case _, 4:
            return identity(d)
        case Shape.GENERAL, 5:
            return scaled(Fraction(1, 2), added(m, transposed(m)))
        case Shape.GENERAL, 6:
            return _reflection(m[0]) if d else m
        case Shape.GENERAL | Shape.SYMMETRIC, 7:
            return multiplied(m, transposed(m))
        case Shape.GENERAL | Shape.SYMMETRIC, 8:
            return scaled(Fraction(-1), m)
        case _, 9:
            return scaled(ZERO, m)
        case _:
            return None


def _of_trace_one(m: Matrix) -> Matrix | None:
    """The multiple of trace 1, where there is one."""
    trace = sum((row[i] for i, row in enumerate(m)), ZERO)
    return scaled(1 / trace, m) if trace else None


def _reflection(v: Vector) -> Matrix:
    """The orthogonal matrix I − 2 v vᵀ / vᵀv, or I where v is zero."""
    square = sum((x * x for x in v), ZERO)
    return added(identity(len(v)), scaled(-2 / square, outer(v))) if square else identity(len(v))
