"""Walking expressions: children, free names, rebuilding."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import assert_never

from verify.language.expression import Apply, Bind, Compare, Expr, Member, Number, Operator, Symbol, Type

Name = tuple[str, int]  # a name and how many indices it has here


def children(expr: Expr) -> tuple[Expr, ...]:
    """The parts of an expression, in order of print (a binder's domain before its body)."""
    match expr:
        case Number() | Symbol():
            return ()
        case Member(_, indices):
            return indices
        case Apply(_, arguments):
            return arguments
        case Bind(_, _, domain, body, _):
            return (domain, body)
        case Compare(_, left, right):
            return (left, right)
        case _:
            assert_never(expr)


def rebuild(expr: Expr, change: Callable[[Expr], Expr]) -> Expr:
    """The expression with each of its parts changed."""
    match expr:
        case Number() | Symbol():
            return expr
        case Member(family, indices, place):
            return Member(family, tuple(change(i) for i in indices), place)
        case Apply(operator, arguments, place):
            return Apply(operator, tuple(change(a) for a in arguments), place)
        case Bind(binder, variable, domain, body, type_, place):
            return Bind(binder, variable, change(domain), change(body), type_, place)
        case Compare(relation, left, right, place):
            return Compare(relation, change(left), change(right), place)
        case _:
            assert_never(expr)


def subexpressions(expr: Expr) -> Iterator[Expr]:
    """The expression and all its parts."""
    yield expr
    for child in children(expr):
        yield from subexpressions(child)


def free_names(expr: Expr, bound: frozenset[str] = frozenset()) -> Iterator[Name]:
    """The names that no binder of the expression binds, with the sizes of types included."""
    match expr:
        case Symbol(name):
            if name not in bound:
                yield (name, 0)
        case Member(family, indices):
            yield (family, len(indices))
            for i in indices:
                yield from free_names(i, bound)
        case Bind(_, variable, domain, body, type_):
            yield from free_names(domain, bound)
            yield from free_names(body, bound | {variable})
            yield from _size_names(type_, bound)
        case Apply(Operator.STRINGS, (length, *_)):  # its letters are no names
            yield from free_names(length, bound)
        case Apply(Operator.BY_LETTER, (letter, *cases)):
            for part in (letter, *cases[1::2]):
                yield from free_names(part, bound)
        case Compare(_, Apply(Operator.LETTER_AT) as letter, Symbol()) | Compare(_, Symbol(), Apply(Operator.LETTER_AT) as letter):
            yield from free_names(letter, bound)
        case _:
            for child in children(expr):
                yield from free_names(child, bound)


def _size_names(type_: Type, bound: frozenset[str]) -> Iterator[Name]:
    if type_.size is not None:
        yield from free_names(type_.size, bound)
