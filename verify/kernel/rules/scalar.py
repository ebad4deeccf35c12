"""Hypotheses that a nonnegative combination shows to be impossible.

    p₁ ≥ 0 or p₁ > 0 or p₁ = 0, …, from the hypotheses     w₁p₁ + … + wₙpₙ = c     c < 0, or c = 0 with some pᵢ > 0, wᵢ > 0
    ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
             no instance satisfies the hypotheses     (p: polynomials in the declared scalars; wᵢ ≥ 0 unless pᵢ = 0)
"""

from dataclasses import replace
from fractions import Fraction
from typing import Any

from verify.kernel.evaluate import Scope, contains, elements, evaluate, unfolded
from verify.kernel.limits import Budget, Rejected, require, shown
from verify.kernel.plain import expression
from verify.kernel.statement import Expr, Statement
from verify.kernel.values import integer, number, rational, scalar

KEYS = ("steps",)
Polynomial = dict[tuple[str, ...], Fraction]  # nonzero coefficients by monomial: its sorted names, each as often as its power says
_ONE = Fraction(1)


def check(statement: Statement, evidence: dict[str, Any], budget: Budget) -> tuple[None, None]:
    """Nothing, where the steps add up to a contradiction. Raises Rejected."""
    total: Polynomial = {}
    strict = False
    for step in evidence["steps"] if isinstance(evidence["steps"], list) else [None]:
        match step:
            case {"hypothesis": int(place), "part": int() | None as part, "at": list(at), "weight": data, **other} if not other:
                require(0 <= place < len(statement.hypotheses) and not isinstance(place, bool), f"there is no hypothesis {place}")
            case _:
                raise Rejected(f"{shown(step)} is no step with just hypothesis, part, at and weight")
        integers = [number(rational(value)) for value in at]
        relation, found = _inequality(statement.hypotheses[place], part, integers, Scope(statement, budget, {}))
        weight = rational(data)
        require(weight >= 0 or relation == "=", f"the weight of an inequality is negative: {shown(step)}")
        strict = strict or (relation == ">" and weight > 0)
        total = _sum(budget, (_ONE, total), (weight, found))
    constant = total.pop((), Fraction(0))
    rest = " + ".join([str(constant), *[f"{coefficient} {' '.join(names)}" for names, coefficient in total.items()]])
    proved = not total and (constant < 0 or (constant == 0 and strict))
    require(proved, f"the weighted sum says {shown(rest)} {'>' if strict else '>='} 0, which is no contradiction")
    return None, None


def _inequality(hypothesis: Expr, part: int | None, at: list[Any], scope: Scope) -> tuple[str, Polynomial]:
    """What a hypothesis, or its part, says at these integers: whether a polynomial is > 0, >= 0 or = 0, and the polynomial."""
    expr = hypothesis
    while expr[0] in ("for_all", "and"):
        if expr[0] == "and" and type(part) is int and 0 <= part < len(expr) - 1:
            expr, part = expr[1 + part], None
        elif expr[0] == "for_all" and at and contains(expr[2], at[0], scope) and integer(at[0]) is not None:
            expr, scope, at = expr[3], replace(scope, bound=(*scope.bound, at[0])), at[1:]
        else:
            raise Rejected(f"{shown(expression(expr))} is not instantiated within its domain, or has no such part")
    match expr, part:
        case ["<" | "<=" as sign, low, high], None:
            relation = ">" if sign == "<" else ">="
        case [">" | ">=" | "=" as relation, high, low], None:
            pass
        case ["in", high, ["naturals"]], None:
            low, relation = ["number", "0"], ">="
        case ["in", item, ["open_interval" | "closed_interval" as kind, *ends]], 0 | 1 if not isinstance(part, bool):
            low, high = (ends[0], item) if part == 0 else (item, ends[1])
            relation = ">" if kind == "open_interval" else ">="
        case _:
            raise Rejected(f"{shown(expression(expr))} with part {part} is no inequality known to the kernel")
    require(not at, f"{shown(expression(hypothesis))} has fewer leading variables than the step instantiates")
    return str(relation), _sum(scope.budget, (_ONE, _polynomial(high, scope)), (-_ONE, _polynomial(low, scope)))


def _sum(budget: Budget, *terms: tuple[Fraction, Polynomial]) -> Polynomial:
    total: Polynomial = {}
    for weight, term in terms:
        for monomial, coefficient in term.items():
            total[monomial] = budget.pay(total.get(monomial, Fraction(0)) + budget.pay(weight * coefficient))
    return {monomial: coefficient for monomial, coefficient in total.items() if coefficient}


def _product(budget: Budget, factors: list[Polynomial]) -> Polynomial:
    total: Polynomial = {(): _ONE}
    for factor in factors:
        budget.spend(sum(len(m) + len(n) + 1 for m in total for n in factor))
        total = _sum(budget, *[(a, {tuple(sorted(m + n)): b}) for m, a in total.items() for n, b in factor.items()])
    return total


def _polynomial(expr: Expr, scope: Scope) -> Polynomial:
    """The polynomial that a scalar expression is on every instance that gives it a value; #1, #2, … are integers here."""
    budget, symbols = scope.budget, scope.statement.symbols
    budget.spend(1, scope.depth)
    scope = replace(scope, depth=scope.depth + 1)
    match expr:
        case ["number" | "symbol" | "binomial" as head, name, *_] if head != "symbol" or name[0] == "#":
            return _sum(budget, (scalar(evaluate(expr, scope)), {(): _ONE}))
        case ["symbol", name] if (name, 0) not in scope.statement.clauses and symbols[name, 0].kind in ("real", "integer"):
            return {(name,): _ONE}
        case ["symbol" | "member", *_] | ["trace", ["symbol" | "member", *_]]:
            name, *indices = expr[1][1:] if expr[0] == "trace" else expr[1:]
            body, inner = unfolded((name, tuple([evaluate(index, scope) for index in (indices[0] if indices else ())])), scope)
            return _polynomial(["trace", body] if expr[0] == "trace" else body, inner)
        case ["sum", _, domain, body, _]:
            items = [replace(scope, bound=(*scope.bound, item)) for item in elements(domain, scope)]
            return _sum(budget, *[(_ONE, _polynomial(body, there)) for there in items])
        case ["add", *terms]:
            return _sum(budget, *[(_ONE, _polynomial(term, scope)) for term in terms])
        case ["multiply", *factors]:
            return _product(budget, [_polynomial(factor, scope) for factor in factors])
        case ["negate", part]:
            return _sum(budget, (-_ONE, _polynomial(part, scope)))
        case ["divide", part, divisor] if (value := scalar(evaluate(divisor, scope))) != 0:
            return _sum(budget, (1 / value, _polynomial(part, scope)))
        case ["power", base, exponent] if (count := integer(evaluate(exponent, scope))) >= 0:
            budget.spend(count)
            return _product(budget, [_polynomial(base, scope)] * count)
        case ["trace", ["identity", size]]:
            return _polynomial(size, scope)
        case ["trace", ["add" | "negate" as head, *parts]]:
            return _polynomial([head, *[["trace", part] for part in parts]], scope)
        case ["trace", ["sum", variable, domain, body, _]]:
            return _polynomial(["sum", variable, domain, ["trace", body], ["real"]], scope)
        case ["trace", ["multiply", *scalars, last]]:
            return _polynomial(["multiply", *scalars, ["trace", last]], scope)
    raise Rejected(f"{expr[0]} is not known to the kernel as a polynomial")
