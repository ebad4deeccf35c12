"""Words over the two sets of Hessians, by plain enumeration: strings over {r, f}, and a Hessian of the set of each letter."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product

from tests.reference.moments import Matrix, Setup, identity, noise_weights, times, transposed


def strings(setup: Setup, k: int) -> Iterator[tuple[Fraction, str]]:
    """Every string of length k over the alphabet {r, f}, with C_r for each of its r and C_f for each of its f multiplied."""
    c_r, c_f = noise_weights(setup)
    for letters in product("rf", repeat=k):
        yield c_r ** letters.count("r") * c_f ** letters.count("f"), "".join(letters)


def words(setup: Setup, string: str) -> Iterator[Matrix]:
    """H_{a_k} ⋯ H_{a_1} for all a_1, …, a_k, the i-th from the set of the i-th letter."""
    for members in product(*(setup.retain if letter == "r" else setup.forget for letter in string)):
        yield word(setup, members)


def words_of_two(setup: Setup, string: str) -> Iterator[Matrix]:
    """The same for each pair of a Hessian of either set, where the letter says which of the two stands at its place."""
    for retain, forget in product(setup.retain, setup.forget):
        yield word(setup, [retain if letter == "r" else forget for letter in string])


def word(setup: Setup, members: tuple[Matrix, ...] | list[Matrix]) -> Matrix:
    """The product of Hessians, the first rightmost."""
    found = identity(setup.size)
    for member in members:
        found = times(member, found)
    return found


def squared_norm(a: Matrix) -> Fraction:
    """Tr(A Aᵀ)."""
    return sum((row[i] for i, row in enumerate(times(a, transposed(a)))), Fraction(0))
