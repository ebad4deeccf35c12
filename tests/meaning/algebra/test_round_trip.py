"""An expression handed to SymPy and taken back."""

from __future__ import annotations

import sympy
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.meaning.algebra.generated import CONTEXT, INSTANCE, expressions, matrices, numbers
from tests.proofs.theory import THEORY
from verify.errors import Fault
from verify.language.canonical import expression_json
from verify.language.expression import Compare, Relation
from verify.meaning.algebra.from_sympy import from_sympy
from verify.meaning.algebra.to_sympy import to_sympy
from verify.meaning.exact import Lacking, NoValue, Undecided, holds, value


def test_every_expression_of_the_paper_comes_back():
    """Conclusions and hypotheses keep their canonical form, bit for bit."""
    found = 0
    for statement in THEORY:
        for expr in [] if statement.conclusion is None else [statement.conclusion, *statement.given]:
            assert expression_json(from_sympy(to_sympy(expr, statement.context))) == expression_json(expr), statement.id
            found += 1
    assert found > 500


@settings(max_examples=80)
@given(expressions(3))
def test_every_expression_comes_back(expr):
    """What is generated, too: nothing is sorted, merged or simplified on the way, and it prints."""
    found = to_sympy(expr, CONTEXT)
    assert expression_json(from_sympy(found)) == expression_json(expr)
    assert str(found)
    assert sympy.latex(found)


@settings(max_examples=80)
@given(st.one_of(numbers(2), matrices(2)))
def test_sympy_means_the_same(typed):
    """What SymPy evaluates (`doit`) has the value of the expression, wherever that has one: products of matrices are not swapped."""
    try:
        value(CONTEXT, typed.expr, INSTANCE)
    except (NoValue, Undecided, Lacking):
        assume(False)
    done = to_sympy(typed.expr, CONTEXT).doit()
    try:
        found = from_sympy(done)
    except Fault:  # a closed form outside the language, such as one with cases
        assume(False)
    same = holds(CONTEXT, Compare(Relation.EQUAL, typed.expr, found), INSTANCE)
    assume(same is not None)
    assert same
