"""A user's Hessians against a theory: the entry of this room."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from verify.dynamics import Verdict
from verify.dynamics.coherence.interval import Interval
from verify.errors import Code, Diagnostic, Fault
from verify.inspection.boundary import Boundary, boundary
from verify.inspection.bounds import Bound, bounds
from verify.inspection.coherence_figures import CoherenceFigures, coherence_figures
from verify.inspection.conclusions import Application, Outcome, Verdicts, applications
from verify.inspection.definiteness import Definiteness, definiteness
from verify.inspection.dynamics_figures import DynamicsFigures, dynamics_figures
from verify.inspection.exact_hypotheses import small
from verify.inspection.measured import Value, before_measuring, measured
from verify.inspection.setting import Setting
from verify.inspection.simulation import Simulation, simulate
from verify.inspection.single_hessians import largest_of_one, noise_of_one
from verify.inspection.theory_figures import TheoryFigures
from verify.inspection.timing import Clock, Report

WEIGHTS = ("weight_r", "weight_f")
NOISE = ("C_r", "C_f")
SINGLES = ("retain_noise", "forget_noise")


@dataclass(frozen=True, slots=True)
class Inspection:
    """All that was found. coherence: the figures, or why there are none. shown: the figures that the theory has a formula for; sides: the
    ids of their statements.

    seconds: by figure. contradictions: ids of theorems that conclude what the exact dynamics refute.
    """

    setting: Setting
    theory: str
    definiteness: Definiteness
    dynamics: DynamicsFigures
    coherence: CoherenceFigures | str
    shown: tuple[tuple[str, Value], ...]
    sides: tuple[tuple[str, str], ...]
    bounds: tuple[Bound, ...]
    applications: tuple[Application, ...]
    boundary: Boundary
    simulation: Simulation | None
    seconds: tuple[tuple[str, float], ...]
    contradictions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wishes:
    """How to inspect. steps: K. runs: of the simulation, 0 for none. require_psd: refuse what is not positive semidefinite."""

    steps: int = 20
    runs: int = 0
    seed: int = 0
    require_psd: bool = False


def inspect(
    setting: Setting, theory: TheoryFigures, verdicts: Verdicts | None, wishes: Wishes | None = None, report: Report | None = None
) -> Inspection:
    """Inspect a setting. verdicts: the theory's lock by id, None without one. Raises Fault where the wishes refuse the family."""
    wishes = wishes or Wishes()
    clock = Clock(report)
    with clock.timed("definiteness"):
        definite = definiteness(setting.hessians)
    if wishes.require_psd:
        _require_semidefinite(setting, definite)
    dynamics = dynamics_figures(setting, wishes.steps, clock)
    coherence = _coherence(setting, theory, definite, clock)
    with clock.timed("single_hessians"):
        singles = dict(_singles(setting, theory, definite))
    known = measured(theory, setting, dynamics, coherence, singles)
    exact = small(theory, setting)
    with clock.timed("theory"):
        shown = tuple((name, known.value(name)) for name, _ in theory.figures.shown)
        found = tuple(bounds(known, wishes.steps, definite, verdicts, exact, clock))
        applied = tuple(applications(known, definite, verdicts, exact))
    with clock.timed("boundary"):
        edge = boundary(setting, clock, dynamics.stability)
    simulation = simulate(setting, dynamics.moments, wishes.runs, wishes.seed, clock) if wishes.runs else None
    return Inspection(
        setting,
        theory.theory.name,
        definite,
        dynamics,
        coherence,
        shown,
        tuple((name, side.id) for name, side in theory.figures.shown),
        found,
        applied,
        edge,
        simulation,
        tuple(clock.seconds.items()),
        tuple(_contradictions(applied, found, dynamics)),
    )


def _require_semidefinite(setting: Setting, found: Definiteness) -> None:
    if found.semidefinite:
        return
    raise Fault(*(
        Diagnostic(
            Code.HESSIANS,
            f"{setting.hessians.file}: `{one.array}`[{one.index}] is not positive semidefinite: λ_min = {one.smallest:.6g}",
            "Leave it out, take Gauss–Newton factors, or inspect without --require-psd.",
        )
        for one in found.indefinite
    ))


def _singles(setting: Setting, theory: TheoryFigures, definite: Definiteness) -> Iterator[tuple[str, Interval]]:
    """The noise of the largest Hessian of each set, where all are semidefinite and the theory has a formula for its weight."""
    arrays = (setting.hessians.retain, setting.hessians.forget) if definite.semidefinite else ()
    for name, weight, array in zip(SINGLES, NOISE, arrays, strict=False):
        variance = before_measuring(theory, setting).value(weight).interval
        if variance is not None:
            yield name, noise_of_one(variance, largest_of_one(array, setting.hessians.factored))


def _coherence(setting: Setting, theory: TheoryFigures, definite: Definiteness, clock: Clock) -> CoherenceFigures | str:
    """The coherence, or why there is none."""
    if not definite.semidefinite:
        first = definite.indefinite[0]
        return f"{first.array}[{first.index}] is not positive semidefinite"
    before = before_measuring(theory, setting)
    weights = [before.value(name) for name in WEIGHTS]
    if any(w.interval is None for w in weights):
        noise = [before.value(name).interval for name in NOISE]
        return "C_r = C_f = 0" if all(n == (0.0, 0.0) for n in noise) else next(w.reason for w in weights if w.interval is None)
    first_weight, second_weight = (w.interval for w in weights)
    if first_weight is None or second_weight is None:
        return "the theory gives no weights"
    return coherence_figures(setting, (first_weight, second_weight), definite.defect, clock)


def _contradictions(applied: tuple[Application, ...], found: tuple[Bound, ...], dynamics: DynamicsFigures) -> list[str]:
    """What is proved, applies, and is not so: it must not happen."""
    verdict = dynamics.stability.verdict
    wrong = [a.id for a in applied if a.concludes and a.outcome is Outcome.DIVERGES and verdict is Verdict.STABLE]
    wrong += [a.id for a in applied if a.concludes and a.outcome is Outcome.CONVERGES and verdict is Verdict.UNSTABLE]
    for bound in found:
        for k, (value, applies) in enumerate(zip(bound.values, bound.applies, strict=True), start=1):
            if bound.established and applies and value.interval is not None:
                below, above = dynamics.moments[k]
                if (value.interval[0] > above) if bound.side == "lower" else (value.interval[1] < below):
                    wrong.append(bound.id)
                    break
    return wrong


