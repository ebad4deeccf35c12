"""A batch looks at many more candidate families in a second than one after the other; and two processes share the rounds of an attack."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import numpy as np

from benchmarks.families import family
from benchmarks.measure import Comparison, Measured
from verify.decide.draw.plan import Limits
from verify.decide.search.attack import attack
from verify.decide.search.guided import Depth
from verify.decide.search.target import target
from verify.language.read import load_theory
from verify.meaning.floats.batch import FloatBatch, from_instances

CLAIM = "families per second"
FLOATS_AIM, EXACT_AIM = 20, 20
JOBS_AIM = {12: 1.0, 60: 1.5}  # by rounds: to start two processes takes a second, which counts for less and less


def run(smoke: bool) -> Iterator[Measured]:
    """The slack of the lower bound on random families, and an attack on it with one process and with two."""
    statement = load_theory("proofs")["L4.7.1r"]
    of = target(statement, Limits())
    if of.slacks is None:
        raise AssertionError("the lower bound has a slack")
    size = 3 if smoke else 512
    instances = [family(2, 2, k=3, seed=seed) for seed in range(size)]
    ours = partial(of.slacks.conclusion, from_instances(instances))
    alone = partial(_loop, of.slacks.conclusion, [from_instances([i]) for i in instances])
    exactly = partial(_verdicts, of.judge, instances)
    case = f"the slack of the lower bound, {size} families"
    yield Comparison(CLAIM, f"{case}, against floats one by one", ours, alone, _close).at_least(FLOATS_AIM, smoke)
    yield Comparison(CLAIM, f"{case}, against exact evaluation", ours, exactly, _signs).at_least(EXACT_AIM, smoke)
    depth = Depth(2, 2, 100) if smoke else Depth(40, 100, 60_000)
    for rounds, aim in ({2: 0.0} if smoke else JOBS_AIM).items():
        two, one = (partial(attack, statement, rounds=rounds, seed=0, jobs=jobs, depth=depth) for jobs in (2, 1))
        compared = Comparison(CLAIM, f"{rounds} rounds of attack, two processes against one, which approaches 2", two, one, _same)
        yield compared.at_least(aim, smoke)


def _loop(slack: Callable[[FloatBatch], Any], batches: list[FloatBatch]) -> list[float]:
    return [float(slack(batch)[0]) for batch in batches]


def _verdicts(judge: Callable[[Any], Any], instances: list[Any]) -> list[bool]:
    return [judge(i).conclusion for i in instances]


def _close(ours: Any, naive: Any) -> bool:
    return np.allclose(ours, naive, rtol=1e-9, atol=1e-12)


def _signs(ours: Any, naive: list[bool]) -> bool:
    """Where floats see a clear sign, exact evaluation has the same."""
    clear = np.abs(ours) > 1e-9
    return bool(((np.asarray(ours) > 0) == np.asarray(naive))[clear].all())


def _same(ours: Any, naive: Any) -> bool:
    return bool(ours == naive)
