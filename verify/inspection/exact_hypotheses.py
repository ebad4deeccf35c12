"""Hypotheses about the matrices themselves, decided in fractions where a family is small enough."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from flint import fmpq

from verify.inspection.measured import Measured, given
from verify.inspection.setting import Setting
from verify.inspection.theory_figures import TheoryFigures
from verify.language.expression import Expr
from verify.language.statement import Statement
from verify.meaning.exact import holds, value
from verify.meaning.failures import Lacking, NoValue, Undecided
from verify.meaning.instance import Instance, Matrix

_ENTRIES = 200  # of all Hessians together, at most


@dataclass(frozen=True, slots=True)
class Small:
    """A setting in fractions. instance: without the symbols that a claim leaves open."""

    instance: Instance

    def truth(self, statement: Statement, boolean: Expr, measured: Measured) -> bool | None:
        """Whether a hypothesis holds, with the open symbols as they are chosen; None where that is not decided."""
        known = {name for name, _ in self.instance.values}
        extra = [(n, v) for n, v in measured.numbers.values.items() if n not in known and isinstance(v, Fraction)]
        instance = Instance((*self.instance.values, *extra), self.instance.members)
        try:
            return holds(statement.context, boolean, instance)
        except (NoValue, Lacking, Undecided):
            return None

    def value(self, statement: Statement, expr: Expr) -> Fraction | None:
        """A rational value; None where it is none, or is not found."""
        try:
            found = value(statement.context, expr, self.instance)
        except (NoValue, Lacking, Undecided):
            return None
        return Fraction(int(found.p), int(found.q)) if isinstance(found, fmpq) else None


def small(theory: TheoryFigures, setting: Setting) -> Small | None:
    """The setting in fractions; None where it is too large for that, or the theory does not name its families."""
    hessians = setting.hessians
    named = {name: (family, over) for name, family, over in theory.figures.families}
    if {"retain", "forget"} - set(named) or (hessians.n_r + hessians.n_f) * hessians.d**2 > _ENTRIES:
        return None
    values = tuple((symbol, number) for name, number in given(setting).items() if (symbol := theory.plain(name)) is not None)
    members: dict[str, list[tuple[str, tuple[Matrix, ...]]]] = {}
    for name, array in (("retain", hessians.retain), ("forget", hessians.forget)):
        family, over = named[name]
        members.setdefault(family, []).append((over, tuple(_exact(h.tolist(), hessians.factored) for h in array)))
    return Small(Instance(values, tuple((family, tuple(sets)) for family, sets in members.items())))


def _exact(rows: list[list[float]], factored: bool) -> Matrix:
    """A matrix in fractions; A Aᵀ for a factor A."""
    exact = tuple(tuple(Fraction(x) for x in row) for row in rows)
    if not factored:
        return exact
    return tuple(tuple(sum((x * y for x, y in zip(row, other, strict=True)), Fraction(0)) for other in exact) for row in exact)
