"""Reading formulas, as the tests of this room do it."""

from __future__ import annotations

from tests.samples import NOTATION
from verify.language import elaborate
from verify.language.expression import Expr
from verify.language.macros import terminals
from verify.language.notation import Notation
from verify.language.parse import Source, parse, parser
from verify.language.scope import Scope, Typed, trees

FILE = "formula.tex"


def scope(latex: str, notation: Notation = NOTATION) -> Scope:
    """What names mean in a formula."""
    return Scope(Source(FILE, latex, 0, len(latex)), notation, notation.declarations)


def read_all(latex: str, notation: Notation = NOTATION) -> list[Typed]:
    """A comma-separated list of formulas with their types. Raises Fault."""
    here = scope(latex, notation)
    return [elaborate.quantified(formula, here) for formula in trees(parse(parser(terminals(notation)), here.source))]


def read(latex: str, notation: Notation = NOTATION) -> Typed:
    """A formula with its type. Raises Fault, or ValueError where there are several."""
    (typed,) = read_all(latex, notation)
    return typed


def expression(latex: str, notation: Notation = NOTATION) -> Expr:
    """A formula's expression. Raises Fault, or ValueError where there are several."""
    return read(latex, notation).expr


def notes(latex: str) -> list[str]:
    """How a formula was read."""
    here = scope(latex)
    (formula,) = trees(parse(parser(terminals(NOTATION)), here.source))
    elaborate.quantified(formula, here)
    return here.notes
