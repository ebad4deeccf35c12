"""Exact values of formulas as SymPy objects."""

from __future__ import annotations

from typing import Any

import sympy
from flint import fmpq, fmpq_mat

from verify.language.expression import Expr
from verify.language.statement import Context
from verify.meaning.exact import Lacking, NoValue, Undecided, value
from verify.meaning.instance import Instance
from verify.meaning.real_matrix import RealMatrix
from verify.meaning.surd import Surd


def exact_value(expr: Expr, context: Context, instance: Instance) -> Any:
    """The value of an expression on an instance: a SymPy number (a sum of square roots of rationals), matrix or truth.

    Raises ValueError where it has none, where a construct has no exact meaning yet, and for a number that is known by enclosures alone.
    """
    try:
        return _in_sympy(value(context, expr, instance))
    except NoValue as failure:
        raise ValueError(f"no value: {failure}") from None
    except (Undecided, Lacking) as failure:
        raise ValueError(f"no exact value is found: {failure}") from None


def _in_sympy(found: Any) -> Any:
    match found:
        case bool():
            return sympy.S.true if found else sympy.S.false
        case fmpq():
            return sympy.Rational(int(found.p), int(found.q))
        case Surd():
            return sympy.Add(*(_in_sympy(q) * sympy.sqrt(int(m)) for m, q in found.terms))
        case fmpq_mat() | RealMatrix():
            return sympy.ImmutableMatrix([[_in_sympy(entry) for entry in row] for row in found.tolist()])
        case _:
            raise Undecided("it is known by enclosures alone, or is neither a number, a matrix nor a truth")
