"""How Lemma 4.7.1 follows from one step: by induction, the mean of k steps is at least M_k."""

from __future__ import annotations

from fractions import Fraction
from types import MappingProxyType

from verify.derivations import Derivation, Fact

from .lower_bound import OPERATORS, SPREAD, WEIGHTS, even_power, first_noise, noise_is_psd, two_factors_more
from .one_step import MEAN, SIZES, after, independent, mean_written, step_averaged, written
from .positivity import positivity, probabilities

BACK, FORTH = r"(\overleftarrow{\prod}_{t=1}^{%s} J_t^T)", r"\prod_{t=1}^{%s} J_t"  # J_kᵀ…J_1ᵀ and J_1…J_k
IMAGE = f"(J M_j J + ({SPREAD % ('M_j', 'M_j')}))"
LEFT, RIGHT = r"(\prod_{t=0}^{%s} J_t^T)", r"(\overleftarrow{\prod}_{t=0}^{%s} J_t)"  # J_0ᵀ…J_lᵀ and J_l…J_0


def lowered(p: Derivation, j: str, natural: Fact, psd: Fact) -> Fact:
    """J M_j J + T(M_j) ⪰ M_{j+1}, as (25) has it from its fourth line on. natural: 0 ≤ j; psd: N_n ⪰ 0 for all n."""
    equations = two_factors_more(p, j, natural), p.definition(f"N_{{{j}+1}}", natural)
    signs = p.use(psd, natural, at=j), even_power(p, j, natural), r"0 \leq C_f", r"0 \leq C_r"
    beside = rf"J N_{{{j}}} J + {SPREAD % (f'J^{{2({j})}}', f'J^{{2({j})}}')}"
    now = f"M_{{{j}}}"
    relation = rf"J {now} J + ({SPREAD % (now, now)}) \succeq M_{{{j}+1}}"
    return p.so(relation, *equations, *signs, hints=[beside], unfold=("M", *OPERATORS))


# (25): E[J_kᵀ…J_1ᵀ J_1…J_k], where the last step stands outside


def mean(k: str) -> str:
    """E[J_kᵀ…J_1ᵀ J_1…J_k]."""
    return rf"\mathbb{{E}}[{BACK % k} {FORTH % k}]"


def outermost_apart(p: Derivation, k: str, *positive: Fact) -> Fact:
    """E[J_kᵀ…J_1ᵀ J_1…J_k] with J_k apart. positive: shows 1 ≤ k."""
    return p.replace(mean(k), p.last(BACK % k, *positive), p.last(FORTH % k, *positive))


def one_more(p: Derivation) -> Fact:
    """For all n: if E[J_nᵀ…J_n] ⪰ M_n, then E[J_{n+1}ᵀ…J_{n+1}] ⪰ E[J_{n+1}ᵀ M_n J_{n+1}]."""
    chances = probabilities(p)
    with p.block("n", r"\mathbb{N}", [rf"{mean('n')} \succeq M_n"]) as more:
        apart = rf"{mean('n+1')} = \mathbb{{E}}[J_{{n+1}}^T {mean('n')} J_{{n+1}}]"
        alike = independent(p, apart, outermost_apart(p, "n+1", *more.ends), "n+1")
        between = rf"\mathbb{{E}}[J_{{n+1}}^T ({mean('n')} - M_n) J_{{n+1}}]"  # ⪰ 0, as E[JᵀXJ] is for X ⪰ 0
        says = rf"{mean('n+1')} \succeq \mathbb{{E}}[J_{{n+1}}^T M_n J_{{n+1}}]"
        p.order(says, alike, *more.supposed, *chances, witness=p.plus(p.gap(alike), between))
    return more.fact


def mean_is_at_least(p: Derivation, more: Fact, psd: Fact) -> Fact:
    """E[J_kᵀ…J_1ᵀ J_1…J_k] ⪰ M_k for all k ≥ 1, which are written n + 1."""
    apart, noise = outermost_apart(p, "1"), first_noise(p)
    alone = p.replace(apart.right, p.empty(BACK % "1-1"), p.empty(FORTH % "1-1"))
    known, unfold = p.times(-1, p.gap(noise)), ("M", *OPERATORS, *WEIGHTS)
    start = p.chain(apart, alone, p.order(r"\mathbb{E}[J_1^T J_1] = M_1", noise, *SIZES, witness=known, unfold=unfold))  # (24)
    with p.induction("n", rf"{mean('n+1')} \succeq M_{{n+1}}", start) as step:
        natural = p.so(r"0 \leq n+1", *step.ends)
        lower = lowered(p, "n+1", natural, psd)
        spread = p.order(p.equation(r"\mathbb{E}[J_{n+2}^T M_{n+1} J_{n+2}]", lower.left), *SIZES, unfold=unfold[1:])
        p.chain(p.use(more, natural, at="n+1"), spread, lower)
    return step.fact


