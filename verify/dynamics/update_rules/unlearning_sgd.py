"""Unlearning SGD: descent on a retain set and ascent on a forget set."""

from __future__ import annotations

from verify.dynamics.directions import Array, Directions
from verify.dynamics.recursion import LinearRecursion, Number
from verify.dynamics.update_rules.sampling import bernoulli
from verify.dynamics.update_rules.two_sets import two_sets


def unlearning_sgd(retain: Array | Directions, forget: Array | Directions, eta: Number, alpha: Number, batch: int) -> LinearRecursion:
    """J_k = I − η(1−α) (1/B) Σ x_r H_r + ηα (1/B) Σ x_f H_f, independent Bernoulli selectors: (18) of the paper.

    alpha = 0 is plain SGD on the retain set, alpha = 1 gradient ascent on the forget set; a set of weight 0 may be empty.
    eta, alpha: numbers, or arrays over a batch of recursions. Raises ValueError (see `sampling.checked`).
    """
    return two_sets(retain, forget, eta, alpha, (batch, batch), bernoulli)
