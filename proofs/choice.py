"""Theorem 4.9 as the existence that it claims: Hessians with the assigned λ_max(D) and σ that converge below the threshold of (42).

What is put in is H_r = h_r e_1e_1ᵀ + g_r (I − e_1e_1ᵀ) and H_f = 0. Of whatever H was given, only λ_max(D) = C'_r Σ h_r/n_r and
σ = n_f Σ h_r/max h_r are known, and kept; that the second moment vanishes is T4.9r2.
"""

from __future__ import annotations

from types import MappingProxyType

from verify.derivations import Derivation, Fact

from .coherence import ENTRY, LARGEST, PAIRS, begin, entries, largest_of_table, mean_of_mixed, mixed, table
from .constructions import OFF, ON, axes
from .convergence import MEAN, PAIR, SHARE, TABLE, Seen, positive, seen_in_largest, seen_in_mean, seen_in_pairs

HEIGHTS, OTHERS, MOST = r"(\sum_{r \in D_r} h_r)", r"(\sum_{r \in D_r} g_r)", r"(\max_{r \in D_r} h_r)"
MEAN_HEIGHT = f"{SHARE} {HEIGHTS}"
RATIO = rf"n_f {HEIGHTS} \frac{{1}}{{{MOST}}}"
UNIT = "e_1^T e_1 = 1"
THRESHOLD = r"%s < \frac{2%s}{\eta}C_r'((1 - \alpha)(%s + n_f(\frac{n_r}{B} - 1)))^{-1}"


def across_is_psd(p: Derivation) -> Fact:
    """I − e_1e_1ᵀ ⪰ 0."""
    unit = p.fact(UNIT)
    return p.order(rf"{OFF} \succeq 0I", unit, witness=p.minus(f"{OFF}^T {OFF}", p.times(p.gap(unit), ON)))


def positive_heights(p: Derivation) -> None:
    """0 < Σ h_r, and 0 < max h_r: λ_max(D) is positive."""
    mean = p.fact(rf"n_r {MEAN} = C'_r {HEIGHTS}")
    nonnegative = p.order(rf"0 \leq {HEIGHTS}", r"h_r \geq 0 \forall r \in D_r", witness=HEIGHTS)
    with p.block(suppose=[rf"{HEIGHTS} \leq 0"]) as none:
        zero = p.lemma("antisymmetry", *none.supposed, nonnegative, a=HEIGHTS, b=0)
        absurd = p.plus(p.times("n_r", MEAN), p.times(-1, p.gap(mean)), p.times(-1, "C'_r", p.gap(zero)), p.gap(zero))
        p.order(f"0 < {HEIGHTS}", mean, zero, "0 < n_r", rf"{MEAN} > 0", nonnegative, witness=absurd)
    with p.block(suppose=[f"0 < {HEIGHTS}"]) as some:
        p.so(f"0 < {HEIGHTS}", *some.supposed)
    total = p.lemma("cases", none.fact, some.fact, P=f"0 < {HEIGHTS}", x=HEIGHTS, a=0)
    bound = p.lemma("maximum_bound", D="D_r", n="n_r", F=("r", "h_r"))
    constant = p.lemma("sum_constant", D="D_r", n="n_r", c=MOST)
    each = rf"\sum_{{r \in D_r}} ({MOST} - h_r)"
    slack = p.times(r"\frac{1}{n_r}", p.minus(p.plus(each, HEIGHTS), p.gap(constant)))
    p.order(f"0 < {MOST}", bound, constant, total, "0 < n_r", witness=slack)


def before(p: Derivation) -> tuple[Fact, Fact]:
    """λ_max(D) and σ as they are assigned, in terms of the heights; the threshold holds in these terms."""
    given = p.fact(rf"n_r {MEAN} = C'_r {HEIGHTS}")
    mean = p.order(f"{MEAN} = {MEAN_HEIGHT}", given, "0 < n_r", witness=p.times(r"\frac{1}{n_r}", p.gap(given)))
    ratio, inverse = p.fact(rf"\sigma {MOST} = n_f {HEIGHTS}"), p.lemma("inverse", f"0 < {MOST}")
    known = p.minus(p.times(rf"\frac{{1}}{{{MOST}}}", p.gap(ratio)), p.times(r"\sigma", p.gap(inverse)))
    sigma = p.order(rf"\sigma = {RATIO}", ratio, inverse, witness=known)
    assigned = p.fact(THRESHOLD % (MEAN, r"\sigma", r"\sigma"))
    p.exchange(THRESHOLD % (f"({MEAN_HEIGHT})", f"({RATIO})", f"({RATIO})"), assigned, mean, sigma)
    return mean, sigma


