"""Powers with a symbolic exponent: of numbers in order, of products and inverses, of PSD matrices and their traces."""

from __future__ import annotations

from collections.abc import Iterable

from verify.derivations import Derivation, Fact

Given = str | Fact  # a premise


def ordered(p: Derivation, small: str, great: str, positive: Fact, below: Fact) -> Fact:
    """aⁿ ≤ bⁿ for all n. positive: 0 ≤ a; below: a ≤ b."""
    claim = rf"({small})^n \leq ({great})^n"
    with p.induction("n", claim, p.so(claim.replace("^n", "^0"))) as step:
        powers = [p.lemma("power", *step.ends, m="n", n=1, y=one) for one in (small, great)]
        # bⁿb − aⁿa = (bⁿ − aⁿ) b + aⁿ (b − a)
        b = p.plus(p.gap(below), small)
        witness = p.plus(p.times(p.gap(step.supposed[0]), b), p.times(f"({small})^n", p.gap(below)))
        apart = p.minus(p.gap(powers[1]), p.gap(powers[0]))
        p.order(step.goal, *powers, *step.supposed, positive, below, witness=p.plus(witness, apart))
    return step.fact


def of_product(p: Derivation, a: str, b: str) -> Fact:
    """(a b)ⁿ = aⁿ bⁿ for all n."""
    claim = f"({a} {b})^n = ({a})^n ({b})^n"
    with p.induction("n", claim, p.equal(f"({a} {b})^0 = ({a})^0 ({b})^0")) as step:
        both, one, other = (p.lemma("power", *step.ends, m="n", n=1, y=x) for x in (f"{a} {b}", a, b))
        parts = p.gap(both), p.times(p.gap(step.supposed[0]), a, b)
        apart = p.times(p.gap(one), f"({b})^{{n+1}}"), p.times(f"({a})^n", a, p.gap(other))
        p.order(step.goal, both, one, other, *step.supposed, witness=p.minus(p.plus(*parts), p.plus(*apart)))
    return step.fact


def of_multiple(p: Derivation, c: str, matrix: str) -> Fact:
    """(c A)ⁿ = cⁿ Aⁿ for all n."""
    claim = f"({c} {matrix})^n = ({c})^n {matrix}^n"
    with p.induction("n", claim, p.equal(claim.replace("^n", "^0"))) as step:
        both, power = (p.lemma("power_matrix", *step.ends, m="n", n=1, Y=y) for y in (f"{c} {matrix}", matrix))
        number = p.lemma("power", *step.ends, m="n", n=1, y=c)
        parts = p.gap(both), p.times(p.gap(step.supposed[0]), c, matrix)
        apart = p.times(p.gap(number), f"{matrix}^{{n+1}}"), p.times(f"({c})^n", c, p.gap(power))
        p.order(step.goal, both, power, number, *step.supposed, witness=p.minus(p.plus(*parts), p.plus(*apart)))
    return step.fact


def reciprocal(p: Derivation, a: str, *positive: Given) -> Fact:
    """aⁿ (1/a)ⁿ = 1 for all n. positive: say that the factors of a are."""
    inverse = rf"\frac{{1}}{{{a}}}"
    claim = f"({a})^n ({inverse})^n = 1"
    with p.induction("n", claim, p.equal(claim.replace("^n", "^0"))) as step:
        one, other = (p.lemma("power", *step.ends, m="n", n=1, y=x) for x in (a, inverse))
        parts = p.times(p.gap(one), f"({inverse})^{{n+1}}"), p.times(f"({a})^n", a, p.gap(other))
        p.order(step.goal, *positive, one, other, *step.supposed, witness=p.plus(*parts, p.gap(step.supposed[0])))
    return step.fact


def of_inverse(p: Derivation, a: str) -> Fact:
    """1/(1/a)ⁿ = aⁿ for all n, as 1/(1/a) = a. a: a symbol."""
    inverse = rf"\frac{{1}}{{{a}}}"
    claim = rf"\frac{{1}}{{({inverse})^n}} = {a}^n"
    with p.induction("n", claim, p.equal(claim.replace("^n", "^0"))) as step:
        below, above = p.lemma("power", *step.ends, m="n", n=1, y=inverse), p.lemma("power", *step.ends, m="n", n=1, y=a)
        put_in = p.replace(rf"\frac{{1}}{{({inverse})^{{n+1}}}}", below)
        witness = p.minus(p.plus(p.gap(put_in), p.times(p.gap(step.supposed[0]), a)), p.gap(above))
        p.order(step.goal, put_in, above, *step.supposed, witness=witness)
    return step.fact


