"""A small context, and batches for it written as arrays."""

from __future__ import annotations

from typing import Any

import numpy as np

from verify.language.expression import Kind, Symbol
from verify.language.statement import INTEGERS, Context, Declaration
from verify.meaning.floats.compile import FloatBatch, compile_floats, from_arrays, slack

D = Symbol("d")
CONTEXT = Context(
    (
        *(Declaration(name, Kind.INTEGER) for name in ("d", "n", "k")),
        *(Declaration(name, Kind.REAL) for name in ("a", "b")),
        Declaration("v", Kind.VECTOR, D),
        Declaration("t", Kind.ROW, D),
        *(Declaration(name, Kind.MATRIX, D) for name in ("X", "Y")),
        Declaration("S", Kind.INDEX_SET, Symbol("n")),
        Declaration("H", Kind.MATRIX, D, over=(("S",),)),
        Declaration("q", Kind.REAL, over=((INTEGERS,),)),
    )
)
X = np.array([[[1.0, 2.0], [3.0, 4.0]], [[0.0, 1.0], [0.0, 0.0]], [[2.0, 0.0], [0.0, 5.0]]])
Y = np.array([np.eye(2), np.zeros((2, 2)), [[2.0, 1.0], [1.0, 5.0]]])
BATCH = from_arrays(
    {
        "d": 2, "n": 2, "k": 3, "a": [1.0, -2.0, 0.0], "b": [0.5, -2.0, 4.0],
        "v": [[3.0, -4.0], [0.0, 0.0], [1.0, 1.0]], "t": X[:, 0], "X": X, "Y": Y,
    },
    {"H": {"S": np.stack([X, Y], axis=1)}, "q": {INTEGERS: [[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]}},
)


def found(expr: Any, batch: FloatBatch = BATCH) -> Any:
    """The values of an expression, as nested lists."""
    return compile_floats(CONTEXT, expr)(batch).tolist()


def margins(expr: Any, batch: FloatBatch = BATCH) -> Any:
    """The slacks of a Boolean expression."""
    return slack(CONTEXT, expr)(batch).tolist()
