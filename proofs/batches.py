"""How (18) follows: a sum over a batch is one over the whole set, every member with its selector before it."""

from __future__ import annotations

from types import MappingProxyType

from verify.derivations import Derivation, Fact


def over_the_batch(p: Derivation, members: str, batch: str, size: str) -> Fact:
    """Σ H_i over the batch is Σ x_{i,k} H_i over the set, since x_{i,k} is 0 or 1: its own square."""
    with p.block("i", members) as each:
        p.equal("x_{i,k} x_{i,k} = x_{i,k}")
    chosen = p.lemma("sum_chosen_matrix", each.fact, D=members, n=size, F=("i", "H_i"), X=("i", "x_{i,k}"))
    says = rf"\sum_{{i \in {batch}}} H_i = \sum_{{i \in {members}}} x_{{i,k}} H_i"
    return p.exchange(says, chosen, p.definition(batch))


def drawn(p: Derivation) -> None:
    """x_{i,k} is 1 for the members of the batch, else 0."""
    sums = over_the_batch(p, "D_r", "D_{r,k}", "n_r"), over_the_batch(p, "D_f", "D_{f,k}", "n_f")
    p.surely(p.exchange(p.body, p.definition("J_k"), *sums) if p.has("J") else p.replace(p.relation(p.body).left, *sums))


DERIVATIONS = MappingProxyType({
    "18.1": drawn,
    "18.2r": drawn,
})  # fmt: skip
