"""Theorem 4.9 as the existence of Hessians (T4.9r5): it says something, and nothing that it supposes can be left out."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest

from tests.proofs.theory import THEORY
from verify.decide.certify import proved
from verify.derivations import derived, load_scripts
from verify.kernel.check import Accepted, Rejected, check
from verify.ledger.certificates import stored_certificate
from verify.meaning.exact import holds
from verify.meaning.instance import Instance
from verify.report.derivation import derivation_lines

STATEMENT = THEORY["T4.9r5"]
NOTHING = ["=", ["number", "0"], ["number", "0"]]
HALF, NONE = Fraction(1, 2), Fraction(0)


@pytest.fixture(scope="module")
def lemma() -> Accepted:
    """T4.9r2, on which it stands."""
    return check(stored_certificate(THEORY.directory, "T4.9r2"))


@pytest.fixture(scope="module")
def certificate(lemma):
    """What its script writes, as the kernel accepts it."""
    return proved(STATEMENT, derived(STATEMENT, load_scripts(THEORY)["T4.9r5"].script, THEORY).steps, [lemma]).certificate


def diagonal(first, second):
    """A diagonal matrix."""
    return ((Fraction(first), NONE), (NONE, Fraction(second)))


def instance(retain, forget):
    """Two retain Hessians, one forget Hessian, and the heights 2 along e_1 and ½ across; α = 0, so that C'_r = 1."""
    numbers = {"d": 2, "n_r": 2, "n_f": 1, "B": 1, "eta": HALF, "alpha": 0}
    vectors = {"e_1": (Fraction(1), NONE), "w_0": (Fraction(1), Fraction(1))}
    families = (
        ("H", (("D_f", (forget,)), ("D_r", retain))),
        ("g", (("D_r", (NONE, HALF)),)),
        ("h", (("D_r", (Fraction(2), NONE)),)),
    )
    return Instance((*((name, Fraction(value)) for name, value in numbers.items()), *vectors.items()), families)


@pytest.mark.parametrize(
    ("retain", "forget"),
    [
        ((diagonal(2, 0), diagonal(0, HALF)), diagonal(0, 0)),
        ((diagonal(0, 2), diagonal(0, 0)), diagonal(5, 7)),
    ],
)
def test_the_hypotheses_can_hold(retain, forget):
    """Where the Hessians are those that are put in, and where they are others, with λ_max(D) = 1 and σ = 1."""
    assert [holds(STATEMENT.context, one, instance(retain, forget)) for one in STATEMENT.given] == [True] * len(STATEMENT.given)


def test_another_coherence_is_none_of_it():
    """With H_1 = H_2 = I, σ is 2√2, and what is supposed of it does not hold."""
    given = instance((diagonal(1, 1), diagonal(1, 1)), diagonal(0, 0))
    assert not all(holds(STATEMENT.context, one, given) for one in STATEMENT.given)


@pytest.mark.parametrize("number", range(len(STATEMENT.given)))
def test_no_hypothesis_is_idle(certificate, lemma, number):
    """Without it the kernel refuses the steps; that e_1 is a unit vector is said twice."""
    changed = json.loads(json.dumps(certificate))
    hypotheses = changed["statement"]["hypotheses"]
    unit = hypotheses[number]
    changed["statement"]["hypotheses"] = [NOTHING if one == unit else one for one in hypotheses]
    with pytest.raises(Rejected):
        check(changed, [lemma])


def test_it_does_not_stand_alone(certificate):
    """Without T4.9r2 the kernel refuses it."""
    with pytest.raises(Rejected, match=r"T4\.9r2 is no axiom, nor accepted before"):
        check(certificate)


@pytest.mark.parametrize("key", ["from", "values"])
def test_each_premise_is_needed(certificate, lemma, key):
    """Of the step that says that there are such Hessians: that they are PSD, that λ_max(D) and σ were as they are; that all has a value."""
    steps = certificate["steps"]
    assert "put" in steps[-1]
    refused = 0
    for number in range(len(steps[-1][key])):
        changed = json.loads(json.dumps(certificate))
        del changed["steps"][-1][key][number]
        with pytest.raises(Rejected):
            check(changed, [lemma])
        refused += 1
    assert refused == {"from": 4, "values": 7}[key]


@pytest.mark.parametrize("body", [["number", "0"], ["member", "H", [["symbol", "#1"]]]])
def test_other_members_are_refused(certificate, lemma, body):
    """Zero has not the same λ_max(D); the members that are given may not be put in."""
    changed = json.loads(json.dumps(certificate))
    changed["steps"][-1]["put"]["D_r"] = body
    with pytest.raises(Rejected):
        check(changed, [lemma])


def test_it_is_told_in_letters(certificate):
    """No variable of its derivation is called by a number, also where reading has renamed one."""
    told = "\n".join(derivation_lines(STATEMENT, certificate["steps"], 1000))
    assert "max(i∈D_r) h[i]" in told
    assert "#" not in told