def across_is_smaller(p: Derivation, psd: Fact) -> Fact:
    """(Σ g_r)(I − e_1e_1ᵀ) ⪯ (Σ h_r)(I − e_1e_1ᵀ): √(d − 1) ≥ 1, or there is nothing across."""
    unit, few = p.fact(UNIT), p.fact(r"\sqrt{d-1} \sum_{r \in D_r} g_r \leq \sum_{r \in D_r} h_r")
    says = rf"{OTHERS} {OFF} \preceq {HEIGHTS} {OFF}"
    with p.block(suppose=[r"d \leq 1"]) as line:
        one = p.lemma("antisymmetry", *line.supposed, r"1 \leq d", a="d", b=1)
        none = p.lemma("dimension_one", one, Y=OFF)
        zero = p.plus(p.gap(none), p.times(p.minus(p.gap(one), p.gap(unit)), "I"))
        p.order(says, none, one, unit, witness=p.times(p.minus(HEIGHTS, OTHERS), zero))
    with p.block(suppose=["1 < d"]) as more:
        least = p.lemma("next_integer", *more.supposed, a=1, b="d")
        root = p.lemma("root", p.so(r"0 \leq d-1", r"d \geq 1"), x="d-1")
        above = p.order(r"0 < \sqrt{d-1} + 1", witness=r"\sqrt{d-1} + 1")
        inverse = p.lemma("inverse", above)
        share = r"\frac{1}{\sqrt{d-1} + 1}"
        known = p.minus(p.times(share, p.plus(p.gap(least), p.gap(root))), p.times(r"(\sqrt{d-1} - 1)", p.gap(inverse)))
        large = p.order(r"1 \leq \sqrt{d-1}", least, root, inverse, above, witness=known)
        total = p.order(rf"0 \leq {OTHERS}", r"g_r \geq 0 \forall r \in D_r", witness=OTHERS)
        gap = p.plus(p.gap(few), p.times(OTHERS, p.gap(large)))
        p.order(says, few, large, total, psd, witness=p.times(gap, OFF))
    return p.lemma("cases", line.fact, more.fact, P=says, x="d", a=1)


def put_in_is_psd(p: Derivation, psd: Fact) -> None:
    """h_r e_1e_1ᵀ + g_r (I − e_1e_1ᵀ) ⪰ 0, and 0 ⪰ 0."""
    with p.block("r", "D_r"):
        hessian = f"h_r {ON} + g_r {OFF}"
        p.order(rf"{hessian} \succeq 0I", psd, *[p.use(f"{x}_r \\geq 0 \\forall r \\in D_r", at="r") for x in "hg"], witness=hessian)
    with p.block("f", "D_f"):
        p.order(r"0I \succeq 0I", witness="0I")


def mean_after(p: Derivation, seen: Seen, smaller: Fact) -> Fact:
    """λ_max(D) = C'_r Σ h_r/n_r."""
    mean = mean_of_mixed(p)
    low = seen_in_mean(p, seen, mean)
    written = p.times(-1, SHARE, rf"\sum_{{r \in D_r}} (H_r - ({seen.of.at('r')}))")
    slack = p.plus(p.times(-1, p.gap(mean)), written, p.times(SHARE, p.gap(smaller)))
    below = p.order(rf"D \preceq ({MEAN_HEIGHT}) I", mean, seen.of.retain, smaller, r"0 \leq C'_r", "0 < n_r", witness=slack)
    high = p.lemma("eigenvalue_least", p.order("D^T = D", unfold=["D"]), below, r"1 \leq d", A="D", c=MEAN_HEIGHT)
    return p.lemma("antisymmetry", high, low, a=MEAN, b=MEAN_HEIGHT)


