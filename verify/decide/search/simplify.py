"""A violation with fewer numbers in it: parts are set to simple values, and the others minimised anew."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from verify.decide.search.minimise import minimised
from verify.decide.search.objective import Objective
from verify.decide.search.parameters import Parameters, Slot, ends
from verify.meaning.floats.batch import Array

_STEPS = 30  # parts that are fixed at most
_ITERATIONS = 25
_KEPT = 0.05  # of the violation at the start, so much has to be left
_NEARLY = 1e-9  # where equality breaks a strict relation
_TINY = 1e-3  # relative to the largest
_SIMPLE = (0.0, 1.0, 0.5)


@dataclass(frozen=True, slots=True, eq=False)
class _Fixed:
    """θ with some columns fixed; (length,) both."""

    theta: Array
    free: Array


def simplified(objective: Objective, theta: Array, most: int) -> Array:
    """θ, (length,), moved to where more of its parts are zero or simple, while it stays a violation; θ itself where none can be.

    most: points to evaluate at most for each of the parts.
    """
    parameters = objective.parameters
    start = _triangular(parameters, objective.fitted(theta[np.newaxis])[0])
    needed = max(_KEPT * float(objective(start[np.newaxis])[0]), objective.broken)
    needed = _NEARLY if objective.slacks.strict else needed
    current = _Fixed(start, objective.free & (start != 0))
    tried: set[bytes] = set()
    for _ in range(_STEPS):
        options = [o for o in _options(parameters, current) if o.free.tobytes() not in tried]
        if not options:
            break
        tried |= {o.free.tobytes() for o in options}
        thetas, free = np.array([o.theta for o in options]), np.array([o.free for o in options])
        found = minimised(objective, thetas, free, _ITERATIONS, most * len(options))
        reached = zip(options, found.theta, found.values, strict=True)
        good = [_Fixed(t, o.free) for o, t, v in reached if v < needed and _is_level(t, o.free)]
        if not good:
            break
        current = min(good, key=lambda f: int(f.free.sum()))
    return current.theta


def _is_level(theta: Array, free: Array) -> bool:
    """Whether no parameter that is left has become a tiny one, which would have to be zero and cannot."""
    sizes = np.abs(theta[free])
    return bool((sizes >= _TINY * sizes.max(initial=0.0)).all())


def _options(parameters: Parameters, current: _Fixed) -> Iterator[_Fixed]:
    """The same with one more part fixed: a slot, a member or an entry at zero, a real at a simple value."""
    for slot in parameters.slots:
        if slot.unit.is_scalar:
            yield from (_with(current, slice(slot.start, slot.start + 1), x) for x in _simple(slot) if current.free[slot.start])
        elif slot.entries:
            blocks = [slice(slot.start, slot.stop)] if slot.count > 1 else []
            blocks += [slice(at, at + slot.entries) for at in range(slot.start, slot.stop, slot.entries)]
            blocks += [slice(at, at + 1) for at in range(slot.start, slot.stop)] if slot.entries > 1 else []
            yield from (_with(current, block, 0.0) for block in blocks if current.free[block].any())


def _simple(slot: Slot) -> tuple[float, ...]:
    """Simple parameters of a real: its ends, 0, 1 and 1/2."""
    least, largest = ends(slot.interval)
    low, high = slot.interval.low, slot.interval.high
    if (low is None) != (high is None):
        return (0.0,)
    closed = [end for end, is_closed in ((least, slot.interval.low_closed), (largest, slot.interval.high_closed)) if is_closed]
    return tuple(dict.fromkeys(x for x in (*closed, *_SIMPLE) if least <= x <= largest and np.isfinite(x)))


def _with(current: _Fixed, part: slice, value: float) -> _Fixed:
    theta, free = current.theta.copy(), current.free.copy()
    theta[part], free[part] = value, False
    return _Fixed(theta, free)


def _triangular(parameters: Parameters, theta: Array) -> Array:
    """The same instance, the factors of its positive semidefinite matrices lower triangular."""
    found = theta.copy()
    for slot in parameters.slots:
        if slot.is_squared and slot.stop > slot.start:
            d = slot.dimension
            factors = theta[slot.start : slot.stop].reshape(slot.count, d, d)
            lower = np.linalg.qr(factors.swapaxes(1, 2))[1].swapaxes(1, 2)
            found[slot.start : slot.stop] = np.tril(lower).ravel()
    return found
