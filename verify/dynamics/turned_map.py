"""A moment map of symmetric matrices in the eigenvectors of its mean, where M ↦ A_0 M A_0 costs d² and not d³."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from verify.dynamics import directions as family
from verify.dynamics.directions import Array
from verify.dynamics.moment_map import MomentMap, Noise, noise_image


@dataclass(frozen=True, slots=True, eq=False)
class TurnedMap:
    """Vᵀ Φ(V M Vᵀ) V with A_0 = V Λ Vᵀ, up to rounding: for guesses. basis: V, products: the λ_a λ_b, (d, d)."""

    basis: Array
    products: Array
    noise: tuple[Noise, ...]

    @property
    def d(self) -> int:
        """The dimension of the state."""
        return len(self.basis)

    def apply(self, m: Array) -> Array:
        """The map of a symmetric matrix in these coordinates."""
        image = noise_image(self.noise, m) + self.products * m
        return np.asarray((image + image.T) / 2)

    def identity(self) -> Array:
        """The identity, the same in all orthonormal coordinates."""
        return np.eye(self.d)

    def into(self, m: Array) -> Array:
        """VᵀMV."""
        return np.asarray(self.basis.T @ m @ self.basis)

    def back(self, m: Array) -> Array:
        """VMVᵀ, symmetric."""
        turned = self.basis @ m @ self.basis.T
        return np.asarray((turned + turned.T) / 2)


def turned_map(phi: MomentMap) -> TurnedMap:
    """The map of one recursion of symmetric floats in the eigenvectors of its mean."""
    values, basis = np.linalg.eigh(phi.mean)
    noise = tuple(
        replace(one, directions=family.turned(one.directions, basis), sum=None if one.sum is None else basis.T @ one.sum @ basis)
        for one in phi.noise
    )
    return TurnedMap(basis, values[:, None] * values, noise)
