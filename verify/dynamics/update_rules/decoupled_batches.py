"""Unlearning SGD with batches of two sizes."""

from __future__ import annotations

from verify.dynamics.directions import Array, Directions
from verify.dynamics.recursion import LinearRecursion, Number
from verify.dynamics.update_rules.sampling import bernoulli
from verify.dynamics.update_rules.two_sets import two_sets


def decoupled_batches(
    retain: Array | Directions, forget: Array | Directions, eta: Number, alpha: Number, batch: int, *, forget_batch: int = 1
) -> LinearRecursion:
    """J_k = I − η(1−α) (1/B_r) Σ x_r H_r + ηα (1/B_f) Σ x_f H_f with P(x_r = 1) = B_r/n_r, P(x_f = 1) = B_f/n_f, all independent.

    batch: B_r, forget_batch: B_f. Source: (18) of the paper, whose B_r = B_f = B; the noise weights are Definition 2 with each set's own
    batch. Raises ValueError (see `two_sets`).
    """
    return two_sets(retain, forget, eta, alpha, (batch, forget_batch), bernoulli)
