"""Selectors: independent random variables that are 0 or 1, with the laws that definitions give them."""

from __future__ import annotations

from collections.abc import Callable

from flint import fmpq

from verify.language.expression import Kind
from verify.language.statement import Declaration
from verify.meaning.draws import Selector
from verify.meaning.failures import NoValue
from verify.meaning.frame import Code, Frame, Run, key_of
from verify.meaning.names import Select
from verify.meaning.operations import Operations

Which = Callable[[Frame], tuple[Selector, fmpq]]


def which_selector(
    operations: Operations, declaration: Declaration, indices: tuple[Run, ...], has_steps: bool, select_law: Select[Code]
) -> Which:
    """Which selector is meant, and the probability that it is 1. has_steps: its law has the step as a further index."""
    arity = len(declaration.over)

    def run(frame: Frame) -> tuple[Selector, fmpq]:
        values = [index(frame) for index in indices]
        keys = tuple([key_of(v) for v in values])
        meant = (declaration.name, keys[0] if arity == 1 else keys[:arity], keys[arity] if len(keys) > arity else None)
        memo_key = ("law of", *(meant if has_steps else meant[:2]))
        probability = frame.world.memo.get(memo_key)
        if probability is None:
            own = values if has_steps else values[:arity]
            clause, inner = select_law((declaration.name, len(own)), own, frame)
            probability = frame.world.memo[memo_key] = operations.probability(clause.body.run(inner))
        return meant, probability

    return run


def drawn(
    operations: Operations, declaration: Declaration, indices: tuple[Run, ...], has_steps: bool, select_law: Select[Code]
) -> Code:
    """The value of a selector under the outcome that is being looked at."""
    which = which_selector(operations, declaration, indices, has_steps, select_law)

    def run(frame: Frame) -> fmpq:
        if frame.outcome is None:
            raise NoValue(f"{declaration.name} is random, and no expectation is around it")
        return fmpq(frame.outcome.draw(*which(frame)))

    return Code(Kind.INTEGER, run)
