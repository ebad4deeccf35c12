"""Why (38) as printed is no threshold: with some λ_max(D) and σ that satisfy it no choice of Hessians converges.

In one dimension, with n_r = n_f = 2, B = 1, η = 1, α = 1/2 and λ_max(D) = σ = 2, (38) is an equality. D_rf is a number
t_rf = (h_r + h_f)/2, the sum of the four is 8, and so is λ_max(S), as S_{rf,r'f'} = √t_rf √t_r'f'; thus max t_rf = 8/σ = 4.
But t_rf ≤ (Σ h_r² + Σ h_f²)/16 + 2: so the noise alone, C_r Σ h_r² + C_f Σ h_f² = (Σ h_r² + Σ h_f²)/16, is at least 2, and the second
moment at least doubles with every step.
"""

from __future__ import annotations

from types import MappingProxyType

from verify.derivations import Derivation, Fact, Refutation

from .coherence import ENTRY, LARGEST, PAIRS, TRACE, table
from .convergence import MEAN, PAIR, TABLE
from .lower_bound import SPREAD
from .one_step import MEAN as MEAN_STEP
from .one_step import after, step_averaged
from .positivity import positivity, probabilities
from .upper_bound import FROM_0

RANGES = r"\eta > 0", r"\alpha \in [0, 1]", r"1 \leq B", r"B \leq n_r", r"B \leq n_f", r"d \geq 1", r"1 \leq n_r", r"1 \leq n_f"
NUMBERS = "d = 1", "n_r = 2", "n_f = 2", "B = 1", r"\eta = 1", r"\alpha = \frac{1}{2}", "w_0^T w_0 = 1"
NUMBER = r"\operatorname{Tr}(D_{rf})"  # t_rf
ROOT = rf"\sqrt{{{NUMBER}}}"
SQUARES = r"(\sum_{r \in D_r} \operatorname{Tr}(H_r)^2 + \sum_{f \in D_f} \operatorname{Tr}(H_f)^2)"
MOST = rf"(\frac{{1}}{{16}} {SQUARES} + 2)"


def fractions(p: Derivation) -> None:
    """C_r = C_f = 1/16, and C'_r = C'_f = 1/2."""
    weights = []
    for weight in ("C_r", "C_f"):
        defined = p.definition(weight)
        put_in = p.replace(defined.right, *NUMBERS[:-1])
        weights.append(p.equal(rf"{weight} = \frac{{1}}{{4}} \frac{{1}}{{4}}", defined, put_in))
    root = p.lemma("root_square", p.so(r"0 \leq \frac{1}{4}"), y=r"\frac{1}{4}")
    for fraction in ("C'_r", "C'_f"):
        defined = p.definition(fraction)
        first = p.replace(defined.right, *weights)
        p.equal(rf"{fraction} = \frac{{1}}{{2}}", defined, first, p.replace(first.right, root))


def numbers(p: Derivation) -> tuple[Fact, Fact]:
    """H_r = Tr(H_r) I for all r; H_f likewise."""
    found = []
    for index, over in (("r", "D_r"), ("f", "D_f")):
        with p.block(index, over) as every:
            p.lemma("dimension_one", "d = 1", Y=f"H_{index}")
        found.append(every.fact)
    return found[0], found[1]


def mixed(p: Derivation) -> tuple[Fact, Fact]:
    """D_rf = t_rf I, and t_rf ≥ 0, for all r and f."""
    with p.block("r", "D_r") as equal, p.block("f", "D_f"):
        p.lemma("dimension_one", "d = 1", Y="D_{rf}")
    halves = r"\frac{1}{2} \operatorname{Tr}(H_r + H_f)"
    with p.block("r", "D_r") as sign, p.block("f", "D_f"):
        known = [p.times(rf"\operatorname{{Tr}}(H_{i})", p.gap(f"C'_{i} = \\frac{{1}}{{2}}")) for i in "rf"]
        p.order(rf"0 \leq {NUMBER}", *[f"C'_{i} = \\frac{{1}}{{2}}" for i in "rf"], witness=p.plus(halves, *known), unfold=["D"])
    return equal.fact, sign.fact


