"""SymPy objects → expressions of the language.

`from_sympy(to_sympy(e))` has e's canonical form. An object that SymPy has evaluated (its products are sorted, its quotients are powers)
gives an expression that is equal to it wherever both have a value. What the language has no word for is refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sympy
from sympy.core.relational import Relational
from sympy.core.sympify import _sympify
from sympy.logic.boolalg import Boolean
from sympy.sets.fancysets import Naturals0

from verify.errors import Code
from verify.language import arithmetic
from verify.language.expression import Apply, Bind, Binder, Compare, Expr, Kind, Member, Number, Operator, Relation, Symbol, Type
from verify.language.scope import BOOLEAN, INTEGER, REAL, Typed
from verify.meaning.algebra.applied import Applied, BooleanApplied, MatrixApplied, NumberApplied, SetApplied
from verify.meaning.algebra.bound import BooleanBound, MatrixBound, NumberBound, SetBound, primed
from verify.meaning.algebra.compose import constant, derivative_type, fault, joined, multiplied, named, rational, root_of, total, unknown
from verify.meaning.algebra.members import IndexSet, MatrixMember, NumberMember, Selector
from verify.meaning.algebra.products import is_row_product
from verify.meaning.algebra.relations import Related
from verify.meaning.algebra.table import Table

_SET = Type(Kind.INDEX_SET)
_RELATIONS: dict[Any, Relation] = {
    sympy.Eq: Relation.EQUAL,
    sympy.StrictLessThan: Relation.LESS,
    sympy.LessThan: Relation.LESS_EQUAL,
    sympy.StrictGreaterThan: Relation.GREATER,
    sympy.GreaterThan: Relation.GREATER_EQUAL,
    sympy.Contains: Relation.IN,
}
_FUNCTIONS: dict[Any, tuple[Operator, Type]] = {
    sympy.binomial: (Operator.BINOMIAL, INTEGER),
    sympy.Abs: (Operator.ABSOLUTE, REAL),
    sympy.gamma: (Operator.GAMMA, REAL),
    sympy.log: (Operator.LOG, REAL),
    sympy.Trace: (Operator.TRACE, REAL),
}
_Scope = Mapping[Any, tuple[str, Type]]  # bound symbols: the name each has in the expression, and its type


def from_sympy(value: Any) -> Expr:
    """A SymPy object as an expression of the language.

    Raises Fault: E-SYNTAX for what the language has no word for, E-KIND or E-SIZE where parts do not fit, E-AMBIGUOUS where two different
    symbols have one name.
    """
    return typed(value).expr


def typed(value: Any, types: Mapping[Any, tuple[str, Type]] | None = None) -> Typed:
    """The expression and its type. types: names and types of symbols, where they are declared. Raises Fault as `from_sympy`."""
    value = _sympify(value)
    names: dict[str, Any] = {}
    for symbol in sorted(symbols_of(value), key=str):
        if names.setdefault(symbol.name, symbol) != symbol:
            raise fault(Code.AMBIGUOUS, f"two different symbols are called {symbol.name}", "Give one of them another name.")
    return _read(value, types or {})


def symbols_of(value: Any) -> set[Any]:
    """The free symbols, with those in the sizes of matrices."""
    sizes = {s for matrix in value.atoms(sympy.MatrixSymbol) for dimension in matrix.shape for s in dimension.free_symbols}
    found: set[Any] = value.free_symbols | sizes
    return found


def type_of(value: Any) -> Type:
    """The type of a free symbol or family's member, by its shape and by what SymPy knows of it."""
    match value:
        case sympy.MatrixSymbol() | MatrixMember():
            rows, columns = value.shape
            kind = Kind.VECTOR if columns == 1 and rows != 1 else Kind.ROW if rows == 1 and columns != 1 else Kind.MATRIX
            if kind is Kind.MATRIX and rows != columns:
                raise fault(Code.SIZE, f"{value} is {rows} × {columns}", "The language has square matrices, vectors and rows.")
            return Type(kind, _read(rows if kind is not Kind.ROW else columns, {}).expr)
        case _:
            return INTEGER if value.is_integer else REAL


