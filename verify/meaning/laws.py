"""The laws of selectors: a probability of 1, two moments, or a batch drawn without replacement."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flint import fmpq

from verify.meaning.failures import Lacking, NoValue


@dataclass(frozen=True, slots=True, eq=False)
class Chance:
    """1 with a probability in [0, 1], else 0."""

    mean: fmpq


@dataclass(frozen=True, slots=True, eq=False)
class Moments:
    """Any law with this mean and this variance, which are numbers of the meaning. Nothing else is known of it."""

    mean: Any
    variance: Any


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """Exactly `size` of the `members` of an index set are 1, any so many alike, and the others 0."""

    size: int
    members: int

    def chance(self, drawn: int, ones: int) -> fmpq:
        """The probability that one more member is 1, where so many others are drawn, and so many of those are 1."""
        return fmpq(self.size - ones, self.members - drawn)


Law = Chance | Moments | Batch


def checked_probability(number: Any) -> fmpq:
    """A probability. Raises NoValue outside [0, 1] or for an irrational number."""
    if not isinstance(number, fmpq) or not 0 <= number.p <= number.q:
        raise NoValue("a probability outside [0, 1]")
    return number


def checked_moments(mean: Any, variance: Any) -> tuple[fmpq, fmpq]:
    """A mean and a variance. Raises NoValue for a negative variance, Lacking for irrational ones."""
    if not isinstance(mean, fmpq) or not isinstance(variance, fmpq):
        raise Lacking("a law whose mean or variance is irrational")
    if variance < 0:
        raise NoValue("a negative variance")
    return mean, variance


def checked_batch(size: Any, members: int) -> Batch:
    """A batch of so many members. Raises NoValue where there are not so many, Lacking where their number differs within floats."""
    if not isinstance(size, fmpq):
        raise Lacking("a batch whose size is not one rational number")
    if size.q != 1 or not 0 <= size <= members:
        raise NoValue(f"a batch of {size} of {members} members")
    return Batch(int(size.p), members)
