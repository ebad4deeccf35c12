"""Macros: norms, limits, laws, and elliptic products whose middle print leaves out."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from lark import Token

from verify.errors import Code
from verify.language import arithmetic, requirements
from verify.language.expression import Apply, Bind, Binder, Compare, Expr, Kind, Member, Number, Operator, Relation, Symbol, Type
from verify.language.linear import same_integer, shifted
from verify.language.names import comma_parts, juxtaposed, simple_name
from verify.language.notation import Elliptic, Notation
from verify.language.parse import Syntax
from verify.language.render import render
from verify.language.scope import BOOLEAN, REAL, Scope, Typed, bound_over, offset, span
from verify.language.statement import INTEGERS

Elaborate = Callable[[Syntax, Scope], Typed]

KNOWN = {"norm": 2, "abs": 1, "tendsto": 3, "gaussian": 2}
_NORMS = {
    "1": Operator.NORM_1,
    "2": Operator.NORM_2,
    "F": Operator.NORM_FROBENIUS,
    "S_1": Operator.NORM_SCHATTEN_1,
    "op": Operator.NORM_OPERATOR,
}


def arities(notation: Notation) -> Mapping[str, int]:
    """How many arguments each macro takes."""
    return {**KNOWN, **{e.macro: 3 if e.step is None else 2 for e in notation.elliptics}}


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
    if kind in (Kind.REAL, Kind.INTEGER):
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
    """The product of which the first and the last factor are printed (and perhaps the second)."""
    typed = [elaborate(_formula(a, scope), scope) for a in arguments]
    first, last = typed[0], typed[-1]
    variable = _fresh(scope)
    ends = _difference(first.expr, last.expr)
    if ends is None or first.type != last.type or first.type.kind is not Kind.MATRIX:
        message = f"the first and last factor of \\{macro.macro} do not differ in one index alone"
        raise scope.fault(Code.MACRO, at, message, "Print factors that are alike but for the index that runs.")
    start, end = ends
    template = _replace_index(first.expr, last.expr, Symbol(variable))
    step = macro.step
    if step is None:
        steps = [s for s in (1, -1) if _matches(template, variable, shifted(start, s), typed[1].expr)]
        if not steps:
            raise scope.fault(
                Code.MACRO, arguments[1], "the second factor does not follow the first", "Its index must be one more, or one less."
            )
        step = steps[0]
    low, high = (start, end) if step == 1 else (end, start)
    binder = Binder.PRODUCT if step == 1 else Binder.REVERSED_PRODUCT
    product = Bind(binder, variable, Apply(Operator.RANGE, (low, high)), template, first.type, scope.source.place(offset(at)))
    begin, stop = span(at)
    scope.note(f"{' '.join(scope.source.latex[begin:stop].split())} read as {render(product)}")
    return Typed(product, first.type)


def _fresh(scope: Scope) -> str:
    """A name for the running index that nothing else has."""
    taken = set(scope.bound) | {d.name for d in scope.declarations}
    return next(n for n in ("t", "s", "t'", "s'", "t''") if n not in taken)


def _difference(first: Expr, last: Expr) -> tuple[Expr, Expr] | None:
    """The two indices in which two members differ, where that is their only difference."""
    pairs = list(dict.fromkeys(_pairs(first, last)))
    return pairs[0] if len(pairs) == 1 and pairs[0] is not None else None


def _pairs(a: Expr, b: Expr) -> list[tuple[Expr, Expr] | None]:
    """Where two expressions differ: pairs of indices, or None for a difference elsewhere."""
    if a == b:
        return []
    match a, b:
        case Member(f, i), Member(g, j) if f == g and len(i) == len(j):
            return [(x, y) for x, y in zip(i, j, strict=True) if x != y]
        case Apply(o, x), Apply(p, y) if o is p and len(x) == len(y):
            return [pair for u, v in zip(x, y, strict=True) for pair in _pairs(u, v)]
        case _:
            return [None]


def _replace_index(first: Expr, last: Expr, by: Expr) -> Expr:
    """The first expression with the index that differs from the last replaced."""
    if first == last:
        return first
    match first, last:
        case Member(f, i, place), Member(_, j):
            return Member(f, tuple(x if x == y else by for x, y in zip(i, j, strict=True)), place)
        case Apply(o, x, place), Apply(_, y):
            return Apply(o, tuple(_replace_index(u, v, by) for u, v in zip(x, y, strict=True)), place)
        case _:
            return first


def _matches(template: Expr, variable: str, value: Expr, other: Expr) -> bool:
    """Whether a template at a value of its variable is another expression (indices compared as integers)."""
    match template, other:
        case Member(f, i), Member(g, j) if f == g and len(i) == len(j):
            return all(same_integer(value if x == Symbol(variable) else x, y) for x, y in zip(i, j, strict=True))
        case Apply(o, x), Apply(p, y) if o is p and len(x) == len(y):
            return all(_matches(u, variable, value, v) for u, v in zip(x, y, strict=True))
        case _:
            return template == other
