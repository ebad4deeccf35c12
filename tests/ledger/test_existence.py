"""What is claimed to exist in a ledger: proved by naming it, refuted by an instance on which nothing will do, with what is proved."""

from __future__ import annotations

import json

import pytest

from tests.ledger.existing import SCRIPTS, make
from verify.decide.outcome import Proved, Refuted, Verdict
from verify.kernel.check import Rejected, check
from verify.ledger.build import build
from verify.ledger.certificates import FOLDER, store_certificates

QUICK = {"jobs": 1, "rounds": 2}


@pytest.fixture
def theory(tmp_path):
    """The theory."""
    return make(tmp_path / "theory")


def test_what_is_named_is_there(theory):
    """A constant, members of a family, and members by a value that those have which are given."""
    ledger = build(theory, **QUICK, only=["some", "choice", "spread"])
    assert all(isinstance(entry.outcome, Proved) for entry in ledger.entries)


def test_nothing_will_do(theory):
    """By a statement that is proved: without it the kernel does not accept the steps."""
    entry = build(theory, **QUICK, only=["none"]).entry("none")
    assert isinstance(entry.outcome, Refuted)
    assert (entry.verdict, entry.reason) == (Verdict.REFUTED, "No trace of a positive semidefinite matrix is negative.")
    assert entry.outcome.accepted.uses == ("bound",)
    with pytest.raises(Rejected, match="bound is no axiom, nor accepted before"):
        check(entry.outcome.certificate)


def test_a_stored_one_stands_with_what_it_uses(theory):
    """Read from its file, with the statement that it uses."""
    store_certificates(build(theory, **QUICK, only=["none", "bound"]), theory.directory)
    stored = json.loads((theory.directory / FOLDER / "none.json").read_text(encoding="utf-8"))
    assert build(theory, **QUICK, only=["none"]).entry("none").outcome.certificate == stored


def test_on_what_is_not_proved_nothing_stands(theory):
    """Without the derivation of what it uses the script refutes nothing; that it is absurd is then found without it."""
    again = make(theory.directory, SCRIPTS.replace(', "bound": nonnegative', ""))
    entry = build(again, **QUICK, only=["none"]).entry("none")
    assert isinstance(entry.outcome, Refuted)
    assert (entry.outcome.accepted.uses, entry.reason) == ((), "")
