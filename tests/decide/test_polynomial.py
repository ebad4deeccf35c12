"""Expressions as polynomials in the declared scalars."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.small_theory import read_claim
from verify.decide.polynomial import NotPolynomial, inequalities, scalar, substituted, value_of
from verify.meaning.exact import value
from verify.meaning.instance import Instance

numbers = st.fractions(-2, 2, max_denominator=4)

POLYNOMIALS = {
    "a binomial square": r"(s + t)^2 - (s - t)^2",
    "a quotient by a number": r"\frac{s^3 - 2t}{4}",
    "a binomial coefficient": r"\binom{4}{2} s t",
    "a sum over a range": r"\sum_{i=0}^{3} \binom{3}{i} s^i t^{3-i}",
    "the trace of a multiple of I": r"\mathrm{Tr}((s I + t I)^2) - d s^2",
    "a definition at an index": r"\mathrm{Tr}(s N_0)",
}


@pytest.mark.parametrize("text", POLYNOMIALS.values(), ids=POLYNOMIALS)
@given(s=numbers, t=numbers, d=st.integers(1, 3))
def test_polynomials_have_the_values_of_their_expressions(text, s, t, d):
    """Against exact evaluation."""
    statement = read_claim(rf"\conclude{{${text} = st + \mathrm{{Tr}}(I)$}}")
    values = {"s": s, "t": t, "d": Fraction(d)}
    found = value_of(substituted(scalar(statement.lhs, statement.context, {}), values))
    exact = value(statement.context, statement.lhs, Instance(tuple(values.items())))
    assert found == Fraction(int(exact.p), int(exact.q))


def test_binomial_theorem_is_one_polynomial():
    """Equal expressions have the same polynomial, whatever their form."""
    statement = read_claim(r"\conclude{$(s+t)^3 = \sum_{i=0}^{3} \binom{3}{i} s^i t^{3-i}$}")
    assert scalar(statement.lhs, statement.context, {}) == scalar(statement.rhs, statement.context, {})


@pytest.mark.parametrize(
    "text", [r"\frac{s}{t}", r"\mathrm{Tr}(A)", "s^k", r"\sqrt{s}", r"\mathrm{Tr}(N_k)", r"\mathrm{Tr}(N_1)", r"\norm{v}{2}", "s^{99}"]
)
def test_what_is_no_polynomial_is_refused(text):
    """A quotient of symbols, a matrix, a symbolic exponent, a root, an exponent beyond reason."""
    statement = read_claim(rf"\conclude{{${text} = t$}}")
    with pytest.raises(NotPolynomial):
        scalar(statement.lhs, statement.context, {})


@pytest.mark.parametrize(
    ("hypothesis", "strict"),
    [
        (r"s < t", [True]),
        (r"s \ge t", [False]),
        (r"s = t", [False, False]),
        (r"s \in (0, t)", [True, True]),
        (r"s \in [0, t]", [False, False]),
        (r"s \in \mathbb{R}", []),
        (r"k \in \mathbb{N}", [False]),
    ],
)
def test_hypotheses_as_inequalities(hypothesis, strict):
    """An equation or an interval is two, a set of numbers one or none."""
    statement = read_claim(rf"\conclude{{${hypothesis}$}}")
    assert [i.strict for i in inequalities(statement.conclusion, statement.context, {})] == strict
