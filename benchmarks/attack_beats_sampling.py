"""In the same time the attack refutes more false statements than drawing instances does, and no true one.

`python -m benchmarks.attack_beats_sampling [--smoke] [--seconds 60] [--plot FILE.svg] [--record FILE.jsonl]`, from the project's folder;
it takes about an hour.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from statistics import median

from benchmarks.hunting import Hunted, false_and_true, hunted, record, recorded
from benchmarks.measure import Measured
from verify.decide.search.guided import THOROUGH, Depth
from verify.language.statement import Statement

CLAIM = "attack beats sampling"
MARKS = (10.0, 60.0)  # seconds
AIM = 0.95
SHORT = 10.0  # seconds for each statement where this is one benchmark of many
SMOKE, SHALLOW = 2.0, Depth(4, 4, 500)
_FEW = ("structure-reflection", "structure-reflection-exact")  # of smoke mode


def run(smoke: bool) -> Iterator[Measured]:
    """The false statements alone, for ten seconds each: the time that the attack takes in all, and that of sampling."""
    seconds, depth = (SMOKE, SHALLOW) if smoke else (SHORT, THOROUGH)
    false = _chosen(smoke)[0]
    found = [hunted(s, false=True, seconds=seconds, seed=0, depth=depth) for s in false]
    both = [h.attack for h in found], [h.sampling for h in found]
    ours, naive = (sum(seconds if t is None else t for t in times) for times in both)
    attack, sampling = (share(times, seconds) for times in both)
    case = f"{len(found)} false statements, {seconds:g} s each: {attack:.0%} refuted, and {sampling:.0%}"
    yield Measured(CLAIM, case, ours, naive, f"{AIM:.0%} refuted", attack >= AIM)


def share(times: Sequence[float | None], within: float) -> float:
    """The share of those that were refuted in time."""
    return sum(t is not None and t <= within for t in times) / len(times)


def main() -> int:
    """Prints a line per statement as it is done, then the tables; 1 where a true statement was refuted."""
    options = _options()
    seconds = SMOKE if options.smoke else options.seconds
    found = list(_hunt(options, seconds))
    false, true = [h for h in found if h.false], [h for h in found if not h.false]
    print(*_tables(false, seconds), *_true(true), sep="\n")
    if options.plot is not None:
        _plot(false, seconds, options.plot)
    return int(any(h.size is not None for h in true))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.attack_beats_sampling", description=__doc__.split("\n")[0])
    parser.add_argument("--smoke", action="store_true", help="a few statements for a moment: only that all runs")
    parser.add_argument("--seconds", type=float, default=MARKS[-1], help="for each false statement and each way")
    parser.add_argument("--true-seconds", type=float, default=MARKS[0], help="for each true statement")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--plot", type=Path, help="an SVG of the share refuted over time (needs the extra `plots`)")
    parser.add_argument("--record", type=Path, help="a file to add each result to; what it holds is not done again")
    return parser.parse_args()


def _hunt(options: argparse.Namespace, seconds: float) -> Iterator[Hunted]:
    done = {} if options.record is None else recorded(options.record)
    false, true = _chosen(options.smoke)
    depth = SHALLOW if options.smoke else THOROUGH
    for statements, is_false, limit in ((false, True, seconds), (true, False, min(seconds, options.true_seconds))):
        for statement in statements:
            found = done.get(statement.id) or hunted(statement, false=is_false, seconds=limit, seed=options.seed, depth=depth)
            if options.record is not None and statement.id not in done:
                record(options.record, found)
            print(_line(found, statement), flush=True)
            yield found


def _chosen(smoke: bool) -> tuple[list[Statement], list[Statement]]:
    false, true = ([s for s in statements if s.id in _FEW or not smoke] for statements in false_and_true())
    return false, true


def _line(found: Hunted, statement: Statement) -> str:
    attacked = _time(found.attack) if found.size is None or found.attack is not None else f"late {found.spent:.1f} s"
    sampled = _time(found.sampling) if found.false else ""
    return f"{'false' if found.false else 'true ':5} {statement.id:34} attack {attacked:>10}   sampling {sampled:>10}"


def _time(seconds: float | None) -> str:
    return "-" if seconds is None else f"{seconds:.2f} s"


def _tables(false: Sequence[Hunted], seconds: float) -> Iterator[str]:
    """Shares refuted, in all and by kind; what is left; the sizes of certificates."""
    marks = [m for m in MARKS if m <= seconds] or [seconds]
    yield ""
    yield f"{'refuted within':16}{'':6}" + "".join(f"{f'{m:g} s':>22}" for m in marks)
    yield f"{'':16}{'of':>6}" + f"{'attack':>11}{'sampling':>11}" * len(marks)
    kinds = list(dict.fromkeys(h.kind for h in false))
    for name in (*kinds, "all"):
        some = [h for h in false if name in ("all", h.kind)]
        cells = (f"{share(t, m):>11.0%}" for m in marks for t in ([h.attack for h in some], [h.sampling for h in some]))
        yield f"{name:16}{len(some):>6}" + "".join(cells)
    missed = [h.id for h in false if h.attack is None]
    yield f"not refuted by the attack: {', '.join(missed) or 'none'}"
    sizes = [h.size for h in false if h.size is not None]
    if sizes:
        numbers, digits, length = (median(getattr(s, name) for s in sizes) for name in ("numbers", "digits", "bytes"))
        yield f"median of {len(sizes)} minimal certificates: {numbers:g} numbers, the longest of {digits:g} digits, {length:g} bytes"


def _true(true: Sequence[Hunted]) -> Iterator[str]:
    refuted = [h.id for h in true if h.size is not None]
    yield f"true statements refuted: {', '.join(refuted) or 'none'} of {len(true)}, after {sum(h.spent for h in true):.0f} s of attack"


def _plot(false: Sequence[Hunted], seconds: float, file: Path) -> None:
    """The share refuted within a time, over that time."""
    try:
        import matplotlib
    except ImportError:
        sys.exit("--plot needs Matplotlib: pip install 'verify-theory[plots]'")
    matplotlib.use("svg")
    from matplotlib import pyplot

    with matplotlib.rc_context({"svg.hashsalt": CLAIM, "font.size": 9, "axes.spines.top": False, "axes.spines.right": False}):
        figure, axes = pyplot.subplots(figsize=(6, 3.4), layout="constrained")
        for name, colour, style, times in (
            ("attack", "#1b6ca8", "-", [h.attack for h in false]),
            ("Hypothesis sampling", "#b5541c", "--", [h.sampling for h in false]),
        ):
            xs, ys = _steps(times, seconds)
            axes.step(xs, ys, where="post", color=colour, linestyle=style)
            axes.annotate(name, (xs[-1], ys[-1]), xytext=(-4, 5), textcoords="offset points", ha="right", color=colour)
        axes.set(xscale="log", xlabel="processor seconds per statement", ylabel="refuted", xlim=(0.01, seconds), ylim=(0, 1.05))
        axes.yaxis.set_major_formatter(matplotlib.ticker.PercentFormatter(1.0))
        axes.set_title(f"{len(false)} false statements", loc="left", fontsize=10)
        figure.savefig(file, metadata={"Date": None})
        pyplot.close(figure)


def _steps(times: Iterable[float | None], seconds: float) -> tuple[list[float], list[float]]:
    times = list(times)
    hits = sorted(t for t in times if t is not None)
    xs = [0.01, *(max(t, 0.01) for t in hits), seconds]
    ys = [0.0, *((i + 1) / len(times) for i in range(len(hits))), len(hits) / len(times)]
    return xs, ys


if __name__ == "__main__":
    sys.exit(main())
