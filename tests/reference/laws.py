"""Means over the outcomes of n selectors, written out with fractions: each on its own, a law of two moments, a batch of exactly B."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import combinations, product

from tests.reference.moments import Matrix, combined

Outcomes = list[tuple[Fraction, tuple[Fraction, ...]]]  # each with its probability, and the values of the selectors
ZERO, ONE = Fraction(0), Fraction(1)


def independent(ways: Sequence[tuple[Fraction, Fraction]], count: int) -> Outcomes:
    """Every outcome of independent selectors that have values with these probabilities."""
    found = []
    for drawn in product(ways, repeat=count):
        weight = ONE
        for _, chance in drawn:
            weight *= chance
        found.append((weight, tuple(value for value, _ in drawn)))
    return found


def bernoulli(chance: Fraction, count: int) -> Outcomes:
    """1 with a probability, else 0."""
    return independent([(ONE, chance), (ZERO, 1 - chance)], count)


def three_points(mean: Fraction, variance: Fraction, count: int) -> Outcomes:
    """A symmetric law with this mean and this variance."""
    far = 1 + variance
    share = variance / (2 * far**2)
    return independent([(mean - far, share), (mean, 1 - 2 * share), (mean + far, share)], count)


def two_points(mean: Fraction, variance: Fraction, count: int) -> Outcomes:
    """A skew law with this mean and this variance."""
    return independent([(mean + 2 * variance, 1 / (1 + 4 * variance)), (mean - Fraction(1, 2), 4 * variance / (1 + 4 * variance))], count)


def batch(size: int, count: int) -> Outcomes:
    """Every subset of a size, all alike."""
    chosen = list(combinations(range(count), size))
    return [(Fraction(1, len(chosen)), tuple(Fraction(i in subset) for i in range(count))) for subset in chosen]


def mean_number(outcomes: Outcomes, of: Callable[..., Fraction], steps: int = 1) -> Fraction:
    """The mean of a number that the selectors of some steps decide; the steps are independent."""
    return sum((weight * of(*drawn) for weight, drawn in _paths(outcomes, steps)), ZERO)


def mean_matrix(outcomes: Outcomes, of: Callable[..., Matrix], steps: int = 1) -> Matrix:
    """The mean of a matrix."""
    return combined(*[(weight, of(*drawn)) for weight, drawn in _paths(outcomes, steps)])


def _paths(outcomes: Outcomes, steps: int) -> Iterator[tuple[Fraction, list[tuple[Fraction, ...]]]]:
    for path in product(outcomes, repeat=steps):
        weight = ONE
        for chance, _ in path:
            weight *= chance
        yield weight, [drawn for _, drawn in path]
