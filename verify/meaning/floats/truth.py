"""Truths of a whole batch: what holds, and by how much."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from verify.meaning.failures import NoValue, Undecided
from verify.meaning.floats.batch import Array
from verify.meaning.operations import Later


class Parted(Exception):
    """A case distinction on which the instances of a batch part ways. holds: (b,), which of them go one way."""

    def __init__(self, holds: Array) -> None:
        super().__init__(holds)
        self.holds = holds


@dataclass(frozen=True, slots=True, eq=False)
class Truth:
    """Whether something holds, per instance. Both arrays: (b,), or (1,) where all share it.

    slack: how far it is from failing: negative where it fails, infinite where nothing can change it, nan where it has no value.
    holds: up to rounding; False where it has no value.
    """

    slack: Array
    holds: Array

    def __bool__(self) -> bool:
        """The truth that all instances share. Raises Parted where they differ, NoValue where none has a value."""
        missing = np.isnan(self.slack)
        if missing.all():
            raise NoValue("a case distinction without a value")
        if missing.any():
            raise Parted(missing)
        if self.holds.all():
            return True
        if self.holds.any():
            raise Parted(self.holds)
        return False


def truth(found: Truth | bool) -> Truth:
    """A truth, also of what is simply true or false."""
    return found if isinstance(found, Truth) else Truth(np.array([np.inf if found else -np.inf]), np.array([found]))


_MISSING = Truth(np.array([np.nan]), np.array([False]))


def all_hold(tests: Iterable[Later]) -> Truth:
    """Whether all tests hold: the smallest slack. What an instance fails is not asked about its further tests' having a value.

    Passes over what is undecided. Raises NoValue where a test that no instance has failed before has no value for any.
    """
    found = truth(True)
    for test in tests:
        try:
            one = truth(test())
        except Undecided:
            continue
        except NoValue:
            if found.holds.all():
                raise
            one = _MISSING
        failed = ~found.holds & np.isnan(one.slack)
        found = Truth(np.where(failed, found.slack, np.minimum(found.slack, one.slack)), found.holds & one.holds)
        if not found.holds.any():
            break
    return found


def implies(premiss: Later, conclusion: Later) -> Truth:
    """The conclusion, where the premiss holds; elsewhere nothing can break it."""
    given = truth(premiss())
    missing = np.isnan(given.slack)
    found = truth(True)
    if given.holds.any():
        try:
            found = truth(conclusion())
        except NoValue:
            if given.holds.all():
                raise
            found = _MISSING
    slack = np.where(missing, np.nan, np.where(given.holds, found.slack, np.inf))
    return Truth(slack, ~missing & (~given.holds | found.holds))
