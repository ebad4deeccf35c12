"""Relations between compiled expressions."""

from __future__ import annotations

from dataclasses import dataclass
from operator import eq
from typing import Any

from verify.language.expression import Kind, Relation
from verify.meaning.failures import Lacking
from verify.meaning.frame import SCALARS, Code, Frame
from verify.meaning.operations import Operations, Test

_ORDERS = (Relation.LESS, Relation.LESS_EQUAL, Relation.GREATER, Relation.GREATER_EQUAL)


@dataclass(frozen=True, slots=True)
class Sides:
    """A relation with both sides' codes and the test on their values."""

    left: Code
    right: Code
    test: Test

    def holds(self, frame: Frame) -> Any:
        """Whether the relation holds: a truth."""
        return self.test(self.left.run(frame), self.right.run(frame))


def sides(operations: Operations, relation: Relation, left: Code, right: Code) -> Sides:
    """A relation between values. Raises Lacking for one that compares kinds that it does not order."""
    if left.kind in SCALARS and right.kind in SCALARS:
        return Sides(left, right, operations.scalar_test(relation))
    if left.kind is not right.kind:
        raise Lacking(f"{relation.value} between {left.kind.value} and {right.kind.value}")
    if relation in _ORDERS:
        raise Lacking(f"{relation.value} between values of kind {left.kind.value}")
    if left.kind is not Kind.MATRIX and relation is not Relation.EQUAL:
        raise Lacking(f"{relation.value} between values of kind {left.kind.value}")
    if left.kind in (Kind.MATRIX, Kind.VECTOR, Kind.ROW):
        return Sides(left, right, operations.matrix_test(relation))
    return Sides(left, right, eq)
