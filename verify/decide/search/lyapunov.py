"""Rational matrices that tell where the powers of a positive map go: Φ(M) ⪰ q M or Φ(M) ⪯ q M, found in floats and checked exactly.

(Φ − q)⁻¹(I) is such a matrix from below for q under ρ(Φ), near it, and (q − Φ)⁻¹(I) from above for any q beyond it: what they are to
satisfy has room to spare, so that they can be rounded. At ρ(Φ) = 1 it is the part of I that Φ leaves as it is, solved for exactly.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from flint import fmpq, fmpq_mat

from verify.decide.draw.rationals import simplest_between
from verify.decide.prove.growth import OneStep
from verify.language.expression import Relation
from verify.meaning.floats.batch import Array
from verify.meaning.matrix import identity, is_psd

_DENOMINATORS = (1, 2, 4, 8, 16, 64, 1024, 2**16, 2**24)
_NEARER = 6  # how often q is moved half of the way: from the middle of 1 and ρ(Φ) to ρ(Φ), or to 1
_MARGIN = 0.1  # how far from the identity M stays before it is rounded
_NEAR = 1e-9  # relative: ρ(Φ) is taken to be 1

Measure = Callable[[fmpq_mat], fmpq]  # f(M): Tr M or w₀ᵀ M w₀


@dataclass(frozen=True, slots=True)
class MatrixMap:
    """A linear map of matrices, (d, d). images: those of E_11, E_12, …, E_dd, exact."""

    d: int
    images: tuple[fmpq_mat, ...]

    def apply(self, m: fmpq_mat) -> fmpq_mat:
        """Φ(M)."""
        total = fmpq_mat(self.d, self.d)
        for entry, image in zip(m.entries(), self.images, strict=True):
            total += image * entry
        return total

    def is_completely_positive(self) -> bool:
        """Whether Φ(M) is a sum of AᵀMA: the matrix of its images as blocks is positive semidefinite (Choi, 1975)."""
        d = self.d
        rows = [[self.images[d * (i // d) + j // d][i % d, j % d] for j in range(d * d)] for i in range(d * d)]
        return is_psd(fmpq_mat(rows))

    def floats(self) -> Array:
        """The matrix of Φ, (d², d²)."""
        return np.array([[_float(x) for x in image.entries()] for image in self.images]).reshape(self.d**2, self.d**2).T

    def exact(self) -> fmpq_mat:
        """The same, exactly."""
        return fmpq_mat(self.d**2, self.d**2, [x for image in self.images for x in image.entries()]).transpose()


def radius(matrix: Array) -> float:
    """ρ of the matrix of a map, as floats have it."""
    return float(np.abs(np.linalg.eigvals(matrix)).max())


def growing(phi: MatrixMap, measure: Measure, *, beyond: Fraction | None = None) -> OneStep | None:
    """Φ(M) ⪰ q M with I ⪰ M, f(M) > 0 and q > 1; with `beyond` given also q = 1, where f(M) is more than that."""
    rho = radius(phi.floats())
    least = None if beyond is None else fmpq(beyond.numerator, beyond.denominator)
    for q, m in _candidates(phi, rho, up=True):
        fits = is_psd(phi.apply(m) - m * q) and is_psd(identity(phi.d) - m)
        if fits and measure(m) > 0 and (q > 1 or (least is not None and measure(m) > least)):
            return _step(Relation.LOEWNER_GREATER_EQUAL, q, m, measure)
    return None


def fading(phi: MatrixMap, measure: Measure, *, bounded: bool = False) -> OneStep | None:
    """Φ(M) ⪯ q M with I ⪯ M and q < 1; where what is `bounded` counts also Φ(I) = I, and q = 1."""
    one = identity(phi.d)
    if bounded and phi.apply(one) == one:
        return _step(Relation.EQUAL, fmpq(1), one, measure)
    for q, m in _candidates(phi, radius(phi.floats()), up=False):
        if (q < 1 or bounded) and is_psd(m * q - phi.apply(m)) and is_psd(m - one):
            return _step(Relation.LOEWNER_LESS_EQUAL, q, m, measure)
    return None


def _step(relation: Relation, q: fmpq, m: fmpq_mat, measure: Measure) -> OneStep:
    rows = None if m == identity(m.nrows()) else tuple(tuple(_fraction(x) for x in row) for row in m.tolist())
    return OneStep(relation, _fraction(q), _fraction(measure(m)), rows)


def _candidates(phi: MatrixMap, rho: float, up: bool) -> Iterator[tuple[fmpq, fmpq_mat]]:
    """What may be q and M, the simplest first."""
    one = identity(phi.d)
    spectrum = np.linalg.eigvalsh(_array(phi.apply(one)))
    end = float(spectrum.min() if up else spectrum.max())
    if (end > 1) is up and abs(end - 1) > _NEAR:
        yield _between(1 + (end - 1) / 2, end * (1 - _NEAR if up else 1 + _NEAR)), one
    if abs(rho - 1) <= _NEAR:
        yield fmpq(1), one
        yield from ((fmpq(1), m) for m in _kept(phi, up))
    elif (rho > 1) is up:
        width, goal = abs(rho - 1), rho if up else 1.0
        near = [_between(goal - part, goal - part / 2) for part in (width * 0.5**n for n in range(1, _NEARER + 1))]
        found = [(q, m) for q in near if (m := _resolvent(phi, q, up)) is not None]
        yield from ((q, _rounded(m, denominator)) for denominator in _DENOMINATORS for q, m in found)


def _resolvent(phi: MatrixMap, q: fmpq, up: bool) -> Array | None:
    """±(q − Φ)⁻¹(I), scaled to stay a margin from I; None where that cannot be."""
    d = phi.d
    shifted = (phi.floats() - _float(q) * np.eye(d * d)) * (1 if up else -1)
    try:
        found = np.linalg.solve(shifted, np.eye(d).ravel()).reshape(d, d)
    except np.linalg.LinAlgError:
        return None
    found = (found + found.T) / 2
    spectrum = np.linalg.eigvalsh(found)
    size = float(spectrum.max() if up else spectrum.min())
    return np.asarray(found / size * (1 - _MARGIN if up else 1 + _MARGIN)) if size > 0 else None


def _rounded(matrix: Array, denominator: int) -> fmpq_mat:
    return fmpq_mat([[fmpq(int(n), denominator) for n in row] for row in np.rint(matrix * denominator)])


def _kept(phi: MatrixMap, up: bool) -> Iterator[fmpq_mat]:
    """The part M of I with Φ(M) = M and I − M in the image of Φ − 1, scaled to I ⪰ M or M ⪰ I; nothing where there is no such part."""
    d, size = phi.d, phi.d**2
    rest = phi.exact() - identity(size)
    rows = [[*r, *([fmpq(0)] * size), fmpq(0)] for r in rest.tolist()]
    rows += [
        [*[fmpq(int(i == j)) for j in range(size)], *r, one]
        for i, (r, one) in enumerate(zip(rest.tolist(), identity(d).entries(), strict=True))
    ]
    reduced, rank = fmpq_mat(rows).rref()
    pivots = [next(j for j in range(2 * size + 1) if reduced[i, j] != 0) for i in range(rank)]
    if 2 * size in pivots:
        return
    entries = [fmpq(0)] * size
    for i, j in enumerate(pivots):
        if j < size:
            entries[j] = reduced[i, 2 * size]
    m = fmpq_mat(d, d, entries)
    spectrum = np.linalg.eigvalsh(_array(m))
    end = float(spectrum.max() if up else spectrum.min())
    if end > _NEAR:
        yield m * _between(*((1 / end * (1 - _NEAR), 0.5 / end) if up else (1 / end * (1 + _NEAR), 2 / end)))
        yield m * (fmpq(1) / m[0, 0]) if m[0, 0] != 0 else m


def _between(a: float, b: float) -> fmpq:
    found = simplest_between(*sorted((Fraction(a), Fraction(b))))
    return fmpq(found.numerator, found.denominator)


def _array(matrix: fmpq_mat) -> Array:
    return np.array([[_float(x) for x in row] for row in matrix.tolist()])


def _float(x: fmpq) -> float:
    return int(x.p) / int(x.q)


def _fraction(x: fmpq) -> Fraction:
    return Fraction(int(x.p), int(x.q))
