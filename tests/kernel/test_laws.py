"""Selectors by two moments, and batches drawn without replacement: their averages by outcomes, and by normal form."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.kernel.derivations import add, derive, div, mean, mul, order, power, step, sub, total, var
from tests.kernel.facts import same, scopes, value
from tests.kernel.forms import ONE, TWO, ZERO, declare, define, frozen, mem, num, statement
from tests.kernel.readback import Readback
from tests.kernel.reference import World
from tests.kernel.terms import DEFINITIONS, MATRIX, SYMBOLS, UNFOLD, D, E, Writer, a, b, d, k, m, n, p, q
from verify.kernel.evaluate import Scope, evaluate
from verify.kernel.expand import expand
from verify.kernel.limits import Beyond, Budget, Rejected
from verify.kernel.normal import Algebra
from verify.kernel.statement import parse
from verify.kernel.values import number

FRACTIONS = st.builds(Fraction, st.integers(-3, 3), st.integers(1, 3))
WEIGHTS = st.lists(FRACTIONS, max_size=4)
VARIANCES = st.sampled_from([Fraction(0), Fraction(1), Fraction(1, 3), Fraction(5, 2)])


def x(i, *step):
    """The selector of #i, at a step or at its own."""
    return mem("x", var(i), *step)


def drawn(over=D, step=ONE, level=1):
    """Σ hᵢxᵢ at a step."""
    return total(level, over, mul(mem("h", var(level)), x(level, step)))


# By outcomes


def of_law(law):
    """A statement of one set and a law of its selectors."""
    symbols = [
        declare("D", "index_set", n), declare("n", "integer"), *[declare(name) for name in "abp"], declare("h", over=[["D"]]),
        declare("x", over=[["D"]], selector=True),
    ]  # fmt: skip
    return statement(symbols, ["=", ZERO, ZERO], (), [define("x", [var(1)], law, [["in", var(1), D]], law=True)])


def kernel(expr, law, h, **numbers):
    """The kernel's value of an expression, of weights hᵢ."""
    values = {("n", ()): number(len(h)), **{(name, ()): number(numbers.get(name, 0)) for name in "abp"}}
    members = {("h", (("D", i + 1),)): number(one) for i, one in enumerate(h)}
    return evaluate(frozen(expr), Scope(parse(of_law(law)), Budget(), values | members))


def both(expr, law, h, **numbers):
    """The kernel's value, and the second one."""
    values = {"n": str(len(h)), **{name: str(numbers.get(name, 0)) for name in "abp"}}
    world = World(of_law(law), {"values": values, "members": {"h": {"D": [str(one) for one in h]}}})
    found = kernel(expr, law, h, **numbers)
    return (found if isinstance(found, bool) else found.rows[0][0]), world.value(expr, [])


MOMENTS = ["moments", a, b]


def batch(size):
    """A batch of this size."""
    return ["without_replacement", num(size)]


@settings(max_examples=40)
@given(FRACTIONS, VARIANCES, st.lists(FRACTIONS, max_size=3))
def test_two_moments(mu, v, h):
    """E[(2 + Σ hᵢxᵢ)²] = (2 + μ Σ hᵢ)² + v Σ hᵢ², and the steps are independent."""
    expected = (2 + mu * sum(h)) ** 2 + v * sum(one * one for one in h)
    assert both(mean(power(add(TWO, drawn()), 2)), MOMENTS, h, a=mu, b=v) == (expected, expected)
    expected = (mu * sum(h)) ** 2
    assert both(mean(mul(drawn(), drawn(step=TWO))), MOMENTS, h, a=mu, b=v) == (expected, expected)


@settings(max_examples=40)
@given(st.data(), WEIGHTS)
def test_a_batch(data, h):
    """E[(Σ hᵢxᵢ)²] by the pair moment, E[(Σ xᵢ)³] = B³, and the steps are independent."""
    size, count = data.draw(st.integers(0, len(h))), len(h)
    law, ones = batch(size), [Fraction(1)] * count
    pair = Fraction(size * (size - 1), count * (count - 1)) if count > 1 else Fraction(0)
    alone = Fraction(size, count) if count else Fraction(0)
    expected = pair * sum(h) ** 2 + (alone - pair) * sum(one * one for one in h)
    assert both(mean(power(drawn(), 2)), law, h) == (expected, expected)
    assert both(mean(power(drawn(), 3)), law, ones) == (size**3, size**3)
    expected = (alone * sum(h)) ** 2
    assert both(mean(mul(drawn(), drawn(step=TWO))), law, h) == (expected, expected)


