"""The coherence of constructions like that of section 4.5: what bounds D_rf, S, and so σ.

Every retain Hessian is H_r = h_r P + g_r Q with numbers h_r, g_r ≥ 0, of which one is 0, and PQ = 0; every forget Hessian is 0. So
D_rf = C'_r H_r, and S_{rf,r'f'} = C'_r (p √h_r √h_r' + q √g_r √g_r') for p² = Tr(P²), q² = Tr(Q²).
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

from verify.derivations import Derivation, Fact

from .positivity import positivity

NO_FORGET = r"H_f = 0I \forall f \in D_f"
LARGEST = r"(\max_{r \in D_r} \max_{f \in D_f} \lambda_{\max}(D_{rf}))"  # what λ_max(S) is divided by
NOISE = r"(\frac{n_r}{B} - 1)"
PAIRS = r"\sum_{r \in D_r} \sum_{f \in D_f}"
TRACE = r"\operatorname{Tr}(D_{rf} D_{r'f'})"
ENTRY = MappingProxyType({"T": ("r", "f", "r'", "f'", "S_{rf,r'f'}"), "D": "D_r", "E": "D_f", "m": "n_r", "n": "n_f"})
OTHER = "r'"


@dataclass(frozen=True, slots=True)
class Part:
    """A multiple of one matrix P in every retain Hessian.

    height: the multiple h_r, with %s for r. root: p ≥ 0. square: what Tr(P²) is. equal: p p = Tr(P²). sign: h_r ≥ 0, and
    halves: √h_r √h_r = h_r, for all r.
    """

    height: str
    root: str
    square: str
    equal: Fact
    sign: Fact
    halves: Fact

    def at(self, index: str) -> str:
        """h_r."""
        return self.height % index

    def sqrt(self, index: str) -> str:
        """√h_r."""
        return rf"\sqrt{{{self.at(index)}}}"

    @property
    def entry(self) -> str:
        """p √h_r √h_r'."""
        return f"{self.root} {self.sqrt('r')} {self.sqrt(OTHER)}"

    @property
    def total(self) -> str:
        """Σ h_r."""
        return rf"(\sum_{{r \in D_r}} {self.at('r')})"

    @property
    def squares(self) -> str:
        """Σ h_r²."""
        return rf"(\sum_{{r \in D_r}} ({self.at('r')})^2)"

    def weight(self, index: str) -> str:
        """√C'_r √p √h_r, of which S is the outer square."""
        return rf"(\sqrt{{C'_r}} \sqrt{{{self.root}}} {self.sqrt(index)})"


@dataclass(frozen=True, slots=True)
class Construction:
    """A family of Hessians; what facts say of it they say for all r, or all r and r'.

    parts: one, or two. hessian: H_r written out, with %(r)s for r. retain: H_r is that. trace: the trace of C'_r H_r C'_r H_r', so written,
    is C'_r² Σ p² h_r h_r'. apart: √h_r √g_r = 0, and smaller: q Σ g_r ≤ p Σ h_r, of two parts.
    """

    parts: tuple[Part, ...]
    hessian: str
    retain: Fact
    trace: Fact
    apart: Fact | None = None
    smaller: Fact | None = None

    def at(self, index: str) -> str:
        """H_r written out."""
        return self.hessian % {"r": index}


def begin(p: Derivation) -> list[Fact]:
    """B, n_r, n_f > 0, which are returned; C'_r ≥ 0; 1 − α ≥ 0; n_r/B − 1 ≥ 0; 1 ≤ n_r and 1 ≤ n_f."""
    positive = positivity(p)
    p.order(r"0 \leq C'_r", witness=r"\frac{\sqrt{C_r}}{\sqrt{C_r} + \sqrt{C_f}}", unfold=["C'_r"])
    p.so(r"0 \leq 1-\alpha", r"\alpha \leq 1")
    p.order(rf"0 \leq {NOISE}", "0 < B", r"B \leq n_r", witness=r"\frac{1}{B} (n_r - B)")
    for size in ("n_r", "n_f"):
        p.so(rf"1 \leq {size}", r"1 \leq B", rf"B \leq {size}")
    return positive


