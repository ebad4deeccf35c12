"""How (26) to (28) and Lemma 4.7, part 2, follow as they are repaired: J² ⪯ (1 − ε)² I, and what a step does to an upper bound.

T(X) is C_f Σ H_i X H_i + C_r Σ H_i X H_i, so that E[J_1ᵀ X J_1] = J X J + T(X) and N_k = T(N_{k−1}).
"""

from __future__ import annotations

from types import MappingProxyType

from verify.derivations import Derivation, Fact

from .binomials import NOISE, binomial_theorem, weighted
from .lower_bound import SPREAD, averaged, base_case_averaged, first_noise, noise_is_psd
from .one_step import after, independent, mean_written, step_averaged
from .positivity import positivity, probabilities

LARGEST = r"((1-\epsilon)^2 + \lambda_{\max}(N_1))"  # factors of a bound
SMALL = r"((1-\epsilon)^2 + \epsilon)"
FROM_0 = (r"\upcdots{J_0^T}{J_{%s}^T}", r"\downcdots{J_{%s}}{J_0}")  # halves of a product, their last step left open
FROM_1 = (r"\upto{J_1}{J_{%s}}", r"\downcdots{J_{%s}^T}{J_1^T}")
TRACE = r"\operatorname{Tr}(J)"  # `p.put` puts another matrix for J


def squeezed(p: Derivation) -> Fact:
    """J² ⪯ a²I for a = 1 − ε: a²I − J² = ½ a⁻¹ ((aI − J)ᵀ(aI + J)(aI − J) + (aI + J)ᵀ(aI − J)(aI + J)), and aI ± J ⪰ 0."""
    p.lemma("open_interval_low", r"\epsilon \in (0, 1)")
    positive = p.so(r"0 < 1-\epsilon", p.lemma("open_interval_high", r"\epsilon \in (0, 1)"))
    low, high = r"((1-\epsilon)I - J)", r"((1-\epsilon)I + J)"
    psd = p.so(rf"{low} \succeq 0I", r"(1-\epsilon)I \succeq J"), p.so(rf"{high} \succeq 0I", r"J \succeq -(1-\epsilon)I")
    inverse = p.lemma("inverse", positive)
    products = rf"\frac{{1}}{{2}} \frac{{1}}{{1-\epsilon}} ({low}^T {high}{low} + {high}^T {low}{high})"
    witness = p.minus(products, p.times(p.gap(inverse), r"((1-\epsilon)^2 I - J^2)"))
    return p.order(r"J^2 \preceq (1-\epsilon)^2 I", positive, *psd, inverse, witness=witness)


# (26) and (27)


def first_bound(p: Derivation) -> None:
    """J² ⪯ (1 − ε)² I, as −(1 − ε)I ⪯ J ⪯ (1 − ε)I."""
    p.so(p.goal, squeezed(p))


def first_sum(p: Derivation) -> None:
    """The two terms of the sum, with N_0 = I."""
    first = p.first(weighted("1", "r", "1-r", NOISE % "r", "0", "1"))
    last = p.last(weighted("1", "r", "1-r", NOISE % "r", "1", "1"))
    none = p.empty(weighted("1", "r", "1-r", NOISE % "r", "1", "0"))
    start = p.replace(first.right, p.lemma("binomial_first", n=1), p.definition("N_0"))
    p.equal(p.goal, first, start, last, p.replace(last.right, p.lemma("binomial_last", n=1)), none)


def last_step(p: Derivation) -> None:
    """E[J_kᵀ X J_k] is greater where X is."""
    positivity(p)
    supposed = p.hypotheses[-1]
    p.so(r"1 \leq k", r"k \geq 1")
    left = r"\mathbb{E}[\downcdots{J_k^T}{J_1^T} \upto{J_1}{J_k}]"
    split = p.replace(left, p.last(r"\downcdots{J_k^T}{J_1^T}"), p.last(r"\upto{J_1}{J_k}"))
    before = r"\mathbb{E}[\downcdots{J_{k-1}^T}{J_1^T} \upto{J_1}{J_{k-1}}]"
    alike = independent(p, rf"{left} = \mathbb{{E}}[J_k^T {before} J_k]", split, "k")
    between = p.put(r"\mathbb{E}[J_k^T J J_k]", J=p.gap(supposed))  # ⪰ 0
    p.order(p.goal, alike, supposed, *probabilities(p), witness=p.minus(between, p.gap(alike)))


