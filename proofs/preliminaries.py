"""How Lemmas 4.1 and 4.2, with (14), follow."""

from __future__ import annotations

from types import MappingProxyType

from verify.derivations import Derivation


def pascal(p: Derivation) -> None:
    """Pascal's rule at n and k."""
    p.lemma("pascal", n="n", k="k")


def norms_of_a_number(p: Derivation) -> None:
    """Both norms of a number are |x|, and √d ≥ 1."""
    square = p.lemma("root", p.so(r"0 \leq d", r"d \geq 1"), x="d")
    with p.block(suppose=[r"\sqrt{d} \leq 1"]) as small:  # then √d ≥ √d √d = d ≥ 1
        p.so(r"1 \leq \sqrt{d}", square, r"d \geq 1", *small.supposed, hints=[r"\sqrt{d} (1 - \sqrt{d})"])
    with p.block(suppose=[r"1 < \sqrt{d}"]) as great:
        p.so(r"1 \leq \sqrt{d}", *great.supposed)
    root = p.lemma("cases", small.fact, great.fact, P=r"1 \leq \sqrt{d}", x=r"\sqrt{d}", a=1)
    second = p.order(r"\abs{x} \leq \sqrt{d} \abs{x}", root, witness=r"\abs{x} (\sqrt{d} - 1)")
    p.conclude(second)


DERIVATIONS = MappingProxyType({
    "L4.1": norms_of_a_number,
    "14": pascal,
    "L4.2": pascal,
})  # fmt: skip
