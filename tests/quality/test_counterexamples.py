"""What is found, and how small it is."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from tests.false_statements import CLAIMS, SGD_CLAIMS, false_statements
from tests.small_theory import read_claim
from verify.decide.decide import decide
from verify.decide.outcome import Refuted
from verify.kernel.check import check

EXPECTED = CLAIMS | SGD_CLAIMS
NUMERATOR, DENOMINATOR = 3, 6  # that a person multiplies in the head


def numbers(value: Any) -> list[Fraction]:
    """All numbers of a certificate's instance."""
    if isinstance(value, str):
        return [Fraction(value)]
    parts = value.values() if isinstance(value, dict) else value
    return [x for part in parts for x in numbers(part)]


def sizes(instance: dict[str, Any], id_: str) -> dict[str, int]:
    """The sizes in an instance that a false statement's smallest counterexamples are known by."""
    return {names: sum(int(instance["values"][name]) for name in names.split(" + ")) for names in EXPECTED[id_].smallest}


def refuted(claim: str) -> dict[str, Any]:
    """The instance that refutes a claim about matrices in general."""
    outcome = decide(read_claim(claim))
    assert isinstance(outcome, Refuted)
    return outcome.certificate["instance"]


def test_there_are_enough_false_statements():
    """Thirty or more."""
    assert len(EXPECTED) >= 30


@pytest.mark.parametrize("id_", EXPECTED)
def test_each_false_statement_is_refuted_and_small(id_):
    """The kernel accepts a counterexample of the least sizes, with numbers that one can check by hand."""
    outcome = decide(false_statements()[id_])
    assert isinstance(outcome, Refuted)
    assert check(outcome.certificate) == outcome.accepted
    instance = outcome.certificate["instance"]
    assert sizes(instance, id_) == EXPECTED[id_].smallest
    assert all(abs(x.numerator) <= NUMERATOR and x.denominator <= DENOMINATOR for x in numbers(instance))


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("id_", ["bounded-congruence", "noise-under-the-mean-operator", "moments-are-powers", "squaring-is-monotone"])
def test_other_seeds_find_what_the_first_finds(id_, seed):
    """The hardest of them fall whatever the seed, at the same sizes."""
    outcome = decide(false_statements()[id_], seed=seed)
    assert isinstance(outcome, Refuted)
    assert sizes(outcome.certificate["instance"], id_) == EXPECTED[id_].smallest


def test_the_square_of_a_sum_needs_two_matrix_units():
    """(X+Y)² = X² + 2XY + Y² fails on matrices of zeros and ones, one of each."""
    values = refuted(r"\conclude{$(X+Y)^2 = X^2 + 2XY + Y^2$}")["values"]
    assert values["d"] == "2"
    for name in ("X", "Y"):
        assert sorted(x for row in values[name] for x in row) == ["0", "0", "0", "1"]


def test_a_normal_matrix_needs_one_entry():
    """The smallest matrix that is not normal is a nilpotent of one entry."""
    assert refuted(r"\conclude{$X X^T = X^T X$}")["values"] == {"d": "2", "X": [["0", "1"], ["0", "0"]]}


def test_a_tight_bound_is_used():
    """S² ⪯ (1−ε)³ I fails where 1−ε is the modulus of an eigenvalue of S, with simple numbers."""
    bounded = r"\assume{$(1-\epsilon)I \succeq S \succeq -(1-\epsilon)I$}, \assume{$\epsilon \in (0, 1)$}"
    values = refuted(bounded + r" \conclude{$S^2 \preceq (1-\epsilon)^3 I$}")["values"]
    assert values == {"d": "1", "epsilon": "1/2", "S": [["1/2"]]}


def test_a_scalar_claim_falls_at_a_simple_number():
    """t² >= t fails at one half."""
    assert refuted(r"\conclude{$t^2 \ge t$}")["values"] == {"t": "1/2"}


def test_members_that_play_no_role_are_dropped():
    """A family is cut down to the members that matter, and those that only fill the set are zero."""
    instance = refuted(r"\conclude{$\sum_{f \in D_f} H_f = n_f H_R$}")
    assert instance["members"]["H"] == {"D_r": [[["0"]]], "D_f": [[["1"]]]}
