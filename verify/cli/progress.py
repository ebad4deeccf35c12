"""A progress bar for what takes longer than a second, where a person is watching."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Timer

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

Report = Callable[[str, float | None], None]
PATIENCE = 1.0  # seconds without a bar


@contextmanager
def late_bar(console: Console) -> Iterator[Report | None]:
    """What to call with a figure's name and the share of it that is done; None where nobody watches. The bar goes away at the end."""
    if not console.is_terminal:
        yield None
        return
    progress = Progress(TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), console=console, transient=True)
    task = progress.add_task("", total=None)
    timer = Timer(PATIENCE, progress.start)
    timer.daemon = True
    timer.start()
    try:
        yield lambda name, share: progress.update(task, description=name, total=None if share is None else 1.0, completed=share or 0.0)
    finally:
        timer.cancel()
        progress.stop()
