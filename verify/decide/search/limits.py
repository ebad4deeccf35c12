"""Statements about limits of second moments: what refutes them, and how far floats see an instance from that.

A limit that is supposed has to be shown, one that is claimed to be shown wrong, each by one matrix M (`lyapunov`): so ρ(Φ) > 1 or < 1
is seen also where Φ(I) is neither above nor below I.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
from flint import fmpq, fmpq_mat

from verify.decide.draw.build import size
from verify.decide.draw.plan import Plan
from verify.decide.prove.growth import Course
from verify.decide.search.limit_claim import LimitClaim, Sequence
from verify.decide.search.lyapunov import MatrixMap, fading, growing
from verify.decide.search.slack import Slack, Slacks, slacks
from verify.language.expression import Symbol
from verify.language.statement import Context
from verify.meaning.exact import Check, compile_statement, compile_value
from verify.meaning.failures import NoValue, Undecided
from verify.meaning.floats.batch import Array, FloatBatch
from verify.meaning.floats.compile import compile_floats
from verify.meaning.instance import Instance, Matrix

Value = Callable[[Instance], Any]


def judge(claim: LimitClaim) -> Callable[[Instance], Check]:
    """Whether an instance refutes a claim: its supposed limits are shown there, and its conclusion is shown wrong."""
    exact, follows = compile_statement(claim.stand_in.context, claim.said), courses(claim)

    def run(instance: Instance) -> Check:
        found = exact(instance)
        if not found.hypotheses or (claim.concluded is None and found.conclusion is not False):
            return found
        return Check(True, follows(instance) is None)

    return run


def courses(claim: LimitClaim) -> Callable[[Instance], tuple[Course, ...] | None]:
    """How the sequences of a claim go on an instance that refutes it; None on any other that satisfies the other hypotheses."""
    shown = [_shown(claim.context, s, supposed=True) for s in claim.supposed]
    if claim.concluded is not None:
        shown.append(_shown(claim.context, claim.concluded, supposed=False))

    def run(instance: Instance) -> tuple[Course, ...] | None:
        found = []
        for one in shown:
            course = one(instance)
            if course is None:
                return None
            found.append(course)
        return tuple(found)

    return run


def _shown(context: Context, sequence: Sequence, supposed: bool) -> Callable[[Instance], Course | None]:
    """What shows a supposed limit on an instance, or shows a claimed one wrong."""
    of = sequence.of
    image, one = compile_value(context, of.image(Symbol(sequence.name))), compile_value(context, of.identity)
    start = None if of.start is None else compile_value(context, of.start)
    limit = None if sequence.limit is None else compile_value(context, sequence.limit)

    def run(instance: Instance) -> Course | None:
        try:
            given, said = None if start is None else start(instance), None if limit is None else limit(instance)
            phi = None if given is not None and not any(given.entries()) else _map(image, one(instance), instance, sequence.name)
        except (NoValue, Undecided):
            return None
        if said is not None and not isinstance(said, fmpq):
            return None
        if phi is None:
            return Course(of, None) if (said == 0 if supposed else said is None) else None
        if not phi.is_completely_positive():
            return None
        value = _measure(given)
        if supposed:
            step = growing(phi, value) if said is None else fading(phi, value) if said == 0 else None
        else:
            step = fading(phi, value, bounded=True) if said is None else growing(phi, value, beyond=Fraction(int(said.p), int(said.q)))
        return None if step is None else Course(of, step, sequence.name)

    return run


def _map(image: Value, one: fmpq_mat, instance: Instance, name: str) -> MatrixMap:
    """Φ on an instance. Raises NoValue, Undecided."""
    d, images = one.nrows(), []
    for i in range(d):
        for j in range(d):
            unit = tuple(tuple(Fraction(int((r, c) == (i, j))) for c in range(d)) for r in range(d))
            found = image(with_value(instance, name, unit))
            if not isinstance(found, fmpq_mat):
                raise Undecided("a step that is not rational")
            images.append(found)
    return MatrixMap(d, tuple(images))


def with_value(instance: Instance, name: str, value: Matrix) -> Instance:
    """An instance with a value for one more name."""
    return replace(instance, values=(*instance.values, (name, value)))


def _measure(start: fmpq_mat | None) -> Callable[[fmpq_mat], fmpq]:
    if start is None:
        return lambda m: sum((m[i, i] for i in range(m.nrows())), fmpq(0))
    return lambda m: (start.transpose() * m * start)[0, 0]


def limit_slacks(claim: LimitClaim, plan: Plan) -> Slacks:
    """How far a batch is from refuting a claim: by ρ(Φ) of each sequence. Raises Lacking where there is no float meaning."""
    given = slacks(plan)
    supposed = tuple(_slack(claim.context, s, plan) for s in claim.supposed)
    concluded = given.conclusion if claim.concluded is None else _slack(claim.context, claim.concluded, plan)
    return replace(
        given,
        conclusion=concluded,
        stops=(*given.stops, *supposed),
        shares=(*given.shares, *supposed),
        roomy=(*given.roomy, *(True for _ in supposed)),
        strict=given.strict and claim.concluded is None,
    )


def _slack(context: Context, sequence: Sequence, plan: Plan) -> Slack:
    """(ρ(Φ) − 1)/(ρ(Φ) + 1) where the limit is said to be infinite, and its negative where it is not."""
    image, name = compile_floats(context, sequence.of.image(Symbol(sequence.name))), sequence.name
    sign = 1.0 if sequence.limit is None else -1.0

    def run(batch: FloatBatch) -> Array:
        d = size(sequence.of.size, plan, {n: Fraction(v) for n, v in batch.integers.items()})
        columns = []
        for i, j in zip(*np.tril_indices(d), strict=True):
            unit = np.zeros((batch.size, d, d))
            unit[:, i, j] = unit[:, j, i] = 1.0
            try:
                found = image(replace(batch, values={**batch.values, name: unit}))
            except (NoValue, Undecided):
                return np.full(batch.size, np.nan)
            columns.append((found + found.swapaxes(1, 2))[:, *np.tril_indices(d)] / 2)
        matrix = np.stack(columns, axis=2)
        known = np.asarray(np.isfinite(matrix).all(axis=(1, 2)))
        rho = np.abs(np.linalg.eigvals(np.where(known[:, np.newaxis, np.newaxis], matrix, 0.0))).max(axis=1)
        return np.where(known, sign * (rho - 1) / (rho + 1), np.nan)

    return run
