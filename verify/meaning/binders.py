"""Sums, ordered products, maxima and tables over finite domains."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from verify.language.expression import Kind
from verify.meaning.arithmetic import one_of, product_of, sum_kind, zero_of
from verify.meaning.domains import finite
from verify.meaning.failures import Lacking, NoValue
from verify.meaning.frame import SCALARS, Code, Frame, bound_to_each
from verify.meaning.operations import Operations


def total(operations: Operations, level: int, domain: Code, body: Code, kind: Kind, size: Code | None) -> Code:
    """Σ; the zero of its type over nothing."""
    sum_kind([body.kind])
    zero, run_domain, run_body = zero_of(operations, kind, size), domain.run, body.run

    def run(frame: Frame) -> Any:
        result = None
        for _ in bound_to_each(frame, level, finite(run_domain(frame))):
            value = run_body(frame)
            result = value if result is None else result + value
        return zero(frame) if result is None else result

    return Code(body.kind, run)


def product(operations: Operations, level: int, domain: Code, body: Code, kind: Kind, size: Code | None, reverse: bool = False) -> Code:
    """Π with the first element leftmost, or rightmost; the identity of its type over nothing."""
    one = one_of(operations, kind, size)
    _, times = product_of(operations, body.kind, body.kind)

    def run(frame: Frame) -> Any:
        result = None
        for _ in bound_to_each(frame, level, finite(domain.run(frame))):
            value = body.run(frame)
            result = value if result is None else times(value, result) if reverse else times(result, value)
        return one(frame) if result is None else result

    return Code(body.kind, run)


def maximum(operations: Operations, level: int, domain: Code, body: Code) -> Code:
    """The largest value; nothing has no maximum."""
    if body.kind not in SCALARS:
        raise Lacking(f"a maximum of {body.kind.value}")

    def run(frame: Frame) -> Any:
        values = [body.run(frame) for _ in bound_to_each(frame, level, finite(domain.run(frame)))]
        if not values:
            raise NoValue("a maximum over nothing")
        return operations.largest(values)

    return Code(body.kind, run)


def table(operations: Operations, axes: tuple[tuple[int, Code], ...], body: Code) -> Code:
    """The matrix of the body's values: each row has its own values of the first half of the variables, each column of the second.

    axes: each variable's level, and its domain, in which the variables before it may stand.
    """
    make, half = operations.table, len(axes) // 2
    if make is None or body.kind not in SCALARS:
        raise Lacking("table")

    def run(frame: Frame) -> Any:
        size, columns = sum(1 for _ in _places(frame, axes[:half])), [place[half:] for place in _places(frame, axes)]
        if len(axes) % 2 or not 0 < size**2 == len(columns) or columns != columns[:size] * size:
            raise NoValue("a table that is no square matrix")
        entries = [body.run(frame) for _ in _places(frame, axes)]
        return make([entries[start : start + size] for start in range(0, len(entries), size)])

    return Code(Kind.MATRIX, run)


def _places(frame: Frame, axes: tuple[tuple[int, Code], ...]) -> Iterator[tuple[Any, ...]]:
    """The variables' elements, the last one's changing fastest; the variables are bound to them."""
    if not axes:
        yield ()
        return
    (level, domain), *inner = axes
    for element in bound_to_each(frame, level, finite(domain.run(frame))):
        for others in _places(frame, tuple(inner)):
            yield (element, *others)
