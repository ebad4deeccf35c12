"""The command `verify show`."""

from __future__ import annotations

from typing import Annotated

import typer

from verify.cli.options import DEFAULT_ROUNDS, DEFAULT_THEORY, Fresh, Rounds, Seed, TheoryOption

_ID = "A statement's id, as `verify check` lists it, or the number of a display with several lines."
Id = Annotated[str, typer.Argument(metavar="ID", help=_ID, show_default=False)]
JsonFile = Annotated[str | None, typer.Option("--json", metavar="F", help="Write its entry as JSON to F (- for standard output).")]


def show(
    id_: Id,
    theory: TheoryOption = None,
    json: JsonFile = None,
    rounds: Rounds = DEFAULT_ROUNDS,
    seed: Seed = 0,
    fresh: Fresh = False,
) -> None:
    """Show one statement, its verdict and its evidence; or a display, all its lines as printed and as they stand.

    Of a statement: the formula and how it was read; a counterexample with the exact values of both sides; the links of its printed proof,
    and which of them hold; the repairs that stand instead.
    """
    # What needs SymPy and the like is imported here, so that `verify --help` answers at once.
    from rich.console import Console

    from verify.cli.deciding import decide_theory
    from verify.language.read import load_theory
    from verify.report.ledger_json import entries_text, entry_text
    from verify.report.output import STANDARD_OUTPUT, require_writable, write_report
    from verify.report.show import print_display, print_entry

    require_writable((json,))
    chosen = load_theory(theory or DEFAULT_THEORY)
    lines = {s.id for s in chosen.display(id_)}
    wanted = lines or {chosen[id_].id}
    around = wanted | {s.id for s in chosen if s.proves in wanted}
    related = [s.id for s in chosen if s.id in around or s.repairs in around]
    ledger = decide_theory(chosen, rounds=rounds, seed=seed, fresh=fresh, only=related)
    (print_display if lines else print_entry)(ledger, id_, Console(stderr=json == STANDARD_OUTPUT))
    if json is not None:
        entries = [e for e in ledger.entries if e.id in wanted or (lines and e.statement.repairs in lines)]
        write_report(json, entries_text(entries) if lines else entry_text(entries[0]))
