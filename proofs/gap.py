"""How far the threshold of (42) is from that of (29): a factor √2 n_f R/(σ + n_f R²), R² = n_r/B − 1, at most 1/√2 for σ ≥ n_f."""

from __future__ import annotations

from types import MappingProxyType

from verify.derivations import Derivation, Fact

from .coherence import NOISE
from .matching import FACTOR, has_a_fraction

RETAIN, FORGET = r"\sqrt{\frac{n_r}{B} - 1}", r"\sqrt{\frac{n_f}{B} - 1}"
WHOLE = rf"(\sigma + n_f {NOISE})"
DIVISOR = rf"(\eta ((1-\alpha) n_f {RETAIN} + \alpha n_r {FORGET}))"  # of (29)


def root_of_weight(p: Derivation, weight: str, factor: str, size: str, noise: str, *signs: Fact | str) -> Fact:
    """√C = η(1 − α)√(n/B − 1)/n; likewise with α. noise: √(n/B − 1). signs: what shows that this is ≥ 0."""
    inside = p.order(rf"0 \leq \frac{{{size}}}{{B}} - 1", "0 < B", rf"B \leq {size}", witness=rf"\frac{{1}}{{B}} ({size} - B)")
    half, y = p.lemma("root", inside, x=rf"\frac{{{size}}}{{B}} - 1"), rf"(\eta {factor} \frac{{1}}{{{size}}} {noise})"
    square = p.times(-1, rf"\eta^2 {factor}^2 \frac{{1}}{{{size}}} \frac{{1}}{{{size}}}", p.gap(half))
    equal = p.order(f"{weight} = {y} {y}", half, "0 < B", f"0 < {size}", witness=square, unfold=[weight])
    positive = p.order(rf"0 \leq {y}", r"\eta > 0", f"0 < {size}", *signs, witness=y)
    return p.chain(p.replace(rf"\sqrt{{{weight}}}", equal), p.lemma("root_square", positive, y=y))


def fraction(p: Derivation) -> Fact:
    """C'_r times the divisor of (29) is η(1 − α) n_f √(n_r/B − 1)."""
    has_a_fraction(p)
    retain = root_of_weight(p, "C_r", r"(1-\alpha)", "n_r", RETAIN, r"0 < 1-\alpha")
    forget = root_of_weight(p, "C_f", r"\alpha", "n_f", FORGET, r"0 \leq \alpha")
    roots = r"(\sqrt{C_r} + \sqrt{C_f})"
    inverse = p.lemma("inverse", p.order(f"0 < {roots}", "0 < C_r", witness=r"\sqrt{C_r} + \sqrt{C_f}"))
    defined = p.definition("C'_r")
    whole = p.plus(p.times(roots, p.gap(defined)), p.times(r"\sqrt{C_r}", p.gap(inverse)))
    product = p.order(rf"C'_r {roots} = \sqrt{{C_r}}", defined, inverse, witness=whole)
    rest = p.plus(p.gap(product), p.times(-1, "C'_r", p.plus(p.gap(retain), p.gap(forget))), p.gap(retain))
    says = rf"C'_r {DIVISOR} = \eta (1-\alpha) n_f {RETAIN}"
    return p.order(says, product, retain, forget, "0 < n_r", "0 < n_f", witness=p.times("n_r n_f", rest))


def by_a_factor(p: Derivation) -> None:
    """C'_r = (1 − α) n_f R / ((1 − α) n_f R + α n_r F)."""
    product = fraction(p)
    p.order(rf"0 < {NOISE}", "0 < B", "B < n_r", witness=r"\frac{1}{B} (n_r - B)")
    first = rf"\eta (1-\alpha) n_f {RETAIN}"
    signs = r"\eta > 0", r"0 < 1-\alpha", "0 < n_f", rf"0 < {NOISE}", r"0 \leq \alpha", "0 < n_r", r"\sigma > 0"
    divisor = p.order(f"0 < {DIVISOR}", *signs, witness=rf"{first} + \eta \alpha n_r {FORGET}")
    whole, both = [p.order(f"0 < {x}", *signs, witness=x) for x in (WHOLE, FACTOR)]
    of_divisor, of_whole, of_both = [p.lemma("inverse", fact) for fact in (divisor, whole, both)]
    over, share = rf"\frac{{1}}{{{DIVISOR}}}", rf"\frac{{1}}{{{WHOLE}}}"
    solved = p.order(
        rf"C'_r = {first} {over}", product, of_divisor, witness=p.minus(p.times(over, p.gap(product)), p.times("C'_r", p.gap(of_divisor)))
    )
    inverse = rf"\frac{{1}}{{{FACTOR}}}"
    parted = p.order(
        rf"{inverse} (1-\alpha) = {share}", of_both, of_whole,
        witness=p.minus(p.times(share, p.gap(of_both)), p.times(rf"{inverse} (1-\alpha)", p.gap(of_whole))),
    )  # fmt: skip
    two = p.lemma("root", p.so(r"0 \leq 2"), x=2)
    known = p.plus(
        p.times(rf"\frac{{2 \sigma}}{{\eta}} {inverse}", p.gap(solved)),
        p.times(rf"2 \sigma n_f {RETAIN} {over}", p.gap(parted)),
        p.times(-1, rf"\sigma n_f {RETAIN} {over} {share}", p.gap(two)),
    )
    p.order(p.goal, solved, parted, two, r"\eta > 0", witness=known)


def excluded(p: Derivation) -> None:
    """σ + n_f R² − 2 n_f R ≥ n_f (1 − R)², where σ ≥ n_f."""
    has_a_fraction(p)
    p.so(r"\sigma > 0", "0 < n_f", r"\sigma \geq n_f")
    p.order(rf"0 < {NOISE}", "0 < B", "B < n_r", witness=r"\frac{1}{B} (n_r - B)")
    ratio = p.lemma("T4.9r3")
    signs = r"\eta > 0", r"0 < 1-\alpha", "0 < n_f", rf"0 < {NOISE}", r"0 \leq \alpha", "0 < n_r", r"\sigma > 0"
    p.order(f"0 < {DIVISOR}", *signs, witness=rf"\eta (1-\alpha) n_f {RETAIN} + \eta \alpha n_r {FORGET}")
    whole = p.lemma("inverse", p.order(f"0 < {WHOLE}", *signs, witness=WHOLE))
    half, two = p.lemma("root", rf"0 \leq {NOISE}", x=r"\frac{n_r}{B} - 1"), p.lemma("root", p.so(r"0 \leq 2"), x=2)
    slack = p.plus(p.gap(r"\sigma \geq n_f"), rf"n_f (1 - {RETAIN})^2", p.times(-1, "n_f", p.gap(half)))  # σ + n_f R² − 2 n_f R
    printed, share = rf"\frac{{\sqrt{{2}} \sigma}}{{{DIVISOR}}}", rf"\frac{{1}}{{{WHOLE}}}"
    known = p.plus(
        p.times(printed, share, slack),
        p.times(-1, printed, p.gap(whole)),
        p.times(-1, printed, rf"n_f {RETAIN} {share}", p.gap(two)),
        p.times(-1, r"\sqrt{2}", p.gap(ratio)),
    )
    facts = ratio, whole, half, two, r"\sigma \geq n_f", *signs, f"0 < {WHOLE}", f"0 < {DIVISOR}"
    p.order(p.goal, *facts, witness=known)


DERIVATIONS = MappingProxyType({"T4.9r3": by_a_factor, "T4.9r4": excluded})
