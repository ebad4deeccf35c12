"""What print leaves out behind an ellipsis: the one expression in which all that is printed fits, with an index that runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from verify.language.expression import Apply, Expr, Member, Number, Operator, Symbol
from verify.language.linear import difference, same_integer, shifted
from verify.language.scope import Scope
from verify.language.statement import INTEGERS
from verify.language.walk import rebuild

_LOOKED_UP = (Operator.LETTER_AT, Operator.CHOICE_AT)  # their last argument is an integer


@dataclass(frozen=True, slots=True)
class Running:
    """Expressions that are alike but for integers that change alike: `template` at start, start + step, …, end of its variable."""

    template: Expr
    start: Expr
    end: Expr


def fresh(scope: Scope) -> str:
    """A name for the running index that nothing else has."""
    taken = set(scope.bound) | {d.name for d in scope.declarations}
    return next(n for n in ("t", "s", "t'", "s'", "t''") if n not in taken)


def running(first: Expr, last: Expr, variable: str, scope: Scope) -> Running | None:
    """What runs from the first expression to the last; None where they differ otherwise than by one shift of their integer indices.

    The index is that of the first place where they differ; the others are that one plus a number (D_{t} D_{t+1}).
    """
    found = _places(first, last, scope)
    places = [place for place in found if place is not None]
    if not places or None in found:
        return None
    start, end = places[0]
    offsets: dict[Expr, int] = {}
    for low, high in places:
        offset = _constant(difference(start, low))
        if offset is None or difference(low, high) != difference(start, end):
            return None
        offsets[low] = offset
    return Running(_template(first, last, variable, offsets, scope), start, end)


def step_of(run: Running, variable: str, second: Expr) -> int | None:
    """1 or −1, as the second expression follows the first; None where it does not."""
    return next((s for s in (1, -1) if alike(at(run.template, variable, shifted(run.start, s)), second)), None)


def at(template: Expr, variable: str, value: Expr) -> Expr:
    """A template at a value of its variable."""
    return value if template == Symbol(variable) else rebuild(template, lambda part: at(part, variable, value))


def alike(a: Expr, b: Expr) -> bool:
    """Whether two expressions say the same, their integers compared as such (k − 1 + 1 is k)."""
    if a == b or same_integer(a, b):
        return True
    match a, b:
        case Member(f, i), Member(g, j) if f == g:
            return _all_alike(i, j)
        case Apply(o, x), Apply(p, y) if o is p:
            return _all_alike(x, y)
        case _:
            return False


def _all_alike(a: Sequence[Expr], b: Sequence[Expr]) -> bool:
    return len(a) == len(b) and all(alike(x, y) for x, y in zip(a, b, strict=True))


def _constant(form: dict[Expr, int]) -> int | None:
    """The value of a linear form without atoms."""
    return form.get(Number(1), 0) if set(form) <= {Number(1)} else None


def _integers(expr: Member | Apply, scope: Scope) -> list[bool]:
    """Which parts are integers that may run: indices that count, and where a string or an assignment is looked at."""
    if isinstance(expr, Apply):
        return [expr.operator in _LOOKED_UP and n == len(expr.arguments) - 1 for n in range(len(expr.arguments))]
    declaration = scope.declaration(expr.family, len(expr.indices))
    overs = (*declaration.over, (INTEGERS,)) if declaration is not None else ()
    return [over == (INTEGERS,) for over in overs][: len(expr.indices)]


def _parts(expr: Expr) -> tuple[Expr, ...]:
    return expr.indices if isinstance(expr, Member) else expr.arguments if isinstance(expr, Apply) else ()


def _alike_heads(a: Expr, b: Expr) -> bool:
    """Whether two expressions are a member of one family, or the same function, of as many parts."""
    match a, b:
        case (Member(f, _), Member(g, _)) | (Apply(f, _), Apply(g, _)):
            return f == g and len(_parts(a)) == len(_parts(b))
        case _:
            return False


def _places(a: Expr, b: Expr, scope: Scope) -> list[tuple[Expr, Expr] | None]:
    """Where two expressions differ: pairs of integers, or None for a difference elsewhere."""
    if a == b:
        return []
    if not isinstance(a, Member | Apply) or not _alike_heads(a, b):
        return [None]
    found: list[tuple[Expr, Expr] | None] = []
    for x, y, integer in zip(_parts(a), _parts(b), _integers(a, scope), strict=True):
        if x != y:
            found += [(x, y)] if integer else _places(x, y, scope)
    return found


def _template(a: Expr, b: Expr, variable: str, offsets: dict[Expr, int], scope: Scope) -> Expr:
    """The first expression with the integers that differ from the last replaced by the variable plus their offset."""
    if a == b or not isinstance(a, Member | Apply):
        return a
    changed = tuple(
        shifted(Symbol(variable), offsets[x]) if integer and x != y else _template(x, y, variable, offsets, scope)
        for x, y, integer in zip(_parts(a), _parts(b), _integers(a, scope), strict=True)
    )
    return Member(a.family, changed, a.place) if isinstance(a, Member) else Apply(a.operator, changed, a.place)
