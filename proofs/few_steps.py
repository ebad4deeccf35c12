"""Why the sum of Lemma 4.7, part 2, bounds the first three steps (L4.7.2r2); at the fourth it does not (L4.7.2r).

With A_1 = JᵀJ + N_1 and A_2 = JᵀA_1J + T(A_1), the trace of one, two or three steps has the mean Tr((J Jᵀ + N_1) X) for X = I, A_1 or A_2.
For a = 1 − ε, both JᵀJ and J Jᵀ are ⪯ a² I, so Tr(J Jᵀ X) ≤ a² Tr X where X ⪰ 0, and

    Tr(N_1 A_1) ≤ a² Tr N_1 + Tr N_2,     Tr(N_1 A_2) ≤ a⁴ Tr N_1 + 2a² Tr N_2 + Tr N_3.
"""

from __future__ import annotations

from types import MappingProxyType

from verify.derivations import Derivation, Fact

from .binomials import weighted
from .lower_bound import OPERATORS, SPREAD, WEIGHTS, first_noise, noise_is_psd
from .one_step import SIZES, after, mean_written, step_averaged
from .positivity import positivity
from .upper_bound import FROM_0, TRACE, later_trace, squeezed, symmetric_noise

FIRST_NOISE = f"N_1 = {SPREAD % ('', '')}"


def tr(x: str) -> str:
    """Tr x."""
    return rf"\operatorname{{Tr}}({x})"


A_1 = "(J^T J + N_1)"
SPREAD_OF_A_1 = f"({SPREAD % (A_1, A_1)})"
A_2 = f"(J^T {A_1} J + {SPREAD_OF_A_1})"
OUTER = "(J J^T + N_1)"
SQUARE = r"(1-\epsilon)^2"
FOURTH = f"{SQUARE} {SQUARE}"
SUMS = (  # for k = 0, 1, 2, 3
    "d",
    rf"{SQUARE} d + {tr('N_1')}",
    rf"{FOURTH} d + 2 {SQUARE} {tr('N_1')} + {tr('N_2')}",
    rf"{FOURTH} {SQUARE} d + 3 {FOURTH} {tr('N_1')} + 3 {SQUARE} {tr('N_2')} + {tr('N_3')}",
)


# The mean of the trace


def mean(count: int | str, inside: str = "") -> str:
    """E Tr(J_0ᵀ⋯J_{count−1}ᵀ inside J_{count−1}⋯J_0)."""
    first, second = (half % f"{count}-1" for half in FROM_0)
    return rf"\mathbb{{E}}\operatorname{{Tr}}({first} {inside} {second})"


def inmost(p: Derivation, t: int | str, inside: str, image: str, equations: list[Fact], *natural: Fact) -> Fact:
    """E Tr(P J_tᵀXJ_t R) = E Tr(P Y R), P and R of the steps before t. inside: X. image: Y = JᵀXJ + T(X). natural: 0 ≤ t."""
    whole, step = mean(f"{t}+1", inside), f"{t}+1-1"
    split = p.replace(whole, *[p.last(half % step, *natural) for half in FROM_0])
    written = step_averaged(p, f"{whole} = {mean(t, after(inside))}", split, step)
    return p.exchange(f"{whole} = {mean(t, image)}", written, *equations)


def single(p: Derivation) -> list[Fact]:
    """The halves of a product of one step are J_0ᵀ and J_0."""
    last, none = [p.last(half % "1-1") for half in FROM_0], [p.empty(half % "0-1") for half in FROM_0]
    left = p.plus(p.gap(last[0]), p.times(p.gap(none[0]), "J_0^T"))
    right = p.plus(p.gap(last[1]), p.times("J_0", p.gap(none[1])))
    first = p.order(f"{FROM_0[0] % '1-1'} = J_0^T", last[0], none[0], witness=left)
    return [first, p.order(f"{FROM_0[1] % '1-1'} = J_0", last[1], none[1], witness=right)]


def outermost(p: Derivation, inside: str, one: list[Fact], outer: Fact) -> Fact:
    """E Tr(J_0ᵀ X J_0) = Tr((J Jᵀ + N_1) X): under the trace, J_0J_0ᵀ stands apart. outer: E[J_0J_0ᵀ] = J Jᵀ + N_1."""
    put_in = p.replace(mean(1, inside), *one)
    known = p.plus(p.gap(put_in), p.put(TRACE, J=p.times(p.gap(outer), inside)))
    return p.order(f"{mean(1, inside)} = {tr(f'{OUTER} {inside}')}", put_in, outer, witness=known)


