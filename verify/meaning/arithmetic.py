"""Sums, products, powers and the like of compiled expressions."""

from __future__ import annotations

from operator import mul
from typing import Any

from flint import fmpq

from verify.language.expression import Kind, Operator
from verify.meaning import reals
from verify.meaning.domains import as_integer
from verify.meaning.failures import Lacking, NoValue
from verify.meaning.frame import SCALARS, Code, Frame, Run
from verify.meaning.matrix import trace
from verify.meaning.operations import Operations, Two

_TRANSPOSED = {Kind.VECTOR: Kind.ROW, Kind.ROW: Kind.VECTOR, Kind.MATRIX: Kind.MATRIX}
_PRODUCTS = {
    (Kind.MATRIX, Kind.MATRIX): Kind.MATRIX,
    (Kind.MATRIX, Kind.VECTOR): Kind.VECTOR,
    (Kind.ROW, Kind.MATRIX): Kind.ROW,
    (Kind.VECTOR, Kind.ROW): Kind.MATRIX,
}


def add(first: Code, others: tuple[tuple[Two, Code], ...]) -> Code:
    """A sum of scalars, or of matrices of one kind. others: the further terms, each with how it joins those before it."""
    kind = sum_kind([first.kind, *(part.kind for _, part in others)])
    return Code(kind, _chain(first.run, [(join, part.run) for join, part in others]))


def multiply(operations: Operations, parts: tuple[Code, ...]) -> Code:
    """A product, in the order given."""
    first, *others = parts
    kind, steps = first.kind, []
    for part in others:
        kind, times = product_of(operations, kind, part.kind)
        steps.append((times, part.run))
    return Code(kind, _chain(first.run, steps))


def _chain(first: Run, steps: list[tuple[Two, Run]]) -> Run:
    """first ∘ second ∘ …, from the left."""
    match steps:
        case []:
            return first
        case [(join, second)]:
            return lambda frame: join(first(frame), second(frame))
        case [(join, second), (join_third, third)]:
            return lambda frame: join_third(join(first(frame), second(frame)), third(frame))
        case _:
            return _chain(_chain(first, steps[:2]), steps[2:])


def sum_kind(kinds: list[Kind]) -> Kind:
    """The kind of a sum. Raises Lacking for kinds that do not add."""
    if all(kind in SCALARS for kind in kinds):
        return Kind.INTEGER if Kind.REAL not in kinds else Kind.REAL
    if len(set(kinds)) > 1 or kinds[0] not in _TRANSPOSED:
        raise Lacking(f"a sum of {' and '.join(sorted({kind.value for kind in kinds}))}")
    return kinds[0]


def product_of(operations: Operations, left: Kind, right: Kind) -> tuple[Kind, Two]:
    """The kind of a product, and how to multiply. Raises Lacking for kinds without a product."""
    if left in SCALARS and right in SCALARS:
        return (Kind.INTEGER if left == right == Kind.INTEGER else Kind.REAL), mul
    scaled = operations.scaled
    if left in SCALARS and right in _TRANSPOSED:
        return right, lambda a, b: scaled(b, a)
    if right in SCALARS and left in _TRANSPOSED:
        return left, scaled
    if (left, right) == (Kind.ROW, Kind.VECTOR):
        return Kind.REAL, lambda a, b: (a * b)[0, 0]
    kind = _PRODUCTS.get((left, right))
    if kind is None:
        raise Lacking(f"a product of {left.value} and {right.value}")
    return kind, mul


def transposed_kind(kind: Kind) -> Kind:
    """The kind of a transpose; a scalar's is its own."""
    return _TRANSPOSED.get(kind, kind)


def negate(part: Code) -> Code:
    """−x."""
    return Code(sum_kind([part.kind]), lambda frame: -part.run(frame))


def divide(operations: Operations, numerator: Code, denominator: Code) -> Code:
    """Anything over a scalar."""
    _want(denominator, SCALARS, "a division by")
    quotient, scaled, over, under = operations.quotient, operations.scaled, numerator.run, denominator.run
    if numerator.kind in SCALARS:
        return Code(Kind.REAL, lambda frame: quotient(over(frame), under(frame)))
    kind = sum_kind([numerator.kind])
    return Code(kind, lambda frame: scaled(over(frame), quotient(fmpq(1), under(frame))))


