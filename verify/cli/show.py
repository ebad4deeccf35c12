"""The command `verify show`."""

from __future__ import annotations

from typing import Annotated

import typer

from verify.cli.options import DEFAULT_ROUNDS, DEFAULT_THEORY, Fresh, Rounds, Seed, TheoryOption

Id = Annotated[str, typer.Argument(metavar="ID", help="The statement's id, as `verify check` lists it.", show_default=False)]
JsonFile = Annotated[str | None, typer.Option("--json", metavar="F", help="Write its entry as JSON to F (- for standard output).")]


def show(
    id_: Id,
    theory: TheoryOption = None,
    json: JsonFile = None,
    rounds: Rounds = DEFAULT_ROUNDS,
    seed: Seed = 0,
    fresh: Fresh = False,
) -> None:
    """Show one statement, its verdict and its evidence.

    The formula and how it was read; a counterexample with the exact values of both sides; the links of its printed proof, and which of them
    hold; the repairs that stand instead.
    """
    # What needs SymPy and the like is imported here, so that `verify --help` answers at once.
    from rich.console import Console

    from verify.cli.deciding import decide_theory
    from verify.language.read import load_theory
    from verify.report.ledger_json import entry_text
    from verify.report.output import STANDARD_OUTPUT, require_writable, write_report
    from verify.report.show import print_entry

    require_writable((json,))
    chosen = load_theory(theory or DEFAULT_THEORY)
    wanted = chosen[id_]
    links = {s.id for s in chosen if s.proves == id_}
    related = [s.id for s in chosen if s is wanted or s.id in links or s.repairs in {id_, *links}]
    ledger = decide_theory(chosen, rounds=rounds, seed=seed, fresh=fresh, only=related)
    print_entry(ledger, id_, Console(stderr=json == STANDARD_OUTPUT))
    entry = ledger.entry(id_)
    if json is not None and entry is not None:
        write_report(json, entry_text(entry))
