"""Sums of square roots: field arithmetic, signs and roots against balls of 300 bits."""

from __future__ import annotations

from fractions import Fraction

import pytest
from flint import arb, ctx, fmpq
from hypothesis import assume, given
from hypothesis import strategies as st

from verify.meaning.enclosure import Enclosure, ball
from verify.meaning.failures import Lacking, NoValue, Undecided
from verify.meaning.reals import absolute, binomial, compare, largest, power, quotient, root, sign
from verify.meaning.surd import Surd, inverse, root_of_rational, surd

BITS = 300
TWO = fmpq(2)
RATIONALS = st.fractions(min_value=-9, max_value=9, max_denominator=12).map(lambda q: fmpq(q.numerator, q.denominator))
ROOTS = st.integers(0, 30).map(lambda n: root_of_rational(fmpq(n)))


@st.composite
def surds(draw: st.DrawFn, max_terms: int = 4) -> fmpq | Surd:
    """Σ q√n with small n, squares and equal classes among them."""
    total = draw(RATIONALS)
    for _ in range(draw(st.integers(0, max_terms))):
        total = total + draw(RATIONALS) * draw(ROOTS)
    return total


def near(number, expected: arb) -> bool:
    """Whether the balls of two numbers meet, both narrow."""
    found = ball(number)
    return found.overlaps(expected) and all(b.rad() < arb(2) ** -200 for b in (found, expected))


@given(surds(), surds(), surds())
def test_surds_are_a_commutative_ring(a, b, c):
    """Associative, commutative, distributive: exactly."""
    assert compare((a + b) + c, a + (b + c)) == 0
    assert compare(a * (b + c), a * b + a * c) == 0
    assert compare(a * b, b * a) == 0
    assert compare(a - a, fmpq(0)) == 0


@given(surds(), surds())
def test_operations_agree_with_balls(a, b):
    """+, −, · and / of balls contain those of surds."""
    with ctx.workprec(BITS):
        assert near(a + b, ball(a) + ball(b))
        assert near(a - b, ball(a) - ball(b))
        assert near(a * b, ball(a) * ball(b))
        if sign(b) != 0:
            assert near(quotient(a, b), ball(a) / ball(b))


@given(surds())
def test_an_inverse_is_exact(a):
    """a · (1/a) = 1, whatever the number of roots."""
    assume(isinstance(a, Surd))
    assert a * inverse(a) == 1
    assert quotient(fmpq(1), a) * a == 1
    assert a / a == 1


@given(surds(), surds())
def test_signs_are_those_of_balls(a, b):
    """A sign is exact: zero just where the difference has no term."""
    with ctx.workprec(BITS):
        difference = ball(a) - ball(b)
    found = compare(a, b)
    assert (found > 0) == (difference > 0)
    assert (found < 0) == (difference < 0)


def test_a_sign_near_zero_is_found():
    """√2 against a convergent that agrees to 200 digits."""
    p, q = 1, 1
    for _ in range(500):
        p, q = p + 2 * q, p + q
    difference = root_of_rational(fmpq(2)) - fmpq(p, q)
    assert sign(difference) == (1 if p * p < 2 * q * q else -1)


@given(st.fractions(min_value=0, max_value=50, max_denominator=30))
def test_a_root_squares_to_its_number(q):
    """(√q)² = q, and √q is rational just where q is a square."""
    number = fmpq(q.numerator, q.denominator)
    found = root(number)
    assert found * found == number
    square = all(int(Fraction(n) ** 0.5 + 0.5) ** 2 == n for n in (q.numerator, q.denominator))
    assert isinstance(found, fmpq) == square


def test_equal_classes_meet_without_factoring():
    """√8 − 2√2 = 0, √6 = √2·√3, also for numbers that nobody factors."""
    assert root(fmpq(8)) - TWO * root(fmpq(2)) == 0
    assert compare(root(fmpq(6)), root(fmpq(2)) * root(fmpq(3))) == 0
    large = (10**60 + 7) * (10**61 + 9)
    assert compare(root(fmpq(9 * large)), fmpq(3) * root(fmpq(large))) == 0


@given(st.integers(0, 20), st.integers(0, 20))
def test_a_root_of_a_perfect_square_is_found(m, n):
    """√((√m − √n)²) = |√m − √n|."""
    number = root(fmpq(m)) - root(fmpq(n))
    assert compare(root(number * number), absolute(number)) == 0


@given(surds())
def test_a_nested_root_is_enclosed(a):
    """√a of any surd is right to 200 bits."""
    positive = absolute(a)
    with ctx.workprec(BITS):
        assume(sign(positive) != 0)
        assert near(root(positive), ball(positive).sqrt())


