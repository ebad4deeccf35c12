"""Kinds of instances that any test of a bound should meet, each as a predicate, and families small enough to check by hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from itertools import combinations

from verify.decide.draw.matrices import is_psd, multiplied, scaled
from verify.meaning.instance import Matrix
from verify.strategies import UnlearningInstance


def matrix(*rows: tuple[int | str, ...]) -> Matrix:
    """A matrix of rationals: matrix((1, "1/2"), ("1/2", 1))."""
    return tuple(tuple(Fraction(x) for x in row) for row in rows)


HAND_FAMILIES: Mapping[str, tuple[Matrix, ...]] = {
    "one number": (matrix((1,)),),
    "zero": (matrix((0, 0), (0, 0)),),
    "rank one": (matrix((1, 1), (1, 1)),),
    "commuting": (matrix((1, 0), (0, 2)), matrix((2, 0), (0, 0))),
    "non-commuting": (matrix((1, 0), (0, 0)), matrix((1, 1), (1, 1))),
    "mirrored": (matrix((1, 1), (1, 1)), matrix((1, -1), (-1, 1))),
    "repeated": (matrix((2, 1), (1, 1)),) * 3,
}


def commute(family: tuple[Matrix, ...]) -> bool:
    """Whether all members commute."""
    return all(multiplied(a, b) == multiplied(b, a) for a, b in combinations(family, 2))


def is_diagonal(m: Matrix) -> bool:
    """Whether all entries off the diagonal are zero."""
    return all(x == 0 for i, row in enumerate(m) for j, x in enumerate(row) if i != j)


def has_rank_one(m: Matrix) -> bool:
    """Whether every minor of size two is zero, and m is not."""
    n = range(len(m))
    minors = (m[i][k] * m[j][l] - m[i][l] * m[j][k] for i in n for j in n for k in n for l in n)  # noqa: E741  # the minor's own letters
    return any(x for row in m for x in row) and not any(minors)


def is_indefinite(m: Matrix) -> bool:
    """Whether a symmetric matrix has eigenvalues of both signs."""
    return not is_psd(m) and not is_psd(scaled(Fraction(-1), m))


def _members(i: UnlearningInstance) -> tuple[Matrix, ...]:
    return (*i.retain.members, *i.forget.members)


def _zero(m: Matrix) -> bool:
    return not any(x for row in m for x in row)


KINDS: Mapping[str, Callable[[UnlearningInstance], bool]] = {
    "dimension one": lambda i: i.retain.d == 1,
    "dimension three": lambda i: i.retain.d == 3,
    "a zero Hessian beside another": lambda i: any(map(_zero, _members(i))) and not all(map(_zero, _members(i))),
    "all Hessians zero": lambda i: all(map(_zero, _members(i))),
    "rank one in dimension two or more": lambda i: i.retain.d > 1 and all(map(has_rank_one, _members(i))),
    "full rank": lambda i: i.retain.d > 1 and any(m[0][1] and m[0][0] * m[1][1] > m[0][1] ** 2 for m in _members(i)),
    "diagonal and not all multiples of one": lambda i: all(map(is_diagonal, _members(i))) and len(set(_members(i))) > 1 and i.retain.d > 1,
    "commuting and not diagonal": lambda i: commute(_members(i)) and len(set(_members(i))) > 1 and not any(map(is_diagonal, _members(i))),
    "non-commuting": lambda i: not commute(_members(i)),
    "non-commuting in one set": lambda i: not commute(i.retain.members),
    "repeated": lambda i: i.retain.n > 1 and len(set(i.retain.members)) == 1 and not _zero(i.retain.members[0]),
    "a diagonal mean of members that are not": lambda i: is_diagonal(i.retain.mean()) and not any(map(is_diagonal, i.retain.members)),
    "a mirrored pair": lambda i: i.retain.d == 2 and i.retain.n == 2 and i.retain.members[0][0][1] == -i.retain.members[1][0][1] != 0,
    "full batch": lambda i: i.batch == i.retain.n == i.forget.n > 1,
    "batch of one among several": lambda i: i.batch == 1 < min(i.retain.n, i.forget.n),
    "alpha zero": lambda i: i.alpha == 0,
    "alpha one": lambda i: i.alpha == 1,
    "alpha between": lambda i: 0 < i.alpha < 1,
    "sets of different sizes": lambda i: i.retain.n != i.forget.n,
    "sets of one element": lambda i: i.retain.n == i.forget.n == 1,
    "indefinite mean operator": lambda i: is_indefinite(i.mean_operator()),
    "a fraction among the entries": lambda i: any(x.denominator > 1 for m in _members(i) for row in m for x in row),
}
