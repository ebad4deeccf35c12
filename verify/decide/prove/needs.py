"""What must hold where a statement has a value: whoever uses it as a lemma must show it, too."""

from __future__ import annotations

from collections.abc import Iterator

from verify.decide.prove.terms import Reading, expanded
from verify.language.expression import Apply, Bind, Binder, Compare, Expr, Member, Number, Operator, Relation, Symbol
from verify.language.statement import Context, Definition, Statement
from verify.language.walk import children


def needs(statement: Statement) -> Iterator[Expr]:
    """m ≤ e for each F[e] outside every binder, F being defined from m on; 0 ≤ e for a power of a matrix to e.

    And lo ≤ hi for assignments to lo, …, hi that are looked up.
    """
    said = () if statement.conclusion is None else (statement.conclusion,)
    for expr in (*statement.context.hypotheses, *said):
        for found in _evaluated(expr):
            need = _need(found, statement.context)
            if need is not None:
                yield need


def _need(found: Expr, context: Context) -> Expr | None:
    match found:
        case Member(family, (index,)) if clauses := [d for d in context.definitions if d.name == family and len(d.parameters) == 1]:
            least = [_from(clause) for clause in clauses]
            if None not in least:
                return Compare(Relation.LESS_EQUAL, Number(min(one for one in least if one is not None)), index)
        case Bind(Binder.SUM, a, Bind(Binder.CHOICES, _, Apply(Operator.RANGE, (Number() as low, high)) as places), body):
            return Compare(Relation.LESS_EQUAL, low, high) if _looks_up(body, {a}, places) else None
        case Apply(Operator.POWER, (base, exponent)) if not isinstance(exponent, Number):
            if (isinstance(base, Bind) and base.binder is Binder.TABLE) or all(word for _, word in expanded(base, Reading(context))):
                return Compare(Relation.LESS_EQUAL, Number(0), exponent)
    return None


def _looks_up(body: Expr, names: set[str], places: Expr) -> bool:
    """Whether what an assignment over these integers gives is evaluated whenever the body is."""
    for part in _evaluated(body):
        match part:
            case Apply(Operator.CHOICE_AT, (Symbol(name), _)) if name in names:
                return True
            case Bind(Binder.SUM, other, Bind(Binder.CHOICES, _, same), inner) if same == places:
                if _looks_up(inner, {*names, other}, places):
                    return True
    return False


def _evaluated(expr: Expr) -> Iterator[Expr]:
    """What is evaluated whenever the expression is."""
    yield expr
    match expr:
        case Bind() | Apply(Operator.AND | Operator.IMPLIES | Operator.BY_LETTER | Operator.THERE_ARE):
            return
        case _:
            for child in children(expr):
                yield from _evaluated(child)


def _from(clause: Definition) -> int | None:
    """The least index for which a clause of one parameter can hold, None where there is none."""
    (parameter,) = clause.parameters
    if isinstance(parameter, Number):
        return parameter.value
    ends = [end.value for given in clause.given if (end := _lowest(given, parameter)) is not None]
    return max(ends, default=None)


def _lowest(given: Expr, parameter: Expr) -> Number | None:
    match given:
        case Compare(Relation.GREATER_EQUAL, Symbol() as name, Number() as end) if name == parameter:
            return end
        case _:
            return None