def means(p: Derivation) -> list[Fact]:
    """The mean for one, two and three steps; N_1 = T(I) is known."""
    one, noise = single(p), p.fact(FIRST_NOISE)
    known, unfold = p.times(-1, p.gap(noise)), (*OPERATORS, *WEIGHTS)
    outer = p.order(rf"\mathbb{{E}}[J_0 J_0^T] = {OUTER}", *SIZES, noise, witness=known, unfold=unfold)
    put_in = [*mean_written(p), noise]
    first = outermost(p, "I", one, outer)
    with p.block("n", r"\mathbb{N}") as each:
        inmost(p, "n", "", A_1, put_in, *each.ends)
    second = p.chain(p.use(each.fact, at=1), outermost(p, A_1, one, outer))
    return [first, second, p.chain(p.use(each.fact, at=2), inmost(p, 1, A_1, A_2, put_in), outermost(p, A_2, one, outer))]


# What it is at most


def at_most(p: Derivation, outer: str, x: str, psd: Fact) -> Fact:
    """Tr(outer X) ≤ a² Tr X, where outer is JᵀJ or J Jᵀ. psd: X ⪰ 0."""
    return p.lemma("trace_product", p.fact(rf"{SQUARE} I - {outer} \succeq 0I"), psd, B=x)


def outer_products(p: Derivation) -> None:
    """JᵀJ ⪯ a² I and J Jᵀ ⪯ a² I, as Jᵀ = J."""
    square = squeezed(p)
    for outer in ("J^T J", "J J^T"):
        p.order(rf"{SQUARE} I - {outer} \succeq 0I", square, witness=p.gap(square), unfold=OPERATORS)


def mixed(p: Derivation, second: Fact, square: Fact) -> Fact:
    """Tr(N_1JᵀN_1J) ≤ a² Tr N_2: twice it is at most Tr(N_1² J Jᵀ) + Tr(N_1² JᵀJ), as Tr(WᵀW) ≥ 0 for W = N_1J − JN_1."""
    symmetric = symmetric_noise(p)
    norm = tr("(J^T N_1^T - N_1^T J^T)(N_1 J - J N_1)")
    positive, equal = p.order(rf"0 \leq {norm}", witness=norm), p.replace(norm, symmetric)
    relation = rf"2 {tr('N_1 J^T N_1 J')} \leq {tr('N_1 N_1 J J^T')} + {tr('N_1 N_1 J^T J')}"
    twice = p.order(relation, positive, equal, witness=p.minus(norm, p.gap(equal)))
    psd = p.order(r"N_1 N_1 \succeq 0I", symmetric, witness=p.minus("N_1^T N_1", p.times(p.gap(symmetric), "N_1")))
    both = at_most(p, "J^T J", "N_1 N_1", psd), at_most(p, "J J^T", "N_1 N_1", psd)
    return p.so(rf"{tr('N_1 J^T N_1 J')} \leq {SQUARE} {tr('N_2')}", twice, *both, second, square)


def turned(p: Derivation, left: str, right: str, recursion: Fact) -> Fact:
    """Tr left = Tr right, where these are Y T(A_1) and T(Y) A_1. recursion: N_k = T(Y)."""
    return p.order(f"{tr(left)} = {tr(right)}", recursion, witness=p.times(-1, p.put(TRACE, J=p.times(p.gap(recursion), A_1))))


