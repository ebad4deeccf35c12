"""How (39) to (42) follow, as they are printed or repaired: what the construction of Theorem 4.9 is assigned, and its threshold."""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType

from verify.derivations import Derivation, Fact

from .coherence import NO_FORGET, NOISE, PAIRS, begin
from .convergence import MEAN
from .lower_bound import OPERATORS
from .one_step import written
from .positivity import positivity

INVERSE = r"C_r'^{-1}"
RATE = rf"(\eta (1-\alpha) (C_r')^{{-1}} {MEAN})"  # x, of which (41) is 1 − 2x + x²(1 + (n_f/σ)(n_r/B − 1))
SPREAD = rf"(1 + \frac{{n_f}}{{\sigma}} {NOISE})"
FACTOR = rf"((1 - \alpha)(\sigma + n_f {NOISE}))"


def two_sums(p: Derivation) -> None:
    """The definition of D."""
    p.order(p.goal, unfold=["D"])


def has_a_fraction(p: Derivation) -> None:
    """0 < C'_r, as α < 1 and B < n_r."""
    begin(p)
    p.so(r"0 < 1-\alpha", r"\alpha < 1")
    noise = r"\eta^2 (1-\alpha)^2 \frac{1}{n_r} \frac{1}{B} \frac{1}{n_r} (n_r - B)"
    known = "0 < B", "0 < n_r", "B < n_r", r"0 < 1-\alpha", r"\eta > 0"
    p.order("0 < C_r", *known, witness=noise, unfold=["C_r"])
    p.order("0 < C'_r", "0 < C_r", witness=r"\frac{\sqrt{C_r}}{\sqrt{C_r} + \sqrt{C_f}}", unfold=["C'_r"])


def assigned_height(p: Derivation) -> None:
    """C'_r (C'_r)⁻¹ = 1."""
    has_a_fraction(p)
    height = p.hypotheses[-1]
    p.order(p.goal, height, "0 < C'_r", witness=p.times("C'_r", p.gap(height)))


def assigned_mean(p: Derivation) -> None:
    """C'_r m = λ_max(D) n_r n_f / σ, and the sum has n_f terms."""
    has_a_fraction(p)
    height, constant = p.hypotheses[-1], p.lemma("sum_constant", D="D_f", n="n_f", c="C'_r m")
    share = r"\frac{1}{n_r n_f} \frac{\sigma}{n_f}"
    known = p.times(share, p.gap(constant), "e_1 e_1^T"), p.times(share, "n_f C'_r", p.gap(height), "e_1 e_1^T")
    p.order(p.goal, height, constant, "0 < C'_r", "0 < n_r", "0 < n_f", r"\sigma > 0", witness=p.plus(*known))


def entry_by_definition(p: Derivation) -> None:
    """The definitions of S and of D_rf."""
    with p.block("r", "D_r") as outer, p.block("r'", "D_r"), p.block("f", "D_f"), p.block("f'", "D_f"):
        says = r"S_{rf,r'f'} = \sqrt{\operatorname{Tr}((C'_r H_r + C'_f H_f)(C'_r H_{r'} + C'_f H_{f'}))}"
        p.order(says, unfold=["S", "D"])
    p.conclude(outer.fact)


