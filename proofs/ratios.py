"""How (32) to (35) follow: without (33), from n_r n_f λ_max(D) ≤ λ_max(S) alone (34r)."""

from __future__ import annotations

from types import MappingProxyType

from verify.derivations import Derivation, Fact

from . import powers
from .alignment import COHERENCE, TOP, coherence_is_positive, counts, pairs_are_psd, symmetric_coherence
from .growth import LARGEST, LARGEST_OF_ROW, MIX
from .positivity import positivity
from .threshold import largest_of_mean, symmetric_pair

RATIO = rf"\frac{{(n_r n_f)^k \operatorname{{Tr}}(D^k)}}{{d^2 {COHERENCE}^k}}"  # of (34)
EACH_POWER = r"(\max_{rf} (\lambda_{\max}(D_{rf}))^k)"


def written_out(p: Derivation) -> None:
    """The definitions of D_rf and D, written out."""
    p.order(p.goal, unfold=MIX)


def mean_is_psd(p: Derivation) -> Fact:
    """D ⪰ 0."""
    share = r"\frac{1}{n_r} \frac{1}{n_f} \sum_{r \in D_r} \sum_{f \in D_f}"
    fractions = [rf"{share} \frac{{\sqrt{{C_{one}}}}}{{\sqrt{{C_r}} + \sqrt{{C_f}}}} H_{one}" for one in "rf"]
    return p.order(r"D \succeq 0I", "0 < n_r", "0 < n_f", witness=p.plus(*fractions), unfold=MIX)


def scaled_powers(p: Derivation) -> None:
    """(c A)ᵏ = cᵏ Aᵏ."""
    power = p.use(powers.of_multiple(p, r"\frac{1}{n_r n_f}", r"(\sum_{rf} D_{rf})"), r"k \geq 0", at="k")
    p.order(p.goal, power, witness=p.trace(p.gap(power)), unfold=MIX)


def traces_of_powers(p: Derivation) -> tuple[Fact, Fact]:
    """0 ≤ Tr Dᵏ ≤ d² (1/n)ᵏ λ_max(S)ᵏ; 0 ≤ λ_max(S) is known then."""
    coherence = coherence_is_positive(p, symmetric_coherence(p))
    every = powers.psd(p, "D", mean_is_psd(p), MIX)
    low, _ = largest_of_mean(p, pairs_are_psd(p))
    slack = p.so(rf"{TOP} I - D \succeq 0I", p.lemma("eigenvalue_bound", p.order("D^T = D", unfold=MIX)))
    below = p.use(powers.trace_below(p, "D", TOP, every, slack, low), r"k \geq 0", at="k")
    bound, share = p.lemma("34r"), r"\frac{1}{n_r n_f}"
    divided = p.order(rf"{TOP} \leq {share} {COHERENCE}", bound, "0 < n_r", "0 < n_f", witness=p.times(share, p.gap(bound)))
    most = p.use(powers.ordered(p, TOP, f"{share} {COHERENCE}", low, divided), r"k \geq 0", at="k")
    apart = p.use(powers.of_product(p, share, COHERENCE), r"k \geq 0", at="k")
    product = f"({share})^k {COHERENCE}^k"
    square = p.so(r"0 \leq d^2 - d", r"d \geq 1")
    facts = below, most, apart, square, p.so("0 < d", r"d \geq 1"), coherence, "0 < n_r", "0 < n_f"
    parts = p.gap(below), p.times("d", p.minus(p.gap(most), p.gap(apart))), p.times("(d^2 - d)", product)
    upper = p.order(rf"\operatorname{{Tr}}(D^k) \leq d^2 {product}", *facts, witness=p.plus(*parts))
    power = p.use(every, r"k \geq 0", at="k")
    return p.order(r"0 \leq \operatorname{Tr}(D^k)", power, witness=r"\operatorname{Tr}(D^k)"), upper


