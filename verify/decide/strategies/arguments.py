"""Checks of the strategies' arguments, and Hypothesis as a source of choices."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument

from verify.decide.draw.choice import Choose


def check_range(name: str, low: int, high: int, least: int) -> None:
    """Raises InvalidArgument unless low and high are integers with least <= low <= high."""
    for end, value in (("min", low), ("max", high)):
        if isinstance(value, bool) or not isinstance(value, int):
            raise InvalidArgument(f"{end}_{name}={value!r} is no integer")
    if low < least:
        raise InvalidArgument(f"min_{name}={low} is below {least}")
    if high < low:
        raise InvalidArgument(f"max_{name}={high} is below min_{name}={low}")


def chooser(draw: st.DrawFn) -> Choose:
    """The choices of one Hypothesis example; they shrink towards 0."""

    def choose(n: int) -> int:
        return draw(st.integers(0, n - 1)) if n > 1 else 0

    return choose
