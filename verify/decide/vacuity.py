"""Hypotheses that no instance can satisfy, by a derivation that the kernel accepts."""

from __future__ import annotations

from verify.decide import certify
from verify.decide.outcome import Vacuous
from verify.decide.prove.contradiction import contradiction
from verify.kernel.check import Beyond
from verify.language.statement import Statement


def vacuity(statement: Statement) -> Vacuous | None:
    """The outcome of hypotheses that are seen to contradict each other; None where none are. Raises SoundnessAlarm."""
    steps = contradiction(statement.context)
    try:
        return None if steps is None else certify.vacuous(statement, steps)
    except Beyond:  # the kernel has no means to follow the steps, which says nothing of them
        return None
