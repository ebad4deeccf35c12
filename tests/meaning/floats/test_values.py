"""What floats have beyond the exact meaning, and where neither has a value."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from math import e, gamma, log, nan, sqrt

import numpy as np
import pytest
from hypothesis import given, settings

from tests.meaning.expressions import (
    REAL,
    add,
    apply,
    at_least,
    bind,
    equal,
    mean,
    member,
    minus,
    negate,
    over,
    power,
    root,
    span,
    such_that,
    times,
    total,
)
from tests.meaning.floats.arrays import BATCH, CONTEXT, found
from tests.meaning.setups import instance_of, setups
from tests.meaning.theory import CONTEXT as SGD
from tests.proofs.theory import THEORY
from verify.language.expression import Binder, Compare, Kind, Number, Operator, Relation, Symbol, Type
from verify.language.statement import INTEGERS, Context, Declaration, Definition
from verify.language.walk import subexpressions
from verify.meaning.exact import value
from verify.meaning.floats.compile import Lacking, NoValue, Undecided, compile_floats, from_arrays, from_instances
from verify.meaning.instance import Instance

VECTOR = Type(Kind.VECTOR, Symbol("d"))
VALUES = {
    "gamma": (apply(Operator.GAMMA, "b"), [gamma(0.5), nan, gamma(4)]),
    "gamma of an integer": (apply(Operator.GAMMA, add("k", 1)), [6, 6, 6]),
    "log": (apply(Operator.LOG, "a"), [0, nan, -np.inf]),
    "a real power": (power("b", "b"), [0.5**0.5, 0.25, 256]),
    "a power of a known number": (power(2, "a"), [2, 0.25, 1]),
    "an irrational known power": (power(2, over(1, 3)), [2 ** (1 / 3)] * 3),
    "a negative power": (power("a", -1), [1, -0.5, nan]),
    "the power zero": (power("a", 0), [1, 1, 1]),
    "a half-integer power": (power("b", over(3, 2)), [0.5**1.5, nan, 8]),
    "a quotient": (over("b", "a"), [0.5, 1, nan]),
    "a quotient of known numbers": (over("d", "k"), [2 / 3] * 3),
    "a root": (root("a"), [1, nan, 0]),
    "a root of a known number": (root(2), [sqrt(2)] * 3),
    "an absolute value": (apply(Operator.ABSOLUTE, "a"), [1, 2, 0]),
    "an absolute value of a known number": (apply(Operator.ABSOLUTE, negate("k")), [3, 3, 3]),
    "a maximum": (bind(Binder.MAXIMUM, "i", span(1, 2), member("q", "i")), [2, 4, 6]),
    "a maximum of known and other numbers": (bind(Binder.MAXIMUM, "i", span(1, 2), times("i", minus("i", 1), "a")), [2, 0, 0]),
    "a maximum of known numbers": (bind(Binder.MAXIMUM, "i", span(1, "k"), negate("i")), [-1, -1, -1]),
    "an indicator": (apply(Operator.INDICATOR, at_least("a", 0)), [1, 0, 1]),
    "a subset that differs": (total("i", such_that("j", span(1, 2), at_least(member("q", "j"), 2)), member("q", "i"), REAL), [2, 7, 11]),
    "a norm": (apply(Operator.NORM_2, "v"), [5, 0, sqrt(2)]),
    "a sum of absolute values": (apply(Operator.NORM_1, "t"), [3, 1, 2]),
    "a Frobenius norm": (apply(Operator.NORM_FROBENIUS, "X"), [sqrt(30), 1, sqrt(29)]),
    "singular values": (apply(Operator.NORM_SCHATTEN_1, "X"), [sqrt(34), 1, 7]),
    "an operator norm": (apply(Operator.NORM_OPERATOR, times(2, "X")), [2 * sqrt(15 + sqrt(221)), 2, 10]),
    "an eigenvalue, of a symmetric matrix": (apply(Operator.LARGEST_EIGENVALUE, "X"), [nan, nan, 5]),
    "an eigenvalue of what is not finite": (apply(Operator.LARGEST_EIGENVALUE, times(over(1, "a"), "Y")), [1, -0.0, nan]),
    "a matrix root": (apply(Operator.TRACE, power("Y", over(1, 2))), [2, 0, sqrt(7 + 2 * sqrt(9))]),
    "a matrix root of no PSD matrix": (apply(Operator.TRACE, power(times("a", "Y"), over(1, 2))), [2, 0, 0]),
    "a sum over an index set": (apply(Operator.TRACE, total("i", "S", member("H", "i"))), [7, 0, 14]),
    "an empty sum": (apply(Operator.NORM_2, total("i", span(1, 0), "v", VECTOR)), [0, 0, 0]),
    "beyond all floats": (times(power(10, 400), "a"), [np.inf, -np.inf, nan]),
}


@pytest.mark.parametrize("name", VALUES)
def test_value(name):
    """Each instance has its own value, or nan."""
    expr, expected = VALUES[name]
    assert found(expr) == pytest.approx(expected, nan_ok=True, abs=1e-12)


def test_a_root_of_what_rounding_leaves_of_zero_is_a_number():
    """0.3a − 0.1a·3 is a little below zero for a = 1, a little above it for a = −2, and zero."""
    left = minus(times(over(3, 10), "a"), times(over(1, 10), "a", 3))
    signs, roots = np.sign(found(left)).tolist(), found(root(left))
    assert signs == [-1, 1, 0]
    assert roots == pytest.approx([0, 0, 0], abs=1e-7)


def test_a_case_that_no_instance_has_is_nan_there():
    """A definition with two clauses is followed for each part of the batch; where none fits there is no value."""
    clauses = (Definition("1", "c", (), Symbol("b"), (at_least("a", 0),)), Definition("2", "c", (), Symbol("d"), (at_least("a", 1),)))
    context = replace(CONTEXT, symbols=(*CONTEXT.symbols, Declaration("c", Kind.REAL)), definitions=clauses)
    batch = from_arrays({"d": 2, "n": 1, "k": 1, "a": [1.0, -1.0, 0.0], "b": [3.0, 4.0, 5.0]})
    assert compile_floats(context, times(2, "c"))(batch) == pytest.approx([6, nan, 10], nan_ok=True)
    assert compile_floats(context, equal("c", 3))(batch).tolist() == [True, False, False]


def test_a_symbol_and_a_family_of_one_name_are_two():
    """c is 1, c_0 is 5, whichever is asked for first."""
    declared = (Declaration("c", Kind.REAL), Declaration("c", Kind.REAL, over=((INTEGERS,),)))
    definitions = (Definition("1", "c", (), Number(1)), Definition("2", "c", (Number(0),), Number(5)))
    context = replace(CONTEXT, symbols=(*CONTEXT.symbols, *declared), definitions=definitions)
    for order in (add("c", times(2, member("c", 0))), add(times(2, member("c", 0)), "c")):
        assert compile_floats(context, order)(BATCH).tolist() == [11, 11, 11]
        assert value(context, order, Instance(())) == 11


RAISES = {
    "division by zero": (over("a", 0), NoValue),
    "a negative matrix power": (power("X", -1), NoValue),
    "a member that is not there": (member("q", 9), NoValue),
    "a name without a value": (Symbol("c"), NoValue),
    "a probability": (apply(Operator.PROBABILITY, at_least("a", 0)), Lacking),
    "a limit": (bind(Binder.LIMIT, "i", apply(Operator.INFINITY), "a"), Lacking),
    "what exists": (bind(Binder.EXISTS, "i", apply(Operator.NATURALS), at_least("a", "i")), Lacking),
    "a matrix power that is no half": (power("X", over(1, 3)), Lacking),
    "a matrix power that differs": (power("X", "a"), Lacking),
    "an index set": (Symbol("S"), Lacking),
    "too large an exponent": (power(2, power(2, 30)), Undecided),
}


@pytest.mark.parametrize("name", RAISES)
def test_what_has_no_float_meaning_raises(name):
    """As in the exact meaning: Lacking for a construct, NoValue where no instance has one, Undecided beyond the limits."""
    expr, failure = RAISES[name]
    with pytest.raises(failure):
        found(expr)


def test_a_random_norm_is_lacking():
    """E‖w_1‖ is no polynomial in the selectors."""
    with pytest.raises(Lacking, match="norm_2 in closed form"):
        compile_floats(SGD, mean(apply(Operator.NORM_2, member("w", 1))))


@pytest.mark.parametrize(("law", "failure"), [(Symbol("b"), Lacking), (over(3, 2), NoValue)])
def test_a_law_has_one_probability_for_all_of_a_batch(law, failure):
    """A batch is averaged over the same outcomes; a number above one is no probability."""
    selector = Declaration("x", Kind.INTEGER, over=(("S",),), selector=True)
    laws = (Definition("law", "x", (Symbol("i"),), apply(Operator.BERNOULLI, law), law=True),)
    context = replace(CONTEXT, symbols=(*CONTEXT.symbols, selector), definitions=laws)
    with pytest.raises(failure, match="probability"):
        compile_floats(context, mean(total("i", "S", member("x", "i"), REAL)))(BATCH)


@settings(max_examples=15)
@given(setup=setups(min_size=2, max_size=2, max_members=2))
def test_the_coherence_is_that_of_the_table_of_pairs(setup):
    """σ = λ_max(S) / max λ_max(D_rf), S_{rf,r'f'} = √Tr(D_rf D_r'f'), the pairs in the order of rows; nan where both weights are 0."""
    batch = from_instances([instance_of(setup, 1)])
    context = THEORY["29"].context
    of = {name: compile_floats(context, Symbol(name))(batch)[0] for name in ("C'_r", "C'_f", "sigma")}
    retain, forget = batch.families["H"]["D_r"][0], batch.families["H"]["D_f"][0]
    pairs = [of["C'_r"] * r + of["C'_f"] * f for r in retain for f in forget]
    s = np.sqrt([[max(0.0, np.trace(p @ q)) for q in pairs] for p in pairs])
    largest = max(np.linalg.eigvalsh(p)[-1] for p in pairs) if np.isfinite(pairs).all() else nan
    expected = np.linalg.eigvalsh(s)[-1] / largest if largest > 0 else nan
    assert of["sigma"] == pytest.approx(expected, rel=1e-6, nan_ok=True)


@settings(max_examples=15)
@given(setup=setups(max_size=2, max_members=2))
def test_a_random_number_times_a_random_trace_has_a_mean(setup):
    """E[(Tr J_1)²]: a trace is scaled by one of its factors, a matrix."""
    instance, squared = instance_of(setup, 1), mean(power(apply(Operator.TRACE, member("J", 1)), 2))
    assert compile_floats(SGD, squared)(from_instances([instance])) == pytest.approx(float(Fraction(str(value(SGD, squared, instance)))))


def test_the_right_side_of_15_has_a_value():
    """n√2σ Γ((d+1)/2)/Γ(d/2) + √(nσ²/C_1 · log(2/δ)), for given n, d and C_1."""
    statement = THEORY["15"]
    bound = next(e for e in subexpressions(statement.conclusion) if isinstance(e, Compare) and e.relation is Relation.LESS_EQUAL)
    kinds = {"n": Kind.INTEGER, "d": Kind.INTEGER, "sigma": Kind.REAL, "delta": Kind.REAL, "C_1": Kind.REAL}
    symbols = tuple(Declaration(name, kind) for name, kind in kinds.items())
    deltas, sigmas = np.array([2 / e, 0.1]), np.array([1.0, 3.0])
    batch = from_arrays({"n": 4, "d": 3, "sigma": sigmas, "delta": deltas, "C_1": [1.0, 2.0]})
    mean_norm = sqrt(2) * gamma(2) / gamma(1.5)
    expected = [4 * mean_norm + 2, 4 * 3 * mean_norm + sqrt(4 * 9 / 2 * log(20))]
    assert compile_floats(Context(symbols), bound.right)(batch) == pytest.approx(expected, rel=1e-12)