def under_the_trace(p: Derivation) -> None:
    """Tr(J N_r J) ≤ (1 − ε)² Tr N_r, and T(N_r) = N_{r+1}."""
    positivity(p)
    every, slack = noise_is_psd(p), p.so(r"(1-\epsilon)^2 I - J^2 \succeq 0I", squeezed(p))
    term = r"{k-1 \choose r} (1-\epsilon)^{2(k-1-r)} \operatorname{Tr}(((1-\epsilon)^2 I - J^2) N_r)"
    with p.block("r", ("0", "k-1")) as smaller:
        trace = p.lemma("trace_product", slack, p.use(every, *smaller.ends, at="r"), B="N_r")
        p.order(rf"0 \leq {term}", p.so(r"0 \leq k-1", *smaller.ends), trace, r"0 < 1-\epsilon", witness=term)
    with p.block("r", ("0", "k-1")) as square:
        apart = p.lemma("power", *square.ends, m="2(k-1-r)", n=2, y=r"1-\epsilon")
        p.equal(r"(1-\epsilon)^{2(k-r)} = (1-\epsilon)^{2(k-1-r)} (1-\epsilon)^2", apart)
    with p.block("r", ("0", "k-1")) as following:
        p.equal(rf"N_{{r+1}} = {SPREAD % ('N_r', 'N_r')}", p.definition("N_{r+1}", *following.ends))
    right = p.replace(p.relation(p.goal).right, square.fact, following.fact)
    p.order(p.goal, right, smaller.fact, witness=p.plus(rf"\sum_{{r=0}}^{{k-1}} {term}", p.gap(right)))


# Lemma 4.7, part 2, and (28)


def bounded_by_powers(p: Derivation, halves: tuple[str, str], last: str, factor: str, one_step: Fact) -> Fact:
    """The same with J² + N_1 ⪯ factor I as one step."""
    positivity(p)
    return bounded_steps(p, halves, last, factor, one_step, "(J J + N_1)", *mean_written(p), first_noise(p))


def bounded_steps(
    p: Derivation, halves: tuple[str, str], last: str, factor: str, one_step: Fact, image: str, *written: Fact, letter: str = "J"
) -> Fact:
    """The mean of n steps ⪯ factorⁿ I for all n, as each inmost step, averaged first, is T(I) ⪯ factor I; 0 ≤ factor is known.

    halves: the product, as FROM_0 or FROM_1. last: its last step, as a formula in n. one_step: T(I) ⪯ factor I. image: T(I), which is
    what `after` writes by the equations `written`. letter: a matrix that the statement knows, for others to be put in its place.
    """
    chances, none, following = probabilities(p), last.replace("n", "0"), f"{last}+1"

    def mean(step: str, inside: str = "") -> str:
        return rf"\mathbb{{E}}[{halves[0] % step} {inside} {halves[1] % step}]"

    empty = p.replace(mean(none), *[p.empty(half % none) for half in halves])
    start = p.order(rf"{mean(none)} \preceq {factor}^0 I", empty, witness=p.times(-1, p.gap(empty)))
    with p.induction("n", rf"{mean(last)} \preceq {factor}^n I", start) as step:
        split = p.replace(mean(following), *[p.last(half % following, *step.ends) for half in halves])
        averaged = step_averaged(p, f"{mean(following)} = {mean(last, after(''))}", split, following)
        inmost = p.exchange(f"{mean(following)} = {mean(last, image)}", averaged, *written)
        power = p.lemma("power", *step.ends, m="n", n=1, y=factor)
        inside = p.put(mean(last, letter), **{letter: p.gap(one_step)})
        slack = p.plus(p.times(factor, p.gap(*step.supposed)), inside, p.times(p.gap(power), "I"))
        facts = inmost, *chances, *step.supposed, one_step, power, rf"0 \leq {factor}"
        p.order(step.goal, *facts, witness=p.minus(slack, p.gap(inmost)))
    return step.fact


