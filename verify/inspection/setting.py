"""What is inspected: a family of Hessians, the learning rate, the weight and the batch size."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from verify.dynamics import Directions, LinearRecursion, factors, unlearning_sgd
from verify.dynamics.directions import Dense
from verify.dynamics.update_rules.two_sets import largest_rate
from verify.errors import Code, Diagnostic, Fault
from verify.inspection.hessians import Hessians


@dataclass(frozen=True, slots=True, eq=False)
class Setting:
    """eta > 0, alpha in [0, 1], 1 <= batch <= n_r, n_f. The numbers that are meant are the floats as they are."""

    hessians: Hessians
    eta: float
    alpha: float
    batch: int

    def recursion(self) -> LinearRecursion:
        """Unlearning SGD of this setting."""
        retain, forget = self.directions()
        return unlearning_sgd(retain, forget, self.eta, self.alpha, self.batch)

    def directions(self) -> tuple[Directions, Directions]:
        """The two families as the dynamics take them."""
        found = self.hessians
        if found.factored:
            return factors(found.retain), factors(found.forget)
        return Dense(found.retain), Dense(found.forget)

    def active(self) -> tuple[Setting, int]:
        """The same on the coordinates on which some Hessian of weight acts, and how many others there are; at least one stays."""
        hessians = self.hessians
        acting = np.zeros(hessians.d, dtype=bool)
        for array, weight in ((hessians.retain, 1 - self.alpha), (hessians.forget, self.alpha)):
            if weight > 0:
                acting |= array.any(axis=(0, 2))
        if acting.all():
            return self, 0
        acting[0] |= not acting.any()
        kept = [a[:, acting] if hessians.factored else a[:, acting][:, :, acting] for a in (hessians.retain, hessians.forget)]
        return replace(self, hessians=replace(hessians, retain=kept[0], forget=kept[1])), int((~acting).sum())

    def at(self, *, eta: float | None = None, alpha: float | None = None) -> Setting:
        """The same with another learning rate or weight."""
        return replace(self, eta=self.eta if eta is None else eta, alpha=self.alpha if alpha is None else alpha)


def setting(hessians: Hessians, eta: float, alpha: float, batch: int) -> Setting:
    """The setting. Raises Fault with a diagnostic for each number that is out of its range."""
    names = dict(zip(("n_r", "n_f"), hessians.arrays, strict=True))
    wrong = []
    if not (math.isfinite(eta) and eta > 0):
        wrong.append(("--eta", repr(eta), "is no learning rate", "Give a number above 0"))
    elif eta > (most := largest_rate(Setting(hessians, eta, alpha, batch).directions())):
        message = f"is too large for the Hessians in {hessians.file}: squares of the update would overflow"
        wrong.append(("--eta", repr(eta), message, f"Give at most {most:g}"))
    if not 0 <= alpha <= 1:
        wrong.append(("--alpha", repr(alpha), "is outside [0, 1]", "Give the weight of ascent on the forget set, from 0 to 1"))
    if batch < 1:
        wrong.append(("--batch", str(batch), "is below 1", "Give at least 1"))
    for size, (name, array) in names.items():
        if batch > len(array):
            message = f"is above {size} = {len(array)}, the members of `{name}` in {hessians.file}"
            wrong.append(("--batch", str(batch), message, f"Give at most {min(hessians.n_r, hessians.n_f)}, or more Hessians"))
    if wrong:
        raise Fault(*(Diagnostic(Code.ARGUMENT, f"{option} {value} {message}", f"{fix}.") for option, value, message, fix in wrong))
    return Setting(hessians, eta, alpha, batch)