@given(st.integers(0, 4), st.data())
def test_a_batch_surely_has_its_size(count, data):
    """Σ xᵢ = B for every outcome; of another size, for none."""
    size = data.draw(st.integers(0, count))
    says = ["surely", ["=", total(1, D, x(1)), num(size)]]
    assert both(says, batch(size), [Fraction(1)] * count) == (True, True)
    if size < count:
        assert both(says, batch(size + 1), [Fraction(1)] * count) == (False, False)


@given(st.integers(0, 3), st.data())
def test_a_random_subset_of_a_batch(count, data):
    """The i with xᵢ = 1 are B."""
    size = data.draw(st.integers(0, count))
    chosen = ["such_that", "#1", D, ["=", x(1, ONE), ONE], ["boolean"]]
    assert both(mean(power(total(1, chosen, ONE), 2)), batch(size), [Fraction(1)] * count) == (size**2, size**2)


@given(FRACTIONS, VARIANCES, st.integers(1, 4))
def test_of_all_laws_with_two_moments_one_is_evaluated(mu, v, degree):
    """μ + 1 with the probability v/(1 + v), else μ − v: what is said of every such law is said of this one."""
    expected = (v * (mu + 1) ** degree + (mu - v) ** degree) / (1 + v)
    assert both(mean(power(drawn(), degree)), MOMENTS, [Fraction(1)], a=mu, b=v) == (expected, expected)
    says = ["surely", ["=", drawn(), a]]
    assert both(says, MOMENTS, [Fraction(1)], a=mu, b=v) == (v == 0, v == 0)


NO_LAW = {
    "a negative variance": (MOMENTS, {"b": -1}, "no value: the variance of x is -1"),
    "a batch that is too large": (batch(3), {}, "3 stands where an integer must from 0 to 2"),
    "a batch of less than none": (batch(-1), {}, "-1 stands where an integer must from 0 to 2"),
    "a batch of a half": (["without_replacement", a], {"a": Fraction(1, 2)}, "1/2 stands where an integer must"),
    "a batch whose size varies": (["without_replacement", mem("h", var(1))], {}, "x is no batch of one whole index set"),
    "a law of a random number": (["moments", total(2, D, mem("x", var(2))), ONE], {}, "stands outside every expectation"),
}


@pytest.mark.parametrize("name", NO_LAW)
def test_no_law(name):
    """What makes no law has no value."""
    law, numbers, reason = NO_LAW[name]
    with pytest.raises(Rejected, match=reason):
        kernel(mean(drawn()), law, [Fraction(1), Fraction(2)], **numbers)


def test_a_batch_is_of_a_whole_set():
    """Where the law is one for some members only, they are no batch."""
    first = [define("x", [var(1)], ["bernoulli", p], [["=", mem("h", var(1)), ONE]], law=True)]
    other = define("x", [var(1)], batch(1), [["in", var(1), D]], law=True)
    symbols = of_law(batch(1))["symbols"]
    of = parse(statement(symbols, ["=", ZERO, ZERO], (), [*first, other]))
    values = {("n", ()): number(2), ("p", ()): number(0)} | {("h", (("D", i),)): number(i) for i in (1, 2)}
    with pytest.raises(Beyond, match="x is no batch of one whole index set"):
        evaluate(frozen(mean(total(1, D, x(1)))), Scope(of, Budget(), values))


# By normal form

LAWS = {
    "moments": ([["moments", p, q], ["moments", a, ONE]], [["<=", ZERO, q]]),
    "a batch": ([["without_replacement", ONE], ["without_replacement", k]], [["<=", ZERO, k], ["<=", k, m], ["<=", ONE, n]]),
    "a mixed family": ([["moments", p, q], ["bernoulli", div(ONE, TWO)]], [["<=", ZERO, q]]),
    "a family of two sorts": ([["bernoulli", div(ONE, TWO)], ["without_replacement", ONE]], [["<=", ONE, m]]),
}
KEPT = [one for one in DEFINITIONS if not one["law"]]
SMALL = [*[["<=", one, TWO] for one in (d, k, m)], ["<=", n, num(3)]]


class Case:
    """A law on D and one on E: what is expanded under them, and instances."""

    def __init__(self, name: str) -> None:
        laws, given = LAWS[name]
        clauses = [define("x", [var(1)], law, [["in", var(1), one]], law=True) for law, one in zip(laws, (D, E), strict=True)]
        self.statement = parse(statement(SYMBOLS, ["=", ZERO, ZERO], [*SMALL, *given], [*KEPT, *clauses]))
        self.scopes, self.readback = scopes(self.statement, 8, seed=3), Readback(self.statement)

    def normal(self, expr):
        """The normal form, if there is one."""
        try:
            return expand(frozen(expr), Algebra(self.statement, Budget(), {}, frozenset(UNFOLD)))
        except Rejected:
            return None

    def pairs(self, one, other):
        """The two values on each instance on which both have one."""
        found = [(value(one, scope), value(other, scope)) for scope in self.scopes]
        return [pair for pair in found if None not in pair]