def symmetric_noise(p: Derivation) -> Fact:
    """N_1ᵀ = N_1, as N_1 = T(I)."""
    noise = p.fact(f"N_1 = {SPREAD % ('', '')}")
    return p.order("N_1^T = N_1", noise, witness=p.minus(p.put("J^T", J=p.gap(noise)), p.gap(noise)))


def largest_of_noise(p: Derivation) -> Fact:
    """N_1 ⪯ λ_max(N_1) I; and the factor (1 − ε)² + λ_max(N_1) is at least 0."""
    positivity(p)
    first_noise(p)
    every, largest = noise_is_psd(p), p.lemma("eigenvalue_bound", symmetric_noise(p))
    # λ_max(N_1) d = Tr(λ_max(N_1) I − N_1) + Tr(N_1) ≥ 0.
    mean = p.times(r"\frac{1}{d}", p.plus(p.put(TRACE, J=p.gap(largest)), p.put(TRACE, J="N_1")))
    positive = p.order(r"0 \leq \lambda_{\max}(N_1)", p.so("0 < d", r"d \geq 1"), p.use(every, at=1), largest, witness=mean)
    p.order(rf"0 \leq {LARGEST}", positive, witness=LARGEST)
    return largest


def bounded_moment(p: Derivation) -> None:
    """A step maps I to at most ((1 − ε)² + λ_max(N_1)) I."""
    one_step = p.so(rf"J^2 + N_1 \preceq {LARGEST} I", squeezed(p), largest_of_noise(p))
    p.conclude(p.use(bounded_by_powers(p, FROM_0, "n-1", LARGEST, one_step), r"k \geq 0", at="k"))


def bounded_trace(p: Derivation) -> None:
    """The trace of the bound between matrices."""
    bound = p.lemma("L4.7.2r4")
    p.order(p.goal, bound, witness=p.put(TRACE, J=p.gap(bound)))


def small_noise(p: Derivation) -> Fact:
    """N_1 ⪯ Tr(N_1) I ⪯ ε I."""
    bound = p.lemma("trace_bound", p.use(noise_is_psd(p), at=1))
    p.lemma("open_interval_low", r"\epsilon \in (0, 1)")
    return p.so(r"N_1 \preceq \epsilon I", bound, r"\operatorname{Tr}(N_1) \leq \epsilon", hints=["I"])


def vanishing(p: Derivation) -> None:
    """E‖w_n‖² ≤ ‖w_0‖² qⁿ for q = (1 − ε)² + λ_max(N_1) < 1."""
    largest_of_noise(p)
    square, start, chances = r"\mathbb{E}\norm{w_n}{}^2", r"\norm{w_0}{}^2", probabilities(p)
    with p.block("n", r"\mathbb{N}") as least:
        p.order(rf"0 \leq {square}", *chances, witness=square)
    with p.block("n", r"\mathbb{N}") as most:
        bound = p.lemma("L4.7.2r4", *most.ends, k="n")
        p.order(rf"{square} \leq {start} {LARGEST}^n", bound, witness=p.put("w_0^T J w_0", J=p.gap(bound)), unfold=["w"])
    below = p.so(rf"{LARGEST} < 1", r"\lambda_{\max}(N_1) < 1 - (1-\epsilon)^2")
    p.lemma("limit_zero", least.fact, most.fact, rf"0 \leq {LARGEST}", below, c=start, q=LARGEST, f=("n", square))


def vanishing_for_small_trace(p: Derivation) -> None:
    """λ_max(N_1) ≤ Tr(N_1) ≤ ε < 1 − (1 − ε)²."""
    positivity(p)
    first_noise(p)
    small = small_noise(p)
    largest = p.lemma("eigenvalue_least", symmetric_noise(p), small, r"d \geq 1", A="N_1", c=r"\epsilon")
    below = p.lemma("open_interval_high", r"\epsilon \in (0, 1)")
    p.so(r"\lambda_{\max}(N_1) < 1 - (1-\epsilon)^2", largest, r"0 < \epsilon", below)
    p.conclude(p.lemma("L4.7.2ar2"))


