"""What an expression rests on: the names that it reaches through definitions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from verify.language.expression import Expr, Symbol
from verify.language.statement import Context
from verify.language.walk import Name, free_names


def reached(exprs: Iterable[Expr], context: Context) -> frozenset[Name]:
    """The declared names that expressions reach, through definitions, sizes and index sets; of a selector, without its step."""
    found: set[Name] = set()
    stack = list(exprs)
    while stack:
        for name, indices in free_names(stack.pop()):
            declaration = context.declaration(name, indices)
            key = None if declaration is None else (name, len(declaration.over))
            if key is not None and key not in found:
                found.add(key)
                stack.extend(_behind(key, context))
    return frozenset(found)


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