def entries(p: Derivation, equal: Fact, sign: Fact) -> tuple[Fact, Fact]:
    """√t √t = t for all pairs; S_{rf,r'f'} = √t_rf √t_r'f'. equal: D_rf = t_rf I. sign: t_rf ≥ 0."""
    with p.block("r", "D_r") as roots, p.block("f", "D_f"):
        p.lemma("root", p.use(sign, at=["r", "f"]), x=NUMBER)
    other = r"\operatorname{Tr}(D_{r'f'})"
    with p.block("r", "D_r") as outer, p.block("f", "D_f"), p.block("r'", "D_r"), p.block("f'", "D_f"):
        both = rf"({ROOT} \sqrt{{{other}}})"
        put_in = p.replace(TRACE, p.use(equal, at=["r", "f"]), p.use(equal, at=["r'", "f'"]))
        here, there = p.use(roots.fact, at=["r", "f"]), p.use(roots.fact, at=["r'", "f'"])
        one = p.times(f"{NUMBER} {other}", p.gap("d = 1"))
        steps = p.times(-1, p.gap(here), other), p.times(-1, f"{ROOT} {ROOT}", p.gap(there))
        square = p.order(f"{TRACE} = {both} {both}", put_in, here, there, "d = 1", witness=p.plus(p.gap(put_in), one, *steps))
        defined, positive = p.definition("S_{rf,r'f'}"), p.order(rf"0 \leq {both}", witness=both)
        p.chain(defined, p.replace(defined.right, square), p.lemma("root_square", positive, y=both))
    return roots.fact, outer.fact


def total_is_large(p: Derivation) -> Fact:
    """Σ t_rf ≥ 8, as λ_max(D) ≤ Tr D, which is a fourth of it."""
    equal = p.lemma("dimension_one", "d = 1", Y="D")
    below = p.so(r"D \preceq \operatorname{Tr}(D) I", equal)
    least = p.lemma("eigenvalue_least", p.order("D^T = D", unfold=["D"]), below, r"d \geq 1", A="D", c=r"\operatorname{Tr}(D)")
    defined = p.definition("D")
    put_in = p.replace(defined.right, "n_r = 2", "n_f = 2")
    mean = p.plus(*[p.put(r"\operatorname{Tr}(D)", D=p.gap(fact)) for fact in (defined, put_in)])
    slack = p.times(4, p.plus(p.gap(least), p.times(-1, mean), p.gap(f"{MEAN} = 2")))
    return p.order(rf"8 \leq {PAIRS} {NUMBER}", least, defined, put_in, f"{MEAN} = 2", witness=slack)


def table_is_large(p: Derivation, roots: Fact, entry: Fact, total: Fact) -> Fact:
    """λ_max(S) ≥ 8: the vector of the √t_rf shows that it is at least Σ t_rf."""
    least = p.lemma("table_rayleigh", table(p)[0], r"1 \leq n_r", r"1 \leq n_f", u=("r", "f", ROOT), **ENTRY)
    put_in, whole, numbers_ = p.replace(p.relation(least).left, entry), rf"({PAIRS} {ROOT} {ROOT})", rf"({PAIRS} {NUMBER})"
    size = p.order(f"{whole} = {numbers_}", roots, witness=rf"{PAIRS} ({ROOT} {ROOT} - {NUMBER})")
    inverse = p.lemma("inverse", p.order(f"0 < {numbers_}", total, witness=p.plus(p.gap(total), 8)))
    squares = p.plus(p.gap(least), p.gap(put_in), p.times(p.gap(size), f"({whole} + {numbers_})"), p.times(-1, TABLE, p.gap(size)))
    share = p.minus(p.times(rf"\frac{{1}}{{{numbers_}}}", squares), p.times(p.gap(inverse), f"({TABLE} - {numbers_})"))
    facts = least, put_in, size, inverse, total, f"0 < {numbers_}"
    return p.order(rf"8 \leq {TABLE}", *facts, witness=p.plus(share, p.gap(total)))


