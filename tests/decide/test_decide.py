"""Deciding: each way to a verdict, in its order, and what each outcome carries."""

from __future__ import annotations

import pytest

import verify
from tests.false_statements import false_statements
from tests.small_theory import NOTATION, SETUP, read_claim
from tests.true_statements import true_statements
from verify.decide import certify
from verify.decide.certify import SoundnessAlarm
from verify.decide.decide import decide
from verify.decide.outcome import Defined, Malformed, Refuted, Unsettled, Vacuous, Verdict, verdict_of
from verify.errors import Code
from verify.kernel.check import check
from verify.language.canonical import canonical_bytes
from verify.language.read import read_theory
from verify.meaning.exact import Check

TRUE = true_statements()
FALSE = false_statements()
VACUOUS = read_claim(r"\assume{$\mathrm{Tr}(N_k) \le \epsilon \forall k$}, \assume{$\epsilon \in (0, 1)$} \conclude{$A = I$}")


def test_a_false_statement_is_refuted_by_the_kernel():
    """The certificate is of this very statement, and replays."""
    statement = FALSE["square-of-a-sum"]
    outcome = decide(statement)
    assert isinstance(outcome, Refuted)
    assert outcome.accepted.statement == canonical_bytes(statement)
    assert check(outcome.certificate) == outcome.accepted
    assert (outcome.certificate["id"], outcome.certificate["kind"]) == (statement.id, "counterexample")


def test_a_true_statement_is_unsettled_with_its_effort():
    """No proof yet: how hard it was tried is told."""
    outcome = decide(TRUE["telescope"], rounds=30, seed=2)
    assert isinstance(outcome, Unsettled)
    assert outcome.effort is not None
    assert (outcome.effort.rounds, outcome.effort.seed) == (30, 2)
    assert f"{outcome.effort.instances} instances" in outcome.reason


def test_hypotheses_that_cannot_hold_are_vacuous():
    """Found before any search, and accepted by the kernel; the conclusion plays no role."""
    outcome = decide(VACUOUS, rounds=0)
    assert isinstance(outcome, Vacuous)
    assert outcome.accepted.statement == canonical_bytes(VACUOUS)


def test_definitions_are_defined():
    """There is nothing to decide about them."""
    theory = read_theory({"setup.tex": SETUP}, NOTATION)
    assert [type(decide(s)) for s in theory] == [Defined] * len(theory)


@pytest.mark.parametrize(
    ("claim", "code"),
    [
        (r"\conclude{$H_r = A$}", Code.INDEX_SCOPE),
        (r"\conclude{$\sum_{r \in D_r} H_q = A$}", Code.INDEX_SCOPE),
        (r"\conclude{$A + 1 = A$}", Code.KIND),
        (r"\conclude{$Av = A$}", Code.KIND),
        (r"\conclude{$H = A$}", Code.ARITY),
    ],
)
def test_print_without_meaning_is_malformed(claim, code):
    """A fault of scope, kind, size or number of indices is the verdict, and its diagnostic the evidence."""
    outcome = decide(read_claim(claim))
    assert isinstance(outcome, Malformed)
    assert outcome.fault.code is code


def test_a_construct_outside_the_grammar_is_unsettled():
    """What cannot be read is named, not judged."""
    outcome = decide(read_claim(r"\conclude{$A \otimes G = A$}"))
    assert isinstance(outcome, Unsettled)
    assert outcome.fault is not None
    assert outcome.effort is None


def test_a_construct_without_exact_meaning_is_unsettled():
    """A limit of what are no second moments is lacking."""
    outcome = decide(read_claim(r"\conclude{$\tendsto{s^2 \mathrm{Tr}(N_k)}{\infty}{k}$}"))
    assert isinstance(outcome, Unsettled)
    assert outcome.reason.startswith("no exact meaning yet: ")


