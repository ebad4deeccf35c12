"""How the seconds of ρ(Φ) and λ_max(S) grow with d, n_r and n_f, beside the naive ways: a record, and a picture of it.

    python -m benchmarks.growth             writes docs/growth.svg from the record, benchmarks/growth.json
    python -m benchmarks.growth --check     says whether it is what would be written (exit code 1 if it is not)
    python -m benchmarks.growth --measure   measures anew, and writes both; OPENBLAS_NUM_THREADS=1 before it where others use the machine
    python -m benchmarks.growth --smoke     runs the smallest size of each curve and writes nothing
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from math import log10
from pathlib import Path
from time import perf_counter

from benchmarks.coherence_without_storing import families, perron, stored
from benchmarks.measure import Way
from benchmarks.radius_beats_kronecker import eigs_alone, hessian_family, kronecker
from verify.dynamics import spectral_radius

RECORD, PICTURE = Path("benchmarks") / "growth.json", Path("docs") / "growth.svg"
REPEATS, QUICK = 3, 1.0  # runs, of which the fastest counts; what takes longer than so many seconds is run once
MOST_KRONECKER, MOST_STORED = 60, 10_000  # d, and pairs: beyond, the matrix takes minutes or gigabytes

Curves = Mapping[str, Sequence[tuple[int, float]]]  # by way, the size and the seconds
AXES = {  # by axis: the sizes, and what is held
    "d": ((10, 20, 40, 60, 120), "ρ(Φ), 12 + 8 Hessians of full rank"),
    "n_r": ((20, 50, 100, 200, 400), "λ_max(S), n_f = 50, d = 30, rank 2"),
    "n_f": ((10, 20, 50, 100, 200), "λ_max(S), n_r = 100, d = 30, rank 2"),
}
COLOURS = ("#1b6ca8", "#b5541c", "#7f8c8d")
LEFT, TOP, WIDTH, HEIGHT, STEP = 56, 80, 230, 230, 300  # of the first panel, and from one to the next
LOW, HIGH = -4.0, 2.0  # powers of ten of the seconds


def ways(axis: str, size: int) -> Iterator[tuple[str, Way]]:
    """What is timed at a size: ours first."""
    if axis == "d":
        recursion, _ = hessian_family(size, (12, 8))
        yield "ours, both bounds", partial(spectral_radius, recursion)
        yield "SciPy's eigs, no bound", partial(eigs_alone, recursion)
        if size <= MOST_KRONECKER:
            yield "all eigenvalues, d² × d²", partial(kronecker, recursion)
        return
    n_r, n_f = (size, 50) if axis == "n_r" else (100, size)
    left, right = families(n_r, n_f)
    yield "ours, both bounds", partial(perron, left, right)
    if n_r * n_f <= MOST_STORED:
        yield "S stored, eigsh, no bound", partial(stored, left, right)


def seconds(way: Way) -> float:
    """Of the fastest of a few runs."""
    best = _once(way)
    for _ in range(REPEATS - 1 if best < QUICK else 0):
        best = min(best, _once(way))
    return best


def _once(way: Way) -> float:
    start = perf_counter()
    way()
    return perf_counter() - start


def measured(sizes: Callable[[str], Sequence[int]], timed: Callable[[Way], float]) -> dict[str, dict[str, list[tuple[int, float]]]]:
    """By axis and way, the seconds at each size, to three digits."""
    found: dict[str, dict[str, list[tuple[int, float]]]] = {axis: {} for axis in AXES}
    for axis, curves in found.items():
        for size in sizes(axis):
            for name, way in ways(axis, size):
                curves.setdefault(name, []).append((size, float(f"{timed(way):.3g}")))
                print(f"{axis} = {size}: {curves[name][-1][1]:.3g} s, {name}", flush=True)
    return found


def slope(points: Sequence[tuple[int, float]]) -> float:
    """The power with which seconds grow between the last two sizes."""
    (a, before), (b, after) = points[-2:]
    return log10(after / before) / log10(b / a)


def picture(record: Mapping[str, Curves]) -> str:
    """The record drawn, as SVG: a panel for each axis, both scales logarithmic. Nothing in it depends on the machine."""
    whole = LEFT + STEP * len(AXES), TOP + HEIGHT + 50
    lines = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {whole[0]} {whole[1]}" font-family="sans-serif" font-size="11">']
    lines.append(f'<rect width="{whole[0]}" height="{whole[1]}" fill="white"/>')
    for number, axis in enumerate(AXES):
        lines += _panel(axis, record[axis], LEFT + STEP * number)
    return "\n".join((*lines, "</svg>")) + "\n"


def _panel(axis: str, curves: Curves, left: int) -> Iterator[str]:
    sizes, title = AXES[axis]
    yield f'<text x="{left}" y="{TOP - 62}" font-weight="bold">{title}</text>'
    yield f'<rect x="{left}" y="{TOP}" width="{WIDTH}" height="{HEIGHT}" fill="none" stroke="#333"/>'
    for power in range(int(LOW), int(HIGH) + 1):
        y = _y(10.0**power)
        yield f'<text x="{left - 5}" y="{y + 4:.1f}" text-anchor="end">{10.0**power:g} s</text>'
        yield f'<line x1="{left}" x2="{left + WIDTH}" y1="{y:.1f}" y2="{y:.1f}" stroke="#eee"/>'
    for size in sizes:
        yield f'<text x="{_x(sizes, size, left):.1f}" y="{TOP + HEIGHT + 15}" text-anchor="middle">{size}</text>'
    name = axis.replace("_", "")
    label = f'{name[0]}<tspan baseline-shift="sub" font-size="8">{name[1:]}</tspan>' if name[1:] else name
    yield f'<text x="{left + WIDTH / 2:.1f}" y="{TOP + HEIGHT + 34}" text-anchor="middle" font-style="italic">{label}</text>'
    for row, ((way, points), colour) in enumerate(zip(curves.items(), COLOURS, strict=False)):
        places = [(_x(sizes, size, left), _y(value)) for size, value in points]
        drawn = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        yield f'<polyline points="{drawn}" fill="none" stroke="{colour}" stroke-width="2"/>'
        yield from (f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.5" fill="{colour}"/>' for x, y in places)
        said = f"{way}: ~ {name[0]}^{slope(points):.1f} at the end"
        yield f'<text x="{left}" y="{TOP - 44 + 15 * row}" fill="{colour}">{said}</text>'


def _x(sizes: Sequence[int], size: int, left: int) -> float:
    return left + 14 + (WIDTH - 28) * log10(size / sizes[0]) / log10(sizes[-1] / sizes[0])


def _y(value: float) -> float:
    return TOP + HEIGHT * (HIGH - log10(value)) / (HIGH - LOW)


def main(arguments: list[str] | None = None) -> int:
    """Measures, draws or compares."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.growth", description=(__doc__ or "").partition("\n")[0])
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--check", action="store_true", help="compare the picture with the record")
    what.add_argument("--measure", action="store_true", help="measure anew")
    what.add_argument("--smoke", action="store_true", help="only that the smallest sizes run")
    options = parser.parse_args(arguments)
    if options.smoke:
        measured(lambda axis: AXES[axis][0][:1], _once)
        return 0
    if options.measure:
        RECORD.write_text(json.dumps(measured(lambda axis: AXES[axis][0], seconds), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    drawn = picture(json.loads(RECORD.read_text(encoding="utf-8")))
    if options.check:
        same = PICTURE.is_file() and PICTURE.read_text(encoding="utf-8") == drawn
        print(f"{PICTURE} is up to date" if same else f"{PICTURE} differs: run `python -m benchmarks.growth`")
        return 0 if same else 1
    PICTURE.write_text(drawn, encoding="utf-8")
    print(f"wrote {PICTURE}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
