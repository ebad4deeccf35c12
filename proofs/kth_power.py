"""From what is raised to the k-th power in (36) to (37), and in 36.1r to T4.8r2, solved with SymPy.

`python -m proofs.threshold` prints what comes out. A bound c⋅qᵏ grows where q is above 1; no formula here is its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sympy
from sympy.core.symbol import Str

from .expansion import growth, lower_threshold, lower_threshold_over_37, positive, side

LARGEST = sympy.Symbol("m", positive=True)  # max λ_max(D_rf)


def pair_growth() -> Any:
    """By what the lower bound of Tr N_k by one pair (36.1r) grows from k to k + 1.

    >>> pair_growth()
    m**2*(sqrt(C_f) + sqrt(C_r))**2/2
    """
    base = side("36.1r", "rhs").base
    maximum = next(part for part in sympy.preorder_traversal(base) if part.args[:1] == (Str("maximum"),))
    return positive(base.xreplace({maximum: LARGEST}))


def pair_threshold() -> Any:
    """The m from which on it grows, as T4.8r2 says.

    >>> pair_threshold()
    sqrt(2)/(sqrt(C_f) + sqrt(C_r))
    """
    (found,) = sympy.solve(sympy.Eq(sympy.sqrt(pair_growth()), 1), LARGEST)
    return found


def lines() -> Iterator[str]:
    """All of it, as it is printed."""
    yield f"(36) grows by                      {growth()}"
    yield f"that is 1 at λ₁(D) =               {lower_threshold()}"
    yield f"with Definition 2, over (37)       {lower_threshold_over_37()}"
    yield f"36.1r grows by                     {pair_growth()}"
    yield f"that is 1 at max λ_max(D_rf) = m = {pair_threshold()}"
