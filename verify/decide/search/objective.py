"""What a round minimises: the relative slack of a conclusion, with a price on what hypotheses lack, one part pushed to the end."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from verify.decide.search.confine import confined
from verify.decide.search.parameters import Parameters
from verify.decide.search.push import Line, pushed
from verify.decide.search.slack import Slacks
from verify.meaning.floats.batch import Array, FloatBatch

_PRICE = 100.0  # of what hypotheses lack: so much more than a relative slack can gain
_EQUAL = 1e-12
_NOTHING = 1e3  # where the conclusion has no value, or nothing can break it


@dataclass(frozen=True, slots=True, eq=False)
class Objective:
    """line: the part that is pushed, if any. margin: a relative slack that all hypotheses but equations are to keep."""

    slacks: Slacks
    parameters: Parameters
    line: Line | None
    margin: float = 0.0

    @property
    def free(self) -> Array:
        """Which parameters the value depends on, (length,): all but a real that is pushed."""
        free = np.ones(self.parameters.length, dtype=bool)
        if self.line is not None and self.line.slot.unit.is_scalar:
            free[self.line.slot.start] = False
        return free

    @property
    def broken(self) -> float:
        """A value below which an instance is worth exact evaluation: about zero, since equality breaks a strict relation."""
        return _EQUAL if self.slacks.strict else -_EQUAL

    @property
    def rigid(self) -> Objective:
        """The same for matrices that are to stay as they are: what a bound of theirs lacks has a price, and no margin is kept."""
        return replace(self, slacks=replace(self.slacks, bounds=()), margin=0.0)

    def fitted(self, theta: Array) -> Array:
        """θ, (b, length), with the part pushed, and matrices inside their bounds."""
        moved = self._pushed(theta)
        if not self.slacks.bounds:
            return moved
        return self.parameters.of_batch(confined(self.slacks.bounds, self.parameters.batch(moved), self.margin))

    def __call__(self, theta: Array) -> Array:
        """The value at θ once its part is pushed, and matrices are inside their bounds, (b,)."""
        return self._value(confined(self.slacks.bounds, self.parameters.batch(self._pushed(theta)), self.margin), self.margin)

    def unpushed(self, theta: Array) -> Array:
        """The relative slack at θ as it is, (b,); large where a hypothesis does not hold, as far as floats tell."""
        batch = self.parameters.batch(theta)
        found = self.slacks.conclusion(batch)
        return np.where(np.isfinite(found) & (self.slacks.lack(batch) <= _EQUAL), found, _NOTHING)

    def _pushed(self, theta: Array) -> Array:
        return theta if self.line is None else pushed(self.slacks, self.parameters, self.line, theta, self.margin)

    def _value(self, batch: FloatBatch, margin: float) -> Array:
        found = self.slacks.conclusion(batch) + _PRICE * self.slacks.lack(batch, margin)
        return np.where(np.isfinite(found), np.clip(found, -_NOTHING, _NOTHING), _NOTHING)
