"""Numbers and matrices of a whole batch, with the operators of exact ones: +, −, · (of matrices the matrix product), transpose().

A rational that all instances share stays an fmpq and mixes with them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from flint import fmpq

from verify.meaning.floats.batch import Array


@dataclass(frozen=True, slots=True, eq=False)
class Reals:
    """A number per instance. array: (b,), or (1,) for one that all share."""

    array: Array

    def __neg__(self) -> Reals:
        return Reals(-self.array)

    def __add__(self, other: Scalar | int) -> Reals:
        return Reals(self.array + floats(other)) if isinstance(other, Reals | fmpq | int) else NotImplemented

    __radd__ = __add__

    def __sub__(self, other: Scalar | int) -> Reals:
        return Reals(self.array - floats(other)) if isinstance(other, Reals | fmpq | int) else NotImplemented

    def __rsub__(self, other: fmpq | int) -> Reals:
        return Reals(floats(other) - self.array)

    def __mul__(self, other: Scalar | int) -> Reals:
        return Reals(self.array * floats(other)) if isinstance(other, Reals | fmpq | int) else NotImplemented

    __rmul__ = __mul__

    def __truediv__(self, other: fmpq | int) -> Reals:
        return Reals(self.array / floats(other))


@dataclass(frozen=True, slots=True, eq=False)
class Matrices:
    """A matrix per instance. array: (b, rows, columns), or (1, rows, columns) for one that all share."""

    array: Array

    def nrows(self) -> int:
        return int(self.array.shape[1])

    def ncols(self) -> int:
        return int(self.array.shape[2])

    def transpose(self) -> Matrices:
        return Matrices(self.array.transpose(0, 2, 1))

    def __getitem__(self, place: tuple[int, int]) -> Reals:
        return Reals(self.array[:, place[0], place[1]])

    def __neg__(self) -> Matrices:
        return Matrices(-self.array)

    def __add__(self, other: Matrices) -> Matrices:
        return Matrices(self.array + other.array)

    def __sub__(self, other: Matrices) -> Matrices:
        return Matrices(self.array - other.array)

    def __mul__(self, other: Matrices | Scalar) -> Matrices:
        """The matrix product, or that with a scalar."""
        if isinstance(other, Matrices):
            return Matrices(self.array @ other.array)
        if isinstance(other, Reals):
            return Matrices(self.array * other.array[:, np.newaxis, np.newaxis])
        return Matrices(self.array * floats(other))

    def __rmul__(self, other: Scalar) -> Matrices:
        """A scalar on the left."""
        return self * other


Scalar = Reals | fmpq


def floats(number: Scalar | int) -> Array | float:
    """A number as floats; a rational beyond all floats as an infinite one."""
    if isinstance(number, Reals):
        return number.array
    try:
        return float(number)
    except OverflowError:
        return float("inf") if number > 0 else float("-inf")


def reals(number: Scalar) -> Reals:
    """A number as an array."""
    return number if isinstance(number, Reals) else Reals(np.array([floats(number)]))
