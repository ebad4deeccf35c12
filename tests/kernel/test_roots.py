"""The kernel's sums of square roots, against SymPy's."""

from __future__ import annotations

from fractions import Fraction
from math import isqrt

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.kernel.forms import ONE, ZERO, counterexample, declare, num, statement, sym
from verify.kernel.check import check
from verify.kernel.limits import MAXIMUM_TERMS, Beyond, Budget, Rejected
from verify.kernel.roots import Surd, inverse, root, summed
from verify.kernel.values import OPERATORS, Array, is_psd, number

RATIONALS = st.builds(Fraction, st.integers(-5, 5), st.integers(1, 4))
TERMS = st.lists(st.tuples(st.sampled_from([1, 2, 3, 6, 8, 12, 18, 75]), RATIONALS), min_size=1, max_size=3)
TWO, THREE = root(Fraction(2)), root(Fraction(3))


def by_sympy(value):
    """A kernel's number, or terms, in SymPy."""
    terms = value.terms if isinstance(value, Surd) else value if isinstance(value, list) else [(1, value)]
    return sum((sympy.Rational(q.numerator, q.denominator) * sympy.sqrt(m) for m, q in terms), sympy.Integer(0))


@given(TERMS, TERMS)
def test_arithmetic(a, b):
    """Sums, differences and products are what SymPy expands them to; what is rational is a fraction, and only that."""
    x, y, one, other = summed(a), summed(b), by_sympy(a), by_sympy(b)
    for found, expected in ((x + y, one + other), (x - y, one - other), (x * y, one * other), (-x, -one), (y - x, other - one)):
        assert sympy.expand(by_sympy(found) - expected) == 0
        assert isinstance(found, Surd) != sympy.expand(expected).is_rational


@settings(max_examples=60)
@given(TERMS, TERMS)
def test_order(a, b):
    """Equality and order are SymPy's, which has 60 digits where the two differ."""
    x, y, gap = summed(a), summed(b), sympy.expand(by_sympy(a) - by_sympy(b))
    sign = 0 if gap == 0 else 1 if gap.evalf(60) > 0 else -1
    assert (x == y, x < y, x > y, x <= y, x >= y) == (sign == 0, sign < 0, sign > 0, sign <= 0, sign >= 0)
    assert abs(x - y) == (x - y if sign >= 0 else y - x)


@given(TERMS.filter(lambda terms: len(terms) <= 2))
def test_inverse(terms):
    """x · 1/x = 1 for a sum of at most two roots that is not 0."""
    x = summed(terms)
    if x == 0:
        with pytest.raises(Rejected, match="division by zero"):
            inverse(x)
    else:
        assert x * inverse(x) == 1


@pytest.mark.parametrize("digits", [10, 100, 1000])
def test_a_close_rational_is_told_apart(digits):
    """√2 + √3 lies between two neighbours of so many decimals, and equals neither."""
    below = Fraction(isqrt(2 * 100**digits) + isqrt(3 * 100**digits), 10**digits)
    assert below < TWO + THREE < below + Fraction(2, 10**digits)
    assert below != TWO + THREE
    assert max([below, TWO + THREE]) == TWO + THREE


def test_one_number_written_twice():
    """3√2 = √18, √2√3 = √6, (√3 + √2)(√3 − √2) = 1, and √(9/4) is rational."""
    assert root(Fraction(18)) == 3 * TWO
    assert root(Fraction(6)) == TWO * THREE
    assert Fraction(1) == (THREE + TWO) * (THREE - TWO)
    assert root(Fraction(9, 4)) == Fraction(3, 2)
    assert inverse(THREE + TWO) == THREE - TWO
    assert str(TWO * Fraction(-7, 5) + 1) == "1 + -7/5*root(2)"


