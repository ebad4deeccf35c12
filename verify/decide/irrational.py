"""What the kernel cannot always evaluate: operators whose values need not be rational, and strings, for which it has no words."""

from __future__ import annotations

from collections.abc import Iterator

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
    return tuple(sorted({part.operator.value for part in _applied(statement) if _is_irrational(part)}))


def has_strings(statement: Statement) -> bool:
    """Whether a statement rests on strings: the kernel reads their letters as symbols that nothing declares."""
    return any(part.operator is Operator.STRINGS for part in _applied(statement))


def _applied(statement: Statement) -> Iterator[Apply]:
    """All applications in what a statement rests on."""
    if statement.conclusion is None:
        return
    context = statement.context
    for expr in (statement.conclusion, *context.hypotheses, *(e for d in context.definitions for e in (d.body, *d.given))):
        yield from (part for part in subexpressions(expr) if isinstance(part, Apply))


def _is_irrational(part: Apply) -> bool:
    if part.operator is Operator.POWER:
        return _has_division(part.arguments[1])
    return part.operator in _IRRATIONAL


def _has_division(expr: Expr) -> bool:
    return any(isinstance(p, Apply) and p.operator is Operator.DIVIDE for p in subexpressions(expr))
