"""How (33) follows up to its last line: a power of a sum is one over all assignments of k pairs, and each product a closed path in S.

For R_i = D_{rf_i}^½ and X_i = R_i R_{i+1}, the product of D_{rf_1} to D_{rf_k} is R_1 X_1…X_{k−1} R_k: its trace is that of
(R_k R_1)(X_1…X_{k−1}).
"""

from __future__ import annotations

from types import MappingProxyType

from verify.derivations import Derivation, Fact

from .alignment import FIRST, SECOND, TRACE, counts, pairs_are_psd, smaller
from .growth import MIX
from .positivity import positivity
from .threshold import same_root

WHOLE = r"(\sum_{rf} D_{rf})"
GIVEN = r"\prod_{i=1}^{%s} %s"  # assignments of k members of a set
PRODUCT = r"\prod_{i=1}^{%s} D_{rf_i}"
ROOT = r"(D_{rf_{%s}})^{\frac{1}{2}}"
STEPS = rf"\prod_{{i=1}}^{{%s}} ({ROOT % 'i'} {ROOT % 'i+1'})"
NORMS = rf"\prod_{{i=1}}^{{%s}} \norm{{{ROOT % 'i'} {ROOT % 'i+1'}}}{{F}}"


def over(k: str, body: str) -> str:
    """A sum over all assignments of k pairs."""
    return rf"\sum_{{r \in {GIVEN % (k, 'D_r')}}} \sum_{{f \in {GIVEN % (k, 'D_f')}}} {body}"


def no_pairs(p: Derivation) -> Fact:
    """The sum over the one assignment of no pair is I."""
    with p.block("r", GIVEN % ("0", "D_r")) as every, p.block("f", GIVEN % ("0", "D_f")):
        p.empty(PRODUCT % "0")
    first = p.replace(over("0", PRODUCT % "0"), every.fact)
    with p.block("r", GIVEN % ("0", "D_r")) as each:
        p.empty(rf"\sum_{{f \in {GIVEN % ('0', 'D_f')}}} I")
    second = p.replace(first.right, each.fact)
    return p.chain(first, second, p.empty(second.right))


def one_pair_more(p: Derivation, natural: Fact) -> Fact:
    """The sum over n + 1 pairs is one over n pairs and over the last. natural: 0 ≤ n."""
    with p.block("r", GIVEN % ("(n+1)", "D_r")) as every, p.block("f", GIVEN % ("(n+1)", "D_f")):
        p.last(PRODUCT % "(n+1)", natural)
    apart = p.replace(over("n+1", PRODUCT % "(n+1)"), every.fact)
    outer = p.last(apart.right, natural)
    with p.block("r", GIVEN % ("(n+1)-1", "D_r")) as each, p.block("x", "D_r"):
        p.last(p.put(outer.right.body.body, **{outer.right.variable: "r", outer.right.body.variable: "x"}), natural)
    return p.chain(apart, outer, p.replace(outer.right, each.fact))


def power_of_the_sum(p: Derivation) -> None:
    """One pair after the other."""
    start = no_pairs(p)
    zero = p.order(f"{WHOLE}^0 = {over('0', PRODUCT % '0')}", start, witness=p.times(-1, p.gap(start)))
    with p.induction("n", f"{WHOLE}^n = {over('n', PRODUCT % 'n')}", zero) as step:
        more, power = one_pair_more(p, step.ends[0]), p.lemma("power_matrix", *step.ends, m="n", n=1, Y=WHOLE)
        witness = p.minus(p.plus(p.gap(power), p.times(p.gap(step.supposed[0]), WHOLE)), p.gap(more))
        p.order(step.goal, more, power, *step.supposed, witness=witness)
    power = p.use(step.fact, r"k \geq 0", at="k")
    p.order(p.goal, power, witness=p.trace(p.times(r"(\frac{1}{n_r n_f})^k", p.gap(power))))


# The norms


def norms_are_entries(p: Derivation, psd: Fact) -> Fact:
    """‖D_rf^½ D_r'f'^½‖_F = S_rf,r'f' for all pairs of pairs. psd: D_rf ⪰ 0 for all pairs."""
    one, other = rf"{FIRST}^{{\frac{{1}}{{2}}}}", rf"{SECOND}^{{\frac{{1}}{{2}}}}"
    norm = rf"\norm{{{one} {other}}}{{F}}"
    with p.block("r", "D_r") as every, p.block("f", "D_f"), p.block("r'", "D_r"), p.block("f'", "D_f"):
        first, second = (p.lemma("root_matrix", p.use(psd, at=at)) for at in (["r", "f"], ["r'", "f'"]))
        square = p.lemma("norm_frobenius", A=f"{one} {other}")
        parts = p.trace(p.times(p.gap(first), other, other)), p.trace(p.times(FIRST, p.gap(second)))
        equal = p.order(f"{norm} {norm} = {TRACE}", square, first, second, witness=p.plus(p.gap(square), *parts), unfold=MIX)
        root = same_root(p, TRACE, norm, p.order(rf"0 \leq {norm}", witness=norm), equal)
        p.order(f"{norm} = S_{{rf,r'f'}}", root, witness=p.times(-1, p.gap(root)), unfold=["S"])
    return every.fact


