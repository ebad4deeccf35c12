"""What a derivation is about and made of: the statement, the notation of its theory, other statements, the steps so far."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TypeVar

from verify.decide.prove.instance_of import Function
from verify.decide.prove.record import Fact, Record
from verify.decide.prove.terms import Reading, sole_clause
from verify.decide.prove.witness import ORDERS, nonzero_atoms
from verify.errors import Code, Fault
from verify.language.canonical import Json
from verify.language.expression import Apply, Compare, Expr, Kind, Number, Operator
from verify.language.fragment import Surroundings, read_domain, read_fragment
from verify.language.notation import Notation
from verify.language.render import render
from verify.language.scope import REAL, Bound, bound_over
from verify.language.statement import INTEGERS, Context, Statement

Given = str | int | Fraction | Expr | Fact
Family = tuple[str, Given] | tuple[str, str, Given]  # ("i", r"J_i"): what stands for a family, as an expression in its indices
Over = Given | tuple[Given, Given]
_Read = TypeVar("_Read")
_NUMBERS = (Operator.REALS, Operator.OPEN_INTERVAL, Operator.CLOSED_INTERVAL)


@dataclass(frozen=True, slots=True)
class Work:
    """context: what the statement rests on. earlier: the other statements of the theory, by id."""

    context: Context
    notation: Notation
    earlier: Mapping[str, Statement]
    record: Record

    def read(self, given: Given) -> Expr:
        """An expression or relation. Raises Fault where LaTeX has no meaning here."""
        match given:
            case Fact():
                return given.says
            case str():
                return self._within(lambda around: read_fragment(given, around), self.record.bound)
            case int() | Fraction():
                return _number(Fraction(given))
            case _:
                return given

    def relation(self, given: Given) -> Compare:
        """A single relation. Raises Fault."""
        found = self.read(given)
        if not isinstance(found, Compare):
            self.record.fail("read", f"{render(found)} is no single relation", "Write both sides, with one sign between them.")
        return found

    def fact(self, given: Given) -> Fact:
        """The latest fact that says this. Raises Fault where none does."""
        if isinstance(given, Fact):
            return given
        wanted = self.read(given)
        found = self.record.known(wanted)
        if found is None:
            self.record.fail("fact", f"nothing says {render(wanted)} yet", "Derive it by a step before.")
        return found

    def facts(self, given: Iterable[Given]) -> list[Fact]:
        """The facts that say these."""
        return [self.fact(one) for one in given]

    def function(self, given: Given | Family, over: Sequence[tuple[str, ...]] = ()) -> Expr | Function:
        """What is put for a symbol: an expression; for a family, a function of its indices, which come from these sets (integers)."""
        if not isinstance(given, tuple):
            return self.read(given)
        variables = tuple(str(variable) for variable in given[:-1])
        body = given[-1]
        if not isinstance(body, str):
            return Function(variables, self.read(body))
        sets = [*over, *[(INTEGERS,)] * (len(variables) - len(over))]
        bound = {**self.record.bound, **{name: bound_over(one) for name, one in zip(variables, sets, strict=True)}}
        return Function(variables, self._within(lambda around: read_fragment(body, around), bound))

    def domain(self, over: Over) -> tuple[Expr, Bound]:
        """What a block ranges over, and what its variable stands for."""
        match over:
            case (low, high):
                return Apply(Operator.RANGE, (self.read(low), self.read(high))), bound_over((INTEGERS,))
            case str():
                return self._within(lambda around: read_domain(over, around), self.record.bound)
            case _:
                domain = self.read(over)
                if isinstance(domain, Apply) and domain.operator in _NUMBERS:
                    return domain, Bound(REAL, ())
                return domain, bound_over((INTEGERS,) if isinstance(domain, Apply) else (getattr(domain, "name", ""),))

    def _within(self, read: Callable[[Surroundings], _Read], bound: Mapping[str, Bound]) -> _Read:
        try:
            return read(Surroundings(self.context, self.notation, bound))
        except Fault as fault:
            found = fault.diagnostics[0]
            fix = "A step has the names on which its statement rests." if found.code is Code.UNDECLARED else found.fix
            self.record.fail("read", f"{found.message} in {found.source.strip()!r}", fix)

    def reading(self, facts: Iterable[Fact], unfold: Iterable[str]) -> Reading:
        """How light normal forms are taken, the premises being known."""
        keys = frozenset((str(name), int(count)) for name, count in self.unfolded(unfold))
        orders = [fact.says for fact in facts if isinstance(fact.says, Compare) and fact.says.relation in ORDERS]
        vectors = frozenset(name for name, bound in self.record.bound.items() if bound.type.kind is Kind.VECTOR)
        bare = Reading(self.context, keys, vectors=vectors)
        return replace(bare, nonzero=nonzero_atoms(orders, bare))

    def unfolded(self, names: Iterable[str]) -> list[tuple[str, int]]:
        """The definitions of one clause without conditions that these names have; names that the statement has not are passed over."""
        context, found = self.context, list[tuple[str, int]]()
        for name in names:
            counts = sorted({len(d.parameters) for d in context.definitions if d.name == name and not d.law})
            fitting = [count for count in counts if sole_clause(context, name, count) is not None]
            found += [(name, count) for count in fitting]
            if not fitting and (counts or not any(d.name == name for d in (*context.symbols, *self.notation.declarations))):
                self.record.fail("unfold", f"{name} is not defined by one clause without conditions", "Use `definition` for it.")
        return found

    def keys(self, names: Iterable[str]) -> list[Json]:
        """The same as a certificate has it."""
        return [[name, count] for name, count in self.unfolded(names)]


def _number(value: Fraction) -> Expr:
    size: Expr = Number(abs(value.numerator))
    if value.denominator > 1:
        size = Apply(Operator.DIVIDE, (size, Number(value.denominator)))
    return Apply(Operator.NEGATE, (size,)) if value < 0 else size
