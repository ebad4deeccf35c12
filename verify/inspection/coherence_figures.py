"""The coherence of a setting's mixed Hessians, with the weights that the theory gives."""

from __future__ import annotations

from dataclasses import dataclass

from verify.dynamics.coherence.coherence import coherence
from verify.dynamics.coherence.interval import Interval, outward
from verify.dynamics.coherence.psd_family import family
from verify.dynamics.rounding import UNIT
from verify.inspection.setting import Setting
from verify.inspection.timing import Clock


@dataclass(frozen=True, slots=True)
class CoherenceFigures:
    """λ_max(D), max_rf λ_max(D_rf), λ_max(S) and σ, which is None where all Hessians of weight are zero. pairs: of different Hessians."""

    lambda_max_D: Interval
    largest_pair: Interval
    lambda_max_S: Interval
    sigma: Interval | None
    pairs: int
    eigenproblems: int


def coherence_figures(setting: Setting, weights: tuple[Interval, Interval], defect: float, clock: Clock) -> CoherenceFigures:
    """The figures for weights between bounds; defect as in `definiteness`.

    D, S and the maximum grow with each weight and scale with both: from w to w(1 + δ) each changes by at most δ of it.
    """
    hessians = setting.hessians
    left, right = (family(a, factored=hessians.factored) for a in (hessians.retain, hessians.forget))
    a, b = ((low + high) / 2 for low, high in weights)
    delta = max(((high - low) / low if low > 0 else 0.0) for low, high in weights) + 4 * UNIT
    clock.tell("lambda_max_S")
    found = coherence(left, right, a, b, defect=defect, progress=lambda share: clock.tell("lambda_max_S", share))
    seconds = dict(found.seconds)
    gram = seconds["gram"]
    for name, part in (("lambda_max_D", "mean"), ("largest_pair", "largest_pair"), ("lambda_max_S", "perron")):
        clock.seconds[name] = seconds[part] + (gram if part == "perron" else 0.0)
    sigma = None if found.sigma is None else outward(*found.sigma, 2.01 * delta)
    clock.seconds["sigma"] = clock.seconds["lambda_max_S"] + clock.seconds["largest_pair"]
    mean, largest, perron = (outward(*interval, delta) for interval in (found.mean, found.largest_pair, found.perron))
    return CoherenceFigures(mean, largest, perron, sigma, found.pairs, found.eigenproblems)
