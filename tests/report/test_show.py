"""One statement in full."""

from __future__ import annotations

from dataclasses import replace
from io import StringIO

import pytest
from rich.console import Console

from tests.ledger.examples import MEANINGLESS, STATEMENTS, decide, theory
from tests.small_theory import NOTATION, read_claim
from verify.decide.decide import decide as decide_in_earnest
from verify.decide.outcome import Unsettled, Verdict
from verify.language.read import read_theory
from verify.ledger.build import build
from verify.ledger.entry import Entry, Ledger
from verify.report.show import print_entry


def shown(ledger, id_):
    """What is printed of one statement."""
    file = StringIO()
    print_entry(ledger, id_, Console(file=file, width=80))
    return file.getvalue()


@pytest.fixture
def ledger(tmp_path):
    """The examples, decided."""
    return build(theory(tmp_path), jobs=1, decide=decide)


def test_a_counterexample_can_be_followed(ledger):
    """The values, each hypothesis with its mark, both sides, what they show, the kernel's reading, the repair."""
    lines = [line.strip() for line in shown(ledger, "1.1").splitlines()]
    assert lines[0] == "1.1  refuted  link, paper.tex:3"
    assert r"\eta \le k" in lines
    assert "η ≤ k" in lines
    assert "η = 2, k = 1" in lines
    assert "✓ η > 0" in lines
    assert [line for line in lines if line.startswith(("left", "right"))] == ["left  = 2", "right = 1", "left > right"]
    assert "conclude (eta <= k)" in lines
    assert any(line.startswith("repair 1.1r  unsettled") for line in lines)
    assert "η ≤ η + 1" in lines


def test_a_contradiction_is_told_in_words(ledger):
    """Step by step from the hypotheses to what cannot be."""
    lines = [line.strip() for line in shown(ledger, "2").splitlines()]
    assert lines[lines.index("given") + 1 :][:2] == ["(a) η > 0", "(b) η < 0"]
    at = lines.index("why they contradict each other")
    assert lines[at + 1] == "(1) 0 < 0  [the difference is η + (0 - η), from (a), (b)]"


def test_a_diagnostic_has_its_caret(ledger):
    """The message, the line of print, and the caret under the place."""
    lines = shown(ledger, "3").splitlines()
    at = next(n for n, line in enumerate(lines) if "E-INDEX-SCOPE" in line)
    assert lines[at + 1].endswith(MEANINGLESS.fault.source)
    assert lines[at + 2].index("^") - lines[at + 1].index("x") == MEANINGLESS.fault.place.column - 1


def test_an_attack_is_no_guarantee(ledger):
    """How hard it was tried, and what that is worth."""
    text = shown(ledger, "1.1r")
    assert "2,000 instances" in text
    assert "no guarantee" in text
    assert "stands instead of" in text


def test_what_could_not_be_read():
    """A construct that the language lacks is shown with its place."""
    entry = Entry(MEANINGLESS, Unsettled("not read", None, MEANINGLESS.fault), 0.0, None)
    assert "what could not be read" in shown(Ledger("t", (entry,)), "3")


@pytest.mark.parametrize("id_", [s.id for s in STATEMENTS])
def test_readings_are_shown(ledger, id_):
    """How macros were read stands with every statement."""
    entries = tuple(replace(e, statement=replace(e.statement, readings=("read as a product",))) for e in ledger.entries)
    assert "read as a product" in shown(replace(ledger, entries=entries), id_)


def test_derived_values_are_shown():
    """What the theory's definitions come to on the instance, so that each side can be computed by hand."""
    latex = r"\assume{$H_R \succeq I$} \conclude{$\operatorname{Tr}[N_1] \le \operatorname{Tr}[H_R]$}"
    statement = read_claim(latex)
    outcome = decide_in_earnest(statement)
    ledger = Ledger("t", (Entry(statement, outcome, 0.0, None),))
    assert ledger.summary() == {Verdict.REFUTED: 1}
    text = shown(ledger, statement.id)
    derived = text[text.index("so that") : text.index("given")]
    assert "H_R = [" in derived
    assert "N[1] = [" in derived
    assert "✓ H_R ⪰ I" in text


def test_each_conjunct_has_its_line():
    """A chain is shown relation by relation."""
    statement = read_claim(r"\conclude{$s \le t \le s$}")
    lines = shown(Ledger("t", (Entry(statement, Unsettled("no"), 0.0, None),)), statement.id).splitlines()
    assert lines[lines.index("as read") + 1 :][:2] == ["  s ≤ t", "  t ≤ s"]


def test_the_element_for_which_it_fails_is_shown():
    """What is said of every element fails for one: which, the relation, and its two sides there."""
    statement = read_claim(r"\assume{$r, q \in D_r$}, \assume{$\mathrm{Tr}(H_r) \ge 1$} \conclude{$\mathrm{Tr}(H_r) = \mathrm{Tr}(H_q)$}")
    text = shown(Ledger("t", (Entry(statement, decide_in_earnest(statement), 0.0, None),)), statement.id)
    lines = [line.strip() for line in text[text.index("what fails") : text.index("the kernel's reading")].splitlines()]
    assert lines[1] == "Tr(H[r]) = Tr(H[q])"
    assert lines[2] in ("r = D_r#1, q = D_r#2", "r = D_r#2, q = D_r#1")
    assert lines[-2] == "left ≠ right"
    assert "?" not in "".join(lines)


def test_the_relation_of_a_chain_that_fails_is_shown():
    """Of a conjunction, the first that fails."""
    statement = read_claim(r"\conclude{$s \le s \le t$}")
    text = shown(Ledger("t", (Entry(statement, decide_in_earnest(statement), 0.0, None),)), statement.id)
    assert "what fails\n  s ≤ t\n" in text


def test_a_claim_is_told_with_its_proof():
    """Its symbols, the links of its printed proof by verdict, and what a repair supposes beyond it: a referee's report."""
    text = r"""\begin{claim}{L} \assume{$s > 0$} \conclude{$s > 1$} \end{claim}
    \begin{proofof}{L} \[ s + 1 > 2 \tag{1} \] \[ s + 1 > 1 \tag{2} \] \[ s > 0 \implies s > 1 \tag{3} \] \end{proofof}
    \begin{claim}{Lr} \repairs{L} \assume{$s > 0$} \assume{$s \geq 2$} \conclude{$s > 1$} \end{claim}"""
    statements = read_theory({"a.tex": text}, NOTATION).statements
    entries = tuple(Entry(s, decide_in_earnest(s, rounds=20), 0, None) for s in statements)
    lines = [line.strip() for line in shown(Ledger("x", entries), "L").splitlines()]
    assert "s: a real number" in lines
    at = lines.index("its printed proof, link by link")
    assert [line.split(":")[0] for line in lines[at + 1 : at + 4]] == ["1 refuted", "3.2 refuted", "unsettled"]
    assert "given s ≥ 2" in lines
    assert "given s > 0" not in lines
    third = [line.strip() for line in shown(Ledger("x", entries), "3.2").splitlines()]
    at = third.index("so that what is supposed holds")
    assert third[at + 1] == "s > 0"
    assert third[at + 4] == "s > 1"
