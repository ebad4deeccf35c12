"""Values of expressions in which some numbers are known only between two bounds: the exact meaning, on balls.

A measured number is an `Enclosure` that does not get narrower; what is computed from it is an interval that contains the exact value.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

from flint import arb, ctx, fmpq

from verify.language.expression import Apply, Expr, Kind, Operator
from verify.language.statement import INTEGERS, Context, Declaration
from verify.language.walk import Name, free_names
from verify.meaning import closed_form
from verify.meaning.enclosure import Enclosure, ball
from verify.meaning.exact_operations import EXACT
from verify.meaning.failures import NoValue, Undecided
from verify.meaning.frame import NOTHING_BOUND, World, frame_in
from verify.meaning.program import compiler_for
from verify.meaning.reals import Real, sign

Interval = tuple[float, float]
Known = Fraction | Interval
Sequence = dict[int, Real]

_PRECISION = 96  # bits


@dataclass(frozen=True, slots=True)
class Numbers:
    """What is known. values: by symbol. sequences: by family and integer index; what is known takes the place of any definition."""

    values: Mapping[str, Known]
    sequences: Mapping[str, Sequence] = field(default_factory=dict)


def sequence(known: Mapping[int, Known]) -> Sequence:
    """What is known by integer index, made ready once: it may be long, and is there in every evaluation."""
    return {k: _real(value) for k, value in known.items()}


def enclosed(context: Context, expr: Expr, known: Numbers) -> Interval:
    """An interval that contains the value of a scalar expression; infinite for a positive number divided by zero.

    Raises NoValue where it has none or a symbol has no value, Undecided where the bounds are too wide, Lacking for a construct without
    an exact meaning.
    """
    try:
        return _interval(_run(context, expr, known))
    except NoValue:
        if isinstance(expr, Apply) and expr.operator is Operator.DIVIDE and _is_infinite(context, expr, known):
            return math.inf, math.inf
        raise


def holds_on_bounds(context: Context, boolean: Expr, known: Numbers) -> bool:
    """The truth of a relation between scalars, whatever the numbers between their bounds. Raises as `enclosed`."""
    return bool(_run(context, boolean, known))


def lacking_values(context: Context, expr: Expr, known: Numbers, without: Collection[str] = ()) -> tuple[str, ...]:
    """The names on which an expression rests, through definitions too, that neither are known nor have a definition.

    without: names that are not known whatever their definitions say; they come first.
    """
    missing = []
    for name in _names(context, expr, known, without):
        declaration = context.declaration(*name)
        defined = bool(context.definitions_of(*name)) and name[0] not in without
        if not defined and not (declaration is not None and declaration.kind is Kind.INDEX_SET):
            missing.append(name[0])
    return tuple(sorted(dict.fromkeys(missing), key=lambda name: name not in without))


def _names(context: Context, expr: Expr, known: Numbers, without: Collection[str] = ()) -> tuple[Name, ...]:
    """The names on which an expression rests, but for what is known."""
    seen: dict[Name, None] = {}
    waiting = list(free_names(expr))
    while waiting:
        name = waiting.pop()
        if name in seen or name[0] in known.values or name[0] in known.sequences:
            continue
        seen[name] = None
        for definition in () if name[0] in without else context.definitions_of(*name):
            parameters = {n for p in definition.parameters for n, _ in free_names(p)}
            waiting += [n for part in (definition.body, *definition.given) for n in free_names(part) if n[0] not in parameters]
        declaration = context.declaration(*name)
        if declaration is not None and declaration.size is not None:
            waiting += free_names(declaration.size)
    return tuple(seen)


def _is_infinite(context: Context, expr: Apply, known: Numbers) -> bool:
    numerator, denominator = (_run(context, part, known) for part in expr.arguments)
    return isinstance(denominator, fmpq) and denominator == 0 and sign(numerator) > 0


def _run(context: Context, expr: Expr, known: Numbers) -> Any:
    own = _pruned(context, expr, known)
    values = {name: _real(value) for name, value in known.values.items()}
    members: dict[str, dict[Any, Any]] = dict(known.sequences)
    try:
        code = compiler_for(EXACT, own, closed_form.average).compile(NOTHING_BOUND, expr)
        return code.run(frame_in(World(values, members)))
    except RecursionError:
        raise Undecided("definitions that unfold too deeply") from None


def _pruned(context: Context, expr: Expr, known: Numbers) -> Context:
    """What an expression rests on: what is known is declared, and has no definition."""
    names = _names(context, expr, known)
    symbols = [d for d in context.symbols if d.name not in known.values and d.name not in known.sequences]
    symbols += [d for d in context.symbols if d.name in known.values and (d.over or d.kind is Kind.INTEGER)]
    declared = {(d.name, len(d.over)) for d in symbols}
    symbols += [Declaration(name, Kind.REAL) for name in known.values if (name, 0) not in declared]
    symbols += [Declaration(name, Kind.REAL, over=((INTEGERS,),)) for name in known.sequences]
    definitions = tuple(d for d in context.definitions if (d.name, len(d.parameters)) in names)
    return replace(context, symbols=tuple(symbols), definitions=definitions)


def _real(value: Known) -> Real:
    if isinstance(value, Fraction):
        return fmpq(*value.as_integer_ratio())
    lower, upper = value
    if lower == upper:
        return fmpq(*lower.as_integer_ratio())
    return Enclosure(lambda: arb(lower).union(arb(upper)))


def _interval(value: Real) -> Interval:
    with ctx.workprec(_PRECISION):
        try:
            found = ball(value)
        except RecursionError:
            raise Undecided("a sum of too many terms") from None
        if not found.is_finite():
            raise Undecided("bounds that are too wide")
        return _below(found.lower()), -_below(-found.upper())


def _below(bound: arb) -> float:
    """A float that is at most a number that is exact, and hardly less."""
    near = float(bound)
    return near if arb(near) <= bound else math.nextafter(near, -math.inf)
