"""Averages by looking at every outcome of the selectors that the argument meets."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from flint import fmpq

from verify.language.expression import Kind
from verify.meaning.arithmetic import product_of
from verify.meaning.draws import Outcome
from verify.meaning.failures import Undecided
from verify.meaning.frame import Code, Frame
from verify.meaning.operations import Operations

LARGEST_SAMPLE_SPACE = 65_536  # outcomes


def outcomes(frame: Frame) -> Iterator[Frame]:
    """A frame for each outcome of positive probability; each must be run to the end before the next is asked for.

    Which selectors matter is found by running. Raises Undecided after LARGEST_SAMPLE_SPACE outcomes.
    """
    script: tuple[int, ...] | None = ()
    for _ in range(LARGEST_SAMPLE_SPACE):
        if script is None:
            return
        outcome = Outcome(script)
        yield Frame(frame.world, frame.variables, outcome, frame.kept)
        script = outcome.next_script()
    if script is not None:
        raise Undecided(f"more than {LARGEST_SAMPLE_SPACE} outcomes of the selectors")


def average(operations: Operations, part: Code) -> Code:
    """The sum of the values, weighted with their probabilities."""
    _, times = product_of(operations, Kind.REAL, part.kind)

    def run(frame: Frame) -> Any:
        total = None
        for each in outcomes(frame):
            value = part.run(each)
            weighted = times(_weight(each), value)
            total = weighted if total is None else total + weighted
        return total

    return Code(part.kind, run)


def surely(operations: Operations, part: Code) -> Code:
    """Whether a Boolean holds for every outcome of positive probability."""
    return Code(Kind.BOOLEAN, lambda frame: operations.all_hold(partial(part.run, each) for each in outcomes(frame)))


def _weight(frame: Frame) -> fmpq:
    if frame.outcome is None:
        raise ValueError("a frame without an outcome has no weight")
    return frame.outcome.weight()
