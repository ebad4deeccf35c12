"""Statements with a derivation: proved where the kernel accepts it, attacked all the same, and never on the derivation's word alone."""

from __future__ import annotations

import pytest

import verify
from tests.decide.prove.derivations import begun
from tests.small_theory import read_claim
from verify.decide import certify
from verify.decide.certify import SoundnessAlarm
from verify.decide.decide import decide
from verify.decide.outcome import Proved, Refuted, Unsettled, Vacuous, Verdict, verdict_of
from verify.decide.prove.scripts import Derived
from verify.errors import Code, Diagnostic, Fault
from verify.kernel.check import check
from verify.language.canonical import canonical_bytes

SQUARE = r"\conclude{$s^2 + t^2 \geq 2st$}"
FALSE = r"\conclude{$s^2 + t^2 > 2st$}"


def derivation(claim: str = SQUARE, witness: str = "(s - t)^2") -> Derived:
    """One step, at a line of its own."""
    p = begun(claim)
    p.order(p.goal, witness=witness)
    return Derived(tuple(p.steps), ("proofs/squares.py:7",))


def test_a_derivation_proves():
    """The certificate is of this very statement, and says how hard it was attacked."""
    statement = read_claim(SQUARE)
    outcome = decide(statement, rounds=20, derivation=derivation())
    assert isinstance(outcome, Proved)
    assert verdict_of(outcome) is Verdict.PROVED
    assert outcome.accepted.statement == canonical_bytes(statement)
    assert check(outcome.certificate) == outcome.accepted
    assert (outcome.certificate["kind"], sorted(outcome.certificate)) == (
        "derivation",
        ["format", "id", "kind", "statement", "steps"],
    )
    assert outcome.effort is not None
    assert outcome.effort.rounds == 20
    assert outcome.effort.instances > 0


def test_a_stored_derivation_is_replayed():
    """No script is needed then, and the statement is attacked again."""
    statement = read_claim(SQUARE)
    stored = decide(statement, rounds=0, derivation=derivation()).certificate
    outcome = decide(statement, rounds=5, stored=stored)
    assert isinstance(outcome, Proved)
    assert outcome.certificate == stored
    assert outcome.effort is not None


def test_what_the_kernel_does_not_accept_is_told():
    """The line of the script, and what is wrong; the verdict is what the search comes to."""
    outcome = decide(read_claim(SQUARE), rounds=5, derivation=derivation(witness="(s + t)^2"))
    assert isinstance(outcome, Unsettled)
    assert outcome.reason.startswith("its derivation is not accepted (proofs/squares.py:7): step 0: the difference of the sides is not")
    assert "no counterexample among" in outcome.reason


def test_a_script_that_failed_is_told():
    """With the message that it failed with."""
    fault = Fault(Diagnostic(Code.DERIVATION, "step 3, so: no combination", "Give premises."))
    outcome = decide(read_claim(SQUARE), rounds=0, derivation=fault)
    assert isinstance(outcome, Unsettled)
    assert outcome.reason.startswith("step 3, so: no combination; ")


def test_a_false_statement_is_refuted_whatever_its_script():
    """A derivation that fails does not stand in the way of a counterexample."""
    outcome = decide(read_claim(FALSE), derivation=derivation())
    assert isinstance(outcome, Refuted)


def test_contradictory_hypotheses_come_before_a_derivation():
    """What follows from them is proved of nothing."""
    claim = rf"\assume{{$s > t$}}, \assume{{$t > s$}} {SQUARE}"
    assert isinstance(decide(read_claim(claim), derivation=derivation(claim)), Vacuous)


def test_an_instance_against_an_accepted_derivation_is_an_alarm(monkeypatch):
    """Either the kernel or the engine is wrong, so nothing is concluded. Here a kernel that accepts too much is put in its place."""
    statement = read_claim(FALSE)
    truth = decide(read_claim(SQUARE), rounds=0, derivation=derivation())
    monkeypatch.setattr(certify, "proved", lambda *_: truth)
    with pytest.raises(SoundnessAlarm, match="contradicts the derivation that the kernel accepted"):
        decide(statement, derivation=derivation())


def test_an_instance_beyond_the_kernel_is_an_alarm_too(monkeypatch):
    """The engine finds that it is false; that the kernel cannot evaluate it does not save the derivation."""
    statement = read_claim(r"\conclude{$\norm{A+G}{op} = \norm{A}{op} + \norm{G}{op}$}")
    truth = decide(read_claim(SQUARE), rounds=0, derivation=derivation())
    monkeypatch.setattr(certify, "proved", lambda *_: truth)
    with pytest.raises(SoundnessAlarm, match="the kernel accepts its derivation, but"):
        decide(statement, derivation=derivation())


def test_the_room_takes_a_derivation():
    """`verify.decide(statement, derivation=…)`."""
    assert isinstance(verify.decide(read_claim(SQUARE), rounds=0, derivation=derivation()), Proved)
