"""Theorem 4.9 as it is repaired: constructions that converge, in one dimension, and in every one."""

from __future__ import annotations

from types import MappingProxyType

from verify.derivations import Derivation, Fact

from .coherence import NO_FORGET, NOISE, OTHER, Construction, Part, begin, never_both, part
from .convergence import STEP, Seen, all_positive, bounds, bracket, contraction, contracts, vanishes
from .one_step import after

ON, OFF = "e_1 e_1^T", "(I - e_1 e_1^T)"  # the projections along e_1, and along what is orthogonal to it
LENGTH = "e_1^T e_1"
BELOW = r"\lambda_{\max}(D) < \frac{2\sigma}{\eta}C_r'((1 - \alpha)(\sigma + n_f(\frac{n_r}{B} - 1)))^{-1}"


def trace_of_product(p: Derivation, hessian: str, value: str, *premises: Fact | str, witness: object = None) -> Fact:
    """Tr(C'_r H_r C'_r H_r') = C'_r² times a value, for all r and r'. hessian: H_r, with %(r)s for r. witness: where it is needed."""
    with p.block("r", "D_r") as every, p.block("r'", "D_r"):
        left = rf"\operatorname{{Tr}}((C'_r ({hessian % {'r': 'r'}})) (C'_r ({hessian % {'r': OTHER}})))"
        p.order(f"{left} = C'_r C'_r ({value})", *premises, witness=witness)
    return every.fact


# One dimension


def line(p: Derivation) -> Seen:
    """H_r = Tr(H_r) I, as d = 1."""
    height, one = r"\operatorname{Tr}(H_{%s})", p.fact("d = 1")
    heights = part(p, height, "1", "d", p.so(r"1 \cdot 1 = d", one))
    with p.block("r", "D_r") as retain:
        p.lemma("dimension_one", one, Y="H_r")
    with p.block("r", "D_r") as seen:
        p.order(r"\operatorname{Tr}(\operatorname{Tr}(H_r) I) = \operatorname{Tr}(H_r)", one, witness=r"\operatorname{Tr}(H_r) (d - 1)")
    hessian = r"\operatorname{Tr}(H_{%(r)s}) I"
    trace = trace_of_product(p, hessian, f"d {heights.at('r')} {heights.at(OTHER)}")
    traces = p.so(rf"\sum_{{r \in D_r}} {heights.at('r')} \leq 1 {heights.total}")
    of = Construction((heights,), hessian, retain.fact, trace)
    return Seen(of, r"\operatorname{Tr}(%s)", p.so(r"\operatorname{Tr}(I) = 1", one), seen.fact, traces, "1")


def converges_on_a_line(p: Derivation) -> None:
    """λ_max(S) ≤ C'_r n_f Σ h_r for H_r = h_r: E[J_1²] < 1."""
    begin(p)
    seen = line(p)
    b = bounds(p, seen, p.fact(BELOW))
    all_positive(p, seen, b)
    smaller = contracts(p, seen, b)
    factor = f"(1 - {contraction(seen.part)})"
    put_in = p.replace(after(""), seen.of.retain, p.fact(NO_FORGET))
    known = p.times(-1, p.gap(put_in))
    one_step = p.order(rf"{after('')} \preceq {factor} I", put_in, "0 < n_r", "0 < B", witness=known, unfold=["C_r", "C_f"])
    vanishes(p, factor, p.so(f"{factor} < 1", smaller), one_step)


# Every dimension: what is along e_1, and what is orthogonal to it


def axes(p: Derivation) -> Seen:
    """H_r = h_r e_1e_1ᵀ + g_r (I − e_1e_1ᵀ), never both."""
    unit = p.fact("e_1^T e_1 = 1")
    along = part(p, "h_{%s}", "1", "1", p.so(r"1 \cdot 1 = 1"), p.fact(r"h_r \geq 0 \forall r \in D_r"))
    rest = p.lemma("root", p.so(r"0 \leq d-1", r"d \geq 1"), x="d-1")
    across = part(p, "g_{%s}", r"\sqrt{d-1}", "(d-1)", rest, p.fact(r"g_r \geq 0 \forall r \in D_r"))
    hessian = f"h_{{%(r)s}} {ON} + g_{{%(r)s}} {OFF}"
    apart = never_both(p, p.fact(r"h_r g_r = 0 \forall r \in D_r"), along, across)
    factors = rf"h_r h_{{r'}} ({LENGTH} + 1) - (h_r g_{{r'}} + g_r h_{{r'}}) {LENGTH} + g_r g_{{r'}} ({LENGTH} - 1)"
    value, wrong = r"1 h_r h_{r'} + (d-1) g_r g_{r'}", f"C'_r C'_r ({LENGTH} - 1) ({factors})"
    trace = trace_of_product(p, hessian, value, unit, witness=wrong)
    few = p.fact(r"\sqrt{d-1} \sum_{r \in D_r} g_r \leq \sum_{r \in D_r} h_r")
    smaller = p.so(rf"{across.root} {across.total} \leq 1 {along.total}", few)
    retain = p.fact(r"H_r = h_r e_1 e_1^T + g_r (I - e_1 e_1^T) \forall r \in D_r")
    of = Construction((along, across), hessian, retain, trace, apart, smaller)
    with p.block("r", "D_r") as seen:
        p.order(f"e_1^T ({of.at('r')}) e_1 = h_r", unit, witness=f"({LENGTH} - 1) (h_r ({LENGTH} + 1) - g_r {LENGTH})")
    each = rf"\sum_{{r \in D_r}} \operatorname{{Tr}}(H_r - ({of.at('r')}))"  # Σ Tr H_r = Σ h_r + (d − 1) Σ g_r
    sums = p.times(p.gap(rest), across.total), p.times(-1, p.gap(unit), f"({along.total} - {across.total})")
    slack = p.plus(p.times(across.root, p.gap(few)), p.times(-1, each), *sums)
    factor = r"(1 + \sqrt{d-1})"
    says = rf"\sum_{{r \in D_r}} \operatorname{{Tr}}(H_r) \leq {factor} {along.total}"
    return Seen(of, "e_1^T (%s) e_1", unit, seen.fact, p.order(says, few, retain, unit, rest, witness=slack), factor)


