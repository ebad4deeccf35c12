"""A family of numbers as the matrix that it is: S, whose rows and columns are pairs."""

from __future__ import annotations

from typing import Any

import sympy
from sympy.matrices.expressions.matexpr import MatrixElement, MatrixExpr

from verify.language.render import latex_name


class Table(MatrixExpr):
    """The matrix of the members of a family. args: a member at variables, the variables, their index sets; the first half is the row."""

    def __new__(cls, member: Any, variables: Any, domains: Any) -> Any:
        return MatrixExpr.__new__(cls, member, sympy.Tuple(*variables), sympy.Tuple(*domains))

    @property
    def name(self) -> str:
        return str(self.args[0].name)

    @property
    def shape(self) -> tuple[Any, Any]:
        sizes = [domain.size for domain in self.args[2]]
        half = len(sizes) // 2
        return sympy.Mul(*sizes[:half]), sympy.Mul(*sizes[half:])

    @property
    def free_symbols(self) -> set[Any]:
        found: set[Any] = self.args[2].free_symbols
        return found

    @property
    def bound_symbols(self) -> list[Any]:
        return list(self.args[1])

    def _eval_subs(self, old: Any, new: Any) -> Any:
        return Table(self.args[0], self.args[1], self.args[2]._subs(old, new))

    def _entry(self, i: Any, j: Any, **_: Any) -> Any:
        return MatrixElement(self, i, j)

    def _eval_derivative(self, x: Any) -> Any:
        if x in self.free_symbols:
            raise NotImplementedError(f"the derivative of {self} by {x}, which is in its size")
        return sympy.ZeroMatrix(*self.shape)

    def _latex(self, printer: Any) -> str:  # noqa: ARG002  # SymPy passes it
        return latex_name(self.name)

    def _sympystr(self, printer: Any) -> str:  # noqa: ARG002  # SymPy passes it
        return self.name
