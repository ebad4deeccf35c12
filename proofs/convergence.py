"""How the constructions of section 4.5, as they are repaired, converge below the threshold of (42)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from verify.derivations import Derivation, Fact

from .coherence import LARGEST, NOISE, Construction, Part, entries, largest_of_table, mean_of_mixed, mixed, table_is_nonnegative
from .one_step import after
from .positivity import probabilities
from .upper_bound import FROM_0, bounded_steps

STEP = r"\eta (1-\alpha)"
TABLE = r"\lambda_{\max}(S)"
PAIR = r"\lambda_{\max}(D_{rf})"
MEAN = r"\lambda_{\max}(D)"
SHARE = r"C'_r \frac{1}{n_r}"


@dataclass(frozen=True, slots=True)
class Seen:
    """What a linear form φ, 1 at I and ≥ 0 where X ⪰ 0, sees of the retain Hessians of a construction: their first part h_r.

    form: φ(X), with %s for X. unit: φ(I) = 1. heights: φ(H_r) = h_r for all r. traces: Σ Tr H_r ≤ w Σ h_r for a w ≥ 0, the factor.
    """

    of: Construction
    form: str
    unit: Fact
    heights: Fact
    traces: Fact
    factor: str

    @property
    def part(self) -> Part:
        """What is seen."""
        return self.of.parts[0]

    def gap(self, p: Derivation, fact: Fact) -> object:
        """φ(A − B) of a relation between A and B."""
        return p.put(self.form % "D", D=p.gap(fact))


@dataclass(frozen=True, slots=True)
class Bounds:
    """What is known of a construction.

    low: C'_r (1/n_r) Σ h_r ≤ λ_max(D). high: λ_max(D) ≤ C'_r (1/n_r) w Σ h_r. largest: C'_r h_r ≤ max λ_max(D_rf) for all r.
    table: λ_max(S) ≤ C'_r p n_f Σ h_r. nonnegative: 0 ≤ λ_max(S). below: λ_max(D) is below the threshold, with p n_f for n_f.
    """

    low: Fact
    high: Fact
    largest: Fact
    table: Fact
    nonnegative: Fact
    below: Fact


def bounds(p: Derivation, seen: Seen, below: Fact) -> Bounds:
    """All of these. below: the last."""
    of_hessians, mean = mixed(p, seen.of), mean_of_mixed(p)
    low, high = seen_in_mean(p, seen, mean), mean_is_at_most(p, seen, mean)
    largest = seen_in_largest(p, seen, seen_in_pairs(p, seen, of_hessians))
    return Bounds(low, high, largest, largest_of_table(p, seen.of, entries(p, seen.of, of_hessians)), table_is_nonnegative(p), below)


def seen_in_pairs(p: Derivation, seen: Seen, of_hessians: Fact) -> Fact:
    """C'_r h_r ≤ λ_max(D_rf) for all r and f: φ(λ_max(D_rf) I − D_rf) ≥ 0. of_hessians: D_rf = C'_r H_r."""
    with p.block("r", "D_r") as every, p.block("f", "D_f"):
        one, height = p.use(of_hessians, at=["r", "f"]), p.use(seen.heights, at="r")
        bound = p.lemma("eigenvalue_bound", p.order("D_{rf}^T = D_{rf}", unfold=["D"]), A="D_{rf}")
        known = [seen.gap(p, bound), p.times(-1, PAIR, p.gap(seen.unit)), seen.gap(p, one), p.times("C'_r", p.gap(height))]
        p.order(rf"C'_r {seen.part.at('r')} \leq {PAIR}", bound, one, seen.unit, height, witness=p.plus(*known))
    return every.fact


def seen_in_largest(p: Derivation, seen: Seen, pairs: Fact) -> Fact:
    """C'_r h_r ≤ max λ_max(D_rf) for all r. pairs: C'_r h_r ≤ λ_max(D_rf)."""
    height, inner = f"C'_r {seen.part.at('r')}", rf"(\max_{{f \in D_f}} {PAIR})"
    outer = p.lemma("maximum_bound", D="D_r", n="n_r", F=("r", inner))
    with p.block("r", "D_r") as every:
        each = p.lemma("maximum_bound", D="D_f", n="n_f", F=("f", PAIR))
        with p.block("f", "D_f") as below:
            p.chain(p.use(pairs, at=["r", "f"]), p.use(each, at="f"))
        gap = f"({inner} - {height})"
        constant = p.lemma("sum_constant", D="D_f", n="n_f", c=gap)
        mean = p.times(r"\frac{1}{n_f}", p.minus(rf"\sum_{{f \in D_f}} {gap}", p.gap(constant)))
        least = p.order(rf"{height} \leq {inner}", below.fact, constant, "0 < n_f", witness=mean)
        p.chain(least, p.use(outer, at="r"))
    return every.fact


def seen_in_mean(p: Derivation, seen: Seen, mean: Fact) -> Fact:
    """C'_r (1/n_r) Σ h_r ≤ λ_max(D): φ(λ_max(D) I − D) ≥ 0. mean: D = C'_r H_R."""
    bound, hessian = p.lemma("eigenvalue_bound", p.order("D^T = D", unfold=["D"]), A="D"), seen.of.at("r")
    written = seen.form % rf"\sum_{{r \in D_r}} (H_r - ({hessian}))"
    heights = rf"\sum_{{r \in D_r}} ({seen.form % hessian} - {seen.part.at('r')})"
    known = seen.gap(p, bound), p.times(-1, MEAN, p.gap(seen.unit)), seen.gap(p, mean), p.times(SHARE, written), p.times(SHARE, heights)
    says, used = rf"{SHARE} {seen.part.total} \leq {MEAN}", (bound, mean, seen.of.retain, seen.unit, seen.heights)
    return p.order(says, *used, witness=p.plus(*known))


def mean_is_at_most(p: Derivation, seen: Seen, mean: Fact) -> Fact:
    """λ_max(D) ≤ Tr D ≤ C'_r (1/n_r) w Σ h_r. mean: D = C'_r H_R."""
    signs = r"0 \leq C'_r", "0 < n_r"
    psd = p.order(r"D \succeq 0I", mean, *signs, witness=p.plus(p.gap(mean), rf"{SHARE} \sum_{{r \in D_r}} H_r"))
    below = p.lemma("trace_bound", psd, A="D")
    most = p.lemma("eigenvalue_least", "D^T = D", below, r"d \geq 1", A="D", c=r"\operatorname{Tr}(D)")
    known = p.gap(most), p.times(-1, p.put(r"\operatorname{Tr}(D)", D=p.gap(mean))), p.times(SHARE, p.gap(seen.traces))
    return p.order(rf"{MEAN} \leq {SHARE} {seen.factor} {seen.part.total}", most, mean, seen.traces, *signs, witness=p.plus(*known))


def positive(p: Derivation, x: str, *premises: Fact | str, other: Callable[[object], object]) -> Fact:
    """0 < x, as the contrary is absurd. other: of −x ≥ 0, what is −x and yet positive; the premises show that, and that x ≥ 0."""
    with p.block(suppose=[rf"{x} \leq 0"]) as below:
        p.order(f"0 < {x}", *premises, *below.supposed, witness=p.plus(x, other(p.gap(below.supposed[0]))))
    with p.block(suppose=[f"0 < {x}"]) as above:
        p.so(f"0 < {x}", *above.supposed)
    return p.lemma("cases", below.fact, above.fact, P=f"0 < {x}", x=x, a=0)


def inverse_factor(part: Part) -> str:
    """(1 − α)(σ + p n_f (n_r/B − 1)), by which the threshold divides."""
    return rf"((1 - \alpha)(\sigma + {count(part)} {NOISE}))"


def count(part: Part) -> str:
    """p n_f."""
    return "n_f" if part.root == "1" else f"{part.root} n_f"


def all_positive(p: Derivation, seen: Seen, b: Bounds) -> None:
    """C'_r, Σ h_r, max λ_max(D_rf), σ and 1 − α are positive, as λ_max(D) is, and is below the threshold."""
    part = seen.part
    total = p.order(rf"0 \leq {part.total}", part.sign, witness=part.total)
    common = b.high, rf"{MEAN} > 0", r"0 \leq C'_r", "0 < n_r", total
    for x, rest in (("C'_r", rf"\frac{{1}}{{n_r}} {seen.factor} {part.total}"), (part.total, f"{SHARE} {seen.factor}")):
        positive(p, x, *common, other=lambda gap, rest=rest: p.plus(MEAN, p.gap(b.high), p.times(gap, rest)))
    constant = p.lemma("sum_constant", D="D_r", n="n_r", c=LARGEST)
    each = rf"\sum_{{r \in D_r}} ({LARGEST} - C'_r {part.at('r')})"
    mean = p.times(r"\frac{1}{n_r}", p.plus(each, f"C'_r {part.total}", p.times(-1, p.gap(constant))))
    p.order(f"0 < {LARGEST}", b.largest, constant, "0 < n_r", "0 < C'_r", f"0 < {part.total}", witness=mean)
    defined = p.definition(r"\sigma")
    ratio = p.plus(p.gap(defined), rf"\frac{{{TABLE}}}{{{LARGEST}}}")
    p.order(r"0 \leq \sigma", defined, b.nonnegative, f"0 < {LARGEST}", witness=ratio)
    inverse = f"{inverse_factor(part)}^{{-1}}"
    known = b.below, rf"{MEAN} > 0", r"\eta > 0", "0 < C'_r", "0 < n_f", r"0 \leq \sigma", r"0 \leq 1-\alpha", rf"0 \leq {NOISE}"
    share = rf"\frac{{2}}{{\eta}} C'_r {inverse}"
    positive(p, r"\sigma", *known, other=lambda gap: p.plus(MEAN, p.gap(b.below), p.times(share, gap)))
    with p.block(suppose=[r"1-\alpha \leq 0"]) as none:
        zero = p.lemma("antisymmetry", *none.supposed, r"0 \leq 1-\alpha", a=r"1-\alpha", b=0)
        put_in = p.replace(inverse, zero)
        absurd = p.plus(r"1-\alpha", MEAN, p.gap(b.below), p.times(-1, r"\frac{2 \sigma}{\eta} C'_r", p.gap(put_in)))
        p.order(r"0 < 1-\alpha", *known, put_in, witness=absurd)
    with p.block(suppose=[r"0 < 1-\alpha"]) as some:
        p.so(r"0 < 1-\alpha", *some.supposed)
    p.lemma("cases", none.fact, some.fact, P=r"0 < 1-\alpha", x=r"1-\alpha", a=0)


