"""Instances of one size as real vectors θ: what a minimiser moves.

A positive semidefinite matrix is A Aᵀ for the entries of A, so that every θ gives one; a symmetric matrix its lower half; a real between
two ends itself, cut off there; one with a single end the logarithm of its distance from it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from verify.decide.draw.build import how_many, size
from verify.decide.draw.plan import Plan
from verify.decide.draw.rationals import Interval
from verify.decide.draw.scalars import Values, interval_of
from verify.decide.draw.units import Unit, units, values_in
from verify.language.expression import Kind
from verify.language.statement import Shape
from verify.meaning.floats.batch import Array, FloatBatch
from verify.meaning.instance import Instance, Value

_INSIDE = 1e-9  # how far from an open end a real stays
_LARGEST = 14.0  # |log| of a distance from an end at most


@dataclass(frozen=True, slots=True)
class Slot:
    """The place of a unit in θ: `count` members of `entries` numbers each, from `start` on.

    dimension: of its vectors or matrices, else 0. interval: of a plain real.
    """

    unit: Unit
    start: int
    count: int
    entries: int
    dimension: int
    interval: Interval

    @property
    def stop(self) -> int:
        """Where the next one starts."""
        return self.start + self.count * self.entries

    @property
    def is_squared(self) -> bool:
        """Whether θ holds factors of its matrices, so that a multiple of θ is its square of them."""
        return self.unit.kind is Kind.MATRIX and self.unit.shape is Shape.PSD

    def of(self, theta: Array) -> Array:
        """Its part of θ, (b, count, entries)."""
        return theta[:, self.start : self.stop].reshape(len(theta), self.count, self.entries)


@dataclass(frozen=True, slots=True)
class Parameters:
    """The instances of a statement with given integers, as vectors of `length` numbers."""

    plan: Plan
    integers: Values
    slots: tuple[Slot, ...]
    length: int

    def batch(self, theta: Array) -> FloatBatch:
        """The instances at θ, (b, length)."""
        values = {s.unit.name: values_of(s, theta)[:, 0] for s in self.slots if s.unit.index_set is None}
        families: dict[str, dict[str, Array]] = {}
        for s in self.slots:
            if s.unit.index_set is not None:
                families.setdefault(s.unit.name, {})[s.unit.index_set] = values_of(s, theta)
        return FloatBatch(len(theta), {n: int(v) for n, v in self.integers.items()}, values, families)

    def of_instance(self, instance: Instance) -> Array:
        """θ of an instance of these integers, (length,): the inverse of `batch`, up to the factors of positive semidefinite matrices."""
        return np.concatenate([np.zeros(0), *(_theta(s, instance).ravel() for s in self.slots)])

    def of_batch(self, batch: FloatBatch) -> Array:
        """θ of a batch of these integers, (b, length)."""
        parts = [np.zeros((batch.size, 0))]
        for s in self.slots:
            plain = s.unit.index_set is None
            values = batch.values[s.unit.name][:, np.newaxis] if plain else batch.families[s.unit.name][s.unit.index_set or ""]
            parts.append(self.of_values(s, values))
        return np.concatenate(parts, axis=1)

    def of_values(self, slot: Slot, values: Array) -> Array:
        """The part of θ that gives a slot these values, (b, count, …): the inverse of what `batch` does with it."""
        return _parameters(slot, values).reshape(len(values), slot.count * slot.entries)


def parameters(plan: Plan, integers: Values) -> Parameters:
    """The parameters of a statement's instances with these integers."""
    slots = tuple(_slots(plan, integers))
    return Parameters(plan, integers, slots, slots[-1].stop if slots else 0)


def _slots(plan: Plan, integers: Values) -> Iterator[Slot]:
    start = 0
    for unit in units(plan):
        declaration = plan.context.declaration(*unit.reached_as)
        count = 1 if unit.index_set is None else how_many(unit.index_set, plan, integers)
        sized = declaration is not None and declaration.size is not None
        d = size(declaration.size, plan, integers) if declaration is not None and declaration.size is not None and sized else 0
        interval = interval_of(unit.name, plan, integers) if unit.is_scalar else Interval()
        slot = Slot(unit, start, count, _entries(unit, d), d, interval)
        yield slot
        start = slot.stop


