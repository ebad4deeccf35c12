"""Binders as SymPy objects: sums and products over index sets and ranges, maxima, limits, quantifiers, subsets.

A sum or product over a range is empty where the highest integer is below the lowest.
"""

from __future__ import annotations

from typing import Any

import sympy
from sympy.core.kind import NumberKind
from sympy.core.sympify import _sympify
from sympy.logic.boolalg import Boolean
from sympy.matrices.expressions.matexpr import MatrixElement, MatrixExpr
from sympy.printing.precedence import PRECEDENCE

from verify.language.expression import Binder, Operator
from verify.meaning.algebra.applied import SetApplied
from verify.meaning.algebra.members import string

LONGEST_EXPANSION = 100  # terms that `doit` writes out
_BIG = {
    Binder.SUM: r"\sum",
    Binder.PRODUCT: r"\prod",
    Binder.REVERSED_PRODUCT: r"\overleftarrow{\prod}",
    Binder.MAXIMUM: r"\max",
    Binder.SUPREMUM: r"\sup",
    Binder.LIMIT: r"\lim",
    Binder.FOR_ALL: r"\forall",
    Binder.EXISTS: r"\exists",
    Binder.EVENTUALLY: r"\forall^{\infty}",
    Binder.CHOICES: r"\prod",
}


class _Bound:
    """A binder. args: binder, variable, domain, body; an inner variable of the same name shadows."""

    args: Any
    func: Any
    precedence = PRECEDENCE["Mul"] - 1

    @property
    def binder(self) -> Binder:
        return Binder(self.args[0].name)

    @property
    def free_symbols(self) -> set[Any]:
        _, variable, domain, body = self.args
        found: set[Any] = (body.free_symbols - {variable}) | domain.free_symbols
        return found

    @property
    def bound_symbols(self) -> list[Any]:
        return [self.args[1]]

    def _eval_subs(self, old: Any, new: Any) -> Any:
        """With `new` for `old`; the variable is left alone, and renamed where it would catch a name in `new`."""
        binder, variable, domain, body = self.args
        domain = domain._subs(old, new)
        if old == variable:
            return self.func(binder, variable, domain, body)
        if variable in new.free_symbols and variable not in old.free_symbols and body.has(old):
            fresh = primed(variable, {s.name for s in body.free_symbols | new.free_symbols})
            variable, body = fresh, body._subs(variable, fresh)
        return self.func(binder, variable, domain, body._subs(old, new))

    def _latex(self, printer: Any, exp: Any = None) -> str:
        text = bound_latex(self, printer)
        return text if exp is None else rf"\left({text}\right)^{{{exp}}}"

    def _sympystr(self, printer: Any) -> str:
        """sum(H[i], i in D_r)."""
        _, variable, domain, body = self.args
        ends = integers_of(domain)
        where = printer._print(domain) if ends is None else f"{printer._print(ends[0])}..{printer._print(ends[1])}"
        word = "->" if self.binder is Binder.LIMIT else "in"
        return f"{self.binder.value}({printer._print(body)}, {printer._print(variable)} {word} {where})"


class NumberBound(_Bound, sympy.Expr):
    """A sum, product, maximum, supremum or limit of numbers."""

    is_commutative = True
    is_real = True
    kind = NumberKind

    def __new__(cls, binder: Any, variable: Any, domain: Any, body: Any) -> Any:
        return sympy.Expr.__new__(cls, string(binder), *map(_sympify, (variable, domain, body)))

    def doit(self, **hints: Any) -> Any:
        return _done(self, hints, sympy.Add, sympy.Mul)

    def _eval_derivative(self, x: Any) -> Any:
        if x not in self.free_symbols:
            return sympy.S.Zero
        return _derivative(self, x) if _differentiable(self, x) else None


class MatrixBound(_Bound, MatrixExpr):
    """A sum, product or limit of matrices."""

    def __new__(cls, binder: Any, variable: Any, domain: Any, body: Any) -> Any:
        return MatrixExpr.__new__(cls, string(binder), variable, domain, body)

    @property
    def shape(self) -> tuple[Any, Any]:
        rows, columns = self.args[3].shape
        return rows, columns

    def doit(self, **hints: Any) -> Any:
        return _done(self, hints, sympy.MatAdd, sympy.MatMul)

    def _entry(self, i: Any, j: Any, **_: Any) -> Any:
        return MatrixElement(self, i, j)

    def _eval_transpose(self) -> Any:
        turned = {Binder.PRODUCT: Binder.REVERSED_PRODUCT, Binder.REVERSED_PRODUCT: Binder.PRODUCT}.get(self.binder, self.binder)
        return MatrixBound(turned.value, self.args[1], self.args[2], sympy.Transpose(self.args[3]).doit())

    def _eval_trace(self) -> Any:
        if self.binder is not Binder.SUM:
            return None
        return bound(Binder.SUM, self.args[1], self.args[2], sympy.Trace(self.args[3]).doit())

    def _eval_derivative(self, x: Any) -> Any:
        if x not in self.free_symbols:
            return sympy.ZeroMatrix(*self.shape)
        if not _differentiable(self, x):
            raise NotImplementedError(f"the derivative by {x} of {self}")
        return _derivative(self, x)


