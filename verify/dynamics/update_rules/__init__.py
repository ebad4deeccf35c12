"""Update rules of stochastic training as random linear recursions, one short function per file, with its source.

Each takes (retain, forget, eta, alpha, batch), and what else it needs by keyword. RULES are those with an exact moment map; those of
WITHOUT_MOMENT_MAP raise NoMomentMap and say why.
"""

from __future__ import annotations

from collections.abc import Callable

from verify.dynamics.recursion import DrivenRecursion, LinearRecursion
from verify.dynamics.update_rules.decoupled_batches import decoupled_batches
from verify.dynamics.update_rules.heavy_ball import heavy_ball
from verify.dynamics.update_rules.langevin import langevin
from verify.dynamics.update_rules.random_reshuffling import random_reshuffling
from verify.dynamics.update_rules.unlearning_sgd import unlearning_sgd
from verify.dynamics.update_rules.without_replacement import without_replacement

__all__ = [
    "RULES",
    "WITHOUT_MOMENT_MAP",
    "Rule",
    "decoupled_batches",
    "heavy_ball",
    "langevin",
    "random_reshuffling",
    "unlearning_sgd",
    "without_replacement",
]

Rule = Callable[..., LinearRecursion | DrivenRecursion]

RULES: tuple[Rule, ...] = (unlearning_sgd, without_replacement, decoupled_batches, heavy_ball, langevin)
WITHOUT_MOMENT_MAP: tuple[Rule, ...] = (random_reshuffling,)
