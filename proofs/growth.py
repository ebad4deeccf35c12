"""Where the second moment grows: one direction that a step stretches, in the mean of squares, by more than 1.

For the matrix G = √C_r H_r + √C_f H_f of a pair, T(X) ⪰ C_r H_r X H_r + C_f H_f X H_f ⪰ ½ G X G, so that for an eigenvector G v = g v
E[J_sᵀ vvᵀ J_s] = J vvᵀ J + T(vvᵀ) ⪰ ½ g² vvᵀ: k steps stretch it to (½ g²)ᵏ at least, which grows for g > √2.
"""

from __future__ import annotations

from types import MappingProxyType

from verify.derivations import Derivation, Fact

from .lower_bound import SPREAD
from .many_steps import LEFT, RIGHT, around, empty, innermost_apart
from .one_step import MEAN, after, step_averaged
from .positivity import probabilities

ROOTS = r"(\sqrt{C_r} + \sqrt{C_f})"
G = r"(\sqrt{C_r} H_r + \sqrt{C_f} H_f)"
OPPOSITE = r"(\sqrt{C_r} H_r - \sqrt{C_f} H_f)"
LARGEST = r"(\max_{rf} \lambda_{\max}(D_{rf}))"
LARGEST_OF_ROW = r"(\max_{f} \lambda_{\max}(D_{rf}))"
WRITTEN = MappingProxyType({
    "C_r": r"(\eta^2 (1-\alpha)^2 \frac{1}{n_r} (\frac{1}{B} - \frac{1}{n_r}))",
    "C_f": r"(\eta^2 \alpha^2 \frac{1}{n_f} (\frac{1}{B} - \frac{1}{n_f}))",
})  # fmt: skip
MIX = ("D", "C'_r", "C'_f")
HALF = r"\frac{1}{2}"
SECOND_MOMENT = rf"\mathbb{{E}}[\operatorname{{Tr}}({LEFT % 'k-1'} {RIGHT % 'k-1'})]"


def named(p: Derivation, text: str) -> str:
    """A formula; a noise weight that the statement does not name is written out."""
    for weight, formula in WRITTEN.items():
        text = text if p.has(weight) else text.replace(weight, formula)
    return text


def weights(p: Derivation) -> list[Fact]:
    """Both noise weights are at least 0, by name or written out."""
    facts = []
    for weight, size, factor in (("C_r", "n_r", r"(1-\alpha)"), ("C_f", "n_f", r"\alpha")):
        says = rf"0 \leq {named(p, weight)}"
        noise = rf"\eta^2 {factor}^2 \frac{{1}}{{{size}}} \frac{{1}}{{B}} \frac{{1}}{{{size}}} ({size} - B)"
        facts.append(p.order(says, "0 < B", f"0 < {size}", rf"B \leq {size}", witness=noise, unfold=[weight] if p.has(weight) else ()))
    return facts


def roots(p: Derivation) -> list[Fact]:
    """√C_r √C_r = C_r, √C_f √C_f = C_f."""
    return [p.lemma("root", f"0 \\leq {weight}", x=weight) for weight in ("C_r", "C_f")]


def spread_is_above(p: Derivation, x: str, psd: Fact) -> Fact:
    """T(X) ⪰ ½ G X G for the fixed pair r, f: in T(X) − C_r H_r X H_r − C_f H_f X H_f no term is missing a square. psd: X ⪰ 0."""
    members = []
    for one, over in (("r", "D_r"), ("f", "D_f")):
        with p.block("i", over) as each:
            p.order(rf"H_i {x} H_i \succeq 0I", psd, witness=f"H_i {x} H_i")
        every = p.lemma("sum_member_matrix", each.fact, D=over, n=f"n_{one}", F=("i", f"H_i {x} H_i"))
        members.append(p.use(every, at=one))
    squares = roots(p)
    exact = [p.times(p.gap(square), f"H_{one} {x} H_{one}") for square, one in zip(squares, "rf", strict=True)]
    signed = p.times("C_r", p.gap(members[0])), p.times("C_f", p.gap(members[1])), f"{HALF} {OPPOSITE} {x} {OPPOSITE}"
    says = rf"{SPREAD % (x, x)} \succeq {HALF} {G} {x} {G}"
    facts = psd, *members, *squares, r"0 \leq C_r", r"0 \leq C_f"
    return p.order(says, *facts, witness=p.minus(p.plus(*signed), p.plus(*exact)))


def stretched(p: Derivation, factor: str, eigen: Fact) -> Fact:
    """J vvᵀ J + T(vvᵀ) ⪰ ½ g² vvᵀ for the fixed pair. factor: g; eigen: G v = g v."""
    above = spread_is_above(p, "v v^T", p.order(r"v v^T \succeq 0I", witness="v v^T"))
    zero = p.gap(eigen)
    apart = p.plus(p.times(zero, f"v^T {G}"), p.times(factor, "v", p.transpose(zero)))  # G vvᵀ G − g² vvᵀ
    witness = p.plus(f"{MEAN} v v^T {MEAN}", p.gap(above), p.times(HALF, apart))
    return p.order(rf"{after('v v^T')} \succeq ({HALF} ({factor})^2) v v^T", eigen, above, witness=witness)


