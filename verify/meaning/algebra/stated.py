"""Statements written with SymPy, decided like any other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import sympy
from sympy.core.sympify import _sympify
from sympy.logic.boolalg import Boolean

from verify.errors import Code, Diagnostic, Fault
from verify.language.build import build
from verify.language.expression import Apply, Compare, Expr, Kind, Number, Operator, Relation, Symbol, Type
from verify.language.notation import Notation
from verify.language.scope import BOOLEAN
from verify.language.statement import Context, Declaration, Shape, Statement
from verify.meaning.algebra.declared import Found, declared, facts
from verify.meaning.algebra.formula import AlgebraicStatement, algebraic
from verify.meaning.algebra.from_sympy import symbols_of, type_of, typed
from verify.meaning.algebra.given import Given, as_relation, read_given
from verify.meaning.algebra.introduced import introduced
from verify.meaning.algebra.members import MatrixMember
from verify.meaning.algebra.to_sympy import to_sympy


@dataclass(frozen=True, slots=True)
class _Known:
    """The names that a statement or a notation declares."""

    context: Context
    notation: Notation

    @property
    def declarations(self) -> tuple[Declaration, ...]:
        return (*self.context.symbols, *self.notation.declarations)

    def declaration(self, name: str, indices: int = 0) -> Declaration | None:
        return Context(self.declarations).declaration(name, indices)

    @property
    def assumptions(self) -> tuple[Expr, ...]:
        """What a theory with this notation assumes before its set-up."""
        return tuple(_at_least(n, 0) for n in self.notation.naturals) + tuple(_at_least(n, 1) for n in self.notation.sizes)


def statement(
    relation: Any, given: Iterable[Any] = (), notation: Notation | None = None, *, within: Statement | None = None, id_: str = "stated"
) -> AlgebraicStatement:
    """The statement that what is given implies a relation, to be decided by `verify.decide`.

    relation: a relation between SymPy objects; loewner_le(A, B) is the order of matrices.
    given: such relations, and predicates: Q.symmetric(A), Q.positive_definite(A), positive_semidefinite(A), Q.positive(x), Q.integer(n).
    Contains(i, D) of an index set D introduces the index i: the relation is for every i, what else is given of i narrows where it ranges.
    notation: what names stand for, as in a theory's notation.py. within: a statement whose names, definitions and hypotheses this one has.
    Every other name is what SymPy takes it for: a matrix by its shape, an integer or a real number (a symbol of which SymPy assumes
    nothing is real); one that is the size of a matrix is at least 1. What SymPy assumes of a sign is a hypothesis.
    Raises Fault: E-KIND where the relation is none or a name does not fit, and as `from_sympy`.
    """
    said = _sympify(relation)
    if not isinstance(said, Boolean) or said.is_Symbol or said in (sympy.S.true, sympy.S.false):
        raise _fault(f"{relation} is no relation", "State one; where SymPy decides it by itself, write Eq(a, b, evaluate=False).")
    known = _Known(Context() if within is None else within.context, Notation() if notation is None else notation)
    facts_given = read_given(given)
    said, relations = introduced(said, facts_given.relations)
    facts_given = replace(facts_given, relations=relations)
    found, extra = _shaped(declared((said, *facts_given.relations), known.declaration), facts_given)
    _check_kinds(facts_given, found, known)
    parts = (said, *facts_given.relations, *extra)
    types = _types(parts, {f.declaration.name: f.declaration for f in found if not f.declaration.over}, known)
    _refuse_signs_of_bound_variables(parts)
    counting, signs = _signs(parts, found, known)
    hypotheses = (*known.context.hypotheses, *signs, *(e for part in parts[1:] for e in _conjuncts(_boolean(part, types))))
    built = build(
        _boolean(said, types),
        hypotheses,
        (*known.declarations, *(f.declaration for f in found)),
        definitions=(*known.context.definitions, *(law for f in found for law in f.laws)),
        assumptions=dict.fromkeys((*known.assumptions, *counting)),
        id_=id_,
    )
    return algebraic(replace(built, readings=(*built.readings, *_readings(parts, found))))


def _readings(parts: Iterable[Any], found: Iterable[Found]) -> tuple[str, ...]:
    """What is read into symbols of which SymPy assumes nothing."""
    silent = {s.name for part in parts for s in symbols_of(part) if isinstance(s, sympy.Symbol) and s.is_real is None}
    kinds = {f.declaration.name: f.declaration.kind for f in found if not f.declaration.over}
    words = {Kind.REAL: "a real number", Kind.INTEGER: "an integer"}
    return tuple(f"{name} is read as {words[kinds[name]]}" for name in sorted(silent & kinds.keys()) if kinds[name] in words)


def _refuse_signs_of_bound_variables(parts: Iterable[Any]) -> None:
    """A bound variable is whatever its domain holds, so that SymPy must not have taken it to be positive."""
    for part in parts:
        for symbol, _ in facts(part.atoms(sympy.Symbol) - symbols_of(part)):
            raise _fault(f"SymPy assumes a sign of the bound variable {symbol}", "Make it without; its domain says what it ranges over.")


def _shaped(found: Iterable[Found], given: Given) -> tuple[list[Found], list[Any]]:
    """The names with what is given of their shape and kind; what is given of names that are declared elsewhere, as relations."""
    shapes = {matrix.name: shape for matrix, shape in given.shapes}
    kinds = {symbol.name: kind for symbol, kind in given.kinds}
    result: list[Found] = []
    for f in found:
        d = f.declaration
        if not d.over and d.kind is Kind.MATRIX and d.name in shapes:
            d = replace(d, shape=shapes[d.name])
        if not d.over and kinds.get(d.name) is Kind.INTEGER:
            d = replace(d, kind=Kind.INTEGER)
        result.append(replace(f, declaration=d))
    own = {f.declaration.name for f in result if not f.declaration.over}
    return result, [as_relation(matrix, shape) for matrix, shape in given.shapes if matrix.name not in own]


def _check_kinds(given: Given, found: Iterable[Found], known: _Known) -> None:
    """That what is given to be an integer is one here: the language has no relation that says so."""
    own = {f.declaration.name for f in found if not f.declaration.over}
    for symbol, kind in given.kinds:
        declaration = known.declaration(symbol.name)
        if kind is Kind.INTEGER and symbol.name not in own and declaration is not None and declaration.kind is not Kind.INTEGER:
            raise _fault(f"{symbol} is declared as a {declaration.kind.value}", "Declare it as an integer, or use another name.")


def _types(parts: Iterable[Any], own: Mapping[str, Declaration], known: _Known) -> dict[Any, tuple[str, Type]]:
    """The types of the symbols as they are declared. Raises Fault (E-KIND) where SymPy takes them for something else."""
    types: dict[Any, tuple[str, Type]] = {}
    for part in parts:
        for symbol in symbols_of(part):
            declaration = own.get(symbol.name) or known.declaration(symbol.name)
            if declaration is not None:
                types[symbol] = (symbol.name, _agreed(symbol, declaration))
        for member in part.atoms(MatrixMember):
            declaration = known.declaration(member.name, len(member.indices))
            if declaration is not None:
                _agreed(member, declaration)
    return types


def _agreed(value: Any, declaration: Declaration) -> Type:
    """The declared type of a symbol or member, which SymPy must not take for more than that."""
    type_ = Type(declaration.kind, declaration.size)
    match declaration.kind:
        case Kind.MATRIX | Kind.VECTOR | Kind.ROW:
            fits = value.is_Matrix and type_of(value) == type_
        case Kind.REAL:
            fits = not value.is_Matrix and not value.is_integer
        case _:
            fits = not value.is_Matrix
    order = list(Shape)
    if not fits or (isinstance(value, MatrixMember) and order.index(value.known) > order.index(declaration.shape)):
        said = f"a {declaration.kind.value}" + (f" that is {declaration.shape.value}" if declaration.kind is Kind.MATRIX else "")
        raise _fault(f"{value} is declared as {said}, and is something else here", "Take it from a formula of the theory, or rename it.")
    return type_


def _signs(parts: Iterable[Any], found: Iterable[Found], known: _Known) -> tuple[list[Expr], list[Expr]]:
    """What SymPy assumes of signs: of integers as a set-up assumes it, k ≥ 0 before n ≥ 1; of other numbers."""
    symbols = {s for part in parts for s in symbols_of(part) if isinstance(s, sympy.Symbol)}
    said = {s.name: e for s, e in facts(symbols) if to_sympy(Symbol(s.name), known.context) != s}
    integers = [f.declaration.name for f in found if f.declaration.kind is Kind.INTEGER and not f.declaration.over]
    sizes = {f.declaration.size.name for f in found if isinstance(f.declaration.size, Symbol)}
    counting = [said.get(n, _at_least(n, 1)) for n in sorted(integers) if n in said or n in sizes]
    natural = [e for e in counting if isinstance(e, Compare) and e.right == Number(0)]
    others = [e for n, e in sorted(said.items()) if n not in integers]
    return [*natural, *(e for e in counting if e not in natural)], [e for e in others if e not in known.assumptions]


def _at_least(name: str, bound: int) -> Expr:
    return Compare(Relation.GREATER_EQUAL, Symbol(name), Number(bound))


def _boolean(value: Any, types: Mapping[Any, tuple[str, Type]]) -> Expr:
    read = typed(value, types)
    if read.type != BOOLEAN:
        raise _fault(f"{value} is no relation", "State a relation.")
    return read.expr


def _conjuncts(expr: Expr) -> tuple[Expr, ...]:
    return expr.arguments if isinstance(expr, Apply) and expr.operator is Operator.AND else (expr,)


def _fault(message: str, fix: str) -> Fault:
    return Fault(Diagnostic(Code.KIND, message, fix))
