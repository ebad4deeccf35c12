"""In the same time the attack refutes more false statements than drawing instances does, and no true one.

`python -m benchmarks.attack_beats_sampling [--smoke] [--seconds 60] [--only ID …] [--record F.jsonl] [--plot F.svg] [--table F.md]`, from
the project's folder. Time is that of the processor. In all it takes about an hour, most of it sampling and the true statements.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import assert_never

from benchmarks.hunting import Hunted, Way, attacked, false_and_true, record, recorded, sampled
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
    ours = [attacked(s, True, seconds, 0, depth) for s in false]
    naive = [sampled(s, True, seconds, 0) for s in false]
    case = f"{len(false)} false statements, {seconds:g} s each: {share(ours, seconds):.0%} refuted, and {share(naive, seconds):.0%}"
    yield Measured(CLAIM, case, *map(_total, (ours, naive)), f"{AIM:.0%} refuted", share(ours, seconds) >= AIM)


def _total(found: Sequence[Hunted]) -> float:
    return sum(h.limit if h.refuted is None else h.refuted for h in found)


def share(found: Sequence[Hunted], within: float) -> float:
    """The share of those that were refuted in time."""
    return sum(h.refuted is not None and h.refuted <= within for h in found) / len(found)


def main() -> int:
    """Prints a line per statement as it is done, then the tables; 1 where a true statement was refuted."""
    options = _options()
    seconds = SMOKE if options.smoke else options.seconds
    found = list(_hunt(options, seconds))
    ways = {way.value: [h for h in found if h.false and h.way is way] for way in options.ways}
    true = [h for h in found if not h.false]
    if not any(ways.values()):
        print(*_true(true), sep="\n")
        return int(any(h.size is not None for h in true))
    print(*_tables(ways, seconds), *_true(true), sep="\n")
    if options.table is not None:
        options.table.write_text("\n".join(_markdown(ways, seconds)) + "\n", encoding="utf-8")
    if options.plot is not None:
        _plot(ways, seconds, options.plot)
    return int(any(h.size is not None for h in true))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.attack_beats_sampling", description=__doc__.split("\n")[0])
    parser.add_argument("--smoke", action="store_true", help="a few statements for a moment: only that all runs")
    parser.add_argument("--seconds", type=float, default=MARKS[-1], help="for each false statement and each way")
    parser.add_argument("--true-seconds", type=float, default=MARKS[0], help="for each true statement")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--ways", type=Way, nargs="+", default=list(Way), metavar="WAY", help="attack, sampling or both")
    parser.add_argument("--only", nargs="+", metavar="ID", help="these statements alone")
    parser.add_argument("--table", type=Path, help="a Markdown table of the shares refuted")
    parser.add_argument("--plot", type=Path, help="an SVG of the share refuted over time (needs the extra `plots`)")
    parser.add_argument("--record", type=Path, help="a file to add each result to; what it holds is not done again")
    return parser.parse_args()


def _hunt(options: argparse.Namespace, seconds: float) -> Iterator[Hunted]:
    """Each false statement in each way, then the true ones, which are attacked alone."""
    known = () if options.record is None else recorded(options.record)
    done = {(h.id, h.way): h for h in known}
    false, true = ([s for s in some if options.only is None or s.id in options.only] for some in _chosen(options.smoke))
    short = min(seconds, options.true_seconds)
    hunts = [(s, True, seconds, way) for s in false for way in options.ways]
    hunts += [(s, False, short, Way.ATTACK) for s in true if Way.ATTACK in options.ways]
    for statement, is_false, limit, way in hunts:
        found = done.get((statement.id, way))
        if found is None or (found.refuted is None and found.limit < limit):
            found = _one(statement, is_false, limit, way, options)
            if options.record is not None:
                record(options.record, found)
        print(_line(found), flush=True)
        yield found


def _one(statement: Statement, false: bool, limit: float, way: Way, options: argparse.Namespace) -> Hunted:
    match way:
        case Way.ATTACK:
            return attacked(statement, false, limit, options.seed, SHALLOW if options.smoke else THOROUGH)
        case Way.SAMPLING:
            return sampled(statement, false, limit, options.seed)
        case _:
            assert_never(way)


def _chosen(smoke: bool) -> tuple[list[Statement], list[Statement]]:
    false, true = ([s for s in statements if s.id in _FEW or not smoke] for statements in false_and_true())
    return false, true


def _line(found: Hunted) -> str:
    late = f"late, {found.spent:.1f} s" if found.size is not None else "-"
    time = late if found.refuted is None else f"{found.refuted:.2f} s"
    return f"{'false' if found.false else 'true':6}{found.id:36}{found.way.value:10}{time:>14}"


def _tables(ways: Mapping[str, Sequence[Hunted]], seconds: float) -> Iterator[str]:
    """Shares refuted, in all and by kind; what is left; the sizes of certificates."""
    marks = [m for m in MARKS if m <= seconds] or [seconds]
    yield ""
    yield f"{'refuted within':22}" + "".join(f"{f'{m:g} s':>{11 * len(ways)}}" for m in marks)
    yield f"{'':16}{'of':>6}" + "".join(f"{name:>11}" for name in ways) * len(marks)
    kinds = list(dict.fromkeys(h.kind for found in ways.values() for h in found))
    for kind in (*kinds, "all"):
        some = [[h for h in found if kind in ("all", h.kind)] for found in ways.values()]
        yield f"{kind:16}{len(some[0]):>6}" + "".join(f"{share(found, m):>11.0%}" for m in marks for found in some)
    for name, found in ways.items():
        missed = [h.id for h in found if h.refuted is None]
        yield f"not refuted by {name}, {len(missed)}: {', '.join(missed) or 'none'}"
    sizes = [h.size for found in ways.values() for h in found if h.size is not None]
    if sizes:
        numbers, digits, length = (median(getattr(s, name) for s in sizes) for name in ("numbers", "digits", "bytes"))
        yield f"median of {len(sizes)} minimal certificates: {numbers:g} numbers, the longest of {digits:g} digits, {length:g} bytes"


def _markdown(ways: Mapping[str, Sequence[Hunted]], seconds: float) -> Iterator[str]:
    """The shares refuted, in all and by kind, as a table."""
    marks = [m for m in MARKS if m <= seconds] or [seconds]
    yield "| what is false | statements | " + " | ".join(f"{name}, {m:g} s" for m in marks for name in ways) + " |"
    yield "|---|--:|" + "--:|" * (len(marks) * len(ways))
    kinds = list(dict.fromkeys(h.kind for found in ways.values() for h in found))
    for kind in (*kinds, "all"):
        some = [[h for h in found if kind in ("all", h.kind)] for found in ways.values()]
        yield f"| {kind} | {len(some[0])} | " + " | ".join(f"{share(found, m):.0%}" for m in marks for found in some) + " |"


def _true(true: Sequence[Hunted]) -> Iterator[str]:
    refuted = [h.id for h in true if h.size is not None]
    if not true:
        return
    yield f"true statements refuted: {', '.join(refuted) or 'none'} of {len(true)}, after {sum(h.spent for h in true):.0f} s of attack"


def _plot(ways: Mapping[str, Sequence[Hunted]], seconds: float, file: Path) -> None:
    """The share refuted within a time, over that time."""
    try:
        import matplotlib
    except ImportError:
        sys.exit("--plot needs Matplotlib: pip install 'verify-theory[plots]'")
    matplotlib.use("svg")
    from matplotlib import pyplot

    with matplotlib.rc_context({"svg.hashsalt": CLAIM, "font.size": 9, "axes.spines.top": False, "axes.spines.right": False}):
        figure, axes = pyplot.subplots(figsize=(6, 3.4), layout="constrained")
        for (name, found), colour, style in zip(ways.items(), ("#1b6ca8", "#b5541c"), ("-", "--"), strict=False):
            xs, ys = _steps(found, seconds)
            axes.step(xs, ys, where="post", color=colour, linestyle=style)
            axes.annotate(name, (xs[-1], ys[-1]), xytext=(-4, 5), textcoords="offset points", ha="right", color=colour)
        axes.set(xscale="log", xlabel="processor seconds per statement", ylabel="refuted", xlim=(0.01, seconds), ylim=(0, 1.05))
        axes.xaxis.set_major_formatter(matplotlib.ticker.FormatStrFormatter("%g"))
        axes.yaxis.set_major_formatter(matplotlib.ticker.PercentFormatter(1.0))
        axes.set_title(f"{max(map(len, ways.values()))} false statements", loc="left", fontsize=10)
        figure.savefig(file, metadata={"Date": None})
        pyplot.close(figure)


def _steps(found: Sequence[Hunted], seconds: float) -> tuple[list[float], list[float]]:
    hits = sorted(h.refuted for h in found if h.refuted is not None)
    xs = [0.01, *(max(t, 0.01) for t in hits), seconds]
    ys = [0.0, *((i + 1) / len(found) for i in range(len(hits))), len(hits) / len(found)]
    return xs, ys


if __name__ == "__main__":
    sys.exit(main())