def test_enclosures_that_agree_are_undecided():
    """An eighth root against itself, built twice: equal, but no ball says so."""
    a, b = (root(root(root(fmpq(2)))) for _ in range(2))
    assert isinstance(a, Enclosure)
    with pytest.raises(Undecided):
        compare(a, b)
    assert compare(a, a) == 0
    assert compare(a, fmpq(109, 100)) == sign(fmpq(110, 100) - a) == 1


def test_roots_of_exact_numbers_are_compared_by_their_squares():
    """A fourth root against itself, built twice, and in products, quotients and differences."""
    a, b, c = (root(root(fmpq(n))) for n in (2, 2, 18))
    assert isinstance(a, Enclosure)
    assert compare(a, b) == compare(c, a * root(fmpq(3))) == 0
    assert compare(a, c) == compare(fmpq(-2), a) == -1
    assert compare(a, fmpq(6, 5)) == -1 < compare(a, fmpq(7, 6))
    assert a - b == 0
    assert compare(a * b, root(fmpq(2))) == compare(c / a, root(fmpq(3))) == compare(root(fmpq(2)) / a, b) == 0


@given(surds(max_terms=3), surds(max_terms=3))
def test_roots_of_exact_numbers_are_in_the_order_of_the_numbers(a, b):
    """√|a| against √|b|, and √|a| √|b| against √|a b|."""
    left, right = absolute(a), absolute(b)
    assert compare(root(left), root(right)) == compare(left, right)
    assert compare(root(left) * root(right), root(left * right)) == 0


@given(surds(max_terms=2), RATIONALS)
def test_enclosures_mix_with_other_numbers(a, q):
    """Arithmetic with a nested root is that of balls."""
    nested = root(root(fmpq(3)))
    with ctx.workprec(BITS):
        expected = arb(3).sqrt().sqrt()
        assert near(nested + a, expected + ball(a))
        assert near(a - nested, ball(a) - expected)
        assert near(nested - q, expected - ball(q))
        assert near((nested * a) + nested, expected * ball(a) + expected)
        assert near(quotient(q, nested), ball(q) / expected)
        assert near(quotient(nested, nested), arb(1))
        assert near(absolute(-nested), expected)
        assert near(power(nested, fmpq(3)), expected**3)


def test_zero_times_an_enclosure_is_zero():
    """0 · x is known, however little is known of x."""
    assert root(root(fmpq(2))) * fmpq(0) == 0


def test_largest_of_enclosures_that_agree_is_enclosed():
    """The maximum of two equal unknowns is one of them."""
    a, b = (root(root(fmpq(2))) for _ in range(2))
    assert compare(largest([a, b, fmpq(1)]), fmpq(1)) == 1
    assert largest([fmpq(1), root(fmpq(2)), fmpq(-3)]) * root(fmpq(2)) == 2


def test_powers():
    """Integer and half-integer exponents; 0⁰ = 1."""
    assert power(fmpq(0), fmpq(0)) == 1
    assert power(fmpq(2), fmpq(-2)) == fmpq(1, 4)
    assert power(fmpq(4), fmpq(3, 2)) == 8
    assert power(root(fmpq(2)), fmpq(4)) == 4
    assert power(root(fmpq(2)), fmpq(-2)) == fmpq(1, 2)


@pytest.mark.parametrize(
    ("act", "failure"),
    [
        (lambda: power(fmpq(0), fmpq(-1)), NoValue),
        (lambda: power(fmpq(-1), fmpq(1, 2)), NoValue),
        (lambda: power(fmpq(2), fmpq(1, 3)), Lacking),
        (lambda: power(fmpq(2), root(fmpq(2))), Lacking),
        (lambda: power(fmpq(2), fmpq(10**9)), Undecided),
        (lambda: quotient(fmpq(1), root(fmpq(8)) - TWO * root(fmpq(2))), NoValue),
        (lambda: root(fmpq(1) - root(fmpq(2))), NoValue),
        (lambda: binomial(fmpq(1, 2), fmpq(1)), NoValue),
    ],
)
def test_what_has_no_value_says_so(act, failure):
    """Division by zero, roots of negatives, exponents that are not known, exponents that are too large."""
    with pytest.raises(failure):
        act()


def test_terms_in_one_class_are_gathered():
    """surd gives a rational where the sum is one."""
    two = root(fmpq(2))
    assert isinstance(two, Surd)
    assert surd((*two.terms, *(-two).terms)) == 0
