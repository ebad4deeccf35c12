"""Two small theories that the tests of deciding share: matrices in general, and SGD on two sets."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from verify.language.notation import Notation
from verify.language.read import read_theory
from verify.language.statement import Statement
from verify.notation import constants, family, index_set, indices, integer, matrix, natural, notation, real, selectors, vector

NOTATION = notation(
    integer("d", "n_r", "n_f", "B"),
    natural("k", "n"),
    real("epsilon", "s", "t"),
    index_set("D_r", size="n_r"),
    index_set("D_f", size="n_f"),
    indices("r", "q", over="D_r"),
    indices("f", over="D_f"),
    indices("i", "j"),
    matrix("X", "Y", "Z"),
    matrix("S", shape="symmetric"),
    matrix("A", "G", shape="psd"),
    matrix("H_R"),
    vector("v", "w"),
    family(matrix("H", shape="psd"), over=("D_r", "D_f")),
    family(matrix("M"), over="integers"),
    family(matrix("N"), over="integers"),
    selectors("x", over="D_r"),
    constants("c"),
)
SETUP = r"""
\begin{setup}{Sizes}
  \assume{$d \ge 1$}, \assume{$1 \le B \le n_r$}, \assume{$n_f \ge 0$}.
\end{setup}
\begin{definition}{Mean} \[ H_R = \frac{1}{n_r} \sum_{r \in D_r} H_r \] \end{definition}
\begin{definition}{Law} \define{$x_r \sim \operatorname{Bernoulli}(\frac{B}{n_r})$} \end{definition}
\begin{definition}{Start} \[ N_0 = I \] \end{definition}
\begin{definition}{Step} \assume{$k \ge 1$} \[ N_k = \sum_{r \in D_r} H_r N_{k-1} H_r \] \end{definition}
"""

SGD_NOTATION = notation(
    integer("d", "n_r", "n_f", "B"),
    natural("k"),
    real("eta", "alpha", "C_r", "C_f", "epsilon"),
    index_set("D_r", size="n_r"),
    index_set("D_f", size="n_f"),
    indices("r", over="D_r"),
    indices("f", over="D_f"),
    indices("i"),
    matrix("J", "H_R", "H_F"),
    family(matrix("H", shape="psd"), over=("D_r", "D_f")),
    family(matrix("N"), over="integers"),
    family(matrix("J"), over="integers"),
    vector("w_0"),
    family(vector("w"), over="integers"),
    selectors("x", over=("D_r", "D_f")),
)
SGD_SETUP = r"""
\begin{setup}{Ranges}
  \assume{$d \ge 1$}, \assume{$\eta > 0$}, \assume{$\alpha \in [0, 1]$}, \assume{$1 \le B \le n_r$}, \assume{$B \le n_f$}.
\end{setup}
\begin{definition}{Retain} \[ H_R = \frac{1}{n_r} \sum_{r \in D_r} H_r \] \end{definition}
\begin{definition}{Forget} \[ H_F = \frac{1}{n_f} \sum_{f \in D_f} H_f \] \end{definition}
\begin{definition}{Retain noise} \[ C_r = \eta^2 (1-\alpha)^2 \frac{1}{n_r} (\frac{1}{B} - \frac{1}{n_r}) \] \end{definition}
\begin{definition}{Forget noise} \[ C_f = \eta^2 \alpha^2 \frac{1}{n_f} (\frac{1}{B} - \frac{1}{n_f}) \] \end{definition}
\begin{definition}{Mean} \[ J = I - \eta(1-\alpha) H_R + \eta\alpha H_F \] \end{definition}
\begin{definition}{Draw}
  \[ J_k = I - \eta(1-\alpha) \frac{1}{B} \sum_{r \in D_r} x_{r,k} H_r + \eta\alpha \frac{1}{B} \sum_{f \in D_f} x_{f,k} H_f \]
\end{definition}
\begin{definition}{Retain law} \define{$x_r \sim \operatorname{Bernoulli}(\frac{B}{n_r})$} \end{definition}
\begin{definition}{Forget law} \define{$x_f \sim \operatorname{Bernoulli}(\frac{B}{n_f})$} \end{definition}
\begin{definition}{Start} \[ N_0 = I \] \end{definition}
\begin{definition}{Step}
  \assume{$k \ge 1$} \[ N_k = C_f \sum_{f \in D_f} H_f N_{k-1} H_f + C_r \sum_{r \in D_r} H_r N_{k-1} H_r \]
\end{definition}
"""


def read_claims(claims: Mapping[str, str], setup: str = SETUP, names: Notation = NOTATION) -> dict[str, Statement]:
    """The statements of claims by id, read in one theory after a set-up."""
    text = setup + "".join(f"\\begin{{claim}}{{{id_}}} {body} \\end{{claim}}\n" for id_, body in claims.items())
    theory = read_theory({"claims.tex": text}, names)
    return {id_: theory[id_] for id_ in claims}


@cache
def read_claim(claim: str) -> Statement:
    """One claim about matrices in general."""
    return read_claims({"claim": claim})["claim"]


def read_sgd_claims(claims: Mapping[str, str]) -> dict[str, Statement]:
    """Claims about SGD on two sets."""
    return read_claims(claims, SGD_SETUP, SGD_NOTATION)
