"""Theorem 4.8 as it is repaired: one pair whose mix-Hessian is large makes the second moment grow.

`python -m proofs.threshold` prints how the threshold comes out of (36), and out of one pair.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from types import MappingProxyType

from verify.derivations import Block, Derivation, Fact

from .alignment import COHERENCE, TOP, coherence_is_positive, counts, pairs_are_psd, smaller, symmetric_coherence
from .growth import (
    HALF,
    LARGEST,
    LARGEST_OF_ROW,
    MIX,
    ROOTS,
    G,
    half_square,
    member_stretches,
    moment_grows,
    start_grows,
    stretched,
)
from .positivity import positivity

DENOMINATOR = r"(\eta((1-\alpha)n_f\sqrt{\frac{n_r}{B}-1} + \alpha n_r\sqrt{\frac{n_f}{B}-1}))"

THRESHOLD = rf"\frac{{\sqrt{{2}}\sigma}}{{{DENOMINATOR}}}"  # the right side of (29)
STRETCH = f"({ROOTS} {LARGEST})"  # by which √2 times a step stretches, in the mean of squares
LEAST = rf"\frac{{\sqrt{{2}}}}{{{ROOTS[1:-1]}}}"  # from which a pair is large


def symmetric_pair(p: Derivation) -> Fact:
    """D_rfᵀ = D_rf for the fixed pair."""
    return p.order(r"D_{rf}^T = D_{rf}", unfold=MIX)


def each_below_the_largest(p: Derivation) -> Fact:
    """λ_max(D_rf) ≤ max λ_max(D_rf) for all pairs."""
    own = r"\lambda_{\max}(D_{rf})"
    with p.block("r", "D_r") as every:
        row = p.use(p.lemma("maximum_bound", D="D_r", n="n_r", F=("r", LARGEST_OF_ROW)), at="r")
        with p.block("f", "D_f"):
            column = p.use(p.lemma("maximum_bound", D="D_f", n="n_f", F=("f", own)), at="f")
            p.chain(column, row)
    return every.fact


def no_roots(p: Derivation) -> list[Fact]:
    """If √C_r + √C_f ≤ 0, then √C_r = 0; likewise √C_f."""
    facts = []
    for root, other in ((r"\sqrt{C_r}", r"\sqrt{C_f}"), (r"\sqrt{C_f}", r"\sqrt{C_r}")):
        with p.block(suppose=[rf"{ROOTS} \leq 0"]) as none:
            high = p.so(rf"{root} \leq 0", *none.supposed, hints=[other])
            p.lemma("antisymmetry", high, p.order(rf"0 \leq {root}", witness=root))
        facts.append(none.fact)
    return facts


def no_mix_without_noise(p: Derivation) -> Fact:
    """If √C_r + √C_f ≤ 0, then max λ_max(D_rf) ≤ 0."""
    (rows, columns), gone = counts(p), no_roots(p)
    with p.block(suppose=[rf"{ROOTS} \leq 0"]) as none:
        zeros = [p.use(zero, *none.supposed) for zero in gone]
        with p.block("r", "D_r") as row:
            with p.block("f", "D_f") as column:
                gaps = [p.times(rf"\frac{{1}}{{{ROOTS}}}", p.gap(zero), f"H_{one}") for zero, one in zip(zeros, "rf", strict=True)]
                nothing = p.order(r"D_{rf} \preceq 0I", *zeros, witness=p.times(-1, p.plus(*gaps)), unfold=MIX)
                p.lemma("eigenvalue_least", symmetric_pair(p), nothing, r"d \geq 1", A="D_{rf}", c=0)
            p.lemma("maximum_least", column.fact, columns, D="D_f", n="n_f", F=("f", r"\lambda_{\max}(D_{rf})"), c=0)
        p.lemma("maximum_least", row.fact, rows, D="D_r", n="n_r", F=("r", LARGEST_OF_ROW), c=0)
    return none.fact


def some_noise(p: Derivation, positive: Fact) -> Fact:
    """0 < √C_r + √C_f. positive: 0 < max λ_max(D_rf)."""
    nothing = no_mix_without_noise(p)
    with p.block(suppose=[rf"{ROOTS} \leq 0"]) as none:
        low = p.use(nothing, *none.supposed)
        p.so(f"0 < {ROOTS}", positive, low, hints=[ROOTS])
    with p.block(suppose=[f"0 < {ROOTS}"]) as some:
        p.so(f"0 < {ROOTS}", *some.supposed)
    return p.lemma("cases", none.fact, some.fact, P=f"0 < {ROOTS}", x=ROOTS, a=0)


def scaled_eigenvector(p: Derivation, top: str, eigen: Fact, inverse: Fact) -> Fact:
    """G v = s m v for G = s D_rf. top: m; eigen: D_rf v = m v; inverse: s (1/s) = 1; with s = √C_r + √C_f."""
    witness = p.minus(p.times(ROOTS, p.gap(eigen)), p.times(p.gap(inverse), G, "v"))
    return p.order(f"{G} v = ({ROOTS} {top}) v", eigen, inverse, witness=witness, unfold=MIX)


@contextmanager
def largest_eigenvector(p: Derivation) -> Iterator[Block]:
    """`with largest_eigenvector(p) as each:` from r, f and v with D_rf v = m v and vᵀv = 1, which it supposes, to the goal; then the goal.

    m: max λ_max(D_rf), which is attained.
    """
    own, (rows, columns), below = r"\lambda_{\max}(D_{rf})", counts(p), each_below_the_largest(p)
    with p.block("r", "D_r", [f"{LARGEST} \\leq {LARGEST_OF_ROW}"]) as row:
        with p.block("f", "D_f", [rf"{LARGEST_OF_ROW} \leq {own}"]) as column:
            equal = p.lemma("antisymmetry", p.chain(*row.supposed, *column.supposed), p.use(below, at=["r", "f"]))
            with p.block("v", r"\mathbb{R}^d", [f"D_{{rf}} v = {own} v", "v^T v = 1"]) as each:
                witness = p.minus(p.gap(each.supposed[0]), p.times(p.gap(equal), "v"))
                turned = p.order(f"D_{{rf}} v = {LARGEST} v", equal, *each.supposed, witness=witness)
                yield Block(each.ends, (turned, each.supposed[1]))
            p.lemma("eigenvector", symmetric_pair(p), p.so(r"1 \leq d", r"d \geq 1"), each.fact, A="D_{rf}", P=p.goal)
        p.lemma("maximum_attained", column.fact, columns, D="D_f", n="n_f", F=("f", own), P=p.goal)
    p.lemma("maximum_attained", row.fact, rows, D="D_r", n="n_r", F=("r", LARGEST_OF_ROW), P=p.goal)


def one_pair(p: Derivation) -> None:
    """Every step stretches an eigenvector of the largest D_rf.

    E[J_sᵀ vvᵀ J_s] ⪰ ½ (√C_r + √C_f)² max λ_max(D_rf)² vvᵀ.
    """
    positivity(p)
    above, least = p.fact(rf"{LARGEST} > {LEAST}"), p.order(rf"0 \leq {LEAST}", witness=LEAST)
    some = some_noise(p, p.so(f"0 < {LARGEST}", above, least))
    inverse = p.lemma("inverse", some)
    scaled = p.plus(p.times(ROOTS, p.gap(above)), p.times(r"\sqrt{2}", p.gap(inverse)))
    large = p.order(rf"\sqrt{{2}} < {STRETCH}", some, above, inverse, witness=scaled)
    with largest_eigenvector(p) as each:
        once = stretched(p, STRETCH, scaled_eigenvector(p, LARGEST, each.supposed[0], inverse))
        moment_grows(p, f"({HALF} ({STRETCH})^2)", once, each.supposed[1], half_square(p, STRETCH, large))


def one_hessian(p: Derivation, weight: str, one: str) -> None:
    """E[J_sᵀ vvᵀ J_s] ⪰ C h² vvᵀ. weight: C; one: r or f."""
    positivity(p)
    over, size, gain = f"D_{one}", f"n_{one}", rf"({weight} \lambda_{{\max}}(H_{one})^2)"
    above, largest = p.hypotheses[-1], rf"(\max_{{{one}}} {gain})"
    with p.block(one, over, [rf"{largest} \leq {gain}"]) as each:
        large = p.so(f"1 < {gain}", above, *each.supposed)
        with p.block("v", r"\mathbb{R}^d", [rf"H_{one} v = \lambda_{{\max}}(H_{one}) v", "v^T v = 1"]) as seen:
            eigen, unit = seen.supposed
            moment_grows(p, gain, member_stretches(p, weight, over, eigen), unit, large)
        symmetric = p.order(f"H_{one}^T = H_{one}")
        p.lemma("eigenvector", symmetric, p.so(r"1 \leq d", r"d \geq 1"), seen.fact, A=f"H_{one}", P=p.goal)
    some = p.so(rf"1 \leq {size}", r"1 \leq B", rf"B \leq {size}")
    p.lemma("maximum_attained", each.fact, some, D=over, n=size, F=(one, gain), P=p.goal)


def retain_hessian(p: Derivation) -> None:
    """Every step stretches an eigenvector of this Hessian."""
    one_hessian(p, "C_r", "r")


def forget_hessian(p: Derivation) -> None:
    """Every step stretches an eigenvector of this Hessian."""
    one_hessian(p, "C_f", "f")


def seen_from_the_start(p: Derivation) -> None:
    """Every step stretches v, which w_0 sees."""
    positivity(p)
    large, factor = p.order(rf"\sqrt{{2}} < {ROOTS} m", p.hypotheses[-1], witness=p.gap(p.hypotheses[-1])), f"({ROOTS} m)"
    with p.block(suppose=[rf"{ROOTS} \leq 0"]) as none:
        zero = p.lemma("antisymmetry", *none.supposed, p.order(rf"0 \leq {ROOTS}", witness=ROOTS))
        witness = p.minus(p.plus(ROOTS, p.gap(large), r"\sqrt{2}"), p.times(p.gap(zero), "m"))
        p.order(f"0 < {ROOTS}", large, zero, witness=witness)
    with p.block(suppose=[f"0 < {ROOTS}"]) as some:
        p.so(f"0 < {ROOTS}", *some.supposed)
    inverse = p.lemma("inverse", p.lemma("cases", none.fact, some.fact, P=f"0 < {ROOTS}", x=ROOTS, a=0))
    with p.block("r", "D_r"), p.block("f", "D_f", ["D_{rf} v = m v"]) as each:
        once = stretched(p, factor, scaled_eigenvector(p, "m", each.supposed[0], inverse))
        seen = p.order("0 < (v^T w_0)^2", "(v^T w_0)^2 > 0", witness="(v^T w_0)^2")
        start_grows(p, f"({HALF} ({factor})^2)", once, p.fact("v^T v = 1"), half_square(p, factor, large), seen)


def same_root(p: Derivation, square: str, root: str, positive: Fact, equal: Fact) -> Fact:
    """√x = y. positive: 0 ≤ y; equal: y y = x."""
    x, y = rf"\sqrt{{{square}}}", root
    twice = p.times(y, y)
    known = p.lemma("root", p.order(rf"0 \leq {square}", equal, positive, witness=p.minus(twice, p.gap(equal))), x=square)
    differences = p.minus(p.gap(equal), p.gap(known))
    up = smaller(p, x, y, p.order(rf"({x}) ({x}) \leq ({y}) ({y})", known, equal, witness=differences), positive)
    zero = p.order(rf"0 \leq {x}", witness=x)
    down = smaller(p, y, x, p.order(rf"({y}) ({y}) \leq ({x}) ({x})", known, equal, witness=p.times(-1, differences)), zero)
    return p.lemma("antisymmetry", up, down)


def weights_by_batches(p: Derivation) -> Fact:
    """The denominator of (29) is n_r n_f (√C_r + √C_f), as n_r √C_r = η (1 − α) √(n_r/B − 1)."""
    roots = []
    for one, size, weight in (("C_r", "n_r", r"(1-\alpha)"), ("C_f", "n_f", r"\alpha")):
        drawn = rf"\frac{{{size}}}{{B}} - 1"
        least = p.order(rf"0 \leq {drawn}", "0 < B", rf"B \leq {size}", witness=rf"\frac{{1}}{{B}} ({size} - B)")
        square = p.lemma("root", least)
        root = rf"\eta {weight} \frac{{1}}{{{size}}} \sqrt{{{drawn}}}"
        p.so(rf"0 \leq {weight}", r"\alpha \leq 1", r"0 \leq \alpha")
        positive = p.order(rf"0 \leq {root}", r"\eta > 0", rf"0 \leq {weight}", f"0 < {size}", witness=root)
        factor = rf"\eta^2 {weight}^2 \frac{{1}}{{{size}^2}}"
        equal = p.order(f"{root} {root} = {one}", square, "0 < B", f"0 < {size}", witness=p.times(factor, p.gap(square)), unfold=[one])
        roots.append(same_root(p, one, root, positive, equal))
    known = p.minus(p.times(-1, "n_r", "n_f", p.gap(roots[0])), p.times("n_r", "n_f", p.gap(roots[1])))
    return p.order(f"{DENOMINATOR} = n_r n_f {ROOTS}", *roots, "0 < n_r", "0 < n_f", witness=known)


def largest_of_mean(p: Derivation, psd: Fact) -> tuple[Fact, Fact]:
    """0 ≤ λ_max(D) and λ_max(D) ≤ max λ_max(D_rf), as D is the mean of all D_rf. psd: D_rf ⪰ 0 for all pairs."""
    below, mean, symmetric = each_below_the_largest(p), p.definition("D"), p.order("D^T = D", unfold=MIX)
    with p.block("r", "D_r") as every, p.block("f", "D_f"):
        bound, own = p.use(below, at=["r", "f"]), p.lemma("eigenvalue_bound", symmetric_pair(p))
        p.order(rf"D_{{rf}} \preceq {LARGEST} I", own, bound, witness=p.plus(p.gap(own), p.times(p.gap(bound), "I")))
    column = p.lemma("sum_constant_matrix", D="D_f", n="n_f", C=f"{LARGEST} I")
    row = p.lemma("sum_constant_matrix", D="D_r", n="n_r", C=column.left)
    constant = p.plus(p.gap(row), p.times("n_r", p.gap(column)))  # the sum of max λ_max(D_rf) I over all pairs, less n_r n_f times it
    inside = p.minus(rf"\sum_{{r \in D_r}} \sum_{{f \in D_f}} ({LARGEST} I - D_{{rf}})", constant)
    share, positive = r"\frac{1}{n_r} \frac{1}{n_f}", ("0 < n_r", "0 < n_f")
    witness = p.minus(p.times(share, inside), p.gap(mean))
    whole = p.order(rf"D \preceq {LARGEST} I", mean, every.fact, row, column, *positive, witness=witness)
    most = p.lemma("eigenvalue_least", symmetric, whole, r"d \geq 1", A="D", c=LARGEST)
    # d λ_max(D) = Tr(λ_max(D) I − D) + Tr(D)
    bound, total = p.lemma("eigenvalue_bound", symmetric), p.times(share, r"\sum_{r \in D_r} \sum_{f \in D_f} D_{rf}")
    trace = p.plus(p.trace(p.plus(p.gap(bound), p.gap(mean))), p.trace(total))
    facts = p.so("0 < d", r"d \geq 1"), bound, mean, psd, *positive
    return p.order(rf"0 \leq {TOP}", *facts, witness=p.times(r"\frac{1}{d}", trace)), most


def large_pair(p: Derivation, product: Fact, positive: Fact, some: Fact) -> Fact:
    """max λ_max(D_rf) > √2/(√C_r + √C_f). product: 0 < x (s m − √2); positive: 0 < x; some: 0 < s; with m, s the maximum, √C_r + √C_f."""
    gain, x = rf"({ROOTS} {LARGEST} - \sqrt{{2}})", rf"n_r n_f {TOP}"
    over, unit = p.lemma("inverse", positive), p.lemma("inverse", some)
    witness = p.minus(p.times(rf"\frac{{1}}{{{x}}}", p.gap(product)), p.times(p.gap(over), gain))
    large = p.order(f"0 < {gain}", product, positive, over, witness=witness)
    witness = p.minus(p.times(rf"\frac{{1}}{{{ROOTS}}}", p.gap(large)), p.times(p.gap(unit), LARGEST))
    return p.order(rf"{LARGEST} > {LEAST}", large, some, unit, witness=witness)


def threshold_is_positive(p: Derivation, denominator: Fact, coherence: Fact, widest: Fact) -> Fact:
    """The right side of (29) is at least 0. coherence: 0 ≤ λ_max(S); widest: 0 ≤ max λ_max(D_rf)."""
    written = p.replace(THRESHOLD, denominator)
    sign = rf"\frac{{\sqrt{{2}} \frac{{{COHERENCE}}}{{{LARGEST}}}}}{{n_r n_f {ROOTS}}}"
    facts = written, coherence, widest, "0 < n_r", "0 < n_f"
    return p.order(rf"0 \leq {THRESHOLD}", *facts, witness=p.plus(p.gap(written), sign), unfold=["sigma"])


def above_the_threshold(p: Derivation) -> None:
    """n_r n_f λ_max(D) ≤ λ_max(S) = σ max λ_max(D_rf).

    So max λ_max(D_rf) is above √2/(√C_r + √C_f).
    """
    positivity(p)
    psd, equal = pairs_are_psd(p), weights_by_batches(p)
    coherence = coherence_is_positive(p, symmetric_coherence(p))
    low, most = largest_of_mean(p, psd)
    above, bound = p.hypotheses[-1], p.lemma("34r")
    least = threshold_is_positive(p, equal, coherence, p.so(rf"0 \leq {LARGEST}", low, most))
    eigenvalue, positive = p.so(rf"0 < {TOP}", above, least), p.so(f"0 < {LARGEST}", above, least, most)
    some = some_noise(p, positive)
    whole = p.order(f"0 < {DENOMINATOR}", equal, some, "0 < n_r", "0 < n_f", witness=p.plus(p.gap(equal), f"n_r n_f {ROOTS}"))
    inverse = p.lemma("inverse", whole)
    scaled = p.plus(p.times(DENOMINATOR, LARGEST, p.gap(above)), p.times(r"\sqrt{2}", COHERENCE, p.gap(inverse)))
    says = rf"\sqrt{{2}} {COHERENCE} < {LARGEST} {TOP} {DENOMINATOR}"
    product = p.order(says, above, whole, positive, inverse, witness=scaled, unfold=["sigma"])
    terms = p.plus(p.gap(product), p.times(r"\sqrt{2}", p.gap(bound))), p.times(LARGEST, TOP, p.gap(equal))
    more = p.order(rf"0 < n_r n_f {TOP} ({ROOTS} {LARGEST} - \sqrt{{2}})", product, bound, equal, witness=p.minus(*terms))
    pairs = p.order(f"0 < n_r n_f {TOP}", eigenvalue, "0 < n_r", "0 < n_f", witness=f"n_r n_f {TOP}")
    large_pair(p, more, pairs, some)
    p.conclude(p.lemma("T4.8r2"))


DERIVATIONS = MappingProxyType({
    "T4.8r": above_the_threshold,
    "T4.8r2": one_pair,
    "T4.8r3": retain_hessian,
    "T4.8r4": forget_hessian,
    "T4.8r5": seen_from_the_start,
})  # fmt: skip


if __name__ == "__main__":
    from .kth_power import lines

    print("\n".join(lines()))
