"""What stands around a statement in its ledger: the links of its printed proof with their verdicts, and what stands instead of it."""

from __future__ import annotations

from collections.abc import Iterator

from verify.decide.outcome import Verdict
from verify.language.expression import Apply, Expr, Operator
from verify.language.statement import Role
from verify.ledger.entry import Entry, Ledger
from verify.report.in_short import evidence_in_short
from verify.report.plain import plain

_BROKEN = (Verdict.REFUTED, Verdict.VACUOUS, Verdict.MALFORMED)


def proof_lines(ledger: Ledger, id_: str) -> Iterator[str]:
    """The links of a claim's printed proof that do not hold, each with its verdict and what stands instead; then the others."""
    links = [e for e in ledger.entries if e.statement.proves == id_ and e.statement.role is Role.LINK]
    for link in links:
        if link.verdict in _BROKEN:
            repairs = [f"{e.id} {e.verdict.value}" for e in ledger.entries if e.statement.repairs == link.id]
            instead = f"; instead {', '.join(repairs)}" if repairs else ""
            yield f"{link.id} {link.verdict.value}: {evidence_in_short(link)}{instead}"
    others = [link for link in links if link.verdict not in _BROKEN]
    for verdict in dict.fromkeys(link.verdict for link in others):
        yield f"{verdict.value}: {', '.join(link.id for link in others if link.verdict is verdict)}"


def formula_lines(conclusion: Expr) -> list[str]:
    """A conclusion in plain notation, a line for each part of a conjunction."""
    return [plain(one) for one in _conjuncts(conclusion)]


def repair_lines(entry: Entry, instead_of: Entry) -> Iterator[str]:
    """What a repair supposes beyond what the repaired statement does, and what it says."""
    known = instead_of.statement.given
    yield from (f"given {plain(h)}" for h in entry.statement.given if h not in known)
    if entry.statement.conclusion is None:
        yield from entry.statement.latex.splitlines()
    else:
        yield from formula_lines(entry.statement.conclusion)


def _conjuncts(expr: Expr) -> list[Expr]:
    if isinstance(expr, Apply) and expr.operator is Operator.AND:
        return [c for argument in expr.arguments for c in _conjuncts(argument)]
    return [expr]
