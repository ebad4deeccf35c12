"""What deciding a statement comes to: one type per verdict, none of which has a truth value."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any, NoReturn, assert_never

from verify.errors import Diagnostic
from verify.kernel.check import Accepted
from verify.meaning.instance import Instance


class Verdict(Enum):
    """The seven verdicts of the ledger."""

    PROVED = "proved"
    REFUTED = "refuted"
    VACUOUS = "vacuous"
    MALFORMED = "malformed"
    CITED = "cited"
    DEFINED = "defined"
    UNSETTLED = "unsettled"


class _NoTruth:
    """An outcome is not a Boolean: `if decide(s):` would hide five of the seven verdicts."""

    __slots__ = ()

    def __bool__(self) -> NoReturn:
        raise TypeError("an outcome has no truth value; look at its type or at verdict_of(outcome)")


@dataclass(frozen=True, slots=True)
class Effort:
    """How hard a statement was attacked.

    instances: admissible ones evaluated. drawn: all that were drawn. rounds, seed: they fix the course of the search.
    cut_short: time ran out before the rounds did. evaluated: float instances that minimisation looked at. slack: the smallest relative
    slack of the conclusion among them (negative where it breaks, up to rounding; None where nothing has one), and nearest: an exact
    instance about there that satisfies the hypotheses, if there is one. Floats only guide: neither is evidence.
    """

    instances: int
    drawn: int
    rounds: int
    seed: int
    cut_short: bool = False
    evaluated: int = 0
    slack: float | None = None
    nearest: Instance | None = None


@dataclass(frozen=True, slots=True)
class Proved(_NoTruth):
    """The kernel accepted a derivation; the statement was attacked all the same (effort: None where no instance can be evaluated)."""

    accepted: Accepted
    certificate: dict[str, Any]
    effort: Effort | None = None


@dataclass(frozen=True, slots=True)
class Refuted(_NoTruth):
    """The kernel accepted an exact counterexample."""

    accepted: Accepted
    certificate: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Vacuous(_NoTruth):
    """The kernel accepted a derivation that no instance satisfies the hypotheses."""

    accepted: Accepted
    certificate: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Cited(_NoTruth):
    """The kernel found the statement, word for word, among the cited results; it was attacked, not proved."""

    accepted: Accepted
    certificate: dict[str, Any]
    source: str
    effort: Effort | None


@dataclass(frozen=True, slots=True)
class Malformed(_NoTruth):
    """The printed formula has no meaning."""

    fault: Diagnostic


@dataclass(frozen=True, slots=True)
class Defined(_NoTruth):
    """A definition: well typed, nothing to decide."""


@dataclass(frozen=True, slots=True)
class Unsettled(_NoTruth):
    """Neither; how hard it was tried, or which construct is lacking.

    uncertified: how many instances refute it as far as the engine can tell, but are beyond what the kernel can evaluate.
    """

    reason: str
    effort: Effort | None = None
    fault: Diagnostic | None = None
    uncertified: int = 0


Outcome = Proved | Refuted | Vacuous | Cited | Malformed | Defined | Unsettled


def verdict_of(outcome: Outcome) -> Verdict:
    """The verdict that an outcome amounts to."""
    match outcome:
        case Proved():
            return Verdict.PROVED
        case Refuted():
            return Verdict.REFUTED
        case Vacuous():
            return Verdict.VACUOUS
        case Cited():
            return Verdict.CITED
        case Malformed():
            return Verdict.MALFORMED
        case Defined():
            return Verdict.DEFINED
        case Unsettled():
            return Verdict.UNSETTLED
        case _:
            assert_never(outcome)
