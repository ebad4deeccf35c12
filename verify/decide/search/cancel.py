"""Relations without the terms that both sides share: what is left is where a violation would have to be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from verify.language.expression import Apply, Bind, Binder, Compare, Expr, Number, Operator, Relation

_LINEAR = (Operator.TRACE, Operator.TRANSPOSE, Operator.EXPECTATION)
_TERMS = (
    Relation.EQUAL,
    Relation.LESS,
    Relation.LESS_EQUAL,
    Relation.GREATER,
    Relation.GREATER_EQUAL,
    Relation.LOEWNER_LESS_EQUAL,
    Relation.LOEWNER_GREATER_EQUAL,
)
_Term = tuple[Expr, bool]  # with its sign: whether it is added


def cancelled(expr: Expr) -> Expr:
    """A Boolean expression that says the same, each relation of its conclusion with common terms removed and no term subtracted.

    A relation of which a side would be left without a term stays as it is.
    """
    match expr:
        case Compare(relation, left, right) if relation in _TERMS:
            return _relation(expr, [*_terms(left, True)], [*_terms(right, True)])
        case Apply(Operator.AND | Operator.SURELY, parts):
            return replace(expr, arguments=tuple(cancelled(p) for p in parts))
        case Apply(Operator.IMPLIES, (premiss, conclusion)):
            return replace(expr, arguments=(premiss, cancelled(conclusion)))
        case Bind(Binder.FOR_ALL, _, _, body):
            return replace(expr, body=cancelled(body))
        case _:
            return expr


def _relation(whole: Compare, left: list[_Term], right: list[_Term]) -> Compare:
    difference = list(right)  # right minus left
    for term, added in left:
        opposite = (term, added)
        if opposite in difference:
            difference.remove(opposite)
        else:
            difference.append((term, not added))
    large, small = ([e for e, added in difference if added is wanted] for wanted in (True, False))
    for term in [*large]:
        if term in small:
            large.remove(term)
            small.remove(term)
    return replace(whole, left=_sum(small), right=_sum(large)) if small and large else whole


def _sum(terms: list[Expr]) -> Expr:
    return terms[0] if len(terms) == 1 else Apply(Operator.ADD, tuple(terms))


def _terms(expr: Expr, added: bool) -> Iterator[_Term]:
    """The terms of a sum, through what is linear; a zero is none."""
    match expr:
        case Number(0):
            return
        case Apply(Operator.ADD, parts):
            for part in parts:
                yield from _terms(part, added)
        case Apply(Operator.NEGATE, (part,)):
            yield from _terms(part, not added)
        case Apply(operator, (part,)) if operator in _LINEAR:
            yield from ((replace(expr, arguments=(inner,)), sign) for inner, sign in _terms(part, added))
        case _:
            yield expr, added
