"""The shared list of samples covers the language."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.language.formulas import expression
from tests.samples import BINDERS, EXPRESSIONS, NOT_WRITTEN, RELATIONS, SAMPLES
from verify.language.expression import Apply, Bind, Binder, Compare, Expr, Operator, Relation
from verify.language.walk import subexpressions

MEMBERS = (*Operator, *Binder, *Relation)


def members(expr: Expr) -> Iterator[Operator | Binder | Relation]:
    """The members of the three enums that an expression uses."""
    for part in subexpressions(expr):
        match part:
            case Apply(operator, _):
                yield operator
            case Bind(binder, _, _, _, _):
                yield binder
            case Compare(relation, _, _):
                yield relation


def test_every_member_is_in_a_sample_or_is_not_written():
    """A new operator, binder or relation needs a sample, or a reason why no formula writes it."""
    written = {m for latex in SAMPLES for m in members(expression(latex))}
    assert written | set(NOT_WRITTEN) == set(MEMBERS)
    assert written & set(NOT_WRITTEN) == set()


def test_samples_differ():
    """No sample stands twice."""
    assert len(set(SAMPLES)) == len(SAMPLES) == len(RELATIONS) + len(EXPRESSIONS) + len(BINDERS)


@pytest.mark.parametrize("latex", RELATIONS)
def test_relations_are_relations(latex: str):
    """Each of the relations is a Boolean."""
    assert isinstance(expression(latex), Compare | Bind | Apply)
