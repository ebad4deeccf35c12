"""Instances on which a conclusion says nothing, since no element satisfies what is assumed of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from verify.decide.draw.plan import Plan
from verify.language.expression import Apply, Bind, Binder, Compare, Expr, Number, Operator, Relation
from verify.meaning.exact import compile_statement
from verify.meaning.instance import Instance

_FALSE = Compare(Relation.LESS, Number(1), Number(0))


def testing(plan: Plan) -> Callable[[Instance], bool]:
    """Whether the conclusion says something of an instance that satisfies the hypotheses."""
    empty = idle(plan.conclusion)
    if empty is None:
        return lambda _instance: True
    holds = compile_statement(plan.context, empty)
    return lambda instance: holds(instance).conclusion is not True


def idle(conclusion: Expr) -> Expr | None:
    """What holds on just those instances, where a variable of the conclusion is one of a subset (`for all r ∈ {r ∈ D_r: …}`).

    None where no variable is, or a part of the conclusion is without one.
    """
    parts = conclusion.arguments if isinstance(conclusion, Apply) and conclusion.operator is Operator.AND else (conclusion,)
    emptied = [_emptied(part, False) for part in parts]
    said = tuple(e for e in emptied if e is not None)
    if len(said) < len(parts):
        return None
    return said[0] if len(said) == 1 else Apply(Operator.AND, said)


def _emptied(expr: Expr, narrowed: bool) -> Expr | None:
    """The quantifiers around what never holds; None where none of them is over a subset."""
    match expr:
        case Apply(Operator.SURELY, (body,)):
            inner = _emptied(body, narrowed)
            return None if inner is None else Apply(Operator.SURELY, (inner,))
        case Bind(Binder.FOR_ALL, _, domain, body):
            subset = isinstance(domain, Bind) and domain.binder is Binder.SUCH_THAT
            inner = _emptied(body, narrowed or subset)
            return None if inner is None else replace(expr, body=inner)
        case _:
            return _FALSE if narrowed else None
