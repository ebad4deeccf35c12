"""An attack on a statement, watched, kept, and put before the kernel."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from time import monotonic

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from verify.cli.deciding import ADVICE
from verify.decide import certify
from verify.decide.draw.plan import Limits, Undrawable
from verify.decide.outcome import Refuted
from verify.decide.search.absurd import by_absurdity, what_was_tried
from verify.decide.search.attack import Attack, attacks
from verify.decide.search.evidence import refuted
from verify.decide.search.limit_claim import is_about_a_limit, limit_claim
from verify.decide.search.naming import by_naming, is_about_existence
from verify.decide.vacuity import vacuity
from verify.errors import Code, Diagnostic, Fault
from verify.kernel.check import Beyond
from verify.language.canonical import canonical_bytes, dump
from verify.language.read import Theory
from verify.language.statement import Role, Statement
from verify.ledger.attacks import save_attack, saved_instances
from verify.ledger.candidates import read_candidates
from verify.ledger.certificates import stored_certificate
from verify.ledger.derivations import usable
from verify.meaning.failures import Lacking
from verify.meaning.instance import Instance
from verify.report.attack import Attacked

_PATIENCE = 1.0  # seconds before progress is shown


def attacked(
    theory: Theory, statement: Statement, rounds: int, seconds: float | None, seed: int, jobs: int, limits: Limits, fresh: bool
) -> Attacked:
    """The attack on a statement of a theory; Ctrl-C ends it. What it found is kept beside the theory, and tried first the next time.

    Raises Fault where there is nothing to attack; a soundness alarm ends the command with exit code 3.
    """
    _require_attackable(statement)
    empty = vacuity(statement)
    if empty is not None:
        return Attacked(theory.name, statement, Attack.none(seed), rounds, limits, False, None, empty)
    if is_about_existence(statement):
        return _existence_attacked(theory, statement, rounds, seed, limits, fresh)
    candidates = () if fresh else _known(theory, statement)
    state, interrupted = Attack.none(seed), False
    try:
        with _progress(Console(stderr=True), rounds) as show:
            for state in attacks(
                statement, rounds=rounds, seed=seed, limits=limits, max_seconds=seconds, jobs=jobs, candidates=candidates
            ):
                show(state)
    except KeyboardInterrupt:
        interrupted = True
    except (Lacking, Undrawable) as reason:
        said = f"no exact meaning yet: {reason}" if isinstance(reason, Lacking) else str(reason)
        if is_about_a_limit(statement):
            return Attacked(theory.name, statement, state, rounds, limits, False, None, None, _beyond(statement, said))
        raise _nothing(statement, said) from reason
    outcome, best = None, tuple(i for i in (state.instance, state.nearest) if i is not None)
    if state.instance is not None:
        try:
            outcome = _before_the_kernel(theory, statement, state.instance)
        except Beyond:  # floats and exact arithmetic see it broken; that alone is no refutation
            state = replace(state, instance=None, uncertified=state.uncertified + 1)
    saved = save_attack(theory.directory, statement.id, best, state.slack) if best else None
    return Attacked(theory.name, statement, state, rounds, limits, interrupted, saved, outcome)


def _beyond(statement: Statement, said: str) -> str:
    """What an attack on a limit has no means for; what is said of other statements, where that is none of its limits."""
    try:
        limit_claim(statement)
    except Lacking:
        return "it gives a limit to what are no second moments"
    return said


def _existence_attacked(theory: Theory, statement: Statement, rounds: int, seed: int, limits: Limits, fresh: bool) -> Attacked:
    """The attack on what is claimed to exist: it is named, or seen to be absurd on an instance."""
    none = Attack.none(seed)
    try:
        named = by_naming(statement)
        if named.outcome is not None:
            return Attacked(theory.name, statement, none, rounds, limits, False, None, named.outcome)
        candidates, proved = () if fresh else _known(theory, statement), usable(theory, statement)
        absurd = by_absurdity(statement, rounds=rounds, seed=seed, limits=limits, proved=proved, candidates=candidates)
    except KeyboardInterrupt:
        return Attacked(theory.name, statement, none, rounds, limits, True, None, None)
    except (Lacking, Undrawable) as reason:
        return Attacked(theory.name, statement, none, rounds, limits, False, None, None, f"its hypotheses cannot be evaluated: {reason}")
    if absurd.outcome is not None:
        _require_no_derivation(theory, statement, absurd.outcome)
    found, tried = Attack(None, absurd.effort), what_was_tried(statement, named, absurd)
    return Attacked(theory.name, statement, found, rounds, limits, False, None, absurd.outcome, tried)


def _known(theory: Theory, statement: Statement) -> tuple[Instance, ...]:
    """What earlier attacks found, and what the theory's authors think worth trying."""
    return (*saved_instances(theory.directory, statement.id), *read_candidates(theory.directory).get(statement.id, ()))


def _require_attackable(statement: Statement) -> None:
    if statement.fault is not None:
        raise _nothing(statement, f"it is not read: {statement.fault.message}")
    if statement.role is Role.DEFINITION:
        raise _nothing(statement, "it is a definition")
    if statement.role is Role.CONDITION:
        raise _nothing(statement, "it is a condition, which is assumed where it stands")


def _nothing(statement: Statement, why: str) -> Fault:
    message = f"there is nothing to attack in {statement.id}: {why}"
    return Fault(Diagnostic(Code.ARGUMENT, message, f"`verify show {statement.id}` tells what it is."))


def _before_the_kernel(theory: Theory, statement: Statement, instance: Instance) -> Refuted:
    """The outcome of a counterexample. Ends the command with exit code 3 where that contradicts the kernel, or an accepted derivation.

    Raises Beyond where the kernel cannot evaluate it.
    """
    try:
        outcome = refuted(statement, instance)
    except certify.SoundnessAlarm as alarm:
        typer.echo(f"SOUNDNESS ALARM: {alarm}\n{ADVICE}", err=True)
        raise typer.Exit(3) from alarm
    _require_no_derivation(theory, statement, outcome)
    return outcome


def _require_no_derivation(theory: Theory, statement: Statement, outcome: Refuted) -> None:
    """Ends the command with exit code 3 where a derivation of the statement is stored."""
    stored = stored_certificate(theory.directory, statement.id)
    if stored is not None and stored.get("kind") == "derivation" and dump(stored.get("statement")) == canonical_bytes(statement):
        message = f"statement {statement.id}: an instance contradicts the stored derivation"
        typer.echo(f"SOUNDNESS ALARM: {message}: {outcome.certificate['instance']}\n{ADVICE}", err=True)
        raise typer.Exit(3)


@contextmanager
def _progress(console: Console, rounds: int) -> Iterator[Callable[[Attack], None]]:
    """What to call after each round: on a terminal a bar, once the attack takes longer than a second."""
    columns = (TextColumn("attacking"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TextColumn("{task.fields[slack]}"))
    progress = Progress(*columns, console=console, transient=True)
    task = progress.add_task("attacking", total=rounds, slack="")
    started, shown = monotonic(), False

    def show(state: Attack) -> None:
        nonlocal shown
        if console.is_terminal and not shown and monotonic() - started > _PATIENCE:
            progress.start()
            shown = True
        slack = "" if state.slack is None else f"smallest slack {state.slack:.3g}"
        progress.update(task, completed=state.effort.rounds, slack=slack)

    try:
        yield show
    finally:
        if shown:
            progress.stop()
