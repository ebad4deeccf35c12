"""Batches of instances of one shape, and exact values as floats."""

from __future__ import annotations

from typing import Any

import numpy as np
from flint import fmpq, fmpq_mat
from hypothesis import assume
from hypothesis import strategies as st

from verify.decide.draw.draw import draw_instance
from verify.decide.draw.plan import Limits, Plan, Undrawable, read_plan
from verify.decide.draw.scalars import integer_values
from verify.decide.strategies.arguments import chooser
from verify.language.statement import Statement
from verify.meaning.enclosure import ball
from verify.meaning.exact import compile_statement
from verify.meaning.failures import Lacking, NoValue
from verify.meaning.instance import Instance
from verify.meaning.real_matrix import RealMatrix

LIMITS = Limits(max_d=3, max_n=2, max_k=2)


def plan_of(statement: Statement) -> Plan | None:
    """How to draw instances of a statement; None where it has no exact meaning, or no instance can be written down."""
    if statement.conclusion is None:
        return None
    try:
        compile_statement(statement.context, statement.conclusion)
        plan = read_plan(statement, LIMITS)
    except (Lacking, NoValue, Undrawable):
        return None
    return plan if integer_values(plan) else None


def batches(plan: Plan, size: int = 3) -> st.SearchStrategy[list[Instance]]:
    """Up to so many instances that agree in every integer."""

    @st.composite
    def drawn(draw: st.DrawFn) -> list[Instance]:  # without the plan as an argument, which Hypothesis would print
        sizes = draw(st.sampled_from(integer_values(plan)))
        found = [draw_instance(plan, (sizes,), chooser(draw)) for _ in range(size)]
        admissible = [i for i in found if i is not None]
        assume(admissible)
        return admissible

    return drawn()


def as_floats(exact: Any) -> Any:
    """An exact number as a float, an exact matrix as an array (a vector or row as one of one axis)."""
    if isinstance(exact, fmpq):
        return float(exact)
    if isinstance(exact, fmpq_mat | RealMatrix):
        rows = np.array([[as_floats(entry) for entry in row] for row in exact.tolist()])
        return rows.ravel() if 1 in rows.shape and rows.shape != (1, 1) else rows
    return float(ball(exact).mid())


def close(found: Any, exact: Any, relative: float) -> bool:
    """Whether floats are an exact value up to rounding, relative to its largest entry, or to 1 where that is less."""
    expected = as_floats(exact)
    return bool(np.abs(np.reshape(found, np.shape(expected)) - expected).max() <= relative * max(1.0, np.abs(expected).max()))
