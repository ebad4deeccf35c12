"""How long each figure takes, and how far it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import perf_counter

Report = Callable[[str, float | None], None]  # what is being computed, and the share that is done


@dataclass(slots=True)
class Clock:
    """The seconds of each figure. report: told what is under way."""

    report: Report | None = None
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def timed(self, name: str) -> Iterator[None]:
        """Adds what happens inside to a figure's seconds."""
        self.tell(name)
        start = perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = self.seconds.get(name, 0.0) + perf_counter() - start

    def tell(self, name: str, share: float | None = None) -> None:
        """Says how far a figure is."""
        if self.report is not None:
            self.report(name, share)
