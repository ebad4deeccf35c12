"""The displays (29) to (42) of the appendix as printed, with what each of their relations comes to in the language."""

from __future__ import annotations

from dataclasses import dataclass

from verify.errors import Code

WEIGHT_R = r"\frac{C_r^{\frac{1}{2}}}{C_r^{\frac{1}{2}} + C_f^{\frac{1}{2}}}"
WEIGHT_F = r"\frac{C_f^{\frac{1}{2}}}{C_r^{\frac{1}{2}} + C_f^{\frac{1}{2}}}"
EXPONENT = r"C_r^{\sum_{i=1}^k 1\{L_k[i] = r\}} C_f^{\sum_{i=1}^k 1\{L_k[i] = f\}}"
BOUND = (
    r"\frac{1}{d^5} \frac{1}{n_f n_r} \frac{1}{2^k} \left(C_r^{\frac{1}{2}} + C_f^{\frac{1}{2}}\right)^{2k}"
    r"\frac{(n_r n_f)^{2k} \lambda_1(D)^{2k}}{\sigma^{2k}}"
)
PRODUCT = r"\left(\frac{1}{n_r n_f}\right)^k"
ROOTS = r"\left(C_r^{\frac{1}{2}} + C_f^{\frac{1}{2}}\right)^{2k}"


@dataclass(frozen=True, slots=True)
class Display:
    """A display, and per relation the code of the slip that it has in print, None where it has none."""

    tag: str
    latex: str
    slips: tuple[Code | None, ...]