def below_threshold(p: Derivation, seen: Seen, b: Bounds) -> Fact:
    """η(1 − α) Σ h_r (σ + p n_f (n_r/B − 1)) < 2 σ n_r."""
    part, factor = seen.part, inverse_factor(seen.part)
    divisor = p.order(f"0 < {factor}", r"0 < 1-\alpha", r"0 < \sigma", "0 < n_f", rf"0 \leq {NOISE}", witness=factor)
    inverse = p.lemma("inverse", divisor)
    sides = p.plus(p.times(p.gap(b.below), factor, r"\eta n_r"), p.times(p.gap(b.low), factor, r"\eta n_r"))
    known = p.times(r"\frac{1}{C'_r}", p.minus(sides, p.times(r"2 \sigma C'_r n_r", p.gap(inverse))))
    says = rf"{STEP} {part.total} (\sigma + {count(part)} {NOISE}) < 2 \sigma n_r"
    return p.order(says, b.below, b.low, divisor, inverse, "0 < C'_r", "0 < n_r", r"\eta > 0", witness=known)


def contraction(part: Part) -> str:
    """1 less a factor of E[J_1ᵀJ_1]: η(1 − α)(1/n_r²)(2 n_r Σ h_r − η(1 − α)((Σ h_r)² + (n_r/B − 1) Σ h_r²))."""
    return rf"{STEP} \frac{{1}}{{n_r}} \frac{{1}}{{n_r}} {bracket(part)}"


