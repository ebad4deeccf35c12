"""How (36) and (37) follow: the pair whose mix-Hessian is largest is seen in N_k (36.1r), and (35)'s ratio is at most its power.

With s = √C_r + √C_f and m = max λ_max(D_rf), Tr N_k ≥ (½ s² m²)ᵏ, where n_r n_f λ_max(D) ≤ λ_max(S) = σ m.
"""

from __future__ import annotations

from types import MappingProxyType

from verify.derivations import Derivation, Fact

from . import powers
from .alignment import TOP, pairs_are_psd
from .growth import HALF, LARGEST, MIX, ROOTS, G, spread_is_above
from .lower_bound import noise_is_psd
from .positivity import positivity
from .ratios import RATIO, mean_is_psd, powers_of_sigma, ratio
from .threshold import DENOMINATOR, STRETCH, largest_eigenvector, largest_of_mean, no_roots, scaled_eigenvector

OVER_SIGMA = r"\frac{(n_r n_f)^k \operatorname{Tr}(D^k)}{d^2 \sigma^k}"
INNER = DENOMINATOR[len(r"(\eta") : -1]  # the right side of (29) divides by η times this


def stretched_noise(p: Derivation, eigen: Fact, unit: Fact) -> Fact:
    """vᵀN_nv ≥ (½ (s m)²)ⁿ for all n, as T(X) ⪰ ½ G X G. eigen: G v = s m v; unit: vᵀv = 1."""
    every, power, zero = p.fact(r"N_n \succeq 0I \forall n \in \mathbb{N}"), f"({HALF} {STRETCH}^2)", p.definition("N_0")
    start = p.order(rf"v^T N_0 v \geq {power}^0", zero, unit, witness=p.plus(p.times("v^T", p.gap(zero), "v"), p.gap(unit)))
    with p.induction("n", rf"v^T N_n v \geq {power}^n", start) as step:
        recursion, more = p.definition("N_{n+1}", *step.ends), p.lemma("power", *step.ends, m="n", n=1, y=power)
        above = spread_is_above(p, "N_n", p.use(every, *step.ends, at="n"))
        image = p.gap(eigen)  # vᵀ G N_n G v = (s m)² vᵀ N_n v
        apart = p.times(p.transpose(image), "N_n", G, "v"), p.times(STRETCH, "v^T N_n", image)
        seen = p.times("v^T", p.plus(p.gap(recursion), p.gap(above)), "v")
        witness = p.plus(seen, p.times(HALF, p.plus(*apart)), p.times(power, p.gap(step.supposed[0])))
        p.order(step.goal, recursion, more, above, eigen, *step.supposed, witness=p.minus(witness, p.gap(more)))
    return step.fact


def noise_grows(p: Derivation) -> None:
    """A unit eigenvector of the largest D_rf sees it in N_k."""
    positivity(p)
    every = noise_is_psd(p)
    zeros = no_roots(p)
    with largest_eigenvector(p) as each:
        eigen, unit = each.supposed
        says = f"{G} v = {STRETCH} v"
        with p.block(suppose=[rf"{ROOTS} \leq 0"]) as none:
            gone = [p.use(zero, *none.supposed) for zero in zeros]
            witness = [p.times(p.gap(zero), f"(H_{one} v - {LARGEST} v)") for zero, one in zip(gone, "rf", strict=True)]
            p.order(says, *gone, witness=p.plus(*witness))
        with p.block(suppose=[f"0 < {ROOTS}"]) as some:
            scaled_eigenvector(p, LARGEST, eigen, p.lemma("inverse", *some.supposed))
        given = p.lemma("cases", none.fact, some.fact, P=says, x=ROOTS, a=0)
        seen = p.use(stretched_noise(p, given, unit), r"k \geq 0", at="k")
        bound = p.lemma("trace_bound", p.use(every, r"k \geq 0", at="k"))
        rest = p.times(r"\operatorname{Tr}(N_k)", p.gap(unit))
        p.order(p.goal, seen, bound, unit, witness=p.minus(p.plus(p.times("v^T", p.gap(bound), "v"), p.gap(seen)), rest))


