"""Text in lines of a width, what is continued further in."""

from __future__ import annotations

from textwrap import wrap

STEP = 4  # columns


def wrapped(text: str, indent: int, width: int) -> list[str]:
    """The lines, none but a single long word longer than `width`, the first after `indent` spaces."""
    start = " " * indent
    return wrap(text, width, initial_indent=start, subsequent_indent=start + " " * STEP, break_long_words=False, break_on_hyphens=False)
