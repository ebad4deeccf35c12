"""An axiom or an earlier statement, with expressions for the symbols that it is about.

    the statement L holds for all values of its symbols s     its hypotheses, with e for s, are premises
    ────────────────────────────────────────────────────────────────────────────────────────────────────
                                  the conclusion of L, with e for s
"""

import json
from collections.abc import Mapping
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

from verify.kernel.expand import expand, size_of
from verify.kernel.limits import Beyond, require, shown
from verify.kernel.normal import Algebra, Atom, is_of, put
from verify.kernel.proof import Proof
from verify.kernel.rules import value
from verify.kernel.rules.logic import require_no_capture
from verify.kernel.statement import RELATIONS, Declaration, Statement, named, parse, parts, reads

FILE = Path(__file__).parent.parent / "axioms.json"
_PROPOSITIONS = (*RELATIONS, "and", "implies", "for_all", "surely")


@cache
def axioms() -> Mapping[str, Statement]:
    """The axioms by name."""
    return {name: parse({"definitions": [], **content}) for name, content in json.loads(FILE.read_text(encoding="utf-8")).items()}


def check(says: Atom, premises: list[Atom], proof: Proof, name: Any = None, of: Any = None) -> None:
    """Raises Rejected unless the fact is what the statement says of the expressions `of`."""
    known = {**proof.lemmas, **axioms()}
    require(isinstance(name, str) and name in known and isinstance(of, dict), f"{shown(name)} is no axiom, nor accepted before")
    lemma = known[name]
    facts = [put(expr, {}) for expr in (*lemma.hypotheses, lemma.conclusion)]
    averages = any(part[0] == "expectation" for fact in facts for part in parts(fact))
    values = {symbol: _value(symbol, of, lemma, averages, proof) for symbol in of}
    for (symbol, count), declared in lemma.symbols.items():
        clauses = lemma.clauses.get((symbol, count), [])
        same = (declared, clauses) == (proof.statement.symbols.get((symbol, count)), proof.statement.clauses.get((symbol, count), []))
        require(symbol in values or same, f"{symbol} means something else here")
        if declared.size is not None:
            found = proof.statement.symbols[values[symbol][1], 0].size if symbol in values and declared.kind == "index_set" else None
            other = declared.size if symbol not in values else found or size_of(proof.statement)
            require(other == put(declared.size, values), f"{symbol} is of another size")
        read = {found[1] for clause in clauses for found in named((clause.body, clause.given))}
        require(not (clauses and ({symbol} | read) & values.keys()), f"{symbol} is defined, so nothing is put for it, or into it")
    there_is = [part for fact in facts for part in parts(fact, "") if part[0] in ("exists", "eventually")]
    functions = [value for value in values.values() if value[0] == "function"]
    require(not (there_is and functions), "a function is put in where it may have no value for what there is", Beyond)
    for found, symbol in product(facts, values):
        require_no_capture(found, symbol, values[symbol])
    *supposed, said = [put(fact, values) for fact in facts]
    if name not in axioms():  # the lemma holds where it has a value
        bare = Algebra(lemma, proof.budget, {})
        supposed += [("<=", ("number", str(m)), put(e, values)) for m, e in value.needs(lemma, bare) if m > float("-inf")]
    missing = next((fact for fact in supposed if fact not in premises), None)
    require(missing is None, f"the hypothesis {shown(str(missing))} is no premiss")
    require(said == says, f"{name} says {shown(str(said))}")


def _value(symbol: str, of: dict[str, Any], lemma: Statement, averages: bool, proof: Proof) -> Atom:
    """What is put for a symbol: of its kind, and a function of the indices where it is a family."""
    (declared,) = [found for (name, _), found in lemma.symbols.items() if name == symbol]
    sets = [("integers", ()) if over == ("integers",) else of.get(over[0], ("symbol", over[0])) for over in declared.over]
    domains = {f"#{len(proof.domains) + n + 1}": tuple(over) for n, over in enumerate(sets)}
    inner = proof.within(domains)
    body = inner.read(of[symbol])
    require(not (averages and reads(body, proof.statement.random)), "what a selector decides is put into an expectation")
    require(_fits(declared, body, inner), f"{shown(str(body))} is no {declared.kind}, as {symbol} is")
    return ("function", tuple(domains), body) if domains else body


def _fits(declared: Declaration, value: Atom, proof: Proof) -> bool:
    if declared.kind == "boolean":
        return value[0] in _PROPOSITIONS
    if declared.kind == "index_set":
        found = proof.statement.symbols.get((value[1], 0)) if value[0] == "symbol" else None
        return found is not None and found.kind == "index_set" and found.size is not None and (value[1], 0) not in proof.statement.clauses
    fits = declared.kind in ("real", "integer", "matrix") and declared.shape == "general"
    integral = declared.kind != "integer" or proof.is_integer(value)
    return fits and integral and is_of(declared.kind, expand(value, proof.algebra()), proof.algebra())
