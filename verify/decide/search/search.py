"""The search for a counterexample when a theory is decided: the tiny instances, candidates, rounds of drawn ones, a few guided ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import inf
from time import monotonic

from verify.decide.draw.choice import seeded
from verify.decide.draw.draw import draw_instance
from verify.decide.draw.plan import Limits
from verify.decide.outcome import Effort
from verify.decide.search.descend import descended
from verify.decide.search.guided import QUICK, guided_round
from verify.decide.search.refit import refitted
from verify.decide.search.shrink import shrunk
from verify.decide.search.target import Target, Tried, examined, target
from verify.decide.search.tiny import tiny_instances
from verify.language.statement import Statement
from verify.meaning.instance import Instance

PER_GUIDED = 100  # drawn rounds for each guided one


@dataclass(frozen=True, slots=True)
class Searched:
    """What a search came to.

    instance: a shrunk counterexample, or None. uncertified: how many counterexamples were passed over since no certificate of them
    can be written.
    """

    instance: Instance | None
    effort: Effort
    uncertified: int = 0


def search(
    statement: Statement,
    rounds: int,
    seed: int,
    *,
    max_seconds: float | None = None,
    candidates: Sequence[Instance] = (),
    limits: Limits | None = None,
    certifiable: Callable[[Instance], bool] | None = None,
) -> Searched:
    """Attacks a statement: the tiny instances, the candidates, rounds of drawn ones, a guided round for every 100 of these.

    Stops at the first counterexample of which a certificate can be written: certifiable tells, the kernel where it is None.
    The course depends on the statement, rounds and seed alone; max_seconds only cuts it short, and the effort says so.
    Raises Undrawable where no instance can be written down, Lacking where it cannot be evaluated on any of them.
    """
    of = target(statement, limits or Limits(), certifiable)
    started = monotonic()

    def late() -> bool:
        return max_seconds is not None and monotonic() - started > max_seconds

    tried = examined(of, _exact(of, candidates, rounds, seed), late)
    for number in range(rounds // PER_GUIDED):
        if tried.broken is not None or late():
            break
        tried = tried.then(guided_round(of, seed, number, QUICK))
    cut_short = tried.broken is None and late()
    if tried.lacking is not None and tried.instances == 0 and not cut_short:
        raise tried.lacking
    effort = effort_of(tried, rounds, seed, cut_short)
    if tried.broken is None:
        return Searched(None, effort, tried.uncertified)
    return Searched(made_small(of, tried.broken, seed, tried.guided), effort)


def made_small(of: Target, broken: Instance, seed: int, guided: bool) -> Instance:
    """A counterexample made small; of one that only minimisation found, the scalars are fitted anew after each change.

    Integers beyond the usual limit, which an attack alone allows, come down as far as minimisation finds one with less.
    """
    small = shrunk(of.plan, of.refutes, of.sizes_about(broken), broken, seed)
    fewer = descended(of, small)
    if fewer != small:
        small = shrunk(of.plan, of.refutes, of.sizes_about(fewer), fewer, seed)
    return refitted(of, small) if guided else small


def effort_of(tried: Tried, rounds: int, seed: int, cut_short: bool) -> Effort:
    """What was tried, for the record."""
    slack = None if tried.slack == inf else tried.slack
    return Effort(tried.instances, tried.drawn, rounds, seed, cut_short, tried.evaluated, slack, tried.nearest)


def _exact(of: Target, candidates: Sequence[Instance], rounds: int, seed: int) -> Iterator[Instance | None]:
    yield from tiny_instances(of.plan, of.sizes)
    yield from candidates
    if of.sizes:
        for round_ in range(rounds):
            yield draw_instance(of.plan, of.sizes, seeded(seed, round_))
