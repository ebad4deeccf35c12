"""A statement that follows from its hypotheses, step by step.

    each step says what one rule makes of facts before it     the last fact is the conclusion
    ─────────────────────────────────────────────────────────────────────────────────────────
                          every instance that satisfies the hypotheses satisfies it

A block of steps fixes a variable, or supposes something, or both: what its last step says is then a fact for all values of the
variable, if that holds. An equation between what selectors decide is one for every outcome.
"""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from verify.kernel.expand import domain_of, size_of
from verify.kernel.limits import Beyond, Budget, Rejected, require, shown
from verify.kernel.normal import Atom, put
from verify.kernel.proof import Proof
from verify.kernel.rules import choices, definition, existence, lemma, logic, order, value
from verify.kernel.statement import Statement, key_of, named, parts, reads

KEYS = ("steps",)
_LAWS = ("bernoulli", "moments", "without_replacement")
_RULES: Mapping[str, Callable[..., None]] = MappingProxyType({
    "order": order.check, "definition": definition.check, "lemma": lemma.check, "value": value.check,
    "choices": choices.check, "use": logic.use, "part": logic.part, "both": logic.both, "replace": logic.replace,
    "witness": existence.witness, "some": existence.some,
})  # fmt: skip


def check(statement: Statement, evidence: dict[str, Any], budget: Budget, lemmas: Mapping[str, Statement]) -> tuple[None, None]:
    """Nothing, where the steps lead to the conclusion. Raises Rejected."""
    last = concluded(statement, evidence["steps"], budget, lemmas)
    if last != put(statement.conclusion, {}):
        raise Rejected(f"the last step says {shown(str(last))}, which is not the conclusion")
    return None, None


def concluded(statement: Statement, steps: Any, budget: Budget, lemmas: Mapping[str, Statement]) -> Atom:
    """What the last of some steps from the hypotheses says."""
    require_fit(statement)
    facts = tuple(put(hypothesis, {}) for hypothesis in statement.hypotheses)
    require(not any(reads(fact, statement.random) for fact in facts), "a hypothesis is about what a selector decides")
    return run(steps, Proof(statement, budget, facts, {}, lemmas)).facts[-1]


def require_fit(statement: Statement) -> None:
    """Refuses statements of which derivations know too little."""
    size_of(statement)
    sizes = {key_of(found) for declared in statement.symbols.values() if declared.size for found in named(declared.size)}
    require(not sizes & statement.clauses.keys(), "a size rests on a definition, which may rest on it", Beyond)
    require(all(declared.kind != "row" for declared in statement.symbols.values()), "a derivation knows no declared rows", Beyond)
    definition.require_founded(statement)
    said = [(clause.body, *clause.given) for clauses in statement.clauses.values() for clause in clauses]
    drawn = any(part[:1] == ("distributed",) for part in parts((*statement.hypotheses, statement.conclusion, *said), ""))
    require(not drawn, "what is drawn by a law in a hypothesis is no constant, as a derivation would read it", Beyond)
    for name, count in [key for key, declared in statement.symbols.items() if declared.selector and key[1] == len(declared.over)]:
        laws = statement.clauses.get((name, count), [])
        require(count == 1 and laws and (name, 2) not in statement.clauses, f"{name} has no law known here, or several indices", Beyond)
        given = [law.given for law in laws]
        disjoint = [one for one, none in statement.symbols if not none and (one, 0) not in statement.clauses]
        sets = {one for one in disjoint if (("in", ("symbol", "#1"), ("symbol", one)),) in given}
        alike = all(law.body[0] in _LAWS and ("symbol", "#1") not in named(put(law.body, {})) for law in laws)
        require(alike and len(sets) == len(laws), f"{name} has not one law that is known here on each of several sets", Beyond)
        batches = [law.body[1] for law in laws if law.body[0] == "without_replacement"]
        whole = all(Proof(statement, Budget(), (), {}, {}).is_integer(size) for size in batches)
        require(whole, f"how many of {name} are 1 is not said to be an integer", Beyond)


def named_lemmas(steps: Any, place: str = "") -> dict[str, str]:
    """The statements, no axioms, that steps and those of blocks within refer to, each with the place of such a step."""
    found: dict[str, str] = {}
    for number, step in enumerate(steps if isinstance(steps, list) else []):
        match step:
            case {"rule": "lemma", "name": str(name)} if name not in lemma.axioms():
                found[name] = f"{place}step {number}: "
            case {"steps": inner}:
                found |= named_lemmas(inner, f"{place}step {number}: ")
    return found


def run(steps: Any, proof: Proof) -> Proof:
    """What is known after some steps."""
    require(isinstance(steps, list) and bool(steps), "no list of steps")
    for number, step in enumerate(steps):
        try:
            fact = _fact(step, proof)
        except Rejected as reason:
            raise type(reason)(f"step {number}: {reason}") from reason
        except (TypeError, ValueError, KeyError, IndexError) as error:  # what the rule takes is not there, or not of its form
            raise Rejected(f"step {number}: what is given to the rule does not fit: {error}") from error
        proof = proof.within({}, fact)
    return proof


def _fact(step: Any, proof: Proof) -> Atom:
    proof.budget.spend(1, len(proof.domains))
    match step:
        case {"rule": str(rule), "says": says, "from": places, **rest} if rule in _RULES:
            said, premises = proof.read(says), proof.chosen(places)
            _RULES[rule](said, premises, proof, **{str(key): given for key, given in rest.items()})
            return said
        case {"over": over, "suppose": list(supposed), "steps": steps, **rest} if not rest:
            return _block(over, supposed, steps, proof)
        case {"put": given, "says": says, "from": places, "steps": steps, "values": values, **rest} if not rest:
            said, premises = proof.read(says), proof.chosen(places)
            inner = run(steps, existence.opened(said, premises, given, proof))
            existence.closed(said, premises, inner, inner.chosen(values))
            return said
    raise Rejected(f"{shown(step)} is no step of a known rule, and no block")


def _ends(domain: Atom, item: Atom) -> Sequence[Atom]:
    """What an item of a domain is between; itself, where nothing is known."""
    match domain:
        case ("range" | "open_interval" | "closed_interval", *ends):
            return ends
        case ("naturals",):
            return ("number", "0"), item
    return item, item


def _block(over: Any, supposed: list[Any], steps: Any, proof: Proof) -> Atom:
    name, inner, domain = f"#{len(proof.domains) + 1}", proof, None
    if over is not None:
        domain, item, infinite = proof.read(over), ("symbol", name), (("infinity",), ("negate", ("infinity",)))
        require(not reads(domain, proof.statement.random), "what is supposed is about what a selector decides")
        low, high = _ends(domain, item)
        ends = [("<" if domain[0] == "open_interval" else "<=", a, b) for a, b in ((low, item), (item, high)) if a != b]
        known = [end for end in ends if end[1] not in infinite and end[2] not in infinite]
        if domain[0] in ("reals", "open_interval", "closed_interval"):
            kept: Atom = ("reals", ())
        else:
            kept = domain if domain == ("real_space", size_of(proof.statement)) else domain_of(domain, proof.algebra())
        inner = proof.within({name: kept}, *known)
    assumed = [inner.read(data) for data in supposed]
    require(not any(reads(fact, proof.statement.random) for fact in assumed), "what is supposed is about what a selector decides")
    fact = run(steps, inner.within({}, *assumed)).facts[-1]
    for premiss in assumed[::-1]:
        fact = ("implies", premiss, fact)
    return fact if domain is None else ("for_all", "@1", domain, put(fact, {name: ("symbol", "@1")}, 1), ("boolean",))
