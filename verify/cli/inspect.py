"""The command `verify inspect`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from json import dumps
from typing import TYPE_CHECKING, Annotated

import typer

from verify.cli.options import DEFAULT_THEORY, TheoryOption
from verify.errors import Code, Diagnostic, Fault

if TYPE_CHECKING:
    from verify.inspection.conclusions import Verdicts
    from verify.inspection.inspect import Inspection
    from verify.inspection.stability_map import StabilityMap
    from verify.language.read import Theory

File = Annotated[str, typer.Argument(metavar="FILE.npz", help="The archive of Hessians (docs/inspect.md).", show_default=False)]
Eta = Annotated[float, typer.Option("--eta", metavar="X", help="The learning rate, above 0.", show_default=False)]
Alpha = Annotated[float, typer.Option("--alpha", metavar="X", help="The weight of ascent on the forget set, 0 to 1.", show_default=False)]
Batch = Annotated[int, typer.Option("--batch", metavar="N", help="The batch size, from 1 to the smaller set's size.", show_default=False)]
JsonFile = Annotated[str | None, typer.Option("--json", metavar="F", help="Write the figures as JSON to F (- for standard output).")]
PlotFile = Annotated[str | None, typer.Option("--plot", metavar="F.svg", help="Draw the second moment and the stability map.")]
CertificateFile = Annotated[
    str | None, typer.Option("--certificate", metavar="F.json", help="Write the verdict's certificate, for the kernel; d at most 16.")
]
Steps = Annotated[int, typer.Option("--steps", min=1, max=10_000, metavar="K", help="Steps of the second moment.")]
Simulate = Annotated[bool, typer.Option("--simulate", help="Run the update itself, many times, beside the exact moments.")]
Runs = Annotated[int, typer.Option("--runs", min=2, metavar="N", help="Runs of the simulation.")]
Seed = Annotated[int, typer.Option("--seed", min=0, metavar="N", help="Seed of the simulation.")]
RequirePsd = Annotated[bool, typer.Option("--require-psd", help="Refuse Hessians that are not positive semidefinite.")]


def inspect(
    file: File,
    eta: Eta,
    alpha: Alpha,
    batch: Batch,
    theory: TheoryOption = None,
    json: JsonFile = None,
    plot: PlotFile = None,
    certificate: CertificateFile = None,
    steps: Steps = 20,
    simulate: Simulate = False,
    runs: Runs = 2000,
    seed: Seed = 0,
    require_psd: RequirePsd = False,
) -> None:
    """Hold a family of Hessians against the theory.

    The exact stability of unlearning SGD on it, every bound and threshold of the theory evaluated from its own formulas, which theorem
    applies, and what the accepted verdicts let it conclude.
    """
    # What needs SymPy and the like is imported here, so that `verify --help` answers at once.
    from rich.console import Console

    from verify.cli.progress import late_bar
    from verify.inspection.hessians import read_hessians
    from verify.inspection.inspect import Wishes
    from verify.inspection.inspect import inspect as inspected
    from verify.inspection.setting import setting
    from verify.inspection.stability_map import stability_map
    from verify.inspection.theory_figures import read_figures
    from verify.language.read import load_theory
    from verify.report.inspected import print_inspection
    from verify.report.output import STANDARD_OUTPUT, require_writable, write_report

    require_writable((json, plot, certificate))
    if plot is not None:
        _require_matplotlib(plot)
    wanted = setting(read_hessians(file), eta, alpha, batch)
    chosen = load_theory(theory or DEFAULT_THEORY)
    figures = read_figures(chosen)
    wishes = Wishes(steps, runs if simulate else 0, seed, require_psd)
    with late_bar(Console(stderr=True)) as report:
        found = inspected(wanted, figures, _verdicts(chosen), wishes, report)
        drawn = None if plot is None else stability_map(wanted, figures, found.definiteness, report)
    reports = tuple(_reports(found, drawn, json, plot, certificate))  # all that can fail, before anything is written
    print_inspection(found, Console(stderr=json == STANDARD_OUTPUT))
    for destination, text in reports:
        write_report(destination, text)
    if plot is not None and drawn is None:
        print("The stability map is left out: for a family of this size each weight takes minutes.", file=sys.stderr)
    if certificate is not None:
        print(f"The kernel accepts the verdict: python -m verify.kernel {certificate}", file=sys.stderr)
    if found.contradictions:
        raise typer.Exit(3)


def _reports(
    found: Inspection, drawn: StabilityMap | None, json: str | None, plot: str | None, certificate: str | None
) -> Iterator[tuple[str, str]]:
    """Where each report goes, and its text. Raises Fault where there is no certificate."""
    if certificate is not None:
        yield certificate, _certificate_text(certificate, found)
    if json is not None:
        from verify.report.inspected_json import inspection_text

        yield json, inspection_text(found)
    if plot is not None:
        from verify.report.inspected_plot import plot_text

        yield plot, plot_text(found, drawn)


def _certificate_text(file: str, found: Inspection) -> str:
    """Raises Fault where there is none."""
    from verify.inspection.stability_certificate import stability_certificate

    made = stability_certificate(found.setting, found.dynamics.stability)
    if isinstance(made, str):
        raise Fault(Diagnostic(Code.ARGUMENT, f"--certificate {file}: there is none, as {made}", "Leave out --certificate."))
    return dumps(made, indent=1) + "\n"


def _verdicts(theory: Theory) -> Verdicts | None:
    """The lock's lines by id, None without a lock."""
    from verify.ledger.lock import read_lock

    lines = read_lock(theory.directory)
    return None if lines is None else {line.id: line for line in lines}


def _require_matplotlib(plot: str) -> None:
    """Raises Fault where there is nothing to draw with, or the name is of another kind of picture."""
    from importlib.util import find_spec

    if not plot.endswith(".svg"):
        raise Fault(Diagnostic(Code.ARGUMENT, f"--plot {plot} is no name of an SVG file", "Give it a name that ends in .svg."))
    if find_spec("matplotlib") is None:
        message = "--plot needs Matplotlib, which is not installed"
        raise Fault(Diagnostic(Code.ARGUMENT, message, "Install it with `pip install 'verify-theory[plots]'`, or leave out --plot."))
