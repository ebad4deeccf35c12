"""The numbers that matrices are given by, as float64: the bounds on rounding are about no other type of floats."""

from __future__ import annotations

from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]

_EXACT = 2**53  # integers up to it are floats


def as_float64(array: Array) -> Array:
    """The same numbers as float64; exact rationals (dtype object) as they are.

    Raises ValueError for numbers that are not real, or are between two floats: integers beyond 2⁵³, extended precision.
    """
    if array.dtype in (np.float64, object):
        return array
    if array.dtype.kind not in "fiu":
        raise ValueError(f"matrices hold real numbers, not {array.dtype}")
    between = first_between_floats(array)
    if between is not None:
        place, number = between
        raise ValueError(
            f"the entry {number} at {place}, of type {array.dtype}, is between two floats: the bounds would be about another number. "
            "Round it yourself with astype(numpy.float64), or give exact rationals (exact_array)"
        )
    return array.astype(np.float64)


def first_between_floats(array: Array) -> tuple[tuple[int, ...], str] | None:
    """The place of the first number that float64 has to round, and the number in full; None where there is none. NaN is none."""
    if array.dtype.kind in "iu":
        wide = np.argwhere((array > _EXACT) | (array < -_EXACT)) if array.dtype.itemsize >= 8 else ()
        places = (at for row in wide if _rounded(int(array[at := tuple(map(int, row))])))
    elif array.dtype.kind == "f" and array.dtype.itemsize > 8:
        with np.errstate(over="ignore", under="ignore"):
            back = array.astype(np.float64).astype(array.dtype)
        places = (tuple(map(int, row)) for row in np.argwhere((back != array) & ~np.isnan(array)))
    else:
        return None
    place = next(places, None)
    return None if place is None else (place, str(array[place]))


def _rounded(number: int) -> bool:
    return int(float(number)) != number
