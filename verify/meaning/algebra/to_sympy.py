"""Expressions of the language → SymPy objects.

Nothing is evaluated: what comes out has the order and the brackets of print, so it prints as it was written and `from_sympy` gives back
the same canonical form. `doit()` gives SymPy's own form. A letter is real or an integer where its declaration says so, and an integer
nonnegative or positive where a hypothesis says so; nothing else is assumed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, assert_never

import sympy

from verify.language.expression import Apply, Bind, Binder, Compare, Expr, Kind, Member, Number, Operator, Relation, Symbol
from verify.language.statement import INTEGERS, Context, Declaration
from verify.meaning.algebra.applied import BooleanApplied, MatrixApplied, NumberApplied, SetApplied, by_letter, mean
from verify.meaning.algebra.bound import bound
from verify.meaning.algebra.calculus import Power, Traced, Transposed
from verify.meaning.algebra.members import IndexSet, MatrixMember, NumberMember, Origin, Selector
from verify.meaning.algebra.origins import origins
from verify.meaning.algebra.products import product
from verify.meaning.algebra.relations import Related
from verify.meaning.algebra.table import Table
from verify.meaning.algebra.terms import variable_over
from verify.meaning.randomness import Name

_RELATIONS = {
    Relation.EQUAL: sympy.Eq,
    Relation.LESS: sympy.Lt,
    Relation.LESS_EQUAL: sympy.Le,
    Relation.GREATER: sympy.Gt,
    Relation.GREATER_EQUAL: sympy.Ge,
    Relation.IN: sympy.Contains,
}
_LAWS = (Operator.BERNOULLI, Operator.MOMENTS, Operator.WITHOUT_REPLACEMENT)
_SETS = (
    Operator.RANGE,
    Operator.STRINGS,
    Operator.UNION,
    Operator.OPEN_INTERVAL,
    Operator.CLOSED_INTERVAL,
    Operator.REAL_SPACE,
    *_LAWS,
    Operator.GAUSSIAN,
)


@dataclass(frozen=True, slots=True)
class _Variable:
    """A bound variable: its symbol, and the index sets that it comes from (or INTEGERS)."""

    symbol: Any
    sets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Scope:
    """What names mean: the context, and the variables bound so far."""

    context: Context
    origins: Mapping[Name, Origin]
    bound: Mapping[str, _Variable] = field(default_factory=dict)

    def bind(self, name: str, variable: _Variable) -> _Scope:
        return replace(self, bound={**self.bound, name: variable})


def to_sympy(expr: Expr, context: Context) -> Any:
    """An expression as a SymPy object; the context says what its names mean (a name that it does not declare is a plain symbol)."""
    return _object(expr, _Scope(context, origins(context)))


def _object(expr: Expr, scope: _Scope) -> Any:
    match expr:
        case Number(value):
            return sympy.Integer(value)
        case Symbol(name):
            return _symbol(name, scope)
        case Member(family, indices):
            return _member(family, indices, scope)
        case Apply(operator, arguments):
            return _applied(operator, arguments, scope)
        case Bind():
            return _bound(expr, scope)
        case Compare(relation, left, right):
            sides = _object(left, scope), _object(right, scope)
            known = _RELATIONS.get(relation)
            return Related(relation.value, *sides) if known is None else known(*sides, evaluate=False)
        case _:
            assert_never(expr)


def _symbol(name: str, scope: _Scope) -> Any:
    if name in scope.bound:
        return scope.bound[name].symbol
    declaration = scope.context.declaration(name)
    if declaration is None:
        return sympy.Symbol(name)
    size = _size(declaration, scope)
    match declaration.kind:
        case Kind.MATRIX | Kind.VECTOR | Kind.ROW:
            shape = _shape(declaration.kind, size)
            origin = scope.origins.get((name, 0))
            return sympy.MatrixSymbol(name, *shape) if origin is None else MatrixMember(name, (), *shape, origin=origin)
        case Kind.INDEX_SET:
            return _index_set(name, (), size, scope)
        case Kind.REAL | Kind.INTEGER if (name, 0) in scope.origins:
            return NumberMember(name, (), declaration.kind is Kind.INTEGER, scope.origins[name, 0])
        case Kind.REAL:
            return sympy.Symbol(name, real=True)
        case Kind.INTEGER:
            return sympy.Symbol(name, integer=True, **_lowest(name, scope.context))
        case _:
            return sympy.Symbol(name)


def _lowest(name: str, context: Context) -> dict[str, bool]:
    """What a hypothesis says of the sign of an integer."""
    symbol = Symbol(name)
    for hypothesis in context.hypotheses:
        match hypothesis:
            case Compare(Relation.GREATER_EQUAL, left, Number(value)) | Compare(Relation.LESS_EQUAL, Number(value), left) if left == symbol:
                return {"positive": True} if value > 0 else {"nonnegative": True}
            case Compare(Relation.GREATER, left, Number()) | Compare(Relation.LESS, Number(), left) if left == symbol:
                return {"positive": True}
            case Compare(Relation.IN, left, Apply(Operator.NATURALS)) if left == symbol:
                return {"nonnegative": True}
    return {}


def _size(declaration: Declaration, scope: _Scope) -> Any | None:
    return None if declaration.size is None else _object(declaration.size, scope)


def _shape(kind: Kind, size: Any) -> tuple[Any, Any]:
    return (1 if kind is Kind.ROW else size, 1 if kind is Kind.VECTOR else size)


def _member(family: str, indices: tuple[Expr, ...], scope: _Scope) -> Any:
    parts = tuple(_object(i, scope) for i in indices)
    declaration = scope.context.declaration(family, len(indices))
    if declaration is None:
        return NumberMember(family, parts)
    integer = declaration.kind is Kind.INTEGER
    if declaration.selector:
        arity = len(declaration.over)
        return Selector(family, parts[:arity], parts[arity:], _law(family, indices[:arity], scope), integer)
    origin = scope.origins.get((family, len(indices)), Origin())
    match declaration.kind:
        case Kind.MATRIX | Kind.VECTOR | Kind.ROW:
            shape = _shape(declaration.kind, _size(declaration, scope))
            return MatrixMember(family, parts, *shape, declaration.shape.value, origin)
        case Kind.INDEX_SET:
            return _index_set(family, parts, _size(declaration, scope), scope)
        case _:
            return NumberMember(family, parts, integer, origin)


def _index_set(name: str, indices: tuple[Any, ...], size: Any | None, scope: _Scope) -> Any:
    """An index set; how many elements one has that a definition gives is not said by its declaration."""
    origin = scope.origins.get((name, len(indices)))
    return IndexSet(name, indices, () if size is None or origin is not None else (size,), origin or Origin())


def _law(family: str, indices: tuple[Expr, ...], scope: _Scope) -> tuple[Any, ...]:
    """The law of a selector at a bound index, where one is said: its operator's name, and its numbers."""
    for law in scope.context.definitions_of(family, len(indices)):
        match law.body:
            case Apply(operator, numbers) if law.law and operator in _LAWS and _guarded(law.parameters, law.given, indices, scope):
                inner = scope
                for parameter, index in zip(law.parameters, indices, strict=True):
                    if isinstance(parameter, Symbol):
                        inner = inner.bind(parameter.name, _Variable(_object(index, scope)))
                return (operator.value, *[_object(number, inner) for number in numbers])
    return ()


