"""The public names for writing a notation.py."""

from verify.language.notation import (
    constants,
    elliptic,
    family,
    index_set,
    indices,
    integer,
    matrix,
    natural,
    notation,
    pairs,
    real,
    selectors,
    sums,
    vector,
)

__all__ = [
    "constants",
    "elliptic",
    "family",
    "index_set",
    "indices",
    "integer",
    "matrix",
    "natural",
    "notation",
    "pairs",
    "real",
    "selectors",
    "sums",
    "vector",
]
