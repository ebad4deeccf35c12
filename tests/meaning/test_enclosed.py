"""Formulas in which some numbers are known only between bounds."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verify.language.fragment import Surroundings, read_fragment
from verify.language.notation import Notation
from verify.language.statement import Context, Definition
from verify.meaning.enclosed import Numbers, enclosed, holds_on_bounds, lacking_values, sequence
from verify.meaning.failures import NoValue, Undecided
from verify.notation import family, integer, notation, real

NAMES: Notation = notation(real("s", "t", "u"), integer("n", "k"), family(real("a"), over="integers"))
CONTEXT = Context(symbols=NAMES.declarations)
SMALL = st.fractions(min_value=Fraction(1, 8), max_value=8, max_denominator=16)


def read(latex):
    """A piece of LaTeX in these names."""
    return read_fragment(latex, Surroundings(CONTEXT, NAMES))


@given(s=SMALL, t=SMALL, width=st.sampled_from((0.0, 2.0**-40, 2.0**-6)), where=st.fractions(min_value=0, max_value=1, max_denominator=8))
def test_the_interval_contains_the_value_wherever_the_numbers_are(s, t, width, where):
    """Of rational numbers between the bounds; and it is narrow where they are."""
    known = Numbers({"s": (float(s), float(s) + width), "t": t, "n": Fraction(3)})
    inside = Fraction(float(s)) + where * Fraction(width)
    low, high = enclosed(CONTEXT, read(r"\frac{s^n + t}{s (s + t)} - 2 s t"), known)
    truth = (inside**3 + t) / (inside * (inside + t)) - 2 * inside * t
    assert Fraction(low) <= truth <= Fraction(high)
    if not width:
        assert math.isclose(low, high, rel_tol=1e-14, abs_tol=1e-13)


def test_roots_and_sequences():
    """√2 to the last bits; a_k for each k that is known."""
    low, high = enclosed(CONTEXT, read(r"\sqrt{n}"), Numbers({"n": Fraction(2)}))
    assert Fraction(low) ** 2 < 2 < Fraction(high) ** 2
    assert high == math.nextafter(low, 2)
    known = Numbers({"k": Fraction(2)}, {"a": sequence({1: (1.0, 1.5), 2: Fraction(5)})})
    low, high = enclosed(CONTEXT, read(r"a_k + a_{k-1}"), known)
    assert 6 - 1e-8 < low <= 6.0  # flint keeps thirty bits of a radius
    assert 6.5 <= high < 6.5 + 1e-8
    with pytest.raises(NoValue):
        enclosed(CONTEXT, read(r"a_{k+1}"), known)


def test_truths_are_told_only_where_the_bounds_decide():
    """Before, within, after; equality of exact numbers."""
    known = Numbers({"s": (1.0, 2.0), "t": Fraction(3, 2), "u": Fraction(3, 2)})
    assert holds_on_bounds(CONTEXT, read(r"s < 3"), known) is True
    assert holds_on_bounds(CONTEXT, read(r"s \ge 5 t"), known) is False
    assert holds_on_bounds(CONTEXT, read(r"t \le u"), known) is True
    assert holds_on_bounds(CONTEXT, read(r"t < u"), known) is False
    with pytest.raises(Undecided):
        holds_on_bounds(CONTEXT, read(r"s < t"), known)


def test_division_by_zero():
    """A positive number by an exact zero is infinite; anything else has no value; a divisor that may be zero is undecided."""
    known = Numbers({"s": (1.0, 2.0), "t": Fraction(0), "u": (-1.0, 1.0)})
    assert enclosed(CONTEXT, read(r"\frac{s}{t}"), known) == (math.inf, math.inf)
    for latex in (r"\frac{t}{t}", r"\frac{-s}{t}", r"1 + \frac{s}{t}"):
        with pytest.raises(NoValue):
            enclosed(CONTEXT, read(latex), known)
    with pytest.raises(Undecided):
        enclosed(CONTEXT, read(r"\frac{s}{u}"), known)


def test_what_is_known_takes_the_place_of_a_definition():
    """Through definitions the names that lack a value are found."""
    context = Context(NAMES.declarations, (Definition("D", "s", (), read("t + u")),))
    assert enclosed(context, read("2 s"), Numbers({"t": Fraction(1), "u": Fraction(2)})) == (6.0, 6.0)
    assert enclosed(context, read("2 s"), Numbers({"s": Fraction(1)})) == (2.0, 2.0)
    assert lacking_values(context, read("2 s"), Numbers({"t": Fraction(1)})) == ("u",)
    assert lacking_values(context, read("2 s"), Numbers({"s": Fraction(1)})) == ()
    assert lacking_values(context, read("s + n"), Numbers({}), ("s",)) == ("s", "n")


def test_a_sum_of_too_many_terms():
    """Is told so, and no traceback."""
    known = Numbers({"s": (1.0, 2.0), "n": Fraction(5000)})
    with pytest.raises(Undecided):
        enclosed(CONTEXT, read(r"\sum_{k=1}^{n} \sqrt{s + k}"), known)
