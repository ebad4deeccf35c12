"""How far an instance is from satisfying a hypothesis: an exact rational that guides repair and proves nothing."""

from __future__ import annotations

from bisect import bisect_left
from fractions import Fraction
from typing import Any

from verify.decide.draw.matrices import added, identity, is_psd, is_symmetric, scaled
from verify.decide.draw.plan import Condition
from verify.language.expression import Compare, Relation
from verify.meaning.instance import Instance

_FAR = Fraction(1000)  # where nothing tells how far it is
_SHIFTS = tuple(Fraction(2) ** e for e in range(-5, 8))

_BELOW = (Relation.LESS, Relation.LESS_EQUAL, Relation.LOEWNER_LESS_EQUAL)
_LOEWNER = (Relation.LOEWNER_LESS_EQUAL, Relation.LOEWNER_GREATER_EQUAL)


def distance(conditions: tuple[Condition, ...], instance: Instance, limit: Fraction | None = None) -> Fraction:
    """The sum of the distances from the conditions, 0 exactly where all of them hold; what goes beyond the limit is not added up."""
    total = Fraction(0)
    for condition in conditions:
        total += _one(condition, instance)
        if limit is not None and total >= limit:
            break
    return total


def _one(condition: Condition, instance: Instance) -> Fraction:
    found = condition.check(instance)
    if found.conclusion is True:
        return Fraction(0)
    if not isinstance(condition.expr, Compare) or found.left is None or found.right is None:
        return _FAR
    return _gap(condition.expr.relation, _exact(found.left), _exact(found.right))


def difference(condition: Condition, instance: Instance) -> Fraction | None:
    """Left minus right of a condition between scalars that fails; None of any other."""
    found = condition.check(instance)
    if isinstance(found.left, str) and isinstance(found.right, str):
        return Fraction(found.left) - Fraction(found.right)
    return None


def _exact(data: Any) -> Any:
    """A value from its JSON."""
    return Fraction(data) if isinstance(data, str) else tuple(_exact(part) for part in data)


def _gap(relation: Relation, left: Any, right: Any) -> Fraction:
    """How far a relation that fails is from holding; at least 1/1000."""
    low, high = (left, right) if relation in _BELOW else (right, left)
    if isinstance(low, Fraction) and isinstance(high, Fraction):
        return abs(low - high) + Fraction(1, 1000)
    if relation in _LOEWNER and isinstance(low, tuple) and isinstance(high, tuple):
        return _shift(added(high, scaled(Fraction(-1), low)))
    if isinstance(low, tuple) and isinstance(high, tuple):
        return sum((abs(x - y) for x, y in zip(_entries(low), _entries(high), strict=True)), Fraction(1, 1000))
    return _FAR


def _shift(m: Any) -> Fraction:
    """About the least t with m + t I positive semidefinite."""
    if not is_symmetric(m):
        return _FAR + sum((abs(m[i][j] - m[j][i]) for i in range(len(m)) for j in range(i)), Fraction(0))
    at = bisect_left(_SHIFTS, True, key=lambda t: is_psd(added(m, scaled(t, identity(len(m))))))
    return _SHIFTS[at] if at < len(_SHIFTS) else _FAR


def _entries(value: Any) -> list[Fraction]:
    return [value] if isinstance(value, Fraction) else [x for part in value for x in _entries(part)]
