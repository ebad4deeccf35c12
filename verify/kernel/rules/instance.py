"""A universal statement falls by one instance.

    the instance v fits every declaration     v satisfies every hypothesis     v makes the conclusion false
    ───────────────────────────────────────────────────────────────────────────────────────────────────────
                  not: every instance that satisfies the hypotheses satisfies the conclusion
"""

from typing import Any

from verify.kernel.evaluate import Scope, contains, elements, evaluate, fit
from verify.kernel.limits import Budget, Rejected, require, shown
from verify.kernel.plain import expression
from verify.kernel.statement import RELATIONS, Expr, Statement, fields_of
from verify.kernel.values import OPERATORS, Array, Value, from_json, number, truth

KEYS = ("instance", "lhs", "rhs")


def check(statement: Statement, evidence: dict[str, Any], budget: Budget, *_: object) -> tuple[str | None, str | None]:
    """The texts of the two sides of the relation that fails; None where they are no rationals or arrays. Raises Rejected."""
    scope = scope_of(statement, evidence["instance"], budget)
    for place, hypothesis in enumerate(statement.hypotheses):
        holds, sides = _judged(hypothesis, scope)
        require(holds, f"hypothesis {place} does not hold: {_said(hypothesis, sides)}")
    holds, sides = _judged(statement.conclusion, scope)
    require(not holds, f"the conclusion holds: {_said(statement.conclusion, sides)}")
    left, right = [side if isinstance(side, Array) else None for side in (sides if len(sides) == 2 else (True, True))]
    given, found = [evidence["lhs"], evidence["rhs"]], [side.data if side and side.is_rational else None for side in (left, right)]
    require(given == found, f"lhs and rhs are given as {shown(given)}; they are {shown(found)}")
    return str(left) if left else None, str(right) if right else None


def scope_of(statement: Statement, data: Any, budget: Budget) -> Scope:
    """The scope with the instance's values, one for each primitive symbol and member, each of its kind, size and shape."""
    parts = fields_of(data, values=dict, members=dict)
    values, members = parts["values"], parts["members"]
    primitive = {k: d for k, d in statement.symbols.items() if not (d.selector or d.kind == "index_set" or k in statement.clauses)}
    given = {(name, 0) for name in values} | {(name, 1) for name in members}
    require(given == primitive.keys(), f"the instance gives {sorted(given)}; the primitive symbols are {sorted(primitive)}")
    scope = Scope(statement, budget, {(name, ()): from_json(primitive[name, 0].kind, value) for name, value in values.items()})
    for name, sets in members.items():
        declared = primitive[name, 1]
        fits = isinstance(sets, dict) and sorted(sets) == list(declared.over[0]) and all(isinstance(items, list) for items in sets.values())
        require(fits, f"the members of {name} are not given as lists by {shown(declared.over[0])}")
        for one, items in sets.items():
            places = elements(("symbol", one), scope) if one != "integers" else [number(n + 1) for n in range(len(items))]
            require(len(items) == len(places), f"{len(items)} members of {name} are given for the {len(places)} elements of {one}")
            scope.values.update({(name, (i,)): from_json(declared.kind, item) for i, item in zip(places, items, strict=True)})
    for (name, indices), value in list(scope.values.items()):
        fit(statement.symbols[name, len(indices)], value, scope)
    return scope


def _judged(expr: Expr, scope: Scope) -> tuple[bool, list[Value]]:
    """Whether an expression is true; and the sides of a relation (of `in`, the left one), or of a conjunction's first part that fails."""
    if expr[0] == "and":
        return next((found for part in expr[1:] if not (found := _judged(part, scope))[0]), (True, []))
    try:
        if expr[0] not in RELATIONS:
            return truth(evaluate(expr, scope)), []
        sides = [evaluate(side, scope) for side in expr[1 : 2 if expr[0] == "in" else 3]]
        return truth(contains(expr[2], sides[0], scope) if expr[0] == "in" else OPERATORS[expr[0]](scope.budget, *sides)), sides
    except Rejected as reason:
        raise type(reason)(f"{shown(expression(expr))} is neither true nor false: {reason}") from reason


def _said(expr: Expr, sides: list[Value]) -> str:
    return f"{shown(expression(expr))}{', where the values are ' if sides else ''}{shown(' and '.join(map(str, sides)))}"
