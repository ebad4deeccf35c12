"""(31): sums over the words of the two sets of Hessians, the parsed formulas against plain enumeration."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings

from tests.proofs.theory import THEORY, checked, integer, setup_of, side
from tests.reference.moments import Setup, spread_from_identity, trace
from tests.reference.words import squared_norm, strings, words, words_of_two
from verify.errors import Code
from verify.strategies import instances

INSTANCES = instances(THEORY["31.1r"], max_n=2, max_k=3)


def over_words(setup: Setup, k: int, of) -> Fraction:
    """Σ over strings and their words of the weight times a number of the word."""
    return sum((weight * of(word) for weight, string in strings(setup, k) for word in words(setup, string)), Fraction(0))


def over_pairs(setup: Setup, k: int, of) -> Fraction:
    """The same over the words of each pair, divided by the number of pairs."""
    total = sum((weight * of(word) for weight, string in strings(setup, k) for word in words_of_two(setup, string)), Fraction(0))
    return total / (len(setup.retain) * len(setup.forget))


@settings(max_examples=40)
@given(instance=INSTANCES)
def test_the_nested_sums_are_the_recursion(instance):
    """Tr N_k = Σ over strings, Σ over the members of their letters' sets, of Tr[H_{a_k} ⋯ H_{a_1} H_{a_1} ⋯ H_{a_k}], for k = 0, …, 3."""
    statement = THEORY["31.1r"]
    setup, k = setup_of(instance), integer(instance, "k")
    found = side(statement, statement.rhs, instance)
    assert found == side(statement, statement.lhs, instance) == trace(spread_from_identity(setup, k))
    assert found == over_words(setup, k, squared_norm)


@settings(max_examples=40)
@given(instance=INSTANCES)
def test_traces_of_words(instance):
    """Lines 4 and 5: squares of traces, over all words and over those of one member of either set."""
    statement = THEORY["31.5r"]
    setup, k = setup_of(instance), integer(instance, "k")
    assert side(statement, statement.lhs, instance) == over_words(setup, k, lambda w: trace(w) ** 2) / setup.size
    assert side(statement, statement.rhs, instance) == over_pairs(setup, k, lambda w: trace(w) ** 2) / setup.size


@pytest.mark.parametrize("id_", [f"31.{n}r" for n in range(1, 8)])
@settings(max_examples=25)
@given(instance=INSTANCES)
def test_every_link_as_repaired_holds(id_, instance):
    """Roots and norms included, each is decided, and holds."""
    assert checked(id_, instance).conclusion is True


@pytest.mark.parametrize("id_", [f"31.{n}" for n in range(1, 9)])
def test_print_binds_the_wrong_indices(id_):
    """The last sum runs over D_{L_k[k]}, or a sum over 1, or none over a_r: each is a fault of scope."""
    fault = THEORY[id_].fault
    assert fault is not None
    assert fault.code is Code.INDEX_SCOPE
