"""What variables range over, and what it is to be in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import product
from typing import Any

from flint import fmpq

from verify.language.expression import Kind, Relation
from verify.meaning.enclosure import Enclosure
from verify.meaning.failures import Lacking, NoValue, Undecided
from verify.meaning.frame import Code, Frame, Run, bound_to_each, key_of
from verify.meaning.operations import Operations, Test
from verify.meaning.reals import Real

LARGEST_DOMAIN = 65_536
LARGEST_CHOICE = 64  # assignments; sums over them stand one in another
CHECKED_NATURALS = 9  # 0, …, 8


@dataclass(frozen=True, slots=True)
class Infinite:
    """A part of the natural numbers that may be infinite: those of its elements that are looked at."""

    checked: tuple[Any, ...]


Domain = tuple[Any, ...] | Infinite
Membership = Callable[[Any, Frame], Any]  # gives a truth


def finite(domain: Domain) -> tuple[Any, ...]:
    """The elements. Raises Lacking for a domain that may be infinite."""
    if isinstance(domain, Infinite):
        raise Lacking("a sum, product or maximum over infinitely many numbers")
    return domain


def naturals() -> Code:
    """0, 1, 2, …"""
    checked = Infinite(tuple(fmpq(i) for i in range(CHECKED_NATURALS)))
    return Code(Kind.INDEX_SET, lambda _frame: checked)


def integer_range(lowest: Code, highest: Code) -> Code:
    """The integers from lowest to highest."""

    def run(frame: Frame) -> Domain:
        low, high = as_integer(lowest.run(frame)), as_integer(highest.run(frame))
        _limit(high - low)
        return tuple(fmpq(i) for i in range(low, high + 1))

    return Code(Kind.INDEX_SET, run)


def index_set(name: str, size: Code) -> Code:
    """(name, 1), …, (name, size)."""

    def run(frame: Frame) -> Domain:
        found: Domain | None = frame.world.memo.get(name)
        if found is None:
            n = as_integer(size.run(frame))
            if n < 0:
                raise NoValue(f"a negative number of elements in {name}")
            _limit(n)
            found = frame.world.memo[name] = tuple((name, i) for i in range(1, n + 1))
        return found

    return Code(Kind.INDEX_SET, run)


def union(parts: tuple[Code, ...]) -> Code:
    """The elements of all parts, each once, in the order in which they are met."""
    return Code(Kind.INDEX_SET, lambda frame: tuple(dict.fromkeys(e for p in parts for e in finite(p.run(frame)))))


def strings(length: Code, letters: tuple[str, ...]) -> Code:
    """All strings of a length over an alphabet, as tuples, in the order of the dictionary."""

    def run(frame: Frame) -> Domain:
        n = as_integer(length.run(frame))
        if n < 0:
            raise NoValue("a string of negative length")
        _limit(len(letters) ** min(n, LARGEST_DOMAIN))
        return tuple(product(letters, repeat=n))

    return Code(Kind.INDEX_SET, run)


def letter_at(string: Code, position: Code) -> Code:
    """The letter of a string at a position, counted from 1. Raises NoValue outside the string."""

    def run(frame: Frame) -> str:
        letters, place = string.run(frame), as_integer(position.run(frame))
        if not 1 <= place <= len(letters):
            raise NoValue(f"a string of {len(letters)} letters has none at {place}")
        return str(letters[place - 1])

    return Code(Kind.STRING, run)


def choices(level: int, over: Code, of: Code) -> Code:
    """The assignments that give each element i of a domain an element of the domain at i: each as a dictionary by `key_of` i."""

    def run(frame: Frame) -> Domain:
        keys, sets, count = [], [], 1
        for element in bound_to_each(frame, level, finite(over.run(frame))):
            keys.append(key_of(element))
            sets.append(finite(of.run(frame)))
            count *= len(sets[-1])
            if count > LARGEST_CHOICE:
                raise Undecided(f"more than {LARGEST_CHOICE} assignments")
        return tuple(dict(zip(keys, values, strict=True)) for values in product(*sets))

    return Code(Kind.INDEX_SET, run)


def choice_at(assignment: Code, where: Code) -> Code:
    """The value of an assignment. Raises NoValue where it has none."""

    def run(frame: Frame) -> Any:
        values, place = assignment.run(frame), key_of(where.run(frame))
        if place not in values:
            raise NoValue(f"an assignment looked at {place}, where it has no value")
        return values[place]

    return Code(Kind.ELEMENT, run)


def by_letter(letter: Code, cases: Mapping[str, Code]) -> Code:
    """What stands for the letter that it is. Raises NoValue for one that nothing stands for, Lacking for things of different kinds."""
    kinds = {case.kind for case in cases.values()}
    if len(kinds) != 1:
        raise Lacking("letters that stand for things of different kinds")

    def run(frame: Frame) -> Any:
        case = cases.get(letter.run(frame))
        if case is None:
            raise NoValue("a letter that nothing stands for")
        return case.run(frame)

    return Code(kinds.pop(), run)


def in_domain(domain: Code) -> Membership:
    """Membership in a finite domain."""
    return lambda value, frame: _settled(value) in finite(domain.run(frame))


def in_index_set(name: str) -> Membership:
    """Membership in a declared index set."""
    return lambda value, _frame: type(value) is tuple and value[0] == name


def in_range(lowest: Code, highest: Code) -> Membership:
    """Membership among the integers from lowest to highest."""
    return lambda value, frame: _is_integer(value) and lowest.run(frame) <= value <= highest.run(frame)


def in_naturals(value: Any, _frame: Frame) -> bool:
    """Membership in 0, 1, 2, …"""
    return _is_integer(value) and value >= 0


def in_interval(operations: Operations, lowest: Code | None, highest: Code | None, closed: bool) -> Membership:
    """Membership in an open or a closed interval; an end of None is infinite."""
    ordered = operations.scalar_test(Relation.LESS_EQUAL if closed else Relation.LESS)

    def test(value: Any, frame: Frame) -> Any:
        above = [] if lowest is None else [partial(_in_order, ordered, lowest.run, lambda _frame: value, frame)]
        below = [] if highest is None else [partial(_in_order, ordered, lambda _frame: value, highest.run, frame)]
        return operations.all_hold(above + below)

    return test


def _in_order(ordered: Test, left: Run, right: Run, frame: Frame) -> Any:
    return ordered(left(frame), right(frame))


def in_real_space(operations: Operations, sizes: tuple[Code, ...]) -> Membership:
    """Membership in ℝ^d or ℝ^{n×m}."""

    def test(value: Any, frame: Frame) -> bool:
        rows, columns = [as_integer(size.run(frame)) for size in sizes] if len(sizes) == 2 else (as_integer(sizes[0].run(frame)), 1)
        return operations.shape(value) == (rows, columns)

    return test


def as_integer(number: Real) -> int:
    """An integer. Raises NoValue for any other number."""
    if not isinstance(number, fmpq) or number.q != 1:
        raise NoValue("a number that has to be an integer and is not")
    return int(number)


def _is_integer(value: Any) -> bool:
    return isinstance(_settled(value), fmpq) and value.q == 1


def _settled(value: Any) -> Any:
    """The value, unless it is a number of which it is not known whether it is rational."""
    if isinstance(value, Enclosure):
        raise Undecided("whether a real number is an integer")
    return value


def _limit(size: int) -> None:
    if size > LARGEST_DOMAIN:
        raise Undecided(f"a domain of more than {LARGEST_DOMAIN} elements")
