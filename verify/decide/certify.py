"""The only door to the kernel: certificates are written here, and outcomes built from what the kernel accepts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from verify.decide.irrational import has_strings, irrational_operators
from verify.decide.outcome import Cited, Effort, Proved, Refuted, Vacuous
from verify.kernel.check import Accepted, Beyond, Rejected, Unreadable, check
from verify.kernel.rules.cite import entries
from verify.language.canonical import Json, canonical_bytes, statement_json
from verify.language.statement import Statement
from verify.meaning.exact import check as evaluate
from verify.meaning.instance import Instance

FORMAT = "verify-certificate/1"


class SoundnessAlarm(Exception):
    """The kernel rejected what the engine had accepted. Either is wrong, so nothing is concluded.

    certificate: what was rejected.
    """

    def __init__(self, reason: str, certificate: dict[str, Any]) -> None:
        super().__init__(reason, certificate)  # so that an alarm comes back whole from another process
        self.reason = reason
        self.certificate = certificate

    def __str__(self) -> str:
        return f"statement {self.certificate.get('id')}: {self.reason}"


def refuted(statement: Statement, instance: Instance) -> Refuted:
    """The outcome of a counterexample.

    Raises Beyond where the kernel has no means to evaluate it, SoundnessAlarm where it finds otherwise, ValueError where the
    statement has no meaning.
    """
    if statement.conclusion is None:
        raise ValueError(f"statement {statement.id} has no meaning, so no counterexample")
    if has_strings(statement):
        raise Beyond("strings are not known to the kernel here")
    found = evaluate(statement.context, statement.conclusion, instance)
    evidence = {"instance": instance.to_json(), "lhs": found.left, "rhs": found.right}
    certificate = _certificate(statement, "counterexample", evidence)
    return Refuted(_accepted(statement, certificate), certificate)


def certifier(statement: Statement) -> Callable[[Instance], bool] | None:
    """Whether the kernel can evaluate a statement on a counterexample that the engine found.

    None where it always must: the kernel is asked only of a statement with an operator whose values need not be rational.
    """
    if not irrational_operators(statement):
        return None

    def accepted(instance: Instance) -> bool:
        try:
            refuted(statement, instance)
        except Beyond:
            return False
        return True

    return accepted


def proved(statement: Statement, steps: Iterable[Mapping[str, Any]], lemmas: Iterable[Accepted] = ()) -> Proved:
    """The outcome of a derivation. lemmas: what the kernel accepted before, of which the steps may use some.

    Raises Rejected where a step does not follow, which says nothing of the statement; ValueError where it has no meaning.
    """
    certificate = _certificate(statement, "derivation", {"steps": list(steps)})
    accepted = check(certificate, lemmas)
    if accepted.statement != canonical_bytes(statement):
        raise SoundnessAlarm("the kernel accepted another statement", certificate)
    return Proved(accepted, certificate)


def refuted_by_steps(
    statement: Statement,
    instance: Mapping[str, Any],
    facts: Iterable[Json],
    steps: Iterable[Mapping[str, Any]],
    lemmas: Iterable[Accepted] = (),
) -> Refuted:
    """The outcome of an instance of which steps from facts that hold there say the contrary of a conclusion that nothing evaluates.

    That is another limit, or that what is claimed to be there is not. lemmas: what the kernel accepted before, of which the steps may use
    some. Raises Rejected where a fact does not hold or a step does not follow, which says nothing of the statement; ValueError where it
    has no meaning.
    """
    evidence = {"instance": dict(instance), "facts": list(facts), "steps": [dict(s) for s in steps]}
    certificate = _certificate(statement, "refutation", evidence)
    accepted = check(certificate, lemmas)
    if accepted.statement != canonical_bytes(statement):
        raise SoundnessAlarm("the kernel accepted another statement", certificate)
    return Refuted(accepted, certificate)


def vacuous(statement: Statement, steps: Iterable[Mapping[str, Json]]) -> Vacuous:
    """The outcome of a contradiction between hypotheses.

    Raises Beyond where the kernel has no means to follow the steps, SoundnessAlarm where it finds otherwise.
    """
    certificate = _certificate(statement, "vacuous", {"steps": [dict(s) for s in steps]})
    return Vacuous(_accepted(statement, certificate), certificate)


def cited(statement: Statement, effort: Effort | None) -> Cited | None:
    """The outcome of a statement that is one of the kernel's cited results word for word; None where it is none of these."""
    for name, entry in entries().items():
        certificate = _certificate(statement, "cited", {"name": name})
        try:
            accepted = check(certificate)
        except (Rejected, Unreadable):
            continue
        if accepted.statement == canonical_bytes(statement):
            return Cited(accepted, certificate, entry.source, effort)
    return None


def replayed(statement: Statement, stored: Mapping[str, Any], lemmas: Iterable[Accepted] = ()) -> Proved | Refuted | Vacuous | None:
    """The outcome that a stored certificate still gives; None where it is stale, of another id or kind, or no longer accepted.

    lemmas: what the kernel accepted before, of which a derivation may use some.
    """
    certificate = dict(stored)
    try:
        accepted = check(certificate, lemmas)
    except (Rejected, Unreadable):
        return None
    if accepted.statement != canonical_bytes(statement) or accepted.id != statement.id:
        return None
    match certificate["kind"]:
        case "derivation":
            return Proved(accepted, certificate)
        case "counterexample" | "refutation":
            return Refuted(accepted, certificate)
        case "vacuous":
            return Vacuous(accepted, certificate)
        case _:
            return None


def _certificate(statement: Statement, kind: str, evidence: Mapping[str, Any]) -> dict[str, Any]:
    if statement.conclusion is None:
        raise ValueError(f"statement {statement.id} has no meaning, so no certificate")
    body = statement_json(statement.context, statement.conclusion)
    return {"format": FORMAT, "id": statement.id, "kind": kind, "statement": body, **evidence}


def _accepted(statement: Statement, certificate: dict[str, Any]) -> Accepted:
    try:
        accepted = check(certificate)
    except Beyond:
        raise
    except (Rejected, Unreadable) as rejection:
        raise SoundnessAlarm(f"the kernel rejects its {certificate['kind']}: {rejection}", certificate) from rejection
    if accepted.statement != canonical_bytes(statement):
        raise SoundnessAlarm("the kernel accepted another statement", certificate)
    return accepted