def psd(p: Derivation, matrix: str, positive: Fact, unfold: Iterable[str]) -> Fact:
    """Aⁿ ⪰ 0 for all n. positive: A ⪰ 0, which is seen to be symmetric where some names are unfolded."""
    claim = rf"({matrix})^n \succeq 0I, ({matrix})^{{n+1}} \succeq 0I"
    none = p.order(rf"({matrix})^0 \succeq 0I", witness="I")
    one = p.order(rf"({matrix})^{{0+1}} \succeq 0I", positive, witness=matrix)
    with p.induction("n", claim, p.both(none, one)) as step:
        now, following = (p.part(*step.supposed, number) for number in (0, 1))
        natural = p.so("0 \\leq 1+n", *step.ends)
        left = p.lemma("power_matrix", *step.ends, m=1, n="n", Y=matrix)
        both = p.lemma("power_matrix", natural, m="1+n", n=1, Y=matrix)
        middle = f"{matrix} ({matrix})^n {matrix}"
        witness = p.plus(middle, p.gap(both), p.times(p.gap(left), matrix))
        later = p.order(rf"({matrix})^{{(n+1)+1}} \succeq 0I", now, left, both, witness=witness, unfold=unfold)
        p.both(following, later)
    with p.block("n", r"\mathbb{N}") as each:
        p.part(p.use(step.fact, *each.ends, at="n"), 0)
    return each.fact


def eigenvalue_below(p: Derivation, matrix: str, powers: Fact, symmetric: Fact) -> Fact:
    """λ_max(A)ⁿ ≤ Tr(Aⁿ) for all n: it is what a unit eigenvector sees of Aⁿ. powers: Aⁿ ⪰ 0 for all n; symmetric: Aᵀ = A."""
    top = rf"\lambda_{{\max}}({matrix})"
    says = rf"{top}^n \leq \operatorname{{Tr}}(({matrix})^n)"
    with p.block("v", r"\mathbb{R}^d", [f"{matrix} v = {top} v", "v^T v = 1"]) as each:
        eigen, unit = each.supposed
        start = p.equal(f"({matrix})^0 v = {top}^0 v")
        with p.induction("n", f"({matrix})^n v = {top}^n v", start) as step:
            later, more = p.lemma("power_matrix", *step.ends, m="n", n=1, Y=matrix), p.lemma("power", *step.ends, m="n", n=1, y=top)
            parts = p.times(p.gap(later), "v"), p.times(f"({matrix})^n", p.gap(eigen)), p.times(top, p.gap(step.supposed[0]))
            witness = p.minus(p.plus(*parts), p.times(p.gap(more), "v"))
            p.order(step.goal, later, more, eigen, *step.supposed, witness=witness)
        with p.block("n", r"\mathbb{N}") as power:
            image = p.use(step.fact, *power.ends, at="n")
            bound = p.lemma("trace_bound", p.use(powers, *power.ends, at="n"))
            trace = rf"\operatorname{{Tr}}(({matrix})^n)"  # Tr(Aⁿ) = Tr(Aⁿ) vᵀv ≥ vᵀAⁿv = λⁿ
            parts = p.times("v^T", p.gap(bound), "v"), p.times("v^T", p.gap(image))
            rest = p.times(f"({top}^n - {trace})", p.gap(unit))
            p.order(says, image, bound, unit, witness=p.plus(*parts, rest))
    large = p.so(r"1 \leq d", r"d \geq 1")
    return p.lemma("eigenvector", symmetric, large, each.fact, A=matrix, P=power.fact)


def trace_below(p: Derivation, matrix: str, bound: str, powers: Fact, slack: Fact, positive: Fact) -> Fact:
    """Tr(Aⁿ) ≤ d λⁿ for all n. powers: Aⁿ ⪰ 0 for all n; slack: λ I − A ⪰ 0; positive: 0 ≤ λ."""
    claim = rf"\operatorname{{Tr}}(({matrix})^n) \leq d ({bound})^n"
    start = p.order(claim.replace("^n", "^0"))
    with p.induction("n", claim, start) as step:
        product = p.lemma("trace_product", slack, p.use(powers, *step.ends, at="n"), B=f"({matrix})^n")
        later = p.lemma("power_matrix", *step.ends, m=1, n="n", Y=matrix)
        more = p.lemma("power", *step.ends, m="n", n=1, y=bound)
        parts = p.gap(product), p.times(f"({bound})", p.gap(step.supposed[0])), p.times("d", p.gap(more))
        witness = p.minus(p.plus(*parts), p.trace(p.gap(later)))
        p.order(step.goal, product, later, more, *step.supposed, positive, witness=witness)
    return step.fact
