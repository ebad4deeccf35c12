"""How the last line of (31) follows, and what would settle the lines before it."""

from __future__ import annotations

from types import MappingProxyType

from verify.derivations import Derivation, Fact

from . import powers
from .positivity import positivity
from .threshold import no_roots

WHOLE = r"(C_r^{\frac{1}{2}} + C_f^{\frac{1}{2}})"  # s
PAIR = r"(C_r^{\frac{1}{2}} H_{a_r} + C_f^{\frac{1}{2}} H_{a_f})"  # G
MIX = rf"(\frac{{C_r^{{\frac{{1}}{{2}}}}}}{{{WHOLE[1:-1]}}} H_{{a_r}} + \frac{{C_f^{{\frac{{1}}{{2}}}}}}{{{WHOLE[1:-1]}}} H_{{a_f}})"
FRONT = r"\frac{1}{n_r n_f} \frac{1}{d} \sum_{a_r \in D_r} \sum_{a_f \in D_f} \frac{1}{2^k}"


def mixed(p: Derivation) -> Fact:
    """G = s (the mixture) for the fixed a_r and a_f; where s = 0, both are 0."""
    zeros, says = no_roots(p), f"{PAIR} = {WHOLE} {MIX}"
    with p.block(suppose=[rf"{WHOLE} \leq 0"]) as none:
        gone = [p.use(zero, *none.supposed) for zero in zeros]
        share = rf"\frac{{1}}{{{WHOLE}}}"
        rest = [p.minus(hessian, p.times(WHOLE, share, hessian)) for hessian in ("H_{a_r}", "H_{a_f}")]
        p.order(says, *gone, witness=p.plus(*[p.times(p.gap(zero), one) for zero, one in zip(gone, rest, strict=True)]))
    with p.block(suppose=[f"0 < {WHOLE}"]) as some:
        unit = p.lemma("inverse", *some.supposed)
        p.order(says, unit, witness=p.times(-1, p.gap(unit), PAIR))
    return p.lemma("cases", none.fact, some.fact, P=says, x=WHOLE, a=0)


def fractions(p: Derivation) -> None:
    """√C_r H_r + √C_f H_f is √C_r + √C_f times the mixture."""
    positivity(p)
    double = p.lemma("power", r"k \geq 0", m="k", n="k", y=WHOLE)
    square, other = rf"\operatorname{{Tr}}({PAIR}^k)^2", rf"\operatorname{{Tr}}({MIX}^k)"
    with p.block("a_r", "D_r") as every, p.block("a_f", "D_f"):
        put_in = p.replace(f"{PAIR}^k", mixed(p))
        power = p.use(powers.of_multiple(p, WHOLE, MIX), r"k \geq 0", at="k")
        own = rf"\operatorname{{Tr}}({PAIR}^k)"
        trace = p.order(f"{own} = {WHOLE}^k {other}", put_in, power, witness=p.trace(p.plus(p.gap(put_in), p.gap(power))))
        parts = p.times(p.gap(trace), p.plus(own, f"{WHOLE}^k {other}")), p.times(p.gap(double), other, other)
        p.order(f"{square} = {WHOLE}^{{2k}} ({other})^2", trace, double, witness=p.minus(*parts))
    p.order(p.goal, every.fact, witness=f"{FRONT} ({square} - {WHOLE}^{{2k}} ({other})^2)")


DERIVATIONS = MappingProxyType({"31.8r": fractions})

LAST_LETTER = "a rule of the kernel that takes the last letter of a string, and its member, apart, as `choices` does for assignments"
TERMWISE = "Sums over strings in the kernel's normal form; in every term it is"
OPEN = MappingProxyType({
    "31.1r": f"By induction on k, as N_{{k+1}} = T(N_k): {LAST_LETTER}.",
    "31.2r": f"{TERMWISE} ‖A‖_F² = Tr(AᵀA).",
    "31.3r": f"{TERMWISE} Lemma 4.3 with n = d, squared.",
    "31.4r": f"{TERMWISE} Lemma 4.4, for the product and for its negative, squared.",
    "31.5r": """An expression for the assignment that gives every letter of a string its member: then each pair's term is one of those of a
        sum without negative terms, and there are n_r n_f pairs.""",
    "31.6r": """Cauchy–Schwarz for a sum over strings, of which there are 2ᵏ, and laws of powers for exponents that are half a number of
        letters.""",
    "31.7r": f"By induction on k, as for 31.1r: {LAST_LETTER}.",
})  # fmt: skip
