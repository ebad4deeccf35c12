"""Refutations by limits in a ledger: the script's where none is stored, and the stored one where the kernel still accepts it."""

from __future__ import annotations

import json

import pytest

from tests.ledger.refuted import SCRIPTS, make
from verify.decide.certify import SoundnessAlarm
from verify.decide.outcome import Refuted, Unsettled, Verdict
from verify.kernel.rules import derivation
from verify.ledger.build import build
from verify.ledger.certificates import FOLDER, store_certificates
from verify.ledger.entry import Evidence, evidence_of

QUICK = {"jobs": 1, "rounds": 5}
BROKEN = SCRIPTS.replace('"s^2 n = 0", "s = 0"', '"s^2 n = 1", "s = 0"')


@pytest.fixture
def theory(tmp_path):
    """The theory with refutations."""
    return make(tmp_path / "theory")


def test_the_script_refutes(theory):
    """By a counterexample, with the script's reason and the repair that stands instead."""
    entry = build(theory, **QUICK).entry("G")
    assert isinstance(entry.outcome, Refuted)
    assert (entry.verdict, entry.outcome.accepted.kind) == (Verdict.REFUTED, "refutation")
    assert evidence_of(entry.outcome) is Evidence.COUNTEREXAMPLE
    assert (entry.reason, entry.repair) == ("At s = 0, every member is 0.", "Gr")


def test_a_script_that_fails_is_told(theory):
    """With its line; nothing is concluded."""
    entry = build(theory, **QUICK).entry("H")
    assert isinstance(entry.outcome, Unsettled)
    assert "growth.py:14): step 0, on: the fact s = 0 does not hold on the instance; " in entry.outcome.reason
    assert entry.reason == ""


def test_what_is_stored_stands(theory):
    """The script is not run, and nothing is set aside; `fresh` runs it."""
    store_certificates(build(theory, **QUICK), theory.directory)
    assert [file.stem for file in (theory.directory / FOLDER).iterdir()] == ["G"]
    again = make(theory.directory, BROKEN)
    ledger = build(again, **QUICK)
    assert (ledger.entry("G").verdict, ledger.entry("G").reason, ledger.set_aside) == (Verdict.REFUTED, "At s = 0, every member is 0.", ())
    assert build(again, **QUICK, fresh=True).entry("G").verdict is Verdict.UNSETTLED


def test_what_the_kernel_no_longer_accepts_is_written_anew(theory):
    """From the script, and what was stored is set aside."""
    store_certificates(build(theory, **QUICK), theory.directory)
    file = theory.directory / FOLDER / "G.json"
    data = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps({**data, "facts": []}), encoding="utf-8")
    ledger = build(theory, **QUICK)
    assert ledger.entry("G").outcome.certificate == data
    assert [(aside.id, aside.reason) for aside in ledger.set_aside] == [("G", "it was not accepted as evidence")]


def test_several_processes_find_the_same(theory):
    """What a script wrote travels."""
    one, two = (build(theory, jobs=jobs, rounds=5).entry("G").outcome for jobs in (1, 2))
    assert one.certificate == two.certificate


@pytest.mark.parametrize("stored", [False, True])
def test_a_derivation_against_it_is_an_alarm(theory, monkeypatch, stored):
    """Whether the refutation is a script's or a stored one."""
    if stored:
        store_certificates(build(theory, **QUICK), theory.directory)
    monkeypatch.setattr(derivation, "_RULES", {**derivation._RULES, "order": lambda *_, **__: None})
    believed = 'def believed(p):\n    """So it is."""\n    p.order(p.goal)\n\nDERIVATIONS = {"G": believed}\n'
    scripts = believed if stored else f"{SCRIPTS}\n{believed}"
    with pytest.raises(SoundnessAlarm, match="contradicts the derivation"):
        build(make(theory.directory, scripts), **QUICK, only=["G"])
