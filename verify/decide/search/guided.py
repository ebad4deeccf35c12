"""One guided round: starts of one size, minimised in floats; what breaks the statement there is made simple, rational, and confirmed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import islice

import numpy as np

from verify.decide.draw.plan import Plan
from verify.decide.draw.repair import repaired
from verify.decide.draw.scalars import Values, size_key
from verify.decide.search.ladder import near_instances, rational_instances
from verify.decide.search.measure import measure
from verify.decide.search.minimise import Minimised, minimised
from verify.decide.search.objective import Objective
from verify.decide.search.parameters import Parameters, parameters
from verify.decide.search.push import Line, lines
from verify.decide.search.simplify import simplified
from verify.decide.search.slack import Slacks
from verify.decide.search.starts import starts
from verify.decide.search.target import Target, Tried, examined
from verify.meaning.floats.batch import Array
from verify.meaning.instance import Instance

_BROKEN, _NEARLY = -1e-11, 1e-8  # relative slacks that are followed: below 0, and about 0 where the relation is strict
_MARGINS = (1e-2, 1e-3, 1e-4, 1e-6, 0.0)  # relative, the roomiest first
_ROUNDING = 1e-12
_FOLLOWED = 2  # minima of a round that are followed
_LOOKED_AT = 24  # exact instances for each of them
_FINE, _EXACT = 2**40, 6  # denominators at a minimum, and so many minima whose slack is found exactly
_PRICELESS = 1.0  # a value that is no slack: hypotheses fail, or nothing can break the conclusion
_PICKS = (3, 1, 8)  # sizes to choose the most telling of, by the round's number
_POLISH = 150  # iterations from what is broken


@dataclass(frozen=True, slots=True)
class Depth:
    """How deep a round goes: starts, iterations from each, points to evaluate at most."""

    starts: int
    iterations: int
    most: int


QUICK = Depth(24, 60, 20_000)
THOROUGH = Depth(40, 100, 60_000)


def guided_round(of: Target, seed: int, number: int, depth: Depth) -> Tried:
    """A round of minimisation: a function of the statement, the seed, the round's number and its depth alone."""
    if of.slacks is None or not of.sizes:
        return Tried()
    random = np.random.default_rng((seed, number))
    here = parameters(of.plan, _size(of, random, number))
    objective = Objective(of.slacks, here, _line(of.slacks, here, random))
    found = minimised(objective, starts(here, random, depth.starts), objective.free, depth.iterations, depth.most)
    tried = _followed(of, objective, found, depth)
    tried, values = _corrected(of, objective, found, tried)
    best = int(np.argmin(values))
    if values[best] >= _PRICELESS:
        return tried
    near = tried.broken or next((i for i in near_instances(objective, found.theta[best]) if of.admits(i)), None)
    return replace(tried, slack=_read(float(values[best])), nearest=near)


def followed(of: Target, objective: Objective, theta: Array, depth: Depth) -> Tried:
    """What minimisation from given starts, (b, p), comes to, as far as floats find the statement broken."""
    return _followed(of, objective, minimised(objective, theta, objective.free, depth.iterations, depth.most), depth)


def _followed(of: Target, objective: Objective, found: Minimised, depth: Depth) -> Tried:
    """Exact counterexamples near the least of some minima."""
    tried = Tried(evaluated=found.evaluated)
    for at in np.argsort(found.values, kind="stable")[:_FOLLOWED]:
        if found.values[at] < _follow(objective) and tried.broken is None:
            tried = tried.then(_confirmed(of, objective, found.theta[at], depth))
    return tried


def _corrected(of: Target, objective: Objective, found: Minimised, tried: Tried) -> tuple[Tried, Array]:
    """The values of minima; of the least that no simple instance near them confirms, the exact ones: perhaps floats lost what counts."""
    values, known = found.values.copy(), set[int]()
    while tried.broken is None and len(known) < _EXACT and (at := int(np.argmin(values))) not in known and values[at] < -_ROUNDING:
        known.add(at)
        for instance in near_instances(objective, found.theta[at], _FINE):
            tried = tried.then(replace(examined(of, (instance,)), guided=True))
            if tried.broken is not None:
                break
            if of.holds_on(instance):  # then no slack is below 0, whatever floats say
                values[at] = max(0.0, of.exact_slack(instance) or 0.0)
                break
    return tried, values


