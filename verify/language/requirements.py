"""What a place in a formula needs: a number, an integer, a relation, a size; each with its fault."""

from __future__ import annotations

from verify.errors import Code
from verify.language.arithmetic import describe, is_scalar
from verify.language.expression import Expr, Kind
from verify.language.parse import Syntax
from verify.language.render import render
from verify.language.scope import BOOLEAN, Scope, Typed


def number(typed: Typed, at: Syntax, scope: Scope) -> Expr:
    """A number. Raises Fault (E-KIND)."""
    if not is_scalar(typed.type):
        raise scope.fault(Code.KIND, at, f"a number is needed here, not {describe(typed.type)}", "Take a trace, a norm or an entry.")
    return typed.expr


def integer(typed: Typed, at: Syntax, scope: Scope) -> Expr:
    """An integer. Raises Fault (E-KIND)."""
    if typed.type.kind is not Kind.INTEGER:
        message = f"an integer is needed here, not {describe(typed.type)}"
        raise scope.fault(Code.KIND, at, message, "Declare the symbol with integer or natural in notation.py.")
    return typed.expr


def relation(typed: Typed, at: Syntax, scope: Scope) -> Expr:
    """A relation. Raises Fault (E-KIND)."""
    if typed.type != BOOLEAN:
        raise scope.fault(Code.KIND, at, f"a relation is needed here, not {describe(typed.type)}", "Write both sides, as in a = b.")
    return typed.expr


def sole_size(what: str, at: Syntax, scope: Scope) -> Expr:
    """The size of the vectors and matrices, where they have but one. Raises Fault (E-SIZE, E-AMBIGUOUS)."""
    sizes = scope.sizes()
    if not sizes:
        raise scope.fault(Code.SIZE, at, f"the size of {what} is said nowhere", "Declare a matrix in notation.py, or write I_{n}.")
    if len(sizes) > 1:
        readings = " and as ".join(f"one of size {render(s)}" for s in sizes[:2])
        raise scope.fault(Code.AMBIGUOUS, at, f"{what} can be read as {readings}", "Say which, as in I_{n}.")
    return sizes[0]
