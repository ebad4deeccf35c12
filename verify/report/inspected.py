"""An inspection on a terminal: what is measured, the second moment between its bounds, what the theory concludes; 80 columns."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from types import MappingProxyType

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from verify.decide.outcome import Verdict
from verify.dynamics import Verdict as Stable
from verify.inspection.bounds import LOWER, SHOWN
from verify.inspection.coherence_figures import CoherenceFigures
from verify.inspection.conclusions import Application, Outcome
from verify.inspection.inspect import NOISE, WEIGHTS, Inspection
from verify.inspection.measured import Value
from verify.report.inspected_words import application_in_words, bound_in_words
from verify.report.intervals import interval_text, number_text, seconds_text
from verify.report.terminal import verdict_text

_COLOURS = MappingProxyType({Stable.STABLE: "green", Stable.UNSTABLE: "red", Stable.UNDECIDED: "yellow"})
_WIDEST = 100


def print_inspection(found: Inspection, console: Console) -> None:
    """Print everything that was found."""
    width = min(console.width, _WIDEST)
    for line in _head(found):
        console.print(line, width=width)
    for table in (_figures(found), _moments(found), _theorems(found)):
        console.print()
        console.print(table, width=width)
    notes = list(_notes(found))
    if notes:
        console.print()
    for note in notes:
        console.print(note, width=width)


def _head(found: Inspection) -> Iterator[Text]:
    setting, hessians = found.setting, found.setting.hessians
    columns = hessians.retain.shape[2]
    form = f"by factors of {columns} column{'s' if columns > 1 else ''}" if hessians.factored else "dense"
    yield Text(f"{hessians.file}: {hessians.n_r} retained and {hessians.n_f} forgotten Hessians, d = {hessians.d}, {form}", style="bold")
    yield Text(f"η = {setting.eta:g}, α = {setting.alpha:g}, B = {setting.batch}; theory: {found.theory}")
    stability = found.dynamics.stability
    radius = interval_text((float(stability.lo), float(stability.hi)))
    word = "exactly at 1" if stability.exactly_one else stability.verdict.value
    compared = " to these digits; the exact comparison with 1 decides" if stability.compared else ""
    yield Text.assemble((word, _COLOURS[stability.verdict]), f": {_meaning(found)} (ρ(Φ) = {radius}{compared})")
    if stability.on_span is not None:
        yield Text(_on_the_others(found, stability.on_span))
    yield Text(_boundary(found))


def _meaning(found: Inspection) -> str:
    stability = found.dynamics.stability
    match stability.verdict:
        case Stable.STABLE:
            return "the second moment goes to 0 from every start"
        case Stable.UNSTABLE:
            return "the second moment grows from some start"
        case _ if stability.exactly_one:
            return "the second moment neither goes to 0 from every start nor grows exponentially"
        case _:
            return "the bounds contain 1"


def _on_the_others(found: Inspection, on_span: tuple[float | Fraction, float | Fraction]) -> str:
    """What happens where something acts."""
    low, high = (float(x) for x in on_span)
    said = "it goes to 0" if high < 1 else "it grows from some start" if low > 1 else "the bounds contain 1"
    stability, acts = found.dynamics.stability, "nothing but rounding acts" if found.dynamics.stability.rounded else "nothing acts"
    quiet = f"On {stability.quiet} of the {found.setting.hessians.d} dimensions {acts} and the second moment stays"
    return f"{quiet}; on the others {said} (ρ(Φ) = {interval_text((low, high))} there)."


def _boundary(found: Inspection) -> str:
    edge = found.boundary
    if edge.factor is None:
        return f"No boundary: {edge.reason}."
    low, high = edge.factor
    if high == 0:
        return f"No learning rate is stable: {edge.reason}."
    if edge.reason:
        return f"Boundary of stability between {number_text(low)} η and {number_text(high)} η: {edge.reason}."
    middle = interval_text(edge.factor, 6)
    if low > 1:
        return f"η could grow {middle}-fold before the second moment does."
    return f"At the exact boundary η is {middle} of what it is here." if high < 1 else "η is at the exact boundary of stability."


def _figures(found: Inspection) -> Table:
    table = _table(("figure", "left"), ("value", "left"), ("seconds", "right"))
    seconds = dict(found.seconds)
    dynamics, low, high = found.dynamics, float(found.dynamics.stability.lo), float(found.dynamics.stability.hi)
    rows: list[tuple[str, Value, str]] = [("ρ(Φ)", Value((low, high)), "rho"), ("‖J‖", Value(dynamics.mean_norm), "upper")]
    rows += [(name, value, "theory") for name, value in found.shown if name in (*NOISE, *WEIGHTS)]
    if isinstance(found.coherence, CoherenceFigures):
        figures = found.coherence
        rows += [
            ("λ_max(D)", Value(figures.lambda_max_D), "lambda_max_D"),
            ("max λ_max(D_rf)", Value(figures.largest_pair), "largest_pair"),
            ("λ_max(S)", Value(figures.lambda_max_S), "lambda_max_S"),
            ("σ", Value(figures.sigma, "all Hessians of weight are zero"), "sigma"),
        ]
    else:
        rows += [(name, Value(None, found.coherence), "sigma") for name in ("λ_max(D)", "λ_max(S)", "σ")]
    rows += [(f"{name} ({id_})", value, "theory") for name, id_, value in _thresholds(found)]
    rows.append(("boundary / η", Value(found.boundary.factor, found.boundary.reason), "boundary"))
    for name, value, timed in rows:
        shown = interval_text(value.interval) if value.interval is not None else f"none: {value.reason}"
        table.add_row(name, shown, seconds_text(seconds[timed]) if timed in seconds and timed != "theory" else "")
    return table


def _thresholds(found: Inspection) -> Iterator[tuple[str, str, Value]]:
    """The theory's other figures, with the ids of their statements."""
    for name, value in found.shown:
        if name not in (*NOISE, *WEIGHTS):
            yield name, dict(found.sides)[name], value


