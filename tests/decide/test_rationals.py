"""Simple rationals and the boundaries that are found with them."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verify.decide.draw.rationals import FINEST, Interval, height, last_before, simple_values, simplest_between

F = Fraction
ends = st.none() | st.fractions(-3, 3, max_denominator=6)


@given(st.fractions(0, 1, max_denominator=FINEST), st.booleans())
def test_a_rational_boundary_is_found_exactly(boundary, upward):
    """Where something holds up to a rational of small denominator, that rational is the last value."""
    good, bad = (boundary - 1, boundary + 1) if upward else (boundary + 1, boundary - 1)
    found = last_before(good, bad, lambda x: x <= boundary if upward else x >= boundary)
    assert found == boundary


@given(st.fractions(0, 1, max_denominator=FINEST))
def test_an_open_boundary_is_approached(boundary):
    """Where the boundary itself fails, a value near it holds."""
    found = last_before(boundary - 1, boundary + 1, lambda x: x < boundary)
    assert boundary - F(1, 8) < found < boundary


def test_an_irrational_boundary_is_approached():
    """The root of two is no rational; a simple one below it is found."""
    found = last_before(F(1), F(2), lambda x: x * x <= 2)
    assert found * found < 2 < (found + F(1, 8)) ** 2
    assert found.denominator <= FINEST


@given(ends, ends, st.booleans(), st.booleans())
def test_simple_values_lie_in_their_interval(low, high, low_closed, high_closed):
    """There is none exactly where the interval is empty."""
    interval = Interval(low, high, low_closed, high_closed)
    empty = low is not None and high is not None and (low > high or (low == high and not (low_closed and high_closed)))
    values = simple_values(interval)
    assert all(x in interval for x in values)
    assert (values == ()) == empty


@given(ends, ends)
def test_closed_ends_are_among_the_simple_values(low, high):
    """The boundary counts."""
    interval = Interval(low, high)
    assert {e for e in (low, high) if e is not None and e in interval} <= set(simple_values(interval))


@given(st.fractions(-5, 5, max_denominator=30), st.fractions(-5, 5, max_denominator=30))
def test_simplest_between_has_the_smallest_denominator(x, y):
    """No fraction between two others has a smaller denominator."""
    found = simplest_between(x, y)
    low, high = min(x, y), max(x, y)
    assert low <= found <= high
    smaller = [F(n, d) for d in range(1, found.denominator) for n in range(-5 * d, 5 * d + 1)]
    assert not any(low <= z <= high for z in smaller)


@pytest.mark.parametrize(("simple", "less"), [("0", "1"), ("1", "1/2"), ("1", "-1"), ("1/2", "3/4"), ("2", "5")])
def test_height_orders_by_what_there_is_to_write(simple, less):
    """0 before 1 before everything else."""
    assert height(F(simple)) < height(F(less))
