"""Closed intervals of floats that contain a number."""

from __future__ import annotations

import math

import numpy as np

from verify.dynamics.directions import Array

Interval = tuple[float, float]


def outward(lower: float, upper: float, relative: float = 0.0) -> Interval:
    """Bounds of a number ≥ 0, widened by a relative error and by the rounding of it; what is at most 0 is 0."""
    return max(0.0, below(lower * (1 - relative))), above(upper * (1 + relative)) if upper > 0 else 0.0


def below(x: float) -> float:
    """A float below what was rounded to x, in one or two operations."""
    return math.nextafter(math.nextafter(x, -math.inf), -math.inf)


def above(x: float) -> float:
    """A float above what was rounded to x, in one or two operations."""
    return math.nextafter(math.nextafter(x, math.inf), math.inf)


def binary_scale(*arrays: Array) -> int:
    """The exponent e for which the largest entry of all, times 2⁻ᵉ, is in [1/2, 1); 0 where all entries are zero."""
    return math.frexp(max((float(np.abs(a).max(initial=0.0)) for a in arrays), default=0.0))[1]
