"""Lemma 4.7: its lower bound, and its upper bound as printed and as repaired."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.families import matrix
from tests.proofs.theory import THEORY, checked, integer, side
from verify.meaning.instance import Instance
from verify.strategies import instances


@settings(max_examples=60)
@given(data=st.data())
def test_the_lower_bound_holds_from_one_step_on_and_fails_at_none(data):
    """At k = 0 the left side is d and the right side 2d, for M_0 = J⁰ + N_0 = 2I."""
    statement = THEORY["L4.7.1"]
    instance = data.draw(instances(statement))
    left, right = (side(statement, e, instance) for e in (statement.lhs, statement.rhs))
    if integer(instance, "k") == 0:
        assert (left, right) == (integer(instance, "d"), 2 * integer(instance, "d"))
    else:
        assert left >= right  # rationals: no tolerance


@settings(max_examples=40)
@given(data=st.data())
def test_the_upper_bound_as_printed_fails_without_steps_and_for_commuting_noise(data):
    """Its sum stops at k − 1, so it lacks Tr N_k: it fails at k = 0, and in one dimension with |J| = 1 − ε and noise at every k."""
    statement = THEORY["L4.7.2"]
    instance = data.draw(instances(statement))
    left, right = (side(statement, e, instance) for e in (statement.lhs, statement.rhs))
    k, d = integer(instance, "k"), integer(instance, "d")
    if k == 0:
        assert left > right == 0
    elif d == 1:
        lacking = THEORY["L4.7.2r"]
        whole = side(lacking, lacking.rhs, instance)
        j = side(statement, THEORY["DefJ"].lhs, instance)[0][0]
        assume(abs(j) == 1 - instance.value("epsilon"))
        assert left == whole
        assert (left > right) is (whole > right)


@settings(max_examples=60)
@given(data=st.data())
def test_the_upper_bound_summed_to_k_holds_for_up_to_three_steps(data):
    """For k ≤ 3 every word has its traces in order."""
    result = checked("L4.7.2r2", data.draw(instances(THEORY["L4.7.2r2"])))
    assert result.conclusion is True


def test_the_upper_bound_summed_to_k_fails_at_four_steps():
    """The word T∘𝒥∘T∘T has a larger trace than T³ where J turns T(I) towards T²(I): here by one part in four thousand."""
    retain = (matrix((7, 3), (3, 10)), matrix((1, -3), (-3, 14)))
    instance = Instance(
        tuple(
            (name, Fraction(v))
            for name, v in {"d": 2, "n_r": 2, "n_f": 1, "B": 1, "k": 4, "eta": "1/8", "alpha": 0, "epsilon": "1/2"}.items()
        ),
        (("H", (("D_f", (matrix((0, 0), (0, 0)),)), ("D_r", retain))),),
    )
    result = checked("L4.7.2r", instance)
    assert (result.hypotheses, result.conclusion) == (True, False)
    assert (result.left, result.right) == ("1226541951/268435456", "1226244735/268435456")


@settings(max_examples=40)
@given(data=st.data())
def test_the_upper_bound_by_the_largest_eigenvalue_of_the_noise_holds(data):
    """E Tr ≤ d((1 − ε)² + λ_max(N_1))ᵏ, for Φ is positive and Φ(I) ⪯ ((1 − ε)² + λ_max(N_1)) I."""
    assert checked("L4.7.2r3", data.draw(instances(THEORY["L4.7.2r3"]))).conclusion is True
