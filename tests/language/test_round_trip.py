"""An expression that is rendered and read again is the same expression, in whatever style it is printed."""

from __future__ import annotations

import hypothesis.strategies as st
import pytest
from hypothesis import example, given, settings

from tests.language.expressions import expressions
from tests.language.formulas import read, read_all
from tests.language.grammar_strings import grammar_strings
from tests.language.print_styles import print_styles
from tests.samples import SAMPLES
from verify.errors import Fault
from verify.language.render import render
from verify.language.scope import Typed


def assert_comes_back(typed: Typed) -> None:
    again = read(render(typed.expr))
    assert again.expr == typed.expr
    assert again.type == typed.type


@pytest.mark.parametrize("latex", SAMPLES)
def test_samples_come_back(latex: str):
    """Every sample, rendered, reads as it did."""
    assert_comes_back(read(latex))


@settings(max_examples=400)
@given(typed=expressions())
def test_generated_expressions_come_back(typed: Typed):
    """Reading undoes rendering."""
    assert_comes_back(typed)


@pytest.mark.slow
@settings(max_examples=5_000)
@given(typed=expressions(depth=4))
def test_many_generated_expressions_come_back(typed: Typed):
    """Reading undoes rendering, at length."""
    assert_comes_back(typed)


@settings(max_examples=300)
@given(typed=expressions(depth=2), data=st.data())
def test_print_styles_say_the_same(typed: Typed, data: st.DataObject):
    """Spacing, braces, sizes of brackets, synonyms and a full stop at the end do not change what is read."""
    again = read(data.draw(print_styles(render(typed.expr))))
    assert again.expr == typed.expr


@settings(max_examples=300)
@given(latex=grammar_strings())
@example(latex=r"\frac12")
@example(latex="1 2 0.5 = - 0")
def test_grammar_strings_come_back(latex: str):
    """What the grammar derives is a fault of typing, or comes back too."""
    try:
        found = read_all(latex)
    except Fault:
        return
    for typed in found:
        assert_comes_back(typed)
