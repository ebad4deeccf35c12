"""The plane of learning rate and weight: where the exact boundary runs, and where the theory's thresholds put it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from verify.inspection.boundary import boundary
from verify.inspection.coherence_figures import CoherenceFigures, coherence_figures
from verify.inspection.conclusions import Outcome, outcome_of
from verify.inspection.definiteness import Definiteness
from verify.inspection.inspect import NOISE, WEIGHTS
from verify.inspection.measured import before_measuring
from verify.inspection.setting import Setting
from verify.inspection.theory_figures import TheoryFigures
from verify.inspection.timing import Clock, Report
from verify.language.expression import Compare, Expr
from verify.language.statement import Statement
from verify.meaning.enclosed import Numbers

MOST, _LEAST, _TOLERANCE = 25, 5, 1e-3  # weights that are drawn, at least five or none
_BUDGET, _PER_PAIRS, _PER_SPAN = 120.0, 6e-9, 1e-8  # seconds in all, and for a weight by the squared pairs and the cubed dimension, about
_FACTORS = tuple(float(x) for x in np.geomspace(1e-4, 1e4, 33))  # of η, between which a threshold is looked for
_HALVINGS = 12  # to 2e-4 of the rate


@dataclass(frozen=True, slots=True)
class Curve:
    """A learning rate for each weight; nan where there is none. name: the figure's, "" for the exact boundary."""

    name: str
    rates: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class StabilityMap:
    """alphas, and over them the exact boundary and each threshold: where λ_max(D) reaches it."""

    alphas: tuple[float, ...]
    exact: Curve
    thresholds: tuple[Curve, ...]


def weights_of_map(setting: Setting) -> int:
    """How many weights the map of a setting has, from its sizes alone: MOST for a small one, fewer or none where each is expensive."""
    hessians = setting.hessians
    columns = (hessians.n_r + hessians.n_f) * hessians.retain.shape[2]
    dimension = min(hessians.d, columns) if hessians.factored else hessians.d
    each = _PER_PAIRS * (hessians.n_r * hessians.n_f) ** 2 + _PER_SPAN * dimension**3
    affordable = int(min(MOST, _BUDGET / each))
    return affordable if affordable >= _LEAST else 0


def stability_map(
    setting: Setting, theory: TheoryFigures, definite: Definiteness, report: Report | None = None
) -> StabilityMap | None:
    """The curves over weights from 0 to 1; None where not even a few are affordable.

    Thresholds are those of figures.py whose statements compare a measured number with them.
    """
    count = weights_of_map(setting)
    if not count:
        return None
    clock = Clock()
    alphas = tuple(float(a) for a in np.linspace(0, 1, count))
    conditions = [(name, *found) for name, found in _conditions(theory)]
    exact: list[float] = []
    rates: dict[str, list[float]] = {name: [] for name, _, _ in conditions}
    for i, alpha in enumerate(alphas):
        if report is not None:
            report("stability map", i / len(alphas))
        here = setting.at(alpha=alpha)
        factor = boundary(here, clock, tolerance=_TOLERANCE).factor
        exact.append(float("nan") if factor is None else setting.eta * sum(_finite(factor)) / 2)
        coherence = _coherence(here, theory, definite, clock)
        for name, statement, relation in conditions:
            rates[name].append(_crossing(here, theory, coherence, statement, relation))
    return StabilityMap(alphas, Curve("", tuple(exact)), tuple(Curve(name, tuple(found)) for name, found in rates.items()))


def _conditions(theory: TheoryFigures) -> list[tuple[str, tuple[Statement, Expr]]]:
    """The figures that are one side of a comparison with something measured."""
    found = []
    for name, side in theory.figures.shown:
        statement = theory.theory[side.id]
        compared = isinstance(statement.conclusion, Compare) and outcome_of(statement.conclusion) is Outcome.OTHER
        if name not in (*NOISE, *WEIGHTS) and compared and statement.conclusion is not None:
            found.append((name, (statement, theory.read(statement, statement.conclusion))))
    return found


def _coherence(setting: Setting, theory: TheoryFigures, definite: Definiteness, clock: Clock) -> CoherenceFigures | None:
    if not definite.semidefinite:
        return None
    first, second = (before_measuring(theory, setting).value(name).interval for name in WEIGHTS)
    return None if first is None or second is None else coherence_figures(setting, (first, second), definite.defect, clock)


def _crossing(setting: Setting, theory: TheoryFigures, coherence: CoherenceFigures | None, statement: Statement, relation: Expr) -> float:
    """The learning rate at which the two sides meet, the weight's figures held: D, S and σ do not depend on η."""
    if coherence is None or coherence.sigma is None:
        return float("nan")
    symbols = {p.name: p.symbol for p in theory.patterns}
    known = {name: getattr(coherence, name) for name in ("lambda_max_D", "lambda_max_S", "largest_pair", "sigma")}

    def difference(factor: float) -> float | None:
        base = before_measuring(theory, setting.at(eta=setting.eta * factor))
        numbers = Numbers({**base.numbers.values, **{symbols[n]: v for n, v in known.items() if n in symbols}})
        measured = type(base)(theory, numbers, {}, {})
        if not isinstance(relation, Compare):
            return None
        left, right = (measured.evaluate(statement, side).middle for side in (relation.left, relation.right))
        return None if left is None or right is None else left - right

    values = ((f, difference(f)) for f in _FACTORS)
    for (low, before), (high, after) in pairwise(values):
        if before is not None and after is not None and (before < 0) is not (after < 0):
            for _ in range(_HALVINGS):
                middle = float(np.sqrt(low * high))
                there = difference(middle)
                if there is None:
                    break
                low, high = (middle, high) if (there < 0) is (before < 0) else (low, middle)
            return setting.eta * float(np.sqrt(low * high))
    return float("nan")


def _finite(factor: tuple[float, float]) -> tuple[float, float]:
    low, high = factor
    return (low, low) if high == float("inf") else factor
