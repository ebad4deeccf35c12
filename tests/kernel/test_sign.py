"""What an expression shows of its sign is true on every instance on which the facts are."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.kernel.derivations import add, div, every, mean, mul, neg, power, sub, total, var
from tests.kernel.facts import agrees, said, scopes, value
from tests.kernel.forms import ONE, TWO, ZERO, frozen, mem, num
from tests.kernel.rewriting import lowered
from tests.kernel.terms import MATRIX, OF, UNFOLD, A, B, D, E, P, S, T, Writer, a, b, d, k, m, n, p, q, u
from verify.kernel.expand import expand
from verify.kernel.limits import Budget, Rejected
from verify.kernel.normal import Algebra, put
from verify.kernel.sign import sign
from verify.kernel.statement import parse

STATEMENT = parse(OF)
SCOPES = scopes(STATEMENT, 40, seed=2)
Y, H, G = mem("y", var(1)), mem("H", var(1)), mem("G", var(1))
NOTHING, IDENTITY = mul(ZERO, ["identity", d]), ["identity", d]
CHANCES = [["<=", ZERO, p], [">=", sub(ONE, p), ZERO], ["<=", ZERO, q], [">=", sub(ONE, q), ZERO]]
POOL = [
    *CHANCES, *[[relation, one, ZERO] for one in (a, b, k, n, m, sub(a, b)) for relation in (">=", ">", "=")], ["<=", a, b], ["<", b, ONE],
    ["=", b, a], every(1, D, [">=", Y, ZERO]), every(1, D, [">", Y, ZERO]), every(1, E, ["=", Y, ZERO]),
    *[["loewner>=", one, NOTHING] for one in (A, B, S, T, sub(A, B), add(A, ["transpose", A]), IDENTITY)], ["loewner<=", B, A], ["=", A, B],
    every(1, D, ["loewner>=", G, NOTHING]), every(1, D, ["=", G, NOTHING]), ["=", S, NOTHING], ["loewner<=", S, IDENTITY],
]  # fmt: skip


def shown(expr, facts):
    """The sign that the kernel sees; "" where the expression has no normal form, as nothing is shown by it then."""
    algebra = Algebra(STATEMENT, Budget(), {}, frozenset(UNFOLD))
    try:
        expand(frozen(expr), algebra)
        return sign(put(frozen(expr), {}), [put(frozen(fact), {}) for fact in facts], algebra)
    except Rejected:
        return ""


def candidate(random):
    """An expression that may show its sign: made of what facts speak of, or quite at random."""
    writer = Writer(random)
    expr = random.choice([writer.scalar, writer.matrix])(2)
    for _ in range(random.randrange(3)):
        inner = random.choice([fact for fact in POOL if fact[0] != "for_all"])
        gap = random.choice([sub(inner[1], inner[2]), sub(inner[2], inner[1]), inner[1]])
        scalar, item = writer.scalar(1), writer.matrix(1)
        expr = random.choice([
            gap, add(gap, expr), mul(gap, expr), mul(expr, gap), mul(["transpose", expr], gap, expr), mul(["transpose", item], gap, item),
            mul(power(scalar, 2), gap), ["trace", gap], ["transpose", gap], total(1, D, mul(Y, lowered(random.choice([gap, expr]), 0))),
            total(1, D, mul(["transpose", H], random.choice([lowered(gap, 0), G, P]), H), *MATRIX), mean(gap),
            mean(mul(power(scalar, 2), gap)), ["divide", gap, a], power(gap, TWO), power(gap, k), ["root", gap], ["binomial", gap, n],
            mul(["transpose", u], gap, u),
        ])  # fmt: skip
    return expr


def require_true(expr, random):
    """What is shown on the strength of facts from the pool that hold on an instance is so there."""
    scope = random.choice(SCOPES)
    true = [fact for fact in POOL if said(fact, scope)]
    found = shown(expr, true)
    result = value(expr, scope) if found else None
    assert result is None or agrees(result, found)
    return result is not None


@settings(max_examples=200)
@given(st.randoms(use_true_random=False))
def test_signs_are_true(random):
    """Of random expressions, on random instances."""
    require_true(candidate(random), random)


def test_signs_are_shown():
    """The test above is about something: of 100 expressions many have a sign that is shown, and a value."""
    count = 0
    for seed in range(100):
        random = Random(seed)
        count += require_true(candidate(random), random)
    assert count > 20


@pytest.mark.slow
def test_many_signs_are_true():
    """Of 5,000 expressions."""
    for seed in range(5_000):
        random = Random(seed)
        require_true(candidate(random), random)


POSITIVE, PSD = [">", a, ZERO], ["loewner>=", A, NOTHING]
SHOWN = {
    "a number": (num(3), [], ">"),
    "zero": (ZERO, [], "="),
    "a fact": (a, [POSITIVE], ">"),
    "the fact that says more": (a, [[">=", a, ZERO], POSITIVE], ">"),
    "an equation after an order": (sub(a, b), [["<=", b, a], ["=", b, a]], "="),
    "a difference": (sub(a, b), [["<=", b, a]], ">="),
    "an equation": (sub(b, a), [["=", a, b]], "="),
    "a sum": (add(a, power(b, 2)), [POSITIVE], ">"),
    "a product": (mul(a, a, b), [POSITIVE, [">=", b, ZERO]], ">="),
    "a product with zero": (mul(a, b), [["=", b, ZERO]], "="),
    "a quotient": (div(ONE, a), [POSITIVE], ">"),
    "an even power": (power(b, 4), [], ">="),
    "a power of what is positive": (power(a, k), [POSITIVE], ">"),
    "no power": (power(b, 0), [], ">"),
    "a sum over a set": (total(1, D, Y), [every(1, D, [">", Y, ZERO])], ">="),
    "a sum of zeros": (total(1, D, Y), [every(1, D, ["=", Y, ZERO])], "="),
    "a declared matrix": (P, [], ">="),
    "a family of them": (["sum", "#1", D, H, MATRIX], [], ">="),
    "the identity": (IDENTITY, [], ">"),
    "a Gram matrix": (mul(["transpose", B], B), [], ">="),
    "a congruence": (mul(["transpose", B], P, B), [], ">="),
    "a congruence by a symmetric one": (mul(S, A, S), [PSD], ">="),
    "the square of a symmetric one": (mul(S, S), [], ">="),
    "a matrix with a number": (mul(a, A, b), [PSD, POSITIVE, [">=", b, ZERO]], ">="),
    "a trace": (["trace", A], [PSD], ">="),
    "the trace of zero": (["trace", A], [["=", A, NOTHING]], "="),
    "a transpose": (["transpose", A], [PSD], ">="),
    "a quadratic form": (mul(["transpose", u], A, u), [PSD], ">="),
    "a square of a norm": (power(["norm_2", u], 2), [], ">="),
    "an expectation": (mean(power(total(1, D, mem("x", var(1))), 2)), CHANCES, ">="),
    "an expectation of zero": (mean(ZERO), [], "="),
    "a root": (["root", a], [POSITIVE], ">"),
    "an absolute value": (["absolute", b], [], ">="),
    "a binomial": (["binomial", n, m], [[">=", n, ZERO]], ">="),
    "the opposite of zero": (neg(b), [["=", b, ZERO]], "="),
}
NOT_SHOWN = {
    "a symbol": (a, []),
    "another symbol": (b, [POSITIVE]),
    "an opposite": (neg(a), [POSITIVE]),
    "the other difference": (sub(a, b), [["<=", a, b]]),
    "a sum with what has none": (add(a, b), [POSITIVE]),
    "an odd power": (power(b, 3), []),
    "a symbolic power": (power(b, mul(TWO, k)), []),
    "a sum with a fact for another set": (total(1, E, Y), [every(1, D, [">", Y, ZERO])]),
    "a product of two matrices": (mul(P, A), [PSD]),
    "the square of a matrix": (mul(B, B), []),
    "a congruence the other way": (mul(B, P, ["transpose", A]), []),
    "a congruence of no sign": (mul(["transpose", B], A, B), []),
    "a general matrix": (A, []),
    "a symmetric one": (S, []),
    "one that is defined": (T, []),
    "an expectation without laws": (mean(power(total(1, D, mem("x", var(1))), 2)), CHANCES[:2]),
    "a binomial of what may be negative": (["binomial", n, m], []),
    "a trace of no sign": (["trace", B], []),
    "a fact for all of a range": (total(1, ["range", ONE, k], mem("y", var(1))), [every(1, ["range", ONE, n], [">", Y, ZERO])]),
}


@pytest.mark.parametrize("name", SHOWN)
def test_shown(name):
    """These signs are seen."""
    expr, facts, expected = SHOWN[name]
    assert shown(expr, facts) == expected


@pytest.mark.parametrize("name", NOT_SHOWN)
def test_not_shown(name):
    """Here none is."""
    expr, facts = NOT_SHOWN[name]
    assert shown(expr, facts) == ""
