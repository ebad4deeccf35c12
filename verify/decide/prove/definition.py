"""The rule `definition`: which clause of a definition holds, and what it says."""

from __future__ import annotations

from collections.abc import Sequence

from verify.decide.prove.instance_of import put
from verify.decide.prove.order import supplied
from verify.decide.prove.record import Fact
from verify.decide.prove.work import Work
from verify.language.expression import Compare, Expr, Member, Number, Relation, Symbol
from verify.language.render import render
from verify.language.statement import Definition


def definition(work: Work, named: Expr, facts: Sequence[Fact]) -> Fact:
    """`F[i] = body` of the first clause whose conditions are known or follow from the premises. Raises Fault."""
    name, indices = _head(named)
    clauses = [clause for clause in work.context.definitions_of(name, len(indices)) if not clause.law]
    for number, clause in enumerate(clauses):
        needed = _needed(clauses[:number], clause, indices)
        shown = [] if needed is None else [supplied(work, relation, facts) for relation in needed]
        if needed is None or None in shown:
            continue
        says = Compare(Relation.EQUAL, named, put(clause.body, _values(clause, indices)))
        return work.record.add("definition", says, [fact for fact in shown if fact is not None], clause=number)
    ways = [", ".join(map(render, _needed(clauses[:n], clause, indices) or ())) for n, clause in enumerate(clauses)]
    wanted = f"Give premises that show {' or '.join(way for way in ways if way)}." if clauses else "Only what has a definition has clauses."
    return work.record.fail("definition", f"no clause of {render(named)} is known to hold", wanted)


def _values(clause: Definition, indices: Sequence[Expr]) -> dict[str, Expr]:
    return {p.name: i for p, i in zip(clause.parameters, indices, strict=True) if isinstance(p, Symbol)}


def _needed(before: Sequence[Definition], clause: Definition, indices: Sequence[Expr]) -> list[Expr] | None:
    """What must be known for a clause to hold and for those before it not to; None where its numbers are others."""
    if any(isinstance(p, Number) and p != i for p, i in zip(clause.parameters, indices, strict=True)):
        return None
    needed = [put(condition, _values(clause, indices)) for condition in clause.given]
    for earlier in before:  # an index after that of the earlier clause is the usual case
        numbers = [(p, i) for p, i in zip(earlier.parameters, indices, strict=True) if isinstance(p, Number)]
        needed += [Compare(Relation.LESS, p, i) for p, i in numbers[:1]]
    return needed


def _head(expr: Expr) -> tuple[str, tuple[Expr, ...]]:
    match expr:
        case Symbol(name):
            return name, ()
        case Member(family, indices):
            return family, indices
        case _:
            return "", ()
