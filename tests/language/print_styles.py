"""The same formula as different hands print it: what typesets alike must read alike."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

import hypothesis.strategies as st

STYLES: Mapping[str, Sequence[str]] = MappingProxyType(
    {
        r"\\frac\{(\d)\}\{(\d)\}": (r"\\frac\1\2", r"\\tfrac{\1}{\2}", r"\\dfrac \1 \2"),
        r"([_^])\{(\d|[a-zA-Z]|\\[a-z]+)\}": (r"\1\2", r"\1 \2", r"\1{ \2 }"),
        r"\^\{T\}": (r"^\\top", r"^T"),
        r"\\leq\b": (r"\\le", r"\\leqslant"),
        r"\\geq\b": (r"\\ge", r"\\geqslant"),
        r"\\preceq\b": (r"\\preccurlyeq", r"\\le"),
        r"\\operatorname\{Tr\}": (r"\\text{Tr}", r"\\mathrm{Tr}", r"\\operatorname {tr}"),
        r"\\mathbb\{E\}": ("E", r"\\mathrm{E}"),
        r"\\lambda_\{\\max\}": (r"\\lambda_1", r"\\lambda_\\max"),
        r"\\mathcal\{O\}": ("O",),
        r"\\implies\b": (r"\\Rightarrow", r"\\Longrightarrow"),
        r"\\cdot\b": (r"\\times",),
        r"\(([a-z] [+-] [a-z0-9])\)": (r"\\left(\1\\right)", r"\\bigl( \1 \\bigr)", r"\\Big(\1\\Big)", r"{\1}"),
        r"(\\sum|\\prod|\\max)_": (r"\1\\limits_",),
        r"\\binom\{(\w+)\}\{(\w+)\}": (r"{\1 \\choose \2}", r"\\tbinom{\1}{\2}"),
        r" ": ("  ", r" \\, ", " ~ ", "\n", r" \\quad ", r" \\\\ & ", r" \\; "),
        r"$": (".", ",", r" \\, .", "  ", "\n"),
    }
)
"""A piece of rendered LaTeX, and what another hand writes in its place."""


@st.composite
def print_styles(draw: st.DrawFn, latex: str) -> str:
    """A rendered formula in another style."""
    for pattern in draw(st.lists(st.sampled_from(sorted(STYLES)), unique=True, max_size=6)):
        by = draw(st.sampled_from(STYLES[pattern]))
        latex = re.sub(pattern, by, latex, count=0 if draw(st.booleans()) else 1)
    return latex
