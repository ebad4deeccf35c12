"""A small refutation: noise that grows, seen from v, need not grow. The smallest v is 0. No search knows twice vᵀ N_k v as moments."""

from __future__ import annotations

from functools import cache

from tests.small_theory import NOTATION, read_claim
from verify.decide.prove.pruned import pruned
from verify.decide.prove.scripts import Derived, Refuting
from verify.derivations import Refutation
from verify.language.statement import Statement

CLAIM = r"\assume{$\lim_{k \to \infty} \operatorname{Tr}(N_k) = \infty$} \conclude{$\lim_{k \to \infty} 2 v^T N_k v = \infty$}"
VALUES = {"d": 1, "n_r": 1, "n_f": 0, "B": 1, "H": {"D_r": [[[2]]], "D_f": []}, "v": ["0"]}
FACTS = ("d = 1", "n_r = 1", r"H_r = 2I \forall r \in D_r", "v = 0 v")


def seen_from_nowhere(p: Refutation) -> None:
    """v = 0 sees nothing of N_k = 4^k."""
    q = p.on(VALUES, *FACTS)
    zero = q.definition("N_0")
    with q.induction("n", "N_n = 4^n I", q.equal("N_0 = 4^0 I", zero)) as step:
        recursion = q.definition("N_{n+1}", *step.ends)
        put_in = q.replace(recursion.right, FACTS[2])
        one = q.lemma("sum_constant_matrix", D="D_r", n="n_r", C="N_n")
        four = q.equal("N_{n+1} = 4 N_n", recursion, put_in, one, "n_r = 1")
        q.so(step.goal, four, *step.supposed, q.lemma("power", *step.ends, y=4, m="n", n=1), hints=["I"])
    with q.block("n", r"\mathbb{N}") as each:
        trace = q.replace(r"\operatorname{Tr}(N_n)", q.use(step.fact, *each.ends, at="n"))
        q.so(r"1 \cdot 4^n \leq \operatorname{Tr}(N_n)", trace, "d = 1")
    q.lemma("limit_growth", each.fact, c=1, q=4, f=("n", r"\operatorname{Tr}(N_n)"))
    with q.block("n", r"\mathbb{N}") as each:
        q.equal("2 v^T N_n v = 0", q.replace("2 v^T N_n v", "v = 0 v"))
    q.lemma("limit_constant", each.fact, c=0, f=("n", "2 v^T N_n v"))


def statement() -> Statement:
    """The claim that falls."""
    return read_claim(CLAIM)


def begun() -> Refutation:
    """A refutation of it, without an instance."""
    return Refutation(statement(), NOTATION)


@cache
def refuting() -> Refuting:
    """The whole refutation; each step has a line of its own."""
    p = begun()
    seen_from_nowhere(p)
    assert p.instance is not None
    assert p.derivation is not None
    steps, places = pruned(p.derivation.steps, p.derivation.places, len(p.facts), p.needed)
    return Refuting(p.instance.to_json(), p.facts, Derived(steps, places))
