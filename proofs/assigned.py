"""The construction of section 4.5 has the λ_max(D) and the σ that it is assigned, and (41) is its second moment along e_1.

Every retain Hessian is h_r e_1e_1ᵀ with h_r = e_1ᵀH_r e_1, which is m or 0; so λ_max(D) = C'_r Σ h_r / n_r, λ_max(S) = C'_r n_f Σ h_r,
max λ_max(D_rf) = C'_r m, and σ m = n_f Σ h_r.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

from verify.derivations import Derivation, Fact

from .coherence import (
    ENTRY,
    LARGEST,
    NOISE,
    OTHER,
    PAIRS,
    Construction,
    begin,
    entries,
    largest_of_table,
    mean_of_mixed,
    mixed,
    part,
    table,
)
from .constructions import LENGTH, OFF, ON, trace_of_product
from .convergence import MEAN, PAIR, SHARE, STEP, TABLE, Seen, mean_is_at_most, positive, seen_in_largest, seen_in_mean, seen_in_pairs

HESSIAN = rf"(e_1^T H_{{%(r)s}} e_1) {ON}"
HEIGHT = "e_1^T H_r e_1"


@dataclass(frozen=True, slots=True)
class Assigned:
    """The construction as it is seen along e_1, D_rf = C'_r H_r, and λ_max(D) = C'_r (1/n_r) Σ h_r."""

    seen: Seen
    of_hessians: Fact
    mean: Fact

    @property
    def total(self) -> str:
        """Σ h_r."""
        return self.seen.part.total


def assigned(p: Derivation) -> Assigned:
    """What is assigned, but for the coherence."""
    begin(p)
    seen = axis(p)
    of_hessians, mean = mixed(p, seen.of), mean_of_mixed(p)
    low, high = seen_in_mean(p, seen, mean), mean_is_at_most(p, seen, mean)
    value = f"{SHARE} {seen.part.total}"
    return Assigned(seen, of_hessians, p.lemma("antisymmetry", p.so(rf"{MEAN} \leq {value}", high), low, a=MEAN, b=value))


def axis(p: Derivation) -> Seen:
    """H_r = h_r e_1e_1ᵀ for all r, as H_r e_1e_1ᵀ = H_r."""
    unit, kept = p.fact("e_1^T e_1 = 1"), p.fact(rf"H_r {ON} = H_r \forall r \in D_r")
    with p.block("r", "D_r") as retain:
        one = p.use(kept, at="r")
        gap = p.times(-1, p.gap(one))  # H_r − H_r e_1e_1ᵀ
        p.order(f"H_r = {HESSIAN % {'r': 'r'}}", one, witness=p.plus(gap, p.times(p.put("D^T", D=gap), ON)))
    heights = part(p, "e_1^T H_{%s} e_1", "1", "1", p.so(r"1 \cdot 1 = 1"))
    value = f"({heights.at('r')}) ({heights.at(OTHER)})"
    trace = trace_of_product(p, HESSIAN, value, unit, witness=f"C'_r C'_r {value} ({LENGTH} - 1) ({LENGTH} + 1)")
    of = Construction((heights,), HESSIAN, retain.fact, trace)
    with p.block("r", "D_r") as seen:
        p.order(f"e_1^T ({of.at('r')}) e_1 = {HEIGHT}", unit, witness=f"({HEIGHT}) ({LENGTH} - 1) ({LENGTH} + 1)")
    each = rf"\sum_{{r \in D_r}} \operatorname{{Tr}}(H_r - {of.at('r')})"
    slack = p.plus(p.times(-1, each), p.times(-1, p.gap(unit), heights.total))
    says = rf"\sum_{{r \in D_r}} \operatorname{{Tr}}(H_r) \leq 1 {heights.total}"
    return Seen(of, "e_1^T (%s) e_1", unit, seen.fact, p.order(says, retain.fact, unit, witness=slack), "1")


def mean_on_the_axis(p: Derivation) -> None:
    """D = C'_r H_R is a multiple of e_1e_1ᵀ, and that is λ_max(D)."""
    found = assigned(p)
    mean, retain = mean_of_mixed(p), found.seen.of.retain
    each = rf"\sum_{{r \in D_r}} (H_r - {found.seen.of.at('r')})"
    known = p.gap(mean), p.times(SHARE, each), p.times(-1, p.gap(found.mean), ON)
    p.order(p.goal, mean, retain, found.mean, witness=p.plus(*known), unfold=["D"])


