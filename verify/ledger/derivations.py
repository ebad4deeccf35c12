"""The derivations of a theory: stored ones first, else what its scripts write; the kernel sees each after those that it uses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from verify.decide import certify
from verify.decide.outcome import Cited, Proved
from verify.decide.prove.scripts import Derived, Written, derived
from verify.errors import Fault
from verify.kernel.check import Accepted, Rejected
from verify.language.canonical import canonical_bytes, dump
from verify.language.read import Theory
from verify.language.statement import Role, Statement
from verify.ledger.certificates import stored_certificate
from verify.ledger.dependencies import schedule, used

Scripts = Mapping[str, Written]
_GIVEN = (Role.DEFINITION, Role.CONDITION)  # nothing is derived of these


@dataclass(frozen=True, slots=True)
class Derivation:
    """A derivation that a theory has of a statement, and what it stands on.

    written: what its script wrote, or why it wrote nothing; None for a stored one. reason: the script's, in short.
    uses: the ids of the statements that it uses; missing: those on which nothing can stand; lemmas: the others, accepted.
    proved: what the kernel accepts, None where it does not. cites: the named results on which it stands, through others too.
    """

    written: Derived | Fault | None
    certificate: Mapping[str, Any] | None
    reason: str = ""
    missing: tuple[str, ...] = ()
    lemmas: tuple[Accepted, ...] = ()
    proved: Proved | None = None
    cites: tuple[str, ...] = ()

    @property
    def uses(self) -> tuple[str, ...]:
        """The ids of the statements that its steps use."""
        steps = self.written.steps if isinstance(self.written, Derived) else (self.certificate or {}).get("steps", ())
        return used(steps)


@dataclass(frozen=True, slots=True)
class _Shelf:
    """Where derivations come from. written: what scripts wrote so far; a script is run once."""

    theory: Theory
    scripts: Scripts
    statements: Mapping[str, Statement]
    twins: Mapping[bytes, tuple[str, ...]]
    written: dict[str, Derived | Fault]


def derivations(theory: Theory, scripts: Scripts, wanted: Iterable[str], *, fresh: bool = False) -> dict[str, Derivation]:
    """The derivations of the wanted statements, and of all that these use, each after those that it uses.

    A stored derivation stands where the kernel accepts it; else the script is run. fresh: leave stored ones aside.
    Raises Fault (E-CYCLE) where statements use one another in a circle.
    """
    ids = tuple(wanted)
    derivable = {s.id: s for s in theory.statements if s.conclusion is not None and s.role not in _GIVEN}
    shelf = _Shelf(theory, scripts, derivable, _twins(derivable.values()), {})
    stale = frozenset(derivable) if fresh else frozenset[str]()
    while True:
        drafts = _drafts(ids, shelf, stale)
        stored = frozenset(id_ for id_, draft in drafts.items() if draft.written is None)
        try:
            found = _judged(drafts, shelf.statements)
        except Fault:
            if not stored:
                raise
            refused = stored  # a stored derivation may be of a time when the circle was none
        else:
            refused = frozenset(id_ for id_ in stored if found[id_].proved is None)
            if not refused:
                return found
        stale |= refused


def is_established(statement: Statement, found: Mapping[str, Derivation]) -> bool:
    """Whether others can stand on a statement: it is derived, a named result, or nothing that is decided."""
    if statement.role in _GIVEN:
        return statement.fault is None
    own = found.get(statement.id)
    return (own is not None and own.proved is not None) or _cited(statement) is not None


def usable(theory: Theory, statement: Statement) -> dict[str, tuple[Statement, Accepted]]:
    """What is stored as derived, and holds wherever the hypotheses of a statement do: by id, what it says and what the kernel accepts.

    Its names mean what they mean there.
    """
    here = statement.context
    near = [
        s
        for s in theory.statements
        if s.conclusion is not None and s.role not in _GIVEN and s.id != statement.id
        and {*s.context.hypotheses} <= {*here.hypotheses} and {*s.context.symbols} <= {*here.symbols}
    ]  # fmt: skip
    found = derivations(theory, {}, [s.id for s in near])
    proved = [(s, found[s.id].proved) for s in near if s.id in found]
    return {s.id: (s, own.accepted) for s, own in proved if own is not None}


def _twins(statements: Iterable[Statement]) -> dict[bytes, tuple[str, ...]]:
    """The ids of statements that say the same, by what they say."""
    found: dict[bytes, tuple[str, ...]] = {}
    for s in statements:
        found[canonical_bytes(s)] = (*found.get(canonical_bytes(s), ()), s.id)
    return found


def _drafts(wanted: Iterable[str], shelf: _Shelf, stale: frozenset[str]) -> dict[str, Derivation]:
    """What there is of derivations, of the wanted statements and of all that these use, before the kernel has seen it."""
    waiting, drafts = [*wanted], dict[str, Derivation]()
    while waiting:
        statement = shelf.statements.get(waiting.pop())
        if statement is None or statement.id in drafts:
            continue
        draft = _draft(statement, shelf, statement.id in stale)
        if draft is not None:
            drafts[statement.id] = draft
            waiting += draft.uses
    return drafts


def _draft(statement: Statement, shelf: _Shelf, stale: bool) -> Derivation | None:
    own = canonical_bytes(statement)
    ids = (statement.id, *shelf.twins[own])
    script = next((shelf.scripts[id_] for id_ in ids if id_ in shelf.scripts), None)
    reason = "" if script is None else script.reason
    stored = None if stale else stored_certificate(shelf.theory.directory, statement.id)
    if stored is not None and stored.get("kind") == "derivation" and dump(stored.get("statement")) == own:
        return Derivation(None, stored, reason)
    if script is None:
        return None
    if statement.id not in shelf.written:
        try:
            shelf.written[statement.id] = derived(statement, script.script, shelf.theory)
        except Fault as fault:
            shelf.written[statement.id] = fault
    draft = Derivation(shelf.written[statement.id], None, reason)
    borrowed = statement.id not in shelf.scripts
    return None if borrowed and statement.id in draft.uses else draft  # what its twin stands on is not what it stands on itself


def _judged(drafts: Mapping[str, Derivation], statements: Mapping[str, Statement]) -> dict[str, Derivation]:
    """The drafts with what the kernel says to each. Raises Fault (E-CYCLE)."""
    sorter = schedule(drafts, {id_: draft.uses for id_, draft in drafts.items()})
    found: dict[str, Derivation] = {}
    while sorter.is_active():
        for id_ in (ready := sorter.get_ready()):
            found[id_] = _seen(statements[id_], _standing(drafts[id_], found, statements))
        sorter.done(*ready)
    return found


def _standing(draft: Derivation, found: Mapping[str, Derivation], statements: Mapping[str, Statement]) -> Derivation:
    """A draft with those that it stands on."""
    lemmas: list[Accepted] = []
    missing: list[str] = []
    cites: set[str] = set()
    for id_ in draft.uses:
        before = found.get(id_)
        named = None if id_ not in statements else _cited(statements[id_])
        if before is not None and before.proved is not None:
            lemmas.append(before.proved.accepted)
            cites |= {*before.cites}
        elif named is not None:
            lemmas.append(named.accepted)
            cites.add(named.certificate["name"])
        else:
            missing.append(id_)
    return replace(draft, lemmas=tuple(lemmas), missing=tuple(missing), cites=tuple(sorted(cites)))


def _seen(statement: Statement, draft: Derivation) -> Derivation:
    """A draft with what the kernel says to it."""
    if draft.certificate is not None:
        proved = certify.replayed(statement, draft.certificate, draft.lemmas)
        return replace(draft, proved=proved if isinstance(proved, Proved) else None)
    if not isinstance(draft.written, Derived):
        return draft
    try:
        return replace(draft, proved=certify.proved(statement, draft.written.steps, draft.lemmas))
    except Rejected:  # `decide` tells why
        return draft


def _cited(statement: Statement) -> Cited | None:
    return None if statement.source is None or statement.conclusion is None else certify.cited(statement, None)
