"""The names in a SymPy object and what they stand for, by their shapes, by the domains of their indices and by what SymPy assumes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import sympy
from sympy.sets.fancysets import Naturals0

from verify.errors import Code, Diagnostic, Fault
from verify.language.expression import Apply, Binder, Compare, Expr, Kind, Operator, Relation, Symbol
from verify.language.statement import INTEGERS, Declaration, Definition
from verify.language.walk import Name
from verify.meaning.algebra.applied import Applied, NumberApplied, SetApplied
from verify.meaning.algebra.bound import BooleanBound, MatrixBound, NumberBound, SetBound
from verify.meaning.algebra.from_sympy import from_sympy, type_of
from verify.meaning.algebra.members import IndexSet, MatrixMember, NumberMember, Selector
from verify.meaning.algebra.table import Table

Known = Callable[[str, int], Declaration | None]
_BOUND = (NumberBound, MatrixBound, BooleanBound, SetBound)


@dataclass(frozen=True, slots=True)
class Found:
    """A name in a SymPy object: its declaration, and the laws of a selector."""

    declaration: Declaration
    laws: tuple[Definition, ...] = ()


def declared(values: Iterable[Any], known: Known) -> tuple[Found, ...]:
    """The names that are not known otherwise. Raises Fault (E-KIND) where one name stands for two things."""
    found: dict[Name, Found] = {}
    for value in values:
        for new in _names(value, {}, known):
            key = (new.declaration.name, len(new.declaration.over))
            found[key] = new if key not in found else _merged(found[key], new)
    return tuple(_guarded(f) for f in found.values())


def _merged(one: Found, other: Found) -> Found:
    """One name that occurs twice: a family's indices may come from several sets."""
    a, b = one.declaration, other.declaration
    if not a.over and {a.kind, b.kind} == {Kind.REAL, Kind.INTEGER}:
        return one if a.kind is Kind.INTEGER else other  # it is a size, too
    if replace(a, over=()) != replace(b, over=()):
        raise _fault(Code.KIND, f"{a.name} stands for two different things", "Give one of them another name.")
    over = tuple(tuple(sorted({*x, *y})) for x, y in zip(a.over, b.over, strict=True))
    return Found(replace(a, over=over), tuple(dict.fromkeys((*one.laws, *other.laws))))


def _guarded(found: Found) -> Found:
    """The laws of a selector whose index comes from one set alone need no guard."""
    sets = {s for over in found.declaration.over for s in over}
    return replace(found, laws=tuple(replace(law, given=()) for law in found.laws)) if len(sets) == 1 else found


def _names(value: Any, bound: Mapping[Any, tuple[str, ...]], known: Known) -> Iterator[Found]:
    """The names in an object, those of its parts included."""
    if isinstance(value, _BOUND):
        _, variable, domain, body = value.args
        yield from _names(domain, bound, known)
        yield from _names(body, {**bound, variable: _sets(domain)}, known)
        return
    if isinstance(value, sympy.Sum | sympy.Product):
        inner = {**bound, **{limit[0]: (INTEGERS,) for limit in value.limits}}
        for part in (value.function, *(end for limit in value.limits for end in limit[1:])):
            yield from _names(part, inner, known)
        return
    if isinstance(value, Table):
        inner = {**bound, **dict(zip(value.args[1], map(_sets, value.args[2]), strict=True))}
        for part in (value.args[0], *value.args[2]):
            yield from _names(part, inner, known)
        return
    own = _own(value, bound)
    if own is not None and known(own.declaration.name, len(own.declaration.over)) is None:
        yield own
        yield from _sizes(value)
    for part in _parts(value):
        yield from _names(part, bound, known)


def _parts(value: Any) -> tuple[Any, ...]:
    """The parts in which names can be: a letter of a string is none."""
    match value:
        case SetApplied(operator=Operator.STRINGS):
            return (value.arguments[0],)
        case _ if isinstance(value, Applied) and value.operator is Operator.BY_LETTER:
            return (value.arguments[0], *value.arguments[2::2])
        case sympy.Eq() if looked_at := [side for side in value.args if isinstance(side, Applied) and side.operator is Operator.LETTER_AT]:
            return tuple(looked_at)
        case _:
            return tuple(value.args)


def _own(value: Any, bound: Mapping[Any, tuple[str, ...]]) -> Found | None:
    """The declaration of what is itself a name; None for anything else, and for bound variables."""
    if value in bound:
        return None
    match value:
        case sympy.Symbol():
            return Found(Declaration(value.name, Kind.INTEGER if value.is_integer else Kind.REAL))
        case sympy.MatrixSymbol():
            type_ = type_of(value)
            return Found(Declaration(value.name, type_.kind, type_.size))
        case MatrixMember():
            type_ = type_of(value)
            return Found(Declaration(value.name, type_.kind, type_.size, value.known, _over(value, value.indices, bound)))
        case NumberMember():
            kind = Kind.INTEGER if value.args[2] else Kind.REAL
            return Found(Declaration(value.name, kind, over=_over(value, value.indices, bound)))
        case IndexSet():
            size = None if value.size is None else from_sympy(value.size)
            return Found(Declaration(value.name, Kind.INDEX_SET, size, over=_over(value, value.indices, bound)))
        case Selector():
            over = _over(value, tuple(value.args[1]), bound)
            kind = Kind.INTEGER if value.args[4] else Kind.REAL
            return Found(Declaration(value.name, kind, over=over, selector=True), _laws(value, over))
        case _:
            return None