class BooleanBound(_Bound, Boolean):
    """A quantified relation."""

    def __new__(cls, binder: Any, variable: Any, domain: Any, body: Any) -> Any:
        return Boolean.__new__(cls, string(binder), variable, domain, body)


class SetBound(_Bound, sympy.Set):
    """The elements of a set for which a relation holds; or the assignments i ↦ element of a set at i."""

    def __new__(cls, binder: Any, variable: Any, domain: Any, body: Any) -> Any:
        return sympy.Set.__new__(cls, string(binder), variable, domain, body)

    def _contains(self, other: Any) -> None:
        """SymPy's Contains(i, D) stays as it is."""


Bound = NumberBound | MatrixBound | BooleanBound | SetBound


def bound(binder: Binder, variable: Any, domain: Any, body: Any) -> Any:
    """A binder around a body, in the class that fits the body; a sum of numbers over a range is SymPy's own Sum."""
    body = _sympify(body)
    ends = integers_of(domain)
    if binder is Binder.SUM and ends is not None and not body.is_Matrix:
        return sympy.Sum(body, (variable, *ends))
    if binder in (Binder.SUCH_THAT, Binder.CHOICES):
        return SetBound(binder.value, variable, domain, body)
    if isinstance(body, Boolean) and not body.is_Symbol:
        return BooleanBound(binder.value, variable, domain, body)
    return (MatrixBound if body.is_Matrix else NumberBound)(binder.value, variable, domain, body)


def integers_of(domain: Any) -> tuple[Any, Any] | None:
    """The lowest and the highest integer of a range; None for any other domain."""
    if isinstance(domain, SetApplied) and domain.operator is Operator.RANGE:
        lowest, highest = domain.arguments
        return lowest, highest
    return None


def primed(symbol: Any, taken: set[str]) -> Any:
    """A symbol like another whose name is not taken: i, i', i''."""
    name = symbol.name
    while name in taken:
        name += "'"
    return symbol if name == symbol.name else sympy.Symbol(name, **symbol.assumptions0)


def _done(expr: Any, hints: dict[str, Any], add: Any, multiply: Any) -> Any:
    """A sum or product over a range between numbers, written out."""
    binder, variable, domain, body = expr.args
    if hints.get("deep", True):
        domain, body = domain.doit(**hints), body.doit(**hints)
    ends = integers_of(domain)
    short = ends is not None and all(e.is_Integer for e in ends) and ends[1] - ends[0] < LONGEST_EXPANSION
    if ends is None or not short or expr.binder not in (Binder.SUM, Binder.PRODUCT, Binder.REVERSED_PRODUCT):
        return expr.func(binder, variable, domain, body)
    parts = [body.subs(variable, sympy.Integer(n)) for n in range(int(ends[0]), int(ends[1]) + 1)]
    if expr.binder is Binder.SUM:
        return add(*parts).doit() if parts else sympy.ZeroMatrix(*body.shape) if body.is_Matrix else sympy.S.Zero
    ordered = parts if expr.binder is Binder.PRODUCT else parts[::-1]
    return multiply(*ordered).doit() if parts else sympy.Identity(body.rows) if body.is_Matrix else sympy.S.One


def _differentiable(expr: Any, x: Any) -> bool:
    return expr.binder is Binder.SUM and not expr.args[2].has(x) and x != expr.args[1]


def _derivative(expr: Any, x: Any) -> Any:
    binder, variable, domain, body = expr.args
    return expr.func(binder, variable, domain, sympy.diff(body, x))


def bound_latex(expr: Any, printer: Any) -> str:
    r"""`\sum_{i \in D} H_{i}`, `\sum_{r=0}^{k} N_{r}`, `\{i \in D : …\}`."""
    _, variable, domain, body = expr.args
    name, where = printer._print(variable), printer._print(domain)
    if expr.binder is Binder.SUCH_THAT:
        return rf"\{{{name} \in {where} : {printer._print(body)}\}}"
    ends = integers_of(domain)
    if expr.binder is Binder.LIMIT:
        below = rf"_{{{name} \to {where}}}"
    elif ends is not None:
        below = f"_{{{name}={printer._print(ends[0])}}}^{{{printer._print(ends[1])}}}"
    else:
        below = rf"_{{{name} \in {where}}}"
    return f"{_BIG[expr.binder]}{below} {printer.parenthesize(body, PRECEDENCE['Mul'], strict=True)}"
