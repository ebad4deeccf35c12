"""Moments of the random recursion by plain fractions: every outcome of the selectors, and the moment recursion on dense matrices."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

Matrix = list[list[Fraction]]


@dataclass(frozen=True, slots=True)
class Setup:
    """Hessians of the retain and the forget set, learning rate, weight, batch size."""

    retain: tuple[Matrix, ...]
    forget: tuple[Matrix, ...]
    eta: Fraction
    alpha: Fraction
    batch: int

    @property
    def size(self) -> int:
        return len((*self.retain, *self.forget)[0])


def identity(n: int) -> Matrix:
    return [[Fraction(int(i == j)) for j in range(n)] for i in range(n)]


def times(a: Matrix, b: Matrix) -> Matrix:
    return [[sum((x * y for x, y in zip(row, column, strict=True)), Fraction(0)) for column in zip(*b, strict=True)] for row in a]


def transposed(a: Matrix) -> Matrix:
    return [list(column) for column in zip(*a, strict=True)]


def combined(*terms: tuple[Fraction | int, Matrix]) -> Matrix:
    """Σ c A."""
    n, m = len(terms[0][1]), len(terms[0][1][0])
    return [[sum((c * a[i][j] for c, a in terms), Fraction(0)) for j in range(m)] for i in range(n)]


def trace(a: Matrix) -> Fraction:
    return sum((a[i][i] for i in range(len(a))), Fraction(0))


def update(setup: Setup, xs: tuple[int, ...]) -> Matrix:
    """J for one outcome of the selectors, retain first."""
    descent, ascent = -setup.eta * (1 - setup.alpha) / setup.batch, setup.eta * setup.alpha / setup.batch
    weights = [descent] * len(setup.retain) + [ascent] * len(setup.forget)
    hessians = (*setup.retain, *setup.forget)
    return combined((1, identity(setup.size)), *((w * x, h) for w, x, h in zip(weights, xs, hessians, strict=True)))


def outcomes(setup: Setup) -> Iterator[tuple[Fraction, tuple[int, ...]]]:
    """Every outcome of one step's selectors, with its probability (which may be zero)."""
    chances = [Fraction(setup.batch, len(s)) for s in (setup.retain, setup.forget) for _ in s]
    for xs in product((0, 1), repeat=len(chances)):
        weight = Fraction(1)
        for x, chance in zip(xs, chances, strict=True):
            weight *= chance if x else 1 - chance
        yield weight, xs


def moment_by_outcomes(setup: Setup, steps: int) -> Matrix:
    """E[J_0ᵀ ⋯ J_{k−1}ᵀ J_{k−1} ⋯ J_0] over all outcomes of all steps at once."""
    total = combined((0, identity(setup.size)))
    for path in product(list(outcomes(setup)), repeat=steps):
        weight, past = Fraction(1), identity(setup.size)
        for chance, xs in path:
            weight, past = weight * chance, times(update(setup, xs), past)
        total = combined((1, total), (weight, times(transposed(past), past)))
    return total


def noise_weights(setup: Setup) -> tuple[Fraction, Fraction]:
    """C_r and C_f of Definition 2."""
    n_r, n_f, b = len(setup.retain), len(setup.forget), setup.batch
    return (
        (setup.eta * (1 - setup.alpha)) ** 2 * Fraction(1, n_r) * (Fraction(1, b) - Fraction(1, n_r)),
        (setup.eta * setup.alpha) ** 2 * Fraction(1, n_f) * (Fraction(1, b) - Fraction(1, n_f)),
    )


def mean_update(setup: Setup) -> Matrix:
    """J = I − η(1−α) H_R + ηα H_F."""
    retain = [(-setup.eta * (1 - setup.alpha) / len(setup.retain), h) for h in setup.retain]
    forget = [(setup.eta * setup.alpha / len(setup.forget), h) for h in setup.forget]
    return combined((1, identity(setup.size)), *retain, *forget)


def spread(setup: Setup, m: Matrix) -> Matrix:
    """C_r Σ H_r M H_r + C_f Σ H_f M H_f."""
    c_r, c_f = noise_weights(setup)
    parts = [(c_r, times(times(h, m), h)) for h in setup.retain] + [(c_f, times(times(h, m), h)) for h in setup.forget]
    return combined(*parts)


def moment_by_recursion(setup: Setup, steps: int) -> Matrix:
    """Φᵏ(I), Φ(M) = J M J + C_r Σ H_r M H_r + C_f Σ H_f M H_f."""
    m, j = identity(setup.size), mean_update(setup)
    for _ in range(steps):
        m = combined((1, times(times(j, m), j)), (1, spread(setup, m)))
    return m


def spread_from_identity(setup: Setup, steps: int) -> Matrix:
    """N_k of (17)."""
    n = identity(setup.size)
    for _ in range(steps):
        n = spread(setup, n)
    return n
