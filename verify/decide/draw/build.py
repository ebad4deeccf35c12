"""An instance built from choices: integers, then reals, then vectors, matrices and families of the sizes that follow."""

from __future__ import annotations

from fractions import Fraction
from itertools import islice

from verify.decide.draw.choice import Choose, pick
from verify.decide.draw.families import one_projector, psd_family
from verify.decide.draw.matrices import general, psd, symmetric, vector
from verify.decide.draw.plan import Plan
from verify.decide.draw.rationals import Interval, simple_values
from verify.decide.draw.scalars import Values, real_values
from verify.decide.polynomial import scalar, substituted, value_of
from verify.language.expression import Expr, Kind
from verify.language.statement import INTEGERS, Declaration, Shape
from verify.meaning.instance import Instance, Value


def build(plan: Plan, integers: Values, choose: Choose) -> Instance:
    """An instance of these sizes, whose linear scalar hypotheses hold; the other hypotheses may fail."""
    values = real_values(plan, integers, choose)
    plain: list[tuple[str, Value]] = list(values.items())
    families = []
    for declaration in plan.tensors:
        if not declaration.over:
            plain.append((declaration.name, _members(declaration, 1, plan, values, choose)[0]))
            continue
        families.append((declaration.name, _family(declaration, plan, values, choose)))
    return Instance(tuple(plain), tuple(families))


def _family(declaration: Declaration, plan: Plan, values: Values, choose: Choose) -> tuple[tuple[str, tuple[Value, ...]], ...]:
    """The members by index set: drawn together, so that one structure runs through all sets, or each set for itself."""
    names = declaration.over[0]
    counts = [how_many(s, plan, values) for s in names]
    if plan.rational is not None and declaration.shape is Shape.PSD and choose(3):
        families = one_projector(choose, _dimension(declaration, plan, values), counts)
        return tuple(zip(names, families, strict=True))
    if len(names) > 1 and choose(3) == 2:
        together = iter(_members(declaration, sum(counts), plan, values, choose))
        return tuple((s, tuple(islice(together, n))) for s, n in zip(names, counts, strict=True))
    return tuple((s, _members(declaration, n, plan, values, choose)) for s, n in zip(names, counts, strict=True))


def how_many(index_set: str, plan: Plan, values: Values) -> int:
    """How many members a family needs over an index set, or over the integers from 1 on."""
    if index_set == INTEGERS:
        return max(0, plan.farthest, *(int(values[c]) for c in plan.counters))
    declaration = plan.context.declaration(index_set)
    if declaration is None or declaration.size is None:
        raise ValueError(f"the index set {index_set} has no size")
    return size(declaration.size, plan, values)


def size(expr: Expr, plan: Plan, values: Values) -> int:
    """The value of a size."""
    return int(value_of(substituted(scalar(expr, plan.context), values)))


def _dimension(declaration: Declaration, plan: Plan, values: Values) -> int:
    return 1 if declaration.size is None else size(declaration.size, plan, values)


def _members(declaration: Declaration, n: int, plan: Plan, values: Values, choose: Choose) -> tuple[Value, ...]:
    d = _dimension(declaration, plan, values)
    match declaration.kind, declaration.shape:
        case Kind.MATRIX, Shape.PSD:
            return psd_family(choose, d, n) if n > 1 else tuple(psd(choose, d) for _ in range(n))
        case Kind.MATRIX, Shape.SYMMETRIC:
            return tuple(symmetric(choose, d) for _ in range(n))
        case Kind.MATRIX, Shape.GENERAL:
            return tuple(general(choose, d) for _ in range(n))
        case Kind.VECTOR | Kind.ROW, _:
            return tuple(vector(choose, d) for _ in range(n))
        case Kind.INTEGER, _:
            return tuple(Fraction(choose(plan.limits.max_k + 1)) for _ in range(n))
        case _:
            return tuple(pick(choose, simple_values(Interval())) for _ in range(n))
