"""Conjunctions, implications and quantifiers of compiled Booleans."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from verify.language.expression import Kind
from verify.meaning.domains import Domain, Infinite, Membership
from verify.meaning.failures import Undecided
from verify.meaning.frame import Code, Frame, bound_to_each, inner_frame
from verify.meaning.operations import Later, Operations


def conjunction(operations: Operations, parts: tuple[Code, ...]) -> Code:
    """All of the parts."""
    return Code(Kind.BOOLEAN, lambda frame: operations.all_hold(partial(part.run, frame) for part in parts))


def implication(operations: Operations, premiss: Code, conclusion: Code) -> Code:
    """The conclusion, where the premiss holds; where it does not, the conclusion is not looked at."""
    return Code(Kind.BOOLEAN, lambda frame: operations.implies(partial(premiss.run, frame), partial(conclusion.run, frame)))


def for_all(operations: Operations, level: int, domain: Code, body: Code) -> Code:
    """The body for each element of the domain. Over infinitely many numbers it can be found false, never true."""

    def tests(elements: Domain, frame: Frame) -> Iterator[Later]:
        for _ in bound_to_each(frame, level, elements.checked if isinstance(elements, Infinite) else elements):
            yield partial(body.run, frame)
        if isinstance(elements, Infinite):
            yield _beyond

    return Code(Kind.BOOLEAN, lambda frame: operations.all_hold(tests(domain.run(frame), frame)))


def such_that(level: int, domain: Code, body: Code) -> Code:
    """The subset of a domain where the body holds."""

    def run(frame: Frame) -> Domain:
        elements = domain.run(frame)
        if isinstance(elements, Infinite):
            return Infinite(tuple([e for e in bound_to_each(frame, level, elements.checked) if body.run(frame)]))
        return tuple([e for e in bound_to_each(frame, level, elements) if body.run(frame)])

    return Code(Kind.INDEX_SET, run)


def in_subset(operations: Operations, level: int, wider: Membership, body: Code) -> Membership:
    """Membership in the subset of a domain where the body holds."""

    def test(value: Any, frame: Frame) -> Any:
        inner = inner_frame(frame, level, value)
        return operations.all_hold((partial(wider, value, frame), partial(body.run, inner)))

    return test


def _beyond() -> bool:
    raise Undecided("infinitely many numbers, of which the first do not break it")
