"""Matrices some of whose entries are irrational; what flint's rational matrices do, over exact real numbers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flint import fmpq, fmpq_mat

from verify.meaning.enclosure import Enclosure
from verify.meaning.reals import Real, total
from verify.meaning.surd import Surd, enclose

LONGEST_ENTRY = 8  # terms of a surd that is an entry of a product
Rows = tuple[tuple[Real, ...], ...]


@dataclass(frozen=True, slots=True, eq=False)
class RealMatrix:
    """A matrix by rows. Built by `matrix_of`, which gives a flint matrix where all entries are rational."""

    rows: Rows

    def nrows(self) -> int:
        return len(self.rows)

    def ncols(self) -> int:
        return len(self.rows[0])

    def tolist(self) -> Rows:
        return self.rows

    def entries(self) -> list[Real]:
        return [entry for row in self.rows for entry in row]

    def transpose(self) -> Matrix:
        return matrix_of(zip(*self.rows, strict=True))

    def __getitem__(self, place: tuple[int, int]) -> Real:
        return self.rows[place[0]][place[1]]

    def __neg__(self) -> Matrix:
        return matrix_of([-entry for entry in row] for row in self.rows)

    def __add__(self, other: Matrix) -> Matrix:
        pairs = zip(self.rows, other.tolist(), strict=True)
        return matrix_of([a + b for a, b in zip(mine, theirs, strict=True)] for mine, theirs in pairs)

    __radd__ = __add__

    def __sub__(self, other: Matrix) -> Matrix:
        return self + (-other)

    def __rsub__(self, other: fmpq_mat) -> Matrix:
        return (-self) + other

    def __mul__(self, other: Matrix | fmpq) -> Matrix:
        if isinstance(other, fmpq):
            return matrix_of([entry * other for entry in row] for row in self.rows)
        return _product(self.rows, other.tolist())

    def __rmul__(self, other: fmpq_mat) -> Matrix:
        return _product(other.tolist(), self.rows)

    def __pow__(self, exponent: int) -> Matrix:
        size = range(len(self.rows))
        result: Matrix = fmpq_mat([[int(i == j) for j in size] for i in size])
        for _ in range(exponent):
            result = result * self
        return result


Matrix = fmpq_mat | RealMatrix


def matrix_of(rows: Iterable[Iterable[Real]]) -> Matrix:
    """A matrix by rows."""
    kept = tuple(tuple(row) for row in rows)
    rational = [[entry for entry in row if isinstance(entry, fmpq)] for row in kept]
    if all(len(all_of) == len(some) for all_of, some in zip(kept, rational, strict=True)):
        return fmpq_mat(rational)
    return RealMatrix(kept)


def _product(left: Iterable[Iterable[Real]], right: Iterable[Iterable[Real]]) -> Matrix:
    columns = [tuple(column) for column in zip(*right, strict=True)]
    return matrix_of([_short(total(a * b for a, b in zip(row, column, strict=True))) for column in columns] for row in left)


def _short(number: Real) -> Real:
    """An enclosure for a surd of many terms: in powers of a matrix whose entries are unlike roots their number grows without end."""
    if isinstance(number, Surd) and len(number.terms) > LONGEST_ENTRY:
        return Enclosure(lambda: enclose(number))
    return number
