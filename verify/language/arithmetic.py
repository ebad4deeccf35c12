"""The types of sums, products, powers and comparisons. None stands for: these do not fit."""

from __future__ import annotations

from collections.abc import Sequence

from verify.language.expression import Apply, Expr, Kind, Number, Operator, Relation, Type
from verify.language.render import render
from verify.language.scope import BOOLEAN, INTEGER, REAL

_SCALARS = (Kind.REAL, Kind.INTEGER)
_SIZED = (Kind.VECTOR, Kind.ROW, Kind.MATRIX)


def is_scalar(type_: Type) -> bool:
    """Whether a type is a number's."""
    return type_.kind in _SCALARS


def is_numeric(type_: Type) -> bool:
    """Whether things of a type can be added and multiplied."""
    return is_scalar(type_) or type_.kind in _SIZED


def sizes_differ(left: Type, right: Type) -> bool:
    """Whether two types have sizes, and not the same."""
    return left.kind in _SIZED and right.kind in _SIZED and left.size != right.size


def join(types: Sequence[Type]) -> Type | None:
    """The type of things that are added, or compared for equality."""
    first = types[0]
    if all(is_scalar(t) for t in types):
        return INTEGER if all(t.kind is Kind.INTEGER for t in types) else REAL
    if first.kind is Kind.INDEX_SET and all(t.kind is Kind.INDEX_SET for t in types):
        return first  # sets of different sizes can be compared
    return first if all(t == first for t in types) else None


def product(left: Type, right: Type) -> Type | None:
    """The type of a product."""
    if not (is_numeric(left) and is_numeric(right)):
        return None
    if is_scalar(left):
        return join((left, right)) if is_scalar(right) else right
    if is_scalar(right):
        return left
    if left.size != right.size:
        return None
    match left.kind, right.kind:
        case Kind.MATRIX, Kind.MATRIX | Kind.VECTOR:
            return right
        case Kind.ROW, Kind.MATRIX:
            return left
        case Kind.ROW, Kind.VECTOR:
            return REAL
        case Kind.VECTOR, Kind.ROW:
            return Type(Kind.MATRIX, left.size)
        case _:
            return None


def transpose(type_: Type) -> Type | None:
    """The type of a transpose."""
    match type_.kind:
        case Kind.REAL | Kind.INTEGER | Kind.MATRIX:
            return type_
        case Kind.VECTOR:
            return Type(Kind.ROW, type_.size)
        case Kind.ROW:
            return Type(Kind.VECTOR, type_.size)
        case _:
            return None


_HALF = Apply(Operator.DIVIDE, (Number(1), Number(2)))


def _is_natural(expr: Expr) -> bool:
    """Whether an expression is made of literals by sums, products and powers, so that it is a natural number."""
    match expr:
        case Number():
            return True
        case Apply(Operator.ADD | Operator.MULTIPLY | Operator.POWER, parts):
            return all(map(_is_natural, parts))
        case _:
            return False


def power(base: Type, exponent: Type, exponent_expr: Expr) -> Type | None:
    """The type of a power. A matrix takes integers and 1/2."""
    if not is_scalar(exponent):
        return None
    if is_scalar(base):
        return INTEGER if base.kind is Kind.INTEGER and _is_natural(exponent_expr) else REAL
    if base.kind is Kind.MATRIX and (exponent.kind is Kind.INTEGER or exponent_expr == _HALF):
        return base
    return None


_LOEWNER = {
    Relation.LESS_EQUAL: Relation.LOEWNER_LESS_EQUAL,
    Relation.GREATER_EQUAL: Relation.LOEWNER_GREATER_EQUAL,
}


def comparison(relation: Relation, left: Type, right: Type) -> Relation | None:
    """The relation as it is read between two types: ≤ between matrices is ⪯, ⪯ between numbers is ≤."""
    joined = join((left, right))
    if joined is None or joined == BOOLEAN:
        return None
    if relation is Relation.EQUAL:
        return relation
    if is_scalar(joined):
        return next((r for r, loewner in _LOEWNER.items() if loewner is relation), relation)
    if joined.kind is Kind.MATRIX:
        return _LOEWNER.get(relation, relation if relation in _LOEWNER.values() else None)
    return None


def describe(type_: Type) -> str:
    """A type in words, for diagnostics."""
    size = "" if type_.size is None or type_.kind not in _SIZED else f" of size {render(type_.size)}"
    words = {
        Kind.REAL: "a number",
        Kind.INTEGER: "an integer",
        Kind.VECTOR: "a vector",
        Kind.ROW: "a row vector",
        Kind.MATRIX: "a matrix",
        Kind.BOOLEAN: "a relation",
        Kind.INDEX_SET: "an index set",
        Kind.ELEMENT: "an index",
        Kind.STRING: "a string",
        Kind.CHOICE: "a choice of indices",
        Kind.LAW: "a distribution",
    }
    return words[type_.kind] + size
