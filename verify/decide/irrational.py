"""The operators whose values need not be rational: the kernel evaluates them where they are, or not at all."""

from __future__ import annotations

from verify.language.expression import Apply, Expr, Operator
from verify.language.statement import Statement
from verify.language.walk import subexpressions

_IRRATIONAL = frozenset(
    {
        Operator.LARGEST_EIGENVALUE,
        Operator.NORM_1,
        Operator.NORM_2,
        Operator.NORM_FROBENIUS,
        Operator.NORM_OPERATOR,
        Operator.NORM_SCHATTEN_1,
        Operator.ROOT,
    }
)


def irrational_operators(statement: Statement) -> tuple[str, ...]:
    """The names of such operators in all that a statement rests on, in order; a power with a fraction is one."""
    if statement.conclusion is None:
        return ()
    context = statement.context
    exprs = (statement.conclusion, *context.hypotheses, *(e for d in context.definitions for e in (d.body, *d.given)))
    applied = (part for e in exprs for part in subexpressions(e) if isinstance(part, Apply))
    return tuple(sorted({part.operator.value for part in applied if _is_irrational(part)}))


def _is_irrational(part: Apply) -> bool:
    if part.operator is Operator.POWER:
        return _has_division(part.arguments[1])
    return part.operator in _IRRATIONAL


def _has_division(expr: Expr) -> bool:
    return any(isinstance(p, Apply) and p.operator is Operator.DIVIDE for p in subexpressions(expr))
