"""Sums, products and powers of compiled random expressions, as sums of words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from operator import neg
from typing import Any

from flint import fmpq

from verify.language.expression import Kind, Operator
from verify.meaning import arithmetic, words
from verify.meaning.failures import Lacking
from verify.meaning.frame import SCALARS, Code, Frame, Run
from verify.meaning.operations import Operations, Two
from verify.meaning.reals import exponent_of
from verify.meaning.words import Random

Draw = Callable[[Frame], tuple[int, Any]]


@dataclass(frozen=True, slots=True)
class RandomCode:
    """A compiled random expression: the kind of its values, and how to find it: as `Random`; an index set as `Guarded`.

    certain: the code of the value itself, where it is not random. drawn: where it is a selector, times a value that is not random.
    """

    kind: Kind
    run: Callable[[Frame], Any]
    certain: Code | None = None
    drawn: Drawn | None = None


@dataclass(frozen=True, slots=True)
class Drawn:
    """A selector, as its bit and probability, and what it is multiplied with."""

    draw: Draw
    value: Run | None = None


Guarded = tuple[tuple[Any, Random | None], ...]  # elements, each with the indicator of its being there (None: it surely is)
Times = Callable[[Random, Random, Frame], Random]


def certain(code: Code) -> RandomCode:
    """What is not random, among what is."""
    return RandomCode(code.kind, lambda frame: words.known(code.run(frame)), code)


def random_operator(operations: Operations, operator: Operator, parts: tuple[RandomCode, ...]) -> RandomCode:
    """An operator of random arguments. Raises Lacking for one that does not keep polynomials."""
    match operator:
        case Operator.ADD:
            kind = arithmetic.sum_kind([p.kind for p in parts])
            runs = tuple(p.run for p in parts)
            return RandomCode(kind, lambda frame: words.add([run(frame) for run in runs]))
        case Operator.MULTIPLY:
            return multiply(operations, parts)
        case Operator.NEGATE:
            run_part = parts[0].run
            return RandomCode(parts[0].kind, lambda frame: words.mapped(run_part(frame), neg))
        case Operator.TRANSPOSE:
            return transpose(parts[0])
        case Operator.TRACE:
            return trace(parts[0])
        case Operator.INNER:
            return multiply(operations, (transpose(parts[0]), parts[1]))
        case _:
            raise Lacking(f"the expectation of {operator.value} in closed form")


def trace(part: RandomCode) -> RandomCode:
    """The trace of a random matrix."""
    if part.kind is not Kind.MATRIX:
        raise Lacking(f"a trace of {part.kind.value}")
    return RandomCode(Kind.REAL, lambda frame: words.traced(part.run(frame)))


def transpose(part: RandomCode) -> RandomCode:
    """The transpose; of a scalar, itself."""
    if part.kind in SCALARS:
        return part
    return RandomCode(arithmetic.transposed_kind(part.kind), lambda frame: words.transpose(part.run(frame)))


def multiply(operations: Operations, parts: tuple[RandomCode, ...]) -> RandomCode:
    """A product, in the order given."""
    product, *others = parts
    for part in others:
        product = _pair(operations, product, part)
    return product


def divide(operations: Operations, numerator: RandomCode, denominator: Code) -> RandomCode:
    """A random value over a number that is not random."""
    kind, times = arithmetic.product_of(operations, numerator.kind, Kind.REAL)

    def run(frame: Frame) -> Random:
        inverse = operations.quotient(fmpq(1), denominator.run(frame))
        return words.mapped(numerator.run(frame), lambda c: times(c, inverse))

    return RandomCode(kind, run)


def square(operations: Operations, part: RandomCode) -> RandomCode:
    """x², xᵀx (of a row, x xᵀ) or Tr MᵀM: the square of a norm or absolute value."""
    if part.kind is Kind.ROW:
        return _pair(operations, part, transpose(part))
    product = _pair(operations, transpose(part), part)
    return trace(product) if part.kind is Kind.MATRIX else product


def power(operations: Operations, base: RandomCode, exponent: Code, unit: int = 1) -> RandomCode:
    """The natural power exponent / unit."""
    kind = Kind.REAL if base.kind in SCALARS else base.kind
    times = times_of(operations, base.kind, base.kind)

    def run(frame: Frame) -> Random:
        value, n = base.run(frame), exponent.run(frame) / unit
        if not isinstance(n, fmpq) or n.q != 1 or n < 0:
            raise Lacking("the expectation of a power that is no polynomial, in closed form")
        if n == 0:
            return words.known(_one_like(operations, words.mean(value, frame.world.letters)))
        result: Random = value
        for _ in range(exponent_of(n) - 1):
            result = times(result, value, frame)
        return result

    return RandomCode(kind, run)


def times_of(operations: Operations, left: Kind, right: Kind) -> Times:
    """How to multiply random values of two kinds. Raises Lacking for kinds without a product."""
    _, times = arithmetic.product_of(operations, left, right)
    if left in SCALARS:
        return lambda a, b, frame: words.scale(a, b, frame.world.letters, times)
    if right in SCALARS:
        swapped = _swapped(times)
        return lambda a, b, frame: words.scale(b, a, frame.world.letters, swapped)
    closed = left is Kind.ROW and right is Kind.VECTOR
    return lambda a, b, _frame: words.concatenate(a, b, closed)


def _pair(operations: Operations, left: RandomCode, right: RandomCode) -> RandomCode:
    kind, of_values = arithmetic.product_of(operations, left.kind, right.kind)
    if left.certain and right.certain:
        return certain(arithmetic.multiply(operations, (left.certain, right.certain)))
    if left.certain and left.kind in SCALARS:
        return RandomCode(kind, _scaled(left.certain, right, of_values))
    if right.certain and right.kind in SCALARS:
        return RandomCode(kind, _scaled(right.certain, left, _swapped(of_values)))
    run_left, run_right = left.run, right.run
    if right.certain and left.kind in SCALARS:
        value = right.certain.run
        drawn = Drawn(left.drawn.draw, value) if left.drawn and left.drawn.value is None else None
        return RandomCode(kind, lambda frame: words.spread(run_left(frame), value(frame), frame.world.letters, of_values), drawn=drawn)
    times = times_of(operations, left.kind, right.kind)
    return RandomCode(kind, lambda frame: times(run_left(frame), run_right(frame), frame))


def _scaled(number: Code, part: RandomCode, times: Two) -> Callable[[Frame], Random]:
    """A number that is not random, times a random value."""
    run_number, run_part = number.run, part.run

    def run(frame: Frame) -> Random:
        factor = run_number(frame)
        return words.mapped(run_part(frame), lambda c: times(factor, c))

    return run


def _swapped(times: Two) -> Two:
    return lambda a, b: times(b, a)


def _one_like(operations: Operations, value: Any) -> Any:
    found = operations.shape(value)
    return fmpq(1) if found is None else operations.identity(found[0])
