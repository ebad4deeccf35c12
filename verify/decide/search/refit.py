"""Smaller counterexamples where the scalars have to follow: one part is made simpler, floats fit the scalars, exact evaluation decides."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import numpy as np

from verify.decide.draw.units import scalars_in, units, values_in
from verify.decide.search.ladder import Rung, with_simple_scalars
from verify.decide.search.measure import Measure, measure
from verify.decide.search.minimise import minimised
from verify.decide.search.objective import Objective
from verify.decide.search.parameters import Parameters, parameters
from verify.decide.search.push import lines
from verify.decide.search.simpler import simpler_instances
from verify.decide.search.target import Target
from verify.meaning.floats.batch import Array
from verify.meaning.instance import Instance

_STEPS = 40  # changes at most
_FIT = 20  # iterations
_FOLLOWED = 8  # changes that are looked at exactly, of those after which floats still find the statement broken


def refitted(of: Target, instance: Instance) -> Instance:
    """A counterexample no larger than this one, one change after the other as long as one makes it smaller."""
    if of.slacks is None:
        return instance
    here = parameters(of.plan, {n: scalars_in(instance)[n] for n in of.plan.integers})
    options = lines(of.slacks, here)
    objectives = [Objective(of.slacks, here, line) for line in (options[0] if options else None, None)][: 2 if options else 1]
    for _ in range(_STEPS):
        size = measure(of.plan, instance)
        smaller = next((i for o in objectives for i in _changed(of, o, instance, size)), None)
        if smaller is None:
            break
        instance = smaller
    return instance


def _changed(of: Target, objective: Objective, instance: Instance, size: Measure) -> Iterator[Instance]:
    """Smaller counterexamples one change away, those with the smallest arrays first."""
    changed = [i for i in dict.fromkeys(simpler_instances(of.plan, instance)) if _arrays_alone(of, i, instance) < size]
    changed.sort(key=lambda i: _arrays_alone(of, i, instance))
    if not changed:
        return
    here = objective.parameters
    fitted = minimised(objective, np.array([here.of_instance(i) for i in changed]), _scalars(here) & objective.free, _FIT, 10**9)
    broken = ((i, t) for i, t, v in zip(changed, fitted.theta, fitted.values, strict=True) if v < objective.broken)
    for one, theta in islice(broken, _FOLLOWED):
        arrays = {u: values_in(one, u) for u in units(of.plan) if not u.is_scalar}
        for candidate in with_simple_scalars(objective, Rung(arrays, theta)):
            if measure(of.plan, candidate) < size and of.refutes(candidate):
                yield candidate


def _arrays_alone(of: Target, changed: Instance, instance: Instance) -> Measure:
    """The size of an instance whose scalars are those of another, since they are fitted anew."""
    values = scalars_in(instance)
    return measure(of.plan, Instance(tuple((n, values.get(n, v)) for n, v in changed.values), changed.members))


def _scalars(here: Parameters) -> Array:
    mask = np.zeros(here.length, dtype=bool)
    mask[[s.start for s in here.slots if s.unit.is_scalar]] = True
    return mask
