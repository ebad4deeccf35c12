"""The search for a counterexample: the tiny instances, candidates, then rounds of drawn ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from time import monotonic

from verify.decide.draw.choice import seeded
from verify.decide.draw.draw import draw_instance
from verify.decide.draw.plan import Limits, Plan, read_plan
from verify.decide.draw.scalars import Values, integer_values
from verify.decide.outcome import Effort
from verify.decide.search.idle import testing
from verify.decide.search.shrink import shrunk
from verify.decide.search.tiny import tiny_instances
from verify.language.statement import Statement
from verify.meaning.exact import compile_statement
from verify.meaning.failures import Lacking
from verify.meaning.instance import Instance


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
    """Attacks a statement: the tiny instances, the candidates, then so many rounds of drawn ones. Stops at the first counterexample.

    certifiable: whether a certificate of a counterexample can be written, if one not always can; others do not count.
    The course depends on the statement, rounds and seed alone; max_seconds only cuts it short, and the effort says so.
    Raises Undrawable where no instance can be written down, Lacking where it cannot be evaluated on any of them.
    """
    plan = read_plan(statement, limits or Limits())
    sizes = integer_values(plan)
    judge = compile_statement(plan.context, plan.conclusion)
    tests = testing(plan)

    def refutes(instance: Instance) -> bool:
        try:
            return judge(instance).conclusion is False and (certifiable is None or certifiable(instance))
        except Lacking:
            return False

    started = monotonic()
    drawn = admissible = uncertified = 0
    lacking: Lacking | None = None
    for instance in _attacks(plan, sizes, candidates, rounds, seed):
        if max_seconds is not None and monotonic() - started > max_seconds:
            return Searched(None, Effort(admissible, drawn, rounds, seed, cut_short=True), uncertified)
        drawn += 1
        try:
            conclusion = None if instance is None else judge(instance).conclusion
        except Lacking as found:  # on this instance: its eigenvalues, say
            lacking, conclusion = found, None
        admissible += instance is not None and conclusion is not None and tests(instance)
        if instance is not None and conclusion is False:
            if certifiable is None or certifiable(instance):
                return Searched(shrunk(plan, refutes, sizes, instance, seed), Effort(admissible, drawn, rounds, seed))
            uncertified += 1
    if lacking is not None and admissible == 0:
        raise lacking
    return Searched(None, Effort(admissible, drawn, rounds, seed), uncertified)


def _attacks(
    plan: Plan, sizes: tuple[Values, ...], candidates: Sequence[Instance], rounds: int, seed: int
) -> Iterator[Instance | None]:
    yield from tiny_instances(plan, sizes)
    yield from candidates
    if sizes:
        for round_ in range(rounds):
            yield draw_instance(plan, sizes, seeded(seed, round_))