def power(operations: Operations, base: Code, exponent: Code) -> Code:
    """A power of a scalar or of a square matrix."""
    _want(exponent, SCALARS, "an exponent that is")
    _want(base, (*SCALARS, Kind.MATRIX), "a power of")
    kind, of = (Kind.MATRIX, operations.matrix_power) if base.kind is Kind.MATRIX else (Kind.REAL, operations.power)
    return Code(kind, _chain(base.run, [(of, exponent.run)]))


def square(base: Code) -> Code:
    """The square of a scalar or of a square matrix."""
    _want(base, (*SCALARS, Kind.MATRIX), "a power of")
    run_base = base.run

    def run(frame: Frame) -> Any:
        value = run_base(frame)
        return value * value

    return Code(Kind.MATRIX if base.kind is Kind.MATRIX else Kind.REAL, run)


def root(operations: Operations, part: Code) -> Code:
    """The square root of a scalar."""
    _want(part, SCALARS, "a root of")
    return Code(Kind.REAL, lambda frame: operations.root(part.run(frame)))


def transpose(part: Code) -> Code:
    """The transpose; of a scalar, itself."""
    if part.kind in SCALARS:
        return part
    return Code(sum_kind([transposed_kind(part.kind)]), lambda frame: part.run(frame).transpose())


def trace_of(part: Code) -> Code:
    """The trace of a matrix."""
    _want(part, (Kind.MATRIX,), "a trace of")
    return Code(Kind.REAL, lambda frame: trace(part.run(frame)))


def identity_of(operations: Operations, size: Code) -> Code:
    """The identity of a size."""
    return Code(Kind.MATRIX, lambda frame: operations.identity(as_integer(size.run(frame))))


def zero_of(operations: Operations, kind: Kind, size: Code | None) -> Run:
    """The zero of a type: what an empty sum is."""
    if kind in SCALARS:
        return lambda _frame: fmpq(0)

    def run(frame: Frame) -> Any:
        n = as_integer(_given(size).run(frame))
        return operations.zeros(1 if kind is Kind.ROW else n, 1 if kind is Kind.VECTOR else n)

    return run


def one_of(operations: Operations, kind: Kind, size: Code | None) -> Run:
    """The identity of a type: what an empty product is."""
    if kind in SCALARS:
        return lambda _frame: fmpq(1)
    return lambda frame: operations.identity(as_integer(_given(size).run(frame)))


def inner(left: Code, right: Code) -> Code:
    """⟨x, y⟩ of vectors."""
    _want(left, (Kind.VECTOR,), "an inner product with")
    _want(right, (Kind.VECTOR,), "an inner product with")
    return Code(Kind.REAL, lambda frame: (left.run(frame).transpose() * right.run(frame))[0, 0])


def binomial(upper: Code, lower: Code) -> Code:
    """A binomial coefficient of integers."""

    def run(frame: Frame) -> fmpq:
        return reals.binomial(fmpq(as_integer(upper.run(frame))), fmpq(as_integer(lower.run(frame))))

    return Code(Kind.INTEGER, run)


def absolute(operations: Operations, part: Code) -> Code:
    """|x| of a scalar."""
    _want(part, SCALARS, "an absolute value of")
    return Code(part.kind, lambda frame: operations.absolute(part.run(frame)))


def indicator(operations: Operations, part: Code) -> Code:
    """1 where a Boolean is true, else 0."""
    return Code(Kind.INTEGER, lambda frame: operations.indicator(part.run(frame)))


def norm_of_roots(of: Two, left: Code, right: Code) -> Code:
    """‖A^½ B^½‖_F, of A and B."""
    _want(left, (Kind.MATRIX,), "a root of")
    _want(right, (Kind.MATRIX,), "a root of")
    return Code(Kind.REAL, lambda frame: of(left.run(frame), right.run(frame)))


def measure(operations: Operations, operator: Operator, parts: tuple[Code, ...]) -> Code:
    """A norm and the like. Raises Lacking for an operator or an argument that the meaning does not know."""
    found = operations.measures.get(operator)
    if found is None or len(parts) != 1:
        raise Lacking(operator.value)
    (kinds, of), (part,) = found, parts
    _want(part, kinds, f"{operator.value} of")
    return Code(Kind.REAL, lambda frame: of(part.run(frame)))


def _want(part: Code, kinds: tuple[Kind, ...], what: str) -> None:
    if part.kind not in kinds:
        raise Lacking(f"{what} {part.kind.value}")


def _given(size: Code | None) -> Code:
    if size is None:
        raise NoValue("an empty sum or product of unknown size")
    return size
