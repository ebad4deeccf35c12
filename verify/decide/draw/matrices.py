"""Exact matrices and vectors: constructions, and the shapes that a person can check by hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from verify.decide.draw.choice import Choose, pick
from verify.decide.draw.rationals import ONE, ZERO
from verify.meaning.instance import Matrix, Value, Vector

_ENTRIES = tuple(Fraction(n) for n in (0, 1, -1, 2, -2))
_SCALES = (ONE, Fraction(1, 2), Fraction(2), Fraction(1, 4), Fraction(3, 2))
_DIAGONAL = (ZERO, ONE, Fraction(2), Fraction(1, 2), Fraction(3, 2), Fraction(3))


def from_entries(d: int, entry: Callable[[int, int], Fraction]) -> Matrix:
    """The (d, d) matrix of these entries, counted from 0."""
    return tuple(tuple(entry(i, j) for j in range(d)) for i in range(d))


def diagonal(entries: Sequence[Fraction]) -> Matrix:
    """The diagonal matrix of these entries."""
    return from_entries(len(entries), lambda i, j: entries[i] if i == j else ZERO)


def identity(d: int) -> Matrix:
    """The identity of size d."""
    return diagonal((ONE,) * d)


def scaled(c: Fraction, m: Matrix) -> Matrix:
    """c m."""
    return tuple(tuple(c * x for x in row) for row in m)


def added(a: Matrix, b: Matrix) -> Matrix:
    """a + b, of one size."""
    return tuple(tuple(x + y for x, y in zip(r, s, strict=True)) for r, s in zip(a, b, strict=True))


def multiplied(a: Matrix, b: Matrix) -> Matrix:
    """a b, of one size."""
    columns = tuple(zip(*b, strict=True))
    return tuple(tuple(sum((x * y for x, y in zip(row, column, strict=True)), ZERO) for column in columns) for row in a)


def transposed(m: Matrix) -> Matrix:
    """The transpose."""
    return tuple(zip(*m, strict=True))


def stretched(c: Fraction, value: Value) -> Value:
    """c times a number, vector or matrix."""
    return c * value if isinstance(value, Fraction) else tuple(stretched(c, part) for part in value)  # type: ignore[return-value]  # same shape


def outer(v: Vector) -> Matrix:
    """v vᵀ."""
    return tuple(tuple(x * y for y in v) for x in v)


def is_symmetric(m: Matrix) -> bool:
    """Whether m is its own transpose."""
    return m == transposed(m)


def is_psd(m: Matrix) -> bool:
    """Whether m is symmetric and positive semidefinite, by exact elimination: a zero pivot needs a zero row."""
    if not is_symmetric(m):
        return False
    rows = [list(r) for r in m]
    while rows:
        pivot = rows[0][0]
        if pivot < 0 or (pivot == 0 and any(rows[0])):
            return False
        head, tail = rows[0], rows[1:]
        rows = [[x - (row[0] * y / pivot if pivot else 0) for x, y in zip(row[1:], head[1:], strict=True)] for row in tail]
    return True


def vector(choose: Choose, d: int) -> Vector:
    """A vector of small integers: zero, a unit vector, or any."""
    match choose(3):
        case 0:
            return (ZERO,) * d
        case 1:
            at = choose(d) if d else 0
            return tuple(ONE if i == at else ZERO for i in range(d))
        case _:
            return tuple(pick(choose, _ENTRIES) for _ in range(d))


def general(choose: Choose, d: int) -> Matrix:
    """Any matrix: zero, the identity, one entry, diagonal, triangular, skew or full, of small integers."""
    entries = _integers(choose, d)
    match choose(7):
        case 0:
            return scaled(ZERO, entries)
        case 1:
            return identity(d)
        case 2:
            row, column = (choose(d), choose(d)) if d else (0, 0)
            return from_entries(d, lambda i, j: ONE if (i, j) == (row, column) else ZERO)
        case 3:
            return from_entries(d, lambda i, j: entries[i][j] if i == j else ZERO)
        case 4:
            return from_entries(d, lambda i, j: entries[i][j] if i <= j else ZERO)
        case 5:
            return from_entries(d, lambda i, j: entries[i][j] if i < j else -entries[j][i] if j < i else ZERO)
        case _:
            return scaled(pick(choose, (ONE, Fraction(1, 2))), entries)


def _integers(choose: Choose, d: int) -> Matrix:
    return tuple(tuple(pick(choose, _ENTRIES) for _ in range(d)) for _ in range(d))


def symmetric(choose: Choose, d: int) -> Matrix:
    """A symmetric matrix: the symmetric part of a general one, or its diagonal twice over."""
    m = general(choose, d)
    return scaled(Fraction(1, 2), added(m, transposed(m))) if choose(2) else added(m, transposed(m))


def diagonal_psd(choose: Choose, d: int) -> Matrix:
    """A diagonal matrix of nonnegative entries."""
    return diagonal(tuple(pick(choose, _DIAGONAL) for _ in range(d)))


def rank_one(choose: Choose, d: int) -> Matrix:
    """c v vᵀ for a nonzero vector v of small integers."""
    v = tuple(pick(choose, _ENTRIES) for _ in range(d))
    v = v if any(v) else tuple(ONE if i == 0 else ZERO for i in range(d))
    return scaled(pick(choose, _SCALES), outer(v))


def gram(choose: Choose, d: int) -> Matrix:
    """c A Aᵀ for an integer factor A."""
    factor = _integers(choose, d)
    return scaled(pick(choose, _SCALES), multiplied(factor, transposed(factor)))


def psd(choose: Choose, d: int) -> Matrix:
    """A positive semidefinite matrix: zero, a multiple of the identity, diagonal, of rank one, or from a factor."""
    match choose(5):
        case 0:
            return scaled(ZERO, identity(d))
        case 1:
            return scaled(pick(choose, _SCALES), identity(d))
        case 2:
            return diagonal_psd(choose, d)
        case 3:
            return rank_one(choose, d)
        case _:
            return gram(choose, d)