def part(p: Derivation, height: str, root: str, square: str, equal: Fact, *premises: Fact) -> Part:
    """A part. premises: for all r, what shows that h_r ≥ 0, if its form does not."""
    with p.block("r", "D_r") as sign:
        p.order(rf"0 \leq {height % 'r'}", *[p.use(one, at="r") for one in premises], witness=height % "r")
    with p.block("r", "D_r") as halves:
        p.lemma("root", p.use(sign.fact, at="r"), x=height % "r")
    return Part(height, root, square, equal, sign.fact, halves.fact)


def never_both(p: Derivation, product: Fact, one: Part, other: Part) -> Fact:
    """√h_r √g_r = 0 for all r, as h_r g_r = 0."""
    with p.block("r", "D_r") as every:
        x = rf"{one.sqrt('r')} {other.sqrt('r')}"
        first, second, zero = p.use(one.halves, at="r"), p.use(other.halves, at="r"), p.use(product, at="r")
        known = p.times(p.gap(first), other.sqrt("r"), other.sqrt("r")), p.times(one.at("r"), p.gap(second)), p.gap(zero)
        square = p.order(rf"{x} {x} = 0", first, second, zero, witness=p.plus(*known))
        with p.block(suppose=[rf"{x} \leq 0"]) as below:
            p.so(rf"{x} \leq 0", *below.supposed)
        with p.block(suppose=[rf"0 < {x}"]) as above:  # x = x² (1/x) = 0
            inverse = p.lemma("inverse", *above.supposed)
            times = p.minus(p.times(x, p.gap(inverse)), p.times(rf"\frac{{1}}{{{x}}}", p.gap(square)))
            p.order(rf"{x} \leq 0", inverse, square, witness=times)
        least = p.lemma("cases", below.fact, above.fact, P=rf"{x} \leq 0", x=x, a=0)
        p.lemma("antisymmetry", least, p.order(rf"0 \leq {x}", witness=x), a=x, b=0)
    return every.fact


def mixed(p: Derivation, c: Construction) -> Fact:
    """D_rf = C'_r H_r for all r and f."""
    with p.block("r", "D_r") as every, p.block("f", "D_f"):
        one, none = p.use(c.retain, at="r"), p.use(p.fact(NO_FORGET), at="f")
        known = p.plus(p.times("C'_r", p.gap(one)), p.times("C'_f", p.gap(none)))
        p.order(rf"D_{{rf}} = C'_r ({c.at('r')})", one, none, witness=known, unfold=["D"])
    return every.fact


def mean_of_mixed(p: Derivation) -> Fact:
    """D = C'_r (1/n_r) Σ H_r, the forget Hessians being 0."""
    none, constant = p.fact(NO_FORGET), p.lemma("sum_constant_matrix", D="D_f", n="n_f", C=r"\sum_{r \in D_r} H_r")
    witness = p.plus(rf"\frac{{1}}{{n_r n_f}} {PAIRS} C'_f H_f", p.times(r"C'_r \frac{1}{n_r} \frac{1}{n_f}", p.gap(constant)))
    return p.order(r"D = C'_r \frac{1}{n_r} \sum_{r \in D_r} H_r", none, constant, "0 < n_f", "0 < n_r", witness=witness, unfold=["D"])