def bracket(part: Part) -> str:
    """2 n_r Σ h_r − η(1 − α)((Σ h_r)² + (n_r/B − 1) Σ h_r²)."""
    return rf"(2 n_r {part.total} - {STEP} ({part.total}^2 + {NOISE} {part.squares}))"


def contracts(p: Derivation, seen: Seen, b: Bounds) -> Fact:
    """0 < the contraction of the first part, by what bounds σ max λ_max(D_rf) = λ_max(S), and C'_r Σ h_r² ≤ max λ_max(D_rf) Σ h_r."""
    part, total = seen.part, seen.part.total
    small = below_threshold(p, seen, b)
    defined = p.definition(r"\sigma")
    table = p.plus(p.times(-1, LARGEST, p.gap(defined)), p.gap(b.table))
    rows = p.order(rf"\sigma {LARGEST} \leq C'_r {count(part)} {total}", defined, b.table, f"0 < {LARGEST}", witness=table)
    each = rf"\sum_{{r \in D_r}} {part.at('r')} ({LARGEST} - C'_r {part.at('r')})"
    squares = p.order(rf"C'_r {part.squares} \leq {LARGEST} {total}", b.largest, part.sign, witness=each)
    slack = p.plus(
        p.times("C'_r", total, p.gap(small)),
        p.times(rf"\sigma {STEP} {NOISE}", p.gap(squares)),
        p.times(rf"{STEP} {NOISE} {total}", p.gap(rows)),
    )
    signs = r"0 < \sigma", "0 < C'_r", rf"0 < {total}", r"0 < 1-\alpha", r"\eta > 0", rf"0 \leq {NOISE}"
    least = p.order(f"0 < {bracket(part)}", small, rows, squares, *signs, witness=p.times(r"\frac{1}{\sigma} \frac{1}{C'_r}", slack))
    return p.order(f"0 < {contraction(part)}", least, r"\eta > 0", r"0 < 1-\alpha", "0 < n_r", witness=contraction(part))