def bounds(p: Derivation) -> list[Fact]:
    """Tr((J Jᵀ + N_1) X) for X = I, A_1 and A_2 is at most the sum for one, two and three steps; N_1 = T(I) is known."""
    outer_products(p)
    every, square = noise_is_psd(p), p.order(rf"0 \leq {SQUARE}", witness=SQUARE)
    psd, second, third = p.use(every, at=1), later_trace(p, "1"), later_trace(p, "2")
    one = p.so(rf"{tr(f'{OUTER} I')} \leq {SUMS[1]}", at_most(p, "J J^T", "I", p.order(r"I \succeq 0I", witness="I")))
    inner = at_most(p, "J^T J", "N_1", psd)
    beside = p.so(rf"{tr(f'N_1 {A_1}')} \leq {SQUARE} {tr('N_1')} + {tr('N_2')}", second, inner)
    first = p.order(rf"{A_1} \succeq 0I", psd, witness=A_1)
    two = p.so(rf"{tr(f'{OUTER} {A_1}')} \leq {SUMS[2]}", beside, one, at_most(p, "J J^T", A_1, first), square)
    # A_2 has the trace of (J Jᵀ + N_1) A_1, and Tr(N_1 A_2) = Tr(N_1JᵀJᵀJJ) + Tr(N_1JᵀN_1J) + Tr(N_2JᵀJ) + Tr(N_2N_1).
    whole = p.so(rf"{tr(A_2)} \leq {SUMS[2]}", turned(p, SPREAD_OF_A_1, f"N_1 {A_1}", p.fact(FIRST_NOISE)), two)
    spread = turned(p, f"N_1 {SPREAD_OF_A_1}", f"N_2 {A_1}", p.definition("N_2"))
    around = at_most(p, "J^T J", "J N_1 J^T", p.order(r"J N_1 J^T \succeq 0I", psd, witness="J N_1 J^T"))
    fourth = p.so(rf"{tr('N_1 J^T J^T J J')} \leq {FOURTH} {tr('N_1')}", around, inner, square)
    words = spread, mixed(p, second, square), fourth, at_most(p, "J^T J", "N_2", p.use(every, at=2)), third
    beside = p.so(rf"{tr(f'N_1 {A_2}')} \leq {FOURTH} {tr('N_1')} + 2 {SQUARE} {tr('N_2')} + {tr('N_3')}", *words)
    last = p.order(rf"{A_2} \succeq 0I", first, r"0 \leq C_f", r"0 \leq C_r", witness=A_2)
    return [one, two, p.so(rf"{tr(f'{OUTER} {A_2}')} \leq {SUMS[3]}", beside, whole, at_most(p, "J J^T", A_2, last), square)]


# The sum, and the four cases


def counts(p: Derivation) -> dict[tuple[int, int], Fact]:
    """C(k, r) for 0 ≤ r ≤ k ≤ 3, in numbers."""
    known = {(k, k): p.lemma("binomial_last", n=k) for k in range(4)} | {(k, 0): p.lemma("binomial_first", n=k) for k in range(4)}
    for k, r, value in ((2, 1, 2), (3, 1, 3), (3, 2, 3)):
        rule = p.lemma("pascal", n=k, k=r)
        known[k, r] = p.equal(rf"{{{k} \choose {r}}} = {value}", rule, known[k - 1, r - 1], known[k - 1, r])
    return known


def written_out(p: Derivation, k: int, known: dict[tuple[int, int], Fact], zero: Fact) -> Fact:
    """The sum for k, term by term. zero: N_0 = I."""

    def terms(first: str) -> str:
        return weighted(str(k), "r", f"{k}-r", tr("N_r"), first, str(k))

    equations = [p.empty(terms(f"{k}+1"))]
    for r in range(k + 1):
        first = p.first(terms(str(r)))
        equations += [first, p.replace(first.right, known[k, r], *([zero] if r == 0 else []))]
    return p.equal(f"{terms('0')} = {SUMS[k]}", *equations)


def in_case(p: Derivation, goals: list[Fact], k: int) -> Fact:
    """The conclusion, this number ≤ k ≤ 3 being known, from what it says for 0, 1, 2 and 3."""
    if k < 3:
        with p.block(suppose=[rf"k \leq {k}"]) as here:
            at_number(p, goals[k], k)
        with p.block(suppose=[f"{k} < k"]) as above:
            p.so(rf"{k + 1} \leq k", p.lemma("next_integer", f"{k} < k"))
            in_case(p, goals, k + 1)
        return p.lemma("cases", here.fact, above.fact, P=p.goal, a=k, x="k")
    return at_number(p, goals[k], k)


def at_number(p: Derivation, goal: Fact, k: int) -> Fact:
    """The conclusion, k being this number: neither less nor more is known of it."""
    equal = p.lemma("antisymmetry", rf"k \leq {k}", rf"{k} \leq k")
    left, right = p.relation(p.goal).left, p.relation(p.goal).right
    return p.so(p.goal, goal, p.replace(left, equal), p.replace(right, equal))


def first_steps(p: Derivation) -> None:
    """Word by word: Tr(J² X) ≤ (1 − ε)² Tr X where X ⪰ 0."""
    positivity(p)
    first_noise(p)
    none = p.replace(mean(0), *[p.empty(half % "0-1") for half in FROM_0])
    start = p.order(f"{mean(0)} = d", none, witness=p.gap(none))
    known, zero = counts(p), p.definition("N_0")
    sums = [written_out(p, k, known, zero) for k in range(4)]
    shown = [[start], *zip(means(p), bounds(p), strict=True)]
    goals = [p.so(p.put(p.goal, k=k), *facts, sums[k]) for k, facts in enumerate(shown)]
    p.so(r"0 \leq k", r"k \geq 0")
    in_case(p, goals, 0)


DERIVATIONS = MappingProxyType({"L4.7.2r2": first_steps})
