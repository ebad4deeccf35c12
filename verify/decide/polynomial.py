"""Polynomials with rational coefficients in the declared scalars, read from expressions; and hypotheses as inequalities of them.

What is read: numbers, scalars, their sums, products and natural powers, binomials and sums over literal ranges, definitions
at literal indices, and multiples of the identity under sum, product and trace (Tr I_d = d).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import comb

from verify.language.expression import Apply, Bind, Binder, Compare, Expr, Kind, Member, Number, Operator, Relation, Symbol
from verify.language.statement import Context, Definition

Monomial = tuple[tuple[str, int], ...]  # sorted (symbol, exponent >= 1)
Polynomial = Mapping[Monomial, Fraction]  # no zero coefficient

_DEEPEST = 60
_LARGEST = 24  # exponents, and terms of a sum


class NotPolynomial(Exception):
    """The expression is no polynomial in the declared scalars that this reading can see."""


@dataclass(frozen=True, slots=True)
class Multiple:
    """`coefficient` as a scalar; or, where `size` is given, times the identity of that size."""

    coefficient: Polynomial
    size: Polynomial | None = None


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


def inequalities(hypothesis: Expr, context: Context, bound: Mapping[str, Fraction]) -> tuple[Inequality, ...]:
    """A hypothesis as inequalities, all of which it says together. bound: values of its free indices.

    Raises NotPolynomial.
    """
    match hypothesis:
        case Apply(Operator.AND, parts):
            return tuple(i for part in parts for i in inequalities(part, context, bound))
        case Compare(Relation.IN, left, Apply(Operator.REALS)):
            scalar(left, context, bound)
            return ()
        case Compare(Relation.IN, left, Apply(Operator.NATURALS)):
            return (Inequality(scalar(left, context, bound), False),)
        case Compare(Relation.IN, left, Apply(Operator.OPEN_INTERVAL | Operator.CLOSED_INTERVAL as interval, (low, high))):
            strict = interval is Operator.OPEN_INTERVAL
            x, lo, hi = (scalar(e, context, bound) for e in (left, low, high))
            return Inequality(added(x, lo, -1), strict), Inequality(added(hi, x, -1), strict)
        case Compare(relation, left, right):
            return _ordered(relation, added(scalar(right, context, bound), scalar(left, context, bound), -1))
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


def scalar(expr: Expr, context: Context, bound: Mapping[str, Fraction]) -> Polynomial:
    """A scalar expression as a polynomial. Raises NotPolynomial."""
    found = _read(expr, context, bound, _DEEPEST)
    if found.size is not None:
        raise NotPolynomial
    return found.coefficient


def _read(expr: Expr, context: Context, bound: Mapping[str, Fraction], depth: int) -> Multiple:
    if depth == 0:
        raise NotPolynomial

    def read(part: Expr) -> Multiple:
        return _read(part, context, bound, depth - 1)

    match expr:
        case Number(value):
            return Multiple(constant(value))
        case Symbol(name) if name in bound:
            return Multiple(constant(bound[name]))
        case Symbol(name):
            return _symbol(name, context, depth)
        case Member(family, indices):
            return _unfolded(family, tuple(value_of(read(i).coefficient) for i in indices), context, depth)
        case Apply(operator, arguments):
            return _apply(operator, arguments, read)
        case Bind(Binder.SUM, variable, Apply(Operator.RANGE, (low, high)), body, type_) if type_.size is None:
            first, last = (value_of(read(e).coefficient) for e in (low, high))
            if last - first > _LARGEST:
                raise NotPolynomial
            terms = [_read(body, context, {**bound, variable: Fraction(i)}, depth - 1) for i in range(int(first), int(last) + 1)]
            return _sum((Multiple({}), *terms))
        case _:
            raise NotPolynomial


def _symbol(name: str, context: Context, depth: int) -> Multiple:
    if context.definitions_of(name):
        return _unfolded(name, (), context, depth)
    declaration = context.declaration(name)
    if declaration is None or declaration.selector or declaration.kind not in (Kind.REAL, Kind.INTEGER):
        raise NotPolynomial
    return Multiple({((name, 1),): Fraction(1)})


def _unfolded(name: str, at: tuple[Fraction, ...], context: Context, depth: int) -> Multiple:
    """The value of a derived name: the first clause whose parameters match and whose `given` holds."""
    for definition in context.definitions_of(name, len(at)):
        bound = _matched(definition, at)
        if bound is not None and not definition.law and _given_holds(definition, context, bound):
            return _read(definition.body, context, bound, depth - 1)
    raise NotPolynomial


def _matched(definition: Definition, at: tuple[Fraction, ...]) -> dict[str, Fraction] | None:
    bound: dict[str, Fraction] = {}
    for parameter, value in zip(definition.parameters, at, strict=True):
        match parameter:
            case Number(n) if n != value:
                return None
            case Symbol(name):
                bound[name] = value
    return bound


def _given_holds(definition: Definition, context: Context, bound: Mapping[str, Fraction]) -> bool:
    """Whether a clause applies. Raises NotPolynomial where that depends on the instance."""
    for given in definition.given:
        for i in inequalities(given, context, bound):
            v = value_of(i.polynomial)
            if v < 0 or (i.strict and v == 0):
                return False
    return True


def _apply(operator: Operator, arguments: tuple[Expr, ...], read: Callable[[Expr], Multiple]) -> Multiple:
    match operator:
        case Operator.ADD:
            return _sum(tuple(read(a) for a in arguments))
        case Operator.NEGATE:
            m = read(arguments[0])
            return Multiple(added({}, m.coefficient, -1), m.size)
        case Operator.MULTIPLY:
            return _product(tuple(read(a) for a in arguments))
        case Operator.DIVIDE:
            divisor = value_of(read(arguments[1]).coefficient)
            if divisor == 0:
                raise NotPolynomial
            return _product((Multiple(constant(1 / divisor)), read(arguments[0])))
        case Operator.POWER:
            return _power(read(arguments[0]), value_of(read(arguments[1]).coefficient))
        case Operator.TRANSPOSE:
            return read(arguments[0])
        case Operator.IDENTITY:
            return Multiple(constant(1), read(arguments[0]).coefficient)
        case Operator.TRACE:
            m = read(arguments[0])
            return Multiple(multiplied(m.coefficient, constant(1) if m.size is None else m.size))
        case Operator.BINOMIAL:
            n, k = (value_of(read(a).coefficient) for a in arguments)
            if n.denominator > 1 or k.denominator > 1 or not 0 <= k <= n:
                raise NotPolynomial
            return Multiple(constant(comb(int(n), int(k))))
        case _:
            raise NotPolynomial


def _sum(terms: tuple[Multiple, ...]) -> Multiple:
    total: Polynomial = {}
    for t in terms:
        if t.size != terms[-1].size:
            raise NotPolynomial
        total = added(total, t.coefficient)
    return Multiple(total, terms[-1].size)


def _product(factors: tuple[Multiple, ...]) -> Multiple:
    total = constant(1)
    for f in factors:
        total = multiplied(total, f.coefficient)
    sizes = [f.size for f in factors if f.size is not None]
    return Multiple(total, sizes[0] if sizes else None)


def _power(base: Multiple, exponent: Fraction) -> Multiple:
    if exponent.denominator > 1 or not 0 <= exponent <= _LARGEST:
        raise NotPolynomial
    total = constant(1)
    for _ in range(int(exponent)):
        total = multiplied(total, base.coefficient)
    return Multiple(total, base.size)
