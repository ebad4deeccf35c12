"""The size of an instance, by which counterexamples are made small."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from verify.decide.draw.plan import Plan
from verify.decide.draw.rationals import height
from verify.decide.draw.scalars import size_key
from verify.decide.draw.units import scalars_in
from verify.meaning.instance import Instance

Measure = tuple[tuple[Fraction, ...], int, int]


def measure(plan: Plan, instance: Instance) -> Measure:
    """Sizes (dimension, sets, other integers); then how many numbers are not zero; then how much there is to write."""
    numbers = list(_numbers(plan, instance))
    return size_key(plan, scalars_in(instance)), sum(x != 0 for x in numbers), sum(map(height, numbers))


def _numbers(plan: Plan, instance: Instance) -> Iterator[Fraction]:
    integers = set(plan.integers)
    for name, value in instance.values:
        if name not in integers:
            yield from _entries(value)
    for _, sets in instance.members:
        for _, values in sets:
            yield from _entries(values)


def _entries(value: Any) -> Iterator[Fraction]:
    if isinstance(value, Fraction):
        yield value
    else:
        for part in value:
            yield from _entries(part)
