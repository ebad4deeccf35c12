"""A theory's expressions in terms of what is measured.

The trace of a sum is the sum of the traces, a name that one definition gives is unfolded where its trace is taken, and a Loewner bound by a
multiple of I is one of the largest eigenvalue; then whatever figures.py names is replaced by a symbol for its number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from verify.language.expression import Apply, Bind, Compare, Expr, Member, Number, Operator, Relation, Symbol
from verify.language.statement import Context
from verify.language.walk import children, rebuild
from verify.meaning.algebra.unfold import substituted

_ONE = Number(1)


@dataclass(frozen=True, slots=True)
class Pattern:
    """How a theory writes something measured. index: the symbol of the number of steps, which may be any; None where it has none."""

    name: str
    expr: Expr
    index: str | None

    @property
    def symbol(self) -> str:
        """The name under which its number is known: its own where it is a plain symbol."""
        return self.expr.name if isinstance(self.expr, Symbol) else f"measured {self.name}"


def pattern(name: str, expr: Expr, index: str) -> Pattern:
    """The pattern of an expression; it is a sequence where it depends on the number of steps."""
    return Pattern(name, expr, index if not isinstance(expr, Compare) and mentions(expr, index) else None)


def rewritten(expr: Expr, context: Context, patterns: Sequence[Pattern]) -> Expr:
    """The expression with what is measured replaced."""
    for one in patterns:
        place = _Place(one.index)
        if not isinstance(one.expr, Symbol) and place.matches(one.expr, expr):
            return Symbol(one.symbol) if one.index is None else Member(one.symbol, (place.found or Number(0),))
    if isinstance(expr, Compare):
        expr = _by_eigenvalue(expr)
    if isinstance(expr, Apply) and expr.operator is Operator.TRACE:
        parts = _trace(expr.arguments[0], context)
        if parts is not None:
            return rewritten(parts, context, patterns)
    return rebuild(expr, lambda part: rewritten(part, context, patterns))


@dataclass(slots=True)
class _Place:
    """Matching of an expression with a pattern; index: the symbol that may stand for anything, and what it stood for."""

    index: str | None
    found: Expr | None = None

    def matches(self, pattern: Expr, expr: Expr) -> bool:
        """Whether the expression is the pattern, its index replaced by one and the same expression."""
        if isinstance(pattern, Symbol) and pattern.name == self.index:
            if self.found is None:
                self.found = expr
            return self.found == expr
        if type(pattern) is not type(expr):
            return False
        inner, outer = children(pattern), children(expr)
        if not inner:
            return pattern == expr
        heads = _head(pattern) == _head(expr) and len(inner) == len(outer)
        return heads and all(self.matches(p, e) for p, e in zip(inner, outer, strict=True))


def _head(expr: Expr) -> object:
    """What an expression is but for its parts."""
    match expr:
        case Member(family):
            return family
        case Apply(operator):
            return operator
        case Compare(relation):
            return relation
        case Bind(binder, variable, _, _, type_):
            return binder, variable, type_
        case Number() | Symbol():
            return expr


def mentions(expr: Expr, name: str) -> bool:
    """Whether a symbol occurs in an expression."""
    return (isinstance(expr, Symbol) and expr.name == name) or any(mentions(part, name) for part in children(expr))


def _trace(matrix: Expr, context: Context) -> Expr | None:
    """The trace of a sum, a negative, or a name with one definition, by the traces of its parts; None for any other."""
    match matrix:
        case Apply(Operator.ADD, terms, place):
            return Apply(Operator.ADD, tuple(Apply(Operator.TRACE, (t,)) for t in terms), place)
        case Apply(Operator.NEGATE, (term,), place):
            return Apply(Operator.NEGATE, (Apply(Operator.TRACE, (term,)),), place)
        case Member(family, indices):
            clauses = [d for d in context.definitions_of(family, len(indices)) if not d.law]
            if len(clauses) != 1 or clauses[0].given or not all(isinstance(p, Symbol) for p in clauses[0].parameters):
                return None
            names = [p.name for p in clauses[0].parameters if isinstance(p, Symbol)]
            return Apply(Operator.TRACE, (substituted(clauses[0].body, dict(zip(names, indices, strict=True))),))
        case _:
            return None


def _by_eigenvalue(relation: Compare) -> Compare:
    """A ⪯ cI as λ_max(A) ≤ c, and A ⪰ cI as λ_max(−A) ≤ −c; any other relation as it is."""
    match relation:
        case Compare(Relation.LOEWNER_GREATER_EQUAL, left, right):
            return _by_eigenvalue(Compare(Relation.LOEWNER_LESS_EQUAL, right, left, relation.place))
        case Compare(Relation.LOEWNER_LESS_EQUAL, left, right):
            above, below = _multiple(right), _multiple(left)
            if above is not None:
                return Compare(Relation.LESS_EQUAL, Apply(Operator.LARGEST_EIGENVALUE, (left,)), above, relation.place)
            if below is not None:
                negated = Apply(Operator.LARGEST_EIGENVALUE, (Apply(Operator.NEGATE, (right,)),))
                return Compare(Relation.LESS_EQUAL, negated, Apply(Operator.NEGATE, (below,)), relation.place)
    return relation


def _multiple(expr: Expr) -> Expr | None:
    """c of cI."""
    match expr:
        case Apply(Operator.IDENTITY):
            return _ONE
        case Apply(Operator.NEGATE, (inner,)):
            found = _multiple(inner)
            return None if found is None else Apply(Operator.NEGATE, (found,))
        case Apply(Operator.MULTIPLY, (*factors, Apply(Operator.IDENTITY))):
            return factors[0] if len(factors) == 1 else Apply(Operator.MULTIPLY, tuple(factors))
        case _:
            return None
