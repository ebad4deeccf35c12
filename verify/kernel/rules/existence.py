"""What there is, by naming it: a number, an integer from which on something holds, the members of a family.

    e ∈ D     P(e)              ∀n∈ℕ: N ≤ n ⇒ P(n)              ∃v∈D: P(v)     ∀v∈D: P(v) ⇒ Q
    ────────────── witness     ────────────────────── witness     ───────────────────────────── some
      ∃v∈D: P(v)                eventually n: P(n)                              Q

                       [H_i = e(i) for all i, and what holds whatever H is]
                                           ⋮
    e(i) ⪰ 0     A = c                A = c and P          c and e rest on no member of H
    ─────────────────────────────────────────────────────────────────────────────────────
                     there are H_i ⪰ 0, with the same A, for which P

What is said of it must have a value there (`valued.py`).
"""

from dataclasses import replace
from typing import Any

from verify.kernel.expand import expand
from verify.kernel.limits import Beyond, Rejected, require
from verify.kernel.normal import Atom, is_of, put
from verify.kernel.proof import Proof
from verify.kernel.rules.logic import is_in, require_no_capture
from verify.kernel.sign import sign
from verify.kernel.statement import Expr, Key, Statement, key_of, named, reads
from verify.kernel.valued import Choice, require_valued

_TRUE: Atom = ("=", ("number", "0"), ("number", "0"))


def witness(says: Atom, premises: list[Atom], proof: Proof, at: Any = None) -> None:
    """There is what `at` is, or what is said holds from there on: that it does is a premiss."""
    item, name = proof.read(at), "~"
    require(not reads(item, proof.statement.random), "what there is would be random")
    chosen = Choice(frozenset({(name, 0)}), {name: item}, tuple(premises), proof.algebra())
    match says:
        case ("exists", variable, domain, body, ("boolean",)):
            require(is_in(item, domain, premises, proof), "what there is is not shown to be in the domain")
            require_no_capture(body, variable, item)
            held = put(body, {variable: item})
        case ("eventually", variable, ("naturals",) as domain, body, ("boolean",)):
            require(is_of("real", expand(item, proof.algebra()), proof.algebra()), "what is said holds from nothing real on")
            later = ("implies", ("<=", item, ("symbol", variable)), body)
            held = put(("for_all", variable, domain, later, ("boolean",)), {})
            known = (*premises, ("<=", item, ("symbol", name)))
            chosen = replace(chosen, values={}, facts=known).within(name, domain)
        case _:
            raise Rejected("nothing is said to be there")
    require(held in premises, "what is said of it is no premiss")
    require_valued(put(body, {variable: ("symbol", name)}), chosen)


def some(says: Atom, premises: list[Atom], proof: Proof) -> None:
    """What follows from the first premiss, whatever it is that there is, as the second says."""
    (claimed, fact) = premises
    require(refutes(claimed, fact, says, proof), "the second premiss does not say what follows from the first")


def refutes(claimed: Atom, fact: Atom, says: Atom, proof: Proof) -> bool:
    """Whether a fact says that something follows from a claim, whatever it is that there is; where that is 0 < 0, the claim is false."""
    match claimed:
        case ("exists", variable, domain, body, ("boolean",)):
            return fact == put(("for_all", variable, domain, ("implies", body, says), ("boolean",)), {})
        case ("eventually", variable, ("naturals",) as domain, body, ("boolean",)):
            follows: Atom = ("implies", body, says)
            match fact:
                case ("for_all", _, _, ("implies", ("<=", low, ("symbol", "@1") as n), ("implies", *_)), _) if n not in named(low):
                    require(is_of("real", expand(low, proof.algebra()), proof.algebra()), "it follows from nothing real on")
                    late = ("implies", ("<=", low, ("symbol", variable)), follows)
                    if fact == put(("for_all", variable, domain, late, ("boolean",)), {}):
                        return True
            return fact == put(("for_all", variable, domain, follows, ("boolean",)), {})
    return fact == ("implies", claimed, says)


