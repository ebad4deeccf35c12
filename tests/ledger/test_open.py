"""What would settle an unsettled statement: the theory's own sentence, which no verdict rests on."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from rich.console import Console

from tests.ledger.refuted import make
from verify.decide.outcome import Verdict
from verify.derivations import load_open
from verify.errors import Fault
from verify.ledger.build import build
from verify.ledger.lock import Comparison
from verify.report.ledger_json import ledger_text
from verify.report.show import print_entry
from verify.report.terminal import print_ledger

SENTENCE = "That s² k grows for s > 1."
OPEN = f"OPEN = {{'G': 'Nothing.', 'Gr': {SENTENCE!r}}}"


def theory(directory, text=OPEN):
    """The theory with refutations, and these sentences in a file of their own."""
    made = make(directory / "theory")
    (made.directory / "questions.py").write_text(text, encoding="utf-8")
    return made


def printed(report, *args):
    """What a report prints."""
    file = StringIO()
    report(*args, Console(file=file, width=160))
    return file.getvalue()


def test_it_is_told_of_what_is_unsettled(tmp_path):
    """In the table behind how hard the statement was tried, in full, and in JSON; of what is settled nowhere."""
    ledger = build(theory(tmp_path), jobs=1, rounds=5)
    assert {e.id: (e.verdict, e.open) for e in ledger.entries if e.id != "H"} == {
        "G": (Verdict.REFUTED, ""),
        "Gr": (Verdict.UNSETTLED, SENTENCE),
    }
    table, whole = printed(print_ledger, ledger, Comparison(None)), printed(print_entry, ledger, "Gr")
    assert f"; {SENTENCE}" in table
    assert "Nothing." not in table
    assert whole.index("unsettled") < whole.index("what would settle it") < whole.index(SENTENCE)
    evidence = {s["id"]: s["evidence"] for s in json.loads(ledger_text(ledger, Comparison(None)))["statements"]}
    assert evidence["Gr"]["open"] == SENTENCE
    assert (evidence["H"]["open"], "open" in evidence["G"]) == ("", False)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("OPEN = {'Z': 'x'}", "no statement has the id Z"),
        ("OPEN = {'G': ' '}", "OPEN is no mapping from statement ids to sentences"),
        ("OPEN = {'G': print}", "OPEN is no mapping from statement ids to sentences"),
        ("OPEN = 'G'", "OPEN is no mapping from statement ids to sentences"),
    ],
)
def test_what_is_no_sentence_is_refused(tmp_path, text, told):
    """With the file and the line."""
    with pytest.raises(Fault, match=told) as caught:
        load_open(theory(tmp_path, text))
    assert "questions.py:1" in str(caught.value)


def test_a_statement_has_one_sentence(tmp_path):
    """Two files with one each are told."""
    made = theory(tmp_path, "OPEN = {'G': 'a'}")
    (made.directory / "others.py").write_text("OPEN = {'G': 'b'}", encoding="utf-8")
    with pytest.raises(Fault, match=r"G has a script in others.py, too"):
        load_open(made)


def test_words_may_run_over_lines(tmp_path):
    """A sentence is one line."""
    assert load_open(theory(tmp_path, 'OPEN = {"G": """That\n    it grows."""}')) == {"G": "That it grows."}