def coherence_of_powers(p: Derivation) -> None:
    """Tr Dᵏ ≤ d λ_max(D)ᵏ, and n_r n_f λ_max(D) ≤ λ_max(S)."""
    positivity(p)
    p.conclude(traces_of_powers(p)[1])


# (35)


def highest_power(p: Derivation) -> Fact:
    """mᵏ ≤ max λ_max(D_rf)ᵏ; 0 ≤ m is known."""
    own, (rows, columns) = r"(\lambda_{\max}(D_{rf}))", counts(p)
    says, power = rf"{LARGEST}^k \leq {EACH_POWER}", f"{own}^k"
    of_row = rf"(\max_{{f}} {power})"
    with p.block("r", "D_r", [f"{LARGEST} \\leq {LARGEST_OF_ROW}"]) as row:
        rise = p.use(p.lemma("maximum_bound", D="D_r", n="n_r", F=("r", of_row)), at="r")
        with p.block("f", "D_f", [rf"{LARGEST_OF_ROW} \leq {own}"]) as column:
            first = p.use(p.lemma("maximum_bound", D="D_f", n="n_f", F=("f", power)), at="f")
            top = p.chain(*row.supposed, *column.supposed)
            powered = p.use(powers.ordered(p, LARGEST, own, p.fact(f"0 \\leq {LARGEST}"), top), r"k \geq 0", at="k")
            p.chain(powered, first, rise)
        p.lemma("maximum_attained", column.fact, columns, D="D_f", n="n_f", F=("f", own), P=says)
    return p.lemma("maximum_attained", row.fact, rows, D="D_r", n="n_r", F=("r", LARGEST_OF_ROW), P=says)


def powers_of_sigma(p: Derivation) -> Fact:
    """1/σᵏ = mᵏ/λ_max(S)ᵏ, as σ = λ_max(S)/m."""
    inverse = rf"\frac{{1}}{{{LARGEST}}}"
    quotient = p.order(rf"\sigma = {COHERENCE} {inverse}", unfold=["sigma"])
    put_in = p.replace(r"\frac{1}{\sigma^k}", quotient)
    apart = p.replace(put_in.right, p.use(powers.of_product(p, COHERENCE, inverse), r"k \geq 0", at="k"))
    turned = p.use(powers.of_inverse(p, LARGEST), r"k \geq 0", at="k")
    share = rf"\frac{{1}}{{{COHERENCE}^k}}"
    witness = p.plus(p.gap(put_in), p.gap(apart), p.times(share, p.gap(turned)))
    return p.order(rf"\frac{{1}}{{\sigma^k}} = {share} {LARGEST}^k", put_in, apart, turned, witness=witness)


def over_sigma(p: Derivation) -> None:
    """1/σᵏ = mᵏ/λ_max(S)ᵏ, and mᵏ is at most the greatest power."""
    positivity(p)
    trace, _ = traces_of_powers(p)
    p.so(f"0 \\leq {LARGEST}", *largest_of_mean(p, pairs_are_psd(p)))
    high, sigma = highest_power(p), powers_of_sigma(p)
    front = r"(n_r n_f)^k \operatorname{Tr}(D^k) \frac{1}{d^2}"
    signed = p.times(front, rf"\frac{{1}}{{{COHERENCE}^k}}", p.gap(high))
    facts = trace, high, sigma, f"0 \\leq {COHERENCE}", "0 < n_r", "0 < n_f"
    p.order(p.goal, *facts, witness=p.minus(signed, p.times(front, p.gap(sigma))), unfold=MIX)