DISPLAYS = (
    Display(
        "29",
        r"""\lambda_{\max}(D) \geq
        \frac{\sqrt{2}\sigma}{\eta\left((1-\alpha)n_f\sqrt{\frac{n_r}{B}-1} + \alpha n_r\sqrt{\frac{n_f}{B}-1}\right)},\tag{29}""",
        (None,),
    ),
    Display(  # the sum ends before H_{a_f}
        "32",
        rf"""\frac{{1}}{{n_r n_f}} \sum_{{a_r \in D_r, a_f \in D_f}} {WEIGHT_R} H_{{a_r}} + {WEIGHT_F} H_{{a_f}}
        = \frac{{1}}{{n_r n_f}} \sum_{{rf}} D_{{rf}} = D, \tag{{32}}""",
        (Code.INDEX_SCOPE, None),
    ),
    Display(
        "33, first line",
        rf"""\operatorname{{Tr}}\left[\left(\frac{{1}}{{n_r n_f}} \sum_{{a_r \in D_r, a_f \in D_f}}
        {WEIGHT_R} H_{{a_r}} + {WEIGHT_F} H_{{a_f}}\right)^{{k}}\right]
        = \operatorname{{Tr}}\left[{PRODUCT}\left(\sum_{{rf}} D_{{rf}}\right)^{{k}}\right],""",
        (Code.INDEX_SCOPE,),
    ),
    Display("33, last lines", rf"d {PRODUCT} \operatorname{{Tr}}(S^{{k}}) \leq d^2 {PRODUCT} \lambda_1(S)^k.", (None,)),
    Display("34", rf"\operatorname{{Tr}}[D^k] \le d^2 {PRODUCT} \lambda_1(S)^k, \tag{{34}}", (None,)),
    Display(
        "35",
        rf"""\frac{{(n_r n_f)^k \operatorname{{Tr}}[D^k]}}{{d^2 \sigma^k}}
        \leq \frac{{(n_r n_f)^k \operatorname{{Tr}}[D^k]}}{{d^2 \lambda_1(S)^k}}
        \max_{{i \in D_r j \in D_f}} \lambda_1\left({WEIGHT_R} H_i + {WEIGHT_F} H_j\right)^k, \\
        \leq \sum_{{a_r \in D_r}} \sum_{{a_f \in D_f}}
        \operatorname{{Tr}}\left[\left({WEIGHT_R} H_{{a_r}} + {WEIGHT_F} H_{{a_f}}\right)^k\right].
        \tag{{35}}""",
        (None, None),
    ),
    Display(
        "36",
        rf"""\operatorname{{Tr}}[N_k] \geq \frac{{1}}{{d}} \frac{{1}}{{n_f n_r}} \frac{{1}}{{2^k}} {ROOTS}
        \left(\frac{{(n_r n_f)^k \operatorname{{Tr}}[D^k]}}{{d^2 \sigma^k}}\right)^2, \\
        \geq {BOUND}, \\
        \geq {BOUND}. \tag{{36}}""",
        (None, None, None),
    ),
    Display(
        "37",
        r"""\lambda_1(D) \ge \frac{\sqrt{2}\sigma}{\eta} \left( (1 - \alpha)n_f \left( \frac{n_r}{B} - 1 \right)^{\frac{1}{2}}
        + \alpha n_r \left( \frac{n_f}{B} - 1 \right)^{\frac{1}{2}} \right)^{-1},\tag{37}""",
        (None,),
    ),
    Display(
        "38",
        r"\lambda_{\max}(D) \le \frac{2\sigma}{\eta C_r' \left(\sigma + n_f \left(\frac{n_r}{B} - 1\right)\right)},\tag{38}",
        (None,),
    ),
    Display(  # the sum ends before C'_f H_f
        "39",
        r"""D = \frac{1}{n_r n_f} \sum_{r,f} C'_r H_r + C'_f H_f
        = \frac{1}{n_r n_f} \sum_{r,f} C'_r (C'_r)^{-1} \frac{\lambda_1(D) n_r}{\frac{\sigma}{n_f}} e_1 e_1^T
        = \lambda_1(D) e_1 e_1^T, \tag{39}""",
        (Code.INDEX_SCOPE, Code.INDEX_SCOPE, None),
    ),
    Display(  # σ/n_f is a number, not an integer; f and f' are bound nowhere
        "40",
        r"""S_{rf,r'f'} = \sqrt{\text{Tr}[(C'_r H_r + C'_f H_f)(C'_r H_{r'} + C'_f H_{f'})]} = C'_r m
        = \frac{\lambda_1(D)n_r}{\frac{\sigma}{n_f}}, \ \forall r, r' \in \left[\frac{\sigma}{n_f}\right]. \tag{40}""",
        (Code.KIND, Code.KIND, Code.KIND),
    ),
    Display(  # a vector stands where its transpose is meant, and r is bound nowhere
        "41",
        r"""e_{1}E[J_{1}J_{1}]e_{1} = e_{1}[I - 2\eta(1-\alpha)H_{R} + \eta^{2}(1-\alpha)^{2}H_{r}^{2}
        + \eta^{2}(1-\alpha)^{2}\sum_{r}H_{r}^{2}]e_{1}, \\
        = 1 - 2\eta(1-\alpha)(C_{r}')^{-1}\lambda_{1}(D) + \eta^{2}(1-\alpha)^{2}(C_{r}')^{-2}\lambda_{1}(D)^{2}
        + \frac{(C_{r}')^{-2}}{\sigma}\lambda_{1}(D)^{2}\eta^{2}(1-\alpha)^{2}n_{f}(\frac{n_{r}}{B} - 1). \tag{41}""",
        (Code.KIND, Code.INDEX_SCOPE),
    ),
    Display(
        "42",
        r"""\begin{array}{ll}
        & 1 - 2\eta(1 - \alpha)(C_r')^{-1}\lambda_1(D) + \eta^2(1 - \alpha)^2(C_r')^{-2}\lambda_1(D)^2
        + \frac{(C_r')^{-2}}{\sigma}\lambda_1(D)^2\eta^2(1 - \alpha)^2n_f(\frac{n_r}{B} - 1) \le 1, \\
        & \Longrightarrow 2 \ge \eta(1 - \alpha)(C_r')^{-1}\lambda_1(D)(1 + \frac{n_f}{\sigma}(\frac{n_r}{B} - 1)), \\
        & \Longrightarrow 2 \ge \frac{\eta}{\sigma}(1 - \alpha)(C_r')^{-1}\lambda_1(D)(\sigma + n_f(\frac{n_r}{B} - 1)), \\
        & \Longrightarrow \lambda_1(D) \le \frac{2\sigma}{\eta}C_r'\Big((1 - \alpha)(\sigma + n_f(\frac{n_r}{B} - 1))^{-1}\Big).
        \end{array} \tag{42}""",
        (None, None, None, None),
    ),
)

LACKING = {
    "30": (r"L_k[i] \mapsto \text{the } i \text{-th symbol of } L_k", r"\mapsto"),
    "31": (
        rf"""\operatorname{{Tr}}[N_k] = \sum_{{L_k \in \{{r, f\}}^k}} {EXPONENT} \left( \sum_{{a_k \in D_{{L_k[k]}}}}
        \dots \sum_{{a_1 \in D_{{L_k[k]}}}} \right) \operatorname{{Tr}}[H_{{a_k}} \dots H_{{a_1}} H_{{a_1}} \dots H_{{a_k}}]""",
        "ellipsis",
    ),
    "33": (
        rf"d {PRODUCT} \sum_{{rf_1}} \sum_{{rf_2}} ... \sum_{{rf_k}} S_{{rf_k,rf_1}} S_{{rf_1,rf_2}} ... S_{{rf_{{k-1}},rf_k}}",
        "ellipsis",
    ),
}
"""What the language has no word for yet, with a part of its fault: as many nested sums as k says, and a definition in words."""