def opened(says: Atom, premises: list[Atom], given: Any, proof: Proof) -> Proof:
    """Where a family has the members that are put in: what is known of whatever members it has, and that it has these."""
    _, _, (name, over), zero, anew = members(says, proof.statement)
    require(isinstance(given, dict) and given.keys() == {*over}, f"what is put in is not given for {' and '.join(over)}")
    require(sign(zero, [], proof.algebra()) == "=", "the members are to be above what is not 0")
    require(not any(rests(domain, anew) for domain in proof.domains.values()), "a fixed variable is over what rests on the family")
    facts = [_TRUE if rests(fact, anew) else fact for fact in proof.facts]
    for one in over:
        domain, variable = ("symbol", one), f"#{len(proof.domains) + 1}"
        inner = proof.within({variable: domain})
        body = inner.read(given[one])
        fits = not rests(body, anew) and is_of("matrix", expand(body, inner.algebra()), inner.algebra())
        require(fits and not reads(body, proof.statement.random), f"what is put in for {one} is no matrix, random, or rests on {name}")
        psd = put(("for_all", variable, domain, ("loewner>=", body, zero), ("boolean",)), {})
        require(psd in premises, f"what is put in for {one} is not shown to be positive semidefinite")
        facts.append(put(("for_all", variable, domain, ("=", ("member", name, (("symbol", variable),)), body), ("boolean",)), {}))
    return replace(proof, statement=replace(proof.statement, hypotheses=(), conclusion=_TRUE), facts=tuple(facts))


def closed(says: Atom, premises: list[Atom], inner: Proof, values: list[Atom]) -> None:
    """Raises Rejected unless what was shown with the members put in makes the fact follow. values: what shows that it has a value."""
    kept, claim, _, _, anew = members(says, inner.statement)
    shown = inner.facts[-1] if kept else ("and", inner.facts[-1])
    require(shown[0] == "and" and len(shown) == len(kept) + 2 and shown[-1] == claim, "the last step does not say what is claimed")
    for before, equation in zip(kept, shown[1:-1], strict=True):
        same = equation[:2] == ("=", before) and not rests(equation[2], anew) and equation in premises
        require(same, "what is kept is not shown to have one value before and after")
    chosen = Choice(anew, {}, tuple(values), inner.algebra())
    for expr in (*kept, claim):
        require_valued(expr, chosen)


def members(says: Atom, statement: Statement) -> tuple[list[Atom], Atom, tuple[str, tuple[str, ...]], Atom, frozenset[Key]]:
    """What is kept, what is claimed, the family and its sets, what its members are above, and the names that rest on it."""
    match says:
        case ("there_are", ("for_all", i, domain, ("loewner>=", ("member", name, (index,)), zero), ("boolean",)), *kept, claim):
            require(index == ("symbol", i), "not every member is chosen")
            sets, declared = {one[1] for one in named(domain)}, statement.symbols.get((name, 1))
            every = declared is not None and sets == {*declared.over[0]} and declared.shape == "psd" and (name, 1) not in statement.clauses
            require(every and domain[0] in ("symbol", "union"), "not all members of a primitive family of PSD matrices are chosen")
            return kept, claim, (name, declared.over[0] if declared else ()), zero, resting(statement, (name, 1))
    raise Rejected("no members of a family are said to be there")


def resting(statement: Statement, key: Key) -> frozenset[Key]:
    """The names whose values rest on those of a name."""
    found = frozenset({key})
    while more := {one for one, some in statement.clauses.items() if any(rests((c.body, c.given), found) for c in some)} - found:
        found |= more
    drawn = any(clause.law and rests((clause.body, clause.given), found) for some in statement.clauses.values() for clause in some)
    require(not drawn, "a law rests on what is chosen", Beyond)
    return found


def rests(expr: Expr, keys: frozenset[Key]) -> bool:
    """Whether one of these names stands in an expression."""
    return any(key_of(one) in keys for one in named(expr))
