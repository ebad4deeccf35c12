"""One source of choices for every drawing: a Hypothesis draw, or a seeded generator.

The recipes of this room ask only for numbers below a bound, and 0 is always the simplest answer. So the same recipe is a
Hypothesis strategy (it shrinks) and a search whose course depends on the seed alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from typing import TypeVar

Choose = Callable[[int], int]  # of n >= 1: a number in 0..n-1

T = TypeVar("T")


def pick(choose: Choose, options: Sequence[T]) -> T:
    """One of the options; the first is the simplest. Raises ValueError where there is none."""
    if not options:
        raise ValueError("nothing to choose from")
    return options[choose(len(options))]


def seeded(seed: int, round_: int) -> Choose:
    """The choices of one round of a search: they depend on the seed and the round alone."""
    return Random(f"{seed}:{round_}").randrange
