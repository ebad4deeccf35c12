"""Update rules by their outcomes: every matrix that one step can multiply with, and its probability, in plain fractions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from itertools import combinations
from math import comb

from tests.reference.moments import Matrix, Setup, combined, identity, outcomes, times, transposed, update

Outcomes = Iterator[tuple[Fraction, Matrix]]


def unlearning_sgd(setup: Setup) -> Outcomes:
    """Independent selectors."""
    return ((chance, update(setup, xs)) for chance, xs in outcomes(setup))


def without_replacement(setup: Setup) -> Outcomes:
    """Every pair of subsets of B elements."""
    retain, forget = range(len(setup.retain)), range(len(setup.forget))
    chance = Fraction(1, comb(len(retain), setup.batch) * comb(len(forget), setup.batch))
    for r in combinations(retain, setup.batch):
        for f in combinations(forget, setup.batch):
            yield chance, update(setup, tuple([int(i in r) for i in retain] + [int(i in f) for i in forget]))


def decoupled_batches(setup: Setup, forget_batch: int = 1) -> Outcomes:
    """Independent selectors, those of the forget set with a batch of their own."""
    descent, ascent = -setup.eta * (1 - setup.alpha) / setup.batch, setup.eta * setup.alpha / forget_batch
    sets = ((setup.batch, setup.retain), (forget_batch, setup.forget))
    chances = [Fraction(batch, len(one)) for batch, one in sets for _ in one]
    terms = [(descent, h) for h in setup.retain] + [(ascent, h) for h in setup.forget]
    for number in range(2 ** len(terms)):
        chance, matrix = Fraction(1), identity(setup.size)
        for at, (p, (weight, h)) in enumerate(zip(chances, terms, strict=True)):
            chosen = number >> at & 1
            chance *= p if chosen else 1 - p
            matrix = combined((1, matrix), (weight * chosen, h))
        yield chance, matrix


def heavy_ball(setup: Setup, momentum: Fraction = Fraction(1, 2)) -> Outcomes:
    """On (w_k, w_{k−1})."""
    n = setup.size
    for chance, j in unlearning_sgd(setup):
        top = [[*(j[a][b] + momentum * (a == b) for b in range(n)), *(-momentum * (a == b) for b in range(n))] for a in range(n)]
        yield chance, [*top, *([Fraction(int(a == b)) for b in range(2 * n)] for a in range(n))]


OUTCOMES: Mapping[str, Callable[[Setup], Outcomes]] = {
    "unlearning_sgd": unlearning_sgd,
    "without_replacement": without_replacement,
    "decoupled_batches": decoupled_batches,
    "heavy_ball": heavy_ball,
    "langevin": unlearning_sgd,  # its linear part
}


def mean_square(found: Outcomes, m: Matrix) -> Matrix:
    """E AᵀMA."""
    return combined(*((chance, times(times(transposed(a), m), a)) for chance, a in found))
