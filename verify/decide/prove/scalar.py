"""Hypotheses that cannot hold together, found by linear programming and re-expanded exactly.

Each hypothesis, its leading `for all` instantiated at small integers, is read as polynomial inequalities p >= 0 or p > 0 over the
declared scalars. Weights w >= 0 with Σ w p constant and negative (or zero, where a strict one has weight) are the contradiction.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from verify.decide.polynomial import Inequality, Monomial, NotPolynomial, Polynomial, added, inequalities
from verify.language.canonical import Json
from verify.language.expression import Apply, Bind, Binder, Compare, Expr, Operator, Relation
from verify.language.statement import Context

_INSTANTIATED = (0, 1, 2)
_FINEST = 1000  # denominators of weights
_MOST = 400  # inequalities of a linear program


@dataclass(frozen=True, slots=True)
class Step:
    """Part `part` of hypothesis number `hypothesis` (from 0), its leading binders at `at`, read as an inequality.

    sign: -1 where the inequality is the negative half of an equation; the certificate's weight is then negative.
    """

    hypothesis: int
    part: int | None
    at: tuple[int, ...]
    inequality: Inequality
    sign: int


def contradiction(context: Context) -> tuple[dict[str, Json], ...] | None:
    """The steps of a derivation that no instance satisfies the hypotheses; None where none is found."""
    steps = list(_steps(context))[:_MOST]
    weights = _weights(steps)
    if weights is None:
        return None
    used = [(s, s.sign * w) for s, w in zip(steps, weights, strict=True) if w > 0]
    return tuple({"hypothesis": s.hypothesis, "part": s.part, "at": [str(v) for v in s.at], "weight": str(w)} for s, w in used)


def _steps(context: Context) -> Iterator[Step]:
    for number, hypothesis in enumerate(context.hypotheses):
        for part, conjunct in _parts(hypothesis):
            variables, body = _without_binders(conjunct)
            for at in product(_INSTANTIATED, repeat=len(variables)):
                bound = {v: Fraction(x) for v, x in zip(variables, at, strict=True)}
                try:
                    read = inequalities(body, context, bound)
                except NotPolynomial:
                    continue
                for half, inequality in enumerate(read):
                    sign = -1 if _is_equation(body) and half == 0 else 1
                    yield Step(number, half if _is_interval(body) else part, at, inequality, sign)


def _is_equation(expr: Expr) -> bool:
    return isinstance(expr, Compare) and expr.relation is Relation.EQUAL


def _is_interval(expr: Expr) -> bool:
    match expr:
        case Compare(Relation.IN, _, Apply(Operator.OPEN_INTERVAL | Operator.CLOSED_INTERVAL)):
            return True
        case _:
            return False


def _parts(hypothesis: Expr) -> Iterator[tuple[int | None, Expr]]:
    match hypothesis:
        case Apply(Operator.AND, conjuncts):
            yield from ((part, c) for part, c in enumerate(conjuncts) if not _is_interval(c))
        case _:
            yield None, hypothesis


def _without_binders(expr: Expr) -> tuple[tuple[str, ...], Expr]:
    variables: list[str] = []
    while True:
        match expr:
            case Bind(Binder.FOR_ALL, variable, Apply(Operator.NATURALS), body):
                variables.append(variable)
                expr = body
            case _:
                return tuple(variables), expr


def _weights(steps: list[Step]) -> list[Fraction] | None:
    """Exact weights of a contradiction. The linear program only proposes them."""
    for target in (-1, 0):
        proposed = _proposed(steps, target)
        if proposed is not None:
            weights = [Fraction(w).limit_denominator(_FINEST) if w > 1e-9 else Fraction(0) for w in proposed]
            if _is_contradiction(steps, weights):
                return weights
    return None


def _proposed(steps: list[Step], target: int) -> list[float] | None:
    """Weights with Σ w p = target; for target 0, those of the strict inequalities add up to one. The sum of all is least."""
    from scipy.optimize import linprog

    monomials = sorted({m for s in steps for m in s.inequality.polynomial} | {()})
    if not steps:
        return None
    rows = [[float(s.inequality.polynomial.get(m, 0)) for s in steps] for m in monomials]
    sides = [float(target) if m == () else 0.0 for m in monomials]
    if target == 0:
        rows.append([1.0 if s.inequality.strict else 0.0 for s in steps])
        sides.append(1.0)
    found = linprog([1.0] * len(steps), A_eq=rows, b_eq=sides, bounds=(0, None), method="highs")
    return [float(w) for w in found.x] if found.status == 0 else None


def _is_contradiction(steps: list[Step], weights: list[Fraction]) -> bool:
    total: Polynomial = {}
    for step, w in zip(steps, weights, strict=True):
        total = added(total, step.inequality.polynomial, w) if w else total
    constant: Monomial = ()
    if set(total) - {constant}:
        return False
    value = total.get(constant, Fraction(0))
    return value < 0 or (value == 0 and any(w > 0 and s.inequality.strict for s, w in zip(steps, weights, strict=True)))
