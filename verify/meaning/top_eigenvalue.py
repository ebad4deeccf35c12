"""A ball that contains the largest eigenvalue of a symmetric matrix, of any size and with any multiplicities.

From below by the Rayleigh quotient of an approximate eigenvector, from above by c I − A ≻ 0: both hold whatever the approximation is.
"""

from __future__ import annotations

from typing import Any

from flint import acb_mat, arb, arb_mat, ctx

from verify.meaning.enclosure import ball
from verify.meaning.matrix import Matrix

_SPARE, _TRIES = 10, 16  # bits left to rounding; distances above the lower bound at which the upper one is looked for


def top_eigenvalue(matrix: Matrix) -> arb:
    """The ball at the working precision. matrix: symmetric, at least 1×1."""
    rows = [[ball(entry) for entry in row] for row in matrix.tolist()]
    size = sum((abs(entry) for row in rows for entry in row), arb(0)).upper()  # no eigenvalue is larger
    low = _rayleigh_quotient(rows, _approximate_eigenvector(rows)).lower()
    for at in range(_TRIES):
        high = (low + size * arb(2) ** (_SPARE - ctx.prec + at * ctx.prec // _TRIES)).upper()
        if _is_above(rows, high):
            return low.union(high)
    return low.union(size)


def _approximate_eigenvector(rows: list[list[arb]]) -> list[arb]:
    values, vectors = _approximate_eigen(acb_mat(arb_mat(rows).mid()))
    at = max(range(len(values)), key=lambda i: values[i].real.mid())  # exact, so they are ordered
    return [vectors[i, at].real.mid() for i in range(len(rows))]


def _approximate_eigen(matrix: acb_mat) -> Any:
    return matrix.eig(right=True, algorithm="approx")


def _rayleigh_quotient(rows: list[list[arb]], vector: list[arb]) -> arb:
    """xᵀAx / xᵀx, at most λ_max."""
    image = [sum((a * x for a, x in zip(row, vector, strict=True)), arb(0)) for row in rows]
    return sum((x * y for x, y in zip(vector, image, strict=True)), arb(0)) / sum((x * x for x in vector), arb(0))


def _is_above(rows: list[list[arb]], bound: arb) -> bool:
    """Whether bound · I − A is found positive definite, by LDLᵀ with balls."""
    rest = [[(bound if i == j else arb(0)) - entry for j, entry in enumerate(row)] for i, row in enumerate(rows)]
    while rest:
        (pivot, *top), *others = rest
        if not pivot > 0:
            return False
        rest = [[entry - row[0] * t / pivot for entry, t in zip(row[1:], top, strict=True)] for row in others]
    return True