def stretched_again_and_again(p: Derivation, gain: str, once: Fact, large: Fact) -> Fact:
    """E[J_0ᵀ…J_{n−1}ᵀ vvᵀ J_{n−1}…J_0] ⪰ qⁿ vvᵀ for all n. gain: q; once: the same for one step, the mean written out; large: 1 < q."""
    positive = p.so(rf"0 \leq {gain}", large)
    chances, image, none = probabilities(p), named(p, after("v v^T")), empty(p, "v v^T")
    start = p.order(rf"{around('0-1', 'v v^T')} \succeq {gain}^0 v v^T", none, witness=p.gap(none))
    with p.induction("n", rf"{around('n-1', 'v v^T')} \succeq {gain}^n v v^T", start) as step:
        split = innermost_apart(p, "v v^T", step.ends[0])
        inmost = step_averaged(p, f"{around('n', 'v v^T')} = {around('n-1', image)}", split, "n")
        more = p.lemma("power", *step.ends, m="n", n=1, y=gain)
        kept = around("n-1", f"({image} - {gain} v v^T)")  # ⪰ 0
        slack = p.times(gain, p.gap(step.supposed[0])), p.times(p.gap(more), "v v^T")
        witness = p.minus(p.plus(p.gap(inmost), kept, slack[0]), slack[1])
        p.order(step.goal, inmost, once, positive, *chances, *step.supposed, more, witness=witness)
    return step.fact


def unit_vector(p: Derivation, unit: Fact) -> Fact:
    """vvᵀ ⪯ I. unit: vᵀv = 1."""
    bound = p.lemma("trace_bound", p.order(r"v v^T \succeq 0I", witness="v v^T"))
    return p.order(r"v v^T \preceq I", bound, unit, witness=p.minus(p.gap(bound), p.times(p.gap(unit), "I")))


def moment_grows(p: Derivation, gain: str, once: Fact, unit: Fact, large: Fact) -> Fact:
    """The trace of the second moment grows without bound. gain: q; once: J vvᵀ J + T(vvᵀ) ⪰ q vvᵀ; unit: vᵀv = 1; large: 1 < q."""
    every, below = stretched_again_and_again(p, gain, once, large), unit_vector(p, unit)
    trace = SECOND_MOMENT.replace("k-1", "n-1")
    with p.block("n", r"\mathbb{N}") as each:
        least = p.use(every, *each.ends, at="n")
        kept = p.trace(around("n-1", "(I - v v^T)"))
        witness = p.plus(kept, p.trace(p.gap(least)), p.times(f"{gain}^n", p.gap(unit)))
        p.order(rf"1 {gain}^n \leq {trace}", below, least, unit, *probabilities(p), witness=witness)
    return p.lemma("limit_growth", each.fact, p.so("0 < 1"), large, c=1, q=gain, f=("n", trace))


def start_grows(p: Derivation, gain: str, once: Fact, unit: Fact, large: Fact, seen: Fact) -> Fact:
    """The same of E‖w_k‖², from a w_0 that sees v. seen: 0 < (vᵀw_0)²."""
    every, below = stretched_again_and_again(p, gain, once, large), unit_vector(p, unit)
    square, start = r"\mathbb{E}\norm{w_n}{}^2", "(v^T w_0)^2"
    with p.block("n", r"\mathbb{N}") as each:
        least = p.use(every, *each.ends, at="n")
        witness = p.plus(f"w_0^T {around('n-1', '(I - v v^T)')} w_0", p.times("w_0^T", p.gap(least), "w_0"))
        p.order(rf"{start} {gain}^n \leq {square}", below, least, *probabilities(p), witness=witness, unfold=["w"])
    return p.lemma("limit_growth", each.fact, seen, large, c=start, q=gain, f=("n", square))


def half_square(p: Derivation, factor: str, large: Fact) -> Fact:
    """1 < ½ g². large: √2 < g."""
    return p.so(f"1 < ({HALF} ({factor})^2)", large, p.lemma("root", p.so(r"0 \leq 2"), x=2), hints=[r"\sqrt{2}"])


def member_stretches(p: Derivation, weight: str, over: str, eigen: Fact) -> Fact:
    """J vvᵀ J + T(vvᵀ) ⪰ C h² vvᵀ for a fixed Hessian H_i. weight: C; over: its set; eigen: H_i v = h v, h its largest eigenvalue."""
    one, other, size = ("r", "f", "n_r") if over == "D_r" else ("f", "r", "n_f")
    with p.block("i", over) as each:
        p.order(r"H_i v v^T H_i \succeq 0I", witness="H_i v v^T H_i")
    every = p.lemma("sum_member_matrix", each.fact, D=over, n=size, F=("i", "H_i v v^T H_i"))
    above, zero, top = p.use(every, at=one), p.gap(eigen), rf"\lambda_{{\max}}(H_{one})"
    rest = named(p, rf"C_{other} \sum_{{i \in D_{other}}} H_i v v^T H_i")
    apart = p.plus(p.times(zero, f"v^T H_{one}"), p.times(top, "v", p.transpose(zero)))
    witness = p.plus(f"{MEAN} v v^T {MEAN}", rest, p.times(weight, p.gap(above)), p.times(weight, apart))
    says = rf"{named(p, after('v v^T'))} \succeq ({weight} {top}^2) v v^T"
    return p.order(says, eigen, above, *weights(p), witness=witness)