def contracts_across(p: Derivation, across: Part) -> Fact:
    """0 < the contraction of what is orthogonal to e_1, as η(1 − α) g_r ≤ 1: η(1 − α) Σ g_r² ≤ Σ g_r, and (Σ g_r)² ≤ n_r Σ g_r²."""
    small, constant = p.fact(r"\eta (1 - \alpha) g_r \leq 1 \forall r \in D_r"), p.lemma("sum_constant", D="D_r", n="n_r", c=across.squares)
    pairs = r"\frac{1}{2} \sum_{r \in D_r} \sum_{r' \in D_r} (g_r - g_{r'})^2"
    square = p.order(rf"{across.total}^2 \leq n_r {across.squares}", constant, witness=p.minus(pairs, p.gap(constant)))
    each = rf"\sum_{{r \in D_r}} g_r (1 - {STEP} g_r)"
    linear = p.order(rf"{STEP} {across.squares} \leq {across.total}", small, across.sign, witness=each)
    slack = p.plus(
        p.times(STEP, p.gap(square)),
        p.times(f"(n_r + {NOISE})", p.gap(linear)),
        across.total,
        rf"n_r \frac{{1}}{{B}} (B - 1) {across.total}",
    )
    signs = r"0 < 1-\alpha", r"\eta > 0", "0 < n_r"
    sizes = r"1 \leq B", "0 < B", rf"0 \leq {NOISE}", r"0 < \sum_{r \in D_r} g_r"
    least = p.order(f"0 < {bracket(across)}", square, linear, *sizes, *signs, witness=slack)
    return p.order(f"0 < {contraction(across)}", least, *signs, witness=contraction(across))


def converges_along_all_axes(p: Derivation) -> None:
    """E[J_1ᵀJ_1] is 1 − x along e_1 and 1 − y across, x, y > 0."""
    begin(p)
    seen = axes(p)
    along, across = seen.of.parts
    b = bounds(p, seen, p.fact(BELOW))
    all_positive(p, seen, b)
    slow, fast, unit = contracts(p, seen, b), contracts_across(p, across), seen.unit
    x, y = contraction(along), contraction(across)
    put_in = p.replace(after(""), seen.of.retain, p.fact(NO_FORGET))
    means = rf"{STEP} \frac{{1}}{{n_r}} ({across.total} - {along.total})"
    wrong = rf"({LENGTH} - 1) (({means})^2 + C_r \sum_{{r \in D_r}} (h_r - g_r)^2) {ON}"
    says, known = f"{after('')} = (1 - {x}) {ON} + (1 - {y}) {OFF}", p.plus(p.gap(put_in), wrong)
    image = p.order(says, put_in, unit, "0 < n_r", "0 < B", witness=known, unfold=["C_r", "C_f"])
    psd = p.order(rf"{OFF} \succeq 0I", unit, witness=p.minus(f"{OFF}^T {OFF}", p.times(p.gap(unit), ON)))
    with p.block(suppose=[rf"{x} \leq {y}"]) as first:
        rest = p.minus(p.times(p.gap(*first.supposed), p.gap(psd)), p.gap(image))
        one_step = p.order(rf"{after('')} \preceq (1 - {x}) I", image, psd, *first.supposed, witness=rest)
        vanishes(p, f"(1 - {x})", p.so(f"1 - {x} < 1", slow), one_step)
    with p.block(suppose=[f"{y} < {x}"]) as second:
        rest = p.minus(p.times(p.gap(*second.supposed), ON), p.gap(image))
        one_step = p.order(rf"{after('')} \preceq (1 - {y}) I", image, *second.supposed, witness=rest)
        vanishes(p, f"(1 - {y})", p.so(f"1 - {y} < 1", fast), one_step)
    p.lemma("cases", first.fact, second.fact, P=p.goal, x=x, a=y)


DERIVATIONS = MappingProxyType({"T4.9r": converges_on_a_line, "T4.9r2": converges_along_all_axes})
