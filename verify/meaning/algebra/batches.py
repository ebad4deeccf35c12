"""Means of products of selectors of which exactly B of n are 1, any B alike: no product of cumulants, as they are not independent.

E[x_{i₁} ⋯ x_{iₘ}] of different i is e_m = B(B − 1)⋯(B − m + 1) / n(n − 1)⋯(n − m + 1), and x² = x. A sum over all indices splits into
sums over equal ones: a partition of the factors has the weight Σ μ(σ, π) e_{|σ|} over the partitions σ that refine it, where μ is the
Möbius function of the lattice of partitions. So a sum over i and j splits into all pairs, with e₂, and the pairs i = j, with e₁ − e₂.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from math import factorial, prod
from typing import Any

import sympy

from verify.meaning.algebra.members import Selector

Partition = tuple[tuple[Any, ...], ...]
MOST_TOGETHER = 6  # different members of one batch in one product


def batch_moment(members: int, size: Any, whole: Any) -> Any:
    """e_m, the probability that so many different members of the whole are all in the batch of a size."""
    return prod(((size - k) / (whole - k) for k in range(members)), start=sympy.S.One)


def weighted_partitions(selectors: Sequence[Selector], size: Any, whole: Any) -> Iterator[tuple[Partition, Any]]:
    """The partitions of different selectors into those with equal indices, each with its weight."""
    for partition in partitions(tuple(selectors)):
        yield partition, sympy.factor(_weight(partition, size, whole))


def _weight(partition: Partition, size: Any, whole: Any) -> Any:
    """Σ μ(σ, π) e_{|σ|}; μ is the product of (−1)^(k − 1) (k − 1)! over the blocks, which σ splits into k each."""
    total: Any = sympy.S.Zero
    for finer in product(*[tuple(partitions(block)) for block in partition]):
        moebius = prod((-1) ** (len(parts) - 1) * factorial(len(parts) - 1) for parts in finer)
        total += moebius * batch_moment(sum(map(len, finer)), size, whole)
    return total


def partitions(items: tuple[Any, ...]) -> Iterator[Partition]:
    """The partitions of some items into blocks."""
    if not items:
        yield ()
        return
    *others, last = items
    for found in partitions(tuple(others)):
        yield (*found, (last,))
        for at, block in enumerate(found):
            yield (*found[:at], (*block, last), *found[at + 1 :])
