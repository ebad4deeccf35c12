"""The sides of a statement with all that their names mean, which can be handed to SymPy."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from verify.language import read
from verify.language.expression import Expr
from verify.language.read import Theory
from verify.language.render import render
from verify.language.statement import Context, Statement
from verify.meaning.algebra.unfold import unfolded
from verify.meaning.instance import Instance


@dataclass(frozen=True, slots=True)
class Formula:
    """An expression, and the context that says what its names mean."""

    expr: Expr
    context: Context

    @property
    def latex(self) -> str:
        """Its LaTeX, as the language writes it."""
        return render(self.expr)

    def to_sympy(self) -> Any:
        """The SymPy object, in the order of print and not evaluated; see `to_sympy.to_sympy`."""
        from verify.meaning.algebra.to_sympy import to_sympy

        return to_sympy(self.expr, self.context)

    def unfold(self, *names: str) -> Formula:
        """The formula with the definitions of these names in their places. Raises Fault (E-UNDEFINED)."""
        return Formula(unfolded(self.expr, self.context, names), self.context)

    def value(self, instance: Instance) -> Any:
        """The exact value on an instance, a SymPy number, matrix or truth; see `exact_value.exact_value`. Raises ValueError."""
        from verify.meaning.algebra.exact_value import exact_value

        return exact_value(self.expr, self.context, instance)

    def __str__(self) -> str:
        return self.latex

    def _repr_latex_(self) -> str:
        """What a notebook shows."""
        return f"$\\displaystyle {self.latex}$"


@dataclass(frozen=True, slots=True)
class AlgebraicStatement(Statement):
    """A statement whose sides are formulas, so that `theory["25.3"].lhs.to_sympy()` needs nothing else."""

    @property
    def lhs(self) -> Formula:  # type: ignore[override]  # the same side, with its context
        """The left side. Raises AttributeError where the statement is not a single relation."""
        return Formula(self._compare.left, self.context)

    @property
    def rhs(self) -> Formula:  # type: ignore[override]  # the same side, with its context
        """The right side. Raises AttributeError where the statement is not a single relation."""
        return Formula(self._compare.right, self.context)

    def to_sympy(self) -> Any:
        """The whole statement as a SymPy object. Raises AttributeError where it has no meaning."""
        if self.conclusion is None:
            raise AttributeError(f"statement {self.id} has no meaning")
        return Formula(self.conclusion, self.context).to_sympy()


def algebraic(statement: Statement) -> AlgebraicStatement:
    """A statement with sides that can be handed to SymPy."""
    return AlgebraicStatement(**{f.name: getattr(statement, f.name) for f in fields(Statement)})


def load_theory(path: str | Path = "proofs") -> Theory:
    """The theory in a folder, as `verify.language.read.load_theory`; its statements' sides are formulas."""
    theory = read.load_theory(path)
    return replace(theory, statements=tuple(algebraic(s) for s in theory.statements))
