"""Statements known to be true: none may ever be refuted. No two of them have one normal form.

All but those named in COMMUTING rest on two matrices that need not commute, on a symbolic set, or on a symbolic exponent.
"""

from __future__ import annotations

from functools import cache

from tests.small_theory import read_claims, read_sgd_claims
from verify.language.statement import Statement

BOUNDED = r"\assume{$(1-\epsilon)I \succeq S \succeq -(1-\epsilon)I$}, \assume{$\epsilon \in (0, 1)$}"

CLAIMS = {
    "difference-of-squares": r"\conclude{$(X+Y)(X-Y) = X^2 - XY + YX - Y^2$}",
    "square-of-a-sum": r"\conclude{$(X+Y)^2 = X^2 + XY + YX + Y^2$}",
    "transpose-of-a-product": r"\conclude{$(XY)^T = Y^T X^T$}",
    "cyclic-trace": r"\conclude{$\mathrm{Tr}(XYZ) = \mathrm{Tr}(ZXY)$}",
    "trace-of-a-square": r"\conclude{$\mathrm{Tr}((X+Y)^2) = \mathrm{Tr}(X^2) + 2\mathrm{Tr}(XY) + \mathrm{Tr}(Y^2)$}",
    "jacobi": r"\conclude{$X(YZ-ZY) - (YZ-ZY)X + Y(ZX-XZ) - (ZX-XZ)Y = (XY-YX)Z - Z(XY-YX)$}",
    "parallelogram": r"\conclude{$\norm{X+Y}{F}^2 + \norm{X-Y}{F}^2 = 2\norm{X}{F}^2 + 2\norm{Y}{F}^2$}",
    "congruence-by-trace": r"\conclude{$X A X^T \preceq \mathrm{Tr}(A) X X^T$}",
    "trace-of-a-product": r"\conclude{$\mathrm{Tr}(AG) \le \mathrm{Tr}(A) \mathrm{Tr}(G)$}",
    "trace-is-nonnegative": r"\conclude{$\mathrm{Tr}(AG) \ge 0$}",
    "square-below-trace": r"\conclude{$A^2 \preceq \mathrm{Tr}(A) A$}",
    "square-of-a-sum-bound": r"\conclude{$(A+G)^2 \preceq 2A^2 + 2G^2$}",
    "anticommutator-bound": r"\conclude{$AG + GA \preceq A^2 + G^2$}",
    "frobenius-of-a-product": r"\conclude{$\norm{XY}{F} \le \norm{X}{F} \norm{Y}{F}$}",
    "cauchy-schwarz-trace": r"\conclude{$\mathrm{Tr}(XY)^2 \le \mathrm{Tr}(XX^T) \mathrm{Tr}(YY^T)$}",
    "trace-of-a-power": r"\assume{$k \ge 1$} \conclude{$\mathrm{Tr}(A^k) \le \mathrm{Tr}(A)^k$}",
    "cyclic-power": r"\conclude{$\mathrm{Tr}((XY)^k) = \mathrm{Tr}((YX)^k)$}",
    "shift-binomial": r"\conclude{$(X + tI)^k = \sum_{i=0}^{k} \binom{k}{i} t^{k-i} X^i$}",
    "telescope": r"\conclude{$X^{k+1} - Y^{k+1} = \sum_{i=0}^{k} X^i (X-Y) Y^{k-i}$}",
    "geometric-sum": r"\conclude{$(I-X) \sum_{i=0}^{k} X^i = I - X^{k+1}$}",
    "pascal": r"\assume{$1 \le k$}, \assume{$k \le n$} \conclude{$\binom{n}{k} = \binom{n-1}{k-1} + \binom{n-1}{k}$}",
    "binomial-row": r"\conclude{$\sum_{i=0}^{n} \binom{n}{i} = 2^n$}",
    "mean-square": r"\conclude{$\frac{1}{n_r} \sum_{r \in D_r} H_r^2 \succeq H_R^2$}",
    "square-of-the-sum": r"\conclude{$\sum_{r \in D_r} \sum_{q \in D_r} H_r H_q = (\sum_{r \in D_r} H_r)^2$}",
    "two-sets": r"""\conclude{$\sum_{r \in D_r} \sum_{f \in D_f} \mathrm{Tr}(H_r H_f)
        = \mathrm{Tr}((\sum_{r \in D_r} H_r)(\sum_{f \in D_f} H_f))$}""",
    "mean-of-a-draw": r"\conclude{$\mathbb{E}[\sum_{r \in D_r} x_r H_r] = n_r \frac{B}{n_r} H_R$}",
    "second-moment-of-a-draw": r"""\conclude{$\mathbb{E}[(\frac{1}{B} \sum_{r \in D_r} x_r H_r)^2]
        = H_R^2 + \frac{1}{n_r} (\frac{1}{B} - \frac{1}{n_r}) \sum_{r \in D_r} H_r^2$}""",
    "draw-jensen": r"\conclude{$\mathbb{E}[(\sum_{r \in D_r} x_r H_r) A (\sum_{r \in D_r} x_r H_r)] \succeq B^2 H_R A H_R$}",
    "first-moment-matrix": r"\conclude{$\mathrm{Tr}(N_1) = \sum_{r \in D_r} \mathrm{Tr}(H_r^2)$}",
    "second-moment-matrix": r"\conclude{$\mathrm{Tr}(N_2) = \sum_{r \in D_r} \sum_{q \in D_r} \mathrm{Tr}(H_q H_r H_r H_q)$}",
    "moments-grow-boundedly": r"\conclude{$\mathrm{Tr}(N_{k+1}) \le (\sum_{r \in D_r} \mathrm{Tr}(H_r^2)) \mathrm{Tr}(N_k)$}",
    "moments-are-nonnegative": r"\conclude{$\mathrm{Tr}(A N_k) \ge 0$}",
    "inner-product": r"\conclude{$\langle v, w \rangle \le \norm{v}{2} \norm{w}{2}$}",
    "norms-of-a-vector": r"\conclude{$\norm{v}{1} \le \sqrt{d} \norm{v}{2}$}",
    "norms-of-a-matrix": r"\conclude{$\norm{X}{S_1} \le \sqrt{d} \norm{X}{F}$}",
    "largest-eigenvalue-of-a-sum": r"\conclude{$\lambda_{\max}(A+G) \le \lambda_{\max}(A) + \lambda_{\max}(G)$}",
    "largest-eigenvalue-below-trace": r"\conclude{$\lambda_{\max}(A) \le \mathrm{Tr}(A)$}",
    "monotone-congruence": r"\assume{$A \preceq G$} \conclude{$X A X^T \preceq X G X^T$}",
    "bounded-square": BOUNDED + r" \conclude{$S^2 \preceq (1-\epsilon)^2 I$}",
    "bounded-power": BOUNDED + r" \conclude{$S^{2k} \preceq (1-\epsilon)^{2k} I$}",
    "bounded-congruence-under-the-trace": BOUNDED + r" \conclude{$\mathrm{Tr}(SAS) \le (1-\epsilon)^2 \mathrm{Tr}(A)$}",
    "trace-of-a-product-of-k": r"\conclude{$\mathrm{Tr}(\prod_{i=1}^{k} M_i) \le \norm{\prod_{i=1}^{k} M_i}{S_1}$}",
    "arithmetic-geometric": r"\conclude{$4st \le (s+t)^2$}",
}