CASES = {name: Case(name) for name in LAWS}


def y(i):
    """A number."""
    return mem("y", var(i))


def weighted(over=D, step=ONE):
    """Σ yᵢxᵢ at a step."""
    return total(1, over, mul(y(1), x(1, step)))


def weights(over=D, count=1):
    """Σ yᵢ, or of a power of it."""
    return total(1, over, power(y(1), count))


SQUARE = mean(power(weighted(), 2))
PAIR = mul(div(ONE, n), div(ZERO, sub(n, ONE)))
EQUAL = {
    "moments": {
        "a mean": (mean(weighted()), mul(p, weights())),
        "a square": (SQUARE, add(mul(p, p, power(weights(), 2)), mul(q, weights(count=2)))),
        "one selector twice": (mean(total(1, D, mul(x(1), x(1), y(1)))), mul(add(mul(p, p), q), weights())),
        "two sets": (mean(mul(weighted(), weighted(E))), mul(p, a, weights(), weights(E))),
        "two steps": (mean(mul(weighted(), weighted(step=TWO))), power(mul(p, weights()), 2)),
        "matrices": (
            mean(mul(["transpose", mem("J", ONE)], mem("J", ONE))),
            add(mul(["transpose", mean(mem("J", ONE))], mean(mem("J", ONE))),
                total(1, D, mul(q, mem("H", var(1)), mem("H", var(1))), *MATRIX))),
    },
    "a batch": {
        "a mean": (mean(weighted()), div(weights(), n)),
        "a square": (SQUARE, add(mul(PAIR, power(weights(), 2)), mul(sub(div(ONE, n), PAIR), weights(count=2)))),
        "one selector twice": (mean(total(1, D, mul(x(1), x(1), y(1)))), div(weights(), n)),
        "a square of any size": (
            mean(power(weighted(E), 2)),
            add(mul(div(k, m), div(sub(k, ONE), sub(m, ONE)), power(weights(E), 2)),
                mul(sub(div(k, m), mul(div(k, m), div(sub(k, ONE), sub(m, ONE)))), weights(E, 2)))),
        "two sets": (mean(mul(weighted(), weighted(E))), mul(div(ONE, n), div(k, m), weights(), weights(E))),
        "two steps": (mean(mul(weighted(), weighted(step=TWO))), power(div(weights(), n), 2)),
    },
    "a mixed family": {
        "a square of moments": (SQUARE, add(mul(p, p, power(weights(), 2)), mul(q, weights(count=2)))),
        "a square of a probability": (
            mean(power(weighted(E), 2)), div(add(power(weights(E), 2), weights(E, 2)), num(4))),
        "one selector twice": (mean(total(1, E, mul(x(1), x(1), y(1)))), div(weights(E), TWO)),
    },
    "a family of two sorts": {
        "two sets": (mean(mul(weighted(), weighted(E))), mul(div(ONE, TWO), div(ONE, m), weights(), weights(E))),
    },
}  # fmt: skip
UNEQUAL = {
    "moments": {
        "x² is not x": (mean(total(1, D, mul(x(1), x(1)))), mean(total(1, D, x(1)))),
        "a square is no square of the mean": (SQUARE, power(mean(weighted()), 2)),
        "one step is not two": (SQUARE, mean(mul(weighted(), weighted(step=TWO)))),
    },
    "a batch": {
        "two members are not independent": (
            SQUARE, add(power(div(weights(), n), 2), mul(sub(div(ONE, n), div(ONE, mul(n, n))), weights(count=2)))),
        "a pair is not drawn with replacement": (SQUARE, add(div(power(weights(), 2), mul(n, n)), weights(count=2))),
        "one step is not two": (SQUARE, mean(mul(weighted(), weighted(step=TWO)))),
    },
    "a mixed family": {"x² is not x": (mean(total(1, D, mul(x(1), x(1)))), mean(total(1, D, x(1))))},
    "a family of two sorts": {},
}  # fmt: skip


def named(cases):
    """The cases with their laws."""
    return [(law, name) for law, several in cases.items() for name in several]


@pytest.mark.parametrize(("law", "name"), named(EQUAL))
def test_equal(law, name):
    """These are equal, by normal form and on every instance."""
    one, other = EQUAL[law][name]
    case = CASES[law]
    assert case.normal(one) is not None
    assert case.normal(one) == case.normal(other)
    assert all(same(left, right) for left, right in case.pairs(one, other))


