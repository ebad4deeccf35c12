"""What the strategies draw: exact matrices and families, with their float64 arrays beside."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from verify.decide.draw.matrices import added, identity, scaled
from verify.meaning.instance import Matrix

if TYPE_CHECKING:
    import numpy as np


@dataclass(frozen=True, slots=True)
class PsdMatrix:
    """A symmetric positive semidefinite matrix of rationals; rows: (d, d)."""

    rows: Matrix

    @property
    def d(self) -> int:
        """The dimension."""
        return len(self.rows)

    def to_numpy(self) -> np.ndarray[Any, Any]:
        """float64, shape (d, d)."""
        import numpy as np

        return np.array(self.rows, dtype=float).reshape(self.d, self.d)


@dataclass(frozen=True, slots=True)
class HessianFamily:
    """n symmetric positive semidefinite matrices of one dimension; members: (n, d, d)."""

    d: int
    members: tuple[Matrix, ...]

    @property
    def n(self) -> int:
        """How many members there are."""
        return len(self.members)

    def mean(self) -> Matrix:
        """The mean of the members. Raises ZeroDivisionError for an empty family."""
        total = scaled(Fraction(0), identity(self.d))
        for m in self.members:
            total = added(total, m)
        return scaled(Fraction(1, self.n), total)

    def to_numpy(self) -> np.ndarray[Any, Any]:
        """float64, shape (n, d, d)."""
        import numpy as np

        return np.array(self.members, dtype=float).reshape(self.n, self.d, self.d)


@dataclass(frozen=True, slots=True)
class UnlearningInstance:
    """SGD that descends on one family with weight 1 − alpha and ascends on another with weight alpha.

    eta > 0, alpha in [0, 1], 1 <= batch <= the number of members of either family.
    """

    retain: HessianFamily
    forget: HessianFamily
    eta: Fraction
    alpha: Fraction
    batch: int

    def mean_operator(self) -> Matrix:
        """J = I − η(1−α) H_R + ηα H_F, with the means H_R and H_F of the families."""
        descent = scaled(-self.eta * (1 - self.alpha), self.retain.mean())
        return added(identity(self.retain.d), added(descent, scaled(self.eta * self.alpha, self.forget.mean())))

    def to_numpy(self) -> dict[str, Any]:
        """float64 values by the names of the fields; the families as arrays of shape (n, d, d)."""
        return {
            "retain": self.retain.to_numpy(),
            "forget": self.forget.to_numpy(),
            "eta": float(self.eta),
            "alpha": float(self.alpha),
            "batch": self.batch,
        }
