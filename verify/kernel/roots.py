"""Sums of square roots: irrational numbers Σ q√m with exact arithmetic and order.

Square roots of positive integers, no product of two of which is a square, are linearly independent over ℚ (Besicovitch 1940). So a
sum of such roots with no q = 0, and with an m > 1, is irrational; and two sums are equal where nothing is left of their difference.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import total_ordering
from math import gcd, isqrt

from verify.kernel.limits import MAXIMUM_BITS, MAXIMUM_TERMS, Beyond, require

Term = tuple[int, Fraction]  # (m, q) stands for q√m, m ≥ 1


@total_ordering
@dataclass(frozen=True, slots=True, eq=False)
class Surd:
    """An irrational sum of roots; `summed` makes it, and a rational where the sum is one."""

    terms: tuple[Term, ...]

    def __add__(self, other: "Number | int") -> "Number":
        return summed([*self.terms, *terms_of(other)])

    def __mul__(self, other: "Number | int") -> "Number":
        pairs = [(m, n, gcd(m, n), q * r) for m, q in self.terms for n, r in terms_of(other)]
        return summed([(m * n // common**2, q * common) for m, n, common, q in pairs])

    def __neg__(self) -> "Number":
        return self * -1

    def __sub__(self, other: "Number | int") -> "Number":
        return self + -other

    def __rsub__(self, other: "Number | int") -> "Number":
        return -self + other

    def __abs__(self) -> "Number":
        return self if self > 0 else -self

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Surd) and self - other == 0

    def __lt__(self, other: "Number | int") -> bool:
        return _is_negative(terms_of(self - other))

    def __str__(self) -> str:
        return " + ".join([f"{q}*root({m})" if m > 1 else str(q) for m, q in self.terms])

    __radd__, __rmul__ = __add__, __mul__


Number = Fraction | Surd


def terms_of(number: Number | int) -> tuple[Term, ...]:
    """The roots that are added."""
    return number.terms if isinstance(number, Surd) else ((1, Fraction(number)),)


def inverse(number: Number) -> Number:
    """1/(a + b) = (a − b)/(a² − b²) for one root each, or a alone; a² and b² differ, as a/b is irrational."""
    (m, q), *rest = terms_of(number)
    require(q != 0, "no value: a division by zero")
    require(len(rest) <= 1, f"a division by {number}, a sum of more than two roots, is not known to the kernel", Beyond)
    return summed([(m, q), *[(n, -r) for n, r in rest]]) * (1 / (q * q * m - sum([r * r * n for n, r in rest])))


def root(number: Number) -> Number:
    """√number, for a rational number ≥ 0."""
    require(isinstance(number, Fraction), f"a root of {number}, a root itself, is not known to the kernel", Beyond)
    require(number >= 0, f"no value: a root of {number}")
    return summed([(q.numerator * q.denominator, Fraction(1, q.denominator)) for _, q in terms_of(number) if q])


def summed(terms: Iterable[Term]) -> Number:
    """Σ q√m: what has the same root up to a rational is gathered, and no number is factored."""
    gathered: list[Term] = [(1, Fraction(0))]
    for m, q in terms:
        for place, (n, r) in enumerate(gathered):
            if isqrt(m * n) ** 2 == m * n:  # √m = √(mn)/n · √n
                gathered[place] = (n, r + q * Fraction(isqrt(m * n), n))
                break
        else:
            gathered.append((m, q))
    kept = tuple([(m, q) for m, q in gathered if q])
    fits = len(kept) <= MAXIMUM_TERMS and all(m.bit_length() <= MAXIMUM_BITS for m, _ in kept)
    require(fits, f"a sum of more than {MAXIMUM_TERMS} roots, or a root of too long a number", Beyond)
    return Surd(kept) if any(m > 1 for m, _ in kept) else gathered[0][1]


def _is_negative(terms: tuple[Term, ...]) -> bool:
    """Whether a sum is, from bounds of each term; if it is irrational, it is not 0, so that they become narrow enough."""
    bits = 64
    while bits <= MAXIMUM_TERMS * MAXIMUM_BITS:
        squares = [(q, q * q * m) for m, q in terms]
        below = [(q, isqrt((square.numerator << 2 * bits) // square.denominator)) for q, square in squares]  # of |q|√m 2^bits
        least = sum([floor if q >= 0 else -floor - 1 for q, floor in below])
        if least >= 0 or least + len(below) <= 0:
            return least < 0
        bits *= 2
    raise Beyond("two sums of roots are too close to be told apart")
