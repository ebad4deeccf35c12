"""Derivatives: `\\frac{\\partial f}{\\partial x}`, `\\frac{\\partial^2 f}{\\partial x \\partial y}`."""

from __future__ import annotations

from collections.abc import Callable

from lark import Token, Tree

from verify.errors import Code
from verify.language.arithmetic import describe, is_scalar
from verify.language.expression import Apply, Kind, Member, Operator, Symbol, Type
from verify.language.names import comma_parts, juxtaposed, only_formula, sides
from verify.language.parse import Syntax
from verify.language.scope import REAL, Scope, Typed, trees

Product = Callable[[list[Syntax | Token], Scope, Syntax], Typed]


def is_derivative(fraction: Syntax) -> bool:
    """Whether a fraction's denominator begins with ∂."""
    below = trees(fraction)[1]
    parts = comma_parts(below) if below.data == "braced" else []
    return len(parts) == 1 and bool(factors := juxtaposed(parts[0])) and _is_partial(factors[0])


def derivative(fraction: Syntax, scope: Scope, product: Product) -> Typed:
    """The derivative of what stands behind ∂ above, by what stands behind each ∂ below. Raises Fault: E-SYNTAX, E-KIND, E-SIZE."""
    above, below = trees(fraction)
    terms = [t for s in sides(only_formula(above, scope)) for t in trees(s)] if above.data == "braced" else []
    items = list(terms[0].children) if len(terms) == 1 else []
    named = juxtaposed(only_formula(below, scope))
    if len(items) < 2 or not _is_partial(items[0]) or len(named) % 2 or not all(map(_is_partial, named[::2])):
        fix = "Write \\frac{\\partial f}{\\partial x} or \\frac{\\partial^2 f}{\\partial x \\partial y}."
        raise scope.fault(Code.SYNTAX, fraction, "this is no derivative", fix)
    body = product(items[1:], scope, terms[0])
    variables = [product([n], scope, n) for n in named[1::2]]
    for variable, at in zip(variables, named[1::2], strict=True):
        if not isinstance(variable.expr, Symbol | Member):
            raise scope.fault(Code.SYNTAX, at, "a derivative is taken by a name", "Write \\partial x below the bar.")
    if _order(items[0]) != len(variables):
        message = "the order of the derivative is not the number of its variables"
        raise scope.fault(Code.SYNTAX, fraction, message, "Write \\partial^2 above two of them.")
    type_ = _type(body.type, [v.type for v in variables])
    if type_ is None:
        words = " and by ".join(describe(v.type) for v in variables)
        raise scope.fault(Code.KIND, fraction, f"{describe(body.type)} has no derivative by {words}", "Take that of a number.")
    arguments = (body.expr, *(v.expr for v in variables))
    return Typed(Apply(Operator.DERIVATIVE, arguments, scope.source.place(fraction.meta.start_pos)), type_)


def _is_partial(item: Syntax | Token) -> bool:
    head = item.children[0] if isinstance(item, Tree) and item.data == "factor" else None
    return isinstance(head, Tree) and head.data == "partial"


def _order(item: Syntax | Token) -> int | None:
    """The order that the exponent of ∂ says, 1 without one; None for what is no number."""
    scripts = trees(item)[1:] if isinstance(item, Tree) else []
    if not scripts:
        return 1
    digits = "".join(str(t) for t in scripts[0].scan_values(lambda _: True))
    return int(digits) if len(scripts) == 1 and scripts[0].data == "sup" and digits.isdecimal() else None


def _type(body: Type, by: list[Type]) -> Type | None:
    """A number by numbers is a number, by one vector a vector, by two a matrix; a vector by numbers is a vector."""
    vectors = [t for t in by if t.kind is Kind.VECTOR]
    if not all(is_scalar(t) or t.kind is Kind.VECTOR for t in by):
        return None
    if not vectors:
        return body if body.kind is Kind.VECTOR else REAL if is_scalar(body) else None
    if not is_scalar(body) or len(vectors) > 2 or vectors[0] != vectors[-1]:
        return None
    return vectors[0] if len(vectors) == 1 else Type(Kind.MATRIX, vectors[0].size)
