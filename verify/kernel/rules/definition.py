"""A definition of several clauses at indices for which one of them holds.

    the conditions of clause c hold     the indices are not those of a clause before it
    ───────────────────────────────────────────────────────────────────────────────────
                        F[i] = the body of clause c at i
"""

from verify.kernel.expand import expand
from verify.kernel.limits import Rejected, require
from verify.kernel.normal import Atom, is_of, put
from verify.kernel.proof import Proof
from verify.kernel.sign import sign
from verify.kernel.statement import Clause, Key, Statement, key_of, named


def check(says: Atom, premises: list[Atom], proof: Proof, clause: int = 0) -> None:
    """Raises Rejected unless the equation follows."""
    match says:
        case ("=", ("symbol" | "member", *_) as left, body):
            clauses = [found for found in proof.statement.clauses.get(key_of(left), []) if not found.law]
        case _:
            raise Rejected("no equation of a symbol or member is said")
    require(type(clause) is int and 0 <= clause < len(clauses), "there is no such clause")
    chosen, indices = clauses[clause], left[2] if left[2:] else ()
    values = {p[1]: i for p, i in zip(chosen.parameters, indices, strict=True) if p[0] == "symbol"}
    fits = all(p[0] == "symbol" or p == i for p, i in zip(chosen.parameters, indices, strict=True))
    given = [put(condition, values) for condition in chosen.given]
    require(fits and all(condition in premises for condition in given), "the clause's conditions are no premises")
    for earlier in clauses[:clause]:
        numbers = [(p, i) for p, i in zip(earlier.parameters, indices, strict=True) if p[0] == "number"]
        gaps = [("add", i, ("negate", p)) for p, i in numbers] + [("add", p, ("negate", i)) for p, i in numbers]
        require(any(sign(gap, premises, proof.algebra()) == ">" for gap in gaps), "an earlier clause is not excluded")
    require(put(chosen.body, values) == body, "the right side is not the clause's body")
    kind, algebra = proof.statement.symbols[key_of(left)].kind, proof.algebra()
    fits = kind not in ("real", "integer", "matrix", "vector") or all(is_of(kind, expand(side, algebra), algebra) for side in (left, body))
    require(fits, f"{left[1]} is defined as something else than it is declared")


def require_founded(statement: Statement) -> None:
    """Refuses definitions that may have no solution: what rests on itself must do so at a lower index, and from some index on."""
    below: dict[Key, set[Key]] = {}
    for key, clauses in statement.clauses.items():
        read = [key_of(found) for clause in clauses for found in named((clause.body, clause.given))]
        drawn = {(one[0], one[1] - 1) for one in read if one in statement.symbols and statement.symbols[one].selector}
        below[key] = {*read, *drawn} - {key}  # a selector at a step has the law of one without
        require(all(_falls(clause, key) for clause in clauses), f"{key[0]} is defined by itself in a way that is not known here")
    while below:
        ready = {key for key, others in below.items() if not others & below.keys()}
        require(bool(ready), f"{sorted(below)} are defined by each other")
        below = {key: others for key, others in below.items() if key not in ready}


def _falls(clause: Clause, key: Key) -> bool:
    from_some_index_on = any(given[0] == ">=" and given[1] == ("symbol", "#1") and given[2][0] == "number" for given in clause.given)
    for found in named((clause.body, clause.given)):
        match found:
            case ("member", name, (("add", ("symbol", "#1"), ("negate", ("number", less))),)) if (name, 1) == key and less != "0":
                if not from_some_index_on:
                    return False
            case ("symbol" | "member", *_) if key_of(found) == key:
                return False
    return True
