"""Numbers that are known between two bounds, in a few digits."""

from __future__ import annotations

import math

Interval = tuple[float, float]
_DIGITS = 7


def interval_text(interval: Interval | None, digits: int = _DIGITS) -> str:
    """One number where the bounds agree to so many digits, else both."""
    if interval is None:
        return "–"
    low, high = interval
    if low == high or f"{low:.{digits}g}" == f"{high:.{digits}g}" or _close(low, high, digits):
        return number_text(low + (high - low) / 2 if low != high else low, digits)
    return f"{number_text(low, digits)} … {number_text(high, digits)}"


def number_text(number: float, digits: int = _DIGITS) -> str:
    """A number in so many digits."""
    if math.isinf(number):
        return "∞" if number > 0 else "−∞"
    return f"{number:.{digits}g}"


def seconds_text(seconds: float) -> str:
    """A duration."""
    return f"{seconds:.3f}" if seconds < 10 else f"{seconds:.0f}"


def _close(low: float, high: float, digits: int) -> bool:
    return math.isfinite(high - low) and high - low <= 10.0 ** (1 - digits) * max(abs(low), abs(high)) / 2
