"""How the coherence bounds the largest eigenvalue of the mix-Hessian: λ_max(Σ D_rf) ≤ λ_max(S), where Σ D_rf = n_r n_f D.

For a unit eigenvector v of Σ D_rf, and a_rf = √(vᵀ D_rf v), every vᵀ D_rf D_r'f' v is at most a_rf S_rf,r'f' a_r'f'; summed, the one is
λ_max(Σ D_rf)², the other at most λ_max(S) Σ a_rf² = λ_max(S) λ_max(Σ D_rf).
"""

from __future__ import annotations

from types import MappingProxyType

from verify.derivations import Derivation, Fact

from .growth import MIX
from .positivity import positivity

FIRST, SECOND = "D_{rf}", "D_{r'f'}"
TRACE = rf"\operatorname{{Tr}}({FIRST} {SECOND})"
SEEN, SEEN_TOO = f"v^T {FIRST} v", f"v^T {SECOND} v"  # a_rf², a_r'f'²
ROOT = rf"({SECOND})^{{\frac{{1}}{{2}}}}"
ENTRY = r"S_{rf,r'f'}"
TOP, COHERENCE = r"\lambda_{\max}(D)", r"\lambda_{\max}(S)"
TABLE = {"D": "D_r", "E": "D_f", "m": "n_r", "n": "n_f", "T": ("r", "f", "r'", "f'", ENTRY)}
ALL = r"\sum_{r \in D_r} \sum_{f \in D_f}"
ALL_TOO = r"\sum_{r' \in D_r} \sum_{f' \in D_f}"
WHOLE = f"({ALL} {FIRST})"
SUM = rf"\lambda_{{\max}}({WHOLE})"


def sqrt(square: str) -> str:
    """The root."""
    return rf"\sqrt{{{square}}}"


def pairs_are_psd(p: Derivation) -> Fact:
    """D_rf ⪰ 0 for all pairs: the fractions are not negative."""
    fractions = [rf"\frac{{\sqrt{{C_{one}}}}}{{\sqrt{{C_r}} + \sqrt{{C_f}}}} H_{one}" for one in "rf"]
    with p.block("r", "D_r") as every, p.block("f", "D_f"):
        p.order(rf"{FIRST} \succeq 0I", witness=p.plus(*fractions), unfold=MIX)
    return every.fact


def smaller(p: Derivation, small: str, great: str, squares: Fact, positive: Fact) -> Fact:
    """a ≤ b. squares: a² ≤ b²; positive: 0 ≤ b."""
    says = rf"{small} \leq {great}"
    with p.block(suppose=[rf"{small} \leq 0"]) as low:
        p.chain(*low.supposed, positive)
    with p.block(suppose=[f"0 < {small}"]) as high:
        both = p.so(f"0 < {great} + {small}", *high.supposed, positive)
        inverse = p.lemma("inverse", both)
        divided = p.times(rf"\frac{{1}}{{{great} + {small}}}", p.gap(squares))
        p.order(says, both, squares, inverse, witness=p.minus(divided, p.times(p.gap(inverse), f"({great} - {small})")))
    return p.lemma("cases", low.fact, high.fact, P=says, x=small, a=0)


def trace_bounds_product(p: Derivation, one: Fact, other: Fact) -> Fact:
    """vᵀ D_r'f' D_rf D_r'f' v ≤ Tr(D_rf D_r'f') vᵀ D_r'f' v. one, other: these are PSD.

    For R R = D_r'f', R D_rf R ⪯ Tr(R D_rf R) I.
    """
    square, twice = p.lemma("root_matrix", other), f"({ROOT} {ROOT})"
    bound = p.lemma("trace_bound", p.order(rf"{ROOT} {FIRST} {ROOT} \succeq 0I", one, witness=f"{ROOT} {FIRST} {ROOT}", unfold=MIX))
    says = rf"v^T {twice} {FIRST} {twice} v \leq \operatorname{{Tr}}({FIRST} {twice}) v^T {twice} v"
    squared = p.order(says, bound, witness=p.times(f"v^T {ROOT}", p.gap(bound), f"{ROOT} v"), unfold=MIX)
    return p.exchange(rf"v^T {SECOND} {FIRST} {SECOND} v \leq {TRACE} {SEEN_TOO}", squared, square)


