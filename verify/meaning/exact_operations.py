"""The exact meaning's functions: no floating-point number is used."""

from __future__ import annotations

from collections.abc import Iterable
from types import MappingProxyType
from typing import Any, assert_never

from flint import fmpq, fmpq_mat

from verify.language.expression import Operator, Relation
from verify.meaning import reals
from verify.meaning.failures import Lacking, NoValue, Undecided
from verify.meaning.laws import checked_moments, checked_probability
from verify.meaning.matrix import Matrix, RealMatrix, identity, is_psd, same, scaled, trace
from verify.meaning.operations import MATRICES, VECTORS, Later, Operations, Test
from verify.meaning.real_matrix import matrix_of
from verify.meaning.reals import Real, absolute, compare, total
from verify.meaning.spectrum import frobenius_norm, largest_eigenvalue, operator_norm, root_of_psd, schatten_1_norm


def norm_1(vector: Matrix) -> Real:
    """Σ |x_i|."""
    return total(absolute(entry) for entry in vector.entries())


def matrix_power(base: Matrix, exponent: Real) -> Matrix:
    """A natural power, or a half-integer one of a PSD matrix. Raises NoValue for a negative exponent."""
    if not isinstance(exponent, fmpq) or exponent.q > 2:
        raise Lacking("a power of a matrix whose exponent is neither an integer nor half of one")
    if exponent.p < 0:
        raise NoValue("a negative power of a matrix")
    root_or_base = base if exponent.q == 1 else root_of_psd(base)
    return root_or_base ** reals.exponent_of(fmpq(exponent.p))


def norm_of_roots(left: Matrix, right: Matrix) -> Real:
    """‖A^½ B^½‖_F = √Tr(AB) of PSD matrices. Raises NoValue where one of them has no root."""
    if not (is_psd(left) and is_psd(right)):
        raise NoValue("a square root of a matrix that is not positive semidefinite")
    return reals.root(trace(left * right))


def scalar_test(relation: Relation) -> Test:
    """The test of a relation between real numbers. Raises Lacking for one that does not compare."""
    match relation:
        case Relation.EQUAL:
            return lambda a, b: compare(a, b) == 0
        case Relation.LESS:
            return lambda a, b: compare(a, b) < 0
        case Relation.LESS_EQUAL | Relation.LOEWNER_LESS_EQUAL:
            return lambda a, b: compare(a, b) <= 0
        case Relation.GREATER:
            return lambda a, b: compare(a, b) > 0
        case Relation.GREATER_EQUAL | Relation.LOEWNER_GREATER_EQUAL:
            return lambda a, b: compare(a, b) >= 0
        case Relation.IN | Relation.DISTRIBUTED:
            raise Lacking(relation.value)
        case _:
            assert_never(relation)


def matrix_test(relation: Relation) -> Test:
    """The test of a relation between matrices. Raises Lacking for one that does not compare them."""
    match relation:
        case Relation.EQUAL:
            return same
        case Relation.LOEWNER_LESS_EQUAL:
            return lambda a, b: is_psd(b - a)
        case Relation.LOEWNER_GREATER_EQUAL:
            return lambda a, b: is_psd(a - b)
        case _:
            raise Lacking(relation.value)


def all_hold(tests: Iterable[Later]) -> bool:
    """Whether all tests hold, in order up to the first that fails. Raises Undecided where none fails and one is undecided."""
    undecided: Undecided | None = None
    for test in tests:
        try:
            if not test():
                return False
        except Undecided as failure:
            undecided = undecided or failure
    if undecided:
        raise undecided
    return True


def implies(premiss: Later, conclusion: Later) -> bool:
    """The conclusion, where the premiss holds; where it does not, the conclusion is not looked at."""
    return not premiss() or bool(conclusion())


def shape(value: Any) -> tuple[int, int] | None:
    """Rows and columns of a matrix."""
    return (value.nrows(), value.ncols()) if isinstance(value, fmpq_mat | RealMatrix) else None


EXACT = Operations(
    quotient=reals.quotient,
    power=reals.power,
    root=reals.root,
    absolute=reals.absolute,
    largest=reals.largest,
    probability=checked_probability,
    moments=checked_moments,
    scaled=scaled,
    matrix_power=matrix_power,
    identity=identity,
    zeros=fmpq_mat,
    shape=shape,
    table=matrix_of,
    scalar_test=scalar_test,
    matrix_test=matrix_test,
    all_hold=all_hold,
    implies=implies,
    indicator=lambda truth: fmpq(1 if truth else 0),
    measures=MappingProxyType(
        {
            Operator.NORM_1: (VECTORS, norm_1),
            Operator.NORM_2: (VECTORS, frobenius_norm),
            Operator.NORM_FROBENIUS: (MATRICES, frobenius_norm),
            Operator.NORM_SCHATTEN_1: (MATRICES, schatten_1_norm),
            Operator.NORM_OPERATOR: (MATRICES, operator_norm),
            Operator.LARGEST_EIGENVALUE: (MATRICES, largest_eigenvalue),
        }
    ),
    norm_of_roots=norm_of_roots,
)