def _read(value: Any, scope: _Scope) -> Typed:
    match value:
        case sympy.Symbol() | sympy.MatrixSymbol():
            name, type_ = scope[value] if value in scope else (named(value.name), type_of(value))
            return Typed(Symbol(name), type_)
        case sympy.Rational():
            return rational(value)
        case sympy.Add() | sympy.MatAdd():
            return total([_read(a, scope) for a in value.args])
        case sympy.Mul() | sympy.MatMul():
            return _product(list(value.args), scope)
        case sympy.MatPow() | sympy.Pow():
            return _power(value, scope)
        case MatrixMember() | NumberMember() | Selector() | IndexSet():
            return _member(value, scope)
        case NumberApplied() | MatrixApplied() | BooleanApplied() | SetApplied():
            return _applied(value, scope)
        case NumberBound() | MatrixBound() | BooleanBound() | SetBound():
            return _bound(value.binder, value.args[1], value.args[2], value.args[3], scope)
        case sympy.Sum() | sympy.Product():
            return _over_ranges(value, scope)
        case Table():
            return _table(value, scope)
        case Related() | sympy.Contains() | Relational():
            return _related(value, scope)
        case Boolean():
            return _boolean(value, scope)
        case _:
            return _function(value, scope)


def _product(factors: list[Any], scope: _Scope) -> Typed:
    """A product: first its sign, then a quotient of two, else the factors in their order."""
    if len(factors) == 1:
        return _read(factors[0], scope)
    if factors[0] == -1:
        rest = _product(factors[1:], scope)
        return Typed(Apply(Operator.NEGATE, (rest.expr,)), rest.type)
    if len(factors) == 2 and _is_inverse(factors[1]):
        top, bottom = _read(factors[0], scope), _read(factors[1].args[0], scope)
        return Typed(Apply(Operator.DIVIDE, (top.expr, bottom.expr)), REAL if arithmetic.is_scalar(top.type) else top.type)
    flat = [part for factor in factors for part in (factor.arguments if is_row_product(factor) and len(factor.arguments) > 1 else [factor])]
    return multiplied([_read(f, scope) for f in flat])


def _is_inverse(value: Any) -> bool:
    return isinstance(value, sympy.Pow) and value.args[1] == sympy.S.NegativeOne


def _power(value: Any, scope: _Scope) -> Typed:
    """A power: √x for x^{1/2}, (√x)ⁿ for x^{n/2}, one over the rest for x^{-1} and negative fractions."""
    base, exponent = value.args
    if isinstance(value, sympy.Inverse):
        raise unknown(value)
    below = _read(base, scope)
    if not base.is_Matrix and exponent.is_Rational and (exponent == -1 or exponent.q != 1):
        root = root_of(below.expr, abs(exponent))
        return Typed(root if exponent > 0 else Apply(Operator.DIVIDE, (Number(1), root)), REAL)
    above = _read(exponent, scope)
    type_ = arithmetic.power(below.type, above.type, above.expr)
    if type_ is None:
        raise fault(Code.KIND, f"{value} is no power of the language", "A matrix takes integer exponents, and 1/2 where it is PSD.")
    return Typed(Apply(Operator.POWER, (below.expr, above.expr)), type_)


def _member(value: Any, scope: _Scope) -> Typed:
    indices = tuple(_read(i, scope).expr for i in value.indices)
    name = named(value.name)
    expr: Expr = Member(name, indices) if indices else Symbol(name)
    match value:
        case MatrixMember():
            return Typed(expr, type_of(value))
        case IndexSet():
            return Typed(expr, _SET if value.size is None else Type(Kind.INDEX_SET, _read(value.size, scope).expr))
        case Selector():
            return Typed(expr, INTEGER if value.args[4] else REAL)
        case _:
            return Typed(expr, INTEGER if value.args[2] else REAL)


