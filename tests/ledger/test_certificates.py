"""Stored certificates: written when accepted, replayed, and set aside where they are not the evidence of a verdict."""

from __future__ import annotations

import json

import pytest

from tests.ledger.examples import EMPTY, FALSE, SAME, certificate, decide, refuted, statement, theory
from verify.errors import Fault
from verify.language.expression import Compare, Number, Relation
from verify.ledger.build import build
from verify.ledger.certificates import FOLDER, certificate_of, store_certificates


def accepted(directory, *statements):
    """The ledger of some statements, its certificates stored."""
    ledger = build(theory(directory, *statements), jobs=1, decide=decide)
    store_certificates(ledger, directory)
    return ledger


def text(directory, id_):
    """A stored certificate as text."""
    return (directory / FOLDER / f"{id_}.json").read_text()


def test_every_verdict_that_needs_one_has_one(tmp_path):
    """Counterexamples and contradictions are stored, each under its own id; the rest has none."""
    ledger = accepted(tmp_path)
    assert sorted(p.name for p in (tmp_path / FOLDER).iterdir()) == ["1.1.json", "1.2.json", "2.json"]
    assert json.loads(text(tmp_path, "1.1")) == certificate_of(ledger.entries[0].outcome)
    assert json.loads(text(tmp_path, "1.2"))["id"] == "1.2"


def test_storing_twice_changes_nothing(tmp_path):
    """Only what is new or changed is written."""
    ledger = accepted(tmp_path)
    again = store_certificates(ledger, tmp_path)
    assert (again.written, again.removed) == ((), ())


def test_what_was_accepted_is_replayed(tmp_path):
    """A stored certificate stays the evidence, though a search would find another."""
    (tmp_path / FOLDER).mkdir()
    (tmp_path / FOLDER / "1.1.json").write_text(json.dumps(refuted(FALSE, "7/2").certificate))
    ledger = build(theory(tmp_path, FALSE), jobs=1, decide=decide)
    assert certificate_of(ledger.entries[0].outcome) == refuted(FALSE, "7/2").certificate
    assert ledger.set_aside == ()


def test_fresh_leaves_stored_certificates_aside(tmp_path):
    """With `fresh`, all is derived anew."""
    (tmp_path / FOLDER).mkdir()
    (tmp_path / FOLDER / "1.1.json").write_text(json.dumps(refuted(FALSE, "7/2").certificate))
    ledger = build(theory(tmp_path, FALSE), jobs=1, decide=decide, fresh=True)
    assert certificate_of(ledger.entries[0].outcome) == refuted(FALSE).certificate


def test_swapped_certificates_are_noticed(tmp_path):
    """Two certificates with their statements swapped are each about another statement than the printed one."""
    accepted(tmp_path, FALSE, EMPTY)
    first, second = (tmp_path / FOLDER / f"{s.id}.json" for s in (FALSE, EMPTY))
    one, two = json.loads(first.read_text()), json.loads(second.read_text())
    first.write_text(json.dumps({**one, "statement": two["statement"]}))
    second.write_text(json.dumps({**two, "statement": one["statement"]}))
    ledger = build(theory(tmp_path, FALSE, EMPTY), jobs=1, decide=decide)
    assert [(s.id, "another statement" in s.reason) for s in ledger.set_aside] == [("1.1", True), ("2", True)]


def test_an_edit_makes_a_certificate_stale(tmp_path):
    """Evidence for what was printed before is none for what is printed now."""
    accepted(tmp_path, FALSE)
    edited = statement(FALSE.id, Compare(Relation.LESS_EQUAL, FALSE.lhs, Number(7)), r"\eta \le 7")
    ledger = build(theory(tmp_path, edited), jobs=1, decide=decide)
    assert [(s.id, s.reason) for s in ledger.set_aside] == [("1.1", "it is about another statement than the printed one")]


@pytest.mark.parametrize("content", ["{", "[]", "\x00", '{"a":1,"a":1}', "[" * 100_000, ""])
def test_what_is_no_certificate_is_set_aside(tmp_path, content):
    """A file that is no certificate is named, and the statement decided without it."""
    (tmp_path / FOLDER).mkdir()
    (tmp_path / FOLDER / "1.1.json").write_text(content)
    ledger = build(theory(tmp_path, FALSE), jobs=1, decide=decide)
    assert [s.id for s in ledger.set_aside] == ["1.1"]
    assert ledger.entries[0].outcome == refuted(FALSE)


def test_evidence_that_was_not_accepted_is_set_aside(tmp_path):
    """A certificate of the right statement whose evidence the verdict does not rest on is named."""
    (tmp_path / FOLDER).mkdir()
    (tmp_path / FOLDER / "2.json").write_text(json.dumps(certificate(EMPTY, "vacuous", steps=[])))
    ledger = build(theory(tmp_path, EMPTY), jobs=1, decide=decide)
    assert [(s.id, s.reason) for s in ledger.set_aside] == [("2", "it was not accepted as evidence")]


def test_a_certificate_without_a_statement_is_named_and_removed_by_accept(tmp_path):
    """What belongs to no statement is set aside, and goes when the ledger is accepted."""
    accepted(tmp_path, FALSE, EMPTY)
    ledger = build(theory(tmp_path, FALSE), jobs=1, decide=decide)
    assert [s.id for s in ledger.set_aside] == ["2"]
    assert store_certificates(ledger, tmp_path).removed == ("2",)
    assert [p.name for p in (tmp_path / FOLDER).iterdir()] == ["1.1.json"]


def test_identical_statements_share_evidence(tmp_path):
    """What says the same has the same certificate but for its id."""
    accepted(tmp_path, FALSE, SAME)
    one, two = (json.loads(text(tmp_path, s.id)) for s in (FALSE, SAME))
    assert {**one, "id": ""} == {**two, "id": ""}
    assert build(theory(tmp_path, FALSE, SAME), jobs=1, decide=decide).set_aside == ()


def test_a_folder_that_cannot_be_made_is_a_fault(tmp_path):
    """Certificates that cannot be written say so."""
    ledger = build(theory(tmp_path, FALSE), jobs=1, decide=decide)
    (tmp_path / FOLDER).write_text("a file")
    with pytest.raises(Fault, match=r"E-WRITE|E-READ"):
        store_certificates(ledger, tmp_path)
