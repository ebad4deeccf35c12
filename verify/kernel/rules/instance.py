"""A universal statement falls by one instance.

    the instance v fits every declaration     v satisfies every hypothesis     v makes the conclusion false
    ───────────────────────────────────────────────────────────────────────────────────────────────────────
                  not: every instance that satisfies the hypotheses satisfies the conclusion
"""

from typing import Any

from verify.kernel.evaluate import Scope, elements, evaluate, fit
from verify.kernel.limits import Budget, Rejected, require, shown
from verify.kernel.plain import expression
from verify.kernel.statement import RELATIONS, Expr, Statement
from verify.kernel.values import Array, Value, from_json, number, truth

KEYS = ("instance", "lhs", "rhs")


def check(statement: Statement, evidence: dict[str, Any], budget: Budget) -> tuple[str | None, str | None]:
    """The texts of the two sides of the relation that fails; None where they are no rationals or arrays. Raises Rejected."""
    scope = _instance(statement, evidence["instance"], budget)
    for place, hypothesis in enumerate(statement.hypotheses):
        if not _holds(hypothesis, scope):
            raise Rejected(f"hypothesis {place} does not hold: {_said(hypothesis, scope)}")
    failing = statement.conclusion
    if _holds(failing, scope):
        raise Rejected(f"the conclusion holds: {_said(failing, scope)}")
    while failing[0] == "and":
        failing = next(part for part in failing[1:] if not _holds(part, scope))
    sides = [value.data if isinstance(value, Array) else None for value in _sides(failing, scope) or (True, True)]
    given = [evidence["lhs"], evidence["rhs"]]
    require(given == sides, f"lhs and rhs are given as {shown(given)}; they are {shown(sides)}")
    left, right = [None if side is None else str(side).replace("'", "") for side in sides]
    return left, right


def _instance(statement: Statement, data: Any, budget: Budget) -> Scope:
    """The scope with the instance's values, one for each primitive symbol and member, each of its kind, size and shape."""
    fits = isinstance(data, dict) and data.keys() == {"values", "members"} and all(isinstance(part, dict) for part in data.values())
    require(fits, "the instance is no object with just values and members")
    primitive = {k: d for k, d in statement.symbols.items() if not (d.selector or d.kind == "index_set" or k in statement.clauses)}
    given = {(name, 0) for name in data["values"]} | {(name, 1) for name in data["members"]}
    require(given == primitive.keys(), f"the instance gives {sorted(given)}; the primitive symbols are {sorted(primitive)}")
    scope = Scope(statement, budget, {(name, ()): from_json(primitive[name, 0].kind, value) for name, value in data["values"].items()})
    for name, sets in data["members"].items():
        over = primitive[name, 1].over[0]
        fits = isinstance(sets, dict) and sorted(sets) == list(over) and all(isinstance(items, list) for items in sets.values())
        require(fits, f"the members of {name} are not given as lists by {shown(over)}")
        for one, items in sets.items():
            places = elements(["symbol", one], scope) if one != "integers" else [number(n + 1) for n in range(len(items))]
            require(len(items) == len(places), f"{len(items)} members of {name} are given for the {len(places)} elements of {one}")
            scope.values.update({(name, (i,)): from_json(primitive[name, 1].kind, item) for i, item in zip(places, items, strict=True)})
    for (name, indices), value in list(scope.values.items()):
        fit(statement.symbols[name, len(indices)], value, scope)
    return scope


def _holds(expr: Expr, scope: Scope) -> bool:
    try:
        return truth(evaluate(expr, scope))
    except Rejected as reason:
        raise type(reason)(f"{shown(expression(expr))} is neither true nor false: {reason}") from reason


def _sides(expr: Expr, scope: Scope) -> list[Value]:
    """The values of the sides of a relation between values, else nothing."""
    return [evaluate(side, scope) for side in expr[1:]] if expr[0] in RELATIONS and expr[0] != "in" else []


def _said(expr: Expr, scope: Scope) -> str:
    sides = [str(value) for value in _sides(expr, scope) or [evaluate(part, scope) for part in expr[1:2] if expr[0] == "in"]]
    return f"{shown(expression(expr))}{', where the values are ' if sides else ''}{shown(' and '.join(sides))}"
