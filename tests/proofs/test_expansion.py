"""E[JᵀJ], (19)–(24): the parsed formulas against enumeration of all outcomes in plain fractions."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.proofs.theory import THEORY, checked, setup_of, side
from tests.reference.moments import moment_by_outcomes, trace
from verify.meaning.exact import Averaging
from verify.strategies import instances

SECOND_MOMENT = [
    ("23.1", "lhs"),
    ("23.3", "lhs"),
    ("23.3", "rhs"),
    ("23.4", "rhs"),
    ("24.1", "rhs"),
    ("24.3", "lhs"),
    ("24.3", "rhs"),
    ("26.1", "rhs"),
]


@pytest.mark.parametrize(("id_", "which"), SECOND_MOMENT)
@settings(max_examples=25)
@given(data=st.data())
def test_these_sides_are_the_second_moment_of_one_step(id_, which, data):
    """Each equals Σ over all outcomes of P(outcome) JᵀJ."""
    statement = THEORY[id_]
    instance = data.draw(instances(THEORY["24.3"] if id_.startswith("2") else statement))
    expr = getattr(statement, which)
    assert side(statement, expr, instance) == moment_by_outcomes(setup_of(instance), 1)


@pytest.mark.parametrize("averaging", list(Averaging))
@settings(max_examples=25)
@given(data=st.data())
def test_both_ways_to_average_agree_with_the_reference(averaging, data):
    """The closed form and the engine's own enumeration give E[J_1ᵀJ_1]."""
    statement = THEORY["24.3"]
    instance = data.draw(instances(statement))
    assert side(statement, statement.rhs, instance, averaging) == moment_by_outcomes(setup_of(instance), 1)


@pytest.mark.parametrize("id_", ["20.1", "20.2", "20.5", "20.6", "22", "23.3", "24.1", "24.2", "24.3", "19.1r", "20.3r", "20.4r", "21r"])
@settings(max_examples=25)
@given(data=st.data())
def test_these_links_hold_on_every_instance(id_, data):
    """A link that the ledger does not refute holds, exactly."""
    assert checked(id_, data.draw(instances(THEORY[id_]))).conclusion is True


@settings(max_examples=60)
@given(data=st.data())
def test_the_second_line_of_23_is_right_only_under_the_trace(data):
    """2(I − η(1−α)H_R)ᵀ ηαH_F is no symmetric matrix, so (23) holds as matrices only where the means commute."""
    statement = THEORY["23.1"]
    instance = data.draw(instances(statement))
    left, right = (side(statement, e, instance) for e in (statement.lhs, statement.rhs))
    assert trace(left) == trace(right)
    symmetric = all(right[i][j] == right[j][i] for i in range(len(right)) for j in range(len(right)))
    assert (left == right) is symmetric
