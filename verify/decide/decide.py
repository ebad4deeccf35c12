"""Deciding a statement: what its print allows, stored evidence, contradictory hypotheses, a derivation, a refutation, search, citation."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from verify.decide import certify
from verify.decide.draw.plan import Undrawable
from verify.decide.irrational import irrational_operators
from verify.decide.outcome import Cited, Defined, Effort, Malformed, Outcome, Proved, Refuted, Unsettled
from verify.decide.prove.scripts import Derived, Refuting
from verify.decide.search.absurd import by_absurdity, what_was_tried
from verify.decide.search.evidence import refuted
from verify.decide.search.naming import Named, by_naming, is_about_existence
from verify.decide.search.search import Searched, search
from verify.decide.vacuity import vacuity
from verify.errors import Code, Diagnostic, Fault
from verify.kernel.check import Accepted, Beyond, Rejected
from verify.language.statement import Role, Statement
from verify.meaning.failures import Lacking
from verify.meaning.instance import Instance

_ROUNDS = 2  # of instances on which what is claimed to exist may be absurd
_STEPS = re.compile(r"(step \d+: )+")
_WITHOUT_MEANING = (Code.INDEX_SCOPE, Code.KIND, Code.SIZE, Code.ARITY)


def decide(
    statement: Statement,
    *,
    rounds: int = 200,
    seed: int = 0,
    stored: Mapping[str, Any] | None = None,
    max_seconds: float | None = None,
    candidates: Sequence[Instance] = (),
    derivation: Derived | Fault | None = None,
    lemmas: Sequence[Accepted] = (),
    refutation: Refuting | Fault | None = None,
) -> Outcome:
    """What a statement comes to.

    rounds >= 0: of search; with the seed they fix its course. stored: an earlier certificate, replayed first if it is of this very
    statement. max_seconds: cuts the search short. candidates: instances that the search tries first, whoever found them.
    derivation: the steps that a script wrote for it (`prove.scripts`), or why it wrote none; not looked at where the stored certificate
    still shows something. lemmas: what the kernel accepted before, of which a derivation may use some, and a refutation. refutation: what a
    script wrote against it, by what is derived of one instance, or why it wrote nothing; it comes before the search.
    Raises SoundnessAlarm where the kernel rejects what was found or an instance contradicts an accepted derivation, ValueError for
    rounds < 0.
    """
    if rounds < 0:
        raise ValueError(f"rounds is {rounds}; it must be at least 0")
    if statement.fault is not None:
        return _faulty(statement.fault)
    if statement.role in (Role.DEFINITION, Role.CONDITION):  # a condition is assumed where it stands: nothing to decide
        return Defined()
    found = None if stored is None else certify.replayed(statement, stored, lemmas)
    failed = ""
    if found is None or isinstance(found, Proved):  # what no instance satisfies is proved easily, and vacuous all the same
        empty = vacuity(statement)
        found = found if empty is None else empty
    if found is None and derivation is not None:
        try:
            found = _derived(statement, derivation, lemmas)
        except Fault as fault:
            failed = f"{_failure(fault.diagnostics[0])}; "
    if found is not None and not isinstance(found, Proved):
        return found
    attacked: Cited | Refuted | Unsettled | None = None
    named: Named | None = None
    if refutation is not None:
        try:
            attacked = _refuted(statement, refutation, lemmas)
        except Fault as fault:
            failed += f"{_failure(fault.diagnostics[0])}; "
    if found is None and attacked is None and _exists(statement):
        named = by_naming(statement)
        found = named.outcome
    if attacked is None:
        attacked = _attacked(statement, rounds, seed, max_seconds, candidates, named)
    if found is not None:
        return _survived_proof(found, attacked)
    return replace(attacked, reason=failed + attacked.reason) if isinstance(attacked, Unsettled) else attacked


def _derived(statement: Statement, derivation: Derived | Fault, lemmas: Sequence[Accepted]) -> Proved:
    """The outcome of a derivation. Raises Fault where the script failed, or the kernel does not accept one of its steps."""
    if isinstance(derivation, Fault):
        raise derivation
    try:
        return certify.proved(statement, derivation.steps, lemmas)
    except Rejected as rejected:
        raise _rejected("derivation", derivation, rejected) from rejected


def _refuted(statement: Statement, refutation: Refuting | Fault, lemmas: Sequence[Accepted]) -> Refuted:
    """The outcome of what is derived of one instance. Raises Fault as `_derived`."""
    if isinstance(refutation, Fault):
        raise refutation
    try:
        return certify.refuted_by_steps(statement, refutation.instance, refutation.facts, refutation.derived.steps, lemmas)
    except Rejected as rejected:
        raise _rejected("refutation", refutation.derived, rejected) from rejected


def _rejected(what: str, written: Derived, rejected: Rejected) -> Fault:
    """What the kernel says to a script's steps, with the line of the one that it does not accept."""
    numbers = _STEPS.match(str(rejected))
    where = written.place(tuple(map(int, re.findall(r"\d+", numbers[0] if numbers else ""))))
    message = f"its {what} is not accepted{f' ({where})' if where else ''}: {rejected}"
    return Fault(Diagnostic(Code.DERIVATION, message, "Mend the script."))


