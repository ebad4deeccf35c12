"""Which Hessians of a family are positive semidefinite: exactly, within rounding, or not.

Within rounding means λ_min(H) ≥ −c·d·ε·‖H‖ with c = 8, d the size, ε the spacing of the numbers as they were stored (2.2e-16 for
float64) and ‖H‖ the spectral norm: what computing and storing a semidefinite matrix can do to it. Such an H is taken as the nearest
semidefinite matrix, its negative eigenvalues replaced by 0. That matrix is never formed: every figure that needs it allows for its
distance from H, at most √d times a bound of |λ_min| that a Cholesky factorisation confirms.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from flint import fmpq, fmpq_mat

from verify.dynamics.rounding import gamma, is_definite
from verify.inspection.hessians import Array, Hessians
from verify.meaning.matrix import is_psd

ROUNDING = 8  # c
_EXACT = 6  # matrices up to this size are looked at in fractions


@dataclass(frozen=True, slots=True)
class Indefinite:
    """A Hessian that is not positive semidefinite: its array, its index, its smallest eigenvalue."""

    array: str
    index: int
    smallest: float


@dataclass(frozen=True, slots=True)
class Definiteness:
    """What a family is. within: by array, how many are semidefinite within rounding only; smallest: their most negative eigenvalue.

    defect: a bound of how far any of them is from its nearest semidefinite matrix, in parts of its Frobenius norm; 0 for factors.
    """

    indefinite: tuple[Indefinite, ...] = ()
    within: tuple[tuple[str, int], ...] = ()
    smallest: float = 0.0
    defect: float = 0.0

    @property
    def semidefinite(self) -> bool:
        """Whether all are, exactly or within rounding."""
        return not self.indefinite


def definiteness(hessians: Hessians) -> Definiteness:
    """What a family is; one by factors is semidefinite."""
    if hessians.factored:
        return Definiteness()
    found = [(name, i, *_of_one(h, hessians.epsilon)) for name, array in hessians.arrays for i, h in enumerate(array)]
    indefinite = tuple(Indefinite(name, i, smallest) for name, i, smallest, defect in found if defect is None)
    doubtful = [(name, smallest, defect) for name, _, smallest, defect in found if defect]
    counts = {name: sum(n == name for n, _, _ in doubtful) for name, _ in hessians.arrays}
    return Definiteness(
        indefinite,
        tuple((name, count) for name, count in counts.items() if count),
        min((smallest for _, smallest, _ in doubtful), default=0.0),
        max((defect for _, _, defect in doubtful), default=0.0),
    )


def _of_one(h: Array, epsilon: float) -> tuple[float, float | None]:
    """The smallest eigenvalue where it is asked for, and the defect: 0 for what is shown to be semidefinite, None for what is not."""
    diagonal = np.diagonal(h)
    scale = np.abs(h).max()
    if scale == 0 or ((diagonal >= 0).all() and np.count_nonzero(h) == np.count_nonzero(diagonal)):
        return 0.0, 0.0
    unit = np.ldexp(h, -int(np.frexp(scale)[1]))
    if is_definite(unit, 0.0) or (len(h) <= _EXACT and is_psd(_fractions(h))):
        return 0.0, 0.0
    values = np.linalg.eigvalsh(unit)
    smallest = float(values[0]) * float(scale / np.abs(unit).max())
    if values[0] < -ROUNDING * len(h) * epsilon * np.abs(values).max():
        return smallest, None
    return smallest, _defect(unit, float(values[0]))


def _defect(unit: Array, smallest: float) -> float:
    """√d τ / ‖H‖_F for a τ with H + τI shown to be semidefinite."""
    d = len(unit)
    tau = max(0.0, -smallest) + 4 * gamma(d + 3) * float(np.abs(np.diagonal(unit)).sum() + d * max(0.0, -smallest))
    while not is_definite(unit + tau * np.eye(d), 4 * gamma(2)):
        tau *= 2
    return 1.01 * float(np.sqrt(d)) * tau / float(np.linalg.norm(unit))


def _fractions(h: Array) -> fmpq_mat:
    return fmpq_mat(len(h), len(h), [fmpq(*float(x).as_integer_ratio()) for x in h.ravel()])
