"""What the exact meaning and the float meaning have each their own of: functions on scalars, matrices and truths.

+, −, · and `transpose()` work on the values themselves. An integer is an fmpq in either meaning, and so is a rational that is known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from verify.language.expression import Kind, Operator, Relation

One = Callable[[Any], Any]
Two = Callable[[Any, Any], Any]
Test = Callable[[Any, Any], Any]  # gives a truth
Later = Callable[[], Any]  # gives a truth when it is asked for

VECTORS, MATRICES = (Kind.VECTOR, Kind.ROW), (Kind.MATRIX,)


@dataclass(frozen=True, slots=True)
class Operations:
    """The functions of a meaning.

    Scalars: quotient, power, root, absolute, largest (of a list with at least one), probability (checks that it is one), moments (checks
    that they are a mean and a variance).
    Matrices (n×1 and 1×n ones are vectors and rows): scaled (matrix, scalar), matrix_power, identity (of a size), zeros (rows, columns),
    shape (rows, columns, or None for what is no matrix), table (of rows of scalars, at least one; None where the meaning has no tables).
    Truths: scalar_test and matrix_test (by relation; they raise Lacking for one that does not compare), all_hold (in order), implies,
    indicator (1 or 0).
    measures: norms and the like, each with the kinds that it is for. norm_of_roots: ‖A^½ B^½‖_F of PSD matrices A and B without their
    roots, which may be less exact than it; None where the meaning does not need it.
    """

    quotient: Two
    power: Two
    root: One
    absolute: One
    largest: One
    probability: One
    moments: Two
    scaled: Two
    matrix_power: Two
    identity: Callable[[int], Any]
    zeros: Callable[[int, int], Any]
    shape: Callable[[Any], tuple[int, int] | None]
    table: Callable[[Sequence[Sequence[Any]]], Any] | None
    scalar_test: Callable[[Relation], Test]
    matrix_test: Callable[[Relation], Test]
    all_hold: Callable[[Iterable[Later]], Any]
    implies: Callable[[Later, Later], Any]
    indicator: One
    measures: Mapping[Operator, tuple[tuple[Kind, ...], One]]
    norm_of_roots: Two | None = None
