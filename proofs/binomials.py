"""How sums of binomials are put together, (27.6) to (27.8), and how (28.3) and (28.4) follow. With a = 1 − ε,

Σ_{r=0}^k C(k,r) a^{2(k−r)} F_r = Σ_{r=0}^{k−1} C(k−1,r) a^{2(k−r)} F_r + Σ_{r=0}^{k−1} C(k−1,r) a^{2(k−1−r)} F_{r+1}.
"""

from __future__ import annotations

from types import MappingProxyType

from verify.derivations import Derivation, Fact

NOISE = "N_{%s}"  # F_r, with its index left open
POWER = r"\epsilon^{%s}"


def weighted(top: str, low: str, power: str, term: str, first: str, last: str) -> str:
    """Σ_{r=first}^{last} C(top, low) a^{2·power} term."""
    return rf"\sum_{{r={first}}}^{{{last}}} {{{top} \choose {low}}} (1-\epsilon)^{{2({power})}} {term}"


def halves(p: Derivation, term: str, k: str) -> Fact:
    """The sum up to k is two sums up to k − 1, by Pascal's rule in every term; that 1 ≤ k is known. term: F_r, its index left open."""
    here, top, power = term % "r", f"{k}-1", f"{k}-r"
    natural, below = p.so(rf"0 \leq {k}", rf"1 \leq {k}"), p.so(rf"0 \leq {top}", rf"1 \leq {k}")
    with p.block("r", ("0", k)) as each:
        p.lemma("pascal", n=k, k="r")
    whole = p.replace(weighted(k, "r", power, here, "0", k), each.fact)
    # The terms with C(k − 1, r − 1): at r = 0 there is none, and the others are counted from 0.
    first = p.first(weighted(top, "r-1", power, here, "0", k), natural)
    ones = p.lemma("pascal", n=k, k=0), p.lemma("binomial_first", n=k), p.lemma("binomial_first", n=top)
    others = p.replace(first.right, p.equal(rf"{{{top} \choose 0-1}} = 0", *ones))
    counted = p.shift(weighted(top, "r-1", power, here, "1", k), by=-1)
    # The terms with C(k − 1, r): at r = k there is none.
    last = p.last(weighted(top, "r", power, here, "0", k), natural)
    before = p.replace(last.right, p.lemma("binomial_beyond", below, p.so(f"{top} < {k}"), n=top, k=k))
    one, other = weighted(top, "r", power, here, "0", top), weighted(top, "r", f"{k}-1-r", term % "{r+1}", "0", top)
    equation = rf"{weighted(k, 'r', power, here, '0', k)} = {one} + {other}"
    return p.equal(equation, whole, first, others, counted, last, before)


def ends(p: Derivation) -> list[Fact]:
    """Σ_{r=0}^k C(k,r) a^{2(k−r)} N_r with its first and its last term, a^{2k} N_0 and N_k, apart; that 1 ≤ k is known."""
    natural = p.so(r"0 \leq k", r"1 \leq k")
    first = p.first(weighted("k", "r", "k-r", NOISE % "r", "0", "k"), natural)
    last = p.last(weighted("k", "r", "k-r", NOISE % "r", "1", "k"))
    return [first, p.replace(first.right, p.lemma("binomial_first", n="k")), last, p.replace(last.right, p.lemma("binomial_last", natural))]


def merged(p: Derivation) -> None:
    """Pascal's rule in every term, and the two ends apart."""
    p.so(r"1 \leq k", r"k \geq 1")
    p.equal(p.goal, halves(p, NOISE, "k"), *ends(p))


def ends_apart(p: Derivation) -> None:
    """C(k,0) = C(k,k) = 1, so the two ends are a^{2k} N_0 and N_k."""
    p.so(r"1 \leq k", r"k \geq 1")
    p.equal(p.goal, *ends(p))


def same(p: Derivation) -> None:
    """Both sides, multiplied out, are one sum."""
    p.equal(p.goal)


def binomial_theorem(p: Derivation) -> Fact:
    """Σ_{r=0}^n C(n,r) a^{2(n−r)} ε^r = (a² + ε)^n for all n: of the next sum, one half is a² times this one, the other ε times."""
    first = p.first(weighted("0", "r", "0-r", POWER % "r", "0", "0"))
    rest = p.empty(weighted("0", "r", "0-r", POWER % "r", "1", "0"))
    one = p.replace(first.right, p.lemma("binomial_first", n=0))
    start = p.equal(rf"{weighted('0', 'r', '0-r', POWER % 'r', '0', '0')} = ((1-\epsilon)^2 + \epsilon)^0", first, one, rest)
    with p.induction("n", rf"{weighted('n', 'r', 'n-r', POWER % 'r', '0', 'n')} = ((1-\epsilon)^2 + \epsilon)^n", start) as step:
        p.so(r"1 \leq n+1", *step.ends)
        whole = halves(p, POWER, "n+1")
        with p.block("r", ("0", "n+1-1")) as square:
            apart = p.lemma("power", *square.ends, m="2(n-r)", n=2, y=r"1-\epsilon")
            p.equal(r"(1-\epsilon)^{2(n+1-r)} = (1-\epsilon)^{2(n-r)} (1-\epsilon)^2", apart)
        with p.block("r", ("0", "n+1-1")) as linear:
            p.lemma("power", *linear.ends, m="r", n=1, y=r"\epsilon")
        parts = p.replace(whole.right, square.fact, linear.fact)
        power = p.lemma("power", *step.ends, m="n", n=1, y=r"(1-\epsilon)^2 + \epsilon")
        p.so(step.goal, whole, parts, *step.supposed, power, hints=[r"(1-\epsilon)^2", r"\epsilon"])
    return step.fact


def binomial_sum(p: Derivation) -> None:
    """The binomial theorem, for (1 − ε)² and ε."""
    p.conclude(p.use(binomial_theorem(p), r"k \geq 0", at="k"))


DERIVATIONS = MappingProxyType({
    "27.3": same,
    "27.5": same,
    "27.6r2": merged,
    "27.7r": same,
    "27.8r2": ends_apart,
    "28.3r": binomial_sum,
    "28.4r": same,
})  # fmt: skip
