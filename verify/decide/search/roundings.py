"""Float vectors and matrices as small exact ones: stretched to small integers or over small denominators, as they stand and turned."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from verify.decide.draw.matrices import is_psd
from verify.decide.draw.units import Unit
from verify.decide.search.parameters import Parameters, Slot, values_of
from verify.decide.search.spectral import spectral_rounding
from verify.language.expression import Kind
from verify.language.statement import Shape
from verify.meaning.floats.batch import Array
from verify.meaning.instance import Value

_SIZES = (1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 24, 32)  # of the largest entry, where all arrays are stretched before they are rounded
_DENOMINATORS = (1, 2, 3, 4, 6, 8, 12, 16, 32, 64, 256, 1024, 4096, 32768)
_SPECTRAL = (1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 24, 32, 64)  # of eigenvalues, and of the vectors that make a basis
_VARIANTS = 3  # roundings up or down by chance, beside that to the nearest
_ARRAYS = (Kind.MATRIX, Kind.VECTOR, Kind.ROW)

Arrays = Mapping[Unit, tuple[Value, ...]]


@dataclass(frozen=True, slots=True)
class _Grid:
    """Multiples of 1/denominator, after stretching by a factor; by chance up or down where there is a generator.

    spectral: symmetric matrices are rounded by their eigenvalues and vectors.
    """

    stretch: float
    denominator: int
    random: np.random.Generator | None = None
    spectral: bool = False

    def numerators(self, values: Array) -> Array:
        scaled = values * (self.stretch * self.denominator)
        return np.rint(scaled) if self.random is None else np.floor(scaled + self.random.random(size=scaled.shape))


def rounded_arrays(parameters: Parameters, theta: Array, spectral: bool = False) -> Iterator[Arrays]:
    """Exact vectors, matrices and members near those of θ, (length,), up to a common factor and a rotation; the smallest numbers first.

    spectral: also with simple eigenvalues.
    """
    given = _given(parameters, theta)
    seen: set[tuple[tuple[Value, ...], ...]] = set()
    turned = _turned(given)
    for grid in _grids(given, spectral):
        for values in (given, turned) if turned is not None else (given,):
            exact = {s.unit: _exact(s, v, grid) for s, v in values.items()}
            key = tuple(exact.values())
            if key not in seen:
                seen.add(key)
                yield exact


def nearest_arrays(parameters: Parameters, theta: Array, denominator: int) -> Arrays:
    """The same over one denominator, neither stretched nor turned."""
    return {s.unit: _exact(s, v, _Grid(1.0, denominator)) for s, v in _given(parameters, theta).items()}


def _given(parameters: Parameters, theta: Array) -> dict[Slot, Array]:
    return {s: values_of(s, theta[np.newaxis])[0] for s in parameters.slots if not s.unit.is_scalar}


def _grids(given: Mapping[Slot, Array], spectral: bool) -> Iterator[_Grid]:
    largest = max((float(np.abs(v).max()) for s, v in given.items() if s.unit.kind in _ARRAYS and v.size), default=0.0)
    random = np.random.default_rng(0)
    if largest:
        for size in _SIZES:
            yield _Grid(size / largest, 1)
            yield from (_Grid(size / largest, 1, random) for _ in range(_VARIANTS))
    if spectral:
        yield from (_Grid(1.0, q, spectral=True) for q in _SPECTRAL)
    yield from (_Grid(1.0, q) for q in _DENOMINATORS)


def _turned(given: Mapping[Slot, Array]) -> dict[Slot, Array] | None:
    """The same in a basis in which the sum of all symmetric matrices is diagonal; None where there are several sizes, or none."""
    arrays = {s: v for s, v in given.items() if s.unit.kind in _ARRAYS}
    sizes = {s.dimension for s in arrays}
    symmetric = [v.sum(axis=0) for s, v in arrays.items() if s.unit.kind is Kind.MATRIX and s.unit.shape is not Shape.GENERAL]
    if len(sizes) != 1 or sizes <= {0, 1} or not symmetric:
        return None
    basis = np.linalg.eigh(np.sum(symmetric, axis=0))[1]
    return {s: _in_basis(s, v, basis) for s, v in given.items()}


def _in_basis(slot: Slot, values: Array, basis: Array) -> Array:
    match slot.unit.kind:
        case Kind.MATRIX:
            return np.asarray(basis.T @ values @ basis)
        case Kind.VECTOR | Kind.ROW:
            return np.asarray(values @ basis)
        case _:
            return values


def _exact(slot: Slot, values: Array, grid: _Grid) -> tuple[Value, ...]:
    match slot.unit.kind, slot.unit.shape:
        case Kind.MATRIX, (Shape.PSD | Shape.SYMMETRIC) as shape if grid.spectral and slot.dimension:
            return tuple(spectral_rounding(v, grid.denominator, shape is Shape.PSD) for v in values)
        case Kind.MATRIX, Shape.PSD:
            return tuple(_exact_psd(v, grid) for v in values)
        case Kind.MATRIX, Shape.SYMMETRIC:
            lower = (np.tril(grid.numerators(v)) for v in values)
            return tuple(_fractions(m + np.tril(m, -1).T, grid.denominator) for m in lower)
        case (Kind.MATRIX | Kind.VECTOR | Kind.ROW), _:
            return tuple(_fractions(grid.numerators(v), grid.denominator) for v in values)
        case Kind.INTEGER, _:
            return tuple(Fraction(int(v)) for v in values)
        case _:
            return tuple(Fraction(int(n), grid.denominator) for n in np.rint(values * grid.denominator))


def _exact_psd(matrix: Array, grid: _Grid) -> Value:
    """The matrix rounded, if that is positive semidefinite; else R Rᵀ of a triangular factor rounded."""
    lower = np.tril(grid.numerators(matrix))
    rounded: Value = _fractions(lower + np.tril(lower, -1).T, grid.denominator)
    if is_psd(rounded):  # type: ignore[arg-type]  # a matrix
        return rounded
    values, vectors = np.linalg.eigh(matrix)
    triangle = np.linalg.qr((vectors * np.sqrt(np.maximum(values, 0.0))).T)[1].T
    rows = np.rint(triangle * np.sqrt(grid.stretch) * grid.denominator)
    factor = np.array([[int(x) for x in row] for row in rows], dtype=object)  # exact: in floats a product of long integers need not be psd
    return _fractions(factor @ factor.T, grid.denominator**2)


def _fractions(numerators: Array, denominator: int) -> Value:
    """Numerators over one denominator, as a vector or a matrix."""
    if numerators.ndim == 1:
        return tuple(Fraction(int(n), denominator) for n in numerators)
    return tuple(tuple(Fraction(int(n), denominator) for n in row) for row in numerators)