def largest_after(p: Derivation, seen: Seen, of_hessians: Fact, psd: Fact) -> Fact:
    """max λ_max(D_rf) = C'_r max h_r."""
    most = f"C'_r {MOST}"
    largest = seen_in_largest(p, seen, seen_in_pairs(p, seen, of_hessians))
    bound = p.lemma("maximum_bound", D="D_r", n="n_r", F=("r", "h_r"))
    with p.block("r", "D_r") as outer:
        with p.block("f", "D_f") as inner:
            one, high = p.use(of_hessians, at=["r", "f"]), p.use(bound, at="r")
            low = p.use(r"g_r \leq \max_{r} h_r \forall r \in D_r", at="r")
            slack = p.times("C'_r", p.plus(p.times(p.gap(high), ON), p.times(p.gap(low), OFF)))
            below = p.order(rf"D_{{rf}} \preceq ({most}) I", one, high, low, psd, r"0 \leq C'_r", witness=p.minus(slack, p.gap(one)))
            p.lemma("eigenvalue_least", p.order("D_{rf}^T = D_{rf}", unfold=["D"]), below, r"1 \leq d", A="D_{rf}", c=most)
        p.lemma("maximum_least", inner.fact, r"1 \leq n_f", D="D_f", n="n_f", F=("f", PAIR), c=most)
    high = p.lemma("maximum_least", outer.fact, r"1 \leq n_r", D="D_r", n="n_r", F=("r", rf"\max_{{f \in D_f}} {PAIR}"), c=most)
    share = rf"\frac{{1}}{{C'_r}} {LARGEST}"
    inverse = p.lemma("inverse", "0 < C'_r")
    with p.block("r", "D_r") as each:
        one = p.use(largest, at="r")
        known = p.plus(p.times(r"\frac{1}{C'_r}", p.gap(one)), p.times("h_r", p.gap(inverse)))
        p.order(rf"h_r \leq {share}", one, inverse, "0 < C'_r", witness=known)
    low = p.lemma("maximum_least", each.fact, r"1 \leq n_r", D="D_r", n="n_r", F=("r", "h_r"), c=share)
    known = p.plus(p.times("C'_r", p.gap(low)), p.times(-1, LARGEST, p.gap(inverse)))
    least = p.order(rf"{most} \leq {LARGEST}", low, inverse, "0 < C'_r", witness=known)
    return p.lemma("antisymmetry", high, least, a=LARGEST, b=most)


def table_after(p: Derivation, seen: Seen, of_hessians: Fact) -> Fact:
    """λ_max(S) = C'_r n_f Σ h_r: the vector of the √h_r shows that it is at least that."""
    along, across = seen.of.parts
    bound, each = f"C'_r n_f {HEIGHTS}", rf"(\sum_{{f \in D_f}} {HEIGHTS})"
    entry = entries(p, seen.of, of_hessians)
    high = largest_of_table(p, seen.of, entry)
    least = p.lemma("table_rayleigh", table(p)[0], r"1 \leq n_r", r"1 \leq n_f", u=("r", "f", along.sqrt("r")), **ENTRY)
    put_in, constant = p.replace(p.relation(least).left, entry), p.lemma("sum_constant", D="D_f", n="n_f", c=HEIGHTS)
    h, h_, g, g_ = along.sqrt("r"), along.sqrt("r'"), across.sqrt("r"), across.sqrt("r'")
    wrong = f"({h} {h} - h_r) {h_} {h_} + h_r ({h_} {h_} - h_{{r'}}) + {across.root} ({h} {g} - 0) {g_} {h_}"
    pairs = rf"{PAIRS} \sum_{{r' \in D_r}} \sum_{{f' \in D_f}}"
    counted = p.plus(p.times(p.gap(constant), each), p.times("n_f", HEIGHTS, p.gap(constant)))  # (Σ_f Σ_r h_r)² is (n_f Σ h_r)²
    size = p.plus(rf"{PAIRS} ({h} {h} - h_r)", p.gap(constant))
    exact = p.plus(p.gap(put_in), p.times("C'_r", rf"{pairs} ({wrong})"), p.times("C'_r", counted))  # of what least says of √h_r S √h_r
    slack = p.plus(p.gap(least), p.times(-1, TABLE, size), exact)
    used = least, put_in, constant, along.halves, *([] if seen.of.apart is None else [seen.of.apart])
    square = p.order(rf"C'_r n_f n_f {HEIGHTS} {HEIGHTS} \leq {TABLE} n_f {HEIGHTS}", *used, witness=slack)
    inverse = p.lemma("inverse", f"0 < {HEIGHTS}")
    share = p.times(rf"\frac{{1}}{{n_f}} \frac{{1}}{{{HEIGHTS}}}", p.gap(square))
    known = p.minus(share, p.times(f"({TABLE} - {bound})", p.gap(inverse)))
    low = p.order(rf"{bound} \leq {TABLE}", square, inverse, "0 < n_f", f"0 < {HEIGHTS}", witness=known)
    return p.lemma("antisymmetry", high, low, a=TABLE, b=bound)