def entries(p: Derivation, c: Construction, of_hessians: Fact) -> Fact:
    """S_{rf,r'f'} = C'_r Σ p √h_r √h_r' over the parts, for all r, f, r', f'. of_hessians: D_rf = C'_r H_r."""
    with p.block("r", "D_r") as outer, p.block("f", "D_f"), p.block("r'", "D_r"), p.block("f'", "D_f"):
        put_in = p.replace(TRACE, p.use(of_hessians, at=["r", "f"]), p.use(of_hessians, at=["r'", "f'"]))
        traced = p.chain(put_in, p.use(c.trace, at=["r", "r'"]))
        root = f"(C'_r ({' + '.join(one.entry for one in c.parts)}))"
        known, used = [p.gap(traced)], [traced]
        for one in c.parts:  # p p √h_r √h_r √h_r' √h_r' is p² h_r h_r', one factor after the other
            here, there = p.use(one.halves, at="r"), p.use(one.halves, at=OTHER)
            both = [f"{one.sqrt(index)} {one.sqrt(index)}" for index in ("r", OTHER)]
            last = p.times(one.square, p.gap(here), both[1]), p.times(one.square, one.at("r"), p.gap(there))
            known.append(p.times(-1, "C'_r C'_r", p.plus(p.times(p.gap(one.equal), *both), *last)))
            used += [one.equal, here, there]
        if c.apart is not None:
            here = p.use(c.apart, at="r")
            known.append(p.times(-2, "C'_r C'_r", *[one.root for one in c.parts], p.gap(here), *[one.sqrt(OTHER) for one in c.parts]))
            used.append(here)
        square = p.order(f"{TRACE} = {root} {root}", *used, witness=p.plus(*known))
        defined, positive = p.definition("S_{rf,r'f'}"), p.order(rf"0 \leq {root}", r"0 \leq C'_r", witness=root)
        p.chain(defined, p.replace(defined.right, square), p.lemma("root_square", positive, y=root))
    return outer.fact


def table(p: Derivation) -> tuple[Fact, Fact]:
    """S is symmetric; its entries are ≥ 0."""
    with p.block("r", "D_r") as symmetric, p.block("f", "D_f"), p.block("r'", "D_r"), p.block("f'", "D_f"):
        p.order("S_{rf,r'f'} = S_{r'f',rf}", unfold=["S"])
    with p.block("r", "D_r") as positive, p.block("f", "D_f"), p.block("r'", "D_r"), p.block("f'", "D_f"):
        p.order(r"0 \leq S_{rf,r'f'}", witness=rf"\sqrt{{{TRACE}}}", unfold=["S"])
    return symmetric.fact, positive.fact


def size_of_weights(p: Derivation, one: Part, weight: Fact, half: Fact) -> Fact:
    """Σ (√C'_r √p √h_r)² over the pairs is C'_r p n_f Σ h_r. weight, half: √C'_r √C'_r = C'_r, √p √p = p."""
    whole, each = (rf"{PAIRS} {one.sqrt('r')} {one.sqrt('r')}", rf"{PAIRS} ({one.sqrt('r')} {one.sqrt('r')} - {one.at('r')})")
    constant, share = p.lemma("sum_constant", D="D_f", n="n_f", c=one.total), f"C'_r {one.root}"
    roots = p.times(p.gap(weight), rf"\sqrt{{{one.root}}} \sqrt{{{one.root}}}", whole), p.times("C'_r", p.gap(half), whole)
    known = *roots, p.times(share, each), p.times(share, p.gap(constant))
    says = rf"{PAIRS} {one.weight('r')}^2 = {share} n_f {one.total}"
    return p.order(says, weight, half, one.halves, constant, witness=p.plus(*known))


