"""What a theory's own definitions come to on an instance, so that a counterexample can be followed step by step."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from verify.language.expression import Apply, Compare, Expr, Kind, Member, Number, Operator, Relation, Symbol
from verify.language.statement import INTEGERS, Statement
from verify.language.walk import free_names, subexpressions
from verify.meaning.exact import Lacking, check
from verify.meaning.instance import Instance
from verify.report.plain import SIGNS, plain

Valued = tuple[Expr, Any]
_LAST = 3  # of a recursion such as N_k, members up to this index are shown


def derived(statement: Statement, instance: Instance) -> list[Valued]:
    """Defined symbols, and the first members of defined recursions, with their values as in `instance.value_json`.

    What is random, or has no rational value on the instance, is left out.
    """
    return _valued(statement, instance, _candidates(statement, instance))


def terms_of_sides(statement: Statement, instance: Instance) -> Iterator[tuple[str, list[Valued]]]:
    """The terms of each side of a relation that is a sum, with their values; what has no rational value is left out."""
    match statement.conclusion:
        case Compare(_, left, right):
            for name, side in (("left", left), ("right", right)):
                if isinstance(side, Apply) and side.operator is Operator.ADD:
                    yield name, _valued(statement, instance, side.arguments)
        case _:
            return


def hypothesis_lines(statement: Statement, instance: Instance) -> Iterator[str]:
    """The hypotheses, and the numbers that the two sides of a relation come to where these are not what it says: λmax(D) ≤ σ, 1/2 ≤ 3."""
    for hypothesis in statement.given:
        yield in_numbers(statement, hypothesis, instance)


def in_numbers(statement: Statement, relation: Expr, instance: Instance) -> str:
    """A relation, and the numbers that its two sides come to."""
    sides = _sides(statement, relation, instance)
    return plain(relation) if sides is None else f"{plain(relation)}, that is {sides}"


def _sides(statement: Statement, hypothesis: Expr, instance: Instance) -> str | None:
    match hypothesis:
        case Compare(
            Relation.LESS | Relation.LESS_EQUAL | Relation.GREATER | Relation.GREATER_EQUAL | Relation.EQUAL as relation, left, right
        ):
            if isinstance(left, Symbol | Number) and isinstance(right, Symbol | Number):
                return None
            try:
                found = check(statement.context, hypothesis, instance)
            except Lacking:
                return None
            if isinstance(found.left, str) and isinstance(found.right, str):
                return f"{found.left} {SIGNS[relation]} {found.right}"
    return None


def _valued(statement: Statement, instance: Instance, exprs: Iterable[Expr]) -> list[Valued]:
    found = []
    for expr in exprs:
        try:
            value = check(statement.context, Compare(Relation.EQUAL, expr, expr), instance).left
        except Lacking:
            continue
        if value is not None:
            found.append((expr, value))
    return found


def _candidates(statement: Statement, instance: Instance) -> Iterator[Expr]:
    seen: set[str] = set()
    for definition in statement.context.definitions:
        if definition.name in seen or definition.law:
            continue
        seen.add(definition.name)
        if not definition.parameters:
            yield Symbol(definition.name)
            continue
        declared = statement.context.declaration(definition.name, len(definition.parameters))
        if declared is not None and declared.over == ((INTEGERS,),):
            yield from (Member(definition.name, (Number(n),)) for n in range(_last(statement, instance) + 1))


def _last(statement: Statement, instance: Instance) -> int:
    """The largest integer that the conclusion counts with, at most `_LAST`."""
    if statement.conclusion is None:
        return 0
    counting = [e for e in subexpressions(statement.conclusion) if isinstance(e, Member) or _is_range(e)]
    names = {name for e in counting for name, indices in free_names(e) if indices == 0}
    numbers = {e.value for c in counting for e in subexpressions(c) if isinstance(e, Number)}
    integers = {d.name for d in statement.context.symbols if d.kind is Kind.INTEGER}
    values = [v for name, v in instance.values if name in names & integers and not isinstance(v, tuple)]
    return min(_LAST, max([0, *numbers, *(int(v) for v in values)]))


def _is_range(expr: Expr) -> bool:
    return isinstance(expr, Apply) and expr.operator is Operator.RANGE