def power_apart(p: Derivation) -> Fact:
    """(½ (s m)²)ⁿ = (1/2ⁿ) s²ⁿ mⁿ mⁿ for all n."""
    power, other = f"({HALF} {STRETCH}^2)", rf"\frac{{1}}{{2^n}} {ROOTS}^{{2n}} {LARGEST}^n {LARGEST}^n"
    claim = f"{power}^n = {other}"
    with p.induction("n", claim, p.equal(claim.replace("^n", "^0").replace("2n", "0"))) as step:
        two, m = (p.lemma("power", *step.ends, m="n", n=1, y=y) for y in (2, LARGEST))
        s = p.lemma("power", p.so(r"0 \leq 2n", *step.ends), m="2n", n=2, y=ROOTS)
        more, halves = p.lemma("power", *step.ends, m="n", n=1, y=power), p.replace(r"\frac{1}{2^{n+1}}", two)
        later = f"{ROOTS}^{{2(n+1)}}", f"{LARGEST}^{{n+1}}"
        # xⁿ⁺¹ − 2⁻ⁿ⁻¹ s²ⁿ⁺² mⁿ⁺¹ mⁿ⁺¹, factor by factor
        half, square = rf"\frac{{1}}{{2^n}} {HALF}", f"{ROOTS}^{{2n}} {ROOTS}^2"
        apart = (
            p.times(p.gap(halves), later[0], later[1], later[1]), p.times(half, p.gap(s), later[1], later[1]),
            p.times(half, square, p.gap(m), later[1]), p.times(half, square, f"{LARGEST}^n {LARGEST}", p.gap(m)),
        )  # fmt: skip
        parts = p.gap(more), p.times(p.gap(step.supposed[0]), power)
        p.order(step.goal, more, halves, s, m, *step.supposed, witness=p.minus(p.plus(*parts), p.plus(*apart)))
    return step.fact


def noise_by_traces(p: Derivation) -> None:
    """Tr N_k ≥ (½ s² m²)ᵏ (36.1r), and (35)'s ratio is at most mᵏ."""
    positivity(p)
    least, most = ratio(p)
    p.so(f"0 \\leq {LARGEST}", *largest_of_mean(p, pairs_are_psd(p)))
    noise, apart, sigma = p.lemma("36.1r"), p.use(power_apart(p), r"k \geq 0", at="k"), powers_of_sigma(p)
    front, power, share = r"(n_r n_f)^k \operatorname{Tr}(D^k) \frac{1}{d^2}", f"{LARGEST}^k", r"\frac{1}{d} \frac{1}{n_f n_r}"
    quotient = p.order(f"{OVER_SIGMA} = {RATIO} {power}", sigma, witness=p.times(front, p.gap(sigma)))
    weight = rf"\frac{{1}}{{2^k}} {ROOTS}^{{2k}}"
    counted = p.so("0 < d", r"d \geq 1"), *[p.so(rf"{size} \geq 1", r"1 \leq B", rf"B \leq {size}") for size in ("n_r", "n_f")]
    one = *counted, "0 < n_r", "0 < n_f"
    small = p.order(rf"{share} \leq 1", r"d \geq 1", *one, witness=rf"{share} ((d - 1) n_r n_f + (n_r - 1) n_f + (n_f - 1))")
    # 1 − a R² = (1 − a) + a (1 − R)(1 + R), with a = 1/(d n_r n_f)
    slack = p.plus(p.gap(small), p.times(share, p.gap(most), p.plus(1, RATIO)))
    equal = p.times(share, weight, p.gap(quotient), p.plus(OVER_SIGMA, p.times(RATIO, power)))
    parts = p.gap(noise), p.gap(apart), p.times(weight, power, power, slack)
    facts = noise, apart, quotient, small, most, least, *one, f"0 \\leq {LARGEST}"
    p.order(p.goal, *facts, witness=p.minus(p.plus(*parts), equal))


