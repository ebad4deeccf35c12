"""A normal form has the value of its expression, wherever that has one; what only differs in how it is written has one normal form."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.kernel.derivations import add, div, mean, mul, neg, power, sub
from tests.kernel.facts import same, scopes, value
from tests.kernel.forms import ONE, TWO, frozen, mem, num
from tests.kernel.readback import Readback
from tests.kernel.rewriting import rewritten
from tests.kernel.terms import MATRIX, OF, UNFOLD, A, B, C, D, E, P, S, Writer, a, b, d, k, n, p, u, v
from verify.kernel.expand import expand
from verify.kernel.limits import Budget, Rejected
from verify.kernel.normal import Algebra
from verify.kernel.statement import parse

STATEMENT = parse(OF)
SCOPES = scopes(STATEMENT, 8, seed=1)
READBACK = Readback(STATEMENT)


def normal(expr):
    """The normal form, if there is one."""
    try:
        return expand(frozen(expr), Algebra(STATEMENT, Budget(), {}, frozenset(UNFOLD)))
    except Rejected:
        return None


def written(random):
    """A random expression."""
    writer = Writer(random)
    return random.choice([writer.scalar, writer.matrix, writer.moment])(2)


def pairs(one, other, instances=SCOPES):
    """The two values on each instance on which both have one."""
    found = [(value(one, scope), value(other, scope)) for scope in instances]
    return [(x, y) for x, y in found if x is not None and y is not None]


def total(name, domain, body, *kind):
    """A sum over a variable of any name."""
    return ["sum", name, domain, body, list(kind) or ["real"]]


def of(family, name, *step):
    """A member at a variable of any name."""
    return mem(family, ["symbol", name], *step)


def require_read_back(expr):
    """Written as an expression again, the normal form is evaluated to the same on every instance; all in it is bound somewhere."""
    form = normal(expr)
    if form is not None:
        assert all(same(x, y) for x, y in pairs(expr, READBACK.poly(form, {}, 0)))


def require_one_value(expr, random):
    """Where the normal forms of the expression and of one written anew are the same, so is the value on every instance."""
    other = rewritten(expr, random, random.randrange(1, 4))
    form = normal(expr)
    if form is not None and form == normal(other):
        assert all(x == y for x, y in pairs(expr, other))


@settings(max_examples=120)
@given(st.randoms(use_true_random=False))
def test_a_normal_form_has_the_value_of_its_expression(random):
    """Of random expressions."""
    require_read_back(written(random))


@settings(max_examples=120)
@given(st.randoms(use_true_random=False))
def test_one_normal_form_is_one_value(random):
    """Of random expressions, written anew at random."""
    require_one_value(written(random), random)


@pytest.mark.slow
def test_normal_forms_of_many_expressions():
    """Both, of 2,000 expressions."""
    for seed in range(2_000):
        random = Random(seed)
        expr = written(random)
        require_read_back(expr)
        require_one_value(expr, random)


def test_the_instances_tell_expressions_apart():
    """The tests above compare much: of 60 pairs many have one normal form, and many have several values and several normal forms."""
    alike = apart = 0
    for seed in range(60):
        random = Random(seed)
        expr = written(random)
        other = rewritten(expr, random, 2)
        if expr != other:
            alike += normal(expr) == normal(other) is not None and len(pairs(expr, other)) > 0
            apart += normal(expr) != normal(other) and any(x != y for x, y in pairs(expr, other))
    assert alike > 10
    assert apart > 10


Y = total("i", D, of("y", "i"))
M = total("i", D, mul(of("y", "i"), of("H", "i")), *MATRIX)
SAME = {
    "other names of variables": (Y, total("j", D, of("y", "j"))),
    "other names, one inside another": (
        total("i", D, total("j", E, mul(of("y", "i"), of("y", "j")))), total("j", D, total("i", E, mul(of("y", "j"), of("y", "i"))))),
    "a name that is bound again": (
        total("i", D, mul(of("y", "i"), total("i", E, of("y", "i")))), mul(Y, total("j", E, of("y", "j")))),
    "scalars commute": (mul(a, b, n, A), mul(n, A, b, a)),
    "sums commute": (
        total("i", D, total("j", E, mul(of("H", "i"), of("H", "j")), *MATRIX), *MATRIX),
        total("j", E, total("i", D, mul(of("H", "i"), of("H", "j")), *MATRIX), *MATRIX)),
    "two sums over one set commute": (
        total("i", D, total("j", D, mul(of("G", "i"), of("H", "j")), *MATRIX), *MATRIX),
        total("i", D, total("j", D, mul(of("G", "j"), of("H", "i")), *MATRIX), *MATRIX)),
    "a sum over what another reads": (
        total("i", D, total("s", ["range", ONE, of("c", "i")], num(1))), total("j", D, total("i", ["range", ONE, of("c", "j")], num(1)))),
    "a trace is a cycle": (["trace", mul(A, B, S)], ["trace", mul(B, S, A)]),
    "a trace is that of the transpose": (["trace", mul(A, B, S)], ["trace", mul(S, ["transpose", B], ["transpose", A])]),
    "a trace of an outer product": (["trace", mul(A, u, ["transpose", v])], ["inner", v, mul(A, u)]),
    "a trace of an outer product of means": (
        ["trace", mul(mean(mem("z", ONE)), ["transpose", v])], ["inner", v, mean(mem("z", ONE))]),
    "an inner product is symmetric": (["inner", u, mul(A, v)], ["inner", v, mul(["transpose", A], u)]),
    "the transpose of a product": (["transpose", mul(A, P, M)], mul(M, P, ["transpose", A])),
    "the transpose of a product over a range": (
        ["transpose", ["product", "s", ["range", ONE, k], of("N", "s"), MATRIX]],
        ["reversed_product", "t", ["range", ONE, k], ["transpose", of("N", "t")], MATRIX]),
    "the transpose of a power": (["transpose", power(A, k)], power(["transpose", A], k)),
    "a definition": (C, sub(mul(a, b), ONE)),
    "a power": (power(add(A, B), 2), add(mul(A, A), mul(A, B), mul(B, A), mul(B, B))),
    "the inverse of a product": (div(ONE, mul(a, b)), mul(div(ONE, a), div(ONE, b))),
    "no power of a scalar": (power(a, 0), ONE),
    "no power of a matrix": (power(A, 0), ["identity", d]),
    "the trace of the identity": (["trace", ["identity", d]], d),
    "the square of a norm": (power(["norm_2", mul(A, u)], 2), ["inner", u, mul(["transpose", A], A, u)]),
    "the square of another norm": (power(["norm_frobenius", M], 2), ["trace", mul(M, M)]),
    "in a power": (power(add(Y, mul(a, b)), k), power(add(mul(b, a), total("z", D, of("y", "z"))), k)),
    "in a product over a range": (
        ["product", "s", ["range", ONE, k], total("i", D, mul(of("H", "i"), of("N", "s")), *MATRIX), MATRIX],
        ["product", "i", ["range", ONE, k], total("s", D, mul(of("H", "s"), of("N", "i")), *MATRIX), MATRIX]),
    "in an expectation": (
        mean(["absolute", total("i", D, of("x", "i"))]), mean(["absolute", total("j", D, of("x", "j"))])),
    "of what is not random": (mean(mul(a, total("i", D, of("x", "i")))), mul(a, mean(total("i", D, of("x", "i"))))),
}  # fmt: skip
OTHER = {
    "matrices do not commute": (mul(A, B), mul(B, A)),
    "a trace is no product backwards": (["trace", mul(A, B, S)], ["trace", mul(B, A, S)]),
    "a general matrix has a transpose": (A, ["transpose", A]),
    "the square of a sum": (power(Y, 2), total("i", D, power(of("y", "i"), 2))),
    "the square of a sum of matrices": (mul(M, M), total("i", D, mul(of("y", "i"), of("H", "i"), of("y", "i"), of("H", "i")), *MATRIX)),
    "a power of a sum in a sum": (
        total("i", D, mul(of("y", "i"), power(total("i", D, of("y", "i")), k))), total("i", D, mul(of("y", "i"), power(of("y", "i"), k)))),
    "a product of sums over a range": (
        ["product", "s", ["range", ONE, TWO], M, MATRIX],
        total("i", D, ["product", "s", ["range", ONE, TWO], mul(of("y", "i"), of("H", "i")), MATRIX], *MATRIX)),
    "what one variable reads": (
        total("i", D, total("j", D, mul(of("y", "i"), of("c", "i")))), total("i", D, total("j", D, mul(of("y", "i"), of("c", "j"))))),
    "ranges that read one index, and two": (
        total("i", D, total("j", D, mul(*[total("s", ["range", ONE, of("c", z)], ["symbol", "s"]) for z in "ij"]))),
        total("i", D, total("j", D, mul(*[total("s", ["range", ONE, of("c", z)], ["symbol", "s"]) for z in "ii"])))),
    "sets of different sizes": (Y, total("i", E, of("y", "i"))),
    "a product the other way": tuple([[head, "s", ["range", ONE, TWO], of("N", "s"), MATRIX] for head in ("product", "reversed_product")]),
    "the ends of a range": tuple([total("s", ["range", ONE, end], ["symbol", "s"]) for end in (k, add(k, ONE))]),
    "a product in a product": tuple([
        ["product", "s", ["range", ONE, TWO], ["product", "t", ["range", ONE, TWO], mul(["symbol", name], of("N", "t")), MATRIX], MATRIX]
        for name in "st"]),
    "a variable of the range or not": (total("s", ["range", ONE, TWO], power(a, ["symbol", "s"])), mul(TWO, power(a, k))),
    "an inverse of a sum": (div(ONE, add(a, b)), add(div(ONE, a), div(ONE, b))),
    "an inner product of means is a number": (
        ["trace", mul(["inner", mean(mem("z", ONE)), mean(mem("z", ONE))], ["identity", d])],
        ["trace", mul(mean(mem("z", ONE)), ["transpose", mean(mem("z", ONE))])]),
    "a mean of a square": (mean(power(total("i", D, of("x", "i")), 2)), power(mean(total("i", D, of("x", "i"))), 2)),
    "one step or two": (
        mean(power(total("i", D, of("x", "i", ONE)), 2)), mean(mul(*[total("i", D, of("x", "i", t)) for t in (ONE, TWO)]))),
    "a step of its own, or the first": (
        mean(mul(*[total("i", D, of("x", "i", *t)) for t in ([], [ONE])])), mean(power(total("i", D, of("x", "i")), 2))),
}  # fmt: skip


@pytest.mark.parametrize("name", SAME)
def test_same(name):
    """These have one normal form."""
    one, other = SAME[name]
    assert normal(one) is not None
    assert normal(one) == normal(other)


@pytest.mark.parametrize("name", OTHER)
def test_other(name):
    """These have two."""
    one, other = OTHER[name]
    assert normal(one) is not None
    assert normal(other) is not None
    assert normal(one) != normal(other)


def test_only_what_is_positive_is_cancelled():
    """a/a is 1 where a > 0 is known, and nowhere else; what a sum runs over is cancelled nowhere."""
    algebra = Algebra(STATEMENT, Budget(), {}, frozenset(), frozenset({("symbol", "a")}))
    assert expand(frozen(mul(a, div(ONE, a))), algebra) == expand(frozen(ONE), algebra)
    assert expand(frozen(mul(p, div(ONE, p))), algebra) != expand(frozen(ONE), algebra)
    inside = total("i", D, mul(of("y", "i"), div(ONE, of("y", "i"))))
    bound = Algebra(STATEMENT, Budget(), {}, frozenset(), frozenset(factor for key in normal(Y) for factor in key[1]))
    assert expand(frozen(inside), bound) != expand(frozen(total("i", D, ONE)), bound)


@pytest.mark.parametrize("expr", [
    div(ONE, A), ["trace", a], ["trace", u], mul(u, v), mul(A, ["transpose", u]), mul(mean(mem("z", ONE)), u),
    ["product", "i", ["range", ONE, n], A, ["matrix", n]], total("i", D, A, "matrix", n), ["trace", mean(mem("z", ONE))],
    ["identity", k], power(a, 65),
    ["indicator", a], ["gamma", a], power(["norm_2", A], 2), total("s", ["reals"], ONE), ["derivative", a, a], neg(["infinity"]),
])  # fmt: skip
def test_no_normal_form(expr):
    """What is no number, matrix or vector, or is not known, has none."""
    assert normal(expr) is None