def _guarded(parameters: tuple[Expr, ...], given: tuple[Expr, ...], indices: tuple[Expr, ...], scope: _Scope) -> bool:
    """Whether a law's guards (r ∈ D_r) hold of these indices because of what they range over."""
    meant = dict(zip(parameters, indices, strict=True))
    return all(
        isinstance(guard, Compare)
        and guard.relation is Relation.IN
        and isinstance(guard.right, Symbol)
        and _sets(meant.get(guard.left), scope) == (guard.right.name,)
        for guard in given
    )


def _sets(index: Expr | None, scope: _Scope) -> tuple[str, ...]:
    return scope.bound[index.name].sets if isinstance(index, Symbol) and index.name in scope.bound else ()


def _applied(operator: Operator, arguments: tuple[Expr, ...], scope: _Scope) -> Any:
    """An operator: SymPy's own where it has it."""
    parts = tuple(_object(a, scope) for a in arguments)
    match operator:
        case Operator.ADD:
            return sympy.MatAdd(*parts) if parts[0].is_Matrix else sympy.Add(*parts, evaluate=False)
        case Operator.MULTIPLY | Operator.NEGATE | Operator.DIVIDE:
            return product(operator, parts, arguments)
        case Operator.POWER:
            exponent = _long_negative(arguments[1], parts[1])
            return Power(parts[0], exponent) if parts[0].is_Matrix else sympy.Pow(parts[0], exponent, evaluate=False)
        case Operator.ROOT:
            return sympy.Pow(parts[0], sympy.S.Half, evaluate=False)
        case Operator.TRANSPOSE:
            return Transposed(parts[0]) if parts[0].is_Matrix else sympy.transpose(parts[0], evaluate=False)
        case Operator.TRACE:
            return Traced(parts[0])
        case Operator.IDENTITY:
            return sympy.Identity(parts[0])
        case Operator.EXPECTATION:
            return mean(parts[0])
        case Operator.BINOMIAL | Operator.ABSOLUTE | Operator.GAMMA | Operator.LOG:
            return _FUNCTIONS[operator](*parts, evaluate=False)
        case Operator.BY_LETTER:
            return by_letter(*parts)
        case Operator.DERIVATIVE:
            vectors = any(p.is_Matrix for p in parts)
            return (MatrixApplied if vectors else NumberApplied)(operator.value, *parts)
        case Operator.AND | Operator.SURELY | Operator.THERE_ARE:
            return BooleanApplied(operator.value, *parts)
        case Operator.IMPLIES:
            return sympy.Implies(*parts, evaluate=False)
        case Operator.INFINITY:
            return sympy.oo
        case Operator.NATURALS:
            return sympy.S.Naturals0
        case Operator.REALS:
            return sympy.S.Reals
        case _:
            return (SetApplied if operator in _SETS else NumberApplied)(operator.value, *parts)


