"""What checking a statement on an instance reports."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.meaning.expressions import (
    add,
    apply,
    at_least,
    at_most,
    below,
    bind,
    both,
    compare,
    equal,
    for_all,
    identity,
    mean,
    member,
    minus,
    over,
    power,
    root,
    span,
    times,
    total,
    trace,
    transpose,
    within,
)
from tests.meaning.setups import instance_of, setups
from tests.meaning.theory import CONTEXT, LOWER_BOUND, ONE_STEP, SECOND_MOMENT, spread
from tests.reference.moments import Setup, spread_from_identity
from tests.reference.moments import trace as trace_of
from verify.language.expression import Binder, Kind, Operator, Relation, Symbol, Type
from verify.language.statement import Context, Declaration
from verify.meaning import enumeration
from verify.meaning.exact import Averaging, Check, Lacking, check, compile_statement, value
from verify.meaning.instance import Instance

ONE = [[Fraction(1)]]
SMALL = instance_of(Setup((ONE,), (ONE,), Fraction(1), Fraction(1, 2), 1), 1)
DIAGONAL, ZERO = [[Fraction(1), Fraction(0)], [Fraction(0), Fraction(2)]], [[Fraction(0)] * 2] * 2
TALL = instance_of(Setup((DIAGONAL,), (ZERO,), Fraction(1), Fraction(0), 1), 1)


def checked(conclusion, *hypotheses, instance=SMALL, context=CONTEXT):
    return check(replace(context, hypotheses=hypotheses), conclusion, instance)


def test_a_true_statement():
    """Hypotheses and conclusion hold; both sides are exact strings."""
    assert checked(at_least("eta", "alpha"), at_least("eta", 1)) == Check(True, True, "1", "1/2")


def test_a_false_hypothesis_leaves_the_conclusion_alone():
    """The conclusion is not evaluated: it would have no value."""
    found = checked(equal(over(1, 0), 1), at_least("eta", 0), at_least("alpha", 1))
    assert found == Check(False, reason="hypothesis 1 does not hold")


def test_a_false_conclusion_gives_both_sides():
    """A refuting instance comes with the values of both sides."""
    assert checked(at_least("alpha", "eta")) == Check(True, False, "1/2", "1")


def test_matrices_are_nested_lists_and_vectors_lists():
    """The sides of a relation between matrices and between vectors, as JSON."""
    matrices = checked(below(identity(), "J"), instance=TALL)
    assert (matrices.conclusion, matrices.left, matrices.right) == (False, [["1", "0"], ["0", "1"]], [["0", "0"], ["0", "-1"]])
    vectors = checked(equal("w_0", times("J", "w_0")), instance=TALL)
    assert (vectors.left, vectors.right) == (["1", "1"], ["0", "-1"])
    rows = checked(equal(transpose("w_0"), transpose("w_0")), instance=TALL)
    assert (rows.left, rows.conclusion) == (["1", "1"], True)
    assert json.loads(json.dumps(matrices.left)) == matrices.left


def test_irrational_sides_are_left_out():
    """√2 ≤ 1 is false, and √2 has no exact string."""
    assert checked(at_most(root(2), 1)) == Check(True, False, None, "1")


def test_a_conjunction_shows_its_first_conjunct_that_fails():
    """Nested conjunctions are one list of conjuncts."""
    found = checked(both(at_least("eta", 0), both(at_least("alpha", "eta"), at_least(0, 1))))
    assert found == Check(True, False, "1/2", "1")
    assert checked(both(at_least("eta", 0), at_least("eta", 1))) == Check(True, True)


def test_a_conclusion_that_is_no_relation_has_no_sides():
    """A for-all that fails, and an implication."""
    assert checked(for_all("i", span(0, 2), at_most("i", 1))) == Check(True, False)
    assert checked(apply(Operator.IMPLIES, at_least("eta", 0), at_least("alpha", 0))) == Check(True, True)
    assert checked(within("alpha", apply(Operator.OPEN_INTERVAL, 0, 1))) == Check(True, True)


def test_no_value_and_undecided_are_told_apart():
    """None in either place, with the reason."""
    nothing = checked(equal(over("eta", minus("eta", 1)), 1))
    assert (nothing.hypotheses, nothing.conclusion) == (True, None)
    assert nothing.reason == "no value: division by zero"
    forever = for_all("i", apply(Operator.NATURALS), at_least("i", 0))
    undecided = checked(forever)
    assert (undecided.hypotheses, undecided.conclusion) == (True, None)
    assert undecided.reason.startswith("undecided: ")
    assert checked(at_least(1, 0), forever).hypotheses is None
    assert checked(at_least(1, 0), equal(over(1, 0), 1)).reason == "hypothesis 0: no value: division by zero"


def test_a_false_hypothesis_outweighs_an_undecided_one():
    """The instance is out, whatever the undecided hypothesis is."""
    forever = for_all("i", apply(Operator.NATURALS), at_least("i", 0))
    assert checked(at_least(1, 0), forever, at_least(0, 1)).hypotheses is False


def test_a_conjunct_without_a_value_is_no_refutation():
    """An earlier conjunct without a value keeps a later false one from counting."""
    assert checked(both(equal(over(1, 0), 1), at_least(0, 1))).conclusion is None


def test_lacking_constructs_are_raised():
    """What has no exact meaning is named at once."""
    with pytest.raises(Lacking, match="log"):
        checked(at_least(apply(Operator.LOG, "eta"), 0))


def test_definitions_that_nest_too_deeply_are_undecided():
    """N_k for a k far beyond Python's stack."""
    deep = instance_of(Setup((ONE,), (ONE,), Fraction(1), Fraction(1, 2), 1), 5000)
    found = checked(at_least(trace(member("N", "k")), 0), instance=deep)
    assert (found.conclusion, found.reason) == (None, "undecided: definitions that unfold too deeply")