@pytest.mark.parametrize(("law", "name"), named(UNEQUAL))
def test_unequal(law, name):
    """These have two normal forms, and an instance on which they differ."""
    one, other = UNEQUAL[law][name]
    case = CASES[law]
    assert case.normal(one) is not None
    assert case.normal(one) != case.normal(other)
    assert any(left != right for left, right in case.pairs(one, other))


@pytest.mark.parametrize("law", LAWS)
def test_a_third_moment_has_no_normal_form(law):
    """Neither of two moments nor of a batch."""
    assert CASES[law].normal(mean(power(weighted(), 3))) is None


@pytest.mark.parametrize("law", LAWS)
@settings(max_examples=40)
@given(st.randoms(use_true_random=False))
def test_moments_are_what_all_outcomes_give(law, random):
    """The normal form of the mean of a product of selectors with anything has the value that all outcomes give."""
    require_outcomes(CASES[law], Writer(random).moment(1))


@pytest.mark.slow
@pytest.mark.parametrize("law", LAWS)
def test_many_moments(law):
    """The same of 800 of them."""
    for seed in range(800):
        require_outcomes(CASES[law], Writer(Random(seed)).moment(2))


def require_outcomes(case, expr):
    """The normal form has the value of the expression."""
    form = case.normal(expr)
    if form is not None:
        assert all(same(left, right) for left, right in case.pairs(expr, case.readback.poly(form, {}, 0)))


# By sign

POSITIVE = [">=", mean(power(weighted(), 2)), ZERO]
NEEDS = {
    "moments": (["moments", p, q], [["<=", ZERO, q]]),
    "a batch": (["without_replacement", k], [["<=", ZERO, k], ["<=", k, n]]),
    "a probability": (["bernoulli", p], [["<=", ZERO, p], [">=", sub(ONE, p), ZERO]]),
}


def derived(law, says, *premises, witness=None):
    """Derives a relation from hypotheses, of selectors of this law on both sets."""
    laws = [define("x", [var(1)], law if one == D else ["bernoulli", ZERO], [["in", var(1), one]], law=True) for one in (D, E)]
    return derive(statement(SYMBOLS, says, premises, [*KEPT, *laws]), order(says, *premises, witness=witness))


@pytest.mark.parametrize("law", NEEDS)
def test_a_mean_of_squares_is_positive_where_there_is_such_a_law(law):
    """E[(Σ yᵢxᵢ)²] ≥ 0 where the variance is, where 0 ≤ B ≤ n, where 0 ≤ p ≤ 1; not where one of these is not known."""
    body, premises = NEEDS[law]
    derived(body, POSITIVE, *premises, witness=POSITIVE[1])
    for missing in premises:
        with pytest.raises(Rejected, match="the witness does not show its sign"):
            derived(body, POSITIVE, *[one for one in premises if one != missing], witness=POSITIVE[1])


FALSE = {
    "members of a batch are independent": (["without_replacement", ONE], UNEQUAL["a batch"]["two members are not independent"]),
    "a batch is one for all steps": (["without_replacement", ONE], UNEQUAL["a batch"]["one step is not two"]),
    "two moments are those of a choice": (["moments", p, q], UNEQUAL["moments"]["x² is not x"]),
    "a batch has its mean alone": (["without_replacement", ONE], (SQUARE, div(power(weights(), 2), mul(n, n)))),
}


@pytest.mark.parametrize("name", FALSE)
def test_false_averages_are_not_derived(name):
    """Each is false on an instance (see above), and its difference has no normal form 0."""
    law, (one, other) = FALSE[name]
    with pytest.raises(Rejected, match="is left over"):
        derived(law, ["=", one, other], ["<", ZERO, n])


@pytest.mark.parametrize("of", [{"n": m}, {"D": E}, {"D": E, "n": m}])
def test_a_batch_is_of_the_set_that_a_lemma_names(of):
    """What is known of a batch of D says nothing of a set of another size, nor of another set."""
    law = [define("x", [var(1)], ["without_replacement", k], [["in", var(1), one]], law=True) for one in (D, E)]
    says = ["=", mean(total(1, D, x(1))), mul(k, div(total(1, D, ONE), n))]
    lemma = statement(SYMBOLS, says, [], [*KEPT, *law])
    derive(statement(SYMBOLS, says, [], [*KEPT, *law]), step("lemma", says, name="L", of={}), lemmas={"L": lemma})
    other, count = of.get("D", D), of.get("n", n)
    changed = ["=", mean(total(1, other, x(1))), mul(k, div(total(1, other, ONE), count))]
    with pytest.raises(Rejected, match=r"is of another size|is defined, so nothing is put for it"):
        derive(statement(SYMBOLS, changed, [], [*KEPT, *law]), step("lemma", changed, name="L", of=of), lemmas={"L": lemma})