def largest_is_positive(p: Derivation, total: Fact) -> None:
    """0 < max λ_max(D_rf), which is at least each t_rf."""
    inner, constants = rf"(\max_{{f \in D_f}} {PAIR})", []
    outer = p.lemma("maximum_bound", D="D_r", n="n_r", F=("r", inner))
    with p.block("r", "D_r") as every:
        each = p.lemma("maximum_bound", D="D_f", n="n_f", F=("f", PAIR))
        with p.block("f", "D_f"):
            bound = p.lemma("eigenvalue_bound", p.order("D_{rf}^T = D_{rf}", unfold=["D"]), A="D_{rf}")
            trace = p.plus(p.put(r"\operatorname{Tr}(D)", D=p.gap(bound)), p.times(-1, PAIR, p.gap("d = 1")))
            least = p.order(rf"{NUMBER} \leq {PAIR}", bound, "d = 1", witness=trace)
            p.chain(least, p.use(each, at="f"), p.use(outer, at="r"))
    for over, n, c in (("D_f", "n_f", LARGEST), ("D_r", "n_r", rf"n_f {LARGEST}")):
        constants.append(p.lemma("sum_constant", D=over, n=n, c=c))
    first, second = constants
    each_row = p.put(r"\sum_{r \in D_r} \eta", eta=p.gap(first))
    counts = p.plus(p.times(-1, each_row), p.times(-1, p.gap(second)))  # n_r n_f times the maximum, less its sum over the pairs
    sizes = p.times(-1, LARGEST, p.plus(p.times("n_f", p.gap("n_r = 2")), p.times(2, p.gap("n_f = 2"))))
    mean = p.times(r"\frac{1}{4}", p.plus(rf"{PAIRS} ({LARGEST} - {NUMBER})", p.gap(total), 8, counts, sizes))
    p.order(f"0 < {LARGEST}", every.fact, total, first, second, "n_r = 2", "n_f = 2", witness=mean)


def largest_is_at_most(p: Derivation, equal: Fact) -> Fact:
    """max λ_max(D_rf) ≤ (Σ h_r² + Σ h_f²)/16 + 2: t_rf = (h_r + h_f)/2, and (h_r + h_f − 8)² + (h_r − h_f)² ≥ 0."""
    squares = []
    for index, over in (("r", "D_r"), ("f", "D_f")):
        square = rf"\operatorname{{Tr}}(H_{index})^2"
        with p.block(index, over) as each:
            p.order(rf"0 \leq {square}", witness=square)
        squares.append(p.lemma("sum_member", each.fact, D=over, n=f"n_{index}", F=(index, square)))
    halves = [f"C'_{i} = \\frac{{1}}{{2}}" for i in "rf"]
    h, g = r"\operatorname{Tr}(H_r)", r"\operatorname{Tr}(H_f)"
    with p.block("r", "D_r") as outer:
        with p.block("f", "D_f") as inner:
            one, members = p.use(equal, at=["r", "f"]), (p.use(squares[0], at="r"), p.use(squares[1], at="f"))
            square = rf"\frac{{1}}{{32}} (({h} + {g} - 8)^2 + ({h} - {g})^2)"
            known = [p.times(r"\frac{1}{16}", p.gap(fact)) for fact in members]
            wrong = [p.times(-1, x, p.gap(half)) for x, half in zip((h, g), halves, strict=True)]
            small = p.order(rf"{NUMBER} \leq {MOST}", *members, *halves, witness=p.plus(square, *known, *wrong), unfold=["D"])
            below = p.order(rf"D_{{rf}} \preceq {MOST} I", one, small, witness=p.minus(p.times(p.gap(small), "I"), p.gap(one)))
            symmetric = p.order("D_{rf}^T = D_{rf}", unfold=["D"])
            p.lemma("eigenvalue_least", symmetric, below, r"d \geq 1", A="D_{rf}", c=MOST)
        p.lemma("maximum_least", inner.fact, r"1 \leq n_f", D="D_f", n="n_f", F=("f", PAIR), c=MOST)
    return p.lemma("maximum_least", outer.fact, r"1 \leq n_r", D="D_r", n="n_r", F=("r", rf"\max_{{f \in D_f}} {PAIR}"), c=MOST)


