"""One evaluation of a batch in floats beats a loop over its instances, in floats or exact."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import partial
from typing import Any

import numpy as np

from benchmarks.families import family
from benchmarks.measure import Comparison, Measured
from verify.language.expression import Expr
from verify.language.read import load_theory
from verify.language.statement import Context
from verify.meaning.exact import compile_value
from verify.meaning.floats.compile import FloatBatch, compile_floats, from_instances
from verify.meaning.instance import Instance

CLAIM = "batched floats beat a loop"
SHAPES = ((2, 2, 256), (4, 6, 256))  # d, Hessians in each set, instances
FLOATS_AIM, EXACT_AIM = 20, 20


def run(smoke: bool) -> Iterator[Measured]:
    """E Tr(J_0ᵀ⋯J_{k−1}ᵀ J_{k−1}⋯J_0) and Tr M_k at k = 3: the sides of the lower bound."""
    statement = load_theory("proofs")["L4.7.1"]
    for side, expr in (("E Tr(J_0ᵀ⋯J_0)", statement.lhs), ("Tr M_k", statement.rhs)):
        for d, n, size in ((1, 1, 2), (2, 1, 3)) if smoke else SHAPES:
            yield from _compared(statement.context, expr, f"{side}, d = {d}, {n} + {n} Hessians, {size} instances", d, n, size, smoke)


def _compared(context: Context, expr: Expr, case: str, d: int, n: int, size: int, smoke: bool) -> Iterator[Measured]:
    instances = [family(d, n, k=3, seed=seed) for seed in range(size)]
    floats, exact = compile_floats(context, expr), compile_value(context, expr)
    ours = partial(floats, from_instances(instances))
    one_by_one = partial(_loop, floats, [from_instances([i]) for i in instances])
    exactly = partial(_exact_loop, exact, instances)
    yield Comparison(CLAIM, f"{case}, against floats one by one", ours, one_by_one, _close).at_least(FLOATS_AIM, smoke)
    yield Comparison(CLAIM, f"{case}, against exact values", ours, exactly, _close).at_least(EXACT_AIM, smoke)


def _loop(floats: Callable[[FloatBatch], Any], batches: list[FloatBatch]) -> list[float]:
    return [floats(batch)[0] for batch in batches]


def _exact_loop(exact: Callable[[Instance], Any], instances: list[Instance]) -> list[float]:
    return [float(Fraction(str(exact(i)))) for i in instances]


def _close(ours: Any, naive: Any) -> bool:
    return np.allclose(ours, naive, rtol=1e-9, atol=0)
