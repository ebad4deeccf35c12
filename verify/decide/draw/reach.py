"""What an expression rests on: the names that it reaches through definitions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import assert_never

from verify.language.expression import Apply, Bind, Compare, Expr, Member, Number, Symbol
from verify.language.statement import Context

Name = tuple[str, int]  # a name and its number of indices: `x` and `x_i` are different things


def parts(expr: Expr) -> tuple[Expr, ...]:
    """The expressions that stand directly in an expression."""
    match expr:
        case Number() | Symbol():
            return ()
        case Member(_, indices):
            return indices
        case Apply(_, arguments):
            return arguments
        case Bind(_, _, domain, body, type_):
            return (domain, body) if type_.size is None else (domain, body, type_.size)
        case Compare(_, left, right):
            return (left, right)
        case _:
            assert_never(expr)


def subexpressions(expr: Expr) -> Iterator[Expr]:
    """An expression and all that stands in it."""
    stack = [expr]
    while stack:
        found = stack.pop()
        yield found
        stack.extend(parts(found))


def reached(exprs: Iterable[Expr], context: Context) -> frozenset[Name]:
    """The declared names that expressions reach, through definitions, sizes and index sets."""
    found: set[Name] = set()
    stack = list(exprs)
    while stack:
        for part in subexpressions(stack.pop()):
            name = _name(part, context)
            if name is not None and name not in found:
                found.add(name)
                stack.extend(_behind(name, context))
    return frozenset(found)


def _name(expr: Expr, context: Context) -> Name | None:
    match expr:
        case Symbol(name):
            return (name, 0) if context.declaration(name) else None
        case Member(family, indices):
            declaration = context.declaration(family, len(indices))
            return None if declaration is None else (family, len(declaration.over))
        case _:
            return None


def _behind(name: Name, context: Context) -> Iterator[Expr]:
    """What a name's value rests on."""
    declaration = context.declaration(*name)
    if declaration is not None:
        if declaration.size is not None:
            yield declaration.size
        for sets in declaration.over:
            yield from (Symbol(s) for s in sets)
    for definition in context.definitions_of(*name):
        yield definition.body
        yield from definition.given


def is_primitive(name: Name, context: Context) -> bool:
    """Whether an instance gives the name its value: it is declared, has no definition, and is not averaged over."""
    declaration = context.declaration(*name)
    return declaration is not None and not declaration.selector and not context.definitions_of(*name)
