"""An instance: exact values for the primitive symbols of a statement."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

Vector = tuple[Fraction, ...]
Matrix = tuple[Vector, ...]
Value = Fraction | Vector | Matrix


@dataclass(frozen=True, slots=True)
class Instance:
    """Values of plain symbols, and members of primitive families by index set (or "integers", counted from 1).

    Integers are Fractions too. Matrices are tuples of rows.
    """

    values: tuple[tuple[str, Value], ...]
    members: tuple[tuple[str, tuple[tuple[str, tuple[Value, ...]], ...]], ...] = ()

    def value(self, name: str) -> Value:
        """The value of a plain symbol. Raises KeyError."""
        return dict(self.values)[name]

    def family(self, name: str) -> dict[str, tuple[Value, ...]]:
        """The members of a family by index set. Raises KeyError."""
        return dict(dict(self.members)[name])

    def to_json(self) -> dict[str, Any]:
        """The form of docs/certificates.md: every value an exact string, matrices as nested lists."""
        return {
            "values": {name: value_json(v) for name, v in self.values},
            "members": {name: {s: [value_json(v) for v in vs] for s, vs in sets} for name, sets in self.members},
        }

    def to_numpy(self) -> dict[str, Any]:
        """float64 values by name; families as {index set: array of shape (n, d, d)}."""
        import numpy as np

        plain: dict[str, Any] = {name: _array(v, np) for name, v in self.values}
        families = {name: {s: np.array([_array(v, np) for v in vs]) for s, vs in sets} for name, sets in self.members}
        return plain | families


def from_json(data: Mapping[str, Any]) -> Instance:
    """The instance that `Instance.to_json` wrote."""
    return Instance(
        tuple((name, _value(v)) for name, v in data["values"].items()),
        tuple((name, tuple((s, tuple(_value(v) for v in vs)) for s, vs in sets.items())) for name, sets in data["members"].items()),
    )


def value_json(value: Value) -> Any:
    """A rational as a string, a vector or matrix as nested lists of them."""
    return str(value) if isinstance(value, Fraction) else [value_json(v) for v in value]


def _value(data: Any) -> Any:
    return Fraction(data) if isinstance(data, str) else tuple(_value(v) for v in data)


def _array(value: Value, np: Any) -> float | np.ndarray[Any, Any]:
    return float(value) if isinstance(value, Fraction) else np.array([_array(v, np) for v in value])
