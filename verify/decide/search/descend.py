"""From a counterexample with more steps than usual to one with fewer: minimisation goes on from it where it cannot be cut down as it is."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from verify.decide.draw.scalars import Values
from verify.decide.draw.units import scalars_in
from verify.decide.search.guided import QUICK, followed
from verify.decide.search.objective import Objective
from verify.decide.search.parameters import parameters
from verify.decide.search.project import projections
from verify.decide.search.target import Target
from verify.meaning.instance import Instance


def descended(of: Target, instance: Instance) -> Instance:
    """A counterexample of which no integer beyond the usual limit can be one less, so far as minimisation from there tells."""
    while True:
        found = next(filter(None, (_with(of, instance, integers) for integers in _one_less(of, instance))), None)
        if found is None:
            return instance
        instance = found


def _one_less(of: Target, instance: Instance) -> Iterator[Values]:
    """The admissible integers with one of those beyond the usual limit less by one."""
    now = scalars_in(instance)
    here = {n: now[n] for n in of.plan.integers}
    for name in of.plan.counts:
        if here[name] > of.plan.limits.max_k:
            wanted = {**here, name: here[name] - 1}
            yield from (v for v in of.sizes_about(instance) if v == wanted)


def _with(of: Target, instance: Instance, integers: Values) -> Instance | None:
    """A counterexample with these integers, about where the instance has its parts."""
    cut = next(projections(of.plan, instance, integers), None)
    if of.slacks is None or cut is None:
        return None
    here = parameters(of.plan, integers)
    return followed(of, Objective(of.slacks, here, None), here.of_instance(cut)[np.newaxis], QUICK).broken
