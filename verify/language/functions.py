"""Functions by name: E, Tr, Γ, log, …; what each takes and gives."""

from __future__ import annotations

from collections.abc import Sequence

from lark import Token, Tree

from verify.errors import Code
from verify.language import arithmetic
from verify.language.expression import Apply, Kind, Operator, Type
from verify.language.names import comma_parts, only_formula, simple_name
from verify.language.parse import Syntax
from verify.language.scope import REAL, Scope, Typed, trees

FUNCTIONS = {
    "E": Operator.EXPECTATION,
    "Tr": Operator.TRACE,
    "tr": Operator.TRACE,
    "P": Operator.PROBABILITY,
    "Pr": Operator.PROBABILITY,
    "O": Operator.LANDAU,
    "Gamma": Operator.GAMMA,
    "log": Operator.LOG,
    "ln": Operator.LOG,
    "lambda_1": Operator.LARGEST_EIGENVALUE,
    "Bernoulli": Operator.BERNOULLI,
    "Moments": Operator.MOMENTS,
    "WithoutReplacement": Operator.WITHOUT_REPLACEMENT,
}
_LAWS = (Operator.BERNOULLI, Operator.MOMENTS, Operator.WITHOUT_REPLACEMENT)


def function_named(factor: Syntax, scope: Scope) -> Operator | None:
    """The function that a factor names, unless the theory declares that name. Raises Fault where its name has a power."""
    head, *scripts = trees(factor)
    bare: Syntax = Tree("factor", [head, *(s for s in scripts if s.data != "sup")], factor.meta)
    if head.data == "lambda_max":
        operator = Operator.LARGEST_EIGENVALUE if len(bare.children) == 1 else None
    else:
        name = simple_name(bare)
        token = head.children[0] if head.children else None
        upright = isinstance(token, Token) and token.value.startswith((r"\mathbb", r"\operatorname", r"\mathcal"))
        declared = name is None or name in scope.bound or scope.declaration(name, 0) is not None
        operator = None if name is None or (declared and not upright) else FUNCTIONS.get(name)
    if operator is not None and len(bare.children) < len(factor.children):
        raise scope.fault(Code.SYNTAX, factor, "the name of a function has a power", "Write the power behind the argument: \\log(x)^2.")
    return operator


def arguments(operator: Operator, bracket: Syntax, scope: Scope) -> list[Syntax]:
    """The formulas in a function's bracket: two of a law by its moments, else one. Raises Fault (E-ARITY, E-SYNTAX)."""
    if operator is not Operator.MOMENTS:
        return [only_formula(bracket, scope)]
    parts = comma_parts(bracket)
    if len(parts) != 2:
        fix = "Write \\operatorname{Moments}(\\mu, v)."
        raise scope.fault(Code.ARITY, bracket, "a law by its moments has two: a mean and a variance", fix)
    return parts


def call(operator: Operator, given: Sequence[Typed], at: Syntax, scope: Scope) -> Typed:
    """A function of its arguments. Raises Fault: E-KIND where it takes no such thing."""
    wanted: dict[Operator, tuple[Kind, ...]] = {
        Operator.TRACE: (Kind.MATRIX,),
        Operator.LARGEST_EIGENVALUE: (Kind.MATRIX,),
        Operator.PROBABILITY: (Kind.BOOLEAN,),
        Operator.EXPECTATION: (Kind.REAL, Kind.INTEGER, Kind.VECTOR, Kind.ROW, Kind.MATRIX),
    }
    misfit = next((a.type for a in given if a.type.kind not in wanted.get(operator, (Kind.REAL, Kind.INTEGER))), None)
    if misfit is not None:
        message = f"{arithmetic.describe(misfit)} is no argument of {operator.value}"
        raise scope.fault(Code.KIND, at, message, "Check what stands in its brackets.")
    type_ = REAL
    if operator is Operator.EXPECTATION and not arithmetic.is_scalar(given[0].type):
        type_ = given[0].type
    elif operator in _LAWS:
        type_ = Type(Kind.LAW)
    return Typed(Apply(operator, tuple(a.expr for a in given), scope.source.place(at.meta.start_pos)), type_)