def below_outer_squares(p: Derivation, c: Construction, entry: Fact, weight: Fact, halves: list[Fact]) -> Fact:
    """S_{rf,r'f'} ≤ u_r u_r' + v_r v_r' for the weights u and v of the parts; v is 0 where there is one part."""
    squares = " + ".join([*[f"{one.weight('r')} {one.weight(OTHER)}" for one in c.parts], r"0 \cdot 0"][:2])
    with p.block("r", "D_r") as below, p.block("f", "D_f"), p.block("r'", "D_r"), p.block("f'", "D_f"):
        found = p.use(entry, at=["r", "f", "r'", "f'"])
        known = [p.times(-1, p.gap(found))]
        for one, half in zip(c.parts, halves, strict=True):
            both = f"{one.sqrt('r')} {one.sqrt(OTHER)}"
            known += [p.times(p.gap(weight), rf"\sqrt{{{one.root}}} \sqrt{{{one.root}}}", both), p.times("C'_r", p.gap(half), both)]
        p.order(rf"S_{{rf,r'f'}} \leq {squares}", found, weight, *halves, witness=p.plus(*known))
    return below.fact


def largest_of_table(p: Derivation, c: Construction, entry: Fact) -> Fact:
    """λ_max(S) ≤ C'_r p n_f Σ h_r, of the first part. entry: what S_{rf,r'f'} is."""
    one, *more = c.parts
    bound, weight = rf"C'_r {one.root} n_f {one.total}", p.lemma("root", r"0 \leq C'_r", x="C'_r")
    halves = [p.lemma("root", p.order(rf"0 \leq {part.root}", witness=part.root), x=part.root) for part in c.parts]
    first, *sizes = [size_of_weights(p, part, weight, half) for part, half in zip(c.parts, halves, strict=True)]
    other, apart = more[0].weight("r") if more else "0", [] if c.apart is None else [c.apart]
    squares = [p.so(rf"{PAIRS} {one.weight('r')}^2 \leq {bound}", first)]
    slack, known = p.read(bound), sizes
    if c.smaller is not None:
        slack, known = p.minus(p.times("C'_r n_f", p.gap(c.smaller)), p.gap(sizes[0])), [c.smaller, *sizes]
    squares.append(p.order(rf"{PAIRS} {other}^2 \leq {bound}", r"0 \leq C'_r", "0 < n_f", one.sign, *known, witness=slack))
    with p.block("r", "D_r") as disjoint, p.block("f", "D_f"):
        zero, roots = [p.use(fact, at="r") for fact in apart], [rf"\sqrt{{{part.root}}}" for part in c.parts]
        product = p.times(r"\sqrt{C'_r} \sqrt{C'_r}", *roots, *[p.gap(fact) for fact in zero]) if zero else None
        p.order(f"{one.weight('r')} {other} = 0", *zero, witness=product)
    below = below_outer_squares(p, c, entry, weight, halves)
    families = {"u": ("r", "f", one.weight("r")), "v": ("r", "f", other)}
    return p.lemma("table_outer", *table(p), below, disjoint.fact, *squares, r"1 \leq n_r", r"1 \leq n_f", c=bound, **ENTRY, **families)


def table_is_nonnegative(p: Derivation) -> Fact:
    """λ_max(S) ≥ 0, as λ_max(S) n_r n_f ≥ Σ S ≥ 0."""
    symmetric, positive = table(p)
    least = p.lemma("table_rayleigh", symmetric, r"1 \leq n_r", r"1 \leq n_f", u=("r", "f", "1"), **ENTRY)
    inner, outer = p.lemma("sum_constant", D="D_f", n="n_f", c=1), p.lemma("sum_constant", D="D_r", n="n_r", c="n_f")
    each = p.put(r"\sum_{r \in D_r} \eta", eta=p.gap(inner))
    count = p.times(-1, p.plus(each, p.gap(outer)))  # n_r n_f − Σ Σ 1
    total = p.plus(p.gap(least), rf"{PAIRS} \sum_{{r' \in D_r}} \sum_{{f' \in D_f}} S_{{rf,r'f'}}", p.times(r"\lambda_{\max}(S)", count))
    witness = p.times(r"\frac{1}{n_r} \frac{1}{n_f}", total)
    return p.order(r"0 \leq \lambda_{\max}(S)", "0 < n_r", "0 < n_f", least, inner, outer, positive, witness=witness)
