"""Noncommutative expansion, expectations included: the entry of the algebra's second half."""

from __future__ import annotations

from typing import Any

from sympy.core.sympify import _sympify

from verify.meaning.algebra.formula import Formula
from verify.meaning.algebra.from_sympy import symbols_of
from verify.meaning.algebra.linear import linear
from verify.meaning.algebra.moments import averaged
from verify.meaning.algebra.normal import normal
from verify.meaning.algebra.rebuild import rebuilt
from verify.meaning.algebra.to_sympy import to_sympy
from verify.meaning.algebra.unfold import unfolded_randomness


def expand(value: Any) -> Any:
    """A number or matrix multiplied out to a sum of words, its expectations over the selectors taken.

    value: a SymPy object, or a side of a statement, whose random names (J_k) are first replaced by their definitions.
    Equal sums of words come out equal, so expand(a - b) is zero where the algebra shows a = b. A letter that is not random stays.
    Raises Fault: E-UNDEFINED for a random letter whose definition is not at hand or for what no law says, E-SYNTAX for what is no
    polynomial in the selectors, E-AMBIGUOUS where two steps may be the same or not.
    """
    if isinstance(value, Formula):
        value = to_sympy(unfolded_randomness(value.expr, value.context), value.context)
    value = _sympify(value)
    taken = frozenset(s.name for s in symbols_of(value))
    terms = normal((mean for term in linear(value) for mean in averaged(term)), taken)
    return rebuilt(terms, value, taken)
