"""The values of expressions: arrays of numbers with their exact arithmetic and JSON forms, elements of index sets, truth values."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from math import lcm
from operator import mul
from types import MappingProxyType
from typing import Any

from verify.kernel.limits import MAXIMUM_DIGITS, MAXIMUM_SIZE, Beyond, Budget, Rejected, require, shown
from verify.kernel.roots import Number, Surd, inverse, root

_RATIONAL = re.compile(r"(0|-?[1-9][0-9]*)(/[1-9][0-9]*)?")
TRANSPOSED = MappingProxyType({"scalar": "scalar", "matrix": "matrix", "vector": "row", "row": "vector"})
_SQUARE = {("matrix", "matrix"): "matrix", ("matrix", "vector"): "vector", ("row", "matrix"): "row"}
PRODUCTS = MappingProxyType({**_SQUARE, ("row", "vector"): "scalar", ("vector", "row"): "matrix"})  # where no factor is a scalar


@dataclass(frozen=True, slots=True)
class Array:
    """Numbers by rows: a "scalar" has one, a "matrix" is square, a "vector" has one column, a "row" is one."""

    kind: str
    rows: tuple[tuple[Number, ...], ...]

    @property
    def is_rational(self) -> bool:
        """Whether every entry is."""
        return all(isinstance(entry, Fraction) for row in self.rows for entry in row)

    @property
    def size(self) -> int:
        """The number of rows, or of columns where there are more."""
        return max(len(self.rows), len(self.rows[0]))

    @property
    def data(self) -> Any:
        """The array in JSON: a number as a string, or lists of them."""
        rows = [[str(entry) for entry in row] for row in self.rows]
        return {"scalar": rows[0][0], "matrix": rows, "row": rows[0], "vector": [row[0] for row in rows]}[self.kind]

    def __str__(self) -> str:
        return str(self.data).replace("'", "")  # 3/8, [[0, 1], [0, 0]]


Value = Array | tuple[str, int] | bool  # an element of an index set is the set's name and a number from 1 on


def number(value: Number | int) -> Array:
    """A scalar."""
    return Array("scalar", ((Fraction(value) if isinstance(value, int) else value,),))


def diagonal(kind: str, size: int, entry: int) -> Array:
    """A multiple of the identity; as a vector or row, its first column or row."""
    height, width = (1 if kind == "row" else size), (1 if kind == "vector" else size)
    return Array(kind, tuple([tuple([Fraction(entry * (i == j)) for j in range(width)]) for i in range(height)]))

def alike(verb: str, *values: Value) -> bool:
    """True, where the values are of one sort: arrays of one kind and size, elements of index sets, or truth values."""
    sorts = sorted({sort(value) for value in values})
    require(len(sorts) == 1, f"a {' and a '.join(sorts)} cannot be {verb}")
    return True


def sort(value: Value) -> str:
    """What sort of thing a value is."""
    if isinstance(value, Array):
        return value.kind if value.kind == "scalar" else f"{value.kind} of size {value.size}"
    return "element" if isinstance(value, tuple) else "truth value"


def array(value: Value, *kinds: str) -> Array:
    """An array, of one of these kinds."""
    if not isinstance(value, Array) or value.kind not in (kinds or TRANSPOSED):
        raise Rejected(f"a {sort(value)} stands where a {' or '.join(kinds or TRANSPOSED)} must")
    return value


def scalar(value: Value) -> Number:
    """The number that a scalar is."""
    return array(value, "scalar").rows[0][0]


def rational(value: Value) -> Fraction:
    """The rational number that a scalar is."""
    found = scalar(value)
    if isinstance(found, Surd):
        raise Beyond(f"{found} stands where the kernel knows rationals only")
    return found


def is_integer(value: Value) -> bool:
    """Whether a scalar is an integer."""
    found = scalar(value)
    return isinstance(found, Fraction) and found.denominator == 1


def integer(value: Value, least: int | None = None, most: int | None = None) -> int:
    """An integer value, between bounds."""
    found = scalar(value)
    if not is_integer(value) or (least is not None and found < least) or (most is not None and found > most):
        raise Rejected(f"{value} stands where an integer must{'' if least is None else f' from {least} to {most}'}")
    return rational(value).numerator


def truth(value: Value) -> bool:
    """A truth value."""
    if not isinstance(value, bool):
        raise Rejected(f"a {sort(value)} stands where a truth value must")
    return value


def _read(data: Any) -> Fraction:
    """A rational in lowest terms, from its text."""
    fits = isinstance(data, str) and max(map(len, data.split("/"))) <= MAXIMUM_DIGITS and _RATIONAL.fullmatch(data)
    require(fits and str(Fraction(data)) == data, f"{shown(data)} is no rational in lowest terms of at most {MAXIMUM_DIGITS} digits")
    return Fraction(data)


def from_json(kind: str, data: Any) -> Array:
    """The array of a declared kind that JSON data gives: a rational, a list of them, or a list of lists."""
    if kind in ("real", "integer"):
        return number(_read(data))
    items = data if isinstance(data, list) and kind in TRANSPOSED else []
    rows = {"row": [items], "vector": [[item] for item in items]}.get(kind, items)
    width = 1 if kind == "vector" else len(items)
    fits = 1 <= len(items) <= MAXIMUM_SIZE and all(isinstance(row, list) and len(row) == width for row in rows)
    require(fits, f"{shown(data)} is no {kind} of a size from 1 to {MAXIMUM_SIZE}")
    return Array(kind, tuple([tuple(map(_read, row)) for row in rows]))


def paid(budget: Budget, number: Number) -> Number:
    """A number that was computed, paid for."""
    if isinstance(number, Fraction):
        return budget.pay(number)
    for m, q in number.terms:
        budget.pay(q * m)
    return number


def total(budget: Budget, terms: Iterable[Number]) -> Number:
    """The sum of one or more terms, each partial sum paid for."""
    first, *others = terms
    return reduce(lambda before, term: paid(budget, before + term), others, paid(budget, first))


def add(budget: Budget, *terms: Value) -> Array:
    """The sum of arrays of one sort."""
    alike("added", *terms)
    entries = zip(*[array(term).rows for term in terms], strict=True)
    return Array(array(terms[0]).kind, tuple([tuple([total(budget, column) for column in zip(*rows, strict=True)]) for rows in entries]))


def multiply(budget: Budget, *factors: Value) -> Array:
    """The product of arrays in this order; a scalar multiplies anything."""
    a, *rest = map(array, factors)
    for b in rest:
        if "scalar" in (a.kind, b.kind):
            factor, other = (scalar(a), b) if a.kind == "scalar" else (scalar(b), a)
            a = Array(other.kind, tuple([tuple([paid(budget, factor * entry) for entry in row]) for row in other.rows]))
        else:
            require((a.kind, b.kind) in PRODUCTS and a.size == b.size, f"a {sort(a)} and a {sort(b)} cannot be multiplied")
            columns = transpose(b).rows
            rows = [tuple([total(budget, map(mul, row, column)) for column in columns]) for row in a.rows]
            a = Array(PRODUCTS[a.kind, b.kind], tuple(rows))
    return a


def transpose(value: Value) -> Array:
    """The transpose; a scalar is its own."""
    return Array(TRANSPOSED[array(value).kind], tuple(zip(*array(value).rows, strict=True)))


def is_psd(budget: Budget, value: Value, definite: bool = False) -> bool:
    """Whether a matrix A is symmetric and xᵀAx ≥ 0 for all x (definite: > 0 for all x ≠ 0), by exact LDLᵀ.

    Let p be the first entry of the diagonal. p < 0: it is not. p = 0: the rest of the first row must be 0, and the rest of A
    PSD (definite: it is not). p > 0: the rest of A minus (first column)(first row)/p must be PSD.
    """
    rows = [list(row) for row in array(value, "matrix", "scalar").rows]
    if transpose(value) != value:
        return False
    while rows:
        (pivot, *first), *rest = rows
        if pivot < 0 or (pivot == 0 and (definite or any(first))):
            return False
        by = inverse(pivot) if pivot else pivot
        rows = [[paid(budget, x - y * z * by) for x, z in zip(row, first, strict=True)] for y, *row in rest]
    return True


def _power(budget: Budget, base: Value, exponent: Value) -> Array:
    """A scalar to an integer power or to a half of one, or a matrix to a natural one."""
    if rational(exponent).denominator == 2:
        return _power(budget, number(root(scalar(base))), number(2 * rational(exponent)))
    require(is_integer(exponent), f"the power {exponent} is not known to the kernel", Beyond)
    count, found = integer(exponent), array(base, "scalar", "matrix")
    require(count >= 0 or found.kind == "scalar", "a negative power of a matrix is not known to the kernel", Beyond)
    budget.spend(abs(count))
    factor = number(inverse(scalar(found))) if count < 0 else found
    return multiply(budget, diagonal(found.kind, found.size, 1), *[factor] * abs(count))


def _binomial(budget: Budget, n: Value, k: Value) -> Array:
    """n(n−1)⋯(n−k+1)/k!, and 0 for k < 0."""
    top, bottom = integer(n), integer(k)
    budget.spend(max(bottom, 0))
    return number(reduce(lambda result, i: budget.pay(result * (top - i) / (i + 1)), range(bottom), Fraction(bottom >= 0)))


def _largest_eigenvalue(budget: Budget, value: Value) -> Array:
    """The largest eigenvalue of a symmetric matrix A, where a candidate is it: λ for which λI − A is PSD, but not definite."""
    matrix = array(value, "matrix")
    require(transpose(matrix) == matrix, "no value: an eigenvalue of a matrix that is not symmetric")
    opposite = multiply(budget, number(-1), matrix)
    for found in _candidates(budget, matrix, opposite):
        gap = add(budget, multiply(budget, number(found), diagonal("matrix", matrix.size, 1)), opposite)
        if is_psd(budget, gap) and not is_psd(budget, gap, definite=True):
            return number(found)
    raise Beyond(f"{matrix} has no largest eigenvalue that is known to the kernel")


def _candidates(budget: Budget, matrix: Array, opposite: Array) -> Iterator[Number]:
    """The eigenvalue of a matrix that is diagonal, PSD of rank one, 2×2, or rational, if it is rational then.

    Where D clears a rational A's denominators, Dλ is an integer, as a rational zero of a monic integer polynomial: the least m with
    mI − DA ⪰ 0.
    """
    places = [row[i] for i, row in enumerate(matrix.rows)]
    yield max(places)
    yield total(budget, places)
    if matrix.size == 2:
        (a, b), (_, c) = matrix.rows
        yield (a + c + root((a - c) * (a - c) + 4 * b * b)) * Fraction(1, 2)
    if matrix.is_rational:
        denominators = [entry.denominator for row in matrix.rows for entry in row if isinstance(entry, Fraction)]
        clearing = reduce(lambda common, new: budget.pay(Fraction(lcm(common.numerator, new))), denominators, Fraction(1))
        opposite = multiply(budget, number(clearing), opposite)
        high = rational(number(max([total(budget, map(abs, row)) for row in opposite.rows]))).numerator  # by Gershgorin's discs
        low = -high - 1
        while high - low > 1:
            middle = (low + high) // 2
            gap = add(budget, diagonal("matrix", matrix.size, middle), opposite)
            low, high = (low, middle) if is_psd(budget, gap) else (middle, high)
        yield budget.pay(high / clearing)


# Each takes the budget and the values of its arguments; how many they are was checked when the statement was read.
OPERATORS: Mapping[str, Callable[..., Value]] = MappingProxyType({
    "add": add,
    "multiply": multiply,
    "negate": lambda budget, a: multiply(budget, number(-1), a),
    "divide": lambda budget, a, b: multiply(budget, _power(budget, array(b, "scalar"), number(-1)), a),
    "power": _power,
    "root": lambda _, a: number(root(scalar(a))),
    "transpose": lambda _, a: transpose(a),
    "trace": lambda budget, a: number(total(budget, (row[i] for i, row in enumerate(array(a, "matrix").rows)))),
    "identity": lambda _, a: diagonal("matrix", integer(a, 1, MAXIMUM_SIZE), 1),
    "inner": lambda budget, a, b: multiply(budget, transpose(array(a, "vector")), array(b, "vector")),
    "binomial": _binomial,
    "absolute": lambda _, a: number(abs(scalar(a))),
    "norm_1": lambda budget, a: number(total(budget, (abs(entry) for (entry,) in array(a, "vector").rows))),
    "norm_2": lambda budget, a: number(root(total(budget, (entry * entry for (entry,) in array(a, "vector").rows)))),
    "norm_frobenius": lambda budget, a: number(root(total(budget, (x * x for row in array(a, "matrix").rows for x in row)))),
    "largest_eigenvalue": _largest_eigenvalue,
    "=": lambda _, a, b: alike("compared", a, b) and a == b,
    "<": lambda _, a, b: scalar(a) < scalar(b),
    "<=": lambda _, a, b: scalar(a) <= scalar(b),
    ">": lambda _, a, b: scalar(a) > scalar(b),
    ">=": lambda _, a, b: scalar(a) >= scalar(b),
    "loewner<=": lambda budget, a, b: is_psd(budget, add(budget, b, multiply(budget, number(-1), a))),
    "loewner>=": lambda budget, a, b: is_psd(budget, add(budget, a, multiply(budget, number(-1), b))),
})
