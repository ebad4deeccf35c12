"""One step of SGD averaged, its batch drawn in three ways."""

from __future__ import annotations

from verify.derivations import Derivation, Fact

MEANS = ("H", "J")
ALL, ALONE = r"\sum_{i \in D} H_i M \sum_{j \in D} H_j", r"\sum_{i \in D} H_i M H_i"
# E[Z_kᵀ M Z_k]: a member is in the batch with probability B/n, two are with B(B − 1)/n(n − 1)
IN_PAIRS = rf"M - \eta H M - \eta M H + \frac{{\eta^2}}{{B n}} (\frac{{B-1}}{{n-1}} {ALL} + (1 - \frac{{B-1}}{{n-1}}) {ALONE})"


def positive(p: Derivation) -> list[Fact]:
    """What is not 0."""
    return [p.so("0 < B", r"1 \leq B"), p.so("0 < n", r"1 \leq B", r"B \leq n")]


def averaged(p: Derivation) -> None:
    """Both sides, multiplied out and averaged, are one sum."""
    p.order(p.goal, *positive(p), unfold=(*MEANS, "X", "Y", "Z", "C"))


def in_pairs(p: Derivation) -> tuple[list[Fact], Fact, Fact]:
    """What is positive, E[Z_kᵀ M Z_k], and (n − 1)/(n − 1) = 1, as the normal form knows nothing of a sum below."""
    above = [*positive(p), p.so("0 < n - 1", r"n \geq 2")]
    together = p.order(rf"\mathbb{{E}}[Z_k^T M Z_k] = {IN_PAIRS}", *above, unfold=("H", "Z"))
    return above, together, p.lemma("inverse", above[-1], x="n - 1")


def batch(p: Derivation) -> None:
    """A pair is in the batch with probability B(B − 1)/n(n − 1), put on the denominator of c."""
    above, together, one = in_pairs(p)
    whole = p.lemma("inverse", p.so("0 < B n (n-1)", *above, degree=3), x="B n (n-1)")
    left, right = r"\frac{1}{B n (n-1)}", r"\frac{1}{B n} \frac{1}{n-1}"
    apart = p.plus(p.times(-1, left, p.gap(one)), p.times(right, p.gap(whole)))
    below = p.order(f"{left} = {right}", *above, one, whole, witness=apart)
    rest = p.times(rf"\frac{{\eta^2}}{{n}} (\frac{{1}}{{n}} {ALL} - \frac{{1}}{{B}} {ALONE})", p.gap(one))
    noise = p.times(rf"\eta^2 (n - B) ({ALONE} - \frac{{1}}{{n}} {ALL})", p.gap(below))
    spread = p.order(p.equation(together.right, p.body.right), *above, one, below, witness=p.minus(rest, noise), unfold=(*MEANS, "c"))
    p.chain(together, spread)


def whole_batch(p: Derivation) -> None:
    """Where B = n each pair is in the batch."""
    above, together, one = in_pairs(p)
    put_in = p.replace(together.right, "B = n")
    rest = p.times(rf"\frac{{\eta^2}}{{n^2}} ({ALL} - {ALONE})", p.gap(one))
    p.chain(together, put_in, p.order(p.equation(put_in.right, p.body.right), *above, one, witness=rest, unfold=MEANS))


DERIVATIONS = {"bernoulli": averaged, "moments": averaged, "batch": batch, "batch-whole": whole_batch, "batch-steps": averaged}
