"""Where the second moment grows: one direction that a step stretches, in the mean of squares, by more than 1.

For the matrix G = √C_r H_r + √C_f H_f of a pair, T(X) ⪰ C_r H_r X H_r + C_f H_f X H_f ⪰ ½ G X G, so that for an eigenvector G v = g v
E[J_sᵀ vvᵀ J_s] = J vvᵀ J + T(vvᵀ) ⪰ ½ g² vvᵀ: k steps stretch it to (½ g²)ᵏ at least, which grows for g > √2.
"""

from __future__ import annotations

from verify.derivations import Derivation, Fact

from .many_steps import LEFT, RIGHT, around, empty, innermost_apart
from .one_step import MEAN, after, step_averaged
from .positivity import probabilities

ROOTS = r"(\sqrt{C_r} + \sqrt{C_f})"
G = r"(\sqrt{C_r} H_r + \sqrt{C_f} H_f)"
OPPOSITE = r"(\sqrt{C_r} H_r - \sqrt{C_f} H_f)"
LARGEST = r"(\max_{rf} \lambda_{\max}(D_{rf}))"
LARGEST_OF_ROW = r"(\max_{f} \lambda_{\max}(D_{rf}))"
MIX = ("D", "C'_r", "C'_f")
HALF = r"\frac{1}{2}"
SECOND_MOMENT = rf"\mathbb{{E}}[\operatorname{{Tr}}({LEFT % 'k-1'} {RIGHT % 'k-1'})]"


def roots(p: Derivation) -> list[Fact]:
    """√C_r √C_r = C_r, √C_f √C_f = C_f."""
    return [p.lemma("root", f"0 \\leq {weight}", x=weight) for weight in ("C_r", "C_f")]


def stretched(p: Derivation, factor: str, eigen: Fact) -> Fact:
    """J vvᵀ J + T(vvᵀ) ⪰ ½ g² vvᵀ. factor: g; eigen: G v = g v. r and f are fixed."""
    members = []
    for one, over in (("r", "D_r"), ("f", "D_f")):
        with p.block("i", over) as each:
            p.order(r"H_i v v^T H_i \succeq 0I", witness="H_i v v^T H_i")
        every = p.lemma("sum_member_matrix", each.fact, D=over, n=f"n_{one}", F=("i", "H_i v v^T H_i"))
        members.append(p.use(every, at=one))
    squares = roots(p)
    zero = p.gap(eigen)
    apart = p.plus(p.times(zero, f"v^T {G}"), p.times(factor, "v", p.transpose(zero)))  # G vvᵀ G − g² vvᵀ
    weights = [p.times(p.gap(square), f"H_{one} v v^T H_{one}") for square, one in zip(squares, "rf", strict=True)]
    signed = (f"{MEAN} v v^T {MEAN}", p.times("C_r", p.gap(members[0])), p.times("C_f", p.gap(members[1])))
    witness = p.minus(p.plus(*signed, f"{HALF} {OPPOSITE} v v^T {OPPOSITE}", p.times(HALF, apart)), p.plus(*weights))
    says = rf"{after('v v^T')} \succeq {HALF} ({factor})^2 v v^T"
    return p.order(says, eigen, *members, *squares, r"0 \leq C_r", r"0 \leq C_f", witness=witness)


def stretched_again_and_again(p: Derivation, factor: str, once: Fact) -> Fact:
    """E[J_0ᵀ…J_{n−1}ᵀ vvᵀ J_{n−1}…J_0] ⪰ (½ g²)ⁿ vvᵀ for all n. factor: g; once: the same for one step."""
    chances, power = probabilities(p), f"({HALF} ({factor})^2)"
    none = empty(p, "v v^T")
    start = p.order(rf"{around('0-1', 'v v^T')} \succeq {power}^0 v v^T", none, witness=p.gap(none))
    with p.induction("n", rf"{around('n-1', 'v v^T')} \succeq {power}^n v v^T", start) as step:
        split = innermost_apart(p, "v v^T", step.ends[0])
        inmost = step_averaged(p, f"{around('n', 'v v^T')} = {around('n-1', after('v v^T'))}", split, "n")
        more = p.lemma("power", *step.ends, m="n", n=1, y=power)
        kept = around("n-1", f"({after('v v^T')} - {HALF} ({factor})^2 v v^T)")  # ⪰ 0
        slack = p.times(power, p.gap(step.supposed[0])), p.times(p.gap(more), "v v^T")
        witness = p.minus(p.plus(p.gap(inmost), kept, slack[0]), slack[1])
        p.order(step.goal, inmost, once, *chances, *step.supposed, more, witness=witness)
    return step.fact


def moment_grows(p: Derivation, factor: str, eigen: Fact, unit: Fact, large: Fact) -> Fact:
    """The trace of the second moment grows without bound. factor: g; eigen: G v = g v; unit: vᵀv = 1; large: √2 < g."""
    power = f"({HALF} ({factor})^2)"
    every = stretched_again_and_again(p, factor, stretched(p, factor, eigen))
    psd = p.order(r"v v^T \succeq 0I", witness="v v^T")
    bound = p.lemma("trace_bound", psd)
    below = p.order(r"v v^T \preceq I", bound, unit, witness=p.minus(p.gap(bound), p.times(p.gap(unit), "I")))
    two = p.lemma("root", p.so(r"0 \leq 2"), x=2)
    grows = p.so(rf"1 < {power}", large, two, hints=[r"\sqrt{2}"])
    trace = SECOND_MOMENT.replace("k-1", "n-1")
    with p.block("n", r"\mathbb{N}") as each:
        least = p.use(every, *each.ends, at="n")
        kept = p.trace(around("n-1", "(I - v v^T)"))
        witness = p.plus(kept, p.trace(p.gap(least)), p.times(f"{power}^n", p.gap(unit)))
        p.order(rf"1 {power}^n \leq {trace}", below, least, unit, *probabilities(p), witness=witness)
    return p.lemma("limit_growth", each.fact, p.so("0 < 1"), grows, c=1, q=power, f=("n", trace))