def last_step_outside(p: Derivation) -> None:
    """k − 1 steps are at least M_{k−1}; then one more."""
    positivity(p)
    more = one_more(p)
    before = p.use(mean_is_at_least(p, more, noise_is_psd(p)), r"k \geq 2", at="k-2")
    p.conclude(p.use(more, p.so(r"0 \leq k-1", r"k \geq 2"), before, at="k-1"))


# Lemma 4.7.1: E[J_0ᵀ…J_{k−1}ᵀ J_{k−1}…J_0], where the last step stands inside


def around(last: str, middle: str) -> str:
    """E[J_0ᵀ…J_lᵀ X J_l…J_0]. last: l, which is −1 for no step; middle: X."""
    return rf"\mathbb{{E}}[{LEFT % last} {middle} {RIGHT % last}]"


def empty(p: Derivation, x: str) -> Fact:
    """E[X] for no step around it. x: X."""
    return p.replace(around("0-1", x), p.empty(LEFT % "0-1"), p.empty(RIGHT % "0-1"))


def innermost_apart(p: Derivation, x: str, natural: Fact) -> Fact:
    """E[J_0ᵀ…J_nᵀ X J_n…J_0] with J_n apart. x: X. natural: 0 ≤ n."""
    return p.replace(around("n", x), p.last(LEFT % "n", natural), p.last(RIGHT % "n", natural))


def inmost_averaged(p: Derivation) -> Fact:
    """E[J_0ᵀ…J_nᵀ M_j J_n…J_0] = E[J_0ᵀ…J_{n−1}ᵀ (J M_j J + T(M_j)) J_{n−1}…J_0] for all n and j."""
    by_hessians = mean_written(p)
    with p.block("n", r"\mathbb{N}") as more, p.block("j", r"\mathbb{N}"):
        plain = step_averaged(p, f"{around('n', 'M_j')} = {around('n-1', after('M_j'))}", innermost_apart(p, "M_j", more.ends[0]), "n")
        p.exchange(f"{around('n', 'M_j')} = {around('n-1', IMAGE)}", plain, *by_hessians)
    return more.fact


def around_is_at_least(p: Derivation, inmost: Fact) -> Fact:
    """E[J_0ᵀ…J_{n−1}ᵀ M_j J_{n−1}…J_0] ⪰ M_{j+n} for all n and j. inmost: as `inmost_averaged` has it."""
    psd, chances = noise_is_psd(p), probabilities(p)
    with p.block("j", r"\mathbb{N}") as none:
        start = empty(p, "M_j")
        p.order(rf"{around('0-1', 'M_j')} \succeq M_{{j+0}}", start, witness=p.gap(start))
    with p.block("j", r"\mathbb{N}") as lower:
        lowered(p, "j", lower.ends[0], psd)
    claim = rf"{around('n-1', 'M_j')} \succeq M_{{j+n}} \forall j \in \mathbb{{N}}"
    with p.induction("n", claim, none.fact) as more, p.block("j", r"\mathbb{N}") as each:
        apart, less = p.use(inmost, *more.ends, *each.ends, at=["n", "j"]), p.use(lower.fact, *each.ends, at="j")
        others = p.use(more.supposed[0], p.so(r"0 \leq j+1", *each.ends), at="j+1")
        kept = around("n-1", f"({IMAGE} - M_{{j+1}})")  # ⪰ 0: XᵀAX ⪰ XᵀBX for A ⪰ B
        witness = p.plus(p.gap(apart), kept, p.gap(others))
        p.order(rf"{around('(n+1)-1', 'M_j')} \succeq M_{{j+(n+1)}}", apart, less, others, *chances, witness=witness)
    return more.fact


def first_averaged(p: Derivation, inmost: Fact, natural: Fact) -> Fact:
    """E[J_0ᵀ…J_lᵀ J_l…J_0] = E[J_0ᵀ…J_{l−1}ᵀ M_1 J_{l−1}…J_0] for l = k − 1, as M_0 = 2I and J M_0 J + T(M_0) = 2M_1."""
    twice, noise = p.use(inmost, natural, at=["k-1", "0"]), first_noise(p)
    start = p.equal("M_0 = 2I", p.definition("N_0"), unfold=["M"])
    left, right = p.replace(twice.left, start), p.replace(twice.right, start)
    half = p.times(Fraction(1, 2), p.plus(p.minus(p.gap(twice), p.gap(left)), p.gap(right)))
    less = p.put(around("k-1-1", "J"), J=p.gap(noise))
    return p.order(f"{around('k-1', '')} = {around('k-1-1', 'M_1')}", twice, left, right, noise, witness=p.minus(half, less), unfold=["M"])


