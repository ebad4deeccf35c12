"""Expressions of a certificate as typed expressions, what they bind named as a person would name it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import count
from types import MappingProxyType
from typing import Any

from verify.decide.prove.axioms import from_json
from verify.language.expression import Apply, Bind, Expr, Number, Operator, Symbol, Type
from verify.language.statement import Statement
from verify.language.walk import rebuild, subexpressions

Json = Any  # nested lists: docs/certificates.md

_LETTERS = MappingProxyType({True: "ijlpqrs", False: "nmijlpq"})  # of elements of an index set; of integers


@dataclass(frozen=True, slots=True)
class Names:
    """How variables are called: those in force, by their #n; the names that mean something already; the printed ones by domain."""

    bound: Mapping[str, str]
    taken: frozenset[str]
    printed: tuple[tuple[Expr, str], ...] = ()

    def with_variable(self, variable: str, domain: Expr) -> Names:
        """The same with a name for one more variable: the printed one of its domain if that is free, else a usual letter."""
        used = self.taken | {*self.bound.values()}
        name = next(n for n in self._candidates(domain) if n not in used)
        return replace(self, bound={**self.bound, variable: name})

    def _candidates(self, domain: Expr) -> Iterator[str]:
        yield from (name for over, name in self.printed if over == domain)
        letters = _LETTERS[isinstance(domain, Symbol)]
        yield from letters
        yield from (f"{letters[0]}{number}" for number in count(1))


def names_of(statement: Statement) -> Names:
    """The names of a statement: its symbols are taken, and its own bound variables are preferred over their domains."""
    context = statement.context
    exprs = [*context.hypotheses, *(d.body for d in context.definitions), *([] if statement.conclusion is None else [statement.conclusion])]
    bound = [e for expr in exprs for e in subexpressions(expr) if isinstance(e, Bind)]
    printed = [e for e in bound if isinstance(e.domain, Symbol) and not e.variable.startswith("#")]  # the others were renamed in reading
    sets = tuple(dict.fromkeys((e.domain, e.variable) for e in printed))
    return Names({}, frozenset(d.name for d in context.symbols), sets)


def expression(data: Json, names: Names) -> Expr:
    """A certificate's expression; the zero matrix, 0 I there, is 0 as print writes it. Raises ValueError where the data is none."""
    return _named(from_json(data), names)


def _named(expr: Expr, names: Names) -> Expr:
    match expr:
        case Symbol(name):
            return Symbol(names.bound.get(name, name))
        case Bind(binder, variable, domain, body, type_):
            over = _named(domain, names)
            inner = names.with_variable(variable, over)
            size = None if type_.size is None else _named(type_.size, names)
            return Bind(binder, inner.bound[variable], over, _named(body, inner), Type(type_.kind, size))
        case Apply(Operator.MULTIPLY, (Number(0), Apply(Operator.IDENTITY))):
            return Number(0)
        case _:
            return rebuild(expr, lambda part: _named(part, names))
