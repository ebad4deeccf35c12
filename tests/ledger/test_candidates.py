"""Instances that a theory offers to the search."""

from __future__ import annotations

import json

import pytest

from verify.decide.outcome import Refuted, Unsettled
from verify.errors import Code, Fault
from verify.language.read import read_theory
from verify.ledger.build import build
from verify.ledger.candidates import read_candidates
from verify.notation import notation, real

CLAIM = r"\begin{claim}{P} \[ s \le s^2 + \frac{1}{4} - \frac{1}{1000000} \] \end{claim}"


def decided(tmp_path, rounds: int = 0):
    """The outcome of a claim that is false in a thin interval around 1/2."""
    theory = read_theory({"a.tex": CLAIM}, notation(real("s")), directory=tmp_path)
    return build(theory, jobs=1, rounds=rounds).entries[0].outcome


def test_a_candidate_refutes_what_no_round_was_spent_on(tmp_path):
    """It is tried before anything is drawn, and ends as a certificate of its own."""
    (tmp_path / "candidates.json").write_text(json.dumps({"P": [{"values": {"s": "100001/200000"}, "members": {}}]}))
    outcome = decided(tmp_path)
    assert isinstance(outcome, Refuted)


def test_a_candidate_that_shows_nothing_changes_nothing(tmp_path):
    """A claim is not refuted by being offered an instance that satisfies it."""
    (tmp_path / "candidates.json").write_text(json.dumps({"P": [{"values": {"s": "3"}, "members": {}}]}))
    claim = CLAIM.replace("- \\frac{1}{1000000}", "")
    theory = read_theory({"a.tex": claim}, notation(real("s")), directory=tmp_path)
    assert isinstance(build(theory, jobs=1, rounds=10).entries[0].outcome, Unsettled)


def test_without_a_file_there_are_none(tmp_path):
    """The file may be left out."""
    assert read_candidates(tmp_path) == {}


FAULTY = ["{", "[]", '{"P": {}}', '{"P": [1]}', '{"P": [{"values": {"s": "1/0"}, "members": {}}]}', '{"P": [{"values": {"s": "x"}}]}']


@pytest.mark.parametrize("text", FAULTY)
def test_what_is_no_list_of_instances_is_a_fault(tmp_path, text):
    """It names the file and says how it is written."""
    (tmp_path / "candidates.json").write_text(text)
    with pytest.raises(Fault) as raised:
        read_candidates(tmp_path)
    assert [d.code for d in raised.value.diagnostics] == [Code.CANDIDATES]
