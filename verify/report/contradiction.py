"""A derivation that no instance satisfies the hypotheses, told line by line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from verify.decide.polynomial import NotPolynomial, Polynomial, added, inequalities
from verify.language.expression import Apply, Bind, Binder, Compare, Expr, Operator, Relation
from verify.language.statement import Statement
from verify.report.plain import plain, plain_name

Step = Mapping[str, Any]  # docs/certificates.md, `vacuous`


def contradiction_lines(statement: Statement, steps: list[Step]) -> Iterator[str]:
    """Each hypothesis that is used, what it says with all on one side, and what their weighted sum says: it cannot be."""
    total: Polynomial = {}
    strict = False
    for step in steps:
        hypothesis, weight = statement.given[step["hypothesis"]], Fraction(step["weight"])
        says = _said(statement, hypothesis, step)
        at = _instantiated(hypothesis, step)
        times = "" if weight == 1 else f", times {weight}"
        if says is None:
            yield f"{plain(hypothesis)}{at}{times}"
            continue
        polynomial, sign = says
        total, strict = added(total, polynomial, weight), strict or (sign == ">" and weight > 0)
        yield f"{plain(hypothesis)}{at} says {polynomial_text(polynomial)} {sign} 0{times}"
    yield f"added up: {polynomial_text(total)} {'>' if strict else '≥'} 0, which cannot be"


def polynomial_text(polynomial: Polynomial) -> str:
    """A polynomial in plain notation: η² - 2 k + 1/2, highest degree first."""
    if not polynomial:
        return "0"
    terms = sorted(polynomial.items(), key=lambda term: (-sum(e for _, e in term[0]), term[0]))
    texts = [_term(monomial, abs(c)) for monomial, c in terms]
    signs = ["-" if c < 0 else "+" for _, c in terms]
    first = f"-{texts[0]}" if signs[0] == "-" else texts[0]
    return " ".join([first, *(f"{sign} {text}" for sign, text in zip(signs[1:], texts[1:], strict=True))])


def _term(monomial: tuple[tuple[str, int], ...], size: Fraction) -> str:
    powers = [plain_name(name) if e == 1 else f"{plain_name(name)}^{e}" for name, e in monomial]
    number = [] if powers and size == 1 else [str(size)]
    return " ".join([*number, *powers])


def _said(statement: Statement, hypothesis: Expr, step: Step) -> tuple[Polynomial, str] | None:
    """What the step's part of a hypothesis says: a polynomial, and the sign between it and 0. None where this reading cannot see it."""
    body, part, at = hypothesis, step["part"], [Fraction(n) for n in step["at"]]
    bound: dict[str, Fraction] = {}
    while True:
        match body:
            case Bind(Binder.FOR_ALL, variable, _, inner) if at:
                bound[variable], body = at.pop(0), inner
            case Apply(Operator.AND, conjuncts) if part is not None:
                body, part = conjuncts[part], None
            case _:
                break
    try:
        read = inequalities(body, statement.context, bound)
    except NotPolynomial:
        return None
    if isinstance(body, Compare) and body.relation is Relation.EQUAL:
        return read[1].polynomial, "="  # the half that says right - left, as the kernel's does
    one = read[part or 0]
    return one.polynomial, ">" if one.strict else "≥"


def _instantiated(hypothesis: Expr, step: Step) -> str:
    """Which values the leading variables take."""
    variables = []
    body = hypothesis
    while isinstance(body, Bind) and body.binder is Binder.FOR_ALL:
        variables.append(plain_name(body.variable))
        body = body.body
    values = [f"{v} = {n}" for v, n in zip(variables, step["at"], strict=False)]
    return f", at {', '.join(values)}," if values else ""
