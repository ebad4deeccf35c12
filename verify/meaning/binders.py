"""Sums, ordered products and maxima over finite domains."""

from __future__ import annotations

from collections.abc import Iterator
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


def _values(variable: str, domain: Code, body: Code, frame: Frame) -> Iterator[Any]:
    """The body's value at each element of the domain."""
    inner = inner_frame(frame, variable)
    variables, run = inner.variables, body.run
    for element in finite(domain.run(frame)):
        variables[variable] = element
        yield run(inner)
