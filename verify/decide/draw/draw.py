"""Drawing an instance of a statement: sizes, values, repair, and one hypothesis made tight."""

from __future__ import annotations

from verify.decide.draw.build import build
from verify.decide.draw.choice import Choose
from verify.decide.draw.plan import Plan
from verify.decide.draw.repair import repaired
from verify.decide.draw.scalars import Values
from verify.decide.draw.tighten import tightened
from verify.meaning.instance import Instance


def draw_instance(plan: Plan, sizes: tuple[Values, ...], choose: Choose) -> Instance | None:
    """An instance on which every hypothesis holds, small sizes more often than large; None where repair fails.

    sizes: those to choose from, the smallest first, as `integer_values` gives them; at least one.
    """
    integers = sizes[min(choose(len(sizes)), choose(len(sizes)))]
    found = repaired(plan, build(plan, integers, choose))
    return None if found is None else tightened(plan, found, choose)