def squares_of_powers(p: Derivation) -> None:
    """λ_max(D)ᵏ ≤ Tr Dᵏ, squared."""
    positivity(p)
    every = powers.psd(p, "D", mean_is_psd(p), MIX)
    low, _ = largest_of_mean(p, pairs_are_psd(p))
    below = p.use(powers.eigenvalue_below(p, "D", every, p.order("D^T = D", unfold=MIX)), r"k \geq 0", at="k")
    doubled = [p.lemma("power", r"k \geq 0", m="k", n="k", y=y) for y in (TOP, r"\sigma", "(n_r n_f)")]
    written = p.order(r"\sigma^{2k} = \sigma^k \sigma^k", doubled[1], witness=p.gap(doubled[1]))
    inverse = p.replace(r"\frac{1}{\sigma^{2k}}", written)
    front = rf"\frac{{1}}{{d^5}} \frac{{1}}{{n_f n_r}} \frac{{1}}{{2^k}} {ROOTS}^{{2k}}"
    trace, top, n = r"\operatorname{Tr}(D^k)", f"{TOP}^k", "(n_r n_f)^k (n_r n_f)^k"
    share = r"(\frac{1}{\sigma^k})^2"
    square = p.times(front, n, share, p.gap(below), f"({trace} + {top})")
    over = r"\frac{1}{\sigma^{2k}}"
    equal = p.plus(
        p.times(p.gap(doubled[2]), f"{TOP}^{{2k}}", over), p.times(n, p.gap(doubled[0]), over), p.times(n, top, top, p.gap(inverse))
    )
    positive = p.use(every, r"k \geq 0", at="k")
    facts = below, *doubled, inverse, positive, low, p.so("0 < d", r"d \geq 1"), "0 < n_r", "0 < n_f"
    p.order(p.goal, *facts, witness=p.minus(square, p.times(front, equal)))


def repeated(p: Derivation) -> None:
    """Both sides are the same."""
    p.order(p.goal)


def rearranged(p: Derivation) -> None:
    """It is (29) itself, the inverse written apart."""
    positivity(p)
    signs = [p.so(rf"0 \leq {weight}", r"\alpha \leq 1", r"0 \leq \alpha") for weight in (r"1-\alpha", r"\alpha")]
    least = p.order(rf"0 \leq {INNER}", *signs, "0 < n_r", "0 < n_f", witness=INNER)
    given, eta = p.hypotheses[-1], p.order(r"0 < \eta", r"\eta > 0", witness=r"\eta")
    whole, apart = rf"\frac{{1}}{{\eta {INNER}}}", rf"\frac{{1}}{{\eta}} \frac{{1}}{{{INNER}}}"
    with p.block(suppose=[rf"{INNER} \leq 0"]) as none:
        zero = p.lemma("antisymmetry", *none.supposed, least)
        left, right = p.replace(whole, zero), p.replace(apart, zero)
        p.order(f"{whole} = {apart}", left, right, witness=p.minus(p.gap(left), p.gap(right)))
    with p.block(suppose=[f"0 < {INNER}"]) as some:
        product = p.order(rf"0 < \eta {INNER}", eta, *some.supposed, witness=rf"\eta {INNER}")
        one, other = p.lemma("inverse", product), p.lemma("inverse", *some.supposed)
        witness = p.minus(p.times(apart, p.gap(one)), p.times(whole, p.gap(other)))
        p.order(f"{whole} = {apart}", eta, one, other, witness=witness)
    equal = p.lemma("cases", none.fact, some.fact, P=f"{whole} = {apart}", x=INNER, a=0)
    p.order(p.goal, given, equal, witness=p.plus(p.gap(given), p.times(r"\sqrt{2}", r"\sigma", p.gap(equal))))


DERIVATIONS = MappingProxyType({
    "36.1": noise_by_traces,
    "36.1r": noise_grows,
    "36.2": squares_of_powers,
    "36.3": repeated,
    "37": rearranged,
})  # fmt: skip
