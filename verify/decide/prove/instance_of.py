"""Expressions put for the free symbols of another, families and types included."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from verify.language.expression import Bind, Expr, Member, Symbol, Type
from verify.language.walk import free_names, rebuild


@dataclass(frozen=True, slots=True)
class Function:
    """What stands for a family: an expression in its indices."""

    variables: tuple[str, ...]
    body: Expr


Values = Mapping[str, "Expr | Function"]


def put(expr: Expr, values: Values) -> Expr:
    """The expression with values for free symbols and families; a bound variable that would catch a name is renamed."""
    match expr:
        case Symbol(name):
            found = values.get(name, expr)
            return found if not isinstance(found, Function) else expr
        case Member(family, indices, place):
            inner = tuple(put(index, values) for index in indices)
            function = values.get(family)
            if isinstance(function, Function):
                return put(function.body, dict(zip(function.variables, inner, strict=True)))
            return Member(family, inner, place)
        case Bind():
            return _bind(expr, values)
        case _:
            return rebuild(expr, lambda part: put(part, values))


def _bind(expr: Bind, values: Values) -> Bind:
    inside = {name for name, _ in free_names(expr.body)}
    inner = {name: value for name, value in values.items() if name != expr.variable and name in inside}
    taken = {name for value in inner.values() for name in _free(value)}
    fresh = free_name(expr.variable, taken | (inside - {expr.variable}))
    if fresh != expr.variable:
        inner[expr.variable] = Symbol(fresh)
    size = None if expr.type.size is None else put(expr.type.size, values)
    return Bind(expr.binder, fresh, put(expr.domain, values), put(expr.body, inner), Type(expr.type.kind, size), expr.place)


def _free(value: Expr | Function) -> set[str]:
    if isinstance(value, Function):
        return {name for name, _ in free_names(value.body)} - set(value.variables)
    return {name for name, _ in free_names(value)}


def free_name(name: str, taken: Iterable[str]) -> str:
    """The name, primed as often as it is taken; one that no print has (#1) is a letter first."""
    letters = "ijlmpqstuvxyz"
    found = letters[(int(name[1:]) - 1) % len(letters)] if name.startswith("#") else name
    while found in taken:
        found += "'"
    return found
