"""The two ways to an exact expectation, that know nothing of each other."""

from __future__ import annotations

from enum import Enum
from typing import assert_never

from verify.language.expression import Expr
from verify.meaning import closed_form, enumeration
from verify.meaning.frame import Code, Scope
from verify.meaning.program import Averager, Compiler


class Averaging(Enum):
    """How expectations are taken."""

    CLOSED_FORM = "closed form"  # by the moments of polynomials in the selectors; Lacking for what is no polynomial
    ENUMERATION = "enumeration"  # by looking at every outcome of the selectors; Undecided where there are too many


def averager(averaging: Averaging) -> Averager:
    """The code of an expectation of an expression."""
    match averaging:
        case Averaging.CLOSED_FORM:
            return closed_form.average
        case Averaging.ENUMERATION:
            return _enumerated
        case _:
            assert_never(averaging)


def _enumerated(compiler: Compiler, scope: Scope, expr: Expr) -> Code:
    return enumeration.average(compiler.operations, compiler.compile(scope, expr))
