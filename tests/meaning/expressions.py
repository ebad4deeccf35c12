"""Short names for building expressions by hand."""

from __future__ import annotations

from verify.language.expression import Apply, Bind, Binder, Compare, Expr, Kind, Member, Number, Operator, Relation, Symbol, Type

Part = Expr | int | str


def expr(part: Part) -> Expr:
    """A number or the name of a symbol as an expression."""
    if isinstance(part, str):
        return Symbol(part)
    if isinstance(part, int):
        return Number(part) if part >= 0 else apply(Operator.NEGATE, -part)
    return part


def apply(operator: Operator, *parts: Part) -> Expr:
    """An operator applied to its arguments."""
    return Apply(operator, tuple(expr(p) for p in parts))


def add(*parts: Part) -> Expr:
    return apply(Operator.ADD, *parts)


def minus(left: Part, right: Part) -> Expr:
    return add(left, negate(right))


def negate(part: Part) -> Expr:
    return apply(Operator.NEGATE, part)


def times(*parts: Part) -> Expr:
    return apply(Operator.MULTIPLY, *parts)


def over(numerator: Part, denominator: Part) -> Expr:
    return apply(Operator.DIVIDE, numerator, denominator)


def power(base: Part, exponent: Part) -> Expr:
    return apply(Operator.POWER, base, exponent)


def root(part: Part) -> Expr:
    return apply(Operator.ROOT, part)


def transpose(part: Part) -> Expr:
    return apply(Operator.TRANSPOSE, part)


def trace(part: Part) -> Expr:
    return apply(Operator.TRACE, part)


def mean(part: Part) -> Expr:
    return apply(Operator.EXPECTATION, part)


def surely(part: Part) -> Expr:
    return apply(Operator.SURELY, part)


def identity(size: Part = "d") -> Expr:
    return apply(Operator.IDENTITY, size)


def member(family: str, *indices: Part) -> Expr:
    return Member(family, tuple(expr(i) for i in indices))


def span(lowest: Part, highest: Part) -> Expr:
    return apply(Operator.RANGE, lowest, highest)


def both(*parts: Part) -> Expr:
    return apply(Operator.AND, *parts)


REAL = Type(Kind.REAL)
BOOLEAN = Type(Kind.BOOLEAN)
MATRIX = Type(Kind.MATRIX, Symbol("d"))


def bind(binder: Binder, variable: str, domain: Part, body: Part, type_: Type = REAL) -> Expr:
    return Bind(binder, variable, expr(domain), expr(body), type_)


def total(variable: str, domain: Part, body: Part, type_: Type = MATRIX) -> Expr:
    return bind(Binder.SUM, variable, domain, body, type_)


def for_all(variable: str, domain: Part, body: Part) -> Expr:
    return bind(Binder.FOR_ALL, variable, domain, body, BOOLEAN)


def such_that(variable: str, domain: Part, body: Part) -> Expr:
    return bind(Binder.SUCH_THAT, variable, domain, body, BOOLEAN)


def compare(relation: Relation, left: Part, right: Part) -> Expr:
    return Compare(relation, expr(left), expr(right))


def equal(left: Part, right: Part) -> Expr:
    return compare(Relation.EQUAL, left, right)


def at_least(left: Part, right: Part) -> Expr:
    return compare(Relation.GREATER_EQUAL, left, right)


def at_most(left: Part, right: Part) -> Expr:
    return compare(Relation.LESS_EQUAL, left, right)


def below(left: Part, right: Part) -> Expr:
    return compare(Relation.LOEWNER_LESS_EQUAL, left, right)


def within(left: Part, domain: Part) -> Expr:
    return compare(Relation.IN, left, domain)
