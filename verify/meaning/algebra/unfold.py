"""Definitions put in the place of the names that they define."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from verify.errors import Code, Diagnostic, Fault
from verify.language.expression import Apply, Bind, Compare, Expr, Member, Number, Operator, Relation, Symbol
from verify.language.linear import linear
from verify.language.render import render
from verify.language.statement import Context, Definition
from verify.language.walk import free_names, rebuild
from verify.meaning.randomness import Name, random_names


@dataclass(frozen=True, slots=True)
class _Unfolding:
    """Which names are put in place. taken: the names that their definitions use, which no binder around may catch."""

    context: Context
    names: frozenset[Name]
    taken: frozenset[str]


def unfolded(expr: Expr, context: Context, names: Collection[str]) -> Expr:
    """The expression with the definitions of these names in their places, again and again until none of them is left.

    Raises Fault (E-UNDEFINED) where no clause of a definition, or more than one, can be the right one: N_k for a symbolic k.
    """
    defined = _defined(context)
    for name in names:
        if all(name != own for own, _ in defined):
            raise _fault(f"{name} has no definition here", "Name what the statement's theory defines.")
    return _unfolded(expr, _unfolding(context, {n for n in defined if n[0] in names}), frozenset())


def unfolded_randomness(expr: Expr, context: Context) -> Expr:
    """The expression in terms of selectors: every name that a definition makes random is unfolded."""
    return _unfolded(expr, _unfolding(context, random_names(context) & _defined(context)), frozenset())


def _defined(context: Context) -> set[Name]:
    return {(d.name, len(d.parameters)) for d in context.definitions if not d.law}


def _unfolding(context: Context, names: Collection[Name]) -> _Unfolding:
    used = {n for d in context.definitions if (d.name, len(d.parameters)) in names for n, _ in free_names(d.body)}
    return _Unfolding(context, frozenset(names), frozenset(used))


def _unfolded(expr: Expr, unfolding: _Unfolding, bound: frozenset[str]) -> Expr:
    name, indices = _head(expr, bound)
    if (name, len(indices)) in unfolding.names:
        clause, values = _clause(expr, unfolding.context.definitions_of(name, len(indices)), indices)
        return _unfolded(substituted(clause.body, values), unfolding, bound)
    if isinstance(expr, Bind):
        expr = _apart(expr, unfolding.taken)
        domain = _unfolded(expr.domain, unfolding, bound)
        body = _unfolded(expr.body, unfolding, bound | {expr.variable})
        return Bind(expr.binder, expr.variable, domain, body, expr.type, expr.place)
    return rebuild(expr, lambda part: _unfolded(part, unfolding, bound))


def _apart(expr: Bind, taken: Collection[str]) -> Bind:
    """The binder with its variable primed where its name is taken."""
    fresh = _primed(expr.variable, taken, expr.body)
    if fresh == expr.variable:
        return expr
    return Bind(expr.binder, fresh, expr.domain, substituted(expr.body, {expr.variable: Symbol(fresh)}), expr.type, expr.place)


def _primed(variable: str, taken: Collection[str], body: Expr) -> str:
    """A name for a bound variable that is not taken and, if it is a new one, does not occur in the body."""
    inside = {name for name, _ in free_names(body)}
    fresh = variable
    while fresh in taken or (fresh != variable and fresh in inside):
        fresh += "'"
    return fresh


def _head(expr: Expr, bound: frozenset[str]) -> tuple[str, tuple[Expr, ...]]:
    match expr:
        case Member(family, indices):
            return family, tuple(_number(i) for i in indices)
        case Symbol(name) if name not in bound:
            return name, ()
        case _:
            return "", ()


def _number(index: Expr) -> Expr:
    """An index between numbers as the number that it is: 1 − 1 is 0."""
    form = linear(index)
    constant = form.get(Number(1), 0)
    return Number(constant) if constant >= 0 and not form.keys() - {Number(1)} else index


def _clause(expr: Expr, clauses: tuple[Definition, ...], indices: tuple[Expr, ...]) -> tuple[Definition, Mapping[str, Expr]]:
    """The clause that defines a name at these indices, and what its parameters stand for."""
    for clause in clauses:
        values = {p.name: i for p, i in zip(clause.parameters, indices, strict=True) if isinstance(p, Symbol)}
        matches = [p == i for p, i in zip(clause.parameters, indices, strict=True) if isinstance(p, Number)]
        numbers = [isinstance(i, Number) for p, i in zip(clause.parameters, indices, strict=True) if isinstance(p, Number)]
        guards = [_decided(substituted(g, values)) for g in clause.given]
        if False in guards or (all(numbers) and not all(matches)):
            continue
        if all(matches) and all(guards):
            return clause, values
        break
    raise _fault(f"which clause defines {render(expr)} is not known", "Substitute a number for its index first.")


def _decided(guard: Expr) -> bool | None:
    """A guard between numbers; None for any other."""
    match guard:
        case Compare(Relation.GREATER_EQUAL, Number(a), Number(b)):
            return a >= b
        case Compare(Relation.GREATER, Number(a), Number(b)):
            return a > b
        case _:
            return None


def substituted(expr: Expr, values: Mapping[str, Expr]) -> Expr:
    """The expression with values for free symbols; a bound variable that would catch a name is primed."""
    match expr:
        case Symbol(name):
            return values.get(name, expr)
        case Bind(binder, variable, domain, body, type_, place):
            inner = {name: value for name, value in values.items() if name != variable}
            fresh = _primed(variable, {n for value in inner.values() for n, _ in free_names(value)}, body)
            if fresh != variable:
                inner[variable] = Symbol(fresh)
            return Bind(binder, fresh, substituted(domain, values), substituted(body, inner), type_, place)
        case Apply(Operator.STRINGS, (length, *letters), place):  # nothing takes the place of a letter
            return Apply(Operator.STRINGS, (substituted(length, values), *letters), place)
        case Apply(Operator.BY_LETTER, (letter, *cases), place):
            changed = [part if n % 2 == 0 else substituted(part, values) for n, part in enumerate(cases)]
            return Apply(Operator.BY_LETTER, (substituted(letter, values), *changed), place)
        case Compare(relation, Apply(Operator.LETTER_AT) as letter, Symbol() as name, place):
            return Compare(relation, substituted(letter, values), name, place)
        case Compare(relation, Symbol() as name, Apply(Operator.LETTER_AT) as letter, place):
            return Compare(relation, name, substituted(letter, values), place)
        case _:
            return rebuild(expr, lambda part: substituted(part, values))


def _fault(message: str, fix: str) -> Fault:
    return Fault(Diagnostic(Code.UNDEFINED, message, fix))