def ratio(p: Derivation) -> tuple[Fact, Fact]:
    """0 ≤ nᵏ Tr(Dᵏ)/(d² λ_max(S)ᵏ) ≤ 1, by (34)."""
    trace, upper = traces_of_powers(p)
    positive = p.so("0 < d", r"d \geq 1")
    facts = trace, f"0 \\leq {COHERENCE}", "0 < n_r", "0 < n_f", positive
    least = p.order(rf"0 \leq {RATIO}", *facts, witness=RATIO)
    one = p.use(powers.reciprocal(p, "n_r n_f", "0 < n_r", "0 < n_f"), r"k \geq 0", at="k")
    power, says = f"{COHERENCE}^k", rf"{RATIO} \leq 1"
    with p.block(suppose=[rf"{power} \leq 0"]) as none:
        zero = p.lemma("antisymmetry", *none.supposed, p.order(rf"0 \leq {power}", f"0 \\leq {COHERENCE}", witness=power))
        put_in = p.replace(RATIO, zero)
        p.order(says, put_in, witness=p.plus(1, p.times(-1, p.gap(put_in))))
    with p.block(suppose=[f"0 < {power}"]) as some:
        share, n = rf"\frac{{1}}{{d^2}} \frac{{1}}{{{power}}}", "(n_r n_f)^k"
        witness = p.plus(p.times(share, n, p.gap(upper)), p.times(-1, p.gap(one)))
        p.order(says, *facts, *some.supposed, upper, one, witness=witness)
    return least, p.lemma("cases", none.fact, some.fact, P=says, x=power, a=0)


def below_the_traces(p: Derivation) -> Fact:
    """max λ_max(D_rf)ᵏ ≤ Σ Tr(D_rfᵏ): each is at most its own trace, and none of these is negative."""
    every, (rows, columns) = pairs_are_psd(p), counts(p)
    trace, total = r"\operatorname{Tr}(D_{rf}^k)", r"\sum_{r \in D_r} \sum_{f \in D_f} \operatorname{Tr}(D_{rf}^k)"
    row_total, own = r"\sum_{f \in D_f} \operatorname{Tr}(D_{rf}^k)", r"(\lambda_{\max}(D_{rf}))^k"
    with p.block("r", "D_r") as psd, p.block("f", "D_f"):
        powers.psd(p, "D_{rf}", p.use(every, at=["r", "f"]), MIX)
    with p.block("r", "D_r") as traces, p.block("f", "D_f"):
        p.order(rf"0 \leq {trace}", p.use(p.use(psd.fact, at=["r", "f"]), r"k \geq 0", at="k"), witness=trace)
    with p.block("r", "D_r") as whole:
        p.order(rf"0 \leq {row_total}", p.use(traces.fact, at="r"), witness=row_total)
    of_rows = p.lemma("sum_member", whole.fact, D="D_r", n="n_r", F=("r", row_total))
    with p.block("r", "D_r") as row:
        of_columns = p.lemma("sum_member", p.use(traces.fact, at="r"), D="D_f", n="n_f", F=("f", trace))
        with p.block("f", "D_f") as column:
            below = powers.eigenvalue_below(p, "D_{rf}", p.use(psd.fact, at=["r", "f"]), symmetric_pair(p))
            p.chain(p.use(below, r"k \geq 0", at="k"), p.use(of_columns, at="f"), p.use(of_rows, at="r"))
        p.lemma("maximum_least", column.fact, columns, D="D_f", n="n_f", F=("f", own), c=total)
    return p.lemma("maximum_least", row.fact, rows, D="D_r", n="n_r", F=("r", rf"\max_{{f}} {own}"), c=total)


def over_coherence(p: Derivation) -> None:
    """By (34), the factor before the maximum is at most 1."""
    positivity(p)
    p.so(f"0 \\leq {LARGEST}", *largest_of_mean(p, pairs_are_psd(p)))
    _, most = ratio(p)
    high, below = highest_power(p), below_the_traces(p)
    least = p.order(rf"0 \leq {EACH_POWER}", high, f"0 \\leq {LARGEST}", witness=p.plus(f"{LARGEST}^k", p.gap(high)))
    p.order(p.goal, most, least, below, witness=p.plus(p.times(p.gap(most), EACH_POWER), p.gap(below)), unfold=MIX)


DERIVATIONS = MappingProxyType({
    "32.1r": written_out,
    "32.2": written_out,
    "33.1r": scaled_powers,
    "34": coherence_of_powers,
    "35.1": over_sigma,
    "35.2": over_coherence,
})  # fmt: skip