def schwarz(p: Derivation, psd: Fact) -> Fact:
    """(vᵀ D_rf D_r'f' v)² ≤ vᵀ D_rf v ⋅ vᵀ D_r'f' D_rf D_r'f' v. psd: D_rf ⪰ 0."""
    across = f"({SECOND} v v^T - v v^T {SECOND}) {FIRST} (v v^T {SECOND} - {SECOND} v v^T)"  # Wᵀ D_rf W
    inside = p.order(rf"{across} \succeq 0I", psd, witness=across, unfold=MIX)
    product = p.lemma("trace_product", inside, psd, A=across, B=FIRST)
    says = rf"(v^T {FIRST} {SECOND} v)^2 \leq {SEEN} (v^T {SECOND} {FIRST} {SECOND} v)"
    return p.order(says, product, witness=p.times(r"\frac{1}{2}", p.gap(product)), unfold=MIX)


def products_are_below(p: Derivation, psd: Fact) -> Fact:
    """vᵀ D_rf D_r'f' v ≤ a_rf S_rf,r'f' a_r'f' for all pairs of pairs; v is fixed. psd: D_rf ⪰ 0 for all pairs."""
    with p.block("r", "D_r") as every, p.block("f", "D_f"), p.block("r'", "D_r"), p.block("f'", "D_f"):
        first, second = p.use(psd, at=["r", "f"]), p.use(psd, at=["r'", "f'"])
        trace = p.lemma("trace_product", first, second, A=FIRST, B=SECOND)
        signs = p.order(rf"0 \leq {SEEN}", first, witness=SEEN), trace, p.order(rf"0 \leq {SEEN_TOO}", second, witness=SEEN_TOO)
        factors = SEEN, TRACE, SEEN_TOO
        roots = [p.lemma("root", sign, x=square) for sign, square in zip(signs, factors, strict=True)]
        great = " ".join(map(sqrt, factors))
        cauchy, inner = schwarz(p, first), trace_bounds_product(p, first, second)
        a, b, c = (p.gap(root) for root in roots)
        twice = [p.times(sqrt(square), sqrt(square)) for square in factors]
        equal = p.plus(p.times(a, twice[1], twice[2]), p.times(SEEN, b, twice[2]), p.times(SEEN, TRACE, c))
        small = f"v^T {FIRST} {SECOND} v"
        witness = p.plus(p.gap(cauchy), p.times(SEEN, p.gap(inner)), equal)
        squares = p.order(rf"({small})^2 \leq ({great})^2", cauchy, inner, signs[0], *roots, witness=witness)
        below = smaller(p, small, great, squares, p.order(rf"0 \leq {great}", witness=great))
        p.order(rf"{small} \leq {sqrt(SEEN)} {ENTRY} {sqrt(SEEN_TOO)}", below, witness=p.gap(below), unfold=["S"])
    return every.fact


def symmetric_coherence(p: Derivation) -> Fact:
    """S_rf,r'f' = S_r'f',rf for all pairs of pairs."""
    with p.block("r", "D_r") as every, p.block("f", "D_f"), p.block("r'", "D_r"), p.block("f'", "D_f"):
        p.order(f"{ENTRY} = S_{{r'f',rf}}", unfold=("S", *MIX))
    return every.fact


def counts(p: Derivation) -> list[Fact]:
    """1 ≤ n_r, 1 ≤ n_f."""
    return [p.so(rf"1 \leq {size}", r"1 \leq B", rf"B \leq {size}") for size in ("n_r", "n_f")]


def coherence_is_positive(p: Derivation, symmetric: Fact) -> Fact:
    """0 ≤ λ_max(S), as 0 ≤ Σ S ≤ λ_max(S) n_r n_f."""
    bound = p.lemma("table_rayleigh", symmetric, *counts(p), **TABLE, u=("r", "f", 1))
    row = p.lemma("sum_constant", D="D_f", n="n_f", c=1)
    every = p.lemma("sum_constant", D="D_r", n="n_r", c=row.left)
    pairs = p.plus(p.gap(every), p.times("n_r", p.gap(row)))  # Σ 1 − n_r n_f
    entries = f"{ALL} {ALL_TOO} {sqrt(TRACE)}"
    inside = p.minus(p.plus(p.gap(bound), entries), p.times(COHERENCE, pairs))
    facts = bound, every, row, "0 < n_r", "0 < n_f"
    return p.order(rf"0 \leq {COHERENCE}", *facts, witness=p.times(r"\frac{1}{n_r}", r"\frac{1}{n_f}", inside), unfold=["S"])


