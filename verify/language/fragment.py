"""A piece of LaTeX read as part of a statement: with the names that the statement rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from verify.errors import Code
from verify.language import closure, elaborate, macros
from verify.language.domains import domain, elements
from verify.language.expression import Apply, Expr, Operator
from verify.language.names import sides
from verify.language.notation import Notation
from verify.language.parse import Source, Syntax, parse, parser
from verify.language.scope import Bound, Scope, trees
from verify.language.statement import Context


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a piece of LaTeX is read in: a statement's context, the notation, and names bound around it, which come first."""

    context: Context
    notation: Notation
    bound: Mapping[str, Bound] = field(default_factory=dict)


def read_fragment(latex: str, within: Surroundings) -> Expr:
    """An expression, a relation, or a conjunction of relations (a chain, or several with commas between).

    Selectors without a step are those of the step of the random matrix beside them. Raises Fault.
    """
    scope = _scope(latex, within)
    random = closure.random_families(scope, within.context.definitions)
    parts = [closure.fill_steps(elaborate.quantified(tree, scope).expr, scope, random) for tree in _formulas(scope)]
    return parts[0] if len(parts) == 1 else Apply(Operator.AND, tuple(parts))


def read_domain(latex: str, within: Surroundings) -> tuple[Expr, Bound]:
    """A set that a variable can range over (`D_r`, `\\mathbb{N}`, `[k]`), and what that variable stands for. Raises Fault."""
    scope = _scope(latex, within)
    found = sides(_formulas(scope)[0])
    typed = domain(found[0], scope, elaborate.quantified) if len(found) == 1 else None
    bound = elements(typed) if typed is not None else None
    if typed is None or bound is None:
        raise scope.source.fault(Code.KIND, 0, "this is no set", "Write an index set, \\mathbb{N}, or [k] for 1 to k.")
    return typed.expr, bound


def _scope(latex: str, within: Surroundings) -> Scope:
    return Scope(Source("", latex, 0, len(latex)), within.notation, within.context.symbols, dict(within.bound))


def _formulas(scope: Scope) -> list[Syntax]:
    return trees(parse(parser(macros.terminals(scope.notation)), scope.source))