def entry_that_counts(p: Derivation) -> None:
    """C'_r m e_1e_1ᵀ times itself has the trace (C'_r m)²."""
    begin(p)
    unit, none, length = p.fact("e_1^T e_1 = 1"), p.fact(NO_FORGET), "e_1^T e_1"
    other, one = r"(C'_r H_{r'} + C'_f H_{f'})", "(C'_r m e_1 e_1^T)"
    with (
        p.block("r", "D_r") as outer, p.block("r'", "D_r"), p.block("f", "D_f"), p.block("f'", "D_f"),
        p.block(suppose=["H_r = m e_1 e_1^T"]) as first, p.block(suppose=["H_{r'} = m e_1 e_1^T"]) as second,
    ):  # fmt: skip
        here, there = *first.supposed, *second.supposed
        height = p.times(-1, "e_1^T", p.gap(here), "e_1"), p.times(-1, "m", p.gap(unit), f"({length} + 1)")
        positive = p.order(r"0 \leq m", here, unit, witness=p.plus("e_1^T H_r e_1", *height))
        gaps = [p.plus(p.times("C'_r", p.gap(fact)), p.times("C'_f", p.gap(p.use(none, at=f)))) for fact, f in ((here, "f"), (there, "f'"))]
        wrong = p.times(gaps[0], other), p.times(one, gaps[1])
        length_squared = p.times("C'_r C'_r m m", p.gap(unit), f"({length} + 1)")
        known = p.plus(*[p.put(r"\operatorname{Tr}(m I)", m=some) for some in wrong], length_squared)
        trace = rf"\operatorname{{Tr}}((C'_r H_r + C'_f H_f) {other})"
        facts = here, there, unit, p.use(none, at="f"), p.use(none, at="f'")
        square = p.order(rf"{trace} = (C'_r m) (C'_r m)", *facts, witness=known)
        root = p.lemma("root_square", p.order(r"0 \leq C'_r m", r"0 \leq C'_r", positive, witness="C'_r m"), y="C'_r m")
        p.chain(p.replace(rf"\sqrt{{{trace}}}", square), root)
    p.conclude(outer.fact)


def averaged_on_the_axis(p: Derivation) -> None:
    """E[J_1J_1], the forget Hessians put in as 0, term by term."""
    positive = positivity(p)
    step = p.replace(r"e_1^T \mathbb{E}[J_1 J_1] e_1", written(p, "1")[0])
    put_in = p.replace(step.right, p.fact(NO_FORGET))
    known = p.plus(p.gap(step), p.gap(put_in))
    p.order(p.goal, step, put_in, *positive, witness=known, unfold=OPERATORS)


# (42)


def mean_is_nonnegative(p: Derivation) -> Fact:
    """λ_max(D) ≥ 0: λ_max(D) d ≥ Tr D ≥ 0."""
    p.order(r"0 \leq C'_f", witness=r"\frac{\sqrt{C_f}}{\sqrt{C_r} + \sqrt{C_f}}", unfold=["C'_f"])
    mean = rf"\frac{{1}}{{n_r n_f}} {PAIRS} (C'_r H_r + C'_f H_f)"
    psd = p.order(r"D \succeq 0I", r"0 \leq C'_r", r"0 \leq C'_f", "0 < n_r", "0 < n_f", witness=mean, unfold=["D"])
    bound = p.lemma("eigenvalue_bound", p.order("D^T = D", unfold=["D"]), A="D")
    trace = p.plus(p.put(r"\operatorname{Tr}(D)", D=p.gap(bound)), r"\operatorname{Tr}(D)")
    return p.order(rf"0 \leq {MEAN}", psd, bound, p.so("0 < d", r"d \geq 1"), witness=p.times(r"\frac{1}{d}", trace))


def rate_is_nonnegative(p: Derivation) -> Fact:
    """x = η(1 − α)(C'_r)⁻¹λ_max(D) ≥ 0."""
    begin(p)
    return p.order(rf"0 \leq {RATE}", r"\eta > 0", r"0 \leq 1-\alpha", r"0 \leq C'_r", mean_is_nonnegative(p), witness=RATE)


def one_way(p: Derivation, show: Callable[[Fact], None]) -> None:
    """The implication: what shows the right side, from the left."""
    left, _ = p.goal.arguments
    with p.block(suppose=[left]) as supposed:
        show(*supposed.supposed)
    p.conclude(supposed.fact)


def divided_by_the_rate(p: Derivation) -> None:
    """x²(1 + (n_f/σ)(n_r/B − 1)) ≤ 2x is divided by x, or x is 0."""
    sign, says = rate_is_nonnegative(p), p.goal.arguments[1]

    def show(small: Fact) -> None:
        with p.block(suppose=[rf"{RATE} \leq 0"]) as none:
            zero = p.lemma("antisymmetry", *none.supposed, sign, a=RATE, b=0)
            p.order(says, zero, witness=p.plus(2, p.times(-1, p.gap(zero), SPREAD)))
        with p.block(suppose=[f"0 < {RATE}"]) as some:
            inverse, over = p.lemma("inverse", *some.supposed), rf"\frac{{1}}{{{RATE}}}"
            rest = p.times(-1, p.gap(inverse), rf"(2 - {RATE} {SPREAD})")
            p.order(says, small, inverse, *some.supposed, witness=p.plus(p.times(over, p.gap(small)), rest))
        p.lemma("cases", none.fact, some.fact, P=says, x=RATE, a=0)

    one_way(p, show)


