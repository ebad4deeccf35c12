"""Expectations are taken by first and second moments, step by step, and nothing else is: what is found is what all outcomes give."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.kernel.derivations import add, mean, mul, power, sub, total, var
from tests.kernel.facts import same, scopes
from tests.kernel.forms import ONE, TWO, ZERO, mem
from tests.kernel.terms import MATRIX, A, B, D, E, S, Writer, a, k, p, q, u
from tests.kernel.test_normal import READBACK, STATEMENT, normal, pairs


def x(i, *step):
    """The selector of #i, at a step or at its own."""
    return mem("x", var(i), *step)


def y(i):
    """A number."""
    return mem("y", var(i))


def H(i):
    """A PSD matrix."""
    return mem("H", var(i))


def J(step):
    """A random matrix."""
    return mem("J", step)


def N(n):
    """A matrix by a recursion."""
    return mem("N", n)


MORE_SCOPES = scopes(STATEMENT, 40, seed=5)
NEXT = add(k, ONE)
DRAWN, STEPS = total(1, D, x(1)), ["range", ONE, k]
NOISE = sub(p, mul(p, p))


def drawn(step, over=D):
    """Σ yᵢxᵢ at a step."""
    return total(1, over, mul(y(1), x(1, step)))


def weights(over=D):
    """Σ yᵢ."""
    return total(1, over, y(1))


def turns(head, last, body):
    """A product over the steps 1, …, last, from variable #1 on."""
    return [head, "#1", ["range", ONE, last], body, MATRIX]


MEAN_J = sub(A, total(1, D, mul(p, H(1)), *MATRIX))
SPREAD = total(1, D, mul(NOISE, H(1), N(k), H(1)), *MATRIX)
COUNTS = [total(3, ["range", ONE, mem("c", var(i))], var(3)) for i in (1, 2)]
MORE = [total(3, ["range", ONE, add(mem("c", var(i)), ONE)], var(3)) for i in (1, 2)]
ENDS = [turns("product", k, J(var(1))), B, turns("reversed_product", TWO, ["transpose", J(var(1))])]
EQUAL = {
    "a first moment": (mean(drawn(ONE)), mul(p, weights())),
    "of another set": (mean(drawn(ONE, E)), mul(q, weights(E))),
    "a second moment": (
        mean(power(drawn(ONE), 2)), add(mul(p, p, power(weights(), 2)), mul(NOISE, total(1, D, power(y(1), 2))))),
    "of two sets": (mean(mul(drawn(ONE), drawn(ONE, E))), mul(p, q, weights(), weights(E))),
    "of two steps": (mean(mul(drawn(ONE), drawn(TWO))), power(mul(p, weights()), 2)),
    "of steps k and k + 1": (mean(mul(drawn(k), drawn(NEXT))), power(mul(p, weights()), 2)),
    "of no step and one": (mean(mul(DRAWN, drawn(ONE))), mul(p, total(1, D, ONE), p, weights())),
    "of one selector": (mean(total(1, D, mul(x(1), x(1), y(1)))), mul(p, weights())),
    "where ranges read the indices": (
        mean(total(1, D, total(2, D, mul(x(1), x(2), COUNTS[0], MORE[1])))),
        add(mul(p, p, total(1, D, total(2, D, mul(COUNTS[0], MORE[1])))),
            mul(NOISE, total(1, D, mul(total(2, ["range", ONE, mem("c", var(1))], var(2)),
                                       total(2, ["range", ONE, add(mem("c", var(1)), ONE)], var(2))))))),
    "a matrix": (mean(J(ONE)), MEAN_J),
    "a congruence": (mean(mul(["transpose", J(k)], N(k), J(k))), add(mul(["transpose", MEAN_J], N(k), MEAN_J), SPREAD)),
    "matrices of two steps": (mean(mul(J(ONE), B, J(TWO))), mul(MEAN_J, B, MEAN_J)),
    "matrices of two steps, apart": (mean(mul(J(TWO), B, J(ONE), S)), mul(mean(J(TWO)), B, mean(J(ONE)), S)),
    "a step after a product": (
        mean(mul(turns("product", k, J(var(1))), J(NEXT))), mul(mean(turns("product", k, J(var(1)))), MEAN_J)),
    "a step before a product": (
        mean(mul(J(ZERO), turns("product", k, J(var(1))))), mul(MEAN_J, mean(turns("product", k, J(var(1)))))),
    "the innermost step of a square": (
        mean(mul(turns("reversed_product", k, ["transpose", J(var(1))]), ["transpose", J(NEXT)], J(NEXT), turns("product", k, J(var(1))))),
        mean(mul(turns("reversed_product", k, ["transpose", J(var(1))]), mean(mul(["transpose", J(NEXT)], J(NEXT))),
                 turns("product", k, J(var(1)))))),
    "a trace": (mean(["trace", mul(A, J(ONE))]), ["trace", mul(A, mean(J(ONE)))]),
    "a trace of an opaque mean": (
        mean(["trace", mul(B, turns("product", k, J(var(1))), A)]), ["trace", mul(A, B, mean(turns("product", k, J(var(1)))))]),
    **{f"a trace of what is random at both ends, {way}": (mean(["trace", mul(*both)]), ["trace", mean(mul(*both))])
       for way, both in (("one way", ENDS), ("the other", ENDS[::-1]))},
    "a trace of a mean, turned": (mean(["trace", mul(*ENDS, S)]), ["trace", mul(mean(mul(*ENDS)), S)]),
    "an inner product": (mean(["inner", u, mul(J(ONE), u)]), ["inner", u, mul(mean(J(ONE)), u)]),
    "what is not random": (mean(mul(a, A)), mul(a, A)),
    "a mean of a mean": (mean(mean(drawn(ONE))), mean(drawn(ONE))),
    "a mean in a mean": (mean(mul(drawn(ONE), mean(drawn(ONE)))), power(mean(drawn(ONE)), 2)),
}  # fmt: skip
UNEQUAL = {
    "a square is no square of the mean": (mean(power(drawn(ONE), 2)), power(mean(drawn(ONE)), 2)),
    "one step is not two": (mean(power(drawn(ONE), 2)), mean(mul(drawn(ONE), drawn(TWO)))),
    "two sets have two probabilities": (mean(total(1, D, x(1))), mul(q, total(1, D, ONE))),
    "a step in a product is not after it": (
        mean(mul(turns("product", NEXT, J(var(1))), J(NEXT))), mul(mean(turns("product", NEXT, J(var(1)))), mean(J(NEXT)))),
    "a step that varies may be the first": (
        mean(total(1, STEPS, total(2, D, total(3, D, mul(x(2, var(1)), x(3, ONE)))))),
        total(1, STEPS, total(2, D, total(3, D, mul(p, p))))),
    "an absolute value": (mean(["absolute", sub(drawn(ONE), a)]), ["absolute", sub(mean(drawn(ONE)), a)]),
    "a symbolic power": (mean(power(drawn(ONE), k)), power(mean(drawn(ONE)), k)),
    "an inverse": (mean(["divide", ONE, add(ONE, drawn(ONE))]), ["divide", ONE, add(ONE, mean(drawn(ONE)))]),
}  # fmt: skip
UNKNOWN = {
    "a third moment": power(drawn(ONE), 3),
    "a fourth moment of two sets": mul(power(drawn(ONE), 3), drawn(ONE, E)),
    "how many terms there are": total(1, ["range", ONE, total(1, D, x(1))], total(2, D, x(2))),
    "a step that is not the variable of its product": mul(turns("product", k, J(mul(TWO, var(1)))), J(NEXT)),
    "a step of another sort": total(1, D, x(1, x(1))),
}


