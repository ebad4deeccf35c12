"""From floats to exact instances: arrays rounded, scalars fitted anew, then rounded along the ladder of their continued fractions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import compress

import numpy as np

from verify.decide.draw.matrices import stretched
from verify.decide.draw.rationals import Interval, simplest_between
from verify.decide.draw.units import Unit
from verify.decide.search.minimise import minimised
from verify.decide.search.objective import Objective
from verify.decide.search.parameters import Parameters, Slot, floats_of, values_of
from verify.decide.search.roundings import Arrays, nearest_arrays, rounded_arrays
from verify.meaning.floats.batch import Array
from verify.meaning.instance import Instance, Value

_DENOMINATORS = (1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 64, 128, 512, 4096, 65536)
_WIDTHS = tuple(0.25**e for e in range(1, 20))  # relative: how far inside its end a pushed part is rounded
_NEAR = 64  # the denominator of an instance near a minimum
_FIT = 15  # iterations
_BROKEN = -1e-12  # a relative slack below this is worth exact evaluation
_FOLLOWED = 16  # roundings of arrays that are followed to the end
_SIMPLEST = 3  # of what floats find broken for one rounding of the arrays, so many are looked at exactly


@dataclass(frozen=True, slots=True, eq=False)
class _Rung:
    """Exact values by unit, and θ at them."""

    values: Mapping[Unit, tuple[Value, ...]]
    theta: Array


def rational_instances(objective: Objective, theta: Array) -> Iterator[Instance]:
    """Exact instances near θ, (length,), that break the statement as far as floats tell, those with small arrays first."""
    parameters = objective.parameters
    base = objective.fitted(theta[np.newaxis])[0]
    rungs = [_Rung(a, _with_arrays(parameters, base, a)) for a in rounded_arrays(parameters, base)]
    scalars = np.zeros(parameters.length, dtype=bool)
    scalars[[s.start for s in parameters.slots if s.unit.is_scalar]] = True
    fitted = minimised(objective, np.array([r.theta for r in rungs]), scalars & objective.free, _FIT, 10**9)
    broken = [_Rung(r.values, t) for r, t, v in zip(rungs, fitted.theta, fitted.values, strict=True) if v < _BROKEN]
    for rung in broken[:_FOLLOWED]:
        yield from _with_simple_scalars(objective, rung)


def near_instances(objective: Objective, theta: Array) -> Iterator[Instance]:
    """Exact instances as near to θ, (length,), as denominators up to 64 and a pushed part on the good side come."""
    parameters = objective.parameters
    base = objective.fitted(theta[np.newaxis])[0]
    arrays = nearest_arrays(parameters, base, _NEAR)
    rung = _with_scalars(objective, _Rung(arrays, _with_arrays(parameters, base, arrays)), _NEAR)
    yield _instance(parameters, rung)
    yield from (_instance(parameters, r) for r in _pushed(objective, rung))


def _with_arrays(parameters: Parameters, theta: Array, arrays: Arrays) -> Array:
    found = theta.copy()
    for slot in parameters.slots:
        if slot.unit in arrays and slot.stop > slot.start:
            found[slot.start : slot.stop] = parameters.of_values(slot, floats_of(arrays[slot.unit])[np.newaxis])[0]
    return found


def _with_simple_scalars(objective: Objective, rung: _Rung) -> Iterator[Instance]:
    """A few instances with the arrays of a rung and simple scalars, the simplest that floats find broken."""
    rounded = [_with_scalars(objective, rung, q) for q in _DENOMINATORS]
    promising = objective(np.array([r.theta for r in rounded])) < _BROKEN
    steps = [s for r, is_broken in zip(rounded, promising, strict=True) if is_broken for s in _pushed(objective, r)]
    if steps:
        broken = objective.unpushed(np.array([s.theta for s in steps])) < _BROKEN
        yield from (_instance(objective.parameters, s) for s in list(compress(steps, broken))[:_SIMPLEST])


def _with_scalars(objective: Objective, rung: _Rung, denominator: int) -> _Rung:
    """The rung with its scalars rounded, all but the one that is pushed."""
    values, theta = dict(rung.values), rung.theta.copy()
    for slot in objective.parameters.slots:
        if slot.unit.is_scalar:
            real = float(values_of(slot, theta[np.newaxis])[0, 0])
            x = _inside(Fraction(real).limit_denominator(denominator), slot.interval, Fraction(1, 2 * denominator))
            values[slot.unit] = (x,)
            theta[slot.start] = objective.parameters.of_values(slot, np.array([[float(x)]]))[0, 0]
    return _Rung(values, theta)


def _inside(x: Fraction, interval: Interval, step: Fraction) -> Fraction:
    """x, or the nearest point of an interval that is a step from its end where that is open."""
    low, high = interval.low, interval.high
    if low is not None and (x < low or (x == low and not interval.low_closed)):
        x = low if interval.low_closed else low + step
    if high is not None and (x > high or (x == high and not interval.high_closed)):
        x = high if interval.high_closed else high - min(step, (high - low) / 2 if low is not None else step)
    return x


def _pushed(objective: Objective, rung: _Rung) -> Iterator[_Rung]:
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
        yield _Rung(values, theta)


def _approaching(end: float, up: bool, interval: Interval) -> Iterator[Fraction]:
    """Ever finer rationals on the good side of an end, and the simple one that the end itself may be."""
    exact = Fraction(end)
    near = [exact.limit_denominator(q) for q in _DENOMINATORS[:10]]
    points = [x for x in near if abs(float(x) - end) <= 1e-9 * max(1.0, abs(end))][:1]
    for width in _WIDTHS:
        inner = exact - Fraction(width) * max(abs(exact), Fraction(1, 64)) * (1 if up else -1)
        points.append(simplest_between(inner, exact))
    yield from (x for x in dict.fromkeys(points) if x in interval)


def _factor(slot: Slot, before: Array, after: Array) -> float:
    """How far an array's part of θ was stretched."""
    size = float(np.abs(before[slot.start : slot.stop]).max())
    return float(np.abs(after[slot.start : slot.stop]).max()) / size if size else 1.0


def _instance(parameters: Parameters, rung: _Rung) -> Instance:
    plain = {s.unit.name: rung.values[s.unit][0] for s in parameters.slots if s.unit.index_set is None}
    families: dict[str, list[tuple[str, tuple[Value, ...]]]] = {}
    for s in parameters.slots:
        if s.unit.index_set is not None:
            families.setdefault(s.unit.name, []).append((s.unit.index_set, rung.values[s.unit]))
    return Instance((*parameters.integers.items(), *plain.items()), tuple((n, tuple(of)) for n, of in families.items()))

