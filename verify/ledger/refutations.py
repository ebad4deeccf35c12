"""The refutations of a theory by what is derived of one instance: what its scripts write, where no stored one stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from verify.decide import certify
from verify.decide.prove.scripts import Derived, Refuting, load_refutations, refuting
from verify.errors import Fault
from verify.language.read import Theory
from verify.language.statement import Statement
from verify.ledger.certificates import stored_certificate
from verify.ledger.dependencies import used


@dataclass(frozen=True, slots=True)
class Refutation:
    """What a script wrote against a statement, or why it wrote nothing; None where a stored one stands. reason: the script's, in short."""

    written: Refuting | Fault | None
    reason: str

    @property
    def uses(self) -> tuple[str, ...]:
        """The ids of the statements that its steps use."""
        return used(self.written.derived.steps) if isinstance(self.written, Refuting) else ()


def refutations(theory: Theory, statements: Iterable[Statement], *, fresh: bool = False) -> dict[str, Refutation]:
    """By the ids of those statements that have a script against them. fresh: leave stored ones aside.

    Raises Fault where scripts cannot be loaded.
    """
    scripts = load_refutations(theory)
    found: dict[str, Refutation] = {}
    for statement in statements:
        script = scripts.get(statement.id)
        if script is not None:
            stands = not fresh and _stands(statement, stored_certificate(theory.directory, statement.id))
            try:
                found[statement.id] = Refutation(None if stands else refuting(statement, script.script, theory), script.reason)
            except Fault as fault:
                found[statement.id] = Refutation(fault, script.reason)
    return found


def refutation_of(certificate: Mapping[str, Any] | None) -> Refuting | None:
    """What a certificate says against its statement, None where it is of another kind."""
    match certificate:
        case {"kind": "refutation", "instance": dict(instance), "facts": list(facts), "steps": list(steps)}:
            return Refuting(instance, tuple(facts), Derived(tuple(steps), ()))
        case _:
            return None


def _stands(statement: Statement, stored: Mapping[str, Any] | None) -> bool:
    """One that uses other statements is written anew: what it may use is not known yet."""
    return stored is not None and stored.get("kind") == "refutation" and certify.replayed(statement, stored) is not None
