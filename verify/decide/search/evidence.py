"""The kernel's outcome of an instance that refutes a statement: by its two sides there, or by limits that follow there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flint import fmpq

from verify.decide import certify
from verify.decide.outcome import Refuted
from verify.decide.prove.growth import follow
from verify.decide.prove.pruned import pruned
from verify.decide.prove.refutation import Refutation
from verify.decide.search.limit_claim import is_about_a_limit, limit_claim, with_matrices
from verify.decide.search.limits import courses
from verify.errors import Fault
from verify.kernel.check import Beyond, Rejected
from verify.language.expression import Apply, Compare, Expr, Kind, Number, Operator, Relation, Symbol
from verify.language.notation import Notation
from verify.language.statement import Context, Definition, Statement
from verify.meaning.exact import compile_value
from verify.meaning.failures import Lacking, NoValue, Undecided
from verify.meaning.instance import Instance


def refuted(statement: Statement, instance: Instance) -> Refuted:
    """The outcome of a counterexample.

    Raises Beyond where the kernel has no means to evaluate it, or no derivation of a limit is found; SoundnessAlarm where the kernel
    finds otherwise; ValueError where the statement has no meaning.
    """
    if not is_about_a_limit(statement):
        return certify.refuted(statement, instance)
    claim = limit_claim(statement)
    found = courses(claim)(instance)
    if found is None:
        raise Beyond("no limit is known there")
    given: dict[str, Any] = {**dict(instance.values), **{name: dict(sets) for name, sets in instance.members}}
    given |= {c.name: c.step.matrix for c in found if c.step is not None and c.step.matrix is not None}
    used = tuple(s for s in claim.sequences if s.name in given)
    p = Refutation(with_matrices(statement, used), Notation())
    try:
        follow(p, found, given, tuple(_signs(statement.context, instance)))
        if p.instance is None or p.derivation is None:
            raise Beyond("no derivation of a limit")
        steps = pruned(p.derivation.steps, p.derivation.places, len(p.facts), p.needed)[0]
        return certify.refuted_by_steps(statement, p.instance.to_json(), p.facts, steps)
    except (Fault, Rejected) as reason:
        raise Beyond(f"no derivation of a limit: {reason}") from reason


def _signs(context: Context, instance: Instance) -> Iterator[Expr]:
    """What is positive on an instance, or at least 0: numbers, and what makes the laws of selectors laws."""
    for declared in context.symbols:
        if declared.kind in (Kind.REAL, Kind.INTEGER) and not declared.over and not declared.selector:
            yield from _sign(context, Symbol(declared.name), instance)
    for definition in context.definitions:
        for expr in _laws_hold(context, definition) if definition.law else ():
            yield from _sign(context, expr, instance)


def _laws_hold(context: Context, definition: Definition) -> Iterator[Expr]:
    """What is at least 0 where a law is one: p and 1 − p of a probability, a variance, B and n − B of a batch."""
    match definition.body:
        case Apply(Operator.BERNOULLI, (chance,)):
            yield from (chance, _less(Number(1), chance))
        case Apply(Operator.MOMENTS, (_, variance)):
            yield variance
        case Apply(Operator.WITHOUT_REPLACEMENT, (count,)):
            sets = [given.right.name for given in definition.given if isinstance(given, Compare) and isinstance(given.right, Symbol)]
            sizes = [d.size for name in sets for d in context.symbols if d.name == name and d.size is not None]
            yield from (count, *(_less(size, count) for size in sizes))


def _less(a: Expr, b: Expr) -> Expr:
    return Apply(Operator.ADD, (a, Apply(Operator.NEGATE, (b,))))


def _sign(context: Context, expr: Expr, instance: Instance) -> Iterator[Expr]:
    try:
        found = compile_value(context, expr)(instance)
    except (Lacking, NoValue, Undecided):
        return
    if isinstance(found, fmpq) and found >= 0:
        yield Compare(Relation.LESS if found > 0 else Relation.LESS_EQUAL, Number(0), expr)
