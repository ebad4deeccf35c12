"""The rule `choices`: a sum over assignments, what the last integer is given apart, or over the only one where there is nothing to give."""

from __future__ import annotations

from collections.abc import Sequence

from verify.decide.prove.instance_of import free_name
from verify.decide.prove.order import required
from verify.decide.prove.record import Fact
from verify.decide.prove.terms import Reading, expanded
from verify.decide.prove.work import Work
from verify.language.expression import Apply, Bind, Binder, Compare, Expr, Number, Operator, Relation, Symbol
from verify.language.walk import free_names, rebuild


def ends_of(domain: Bind) -> tuple[Expr, Expr]:
    """The first and the last integer of the assignments in a domain. Raises TypeError where they are not over a range."""
    match domain.domain:
        case Apply(Operator.RANGE, (low, high)):
            return low, high
        case _:
            raise TypeError("assignments are over a range")


def last(work: Work, of: Bind, domain: Bind, facts: Sequence[Fact]) -> Fact:
    """Σ over fewer assignments and over what the last integer is given; the premises show that there is one. Raises Fault."""
    low, high = ends_of(domain)
    given = free_name("x", {name for name, _ in free_names(of.body)} | set(work.record.names) | {of.variable})
    body = _looked_up(of.body, of.variable, high, Symbol(given), Reading(work.context))
    shorter = Apply(Operator.RANGE, (low, Apply(Operator.ADD, (high, Apply(Operator.NEGATE, (Number(1),))))))
    inner = Bind(Binder.SUM, given, domain.body, body, of.type)
    fewer = Bind(Binder.CHOICES, domain.variable, shorter, domain.body, domain.type)
    shown = required(work, "last", Compare(Relation.LESS_EQUAL, low, high), facts)
    return work.record.add("choices", Compare(Relation.EQUAL, of, Bind(Binder.SUM, of.variable, fewer, inner, of.type)), [shown, *facts])


def empty(work: Work, of: Bind, domain: Bind, facts: Sequence[Fact]) -> Fact:
    """Σ is what stands behind it, where the premises show that there is nothing to give. Raises Fault."""
    low, high = ends_of(domain)
    shown = required(work, "empty", Compare(Relation.LESS, high, low), facts)
    return work.record.add("choices", Compare(Relation.EQUAL, of, of.body), [shown, *facts])


def _looked_up(expr: Expr, name: str, high: Expr, given: Symbol, reading: Reading) -> Expr:
    """The body, with a variable for what the last integer is given."""
    match expr:
        case Apply(Operator.CHOICE_AT, (Symbol(found), place)) if found == name and expanded(place, reading) == expanded(high, reading):
            return given
        case _:
            return rebuild(expr, lambda part: _looked_up(part, name, high, given, reading))
