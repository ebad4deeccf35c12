"""Positive semidefiniteness by the definition through minors."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

Rows = list[list[Fraction]]


def determinant(rows: Rows) -> Fraction:
    """By expansion along the first row."""
    if not rows:
        return Fraction(1)
    return sum(
        ((-1) ** j * entry * determinant([row[:j] + row[j + 1 :] for row in rows[1:]]) for j, entry in enumerate(rows[0]) if entry),
        Fraction(0),
    )


def is_psd(rows: Rows) -> bool:
    """Symmetric, and every principal minor is nonnegative."""
    n = len(rows)
    symmetric = all(rows[i][j] == rows[j][i] for i in range(n) for j in range(i))
    chosen = (s for size in range(1, n + 1) for s in combinations(range(n), size))
    return symmetric and all(determinant([[rows[i][j] for j in s] for i in s]) >= 0 for s in chosen)
