"""Deciding a statement: what its print allows, stored evidence, contradictory hypotheses, search, citation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from verify.decide import certify
from verify.decide.draw.plan import Undrawable
from verify.decide.irrational import irrational_operators
from verify.decide.outcome import Defined, Effort, Malformed, Outcome, Unsettled
from verify.decide.prove.scalar import contradiction
from verify.decide.search.search import Searched, search
from verify.errors import Code, Diagnostic
from verify.kernel.check import Beyond
from verify.language.statement import Role, Statement
from verify.meaning.failures import Lacking
from verify.meaning.instance import Instance

_WITHOUT_MEANING = (Code.INDEX_SCOPE, Code.KIND, Code.SIZE, Code.ARITY)


def decide(
    statement: Statement,
    *,
    rounds: int = 200,
    seed: int = 0,
    stored: Mapping[str, Any] | None = None,
    max_seconds: float | None = None,
    candidates: Sequence[Instance] = (),
) -> Outcome:
    """What a statement comes to.

    rounds >= 0: of search; with the seed they fix its course. stored: an earlier certificate, replayed first if it is of this very
    statement. max_seconds: cuts the search short. candidates: instances that the search tries first, whoever found them.
    Raises SoundnessAlarm where the kernel rejects what was found, ValueError for rounds < 0.
    """
    if rounds < 0:
        raise ValueError(f"rounds is {rounds}; it must be at least 0")
    if statement.fault is not None:
        return _faulty(statement.fault)
    if statement.role in (Role.DEFINITION, Role.CONDITION):  # a condition is assumed where it stands: nothing to decide
        return Defined()
    if stored is not None and (replayed := certify.replayed(statement, stored)) is not None:
        return replayed
    steps = contradiction(statement.context)
    if steps is not None:
        return certify.vacuous(statement, steps)
    return _attacked(statement, rounds, seed, max_seconds, candidates)


def _faulty(fault: Diagnostic) -> Outcome:
    if fault.code in _WITHOUT_MEANING:
        return Malformed(fault)
    return Unsettled(f"not read: {fault.message}", fault=fault)


def _attacked(statement: Statement, rounds: int, seed: int, max_seconds: float | None, candidates: Sequence[Instance]) -> Outcome:
    effort: Effort | None = None
    try:
        certifiable = certify.certifier(statement)
        searched = search(statement, rounds, seed, max_seconds=max_seconds, candidates=candidates, certifiable=certifiable)
        effort = searched.effort
        if searched.instance is not None:
            return certify.refuted(statement, searched.instance)
        reason = _survived(statement, searched)
    except Beyond as beyond:
        reason = f"a counterexample was found, but the kernel has no means to evaluate it: {beyond}"
    except Lacking as lacking:
        reason = f"no exact meaning yet: {lacking}"
    except Undrawable as undrawable:
        reason = str(undrawable)
    found = certify.cited(statement, effort) if statement.source is not None else None
    return Unsettled(reason, effort) if found is None else found


def _survived(statement: Statement, searched: Searched) -> str:
    effort = searched.effort
    if searched.uncertified:
        names = ", ".join(irrational_operators(statement))
        return f"{searched.uncertified} of {effort.instances} instances refute it, but the kernel cannot evaluate them exactly ({names})"
    if effort.instances == 0:
        return f"none of {effort.drawn} drawn instances satisfies the hypotheses"
    return f"no counterexample among {effort.instances} instances"
