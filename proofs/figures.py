"""Which formula of this theory is which figure of `verify inspect`; every formula itself stands in the .tex files."""

from verify.figures import figures

FIGURES = figures(
    measured={
        "eta": r"\eta",
        "alpha": r"\alpha",
        "batch": r"B",
        "d": r"d",
        "n_r": r"n_r",
        "n_f": r"n_f",
        "lambda_max_D": r"\lambda_{\max}(D)",
        "largest_pair": r"\max_{rf} \lambda_{\max}(D_{rf})",
        "lambda_max_S": r"\lambda_{\max}(S)",
        "sigma": r"\sigma",
        "mean_largest": r"\lambda_{\max}(J)",
        "mean_negated": r"\lambda_{\max}(-J)",
        "mean_norm": r"\norm{J}{op}",
        "noise_largest": r"\lambda_{\max}(N_1)",
        "first_noise": r"\operatorname{Tr}(N_1)",
        "noise_traces": r"\operatorname{Tr}(N_k)",
        "mean_traces": r"\operatorname{Tr}(J^{2k})",
        "retain_noise": r"\max_{r} C_r \lambda_{\max}(H_r)^2",
        "forget_noise": r"\max_{f} C_f \lambda_{\max}(H_f)^2",
        "noise_grows": r"\tendsto{\operatorname{Tr}(N_k)}{\infty}{k}",
    },
    shown={
        "C_r": ("Def2.1", "right"),
        "C_f": ("Def2.2", "right"),
        "weight_r": ("DefC.1", "right"),
        "weight_f": ("DefC.2", "right"),
        "threshold_2_2": ("29", "right"),  # the second moment diverges from it on
        "threshold_2_3": ("38r", "right"),  # of (42), its inverse of both factors: the construction converges below it
        "threshold_2_3_printed": ("38", "right"),
    },
    index="k",
    lower=("L4.7.1r",),
    upper=("L4.7.2r2", "L4.7.2r3"),
    theorems=("L4.7.1m", "L4.7.2a", "T4.8", "T4.9"),
    choices={"epsilon": r"1 - \norm{J}{op}", "m": r"\max_{r \in D_r} \lambda_{\max}(H_r)"},
    families={"retain": ("H", "D_r"), "forget": ("H", "D_f")},
)
