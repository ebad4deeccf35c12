"""A recursion of exact rationals in floats: a guide for guesses, with no bound on what rounding changed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from verify.dynamics import directions as family
from verify.dynamics.exact import rounded
from verify.dynamics.recursion import LinearRecursion, Number


def in_floats(recursion: LinearRecursion) -> LinearRecursion:
    """The recursion with every rational at the nearest float."""
    terms = []
    for term in recursion.terms:
        first, second = map(rounded, family.arrays(term.directions))
        if isinstance(term.directions, family.Dense):
            made: family.Directions = family.Dense(first)
        else:
            made = family.factors(first) if family.is_symmetric(term.directions) else family.Factored(first, second)
        terms.append(replace(term, directions=made, weight=_float(term.weight), own=_float(term.own), shared=_float(term.shared)))
    return LinearRecursion(recursion.d, _float(recursion.offset), tuple(terms))


def _float(number: Number) -> Number:
    array = rounded(np.asarray(number, dtype=object))
    return array if array.ndim else float(array)
