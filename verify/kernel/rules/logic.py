"""The rules of logic.

    ∀i∈D: P ⇒ Q   e ∈ D   P(e)        P and Q, or surely P          A = B              P   Q
    ────────────────────────── use    ──────────────────── part   ─────────── replace ─────── both; surely P from P
             Q(e)                              P                  f(A) = f(B)         P and Q
"""

from typing import Any

from verify.kernel.expand import domain_of, expand, size_of
from verify.kernel.limits import Beyond, Rejected, require
from verify.kernel.normal import Atom, added, formed, is_of, put
from verify.kernel.proof import Proof, is_least
from verify.kernel.sign import sign
from verify.kernel.statement import BINDERS, named, parts, reads


def use(says: Atom, premises: list[Atom], proof: Proof, at: Any = ()) -> None:
    """The first premiss, its leading ∀ at `at`; what it supposes is among the others."""
    (fact, *sides), items = premises, [proof.read(item) for item in at]
    while fact != says:
        match fact:
            case ("for_all", variable, domain, body, _) if items:
                require(is_in(items[0], domain, sides, proof), "an instance is not shown to be in its domain")
                require_no_capture(body, variable, items[0])
                fact = put(body, {variable: items.pop(0)})
            case ("implies", supposed, then) if supposed in sides:
                fact = then
            case _:
                raise Rejected("the first premiss does not say this, or supposes what is no premiss")


def is_in(item: Atom, domain: Atom, sides: list[Atom], proof: Proof) -> bool:
    if domain[0] in ("symbol", "choices"):
        return _is_element(item, domain_of(domain, proof.algebra()), sides, proof)
    if domain == ("real_space", size_of(proof.statement)):
        return not reads(item, proof.statement.random) and is_of("vector", expand(item, proof.algebra()), proof.algebra())
    if domain[0] in ("reals", "open_interval", "closed_interval"):
        number = not reads(item, proof.statement.random) and is_of("real", expand(item, proof.algebra()), proof.algebra())
        allowed = (">",) if domain[0] == "open_interval" else ("=", ">", ">=")
        return number and all(sign(end, sides, proof.algebra()) in allowed for end in between(domain, item))
    low, high = domain[1:] if domain[0] == "range" else (("number", "0"), item)
    ends = [("add", item, ("negate", low)), ("add", high, ("negate", item))] if domain[0] == "range" else [item]
    return domain[0] in ("range", "naturals") and proof.is_integer(item) and all(sign(end, sides, proof.algebra()) for end in ends)


def between(interval: Atom, item: Atom) -> list[Atom]:
    """How far an item is above the lower end of an interval, and below the upper one; where an end is infinite there is no such."""
    low, high = interval[1:] or (("negate", ("infinity",)), ("infinity",))
    below, above = ("add", item, ("negate", low)), ("add", high, ("negate", item))
    return [below] * (low != ("negate", ("infinity",))) + [above] * (high != ("infinity",))


def require_no_capture(expr: Atom, name: str, value: Atom) -> None:
    """Refuses to put for a name, into a choice of members, what may rest on them."""
    chosen = [part for part in parts(expr, "") if part[:1] == ("there_are",) and any(one[1] == name for one in named(part))]
    require(not chosen or all(one[1][0] == "#" for one in named(value)), "something is put in where members are chosen anew", Beyond)


def _is_element(item: Atom, domain: Atom, sides: list[Atom], proof: Proof) -> bool:
    """Whether an item is a variable over a domain, or what such a variable, an assignment, gives an integer of its range."""
    match item:
        case ("symbol", name):
            return proof.domains.get(name) == domain
        case ("choice_at", ("symbol", name), place) if proof.domains.get(name, ("",))[0] == "choices":
            (_, low, high), members = proof.domains[name][1:]
            at = expand(place, proof.algebra())
            ends = added((1, at), (-1, formed(low))), added((1, formed(high)), (-1, at))
            inside = all(is_least(end, sides, proof.algebra()) for end in ends)
            return members == domain and proof.is_integer(place) and inside
    return False


def part(says: Atom, premises: list[Atom], _: Proof) -> None:
    """A part of a conjunction, or what holds surely."""
    require(any(premiss[0] in ("and", "surely") and says in premiss[1:] for premiss in premises), "no premiss has such a part")


def both(says: Atom, premises: list[Atom], _: Proof) -> None:
    """A conjunction of the premises, or that one holds surely: a fact about selectors is one about every outcome."""
    require(says == ("and", *premises) or [says] == [("surely", premiss) for premiss in premises], "the premises are not its parts")


def replace(says: Atom, premises: list[Atom], proof: Proof) -> None:
    """Equals for equals, in an equation or a premiss; also below a binder, where an equation is one for all of its domain."""
    proof.budget.spend(100 * len(premises) ** 2)
    growth = any(part[:1] == ("landau",) for part in parts((says, *premises), ""))
    require(not growth, "O(…) stands for different things at different places, so nothing is put for it", Beyond)
    pairs = [(premiss, says) for premiss in premises] + ([(says[1], says[2])] if says[0] == "=" else [])
    require(any(_replaced(a, b, premises, 0) for a, b in pairs), "this does not differ from a premiss, or its sides, in what is equated")


def _replaced(a: Any, b: Any, facts: list[Atom], level: int) -> bool:
    """Whether a is b but for what the facts equate; what these bind is named as at this level of binding."""
    if a == b or any(fact[1:] in ((a, b), (b, a)) for fact in facts if fact[0] == "="):
        return True
    if a[:1] in (("derivative",), ("there_are",), ("exists",), ("eventually",)):  # no function of the values of its parts
        return False
    match a, b:
        case (head, variable, domain, body, type_), (other, _, whole, changed, kind) if head in BINDERS and (head, type_) == (other, kind):
            every = [f for f in facts if f[0] == "for_all" and f[2] == domain == whole]
            inner = [*[put(f, {}, level + 1) for f in facts], *[put(f[3], {f[1]: ("symbol", variable)}, level + 1) for f in every]]
            return _replaced(domain, whole, facts, level) and _replaced(body, changed, inner, level + 1)
    tuples = isinstance(a, tuple) and isinstance(b, tuple) and len(a) == len(b)
    return tuples and all(_replaced(x, y, facts, level) for x, y in zip(a, b, strict=True))
