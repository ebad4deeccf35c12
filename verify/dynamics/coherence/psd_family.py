"""A family of positive semidefinite matrices: dense, or each by a factor A with H = A Aᵀ, which is never multiplied out."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b

import numpy as np

from verify.dynamics.directions import Array


@dataclass(frozen=True, slots=True, eq=False)
class PsdFamily:
    """n matrices of size d×d, some of which may stand in the family more than once.

    array: float64, (n, d, d) symmetric, or (n, d, k) factors where `factored`. counts: (n,), how often each stands in the family.
    """

    array: Array
    factored: bool
    counts: Array

    @property
    def n(self) -> int:
        """How many different members there are."""
        return int(self.array.shape[0])

    @property
    def d(self) -> int:
        """Their size."""
        return int(self.array.shape[1])


def family(array: Array, *, factored: bool = False) -> PsdFamily:
    """The family of all members of an array."""
    return PsdFamily(np.asarray(array, dtype=np.float64), factored, np.ones(len(array)))


def merged(members: PsdFamily, exponent: int = 0) -> PsdFamily:
    """The same matrices times 2^−exponent, for an even exponent; members whose arrays are equal, number for number, are put together."""
    places: dict[bytes, int] = {}
    first: list[int] = []
    counts: list[float] = []
    for i, member in enumerate(members.array):
        key = blake2b((member + 0.0).tobytes()).digest()  # + 0.0: minus zero is zero
        place = places.setdefault(key, len(first))
        if place == len(first):
            first.append(i)
            counts.append(0.0)
        counts[place] += float(members.counts[i])
    chosen = np.ldexp(members.array[first], -exponent // 2 if members.factored else -exponent)
    return PsdFamily(chosen, members.factored, np.array(counts))


def alike(members: PsdFamily) -> PsdFamily:
    """All members put together into one zero matrix: what they are to a weight of zero."""
    return PsdFamily(np.zeros_like(members.array[:1]), members.factored, np.array([members.counts.sum()]))
