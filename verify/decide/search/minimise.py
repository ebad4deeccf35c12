"""Many minimisations at once: BFGS from a batch of starts, gradients by central differences in a single evaluation of them all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from verify.meaning.floats.batch import Array

Function = Callable[[Array], Array]  # (b, p) to (b,), finite

_STEP = 1e-6  # of a difference, relative to the parameter where that is above 1
_STEPS = 0.5 ** np.arange(0, 20, 1.5)  # step lengths that are tried at once
_DECREASE = 1e-4  # Armijo's constant
_LONGEST = 0.5  # in units of the parameters
_ZERO = 1e-10  # a value so near to 0 is one of a flat valley
_FAILURES = 2  # line searches in a row without a decrease: the second one is along −g
_CURVED = 1e-14  # the least sᵀy that an update is made with


@dataclass(frozen=True, slots=True, eq=False)
class Minimised:
    """Where the starts came to. theta: (b, p). values: (b,). evaluated: how many points were evaluated."""

    theta: Array
    values: Array
    evaluated: int


def minimised(function: Function, starts: Array, free: Array, iterations: int, most: int) -> Minimised:
    """Local minima of a function, one from each start, (b, p). free: (b, p) or (p,), which parameters may move.

    A parameter that starts above 1 in size is measured in units of that, so that large ones move as easily as others.
    A start is left alone once it moves no more, or has come into a valley where the function is 0 up to rounding.
    most: points to evaluate at most, by which iterations end early. The course of each start depends on these arguments alone.
    """
    theta = starts.copy()
    masks = np.broadcast_to(free, theta.shape)
    moving = np.flatnonzero(masks.any(axis=0))
    units = np.maximum(1.0, np.abs(starts[:, moving]))
    values, evaluated = function(theta), len(theta)
    if len(moving) == 0 or len(theta) == 0:
        return Minimised(theta, values, evaluated)
    rows = np.flatnonzero(np.abs(values) > _ZERO)
    if len(rows) == 0:
        return Minimised(theta, values, evaluated)
    failed = np.zeros(len(rows), dtype=int)
    inverse = np.tile(np.eye(len(moving)), (len(rows), 1, 1))
    gradient = _gradient(function, theta[rows], moving) * masks[rows][:, moving] * units[rows]
    evaluated += gradient.size * 2
    for _ in range(iterations):
        if len(rows) == 0 or evaluated + len(rows) * (2 * len(moving) + len(_STEPS)) > most:
            break
        evaluated += len(rows) * (2 * len(moving) + len(_STEPS))
        direction, inverse = _descent(inverse, gradient)
        found, lower, moved = _line_search(function, theta[rows], values[rows], moving, direction, gradient, units[rows])
        after = _gradient(function, found, moving) * masks[rows][:, moving] * units[rows]
        inverse = _updated(inverse, (found - theta[rows])[:, moving] / units[rows], after - gradient, moved)
        theta[rows], values[rows] = found, lower
        failed = np.where(moved, 0, failed + 1)
        on = (np.abs(lower) > _ZERO) & (failed < _FAILURES)
        rows, inverse, gradient, failed = rows[on], inverse[on], after[on], failed[on]
    return Minimised(theta, values, evaluated)


def _gradient(function: Function, theta: Array, moving: Array) -> Array:
    b, p = len(theta), len(moving)
    widths = _STEP * np.maximum(1.0, np.abs(theta[:, moving]))
    points = np.repeat(theta[:, np.newaxis, :], 2 * p, axis=1)
    for at, column in enumerate(moving):
        points[:, at, column] += widths[:, at]
        points[:, p + at, column] -= widths[:, at]
    found = function(points.reshape(b * 2 * p, -1)).reshape(b, 2, p)
    return np.asarray((found[:, 0] - found[:, 1]) / (2 * widths))


def _descent(inverse: Array, gradient: Array) -> tuple[Array, Array]:
    """−B g, and −g with B = I where that is no descent; never longer than _LONGEST, which would leap over thin sets into flat valleys."""
    direction = -(inverse @ gradient[:, :, np.newaxis])[:, :, 0]
    bad = (direction * gradient).sum(axis=1) >= 0
    inverse = np.where(bad[:, np.newaxis, np.newaxis], np.eye(inverse.shape[1]), inverse)
    direction = np.where(bad[:, np.newaxis], -gradient, direction)
    length = np.sqrt((direction * direction).sum(axis=1, keepdims=True))
    return direction * np.minimum(1.0, _LONGEST / np.maximum(length, _LONGEST)), inverse


def _line_search(
    function: Function, theta: Array, values: Array, moving: Array, direction: Array, gradient: Array, units: Array
) -> tuple[Array, Array, Array]:
    """The best of some steps along a direction in these units, its value, and whether it is an Armijo decrease; else no step."""
    b, rows = len(theta), np.arange(len(theta))
    points = np.repeat(theta[:, np.newaxis, :], len(_STEPS), axis=1)
    points[:, :, moving] += _STEPS[:, np.newaxis] * (direction * units)[:, np.newaxis, :]
    found = function(points.reshape(b * len(_STEPS), -1)).reshape(b, len(_STEPS))
    best = found.argmin(axis=1)
    slope = (direction * gradient).sum(axis=1)
    moved = found[rows, best] < values + _DECREASE * _STEPS[best] * slope
    return np.where(moved[:, np.newaxis], points[rows, best], theta), np.where(moved, found[rows, best], values), moved


def _updated(inverse: Array, s: Array, y: Array, moved: Array) -> Array:
    """The inverse Hessian after a step (Nocedal and Wright, (6.17)); the identity where there was none."""
    curvature = (s * y).sum(axis=1)
    rho = np.where(curvature > _CURVED, 1.0 / np.where(curvature > _CURVED, curvature, 1.0), 0.0)[:, np.newaxis, np.newaxis]
    identity = np.eye(s.shape[1])
    left = identity - rho * s[:, :, np.newaxis] * y[:, np.newaxis, :]
    new = left @ inverse @ left.swapaxes(1, 2) + rho * s[:, :, np.newaxis] * s[:, np.newaxis, :]
    return np.where(moved[:, np.newaxis, np.newaxis], new, identity)
