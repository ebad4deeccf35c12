"""Drawing an instance of a statement: sizes, values, repair, and one hypothesis made tight."""

from __future__ import annotations

from verify.decide.draw.build import build
from verify.decide.draw.choice import Choose
from verify.decide.draw.plan import Plan
from verify.decide.draw.repair import repaired
from verify.decide.draw.scalars import Values
from verify.decide.draw.tighten import tightened
from verify.meaning.instance import Instance

_TRIES = 4  # for roots of scalars that are rational, where they matter


def draw_instance(plan: Plan, sizes: tuple[Values, ...], choose: Choose) -> Instance | None:
    """An instance on which every hypothesis holds, small sizes more often than large; None where repair fails.

    sizes: those to choose from, the smallest first, as `integer_values` gives them; at least one.
    """
    built = build(plan, _size(sizes, choose), choose)
    for _ in range(_TRIES):
        if plan.rational is None or plan.rational(built):
            break
        built = build(plan, _size(sizes, choose), choose)
    found = repaired(plan, built)
    return None if found is None else tightened(plan, found, choose)


def _size(sizes: tuple[Values, ...], choose: Choose) -> Values:
    return sizes[min(choose(len(sizes)), choose(len(sizes)))]
