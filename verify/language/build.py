"""A statement made of expressions that no .tex file holds."""

from __future__ import annotations

from collections.abc import Iterable

from verify.language import closure
from verify.language.elaborate import conjunction
from verify.language.expression import Apply, Expr, Operator
from verify.language.notation import Notation
from verify.language.parse import Source
from verify.language.render import render
from verify.language.scope import Scope
from verify.language.statement import Declaration, Definition, Role, Statement


def build(
    conclusion: Expr,
    hypotheses: Iterable[Expr],
    declarations: Iterable[Declaration],
    *,
    definitions: Iterable[Definition] = (),
    assumptions: Iterable[Expr] = (),
    id_: str = "stated",
) -> Statement:
    """The statement that the hypotheses imply the conclusion.

    assumptions: hypotheses that belong to it only where they share a name with it, as those of a set-up do. A conclusion about random
    things is one about every outcome, as in a theory's text.
    """
    declared, defined = tuple(declarations), tuple(definitions)
    scope = Scope(Source("", "", 0, 0), Notation(declared), declared)
    random = closure.random_families(scope, defined)
    parts = conclusion.arguments if isinstance(conclusion, Apply) and conclusion.operator is Operator.AND else (conclusion,)
    said = conjunction([closure.surely(part, scope, random) for part in parts])
    context = closure.close(said, tuple(dict.fromkeys(hypotheses)), scope, closure.Ground(defined, tuple(assumptions)))
    used = tuple(dict.fromkeys(d.id for d in context.definitions))
    return Statement(id_, id_, "", 0, render(conclusion), Role.CLAIM, context, said, readings=tuple(scope.notes), depends_on=used)