def vanishes(p: Derivation, factor: str, below: Fact, one_step: Fact) -> None:
    """E‖w_n‖² ≤ ‖w_0‖² qⁿ → 0. factor: q. below: q < 1. one_step: E[J_1ᵀJ_1], written out, is at most q I."""
    square, start, chances = r"\mathbb{E}\norm{w_n}{}^2", r"\norm{w_0}{}^2", probabilities(p)
    trace = p.plus(p.put(r"\operatorname{Tr}(D)", D=p.gap(one_step)), rf"\operatorname{{Tr}}({after('')})")
    size = p.so("0 < d", r"d \geq 1")
    p.order(rf"0 \leq {factor}", one_step, size, r"0 \leq C_r", r"0 \leq C_f", witness=p.times(r"\frac{1}{d}", trace))
    every = bounded_steps(p, FROM_0, "n-1", factor, one_step, after(""), letter="D")
    with p.block("n", r"\mathbb{N}") as least:
        p.order(rf"0 \leq {square}", *chances, witness=square)
    with p.block("n", r"\mathbb{N}") as most:
        bound = p.use(every, *most.ends, at="n")
        p.order(rf"{square} \leq {start} {factor}^n", bound, witness=p.put("w_0^T D w_0", D=p.gap(bound)), unfold=["w"])
    p.lemma("limit_zero", least.fact, most.fact, rf"0 \leq {factor}", below, c=start, q=factor, f=("n", square))
