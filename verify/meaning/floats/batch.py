"""A batch: instances of one shape as float64 arrays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, TypeGuard

import numpy as np
import numpy.typing as npt

from verify.meaning.instance import Instance, Value

Array = npt.NDArray[Any]  # float64, or bool where it says what holds
DIMENSIONS = 3  # of a symbol's array at most: the batch, rows, columns; a family's has one more


@dataclass(frozen=True, slots=True, eq=False)
class FloatBatch:
    """b instances that agree in every integer. Built by `from_instances` or `from_arrays`.

    integers: by name; they fix all shapes. values: scalars (b,), vectors (b, d), matrices (b, d, d).
    families: by name and index set (or "integers"): (b, n), (b, n, d) or (b, n, d, d).
    """

    size: int
    integers: Mapping[str, int]
    values: Mapping[str, Array]
    families: Mapping[str, Mapping[str, Array]]

    def where(self, chosen: Array) -> FloatBatch:
        """The part of the batch that is chosen, (b,)."""
        families = {name: {s: array[chosen] for s, array in sets.items()} for name, sets in self.families.items()}
        return FloatBatch(int(chosen.sum()), self.integers, {name: array[chosen] for name, array in self.values.items()}, families)


def from_instances(instances: Sequence[Instance]) -> FloatBatch:
    """The batch of at least one instance, all of one shape. A scalar that is the same integer in all of them counts as an integer.

    Raises ValueError where the instances differ in their names or shapes.
    """
    if not instances:
        raise ValueError("a batch of no instances")
    given = [dict(i.values) for i in instances]
    integers = {name: int(v) for name, v in given[0].items() if _is_integer(v) and all(g.get(name) == v for g in given)}
    columns = [i.to_numpy() for i in instances]
    if any(c.keys() != columns[0].keys() for c in columns):
        raise ValueError("the instances of a batch have values for different names")
    stacked = {name: _stacked(name, [c[name] for c in columns]) for name in columns[0] if name not in integers}
    families = {name: value for name, value in stacked.items() if isinstance(value, dict)}
    values = integers | {name: value for name, value in stacked.items() if name not in families}
    return replace(from_arrays(values, families), size=len(instances))


def from_arrays(values: Mapping[str, Any], families: Mapping[str, Mapping[str, Any]] | None = None) -> FloatBatch:
    """The batch of given arrays; the first axis of each is the batch. An int is an integer of all instances.

    values: by name an int, or an array (b,), (b, d) or (b, d, d). families: by name and index set (b, n), (b, n, d) or (b, n, d, d).
    Raises ValueError for arrays that do not fit together.
    """
    integers = {name: int(value) for name, value in values.items() if _is_int(value)}
    arrays = {name: _array(name, value, DIMENSIONS) for name, value in values.items() if name not in integers}
    sets = {name: {s: _array(f"{name} over {s}", a, DIMENSIONS + 1) for s, a in of.items()} for name, of in (families or {}).items()}
    everything = [*arrays.items(), *((f"{name} over {s}", a) for name, of in sets.items() for s, a in of.items())]
    sizes = {a.shape[0] for _, a in everything}
    if len(sizes) > 1:
        raise ValueError(f"batches of different sizes: {', '.join(f'{name} has {a.shape[0]}' for name, a in everything)}")
    return FloatBatch(sizes.pop() if sizes else 1, integers, arrays, sets)


def _is_integer(value: Value) -> TypeGuard[Fraction]:
    return isinstance(value, Fraction) and value.denominator == 1


def _is_int(value: Any) -> bool:
    return isinstance(value, int | np.integer) and not isinstance(value, bool)


def _array(name: str, value: Any, most: int) -> Array:
    try:
        array = np.asarray(value, dtype=np.float64)
    except (TypeError, ValueError):
        raise ValueError(f"{name} is no array of numbers") from None
    least = most - DIMENSIONS + 1
    if not least <= array.ndim <= most or 0 in array.shape[:1]:
        raise ValueError(f"{name} has the shape {array.shape}; it needs a batch of at least one and {least} to {most} axes in all")
    return array


def _stacked(name: str, columns: list[Any]) -> Any:
    """Arrays of all instances as one, or a family's by index set."""
    if isinstance(columns[0], dict):
        if any(c.keys() != columns[0].keys() for c in columns):
            raise ValueError(f"{name} has members over different index sets in a batch")
        return {s: _stacked(f"{name} over {s}", [c[s] for c in columns]) for s in columns[0]}
    if len({np.shape(c) for c in columns}) > 1:
        raise ValueError(f"{name} has several shapes in a batch: {', '.join(sorted({str(np.shape(c)) for c in columns}))}")
    return np.array(columns, dtype=np.float64)