@settings(max_examples=30)
@given(setups(), st.sampled_from([0, 1, 2, 5, 50]))
def test_the_sequence_of_moments_is_that_of_the_reference(setup, k):
    """Tr N_k by the recursion (17), also for k = 50."""
    found = check(CONTEXT, at_least(trace(member("N", "k")), 0), instance_of(setup, k))
    assert Fraction(found.left) == trace_of(spread_from_identity(setup, k))


def test_a_compiled_statement_remembers_nothing_of_an_instance():
    """The same compiled statement, on instances in turn, says what a fresh one says."""
    run = compile_statement(CONTEXT, LOWER_BOUND)
    two = ([[Fraction(2)]], [[Fraction(1)]])
    instances = [instance_of(Setup((ONE,), two, Fraction(1, n), Fraction(1, 2), 1), k) for n in (1, 2) for k in (0, 1, 3)]
    assert [run(i) for i in instances * 2] == [check(CONTEXT, LOWER_BOUND, i) for i in instances] * 2


@settings(max_examples=25)
@given(setups(max_size=2))
def test_both_ways_of_averaging_check_alike(setup):
    """A check is the same by closed form and by enumeration, left and right included."""
    conclusion = below(mean(times(transpose(member("J", "k")), member("J", "k"))), add(power("J", 2), identity()))
    instance = instance_of(setup, 1)
    closed, enumerated = (check(CONTEXT, conclusion, instance, way) for way in Averaging)
    assert closed == enumerated


def test_too_many_outcomes_are_undecided(monkeypatch):
    """Enumeration stops at its limit; the closed form goes on."""
    monkeypatch.setattr(enumeration, "LARGEST_SAMPLE_SPACE", 63)
    setup = Setup((ONE,) * 3, (ONE,) * 3, Fraction(1), Fraction(1, 2), 1)
    instance = instance_of(setup, 1)
    assert check(CONTEXT, equal(mean(times(member("J", 1), member("J", 1))), ONE_STEP), instance).conclusion is True
    found = check(CONTEXT, at_least(SECOND_MOMENT, 0), instance, Averaging.ENUMERATION)
    assert found.conclusion is None
    assert "outcomes" in found.reason
    monkeypatch.setattr(enumeration, "LARGEST_SAMPLE_SPACE", 64)
    assert check(CONTEXT, at_least(SECOND_MOMENT, 0), instance, Averaging.ENUMERATION).conclusion is True


def test_a_matrix_with_irrational_weights_is_exact():
    """C'_r H with C'_r = √C_r / (√C_r + √C_f): traces and order are decided."""
    two = Setup((ONE, [[Fraction(2)]]), (ONE, ONE, ONE), Fraction(1), Fraction(1, 3), 1)
    r, f = root("C_r"), root("C_f")
    weights = total("i", "D_r", times(over(r, add(r, f)), member("H", "i")))
    found = check(CONTEXT, equal(trace(weights), over(times(3, r), add(r, f))), instance_of(two, 1))
    assert found == Check(True, True)
    assert check(CONTEXT, below(weights, times(3, identity())), instance_of(two, 1)).conclusion is True


def test_values_are_flint_values():
    """`value` gives what the room computes with."""
    assert str(value(CONTEXT, Symbol("eta"), SMALL)) == "1"
    assert value(CONTEXT, spread(identity()), SMALL)[0, 0] == 0


def test_a_claims_own_family():
    """Tr(M_1 ⋯ M_k) ≤ ‖M_1 ⋯ M_k‖_{S₁} for a family that the claim declares; members are counted from 1."""
    context = Context(
        (
            Declaration("k", Kind.INTEGER),
            Declaration("n", Kind.INTEGER),
            Declaration("M", Kind.MATRIX, Symbol("n"), over=(("integers",),)),
        )
    )
    product = bind(Binder.PRODUCT, "i", span(1, "k"), member("M", "i"), Type(Kind.MATRIX, Symbol("n")))
    shear = ((Fraction(1), Fraction(1)), (Fraction(0), Fraction(1)))
    instance = Instance((("k", Fraction(2)), ("n", Fraction(2))), (("M", (("integers", (shear, shear)),)),))
    found = check(context, at_most(trace(product), apply(Operator.NORM_SCHATTEN_1, product)), instance)
    assert (found.conclusion, found.left) == (True, "2")
    assert check(context, compare(Relation.LESS, trace(product), 2), instance).conclusion is False
