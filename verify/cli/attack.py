"""The command `verify attack`."""

from __future__ import annotations

from typing import Annotated

import typer

from verify.cli.options import DEFAULT_THEORY, Jobs, Seed, TheoryOption

Id = Annotated[str, typer.Argument(metavar="ID", help="The statement's id, as `verify check` lists it.", show_default=False)]
Rounds = Annotated[int, typer.Option(min=0, metavar="N", help="Rounds of drawing and minimising; with the seed they fix the result.")]
Seconds = Annotated[float | None, typer.Option(min=0, metavar="S", help="Cut short after so many seconds. [default: all rounds]")]
Kmax = Annotated[
    int | None,
    typer.Option(min=1, max=12, metavar="K", help="The largest number of steps, and of any other integer. [default: 4, in some rounds 12]"),
]
Dmax = Annotated[int, typer.Option(min=1, max=8, metavar="D", help="The largest dimension.")]
Fresh = Annotated[bool, typer.Option("--fresh", help="Leave aside what earlier attacks and the theory's candidates found.")]
JsonFile = Annotated[str | None, typer.Option("--json", metavar="F", help="Write the result as JSON to F (- for standard output).")]


def attack(
    id_: Id,
    theory: TheoryOption = None,
    rounds: Rounds = 40,
    seconds: Seconds = None,
    seed: Seed = 0,
    jobs: Jobs = None,
    kmax: Kmax = None,
    dmax: Dmax = 3,
    fresh: Fresh = False,
    json: JsonFile = None,
) -> None:
    """Search for a counterexample to one statement.

    Floats minimise the slack of its conclusion; what they find is made rational, and exact arithmetic and the kernel decide.
    Nothing found is no guarantee. Ctrl-C keeps the best so far, and the next attack tries that first.
    """
    # What needs SymPy and the like is imported here, so that `verify --help` answers at once.
    import os
    from dataclasses import replace
    from time import perf_counter

    from rich.console import Console

    from verify.cli.attacking import attacked
    from verify.decide.draw.plan import Limits
    from verify.decide.search.attack import LIMITS
    from verify.language.read import load_theory
    from verify.report.attack import print_attack
    from verify.report.attack_json import attack_text
    from verify.report.output import STANDARD_OUTPUT, require_writable, write_report

    require_writable((json,))
    chosen = load_theory(theory or DEFAULT_THEORY)
    statement = chosen[id_]
    started = perf_counter()
    limits = replace(LIMITS if kmax is None else Limits(max_k=kmax), max_d=dmax)
    result = attacked(chosen, statement, rounds, seconds, seed, jobs or os.cpu_count() or 1, limits, fresh)
    spent = perf_counter() - started
    print_attack(result, spent, Console(stderr=json == STANDARD_OUTPUT))
    if json is not None:
        write_report(json, attack_text(result, spent))
