"""Hypothesis as a partner of the attack: tests that climb towards where a statement fails, and go on where they left off."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from math import inf, isfinite

from hypothesis import example, given, target

from verify.decide.draw.plan import Limits, read_plan
from verify.decide.search.slack import slacks
from verify.decide.strategies.instances import instances
from verify.decide.strategies.near_misses import NearMiss, NearMisses
from verify.language.statement import Statement
from verify.meaning.failures import Lacking, NoValue, Undecided
from verify.meaning.floats.batch import from_instances
from verify.meaning.instance import Instance

Test = Callable[[Instance], None]
Measure = Callable[[Instance], float]

_ROUNDING = 1e-12  # a relative slack below this is equality, or a failure: nothing to climb


def closing_in(
    statement: Statement, misses: NearMisses | None = None, *, max_d: int = 3, max_n: int = 3, max_k: int = 4
) -> Callable[[Test], Callable[[], None]]:
    """Makes a test of one instance a Hypothesis test of a statement: `@closing_in(theory["27.4"], near_misses(".near-misses"))`.

    Instances are drawn as by `instances`; `hypothesis.target` climbs against the relative slack of the statement. The near misses that are
    kept are tried first (`hypothesis.example`), and each instance that comes nearer than any before in this run is kept. Where floats have
    no slack for the statement, the test is that of `instances`. Raises as `instances`.
    """
    strategy = instances(statement, max_d=max_d, max_n=max_n, max_k=max_k)
    slack = relative_slack(statement, Limits(max_d, max_n, max_k))

    def made(test: Test) -> Callable[[], None]:
        nearest = inf

        @wraps(test)
        def climbing(instance: Instance) -> None:
            nonlocal nearest
            found = slack(instance)
            if isfinite(found) and found > _ROUNDING:
                target(-found, label=f"nearness to failing {statement.id}")
                if found < nearest and misses is not None:
                    misses.keep(statement, NearMiss(found, instance))
                nearest = min(nearest, found)
            test(instance)

        hypothesis_test = given(strategy)(climbing)
        for miss in reversed(misses.of(statement) if misses is not None else ()):
            hypothesis_test = example(miss.instance)(hypothesis_test)
        return hypothesis_test

    return made


def relative_slack(statement: Statement, limits: Limits | None = None) -> Measure:
    """How far an instance is from breaking a statement's conclusion, relative to the size of its sides without what they share.

    In floats, so that what is next to 0 says nothing; nan where there is no value, infinite where nothing can break the conclusion.
    """
    try:
        of = slacks(read_plan(statement, limits or Limits())).conclusion
    except Lacking:
        return lambda _: inf

    def measured(instance: Instance) -> float:
        try:
            return float(of(from_instances([instance]))[0])
        except (Lacking, NoValue, Undecided):
            return inf

    return measured
