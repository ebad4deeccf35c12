"""Nothing that is typed, pasted or mangled ends in anything but a fault with a place."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import hypothesis.strategies as st
import pytest
from hypothesis import example, given, settings

from proofs.notation import NOTATION as PAPER
from tests.language.formulas import read, read_all
from tests.samples import SAMPLES
from verify.errors import Code, Diagnostic, Fault
from verify.language.parse import MAX_DEPTH, MAX_LENGTH
from verify.language.read import load_theory, read_theory

PROOFS = Path(__file__).resolve().parents[2] / "proofs"
TEXTS = {name: (PROOFS / name).read_text("utf-8") for name in ("setup.tex", "paper.tex", "repairs.tex")}
LINES = tuple(line for text in TEXTS.values() for line in text.split("\n") if "\\" in line)
TOKENS = tuple(sorted({t for s in SAMPLES for t in re.findall(r"\\[a-zA-Z]+|\\.|\S", s)}))
MARKUP = (
    r"\[", r"\]", r"\tag{1}", r"\begin{claim}{A}", r"\end{claim}", r"\begin{proofof}{A}", r"\end{proofof}",
    r"\begin{definition}{D}", r"\end{definition}", r"\begin{setup}{S}", r"\end{setup}", r"\assume{$\eta > 0$}",
    r"\conclude{$\eta > 0$}", r"\inherit{A}", "%", "{", "}",
    r"\define{$H_R = J$}", r"\repairs{1}", "$", r"\eta \le 1", r"\\[2pt]", r"\begin{align*}", r"\end{align*}", "\n",
)  # fmt: skip


def diagnostics(reading: Callable[[], object]) -> tuple[Diagnostic, ...]:
    """What reading something says; anything but a fault gets out."""
    try:
        reading()
    except Fault as fault:
        return fault.diagnostics
    return ()


def only_faults(latex: str) -> None:
    """Read formulas; a fault has a place in them and a fix."""
    for d in diagnostics(lambda: read_all(latex)):
        assert d.place is not None
        assert d.fix
        assert 1 <= d.place.column <= len(d.source) + 1


@settings(max_examples=300)
@given(latex=st.text(max_size=40))
def test_any_text(latex: str):
    """Any text is a formula or a fault."""
    only_faults(latex)


@settings(max_examples=400)
@given(latex=st.lists(st.sampled_from(TOKENS), max_size=14).map(" ".join))
def test_any_tokens(latex: str):
    """Tokens of formulas in any order are a formula or a fault."""
    only_faults(latex)


@settings(max_examples=300)
@given(data=st.data())
def test_mangled_lines_of_the_paper(data: st.DataObject):
    """A line of the paper with pieces cut out, doubled or swapped."""
    line = data.draw(st.sampled_from(LINES))
    for _ in range(data.draw(st.integers(1, 3))):
        a, b = sorted(data.draw(st.tuples(*[st.integers(0, len(line))] * 2)))
        middle = data.draw(st.sampled_from(("", line[a:b] * 2, line[b:b + 5], "}", "{", "\\", "_", "^")))
        line = line[:a] + middle + line[b:]
    only_faults(line)


@settings(max_examples=150)
@given(text=st.lists(st.sampled_from(MARKUP), max_size=12).map("".join))
@example(text=r"\begin{claim}{A}\begin{claim}{A}\[ \eta \le 1 \]\end{claim}\end{claim}")
@example(text=r"\begin{proofof}{A}\begin{claim}{A}\[ \eta \le 1 \]\end{claim}\end{proofof}")
def test_any_markup(text: str):
    """Environments, marks and displays in any order are a theory or faults."""
    assert all(d.place is not None and d.fix for d in diagnostics(lambda: read_theory({"a.tex": text}, PAPER)))


@settings(max_examples=4)
@given(data=st.data())
def test_a_mangled_paper(data: st.DataObject):
    """The paper itself with a piece cut out."""
    name = data.draw(st.sampled_from(sorted(TEXTS)))
    text = TEXTS[name]
    a = data.draw(st.integers(0, len(text) - 1))
    b = data.draw(st.integers(a, min(len(text), a + 60)))
    cut = {**TEXTS, name: text[:a] + text[b:]}
    assert all(d.place is not None and d.fix for d in diagnostics(lambda: read_theory(cut, PAPER)))


@settings(max_examples=40)
@given(data=st.binary(max_size=60))
def test_any_bytes(data: bytes, tmp_path_factory: pytest.TempPathFactory):
    """Any file is a theory's or a fault."""
    folder = tmp_path_factory.mktemp("theory")
    (folder / "notation.py").write_text("from verify.notation import notation\nNOTATION = notation()\n")
    (folder / "a.tex").write_bytes(data)
    assert all(d.place is not None for d in diagnostics(lambda: load_theory(folder)))


NESTED = {
    "parentheses": ("(", "k", ")"),
    "exponents": ("2^{", "k", "}"),
    "fractions": (r"\frac{", "k", "}{2}"),
    "roots": (r"\sqrt{", "k", "}"),
    "norms": (r"\norm{", "v", r"}{} v"),
    "binomials": (r"\binom{", "k", "}{1}"),
    "sums": (r"\sum_{i=1}^{2} ", "k", ""),
    "expectations": ("E ", "k", ""),
    "expectations in brackets": ("E[", "k", "]"),
    "indicators": (r"1\{0 = ", "k", r"\}"),
    "quantifiers": ("(", "k = k", r" \forall r)"),
    "implications": ("(", "k = k", r" \implies k = n)"),
    "domains": (r"\sum_{i \in \{ i \in D_r : 0 = ", "k", r"\}} k"),
}


@pytest.mark.parametrize("kind", NESTED)
@pytest.mark.parametrize("depth", [10, 3_000])
def test_deep_nesting_is_refused_before_it_hurts(kind: str, depth: int):
    """A tower of anything is one fault, at once; what a person would write is read."""
    opening, middle, closing = NESTED[kind]
    latex = opening * depth + middle + closing * depth
    if depth == 10 and kind not in ("quantifiers", "expectations"):
        read(latex)
        return
    with pytest.raises(Fault) as caught:
        read(latex)
    assert caught.value.diagnostics[0].code is Code.DEPTH


@pytest.mark.parametrize("kind", NESTED)
def test_the_deepest_formula_is_read(kind: str):
    """What is just within the limit is read, or refused by a fault, without exhausting the stack."""
    opening, middle, closing = NESTED[kind]
    for depth in (6, MAX_DEPTH - 1, MAX_DEPTH, MAX_DEPTH + 1):
        only_faults(opening * depth + middle + closing * depth)


def test_a_long_formula_is_refused():
    """A formula of more characters than anyone writes is a fault."""
    with pytest.raises(Fault) as caught:
        read("k + " * MAX_LENGTH + "k")
    assert caught.value.diagnostics[0].code is Code.DEPTH


def test_nested_environments_are_refused():
    """Environments in one another end somewhere."""
    deep = 400
    text = "".join(rf"\begin{{claim}}{{A{i}}}" for i in range(deep)) + r"\[ \eta \le 1 \]" + r"\end{claim}" * deep
    with pytest.raises(Fault) as caught:
        read_theory({"a.tex": text}, PAPER)
    assert caught.value.diagnostics[0].code is Code.DEPTH
