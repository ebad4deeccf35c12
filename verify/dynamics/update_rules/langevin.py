"""Unlearning SGD with additive Gaussian noise: stochastic gradient Langevin dynamics near a minimum."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from verify.dynamics.directions import Array, Directions
from verify.dynamics.exact import exact_identity, exact_number
from verify.dynamics.recursion import DrivenRecursion, Number
from verify.dynamics.update_rules.unlearning_sgd import unlearning_sgd


def langevin(
    retain: Array | Directions,
    forget: Array | Directions,
    eta: float | Fraction,
    alpha: Number,
    batch: int,
    *,
    temperature: float | Fraction = Fraction(1),
) -> DrivenRecursion:
    """w_{k+1} = J_k w_k + √(2ηT) g_k with g_k ~ N(0, I), independent of all else; J_k is unlearning SGD's.

    temperature: T >= 0. Source: Welling and Teh, Bayesian learning via stochastic gradient Langevin dynamics (2011), (4).
    Raises ValueError (see `two_sets`).
    """
    if temperature < 0:
        raise ValueError("it takes a temperature >= 0")
    sgd = unlearning_sgd(retain, forget, eta, alpha, batch)
    if sgd.exact:
        return DrivenRecursion(sgd, exact_identity(sgd.d) * (2 * exact_number(eta) * exact_number(temperature)))
    return DrivenRecursion(sgd, np.eye(sgd.d) * (2 * float(eta) * float(temperature)))
