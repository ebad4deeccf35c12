"""Values of the integers and reals of a statement, within the inequalities between them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction

from verify.decide.draw.choice import Choose, pick
from verify.decide.draw.plan import Plan
from verify.decide.draw.rationals import Interval, simple_values
from verify.decide.polynomial import Inequality, names_in, substituted
from verify.meaning.instance import Instance

Values = Mapping[str, Fraction]

_LOWEST = -2  # how far below zero a count is tried where no hypothesis forbids it
_PASSES = 4  # of interval propagation: as long as the chains of inequalities that it follows to their end


def integer_values(plan: Plan) -> tuple[Values, ...]:
    """All values of the integers within the limits that their hypotheses allow, the smallest first."""
    limits = plan.limits
    ranges = {
        **{n: range(1, limits.max_d + 1) for n in plan.dimensions},
        **{n: range(limits.max_n + 1) for n in plan.cardinals},
        **{n: range(_LOWEST, limits.max_k + 1) for n in plan.counts},
    }
    alone = tuple(c for c in plan.conditions if c.names and c.names <= {(n, 0) for n in plan.integers})
    extended = _extended({}, list(ranges.items()), plan.inequalities)
    found = [v for v in extended if all(c.holds(Instance(tuple(v.items()))) for c in alone)]
    return tuple(sorted(found, key=lambda v: size_key(plan, v)))


def far_values(plan: Plan) -> tuple[Values, ...]:
    """Those values of the integers that only the limit of some rounds allows, the smallest first."""
    limits = plan.limits
    if limits.far_k is None:
        return ()
    wide = replace(plan, limits=replace(limits, max_k=limits.far_k))
    return tuple(v for v in integer_values(wide) if is_far(plan, v))


def is_far(plan: Plan, values: Values) -> bool:
    """Whether some integer that is no size is beyond the usual limit."""
    return any(values[n] > plan.limits.max_k for n in plan.counts)


def size_key(plan: Plan, values: Values) -> tuple[Fraction, ...]:
    """The order of sizes: dimensions, elements of index sets, other integers (the negative ones last of all)."""
    counts = [values[n] for n in plan.counts]
    return (
        sum((values[n] for n in plan.dimensions), Fraction(0)),
        sum((values[n] for n in plan.cardinals), Fraction(0)),
        Fraction(sum(c < 0 for c in counts)),
        sum((abs(c) for c in counts), Fraction(0)),
    )


def _extended(values: dict[str, Fraction], rest: list[tuple[str, range]], known: tuple[Inequality, ...]) -> Iterator[Values]:
    if not rest:
        yield values
        return
    (name, candidates), *later = rest
    for n in candidates:
        extended = {**values, name: Fraction(n)}
        if all(_may_hold(i, extended) for i in known if name in names_in(i.polynomial)):
            yield from _extended(extended, later, known)


def _may_hold(inequality: Inequality, values: Values) -> bool:
    """False where the values alone break it."""
    p = substituted(inequality.polynomial, values)
    return any(p) or satisfied(inequality, values)


def satisfied(inequality: Inequality, values: Values) -> bool:
    """Whether an inequality, all of whose symbols have values, holds."""
    value = substituted(inequality.polynomial, values).get((), Fraction(0))
    return value > 0 or (value == 0 and not inequality.strict)


def real_values(plan: Plan, integers: Values, choose: Choose) -> Values:
    """Values for the reals, one after the other, each within what the hypotheses leave to it."""
    values = dict(integers)
    for name in plan.reals:
        options = simple_values(interval_of(name, plan, values))
        values[name] = pick(choose, options or (Fraction(1),))
    return values


def interval_of(name: str, plan: Plan, values: Values) -> Interval:
    """The interval that the linear hypotheses leave to a real, with the values of some others given."""
    linear = [Inequality(p, i.strict) for i in plan.inequalities if _is_affine(p := substituted(i.polynomial, values)) and any(p)]
    intervals = {n: Interval() for i in linear for n in names_in(i.polynomial)}
    for _ in range(_PASSES):
        for inequality in linear:
            for n in names_in(inequality.polynomial):
                intervals[n] = _narrowed(n, inequality, intervals)
    return intervals.get(name, Interval())


def _is_affine(p: Mapping[tuple[tuple[str, int], ...], Fraction]) -> bool:
    return all(sum(e for _, e in monomial) <= 1 for monomial in p)


def _narrowed(name: str, inequality: Inequality, intervals: Mapping[str, Interval]) -> Interval:
    """The interval of a symbol, cut by c·x + (the most that the rest can be) >= 0."""
    p = inequality.polynomial
    c = p[((name, 1),)]
    most = _most(((m[0][0], a) for m, a in p.items() if m and m[0][0] != name), intervals)
    if most is None:
        return intervals[name]
    rest, attained = most
    end = -(rest + p.get((), Fraction(0))) / c
    closed = attained and not inequality.strict
    return intervals[name].at_least(end, closed) if c > 0 else intervals[name].at_most(end, closed)


def _most(terms: Iterable[tuple[str, Fraction]], intervals: Mapping[str, Interval]) -> tuple[Fraction, bool] | None:
    """The supremum of a linear form and whether it is attained; None where it is infinite."""
    total, attained = Fraction(0), True
    for name, a in terms:
        interval = intervals[name]
        end, closed = (interval.high, interval.high_closed) if a > 0 else (interval.low, interval.low_closed)
        if end is None:
            return None
        total, attained = total + a * end, attained and closed
    return total, attained
