"""Strings derived from the grammar itself: well-formed LaTeX, mostly without a meaning."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from types import MappingProxyType

import hypothesis.strategies as st
from lark.grammar import Rule

from tests.samples import NOTATION
from verify.language.macros import terminals
from verify.language.parse import parser

TERMINALS: Mapping[str, Sequence[str]] = MappingProxyType(
    {
        "LETTER": ("k", "n", "B", "s", "J", "X", "v", "i", "H", "N", "r", "x", "I", "T", "E"),
        "DIGITS": ("0", "1", "2", "3", "0.5", "12"),
        "GREEK": (r"\eta", r"\alpha", r"\mu"),
        "NAME": (r"\operatorname{Tr}", r"\mathbb{E}", r"\mathbb{N}", r"\mathbb{R}", r"\log", r"\mathrm{SNR}"),
        "CONSTANT": (r"\infty", r"\top", r"\emptyset"),
        "LAMBDA_MAX": (r"\lambda_{\max}",),
        "BIG": (r"\sum", r"\prod", r"\max", r"\sup", r"\lim", r"\overleftarrow{\prod}"),
        "RELATION": ("=", r"\le", r"\in", r"\preceq", "<", r"\sim", r"\to"),
        "SIGN": ("+", "-"),
        "MACRO1": (r"\abs",),
        "MACRO2": (r"\norm", r"\upto", r"\gaussian"),
        "MACRO3": (r"\tendsto", r"\backwards"),
        "MACRO4": (r"\fromto",),
        "SUMS": (r"\chainedsums", r"\nestedsums"),
        "CUP": (r"\cup",),
        "FORALL": (r"\forall",),
        "IMPLIES": (r"\implies",),
        "TIMES": (r"\cdot", r"\times"),
        "CHOOSE": (r"\choose",),
        "LANGLE": (r"\langle",),
        "RANGLE": (r"\rangle",),
        "PARTIAL": (r"\partial",),
        "FRAC": (r"\frac",),
        "BINOM": (r"\binom",),
        "SQRT": (r"\sqrt",),
        "LBRACE": (r"\{",),
        "RBRACE": (r"\}",),
        "MID": (":", "|"),
    }
)

_LARK = parser(terminals(NOTATION)).lark
_FIXED = MappingProxyType({t.name: t.pattern.value for t in _LARK.terminals if t.pattern.type == "str"})


@cache
def _rules() -> Mapping[str, tuple[Rule, ...]]:
    """The rules of math.lark by what they derive, those of the flattest derivations first."""
    found: dict[str, list[Rule]] = {}
    for rule in _LARK.rules:
        found.setdefault(rule.origin.name, []).append(rule)
    heights = dict.fromkeys(found, len(found))
    for _ in found:
        heights = {name: min(_height(r, heights) for r in rules) for name, rules in found.items()}
    return {name: tuple(sorted(rules, key=lambda r: (_height(r, heights), len(r.expansion)))) for name, rules in found.items()}


def _height(rule: Rule, heights: Mapping[str, int]) -> int:
    return 1 + max((heights[s.name] for s in rule.expansion if not s.is_term), default=0)


@st.composite
def grammar_strings(draw: st.DrawFn, max_rules: int = 80) -> str:
    """A formula that the grammar derives. The flattest rule is taken every other time, and always after so many rules."""
    words: list[str] = []
    waiting = [("quantified", False)]
    used = 0
    while waiting:
        name, is_terminal = waiting.pop()
        if is_terminal:
            words.append(draw(st.sampled_from(TERMINALS[name])) if name in TERMINALS else _FIXED[name])
            continue
        used += 1
        rules = _rules()[name]
        rule = draw(st.sampled_from((rules[0],) * len(rules) + rules)) if used < max_rules else rules[0]
        waiting += [(s.name, s.is_term) for s in reversed(rule.expansion)]
    return " ".join(words)