def positive_share(p: Derivation) -> None:
    """0 < C'_r, as λ_max(D) is positive."""
    mean = p.fact(rf"n_r {MEAN} = C'_r {HEIGHTS}")
    positive(p, "C'_r", mean, "0 < n_r", rf"{MEAN} > 0", r"0 \leq C'_r", f"0 < {HEIGHTS}",
             other=lambda gap: p.plus(p.times("n_r", MEAN), p.times(HEIGHTS, gap), p.times(-1, p.gap(mean))))


def sigma_after(p: Derivation, seen: Seen, psd: Fact) -> Fact:
    """σ = n_f Σ h_r/max h_r; what it is divided by is positive, and what it is a root of is not negative."""
    of_hessians = mixed(p, seen.of)
    most, whole = largest_after(p, seen, of_hessians, psd), table_after(p, seen, of_hessians)
    p.order(f"0 < {LARGEST}", most, "0 < C'_r", f"0 < {MOST}", witness=p.plus(p.gap(most), f"C'_r {MOST}"))
    defined = p.definition(r"\sigma")
    put_in = p.replace(defined.right, most, whole)
    return p.order(rf"\sigma = {RATIO}", defined, put_in, "0 < C'_r", f"0 < {MOST}", witness=p.plus(p.gap(defined), p.gap(put_in)))


def values(p: Derivation, seen: Seen, psd: Fact) -> list[Fact]:
    """D, all D_rf and S are symmetric, Tr(D_rf D_r'f') ≥ 0, and max λ_max(D_rf) > 0."""
    of_hessians = mixed(p, seen.of)
    with p.block("r", "D_r") as symmetric, p.block("f", "D_f"):
        p.order("D_{rf}^T = D_{rf}", unfold=["D"])
    with p.block("r", "D_r") as nonnegative, p.block("f", "D_f"):
        one = p.use(of_hessians, at=["r", "f"])
        signs = [p.use(f"{x}_r \\geq 0 \\forall r \\in D_r", at="r") for x in "hg"]
        p.order(r"D_{rf} \succeq 0I", one, psd, r"0 \leq C'_r", *signs, witness=p.plus(p.gap(one), f"C'_r (h_r {ON} + g_r {OFF})"))
    with p.block("r", "D_r") as traces, p.block("f", "D_f"), p.block("r'", "D_r"), p.block("f'", "D_f"):
        p.lemma("trace_product", p.use(nonnegative.fact, at=["r", "f"]), p.use(nonnegative.fact, at=["r'", "f'"]), A="D_{rf}", B="D_{r'f'}")
    return [p.fact("D^T = D"), symmetric.fact, table(p)[0], traces.fact, p.fact(f"0 < {LARGEST}"), p.fact("0 < n_r"), p.fact("0 < n_f")]


def there_is_a_choice(p: Derivation) -> None:
    """H_r = h_r e_1e_1ᵀ + g_r (I − e_1e_1ᵀ), H_f = 0, by T4.9r2."""
    begin(p)
    p.so(r"1 \leq d", r"d \geq 1")
    psd = across_is_psd(p)
    positive_heights(p)
    positive_share(p)
    before(p)
    smaller = across_is_smaller(p, psd)
    put_in_is_psd(p, psd)
    with p.choose(D_r=("r", f"h_r {ON} + g_r {OFF}"), D_f=("f", "0I")) as c:
        seen = axes(p)
        mean = mean_after(p, seen, smaller)
        sigma = sigma_after(p, seen, psd)
        p.exchange(THRESHOLD % (MEAN, r"\sigma", r"\sigma"), THRESHOLD % (f"({MEAN_HEIGHT})", f"({RATIO})", f"({RATIO})"), mean, sigma)
        p.order(rf"{MEAN} > 0", mean, "0 < C'_r", f"0 < {HEIGHTS}", "0 < n_r", witness=p.plus(p.gap(mean), MEAN_HEIGHT))
        vanishes = p.lemma("T4.9r2", *c.are)
        c.have_values(*values(p, seen, psd))
        p.both(mean, sigma, vanishes)


DERIVATIONS = MappingProxyType({"T4.9r5": there_is_a_choice})
