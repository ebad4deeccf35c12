"""N_k of (17): the parsed recursion against its expansion in words over the Hessians."""

from __future__ import annotations

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.proofs.theory import THEORY, integer, setup_of, side
from tests.reference.moments import Setup, combined, identity, moment_by_recursion, noise_weights, spread_from_identity, times
from verify.language.expression import Member, Symbol
from verify.strategies import instances

N_K = Member("N", (Symbol("k"),))


def words(setup: Setup, k: int) -> list:
    """Σ over all words a_1…a_k of Π c_{a_i} · H_{a_k}⋯H_{a_1} H_{a_1}⋯H_{a_k}."""
    c_r, c_f = noise_weights(setup)
    letters = [(c_r, h) for h in setup.retain] + [(c_f, h) for h in setup.forget]
    total = combined((0, identity(setup.size)))
    for word in product(letters, repeat=k):
        weight, inner = 1, identity(setup.size)
        for c, h in word:
            weight, inner = weight * c, times(times(h, inner), h)
        total = combined((1, total), (weight, inner))
    return total


@settings(max_examples=40)
@given(data=st.data())
def test_the_recursion_is_the_sum_over_its_words(data):
    """N_k = Σ over words of length k, for k = 0, 1, 2, 3."""
    statement = THEORY["25.7"]
    instance = data.draw(instances(THEORY["L4.7.1"], max_n=2, max_k=3))
    setup, k = setup_of(instance), integer(instance, "k")
    found = side(statement, N_K, instance)
    assert found == spread_from_identity(setup, k)
    assert found == words(setup, k)


@settings(max_examples=25)
@given(data=st.data())
def test_the_mean_step_is_the_moment_map(data):
    """(25): E[J_kᵀ M J_k] = J M J + C_f Σ H_f M H_f + C_r Σ H_r M H_r, here for M = M_{k-1}."""
    statement = THEORY["25.3r"]
    instance = data.draw(instances(statement))
    assert side(statement, statement.lhs, instance) == side(statement, statement.rhs, instance)


@settings(max_examples=25)
@given(data=st.data())
def test_the_second_moment_is_the_iterated_moment_map(data):
    """E Tr(J_0ᵀ ⋯ J_0) = Tr Φᵏ(I), by the dense recursion."""
    statement = THEORY["L4.7.1"]
    instance = data.draw(instances(statement))
    moment = moment_by_recursion(setup_of(instance), integer(instance, "k"))
    assert side(statement, statement.lhs, instance) == sum(moment[i][i] for i in range(len(moment)))