def noise_doubles(p: Derivation, retain: Fact, forget: Fact, large: Fact, most: Fact) -> Fact:
    """E[J_1ᵀJ_1], written out, is at least 2I. large: λ_max(S) ≥ 8. most: max λ_max(D_rf) ≤ (Σ h_r² + Σ h_f²)/16 + 2."""
    defined = p.definition(r"\sigma")
    whole = p.times(LARGEST, p.minus(p.gap(r"\sigma = 2"), p.gap(defined)))  # λ_max(S) − 2 max λ_max(D_rf)
    slack = p.plus(p.times(r"\frac{1}{2}", p.gap(large)), p.times(r"-\frac{1}{2}", whole), p.gap(most))
    enough = p.order(rf"2 \leq \frac{{1}}{{16}} {SQUARES}", large, most, defined, r"\sigma = 2", f"0 < {LARGEST}", witness=slack)
    noise = SPREAD % ("", "")
    put_in = p.replace(noise, retain, forget)
    weights = [p.fact(rf"{weight} = \frac{{1}}{{4}} \frac{{1}}{{4}}") for weight in ("C_r", "C_f")]
    sums = [rf"\sum_{{{i} \in D_{i}}} \operatorname{{Tr}}(H_{i})^2 I" for i in "rf"]
    known = p.plus(p.gap(put_in), *[p.times(p.gap(weight), total) for weight, total in zip(weights, sums, strict=True)])
    least = p.order(rf"{noise} \succeq 2I", put_in, enough, *weights, witness=p.plus(p.times(p.gap(enough), "I"), known))
    return p.order(rf"{after('')} \succeq 2I", least, witness=p.plus(f"{MEAN_STEP}^T {MEAN_STEP}", p.gap(least)))


def doubles(p: Derivation, one_step: Fact) -> Fact:
    """The mean of n steps is at least 2ⁿ I for all n. one_step: E[J_1ᵀJ_1] is at least 2I."""

    def mean(last: str, inside: str = "") -> str:
        return rf"\mathbb{{E}}[{FROM_0[0] % last} {inside} {FROM_0[1] % last}]"

    chances = probabilities(p)
    empty = p.replace(mean("0-1"), *[p.empty(half % "0-1") for half in FROM_0])
    start = p.order(rf"{mean('0-1')} \succeq 2^0 I", empty, witness=p.gap(empty))
    with p.induction("n", rf"{mean('n-1')} \succeq 2^n I", start) as step:
        split = p.replace(mean("n-1+1"), *[p.last(half % "n-1+1", *step.ends) for half in FROM_0])
        inmost = step_averaged(p, f"{mean('n-1+1')} = {mean('n-1', after(''))}", split, "n-1+1")
        power = p.lemma("power", *step.ends, m="n", n=1, y=2)
        kept = p.put(mean("n-1", "D"), D=p.gap(one_step))
        known = p.plus(p.gap(inmost), kept, p.times(2, p.gap(*step.supposed)), p.times(-1, p.gap(power), "I"))
        p.order(step.goal, inmost, *step.supposed, one_step, power, *chances, witness=known)
    return step.fact


def none_converges(p: Refutation) -> None:
    """No family with λ_max(D) = σ = 2 converges."""
    sets = {"D_r": [[[8]], [[0]]], "D_f": [[[0]], [[0]]]}
    values = {"d": 1, "n_r": 2, "n_f": 2, "B": 1, "eta": 1, "alpha": "1/2", "H": sets, "w_0": [1]}
    q = p.on(values, *RANGES, *NUMBERS, f"{MEAN} = 2", r"\sigma = 2")
    positivity(q)
    fractions(q)
    retain, forget = numbers(q)
    equal, sign = mixed(q)
    roots, entry = entries(q, equal, sign)
    total = total_is_large(q)
    large = table_is_large(q, roots, entry, total)
    largest_is_positive(q, total)
    every = doubles(q, noise_doubles(q, retain, forget, large, largest_is_at_most(q, equal)))
    square = r"\mathbb{E}\norm{w_n}{}^2"
    with q.block("n", r"\mathbb{N}") as each:
        bound = q.use(every, *each.ends, at="n")
        known = q.plus(q.put("w_0^T D w_0", D=q.gap(bound)), q.times("2^n", q.gap("w_0^T w_0 = 1")))
        q.order(rf"1 \cdot 2^n \leq {square}", bound, "w_0^T w_0 = 1", witness=known, unfold=["w"])
    q.lemma("limit_growth", each.fact, c=1, q=2, f=("n", square))


REFUTATIONS = MappingProxyType({"T4.9": none_converges})
