"""ρ(Φ) of a recursion of exact rationals: bounds with certificates, and its exact place among rationals where d is small."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import Any

import numpy as np
from flint import fmpq_poly

from verify.dynamics.approximate import eigenvectors
from verify.dynamics.blocks import coordinate_blocks, restricted
from verify.dynamics.certificate import Side, certificate
from verify.dynamics.exact import exact_array, exact_number
from verify.dynamics.exact_span import exact_span, rank_of_directions
from verify.dynamics.kronecker import on_pairs
from verify.dynamics.moment_map import MomentMap, moment_map
from verify.dynamics.recursion import LinearRecursion
from verify.dynamics.rounded import in_floats

SMALL = 5  # up to this d the characteristic polynomial of Φ, of degree d(d+1)/2, is soon had
_GAPS = tuple(Fraction(1, 10**n) for n in (9, 7, 5, 3, 1))  # relative distances from the estimate at which a certificate is looked for


def exact_bounds(recursion: LinearRecursion) -> tuple[Fraction, Fraction]:
    """(lo, hi) with lo <= ρ(Φ) <= hi; equal where ρ(Φ) is known exactly: blocks of d = 1, quiet directions, ρ(Φ) = 1 for small d.

    Every other bound is that of a certificate, of the characteristic polynomial for small d, or of I: Φ(I) ⪯ hi I.
    """
    found = [_block_bounds(restricted(recursion, at)) for at in coordinate_blocks(recursion)]
    return max(lo for lo, _ in found), max(hi for _, hi in found)


def compare(recursion: LinearRecursion, c: Fraction) -> int:
    """The sign of ρ(Φ) − c, exactly, for d <= SMALL: ρ(Φ) is the largest real zero of the characteristic polynomial of Φ."""
    if recursion.d > SMALL:
        raise ValueError(f"the characteristic polynomial is for d <= {SMALL}")
    polynomial = on_pairs(moment_map(recursion)).charpoly()(fmpq_poly([exact_number(c), 1]))
    at_zero = polynomial[0] == 0
    while polynomial[0] == 0:
        polynomial = fmpq_poly(list(polynomial.coeffs())[1:])
    return 1 if polynomial.degree() > 0 and has_positive_root(polynomial) else 0 if at_zero else -1


def _block_bounds(recursion: LinearRecursion) -> tuple[Fraction, Fraction]:
    if recursion.d == 1:
        value = _fraction(moment_map(recursion).apply(exact_array([[1]]))[0, 0])
        return value, value
    if np.ndim(recursion.offset) == 0 and rank_of_directions(recursion) < recursion.d:
        span, quiet = exact_span(recursion), _fraction(recursion.offset) ** 2
        lo, hi = (quiet, quiet) if span is None else exact_bounds(span.recursion)
        return max(lo, quiet), max(hi, quiet)
    lo, hi = _certified(recursion)
    if recursion.d <= SMALL and (lo <= 1 <= hi or hi - lo > _GAPS[0] * 4 * hi):
        return _compared(recursion, lo, hi)
    return lo, hi


def _certified(recursion: LinearRecursion) -> tuple[Fraction, Fraction]:
    estimate = _estimate(recursion)
    above = (certificate(recursion, Side.ABOVE, _short(estimate, gap)) for gap in _GAPS)
    below = (certificate(recursion, Side.BELOW, c) for gap in _GAPS if (c := _short(estimate, -gap)) > 0)
    hi = next((found.c for found in above if found is not None), None)
    lo = next((found.c for found in below if found is not None), Fraction(0))
    return lo, _row_sum(moment_map(recursion)) if hi is None else hi


def _compared(recursion: LinearRecursion, lo: Fraction, hi: Fraction) -> tuple[Fraction, Fraction]:
    """The bounds as the characteristic polynomial narrows them: at 1, and around the estimate."""
    estimate = _estimate(recursion)
    for c in (Fraction(1), *(_short(estimate, sign * gap) for gap in reversed(_GAPS) for sign in (1, -1))):
        if lo <= c <= hi and lo < hi:
            match compare(recursion, c):
                case 0:
                    return c, c
                case 1:
                    lo = c
                case _:
                    hi = c
    return lo, hi


def _estimate(recursion: LinearRecursion) -> Fraction:
    floats = in_floats(recursion)
    return Fraction(max(0.0, eigenvectors(floats, moment_map(floats)).radius))


def _short(estimate: Fraction, gap: Fraction) -> Fraction:
    """A rational with a small denominator, between the estimate and at most (1 + gap) of it or so."""
    near = estimate * (1 + gap * Fraction(3, 4)) if estimate else max(gap, Fraction(0))
    return near.limit_denominator(int(8 / abs(gap * (estimate or 1))) + 1)


def _row_sum(phi: MomentMap) -> Fraction:
    """At least the largest eigenvalue of Φ(I)."""
    image = phi.apply(phi.identity())
    return max(sum((abs(_fraction(entry)) for entry in row), Fraction(0)) for row in image)


def has_positive_root(polynomial: fmpq_poly) -> bool:
    """Whether a polynomial without the zero 0 has a positive one, in integers of whatever length.

    Descartes: with multiplicity there are as many as changes of sign among the coefficients, or fewer by an even number. Where that leaves
    it open, Sturm's sequence counts the distinct ones.
    """
    changes = _changes([_sign(c) for c in polynomial.coeffs()])
    if changes % 2 or not changes:
        return bool(changes)
    sequence = _sturm(polynomial)
    at_zero, at_infinity = ([_sign(p[at(p)]) for p in sequence] for at in (lambda _: 0, lambda p: p.degree()))
    return _changes(at_zero) > _changes(at_infinity)


def _sturm(polynomial: fmpq_poly) -> list[fmpq_poly]:
    """p, p', and the negated remainders, each up to a positive factor. Changes of sign count distinct zeros, square-free or not."""
    sequence = [polynomial, polynomial.derivative()]
    while sequence[-1].degree() > 0:
        rest = -(sequence[-2] % sequence[-1])
        if rest.degree() < 0:
            break
        whole = rest.numer()
        sequence.append(fmpq_poly(whole // whole.content()))
    return sequence


def _changes(signs: list[int]) -> int:
    """How often the sign changes; zeros are passed over."""
    there = [sign for sign in signs if sign]
    return sum(one != other for one, other in pairwise(there))


def _sign(number: Any) -> int:
    return int(number > 0) - int(number < 0)


def _fraction(value: Any) -> Fraction:
    return Fraction(int(value.p), int(value.q))
