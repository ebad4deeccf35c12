"""Sums, ordered products, maxima and tables over finite domains."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product as product_of_sets
from typing import Any

from verify.language.expression import Kind
from verify.meaning.arithmetic import one_of, product_of, sum_kind, zero_of
from verify.meaning.domains import finite
from verify.meaning.failures import Lacking, NoValue
from verify.meaning.frame import SCALARS, Code, Frame, inner_frame
from verify.meaning.operations import Operations


def total(operations: Operations, variable: str, domain: Code, body: Code, kind: Kind, size: Code | None) -> Code:
    """Σ; the zero of its type over nothing."""
    sum_kind([body.kind])
    zero = zero_of(operations, kind, size)

    def run(frame: Frame) -> Any:
        result = None
        for value in _values(variable, domain, body, frame):
            result = value if result is None else result + value
        return zero(frame) if result is None else result

    return Code(body.kind, run)


def product(
    operations: Operations, variable: str, domain: Code, body: Code, kind: Kind, size: Code | None, reverse: bool = False
) -> Code:
    """Π with the first element leftmost, or rightmost; the identity of its type over nothing."""
    one = one_of(operations, kind, size)
    _, times = product_of(operations, body.kind, body.kind)

    def run(frame: Frame) -> Any:
        result = None
        for value in _values(variable, domain, body, frame):
            result = value if result is None else times(value, result) if reverse else times(result, value)
        return one(frame) if result is None else result

    return Code(body.kind, run)


def maximum(operations: Operations, variable: str, domain: Code, body: Code) -> Code:
    """The largest value; nothing has no maximum."""
    if body.kind not in SCALARS:
        raise Lacking(f"a maximum of {body.kind.value}")

    def run(frame: Frame) -> Any:
        values = list(_values(variable, domain, body, frame))
        if not values:
            raise NoValue("a maximum over nothing")
        return operations.largest(values)

    return Code(body.kind, run)


def table(operations: Operations, axes: tuple[tuple[str, Code], ...], body: Code) -> Code:
    """The matrix of the body's values: each row has its own values of the first half of the variables, each column of the second."""
    make, half = operations.table, len(axes) // 2
    if make is None or body.kind not in SCALARS:
        raise Lacking("table")

    def run(frame: Frame) -> Any:
        domains = [finite(domain.run(frame)) for _, domain in axes]
        rows, columns = list(product_of_sets(*domains[:half])), list(product_of_sets(*domains[half:]))
        if not rows or not columns:
            raise NoValue("a table without entries")
        inner = Frame(frame.world, dict(frame.variables), frame.outcome)
        return make([[_at(inner, axes, (*row, *column), body) for column in columns] for row in rows])

    return Code(Kind.MATRIX, run)


def _at(inner: Frame, axes: tuple[tuple[str, Code], ...], elements: tuple[Any, ...], body: Code) -> Any:
    inner.variables.update(zip((variable for variable, _ in axes), elements, strict=True))
    return body.run(inner)


def _values(variable: str, domain: Code, body: Code, frame: Frame) -> Iterator[Any]:
    """The body's value at each element of the domain."""
    inner = inner_frame(frame, variable)
    variables, run = inner.variables, body.run
    for element in finite(domain.run(frame)):
        variables[variable] = element
        yield run(inner)