# The coherence


def powers(p: Derivation, seen: Seen) -> Fact:
    """h_r h_r = m h_r for all r, as H_r² = m H_r."""
    with p.block("r", "D_r") as every:
        square, one = p.use(p.fact(r"H_r^2 = m H_r \forall r \in D_r"), at="r"), p.use(seen.of.retain, at="r")
        known = [p.times("e_1^T", p.gap(square), "e_1"), p.times(-1, "e_1^T H_r", p.gap(one), "e_1")]
        known.append(p.times(-1, f"({HEIGHT}) ({HEIGHT})", p.gap(seen.unit)))
        p.order(f"({HEIGHT}) ({HEIGHT}) = m ({HEIGHT})", square, one, seen.unit, witness=p.plus(*known))
    return every.fact


def all_positive(p: Derivation, found: Assigned, squares: Fact) -> None:
    """C'_r, Σ h_r and m are positive, as λ_max(D) is, and n_r m Σ h_r = n_r Σ h_r² ≥ (Σ h_r)²."""
    own, total = found.seen.part, found.total
    least, known = p.order(rf"0 \leq {total}", own.sign, witness=total), p.so(rf"{MEAN} \leq {SHARE} {total}", found.mean)
    for x, rest in (("C'_r", rf"\frac{{1}}{{n_r}} {total}"), (total, SHARE)):
        common = known, rf"{MEAN} > 0", r"0 \leq C'_r", "0 < n_r", least
        positive(p, x, *common, other=lambda gap, rest=rest: p.plus(MEAN, p.gap(known), p.times(gap, rest)))
    constant = p.lemma("sum_constant", D="D_r", n="n_r", c=own.squares)
    pairs = rf"\frac{{1}}{{2}} \sum_{{r \in D_r}} \sum_{{r' \in D_r}} ({HEIGHT} - e_1^T H_{{r'}} e_1)^2"
    each = rf"\sum_{{r \in D_r}} (m ({HEIGHT}) - ({HEIGHT}) ({HEIGHT}))"
    inverse = p.lemma("inverse", f"0 < {total}")
    enough = p.plus(f"{total} {total}", p.minus(pairs, p.gap(constant)), p.times("n_r", each))  # n_r m Σ h_r
    over = rf"\frac{{1}}{{n_r}} \frac{{1}}{{{total}}}"
    witness = p.minus(p.times(over, enough), p.times("m", p.gap(inverse)))
    p.order("0 < m", squares, constant, inverse, f"0 < {total}", "0 < n_r", witness=witness)


