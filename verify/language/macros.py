"""Macros: norms, limits, laws, and elliptic products whose middle print leaves out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from lark import Token

from verify.errors import Code
from verify.language import arithmetic, elliptic, requirements
from verify.language.expression import Apply, Bind, Binder, Compare, Kind, Number, Operator, Relation, Type
from verify.language.linear import shifted
from verify.language.names import comma_parts, juxtaposed, simple_name
from verify.language.notation import Elliptic, Notation
from verify.language.parse import Syntax
from verify.language.render import render
from verify.language.scope import BOOLEAN, REAL, Scope, Typed, bound_over, offset, span
from verify.language.statement import INTEGERS

Elaborate = Callable[[Syntax, Scope], Typed]

KNOWN = MappingProxyType({"norm": "MACRO2", "abs": "MACRO1", "tendsto": "MACRO3", "gaussian": "MACRO2"})
_FACTORS = (Kind.MATRIX, Kind.REAL, Kind.INTEGER)
_NORMS = {
    "1": Operator.NORM_1,
    "2": Operator.NORM_2,
    "F": Operator.NORM_FROBENIUS,
    "S_1": Operator.NORM_SCHATTEN_1,
    "op": Operator.NORM_OPERATOR,
}


def terminals(notation: Notation) -> Mapping[str, str]:
    """The terminal of the grammar that each macro is: it says how many arguments it takes, and whether a summand follows."""
    products = {e.macro: f"MACRO{e.printed}" for e in notation.elliptics}
    return {**KNOWN, **products, **{s.macro: "SUMS" for s in notation.sums}}


def expand(tree: Syntax, scope: Scope, elaborate: Elaborate) -> Typed:
    """A macro's meaning. Raises Fault: E-MACRO where its arguments do not fit together."""
    token, *given = tree.children
    name = str(token)[1:]
    arguments = [g for g in given if not isinstance(g, Token)]
    match name:
        case "norm":
            return _norm(arguments[0], _raw(arguments[1], scope), tree, scope, elaborate)
        case "abs":
            inside = _formula(arguments[0], scope)
            return Typed(Apply(Operator.ABSOLUTE, (requirements.number(elaborate(inside, scope), inside, scope),)), REAL)
        case "tendsto":
            return _tends_to(arguments, scope, elaborate)
        case "gaussian":
            mean, covariance = (elaborate(_formula(a, scope), scope) for a in arguments)
            return _gaussian(mean, covariance, tree, scope)
        case _:
            macro = next(e for e in scope.notation.elliptics if e.macro == name)
            return _elliptic(macro, arguments, tree, scope, elaborate)


def _formula(given: Syntax, scope: Scope) -> Syntax:
    parts = comma_parts(given)
    if len(parts) != 1:
        raise scope.fault(Code.MACRO, given, "a macro's argument is one formula", "Fill it in, without a comma.")
    return parts[0]


def _raw(given: Syntax, scope: Scope) -> str:
    start, end = span(given)
    return scope.source.latex[start:end].strip("{} ").replace("{", "").replace("}", "")


def _norm(body: Syntax, which: str, at: Syntax, scope: Scope, elaborate: Elaborate) -> Typed:
    typed = elaborate(_formula(body, scope), scope)
    kind = typed.type.kind
    if kind in (Kind.REAL, Kind.INTEGER) and (which == "" or which in _NORMS):
        scope.note("the norm of a number is read as its absolute value")
        return Typed(Apply(Operator.ABSOLUTE, (typed.expr,)), REAL)
    if which == "" and kind is Kind.MATRIX:
        raise scope.fault(
            Code.AMBIGUOUS,
            at,
            "‖·‖ of a matrix can be read as the Frobenius and as the operator norm",
            "Write \\norm{A}{F} or \\norm{A}{op}.",
        )
    operator = _NORMS.get(which or "2")
    vector_norm = operator in (Operator.NORM_1, Operator.NORM_2)
    if operator is None or vector_norm is not (kind is Kind.VECTOR):
        message = f"a {kind.value} has no norm {which!r}"
        raise scope.fault(Code.KIND, at, message, "Vectors have 1, 2 and the empty one; matrices F, S_1 and op.")
    return Typed(Apply(operator, (typed.expr,), scope.source.place(offset(at))), REAL)


