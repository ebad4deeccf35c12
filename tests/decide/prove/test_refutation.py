"""Refutations by limits on one instance: what a script gives, what is told of what cannot be, and what the kernel makes of it."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from tests.decide.prove.refutations import FACTS, VALUES, begun, refuting, statement
from verify.decide.certify import SoundnessAlarm, refuted_by_steps, replayed
from verify.decide.decide import decide
from verify.decide.outcome import Refuted, Unsettled, Verdict, verdict_of
from verify.decide.prove.scripts import Derived, Refuting
from verify.errors import Code, Diagnostic, Fault
from verify.kernel.check import check
from verify.kernel.limits import Rejected
from verify.kernel.rules import derivation
from verify.language.canonical import canonical_bytes, statement_json


def data():
    """The statement, as a certificate has it."""
    return statement_json(statement().context, statement().conclusion)


def test_limits_on_an_instance_refute():
    """No search comes to this; the certificate is of this very statement."""
    outcome = decide(statement(), rounds=0, refutation=refuting())
    assert isinstance(outcome, Refuted)
    assert verdict_of(outcome) is Verdict.REFUTED
    assert outcome.accepted.statement == canonical_bytes(statement())
    assert (outcome.accepted.kind, outcome.accepted.left, outcome.accepted.right) == ("refutation", None, None)
    assert sorted(outcome.certificate) == ["facts", "format", "id", "instance", "kind", "statement", "steps"]
    assert check(outcome.certificate) == outcome.accepted


def test_a_stored_refutation_is_replayed():
    """No script is needed then."""
    stored = decide(statement(), rounds=0, refutation=refuting()).certificate
    assert decide(statement(), rounds=0, stored=stored) == replayed(statement(), stored)
    assert isinstance(decide(statement(), rounds=0), Unsettled)


def test_the_limits_that_are_supposed_are_kept():
    """Though the last step does not stand on them."""
    assert [step.get("says") for step in refuting().derived.steps].count(data()["hypotheses"][-1]) == 1


def test_values_are_exact():
    """As ints, Fractions or texts."""
    p = begun()
    p.on({**VALUES, "d": Fraction(1), "n_r": "1", "v": ("0/1",)}, *FACTS)
    assert p.instance.to_json() == refuting().instance


@pytest.mark.parametrize(
    ("values", "facts", "told"),
    [
        ({"v": [0.0]}, FACTS, "the instance does not fit: 0.0 is no exact number"),
        ({"v": [0, 0]}, FACTS, "the instance does not fit"),
        ({"v": "x"}, FACTS, "the instance does not fit: Invalid literal"),
        ({"v": None}, FACTS, "the instance does not fit: None is neither a number nor a list"),
        ({"s": 1}, FACTS, "the instance does not fit: the instance gives"),
        ({"H": {"D_r": [[[2]], [[2]]], "D_f": []}}, FACTS, "2 members of H are given for the 1 elements of D_r"),
        ({"H": {"D_r": [[[-2]]], "D_f": []}}, FACTS, "the instance does not fit"),
        ({}, ("d = 2",), "the fact d = 2 does not hold on the instance"),
        ({}, (r"H_r = 3I \forall r \in D_r",), r"the fact H_{r} = 3 I_{d} \forall r \in D_{r} does not hold"),
        ({}, ("N_{-1} = I",), "has no value"),
        ({}, (r"x_{r,1} = 0 \forall r \in D_r",), "x is declared nowhere"),
        ({}, (r"\lim_{k \to \infty} \operatorname{Tr}(N_k) = \infty",), "has no exact meaning yet"),
        ({"B": 2}, FACTS, r"the hypothesis B \leq n_{r} does not hold on the instance"),
    ],
)
def test_what_does_not_hold_is_told(values, facts, told):
    """At the line of the script, before any step is written."""
    p = begun()
    with pytest.raises(Fault) as caught:
        p.on({**VALUES, **values}, *facts)
    (diagnostic,) = caught.value.diagnostics
    assert told in diagnostic.message
    assert (diagnostic.code, diagnostic.place.file) == (Code.DERIVATION, __file__)
    assert p.instance is None


def test_another_instance_is_no_refutation():
    """On one with a start that sees the noise, the facts do not hold; without that fact, the steps lead nowhere."""
    r = refuting()
    seeing = {**r.instance, "values": {**r.instance["values"], "v": ["1"]}}
    with pytest.raises(Rejected, match="does not hold on the instance"):
        refuted_by_steps(statement(), seeing, r.facts, r.derived.steps)
    with pytest.raises(Rejected, match="step"):
        refuted_by_steps(statement(), seeing, r.facts[:-1], r.derived.steps)


def test_limits_that_are_supposed_must_follow():
    """That growth is claimed is no reason to believe in it."""
    r = refuting()
    growth = data()["hypotheses"][-1]
    short = [step for step in r.derived.steps if step.get("says") != growth]
    with pytest.raises(Rejected):
        refuted_by_steps(statement(), r.instance, r.facts, short)


def test_what_the_kernel_does_not_accept_is_told():
    """The line of the script; the verdict is what the search comes to."""
    wrong = replace(refuting(), derived=Derived(refuting().derived.steps[:-1], refuting().derived.places[:-1]))
    outcome = decide(statement(), rounds=0, refutation=wrong)
    assert isinstance(outcome, Unsettled)
    assert outcome.reason.startswith("its refutation is not accepted: ")
    steps = ({**refuting().derived.steps[0], "clause": 1}, *refuting().derived.steps[1:])
    outcome = decide(statement(), rounds=0, refutation=Refuting(refuting().instance, refuting().facts, Derived(steps, ("noise.py:7",))))
    assert outcome.reason.startswith("its refutation is not accepted (noise.py:7): step 0: ")


def test_a_script_that_failed_is_told():
    """And the search goes on."""
    outcome = decide(statement(), rounds=0, refutation=Fault(Diagnostic(Code.DERIVATION, "no step", "Mend it.")))
    assert outcome.reason.startswith("no step; no exact meaning yet: such a limit")


def test_a_refutation_of_what_is_derived_is_an_alarm(monkeypatch):
    """Whatever the kernel believes by mistake, both cannot be."""
    rules = {**derivation._RULES, "order": lambda *_, **__: None}
    monkeypatch.setattr(derivation, "_RULES", rules)
    steps = ({"rule": "order", "says": data()["conclusion"], "from": []},)
    with pytest.raises(SoundnessAlarm, match="contradicts the derivation"):
        decide(statement(), rounds=0, derivation=Derived(steps, ("noise.py:1",)), refutation=refuting())
