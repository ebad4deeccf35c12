"""Selectors by two moments, and batches without replacement: exact, float and SymPy values are those of all outcomes in fractions."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from flint import fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.meaning.expressions import (
    MATRIX,
    REAL,
    apply,
    at_least,
    equal,
    identity,
    mean,
    member,
    minus,
    over,
    power,
    such_that,
    surely,
    times,
    total,
    trace,
    transpose,
)
from tests.meaning.setups import RATIONALS, frozen, psd
from tests.meaning.theory import define, scalar, square
from tests.proofs.theory import exact
from tests.reference.laws import Outcomes, batch, bernoulli, mean_matrix, mean_number, three_points, two_points
from tests.reference.moments import Matrix, combined, transposed
from tests.reference.moments import times as product_of
from tests.reference.moments import trace as trace_of
from verify.errors import Fault
from verify.language.expression import Expr, Kind, Number, Operator, Symbol
from verify.language.statement import INTEGERS, Context, Declaration, Definition
from verify.meaning.algebra.expand import expand
from verify.meaning.algebra.formula import Formula
from verify.meaning.algebra.from_sympy import from_sympy
from verify.meaning.exact import Averaging, Lacking, NoValue, holds, value
from verify.meaning.floats.compile import compile_floats, from_instances
from verify.meaning.instance import Instance

SYMBOLS = (
    *(scalar(name, Kind.INTEGER) for name in ("d", "n", "B")),
    *(scalar(name) for name in ("mu", "v")),
    Declaration("D", Kind.INDEX_SET, Symbol("n")),
    Declaration("h", Kind.REAL, over=(("D",),)),
    square("H", ("D",)),
    square("M"),
    square("J", (INTEGERS,)),
    square("W", (INTEGERS,)),
    *(Declaration(name, Kind.REAL, over=(("D",),), selector=True) for name in "xyz"),
)
LAWS = {
    "x": apply(Operator.BERNOULLI, over("B", "n")),
    "y": apply(Operator.MOMENTS, "mu", "v"),
    "z": apply(Operator.WITHOUT_REPLACEMENT, "B"),
}
NUMBERS, MATRICES = st.lists(RATIONALS, min_size=4, max_size=4), st.lists(psd(2), min_size=4, max_size=4)
CLOSED, ENUMERATED = Averaging.CLOSED_FORM, Averaging.ENUMERATION


def law_of(name: str, body: Expr) -> Definition:
    """The law of a selector over D."""
    return define(name, body, Symbol("i"), law=True)


def context(name: str, law: Expr | None = None) -> Context:
    """J_k = I − Σ x_{i,k} H_i with x of this name, and W_k = J_{k−1} ⋯ J_0."""
    step = minus(identity(), total("i", "D", times(member(name, "i", "k"), member("H", "i")), MATRIX))
    before = minus("k", 1)
    definitions = (
        *(law_of(one, law if one == name and law is not None else body) for one, body in LAWS.items()),
        define("J", step, Symbol("k")),
        define("W", identity(), Number(0)),
        define("W", times(member("J", before), member("W", before)), Symbol("k"), given=(at_least("k", 1),)),
    )
    return Context(SYMBOLS, definitions)


@st.composite
def instances(draw: st.DrawFn, max_n: int = 4) -> Instance:
    """Up to so many members; a batch of none and of all are among them."""
    n = draw(st.integers(1, max_n))
    values = {"d": 2, "n": n, "B": draw(st.integers(0, n)), "mu": draw(RATIONALS), "v": abs(draw(RATIONALS))}
    plain = tuple((name, Fraction(number)) for name, number in values.items())
    h, matrices, m = draw(NUMBERS)[:n], draw(MATRICES)[:n], draw(psd(2))
    return Instance((*plain, ("M", frozen(m))), (("h", (("D", tuple(h)),)), ("H", (("D", tuple(map(frozen, matrices))),))))


def outcomes(name: str, instance: Instance) -> list[Outcomes]:
    """All outcomes of the selectors of one step; of two moments, those of two laws."""
    n, size, mu, v = (Fraction(instance.value(one)) for one in ("n", "B", "mu", "v"))
    if name == "y":
        return [three_points(mu, v, int(n)), two_points(mu, v, int(n))]
    return [bernoulli(size / n, int(n))] if name == "x" else [batch(int(size), int(n))]


def rows(matrix: Any) -> Matrix:
    """A matrix of an instance as lists."""
    return [list(row) for row in matrix]


def update(instance: Instance, drawn: tuple[Fraction, ...]) -> Matrix:
    """J for one outcome of its selectors."""
    hessians = map(rows, instance.family("H")["D"])
    return combined((1, [[Fraction(1), Fraction(0)], [Fraction(0), Fraction(1)]]), *((-x, h) for x, h in zip(drawn, hessians, strict=True)))


def weighted(instance: Instance, drawn: tuple[Fraction, ...]) -> Fraction:
    """Σ hᵢxᵢ for one outcome."""
    return sum((h * x for h, x in zip(instance.family("h")["D"], drawn, strict=True)), Fraction(0))


def congruence(a: Matrix, m: Matrix) -> Matrix:
    """AᵀMA."""
    return product_of(product_of(transposed(a), m), a)


def sum_of(name: str, *step: int) -> Expr:
    """Σ hᵢxᵢ."""
    return total("i", "D", times(member("h", "i"), member(name, "i", *step)), REAL)


def values(name: str, expr: Expr, instance: Instance) -> list[Any]:
    """The values of an expression by every way to find it: closed form, outcomes, SymPy; floats are close to the first."""
    of = context(name)
    ways = [CLOSED] if name == "y" else [CLOSED, ENUMERATED]
    found = [exact(value(of, expr, instance, way)) for way in ways]
    if instance.value("n") > 1 or name != "z":  # of one member there is no pair, whose moment SymPy divides by n - 1
        found.append(exact(value(of, from_sympy(expand(Formula(expr, of))), instance)))
    floats = compile_floats(of, expr)(from_instances([instance, instance]))
    assert np.allclose(floats, [np.array(found[0], dtype=float)] * 2, rtol=1e-9, atol=1e-9)
    return found


J1, J2 = member("J", 1), member("J", 2)
ONE_STEP = mean(times(transpose(J1), "M", J1))
TWO_STEPS = mean(times(transpose(J1), transpose(J2), "M", J2, J1))


@pytest.mark.parametrize("name", LAWS)
@settings(max_examples=15)
@given(instance=instances(max_n=3))
def test_one_step(name, instance):
    """E[JᵀMJ], E J, E[Tr(J)²] and E[(Σ hᵢxᵢ)²] are the means over all outcomes, of two moments whatever the law."""
    m = rows(instance.value("M"))
    for law in outcomes(name, instance):
        squared = mean_matrix(law, lambda xs: congruence(update(instance, xs), m))
        assert all(found == squared for found in values(name, ONE_STEP, instance))
        once = mean_matrix(law, lambda xs: update(instance, xs))
        assert all(found == once for found in values(name, mean(J1), instance))
        traces = mean_number(law, lambda xs: trace_of(update(instance, xs)) ** 2)
        assert all(found == traces for found in values(name, mean(power(trace(J1), 2)), instance))
        number = mean_number(law, lambda xs: weighted(instance, xs) ** 2)
        assert all(found == number for found in values(name, mean(power(sum_of(name, 1), 2)), instance))


@pytest.mark.parametrize("name", LAWS)
@settings(max_examples=8)
@given(instance=instances(max_n=2))
def test_two_steps(name, instance):
    """E[J_1ᵀJ_2ᵀMJ_2J_1], E[J_1MJ_2], and the square of a product: each step has outcomes of its own."""
    m = rows(instance.value("M"))
    for law in outcomes(name, instance):
        def nested(one, two):
            return congruence(product_of(update(instance, two), update(instance, one)), m)

        expected = mean_matrix(law, nested, 2)
        assert all(found == expected for found in values(name, TWO_STEPS, instance))
        expected = mean_matrix(law, lambda one, two: product_of(product_of(update(instance, one), m), update(instance, two)), 2)
        assert all(found == expected for found in values(name, mean(times(J1, "M", J2)), instance))
        expected = mean_number(law, lambda one, two: (weighted(instance, one) * weighted(instance, two)) ** 2, 2)
        assert all(found == expected for found in values(name, mean(power(times(sum_of(name, 1), sum_of(name, 2)), 2)), instance))


@pytest.mark.parametrize("name", LAWS)
@settings(max_examples=10)
@given(instance=instances(max_n=3))
def test_a_recursion(name, instance):
    """E[W_2ᵀMW_2] for W_k = J_{k−1}W_{k−1} is that of the product."""
    shifted = mean(times(transpose(member("J", 0)), transpose(J1), "M", J1, member("J", 0)))
    of = context(name)
    assert value(of, mean(times(transpose(member("W", 2)), "M", member("W", 2))), instance) == value(of, shifted, instance)


@settings(max_examples=15)
@given(instance=instances(), degree=st.integers(3, 4))
def test_higher_moments_of_a_batch(instance, degree):
    """E[(Σ hᵢzᵢ)³] and E[(Σ hᵢzᵢ)⁴], and Bᵏ where all hᵢ are 1."""
    (law,) = outcomes("z", instance)
    expected = mean_number(law, lambda xs: weighted(instance, xs) ** degree)
    of, expr = context("z"), mean(power(sum_of("z", 1), degree))
    assert exact(value(of, expr, instance)) == exact(value(of, expr, instance, ENUMERATED)) == expected
    if instance.value("n") >= degree:  # else there are no so many different members, and SymPy divides by zero
        assert exact(value(of, from_sympy(expand(Formula(expr, of))), instance)) == expected
    ones = mean(power(total("i", "D", member("z", "i"), REAL), degree))
    assert exact(value(of, ones, instance)) == instance.value("B") ** degree


@settings(max_examples=10)
@given(instance=instances(max_n=3))
def test_laws_side_by_side(instance):
    """Selectors of different names are independent: a batch beside selectors of two moments, and beside those of a probability."""
    of, expected = context("x"), {}
    for name in LAWS:
        expected[name] = mean_number(outcomes(name, instance)[0], lambda xs: weighted(instance, xs))
        expected[name, 2] = mean_number(outcomes(name, instance)[0], lambda xs: weighted(instance, xs) ** 2)
    for one, other in (("x", "z"), ("z", "y"), ("y", "x")):
        both = mean(power(times(sum_of(one, 1), sum_of(other, 1)), 2))
        assert exact(value(of, both, instance)) == expected[one, 2] * expected[other, 2]
        assert exact(value(of, mean(times(sum_of(one, 1), mean(sum_of(other, 1)))), instance)) == expected[one] * expected[other]


@given(instances())
def test_a_batch_surely_has_its_size(instance):
    """Σ zᵢ = B for every outcome, and the i with zᵢ = 1 are B."""
    of = context("z")
    assert holds(of, surely(equal(total("i", "D", member("z", "i", 1), REAL), "B")), instance) is True
    chosen = such_that("j", "D", equal(member("z", "j", 1), 1))
    for way in Averaging:
        assert value(of, mean(power(total("i", chosen, 1, REAL), 3)), instance, way) == fmpq(int(instance.value("B")) ** 3)


Y = sum_of("y", 1)
UNKNOWN = {
    "a cube": power(Y, 3),
    "a fourth power": power(power(Y, 2), 2),
    "a product of traces": times(power(trace(member("J", 1)), 2), trace(member("J", 1))),
    "a matrix between": times(J1, "M", J1, "M", J1),
    "a square beside it": times(power(Y, 2), J1),
    "one step three times among others": times(J1, J2, J1, J2, J1),
    "a condition": total("i", "D", apply(Operator.INDICATOR, equal(member("y", "i", 1), 1)), REAL),
    "a subset": total("i", such_that("j", "D", equal(member("y", "j", 1), 1)), 1, REAL),
}


@pytest.mark.parametrize("name", UNKNOWN)
def test_more_than_two_moments_are_not_known(name):
    """A degree above 2 in a selector has no value; nothing is approximated. SymPy says so, too."""
    expr, of = mean(UNKNOWN[name]), context("y")
    for v in (Fraction(0), Fraction(1)):
        with pytest.raises(Lacking, match="of which two moments alone are known"):
            value(of, expr, fixed(v=v))
        with pytest.raises(Lacking):
            compile_floats(of, expr)(from_instances([fixed(v=v)]))
    with pytest.raises(Fault):
        expand(Formula(expr, of))


def test_selectors_of_two_moments_have_no_outcomes():
    """Neither for an average by outcomes nor for what holds surely."""
    of = context("y")
    with pytest.raises(Lacking, match="an outcome of selectors of which two moments alone are known"):
        value(of, mean(Y), fixed(), ENUMERATED)
    with pytest.raises(Lacking, match="an outcome of selectors of which two moments alone are known"):
        holds(of, surely(equal(Y, Y)), fixed())


def fixed(**numbers: Fraction) -> Instance:
    """An instance with two members."""
    one = ((Fraction(1), Fraction(0)), (Fraction(1), Fraction(2)))
    plain = {"d": 2, "n": 2, "B": 1, "mu": 1, "v": 1} | numbers
    families = (("h", (("D", (Fraction(1), Fraction(2))),)), ("H", (("D", (one, one)),)))
    return Instance((*((name, Fraction(number)) for name, number in plain.items()), ("M", one)), families)


H_I = member("h", "i")
NO_LAW = {
    "a negative variance": ("y", LAWS["y"], {"v": -1}, NoValue, "a negative variance"),
    "an irrational mean": ("y", apply(Operator.MOMENTS, apply(Operator.ROOT, 2), "v"), {}, Lacking, "irrational"),
    "a batch of more than all": ("z", LAWS["z"], {"B": 3}, NoValue, "a batch of 3 of 2 members"),
    "a batch of less than none": ("z", LAWS["z"], {"B": -1}, NoValue, "a batch of -1 of 2 members"),
    "a batch of a half": ("z", apply(Operator.WITHOUT_REPLACEMENT, over("B", 2)), {}, NoValue, "a batch of 1/2 of 2 members"),
    "a batch of irrational size": ("z", apply(Operator.WITHOUT_REPLACEMENT, apply(Operator.ROOT, 2)), {}, Lacking, "rational"),
    "a batch that varies": ("z", apply(Operator.WITHOUT_REPLACEMENT, H_I), {}, Lacking, "anything but one whole index set"),
    "another law": ("x", apply(Operator.GAUSSIAN, 0, 1), {}, Lacking, "gaussian"),
}


@pytest.mark.parametrize("name", NO_LAW)
def test_no_law(name):
    """What makes no law has no value, or is said to be lacking."""
    selector, law, numbers, failure, reason = NO_LAW[name]
    with pytest.raises(failure, match=reason):
        value(context(selector, law), mean(sum_of(selector, 1)), fixed(**numbers))


def test_moments_may_vary_within_a_batch_of_floats():
    """A mean and a variance are numbers like others; where the variance is negative there is nothing."""
    some = [fixed(mu=Fraction(mu), v=Fraction(v)) for mu, v in ((1, 2), (3, Fraction(1, 2)), (0, 0), (1, -1))]
    found = compile_floats(context("y"), mean(power(Y, 2)))(from_instances(some))
    expected = [exact(value(context("y"), mean(power(Y, 2)), instance)) for instance in some[:3]]
    assert np.allclose(found[:3], [float(one) for one in expected])
    assert np.isnan(found[3])


def test_a_batch_has_one_size_for_a_batch_of_floats():
    """B may not vary, as an integer may not; a number that varies is no size."""
    law = apply(Operator.WITHOUT_REPLACEMENT, "mu")
    with pytest.raises(Lacking, match="a batch whose size is not one rational number"):
        compile_floats(context("z", law), mean(sum_of("z", 1)))(from_instances([fixed(mu=Fraction(1)), fixed(mu=Fraction(2))]))