def _moments(found: Inspection) -> Table:
    names = [b.id for b in found.bounds]
    table = _table(("k", "right"), ("second moment", "left"), *((name, "left") for name in names), *_simulated_column(found))
    last = len(found.dynamics.moments) - 1
    for k in sorted({*(k for k in SHOWN if k <= last), last}):
        cells = [str(k), interval_text(found.dynamics.moments[k], 6)]
        for bound in found.bounds:
            sign = "≥" if bound.side == LOWER else "≤"
            value, applies = bound.values[k - 1], bound.applies[k - 1] and bound.established
            cells.append(f"{sign} {interval_text(value.interval, 5)}" if applies and value.interval is not None else "–")
        if found.simulation is not None:
            mean, error = found.simulation.means[k], found.simulation.errors[k]
            cells.append(f"{mean:.4g} ± {error:.1g}{'' if found.simulation.agrees[k] else ' !'}")
        table.add_row(*cells)
    return table


def _simulated_column(found: Inspection) -> list[tuple[str, str]]:
    return [] if found.simulation is None else [("simulated", "left")]


def _theorems(found: Inspection) -> Table:
    table = _table(("theorem", "left"), ("verdict", "left"), ("here", "left"))
    for one in found.applications:
        verdict = verdict_text(one.verdict) if isinstance(one.verdict, Verdict) else Text("none", style="dim")
        table.add_row(Text(one.id), verdict, Text(application_in_words(one), style=_style(one)))
    return table


def _style(one: Application) -> str:
    if not one.concludes:
        return ""
    return {Outcome.DIVERGES: "red", Outcome.CONVERGES: "green", Outcome.OTHER: "bold"}[one.outcome]


def _notes(found: Inspection) -> Iterator[Text]:
    for bound in found.bounds:
        if not bound.established:
            said = bound.verdict.value
            yield Text(f"{bound.id} is no bound here: {said if not isinstance(bound.verdict, Verdict) else f'it is {said}'}.")
        elif bound_in_words(bound):
            yield Text(f"{bound.id}: {bound_in_words(bound)}.")
    for name, count in found.setting.hessians.symmetrised:
        yield Text(f"{count} of `{name}` were symmetric within rounding only: (H + Hᵀ)/2 is inspected.")
    definite = found.definiteness
    if definite.within:
        which = " and ".join(f"{count} of `{name}`" for name, count in definite.within)
        yield Text(
            f"{which} are positive semidefinite within rounding only (λ_min down to {definite.smallest:.2g}; up to 8 d ε ‖H‖ counts as "
            "rounding): each is taken as the nearest semidefinite matrix."
        )
    for one in definite.indefinite[:5]:
        yield Text(f"{one.array}[{one.index}] is not positive semidefinite: λ_min = {one.smallest:.6g}.", style="yellow")
    if len(definite.indefinite) > 5:
        yield Text(f"… and {len(definite.indefinite) - 5} more.", style="yellow")
    if definite.indefinite:
        yield Text("Exact stability needs only symmetry, and stands.")
    if found.simulation is not None:
        off = [k for k, agrees in enumerate(found.simulation.agrees) if not agrees]
        agreed = "agrees with the exact moments at every step" if not off else f"is off at k = {', '.join(map(str, off))}"
        yield Text(f"The simulation of {found.simulation.runs} runs (seed {found.simulation.seed}) {agreed}, within 4 standard errors.")
    for id_ in found.contradictions:
        yield Text(f"ALARM: {id_} is accepted as proved, applies here, and is contradicted by the exact dynamics.", style="bold red")


def _table(*columns: tuple[str, str]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 2, 0, 0), pad_edge=False, show_edge=False)
    for name, side in columns:
        table.add_column(name, justify="right" if side == "right" else "left", overflow="fold")
    return table
