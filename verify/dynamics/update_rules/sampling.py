"""Batches drawn from a set: the mean and the covariances of the selectors, as weights of a term."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from verify.dynamics import directions as family
from verify.dynamics.directions import Array, Directions
from verify.dynamics.exact import exact_number
from verify.dynamics.recursion import LARGEST, Number, Term


def bernoulli(given: Array | Directions, step: Number, batch: int) -> Term | None:
    """(step / B) Σ_j x_j H_j with independent x_j that are 1 with probability B/n, else 0.

    The mean is step · H̄; ξ_j = step (x_j − B/n) / B has the variance step² (1/n)(1/B − 1/n), Definition 2 of the paper.
    None for an empty family. Raises ValueError unless 1 <= batch <= n.
    """
    hessians = checked(given, batch)
    n = family.count(hessians)
    if n == 0:
        return None
    variance = Fraction(n - batch, n * n * batch)
    return Term(hessians, weight=_times(step, hessians, Fraction(1, n)), own=_times(step * step, hessians, variance))


def subsets(given: Array | Directions, step: Number, batch: int) -> Term | None:
    """(step / B) Σ_{j ∈ S} H_j with S one of the C(n, B) subsets of B elements, each as likely.

    P(i, j ∈ S) = B(B−1) / (n(n−1)): two selectors have the covariance −p(1−p)/(n−1), p = B/n. So Φ(M) = J M J + c Σ (H_i − H̄) M (H_i − H̄)
    with c = step² p(1−p) n / (B² (n−1)) >= 0. None for an empty family. Raises ValueError unless 1 <= batch <= n.
    """
    hessians = checked(given, batch)
    n = family.count(hessians)
    if n == 0:
        return None
    covariance = Fraction(n - batch, n * n * batch * (n - 1)) if n > 1 else Fraction(0)
    return Term(
        hessians,
        weight=_times(step, hessians, Fraction(1, n)),
        own=_times(step * step, hessians, n * covariance),
        shared=_times(step * step, hessians, -covariance),
    )


def checked(given: Array | Directions, batch: int) -> Directions:
    """Hessians as directions. Raises ValueError for a wrong shape, entries that are no numbers or too large, or a batch outside 1..n."""
    hessians = family.directions(given)
    n = family.count(hessians)
    if n and not 1 <= batch <= n:
        raise ValueError(f"a batch of {batch} cannot be drawn from {n} Hessians: it takes 1 <= batch <= {n}")
    if not family.is_exact(hessians):
        first, second = family.arrays(hessians)
        if not all(np.all(np.abs(array) <= LARGEST) for array in (first, second)):
            raise ValueError(f"the entries of Hessians are finite numbers of at most {LARGEST:g}")
    return hessians


def _times(number: Number, hessians: Directions, ratio: Fraction) -> Number:
    """number · ratio in the arithmetic of the Hessians; in floats two roundings, as its parts are small integers."""
    if not family.is_exact(hessians):
        return number * ratio.numerator / ratio.denominator
    return exact_number(number) * exact_number(ratio)
