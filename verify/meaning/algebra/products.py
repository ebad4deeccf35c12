"""Products, negatives and quotients as SymPy writes them, each in a form that no other has.

−x is Mul(−1, x) and −3 an Integer; a/b is Mul(a, b⁻¹) and 1/b is b⁻¹. Where a factor of a printed product would make it look like one of
these, that factor is written long: Mul(−1, 1), Mul(1, b⁻¹).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sympy

from verify.language.expression import Apply, Expr, Number, Operator
from verify.meaning.algebra.applied import NumberApplied

_ONE = Number(1)


def product(operator: Operator, parts: Sequence[Any], arguments: Sequence[Expr]) -> Any:
    """A MULTIPLY, NEGATE or DIVIDE of parts. arguments: the expressions that the parts come from."""
    match operator:
        case Operator.NEGATE:
            number = isinstance(arguments[0], Number) and arguments[0].value > 0
            return -parts[0] if number else multiplied(sympy.S.NegativeOne, parts[0])
        case Operator.DIVIDE:
            inverse = sympy.Pow(parts[1], -1, evaluate=False)
            top = _long(parts[0], arguments[0]) if _is_minus_one(arguments[0]) else parts[0]
            return inverse if arguments[0] == _ONE else multiplied(top, inverse)
        case _:
            return _multiplied(parts, arguments)


def _multiplied(parts: Sequence[Any], arguments: Sequence[Expr]) -> Any:
    last = len(parts) - 1
    factors = [
        _long(part, argument) if (at == 0 and _is_minus_one(argument)) or (at == last == 1 and _is_inverse(argument)) else _nested(part)
        for at, (part, argument) in enumerate(zip(parts, arguments, strict=True))
    ]
    closed = _rows_closed(factors)
    return closed[0] if len(closed) == 1 else multiplied(*closed)


def multiplied(*factors: Any) -> Any:
    """The product in this order, not evaluated."""
    if any(f.is_Matrix for f in factors):
        return sympy.MatMul(*factors)
    return sympy.Mul(*factors, evaluate=False)


def is_row_product(part: Any) -> bool:
    """Whether a number is a row times, perhaps, matrices and a vector."""
    return isinstance(part, NumberApplied) and part.operator is Operator.MULTIPLY


def _is_minus_one(argument: Expr) -> bool:
    return argument == Apply(Operator.NEGATE, (_ONE,))


def _is_inverse(argument: Expr) -> bool:
    return isinstance(argument, Apply) and argument.operator is Operator.DIVIDE and argument.arguments[0] == _ONE


def _long(part: Any, argument: Expr) -> Any:
    return sympy.Mul(-1, 1, evaluate=False) if _is_minus_one(argument) else sympy.Mul(1, part, evaluate=False)


def _nested(part: Any) -> Any:
    """A factor that is a product of row and vector in brackets, kept apart from one without."""
    return NumberApplied(Operator.MULTIPLY.value, sympy.MatMul(*part.arguments)) if is_row_product(part) else part


def _rows_closed(factors: Sequence[Any]) -> list[Any]:
    """The factors, each stretch from a row to the next vector as the number that it is."""
    closed: list[Any] = []
    start: int | None = None
    matrix = False  # whether what stands so far is a matrix or vector, so that a row is no new start
    for factor in factors:
        closed.append(factor)
        if not factor.is_Matrix:
            continue
        rows, columns = factor.shape
        if start is None and not matrix:
            start, matrix = (len(closed) - 1, False) if rows == 1 and columns != 1 else (None, True)
        elif start is not None and columns == 1:
            closed[start:] = [NumberApplied(Operator.MULTIPLY.value, *closed[start:])]
            start = None
    return closed
