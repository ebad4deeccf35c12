"""The paper's theory as it is parsed, and its instances as the setups of the slow reference."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from tests.reference.moments import Matrix, Setup
from verify.language.expression import Expr
from verify.language.read import load_theory
from verify.language.statement import Statement
from verify.meaning.exact import Averaging, Check, check, value
from verify.meaning.instance import Instance

THEORY = load_theory("proofs")


def setup_of(instance: Instance) -> Setup:
    """An instance of the paper's set-up for the slow reference."""
    hessians = instance.family("H")
    eta, alpha, batch = (instance.value(name) for name in ("eta", "alpha", "B"))
    return Setup(tuple(map(_rows, hessians["D_r"])), tuple(map(_rows, hessians["D_f"])), eta, alpha, int(batch))


def _rows(matrix: Any) -> Matrix:
    return [list(row) for row in matrix]


def integer(instance: Instance, name: str) -> int:
    """The value of an integer symbol."""
    return int(instance.value(name))


def side(statement: Statement, expr: Expr, instance: Instance, averaging: Averaging = Averaging.CLOSED_FORM) -> Any:
    """The value of one side of a statement: a Fraction, or a matrix as a list of rows."""
    found = value(statement.context, expr, instance, averaging)
    return exact(found)


def exact(found: Any) -> Any:
    """A value of python-flint as fractions: numbers, and matrices as lists of rows."""
    if hasattr(found, "tolist"):
        return [[exact(x) for x in row] for row in found.tolist()]
    return Fraction(int(found.p), int(found.q))


def checked(id_: str, instance: Instance) -> Check:
    """What a statement of the paper comes to on an instance."""
    statement = THEORY[id_]
    assert statement.conclusion is not None, f"{id_} has no meaning"
    return check(statement.context, statement.conclusion, instance)
