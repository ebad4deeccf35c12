"""The moment map Φ(M) = A_0ᵀ M A_0 + Σ_j v_j A_jᵀ M A_j of a random linear recursion, and what rounding can do to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from verify.dynamics import directions as family
from verify.dynamics.directions import Array, Directions, Factored
from verify.dynamics.exact import exact_identity
from verify.dynamics.recursion import LinearRecursion, Number
from verify.dynamics.rounding import TINY, gamma

_WEIGHT_STEPS = 12  # roundings behind a weight, and of multiplying with it


@dataclass(frozen=True, slots=True, eq=False)
class Noise:
    """own Σ_j A_jᵀ M A_j + shared Sᵀ M S with S = Σ_j A_j; sum: S, or None where nothing is shared."""

    directions: Directions
    own: Number
    shared: Number
    sum: Array | None


@dataclass(frozen=True, slots=True, eq=False)
class MomentMap:
    """A moment map made ready: the mean A_0 is multiplied out, (…, d, d). Made by `moment_map`.

    steps: a bound on the roundings between the recursion and an entry of `apply`; 0 for exact rationals.
    """

    mean: Array
    noise: tuple[Noise, ...]
    steps: int

    @property
    def d(self) -> int:
        """The dimension of the state."""
        return int(self.mean.shape[-1])

    def apply(self, m: Array) -> Array:
        """Φ(M), symmetric. m: symmetric (…, d, d).

        In floats within `rounding_error` of the exact value, entry by entry. Source: (25) of the appendix, line 3.
        """
        image = self.mean.swapaxes(-1, -2) @ m @ self.mean + noise_image(self.noise, m)
        return np.asarray((image + image.swapaxes(-1, -2)) / 2)

    def identity(self) -> Array:
        """The identity of the state, (d, d)."""
        return np.eye(self.d) if self.steps else exact_identity(self.d)


def noise_image(noise: tuple[Noise, ...], m: Array) -> Any:
    """Σ_j v_j A_jᵀ M A_j over all noise, symmetric up to rounding; 0 where there is none."""
    image: Any = 0
    for one in noise:
        if np.any(np.asarray(one.own) != 0):
            image = image + _scaled(one.own, family.spread(one.directions, m))
        if one.sum is not None:
            image = image + _scaled(one.shared, one.sum.swapaxes(-1, -2) @ m @ one.sum)
    return image


def moment_map(recursion: LinearRecursion) -> MomentMap:
    """The moment map of a recursion; of `adjoint(recursion)` it is the dual Φ*."""
    return _ready(recursion, magnitudes=False)


def magnitude_map(recursion: LinearRecursion) -> MomentMap:
    """The moment map of the absolute values of all that the mean and the noise are added up from: it bounds rounding."""
    return _ready(recursion, magnitudes=True)


def rounding_error(magnitudes: MomentMap, m: Array) -> Array:
    """An entrywise bound on the distance of the float Φ(M) from the exact Φ(M) of the float matrix m.

    Every entry of Φ(M) is a sum of products of entries of what the magnitudes are taken of, each with at most `steps` roundings
    on it, so that the usual bound holds in any order of summation, with or without fused multiply-add: Higham, Accuracy and
    Stability of Numerical Algorithms (2002), Lemma 3.1 and (3.13). The factor 2 makes up for rounding in the bound itself.
    """
    return 2 * gamma(magnitudes.steps) * magnitudes.apply(np.abs(m)) + TINY


def _ready(recursion: LinearRecursion, magnitudes: bool) -> MomentMap:
    size = np.abs if magnitudes else _same
    exact = recursion.exact
    identity = exact_identity(recursion.d) if exact else np.eye(recursion.d)
    offset = np.asarray(recursion.offset)
    mean = size(recursion.offset if offset.ndim >= 2 else _scaled(recursion.offset, identity))
    noise = []
    for term in recursion.terms:
        parts = family.magnitude(term.directions) if magnitudes else term.directions
        sum_ = family.total(parts)
        mean = mean + _scaled(size(term.weight), sum_)
        shared = bool(np.any(np.asarray(term.shared) != 0))
        noise.append(Noise(parts, size(term.own), size(term.shared), sum_ if shared else None))
    return MomentMap(mean, tuple(noise), 0 if exact else _steps(recursion))


def _steps(recursion: LinearRecursion) -> int:
    """Roundings on a product that enters an entry of Φ(M), at most: the longest sums, one after another."""
    sums = sum(_terms(term.directions) for term in recursion.terms) + _WEIGHT_STEPS + len(recursion.terms)
    longest = max((_depth(term.directions) for term in recursion.terms), default=0)
    return 2 * sums + 2 * recursion.d + longest + 2 * _WEIGHT_STEPS + 2 * len(recursion.terms)


def _terms(directions: Directions) -> int:
    return family.columns(directions) if isinstance(directions, Factored) else family.count(directions)


def _depth(directions: Directions) -> int:
    d, n = family.dimension(directions), family.count(directions)
    if isinstance(directions, Factored):
        k = directions.left.shape[-1]
        return int(2 * d + k + n * k)
    return d + n * d


def _scaled(number: Number, matrix: Array) -> Array:
    """number · matrix; a number per family of a batch is put beside its matrix."""
    factor = np.asarray(number)
    return matrix * (factor[..., None, None] if factor.ndim else number)


def _same(value: Any) -> Any:
    return value
