"""Floats are the exact values up to rounding: of every formula of the paper, of the true and false statements, and of generated ones."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from tests.false_statements import false_statements
from tests.meaning.algebra.generated import CONTEXT, INSTANCE, expressions
from tests.meaning.floats.batches import batches, close, plan_of
from tests.proofs.theory import THEORY
from tests.true_statements import true_statements
from verify.language.expression import Bind, Compare, Expr, Kind, Member, Relation, Symbol
from verify.language.statement import Role, Statement
from verify.language.walk import subexpressions
from verify.meaning.exact import Lacking, NoValue, Undecided, compile_statement, compile_value, value
from verify.meaning.floats.compile import compile_floats, from_instances, slack
from verify.meaning.instance import Instance


def with_scalar_hypotheses(statement: Statement) -> Statement:
    """Ranges of plain scalars make a value exist; what else is assumed (of (28), what no instance satisfies) does not change it."""
    context = statement.context
    defined = {d.name for d in context.definitions}
    kept = tuple(h for h in context.hypotheses if all(_is_plain(e, defined) for e in subexpressions(h)))
    return replace(statement, context=replace(context, hypotheses=kept))


def _is_plain(expr: Expr, defined: set[str]) -> bool:
    return not isinstance(expr, Bind | Member) and not (isinstance(expr, Symbol) and expr.name in defined)


PAPER = {s.id: s for s in THEORY.statements}
OTHERS = {f"{kind} {id_}": s for kind, found in (("true", true_statements()), ("false", false_statements())) for id_, s in found.items()}
STATEMENTS = {id_: with_scalar_hypotheses(s) for id_, s in (PAPER | OTHERS).items()}
PLANS = {id_: plan for id_, statement in STATEMENTS.items() if (plan := plan_of(statement)) is not None}


def test_what_has_an_exact_meaning_is_compared():
    """What is left out is malformed, a definition at an index that is free in it, or speaks of a limit, a probability and the like."""
    claims = {id_: s for id_, s in PAPER.items() if s.conclusion is not None and s.role is not Role.DEFINITION}
    left_out = {id_ for id_, s in claims.items() if id_ not in PLANS}
    assert len(claims) - len(left_out) > 60
    assert {"14", "L4.3", "18.1", "24.3", "25.7", "27.4", "28.3", "L4.7.1", "L4.7.2r3"}.isdisjoint(left_out)
    assert {"15", "L4.7.1m", "L4.7.2a"} <= left_out


@pytest.mark.parametrize("id_", PLANS)
@settings(max_examples=4)
@given(data=st.data())
def test_both_sides_and_the_verdict_agree(id_, data):
    """On every instance of a batch both sides have their exact values, and the slack has the sign that the exact check says."""
    statement, drawn = STATEMENTS[id_], data.draw(batches(PLANS[id_]))
    batch, context = from_instances(drawn), statement.context
    check = compile_statement(context, statement.conclusion)
    try:
        checked = [check(i) for i in drawn]
    except Lacking:  # found where a definition is unfolded: nothing exact to compare with
        return
    try:
        margin = slack(context, statement.conclusion)(batch)
    except NoValue:
        assert all(c.conclusion is None for c in checked)
        return
    for place, exact in enumerate(checked):
        if exact.conclusion is None:  # without a value; or eigenvalues that no precision tells apart
            assert np.isnan(margin[place]) or "undecided" in exact.reason
        elif abs(margin[place]) > 1e-7:
            assert bool(margin[place] > 0) is exact.conclusion
    for side in _sides(statement):
        floats = compile_floats(context, side)(batch)
        for place, instance in enumerate(drawn):
            assert _agrees(lambda i, side=side: value(context, side, i), instance, floats[place])


def _sides(statement):
    """The two sides of a relation that stands alone, so that no selector is outside an expectation."""
    conclusion = statement.conclusion
    return (conclusion.left, conclusion.right) if isinstance(conclusion, Compare) and conclusion.relation is not Relation.IN else ()


def _agrees(exact, instance, found):
    """Whether floats are the exact value, or nan where there is none."""
    try:
        return close(found, exact(instance), 1e-9)
    except NoValue:
        return bool(np.isnan(found).all())
    except (Lacking, Undecided):
        return True


FACTORS = (Fraction(1), Fraction(1, 2), Fraction(3))


def scaled(value, factor):
    """A value with each entry multiplied."""
    return tuple(scaled(v, factor) for v in value) if isinstance(value, tuple) else value * factor


def varied(factor):
    """The instance of the generated expressions with other reals, vectors and matrices."""
    kinds = {d.name: d.kind for d in CONTEXT.symbols if not d.over}
    values = tuple((name, v if kinds[name] is Kind.INTEGER else scaled(v, factor)) for name, v in INSTANCE.values)
    return Instance(values, tuple((name, tuple((s, scaled(vs, factor)) for s, vs in sets)) for name, sets in INSTANCE.members))


@settings(max_examples=150)
@given(expr=expressions(2))
def test_generated_expressions_agree(expr):
    """Whatever has an exact value on all instances of a batch has it in floats."""
    drawn = [varied(factor) for factor in FACTORS]
    try:
        of = compile_value(CONTEXT, expr)
        exact = [of(i) for i in drawn]
    except (Lacking, NoValue, Undecided):
        reject()
    found = compile_floats(CONTEXT, expr)(from_instances(drawn))
    for one, other in zip(found, exact, strict=True):
        assert bool(one) is other if isinstance(other, bool) else close(one, other, 1e-7)
