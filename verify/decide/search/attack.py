"""An attack on a statement: rounds of drawn instances and guided minimisation, in one process or several.

A round is a function of the statement, the seed and its number alone, and the first round by number that breaks the statement wins. So the
result does not depend on how many processes share the rounds.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from itertools import islice
from multiprocessing import get_context
from time import monotonic

from verify.decide.certify import SoundnessAlarm
from verify.decide.draw.choice import seeded
from verify.decide.draw.draw import draw_instance
from verify.decide.draw.plan import Limits
from verify.decide.outcome import Effort
from verify.decide.search.evidence import refuted
from verify.decide.search.guided import THOROUGH, Depth, guided_round
from verify.decide.search.search import effort_of, made_small
from verify.decide.search.target import Target, Tried, examined, target
from verify.decide.search.tiny import tiny_instances
from verify.errors import Code, Diagnostic, Fault
from verify.kernel.check import Beyond
from verify.language.statement import Statement
from verify.meaning.instance import Instance

ROUNDS = 40
LIMITS = Limits(far_k=12)
_DRAWN = 20  # exact instances that a round draws before it minimises
_EVERY = 4  # rounds, the last of which goes on to larger integers


@dataclass(frozen=True, slots=True)
class Attack:
    """What an attack came to so far.

    instance: an exact counterexample, made small; None where none was found. effort: its rounds are those that count, up to the first that
    found something. uncertified: counterexamples of which no certificate can be written.
    """

    instance: Instance | None
    effort: Effort
    uncertified: int = 0

    @classmethod
    def none(cls, seed: int) -> Attack:
        """An attack that has not begun."""
        return cls(None, Effort(0, 0, 0, seed))

    @property
    def slack(self) -> float | None:
        """The smallest relative slack that floats found; None where nothing has one."""
        return self.effort.slack

    @property
    def nearest(self) -> Instance | None:
        """An exact instance about where the slack is smallest, that satisfies the hypotheses; None where none was found there."""
        return self.effort.nearest


@dataclass(frozen=True, slots=True)
class _Task:
    """One round; it travels to another process."""

    statement: Statement
    limits: Limits
    seed: int
    number: int
    depth: Depth


def attack(
    statement: Statement,
    *,
    rounds: int = ROUNDS,
    seed: int = 0,
    limits: Limits | None = None,
    max_seconds: float | None = None,
    jobs: int = 1,
    candidates: Sequence[Instance] = (),
    depth: Depth = THOROUGH,
) -> Attack:
    """Attacks a statement until a counterexample is found, or all rounds are done, or time is up. See `attacks`."""
    states = attacks(
        statement, rounds=rounds, seed=seed, limits=limits, max_seconds=max_seconds, jobs=jobs, candidates=candidates, depth=depth
    )
    *_, last = states
    return last


def attacks(
    statement: Statement,
    *,
    rounds: int = ROUNDS,
    seed: int = 0,
    limits: Limits | None = None,
    max_seconds: float | None = None,
    jobs: int = 1,
    candidates: Sequence[Instance] = (),
    depth: Depth = THOROUGH,
) -> Iterator[Attack]:
    """The attack after its opening (the candidates, then the smallest instances) and after each round; the last is the whole.

    Candidates that break nothing are not counted, so that what an earlier attack left changes no figure.
    rounds >= 0 and seed fix the result. limits: how large an instance may be. jobs >= 1: processes. max_seconds: cuts it short between
    rounds, and the effort says so.
    Raises Undrawable where no instance can be written down, Lacking where the statement cannot be evaluated on any that was tried,
    Fault where a process dies, ValueError for rounds < 0 or jobs < 1.
    """
    if rounds < 0 or jobs < 1:
        raise ValueError(f"rounds is {rounds} and jobs {jobs}; they must be at least 0 and 1")
    of = target(statement, LIMITS if limits is None else limits)
    started = monotonic()
    known = examined(of, candidates)
    tried = known if known.broken is not None else examined(of, tiny_instances(of.plan, of.sizes))
    state, tried = _state(of, statement, tried, 0, seed, rounds == 0 or not of.sizes)
    yield state
    if state.instance is not None or not of.sizes:
        return
    tasks = (_Task(statement, of.plan.limits, seed, number, depth) for number in range(rounds))
    results = _in_processes(tasks, jobs) if jobs > 1 else (_round(of, task) for task in tasks)
    for done, result in enumerate(results, 1):
        tried = tried.then(result)
        late = max_seconds is not None and monotonic() - started > max_seconds and done < rounds and tried.broken is None
        state, tried = _state(of, statement, tried, done, seed, done == rounds, late)
        yield state
        if state.instance is not None or late:
            return


def _state(
    of: Target, statement: Statement, tried: Tried, done: int, seed: int, last: bool, cut_short: bool = False
) -> tuple[Attack, Tried]:
    """What was tried as an attack, its counterexample made small, and from where it goes on: past one that the kernel cannot evaluate.

    Raises Lacking at the end of an attack that could evaluate nothing.
    """
    if last and tried.lacking is not None and tried.instances == 0 and tried.broken is None:
        raise tried.lacking
    if tried.broken is not None:
        small = made_small(of, tried.broken, seed, tried.guided)
        if _evaluable(statement, small):
            return Attack(small, effort_of(tried, done, seed, cut_short), tried.uncertified), tried
        tried = replace(tried, broken=None, guided=False, uncertified=tried.uncertified + 1, nearest=small)
    return Attack(None, effort_of(tried, done, seed, cut_short), tried.uncertified), tried


def _evaluable(statement: Statement, instance: Instance) -> bool:
    """Whether the kernel can evaluate a counterexample; one that it rejects is for whoever shows it the certificate."""
    try:
        refuted(statement, instance)
    except Beyond:
        return False
    except SoundnessAlarm:
        return True
    return True


def _round(of: Target, task: _Task) -> Tried:
    """A round within the usual limits; every few rounds, one with larger integers after it."""
    tried = _within(of, task)
    if tried.broken is None and of.far and task.number % _EVERY == _EVERY - 1:
        tried = tried.then(_within(of.beyond, task))
    return tried


def _within(of: Target, task: _Task) -> Tried:
    """Some drawn instances, and if they all survive, a guided round."""
    numbers = range(_DRAWN * task.number, _DRAWN * (task.number + 1))
    tried = examined(of, (draw_instance(of.plan, of.sizes, seeded(task.seed, n)) for n in numbers))
    return tried if tried.broken is not None else tried.then(guided_round(of, task.seed, task.number, task.depth))


def _in_processes(tasks: Iterator[_Task], jobs: int) -> Iterator[Tried]:
    """The results of the rounds in their order, each as soon as it and all before it are done."""
    executor = ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_leave_interrupts)
    try:
        waiting: list[Future[Tried]] = [executor.submit(_work, t) for t in islice(tasks, 2 * jobs)]
        while waiting:
            yield waiting.pop(0).result()
            waiting += [executor.submit(_work, t) for t in islice(tasks, 1)]
    except BrokenProcessPool as error:
        message = "a process that attacked the statement ended without an answer"
        raise Fault(Diagnostic(Code.WORKER, message, "It may have run out of memory: run again with `--jobs 1`.")) from error
    finally:
        executor.shutdown(wait=False, cancel_futures=True)


def _work(task: _Task) -> Tried:
    return _round(target(task.statement, task.limits), task)


def _leave_interrupts() -> None:
    """Ctrl-C is for the process that waits."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
