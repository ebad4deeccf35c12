"""The README's picture of Theorems 2.2 and 2.3: thresholds of λ_max(D), printed and repaired, against the exact boundary, as an SVG.

    python -m proofs.picture           writes docs/thresholds.svg anew
    python -m proofs.picture --check   says whether it is what would be written (exit code 1 if it is not)

For n_r = 4, n_f = 3, B = 1, η = 1 and σ = 6, over α: the right sides of (29), (38) and (42) are evaluated as they are parsed. The circles
are where the second moment of a step of the construction is 1, bisected in exact arithmetic from the parsed E Tr(J_0ᵀJ_0), without (42).
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from fractions import Fraction
from math import log10
from pathlib import Path

from .rank_one import THEORY, RankOne

ROOT = Path(__file__).resolve().parent.parent
PICTURE = ROOT / "docs" / "thresholds.svg"
PARAMETERS = {"sigma": 6, "n_r": 4, "n_f": 3, "B": 1, "eta": 1}
CURVES = (  # tag, colour, what is said
    ("29", "#c0392b", "(29), Theorem 2.2: above it, every choice of Hessians diverges"),
    ("38", "#7f8c8d", "(38), Theorem 2.3 as printed: up to it, some choice of Hessians is said to converge"),
    ("38r", "#2471a3", "(42), Theorem 2.3 as repaired: below it, a choice of Hessians converges"),
)
LEFT, TOP, WIDTH, HEIGHT = 60, 90, 560, 300
LOW, HIGH = -1.0, 1.5  # powers of ten
ALPHAS = tuple(Fraction(n, 40) for n in range(39))
STEPS = 12  # of the bisection


def threshold(tag: str, alpha: Fraction) -> float:
    """The right side of a condition on λ_max(D)."""
    built = RankOne.with_m(1, alpha=alpha, **PARAMETERS)
    return float(THEORY[tag].rhs.value(built.instance()))


def boundary(alpha: Fraction) -> float:
    """λ_max(D) of the construction whose step has the second moment 1, from m between two fractions."""
    low, high = Fraction(0), Fraction(1)
    while second_moment(high, alpha) < 1:
        low, high = high, 2 * high
    for _ in range(STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if second_moment(middle, alpha) < 1 else (low, middle)
    return float(RankOne.with_m((low + high) / 2, alpha=alpha, **PARAMETERS).eigenvalue)


def second_moment(m: Fraction, alpha: Fraction) -> Fraction:
    """E Tr(J_0ᵀJ_0), exactly."""
    found = THEORY["L4.7.1"].lhs.value(RankOne.with_m(m, alpha=alpha, **PARAMETERS).instance(k=1))
    return Fraction(int(found.p), int(found.q))


def place(alpha: Fraction, value: float) -> tuple[str, str]:
    """Where a value stands in the picture."""
    x, y = LEFT + float(alpha) * WIDTH, TOP + HEIGHT * (HIGH - log10(value)) / (HIGH - LOW)
    return f"{x:.1f}", f"{y:.1f}"


def lines() -> Iterator[str]:
    """The elements of the picture."""
    whole = TOP + HEIGHT + 50
    yield f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 660 {whole}" font-family="sans-serif" font-size="12">'
    yield f'<rect width="660" height="{whole}" fill="white"/>'
    yield f'<clipPath id="inside"><rect x="{LEFT}" y="{TOP}" width="{WIDTH}" height="{HEIGHT}"/></clipPath>'
    yield f'<rect x="{LEFT}" y="{TOP}" width="{WIDTH}" height="{HEIGHT}" fill="none" stroke="#333"/>'
    for value in ("0.1", "0.3", "1", "3", "10", "30"):
        _, y = place(Fraction(0), float(value))
        yield f'<text x="{LEFT - 6}" y="{y}" text-anchor="end" dominant-baseline="middle">{value}</text>'
    for tenths in range(0, 11, 2):
        x, _ = place(Fraction(tenths, 10), 1)
        yield f'<text x="{x}" y="{TOP + HEIGHT + 18}" text-anchor="middle">{tenths / 10:g}</text>'
    yield f'<text x="{LEFT + WIDTH // 2}" y="{TOP + HEIGHT + 38}" text-anchor="middle">α (n_r = 4, n_f = 3, B = 1, η = 1, σ = 6)</text>'
    yield f'<text x="14" y="{TOP + HEIGHT // 2}" text-anchor="middle" transform="rotate(-90 14 {TOP + HEIGHT // 2})">λ_max(D)</text>'
    for row, (tag, colour, said) in enumerate(CURVES):
        points = " ".join(",".join(place(alpha, threshold(tag, alpha))) for alpha in ALPHAS)
        yield f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2" clip-path="url(#inside)"/>'
        yield f'<text x="{LEFT}" y="{20 + 18 * row}" fill="{colour}">{said}</text>'
    for alpha in ALPHAS[::4]:
        x, y = place(alpha, boundary(alpha))
        yield f'<circle cx="{x}" cy="{y}" r="4" fill="none" stroke="#111"/>'
    yield f'<text x="{LEFT}" y="{20 + 18 * len(CURVES)}">○ where the construction turns, by exact second moments</text>'
    yield "</svg>"


def main(arguments: list[str]) -> int:
    """Write the picture, or compare it."""
    drawn = "\n".join(lines()) + "\n"
    if arguments == ["--check"]:
        same = PICTURE.is_file() and PICTURE.read_text(encoding="utf-8") == drawn
        print("docs/thresholds.svg is up to date" if same else "docs/thresholds.svg differs: run `python -m proofs.picture`")
        return 0 if same else 1
    PICTURE.write_text(drawn, encoding="utf-8")
    print(f"wrote {PICTURE.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
