"""Symbols, members of families, and the unfolding of definitions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Generic, TypeVar

from flint import fmpq

from verify.language.expression import Expr, Kind, Number, Symbol
from verify.language.statement import INTEGERS, Context, Declaration, Definition
from verify.meaning.failures import Lacking, NoValue
from verify.meaning.frame import Code, Frame, Run, Scope, key_of
from verify.meaning.randomness import Name

Body = TypeVar("Body")
Compile = Callable[[Scope, Expr], Body]
Select = Callable[["Name", Sequence[Any], Frame], tuple["Clause[Body]", Frame]]


@dataclass(frozen=True, slots=True)
class Clause(Generic[Body]):
    """One compiled clause of a definition. patterns: per index the name of a variable, or the one integer that matches."""

    patterns: tuple[str | int, ...]
    guards: tuple[Run, ...]
    body: Body

    def bind(self, indices: Sequence[Any]) -> dict[str, Any] | None:
        """The variables' values; None where an index does not match."""
        variables: dict[str, Any] = {}
        for pattern, index in zip(self.patterns, indices, strict=True):
            if isinstance(pattern, str):
                variables[pattern] = index
            elif key_of(index) != pattern:
                return None
        return variables


@dataclass(frozen=True, slots=True)
class Clauses(Generic[Body]):
    """The clauses of the names met so far, compiled when they are first needed (a definition may refer to itself)."""

    context: Context
    compiled: dict[tuple[Name, bool], tuple[Clause[Body], ...]] = field(default_factory=dict)

    def of(self, name: Name, law: bool, compile_body: Compile[Body], compile_guard: Compile[Code]) -> tuple[Clause[Body], ...]:
        """The clauses of a name: those that give its values, or its law."""
        found = self.compiled.get((name, law))
        if found is None:
            kinds = index_kinds(self.context, name)
            definitions = [d for d in self.context.definitions_of(*name) if d.law == law]
            found = self.compiled[name, law] = tuple(_clause(d, kinds, compile_body, compile_guard) for d in definitions)
        return found


def select(clauses: tuple[Clause[Body], ...], name: Name, indices: Sequence[Any], frame: Frame) -> tuple[Clause[Body], Frame]:
    """The first clause that matches and whose guards hold, and the frame for its body. Raises NoValue where there is none."""
    for clause in clauses:
        variables = clause.bind(indices)
        if variables is not None:
            inner = Frame(frame.world, variables, frame.outcome)
            if not clause.guards or all(guard(inner) for guard in clause.guards):
                return clause, inner
    raise NoValue(f"{name[0]} is not defined at {', '.join(str(key_of(i)) for i in indices)}")


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


def derived(name: Name, kind: Kind, indices: tuple[Run, ...], select_clause: Select[Code], random: bool) -> Code:
    """A value that a definition gives, kept in the world's memory, or in the outcome's where it depends on selectors."""
    memo_of = partial(_outcome_memo, name) if random else _world_memo
    symbol = (name[0],)

    def run(frame: Frame) -> Any:
        values = [index(frame) for index in indices]
        key = (name[0], *[key_of(value) for value in values])
        memo = memo_of(frame)
        found = memo.get(key)
        if found is None:
            clause, inner = select_clause(name, values, frame)
            found = memo[key] = clause.body.run(inner)
        return found

    def run_symbol(frame: Frame) -> Any:
        memo = memo_of(frame)
        found = memo.get(symbol)
        if found is None:
            clause, inner = select_clause(name, (), frame)
            found = memo[symbol] = clause.body.run(inner)
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


def primitive_member(name: str, kind: Kind, indices: tuple[Run, ...]) -> Code:
    """A member of a family that the instance gives. Raises Lacking for a family with several indices."""
    if len(indices) != 1:
        raise Lacking(f"{name}, a family with several indices that no definition gives")
    index = indices[0]

    def run(frame: Frame) -> Any:
        place = index(frame)
        try:
            return frame.world.members[name][place if type(place) is tuple else key_of(place)]
        except KeyError:
            raise NoValue(f"{name} has no member at {key_of(place)}") from None

    return Code(kind, run)


def _world_memo(frame: Frame) -> dict[Any, Any]:
    return frame.world.memo


def _outcome_memo(name: Name, frame: Frame) -> dict[Any, Any]:
    if frame.outcome is None:
        raise NoValue(f"{name[0]} is random, and no expectation is around it")
    return frame.outcome.memo


def _clause(definition: Definition, kinds: tuple[Kind, ...], compile_body: Compile[Body], compile_guard: Compile[Code]) -> Clause[Body]:
    scope = {p.name: kind for p, kind in zip(definition.parameters, kinds, strict=True) if isinstance(p, Symbol)}
    guards = tuple(compile_guard(scope, g).run for g in definition.given)
    return Clause(tuple(_pattern(p) for p in definition.parameters), guards, compile_body(scope, definition.body))


def _pattern(parameter: Expr) -> str | int:
    if isinstance(parameter, Symbol):
        return parameter.name
    if isinstance(parameter, Number):
        return parameter.value
    raise Lacking("a definition whose parameter is neither a variable nor a number")