def multiplied_by_the_coherence(p: Derivation) -> None:
    """σ(1/σ) = 1, unless σ is 0."""
    says = p.goal.arguments[1]

    def show(bound: Fact) -> None:
        with p.block(suppose=[r"\sigma \leq 0"]) as low:
            with p.block(suppose=[r"0 \leq \sigma"]) as zero:
                equal = p.lemma("antisymmetry", *low.supposed, *zero.supposed, a=r"\sigma", b=0)
                put_in = p.replace(p.relation(says).right, equal)
                p.order(says, put_in, witness=p.minus(2, p.gap(put_in)))
            with p.block(suppose=[r"\sigma < 0"]) as negative:
                times_inverse(p, says, bound, p.lemma("inverse_negative", *negative.supposed))
            p.lemma("cases", zero.fact, negative.fact, P=says, x="0", a=r"\sigma")
        with p.block(suppose=[r"0 < \sigma"]) as positive:
            times_inverse(p, says, bound, p.lemma("inverse", *positive.supposed))
        p.lemma("cases", low.fact, positive.fact, P=says, x=r"\sigma", a=0)

    one_way(p, show)


def times_inverse(p: Derivation, says: object, bound: Fact, inverse: Fact) -> None:
    """2 ≥ x(σ + …)/σ, as 2 ≥ x(1 + …) and σ(1/σ) = 1."""
    p.order(says, bound, inverse, witness=p.minus(p.gap(bound), p.times(RATE, p.gap(inverse))))


def threshold_is_the_boundary(p: Derivation) -> None:
    """1 less the left side is x(2 − x(1 + (n_f/σ)(n_r/B − 1)))."""
    sign, given = rate_is_nonnegative(p), p.hypotheses[-1]
    has_a_fraction(p)
    positive = p.order(f"0 < {FACTOR}", r"0 < 1-\alpha", r"\sigma > 0", "0 < n_f", rf"0 \leq {NOISE}", witness=FACTOR)
    inverse = p.lemma("inverse", positive)
    share = r"\frac{\eta}{C'_r \sigma}"
    slack = p.minus(p.times(share, FACTOR, p.gap(given)), p.times(2, p.gap(inverse)))
    signs = r"\eta > 0", r"\sigma > 0", "0 < C'_r", positive
    small = p.order(rf"{RATE} {SPREAD} \leq 2", given, inverse, *signs, witness=slack)
    p.order(p.goal, sign, small, witness=p.times(RATE, p.gap(small)))


def solved_for_the_mean(p: Derivation) -> None:
    """Both sides times σ C'_r / η(1 − α)(σ + n_f(n_r/B − 1))."""
    has_a_fraction(p)
    positive = p.order(f"0 < {FACTOR}", r"0 < 1-\alpha", r"\sigma > 0", "0 < n_f", rf"0 \leq {NOISE}", witness=FACTOR)
    inverse, says = p.lemma("inverse", positive), p.goal.arguments[1]

    def show(bound: Fact) -> None:
        share = p.times(r"\frac{\sigma}{\eta} C'_r", rf"\frac{{1}}{{{FACTOR}}}", p.gap(bound))
        signs = r"\eta > 0", r"\sigma > 0", "0 < C'_r", positive
        p.order(says, bound, inverse, *signs, witness=p.plus(share, p.times(MEAN, p.gap(inverse))))

    one_way(p, show)


DERIVATIONS = MappingProxyType({
    "39.1r": two_sums,
    "39.3r": assigned_mean,
    "40.1r": entry_by_definition,
    "40.2r": entry_that_counts,
    "40.3r": assigned_height,
    "41.1r": averaged_on_the_axis,
    "42.1r": threshold_is_the_boundary,
    "42.2": divided_by_the_rate,
    "42.3": multiplied_by_the_coherence,
    "42.4r": solved_for_the_mean,
})  # fmt: skip
