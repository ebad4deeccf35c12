"""The sign of an expression that shows it: zero, positive, nonnegative; of a matrix, zero or positive semidefinite."""

from collections.abc import Sequence

from verify.kernel.expand import domain_of, expand
from verify.kernel.normal import Algebra, Atom, put, transposed

_RANKS = ("=", ">=", ">", "")  # of a sum the last, of a product of nonnegative factors


def facing(fact: Atom) -> list[tuple[str, Atom, Atom]]:
    """What a relation says of the difference of its sides: its sign, what is subtracted from, and what is subtracted."""
    match fact:
        case (">" | ">=" | "loewner>=" as relation, a, b):
            return [(relation.removeprefix("loewner"), a, b)]
        case ("<" | "<=" | "loewner<=" as relation, a, b):
            return [(relation.removeprefix("loewner").replace("<", ">"), b, a)]
        case ("=", a, b):
            return [("=", a, b), ("=", b, a)]
    return []


def sign(expr: Atom, facts: list[Atom], algebra: Algebra) -> str:
    """The sign "=", ">" or ">=" that the facts and the form of the expression give it, or ""."""
    algebra.budget.spend(1 + len(facts))
    relations = [found for fact in facts for found in facing(fact)]
    if said := [relation for relation, a, b in relations if expr == ("add", a, ("negate", b)) or (expr == a and _is_zero(b))]:
        return min(said, key=(">", "=", ">=").index)  # what says most; where ">" and "=" are said, nothing holds
    match expr:
        case ("number", digits):
            return ">" if int(digits) else "="
        case ("add", *terms):
            return max([sign(term, facts, algebra) for term in terms], key=_RANKS.index)
        case ("multiply", *factors):
            return _product(factors, facts, algebra)
        case ("divide", a, b):
            return _joined([sign(a, facts, algebra), sign(b, facts, algebra)])
        case ("power", base, ("number", digits)) if int(digits) % 2 == 0 and _is_scalar(base, algebra):
            return ">" if sign(base, facts, algebra) == ">" or digits == "0" else ">="
        case ("power", base, _) if _is_scalar(base, algebra):
            return {">": ">", ">=": ">=", "=": ">="}.get(sign(base, facts, algebra), "")
        case ("sum", variable, domain, body, _):
            inner, item = _opened(domain, algebra)
            instances = [put(fact[3], {fact[1]: item}) for fact in facts if fact[0] == "for_all" and fact[2] == domain]
            found = sign(put(body, {variable: item}), facts + instances, inner)
            return ">=" if found == ">" else found
        case ("product" | "reversed_product", variable, domain, body, ("real",)):
            inner, item = _opened(domain, algebra)
            instances = [put(fact[3], {fact[1]: item}) for fact in facts if fact[0] == "for_all" and fact[2] == domain]
            return ">=" if sign(put(body, {variable: item}), facts + instances, inner) else ""
        case ("expectation", body):
            found = sign(body, facts, algebra)
            return found if found == "=" or _laws_hold(facts, algebra) else ""
        case ("trace" | "transpose" | "negate" as head, body):
            found = sign(body, facts, algebra)
            return found if found == "=" else found and {"trace": ">=", "transpose": found, "negate": ""}[head]
        case ("absolute" | "norm_1" | "norm_2" | "norm_frobenius" | "norm_schatten_1" | "root" as head, body):
            return ">" if head == "root" and sign(body, facts, algebra) == ">" else ">="
        case ("binomial", top, _):
            return ">=" if sign(top, facts, algebra) else ""
        case ("identity", _):
            return ">"
        case ("symbol" | "member", name, *indices):
            key = (name, len(indices[0]) if indices else 0)
            symbols, clauses = algebra.statement.symbols, algebra.statement.clauses
            return ">=" if key in symbols and symbols[key].shape == "psd" and key not in clauses else ""
    return ""


def _is_zero(expr: Atom) -> bool:
    return expr[0] in ("number", "multiply") and ("number", "0") in (expr, expr[1])


def _opened(domain: Atom, algebra: Algebra) -> tuple[Algebra, Atom]:
    name = f"~{len(algebra.domains)}"
    return algebra.within(name, domain_of(domain, algebra)), ("symbol", name)


def _joined(signs: list[str]) -> str:
    return "=" if "=" in signs else "" if "" in signs else ">" if {*signs} == {">"} else ">="


def _is_scalar(expr: Atom, algebra: Algebra) -> bool:
    return all(not word for _, _, word in expand(expr, algebra))


def _product(factors: Sequence[Atom], facts: list[Atom], algebra: Algebra) -> str:
    """Scalars by their signs; of matrices, one, or XᵀX, or XᵀPX; what is multiplied by zero is zero."""
    scalars = [factor for factor in factors if _is_scalar(factor, algebra)]
    rest = [factor for factor in factors if factor not in scalars]
    signs = [sign(factor, facts, algebra) for factor in (scalars if len(rest) > 1 else factors)]
    if len(rest) > 1:
        left, *middle, right = rest
        mirrored = transposed(expand(left, algebra), algebra) == expand(right, algebra)
        inside = sign(("multiply", *middle) if middle[1:] else middle[0], facts, algebra) if middle else ">="
        zero = "=" if any(sign(factor, facts, algebra) == "=" for factor in rest) else ""
        signs.append(zero or (inside and ">=" if mirrored else ""))
    return _joined(signs)


def _laws_hold(facts: list[Atom], algebra: Algebra) -> bool:
    """Whether the facts say of every selector that there is its law: 0 ≤ p ≤ 1, 0 ≤ v, 0 ≤ B ≤ n."""
    ends: list[Atom] = []
    for clause in [clause for clauses in algebra.statement.clauses.values() for clause in clauses if clause.law]:
        match put(clause.body, {}):
            case ("moments", _, variance):
                ends.append(variance)
            case ("bernoulli", chance):
                ends += [chance, ("add", ("number", "1"), ("negate", chance))]
            case ("without_replacement", size):
                whole = put(algebra.statement.symbols[clause.given[0][2][1], 0].size or (), {})
                ends += [size, ("add", whole, ("negate", size))]
    return all(sign(end, facts, algebra) for end in ends)