def _table(value: Table, scope: _Scope) -> Typed:
    """The matrix of a family's members: a binder for each index, one in another."""
    names = {variable: (f"#{n}", Type(Kind.ELEMENT)) for n, variable in enumerate(value.args[1])}  # no names of print
    expr = _read(value.args[0], {**scope, **names}).expr
    for (name, _), domain in zip(reversed(names.values()), reversed(value.args[2]), strict=True):
        expr = Bind(Binder.TABLE, name, _read(domain, scope).expr, expr, REAL)
    sizes = tuple(_read(domain.size, scope).expr for domain in value.args[2])
    rows = sizes[: len(sizes) // 2]
    return Typed(expr, Type(Kind.MATRIX, rows[0] if len(rows) == 1 else Apply(Operator.MULTIPLY, rows)))


def _applied(value: Applied, scope: _Scope) -> Typed:
    operator = value.operator
    if operator is Operator.MULTIPLY:
        return multiplied([_read(a, scope) for a in value.arguments]) if len(value.arguments) > 1 else _read(value.arguments[0], scope)
    parts = [_read(a, scope) for a in value.arguments]
    expr = Apply(operator, tuple(p.expr for p in parts))
    match operator:
        case Operator.EXPECTATION:
            return Typed(expr, REAL if arithmetic.is_scalar(parts[0].type) else parts[0].type)
        case Operator.DERIVATIVE:
            return Typed(expr, derivative_type(parts))
        case Operator.INDICATOR:
            return Typed(expr, INTEGER)
        case Operator.LETTER_AT:
            return Typed(expr, Type(Kind.STRING))
        case Operator.CHOICE_AT:
            return Typed(expr, Type(Kind.ELEMENT))
        case Operator.BY_LETTER:
            return Typed(expr, _SET if isinstance(value, SetApplied) else parts[2].type)
        case Operator.AND | Operator.SURELY | Operator.THERE_ARE:
            return Typed(expr, BOOLEAN)
        case Operator.BERNOULLI | Operator.MOMENTS | Operator.WITHOUT_REPLACEMENT | Operator.GAUSSIAN:
            return Typed(expr, Type(Kind.LAW))
        case _:
            return Typed(expr, _SET if isinstance(value, SetApplied) else REAL)


def _bound(binder: Binder, variable: Any, domain: Any, body: Any, scope: _Scope) -> Typed:
    taken = {scope[s][0] if s in scope else s.name for s in symbols_of(body) - {variable}}
    name = primed(variable, taken).name if isinstance(variable, sympy.Symbol) else variable.name
    where = _read(domain, scope)
    type_ = _variable_type(variable, domain)
    inner = _read(body, {**scope, variable: (name, type_)})
    of = Type(inner.type.kind) if binder is Binder.CHOICES else inner.type
    return Typed(Bind(binder, named(name), where.expr, inner.expr, of), _SET if binder is Binder.SUCH_THAT else of)


def _variable_type(variable: Any, domain: Any) -> Type:
    """What a bound variable stands for."""
    while isinstance(domain, SetBound) and domain.binder is Binder.SUCH_THAT:
        domain = domain.args[2]
    if isinstance(variable, sympy.MatrixSymbol):
        return type_of(variable)
    match domain:
        case SetBound():
            return Type(Kind.CHOICE)
        case IndexSet():
            return Type(Kind.ELEMENT)
        case SetApplied(operator=Operator.UNION | Operator.BY_LETTER):
            return Type(Kind.ELEMENT)
        case SetApplied(operator=Operator.STRINGS):
            return Type(Kind.STRING)
        case SetApplied(operator=Operator.RANGE) | Naturals0():
            return INTEGER
        case _:
            return type_of(variable)


def _over_ranges(value: Any, scope: _Scope) -> Typed:
    """SymPy's Sum or Product, whose first limit is the innermost; it is empty where the upper limit is below the lower."""
    if any(len(limit) != 3 for limit in value.limits):
        raise unknown(value)
    variable, lowest, highest = value.limits[-1]
    body = value.func(value.function, *value.limits[:-1]) if len(value.limits) > 1 else value.function
    binder = Binder.SUM if isinstance(value, sympy.Sum) else Binder.PRODUCT
    return _bound(binder, variable, SetApplied(Operator.RANGE.value, lowest, highest), body, scope)


def _related(value: Any, scope: _Scope) -> Typed:
    relation = value.relation if isinstance(value, Related) else _RELATIONS.get(type(value))
    if relation is None:
        raise unknown(value)
    left, right = (_read(side, scope) for side in (value.args[-2:]))
    if relation not in (Relation.IN, Relation.DISTRIBUTED) and not _letters(left, right):
        joined((left, right), "compared")
        loewner = relation in (Relation.LOEWNER_LESS_EQUAL, Relation.LOEWNER_GREATER_EQUAL)
        if loewner and left.type.kind is not Kind.MATRIX:
            raise fault(Code.KIND, f"{value} compares {arithmetic.describe(left.type)} by ⪯", "The Loewner order is one of matrices.")
    return Typed(Compare(relation, left.expr, right.expr), BOOLEAN)


def _letters(left: Typed, right: Typed) -> bool:
    """Whether the sides are letters of a string, or elements of index sets."""
    return any(side.type.kind in (Kind.STRING, Kind.ELEMENT) for side in (left, right))


def _boolean(value: Any, scope: _Scope) -> Typed:
    parts = tuple(_read(a, scope).expr for a in value.args)
    match value:
        case sympy.And() if len(parts) > 1:
            return Typed(Apply(Operator.AND, parts), BOOLEAN)
        case sympy.Implies():
            return Typed(Apply(Operator.IMPLIES, parts), BOOLEAN)
        case _:
            raise unknown(value)


def _function(value: Any, scope: _Scope) -> Typed:
    """What is left: SymPy's functions, and constants."""
    known = next((entry for class_, entry in _FUNCTIONS.items() if isinstance(value, class_)), None)
    if known is not None and not (known[0] is Operator.LOG and len(value.args) > 1):
        return Typed(Apply(known[0], tuple(_read(a, scope).expr for a in value.args)), known[1])
    match value:
        case sympy.Transpose() | sympy.transpose():
            part = _read(value.args[0], scope)
            return Typed(Apply(Operator.TRANSPOSE, (part.expr,)), arithmetic.transpose(part.type) or part.type)
        case sympy.Identity():
            size = _read(value.args[0], scope).expr
            return Typed(Apply(Operator.IDENTITY, (size,)), Type(Kind.MATRIX, size))
        case sympy.ZeroMatrix() if value.rows == value.cols:
            size = _read(value.rows, scope).expr
            return Typed(Apply(Operator.MULTIPLY, (Number(0), Apply(Operator.IDENTITY, (size,)))), Type(Kind.MATRIX, size))
        case sympy.Derivative() if all(isinstance(v, sympy.Symbol) for v in value.variables):
            parts = [_read(a, scope) for a in (value.expr, *value.variables)]
            return Typed(Apply(Operator.DERIVATIVE, tuple(p.expr for p in parts)), derivative_type(parts))
        case sympy.Interval() if value.left_open == value.right_open or sympy.oo in value.args or -sympy.oo in value.args:
            return _interval(value, scope)
        case _:
            return constant(value)


def _interval(value: Any, scope: _Scope) -> Typed:
    open_ = bool(value.left_open) or bool(value.right_open)
    if bool(value.left_open) is not bool(value.right_open) and not (value.start.is_infinite and value.end.is_infinite):
        raise unknown(value)
    ends = tuple(_read(e, scope).expr for e in value.args[:2])
    return Typed(Apply(Operator.OPEN_INTERVAL if open_ else Operator.CLOSED_INTERVAL, ends), _SET)
