"""Integer expressions that are linear in their atoms, for comparing indices (k - 1 + 1 is k)."""

from __future__ import annotations

from verify.language.expression import Apply, Expr, Number, Operator

_ONE = Number(1)


def linear(expr: Expr) -> dict[Expr, int]:
    """The coefficients of an integer expression by atom; the constant stands at Number(1). What is not linear is an atom."""
    match expr:
        case Number(value):
            return {_ONE: value} if value else {}
        case Apply(Operator.ADD, terms):
            total: dict[Expr, int] = {}
            for term in terms:
                for atom, coefficient in linear(term).items():
                    total[atom] = total.get(atom, 0) + coefficient
            return {atom: c for atom, c in total.items() if c}
        case Apply(Operator.NEGATE, (term,)):
            return {atom: -c for atom, c in linear(term).items()}
        case Apply(Operator.MULTIPLY, (Number(factor), term)):
            return {atom: factor * c for atom, c in linear(term).items() if factor}
        case _:
            return {expr: 1}


def difference(a: Expr, b: Expr) -> dict[Expr, int]:
    """b − a as a linear form."""
    return linear(Apply(Operator.ADD, (b, Apply(Operator.NEGATE, (a,)))))


def same_integer(a: Expr, b: Expr) -> bool:
    """Whether two integer expressions are equal as linear forms."""
    return linear(a) == linear(b)


def shifted(expr: Expr, by: int) -> Expr:
    """An integer expression plus a small integer, as one writes it: J_{k-1} comes before J_k."""
    form = linear(expr)
    constant = form.pop(_ONE, 0) + by
    if not form:
        return Number(constant) if constant >= 0 else Apply(Operator.NEGATE, (Number(-constant),))
    if constant == 0 and len(form) == 1 and next(iter(form.values())) == 1:
        return next(iter(form))
    step = Number(abs(by))
    return Apply(Operator.ADD, (expr, step if by > 0 else Apply(Operator.NEGATE, (step,))))