def _sizes(value: Any) -> Iterator[Found]:
    """The symbols in the size of a matrix or an index set: integers, whatever SymPy knows of them."""
    sizes = value.shape if isinstance(value, sympy.MatrixSymbol | MatrixMember) else value.args[2] if isinstance(value, IndexSet) else ()
    for size in sizes:
        yield from (Found(Declaration(s.name, Kind.INTEGER)) for s in size.free_symbols)


def _laws(selector: Selector, over: tuple[tuple[str, ...], ...]) -> tuple[Definition, ...]:
    """The law of a selector, guarded by the set that its index comes from."""
    if selector.law is None or len(over) != 1:
        return ()
    index = Symbol(str(selector.args[1][0]))
    law = Apply(selector.law, tuple(map(from_sympy, selector.numbers)))
    guards = tuple(Compare(Relation.IN, index, Symbol(s)) for s in over[0])
    return (Definition(f"{selector.name} over {over[0][0]}", selector.name, (index,), law, guards, law=True),)


def _over(value: Any, indices: tuple[Any, ...], bound: Mapping[Any, tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    """Where the indices of a member come from."""
    found = []
    for index in indices:
        counting = {s: sympy.Symbol(s.name, integer=True) for s in index.free_symbols if bound.get(s) == (INTEGERS,)}
        sets = bound.get(index) or _looked_up(index, bound) or ((INTEGERS,) if index.xreplace(counting).is_integer else ())
        if not sets:
            raise _fault(Code.INDEX_SCOPE, f"the index {index} of {value} is bound nowhere, and no integer", "Sum over it, or make it one.")
        found.append(sets)
    return tuple(found)


def _looked_up(index: Any, bound: Mapping[Any, tuple[str, ...]]) -> tuple[str, ...]:
    """The index sets that a_t, the value of an assignment, or what a letter picks comes from; () for anything else."""
    match index:
        case NumberApplied(operator=Operator.CHOICE_AT):
            return bound.get(index.arguments[0], ())
        case NumberApplied(operator=Operator.BY_LETTER):
            return tuple(dict.fromkeys(s for case in index.arguments[2::2] for s in bound.get(case, ())))
        case _:
            return ()


def _sets(domain: Any) -> tuple[str, ...]:
    """The index sets that the elements of a domain (or the values of its assignments) come from, or INTEGERS."""
    while isinstance(domain, SetBound):
        domain = domain.args[3 if domain.binder is Binder.CHOICES else 2]
    match domain:
        case IndexSet():
            return (domain.name,)
        case SetApplied(operator=Operator.UNION):
            return tuple(s for part in domain.arguments for s in _sets(part))
        case SetApplied(operator=Operator.BY_LETTER):
            return tuple(s for part in domain.arguments[2::2] for s in _sets(part))
        case SetApplied(operator=Operator.RANGE) | Naturals0():
            return (INTEGERS,)
        case _:
            return ()


def facts(symbols: Iterable[Any]) -> Iterator[tuple[Any, Expr]]:
    """What SymPy assumes of the sign of symbols, as hypotheses. Raises Fault (E-KIND) for what no hypothesis can say."""
    for symbol in sorted(symbols, key=lambda s: str(s)):
        unsaid = [w for w in ("even", "odd", "prime", "composite", "irrational", "imaginary", "infinite") if symbol.assumptions0.get(w)]
        if unsaid or (symbol.is_rational and not symbol.is_integer):
            said = unsaid[0] if unsaid else "rational"
            raise _fault(Code.KIND, f"SymPy takes {symbol} to be {said}, which no hypothesis can say", "Say what is meant in `given`.")
        sign = _sign(symbol)
        if sign is not None:
            yield symbol, from_sympy(sign)


def _sign(symbol: Any) -> Any | None:
    """The strongest relation between a symbol and zero that SymPy takes to hold; of integers, in terms of ≥ and ≤."""
    match symbol:
        case _ if symbol.is_zero:
            return sympy.Eq(symbol, 0, evaluate=False)
        case _ if symbol.is_positive:
            return sympy.Ge(symbol, 1, evaluate=False) if symbol.is_integer else sympy.Gt(symbol, 0, evaluate=False)
        case _ if symbol.is_negative:
            return sympy.Le(symbol, -1, evaluate=False) if symbol.is_integer else sympy.Lt(symbol, 0, evaluate=False)
        case _ if symbol.is_nonnegative:
            return sympy.Ge(symbol, 0, evaluate=False)
        case _ if symbol.is_nonpositive:
            return sympy.Le(symbol, 0, evaluate=False)
        case _ if symbol.is_nonzero:
            return sympy.Gt(symbol**2, 0, evaluate=False)
        case _:
            return None


def _fault(code: Code, message: str, fix: str) -> Fault:
    return Fault(Diagnostic(code, message, fix))
