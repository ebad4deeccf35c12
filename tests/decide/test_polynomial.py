"""Expressions as polynomials in the declared scalars."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.small_theory import read_claim, read_claims
from verify.decide.polynomial import NotPolynomial, inequalities, scalar, substituted, value_of
from verify.meaning.exact import value
from verify.meaning.instance import Instance
from verify.notation import notation, real

numbers = st.fractions(-2, 2, max_denominator=4)

POLYNOMIALS = {
    "a binomial square": r"(s + t)^2 - (s - t)^2",
    "a quotient by a number": r"\frac{s^3 - 2t}{4}",
    "powers of sums": r"(s + 2 t)^3 s^0 - (d - t)^1",
    "products of sums": r"(s + t)(s - 2t)(d + 1)",
}


@pytest.mark.parametrize("text", POLYNOMIALS.values(), ids=POLYNOMIALS)
@given(s=numbers, t=numbers, d=st.integers(1, 3))
def test_polynomials_have_the_values_of_their_expressions(text, s, t, d):
    """Against exact evaluation."""
    statement = read_claim(rf"\conclude{{${text} = st + d$}}")
    values = {"s": s, "t": t, "d": Fraction(d)}
    found = value_of(substituted(scalar(statement.lhs, statement.context), values))
    exact = value(statement.context, statement.lhs, Instance(tuple(values.items())))
    assert found == Fraction(int(exact.p), int(exact.q))


def test_binomial_theorem_is_one_polynomial():
    """Equal expressions have the same polynomial, whatever their form."""
    statement = read_claim(r"\conclude{$(s+t)^3 = s^3 + 3 s^2 t + 3 s t^2 + t^3$}")
    assert scalar(statement.lhs, statement.context) == scalar(statement.rhs, statement.context)


def test_a_defined_scalar_is_what_it_is_by_definition():
    """One definition without conditions is unfolded; the values of one that rests on itself have no end."""
    setup = r"\begin{definition}{u} \[ u = 2s + t \] \end{definition} \begin{definition}{v} \[ v = v + s \] \end{definition}"
    claims = {"1": r"\conclude{$u = 2s + t$}", "2": r"\conclude{$v = s$}"}
    found, endless = read_claims(claims, setup, notation(real("s", "t", "u", "v"))).values()
    assert scalar(found.lhs, found.context) == scalar(found.rhs, found.context)
    with pytest.raises(NotPolynomial):
        scalar(endless.lhs, endless.context)


@pytest.mark.parametrize(
    "text", [r"\frac{s}{t}", r"\frac{s}{0}", r"\mathrm{Tr}(A)", "s^k", r"\sqrt{s}", r"\mathrm{Tr}(N_k)", r"\norm{v}{2}", "s^{99}"]
)
def test_what_is_no_polynomial_is_refused(text):
    """A quotient of symbols, a matrix, a symbolic exponent, a root, an exponent beyond reason."""
    statement = read_claim(rf"\conclude{{${text} = t$}}")
    with pytest.raises(NotPolynomial):
        scalar(statement.lhs, statement.context)


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
    assert [i.strict for i in inequalities(statement.conclusion, statement.context)] == strict
