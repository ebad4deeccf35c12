"""Coordinate blocks on which a recursion's matrices are simultaneously block triangular."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from verify.dynamics import directions as family
from verify.dynamics.directions import Array
from verify.dynamics.recursion import LinearRecursion


def coordinate_blocks(recursion: LinearRecursion) -> tuple[Array, ...]:
    """The strongly connected components of the graph of nonzero entries, each a sorted array of coordinates.

    Ordered well they make A_0 and all A_j block triangular, so A ⊗ A is block triangular too, and ρ(Φ) is the largest ρ of a diagonal
    block Σ A_ii ⊗ A_jj; those with i ≠ j are at most √(ρ_i ρ_j), by Cauchy and Schwarz. So ρ(Φ) = max_i ρ(Φ_i). An entry counts as
    nonzero where a summand of it is, whatever rounding makes of their sum.
    """
    graph = np.zeros((recursion.d, recursion.d), dtype=bool)
    offset = np.asarray(recursion.offset)
    if offset.ndim >= 2:
        graph |= _any(offset != 0, 2)
    for term in recursion.terms:
        weights = (term.weight, term.own, term.shared)
        if any(np.any(np.asarray(weight) != 0) for weight in weights):
            graph |= _support(term.directions)
    labels = connected_components(csr_array(graph), connection="strong")[1]
    return tuple(np.flatnonzero(labels == label) for label in range(labels.max() + 1))


def restricted(recursion: LinearRecursion, at: Array) -> LinearRecursion:
    """The recursion of the diagonal blocks at some coordinates."""
    offset = np.asarray(recursion.offset)
    terms = tuple(replace(term, directions=family.block(term.directions, at)) for term in recursion.terms)
    return LinearRecursion(len(at), recursion.offset[..., at[:, None], at] if offset.ndim >= 2 else recursion.offset, terms)


def _support(directions: family.Directions) -> Array:
    """Where an entry of some matrix may be nonzero, (d, d)."""
    if isinstance(directions, family.Dense):
        return _any(directions.matrices != 0, 2)
    left, right = (_any(array != 0, 3) for array in (directions.left, directions.right))
    wide = (np.moveaxis(array, 0, 1).reshape(array.shape[1], -1).astype(np.float32) for array in (left, right))
    return np.asarray(next(wide) @ next(wide).T > 0)


def _any(array: Array, kept: int) -> Array:
    """Whether any is true over all but the last few axes."""
    return np.asarray(array.any(axis=tuple(range(array.ndim - kept))))
