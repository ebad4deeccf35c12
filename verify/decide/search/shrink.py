"""Shrinking a counterexample in mathematical size: first the integers, then the entries."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain

from verify.decide.draw.build import build
from verify.decide.draw.choice import seeded
from verify.decide.draw.plan import Plan
from verify.decide.draw.repair import repaired
from verify.decide.draw.scalars import Values, size_key
from verify.decide.draw.tighten import tightened
from verify.decide.draw.units import scalars_in
from verify.decide.search.measure import measure
from verify.decide.search.project import projections
from verify.decide.search.simpler import simpler_instances
from verify.language.expression import Kind
from verify.meaning.instance import Instance

Refutes = Callable[[Instance], bool]

_SMALLEST, _NEAREST = 12, 12  # of the smaller sizes, so many at either end are looked at closely
_OFTEN, _SELDOM = 10, 1  # draws at each of these, and at each of the others
_FITTED = 2  # of the instances cut out of the larger one, so many are also tried with other scalars
_RIVALS, _SIMPLIFIED = 60, 4  # draws at the smallest sizes; so many of the smallest counterexamples among them are simplified
_LONGEST = 200  # simplifications of one instance, so that shrinking ends


def shrunk(plan: Plan, refutes: Refutes, sizes: tuple[Values, ...], instance: Instance, seed: int) -> Instance:
    """A counterexample of the smallest sizes at which one is found, with the simplest entries that still refute.

    refutes: whether an instance is a counterexample; every instance that is returned is one. sizes: all admissible integers, the
    smallest first.
    """
    smallest = _of_smallest_sizes(plan, refutes, sizes, instance, seed)
    integers = {n: scalars_in(smallest)[n] for n in plan.integers}
    rivals = [smallest, *(i for i in _drawn(plan, integers, seed, _RIVALS) if refutes(i))]
    rivals.sort(key=lambda i: measure(plan, i))
    return min((_simplified(plan, refutes, r) for r in rivals[:_SIMPLIFIED]), key=lambda i: measure(plan, i))


def _of_smallest_sizes(plan: Plan, refutes: Refutes, sizes: tuple[Values, ...], instance: Instance, seed: int) -> Instance:
    """A counterexample of smaller sizes: cut out of the larger one as long as that works, else drawn anew."""
    while True:
        below = _below(plan, sizes, instance)
        often = {i for i in range(len(below)) if i < _SMALLEST or i >= len(below) - _NEAREST}
        cut = (c for integers in below for c in _cut(plan, instance, integers))
        drawn = (d for i, integers in enumerate(below) for d in _drawn(plan, integers, seed, _OFTEN if i in often else _SELDOM))
        smaller = next(filter(refutes, chain(cut, drawn)), None)
        if smaller is None:
            return instance
        instance = smaller


def _below(plan: Plan, sizes: tuple[Values, ...], instance: Instance) -> list[Values]:
    bound = size_key(plan, scalars_in(instance))
    return [v for v in sizes if size_key(plan, v) < bound]


def _cut(plan: Plan, instance: Instance, integers: Values) -> Iterator[Instance]:
    """Instances of given integers cut out of a larger one, as they are and with other scalars."""
    cut = list(projections(plan, instance, integers))
    yield from cut
    yield from (fitted for c in cut[:_FITTED] for fitted in _fitted(plan, c))


def _drawn(plan: Plan, integers: Values, seed: int, tries: int) -> Iterator[Instance]:
    """Instances of given integers, drawn anew."""
    for round_ in range(tries):
        choose = seeded(seed, round_)
        found = repaired(plan, build(plan, integers, choose))
        if found is not None:
            yield tightened(plan, found, choose)


def _fitted(plan: Plan, instance: Instance) -> Iterator[Instance]:
    """An instance with other scalars, so that the hypotheses hold, and that one is tight."""
    found = repaired(plan, instance, movable=lambda unit: unit.kind is Kind.REAL)
    if found is not None:
        yield found
        yield tightened(plan, found, _simplest)


def _simplest(_: int) -> int:
    return 0


def _simplified(plan: Plan, refutes: Refutes, instance: Instance) -> Instance:
    for _ in range(_LONGEST):
        found = _first_smaller(plan, refutes, instance)
        if found is None:
            return instance
        instance = found
    return instance


def _first_smaller(plan: Plan, refutes: Refutes, instance: Instance) -> Instance | None:
    """A smaller counterexample one change away; only where no change alone keeps the hypotheses, with other scalars as well."""
    size = measure(plan, instance)
    simpler = [i for i in simpler_instances(plan, instance) if measure(plan, i) < size]
    fitted = (f for i in simpler for f in _fitted(plan, i) if plan.conditions and measure(plan, f) < size)
    return next((i for i in chain(simpler, fitted) if refutes(i)), None)
