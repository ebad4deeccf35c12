"""Selectors of two moments and of batches in SymPy: pairs, higher moments, what is not known, and statements made of them."""

from __future__ import annotations

from fractions import Fraction

import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

import verify
from tests.reference.laws import batch, mean_number
from verify import algebra
from verify.algebra import expectation, index_set, selectors, sum_over
from verify.decide.outcome import Refuted
from verify.errors import Code, Fault
from verify.language.expression import Binder, Operator
from verify.meaning.algebra.batches import batch_moment, partitions, weighted_partitions
from verify.meaning.algebra.bound import bound
from verify.meaning.algebra.expand import expand
from verify.meaning.algebra.members import Selector

B, n, d = sympy.symbols("B n d", integer=True)
mu, v = sympy.symbols("mu v", real=True)
i, j, k = sympy.symbols("i j k", integer=True)
D, F = index_set("D", n), index_set("F", n)
H, h = algebra.matrices("H", d, shape="psd"), algebra.numbers("h")
M = sympy.MatrixSymbol("M", d, d)
x, y, z = selectors("x", B / n), selectors("y", moments=(mu, v)), selectors("z", batch=B)
BELL = (1, 1, 2, 5, 15, 52)


def drawn(of, *step):
    """Σ x_i H_i."""
    return sum_over(sympy.MatMul(of(i, *step), H(i)), i, D)


def size(of, domain=D):
    """Σ x_i."""
    return sum_over(of(i), i, domain)


ALL, SQUARES = sum_over(H(i), i, D), sum_over(H(i) * M * H(i), i, D)


def test_pairs_of_a_batch():
    """E Σ_i Σ_j z_i z_j H_i M H_j has B(B − 1)/n(n − 1) for all pairs and the rest of B/n for i = j."""
    pair = B * (B - 1) / (n * (n - 1))
    assert expand(expectation(drawn(z) * M * drawn(z)) - pair * ALL * M * ALL - (B / n - pair) * SQUARES).is_ZeroMatrix


def test_pairs_of_two_moments():
    """μ² for all pairs and v for i = j."""
    assert expand(expectation(drawn(y) * M * drawn(y)) - mu**2 * ALL * M * ALL - v * SQUARES).is_ZeroMatrix
    assert expand(expectation(y(i) ** 2)) == mu**2 + v


@pytest.mark.parametrize("degree", range(1, 5))
def test_a_batch_has_its_size(degree):
    """E[(Σ z_i)^m] = B^m, for symbolic n and B."""
    assert sympy.simplify(expand(expectation(size(z) ** degree)) - B**degree) == 0


def test_steps_and_sets_are_independent():
    """Of a batch as of others: z_{i,1} and z_{i,2}, members of two sets, selectors of two names."""
    assert expand(expectation(drawn(z, 1) * M * drawn(z, 2)) - B**2 / n**2 * ALL * M * ALL).is_ZeroMatrix
    assert expand(expectation(size(z) * size(z, F))) == B**2
    assert sympy.simplify(expand(expectation(size(z) * size(x) * size(y))) - B**2 * n * mu) == 0
    assert sympy.simplify(expand(expectation(size(z)) * expectation(size(z))) - B**2) == 0


def test_a_member_is_its_own_square():
    """z² = z, also where three sums meet in one member."""
    assert expand(expectation(sum_over(z(i) ** 3, i, D))) == B
    triple = expectation(sum_over(z(i) * h(i), i, D) * size(z) * size(z))
    assert expand(triple - B**3 / n * sum_over(h(i), i, D)) == 0


UNKNOWN = {
    "a third moment": (size(y) ** 3, Code.UNDEFINED, "two moments of y are known, and a moment of order 3 is needed"),
    "a batch of no set": (z(i) * z(j), Code.UNDEFINED, "it is not known of how many z is one"),
    "a range": (sum_over(z(i), i, algebra.integers(1, n)), Code.UNDEFINED, "it is not known of how many z is one"),
    "two steps that may be one": (sum_over(z(i, k), i, D) * sum_over(z(i, j), i, D), Code.AMBIGUOUS, "one index or step is not known"),
    "many members": (size(z) ** 7, Code.DEPTH, "more than 6 members of a batch"),
}


@pytest.mark.parametrize("name", UNKNOWN)
def test_what_is_not_known_is_said(name):
    """A moment that no law gives is a fault, never a guess."""
    value, code, message = UNKNOWN[name]
    with pytest.raises(Fault, match=message) as fault:
        expand(expectation(value))
    assert fault.value.diagnostics[0].code is code


def test_a_subset_needs_numbers_that_are_0_or_1():
    """{i ∈ D: y_i = 1} says nothing by two moments; {i ∈ D: z_i = 1} is the batch."""
    chosen, other = (sum_over(1, j, bound(Binder.SUCH_THAT, i, D, sympy.Eq(of(i), 1))) for of in (z, y))
    assert expand(expectation(chosen)) == B
    with pytest.raises(Fault, match="no polynomial in its selectors"):
        expand(expectation(other))


@pytest.mark.parametrize("given_", [{}, {"probability": B, "batch": B}, {"moments": (mu, v), "batch": B}])
def test_a_selector_has_one_law(given_):
    """None, or two, are refused."""
    with pytest.raises(ValueError, match="x needs one law"):
        selectors("x", **given_)


def test_a_law_is_told():
    """A selector says its law and its numbers; one without a law has none."""
    assert [(of(i).law, of(i).numbers) for of in (x, y, z)] == [
        (Operator.BERNOULLI, (B / n,)),
        (Operator.MOMENTS, (mu, v)),
        (Operator.WITHOUT_REPLACEMENT, (B,)),
    ]
    assert Selector("x", (i,)).law is None


def test_statements_of_them_are_decided():
    """What is false of a batch is refuted like any other statement, by the door of SymPy."""
    pairs = sympy.Eq(expectation(size(z) ** 2), sympy.Symbol("B", integer=True) + 0 * n)
    outcome = verify.decide(verify.statement(pairs, given=[sympy.Ge(B, 0), sympy.Le(B, n)]))
    assert isinstance(outcome, Refuted)
    moments = sympy.Eq(expectation(size(y) ** 2), n * v + n * mu**2)
    outcome = verify.decide(verify.statement(moments, given=[sympy.Ge(v, 0)]))
    assert isinstance(outcome, Refuted)


@given(st.integers(0, 4), st.data())
def test_weights_of_partitions(count, data):
    """The weights of all partitions that a pattern of equal indices merges add up to the moment of that many different members."""
    whole = data.draw(st.integers(max(count, 1), 6))
    chosen = data.draw(st.integers(0, whole))
    items = tuple(range(count))
    weights = dict(weighted_partitions(items, sympy.Integer(chosen), sympy.Integer(whole)))
    assert len(weights) == BELL[count]
    for pattern in partitions(items):
        blocks = {item: at for at, block in enumerate(pattern) for item in block}
        merged = [w for finer, w in weights.items() if all(len({blocks[item] for item in block}) == 1 for block in finer)]
        assert sum(merged) == together(len(pattern), chosen, whole)
    assert batch_moment(count, sympy.Integer(chosen), sympy.Integer(whole)) == together(count, chosen, whole)


def together(count, chosen, whole):
    """The probability that the first members are all in the batch."""
    found = mean_number(batch(chosen, whole), lambda xs: Fraction(all(xs[:count])))
    return sympy.Rational(found.numerator, found.denominator)
