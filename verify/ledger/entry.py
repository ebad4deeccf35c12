"""A theory's verdicts: one entry per statement, in the order of print."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import assert_never

from verify.decide.outcome import Cited, Defined, Malformed, Outcome, Proved, Refuted, Unsettled, Vacuous, Verdict, verdict_of
from verify.language.statement import Statement


class Evidence(Enum):
    """What kind of thing a verdict rests on. The value is its name in the lock and in JSON."""

    COUNTEREXAMPLE = "counterexample"
    DERIVATION = "derivation"
    ATTACK = "attack"
    SOURCE = "source"
    DIAGNOSTIC = "diagnostic"
    DEFINITION = "definition"


@dataclass(frozen=True, slots=True)
class Entry:
    """A statement and what it came to.

    seconds: how long deciding it took; 0 where an identical statement was decided already.
    repair: the id of the statement that stands instead of this one, None where the theory gives none.
    uses: the ids of the statements that its derivation uses. cites: the named results on which it stands, through others too.
    unsupported_by: what its reason (its derivation, else its printed proof) rests on that is not established.
    reason: how it is derived, in short; "" where its script does not say. rejected: the kernel does not accept its derivation.
    open: of an unsettled statement, what would settle it, in the words of the theory; "" where that says nothing.
    """

    statement: Statement
    outcome: Outcome
    seconds: float
    repair: str | None
    uses: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()
    unsupported_by: tuple[str, ...] = ()
    reason: str = ""
    rejected: bool = False
    open: str = ""

    @property
    def id(self) -> str:
        """The id of the statement."""
        return self.statement.id

    @property
    def depends_on(self) -> tuple[str, ...]:
        """The ids of the definitions and of the statements that it uses."""
        return tuple(dict.fromkeys((*self.statement.depends_on, *self.uses)))

    @property
    def unsupported(self) -> bool:
        """Whether it may be true, but does not follow from its reason."""
        return bool(self.unsupported_by)

    @property
    def verdict(self) -> Verdict:
        """The verdict that the outcome amounts to."""
        return verdict_of(self.outcome)


@dataclass(frozen=True, slots=True)
class SetAside:
    """A stored certificate that is not the evidence of a statement's verdict, and why."""

    id: str
    reason: str


@dataclass(frozen=True, slots=True)
class Ledger:
    """All entries of a theory, and the stored certificates that could not be used."""

    theory: str
    entries: tuple[Entry, ...]
    set_aside: tuple[SetAside, ...] = ()

    def entry(self, id_: str) -> Entry | None:
        """The entry of a statement, None where the ledger has none."""
        return next((e for e in self.entries if e.id == id_), None)

    def summary(self) -> dict[Verdict, int]:
        """How many entries have each verdict; those that occur, in the order of `Verdict`."""
        counts = {verdict: sum(e.verdict is verdict for e in self.entries) for verdict in Verdict}
        return {verdict: count for verdict, count in counts.items() if count}


def evidence_of(outcome: Outcome) -> Evidence:
    """What kind of evidence an outcome carries."""
    match outcome:
        case Refuted():
            return Evidence.COUNTEREXAMPLE
        case Proved() | Vacuous():
            return Evidence.DERIVATION
        case Cited():
            return Evidence.SOURCE
        case Malformed():
            return Evidence.DIAGNOSTIC
        case Defined():
            return Evidence.DEFINITION
        case Unsettled(fault=None):
            return Evidence.ATTACK
        case Unsettled():
            return Evidence.DIAGNOSTIC
        case _:
            assert_never(outcome)
