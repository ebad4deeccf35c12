"""A small theory with derivations: what is proved, what rests on what falls, what is taken from the literature."""

from __future__ import annotations

from pathlib import Path

from verify.language.read import Theory, load_theory

NOTATION = r"""from verify.notation import family, matrix, natural, notation, real

NOTATION = notation(real("s", "t"), natural("k", "n"), family(matrix("M", size="n"), over="integers"))
"""

PAPER = r"""
\begin{setup}{S} \assume{$s > 0$} \end{setup}
\[ s + 1 > 0 \tag{1} \]
\[ s + 2 > 0 \tag{2} \]
\[ s > 1 \tag{3} \]
\[ s + 3 > 0 \tag{4} \]
\[ s + 4 > 0 \tag{5} \]
\begin{claim}{L6} \conclude{$s + 6 > 0$} \end{claim}
\begin{proofof}{L6} \[ s > 2 \tag{6.a} \] \[ s + 5 > 0 \tag{6.b} \] \end{proofof}
\begin{claim}{L7} \conclude{$s + 2 > 0$} \end{claim}
\begin{claim}{B} (\source{Bhatia (2013)})
  \conclude{$\operatorname{Tr}[\prod_{i=1}^{k} M_i] \leq \norm{\prod_{i=1}^{k} M_i}{S_1}$} \end{claim}
\begin{claim}{L8} \conclude{$\operatorname{Tr}[\prod_{i=1}^{k} M_i] \leq \norm{\prod_{i=1}^{k} M_i}{S_1} + 1$} \end{claim}
\begin{claim}{3r} \repairs{3} \conclude{$s + 8 > s$} \end{claim}
"""

SCRIPTS = r'''"""How the statements follow."""

from verify.derivations import Derivation


def positive(p: Derivation) -> None:
    """A positive number and one are positive."""
    p.so(p.goal, *p.hypotheses)


def earlier(id_: str):
    """A script that uses one earlier statement."""

    def script(p: Derivation) -> None:
        """What was shown before, and more."""
        p.so(p.goal, p.lemma(id_), *p.hypotheses)

    return script


DERIVATIONS = {"1": positive, "2": earlier("1"), "4": earlier("3"), "5": earlier("4"), "6.b": earlier("L7"), "L8": earlier("B")}
'''

CIRCLE = SCRIPTS.replace('"1": positive', '"1": earlier("5")').replace('earlier("3")', 'earlier("2")')


def make(directory: Path, paper: str = PAPER, scripts: str = SCRIPTS) -> Theory:
    """The theory in a folder."""
    directory.mkdir(parents=True, exist_ok=True)
    for name, text in (("paper.tex", paper), ("notation.py", NOTATION), ("scripts.py", scripts)):
        (directory / name).write_text(text, encoding="utf-8")
    return load_theory(directory)
