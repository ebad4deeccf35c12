"""The command `verify check`."""

from __future__ import annotations

from typing import Annotated

import typer

from verify.cli.options import DEFAULT_ROUNDS, DEFAULT_THEORY, Fresh, Jobs, Rounds, Seed, TheoryOption
from verify.errors import Code, Diagnostic, Fault

Folder = Annotated[str | None, typer.Argument(metavar="THEORY", help="The theory's folder. [default: proofs]", show_default=False)]
JsonFile = Annotated[str | None, typer.Option("--json", metavar="F", help="Write the ledger as JSON to F (- for standard output).")]
JunitFile = Annotated[str | None, typer.Option("--junit", metavar="F", help="Write the ledger as JUnit XML to F (- for standard output).")]


def check(
    folder: Folder = None,
    theory: TheoryOption = None,
    json: JsonFile = None,
    junit: JunitFile = None,
    jobs: Jobs = None,
    rounds: Rounds = DEFAULT_ROUNDS,
    seed: Seed = 0,
    fresh: Fresh = False,
) -> None:
    """Decide every statement; compare the verdicts with theory.lock.

    Prints the ledger; with `--json -` or `--junit -` the table goes to the standard error.
    Nothing is written to the theory: `verify accept` does that.
    """
    # What needs SymPy and the like is imported here, so that `verify --help` answers at once.
    from rich.console import Console

    from verify.cli.deciding import decide_theory
    from verify.language.read import load_theory
    from verify.ledger.lock import compare, read_lock
    from verify.report.junit import junit_text
    from verify.report.ledger_json import ledger_text
    from verify.report.output import STANDARD_OUTPUT, require_writable, write_report
    from verify.report.terminal import print_ledger

    require_writable((json, junit))
    chosen = load_theory(_chosen(folder, theory))
    before = read_lock(chosen.directory)
    ledger = decide_theory(chosen, jobs=jobs, rounds=rounds, seed=seed, fresh=fresh)
    lock = compare(ledger, before)
    print_ledger(ledger, lock, Console(stderr=STANDARD_OUTPUT in (json, junit)))
    if json is not None:
        write_report(json, ledger_text(ledger, lock))
    if junit is not None:
        write_report(junit, junit_text(ledger, lock))
    if lock.matches is False or ledger.set_aside:
        raise typer.Exit(1)


def _chosen(folder: str | None, option: str | None) -> str:
    """The theory that is meant. Raises Fault where two different ones are named."""
    if folder is not None and option is not None and folder != option:
        raise Fault(Diagnostic(Code.ARGUMENT, f"two theories are named, {folder} and {option}", "Name one of them."))
    return folder or option or DEFAULT_THEORY
