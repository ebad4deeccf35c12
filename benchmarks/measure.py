"""Two ways to one value, timed side by side."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter
from typing import Any

Way = Callable[[], Any]
ROUNDS, BUDGET, ONE_ROUND = 40, 5.0, 0.004  # at most so many rounds, about so many seconds in all, a way's share of a round


@dataclass(frozen=True, slots=True)
class Measured:
    """What one comparison came to. ours, naive: seconds. aim: in words; met: whether it is reached."""

    claim: str
    case: str
    ours: float
    naive: float
    aim: str
    met: bool

    @property
    def times_faster(self) -> float:
        """How many times as long the naive way takes."""
        return self.naive / self.ours


@dataclass(frozen=True, slots=True)
class Comparison:
    """Ours against the naive way. agree: whether two values are the same; looked at before anything is timed."""

    claim: str
    case: str
    ours: Way
    naive: Way
    agree: Callable[[Any, Any], bool]

    def at_least(self, times_faster: float, smoke: bool) -> Measured:
        """Ours is so many times faster."""
        ours, naive = self._seconds(smoke)
        return Measured(self.claim, self.case, ours, naive, f"{times_faster:g}× faster", naive / ours >= times_faster)

    def at_most(self, times_slower: float, smoke: bool) -> Measured:
        """Ours takes at most so many times as long."""
        ours, naive = self._seconds(smoke)
        return Measured(self.claim, self.case, ours, naive, f"≤ {times_slower:g}× the time", ours / naive <= times_slower)

    def _seconds(self, smoke: bool) -> tuple[float, float]:
        """The least time of each, over rounds in which they take turns; of what takes long, that of the run whose values are compared."""
        ways = (self.ours, self.naive)
        (ours, one), (naive, other) = (_valued(way) for way in ways)
        if not self.agree(ours, naive):
            raise AssertionError(f"{self.claim}, {self.case}: the two ways give different values")
        best = [one, other]
        if not smoke and sum(best) < BUDGET:
            best = [_mean(way, 1) for way in ways]  # warm
            repeats = [max(1, int(ONE_ROUND / seconds)) for seconds in best]
            rounds = min(ROUNDS, max(3, int(BUDGET / sum(max(ONE_ROUND, seconds) for seconds in best))))
            for _ in range(rounds):
                best = [min(least, _mean(way, n)) for least, way, n in zip(best, ways, repeats, strict=True)]
        return best[0], best[1]


def _valued(way: Way) -> tuple[Any, float]:
    """What a way gives, and its seconds."""
    start = perf_counter()
    value = way()
    return value, perf_counter() - start


def _mean(way: Way, repeats: int) -> float:
    start = perf_counter()
    for _ in range(repeats):
        way()
    return (perf_counter() - start) / repeats
