"""One part of every instance of a batch, pushed to where a hypothesis stops it: what a minimiser need not find for itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce

import numpy as np

from verify.decide.search.confine import confined
from verify.decide.search.parameters import Parameters, Slot, ends
from verify.decide.search.slack import Slacks
from verify.meaning.floats.batch import Array

_ROUNDS = 12  # of regula falsi
_CLOSE, _ROUNDING = 1e-14, 1e-15
_STEEPEST = 1e6  # a slack below it, or minus infinity, counts as this
_FARTHEST = 3.0  # times its size a matrix or vector is stretched at most; of a factor the square root counts


@dataclass(frozen=True, slots=True)
class Line:
    """A slot that moves: a real along its interval, vectors and matrices by a factor. up: towards the upper end."""

    slot: Slot
    up: bool


def lines(slacks: Slacks, parameters: Parameters) -> tuple[Line, ...]:
    """The slots that a hypothesis can stop, each in both directions; the reals that hypotheses alone speak of first.

    Hypotheses that `confined` makes hold stop nothing.
    """
    plan = parameters.plan
    stopped = [s for s in parameters.slots if s.entries and s.count and s.unit.reached_as in slacks.left]
    order = sorted(stopped, key=lambda s: (not s.unit.is_scalar, s.unit.name not in plan.free))
    return tuple(Line(s, up) for s in order for up in (True, False))


def pushed(slacks: Slacks, parameters: Parameters, line: Line, theta: Array, margin: float = 0.0) -> Array:
    """θ, (b, length), with the slot of the line as far as the hypotheses let it; where none of three points satisfies them, at the best.

    margin: what slack is left to the hypotheses.
    """

    def slack(where: Array, rows: Array) -> Array:
        batch = confined(slacks.bounds, parameters.batch(_at(line.slot, theta[rows], where)), margin)
        found = reduce(np.minimum, (f(batch) for f in slacks.stops))
        return np.where(np.isnan(found), -np.inf, found - margin)

    everywhere = np.ones(len(theta), dtype=bool)
    near, far = _ends(line, theta)
    there = slack(far, everywhere)
    here = np.where(there >= 0, 0.0, -np.inf)  # not looked at where nothing stops the push
    stopped = there < 0
    here[stopped] = slack(near[stopped], stopped)
    lost = here < 0
    if lost.any():  # the start of the push is no good: perhaps θ itself is
        own = _own(line.slot, theta)
        between = np.where(lost, -np.inf, here)
        between[lost] = slack(own[lost], lost)
        better = lost & (between > here)
        near, here = np.where(better, own, near), np.where(better, between, here)
    rest = far if _is_bounded(line) else _own(line.slot, theta)
    end = np.where(there >= 0, rest, np.where(there >= here, far, near))
    crossing = (here >= 0) & stopped
    end[crossing] = _last_feasible(slack, crossing, near[crossing], here[crossing], far[crossing], there[crossing])
    return _at(line.slot, theta, end)


def _last_feasible(slack: Callable[[Array, Array], Array], rows: Array, good: Array, above: Array, bad: Array, below: Array) -> Array:
    """A zero of the slack on some rows, between a point where it is not negative and one where it is, from the good side (Illinois)."""
    places, ends = np.flatnonzero(rows), good.copy()
    open_, weight_good, weight_bad = np.arange(len(places)), above.copy(), np.maximum(below, -_STEEPEST)
    for _ in range(_ROUNDS):
        if len(open_) == 0:
            break
        share = weight_good / (weight_good - weight_bad)
        middle = good + share * (bad - good)
        found = slack(middle, places[open_])
        fits = found >= -_ROUNDING
        good, bad = np.where(fits, middle, good), np.where(fits, bad, middle)
        weight_good = np.where(fits, np.maximum(found, 0.0), weight_good / 2)
        weight_bad = np.where(fits, weight_bad / 2, np.maximum(found, -_STEEPEST))
        ends[open_] = good
        on = (np.abs(found) > _ROUNDING) & (np.abs(bad - good) > _CLOSE * np.maximum(1.0, np.abs(good)))
        open_, good, bad = open_[on], good[on], bad[on]
        weight_good, weight_bad = weight_good[on], weight_bad[on]
    return ends


def _at(slot: Slot, theta: Array, where: Array) -> Array:
    """θ with a real at a point, or vectors and matrices times a factor."""
    moved = theta.copy()
    part = slice(slot.start, slot.stop)
    moved[:, part] = where[:, np.newaxis] if slot.unit.is_scalar else theta[:, part] * where[:, np.newaxis]
    return moved


def _own(slot: Slot, theta: Array) -> Array:
    """The point at which θ itself is."""
    if slot.unit.is_scalar:
        return np.clip(theta[:, slot.start], *ends(slot.interval))
    return np.ones(len(theta))


def _is_bounded(line: Line) -> bool:
    """Whether the push ends somewhere if nothing stops it; else what nothing stops stays where it is."""
    interval = line.slot.interval
    return line.slot.unit.is_scalar and (interval.high if line.up else interval.low) is not None


def _ends(line: Line, theta: Array) -> tuple[Array, Array]:
    """Where the push starts, and where it ends unless something stops it."""
    if line.slot.unit.is_scalar:
        own = _own(line.slot, theta)
        low, high = ends(line.slot.interval)
        first = own - _FARTHEST if np.isinf(low) else np.full(len(theta), low)
        last = own + _FARTHEST if np.isinf(high) else np.full(len(theta), high)
    else:
        first, last = np.zeros(len(theta)), np.full(len(theta), _FARTHEST)
    return (first, last) if line.up else (last, first)
