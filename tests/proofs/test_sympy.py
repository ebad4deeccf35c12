"""This paper in SymPy: the session of docs/session.md, and E[JᵀJ], N_k and the thresholds of proofs/expansion.py."""

from __future__ import annotations

import doctest
import subprocess
import sys
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from proofs import expansion, kth_power
from tests.house.sources import ROOT
from tests.proofs.theory import THEORY, exact, setup_of
from tests.reference.moments import moment_by_outcomes, spread_from_identity
from verify import expand, from_sympy
from verify.algebra import expectation
from verify.language.expression import Expr
from verify.meaning.algebra.to_sympy import to_sympy
from verify.meaning.exact import value
from verify.strategies import instances


def test_the_session_runs():
    """Each line of the session prints what stands there."""
    result = doctest.testfile(str(ROOT / "docs" / "session.md"), module_relative=False)
    assert result.attempted > 25
    assert result.failed == 0


def test_the_script_runs():
    """Its examples, and all that it prints."""
    result = doctest.testmod(expansion)
    assert result.attempted >= 6
    assert result.failed == 0
    assert len(list(expansion.lines())) > 25


def test_the_threshold_is_solved_for():
    """The base of (36) is 1 at the right side of (37), the base of 36.1r at that of T4.8r2."""
    result = doctest.testmod(kth_power)
    assert (result.attempted, result.failed) == (2, 0)
    statement = THEORY["T4.8r2"]
    given = to_sympy(statement.context.hypotheses[-1].right, statement.context)
    assert kth_power.pair_threshold() == expansion.positive(given)
    run = subprocess.run([sys.executable, "-m", "proofs.threshold"], capture_output=True, text=True, check=True, cwd=ROOT)
    assert run.stdout.splitlines() == list(kth_power.lines())


@pytest.mark.parametrize("id_", expansion.EQUATIONS)
def test_the_algebra_shows_the_links(id_):
    """(19)–(25) hold as equations between matrices, but for two lines of (23), which hold under the trace."""
    assert expansion.difference(id_).is_ZeroMatrix is (id_ not in ("23.1", "23.2"))
    assert expansion.under_the_trace(id_) == 0


def test_the_thresholds_are_those_of_the_paper():
    """(37) is where (36) grows; (42)'s root is the repaired one, and not (38)."""
    assert expansion.lower_threshold_over_37() == 1
    repaired = expansion.THEORY["42.4r"].to_sympy().args[1].rhs
    assert expansion.upper_threshold_over(repaired) == 1
    assert expansion.upper_threshold_over(expansion.side("38", "rhs")) != 1


@cache
def two_steps() -> Expr:
    """E Tr(J_0ᵀJ_1ᵀJ_1J_0), expanded."""
    moment = expansion.side("L4.7.1", "lhs")
    [k] = [s for s in moment.free_symbols if s.name == "k"]
    return from_sympy(expand(moment.subs(k, 2)))


@settings(max_examples=15)
@given(data=st.data())
def test_the_expanded_second_moment_is_the_exact_one(data):
    """E[J_1ᵀJ_1] as SymPy expands it, on instances, is Σ over all outcomes of P(outcome) JᵀJ."""
    statement = THEORY["24.3"]
    instance = data.draw(instances(statement))
    found = from_sympy(expand(expectation(expansion.J_k.T * expansion.J_k)))
    assert exact(value(statement.context, found, instance)) == moment_by_outcomes(setup_of(instance), 1)


@settings(max_examples=15)
@given(data=st.data(), k=st.integers(0, 3))
def test_the_iterated_map_is_the_recursion(data, k):
    """N_k by iterating T in SymPy, on instances, is Tᵏ(I)."""
    statement = THEORY["25.7"]
    instance = data.draw(instances(statement, max_n=2))
    found = from_sympy(expansion.n_k(k))
    assert exact(value(statement.context, found, instance)) == spread_from_identity(setup_of(instance), k)


@settings(max_examples=5)
@given(data=st.data())
def test_two_steps_are_averaged_exactly(data):
    """E Tr(J_0ᵀJ_1ᵀJ_1J_0), expanded, is the second moment after two steps."""
    statement = THEORY["L4.7.1"]
    instance = data.draw(instances(statement, max_n=2, max_d=2))
    moment = moment_by_outcomes(setup_of(instance), 2)
    assert exact(value(statement.context, two_steps(), instance)) == sum(moment[i][i] for i in range(len(moment)))