def test_what_the_kernel_cannot_evaluate_is_unsettled():
    """The operator norm is outside the kernel: the search finds counterexamples, and says that they are not certified."""
    outcome = decide(read_claim(r"\conclude{$\norm{A+G}{op} = \norm{A}{op} + \norm{G}{op}$}"))
    assert isinstance(outcome, Unsettled)
    assert "the kernel cannot evaluate them exactly (norm_operator)" in outcome.reason


def test_a_largest_eigenvalue_is_certified_where_it_is_rational():
    """λ_max is not additive, which a rational instance shows."""
    outcome = decide(read_claim(r"\conclude{$\lambda_{\max}(A+G) = \lambda_{\max}(A) + \lambda_{\max}(G)$}"))
    assert isinstance(outcome, Refuted)


def test_a_false_statement_about_strings_is_no_alarm():
    """The kernel has no words for letters: the counterexample is told, and nothing is concluded."""
    outcome = decide(read_claim(r"\conclude{$\sum_{L \in \{u, o\}^k} 1 = k + 1$}"))
    assert isinstance(outcome, Unsettled)
    assert "strings are not known to the kernel" in outcome.reason


def test_a_stored_certificate_is_replayed_first():
    """With no round of search the stored counterexample still refutes; it is returned as it was."""
    statement = FALSE["moments-are-powers"]
    stored = decide(statement).certificate
    outcome = decide(statement, rounds=0, stored=stored)
    assert isinstance(outcome, Refuted)
    assert outcome.certificate == stored


@pytest.mark.parametrize(
    "spoil",
    [
        lambda c: {**c, "statement": decide(FALSE["normal"]).certificate["statement"]},
        lambda c: {**c, "lhs": [["7"]]},
        lambda c: {**c, "instance": {"values": {}, "members": {}}},
        lambda c: {**c, "id": "another"},
        lambda c: {**c, "format": "verify-certificate/0"},
        lambda c: {"kind": "counterexample"},  # noqa: ARG005  # each spoils the certificate in its way
        lambda c: decide(FALSE["normal"]).certificate,  # noqa: ARG005  # as above
    ],
    ids=["statements swapped", "wrong side", "no values", "another id", "wrong format", "a fragment", "of another statement"],
)
def test_a_stale_certificate_is_ignored(spoil):
    """What does not show this very statement counts for nothing."""
    statement = FALSE["moments-are-powers"]
    stored = spoil(decide(statement).certificate)
    assert isinstance(decide(statement, rounds=0, stored=stored), Unsettled)


def test_a_rejection_by_the_kernel_is_an_alarm(monkeypatch):
    """Nothing is concluded where kernel and engine differ; the alarm carries the certificate."""
    monkeypatch.setattr(certify, "evaluate", lambda context, conclusion, instance: Check(True, False, "7", "7"))  # noqa: ARG005  # it errs
    with pytest.raises(SoundnessAlarm, match="the kernel rejects its counterexample") as alarm:
        decide(FALSE["square-above"])
    assert alarm.value.certificate["kind"] == "counterexample"


@pytest.mark.parametrize("outcome", [decide(FALSE["normal"]), Defined(), Unsettled("no reason")])
def test_no_outcome_has_a_truth_value(outcome):
    """`if decide(s)` is a mistake that is told."""
    with pytest.raises(TypeError, match="no truth value"):
        bool(outcome)


def test_verdicts_by_outcome():
    """Each outcome amounts to one verdict."""
    outcomes = (decide(FALSE["normal"]), decide(VACUOUS), Defined(), Unsettled("no reason"), decide(read_claim(r"\conclude{$H_r = A$}")))
    expected = (Verdict.REFUTED, Verdict.VACUOUS, Verdict.DEFINED, Verdict.UNSETTLED, Verdict.MALFORMED)
    assert tuple(map(verdict_of, outcomes)) == expected


def test_the_public_function_decides():
    """`verify.decide(statement)` is the same."""
    assert isinstance(verify.decide(FALSE["normal"], rounds=50), Refuted)


def test_negative_rounds_are_refused():
    """A misuse is told."""
    with pytest.raises(ValueError, match="rounds is -1"):
        decide(FALSE["normal"], rounds=-1)
