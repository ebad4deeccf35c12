"""A small theory with a limit that is claimed, and an instance with another one."""

from __future__ import annotations

from pathlib import Path

from verify.language.read import Theory, load_theory

NOTATION = 'from verify.notation import natural, notation, real\n\nNOTATION = notation(real("s"), natural("k"))\n'
PAPER = r"""
\begin{setup}{S} \assume{$s \geq 0$} \end{setup}
\begin{claim}{G} \conclude{$\lim_{k \to \infty} s^2 k = \infty$} \end{claim}
\begin{claim}{H} \conclude{$\lim_{k \to \infty} s k = \infty$} \end{claim}
\begin{claim}{Gr} \repairs{G} \assume{$s > 1$} \conclude{$\lim_{k \to \infty} s^2 k = \infty$} \end{claim}
"""
SCRIPTS = r'''"""Where nothing grows."""


def zero(p):
    """At s = 0, every member is 0."""
    q = p.on({"s": 0}, "s = 0")
    with q.block("n", r"\mathbb{N}") as each:
        q.equal("s^2 n = 0", "s = 0")
    q.lemma("limit_constant", each.fact, c=0, f=("n", "s^2 n"))


def one(p):
    """It is not so at s = 1."""
    p.on({"s": 1}, "s = 0")


REFUTATIONS = {"G": zero, "H": one}
'''


def make(directory: Path, scripts: str = SCRIPTS) -> Theory:
    """The theory in a folder."""
    directory.mkdir(parents=True, exist_ok=True)
    for name, text in (("paper.tex", PAPER), ("notation.py", NOTATION), ("growth.py", scripts)):
        (directory / name).write_text(text, encoding="utf-8")
    return load_theory(directory)
