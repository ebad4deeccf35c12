"""Formulas in terms of what is measured."""

from __future__ import annotations

import pytest

from tests.inspection.families import figures
from verify.inspection.rewriting import pattern, rewritten
from verify.language.fragment import Surroundings, read_fragment
from verify.language.render import render
from verify.language.statement import Context

THEORY = figures().theory


def read(latex):
    """A piece of LaTeX in this paper's names."""
    return read_fragment(latex, Surroundings(Context(symbols=THEORY.notation.declarations), THEORY.notation))


PATTERNS = tuple(
    pattern(name, read(latex), "k")
    for name, latex in {
        "top": r"\lambda_{\max}(J)",
        "negated": r"\lambda_{\max}(-J)",
        "noise": r"\operatorname{Tr}(N_k)",
        "mean": r"\operatorname{Tr}(J^{2k})",
        "eta": r"\eta",
    }.items()
)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (r"\operatorname{Tr}(M_k)", r"\operatorname{Tr}(J^{2k}) + \operatorname{Tr}(N_k)"),
        (r"\operatorname{Tr}(M_3)", r"\operatorname{Tr}(J^{2 \cdot 3}) + \operatorname{Tr}(N_3)"),
        (r"\operatorname{Tr}(-N_1)", r"-\operatorname{Tr}(N_1)"),
        (r"J \preceq (1 - \epsilon) I", r"\lambda_{\max}(J) \le 1 - \epsilon"),
        (r"I \succeq J", r"\lambda_{\max}(J) \le 1"),
        (r"J \succeq -\epsilon I", r"\lambda_{\max}(-J) \le -(-\epsilon)"),
    ],
)
def test_two_ways_of_writing_one_thing(given, expected):
    """Traces of sums, unfolded names, Loewner bounds by multiples of I."""
    context = THEORY["L4.7.1r"].context
    assert rewritten(read(given), context, PATTERNS) == rewritten(read(expected), context, PATTERNS)


def test_an_index_may_be_any():
    """Tr(N_r) under a sum is a member of the sequence; another power of J is none."""
    context = THEORY["L4.7.2r"].context
    assert "measured" in render(rewritten(read(r"\sum_{r=0}^{k} \operatorname{Tr}(N_r)"), context, PATTERNS))
    assert "measured" not in render(rewritten(read(r"\operatorname{Tr}(J^{3k})"), context, PATTERNS))
    assert "measured" not in render(rewritten(read(r"\operatorname{Tr}(H_R)"), context, PATTERNS))


def test_plain_symbols_stay():
    """η is known by its own name."""
    assert rewritten(read(r"2 \eta"), THEORY["29"].context, PATTERNS) == read(r"2 \eta")
