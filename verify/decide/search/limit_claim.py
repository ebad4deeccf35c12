"""What a statement says of limits of second moments, taken apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from verify.decide.prove.moments import Moments, is_limit, moments
from verify.language.expression import Apply, Bind, Binder, Compare, Expr, Kind, Number, Operator, Relation
from verify.language.statement import Context, Declaration, Shape, Statement
from verify.language.walk import subexpressions
from verify.meaning.failures import Lacking

_NAMES = ("M", "P", "Q", "L", "Y", "Z", "G", "V")  # for the matrices of certificates
_NOTHING = Compare(Relation.LESS_EQUAL, Number(0), Number(0))


@dataclass(frozen=True, slots=True)
class Sequence:
    """A sequence of second moments of which a limit is said. name: of its M. limit: what is said; None for ∞."""

    of: Moments
    name: str
    limit: Expr | None


@dataclass(frozen=True, slots=True)
class LimitClaim:
    """A statement about limits.

    supposed, concluded: what it says; None where the conclusion is no limit. stand_in: without them, to draw instances of.
    """

    supposed: tuple[Sequence, ...]
    concluded: Sequence | None
    stand_in: Statement

    @property
    def context(self) -> Context:
        """The context of the stand-in, with the matrices of certificates."""
        return with_matrices(self.stand_in, self.sequences).context

    @property
    def said(self) -> Expr:
        """The conclusion of the stand-in."""
        return self.stand_in.conclusion or _NOTHING

    @property
    def sequences(self) -> tuple[Sequence, ...]:
        """All of them, the conclusion's last."""
        return (*self.supposed, *(() if self.concluded is None else (self.concluded,)))


def is_about_a_limit(statement: Statement) -> bool:
    """Whether a hypothesis or the conclusion gives a sequence a limit."""
    said = (*statement.context.hypotheses, *(() if statement.conclusion is None else (statement.conclusion,)))
    return any(is_limit(expr) for expr in said)


def limit_claim(statement: Statement) -> LimitClaim:
    """What a statement says of limits. Raises Lacking where it says that of sequences that are no second moments."""
    context, conclusion = statement.context, statement.conclusion
    if conclusion is None:
        raise Lacking("a statement without a meaning")
    names = iter([name for name in _NAMES if name not in set(_names(statement))])
    supposed = tuple(_sequence(context, h, next(names, "")) for h in context.hypotheses if is_limit(h))
    concluded = _sequence(context, conclusion, next(names, "")) if is_limit(conclusion) else None
    kept = tuple(h for h in context.hypotheses if not is_limit(h))
    stand_in = replace(statement, context=replace(context, hypotheses=kept), conclusion=conclusion if concluded is None else _NOTHING)
    return LimitClaim(supposed, concluded, stand_in)


def with_matrices(statement: Statement, sequences: tuple[Sequence, ...]) -> Statement:
    """A statement with the matrices of certificates declared."""
    made = tuple(Declaration(s.name, Kind.MATRIX, s.of.size, Shape.SYMMETRIC) for s in sequences)
    symbols = tuple(sorted((*statement.context.symbols, *made), key=lambda d: (d.name, len(d.over))))
    return replace(statement, context=replace(statement.context, symbols=symbols))


def _names(statement: Statement) -> Iterator[str]:
    context, said = statement.context, [statement.conclusion, *statement.context.hypotheses]
    yield from (declared.name for declared in context.symbols)
    for expr in [e for e in (*said, *(d.body for d in context.definitions)) if e is not None]:
        yield from (part.variable for part in subexpressions(expr) if isinstance(part, Bind))


def _sequence(context: Context, said: Expr, name: str) -> Sequence:
    match said:
        case Compare(_, Bind(Binder.LIMIT, variable, _, body), limit) if name:
            of = moments(context, variable, body)
            if of is not None:
                return Sequence(of, name, None if limit == Apply(Operator.INFINITY, ()) else limit)
    raise Lacking("such a limit")