def largest_is_assigned(p: Derivation, found: Assigned, squares: Fact) -> Fact:
    """max λ_max(D_rf) = C'_r m: D_rf ⪯ C'_r m I, and C'_r m Σ h_r = C'_r Σ h_r² is at most the maximum times Σ h_r."""
    seen, total = found.seen, found.total
    psd = p.order(rf"{OFF} \succeq 0I", seen.unit, witness=p.minus(f"{OFF}^T {OFF}", p.times(p.gap(seen.unit), ON)))
    with p.block("r", "D_r") as outer:
        square = p.use(squares, at="r")
        slack = p.plus(rf"\frac{{1}}{{m}} (m - {HEIGHT})^2", p.times(r"\frac{-1}{m}", p.gap(square)))
        most = p.order(rf"{HEIGHT} \leq m", square, "0 < m", witness=slack)
        with p.block("f", "D_f") as inner:
            one = p.use(found.of_hessians, at=["r", "f"])
            rest = p.plus(p.times("m", p.gap(psd)), p.times(p.gap(most), ON))
            slack, facts = p.minus(p.times("C'_r", rest), p.gap(one)), (one, most, psd, "0 < m", r"0 \leq C'_r")
            below = p.order(r"D_{rf} \preceq (C'_r m) I", *facts, witness=slack)
            symmetric = p.order("D_{rf}^T = D_{rf}", unfold=["D"])
            p.lemma("eigenvalue_least", symmetric, below, r"d \geq 1", A="D_{rf}", c="C'_r m")
        p.lemma("maximum_least", inner.fact, r"1 \leq n_f", D="D_f", n="n_f", F=("f", PAIR), c="C'_r m")
    high = p.lemma("maximum_least", outer.fact, r"1 \leq n_r", D="D_r", n="n_r", F=("r", rf"\max_{{f \in D_f}} {PAIR}"), c="C'_r m")
    largest, inverse = seen_in_largest(p, seen, seen_in_pairs(p, seen, found.of_hessians)), p.lemma("inverse", f"0 < {total}")
    each = rf"\sum_{{r \in D_r}} ({HEIGHT}) ({LARGEST} - C'_r {HEIGHT})"
    wrong = rf"C'_r \sum_{{r \in D_r}} (({HEIGHT}) ({HEIGHT}) - m ({HEIGHT}))"
    share = p.times(rf"\frac{{1}}{{{total}}}", p.plus(each, wrong))  # (the maximum − C'_r m) Σ h_r / Σ h_r
    witness = p.minus(share, p.times(p.gap(inverse), f"({LARGEST} - C'_r m)"))
    low = p.order(rf"C'_r m \leq {LARGEST}", largest, seen.part.sign, squares, inverse, f"0 < {total}", witness=witness)
    return p.lemma("antisymmetry", high, low, a=LARGEST, b="C'_r m")


def table_is_assigned(p: Derivation, found: Assigned) -> Fact:
    """λ_max(S) = C'_r n_f Σ h_r: it is at most that, and the vector of the √h_r shows that it is no less."""
    seen, total, root = found.seen, found.total, found.seen.part.sqrt
    entry = entries(p, seen.of, found.of_hessians)
    high, (symmetric, _) = largest_of_table(p, seen.of, entry), table(p)
    least = p.lemma("table_rayleigh", symmetric, r"1 \leq n_r", r"1 \leq n_f", u=("r", "f", root("r")), **ENTRY)
    put_in = p.replace(p.relation(least).left, entry)
    whole, constant = rf"{PAIRS} {root('r')} {root('r')}", p.lemma("sum_constant", D="D_f", n="n_f", c=total)
    each = rf"{PAIRS} ({root('r')} {root('r')} - {HEIGHT})"
    size = p.order(rf"{whole} = n_f {total}", seen.part.halves, constant, witness=p.plus(each, p.gap(constant)))
    count = rf"(n_f {total})"
    inverse = p.lemma("inverse", p.order(f"0 < {count}", "0 < n_f", f"0 < {total}", witness=count))
    roots = p.plus(p.gap(least), p.gap(put_in), p.times("C'_r", p.gap(size), f"({whole} + {count})"), p.times(-1, TABLE, p.gap(size)))
    gap = f"({TABLE} - C'_r {count})"
    witness = p.minus(p.times(rf"\frac{{1}}{{{count}}}", roots), p.times(p.gap(inverse), gap))
    low = p.order(rf"C'_r {count} \leq {TABLE}", least, put_in, size, inverse, f"0 < {count}", witness=witness)
    return p.lemma("antisymmetry", p.so(rf"{TABLE} \leq C'_r {count}", high), low, a=TABLE, b=f"C'_r {count}")


