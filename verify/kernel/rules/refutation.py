"""A universal statement about limits, or about what there is, falls by one instance, of which its contrary is derived.

    the instance fits the declarations     the facts hold on it     each hypothesis holds on it, or is a limit that follows
    ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
      the steps lead from the facts to another limit than the conclusion's; or from what it says there is, whatever it is,
                            to 0 < 0: not every instance satisfies the statement

So do bounds of all members beyond which the limit would be; a conclusion that is no limit is to be false on the instance. Facts may be
about further symmetric matrices, to which the instance gives a name and a value. Where the conclusion is that there are other members
of a family, for which some expressions have the same values, the facts are that they have these, and what does not rest on the family:
so the steps are about any members that there could be.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from verify.kernel.evaluate import Scope, evaluate
from verify.kernel.limits import Beyond, Budget, require, shown
from verify.kernel.normal import put
from verify.kernel.proof import Proof
from verify.kernel.rules import derivation, instance
from verify.kernel.rules.bound import excluded, with_matrices
from verify.kernel.rules.existence import members, refutes, rests
from verify.kernel.statement import BINDERS, Clause, Expr, Key, Statement, expression_of, key_of, named, reads
from verify.kernel.valued import TOTAL
from verify.kernel.values import number, truth

KEYS = ("instance", "facts", "steps")
_FIRST = 3  # members of a sequence that must have values on the instance
_THERE_IS = ("exists", "eventually", "there_are")
_NEVER: Expr = ("<", ("number", "0"), ("number", "0"))
_TRUE: Expr = ("=", ("number", "0"), ("number", "0"))


def check(statement: Statement, evidence: dict[str, Any], budget: Budget, lemmas: Mapping[str, Statement]) -> tuple[None, None]:
    """Nothing, where the instance refutes the statement. Raises Rejected."""
    derivation.require_fit(statement)
    bare = replace(statement, hypotheses=(), conclusion=_TRUE) if statement.conclusion[0] in _THERE_IS else statement
    about = with_matrices(bare, evidence["instance"])
    scope = instance.scope_of(about, evidence["instance"], budget)
    conclusion, kept, anew = _chosen(statement)
    require(isinstance(evidence["facts"], list), "the facts are no list")
    given = [expression_of(fact, 0, about.symbols) for fact in evidence["facts"]]
    for fact in given:
        require(truth(evaluate(fact, scope)), f"the fact {shown(str(fact))} does not hold on the instance")
        same = fact[0] == "=" and put(fact[1], {}) in kept and not named(fact[2])
        require(same or not rests(fact, anew), f"the fact {shown(str(fact))} need not hold for other members")
    facts = tuple(put(fact, {}) for fact in given)
    require(not any(reads(fact, statement.random) for fact in facts), "a fact is about what a selector decides")
    proof = Proof(about, budget, facts, {}, lemmas)
    derived = derivation.run(evidence["steps"], proof).facts
    for place, hypothesis in enumerate(statement.hypotheses):
        follows = not anew and _is_limit(hypothesis, scope, anew) and put(hypothesis, {}) in derived
        require(follows or truth(evaluate(hypothesis, scope)), f"hypothesis {place} does not hold on the instance")
    there_is = statement.conclusion[0] in _THERE_IS
    if there_is and refutes(put(conclusion, {}), derived[-1], _NEVER, proof):
        _require_parts(statement.conclusion, scope, anew)
    elif there_is or _is_limit(conclusion, scope, anew):
        other = _is_limit(conclusion, scope, anew) and excluded(conclusion, derived[-1], scope, anew)
        require(other, "the last step says no other limit than the conclusion's")
    else:
        require(not truth(evaluate(conclusion, scope)), "the conclusion is no limit, and it holds on the instance")
    return None, None


def _chosen(statement: Statement) -> tuple[Expr, list[Expr], frozenset[Key]]:
    """What is claimed, of what it keeps the values, and the names that rest on the family whose members there are."""
    if statement.conclusion[0] == "there_are":
        kept, _, _, _, anew = members(put(statement.conclusion, {}), statement)
        return statement.conclusion[-1], kept, anew
    return statement.conclusion, [], frozenset()


def _require_parts(expr: Expr, scope: Scope, names: frozenset[Key], seen: frozenset[Key] = frozenset(), depth: int = 0) -> None:
    """Refuses a claim that may have no value, whatever there is: what does not rest on these names must have one on the instance.

    depth: how many variables are bound around.
    """
    inner, chosen, parts = depth, names, [part for part in expr[1:] if isinstance(part, tuple)]
    match expr:
        case ["there_are", _, *kept]:
            parts = kept
        case [head, variable, domain, body, _] if head in BINDERS and (head in _THERE_IS or rests(body, names)):
            for end in _ends(domain):
                _require_parts(end, scope, names, seen, depth)
            inner, parts = depth + 1, [body]
            chosen = names | {(variable, 0)} if head in _THERE_IS else names
        case ["in", item, domain]:
            parts = [item, *_ends(domain)]
        case ["divide", over, under] if rests(over, names):
            parts = [over, under if rests(under, names) else ("divide", ("number", "1"), under)]
        case _ if not rests(expr, names):
            parts = []
            if any(one[1][0] == "#" and int(one[1][1:]) <= depth for one in named(expr)):
                _require_total(expr, scope, frozenset(), frozenset())
            else:
                evaluate(expr, scope, *[number(0)] * depth)
        case ["symbol" | "member", *_]:
            parts = [index for indices in expr[2:] for index in indices]
            clauses = scope.statement.clauses.get(key_of(expr), []) if key_of(expr) not in seen else []
            known = frozenset({name for name in names if name[0][0] != "#"})
            for clause in clauses:
                for part in (clause.body, *clause.given):
                    _require_parts(part, scope, known, seen | {key_of(expr)}, len(clause.parameters))
    for part in parts:
        _require_parts(part, scope, chosen, seen, inner)


def _ends(domain: Expr) -> list[Expr]:
    """The ends of a domain, where they are numbers."""
    match domain:
        case ["symbol", _] | ["naturals" | "reals" | "infinity"]:
            return []
        case ["range" | "open_interval" | "closed_interval" | "real_space", *ends]:
            return [end for end in ends if end not in (("infinity",), ("negate", ("infinity",)))]
    raise Beyond(f"the domain {domain[0]} is not known here")


def _is_limit(expr: Expr, scope: Scope, anew: frozenset[Key]) -> bool:
    """Whether an equation gives the limit of a sequence whose first members have values on the instance."""
    match expr:
        case ["=", ["limit", _, ["infinity"], body, _], limit]:
            if limit != ("infinity",):
                evaluate(limit, scope)  # or it has no value
            _require_total(body, scope, frozenset(), anew)
            return all(evaluate(body, scope, number(n)) is not None for n in range(_FIRST))
    return False


def _require_total(expr: Expr, scope: Scope, seen: frozenset[Key], anew: frozenset[Key]) -> None:
    """Refuses what may have no value for a later member: what can fail is evaluated once, or, where it varies, is not known here."""
    match expr:
        case ["power", base, ["number", _]]:
            parts = [base]
        case ["sum" | "product" | "reversed_product", _, ["range", ["number", _], high], body, _]:
            parts = [high, body]
        case ["sum" | "product" | "reversed_product", _, ["symbol", _], body, _]:
            parts = [body]
        case ["symbol" | "member", *_]:
            key = key_of(expr)
            clauses = [clause for clause in scope.statement.clauses.get(key, []) if not clause.law]
            require(not clauses or _is_everywhere(clauses, expr, key in seen), f"{key[0]} may be defined for some indices only", Beyond)
            parts = [clause.body for clause in clauses if key not in seen]
            seen |= {key}
        case [head, *parts] if head in ("number", *TOTAL):
            parts = [part for part in parts if isinstance(part, tuple)]
        case _:
            fixed = not any(one[1][0] == "#" for one in named(expr)) and not rests(expr, anew)
            require(fixed, f"{expr[0]} of what varies may have no value", Beyond)
            evaluate(expr, scope)
            parts = []
    for part in parts:
        _require_total(part, scope, seen, anew)


def _is_everywhere(clauses: list[Clause], expr: Expr, within: bool) -> bool:
    """Whether one clause holds at any index, or those for 0, 1, …, m − 1 and from m on at this one, which may be #1 − 1 within the last."""
    *numbers, last = clauses
    first = all(clause.parameters == (("number", str(n)),) for n, clause in enumerate(numbers))
    fits = first and all(parameter[0] == "symbol" for parameter in last.parameters)
    from_m_on = last.given == ((">=", ("symbol", "#1"), ("number", str(len(numbers)))),) and len(numbers) <= 1
    before = [("add", ("symbol", "#1"), ("negate", ("number", "1")))] if within and numbers else []
    natural = all(index in before or _is_natural(index) for part in expr[2:] for index in part)
    return fits and ((not numbers and not last.given) or (from_m_on and natural))


def _is_natural(index: Expr) -> bool:
    parts = index[1:] if index[0] == "add" else [index]
    return all(part[0] == "number" or (part[0] == "symbol" and part[1][0] == "#") for part in parts)