def norms_put_in(p: Derivation) -> None:
    """‖D_rf^½ D_r'f'^½‖_F² = Tr(D_rf D_r'f')."""
    positivity(p)
    norms, natural = norms_are_entries(p, pairs_are_psd(p)), p.value("k", least=1)
    with p.block("r", GIVEN % ("k", "D_r")) as every, p.block("f", GIVEN % ("k", "D_f")):
        with p.block("i", ("1", "k-1")) as each:
            p.use(norms, *each.ends, at=["r_i", "f_i", "r_{i+1}", "f_{i+1}"])
        last = p.use(norms, natural, at=["r_k", "f_k", "r_1", "f_1"])
        p.replace(rf"\norm{{{ROOT % 'k'} {ROOT % '1'}}}{{F}} {NORMS % 'k-1'}", last, each.fact)
    p.exchange(p.goal, p.order(p.equation(p.relation(p.goal).left, p.relation(p.goal).left)), every.fact)


# The trace of a product


def steps_along(p: Derivation) -> Fact:
    """Tr(PᵀP) ≤ d (Π ‖X_i‖)² for P = X_1…X_n and all n; r and f are fixed assignments."""
    product, norms = STEPS % "n", NORMS % "n"
    claim = rf"\operatorname{{Tr}}(({product})^T ({product})) \leq d ({norms}) ({norms})"
    empty = p.empty(STEPS % "0"), p.empty(NORMS % "0")
    none = p.replace(p.relation(claim_at(claim, "0")).left, empty[0]), p.replace(p.relation(claim_at(claim, "0")).right, empty[1])
    start = p.order(claim_at(claim, "0"), *none, witness=p.minus(p.gap(none[1]), p.gap(none[0])))
    with p.induction("n", claim, start) as step:
        matrices, numbers = p.last(STEPS % "(n+1)", *step.ends), p.last(NORMS % "(n+1)", *step.ends)
        left = p.replace(p.relation(step.goal).left, matrices)
        right = p.replace(p.relation(step.goal).right, numbers)
        one = f"({ROOT % 'n+1'} {ROOT % 'n+1+1'})"
        square = p.lemma("norm_frobenius", A=one)
        bound = p.lemma("trace_bound", p.order(rf"({product})^T ({product}) \succeq 0I", witness=f"({product})^T ({product})"))
        inner = p.trace(p.times(p.transpose(one), p.gap(bound), one))  # Tr(Xᵀ (Tr(PᵀP) I − PᵀP) X)
        trace = p.trace(p.times(p.transpose(one), one))
        slack = p.times(p.gap(step.supposed[0]), trace)
        rest = p.times("d", norms, norms, p.gap(square))
        witness = p.minus(p.plus(inner, slack, rest, p.gap(right)), p.gap(left))
        p.order(step.goal, left, right, square, bound, *step.supposed, witness=witness)
    return step.fact


def claim_at(claim: str, number: str) -> str:
    """The claim with a number for n."""
    return claim.replace("{n}", f"{{{number}}}")


def products_are_steps(p: Derivation, psd: Fact) -> Fact:
    """For all n ≤ k − 1, R_1 X_1…X_n = D_{rf_1}…D_{rf_n} R_{n+1}, as R_i R_i = D_{rf_i}. psd: D_rf ⪰ 0 for all pairs."""
    one = ROOT % "1"
    claim = f"{one} ({STEPS % 'n'}) = ({PRODUCT % 'n'}) {ROOT % 'n+1'}"
    with p.block(suppose=[r"0 \leq k-1"]) as none:
        left = p.replace(f"{one} ({STEPS % '0'})", p.empty(STEPS % "0"))
        right = p.replace(f"({PRODUCT % '0'}) {ROOT % '0+1'}", p.empty(PRODUCT % "0"))
        p.order(claim_at(claim, "0").replace("n+1", "0+1"), left, right, witness=p.minus(p.gap(left), p.gap(right)))
    with p.induction("n", rf"n \leq k-1 \implies {claim}", none.fact) as step:
        supposed, says = step.goal.arguments
        with p.block(suppose=[supposed]) as inside:
            before = p.use(step.supposed[0], p.so(r"n \leq k-1", *inside.supposed))
            left = p.replace(says.left, p.last(STEPS % "(n+1)", *step.ends))
            right = p.replace(says.right, p.last(PRODUCT % "(n+1)", *step.ends))
            ends = p.so(r"1 \leq n+1", *step.ends), p.so(r"n+1 \leq k", *inside.supposed)
            root, after = p.lemma("root_matrix", p.use(psd, *ends, at=["r_{n+1}", "f_{n+1}"])), ROOT % "n+1+1"
            parts = p.gap(left), p.times(p.gap(before), ROOT % "n+1", after), p.times(f"({PRODUCT % 'n'})", p.gap(root), after)
            p.order(says, left, right, before, root, witness=p.minus(p.plus(*parts), p.gap(right)))
    return step.fact


