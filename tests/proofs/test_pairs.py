"""(33): the parsed sums over chains of pairs against slow sums over all tuples of pairs."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise, product

from flint import arb, ctx, fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.meaning.setups import even_setups, instance_of
from tests.proofs.theory import THEORY, checked, exact
from tests.reference.moments import Matrix, Setup, combined, identity, times, trace
from verify.language.expression import Expr
from verify.meaning.enclosure import ball
from verify.meaning.exact import value
from verify.meaning.reals import compare

BITS = 256


def mixed(setup: Setup) -> list[Matrix]:
    """D_rf for every pair."""
    return [combined((1 - setup.alpha, r), (setup.alpha, f)) for r in setup.retain for f in setup.forget]


def chains(setup: Setup, k: int) -> Iterator[tuple[Matrix, ...]]:
    """All D_{rf_1}, …, D_{rf_k}."""
    return product(mixed(setup), repeat=k)


def mean_of(setup: Setup, k: int) -> Fraction:
    """(1/(n_r n_f))ᵏ."""
    return Fraction(1, len(setup.retain) * len(setup.forget)) ** k


def traces_of_chains(setup: Setup, k: int) -> Fraction:
    """The mean of Tr(D_{rf_1} ⋯ D_{rf_k}) over all chains."""
    total = Fraction(0)
    for chain in chains(setup, k):
        past = identity(setup.size)
        for d in chain:
            past = times(past, d)
        total += trace(past)
    return mean_of(setup, k) * total


def cycles(setup: Setup, k: int) -> arb:
    """d times the mean over all chains of the product of √Tr(D D') over neighbours, the last beside the first."""
    total = arb(0)
    for chain in chains(setup, k):
        term = arb(1)
        for a, b in pairwise((*chain, chain[0])):
            term *= number(trace(times(a, b))).sqrt()
        total += term
    return number(mean_of(setup, k) * setup.size) * total


def number(fraction: Fraction) -> arb:
    return arb(fmpq(fraction.numerator, fraction.denominator))


def of(id_: str, expr: Expr, setup: Setup, k: int) -> object:
    """The exact value of a side of a statement."""
    return value(THEORY[id_].context, expr, instance_of(setup, k))


@settings(max_examples=40, deadline=None)
@given(setup=even_setups(), k=st.integers(0, 3))
def test_a_power_of_the_sum_is_the_sum_over_chains(setup, k):
    """(33), second line: both sides are the slow sum; without a step, Tr I."""
    statement = THEORY["33.2"]
    for side in (statement.lhs, statement.rhs):
        assert exact(of("33.2", side, setup, k)) == traces_of_chains(setup, k)


@settings(max_examples=40, deadline=None)
@given(setup=even_setups(), k=st.integers(1, 3))
def test_norms_and_entries_of_s_along_cycles(setup, k):
    """(33), third, fourth and fifth line: norms of roots, entries of S and Tr Sᵏ are the slow sum over cycles."""
    with ctx.workprec(BITS):
        slow = cycles(setup, k)
        for id_ in ("33.3", "33.4", "33.5"):
            difference = ball(of(id_, THEORY[id_].rhs, setup, k)) - slow
            assert difference.contains(0)
            assert difference.rad() < arb(2) ** (-BITS // 2)


@settings(max_examples=40, deadline=None)
@given(setup=even_setups(), k=st.integers(1, 3))
def test_cycles_bound_the_traces(setup, k):
    """(33), third line, from one step on: the Frobenius norm is submultiplicative. In one dimension both sides are equal."""
    left, right = (of("33.3", side, setup, k) for side in (THEORY["33.3"].lhs, THEORY["33.3"].rhs))
    assert compare(left, right) == 0 if setup.size == 1 else compare(left, right) <= 0


def test_without_a_step_a_cycle_has_no_value():
    """At k = 0 the third line speaks of D_{rf_0}."""
    setup = Setup(([[Fraction(1)]],) * 2, ([[Fraction(1)]],) * 2, Fraction(1), Fraction(1, 2), 1)
    found = checked("33.4", instance_of(setup, 0))
    assert found.conclusion is None
