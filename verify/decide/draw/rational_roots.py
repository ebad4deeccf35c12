"""Scalars at which roots are rational, so that the kernel can evaluate a statement there."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from flint import fmpq

from verify.decide.draw.reach import is_primitive, reached
from verify.language.expression import Apply, Bind, Binder, Expr, Number, Operator, Symbol
from verify.language.statement import Context
from verify.language.walk import free_names, subexpressions
from verify.meaning.exact import compile_value
from verify.meaning.failures import Lacking, NoValue, Undecided
from verify.meaning.frame import SCALARS
from verify.meaning.instance import Instance

_HALF = Apply(Operator.DIVIDE, (Number(1), Number(2)))


def has_table(exprs: Iterable[Expr]) -> bool:
    """Whether a table occurs: its entries and eigenvalues are rational on few instances, so that those are drawn on purpose."""
    return any(isinstance(part, Bind) and part.binder is Binder.TABLE for expr in exprs for part in subexpressions(expr))


def scalar_roots(exprs: Iterable[Expr], context: Context) -> tuple[Expr, ...]:
    """The roots of what rests on plain scalars alone, and the symbols that are defined by such scalars."""
    roots = (part for expr in exprs for part in subexpressions(expr) if _is_root(part) and _of_scalars(part, context))
    defined = (Symbol(d.name) for d in context.symbols if d.kind in SCALARS and not d.over and context.definitions_of(d.name))
    return tuple(dict.fromkeys((*roots, *(symbol for symbol in defined if _of_scalars(symbol, context)))))


def rational_test(exprs: Iterable[Expr], context: Context) -> Callable[[Instance], bool] | None:
    """Whether all roots of plain scalars, and symbols that these define, have rational values; None for a statement without a table."""
    kept = tuple(exprs)
    if not has_table(kept):
        return None
    bare = replace(context, hypotheses=())
    values = [compile_value(bare, expr) for expr in scalar_roots(kept, bare)]
    return lambda scalars: all(_is_rational(value, scalars) for value in values)


def _is_rational(value: Callable[[Instance], Any], scalars: Instance) -> bool:
    try:
        return isinstance(value(scalars), fmpq)
    except (NoValue, Undecided, Lacking):
        return False


def _is_root(part: Expr) -> bool:
    return isinstance(part, Apply) and (part.operator is Operator.ROOT or (part.operator is Operator.POWER and part.arguments[1] == _HALF))


def _of_scalars(expr: Expr, context: Context) -> bool:
    """Whether an expression rests on plain scalars alone, and on at least one; variables of an enclosing binder are none."""
    declared = [context.declaration(*name) for name in free_names(expr)]
    names = reached((expr,), context)
    return bool(names) and None not in declared and all(_is_scalar(name, context) for name in names if is_primitive(name, context))


def _is_scalar(name: tuple[str, int], context: Context) -> bool:
    declaration = context.declaration(*name)
    return declaration is not None and declaration.kind in SCALARS and not declaration.over
