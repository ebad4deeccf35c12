"""How the last line of (33) follows from k = 1 on: Tr Sᵏ ≤ d λ_max(S)ᵏ.

Tr S = Σ ‖D_rf‖_F ≤ Tr Σ D_rf, and Tr Sᵏ ≤ λ_max(S)ᵏ⁻² Tr S² for k ≥ 2, as no entry is negative, where Tr S² = Tr (Σ D_rf)²; and
λ_max(Σ D_rf) ≤ λ_max(S) (33.6r2).
"""

from __future__ import annotations

from types import MappingProxyType

from verify.derivations import Derivation, Fact

from .alignment import (
    ALL,
    ALL_TOO,
    COHERENCE,
    ENTRY,
    FIRST,
    SECOND,
    SUM,
    TABLE,
    TRACE,
    WHOLE,
    coherence_is_positive,
    counts,
    pairs_are_psd,
    smaller,
    sqrt,
    sum_is_symmetric,
    symmetric_coherence,
)
from .growth import MIX
from .positivity import positivity

SELF = rf"\operatorname{{Tr}}({FIRST} {FIRST})"


def entries(p: Derivation, psd: Fact) -> tuple[Fact, Fact]:
    """0 ≤ S_rf,r'f', and S_rf,r'f' S_r'f',rf = Tr(D_rf D_r'f'), for all pairs of pairs. psd: D_rf ⪰ 0 for all pairs."""
    with p.block("r", "D_r") as sign, p.block("f", "D_f"), p.block("r'", "D_r"), p.block("f'", "D_f"):
        p.order(rf"0 \leq {ENTRY}", witness=sqrt(TRACE), unfold=["S"])
    with p.block("r", "D_r") as square, p.block("f", "D_f"), p.block("r'", "D_r"), p.block("f'", "D_f"):
        first, second = p.use(psd, at=["r", "f"]), p.use(psd, at=["r'", "f'"])
        root = p.lemma("root", p.lemma("trace_product", first, second, A=FIRST, B=SECOND), x=TRACE)
        p.order(f"{ENTRY} S_{{r'f',rf}} = {TRACE}", root, witness=p.gap(root), unfold=("S", *MIX))
    return sign.fact, square.fact


def diagonal(p: Derivation, psd: Fact) -> Fact:
    """S_rf,rf ≤ Tr D_rf for all pairs: ‖A‖_F ≤ Tr A, as A ⪯ Tr(A) I. psd: D_rf ⪰ 0 for all pairs."""
    trace = rf"\operatorname{{Tr}}({FIRST})"
    with p.block("r", "D_r") as every, p.block("f", "D_f"):
        own = p.use(psd, at=["r", "f"])
        slack = p.so(rf"{trace} I - {FIRST} \succeq 0I", p.lemma("trace_bound", own))
        product = p.lemma("trace_product", slack, own, B=FIRST)
        root = p.lemma("root", p.lemma("trace_product", own, own, A=FIRST, B=FIRST), x=SELF)
        squares = p.order(rf"({sqrt(SELF)})^2 \leq ({trace})^2", product, root, witness=p.minus(p.gap(product), p.gap(root)))
        below = smaller(p, sqrt(SELF), trace, squares, p.order(rf"0 \leq {trace}", own, witness=trace))
        p.order(rf"S_{{rf,rf}} \leq {trace}", below, witness=p.gap(below), unfold=["S"])
    return every.fact


def largest_sum(p: Derivation, psd: Fact) -> tuple[Fact, Fact]:
    """Tr Σ D_rf ≤ d λ_max(S), Tr (Σ D_rf)² ≤ d λ_max(S)². psd: D_rf ⪰ 0 for all pairs."""
    whole = p.order(rf"{WHOLE} \succeq 0I", psd, witness=WHOLE)
    own, bound = p.lemma("eigenvalue_bound", sum_is_symmetric(p)), p.lemma("33.6r2")
    positive = p.so("0 < d", r"d \geq 1")
    trace, square = rf"\operatorname{{Tr}}({WHOLE})", rf"\operatorname{{Tr}}({WHOLE} {WHOLE})"
    once = p.order(rf"{trace} \leq d {COHERENCE}", own, bound, positive, witness=p.plus(p.trace(p.gap(own)), p.times("d", p.gap(bound))))
    product = p.lemma("trace_product", p.so(rf"{SUM} I - {WHOLE} \succeq 0I", own), whole, B=WHOLE)
    least = p.order(rf"0 \leq {trace}", whole, witness=trace)
    witness = p.plus(p.gap(product), p.times(p.gap(bound), trace), p.times(COHERENCE, p.gap(once)))
    return once, p.order(rf"{square} \leq d {COHERENCE}^2", product, bound, once, least, f"0 \\leq {COHERENCE}", witness=witness)


def traces(p: Derivation) -> None:
    """Tr S ≤ Tr Σ D_rf, and Tr Sᵏ ≤ λ_max(S)ᵏ⁻² Tr (Σ D_rf)²."""
    positivity(p)
    psd, symmetric, says = pairs_are_psd(p), symmetric_coherence(p), rf"\operatorname{{Tr}}(S^k) \leq d {COHERENCE}^k"
    positive = coherence_is_positive(p, symmetric)
    once, twice = largest_sum(p, psd)
    sign, square = entries(p, psd)
    below, trace = diagonal(p, psd), p.lemma("table_trace", *counts(p), **TABLE)
    with p.block(suppose=[r"k \leq 1"]) as one:
        single = p.lemma("antisymmetry", *one.supposed, p.so(r"1 \leq k", r"k \geq 1"))
        witness = p.minus(p.plus(f"{ALL} (\\operatorname{{Tr}}({FIRST}) - S_{{rf,rf}})", p.gap(once)), p.gap(trace))
        first = p.order(rf"\operatorname{{Tr}}(S^1) \leq d {COHERENCE}^1", trace, below, once, witness=witness)
        p.exchange(says, first, single)
    with p.block(suppose=["1 < k"]) as more:
        second = p.so(r"2 \leq k", p.lemma("next_integer", *more.supposed, a=1, b="k"))
        power = p.lemma("table_power_trace", symmetric, sign, second, *counts(p), **TABLE, k="k")
        natural = p.so(r"0 \leq k-2", second)
        apart = p.lemma("power", natural, m="k-2", n=2, y=COHERENCE)
        front, equal = f"{COHERENCE}^{{k-2}}", f"{ALL} {ALL_TOO} ({ENTRY} S_{{r'f',rf}} - {TRACE})"
        parts = p.gap(power), p.times(front, p.gap(twice)), p.times("d", p.gap(apart))
        p.order(says, power, square, twice, positive, apart, witness=p.minus(p.plus(*parts), p.times(front, equal)))
    every = p.lemma("cases", one.fact, more.fact, P=says, x="k", a=1)
    share = r"(\frac{1}{n_r n_f})^k"
    facts = every, p.so("0 < d", r"d \geq 1"), "0 < n_r", "0 < n_f"
    p.order(p.goal, *facts, witness=p.times("d", share, p.gap(every)))


DERIVATIONS = MappingProxyType({"33.6r": traces})