_FUNCTIONS = {
    Operator.BINOMIAL: sympy.binomial,
    Operator.ABSOLUTE: sympy.Abs,
    Operator.GAMMA: sympy.gamma,
    Operator.LOG: sympy.log,
}


def _long_negative(expr: Expr, part: Any) -> Any:
    """An exponent −1 that print has, kept apart from the one that stands for a division."""
    return sympy.Mul(-1, 1, evaluate=False) if expr == Apply(Operator.NEGATE, (Number(1),)) else part


def _table(expr: Bind, scope: _Scope) -> Any:
    """The binders of a table, one in another, as one matrix."""
    variables: list[Any] = []
    domains: list[Any] = []
    body: Expr = expr
    while isinstance(body, Bind):
        domains.append(_object(body.domain, scope))
        variables.append(variable_over(domains[-1], {v.name for v in variables}))
        scope = scope.bind(body.variable, _Variable(variables[-1], _set_names(body.domain)))
        body = body.body
    return Table(_object(body, scope), variables, domains)


def _bound(expr: Bind, scope: _Scope) -> Any:
    if expr.binder is Binder.TABLE:
        return _table(expr, scope)
    domain = _object(expr.domain, scope)
    variable = _variable(expr, scope)
    body = _object(expr.body, scope.bind(expr.variable, variable))
    return bound(expr.binder, variable.symbol, domain, body)


def _variable(expr: Bind, scope: _Scope) -> _Variable:
    """The variable of a binder, and what it ranges over."""
    name, domain = expr.variable, expr.domain
    if expr.binder is Binder.LIMIT:
        declared = scope.context.declaration(name)
        real = declared is not None and declared.kind is Kind.REAL
        return _Variable(sympy.Symbol(name, real=True) if real else sympy.Symbol(name, integer=True))
    while isinstance(domain, Bind) and domain.binder is Binder.SUCH_THAT:
        domain = domain.domain
    match domain:
        case Apply(Operator.NATURALS | Operator.RANGE):
            return _Variable(sympy.Symbol(name, integer=True), (INTEGERS,))
        case Apply(Operator.REALS | Operator.OPEN_INTERVAL | Operator.CLOSED_INTERVAL):
            return _Variable(sympy.Symbol(name, real=True))
        case Apply(Operator.REAL_SPACE, sizes):
            size = _object(sizes[0], scope)
            return _Variable(sympy.MatrixSymbol(name, size, size if len(sizes) > 1 else 1))
        case Apply(Operator.UNION, parts):
            return _Variable(sympy.Symbol(name), tuple(s for p in parts for s in _set_names(p)))
        case _:
            return _Variable(sympy.Symbol(name), _set_names(domain))


def _set_names(domain: Expr) -> tuple[str, ...]:
    match domain:
        case Symbol(name):
            return (name,)
        case Member(family, _):
            return (family,)
        case Apply(Operator.BY_LETTER, (_, *cases)):
            return tuple(s for part in cases[1::2] for s in _set_names(part))
        case _:
            return ()