def coherence(p: Derivation, found: Assigned) -> Fact:
    """σ m = n_f Σ h_r; and 0 < σ."""
    squares = powers(p, found.seen)
    all_positive(p, found, squares)
    largest, whole = largest_is_assigned(p, found, squares), table_is_assigned(p, found)
    bound, count = p.order("0 < C'_r m", "0 < C'_r", "0 < m", witness="C'_r m"), rf"(n_f {found.total})"
    defined = p.definition(r"\sigma")
    put_in = p.replace(defined.right, whole, largest)
    ratio = p.chain(defined, put_in)
    p.order(r"0 < \sigma", ratio, bound, f"0 < {count}", "0 < C'_r", witness=p.plus(p.gap(ratio), rf"\frac{{C'_r {count}}}{{C'_r m}}"))
    return p.order(rf"\sigma m = n_f {found.total}", ratio, "0 < C'_r", "0 < m", witness=p.times("m", p.gap(ratio)))


def height_by_coherence(p: Derivation) -> None:
    """σ m = n_f Σ h_r, and λ_max(D) n_r = C'_r Σ h_r."""
    found = assigned(p)
    size = coherence(p, found)
    mean = p.times(-1, r"\frac{n_r n_f}{\sigma}", p.gap(found.mean))
    known = p.plus(p.times(r"C'_r \frac{1}{\sigma}", p.gap(size)), mean)
    p.order(p.goal, size, found.mean, r"0 < \sigma", "0 < n_r", witness=known)


def second_moment_on_the_axis(p: Derivation) -> None:
    """H_R is Σ h_r / n_r along e_1, H_r² = m H_r, σ m = n_f Σ h_r."""
    found = assigned(p)
    size, total, seen = coherence(p, found), found.total, found.seen
    squares = p.fact(r"H_r^2 = m H_r \forall r \in D_r")
    rate = r"((C_r')^{-1} \lambda_{\max}(D))"
    solved = p.order(rf"{rate} = \frac{{1}}{{n_r}} {total}", found.mean, "0 < C'_r", witness=p.times(r"\frac{1}{C'_r}", p.gap(found.mean)))
    zero, twice = rf"(\sum_{{r \in D_r}} (H_r - {seen.of.at('r')}))", rf"({STEP} {STEP})"
    square = [
        f"e_1^T {zero} (\\sum_{{r \\in D_r}} H_r) e_1",
        f"{total} e_1^T {ON} {zero} e_1",
        p.times(f"{total} {total}", p.gap(seen.unit), f"(({LENGTH})^2 + {LENGTH} + 1)"),
    ]
    mean = p.times(twice, r"\frac{1}{n_r} \frac{1}{n_r}", p.plus(*square))
    each = p.plus(r"e_1^T (\sum_{r \in D_r} (H_r^2 - m H_r)) e_1", p.times(rf"\frac{{1}}{{\sigma}} {total}", p.gap(size)))
    noise = p.times(twice, rf"\frac{{1}}{{n_r}} \frac{{1}}{{n_r}} {NOISE}", each)
    sum_of_rates = rf"({rate} + \frac{{1}}{{n_r}} {total})"
    rates = p.times(p.gap(solved), p.minus(f"2 {STEP}", p.times(twice, sum_of_rates, rf"(1 + \frac{{n_f}}{{\sigma}} {NOISE})")))
    facts = size, solved, seen.unit, seen.of.retain, squares, r"0 < \sigma", "0 < n_r", "0 < B"
    p.order(p.goal, *facts, witness=p.plus(p.gap(seen.unit), mean, noise, rates), unfold=["H_R"])


DERIVATIONS = MappingProxyType({
    "39.2r": mean_on_the_axis,
    "40.3r2": height_by_coherence,
    "41.2r": second_moment_on_the_axis,
})  # fmt: skip