def seen_sum(p: Derivation, psd: Fact, products: Fact, symmetric: Fact) -> Fact:
    """vᵀ Σ D_rf Σ D_r'f' v ≤ λ_max(S) vᵀ Σ D_rf v. psd: D_rf ⪰ 0 for all pairs; products: vᵀ D_rf D_r'f' v ≤ a_rf S_rf,r'f' a_r'f'."""
    with p.block("r", "D_r") as squares, p.block("f", "D_f"):
        p.lemma("root", p.order(rf"0 \leq {SEEN}", p.use(psd, at=["r", "f"]), witness=SEEN), x=SEEN)
    rayleigh = p.lemma("table_rayleigh", symmetric, *counts(p), **TABLE, u=("r", "f", sqrt(SEEN)))
    both = f"v^T ({ALL} {FIRST}) ({ALL_TOO} {SECOND}) v"
    entries = f"{ALL} {ALL_TOO} ({sqrt(SEEN)} {ENTRY} {sqrt(SEEN_TOO)} - v^T {FIRST} {SECOND} v)"
    equal = f"{ALL} ({sqrt(SEEN)} {sqrt(SEEN)} - {SEEN})"
    witness = p.minus(p.plus(p.gap(rayleigh), entries), p.times(COHERENCE, equal))
    return p.order(rf"{both} \leq {COHERENCE} (v^T ({ALL} {FIRST}) v)", rayleigh, products, squares.fact, witness=witness)


def divided(p: Derivation, x: str, bound: str, squares: Fact, positive: Fact) -> Fact:
    """x ≤ c. squares: x x ≤ c x; positive: 0 ≤ c."""
    says = rf"{x} \leq {bound}"
    with p.block(suppose=[rf"{x} \leq 0"]) as low:
        p.chain(*low.supposed, positive)
    with p.block(suppose=[f"0 < {x}"]) as high:
        inverse = p.lemma("inverse", *high.supposed)
        rest = p.times(p.gap(inverse), f"({bound} - {x})")
        p.order(says, *high.supposed, squares, inverse, witness=p.minus(p.times(rf"\frac{{1}}{{{x}}}", p.gap(squares)), rest))
    return p.lemma("cases", low.fact, high.fact, P=says, x=x, a=0)


def sum_is_symmetric(p: Derivation) -> Fact:
    """(Σ D_rf)ᵀ = Σ D_rf."""
    return p.order(f"{WHOLE}^T = {WHOLE}", unfold=MIX)


def coherence_bounds(p: Derivation) -> None:
    """Seen by an eigenvector, (Σ D_rf)² is below λ_max(S) Σ D_rf."""
    positivity(p)
    psd, symmetric = pairs_are_psd(p), symmetric_coherence(p)
    positive, x = coherence_is_positive(p, symmetric), SUM
    with p.block("v", r"\mathbb{R}^d", [f"{WHOLE} v = {x} v", "v^T v = 1"]) as each:
        seen = seen_sum(p, psd, products_are_below(p, psd), symmetric)
        eigen, unit = each.supposed
        one = p.plus(p.times("v^T", p.gap(eigen)), p.times(x, p.gap(unit)))  # vᵀ Σ D_rf v − λ_max(Σ D_rf)
        two = p.plus(p.times(p.transpose(p.gap(eigen)), f"{WHOLE} v"), p.times(x, one))
        witness = p.plus(p.gap(seen), p.minus(two, p.times(COHERENCE, one)))
        squares = p.order(rf"{x} {x} \leq {COHERENCE} {x}", seen, eigen, unit, witness=witness, unfold=MIX)
        divided(p, x, COHERENCE, squares, positive)
    p.lemma("eigenvector", sum_is_symmetric(p), p.so(r"1 \leq d", r"d \geq 1"), each.fact, A=WHOLE, P=p.goal)


def mean_is_below(p: Derivation) -> None:
    """D is the sum of all D_rf by n_r n_f."""
    positivity(p)
    own, mean, bound = p.lemma("eigenvalue_bound", sum_is_symmetric(p)), p.definition("D"), p.lemma("33.6r2")
    share = r"\frac{1}{n_r} \frac{1}{n_f}"
    witness = p.minus(p.times(share, p.gap(own)), p.gap(mean))
    below = p.order(rf"D \preceq ({share} {SUM}) I", own, mean, "0 < n_r", "0 < n_f", witness=witness)
    least = p.lemma("eigenvalue_least", p.order("D^T = D", unfold=MIX), below, r"d \geq 1", A="D", c=f"{share} {SUM}")
    p.order(p.goal, least, bound, "0 < n_r", "0 < n_f", witness=p.plus(p.times("n_r", "n_f", p.gap(least)), p.gap(bound)))


DERIVATIONS = MappingProxyType({"33.6r2": coherence_bounds, "34r": mean_is_below})
