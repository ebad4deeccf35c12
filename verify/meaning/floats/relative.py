"""Tests whose slack is relative to the size of what is compared, so that scaling both sides changes nothing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from flint import fmpq

from verify.language.expression import Relation
from verify.meaning.floats.arrays import Matrices, Scalar
from verify.meaning.floats.arrays import reals as as_reals
from verify.meaning.floats.batch import Array
from verify.meaning.floats.operations import FLOATS
from verify.meaning.floats.spectra import frobenius_norm
from verify.meaning.floats.truth import Truth
from verify.meaning.operations import Test

_SINGULAR = 1e-9  # relative: a direction in which both sides vanish


def scalar_test(relation: Relation) -> Test:
    """The test of a relation between numbers: slack over |a| + |b|; of a number against 0, slack over 1 + |slack|."""
    absolute = FLOATS.scalar_test(relation)

    def test(left: Scalar, right: Scalar) -> Truth:
        found: Truth = absolute(left, right)
        if _is_zero(left) or _is_zero(right):
            return replace(found, slack=_share(found.slack, 1 + np.abs(found.slack)))
        size = np.abs(as_reals(left).array) + np.abs(as_reals(right).array)
        return replace(found, slack=_share(found.slack, size))

    return test


def matrix_test(relation: Relation) -> Test:
    """The test of a relation between matrices: slack over ‖A‖_F + ‖B‖_F."""
    absolute = FLOATS.matrix_test(relation)

    def test(left: object, right: object) -> Truth:
        found: Truth = absolute(left, right)
        size = frobenius_norm(left).array + frobenius_norm(right).array  # type: ignore[arg-type]  # the kinds are checked by `relations.sides`
        return replace(found, slack=_share(found.slack, size))

    return test


def _is_zero(number: Scalar) -> bool:
    return isinstance(number, fmpq) and number == 0


def _share(slack: Array, size: Array) -> Array:
    """slack / size, and 0 where both are zero."""
    return np.asarray(slack / np.where((size == 0) & (slack == 0), 1.0, size))


def directed_test(relation: Relation) -> Test:
    """The test of a relation between matrices: of A ⪯ B the least xᵀ(B − A)x / xᵀ(|A| + |B|)x, whatever the size of either along x.

    Over ‖A‖_F + ‖B‖_F as `matrix_test` where one of them is 0, and for other relations.
    """
    plain = matrix_test(relation)
    if relation not in (Relation.LOEWNER_LESS_EQUAL, Relation.LOEWNER_GREATER_EQUAL):
        return plain

    def test(left: Matrices, right: Matrices) -> Truth:
        found: Truth = plain(left, right)
        sides = (left, right) if relation is Relation.LOEWNER_LESS_EQUAL else (right, left)
        small, large = np.broadcast_arrays(*(m.array for m in sides))
        whole = np.isfinite(small).all(axis=(1, 2)) & np.isfinite(large).all(axis=(1, 2))
        whole &= np.any(small != 0, axis=(1, 2)) & np.any(large != 0, axis=(1, 2))
        slack = np.array(np.broadcast_to(found.slack, whole.shape))
        if whole.any():
            slack[whole] = least_share(small[whole], large[whole], large[whole] - small[whole])
        return replace(found, slack=slack)

    return test


def least_share(small: Array, large: Array, difference: Array) -> Array:
    """λ_min of S^(−½) (B − A) S^(−½) for S = |A| + |B|, (b,). difference: B − A, which the caller may know more exactly."""
    values, vectors = np.linalg.eigh(_absolute(small) + _absolute(large))
    roots = 1 / np.sqrt(np.maximum(values, _SINGULAR * values[:, -1:]))
    half = vectors * roots[:, np.newaxis, :]
    share = half.swapaxes(1, 2) @ difference @ half
    return np.asarray(np.linalg.eigvalsh((share + share.swapaxes(1, 2)) / 2)[:, 0])


def _absolute(matrices: Array) -> Array:
    """|M| of the symmetric part."""
    values, vectors = np.linalg.eigh((matrices + matrices.swapaxes(1, 2)) / 2)
    return np.asarray((vectors * np.abs(values)[:, np.newaxis, :]) @ vectors.swapaxes(1, 2))


RELATIVE = replace(FLOATS, scalar_test=scalar_test, matrix_test=matrix_test)
DIRECTED = replace(RELATIVE, matrix_test=directed_test)
