"""The strategy of the instances of any statement, under its hypotheses."""

from __future__ import annotations

from hypothesis import reject
from hypothesis import strategies as st

from verify.decide.draw.draw import draw_instance
from verify.decide.draw.plan import Limits, Undrawable, read_plan
from verify.decide.draw.scalars import integer_values
from verify.decide.strategies.arguments import check_range, chooser
from verify.language.statement import Statement
from verify.meaning.instance import Instance


def instances(statement: Statement, *, max_d: int = 3, max_n: int = 3, max_k: int = 4) -> st.SearchStrategy[Instance]:
    """Exact instances of a statement that satisfy its hypotheses; drawn constructively, so few draws are rejected.

    max_d, max_n, max_k >= 1: the largest dimension, the most elements of an index set, the largest other integer.
    Raises InvalidArgument for other limits, and Undrawable (a ValueError) where the statement has no meaning or no sizes within the limits.
    """
    for name, value in (("d", max_d), ("n", max_n), ("k", max_k)):
        check_range(name, 1, value, 1)
    plan = read_plan(statement, Limits(max_d, max_n, max_k))
    sizes = integer_values(plan)
    if not sizes:
        raise Undrawable(f"statement {statement.id}: no sizes within max_d={max_d}, max_n={max_n}, max_k={max_k} satisfy its hypotheses")

    @st.composite
    def drawn(draw: st.DrawFn) -> Instance:  # a closure: its arguments would be printed with every failing test
        found = draw_instance(plan, sizes, chooser(draw))
        if found is None:
            reject()
        return found

    return drawn()
