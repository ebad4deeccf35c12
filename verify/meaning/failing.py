"""Where a quantified relation fails on an instance: for which elements, and what its two sides are there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from verify.language.expression import Apply, Bind, Binder, Compare, Expr, Operator, Relation
from verify.language.statement import Context
from verify.meaning.domains import Infinite
from verify.meaning.draws import Selector
from verify.meaning.enumeration import outcomes
from verify.meaning.exact import as_json
from verify.meaning.exact_operations import EXACT
from verify.meaning.expectation import Averaging, averager
from verify.meaning.failures import Undecided
from verify.meaning.frame import NOTHING_BOUND, Code, Frame, Scope, frame_in, inner_frame, world_of
from verify.meaning.instance import Instance
from verify.meaning.program import Compiler, compiled_sides, compiler_for, item_kind


@dataclass(frozen=True, slots=True)
class Failing:
    """The relation that fails, and where.

    at: the variables of the quantifiers around it, outermost first, each with its element: `D_r#2`, `3`, a string. left, right: as in
    `exact.Check`; None too where it is no relation between values. outcome: that of the selectors for which it fails: each with 0 or 1.
    """

    relation: Expr
    at: tuple[tuple[str, str], ...] = ()
    left: Any | None = None
    right: Any | None = None
    outcome: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class _Place:
    """A Boolean that is false, and what is bound around it."""

    expr: Expr
    scope: Scope
    frame: Frame
    at: tuple[tuple[str, str], ...] = ()


def failing(context: Context, conclusion: Expr, instance: Instance) -> Failing:
    """The first relation that fails in a conclusion that is false on an instance. Raises NoValue, Undecided, Lacking."""
    compiler = compiler_for(EXACT, context, averager(Averaging.CLOSED_FORM))
    place = _Place(conclusion, NOTHING_BOUND, frame_in(world_of(instance)))
    while (inner := next(_inner(compiler, place), None)) is not None:
        place = inner
    left, right = _sides(compiler, place)
    outcome = () if place.frame.outcome is None else tuple((_selector(s), value) for s, value in place.frame.outcome.drawn.items())
    return Failing(place.expr, place.at, left, right, outcome)


def _inner(compiler: Compiler, place: _Place) -> Iterator[_Place]:
    """The parts of a false Boolean that are false, if it has parts."""
    scope, frame = place.scope, place.frame
    match place.expr:
        case Apply(Operator.AND, parts):
            yield from (_Place(p, scope, frame, place.at) for p in parts if _fails(compiler.compile(scope, p), frame))
        case Apply(Operator.SURELY, (body,)):
            code = compiler.compile(scope, body)
            yield from (_Place(body, scope, each, place.at) for each in outcomes(frame) if _fails(code, each))
        case Bind(Binder.FOR_ALL, variable, domain, body):
            elements = compiler.compile(scope, domain).run(frame)
            inner_scope = scope.inside(variable, item_kind(compiler.context, domain))
            code = compiler.compile(inner_scope, body)
            for element in elements.checked if isinstance(elements, Infinite) else elements:
                inner = inner_frame(frame, inner_scope.depth, element)
                if _fails(code, inner):
                    yield _Place(body, inner_scope, inner, (*place.at, (variable, _name(element))))
        case _:
            return


def _fails(code: Code, frame: Frame) -> bool:
    try:
        return not code.run(frame)
    except Undecided:
        return False


def _sides(compiler: Compiler, place: _Place) -> tuple[Any | None, Any | None]:
    match place.expr:
        case Compare(relation) if relation is not Relation.IN:
            both = compiled_sides(compiler, place.scope, place.expr)
            left, right = both.left.run(place.frame), both.right.run(place.frame)
            return as_json(left, both.left.kind), as_json(right, both.right.kind)
        case _:
            return None, None


def _selector(selector: Selector) -> str:
    """x[D_r#1, 2]: a selector with its index and its step, where it has one that is not its own."""
    family, index, step = selector
    indices = index if isinstance(index, tuple) and not isinstance(index[0], str) else (index,)
    return f"{family}[{', '.join(_name(i) for i in (*indices, *(() if step is None else (step,))))}]"


def _name(element: Any) -> str:
    """An element of an index set, a string or an integer, as text."""
    match element:
        case (str() as name, int() as number):
            return f"{name}#{number}"
        case tuple():
            return "".join(element)
        case _:
            return str(element)
