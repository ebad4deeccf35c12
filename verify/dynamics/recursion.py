"""Random linear recursions w_{k+1} = (A_0 + Σ_j ξ_j A_j) w_k with zero-mean ξ_j, drawn anew at each step."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from verify.dynamics import directions as family
from verify.dynamics.directions import Array, Directions

Number = Any  # a float, an array of floats over the batch, or an exact rational
LARGEST = 1e30  # entries of floats beyond it are refused, so that no product of a few of them overflows


@dataclass(frozen=True, slots=True, eq=False)
class Term:
    """Directions A_j that share their weights: weight · Σ_j A_j is part of the mean, and Σ_j ξ_j A_j is noise.

    The ξ_j of one term have the covariances own · δ_ij + shared, own >= 0 and own + n shared >= 0; those of different terms are
    uncorrelated. Independent noise of variance v has own = v, shared = 0.
    """

    directions: Directions
    weight: Number
    own: Number
    shared: Number = 0


@dataclass(frozen=True, slots=True, eq=False)
class LinearRecursion:
    """w_{k+1} = (A_0 + Σ_j ξ_j A_j) w_k with A_0 = offset + Σ weight · Σ_j A_j over the terms.

    offset: a number c, for c I, or a matrix (…, d, d); d: the dimension of the state. Numbers are floats (batched: arrays over the
    leading axes) or, with exact directions, rationals. A float weight may differ from the number that it stands for by a factor
    1 + 10 u, u = 2⁻⁵³: every stated bound allows for it.
    """

    d: int
    offset: Number
    terms: tuple[Term, ...]

    @property
    def exact(self) -> bool:
        """Whether all entries are rationals."""
        return bool(all(family.is_exact(term.directions) for term in self.terms) and np.asarray(self.offset).dtype == object)

    @property
    def batch(self) -> tuple[int, ...]:
        """The leading axes of a batch; () for one recursion."""
        parts = [np.shape(self.offset)[:-2] if np.ndim(self.offset) >= 2 else np.shape(self.offset)]
        for term in self.terms:
            first, second = family.arrays(term.directions)
            parts += [first.shape[:-3], second.shape[:-3], *(np.shape(number) for number in (term.weight, term.own, term.shared))]
        return np.broadcast_shapes(*parts)

    @property
    def symmetric(self) -> bool:
        """Whether A_0 and every A_j are seen to be symmetric; Φ is then self-adjoint for the inner product Tr XY."""
        offset = np.asarray(self.offset)
        even = offset.ndim < 2 or bool(np.all(offset == offset.swapaxes(-1, -2)))
        return even and all(family.is_symmetric(term.directions) for term in self.terms)


@dataclass(frozen=True, slots=True, eq=False)
class DrivenRecursion:
    """w_{k+1} = (A_0 + Σ_j ξ_j A_j) w_k + g_k with zero-mean g_k of a covariance, (d, d), independent of all else."""

    recursion: LinearRecursion
    covariance: Array


class NoMomentMap(Exception):
    """An update rule whose second moments are not those of any moment map; the message says why, and what to use."""


def noise_part(recursion: LinearRecursion) -> LinearRecursion:
    """The recursion without its mean: Φᵏ(I) of it is N_k of (17)."""
    zero = 0 * recursion.offset
    return replace(recursion, offset=zero, terms=tuple(replace(term, weight=0 * term.weight) for term in recursion.terms))


def mean_part(recursion: LinearRecursion) -> LinearRecursion:
    """The recursion without its noise: Φᵏ(I) of it is J^{2k} of (24), where J is symmetric."""
    return replace(recursion, terms=tuple(replace(term, own=0 * term.own, shared=0 * term.shared) for term in recursion.terms))


def adjoint(recursion: LinearRecursion) -> LinearRecursion:
    """The recursion of the transposed matrices: its moment map is Φ*, which takes E w_k w_kᵀ to E w_{k+1} w_{k+1}ᵀ."""
    offset = recursion.offset.swapaxes(-1, -2) if np.ndim(recursion.offset) >= 2 else recursion.offset
    return replace(
        recursion,
        offset=offset,
        terms=tuple(replace(term, directions=family.transposed(term.directions)) for term in recursion.terms),
    )


def member(recursion: LinearRecursion, at: tuple[int, ...]) -> LinearRecursion:
    """One recursion of a batch."""
    batch = recursion.batch

    def chosen(value: Number, own_axes: int) -> Number:
        array = np.asarray(value)
        return np.broadcast_to(array, (*batch, *array.shape[array.ndim - own_axes :]))[at]

    offset = chosen(recursion.offset, 2 if np.ndim(recursion.offset) >= 2 else 0)
    terms = []
    for term in recursion.terms:
        first, second = (chosen(array, 3) for array in family.arrays(term.directions))
        directions = family.Dense(first) if isinstance(term.directions, family.Dense) else family.Factored(first, second)
        if family.is_symmetric(term.directions) and isinstance(directions, family.Factored):
            directions = family.factors(first)
        weight, own, shared = (chosen(number, 0) for number in (term.weight, term.own, term.shared))
        terms.append(Term(directions, weight, own, shared))
    return LinearRecursion(recursion.d, offset, tuple(terms))
