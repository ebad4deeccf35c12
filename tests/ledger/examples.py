"""A small theory made by hand, one statement per verdict, and the outcomes that belong to it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from verify.decide.outcome import Defined, Effort, Malformed, Outcome, Refuted, Unsettled, Vacuous
from verify.errors import Code, Diagnostic, Place
from verify.kernel.check import check
from verify.language.canonical import statement_json
from verify.language.expression import Apply, Compare, Expr, Kind, Number, Operator, Relation, Symbol
from verify.language.read import Theory
from verify.language.statement import Context, Declaration, Role, Statement

ETA, K = Symbol("eta"), Symbol("k")
POSITIVE = Compare(Relation.GREATER, ETA, Number(0))
NEGATIVE = Compare(Relation.LESS, ETA, Number(0))
FAULT = Diagnostic(
    Code.INDEX_SCOPE, "H_i is used outside a sum over i", "Bind it", Place("paper.tex", 9, 5), r"x = H_i \tag{3}"
)


def statement(id_: str, conclusion: Expr | None, latex: str, hypotheses: tuple[Expr, ...] = (POSITIVE,), **more: Any) -> Statement:
    """A link about real eta and integer k."""
    symbols = (Declaration("eta", Kind.REAL), Declaration("k", Kind.INTEGER))
    context = Context(symbols, (), hypotheses)
    return Statement(id_, id_.split(".")[0], "paper.tex", 3, latex, Role.LINK, context, conclusion, **more)


AT_MOST_K = Compare(Relation.LESS_EQUAL, ETA, K)
FALSE = statement("1.1", AT_MOST_K, r"\eta \le k")
SAME = statement("1.2", AT_MOST_K, r"\eta \leq k")
REPAIR = statement("1.1r", Compare(Relation.LESS_EQUAL, ETA, Apply(Operator.ADD, (ETA, Number(1)))), r"\eta \le \eta + 1", repairs="1.1")
EMPTY = statement("2", AT_MOST_K, r"\eta \le k", (POSITIVE, NEGATIVE))
MEANINGLESS = statement("3", None, r"x = H_i", fault=FAULT)
DEFINITION = replace(statement("Def1", Compare(Relation.EQUAL, ETA, Number(1)), r"\eta = 1"), role=Role.DEFINITION)
STATEMENTS = (FALSE, SAME, EMPTY, MEANINGLESS, DEFINITION, REPAIR)


def theory(directory: Path, *statements: Statement) -> Theory:
    """A theory of these statements, of all examples where none is given."""
    return Theory("examples", directory, statements or STATEMENTS)


def certificate(of: Statement, kind: str, **evidence: Any) -> dict[str, Any]:
    """A certificate for a statement."""
    assert of.conclusion is not None
    return {"format": "verify-certificate/1", "id": of.id, "kind": kind, "statement": statement_json(of.context, of.conclusion), **evidence}


def refuted(of: Statement, eta: str = "2", k: str = "1") -> Refuted:
    """The outcome of eta <= k broken."""
    made = certificate(of, "counterexample", instance={"values": {"eta": eta, "k": k}, "members": {}}, lhs=eta, rhs=k)
    return Refuted(check(made), made)


def vacuous(of: Statement) -> Vacuous:
    """The outcome of eta > 0 and eta < 0."""
    zero, eta = ["number", "0"], ["symbol", "eta"]
    step = {"rule": "order", "says": ["<", zero, zero], "from": [0, 1], "witness": ["add", eta, ["add", zero, ["negate", eta]]]}
    made = certificate(of, "vacuous", steps=[step])
    return Vacuous(check(made), made)


def decide(of: Statement, *, rounds: int, seed: int, stored: dict[str, Any] | None, **_: Any) -> Outcome:
    """Decides the examples without a search. A stored certificate of the right statement is taken as it stands."""
    if of.fault is not None:
        return Malformed(of.fault)
    if of.role is Role.DEFINITION:
        return Defined()
    if NEGATIVE in of.given:
        return vacuous(of)
    if of.conclusion != AT_MOST_K:
        return Unsettled("no counterexample", Effort(10 * rounds, 12 * rounds, rounds, seed))
    if stored is not None and stored.get("statement") == certificate(of, "counterexample")["statement"]:
        return Refuted(check(stored), stored)
    return refuted(of)
