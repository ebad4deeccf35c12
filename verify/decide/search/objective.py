"""What a round minimises: the relative slack of a conclusion, with a price on what hypotheses lack, one part pushed to the end."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from verify.decide.search.parameters import Parameters
from verify.decide.search.push import Line, pushed
from verify.decide.search.slack import Slacks
from verify.meaning.floats.batch import Array

_PRICE = 100.0  # of what hypotheses lack: so much more than a relative slack can gain
_NOTHING = 1e3  # where the conclusion has no value, or nothing can break it


@dataclass(frozen=True, slots=True, eq=False)
class Objective:
    """line: the part that is pushed, if any; free: (length,), the parameters that are left to move."""

    slacks: Slacks
    parameters: Parameters
    line: Line | None

    @property
    def free(self) -> Array:
        """Which parameters the value depends on; of an array that is stretched, on all."""
        free = np.ones(self.parameters.length, dtype=bool)
        if self.line is not None and self.line.slot.unit.is_scalar:
            free[self.line.slot.start] = False
        return free

    def fitted(self, theta: Array) -> Array:
        """θ, (b, length), with the part pushed."""
        return theta if self.line is None else pushed(self.slacks, self.parameters, self.line, theta)

    def __call__(self, theta: Array) -> Array:
        """The value at θ once its part is pushed, (b,)."""
        return self.unpushed(self.fitted(theta))

    def unpushed(self, theta: Array) -> Array:
        """The value at θ as it is, (b,)."""
        batch = self.parameters.batch(theta)
        found = self.slacks.conclusion(batch) + _PRICE * self.slacks.lack(batch)
        return np.where(np.isfinite(found), np.clip(found, -_NOTHING, _NOTHING), _NOTHING)
