"""Relations that SymPy lacks: the Loewner order, convergence, being drawn from a law."""

from __future__ import annotations

from typing import Any

from sympy.core.sympify import _sympify
from sympy.logic.boolalg import Boolean

from verify.language.expression import Relation
from verify.meaning.algebra.members import string

_SIGNS = {
    Relation.LOEWNER_LESS_EQUAL: (r"\preceq", "<="),
    Relation.LOEWNER_GREATER_EQUAL: (r"\succeq", ">="),
    Relation.DISTRIBUTED: (r"\sim", "~"),
}


class Related(Boolean):
    """A relation between two sides. args: the relation's name, left, right.

    The Loewner order A ⪰ B: A − B is symmetric and positive semidefinite.
    """

    def __new__(cls, relation: Any, left: Any, right: Any) -> Any:
        return Boolean.__new__(cls, string(relation), _sympify(left), _sympify(right))

    @property
    def relation(self) -> Relation:
        return Relation(self.args[0].name)

    @property
    def lhs(self) -> Any:
        return self.args[1]

    @property
    def rhs(self) -> Any:
        return self.args[2]

    def _latex(self, printer: Any) -> str:
        return f"{printer._print(self.lhs)} {_SIGNS[self.relation][0]} {printer._print(self.rhs)}"

    def _sympystr(self, printer: Any) -> str:
        return f"{printer._print(self.lhs)} {_SIGNS[self.relation][1]} {printer._print(self.rhs)}"


def loewner_le(left: Any, right: Any) -> Any:
    """A ⪯ B."""
    return Related(Relation.LOEWNER_LESS_EQUAL.value, left, right)


def loewner_ge(left: Any, right: Any) -> Any:
    """A ⪰ B."""
    return Related(Relation.LOEWNER_GREATER_EQUAL.value, left, right)
