"""Selectors: independent random variables that are 0 or 1, with the laws that definitions give them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flint import fmpq

from verify.language.expression import Kind
from verify.language.statement import Declaration
from verify.meaning.draws import Selector
from verify.meaning.failures import NoValue
from verify.meaning.frame import Code, Frame, Index
from verify.meaning.names import Unfold
from verify.meaning.operations import Operations

Which = Callable[[Frame], tuple[Selector, fmpq]]


@dataclass(frozen=True, slots=True)
class Law:
    """The law of the selectors of a family. has_steps: it has the step as a further index. of_sets: it is the same for whole index sets."""

    at: Unfold
    has_steps: bool
    of_sets: bool


def which_selector(operations: Operations, declaration: Declaration, indices: tuple[Index, ...], law: Law) -> Which:
    """Which selector is meant, and the probability that it is 1."""
    arity, name, keys_of = len(declaration.over), declaration.name, [index.key for index in indices]
    own = indices if law.has_steps else indices[:arity]

    def run(frame: Frame) -> tuple[Selector, fmpq]:
        keys = [key(frame) for key in keys_of]
        places = keys[: len(own)]
        law_key = ("law of", name, *([key[0] for key in places] if law.of_sets else places))
        probability = frame.world.memo.get(law_key)
        if probability is None:
            found = law.at([index.value(frame) for index in own], frame)
            probability = frame.world.memo[law_key] = operations.probability(found)
        return (name, keys[0] if arity == 1 else tuple(keys[:arity]), keys[arity] if len(keys) > arity else None), probability

    return run


def drawn(operations: Operations, declaration: Declaration, indices: tuple[Index, ...], law: Law) -> Code:
    """The value of a selector under the outcome that is being looked at."""
    which = which_selector(operations, declaration, indices, law)

    def run(frame: Frame) -> fmpq:
        if frame.outcome is None:
            raise NoValue(f"{declaration.name} is random, and no expectation is around it")
        return fmpq(frame.outcome.draw(*which(frame)))

    return Code(Kind.INTEGER, run)