def test_what_is_not_known():
    """Roots of roots, quotients by three roots, and sums of too many are refused; a root of a negative number has no value."""
    for refused in (lambda: root(TWO), lambda: inverse(1 + TWO + THREE)):
        with pytest.raises(Beyond, match="is not known to the kernel"):
            refused()
    primes = list(sympy.primerange(60))
    with pytest.raises(Beyond, match="more than 16 roots"):
        summed([(p, Fraction(1)) for p in primes[: MAXIMUM_TERMS + 1]])
    with pytest.raises(Rejected, match="no value: a root of -1"):
        root(Fraction(-1))


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([[1, 1], [1, 0]], (1 + root(Fraction(5))) * Fraction(1, 2)),
        ([[2, TWO], [TWO, 1]], 3),
        ([[1, TWO, THREE], [TWO, 2, TWO * THREE], [THREE, TWO * THREE, 3]], 6),
        ([[TWO, 0, 0], [0, Fraction(141, 100), 0], [0, 0, 1]], TWO),
        ([[TWO, 0], [0, Fraction(142, 100)]], Fraction(142, 100)),
        ([[0, 0], [0, 0]], 0),
        ([[-1, TWO], [TWO, -2]], 0),
    ],
    ids=str,
)
def test_largest_eigenvalue(rows, expected):
    """Of small matrices, of those of rank one, and of diagonal ones, entries and value irrational or not."""
    matrix = Array("matrix", tuple(tuple(Fraction(x) if isinstance(x, int) else x for x in row) for row in rows))
    assert OPERATORS["largest_eigenvalue"](Budget(), matrix) == number(expected)


def test_an_irrational_eigenvalue_of_a_large_matrix():
    """Of a 3 × 3 matrix it is not known, and is not taken for a number close to it."""
    rows = tuple(tuple(Fraction(x) for x in row) for row in ([0, 1, 0], [1, 0, 1], [0, 1, 0]))
    with pytest.raises(Beyond, match="no largest eigenvalue that is known"):
        OPERATORS["largest_eigenvalue"](Budget(), Array("matrix", rows))


def test_semidefinite():
    """[[√2, 1], [1, √2/2]] is singular and PSD, and with a little less in its corner is neither definite nor semidefinite."""
    corner = TWO * Fraction(1, 2)
    singular, less, more = (
        Array("matrix", ((TWO, Fraction(1)), (Fraction(1), corner + by))) for by in (Fraction(0), Fraction(-1, 10**50), Fraction(1, 10**50))
    )
    assert [is_psd(Budget(), one) for one in (singular, less, more)] == [True, False, True]
    assert [is_psd(Budget(), one, definite=True) for one in (singular, less, more)] == [False, False, True]


@pytest.mark.parametrize(("threshold", "holds"), [(Fraction(7, 5), True), (Fraction(17, 12), False)])
def test_a_certificate(threshold, holds):
    """x ≥ √2 · √2 · √2/2 is not enough for x > √2, as x = √2 shows; irrational sides are null in the certificate, and are printed."""
    root_2 = ["root", num(2)]
    hypothesis = [">=", root_2, sym("x")]
    of = statement([declare("x")], ["<", ["multiply", root_2, root_2, root_2], ["add", root_2, ["divide", ONE, num(2)]]], [hypothesis])
    certificate = counterexample(of, {"x": str(threshold)}, None, None)
    if holds:
        accepted = check(certificate)
        assert (accepted.left, accepted.right) == ("2*root(2)", "1/2 + 1*root(2)")
        with pytest.raises(Rejected, match="lhs and rhs are given as"):
            check({**certificate, "lhs": "2"})
    else:
        with pytest.raises(Rejected, match="hypothesis 0 does not hold"):
            check(certificate)


def test_no_index_nor_probability_is_irrational():
    """Where an integer, or a rational number, must stand, a root does not."""
    root_2 = ["root", num(2)]
    for expr, reason in (
        (["binomial", num(2), root_2], "stands where an integer must"),
        (["sum", "#1", ["range", ZERO, root_2], ONE, ["integer"]], "stands where an integer must"),
        (["power", num(2), root_2], "rationals only"),
    ):
        with pytest.raises(Rejected, match=reason):
            check(counterexample(statement([], ["=", expr, ZERO]), {}, None, None))
