"""A recursion of exact rationals in coordinates of the span of its directions: what is quiet, decided and not estimated."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from verify.dynamics import directions as family
from verify.dynamics.directions import Array, Factored
from verify.dynamics.exact import flint_matrix, from_flint
from verify.dynamics.recursion import LinearRecursion


@dataclass(frozen=True, slots=True, eq=False)
class ExactSpan:
    """The recursion of z in w = Q z, Q: (d, r) with the r independent columns that span the ranges of all A_j and A_jᵀ.

    gram: G = QᵀQ, inverse: G⁻¹. M̂ = QᵀMQ is the quadratic form of M there, I is G there, and Tr M over the span is Tr M̂G⁻¹. On the d − r
    other dimensions w_{k+1} = offset · w_k: d − r of the trace of Φᵏ(I) are offset^{2k}, for ever.
    """

    recursion: LinearRecursion
    basis: Array
    gram: Array
    inverse: Array
    quiet: int

    def lifted(self, m: Array) -> Array:
        """The M on the whole space with QᵀMQ = M̂ that is 0 beyond the span, (d, d)."""
        side = self.basis @ self.inverse
        return np.asarray(side @ m @ side.T)

    def beyond(self) -> Array:
        """The orthogonal projection on what is quiet, (d, d)."""
        projection = self.basis @ self.inverse @ self.basis.T
        identity = np.where(np.eye(len(projection)) == 1, projection.flat[0] ** 0, 0 * projection.flat[0])
        return np.asarray(identity - projection)


def exact_span(recursion: LinearRecursion) -> ExactSpan | None:
    """The recursion on the span; None where the span is all or nothing, or A_0 is no multiple of I beyond. Exact: no tolerance."""
    if np.ndim(recursion.offset) or not recursion.terms:
        return None
    wide = np.concatenate([_columns(term.directions) for term in recursion.terms], axis=1)
    reduced, rank = flint_matrix(wide).rref()
    if not 0 < rank < recursion.d:
        return None
    rows = reduced.tolist()
    pivots = [next(j for j, entry in enumerate(rows[i]) if entry != 0) for i in range(rank)]
    basis = wide[:, pivots]
    gram = basis.T @ basis
    inverse = from_flint(flint_matrix(gram).inv())
    side = inverse @ basis.T
    terms = tuple(replace(term, directions=_changed(term.directions, side, basis)) for term in recursion.terms)
    return ExactSpan(LinearRecursion(rank, recursion.offset, terms), basis, gram, inverse, recursion.d - rank)


def rank_of_directions(recursion: LinearRecursion) -> int:
    """The dimension of the span of the ranges of all A_j and A_jᵀ of a recursion of exact rationals."""
    if not recursion.terms:
        return 0
    return int(flint_matrix(np.concatenate([_columns(term.directions) for term in recursion.terms], axis=1)).rank())


def _columns(directions: family.Directions) -> Array:
    """Columns that span the ranges of the matrices and their transposes, (d, p)."""
    first, second = family.arrays(directions)
    if not isinstance(directions, Factored):
        second = first.swapaxes(-1, -2)
    both = [first] if family.is_symmetric(directions) else [first, second]
    return np.concatenate([np.moveaxis(one, 0, 1).reshape(one.shape[1], -1) for one in both], axis=1)


def _changed(directions: family.Directions, side: Array, basis: Array) -> family.Directions:
    """G⁻¹QᵀA_jQ; of factors (G⁻¹QᵀL_j)(QᵀR_j)ᵀ."""
    if isinstance(directions, Factored):
        return Factored(side @ directions.left, basis.T @ directions.right)
    return family.Dense(side @ directions.matrices @ basis)