def small_moment(p: Derivation) -> None:
    """A step maps I to at most q I, and q^k is the sum."""
    # E Tr(J_kᵀ⋯J_1ᵀJ_1⋯J_k) = E Tr(J_1⋯J_kJ_kᵀ⋯J_1ᵀ), so that here, too, the inmost step is averaged first.
    positivity(p)
    square, noise = squeezed(p), small_noise(p)
    p.order(rf"0 \leq {SMALL}", r"0 < \epsilon", witness=SMALL)
    one_step = p.so(rf"J^2 + N_1 \preceq {SMALL} I", square, noise)
    bound = p.use(bounded_by_powers(p, FROM_1, "n", SMALL, one_step), r"k \geq 0", at="k")
    power = p.use(binomial_theorem(p), r"k \geq 0", at="k")
    p.order(p.goal, bound, power, *probabilities(p), witness=p.plus(p.put(TRACE, J=p.gap(bound)), p.times("d", p.gap(power))))


def later_trace(p: Derivation, k: str, *premises: Fact) -> Fact:
    """Tr N_{k+1} = Tr(N_1 N_k), as Tr T(X) = Tr(T(I) X); the premises show that 0 ≤ k."""
    noise, recursion = p.fact(f"N_1 = {SPREAD % ('', '')}"), p.definition(f"N_{{{k}+1}}", *premises)
    known = p.minus(p.put(TRACE, J=p.gap(recursion)), p.put(TRACE, J=p.times(p.gap(noise), f"N_{k}")))
    return p.order(rf"\operatorname{{Tr}}(N_{{{k}+1}}) = \operatorname{{Tr}}(N_1 N_{k})", recursion, noise, witness=known)


def small_traces(p: Derivation) -> Fact:
    """Tr N_n ≤ εⁿ d for all n: Tr N_{n+1} = Tr(N_1 N_n), and N_1 ⪯ ε I."""
    every, zero = noise_is_psd(p), p.definition("N_0")
    first_noise(p)
    slack = p.so(r"\epsilon I - N_1 \succeq 0I", small_noise(p))
    start = p.order(r"\operatorname{Tr}(N_0) \leq \epsilon^0 d", zero, witness=p.times(-1, p.put(TRACE, J=p.gap(zero))))
    with p.induction("n", r"\operatorname{Tr}(N_n) \leq \epsilon^n d", start) as step:
        later = later_trace(p, "n", *step.ends)
        product = p.lemma("trace_product", slack, p.use(every, *step.ends, at="n"), B="N_n")
        power = p.lemma("power", *step.ends, m="n", n=1, y=r"\epsilon")
        p.so(step.goal, later, product, *step.supposed, power, r"0 < \epsilon", r"d \geq 1")
    return step.fact


def small_terms(p: Derivation) -> None:
    """Tr N_r ≤ ε^r d in every term."""
    positivity(p)
    every = small_traces(p)
    p.so(r"0 < 1-\epsilon", p.lemma("open_interval_high", r"\epsilon \in (0, 1)"))
    with p.block("r", ("0", "k")) as each:
        p.so(r"\epsilon^r d - \operatorname{Tr}(N_r) \geq 0", p.use(every, *each.ends, at="r"))
    witness = weighted("k", "r", "k-r", r"(\epsilon^r d - \operatorname{Tr}(N_r))", "0", "k")
    p.order(p.goal, r"k \geq 0", r"0 < 1-\epsilon", each.fact, witness=witness)


DERIVATIONS = MappingProxyType({
    "26.1": base_case_averaged,
    "26.2": first_bound,
    "26.3": first_sum,
    "27.1r2": last_step,
    "27.2r": averaged,
    "27.4r": under_the_trace,
    "28.1r": small_moment,
    "28.2r": small_terms,
    "L4.7.2r3": bounded_trace,
    "L4.7.2r4": bounded_moment,
    "L4.7.2ar": vanishing_for_small_trace,
    "L4.7.2ar2": vanishing,
})  # fmt: skip
