"""Instances moved into the Loewner bounds of single matrices: a spectrum is cut off at cI, and G becomes A + (G − A)₊ where A ⪯ G.

So hypotheses such as H_r ⪯ I or A ⪯ G hold by construction, and a minimiser needs no price for them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from verify.decide.draw.plan import Condition, Plan
from verify.language.expression import Apply, Bind, Binder, Compare, Expr, Kind, Member, Operator, Relation, Symbol
from verify.language.statement import Shape
from verify.language.walk import free_names
from verify.meaning.failures import Lacking, NoValue, Undecided
from verify.meaning.floats.batch import Array, FloatBatch
from verify.meaning.floats.compile import compile_floats

_INSIDE = 2.2  # X ⪰ (1 + 2.2 m) L is well above X − L ⪰ m (X + L)


@dataclass(frozen=True, slots=True, eq=False)
class Bound:
    """c X ⪰ side (lower) or c X ⪯ side of a matrix, or of all members of a family over an index set, on a batch. c: None is 1."""

    name: str
    index_set: str | None
    lower: bool
    side: Callable[[FloatBatch], Array]
    coefficient: Callable[[FloatBatch], Array] | None
    rests_on: frozenset[str]
    psd: bool

    def applied(self, batch: FloatBatch, margin: float) -> FloatBatch:
        """The batch with the matrix moved inside the bound, by a relative margin."""
        members = batch.values[self.name][:, np.newaxis] if self.index_set is None else batch.families[self.name][self.index_set]
        if members.size == 0:
            return batch
        moved = self._moved(members, batch, margin)
        if self.index_set is None:
            return replace(batch, values={**batch.values, self.name: moved[:, 0]})
        sets: Mapping[str, Array] = {**batch.families[self.name], self.index_set: moved}
        return replace(batch, families={**batch.families, self.name: sets})

    def _moved(self, members: Array, batch: FloatBatch, margin: float) -> Array:
        """(b, n, d, d)"""
        side = self.side(batch)
        if side.ndim == 1:  # a number: 0
            side = side[:, np.newaxis, np.newaxis] * np.eye(members.shape[-1])
        factor = np.ones(batch.size) if self.coefficient is None else self.coefficient(batch)
        usable = np.isfinite(side).all(axis=(1, 2)) & (factor > 0)
        scale = np.where(usable, factor, 1.0)[:, np.newaxis, np.newaxis, np.newaxis]
        end = np.where(usable[:, np.newaxis, np.newaxis], side, 0.0)[:, np.newaxis] / scale
        sign = 1.0 if self.lower else -1.0
        end = end + sign * margin * _INSIDE * _spectral(end, np.abs)
        moved = end + sign * _spectral(sign * (members - end), _positive)
        return np.where(usable[:, np.newaxis, np.newaxis, np.newaxis], _spectral(moved, _positive) if self.psd else moved, members)


def bounds(plan: Plan) -> tuple[tuple[Bound, ...], tuple[Condition, ...]]:
    """The bounds that conditions say, those that rest on no other matrix first, and the conditions that are not such bounds."""
    found: list[Bound] = []
    others: list[Condition] = []
    for condition in plan.conditions:
        own = list(_read(plan, condition.expr, None, None))
        if own and all(b is not None for b in own):
            found += [b for b in own if b is not None]
        else:
            others.append(condition)
    found.sort(key=lambda b: len(b.rests_on))
    return tuple(found), tuple(others)


def confined(of: tuple[Bound, ...], batch: FloatBatch, margin: float) -> FloatBatch:
    """A batch with each bound applied once, in turn."""
    for bound in of:
        try:
            batch = bound.applied(batch, margin)
        except (NoValue, Undecided):
            continue
    return batch


def _read(plan: Plan, expr: Expr, variable: str | None, domain: str | None) -> Iterator[Bound | None]:
    """The bounds that an expression says together; None for a part that says something else."""
    match expr:
        case Apply(Operator.AND, parts):
            for part in parts:
                yield from _read(plan, part, variable, domain)
        case Bind(Binder.FOR_ALL, name, Symbol(index_set), body) if variable is None:
            yield from _read(plan, body, name, index_set)
        case Compare(Relation.LOEWNER_LESS_EQUAL, small, large):
            yield _bound(plan, large, small, True, variable, domain) or _bound(plan, small, large, False, variable, domain)
        case Compare(Relation.LOEWNER_GREATER_EQUAL, large, small):
            yield _bound(plan, large, small, True, variable, domain) or _bound(plan, small, large, False, variable, domain)
        case _:
            yield None


def _bound(plan: Plan, matrix: Expr, side: Expr, lower: bool, variable: str | None, domain: str | None) -> Bound | None:
    coefficient, matrix = _parted(matrix)
    match matrix:
        case Symbol(name) if variable is None:
            index_set = None
        case Member(name, (Symbol(index),)) if index == variable and domain is not None:
            index_set = domain
        case _:
            return None
    declaration = next((t for t in plan.tensors if t.name == name), None)
    names = frozenset(n for e in (side, *(() if coefficient is None else (coefficient,))) for n, _ in free_names(e))
    if declaration is None or declaration.kind is not Kind.MATRIX or declaration.shape is Shape.GENERAL or names & {name, variable}:
        return None
    try:
        factor = None if coefficient is None else compile_floats(plan.context, coefficient)
        tensors = frozenset(t.name for t in plan.tensors)
        return Bound(name, index_set, lower, compile_floats(plan.context, side), factor, names & tensors, declaration.shape is Shape.PSD)
    except Lacking:
        return None


def _parted(expr: Expr) -> tuple[Expr | None, Expr]:
    """c and X of a product c X; a c that is no number gives a bound that cannot be compiled or used."""
    match expr:
        case Apply(Operator.MULTIPLY, (*first, last)) if first:
            return first[0] if len(first) == 1 else Apply(Operator.MULTIPLY, tuple(first)), last
        case _:
            return None, expr


def _spectral(matrices: Array, of: Callable[[Array], Array]) -> Array:
    """A function of the eigenvalues of the symmetric parts, (b, n, d, d)."""
    values, vectors = np.linalg.eigh((matrices + matrices.swapaxes(2, 3)) / 2)
    return np.asarray((vectors * of(values)[:, :, np.newaxis, :]) @ vectors.swapaxes(2, 3))


def _positive(values: Array) -> Array:
    return np.maximum(values, 0.0)
