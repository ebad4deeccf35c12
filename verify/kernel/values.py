"""The values of expressions: arrays of rationals with their exact arithmetic and JSON forms, elements of index sets, truth values."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from math import isqrt
from types import MappingProxyType
from typing import Any

from verify.kernel.limits import MAXIMUM_BITS, MAXIMUM_DIGITS, MAXIMUM_SIZE, Beyond, Budget, Rejected, require, shown

_RATIONAL = re.compile(r"(0|-?[1-9][0-9]*)(/[1-9][0-9]*)?")
_TRANSPOSED = MappingProxyType({"scalar": "scalar", "matrix": "matrix", "vector": "row", "row": "vector"})
_SQUARE = {("matrix", "matrix"): "matrix", ("matrix", "vector"): "vector", ("row", "matrix"): "row"}
_PRODUCTS = MappingProxyType({**_SQUARE, ("row", "vector"): "scalar", ("vector", "row"): "matrix"})  # where no factor is a scalar


@dataclass(frozen=True, slots=True)
class Array:
    """Rationals by rows: a "scalar" has one, a "matrix" is square, a "vector" has one column, a "row" is one."""

    kind: str
    rows: tuple[tuple[Fraction, ...], ...]

    @property
    def size(self) -> int:
        """The number of rows, or of columns where there are more."""
        return max(len(self.rows), len(self.rows[0]))

    @property
    def data(self) -> Any:
        """The array in JSON: a rational as a string, or lists of them."""
        rows = [[str(entry) for entry in row] for row in self.rows]
        return {"scalar": rows[0][0], "matrix": rows, "row": rows[0], "vector": [row[0] for row in rows]}[self.kind]

    def __str__(self) -> str:
        return str(self.data).replace("'", "")  # 3/8, [[0, 1], [0, 0]]


Value = Array | tuple[str, int] | bool  # an element of an index set is the set's name and a number from 1 on


def number(value: Fraction | int) -> Array:
    """A scalar."""
    return Array("scalar", ((Fraction(value),),))


def identity(kind: str, size: int) -> Array:
    """The identity matrix, or the scalar 1."""
    return Array(kind, tuple(tuple(Fraction(i == j) for j in range(size)) for i in range(size)))


def sort(value: Value) -> str:
    """What sort of thing a value is; sums and equations are between values of one sort."""
    if isinstance(value, Array):
        return value.kind if value.kind == "scalar" else f"{value.kind} of size {value.size}"
    return "element" if isinstance(value, tuple) else "truth value"


def array(value: Value, *kinds: str) -> Array:
    """An array of one of these kinds."""
    if not isinstance(value, Array) or value.kind not in kinds:
        raise Rejected(f"a {sort(value)} stands where a {' or '.join(kinds)} must")
    return value


def scalar(value: Value) -> Fraction:
    """The rational that a scalar is."""
    return array(value, "scalar").rows[0][0]


def integer(value: Value, least: int | None = None, most: int | None = None) -> int:
    """An integer value, between bounds."""
    found = scalar(value)
    if found.denominator != 1 or (least is not None and found < least) or (most is not None and found > most):
        raise Rejected(f"{value} stands where an integer must{'' if least is None else f' from {least} to {most}'}")
    return found.numerator


def truth(value: Value) -> bool:
    """A truth value."""
    if not isinstance(value, bool):
        raise Rejected(f"a {sort(value)} stands where a truth value must")
    return value


def rational(data: Any) -> Fraction:
    """A rational in lowest terms, from its text."""
    fits = isinstance(data, str) and max(map(len, data.split("/"))) <= MAXIMUM_DIGITS and _RATIONAL.fullmatch(data)
    require(bool(fits) and str(Fraction(data)) == data, f"{shown(data)} is no rational in lowest terms of at most {MAXIMUM_DIGITS} digits")
    return Fraction(data)


def from_json(kind: str, data: Any) -> Array:
    """The array of a declared kind that JSON data gives: a rational, a list of them, or a list of lists."""
    if kind in ("real", "integer"):
        return number(rational(data))
    items = data if isinstance(data, list) else []
    rows = {"row": [items], "vector": [[item] for item in items], "matrix": items}.get(kind, [])
    width = 1 if kind == "vector" else len(items)
    fits = 1 <= len(items) <= MAXIMUM_SIZE and rows and all(isinstance(row, list) and len(row) == width for row in rows)
    require(bool(fits), f"{shown(data)} is no {kind} of a size from 1 to {MAXIMUM_SIZE}")
    return Array(kind, tuple(tuple(rational(entry) for entry in row) for row in rows))


def add(budget: Budget, a: Value, b: Value) -> Array:
    """The sum of two arrays of one sort."""
    if not isinstance(a, Array) or not isinstance(b, Array) or sort(a) != sort(b):
        raise Rejected(f"a {sort(a)} and a {sort(b)} cannot be added")
    pairs = [zip(*rows, strict=True) for rows in zip(a.rows, b.rows, strict=True)]
    return Array(a.kind, tuple(tuple(budget.pay(x + y) for x, y in row) for row in pairs))


def multiply(budget: Budget, a: Value, b: Value) -> Array:
    """The product of two arrays in this order; a scalar multiplies anything."""
    if isinstance(a, Array) and isinstance(b, Array):
        if "scalar" in (a.kind, b.kind):
            factor, other = (scalar(a), b) if a.kind == "scalar" else (scalar(b), a)
            return Array(other.kind, tuple(tuple(budget.pay(factor * entry) for entry in row) for row in other.rows))
        if (a.kind, b.kind) in _PRODUCTS and a.size == b.size:
            columns = tuple(zip(*b.rows, strict=True))
            return Array(_PRODUCTS[a.kind, b.kind], tuple(tuple(_dot(budget, row, column) for column in columns) for row in a.rows))
    raise Rejected(f"a {sort(a)} and a {sort(b)} cannot be multiplied")


def _dot(budget: Budget, a: Iterable[Fraction], b: Iterable[Fraction]) -> Fraction:
    return reduce(lambda total, pair: budget.pay(total + budget.pay(pair[0] * pair[1])), zip(a, b, strict=True), Fraction(0))


def transpose(value: Array) -> Array:
    """The transpose; a scalar is its own."""
    return Array(_TRANSPOSED[value.kind], tuple(zip(*value.rows, strict=True)))


def is_psd(budget: Budget, value: Array) -> bool:
    """Whether a matrix A is symmetric and xᵀAx ≥ 0 for all x, by exact LDLᵀ.

    Let p be the first entry of the diagonal. p < 0: it is not. p = 0: the rest of the first row must be 0, and the rest of A
    PSD. p > 0: the rest of A minus (first column)(first row)/p must be PSD.
    """
    rows = value.rows
    if transpose(value) != value:
        return False
    while rows:
        pivot, *first = rows[0]
        if pivot < 0 or (pivot == 0 and any(first)):
            return False
        weights = [budget.pay(entry / pivot) if pivot else Fraction(0) for entry in first]
        pairs = zip(rows[1:], weights, strict=True)
        rows = tuple(tuple(budget.pay(x - budget.pay(w * y)) for x, y in zip(row[1:], first, strict=True)) for row, w in pairs)
    return True


def _divide(budget: Budget, a: Value, b: Value) -> Array:
    require(scalar(b) != 0, "no value: a division by zero")
    return multiply(budget, number(1 / scalar(b)), a)


def _power(budget: Budget, base: Value, exponent: Value) -> Array:
    """A scalar to an integer power, or a matrix to a natural one."""
    count, found = integer(exponent), array(base, "scalar", "matrix")
    if found.kind == "scalar":
        bits = max(scalar(found).numerator.bit_length(), scalar(found).denominator.bit_length()) - 1
        require(bits * abs(count) <= MAXIMUM_BITS, f"a power of more than {MAXIMUM_DIGITS} digits", Beyond)
        power = number(budget.pay(scalar(found) ** abs(count)))
        return power if count >= 0 else _divide(budget, number(1), power)
    require(count >= 0, "a negative power of a matrix is not known to the kernel", Beyond)
    budget.spend(count)
    return reduce(lambda a, b: multiply(budget, a, b), [found] * count, identity("matrix", found.size))


def _root(value: Value) -> Array:
    found = scalar(value)
    root = Fraction(isqrt(max(found.numerator, 0)), isqrt(found.denominator))
    require(root * root == found, f"{value} has no rational root", Beyond)
    return number(root)


def _trace(budget: Budget, value: Value) -> Array:
    rows = array(value, "matrix").rows
    return number(_dot(budget, [row[i] for i, row in enumerate(rows)], [Fraction(1)] * len(rows)))


def _binomial(budget: Budget, n: Value, k: Value) -> Array:
    """n(n−1)⋯(n−k+1)/k!, and 0 for k < 0."""
    top, bottom = integer(n), integer(k)
    budget.spend(max(bottom, 0))
    return number(reduce(lambda result, i: budget.pay(result * (top - i) / (i + 1)), range(bottom), Fraction(bottom >= 0)))


# Each takes the budget and the values of its arguments; how many they are was checked when the statement was read.
OPERATORS: Mapping[str, Callable[..., Array]] = MappingProxyType({
    "add": lambda budget, *terms: reduce(lambda a, b: add(budget, a, b), terms),
    "multiply": lambda budget, *factors: reduce(lambda a, b: multiply(budget, a, b), factors),
    "negate": lambda budget, a: multiply(budget, number(-1), a),
    "divide": _divide,
    "power": _power,
    "root": lambda _, a: _root(a),
    "transpose": lambda _, a: transpose(array(a, *_TRANSPOSED)),
    "trace": _trace,
    "identity": lambda _, a: identity("matrix", integer(a, 1, MAXIMUM_SIZE)),
    "inner": lambda budget, a, b: multiply(budget, transpose(array(a, "vector")), array(b, "vector")),
    "binomial": _binomial,
    "norm_2": lambda budget, a: _root(multiply(budget, transpose(array(a, "vector")), a)),
    "norm_frobenius": lambda budget, a: _root(_trace(budget, multiply(budget, transpose(array(a, "matrix")), a))),
    "absolute": lambda _, a: number(abs(scalar(a))),
})
