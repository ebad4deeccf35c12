"""Symbols, members of families, and the unfolding of definitions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from typing import Any

from flint import fmpq

from verify.language.expression import Expr, Kind, Number, Symbol
from verify.language.statement import INTEGERS, Context, Declaration, Definition
from verify.meaning.failures import Lacking, NoValue
from verify.meaning.frame import Code, Frame, Index, Run, Scope, Variable, key_of
from verify.meaning.randomness import Name

CompileRun = Callable[[Scope, Expr], Run]
Unfold = Callable[[Sequence[Any], Frame], Any]  # the value that a name's definition gives at these indices


@dataclass(frozen=True, slots=True)
class Clause:
    """One compiled clause of a definition.

    fixed: places of indices, each with the one integer that matches there. guard: what has to hold besides; None where nothing has to.
    """

    fixed: tuple[tuple[int, int], ...]
    guard: Run | None
    body: Run

    def matches(self, indices: Sequence[Any], frame: Frame) -> bool:
        """Whether the indices match and the guard holds. frame: has the indices as its variables."""
        for place, number in self.fixed:
            if key_of(indices[place]) != number:
                return False
        return self.guard is None or bool(self.guard(frame))


@dataclass(frozen=True, slots=True)
class Clauses:
    """The clauses of the names met so far, compiled when they are first needed (a definition may refer to itself)."""

    context: Context
    compiled: dict[tuple[Name, bool], tuple[Clause, ...]] = field(default_factory=dict)

    def of(self, name: Name, law: bool, compile_body: CompileRun, compile_guard: CompileRun) -> tuple[Clause, ...]:
        """The clauses of a name: those that give its values, or its law."""
        found = self.compiled.get((name, law))
        if found is None:
            kinds = index_kinds(self.context, name)
            definitions = [d for d in self.context.definitions_of(*name) if d.law == law]
            found = self.compiled[name, law] = tuple(_clause(d, kinds, compile_body, compile_guard) for d in definitions)
        return found


def unfolding(name: Name, clauses: Callable[[], tuple[Clause, ...]]) -> Unfold:
    """The value by the first clause that matches and whose guard holds. On a frame raises NoValue where there is none.

    clauses: asked for on the first frame.
    """
    known = cache(clauses)

    def unfold(indices: Sequence[Any], frame: Frame) -> Any:
        inner = Frame(frame.world, dict(enumerate(indices, 1)) if indices else {}, frame.outcome, {})
        for clause in known():
            if clause.matches(indices, inner):
                return clause.body(inner)
        raise NoValue(f"{name[0]} is not defined at {', '.join(str(key_of(i)) for i in indices)}")

    return unfold


def is_derived(context: Context, name: Name) -> bool:
    """Whether a definition gives the values of this name."""
    return any(not d.law for d in context.definitions_of(*name))


def declaration_of(context: Context, name: Name) -> Declaration:
    """The declaration of a name. Raises NoValue for a name declared nowhere."""
    declaration = context.declaration(*name)
    if declaration is None:
        raise NoValue(f"{name[0]} is declared nowhere with {name[1]} indices")
    return declaration


def index_kinds(context: Context, name: Name) -> tuple[Kind, ...]:
    """What the indices of a family are: integers or elements of index sets; a selector's last one may be its step."""
    kinds = tuple(Kind.INTEGER if over == (INTEGERS,) else Kind.ELEMENT for over in declaration_of(context, name).over)
    return kinds if len(kinds) == name[1] else (*kinds, Kind.INTEGER)


def derived(name: Name, kind: Kind, indices: tuple[Index, ...], unfold: Unfold, random: bool) -> Code:
    """A value that a definition gives, kept in the world's memory, or in the outcome's where it depends on selectors."""
    memo_of = partial(_outcome_memo, name) if random else _world_memo
    symbol, keys = (name[0],), [index.key for index in indices]

    def run(frame: Frame) -> Any:
        key = (name[0], *[key_of_index(frame) for key_of_index in keys])
        memo = memo_of(frame)
        found = memo.get(key)
        if found is None:
            found = memo[key] = unfold([index.value(frame) for index in indices], frame)
        return found

    def run_symbol(frame: Frame) -> Any:
        memo = memo_of(frame)
        found = memo.get(symbol)
        if found is None:
            found = memo[symbol] = unfold((), frame)
        return found

    return Code(kind, run if indices else run_symbol)


def primitive(name: str, kind: Kind) -> Code:
    """A value that the instance gives."""

    def run(frame: Frame) -> Any:
        try:
            return frame.world.values[name]
        except KeyError:
            raise NoValue(f"the instance gives {name} no value") from None

    def run_row(frame: Frame) -> Any:
        value = run(frame)
        return value if isinstance(value, fmpq) else value.transpose()

    return Code(kind, run_row if kind is Kind.ROW else run)


def primitive_member(name: str, kind: Kind, indices: tuple[Index, ...]) -> Code:
    """A member of a family that the instance gives. Raises Lacking for a family with several indices."""
    if len(indices) != 1:
        raise Lacking(f"{name}, a family with several indices that no definition gives")
    key = indices[0].key

    def run(frame: Frame) -> Any:
        place = key(frame)
        try:
            return frame.world.members[name][place]
        except KeyError:
            raise NoValue(f"{name} has no member at {place}") from None

    return Code(kind, run)


def _world_memo(frame: Frame) -> dict[Any, Any]:
    return frame.world.memo


def _outcome_memo(name: Name, frame: Frame) -> dict[Any, Any]:
    if frame.outcome is None:
        raise NoValue(f"{name[0]} is random, and no expectation is around it")
    return frame.outcome.memo


def _clause(definition: Definition, kinds: tuple[Kind, ...], compile_body: CompileRun, compile_guard: CompileRun) -> Clause:
    depth = len(kinds)
    parameters = tuple(zip(definition.parameters, kinds, strict=True))
    variables = {p.name: Variable(kind, place) for place, (p, kind) in enumerate(parameters, 1) if isinstance(p, Symbol)}
    scope = Scope(variables, depth, depth)
    guards = [compile_guard(scope, g) for g in definition.given]
    return Clause(tuple(_fixed(definition.parameters)), _all_of(guards), compile_body(scope, definition.body))


def _all_of(guards: list[Run]) -> Run | None:
    if len(guards) > 1:
        return lambda frame: all(guard(frame) for guard in guards)
    return guards[0] if guards else None


def _fixed(parameters: tuple[Expr, ...]) -> Iterator[tuple[int, int]]:
    for place, parameter in enumerate(parameters):
        if isinstance(parameter, Number):
            yield place, parameter.value
        elif not isinstance(parameter, Symbol):
            raise Lacking("a definition whose parameter is neither a variable nor a number")