def _entries(unit: Unit, d: int) -> int:
    match unit.kind, unit.shape:
        case Kind.MATRIX, Shape.SYMMETRIC:
            return d * (d + 1) // 2
        case Kind.MATRIX, _:
            return d * d
        case Kind.VECTOR | Kind.ROW, _:
            return d
        case _:
            return 1


def values_of(slot: Slot, theta: Array) -> Array:
    """The values that θ, (b, length), gives a slot, (b, count) or (b, count, d) or (b, count, d, d)."""
    raw, d = slot.of(theta), slot.dimension
    match slot.unit.kind, slot.unit.shape:
        case Kind.MATRIX, Shape.SYMMETRIC:
            full = np.zeros((*raw.shape[:2], d, d))
            rows, columns = np.tril_indices(d)
            full[:, :, rows, columns] = raw
            full[:, :, columns, rows] = raw
            return full
        case Kind.MATRIX, shape:
            factor = raw.reshape(*raw.shape[:2], d, d)
            return factor @ factor.swapaxes(2, 3) if shape is Shape.PSD else factor
        case Kind.VECTOR | Kind.ROW, _:
            return raw
        case Kind.INTEGER, _:
            return np.rint(raw[:, :, 0])
        case _:
            return _real(slot.interval, raw[:, :, 0])


def _parameters(slot: Slot, values: Array) -> Array:
    """(b, count, entries) from values."""
    match slot.unit.kind, slot.unit.shape:
        case Kind.MATRIX, Shape.SYMMETRIC:
            rows, columns = np.tril_indices(slot.dimension)
            return np.asarray(values[:, :, rows, columns])
        case Kind.MATRIX, Shape.PSD:
            least, vectors = np.linalg.eigh((values + values.swapaxes(2, 3)) / 2)
            root = (vectors * np.sqrt(np.maximum(least, 0.0))[:, :, np.newaxis, :]) @ vectors.swapaxes(2, 3)
            return np.asarray(root.reshape(*values.shape[:2], slot.entries))
        case (Kind.MATRIX | Kind.VECTOR | Kind.ROW), _:
            return values.reshape(*values.shape[:2], slot.entries)
        case Kind.INTEGER, _:
            return values[:, :, np.newaxis]
        case _:
            return _unreal(slot.interval, values)[:, :, np.newaxis]


def _theta(slot: Slot, instance: Instance) -> Array:
    if slot.count * slot.entries == 0:
        return np.zeros(0)
    return _parameters(slot, floats_of(values_in(instance, slot.unit))[np.newaxis])


def floats_of(values: tuple[Value, ...]) -> Array:
    """Exact values of a slot as floats, (count, …)."""
    return np.array([_floats(v) for v in values], dtype=np.float64)


def _floats(value: object) -> object:
    return float(value) if isinstance(value, Fraction) else [_floats(v) for v in value]  # type: ignore[attr-defined]  # a tuple


def ends(interval: Interval) -> tuple[float, float]:
    """The least and the largest parameter of a real."""
    low, high = interval.low, interval.high
    if low is None and high is None:
        return -np.inf, np.inf
    if low is None or high is None:
        return -_LARGEST, _LARGEST
    inside = _INSIDE * float(high - low)
    return float(low) + (0 if interval.low_closed else inside), float(high) - (0 if interval.high_closed else inside)


def _real(interval: Interval, raw: Array) -> Array:
    cut = np.clip(raw, *ends(interval))
    match interval.low, interval.high:
        case Fraction() as low, None:
            return np.asarray(float(low) + np.exp(cut))
        case None, Fraction() as high:
            return np.asarray(float(high) - np.exp(cut))
        case _:
            return cut


def _unreal(interval: Interval, values: Array) -> Array:
    """The inverse of `_real`, for a value within the interval."""
    least, largest = ends(interval)
    match interval.low, interval.high:
        case Fraction() as low, None:
            distance = values - float(low)
        case None, Fraction() as high:
            distance = float(high) - values
        case _:
            return np.clip(values, least, largest)
    return np.asarray(np.clip(np.log(np.maximum(distance, np.exp(least))), least, largest))
