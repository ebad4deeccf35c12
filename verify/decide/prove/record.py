"""The steps of a derivation as they are written down: facts with their numbers, block in block."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn, Union

from verify.errors import Code, Diagnostic, Fault, Place
from verify.language.canonical import Json, dump, expression_json
from verify.language.expression import Apply, Bind, Binder, Compare, Expr, Kind, Operator, Relation, Type
from verify.language.scope import Bound

_HERE = Path(__file__).parent
Places = list[Union[Place, "Places"]]  # of the steps of a block: where the script made each


@dataclass(frozen=True, slots=True)
class Fact:
    """What is known from some step on. Its sides, where it is a relation."""

    number: int
    says: Expr

    @property
    def left(self) -> Expr:
        """The left side. Raises AttributeError where it is no relation."""
        return _relation(self.says).left

    @property
    def right(self) -> Expr:
        """The right side. Raises AttributeError where it is no relation."""
        return _relation(self.says).right

    @property
    def relation(self) -> Relation:
        """The relation. Raises AttributeError where it is none."""
        return _relation(self.says).relation


def _relation(says: Expr) -> Compare:
    if not isinstance(says, Compare):
        raise AttributeError("this fact is not a single relation")
    return says


@dataclass(slots=True)
class Frame:
    """The steps of a block (or of the whole), and what is known there.

    variable: what the block fixes, over a domain. places: the line of the script that wrote each step.
    """

    facts: list[Fact]
    steps: list[dict[str, Json]] = field(default_factory=list)
    places: Places = field(default_factory=list)
    variable: str | None = None
    bound: Bound | None = None
    domain: Expr | None = None
    supposed: tuple[Expr, ...] = ()
    keys: list[bytes] = field(default_factory=list)  # of the facts, as far as they were asked for

    def learn(self, says: Expr) -> Fact:
        """The next fact."""
        fact = Fact(len(self.facts), says)
        self.facts.append(fact)
        return fact


class Record:
    """The steps so far. Only this object changes while a script runs."""

    def __init__(self, hypotheses: Iterable[Expr]) -> None:
        self.frames = [Frame([Fact(number, says) for number, says in enumerate(hypotheses)])]

    @property
    def facts(self) -> list[Fact]:
        """All that is known here."""
        return self.frames[-1].facts

    @property
    def names(self) -> dict[str, str]:
        """What the fixed variables are called in certificates."""
        fixed = [frame.variable for frame in self.frames if frame.variable is not None]
        return {name: f"#{n + 1}" for n, name in enumerate(fixed)}

    @property
    def bound(self) -> dict[str, Bound]:
        """What the fixed variables stand for."""
        return {f.variable: f.bound for f in self.frames if f.variable is not None and f.bound is not None}

    def json(self, expr: Expr, variables: Iterable[str] = ()) -> Json:
        """An expression as it stands in a step here; variables: those of a function, which come after the fixed ones."""
        names = self.names
        for variable in variables:
            names[variable] = f"#{len(names) + 1}"
        return expression_json(expr, names)

    def key(self, expr: Expr) -> bytes:
        """The same for expressions that differ in names of bound variables alone."""
        return dump(self.json(expr))

    def known(self, says: Expr) -> Fact | None:
        """The latest fact that says this."""
        keys, facts, wanted = self.frames[-1].keys, self.facts, self.key(says)
        keys += [self.key(fact.says) for fact in facts[len(keys) :]]
        return next((fact for fact, key in zip(reversed(facts), reversed(keys), strict=True) if key == wanted), None)

    def add(self, rule: str, says: Expr, premises: Iterable[Fact], **given: Json) -> Fact:
        """A step of a rule."""
        premises = list(premises)
        for fact in premises:
            if fact.number >= len(self.facts) or self.facts[fact.number] is not fact:
                self.fail(rule, "a premise is a fact of a block that is closed", "Use what the block showed as a whole: its `fact`.")
        frame = self.frames[-1]
        places: list[Json] = [fact.number for fact in premises]
        frame.steps.append({"rule": rule, "says": self.json(says), "from": places, **given})
        frame.places.append(caller())
        return frame.learn(says)

    def is_last(self, says: Expr) -> bool:
        """Whether the last step here says this."""
        return bool(self.frames[-1].steps) and self.key(self.facts[-1].says) == self.key(says)

    @property
    def written(self) -> tuple[object, ...]:
        """Where the script wrote each step: `file:line`, or those of a block's steps."""
        return _texts(self.frames[0].places)

    def opened(self, frame: Frame) -> None:
        """Begin a block."""
        self.frames.append(frame)

    def closed(self) -> Fact:
        """End the innermost block: what its last step says, for all values of its variable, if what it supposes holds."""
        frame = self.frames.pop()
        if not frame.steps:
            self.fail("block", "a block without a step shows nothing", "End it with the step that says what it is about.")
        outer = self.frames[-1]
        names = {**self.names, **({frame.variable: f"#{len(self.names) + 1}"} if frame.variable is not None else {})}
        outer.steps.append({
            "over": None if frame.domain is None else self.json(frame.domain),
            "suppose": [expression_json(says, names) for says in frame.supposed],
            "steps": list[Json](frame.steps),
        })  # fmt: skip
        outer.places.append(frame.places)
        return outer.learn(_closed(frame))

    def chosen(self, frame: Frame, says: Expr, premises: Iterable[Fact], put: Mapping[str, Json], values: Iterable[Fact]) -> Fact:
        """End a block about members that are put in: that there are such. values: what shows that what is said of them has a value."""
        if not frame.steps:
            self.fail("choose", "a block without a step shows nothing", "End it with the step that says what is kept, and what is claimed.")
        outer = self.frames[-1]
        places: list[Json] = [fact.number for fact in premises]
        inside: list[Json] = [fact.number for fact in values]
        outer.steps.append({"put": dict(put), "says": self.json(says), "from": places, "steps": list[Json](frame.steps), "values": inside})
        outer.places.append(frame.places)
        return outer.learn(says)

    def fail(self, rule: str, message: str, fix: str) -> NoReturn:
        """Raises Fault, at the line of the script that asked for the step."""
        place = caller()
        try:
            source = Path(place.file).read_text(encoding="utf-8").split("\n")[place.line - 1]
        except (OSError, IndexError, UnicodeDecodeError):
            source = ""
        place = Place(place.file, place.line, len(source) - len(source.lstrip()) + 1)
        raise Fault(Diagnostic(Code.DERIVATION, f"step {len(self.frames[-1].steps)}, {rule}: {message}", fix, place, source))


def _closed(frame: Frame) -> Expr:
    says = frame.facts[-1].says
    for premise in reversed(frame.supposed):
        says = Apply(Operator.IMPLIES, (premise, says))
    if frame.variable is None or frame.domain is None:
        return says
    return Bind(Binder.FOR_ALL, frame.variable, frame.domain, says, Type(Kind.BOOLEAN))


def _texts(places: Places) -> tuple[object, ...]:
    return tuple(f"{place.file}:{place.line}" if isinstance(place, Place) else _texts(place) for place in places)


def caller() -> Place:
    """The line of the script that is running: the innermost outside this folder."""
    frame = sys._getframe(1)
    while frame.f_back is not None and (Path(frame.f_code.co_filename).parent == _HERE or frame.f_code.co_filename == contextlib.__file__):
        frame = frame.f_back
    return Place(frame.f_code.co_filename, frame.f_lineno, 1)
