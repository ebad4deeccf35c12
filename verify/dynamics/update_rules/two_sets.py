"""Descent on one set of Hessians and ascent on another, drawn from independently."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable

import numpy as np

from verify.dynamics import directions as family
from verify.dynamics.directions import Array, Directions
from verify.dynamics.entries import as_float64
from verify.dynamics.exact import exact_number
from verify.dynamics.recursion import LinearRecursion, Number, Term

LARGEST_STEP, LARGEST_MOVE = 1e100, 1e60  # of η, and of η times an entry of H: their squares, and squares of those, are floats

Draw = Callable[[Directions, Number, int], Term | None]


def two_sets(
    retain: Array | Directions, forget: Array | Directions, eta: Number, alpha: Number, batches: tuple[int, int], draw: Draw
) -> LinearRecursion:
    """I − η(1−α) (mean of a batch of H_r) + ηα (mean of a batch of H_f), each batch as `draw` draws it.

    Raises ValueError for families of different dimension or arithmetic, no Hessian at all, an empty set of weight other than 0, eta <= 0 or
    not finite, alpha outside [0, 1]; with Hessians of floats, for numbers that are none, or eta beyond `largest_rate`. A set of weight 0 is
    left out: its Hessians act on nothing.
    """
    sets = family.directions(retain), family.directions(forget)
    used = [one for one in sets if family.count(one)]
    if not used or len({(family.dimension(one), family.is_exact(one)) for one in used}) != 1:
        raise ValueError("the two sets hold Hessians of one dimension, all floats or all exact")
    exact = family.is_exact(used[0])
    eta, alpha = (exact_number(eta), exact_number(alpha)) if exact else (_in_floats("eta", eta), _in_floats("alpha", alpha))
    if not exact and not np.all(np.asarray(eta) <= (most := largest_rate(used))):
        raise ValueError(f"eta is a number of at most {most:g} for these Hessians, so that no square overflows: give a smaller one")
    if not (np.all(np.asarray(eta) > 0) and np.all(np.asarray(alpha) >= 0) and np.all(np.asarray(alpha) <= 1)):
        raise ValueError("it takes eta > 0 and alpha in [0, 1]")
    steps = -eta * (1 - alpha), eta * alpha
    for name, one, step in zip(("retain", "forget"), sets, steps, strict=True):
        if not family.count(one) and np.any(np.asarray(step) != 0):
            raise ValueError(f"the {name} set is empty, though its weight is not 0")
    drawn = [(step, draw(one, step, batch)) for one, step, batch in zip(sets, steps, batches, strict=True)]
    terms = tuple(term for step, term in drawn if term is not None and np.any(np.asarray(step) != 0))
    offset = exact_number(1) if exact else 1.0
    return LinearRecursion(family.dimension(used[0]), offset, terms)


def largest_rate(sets: Iterable[Directions]) -> float:
    """The largest η that is taken for these Hessians of floats, a power of ten: beyond it squares of the update may overflow."""
    size = max((_largest_entry(one) for one in sets), default=0.0)
    if not 0 < size < math.inf or LARGEST_MOVE / size >= LARGEST_STEP:
        return LARGEST_STEP
    return float(f"1e{math.floor(math.log10(LARGEST_MOVE / size))}")


def _largest_entry(hessians: Directions) -> float:
    """At least the largest entry: of L Rᵀ, that of L times that of R times their columns."""
    first, second = (float(np.abs(array).max(initial=0.0)) for array in family.arrays(hessians))
    return first if isinstance(hessians, family.Dense) else first * second * hessians.left.shape[-1]


def _in_floats(name: str, number: Number) -> Number:
    """A number, or one for each member of a batch, as float64: single precision, say, would be kept in what is computed from it."""
    given = np.asarray(number)
    try:
        floats = given.astype(np.float64) if given.dtype == object else as_float64(given)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{name}: {error}") from None
    if given.dtype == object and not np.all(given == floats.astype(object)):
        raise ValueError(f"{name} is no float, though the Hessians are: give float({name}), or Hessians as exact rationals (exact_array)")
    return floats if floats.ndim else float(floats)
