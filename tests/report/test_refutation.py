"""A refutation by limits as a person and as a program reads it."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from rich.console import Console

from tests.ledger.refuted import make
from tests.small_theory import read_claim
from verify.decide.decide import decide
from verify.decide.outcome import Refuted
from verify.ledger.build import build
from verify.ledger.entry import Entry, Ledger
from verify.ledger.lock import Comparison
from verify.report.in_short import counterexample_in_short, evidence_in_short
from verify.report.ledger_json import ledger_text
from verify.report.show import print_entry

NOISE = r"\lim_{k \to \infty} \mathrm{Tr}(N_k)"
BOUNDED = rf"\assume{{$\mathrm{{Tr}}(N_1) \geq d$}} \assume{{$2 N_1 \preceq 2 I$}} \conclude{{${NOISE} = \infty$}}"
SHRINKS = rf"\assume{{${NOISE} = 0$}} \conclude{{$I \preceq 2 N_1$}}"
TURNED = rf"\assume{{$d = 2$}} \assume{{$\lambda_{{\max}}(N_1) \leq 1$}} \conclude{{${NOISE} = 0$}}"


def printed(claim):
    """What is shown of a claim that falls."""
    statement, out = read_claim(claim), StringIO()
    outcome = decide(statement, rounds=40)
    assert isinstance(outcome, Refuted)
    print_entry(Ledger("small", (Entry(statement, outcome, 0.0, None),)), statement.id, Console(file=out, width=100))
    return out.getvalue(), counterexample_in_short(outcome.certificate)


@pytest.fixture
def ledger(tmp_path):
    """The theory with a refutation, decided."""
    return build(make(tmp_path), jobs=1, rounds=5)


def test_in_short(ledger):
    """The two limits; there are no integers on which it depends."""
    entry = ledger.entry("G")
    assert counterexample_in_short(entry.outcome.certificate) == "limit 0 ≠ ∞"
    assert evidence_in_short(entry) == "limit 0 ≠ ∞"


def test_in_full(ledger):
    """The instance, what holds on it, and how the other limit follows."""
    out = StringIO()
    print_entry(ledger, "G", Console(file=out, width=100))
    shown = out.getvalue()
    parts = [
        "an exact counterexample\n  s = 0",
        "in short\n  At s = 0, every member is 0.",
        "given\n  ✓ s ≥ 0",
        "on it\n  (a) s = 0",
        "so, step by step\n  (1) Let n ∈ ℕ.",
        "(1.2) s² n = 0",
        "(2) lim(n→∞) s² n = 0  [axiom limit constant, from (1)]",
        "by the axioms\n  limit constant: for all n ∈ ℕ: f[n] = c ⊢ lim(n→∞) f[n] = c",
        "but the limits differ\n  limit 0 ≠ ∞",
        "repair Gr",
    ]
    places = [shown.find(part) for part in parts]
    assert -1 not in places
    assert places == sorted(places)


def test_as_json(ledger):
    """A counterexample whose two sides have no values, with what its instance shows."""
    statements = json.loads(ledger_text(ledger, Comparison(None)))["statements"]
    evidence = next(s["evidence"] for s in statements if s["id"] == "G")
    assert list(evidence) == ["kind", "instance", "lhs", "rhs", "facts", "steps", "cites"]
    assert (evidence["kind"], evidence["lhs"], evidence["rhs"], evidence["cites"]) == ("counterexample", None, None, [])
    assert evidence["instance"] == {"values": {"s": "0"}, "members": {}}
    assert evidence["facts"] == [["=", ["symbol", "s"], ["number", "0"]]]
    assert evidence["steps"][-1]["name"] == "limit_constant"


def test_a_bound_of_all_members():
    """It is said in the place of another limit."""
    shown, short = printed(TURNED)
    assert short.startswith("every member ≥ 1/2, limit ≠ 0 at ")
    for part in ("M = [", "(b) I ⪰ M", "for all n ∈ ℕ: 1/2 ≤ Tr(N[n])", "but the limits differ"):
        assert part in shown


def test_what_is_constant():
    """It has a limit."""
    assert printed(BOUNDED)[1].startswith("limit 1 ≠ ∞ at ")


def test_a_conclusion_without_a_limit():
    """The limit that is supposed is derived; then the two sides, as of any counterexample."""
    shown, short = printed(SHRINKS)
    assert short.startswith("fails at ")
    assert shown.index("✓ lim(k→∞) Tr(N[k]) = 0") < shown.index("so, step by step") < shown.index("but the two sides are")
    assert "left ⋠ right" in shown or "left > right" in shown
