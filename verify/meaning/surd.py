"""Sums of square roots of rationals: exact arithmetic in multiquadratic fields.

Square roots of positive integers are linearly independent over ℚ as soon as no product of two of them is a square
(Besicovitch 1940), so testing for squares is enough: no number is ever factored.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flint import arb, ctx, fmpq, fmpq_mat, fmpz

Term = tuple[fmpz, fmpq]  # (m, q) stands for q√m


@dataclass(frozen=True, slots=True, eq=False)
class Surd:
    """The irrational number Σ q√m; at least one m > 1, every q ≠ 0, no product of two of the m a square.

    Built by `surd`, which gives a plain rational where the sum is one. Two surds are equal when their difference is rational zero.
    """

    terms: tuple[Term, ...]

    def __add__(self, other: fmpq | Surd) -> fmpq | Surd:
        if isinstance(other, Surd | fmpq):
            return surd((*self.terms, *_terms(other)))
        return NotImplemented

    __radd__ = __add__

    def __neg__(self) -> fmpq | Surd:
        return Surd(tuple((m, -q) for m, q in self.terms))

    def __sub__(self, other: fmpq | Surd) -> fmpq | Surd:
        return self + (-other) if isinstance(other, Surd | fmpq) else NotImplemented

    def __rsub__(self, other: fmpq | Surd) -> fmpq | Surd:
        return (-self) + other

    def __mul__(self, other: fmpq | Surd) -> fmpq | Surd:
        if isinstance(other, Surd | fmpq):
            return surd(_product(s, t) for s in self.terms for t in _terms(other))
        return NotImplemented

    __rmul__ = __mul__

    def __truediv__(self, other: fmpq | Surd) -> fmpq | Surd:
        if isinstance(other, Surd):
            return self * inverse(other)
        return self * (1 / other) if isinstance(other, fmpq) else NotImplemented

    def __rtruediv__(self, other: fmpq | Surd) -> fmpq | Surd:
        return inverse(self) * other


def surd(terms: Iterable[Term]) -> fmpq | Surd:
    """Σ q√m for m ≥ 1, in lowest terms."""
    gathered: list[Term] = []
    for m, q in terms:
        for place, (kept_m, kept_q) in enumerate(gathered):
            both = kept_m * m
            if both.is_square():
                gathered[place] = (kept_m, kept_q + q * fmpq(both.isqrt(), kept_m))
                break
        else:
            gathered.append((fmpz(1), q * m.isqrt()) if m.is_square() else (m, q))
    kept = tuple((m, q) for m, q in gathered if q != 0)
    if not kept:
        return fmpq(0)
    return kept[0][1] if len(kept) == 1 and kept[0][0] == 1 else Surd(kept)


def root_of_rational(q: fmpq) -> fmpq | Surd:
    """√q for q ≥ 0."""
    return surd([(q.p * q.q, fmpq(1, q.q))]) if q != 0 else q


def root_of_surd(number: Surd) -> fmpq | Surd | None:
    """√(a + b√m) where it is a sum of two roots of rationals, that is where a² − b²m is a square; else None. number: > 0."""
    if len(number.terms) != 2 or not any(m == 1 for m, _ in number.terms):
        return None
    (_, a), (m, b) = sorted(number.terms, key=lambda term: int(term[0] != 1))
    norm = root_of_rational(a * a - b * b * m) if a * a >= b * b * m else None
    if not isinstance(norm, fmpq):
        return None
    large, small = root_of_rational((a + norm) / 2), root_of_rational((a - norm) / 2)
    return large + small if b > 0 else large - small


def inverse(number: Surd) -> fmpq | Surd:
    """1 / number: by the conjugate of a sum of at most two roots, else by solving for the coefficients."""
    first, *rest = number.terms
    if len(rest) > 1:
        return _solved_inverse(number)
    conjugate = surd([first, *((m, -q) for m, q in rest)])
    norm = number * conjugate
    return conjugate * (1 / norm) if isinstance(norm, fmpq) else _solved_inverse(number)


def sign(number: Surd) -> int:
    """The sign, from balls narrow enough to exclude zero; a surd is never zero, so they exist."""
    precision = 64
    while True:
        with ctx.workprec(precision):
            ball = enclose(number)
            if ball > 0:
                return 1
            if ball < 0:
                return -1
        precision *= 2


def enclose(number: Surd) -> arb:
    """A ball that contains the number, at the working precision."""
    return sum((arb(q) * arb(m).sqrt() for m, q in number.terms), arb(0))


def _terms(number: fmpq | Surd) -> tuple[Term, ...]:
    return ((fmpz(1), number),) if isinstance(number, fmpq) else number.terms


def _product(s: Term, t: Term) -> Term:
    common = s[0].gcd(t[0])
    return (s[0] // common) * (t[0] // common), s[1] * t[1] * common


def _solved_inverse(number: Surd) -> fmpq | Surd:
    """Solves number · Σ x_i √r_i = 1, the r_i a group of radicands that holds those of the number."""
    radicands = [fmpz(1)]
    for m, _ in number.terms:
        if not any((m * r).is_square() for r in radicands):
            radicands += [_product((m, fmpq(1)), (r, fmpq(1)))[0] for r in radicands]
    columns = [_coordinates(number * surd([(r, fmpq(1))]), radicands) for r in radicands]
    unit = fmpq_mat(len(radicands), 1, [1] + [0] * (len(radicands) - 1))
    solution = fmpq_mat(columns).transpose().solve(unit)
    return surd(zip(radicands, solution.entries(), strict=True))


def _coordinates(number: fmpq | Surd, radicands: list[fmpz]) -> list[fmpq]:
    coordinates = [fmpq(0)] * len(radicands)
    for m, q in _terms(number):
        place = next(i for i, r in enumerate(radicands) if (m * r).is_square())
        coordinates[place] += q * fmpq((m * radicands[place]).isqrt(), radicands[place])
    return coordinates
