"""What compiled expressions run on: an instance's values, and the variables bound so far."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from flint import fmpq, fmpq_mat

from verify.language.expression import Expr, Kind, Number
from verify.language.statement import INTEGERS
from verify.meaning.draws import Key, Letters, Outcome
from verify.meaning.failures import NoValue
from verify.meaning.instance import Instance
from verify.meaning.instance import Value as GivenValue

SCALARS = (Kind.REAL, Kind.INTEGER)


@dataclass(frozen=True, slots=True)
class Variable:
    """A bound variable. level: its place in a frame."""

    kind: Kind
    level: int


@dataclass(frozen=True, slots=True)
class Scope:
    """The bound variables at a place in an expression. depth: the innermost level in use; levels count from 1, outside in.

    changing: the innermost level whose variable may change while what is kept around this place stays (see `keeping`).
    """

    variables: Mapping[str, Variable]
    depth: int = 0
    changing: int = 0

    def inside(self, name: str, kind: Kind) -> Scope:
        """The scope of a binder's body, one level further in."""
        level = self.depth + 1
        return Scope({**self.variables, name: Variable(kind, level)}, level, level)


NOTHING_BOUND = Scope(MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class World:
    """What an instance gives, and what was computed on it. members: by family and index, an element (index set, number) or an integer.

    memo: the values of definitions. kept: those of expressions without variables.
    """

    values: dict[str, Any]
    members: dict[str, dict[Key, Any]]
    memo: dict[Any, Any] = field(default_factory=dict)
    kept: dict[int, Any] = field(default_factory=dict)
    letters: Letters = field(default_factory=Letters)


@dataclass(slots=True)
class Frame:
    """A world, the bound variables' values by level, and the outcome of the selectors where one is being looked at.

    kept: by level, values that were computed for the variables up to that level (see `keeping`).
    """

    world: World
    variables: dict[int, Any]
    outcome: Outcome | None
    kept: dict[int, dict[int, Any]]


Run = Callable[[Frame], Any]


@dataclass(frozen=True, slots=True)
class Index:
    """A compiled index: how to find it, and what it is as part of a key."""

    value: Run
    key: Run


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


def frame_in(world: World) -> Frame:
    """A frame in which nothing is bound."""
    return Frame(world, {}, None, {})


def bound_to_each(frame: Frame, level: int, elements: Iterable[Any]) -> Iterator[Any]:
    """The elements, the variable at this level bound to each in turn; what is to be found for one must be before the next is asked for."""
    variables, kept = frame.variables, frame.kept
    for element in elements:
        variables[level] = element
        kept.pop(level, None)
        yield element


def inner_frame(frame: Frame, level: int, element: Any) -> Frame:
    """A frame of its own in which the variable at this level is bound to an element."""
    return Frame(frame.world, {**frame.variables, level: element}, frame.outcome, {})


def world_of(instance: Instance) -> World:
    """An instance in flint's types."""
    return World(
        {name: _converted(value) for name, value in instance.values},
        {name: {member_key(s, i): _converted(v) for s, vs in sets for i, v in enumerate(vs, 1)} for name, sets in instance.members},
    )


def member_key(set_name: str, number: int) -> Key:
    """The index of a member of a family: an element of an index set, or an integer."""
    return number if set_name == INTEGERS else (set_name, number)


def index_of(expr: Expr, code: Code) -> Index:
    """An expression as an index."""
    if isinstance(expr, Number):
        number = expr.value
        return Index(code.run, lambda _frame: number)
    if code.kind in (Kind.ELEMENT, Kind.STRING):
        return Index(code.run, code.run)
    run = code.run
    return Index(run, lambda frame: key_of(run(frame)))


def key_of(index: Any) -> Key:
    """An index as part of a dictionary's key. Raises NoValue for a number that is not an integer."""
    if type(index) is not fmpq:
        return index  # type: ignore[no-any-return]  # an element or a letter
    if index.q != 1:
        raise NoValue("an index that is not an integer")
    return int(index.p)


def _converted(value: GivenValue) -> fmpq | fmpq_mat:
    if not isinstance(value, tuple):
        return _rational(value)
    rows = [entry if isinstance(entry, tuple) else (entry,) for entry in value]
    return fmpq_mat(len(rows), len(rows[0]) if rows else 0, [fmpq(*entry.as_integer_ratio()) for row in rows for entry in row])


def _rational(number: Fraction) -> fmpq:
    return fmpq(*number.as_integer_ratio())
