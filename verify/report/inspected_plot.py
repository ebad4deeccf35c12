"""An inspection drawn: the second moment with its bounds, and the stability map. Matplotlib is needed for this alone."""

from __future__ import annotations

import io
import math
from typing import Any

from verify.decide.outcome import Verdict
from verify.inspection.bounds import LOWER, Bound
from verify.inspection.inspect import Inspection
from verify.inspection.stability_map import StabilityMap

_EXACT, _LOWER, _UPPER, _OTHER = "#1b1b1b", "#2a6fbb", "#b8432f", "#8a8a8a"
_THRESHOLDS = ("#b8432f", "#2a8a57", "#8a5fb0", "#c98a1b")
_FARTHEST = 1e250  # what is drawn is below it, and above its inverse


def plot_text(found: Inspection, drawn: StabilityMap | None) -> str:
    """The picture as SVG, the same for the same figures; without a map where none is drawn."""
    import matplotlib

    matplotlib.use("svg")
    from matplotlib import pyplot

    style: Any = {"svg.hashsalt": "verify", "svg.fonttype": "path", "font.size": 9, "axes.spines.top": False, "axes.spines.right": False}
    with pyplot.rc_context(style):
        columns = 1 if drawn is None else 2
        figure, axes = pyplot.subplots(1, columns, figsize=(5.25 * columns, 4.2), layout="constrained", squeeze=False)
        _draw_moments(axes[0, 0], found)
        if drawn is not None:
            _draw_map(axes[0, 1], found, drawn)
        written = io.StringIO()
        figure.savefig(written, format="svg", metadata={"Date": None, "Creator": None})
        pyplot.close(figure)
    return written.getvalue()


def _draw_moments(axes: Any, found: Inspection) -> None:
    """E‖w_k‖² against k, on a log scale, with every bound."""
    steps = range(len(found.dynamics.moments))
    moments = [m if _drawable(m := _middle(one)) else math.nan for one in found.dynamics.moments]
    axes.plot(steps, moments, color=_EXACT, linewidth=2, label="exact", zorder=3)
    for bound in found.bounds:
        _draw_bound(axes, bound)
    simulation = found.simulation
    if simulation is not None:
        told = [(k, m, 2 * e) for k, (m, e) in enumerate(zip(simulation.means, simulation.errors, strict=True)) if _drawable(m + 2 * e)]
        at, means, errors = zip(*told, strict=True)  # the start is known
        axes.errorbar(
            at, means, yerr=errors, fmt="o", markersize=3, color=_OTHER, linewidth=1,
            label=f"simulated, {simulation.runs} runs (2 standard errors)", zorder=2,
        )  # fmt: skip
    axes.set_yscale("log")
    axes.set_xlabel("step k")
    axes.set_ylabel("second moment  E Tr(J₀ᵀ⋯Jₖ₋₁ᵀ Jₖ₋₁⋯J₀)")
    setting = found.setting
    verdict = found.dynamics.stability.verdict.value
    axes.set_title(f"{verdict} at η = {setting.eta:g}, α = {setting.alpha:g}, B = {setting.batch}", loc="left")
    axes.xaxis.get_major_locator().set_params(integer=True)
    axes.legend(frameon=False)


def _drawable(value: float) -> bool:
    """Whether a log scale has room for it: its margins are beyond the largest number drawn, and are floats."""
    return 1 / _FARTHEST < value < _FARTHEST


def _draw_bound(axes: Any, bound: Bound) -> None:
    """A bound where it applies; dashed and grey where the ledger does not have it as proved."""
    points = [(k, v.middle) for k, (v, applies) in enumerate(zip(bound.values, bound.applies, strict=True), start=1) if applies]
    known = [(k, value) for k, value in points if value is not None and _drawable(value)]
    if not known:
        return
    colour = (_LOWER if bound.side == LOWER else _UPPER) if bound.established else _OTHER
    said = "" if bound.established else f" ({bound.verdict.value if isinstance(bound.verdict, Verdict) else 'no verdict'})"
    mark = "v" if bound.side != LOWER else "^"
    style = {"linestyle": "-" if bound.established else "--", "marker": mark, "markersize": 3, "linewidth": 1}
    axes.plot([k for k, _ in known], [v for _, v in known], color=colour, label=f"{bound.side} bound {bound.id}{said}", **style)


def _draw_map(axes: Any, found: Inspection, drawn: StabilityMap) -> None:
    """The exact boundary, the region below it, the thresholds, and where the setting is."""
    alphas, exact = drawn.alphas, drawn.exact.rates
    filled = [0.0 if math.isnan(r) else r for r in exact]
    axes.fill_between(alphas, filled, color="#2a8a57", alpha=0.12, linewidth=0, label="second moment stays bounded")
    axes.plot(alphas, exact, color=_EXACT, linewidth=2, label="exact boundary")
    for curve, colour in zip(drawn.thresholds, _THRESHOLDS, strict=False):
        if not all(math.isnan(rate) for rate in curve.rates):
            axes.plot(alphas, curve.rates, color=colour, linewidth=1.2, linestyle="--", label=curve.name)
    setting = found.setting
    axes.plot([setting.alpha], [setting.eta], "o", color=_EXACT, markersize=5, label="this setting")
    rates = [r for c in (drawn.exact, *drawn.thresholds) for r in c.rates if 0 < r < math.inf]
    near = 4 * max([setting.eta, *(r for r in exact if r < math.inf)])
    axes.set_ylim(0, 1.05 * min(near, max([setting.eta, *rates])))
    axes.set_xlim(0, 1)
    axes.set_xlabel("weight α of ascent on the forget set")
    axes.set_ylabel("learning rate η")
    axes.set_title(f"stability map, {len(alphas)} weights", loc="left")
    axes.legend(frameon=False)


def _middle(interval: tuple[float, float]) -> float:
    return (interval[0] + interval[1]) / 2
