"""Values that are computed once: those of what is the same for all elements of a binder around it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from verify.language.expression import Apply, Bind, Expr, Member, Symbol
from verify.language.walk import subexpressions
from verify.meaning.frame import Frame, Run, Scope

Levels = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Keeping:
    """What is kept of which expressions: each has a number, by itself and the levels of its variables."""

    numbers: dict[tuple[str, Expr, Levels], int] = field(default_factory=dict)

    def kept(self, scope: Scope, expr: Expr, level: int, run: Run, what: str) -> Run:
        """A function that runs once while the variables up to a level stay: it depends on no others, and on no selector's outcome."""
        names = set(mentioned(expr))
        levels = tuple(sorted((name, variable.level) for name, variable in scope.variables.items() if name in names))
        number = self.numbers.setdefault((what, expr, levels), len(self.numbers))
        return _kept_in_frame(level, number, run) if level else _kept_in_world(number, run)


def level_of(scope: Scope, expr: Expr) -> int:
    """The innermost level of the variables that an expression may depend on."""
    if not scope.variables:
        return 0
    return max((scope.variables[name].level for name in mentioned(expr) if name in scope.variables), default=0)


def is_worth_keeping(expr: Expr) -> bool:
    """Whether an expression takes longer to evaluate than to look up."""
    return isinstance(expr, Apply | Bind | Member)


def mentioned(expr: Expr) -> Iterator[str]:
    """The names of symbols in an expression, also those that are bound in it: rather too many."""
    for part in subexpressions(expr):
        if isinstance(part, Symbol):
            yield part.name
        elif isinstance(part, Bind) and part.type.size is not None:
            yield from mentioned(part.type.size)


def _kept_in_world(number: int, run: Run) -> Run:
    def run_once(frame: Frame) -> Any:
        kept = frame.world.kept
        found = kept.get(number)
        if found is None:
            found = kept[number] = run(frame)
        return found

    return run_once


def _kept_in_frame(level: int, number: int, run: Run) -> Run:
    def run_once(frame: Frame) -> Any:
        kept = frame.kept.get(level)
        if kept is None:
            kept = frame.kept[level] = {}
        found = kept.get(number)
        if found is None:
            found = kept[number] = run(frame)
        return found

    return run_once