@pytest.mark.parametrize("name", EQUAL)
def test_moments(name):
    """These are equal, by normal form and on every instance."""
    one, other = EQUAL[name]
    assert normal(one) is not None
    assert normal(one) == normal(other)
    assert all(same(left, right) for left, right in pairs(one, other))


@pytest.mark.parametrize("name", UNEQUAL)
def test_no_moments(name):
    """These have two normal forms, and an instance on which they differ."""
    one, other = UNEQUAL[name]
    assert normal(one) != normal(other)
    assert any(left != right for left, right in pairs(one, other, MORE_SCOPES))


@pytest.mark.parametrize("name", [name for name in UNKNOWN if "sort" not in name])
def test_unknown(name):
    """These are refused: they have no normal form."""
    assert normal(mean(UNKNOWN[name])) is None


def test_a_random_step_is_left_in_the_expectation():
    """A selector whose step is random is averaged with it."""
    expr = mean(UNKNOWN["a step of another sort"])
    assert all(same(left, right) for left, right in pairs(expr, READBACK.poly(normal(expr), {}, 0)))


@settings(max_examples=100)
@given(st.randoms(use_true_random=False))
def test_moments_are_what_all_outcomes_give(random):
    """The normal form of the mean of a product of selectors with anything has the value that all outcomes give."""
    expr = Writer(random).moment(1)
    form = normal(expr)
    if form is not None:
        assert all(same(left, right) for left, right in pairs(expr, READBACK.poly(form, {}, 0)))


@pytest.mark.slow
def test_many_moments():
    """The same of 3,000 of them."""
    for seed in range(3_000):
        expr = Writer(Random(seed)).moment(2)
        form = normal(expr)
        if form is not None:
            assert all(same(left, right) for left, right in pairs(expr, READBACK.poly(form, {}, 0)))
