"""Binomial coefficients as in Graham, Knuth, Patashnik, Concrete Mathematics, (5.1): falling factorial over factorial."""

from __future__ import annotations

from fractions import Fraction
from math import factorial


def binomial(n: int, k: int) -> int:
    """For integers n and k; zero for k < 0."""
    if k < 0:
        return 0
    falling = 1
    for i in range(k):
        falling *= n - i
    return int(Fraction(falling, factorial(k)))
