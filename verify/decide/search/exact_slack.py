"""The relative slack of a conclusion with its sides evaluated exactly: cancellation, which floats take for a violation, is none here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from flint import fmpq, fmpq_mat

from verify.decide.search.cancel import cancelled
from verify.language.expression import Apply, Compare, Expr, Number, Operator, Relation
from verify.language.statement import Context
from verify.meaning.exact import compile_value
from verify.meaning.failures import Lacking, NoValue, Undecided
from verify.meaning.floats.batch import Array
from verify.meaning.floats.relative import least_share
from verify.meaning.instance import Instance

ExactSlack = Callable[[Instance], float | None]

_GREATER = (Relation.GREATER, Relation.GREATER_EQUAL, Relation.LOEWNER_GREATER_EQUAL)
_KNOWN = (*_GREATER, Relation.LESS, Relation.LESS_EQUAL, Relation.LOEWNER_LESS_EQUAL)


def exact_slack(context: Context, conclusion: Expr) -> ExactSlack:
    """The slack of an inequality, or the least of a conjunction of such, as `Slacks.conclusion` has it; hypotheses are not looked at.

    None on an instance where a side is not rational, or has no value; everywhere for what is no inequality.
    """
    match conclusion:
        case Apply(Operator.AND, parts):
            own = [exact_slack(context, part) for part in parts]
            return lambda instance: _least([slack(instance) for slack in own])
        case Compare(relation) if relation in _KNOWN:
            return _of_inequality(context, conclusion)
        case _:
            return lambda _: None


def _least(found: list[float | None]) -> float | None:
    known = [x for x in found if x is not None]
    return min(known) if len(known) == len(found) else None


def _of_inequality(context: Context, given: Compare) -> ExactSlack:
    bare = cancelled(given)
    left, right = (bare.left, bare.right) if isinstance(bare, Compare) else (given.left, given.right)
    small, large = (right, left) if given.relation in _GREATER else (left, right)
    try:
        values = compile_value(context, small), compile_value(context, large)
    except Lacking:
        return lambda _: None
    against_zero = Number(0) in (small, large)

    def run(instance: Instance) -> float | None:
        try:
            return _share(values[0](instance), values[1](instance), against_zero)
        except (Lacking, NoValue, Undecided):
            return None

    return run


def _share(small: Any, large: Any, against_zero: bool) -> float | None:
    match small, large:
        case fmpq(), fmpq():
            size = 1 + abs(large - small) if against_zero else abs(small) + abs(large)
            return _float((large - small) / size) if size else 0.0
        case fmpq_mat(), fmpq_mat() if (difference := large - small) == difference.transpose():
            a, b = _floats(small), _floats(large)
            return float(least_share(a, b, _floats(difference))[0]) if a.any() and b.any() else None
        case _:
            return None


def _float(x: fmpq) -> float:
    return int(x.p) / int(x.q)


def _floats(matrix: fmpq_mat) -> Array:
    return np.array([[[_float(x) for x in row] for row in matrix.tolist()]])
