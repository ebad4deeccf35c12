"""The ledger as JSON: the contract that other programs depend on."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from tests.ledger.derived import make
from tests.ledger.examples import FALSE, decide, theory
from verify.decide.outcome import Effort, Unsettled
from verify.ledger.build import build
from verify.ledger.entry import Entry, Ledger, SetAside
from verify.ledger.lock import Comparison, compare, locked
from verify.report.ledger_json import entry_text, ledger_text

STATEMENT_KEYS = {"id", "tag", "file", "line", "latex", "verdict", "unsupported", "evidence", "repair", "depends_on", "seconds"}


@pytest.fixture
def data(tmp_path):
    """The examples, decided, written and read again."""
    return json.loads(ledger_text(build(theory(tmp_path), jobs=1, decide=decide), Comparison(None)))


def test_the_contract(data):
    """The keys of `verify-ledger/1`."""
    assert data["schema"] == "verify-ledger/1"
    assert {"schema", "statements", "summary", "lock"} <= set(data)
    assert all(set(s) >= STATEMENT_KEYS for s in data["statements"])
    assert data["lock"] == {"matches": None, "changed": []}
    assert data["summary"] == {"refuted": 2, "vacuous": 1, "malformed": 1, "defined": 1, "unsettled": 1}
    assert sum(data["summary"].values()) == len(data["statements"])


def test_kinds_of_evidence(data):
    """Each verdict with its kind of evidence, and what it cites."""
    kinds = {s["id"]: s["evidence"]["kind"] for s in data["statements"]}
    assert kinds == {
        "1.1": "counterexample",
        "1.2": "counterexample",
        "2": "derivation",
        "3": "diagnostic",
        "Def1": "definition",
        "1.1r": "attack",
    }
    assert all(s["evidence"]["cites"] == [] for s in data["statements"])


def test_a_counterexample_is_exact(data):
    """Every value is an exact string, and both sides are there."""
    evidence = data["statements"][0]["evidence"]
    assert evidence["instance"]["values"] == {"eta": "2", "k": "1"}
    assert (evidence["lhs"], evidence["rhs"]) == ("2", "1")
    assert data["statements"][0]["repair"] == "1.1r"


def test_a_diagnostic_has_its_place(data):
    """Code, message, fix, file, line, column."""
    evidence = data["statements"][3]["evidence"]
    assert evidence["code"] == "E-INDEX-SCOPE"
    assert evidence["place"] == {"file": "paper.tex", "line": 9, "column": 5}


def test_effort_is_told(data):
    """How hard an unsettled statement was tried."""
    effort = data["statements"][5]["evidence"]["effort"]
    minimised = {"evaluated": 0, "slack": None, "nearest": None}  # no guided round there
    assert effort == {"instances": 2000, "drawn": 2400, "rounds": 200, "seed": 0, "cut_short": False, **minimised}


def test_what_changed(tmp_path):
    """The lock's differences, before and after."""
    ledger = build(theory(tmp_path, FALSE), jobs=1, decide=decide)
    before = (replace(locked(ledger.entries[0]), id="old"),)
    changed = json.loads(ledger_text(ledger, compare(ledger, before)))["lock"]["changed"]
    assert [(c["id"], c["before"] and c["before"]["verdict"], c["after"] and c["after"]["verdict"]) for c in changed] == [
        ("1.1", None, "refuted"),
        ("old", "refuted", None),
    ]


def test_certificates_set_aside_are_told():
    """Beyond the contract: which stored certificates could not be used."""
    ledger = Ledger("t", (Entry(FALSE, Unsettled("no", Effort(1, 1, 1, 1)), 0.0, None),), (SetAside("9", "why"),))
    assert json.loads(ledger_text(ledger, Comparison(True)))["certificates"] == {"set_aside": [{"id": "9", "reason": "why"}]}


def test_a_derivation_is_told(tmp_path):
    """Its length, what it uses, the named results behind it, how hard the statement was attacked; and what rests on nothing."""
    ledger = build(make(tmp_path), jobs=1, rounds=20)
    statements = {s["id"]: s for s in json.loads(ledger_text(ledger, Comparison(None)))["statements"]}
    evidence = statements["L8"]["evidence"]
    assert evidence.pop("effort")["rounds"] == 20
    assert evidence == {
        "kind": "derivation",
        "reason": "What was shown before, and more.",
        "step_count": 2,
        "uses": ["B"],
        "cites": ["trace-at-most-trace-norm"],
    }
    assert statements["L8"]["depends_on"] == ["B"]
    lacking = {id_: s["unsupported_by"] for id_, s in statements.items() if s["unsupported"]}
    assert lacking == {"4": ["3"], "5": ["4"], "L6": ["6.a"]}
    assert statements["5"]["depends_on"] == ["4"]


def test_one_statement(tmp_path):
    """`verify show --json` gives the entry as it stands in the list."""
    ledger = build(theory(tmp_path, FALSE), jobs=1, decide=decide)
    one = json.loads(entry_text(ledger.entries[0]))
    assert one.pop("schema") == "verify-ledger/1"
    assert one == json.loads(ledger_text(ledger, Comparison(None)))["statements"][0]