def _failure(fault: Diagnostic) -> str:
    """Why there is no derivation; of a script that failed, behind its line."""
    return fault.message if fault.place is None else f"its script fails ({fault.place.file}:{fault.place.line}): {fault.message}"


def _survived_proof(proved: Proved, attacked: Cited | Refuted | Unsettled) -> Proved:
    """A proved statement with how hard it was attacked. Raises SoundnessAlarm where an instance refutes it."""
    if isinstance(attacked, Refuted):
        raise certify.SoundnessAlarm("an instance contradicts the derivation that the kernel accepted", attacked.certificate)
    if isinstance(attacked, Unsettled) and attacked.uncertified:
        raise certify.SoundnessAlarm(f"the kernel accepts its derivation, but {attacked.reason}", proved.certificate)
    return replace(proved, effort=attacked.effort)


def _faulty(fault: Diagnostic) -> Outcome:
    if fault.code in _WITHOUT_MEANING:
        return Malformed(fault)
    return Unsettled(f"not read: {fault.message}", fault=fault)


def _exists(statement: Statement) -> bool:
    """Whether a statement, for which nobody is cited, says that there is something."""
    return is_about_existence(statement) and statement.source is None


def _attacked(
    statement: Statement, rounds: int, seed: int, max_seconds: float | None, candidates: Sequence[Instance], named: Named | None
) -> Cited | Refuted | Unsettled:
    """What an attack comes to. named: what was tried before to prove what is claimed to exist."""
    effort: Effort | None = None
    uncertified = 0
    try:
        if _exists(statement):
            absurd = by_absurdity(statement, rounds=min(rounds, _ROUNDS), seed=seed, candidates=candidates)
            return Unsettled(what_was_tried(statement, named, absurd), absurd.effort) if absurd.outcome is None else absurd.outcome
        searched = search(statement, rounds, seed, max_seconds=max_seconds, candidates=candidates)
        effort, uncertified = searched.effort, searched.uncertified
        if searched.instance is not None:
            return refuted(statement, searched.instance)
        reason = _survived(statement, searched)
    except Beyond as beyond:
        reason, uncertified = f"a counterexample was found, but the kernel has no means to evaluate it: {beyond}", 1
    except Lacking as lacking:
        reason = f"no exact meaning yet: {lacking}"
    except Undrawable as undrawable:
        reason = str(undrawable)
    found = certify.cited(statement, effort) if statement.source is not None else None
    return Unsettled(reason, effort, uncertified=uncertified) if found is None else found


def _survived(statement: Statement, searched: Searched) -> str:
    effort = searched.effort
    if searched.uncertified:
        names = ", ".join(irrational_operators(statement))
        return f"{searched.uncertified} of {effort.instances} instances refute it, but the kernel cannot evaluate them exactly ({names})"
    if effort.instances == 0:
        return f"none of {effort.drawn} drawn instances satisfies the hypotheses"
    return f"no counterexample among {effort.instances} instances"
