"""Polynomials with rational coefficients in the declared scalars, read from expressions; and hypotheses as inequalities of them.

What is read: numbers, scalars, their sums, products, natural powers and quotients by numbers, and scalars defined by such.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce

from verify.language.expression import Apply, Compare, Expr, Kind, Number, Operator, Relation, Symbol
from verify.language.statement import Context

Monomial = tuple[tuple[str, int], ...]  # sorted (symbol, exponent >= 1)
Polynomial = Mapping[Monomial, Fraction]  # no zero coefficient

_DEEPEST = 60
_LARGEST = 24  # exponent


class NotPolynomial(Exception):
    """The expression is no polynomial in the declared scalars that this reading can see."""


@dataclass(frozen=True, slots=True)
class Inequality:
    """polynomial >= 0, or > 0 where strict."""

    polynomial: Polynomial
    strict: bool


def constant(value: Fraction | int) -> Polynomial:
    """A constant polynomial."""
    return {(): Fraction(value)} if value else {}


def added(p: Polynomial, q: Polynomial, factor: Fraction | int = 1) -> Polynomial:
    """p + factor q."""
    total = dict(p)
    for monomial, c in q.items():
        total[monomial] = total.get(monomial, Fraction(0)) + factor * c
    return {m: c for m, c in total.items() if c}


def multiplied(p: Polynomial, q: Polynomial) -> Polynomial:
    """p q."""
    total: dict[Monomial, Fraction] = {}
    for m, a in p.items():
        for n, b in q.items():
            powers = dict(m)
            for name, e in n:
                powers[name] = powers.get(name, 0) + e
            key = tuple(sorted(powers.items()))
            total[key] = total.get(key, Fraction(0)) + a * b
    return {m: c for m, c in total.items() if c}


def substituted(p: Polynomial, values: Mapping[str, Fraction]) -> Polynomial:
    """p with values for some of its symbols."""
    total: dict[Monomial, Fraction] = {}
    for monomial, c in p.items():
        kept = []
        for name, e in monomial:
            if name in values:
                c *= values[name] ** e
            else:
                kept.append((name, e))
        total[tuple(kept)] = total.get(tuple(kept), Fraction(0)) + c
    return {m: c for m, c in total.items() if c}


def names_in(p: Polynomial) -> frozenset[str]:
    """The symbols that occur."""
    return frozenset(name for monomial in p for name, _ in monomial)


def value_of(p: Polynomial) -> Fraction:
    """The value of a constant polynomial. Raises NotPolynomial where a symbol is left."""
    if any(p):
        raise NotPolynomial
    return p.get((), Fraction(0))


def inequalities(hypothesis: Expr, context: Context) -> tuple[Inequality, ...]:
    """A hypothesis as inequalities, all of which it says together. Raises NotPolynomial."""
    match hypothesis:
        case Apply(Operator.AND, parts):
            return tuple(i for part in parts for i in inequalities(part, context))
        case Compare(Relation.IN, left, Apply(Operator.REALS)):
            scalar(left, context)
            return ()
        case Compare(Relation.IN, left, Apply(Operator.NATURALS)):
            return (Inequality(scalar(left, context), False),)
        case Compare(Relation.IN, left, Apply(Operator.OPEN_INTERVAL | Operator.CLOSED_INTERVAL as interval, (low, high))):
            strict = interval is Operator.OPEN_INTERVAL
            x, lo, hi = (scalar(e, context) for e in (left, low, high))
            return Inequality(added(x, lo, -1), strict), Inequality(added(hi, x, -1), strict)
        case Compare(relation, left, right):
            return _ordered(relation, added(scalar(right, context), scalar(left, context), -1))
        case _:
            raise NotPolynomial


def _ordered(relation: Relation, right_minus_left: Polynomial) -> tuple[Inequality, ...]:
    left_minus_right = added({}, right_minus_left, -1)
    match relation:
        case Relation.LESS_EQUAL | Relation.LESS:
            return (Inequality(right_minus_left, relation is Relation.LESS),)
        case Relation.GREATER_EQUAL | Relation.GREATER:
            return (Inequality(left_minus_right, relation is Relation.GREATER),)
        case Relation.EQUAL:
            return Inequality(right_minus_left, False), Inequality(left_minus_right, False)
        case _:
            raise NotPolynomial


def scalar(expr: Expr, context: Context, depth: int = _DEEPEST) -> Polynomial:
    """A scalar expression as a polynomial. depth: how far definitions and parts may still be nested. Raises NotPolynomial."""
    if depth == 0:
        raise NotPolynomial

    def read(part: Expr) -> Polynomial:
        return scalar(part, context, depth - 1)

    match expr:
        case Number(value):
            return constant(value)
        case Symbol(name):
            return _symbol(name, context, depth)
        case Apply(Operator.ADD, parts):
            return reduce(added, map(read, parts))
        case Apply(Operator.NEGATE, (part,)):
            return added({}, read(part), -1)
        case Apply(Operator.MULTIPLY, parts):
            return reduce(multiplied, map(read, parts))
        case Apply(Operator.DIVIDE, (above, below)) if divisor := value_of(read(below)):
            return multiplied(constant(1 / divisor), read(above))
        case Apply(Operator.POWER, (base, exponent)):
            return _power(read(base), value_of(read(exponent)))
        case _:
            raise NotPolynomial


def _symbol(name: str, context: Context, depth: int) -> Polynomial:
    """A scalar itself, or what it is by definition."""
    match context.definitions_of(name):
        case (definition,) if not definition.parameters and not definition.given:
            return scalar(definition.body, context, depth - 1)
        case (_, *_):
            raise NotPolynomial
    declaration = context.declaration(name)
    if declaration is None or declaration.selector or declaration.kind not in (Kind.REAL, Kind.INTEGER):
        raise NotPolynomial
    return {((name, 1),): Fraction(1)}


def _power(base: Polynomial, exponent: Fraction) -> Polynomial:
    if exponent.denominator > 1 or not 0 <= exponent <= _LARGEST:
        raise NotPolynomial
    return reduce(multiplied, [base] * int(exponent), constant(1))
