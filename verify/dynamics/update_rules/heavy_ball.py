"""Unlearning SGD with heavy-ball momentum."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np

from verify.dynamics import directions as family
from verify.dynamics.directions import Array, Directions
from verify.dynamics.exact import exact_identity, exact_number
from verify.dynamics.recursion import LinearRecursion, Number
from verify.dynamics.update_rules.unlearning_sgd import unlearning_sgd


def heavy_ball(
    retain: Array | Directions,
    forget: Array | Directions,
    eta: Number,
    alpha: Number,
    batch: int,
    *,
    momentum: float | Fraction = Fraction(1, 2),
) -> LinearRecursion:
    """w_{k+1} = J_k w_k + β (w_k − w_{k−1}): on the state (w_k, w_{k−1}), (2d,), the matrices ((J_k + βI, −βI), (I, 0)).

    momentum: β in [0, 1); J_k is unlearning SGD's. Φ is not self-adjoint, so that no perturbation bound keeps a rounded basis of a span
    guaranteed: coordinate blocks are told apart, a common null space in other directions is not, and the bounds of such a family are some
    1e-9 to 1e-3 wide around 1, which `stability` calls undecided. Source: Polyak, Some methods of speeding up the convergence
    of iteration methods (1964), (9), with a random gradient. Raises ValueError (see `two_sets`).
    """
    if not 0 <= momentum < 1:
        raise ValueError("it takes a momentum in [0, 1)")
    sgd = unlearning_sgd(retain, forget, eta, alpha, batch)
    beta = exact_number(momentum) if sgd.exact else float(momentum)
    identity = exact_identity(sgd.d) if sgd.exact else np.eye(sgd.d)
    offset = np.block([[(1 + beta) * identity, -beta * identity], [identity, 0 * identity]])
    terms = tuple(replace(term, directions=family.padded(term.directions, 2 * sgd.d)) for term in sgd.terms)
    return LinearRecursion(2 * sgd.d, offset, terms)