def traces_of_products(p: Derivation) -> None:
    """A trace is at most d times the product of the norms."""
    positivity(p)
    psd, natural = pairs_are_psd(p), p.value("k", least=1)
    with p.block("r", GIVEN % ("k", "D_r")) as every, p.block("f", GIVEN % ("k", "D_f")):
        along, rolled = steps_along(p), products_are_steps(p, psd)
        before = p.so(r"0 \leq k-1", natural)
        steps, product = STEPS % "k-1", PRODUCT % "k"
        rolled = p.use(rolled, before, p.so(r"k-1 \leq k-1"), at="k-1")
        root = p.lemma("root_matrix", p.use(psd, natural, at=["r_k", "f_k"]))
        last = p.last(product, natural)
        across, norm = f"({ROOT % 'k'} {ROOT % '1'})", rf"\norm{{{ROOT % 'k'} {ROOT % '1'}}}{{F}}"
        whole = f"({across} ({steps}))"
        trace, closed = rf"\operatorname{{Tr}}({product})", rf"\operatorname{{Tr}}({whole})"
        parts = p.gap(last), p.times(-1, f"({PRODUCT % 'k-1'})", p.gap(root)), p.times(-1, p.gap(rolled), ROOT % "k")
        equal = p.order(f"{trace} = {closed}", last, root, rolled, witness=p.trace(p.plus(*parts)))
        below = bounded_trace(p, whole, across, norm, p.use(along, before, at="k-1"))
        p.order(rf"{trace} \leq d {norm} ({NORMS % 'k-1'})", equal, below, witness=p.minus(p.gap(below), p.gap(equal)))
    norm = rf"\norm{{{ROOT % 'k'} {ROOT % '1'}}}{{F}} ({NORMS % 'k-1'})"
    slack = over("k", rf"(d {norm} - \operatorname{{Tr}}({PRODUCT % 'k'}))")
    p.order(p.goal, every.fact, "0 < n_r", "0 < n_f", witness=p.times(r"(\frac{1}{n_r n_f})^k", slack))


def bounded_trace(p: Derivation, whole: str, across: str, norm: str, along: Fact) -> Fact:
    """Tr(Y P) ≤ d ‖Y‖ Π ‖X_i‖. whole: Y P; across: Y; norm: ‖Y‖; along: Tr(PᵀP) ≤ d (Π ‖X_i‖)²."""
    steps, norms, positive = f"({STEPS % 'k-1'})", f"({NORMS % 'k-1'})", p.so("0 < d", r"d \geq 1")
    square = p.lemma("norm_frobenius", A=across)
    gram = f"{across}^T {across}"
    bound = p.lemma("trace_bound", p.order(rf"{gram} \succeq 0I", witness=gram))
    trace, great = rf"\operatorname{{Tr}}({whole})", f"(d {norm} {norms})"
    away = rf"({whole} - \frac{{1}}{{d}} {trace} I)"
    inner = p.trace(p.times(p.transpose(steps), p.gap(bound), steps))
    parts = p.times("d", p.trace(f"{away}^T {away}")), p.times("d", inner), p.times("d", p.trace(gram), p.gap(along))
    rest = p.times("d", "d", norms, norms, p.gap(square))
    says = rf"{trace} {trace} \leq {great} {great}"
    squares = p.order(says, bound, square, along, positive, witness=p.plus(*parts, rest))
    return smaller(p, trace, great, squares, p.order(rf"0 \leq {great}", positive, witness=great))


def closed_paths(p: Derivation) -> None:
    """The trace of a power of a matrix is over closed paths."""
    sets = {"D": "D_r", "E": "D_f", "m": "n_r", "n": "n_f", "T": ("r", "f", "r'", "f'", r"S_{rf,r'f'}")}
    paths = p.lemma("table_paths", p.value("k", least=1), *counts(p), **sets, k="k")
    p.order(p.goal, paths, witness=p.times(-1, "d", r"(\frac{1}{n_r n_f})^k", p.gap(paths)))


DERIVATIONS = MappingProxyType({
    "33.2": power_of_the_sum,
    "33.3": traces_of_products,
    "33.4": norms_put_in,
    "33.5": closed_paths,
})  # fmt: skip
