"""A witness for a relation: a combination of what premises say, found by a linear program and solved again in rationals.

The columns are the differences of the premises' sides, products of them, and what else is given; the right side is the difference of
the relation's sides. The program only says which columns to use. What comes out the kernel expands anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations_with_replacement

from verify.decide.prove.multiples import multiples
from verify.decide.prove.terms import Reading, Term, Terms, combined, expanded
from verify.language.expression import Apply, Compare, Expr, Number, Operator, Relation

_MOST = 2000  # columns
_LARGEST_DENOMINATOR = 10**6
_UNIT = Number(1)
_TURNED = {
    Relation.LESS: Relation.GREATER,
    Relation.LESS_EQUAL: Relation.GREATER_EQUAL,
    Relation.LOEWNER_LESS_EQUAL: Relation.LOEWNER_GREATER_EQUAL,
}
ORDERS = (*_TURNED, *_TURNED.values(), Relation.EQUAL)


@dataclass(frozen=True, slots=True)
class Column:
    """What has a sign: `>` for positive, `>=` for nonnegative or ⪰ 0, `=` for zero. sources: the numbers of the premises that say so."""

    expr: Expr
    terms: Terms
    sign: str
    sources: frozenset[int] = frozenset()

    @property
    def is_matrix(self) -> bool:
        """Whether it stands for a matrix."""
        return any(word for _, word in self.terms)


def facing(relation: Compare) -> Compare:
    """The same with ≥, > or ⪰ instead of ≤, < or ⪯."""
    turned = _TURNED.get(relation.relation)
    return relation if turned is None else Compare(turned, relation.right, relation.left)


def difference(relation: Compare) -> Expr:
    """The greater side minus the smaller; the greater alone where the other is 0."""
    faced = facing(relation)
    match faced.right:
        case Number(0) | Apply(Operator.MULTIPLY, (Number(0), *_)) if faced.relation is not Relation.EQUAL:
            return faced.left
        case _:
            return Apply(Operator.ADD, (faced.left, Apply(Operator.NEGATE, (faced.right,))))


def sum_of(parts: Sequence[Expr]) -> Expr:
    """The sum of some expressions."""
    return Number(0) if not parts else parts[0] if len(parts) == 1 else Apply(Operator.ADD, tuple(parts))


def product_of(parts: Sequence[Expr]) -> Expr:
    """The product of some expressions, in this order."""
    return _UNIT if not parts else parts[0] if len(parts) == 1 else Apply(Operator.MULTIPLY, tuple(parts))


def witness(
    says: Compare, premises: Iterable[Compare], reading: Reading, *, degree: int = 1, hints: Iterable[tuple[Expr, str]] = ()
) -> tuple[Expr, frozenset[int]] | None:
    """An expression with the value of the difference of the sides, that shows the sign which the relation says; None where none is found.

    degree >= 1: how many premises are multiplied at most. hints: further expressions that show a sign, and which.
    With it the numbers of the premises that it is made of.
    """
    target = expanded(Apply(Operator.ADD, (facing(says).left, Apply(Operator.NEGATE, (facing(says).right,)))), reading)
    found = [column for number, relation in enumerate(premises) for column in _columns(relation, number, reading)]
    found += [Column(expr, expanded(expr, reading), sign) for expr, sign in hints]
    equations = {n: (column.expr, column.terms) for column in found if column.sign == "=" for n in column.sources}
    columns = list(_products(found, degree, reading))[:_MOST]
    seeds = {term for terms in (target, *[column.terms for column in found]) for term in terms}
    columns += [Column(expr, terms, "=", frozenset([number])) for number, expr, terms in multiples(seeds, equations, reading)]
    strict = says.relation in (Relation.LESS, Relation.GREATER)
    if says.relation is Relation.EQUAL:
        columns = [column for column in columns if column.sign == "="]
    weights = _weights(target, columns, strict)
    if weights is None:
        return None
    used = [(column, weight) for column, weight in zip(columns, weights, strict=True) if weight]
    return sum_of([_scaled(column.expr, weight) for column, weight in used]), frozenset(n for column, _ in used for n in column.sources)


def _columns(relation: Compare, number: int, reading: Reading) -> Iterator[Column]:
    if relation.relation not in ORDERS:
        return
    expr = difference(relation)
    sign = {Relation.EQUAL: "=", Relation.GREATER: ">", Relation.LESS: ">"}.get(relation.relation, ">=")
    yield Column(expr, expanded(expr, reading), sign, frozenset([number]))


def _products(found: Sequence[Column], degree: int, reading: Reading) -> Iterator[Column]:
    """One, each column, and products of so many, of which one at most is a matrix."""
    yield Column(_UNIT, expanded(_UNIT, reading), ">")
    for count in range(1, degree + 1):
        for factors in combinations_with_replacement(found, count):
            if sum(factor.is_matrix for factor in factors) > 1 or (count > 1 and not all(factor.terms for factor in factors)):
                continue
            signs = {factor.sign for factor in factors}
            sign = "=" if "=" in signs else ">" if signs == {">"} else ">="
            ordered = sorted(factors, key=lambda factor: factor.is_matrix)
            expr = product_of([factor.expr for factor in ordered])
            yield Column(expr, expanded(expr, reading), sign, frozenset[int]().union(*[factor.sources for factor in factors]))


def _scaled(expr: Expr, weight: Fraction) -> Expr:
    size = Number(abs(weight.numerator))
    number: Expr = size if weight.denominator == 1 else Apply(Operator.DIVIDE, (size, Number(weight.denominator)))
    if expr == _UNIT:
        return number
    match expr:
        case Apply(Operator.ADD, (a, Apply(Operator.NEGATE, (b,)))) if weight < 0:  # of an equation, which can be turned
            return _scaled(Apply(Operator.ADD, (b, Apply(Operator.NEGATE, (a,)))), -weight)
    scaled = expr if abs(weight) == 1 else Apply(Operator.MULTIPLY, (number, expr))
    return Apply(Operator.NEGATE, (scaled,)) if weight < 0 else scaled


def _weights(target: Terms, columns: Sequence[Column], strict: bool) -> list[Fraction] | None:
    """Exact weights, nonnegative but for columns that are zero; with strict, a positive column has some."""
    if not target and not strict:
        return [Fraction(0)] * len(columns)
    proposed = _proposed(target, columns, strict)
    if proposed is None:
        return None
    used = [n for n, weight in enumerate(proposed) if abs(weight) > 1e-9]
    solved = _solved(target, [columns[n].terms for n in used], [proposed[n] for n in used])
    if solved is None:
        return None
    weights = [Fraction(0)] * len(columns)
    for n, weight in zip(used, solved, strict=True):
        weights[n] = weight
    fits = all(weight >= 0 or column.sign == "=" for weight, column in zip(weights, columns, strict=True))
    shown = not strict or any(weight > 0 and column.sign == ">" for weight, column in zip(weights, columns, strict=True))
    return weights if fits and shown else None


def _proposed(target: Terms, columns: Sequence[Column], strict: bool) -> list[float] | None:
    """Weights of least sum; with strict, those of positive columns count as a gain up to one."""
    import numpy as np
    from scipy.optimize import linprog

    rows: list[Term] = sorted({term for column in columns for term in column.terms} | set(target), key=repr)
    index = {term: n for n, term in enumerate(rows)}
    matrix, side = np.zeros((len(rows), len(columns) + 1)), np.zeros(len(rows))
    for n, column in enumerate(columns):
        for term, coefficient in column.terms.items():
            matrix[index[term], n] = float(coefficient)
    for term, coefficient in target.items():
        side[index[term]] = float(coefficient)
    gains = np.array([1.0 if column.sign == ">" else 0.0 for column in columns] + [-1.0])  # the slack is at most what they have
    cost = np.array([0.0 if column.sign == "=" else 1.0 for column in columns] + [-1000.0 if strict else 0.0])
    bounds = [(None, None) if column.sign == "=" else (0, None) for column in columns] + [(0, 1)]
    found = linprog(cost, A_ub=-gains[None, :], b_ub=[0.0], A_eq=matrix, b_eq=side, bounds=bounds, method="highs")
    return [float(weight) for weight in found.x[:-1]] if found.status == 0 else None


def _solved(target: Terms, columns: Sequence[Terms], near: Sequence[float]) -> list[Fraction] | None:
    """Exact weights of the columns: those that the equations leave open are near what is proposed."""
    rows = sorted({term for column in columns for term in column} | set(target), key=repr)
    system = [[column.get(row, Fraction(0)) for column in columns] + [target.get(row, Fraction(0))] for row in rows]
    pivots: list[int] = []
    for place in range(len(columns)):
        pivot = next((r for r in range(len(pivots), len(system)) if system[r][place]), None)
        if pivot is None:
            continue
        top = len(pivots)
        system[top], system[pivot] = system[pivot], system[top]
        system[top] = [entry / system[top][place] for entry in system[top]]
        for r, row in enumerate(system):
            if r != top and row[place]:
                system[r] = [a - row[place] * b for a, b in zip(row, system[top], strict=True)]
        pivots.append(place)
    if any(row[-1] for row in system[len(pivots) :]):
        return None
    weights = [Fraction(value).limit_denominator(_LARGEST_DENOMINATOR) for value in near]
    for r, place in enumerate(pivots):
        weights[place] = system[r][-1] - sum(
            (system[r][n] * weights[n] for n in range(len(columns)) if n not in pivots), Fraction(0)
        )
    return weights


def nonzero_atoms(premises: Iterable[Compare], reading: Reading) -> frozenset[object]:
    """What the premises say is positive, where that is a single atom."""
    found = []
    for relation in map(facing, premises):
        if relation.relation is Relation.GREATER and relation.right == Number(0):
            terms = combined((1, expanded(relation.left, reading)))
            if len(terms) == 1 and len(next(iter(terms))[0]) == 1 and not next(iter(terms))[1]:
                found.append(next(iter(terms))[0][0])
    return frozenset(found)
