"""Selectors: random variables with the laws that definitions give them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flint import fmpq

from verify.language.expression import Kind, Operator
from verify.language.statement import Declaration
from verify.meaning.domains import as_integer
from verify.meaning.draws import Selector
from verify.meaning.failures import Lacking, NoValue
from verify.meaning.frame import Code, Frame, Index, Run
from verify.meaning.laws import Batch, Chance, Law, Moments, checked_batch
from verify.meaning.names import Unfold
from verify.meaning.operations import Operations

Which = Callable[[Frame], tuple[Selector, Law]]
Letter = Callable[[Frame], tuple[int, Any]]  # a bit (`draws.Letters`) and a mean


@dataclass(frozen=True, slots=True)
class FamilyLaw:
    """The laws of the selectors of a family.

    has_steps: they have the step as a further index. of_sets: they are the same for whole index sets. sizes: of its index sets.
    """

    at: Unfold
    has_steps: bool
    of_sets: bool
    sizes: Mapping[str, Run]


def law(operator: Operator, parts: tuple[Code, ...]) -> Code:
    """The code of a law, which is not checked before a selector is drawn by it."""
    return Code(Kind.LAW, lambda frame: (operator, [part.run(frame) for part in parts]))


def which_selector(operations: Operations, declaration: Declaration, indices: tuple[Index, ...], laws: FamilyLaw) -> Which:
    """Which selector is meant, and its law."""
    arity, name, keys_of = len(declaration.over), declaration.name, [index.key for index in indices]
    own = indices if laws.has_steps else indices[:arity]

    def run(frame: Frame) -> tuple[Selector, Law]:
        keys = [key(frame) for key in keys_of]
        places = keys[: len(own)]
        law_key = ("law of", name, *([key[0] for key in places] if laws.of_sets else places))
        found = frame.world.memo.get(law_key)
        if found is None:
            given = laws.at([index.value(frame) for index in own], frame)
            found = frame.world.memo[law_key] = _checked(operations, given, laws, places, frame)
        return (name, keys[0] if arity == 1 else tuple(keys[:arity]), keys[arity] if len(keys) > arity else None), found

    return run


def _checked(operations: Operations, given: tuple[Operator, list[Any]], laws: FamilyLaw, places: list[Any], frame: Frame) -> Law:
    """The law that a definition gives, if it is one. Raises NoValue, Lacking."""
    operator, values = given
    match operator:
        case Operator.BERNOULLI:
            return Chance(operations.probability(*values))
        case Operator.MOMENTS:
            return Moments(*operations.moments(*values))
        case Operator.WITHOUT_REPLACEMENT if laws.of_sets and len(places) == 1:
            return checked_batch(values[0], as_integer(laws.sizes[places[0][0]](frame)))
        case Operator.WITHOUT_REPLACEMENT:
            raise Lacking("a batch drawn without replacement of anything but one whole index set")
        case _:
            raise Lacking(f"a selector of the law {operator.value}")


def drawn(operations: Operations, declaration: Declaration, indices: tuple[Index, ...], laws: FamilyLaw) -> Code:
    """The value of a selector under the outcome that is being looked at."""
    which = which_selector(operations, declaration, indices, laws)

    def run(frame: Frame) -> fmpq:
        if frame.outcome is None:
            raise NoValue(f"{declaration.name} is random, and no expectation is around it")
        return fmpq(frame.outcome.draw(*which(frame)))

    return Code(Kind.INTEGER, run)


def letter_of(operations: Operations, declaration: Declaration, indices: tuple[Index, ...], laws: FamilyLaw) -> Letter:
    """A selector as a letter."""
    which = which_selector(operations, declaration, indices, laws)

    def run(frame: Frame) -> tuple[int, Any]:
        selector, found = which(frame)
        if isinstance(found, Batch):  # it is drawn before the letters are averaged
            raise ValueError("a member of a batch is no letter")
        return frame.world.letters.bit(selector, found), found.mean

    return run
