"""Sums over assignments, which give each integer in a range an element of a set.

                             lo ≤ hi                                                   hi < lo     a is not in F
    ───────────────────────────────────────────────────────────────────────           ───────────────────────────
    Σ_{a: lo…hi → D} F(a) = Σ_{a: lo…hi−1 → D} Σ_{x∈D} F(a, and hi ↦ x)                  Σ_{a: lo…hi → D} F = F
"""

from collections.abc import Mapping

from verify.kernel.expand import domain_of, expand
from verify.kernel.limits import Rejected, require
from verify.kernel.normal import Algebra, Atom, Poly, added, atomic, formed, put, single
from verify.kernel.proof import Proof, is_least
from verify.kernel.statement import BINDERS, named

_UNIT = single()
_LAST: Atom = ("symbol", "?")  # what the last integer is given, while the body is gone through


def check(says: Atom, premises: list[Atom], proof: Proof) -> None:
    """Raises Rejected unless the equation follows."""
    match says:
        case ("=", ("sum", variable, ("choices", _, ("range", *ends), *_) as domain, body, type_), other):
            require(all(map(proof.is_integer, ends)), "the assignments are to what is not shown to be integers")
        case _:
            raise Rejected("no equation for a sum over assignments is said")
    algebra = proof.algebra()
    _, (_, low, high), members = domain_of(domain, algebra)
    length = added((1, formed(high)), (-1, formed(low)))
    if other[:2] != ("sum", "@1") or other[2][0] != "choices":
        require(is_least(added((-1, length)), premises, algebra, above=True), "the range of the assignments is not shown to be empty")
        require(("symbol", variable) not in named(body), "the assignment is read, where it gives nothing")
        require(put(body, {}) == other, "the right side is not the body")
        return
    require(is_least(length, premises, algebra), "the range of the assignments is not shown to have a last integer")
    _, _, fewer, inner, kind = other
    before = added((1, formed(high)), (-1, _UNIT))
    require(domain_of(fewer, algebra) == ("choices", ("range", low, atomic(before)), members), "the shorter range is another")
    opened = _opened(body, variable, (formed(low), formed(high)), {}, premises, algebra)
    values = {variable: ("symbol", "@1"), _LAST[1]: ("symbol", "@2")}
    expected = ("sum", "@2", members, put(opened, values, 2), type_)
    require((inner, kind) == (expected, type_), "the body with the last integer apart is another")


def _opened(expr: Atom, name: str, ends: tuple[Poly, Poly], bounds: Mapping[str, Atom], facts: list[Atom], algebra: Algebra) -> Atom:
    """The body, with `_LAST` where the last integer is looked up; all others must be shown to be in the range before it."""
    match expr:
        case ("choice_at", ("symbol", found), place) if found == name:
            return _looked_up(expr, place, ends, bounds, facts, algebra)
        case ("symbol", found):
            require(found != name, "the assignment is read as a whole")
            return expr
        case (head, variable, ("range", *_) as domain, body, type_) if head in BINDERS:
            over = domain_of(domain, algebra)
            inner = algebra.within(variable, over)
            parts = [_opened(part, name, ends, bounds, facts, algebra) for part in (domain, type_)]
            return (head, variable, parts[0], _opened(body, name, ends, {**bounds, variable: over}, facts, inner), parts[1])
    return tuple([_opened(part, name, ends, bounds, facts, algebra) if isinstance(part, tuple) else part for part in expr])


def _looked_up(expr: Atom, place: Atom, ends: tuple[Poly, Poly], bounds: Mapping[str, Atom], facts: list[Atom], algebra: Algebra) -> Atom:
    low, high = ends
    at = expand(place, algebra)
    if at == high:
        return _LAST
    varying = [variable for variable in bounds if ("symbol", variable) in named(place)]
    first = last = at
    if varying:
        (variable, *more), one = varying, single(("symbol", varying[0]))
        offset = added((1, at), (-1, one))
        fixed = ("symbol", variable) not in [factor for _, factors, _ in offset for factor in factors]
        require(not more and fixed, "an integer that is looked up is no variable, and a number more or less")
        first, last = [added((1, formed(end)), (1, offset)) for end in bounds[variable][1:]]
    lowest, highest = added((1, first), (-1, low)), added((1, high), (-1, last), (-1, _UNIT))
    inside = is_least(lowest, facts, algebra) and is_least(highest, facts, algebra)
    require(inside, "an integer that is looked up is not shown to be before the last")
    return expr
