"""How far a batch of instances is from breaking a statement: the relative slack of its conclusion, and what its hypotheses lack.

Floats guide; nothing found here is a verdict.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import reduce

import numpy as np

from verify.decide.draw.plan import Plan
from verify.decide.draw.scalars import Values
from verify.decide.polynomial import Polynomial, names_in, substituted
from verify.decide.search.cancel import cancelled
from verify.decide.search.confine import Bound, bounds
from verify.language.expression import Apply, Compare, Expr, Operator, Relation
from verify.language.statement import Context
from verify.language.walk import Name, subexpressions
from verify.meaning.failures import Lacking, NoValue, Undecided
from verify.meaning.floats.batch import Array, FloatBatch
from verify.meaning.floats.compile import slack as compile_slack
from verify.meaning.floats.relative import DIRECTED

Slack = Callable[[FloatBatch], Array]


@dataclass(frozen=True, slots=True)
class Slacks:
    """Slacks of a statement, each a function of a batch to (b,).

    conclusion: relative to the size of the two sides, without the terms that they share; nan where it has no value, infinite where nothing
    can break it. Of an implication, its conclusion's. shares: of the hypotheses that inequalities between scalars do not say, and of an
    implication's premiss, relative. stops: of the same, as they are; of an equation between numbers a = b that of a ≤ b, whose end is it.
    roomy: whether one can hold with room to spare, as an equation cannot. bounds: the hypotheses that `confined` makes hold; left: the
    names of the others. strict: a conclusion that equality breaks.
    """

    plan: Plan
    conclusion: Slack
    stops: tuple[Slack, ...]
    shares: tuple[Slack, ...]
    roomy: tuple[bool, ...]
    bounds: tuple[Bound, ...]
    left: frozenset[Name]
    strict: bool

    def lack(self, batch: FloatBatch, margin: float = 0.0) -> Array:
        """How much the hypotheses lack to hold together with a relative margin, infinite where one has no value."""
        own = zip(self.shares, self.roomy, strict=True)
        lacking = [np.maximum(0.0, (margin if roomy else 0.0) - _known(f(batch), -np.inf)) for f, roomy in own]
        lacking += _couplings(self.plan, batch)
        return reduce(np.add, lacking, np.zeros(batch.size))


def slacks(plan: Plan) -> Slacks:
    """The slacks of a statement. Raises Lacking where a part of it has no float meaning."""
    premisses, conclusion = _parted(plan.conclusion)
    conditions = (*(c.expr for c in plan.conditions), *premisses)
    context = plan.context
    confining, others = bounds(plan)
    return Slacks(
        plan,
        _guarded(compile_slack(context, cancelled(conclusion), DIRECTED)),
        tuple(_guarded(_stop(context, e)) for e in conditions),
        tuple(_guarded(compile_slack(context, e, DIRECTED)) for e in conditions),
        tuple(not _has(e, (Relation.EQUAL,)) for e in conditions),
        confining,
        frozenset(name for c in others for name in c.names),
        _has(conclusion, (Relation.LESS, Relation.GREATER)),
    )


def _has(expr: Expr, relations: tuple[Relation, ...]) -> bool:
    return any(isinstance(part, Compare) and part.relation in relations for part in subexpressions(expr))


def _stop(context: Context, condition: Expr) -> Slack:
    if isinstance(condition, Compare) and condition.relation is Relation.EQUAL:
        try:
            return compile_slack(context, replace(condition, relation=Relation.LESS_EQUAL))
        except Lacking:  # between vectors or matrices
            pass
    return compile_slack(context, condition)


def _parted(conclusion: Expr) -> tuple[tuple[Expr, ...], Expr]:
    """The premisses of an implication, and what it concludes."""
    match conclusion:
        case Apply(Operator.IMPLIES, (premiss, then)):
            inner, last = _parted(then)
            return (premiss, *inner), last
        case _:
            return (), conclusion


def _guarded(slack: Slack) -> Slack:
    """The slack; nan for a batch on which it has no value."""

    def run(batch: FloatBatch) -> Array:
        try:
            return slack(batch)
        except (NoValue, Undecided):
            return np.full(batch.size, np.nan)

    return run


def _known(slack: Array, instead: float) -> Array:
    return np.where(np.isnan(slack), instead, slack)


def _couplings(plan: Plan, batch: FloatBatch) -> list[Array]:
    """What inequalities between several reals lack; those of one real its interval keeps."""
    integers: Values = {n: Fraction(v) for n, v in batch.integers.items()}
    polynomials = [substituted(i.polynomial, integers) for i in plan.inequalities]
    return [np.maximum(0.0, -_relative(p, batch)) for p in polynomials if len(names_in(p)) > 1]


def _relative(polynomial: Polynomial, batch: FloatBatch) -> Array:
    """The value of a polynomial over the sum of its terms' sizes."""
    terms = [float(c) * reduce(np.multiply, (batch.values[n] ** e for n, e in m), np.ones(batch.size)) for m, c in polynomial.items()]
    sizes = reduce(np.add, map(np.abs, terms))
    return np.asarray(reduce(np.add, terms) / np.where(sizes == 0, 1.0, sizes))
