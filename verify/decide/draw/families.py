"""Families of positive semidefinite matrices, in the structures where false bounds fail."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from verify.decide.draw.choice import Choose, pick
from verify.decide.draw.matrices import (
    added,
    diagonal,
    diagonal_psd,
    from_entries,
    gram,
    identity,
    outer,
    psd,
    rank_one,
    scaled,
)
from verify.decide.draw.rationals import ONE, ZERO
from verify.meaning.instance import Matrix

Family = tuple[Matrix, ...]

_WEIGHTS = (ZERO, ONE, Fraction(1, 2), Fraction(2))
_SQUARES = tuple(map(Fraction, (1, 0, 4, 9)))
_SCALES = tuple(Fraction(n, d) for n, d in ((1, 1), (2, 1), (1, 2), (3, 1), (4, 1), (1, 4), (1, 3), (3, 2), (2, 3), (4, 3), (8, 1)))
_HALVES = (Fraction(1, 2), ONE, Fraction(3, 2), Fraction(2), Fraction(1, 4))


def psd_family(choose: Choose, d: int, n: int) -> Family:
    """n matrices of size d: zero, repeated, diagonal, of rank one, each for itself, mirrored, or of one basis."""
    match choose(7):
        case 0:
            return (scaled(ZERO, identity(d)),) * n
        case 1:
            return (psd(choose, d),) * n
        case 2:
            return tuple(diagonal_psd(choose, d) for _ in range(n))
        case 3:
            return tuple(rank_one(choose, d) for _ in range(n))
        case 4:
            return tuple(gram(choose, d) for _ in range(n))
        case 5:
            return mirrored(choose, d, n)
        case _:
            return _one_basis(choose, d, n)


def _one_basis(choose: Choose, d: int, n: int) -> Family:
    """Members a I + b v vᵀ with one v: they commute and need not be diagonal."""
    v = tuple(pick(choose, (ONE, -ONE, ZERO)) for _ in range(d))
    return tuple(added(scaled(pick(choose, _WEIGHTS), identity(d)), scaled(pick(choose, _WEIGHTS[::-1]), outer(v))) for _ in range(n))


def one_projector(choose: Choose, d: int, counts: Sequence[int]) -> tuple[Family, ...]:
    """Families of so many members each, all of them multiples of one c v vᵀ.

    Either those of one family are 0, 1, 4 or 9 times it and the others zero, or all members of a family are alike. So any two sums of a
    member of each family, with weights, have a trace of their product whose root is rational.
    """
    v = tuple(ONE if i == 0 else ZERO for i in range(d)) if choose(2) == 0 else tuple(pick(choose, (ONE, -ONE, ZERO)) for _ in range(d))
    c, squares = (ONE if choose(2) == 0 else pick(choose, _SCALES)), _SQUARES[: 2 if choose(2) == 0 else 4]
    one, alive = scaled(c, outer(v if any(v) else (ONE,) * d)), choose(len(counts) + 1)
    if alive == len(counts):
        return tuple((scaled(pick(choose, squares), one),) * n for n in counts)
    return tuple(tuple(scaled(pick(choose, squares) if at == alive else ZERO, one) for _ in range(n)) for at, n in enumerate(counts))


def mirrored(choose: Choose, d: int, n: int) -> Family:
    """Members [[a, ±b], [b, ±c]] with signs in turn: for even n their mean is diagonal, though no member is.

    Source: the smallest families whose mean J commutes with a diagonal matrix that no member commutes with.
    """
    if d < 2 or n < 2:
        return tuple(gram(choose, d) for _ in range(n))
    b = pick(choose, (Fraction(1, 2), ONE, Fraction(1, 4)))
    rest = tuple(pick(choose, (ZERO, ONE, Fraction(1, 2))) for _ in range(d - 2))
    same = choose(2) == 0
    first = _corner(choose, b)
    members = []
    for i in range(n):
        a, c = first if same or i == 0 else _corner(choose, b)
        off = b if i % 2 == 0 else -b
        off = ZERO if i == n - 1 and n % 2 else off
        members.append(_with_corner(diagonal((a, c, *rest)), off))
    return tuple(members)


def _corner(choose: Choose, b: Fraction) -> tuple[Fraction, Fraction]:
    """Diagonal entries a, c with a c >= b²."""
    a = pick(choose, _HALVES)
    return a, pick(choose, [c for c in (*_HALVES, Fraction(4)) if a * c >= b * b])


def _with_corner(m: Matrix, off: Fraction) -> Matrix:
    return from_entries(len(m), lambda i, j: off if {i, j} == {0, 1} else m[i][j])
