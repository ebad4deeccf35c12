"""Unlearning SGD whose batches are subsets: no Hessian twice in one batch."""

from __future__ import annotations

from verify.dynamics.directions import Array, Directions
from verify.dynamics.recursion import LinearRecursion, Number
from verify.dynamics.update_rules.sampling import subsets
from verify.dynamics.update_rules.two_sets import two_sets


def without_replacement(
    retain: Array | Directions, forget: Array | Directions, eta: Number, alpha: Number, batch: int
) -> LinearRecursion:
    """J_k = I − η(1−α) (mean of H_r over a subset of B) + ηα (mean of H_f over one), every subset as likely, afresh at each step.

    Source: survey sampling; Cochran, Sampling Techniques (1977), (2.9): selectors of one set have the covariance −p(1−p)/(n−1), p = B/n.
    Raises ValueError (see `two_sets`).
    """
    return two_sets(retain, forget, eta, alpha, (batch, batch), subsets)