def _read(slack: float) -> float:
    """A slack as it is recorded: what rounding leaves of 0 is 0."""
    return 0.0 if abs(slack) < _ROUNDING else slack


def _size(of: Target, random: np.random.Generator, number: int) -> Values:
    """The integers of a round: the most telling of all, the simplest, the most telling again; then that of some at random."""
    if number == 1:
        return min(of.sizes, key=lambda v: (*_trivial(of.plan, v), size_key(of.plan, v)))
    if number < 3:
        picks: Sequence[Values] = of.sizes
    else:
        picks = [of.sizes[int(random.integers(len(of.sizes)))] for _ in range(_PICKS[number % len(_PICKS)])]
    return max(picks, key=lambda v: _telling(of.plan, v))


def _trivial(plan: Plan, integers: Values) -> tuple[int, int]:
    """How many sets have less than two members, so that nothing varies, and how many counters are 0, so that nothing happens."""
    return sum(integers[n] < 2 for n in plan.cardinals), sum(integers[n] < 1 for n in plan.counters)


def _telling(plan: Plan, integers: Values) -> tuple[bool, bool, Fraction, int, Fraction]:
    """Matrices rather than numbers, more than one member of some set, the most steps, then the fewest parameters.

    An integer beyond the usual limit is one of steps, though it be an exponent alone: what fails from some of them on fails most there.
    """
    several = any(integers[n] > 1 for n in plan.cardinals) or not plan.cardinals
    counting = {n for n in plan.counts if n in plan.counters or integers[n] > plan.limits.max_k}
    steps = sum((integers[n] for n in counting), Fraction(0))
    others = sum((abs(integers[n]) for n in plan.counts if n not in counting), Fraction(0))
    return all(integers[n] > 1 for n in plan.dimensions), several, steps, -parameters(plan, integers).length, -others


def _line(slacks: Slacks, here: Parameters, random: np.random.Generator) -> Line | None:
    """What is pushed in a round: often the first that could be, else any, or nothing."""
    options = lines(slacks, here)
    if not options:
        return None
    which = int(random.integers(2 * len(options) + 2))
    return options[which] if which < len(options) else None if which == len(options) else options[0]


def _confirmed(of: Target, objective: Objective, theta: Array, depth: Depth) -> Tried:
    """The smallest of the exact counterexamples that are found near a violation, well inside the hypotheses if there are any there."""
    tried = Tried()
    for margin in _MARGINS if any(objective.slacks.roomy) else (0.0,):
        within = replace(objective, margin=margin)
        polished = minimised(within, theta[np.newaxis], within.free, _POLISH, depth.most)
        if polished.values[0] < _follow(within):
            simple = simplified(within, polished.theta[0], depth.most)
            for start in (simple, polished.theta[0]):
                tried = tried.then(_rationalised(of, within, start))
                if tried.broken is not None:
                    return tried
    return tried


def _rationalised(of: Target, objective: Objective, theta: Array) -> Tried:
    """The smallest of the exact counterexamples on the ladder at θ."""
    tried, found = Tried(), []
    for instance in islice(rational_instances(objective, theta), _LOOKED_AT):
        one = examined(of, (_fitting(of, instance),))
        tried = tried.then(replace(one, broken=None))
        if one.broken is not None:
            found.append(one.broken)
    return replace(tried, broken=min(found, key=lambda i: measure(of.plan, i)), guided=True) if found else tried


def _follow(objective: Objective) -> float:
    """A value below which a minimum is followed; minima at which equality breaks a strict relation are known to half the digits."""
    return _NEARLY if objective.slacks.strict else _BROKEN


def _fitting(of: Target, instance: Instance) -> Instance | None:
    """The instance, or one near it that satisfies the hypotheses where it does not."""
    return instance if of.admits(instance) else repaired(of.plan, instance)
