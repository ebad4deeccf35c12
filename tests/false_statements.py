"""Statements known to be false, with the sizes of their smallest counterexamples."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from tests.small_theory import read_claims, read_sgd_claims
from tests.true_statements import J_BOUNDED
from verify.language.statement import Statement

BOUNDED = r"\assume{$(1-\epsilon)I \succeq S \succeq -(1-\epsilon)I$}, \assume{$\epsilon \in (0, 1)$}"


@dataclass(frozen=True, slots=True)
class False_:
    """A false claim. smallest: the values of integer symbols, or sums of them, in its smallest counterexamples."""

    claim: str
    smallest: dict[str, int]


CLAIMS = {
    "square-of-a-sum": False_(r"\conclude{$(X+Y)^2 = X^2 + 2XY + Y^2$}", {"d": 2}),
    "difference-of-squares": False_(r"\conclude{$(X+Y)(X-Y) = X^2 - Y^2$}", {"d": 2}),
    "transpose-of-a-product": False_(r"\conclude{$(XY)^T = X^T Y^T$}", {"d": 2}),
    "normal": False_(r"\conclude{$X X^T = X^T X$}", {"d": 2}),
    "noncyclic-trace": False_(r"\conclude{$\mathrm{Tr}(XYXY) = \mathrm{Tr}(X^2 Y^2)$}", {"d": 2}),
    "trace-below-product": False_(r"\conclude{$\mathrm{Tr}(XY) \le \mathrm{Tr}(X) \mathrm{Tr}(Y)$}", {"d": 2}),
    "square-of-the-trace": False_(r"\conclude{$\mathrm{Tr}(A)^2 \le \mathrm{Tr}(A^2)$}", {"d": 2}),
    "squaring-is-monotone": False_(r"\assume{$A \preceq G$} \conclude{$A^2 \preceq G^2$}", {"d": 2}),
    "anticommutator-is-psd": False_(r"\conclude{$AG + GA \succeq A - A$}", {"d": 2}),
    "frobenius-is-multiplicative": False_(r"\conclude{$\norm{XY}{F} = \norm{X}{F} \norm{Y}{F}$}", {"d": 2}),
    "product-is-psd": False_(r"\conclude{$AG \succeq A - A$}", {"d": 2}),
    "power-of-a-product": False_(r"\conclude{$(XY)^k = X^k Y^k$}", {"d": 2, "k": 2}),
    "commuting-binomial": False_(r"\conclude{$(X + Y)^k = \sum_{i=0}^{k} \binom{k}{i} X^i Y^{k-i}$}", {"d": 2, "k": 2}),
    "one-sided-telescope": False_(r"\conclude{$X^{k+1} - Y^{k+1} = (X-Y) \sum_{i=0}^{k} X^i Y^{k-i}$}", {"d": 2, "k": 1}),
    "wrong-pascal": False_(r"\assume{$1 \le k \le n$} \conclude{$\binom{n}{k} = \binom{n-1}{k-1} + \binom{n}{k-1}$}", {"k": 1, "n": 1}),
    "short-binomial-row": False_(r"\conclude{$\sum_{i=1}^{n} \binom{n}{i} = 2^n$}", {"n": 0}),
    "exponential-beats-square": False_(r"\conclude{$2^k \ge k^2$}", {"k": 3}),
    "central-binomial": False_(r"\conclude{$\binom{2k}{k} \ge \frac{1}{2} 4^k$}", {"k": 2}),
    "no-variance": False_(r"\conclude{$\mathbb{E}[(\frac{1}{B} \sum_{r \in D_r} x_r H_r)^2] = H_R^2$}", {"d": 1, "n_r": 2, "B": 1}),
    "biased-mean": False_(r"\conclude{$\mathbb{E}[\sum_{r \in D_r} x_r H_r] = H_R$}", {"d": 1, "n_r": 2, "B": 2}),
    "draw-above": False_(r"\conclude{$\mathbb{E}[(\sum_{r \in D_r} x_r H_r)^2] \preceq B^2 H_R^2$}", {"d": 1, "n_r": 2, "B": 1}),
    "sum-of-squares": False_(r"\conclude{$\sum_{r \in D_r} H_r^2 = (\sum_{r \in D_r} H_r)^2$}", {"d": 1, "n_r": 2}),
    "mean-square": False_(r"\conclude{$\frac{1}{n_r} \sum_{r \in D_r} H_r^2 \preceq H_R^2$}", {"d": 1, "n_r": 2}),
    "wrong-set": False_(r"\conclude{$\sum_{f \in D_f} H_f = n_f H_R$}", {"d": 1, "n_r": 1, "n_f": 1}),
    "moments-decrease": False_(r"\conclude{$\mathrm{Tr}(N_{k+1}) \le \mathrm{Tr}(N_k)$}", {"d": 1, "n_r": 1, "k": 0}),
    "moments-are-powers": False_(r"\conclude{$N_k = (\sum_{r \in D_r} H_r^2)^k$}", {"d": 2, "n_r": 2, "k": 2}),
    "orthogonal-sum": False_(r"\conclude{$\norm{v+w}{2}^2 = \norm{v}{2}^2 + \norm{w}{2}^2$}", {"d": 1}),
    "triangle-equality": False_(r"\conclude{$\norm{v+w}{2} = \norm{v}{2} + \norm{w}{2}$}", {"d": 1}),
    "frobenius-below-trace": False_(r"\conclude{$\norm{X}{F} \le \mathrm{Tr}(X)$}", {"d": 1}),
    "trace-below-frobenius": False_(r"\conclude{$\mathrm{Tr}(A) \le \norm{A}{F}$}", {"d": 2}),
    "one-sided-bound": False_(r"\assume{$S \preceq I$} \conclude{$S^2 \preceq I$}", {"d": 1}),
    "bounded-congruence": False_(BOUNDED + r" \conclude{$SAS \preceq (1-\epsilon)^2 A$}", {"d": 2}),
    "bounded-cube": False_(BOUNDED + r" \conclude{$S^2 \preceq (1-\epsilon)^3 I$}", {"d": 1}),
    "bound-without-the-dimension": False_(
        BOUNDED + r", \assume{$k \ge 1$} \conclude{$\mathrm{Tr}(S^{2k}) \le (1-\epsilon)^{2k}$}", {"d": 2, "k": 1}
    ),
    "square-above": False_(r"\conclude{$t^2 \ge t$}", {}),
    "trace-of-products-of-k": False_(
        r"\conclude{$\mathrm{Tr}(\prod_{i=1}^{k} M_i) = \prod_{i=1}^{k} \mathrm{Tr}(M_i)$}", {"d": 2, "k": 0}
    ),
}

SGD_CLAIMS = {
    "contracting": False_(r"\conclude{$J^2 \preceq I$}", {"d": 1, "n_r": 1, "n_f": 1}),
    "no-noise": False_(r"\conclude{$\mathbb{E}[J_1^T J_1] = J^2$}", {"d": 1, "n_r": 2, "n_f": 1, "B": 1}),
    "commuting-with-the-mean": False_(r"\conclude{$J H_R = H_R J$}", {"d": 2, "n_r": 1, "n_f": 1}),
    "noise-under-the-mean-operator": False_(
        J_BOUNDED + r" \conclude{$J N_k J \preceq (1-\epsilon)^2 N_k$}", {"d": 2, "n_r + n_f": 3, "B": 1, "k": 1}
    ),
    "short-upper-bound": False_(
        J_BOUNDED + r", \assume{$k \ge 1$} \conclude{$\mathrm{Tr}(J^{2k}) \le (1-\epsilon)^{2k}$}", {"d": 2, "n_r": 1, "n_f": 1, "k": 1}
    ),
}


@cache
def false_statements() -> dict[str, Statement]:
    """All of them, read, by id."""
    read = read_claims({id_: f.claim for id_, f in CLAIMS.items()})
    return read | read_sgd_claims({id_: f.claim for id_, f in SGD_CLAIMS.items()})