def _gaussian(mean: Typed, covariance: Typed, at: Syntax, scope: Scope) -> Typed:
    """The law of a number, or of a vector whose mean may be written 0."""
    kinds = (mean.type.kind, covariance.type.kind)
    vector = kinds[1] is Kind.MATRIX and (mean.expr == Number(0) or kinds[0] is Kind.VECTOR)
    if not vector and any(k not in (Kind.REAL, Kind.INTEGER) for k in kinds):
        message = "a Gaussian's mean and covariance are numbers, or a vector and a matrix"
        raise scope.fault(Code.KIND, at, message, "Write \\gaussian{0}{\\sigma^2 I_d}.")
    if kinds[0] is Kind.VECTOR and mean.type.size != covariance.type.size:
        raise scope.fault(Code.SIZE, at, "the mean and the covariance of a Gaussian differ in size", "Declare sizes that agree.")
    return Typed(Apply(Operator.GAUSSIAN, (mean.expr, covariance.expr)), Type(Kind.LAW, covariance.type.size))


def _tends_to(arguments: list[Syntax], scope: Scope, elaborate: Elaborate) -> Typed:
    """`a_k → b as k → ∞`, the same as lim a_k = b."""
    factors = juxtaposed(_formula(arguments[2], scope))
    name = simple_name(factors[0]) if len(factors) == 1 else None
    if name is None:
        raise scope.fault(
            Code.MACRO, arguments[2], "the third argument of \\tendsto is the name that goes to infinity", "Write \\tendsto{a_k}{0}{k}."
        )
    body = elaborate(_formula(arguments[0], scope), scope.bind({name: bound_over((INTEGERS,))}))
    target = elaborate(_formula(arguments[1], scope), scope)
    if arithmetic.join((body.type, target.type)) is None or not arithmetic.is_numeric(body.type):
        words = f"{arithmetic.describe(body.type)} cannot tend to {arithmetic.describe(target.type)}"
        raise scope.fault(Code.KIND, arguments[1], words, "Take a trace or a norm of it.")
    limit = Bind(Binder.LIMIT, name, Apply(Operator.INFINITY, ()), body.expr, body.type)
    return Typed(Compare(Relation.EQUAL, limit, target.expr, scope.source.place(offset(arguments[0]))), BOOLEAN)


def _elliptic(macro: Elliptic, arguments: list[Syntax], at: Syntax, scope: Scope, elaborate: Elaborate) -> Typed:
    """The product of which the first and the last factor are printed, perhaps the second, and the last but one."""
    typed = [elaborate(_formula(a, scope), scope) for a in arguments]
    first, last = typed[0], typed[-1]
    variable = elliptic.fresh(scope)
    run = elliptic.running(first.expr, last.expr, variable, scope)
    if run is None or first.type != last.type or first.type.kind not in _FACTORS:
        message = f"the first and last factor of \\{macro.macro} do not differ by one shift of their indices alone"
        raise scope.fault(Code.MACRO, at, message, "Print factors that are alike but for the index that runs.")
    step = macro.step or elliptic.step_of(run, variable, typed[1].expr)
    if step is None:
        message = "the second factor does not follow the first"
        raise scope.fault(Code.MACRO, arguments[1], message, "Its index must be one more, or one less.")
    if macro.printed == 4 and not elliptic.alike(elliptic.at(run.template, variable, shifted(run.end, -step)), typed[2].expr):
        raise scope.fault(Code.MACRO, arguments[2], "the third factor does not precede the last", "Its index must be the one before.")
    low, high = (run.start, run.end) if step == 1 else (run.end, run.start)
    binder = Binder.PRODUCT if step == 1 else Binder.REVERSED_PRODUCT
    product = Bind(binder, variable, Apply(Operator.RANGE, (low, high)), run.template, first.type, scope.source.place(offset(at)))
    begin, stop = span(at)
    scope.note(f"{' '.join(scope.source.latex[begin:stop].split())} read as {render(product)}")
    return Typed(product, first.type)