def last_step_inside(p: Derivation) -> None:
    """Step by step from within: J M_j J + T(M_j) ⪰ M_{j+1}."""
    positivity(p)
    inmost, natural = inmost_averaged(p), p.so(r"0 \leq k-1", r"k \geq 1")
    first = first_averaged(p, inmost, natural)
    others = p.use(p.use(around_is_at_least(p, inmost), natural, at="k-1"), at="1")
    found = p.so(rf"{around('k-1', '')} \succeq M_k", p.chain(first, others))
    p.order(p.goal, found, witness=rf"\operatorname{{Tr}}[{around('k-1', '')} - M_k]")


def noise_is_below(p: Derivation) -> Fact:
    """N_n ⪯ E[J_0ᵀ…J_{n−1}ᵀ J_{n−1}…J_0] for all n, as E[J_nᵀ N_j J_n] = J N_j J + N_{j+1}, likewise."""
    psd, chances = noise_is_psd(p), probabilities(p)
    with p.block("j", r"\mathbb{N}") as none:
        start = empty(p, "N_j")
        p.order(rf"{around('0-1', 'N_j')} \succeq N_{{j+0}}", start, witness=p.gap(start))
    claim = rf"{around('n-1', 'N_j')} \succeq N_{{j+n}} \forall j \in \mathbb{{N}}"
    with p.induction("n", claim, none.fact) as more, p.block("j", r"\mathbb{N}") as each:
        split = innermost_apart(p, "N_j", more.ends[0])
        put_in = p.replace(split.right, *written(p, "n"))
        recursion, before = p.definition("N_{j+1}", *each.ends), p.use(psd, *each.ends, at="j")
        others = p.use(more.supposed[0], p.so(r"0 \leq j+1", *each.ends), at="j+1")
        kept = around("n-1", f"({MEAN}^T N_j {MEAN})"), p.gap(others)  # ⪰ 0
        before_it = "N_{(j+1)-1}"
        equal = p.gap(split), p.gap(put_in), p.times(-1, around("n-1", f"(N_{{j+1}} - ({SPREAD % (before_it, before_it)}))"))
        facts = *SIZES, split, put_in, recursion, before, others, *chances
        p.order(rf"{around('(n+1)-1', 'N_j')} \succeq N_{{j+(n+1)}}", *facts, witness=p.plus(*equal, *kept), unfold=WEIGHTS)
    with p.block("n", r"\mathbb{N}") as each:
        found = p.use(p.use(more.fact, *each.ends, at="n"), at="0")
        p.so(rf"N_n \preceq {around('n-1', '')}", p.replace(found.left, p.definition("N_0")), found)
    return each.fact


def grows(p: Derivation, mean: str, seen: str, *unfold: str) -> None:
    """mean → ∞, as what is seen of N_k does: it is what is seen of E[J_0ᵀ…J_{k−1}ᵀ J_{k−1}…J_0], which is above N_k.

    seen: Tr or w_0ᵀ⋅w_0, of a matrix that is left open.
    """
    positivity(p)
    below, noise = noise_is_below(p), seen % "N_k"
    with p.block("k", r"\mathbb{N}", [r"0 \leq k"]) as each:
        least = p.use(below, *each.ends, at="k")
        p.order(rf"{noise} \leq {mean}", least, witness=seen % f"({around('k-1', '')} - N_k)", unfold=unfold)
    p.lemma("limit_above", each.fact, m=0, f=("k", mean), g=("k", noise))


def growth(p: Derivation) -> None:
    """Tr N_k is below the mean: E[J_nᵀ N_j J_n] ⪰ N_{j+1}."""
    grows(p, rf"\mathbb{{E}}[\operatorname{{Tr}}({LEFT % 'k-1'} {RIGHT % 'k-1'})]", r"\operatorname{Tr}(%s)")


def growth_from_the_start(p: Derivation) -> None:
    """w_0ᵀN_kw_0 is below the mean: E[J_nᵀ N_j J_n] ⪰ N_{j+1}."""
    grows(p, r"\mathbb{E}\norm{w_k}{}^2", "w_0^T %s w_0", "w")


DERIVATIONS = MappingProxyType({
    "25.1r": last_step_outside,
    "L4.7.1r": last_step_inside,
    "L4.7.1mr": growth,
    "L4.7.1mr2": growth_from_the_start,
})  # fmt: skip
