"""Instances of the paper's set-up of any size, the same in every run."""

from __future__ import annotations

from fractions import Fraction
from random import Random

from verify.meaning.instance import Instance, Matrix


def family(d: int, n: int, k: int, batch: int = 1, seed: int = 0) -> Instance:
    """n Hessians A Aᵀ per set, d×d, the entries of A thirds and halves."""
    random = Random(seed)
    scalars = {"d": d, "n_r": n, "n_f": n, "B": batch, "k": k, "eta": Fraction(1, 10), "alpha": Fraction(1, 3)}
    sets = tuple((name, tuple(_square(random, d) for _ in range(n))) for name in ("D_r", "D_f"))
    return Instance(tuple((name, Fraction(value)) for name, value in scalars.items()), (("H", sets),))


def _square(random: Random, d: int) -> Matrix:
    factor = [[Fraction(random.randint(-3, 3), random.choice((1, 2, 3))) for _ in range(d)] for _ in range(d)]
    return tuple(tuple(sum((a * b for a, b in zip(x, y, strict=True)), Fraction(0)) for y in factor) for x in factor)
