"""Tests whose slack is relative to the size of what is compared, so that scaling both sides changes nothing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from flint import fmpq

from verify.language.expression import Relation
from verify.meaning.floats.arrays import Scalar
from verify.meaning.floats.arrays import reals as as_reals
from verify.meaning.floats.batch import Array
from verify.meaning.floats.operations import FLOATS
from verify.meaning.floats.spectra import frobenius_norm
from verify.meaning.floats.truth import Truth
from verify.meaning.operations import Test


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


RELATIVE = replace(FLOATS, scalar_test=scalar_test, matrix_test=matrix_test)
