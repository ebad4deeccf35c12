"""The float meaning's functions. A rational that all instances share is an fmpq, every other number a `Reals`.

An instance on which a value does not exist (a division by zero, a root of a negative number) has nan there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from types import MappingProxyType
from typing import Any

import numpy as np
import scipy.special
from flint import fmpq

from verify.language.expression import Kind, Operator, Relation
from verify.meaning import exact_operations, reals
from verify.meaning.failures import Lacking, NoValue
from verify.meaning.floats.arrays import Matrices, Reals, Scalar, floats
from verify.meaning.floats.arrays import reals as as_reals
from verify.meaning.floats.batch import Array
from verify.meaning.floats.spectra import (
    ROUNDING,
    asymmetry,
    frobenius_norm,
    largest_eigenvalue,
    largest_entry,
    norm_1,
    operator_norm,
    root_of_psd,
    schatten_1_norm,
    smallest_eigenvalue,
)
from verify.meaning.floats.truth import Truth, all_hold, implies, truth
from verify.meaning.laws import checked_moments, checked_probability
from verify.meaning.operations import MATRICES, VECTORS, Operations, Test

SCALARS = (Kind.REAL, Kind.INTEGER)
NEARLY_ZERO = 1e-12  # what rounding leaves of a zero among numbers around 1


def quotient(numerator: Scalar, denominator: Scalar) -> Scalar:
    """numerator / denominator. Raises NoValue where the denominator is zero for all."""
    if isinstance(denominator, fmpq):
        if not denominator:
            raise NoValue("division by zero")
        return numerator / denominator
    below = denominator.array
    return Reals(floats(numerator) / np.where(below == 0, np.nan, below))


def power(base: Scalar, exponent: Scalar) -> Scalar:
    """base to any real exponent; exponent 0 gives 1. Raises NoValue for a negative power of zero."""
    if isinstance(base, fmpq) and isinstance(exponent, fmpq) and exponent.q == 1:
        if exponent < 0:
            return power(quotient(fmpq(1), base), -exponent)
        return base ** reals.exponent_of(exponent)
    if isinstance(exponent, fmpq) and exponent.q == 2:
        return power(root(base), fmpq(exponent.p))
    below, above = as_reals(base).array, as_reals(exponent).array
    missing = np.isnan(below) | np.isnan(above) | ((below == 0) & (above < 0))
    return Reals(np.where(missing, np.nan, below**above))


def root(number: Scalar) -> Reals:
    """The square root; of a number that is below zero by no more than NEARLY_ZERO, zero."""
    array = as_reals(number).array
    return Reals(np.sqrt(np.where((array < 0) & (array >= -NEARLY_ZERO), 0.0, array)))


def absolute(number: Scalar) -> Scalar:
    """|number|."""
    return Reals(np.abs(number.array)) if isinstance(number, Reals) else abs(number)


def largest(numbers: list[Scalar]) -> Scalar:
    """The largest of at least one number."""
    known, arrays = [n for n in numbers if isinstance(n, fmpq)], [n.array for n in numbers if isinstance(n, Reals)]
    return Reals(reduce(np.maximum, arrays + [as_reals(n).array for n in known])) if arrays else max(known)


def probability(number: Scalar) -> fmpq:
    """A probability that all instances share. Raises NoValue outside [0, 1], Lacking for one that differs within the batch."""
    if isinstance(number, Reals):
        raise Lacking("a probability that is not one rational number for all of a batch")
    return checked_probability(number)


def moments(mean: Scalar, variance: Scalar) -> tuple[Scalar, Scalar]:
    """A mean and a variance; one that is negative is nan. Raises NoValue where all instances share a negative one."""
    if isinstance(variance, Reals):
        return mean, Reals(np.where(variance.array < 0, np.nan, variance.array))
    return mean, checked_moments(fmpq(0), variance)[1]


def matrix_power(base: Matrices, exponent: Scalar) -> Matrices:
    """A natural power, or a half-integer one of a PSD matrix. Raises NoValue for a negative exponent."""
    if not isinstance(exponent, fmpq) or exponent.q > 2:
        raise Lacking("a power of a matrix whose exponent is neither an integer nor half of one")
    if exponent < 0:
        raise NoValue("a negative power of a matrix")
    of = (base if exponent.q == 1 else root_of_psd(base)).array
    missing = np.isnan(of).any(axis=(1, 2), keepdims=True)
    return Matrices(np.where(missing, np.nan, np.linalg.matrix_power(of, reals.exponent_of(fmpq(exponent.p)))))


def scalar_test(relation: Relation) -> Test:
    """The test of a relation between numbers. Raises Lacking for one that does not compare."""
    exact = exact_operations.scalar_test(relation)
    margin = _MARGINS[relation]
    strict = relation in (Relation.LESS, Relation.GREATER)

    def test(left: Scalar, right: Scalar) -> Truth:
        a, b = as_reals(left).array, as_reals(right).array
        slack = margin(a, b)
        if isinstance(left, fmpq) and isinstance(right, fmpq):
            return Truth(slack, np.array([exact(left, right)]))
        rounding = ROUNDING * np.maximum(np.abs(a), np.abs(b))
        return Truth(slack, slack > rounding if strict else slack >= -rounding)

    return test


_MARGINS: MappingProxyType[Relation, Callable[[Array, Array], Array]] = MappingProxyType(
    {
        Relation.EQUAL: lambda a, b: -np.abs(a - b),
        Relation.LESS: lambda a, b: b - a,
        Relation.LESS_EQUAL: lambda a, b: b - a,
        Relation.LOEWNER_LESS_EQUAL: lambda a, b: b - a,
        Relation.GREATER: lambda a, b: a - b,
        Relation.GREATER_EQUAL: lambda a, b: a - b,
        Relation.LOEWNER_GREATER_EQUAL: lambda a, b: a - b,
    }
)


def matrix_test(relation: Relation) -> Test:
    """The test of a relation between matrices. Raises Lacking for one that does not compare them."""
    match relation:
        case Relation.EQUAL:
            return lambda a, b: _equal(a.array, b.array)
        case Relation.LOEWNER_LESS_EQUAL:
            return lambda a, b: _ordered(a.array, b.array)
        case Relation.LOEWNER_GREATER_EQUAL:
            return lambda a, b: _ordered(b.array, a.array)
        case _:
            raise Lacking(relation.value)


def _equal(left: Array, right: Array) -> Truth:
    slack = -largest_entry(left - right)
    return Truth(slack, slack >= -_rounding(left, right))


def _ordered(small: Array, large: Array) -> Truth:
    """large − small ⪰ 0: its smallest eigenvalue, or how far it is from symmetric where that is more than rounding."""
    difference, rounding = large - small, _rounding(small, large)
    skew, least = asymmetry(difference), smallest_eigenvalue(difference)
    slack = np.where(skew > rounding, np.minimum(least, -skew), least)
    return Truth(slack, slack >= -rounding)


def _rounding(left: Array, right: Array) -> Array:
    return ROUNDING * np.maximum(largest_entry(left), largest_entry(right))


def indicator(found: Truth | bool) -> Scalar:
    """1 where it holds, else 0."""
    found = truth(found)
    ones = np.where(np.isnan(found.slack), np.nan, found.holds)
    return fmpq(int(ones[0])) if (ones == ones[0]).all() else Reals(ones)


def _shape(value: Any) -> tuple[int, int] | None:
    return (value.nrows(), value.ncols()) if isinstance(value, Matrices) else None


def _table(rows: Sequence[Sequence[Scalar]]) -> Matrices:
    arrays = np.broadcast_arrays(*(as_reals(entry).array for row in rows for entry in row))
    return Matrices(np.stack(arrays, axis=1).reshape(-1, len(rows), len(rows[0])))


def _pointwise(of: Callable[[Array], Array]) -> Callable[[Scalar], Reals]:
    return lambda number: Reals(of(as_reals(number).array))


FLOATS = Operations(
    quotient=quotient,
    power=power,
    root=root,
    absolute=absolute,
    largest=largest,
    probability=probability,
    moments=moments,
    scaled=lambda matrix, number: matrix * number,
    matrix_power=matrix_power,
    identity=lambda size: Matrices(np.eye(size)[np.newaxis]),
    zeros=lambda rows, columns: Matrices(np.zeros((1, rows, columns))),
    shape=_shape,
    table=_table,
    scalar_test=scalar_test,
    matrix_test=matrix_test,
    all_hold=all_hold,
    implies=implies,
    indicator=indicator,
    measures=MappingProxyType(
        {
            Operator.NORM_1: (VECTORS, norm_1),
            Operator.NORM_2: (VECTORS, frobenius_norm),
            Operator.NORM_FROBENIUS: (MATRICES, frobenius_norm),
            Operator.NORM_SCHATTEN_1: (MATRICES, schatten_1_norm),
            Operator.NORM_OPERATOR: (MATRICES, operator_norm),
            Operator.LARGEST_EIGENVALUE: (MATRICES, largest_eigenvalue),
            Operator.GAMMA: (SCALARS, _pointwise(scipy.special.gamma)),
            Operator.LOG: (SCALARS, _pointwise(np.log)),
        }
    ),
)
