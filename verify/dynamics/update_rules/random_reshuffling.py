"""SGD that goes through the data once per epoch, in a random order."""

from __future__ import annotations

from typing import Any

from verify.dynamics.recursion import LinearRecursion, NoMomentMap


def random_reshuffling(*_: Any, **__: Any) -> LinearRecursion:
    """Raises NoMomentMap: the batches of one epoch are disjoint, so that its steps are dependent and E[J_kᵀ M J_k] does not compose.

    Source: Gürbüzbalaban, Ozdaglar and Parrilo, Why random reshuffling beats stochastic gradient descent (2021), section 2.
    """
    raise NoMomentMap(
        "random reshuffling has no moment map per step: the batches of one epoch come from one permutation, so its steps are dependent. "
        "Use without_replacement, whose batches are drawn afresh at each step: it is another rule, with another radius"
    )
