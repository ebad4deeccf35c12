"""Equals for equals: an expression with the left sides of equations exchanged for their right sides."""

from __future__ import annotations

from collections.abc import Sequence

from verify.decide.prove.instance_of import put
from verify.language.canonical import dump, expression_json
from verify.language.expression import Apply, Bind, Binder, Compare, Expr, Operator, Relation, Symbol
from verify.language.walk import rebuild


def rewritten(expr: Expr, facts: Sequence[Expr]) -> Expr:
    """The expression rewritten once, from left to right, outermost parts first; under a binder also by equations for all of its domain."""
    for fact in facts:
        if isinstance(fact, Compare) and fact.relation is Relation.EQUAL and same(fact.left, expr):
            return fact.right
    if isinstance(expr, Bind):
        every = [put(f.body, {f.variable: Symbol(expr.variable)}) for f in facts if isinstance(f, Bind) and _runs_over(f, expr.domain)]
        body = rewritten(expr.body, [*facts, *every])
        return Bind(expr.binder, expr.variable, rewritten(expr.domain, facts), body, expr.type, expr.place)
    return rebuild(expr, lambda part: rewritten(part, facts))


def _runs_over(fact: Bind, domain: Expr) -> bool:
    return fact.binder is Binder.FOR_ALL and same(fact.domain, domain)


def same(a: Expr, b: Expr) -> bool:
    """Whether two expressions differ in names of bound variables at most."""
    return a == b or dump(expression_json(a)) == dump(expression_json(b))


def conjuncts(expr: Expr) -> tuple[Expr, ...]:
    """The parts of a conjunction; a single one is itself."""
    return expr.arguments if isinstance(expr, Apply) and expr.operator is Operator.AND else (expr,)
