"""An inspection as JSON: `verify-inspect/1`."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from typing import Any

from verify.decide.outcome import Verdict
from verify.inspection.bounds import LOWER, Bound
from verify.inspection.coherence_figures import CoherenceFigures
from verify.inspection.conclusions import Application, Hypothesis, Standing
from verify.inspection.inspect import Inspection
from verify.inspection.measured import Value
from verify.language.render import render
from verify.report.inspected_words import application_in_words, bound_in_words

SCHEMA = "verify-inspect/1"


def inspection_text(found: Inspection) -> str:
    """The JSON of an inspection, with a line break at its end."""
    return json.dumps(_finite(inspection_json(found)), indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def inspection_json(found: Inspection) -> dict[str, Any]:
    """An inspection. A figure with two bounds is [lower, upper], any other is its middle and stands in "intervals" too.

    One without a value is null, and "undefined" says why.
    """
    setting, hessians, dynamics = found.setting, found.setting.hessians, found.dynamics
    values = {**dict(found.shown), **_coherence(found)}
    scalars = {name: value for name, value in values.items() if name not in ("lambda_max_S", "sigma")}
    pairs = {name: value for name, value in values.items() if name in ("lambda_max_S", "sigma")}
    lower = next((b for b in found.bounds if b.side == LOWER), None)
    return {
        "schema": SCHEMA,
        "file": hessians.file,
        "theory": found.theory,
        "eta": setting.eta,
        "alpha": setting.alpha,
        "batch": setting.batch,
        "d": hessians.d,
        "n_r": hessians.n_r,
        "n_f": hessians.n_f,
        "factored": hessians.factored,
        "rho": [float(dynamics.stability.lo), float(dynamics.stability.hi)],
        "stability": dynamics.stability.verdict.value,
        "rho_is_one": dynamics.stability.exactly_one,
        "quiet": dynamics.stability.quiet,
        "quiet_within_rounding": dynamics.stability.rounded,
        "rho_on_span": None if dynamics.stability.on_span is None else [float(x) for x in dynamics.stability.on_span],
        **{name: value.middle for name, value in scalars.items()},
        **{name: None if value.interval is None else list(value.interval) for name, value in pairs.items()},
        "moments": [_middle(i) for i in dynamics.moments[1:]],
        "lower": None if lower is None else [v.middle for v in lower.values],
        "bounds": [_bound(b) for b in found.bounds],
        "theorems": [_application(a) for a in found.applications],
        "contradictions": list(found.contradictions),
        "boundary": {"factor": found.boundary.factor, "reason": found.boundary.reason, "evaluations": found.boundary.evaluations},
        "semidefinite": _definiteness(found),
        "simulation": _simulation(found),
        "intervals": _intervals(found, values),
        "undefined": {name: value.reason for name, value in values.items() if value.interval is None},
        "seconds": {name: round(seconds, 6) for name, seconds in found.seconds},
    }


def _coherence(found: Inspection) -> dict[str, Value]:
    """λ_max(D), the largest pair, λ_max(S) and σ."""
    names = ("lambda_max_D", "largest_pair", "lambda_max_S", "sigma")
    if not isinstance(found.coherence, CoherenceFigures):
        return {name: Value(None, found.coherence) for name in names}
    figures = found.coherence
    known = (figures.lambda_max_D, figures.largest_pair, figures.lambda_max_S)
    sigma = Value(figures.sigma, "" if figures.sigma is not None else "all Hessians of weight are zero, σ is 0/0")
    return {**{name: Value(interval) for name, interval in zip(names[:3], known, strict=True)}, "sigma": sigma}


def _intervals(found: Inspection, values: dict[str, Value]) -> dict[str, Any]:
    dynamics = found.dynamics
    return {
        **{name: value.interval for name, value in values.items() if value.interval is not None},
        "moments": dynamics.moments[1:],
        "mean_largest": dynamics.mean_largest,
        "mean_norm": dynamics.mean_norm,
        "noise_largest": dynamics.noise_largest,
    }


def _bound(bound: Bound) -> dict[str, Any]:
    return {
        "id": bound.id,
        "side": bound.side,
        "verdict": _verdict(bound.verdict),
        "established": bound.established,
        "applies": list(bound.applies),
        "values": [v.middle for v in bound.values],
        "why": bound_in_words(bound),
    }


def _application(found: Application) -> dict[str, Any]:
    return {
        "id": found.id,
        "repairs": found.statement.repairs,
        "verdict": _verdict(found.verdict),
        "applies": found.applies,
        "concludes": found.outcome.value if found.concludes else None,
        "conclusion": found.statement.latex if found.statement.conclusion is None else render(found.statement.conclusion),
        "why": application_in_words(found),
        "hypotheses": [_hypothesis(h) for h in found.hypotheses],
    }


def _hypothesis(found: Hypothesis) -> dict[str, Any]:
    sides = None if found.sides is None else [side.middle for side in found.sides]
    return {"latex": render(found.expr), "holds": found.holds, "sides": sides, "reason": found.reason}


def _verdict(verdict: Verdict | Standing) -> str | None:
    return verdict.value if isinstance(verdict, Verdict) else None


def _definiteness(found: Inspection) -> dict[str, Any]:
    definite = found.definiteness
    return {
        "holds": definite.semidefinite,
        "within_rounding": dict(definite.within),
        "smallest": definite.smallest,
        "indefinite": [{"array": i.array, "index": i.index, "smallest": i.smallest} for i in definite.indefinite],
        "symmetrised": dict(found.setting.hessians.symmetrised),
    }


def _simulation(found: Inspection) -> dict[str, Any] | None:
    simulation = found.simulation
    if simulation is None:
        return None
    return {
        "runs": simulation.runs,
        "seed": simulation.seed,
        "means": list(simulation.means[1:]),
        "errors": list(simulation.errors[1:]),
        "agrees": list(simulation.agrees[1:]),
    }


def _middle(interval: tuple[float, float]) -> float | None:
    return Value(interval).middle


def _finite(data: Any) -> Any:
    """The data with infinities as strings and tuples as lists."""
    if isinstance(data, float) and math.isinf(data):
        return "inf" if data > 0 else "-inf"
    if isinstance(data, dict):
        return {key: _finite(value) for key, value in data.items()}
    if isinstance(data, Iterable) and not isinstance(data, str):
        return [_finite(value) for value in data]
    return data
