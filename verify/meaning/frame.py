"""What compiled expressions run on: an instance's values, and the variables bound so far."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from flint import fmpq, fmpq_mat

from verify.language.expression import Kind
from verify.language.statement import INTEGERS
from verify.meaning.draws import Key, Letters, Outcome
from verify.meaning.failures import NoValue
from verify.meaning.instance import Instance
from verify.meaning.instance import Value as GivenValue

Scope = Mapping[str, Kind]  # the kinds of the bound variables
SCALARS = (Kind.REAL, Kind.INTEGER)


@dataclass(frozen=True, slots=True)
class World:
    """What an instance gives, and what was computed on it. members: by family and index, an element (index set, number) or an integer."""

    values: dict[str, Any]
    members: dict[str, dict[Key, Any]]
    memo: dict[Any, Any] = field(default_factory=dict)
    letters: Letters = field(default_factory=Letters)


@dataclass(frozen=True, slots=True)
class Frame:
    """A world, the bound variables' values, and the outcome of the selectors where one is being looked at."""

    world: World
    variables: dict[str, Any] = field(default_factory=dict)
    outcome: Outcome | None = None


Run = Callable[[Frame], Any]


@dataclass(frozen=True, slots=True)
class Code:
    """A compiled expression: what kind of value it has, and how to find it.

    Values by kind: REAL, INTEGER a `Real`; VECTOR, ROW, MATRIX an fmpq_mat (n×1, 1×n, n×n); BOOLEAN a bool; ELEMENT a pair (index set,
    number); STRING a letter or a tuple of letters; INDEX_SET a `Domain`.
    """

    kind: Kind
    run: Run


def constant(kind: Kind, value: Any) -> Code:
    """The code of a value that is known."""
    return Code(kind, lambda _frame: value)


def inner_frame(frame: Frame, variable: str) -> Frame:
    """A frame in which `variable` may be set without a trace outside."""
    return Frame(frame.world, {**frame.variables, variable: None}, frame.outcome)


def world_of(instance: Instance) -> World:
    """An instance in flint's types."""
    return World(
        {name: _converted(value) for name, value in instance.values},
        {name: {member_key(s, i): _converted(v) for s, vs in sets for i, v in enumerate(vs, 1)} for name, sets in instance.members},
    )


def member_key(set_name: str, number: int) -> Key:
    """The index of a member of a family: an element of an index set, or an integer."""
    return number if set_name == INTEGERS else (set_name, number)


def key_of(index: Any) -> Key:
    """An index as part of a dictionary's key. Raises NoValue for a number that is not an integer."""
    if type(index) is not fmpq:
        return index  # type: ignore[no-any-return]  # an element or a letter
    if index.q != 1:
        raise NoValue("an index that is not an integer")
    return int(index)


def _converted(value: GivenValue) -> fmpq | fmpq_mat:
    if not isinstance(value, tuple):
        return _rational(value)
    rows = [entry if isinstance(entry, tuple) else (entry,) for entry in value]
    return fmpq_mat(len(rows), len(rows[0]) if rows else 0, [_rational(entry) for row in rows for entry in row])


def _rational(number: Fraction) -> fmpq:
    return fmpq(number.numerator, number.denominator)
