"""From floats to exact instances: arrays rounded, scalars fitted anew, then rounded along the ladder of their continued fractions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import compress, islice, product
from math import ceil, floor

import numpy as np

from verify.decide.draw.matrices import stretched
from verify.decide.draw.rationals import Interval, height, simplest_between
from verify.decide.draw.units import Unit
from verify.decide.search.minimise import minimised
from verify.decide.search.objective import Objective
from verify.decide.search.parameters import Parameters, Slot, floats_of, values_of
from verify.decide.search.roundings import Arrays, nearest_arrays, rounded_arrays
from verify.meaning.floats.batch import Array
from verify.meaning.instance import Instance, Value

_DENOMINATORS = (1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 64, 128, 512, 4096, 65536)
_SMALL, _WAYS = 12, 900  # denominators of scalars tried together, and so many combinations of them
_WIDEST = 8.0  # how far from where they are
_WIDTHS = tuple(0.25**e for e in range(1, 20))  # relative: how far inside its end a pushed part is rounded
_SAME = 1e-12  # so near to a simple rational, relative, an end is that: no chance has one of denominators up to 65536 so near
_NEAR = 64  # the denominator of an instance near a minimum
_FIT = 15  # iterations
_FOLLOWED = 16  # roundings of arrays that are followed to the end
_SIMPLEST = 3  # of what floats find broken for one rounding of the arrays, so many are looked at exactly


@dataclass(frozen=True, slots=True, eq=False)
class Rung:
    """Exact values by unit, and θ at them."""

    values: Mapping[Unit, tuple[Value, ...]]
    theta: Array


def rational_instances(objective: Objective, theta: Array) -> Iterator[Instance]:
    """Exact instances near θ, (length,), that break the statement as far as floats tell, those with small arrays first."""
    parameters = objective.parameters
    base = objective.fitted(theta[np.newaxis])[0]
    spectral = bool(objective.slacks.bounds) or objective.slacks.strict
    rungs = [Rung(a, _with_arrays(parameters, base, a)) for a in rounded_arrays(parameters, base, spectral)]
    scalars = np.zeros(parameters.length, dtype=bool)
    scalars[[s.start for s in parameters.slots if s.unit.is_scalar]] = True
    fitted = minimised(objective.rigid, np.array([r.theta for r in rungs]), scalars & objective.free, _FIT, 10**9)
    broken = [Rung(r.values, t) for r, t, v in zip(rungs, fitted.theta, fitted.values, strict=True) if v < objective.broken]
    for rung in broken[:_FOLLOWED]:
        yield from with_simple_scalars(objective, rung)


def near_instances(objective: Objective, theta: Array, denominator: int = _NEAR) -> Iterator[Instance]:
    """Exact instances as near to θ, (length,), as denominators up to this and a pushed part on the good side come."""
    parameters = objective.parameters
    base = objective.fitted(theta[np.newaxis])[0]
    arrays = nearest_arrays(parameters, base, denominator)
    bare = Rung(arrays, _with_arrays(parameters, base, arrays))
    scalars = {s: _rounded(_real(s, bare), s.interval, denominator) for s in parameters.slots if s.unit.is_scalar}
    rung = _at_scalars(parameters, bare, scalars)
    yield _instance(parameters, rung)
    yield from (_instance(parameters, r) for r in _pushed(objective, rung))


def _with_arrays(parameters: Parameters, theta: Array, arrays: Arrays) -> Array:
    found = theta.copy()
    for slot in parameters.slots:
        if slot.unit in arrays and slot.stop > slot.start:
            found[slot.start : slot.stop] = parameters.of_values(slot, floats_of(arrays[slot.unit])[np.newaxis])[0]
    return found


def with_simple_scalars(objective: Objective, rung: Rung) -> Iterator[Instance]:
    """A few instances with the arrays of a rung and simple scalars, the simplest that floats find broken."""
    rounded = list(_with_scalars(objective, rung))
    promising = objective(np.array([r.theta for r in rounded])) < objective.broken
    for one in islice(compress(rounded, promising), _SIMPLEST):
        steps = list(_pushed(objective, one))
        broken = objective.unpushed(np.array([s.theta for s in steps])) < objective.broken if steps else ()
        yield from (_instance(objective.parameters, s) for s in islice(compress(steps, broken), 1))


def _with_scalars(objective: Objective, rung: Rung) -> Iterator[Rung]:
    """The rung with its scalars rounded, in many ways, the simplest first; the one that is pushed stays near where it is."""
    slots = [s for s in objective.parameters.slots if s.unit.is_scalar]
    moving = [s for s in slots if objective.line is None or s != objective.line.slot]
    most = int(_WAYS ** (1 / max(1, len(moving))))
    options = [near(_real(s, rung), s.interval)[:most] for s in moving]
    ways = [dict(zip(moving, xs, strict=True)) for xs in product(*options)] if most > 1 else []
    ways += [{s: _rounded(_real(s, rung), s.interval, q) for s in moving} for q in _DENOMINATORS]
    pushed = {s: _rounded(_real(s, rung), s.interval, _NEAR) for s in slots if s not in moving}
    distinct = {tuple(way.values()): way for way in ways}.values()
    for way in sorted(distinct, key=lambda w: sum(map(height, w.values()))):
        yield _at_scalars(objective.parameters, rung, way | pushed)


def near(x: float, interval: Interval) -> list[Fraction]:
    """Rationals of small denominators about a real, the simplest first."""
    width = min(max(abs(x), 0.25) / 2, _WIDEST)
    found = {Fraction(n, q) for q in range(1, _SMALL + 1) for n in range(ceil((x - width) * q), floor((x + width) * q) + 1)}
    return sorted((y for y in found if y in interval), key=lambda y: (height(y), y))


def _at_scalars(parameters: Parameters, rung: Rung, scalars: Mapping[Slot, Fraction]) -> Rung:
    values, theta = dict(rung.values), rung.theta.copy()
    for slot, x in scalars.items():
        values[slot.unit] = (x,)
        theta[slot.start] = parameters.of_values(slot, np.array([[float(x)]]))[0, 0]
    return Rung(values, theta)


def _real(slot: Slot, rung: Rung) -> float:
    return float(values_of(slot, rung.theta[np.newaxis])[0, 0])


def _rounded(x: float, interval: Interval, denominator: int) -> Fraction:
    return _inside(Fraction(x).limit_denominator(denominator), interval, Fraction(1, 2 * denominator))


def _inside(x: Fraction, interval: Interval, step: Fraction) -> Fraction:
    """x, or the nearest point of an interval that is a step from its end where that is open."""
    low, high = interval.low, interval.high
    if low is not None and (x < low or (x == low and not interval.low_closed)):
        x = low if interval.low_closed else low + step
    if high is not None and (x > high or (x == high and not interval.high_closed)):
        x = high if interval.high_closed else high - min(step, (high - low) / 2 if low is not None else step)
    return x


def _pushed(objective: Objective, rung: Rung) -> Iterator[Rung]:
    """The rung as it is, or with its pushed part at simple rationals ever nearer to where it is stopped."""
    line = objective.line
    if line is None:
        yield rung
        return
    slot, parameters = line.slot, objective.parameters
    at = objective.fitted(rung.theta[np.newaxis])
    scalar = slot.unit.is_scalar
    end = float(values_of(slot, at)[0, 0]) if scalar else _factor(slot, rung.theta, at[0]) ** (2 if slot.is_squared else 1)
    for x in _approaching(end, line.up, slot.interval if scalar else Interval()):
        values: dict[Unit, tuple[Value, ...]] = dict(rung.values)
        values[slot.unit] = (x,) if scalar else tuple(stretched(x, v) for v in rung.values[slot.unit])
        theta = rung.theta.copy()
        theta[slot.start : slot.stop] = parameters.of_values(slot, floats_of(values[slot.unit])[np.newaxis])[0]
        yield Rung(values, theta)


def _approaching(end: float, up: bool, interval: Interval) -> Iterator[Fraction]:
    """Ever finer rationals on the good side of an end, and the simple one that the end itself may be."""
    exact = Fraction(end)
    near = [exact.limit_denominator(q) for q in _DENOMINATORS]
    points = [x for x in near if abs(float(x) - end) <= _SAME * max(1.0, abs(end))][:1]
    for width in _WIDTHS:
        inner = exact - Fraction(width) * max(abs(exact), Fraction(1, 64)) * (1 if up else -1)
        points.append(simplest_between(inner, exact))
    yield from (x for x in dict.fromkeys(points) if x in interval)


def _factor(slot: Slot, before: Array, after: Array) -> float:
    """How far an array's part of θ was stretched."""
    size = float(np.abs(before[slot.start : slot.stop]).max())
    return float(np.abs(after[slot.start : slot.stop]).max()) / size if size else 1.0


def _instance(parameters: Parameters, rung: Rung) -> Instance:
    plain = {s.unit.name: rung.values[s.unit][0] for s in parameters.slots if s.unit.index_set is None}
    families: dict[str, list[tuple[str, tuple[Value, ...]]]] = {}
    for s in parameters.slots:
        if s.unit.index_set is not None:
            families.setdefault(s.unit.name, []).append((s.unit.index_set, rung.values[s.unit]))
    return Instance((*parameters.integers.items(), *plain.items()), tuple((n, tuple(of)) for n, of in families.items()))

