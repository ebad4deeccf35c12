"""A theory decided: derivations in the order of their dependencies, then every statement once, in several processes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter
from typing import Any

from verify.decide.decide import decide
from verify.decide.outcome import Outcome, Refuted, Unsettled, Verdict, verdict_of
from verify.decide.prove.scripts import Derived, Refuting, load_open, load_scripts
from verify.errors import Code, Diagnostic, Fault
from verify.kernel.check import Accepted
from verify.language.canonical import canonical_bytes, dump
from verify.language.read import Theory
from verify.language.statement import Statement
from verify.ledger.candidates import counterexample_of, read_candidates
from verify.ledger.certificates import set_aside, stored_certificate
from verify.ledger.derivations import Derivation, derivations
from verify.ledger.entry import Entry, Ledger
from verify.ledger.refutations import Refutation, refutation_of, refutations
from verify.ledger.support import rests_on, supported
from verify.meaning.instance import Instance

WORTH_A_PROCESS = 4
FALLEN = frozenset({Verdict.REFUTED, Verdict.VACUOUS, Verdict.MALFORMED})

Decide = Callable[..., Outcome]
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class _Task:
    """One statement to decide, for all statements that are identical to it; it travels to another process."""

    ids: tuple[str, ...]
    statement: Statement
    stored: dict[str, Any] | None
    rounds: int
    seed: int
    decide: Decide
    candidates: tuple[Instance, ...] = ()
    derivation: Derived | Fault | None = None
    lemmas: tuple[Accepted, ...] = ()
    refutation: Refuting | Fault | None = None


@dataclass(frozen=True, slots=True)
class _Done:
    ids: tuple[str, ...]
    outcome: Outcome
    seconds: float


def build(
    theory: Theory,
    *,
    jobs: int | None = None,
    rounds: int = 200,
    seed: int = 0,
    fresh: bool = False,
    progress: Progress | None = None,
    only: Iterable[str] | None = None,
    decide: Decide = decide,
) -> Ledger:
    """Decide every statement of a theory: its derivations first, each after those that it uses; then all, derived ones are attacked too.

    jobs: processes at most, >= 1 (None: as many as there are processors and work for). rounds >= 0 and seed fix search and verdicts.
    fresh: leave stored certificates aside. progress: called with (statements done, all). only: the ids to decide (all where None).
    decide: decides one statement; a function of a module, since it travels to other processes.
    Raises Fault where a process dies, scripts cannot be loaded, or derivations go in a circle; and what `decide` raises.
    """
    wanted = None if only is None else frozenset(only)
    statements = [s for s in theory.statements if wanted is None or s.id in wanted]
    against = refutations(theory, statements, fresh=fresh)
    used = [id_ for refutation in against.values() for id_ in refutation.uses]
    found = derivations(theory, load_scripts(theory), (*rests_on(statements, theory), *used), fresh=fresh)
    candidates, sentences = read_candidates(theory.directory), load_open(theory)
    tasks = [
        _with_derivation(
            _Task(
                ids=tuple(s.id for s in same),
                statement=same[0],
                stored=None if fresh else _first_stored(theory.directory, same),
                rounds=rounds,
                seed=seed,
                decide=decide,
                candidates=tuple(c for s in same for c in candidates.get(s.id, ())),
                lemmas=_lemmas((id_ for s in same if s.id in against for id_ in against[s.id].uses), found),
                refutation=next((against[s.id].written for s in same if s.id in against), None),
            ),
            found.get(same[0].id),
        )
        for same in _identical(statements, found)
    ]
    done: dict[str, _Done] = {}
    if progress is not None:
        progress(0, len(statements))
    for result in _run(tasks, jobs or _worth_starting(len(tasks))):
        done |= dict.fromkeys(result.ids, result)
        if progress is not None:
            progress(len(done), len(statements))
    repairs = [s for s in statements if s.repairs is not None]
    entries = [_entry(s, done, repairs, against.get(s.id), sentences.get(s.id, "")) for s in statements]
    ledger = Ledger(theory.name, tuple(supported(entry, found, theory) for entry in entries))
    return ledger if fresh or wanted is not None else replace(ledger, set_aside=set_aside(ledger, theory.directory))


def _with_derivation(task: _Task, derivation: Derivation | None) -> _Task:
    """A task with the derivation of its statement: with one that the kernel accepted, what is stored is only tried against it."""
    if derivation is None:
        return task
    if derivation.proved is None:
        return replace(task, derivation=derivation.written, lemmas=(*task.lemmas, *derivation.lemmas))
    tried = (*task.candidates, *counterexample_of(task.stored))
    against = refutation_of(task.stored) if task.refutation is None else task.refutation
    lemmas = (*task.lemmas, *derivation.lemmas)
    return replace(task, stored=derivation.proved.certificate, lemmas=lemmas, candidates=tried, refutation=against)


def _lemmas(ids: Iterable[str], found: Mapping[str, Derivation]) -> tuple[Accepted, ...]:
    """What the kernel accepted of these statements."""
    return tuple(own.proved.accepted for id_ in dict.fromkeys(ids) if (own := found.get(id_)) is not None and own.proved is not None)


def _entry(
    statement: Statement, done: Mapping[str, _Done], repairs: Iterable[Statement], against: Refutation | None, sentence: str
) -> Entry:
    """The entry of a statement; of its repairs, it names the first that is not itself fallen, else the first.

    sentence: what would settle it.
    """
    own = [r.id for r in repairs if r.repairs == statement.id]
    standing = [id_ for id_ in own if verdict_of(done[id_].outcome) not in FALLEN]
    result = done[statement.id]
    seconds = result.seconds if statement.id == result.ids[0] else 0.0
    outcome = result.outcome
    reason = against.reason if against is not None and _is_its(against, outcome) else ""
    said = sentence if isinstance(outcome, Unsettled) else ""
    return Entry(statement, outcome, seconds, next(iter([*standing, *own]), None), reason=reason, open=said)


def _is_its(against: Refutation, outcome: Outcome) -> bool:
    """Whether an outcome is what a script wrote, or a stored refutation, which stood."""
    if not isinstance(outcome, Refuted) or outcome.accepted.kind != "refutation":
        return False
    wrote = against.written
    return wrote is None or (isinstance(wrote, Refuting) and outcome.certificate["steps"] == [*wrote.derived.steps])


def _identical(statements: Iterable[Statement], found: Mapping[str, Derivation]) -> tuple[tuple[Statement, ...], ...]:
    """The statements in groups that say the same in the same role, derived in the same way, in the order of print."""
    groups: dict[object, tuple[Statement, ...]] = {}
    for s in statements:
        proved = found[s.id].proved if s.id in found else None
        steps = None if proved is None else dump(proved.certificate["steps"])
        key = s.id if s.conclusion is None else (canonical_bytes(s), s.role, s.source, steps)
        groups[key] = (*groups.get(key, ()), s)
    return tuple(groups.values())


def _first_stored(directory: Path, statements: Iterable[Statement]) -> dict[str, Any] | None:
    return next((stored for s in statements if (stored := stored_certificate(directory, s.id)) is not None), None)


def _worth_starting(tasks: int) -> int:
    """How many processes: starting one takes as long as deciding some statements."""
    return max(1, min(os.cpu_count() or 1, tasks // WORTH_A_PROCESS))


def _run(tasks: list[_Task], jobs: int) -> Iterator[_Done]:
    """The results, as they come in."""
    if min(jobs, len(tasks)) <= 1:
        yield from map(_work, tasks)
        return
    executor = ProcessPoolExecutor(min(jobs, len(tasks)), mp_context=get_context("spawn"))
    try:
        for future in as_completed([executor.submit(_work, task) for task in tasks]):
            yield future.result()
    except BrokenProcessPool as error:
        message = "a process that decided statements ended without an answer"
        raise Fault(Diagnostic(Code.WORKER, message, "It may have run out of memory: run again with `--jobs 1`.")) from error
    finally:
        executor.shutdown(cancel_futures=True)


def _work(task: _Task) -> _Done:
    start = perf_counter()
    try:
        outcome = task.decide(
            task.statement,
            rounds=task.rounds,
            seed=task.seed,
            stored=task.stored,
            candidates=task.candidates,
            derivation=task.derivation,
            lemmas=task.lemmas,
            refutation=task.refutation,
        )
    except Exception as error:
        error.add_note(f"while deciding {task.statement.id}")
        raise
    return _Done(task.ids, outcome, perf_counter() - start)
