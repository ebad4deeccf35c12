"""The slack of a relation: how far it is from failing."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from math import inf, nan

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.meaning.expressions import (
    apply,
    at_least,
    at_most,
    below,
    both,
    compare,
    equal,
    for_all,
    member,
    over,
    span,
    surely,
    within,
)
from tests.meaning.floats.arrays import CONTEXT, found, margins
from tests.meaning.setups import instance_of, psd, setups
from tests.meaning.theory import CONTEXT as SGD
from tests.meaning.theory import LOWER_BOUND, SAMPLED_SUBSET
from verify.language.expression import Operator, Relation, Symbol
from verify.meaning.exact import check
from verify.meaning.floats.compile import Lacking, from_arrays, from_instances, slack

SLACKS = {
    "at most": (at_most("a", "b"), [-0.5, 0, 4]),
    "at least": (at_least("a", "b"), [0.5, 0, -4]),
    "less": (compare(Relation.LESS, "a", "b"), [-0.5, 0, 4]),
    "greater": (compare(Relation.GREATER, "a", "b"), [0.5, 0, -4]),
    "equal": (equal("a", "b"), [-0.5, 0, -4]),
    "equal matrices": (equal("X", "Y"), [-3, -1, -1]),
    "equal vectors": (equal("v", "v"), [0, 0, 0]),
    "a Loewner order": (below("Y", "X"), [1.5 - 8.5**0.5, -1, -1]),
    "an integer relation": (at_most(2, "k"), [1, 1, 1]),
    "an open interval": (within("a", apply(Operator.OPEN_INTERVAL, 0, "b")), [-0.5, -2, 0]),
    "a closed interval": (within("b", apply(Operator.CLOSED_INTERVAL, -3, 3)), [2.5, 1, -1]),
    "a half-line": (within("b", apply(Operator.OPEN_INTERVAL, 0, apply(Operator.INFINITY))), [0.5, -2, 4]),
    "what no number changes": (within("k", apply(Operator.NATURALS)), [inf, inf, inf]),
    "what no number mends": (within("X", apply(Operator.REAL_SPACE, 3, 3)), [-inf, -inf, -inf]),
    "a conjunction": (both(at_most("a", "b"), at_most("a", 0)), [-1, 0, 0]),
    "all of a range": (for_all("i", span(1, "k"), at_most("a", "i")), [0, 3, 1]),
    "all of nothing": (for_all("i", span(1, 0), at_most("a", "i")), [inf, inf, inf]),
    "all naturals, of which some are looked at": (for_all("i", apply(Operator.NATURALS), at_most("a", "i")), [-1, 2, 0]),
    "an implication": (apply(Operator.IMPLIES, at_least("a", 0), at_most("a", "b")), [-0.5, inf, 4]),
    "an implication of nothing": (apply(Operator.IMPLIES, at_least(0, 1), at_most("a", "b")), [inf, inf, inf]),
    "no value": (at_least(over(1, "a"), 0), [1, -0.5, nan]),
    "no value in a conjunction": (both(at_least(over(1, "a"), 0), at_most("a", 9)), [1, -0.5, nan]),
}


@pytest.mark.parametrize("name", SLACKS)
def test_slack(name):
    """Each relation has the slack that its docstring says; what holds is what has slack."""
    expr, expected = SLACKS[name]
    assert margins(expr) == pytest.approx(expected, nan_ok=True)
    strict = name in ("less", "greater", "an open interval")
    assert found(expr) == [m > 0 if strict else m >= 0 for m in expected]


def test_a_skew_difference_is_no_order():
    """[[9, 2], [3, 9]] has a positive definite symmetric part, and is not ⪰ 0: its entries differ by 1 across the diagonal."""
    batch = from_arrays({"d": 2, "n": 0, "k": 0, "X": np.array([[[9.0, 2.0], [3.0, 9.0]]]), "Y": np.zeros((1, 2, 2))})
    assert slack(CONTEXT, below("Y", "X"))(batch).tolist() == [-1]


@settings(max_examples=40)
@given(a=psd(2), b=psd(2))
def test_the_slack_of_an_order_is_the_smallest_eigenvalue(a, b):
    """A ⪯ B by λ_min(B − A)."""
    one = [[float(x) for x in row] for row in a]
    other = [[float(x) for x in row] for row in b]
    batch = from_arrays({"d": 2, "n": 0, "k": 0, "X": np.array([one]), "Y": np.array([other])})
    least = np.linalg.eigvalsh(np.array(other) - np.array(one))[0]
    assert slack(CONTEXT, below("X", "Y"))(batch)[0] == pytest.approx(least)


def test_a_number_is_not_slack():
    """Only what is true or false has a slack."""
    with pytest.raises(Lacking, match="the slack of real"):
        slack(CONTEXT, Symbol("a"))


@settings(max_examples=20)
@given(setup=setups(max_members=3), k=st.integers(1, 3))
def test_the_slack_of_the_lower_bound_is_the_difference_of_its_sides(setup, k):
    """E Tr(J_0ᵀ⋯J_0) − Tr M_k, never below zero from k = 1 on."""
    instance = instance_of(setup, k)
    exact = check(SGD, LOWER_BOUND, instance)
    left, right = Fraction(exact.left), Fraction(exact.right)
    margin = slack(SGD, LOWER_BOUND)(from_instances([instance]))[0]
    assert margin == pytest.approx(float(left - right), abs=1e-9 * float(left))


@settings(max_examples=10)
@given(setup=setups(max_size=2))
def test_surely_is_the_worst_of_all_outcomes(setup):
    """(18) holds for every outcome up to rounding; J_0 = J only where no selector matters."""
    instance = instance_of(setup, 1)
    batch = from_instances([instance, instance])
    assert slack(SGD, surely(SAMPLED_SUBSET))(batch) == pytest.approx([0, 0], abs=1e-12)
    same = surely(equal(member("J", 0), "J"))
    exact = check(replace(SGD, hypotheses=()), same, instance).conclusion
    assert (slack(SGD, same)(batch) >= -1e-9).tolist() == [exact, exact]
