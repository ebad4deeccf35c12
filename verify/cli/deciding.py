"""A theory decided, with a progress bar where a person is watching."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from verify.decide.certify import SoundnessAlarm
from verify.language.read import Theory
from verify.ledger.build import Progress as Report
from verify.ledger.build import build
from verify.ledger.entry import Ledger
from verify.report.in_short import counterexample_in_short

ADVICE = "No verdict of this run is to be trusted. Please report the theory, the command and this message."


def decide_theory(
    theory: Theory, *, rounds: int, seed: int, fresh: bool, jobs: int | None = None, only: Iterable[str] | None = None
) -> Ledger:
    """`build`, watched: on a terminal the standard error shows how far it is. A soundness alarm ends the command with exit code 3."""
    try:
        with progress_bar(Console(stderr=True)) as progress:
            return build(theory, jobs=jobs, rounds=rounds, seed=seed, fresh=fresh, only=only, progress=progress)
    except SoundnessAlarm as alarm:
        typer.echo(f"SOUNDNESS ALARM: {alarm}{_instance(alarm.certificate)}\n{ADVICE}", err=True)
        raise typer.Exit(3) from alarm


def _instance(certificate: Mapping[str, Any]) -> str:
    """The two sides on the instance, where what contradicts is one."""
    return f": {counterexample_in_short(certificate)}" if certificate.get("kind") in ("counterexample", "refutation") else ""


@contextmanager
def progress_bar(console: Console) -> Iterator[Report | None]:
    """What to call with (done, all): a bar on a terminal, that goes away at the end; None elsewhere."""
    if not console.is_terminal:
        yield None
        return
    columns = (TextColumn("deciding"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("deciding", total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)
