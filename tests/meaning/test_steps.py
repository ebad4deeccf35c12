"""Random families over steps: what only its step tells apart is computed once, and what more tells apart is not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from tests.meaning.expressions import add, mean, member, times, total
from tests.meaning.setups import instance_of, setups
from tests.meaning.theory import CONTEXT, STEPS, K, define, drawn, square
from verify.language.expression import Expr
from verify.language.statement import Context
from verify.meaning.exact import Averaging, value
from verify.meaning.randomness import is_of_one_step

ONE_STEP = {
    "selectors at the step": drawn("r", "D_r", "k"),
    "selectors of both sets": add(drawn("r", "D_r", "k"), times("eta", drawn("f", "D_f", "k"))),
    "not random at all": times("eta", "J"),
}
MORE = {
    "the step as a number": times("k", drawn("r", "D_r", "k")),
    "the next step": drawn("r", "D_r", add("k", 1)),
    "a step of its own": add(drawn("r", "D_r"), drawn("f", "D_f", "k")),
    "a fixed step": times(drawn("r", "D_r", 0), drawn("f", "D_f", "k")),
    "a sum over the same letter": add(drawn("r", "D_r", "k"), total("k", "D_f", times(member("x", "k", 0), member("H", "k")))),
    "another random family": times(member("J", "k"), drawn("r", "D_r", "k")),
    "an index of something else": times(drawn("r", "D_r", "k"), member("N", "k")),
    "an expectation": add(drawn("r", "D_r", "k"), mean(drawn("f", "D_f", "k"))),
}


def with_family(body: Expr) -> Context:
    """The set-up with a further family V_k."""
    return replace(CONTEXT, symbols=(*CONTEXT.symbols, square("V", STEPS)), definitions=(*CONTEXT.definitions, define("V", body, K)))


@pytest.mark.parametrize("name", [*ONE_STEP, *MORE])
@settings(max_examples=15)
@given(setup=setups(max_size=2))
def test_steps_are_averaged_as_by_enumeration(name, setup):
    """E[V_0 V_1 V_0 V_2] is the mean over all outcomes."""
    context = with_family((ONE_STEP | MORE)[name])
    product = mean(times(member("V", 0), member("V", 1), member("V", 0), member("V", 2)))
    closed, enumerated = (value(context, product, instance_of(setup, 1), way) for way in (Averaging.CLOSED_FORM, Averaging.ENUMERATION))
    assert closed == enumerated


@pytest.mark.parametrize("name", [*ONE_STEP, *MORE])
def test_what_is_of_one_step(name):
    """All that is random are selectors at the family's own index, which occurs nowhere else."""
    assert is_of_one_step(with_family((ONE_STEP | MORE)[name]), ("V", 1)) is (name in ONE_STEP)


def test_a_family_with_two_clauses_is_of_no_one_step():
    """N_0 and N_k are defined apart."""
    assert not is_of_one_step(CONTEXT, ("N", 1))