J_BOUNDED = r"\assume{$(1-\epsilon)I \succeq J \succeq -(1-\epsilon)I$}, \assume{$\epsilon \in (0, 1)$}"
_PRODUCT = r"(\prod_{i=0}^{k-1} J_i^T) (\overleftarrow{\prod}_{i=0}^{k-1} J_i)"

SGD_CLAIMS = {
    "second-moment-of-a-step": r"\conclude{$\mathbb{E}[J_1^T J_1] = J^2 + C_f \sum_{f \in D_f} H_f^2 + C_r \sum_{r \in D_r} H_r^2$}",
    "lower-bound": rf"\assume{{$k \ge 1$}} \conclude{{$\mathbb{{E}} \mathrm{{Tr}}({_PRODUCT}) \ge \mathrm{{Tr}}(J^{{2k}} + N_k)$}}",
    "upper-bound": J_BOUNDED  # it fails from k = 4 on
    + rf""" and \assume{{$k \le 3$}}: \conclude{{$\mathbb{{E}} \mathrm{{Tr}}({_PRODUCT})
        \le \sum_{{i=0}}^{{k}} \binom{{k}}{{i}} (1-\epsilon)^{{2(k-i)}} \mathrm{{Tr}}(N_i)$}}""",
    "noise-under-the-mean-operator": J_BOUNDED + r" \conclude{$\mathrm{Tr}(J N_k J) \le (1-\epsilon)^2 \mathrm{Tr}(N_k)$}",
}

COMMUTING = frozenset(
    {
        "arithmetic-geometric",
        "largest-eigenvalue-below-trace",
        "bounded-square",
        "inner-product",
        "norms-of-a-matrix",
        "norms-of-a-vector",
        "square-below-trace",
    }
)


@cache
def true_statements() -> dict[str, Statement]:
    """All of them, read, by id."""
    return read_claims(CLAIMS) | read_sgd_claims(SGD_CLAIMS)
