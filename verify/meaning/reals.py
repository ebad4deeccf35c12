"""Exact real numbers: rationals, sums of square roots, and enclosures; one set of functions over the three.

+, −, ·, / work between all of them; division goes through `quotient`, which knows that zero has no inverse.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import comb
from typing import assert_never

from flint import fmpq

from verify.meaning import enclosure, surd
from verify.meaning.enclosure import Enclosure, ball, root_of, squares_of
from verify.meaning.failures import Lacking, NoValue, Undecided
from verify.meaning.surd import Surd

Real = fmpq | Surd | Enclosure

LARGEST_EXPONENT = 20_000
HALF = fmpq(1, 2)


def sign(number: Real) -> int:
    """−1, 0 or 1. Raises Undecided for an enclosure that may be zero."""
    match number:
        case fmpq():
            return 0 if not number else 1 if number.p > 0 else -1  # a comparison of fractions takes longer
        case Surd():
            return surd.sign(number)
        case Enclosure():
            return enclosure.sign(number)
        case _:
            assert_never(number)


def compare(left: Real, right: Real) -> int:
    """The sign of left − right; of roots of exact numbers, by their squares. Raises Undecided for enclosures that may be equal."""
    if left is right:
        return 0
    if isinstance(left, Enclosure) or isinstance(right, Enclosure):
        squares = squares_of(left, right)
        if squares is not None:
            return sign(squares[0] - squares[1])
    return sign(left - right)


def quotient(numerator: Real, denominator: Real) -> Real:
    """numerator / denominator. Raises NoValue for a denominator that is zero, Undecided for one that may be."""
    if not denominator if isinstance(denominator, fmpq) else sign(denominator) == 0:
        raise NoValue("division by zero")
    return numerator / denominator


def total(numbers: Iterable[Real]) -> Real:
    """The sum; of nothing, zero."""
    found: Real = fmpq(0)
    for number in numbers:
        found = found + number
    return found


def absolute(number: Real) -> Real:
    """|number|; for an enclosure it need not be known whether it is zero."""
    if isinstance(number, Enclosure):
        return Enclosure(lambda: abs(number.ball()))
    return number if sign(number) >= 0 else -number


def root(number: Real) -> Real:
    """√number, as a sum of roots of rationals where it is one that is easily found. Raises NoValue for a negative number."""
    if sign(number) < 0:
        raise NoValue("a square root of a negative number")
    return Enclosure(lambda: number.ball().sqrt()) if isinstance(number, Enclosure) else root_of(number)


def power(base: Real, exponent: Real) -> Real:
    """base to an integer or half-integer exponent; exponent 0 gives 1.

    Raises NoValue for a negative power of zero or a half-integer one of a negative number, Lacking for any other exponent,
    Undecided for an exponent above LARGEST_EXPONENT.
    """
    if not isinstance(exponent, fmpq) or exponent.q > 2:
        raise Lacking("a power whose exponent is neither an integer nor half of one")
    if exponent.q == 2:
        return power(root(base), fmpq(exponent.p))
    n = exponent_of(exponent)
    if n < 0:
        return power(quotient(fmpq(1), base), -exponent)
    return base**n if isinstance(base, fmpq) else _repeated(base, n)


def exponent_of(number: fmpq) -> int:
    """An integer exponent as an int. Raises Undecided above LARGEST_EXPONENT."""
    n = int(number.p)
    if abs(n) > LARGEST_EXPONENT:
        raise Undecided(f"an exponent above {LARGEST_EXPONENT}")
    return n


def largest(numbers: list[Real]) -> Real:
    """The largest of at least one number; an enclosure where it cannot be told which it is."""
    found = numbers[0]
    for number in numbers[1:]:
        found = _larger(found, number)
    return found


def _larger(a: Real, b: Real) -> Real:
    try:
        return b if compare(a, b) < 0 else a
    except Undecided:
        return Enclosure(lambda: ball(a).max(ball(b)))


def binomial(n: fmpq, k: fmpq) -> fmpq:
    """n(n−1)⋯(n−k+1)/k! for integers, 0 for k < 0. Raises NoValue for anything else."""
    if n.q != 1 or k.q != 1:
        raise NoValue("a binomial coefficient of numbers that are not integers")
    if n >= 0 and k >= 0:
        return fmpq(comb(int(n.p), exponent_of(k)))
    product = fmpq(0 if k < 0 else 1)
    for i in range(exponent_of(k)):
        product = product * (n - i) / (i + 1)
    return product


def _repeated(base: Real, n: int) -> Real:
    """baseⁿ by squaring."""
    result: Real = fmpq(1)
    while n:
        if n & 1:
            result = result * base
        base, n = base * base, n >> 1
    return result
