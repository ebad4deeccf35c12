"""Parameters: every vector is an instance of its shapes, and every instance a vector."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.small_theory import read_claim
from verify.decide.draw.choice import seeded
from verify.decide.draw.draw import draw_instance
from verify.decide.draw.plan import Limits, read_plan
from verify.decide.draw.scalars import integer_values
from verify.decide.draw.units import scalars_in
from verify.decide.search.parameters import parameters
from verify.decide.search.starts import starts
from verify.meaning.floats.batch import from_instances

CLAIM = read_claim(
    r"\assume{$\epsilon \in (0, 1)$} \assume{$s > 2$} \assume{$t < 1$}"
    r"\conclude{$\mathrm{Tr}(\sum_{r \in D_r} H_r) + v^T A v + v^T S v + v^T X v + \epsilon + s \ge t$}"
)
PLAN = read_plan(CLAIM, Limits())
SIZES = integer_values(PLAN)


@given(seed=st.integers(0, 10**6))
@settings(max_examples=40, deadline=None)
def test_round_trip(seed):
    """An instance, its vector, and the batch at that vector: the same numbers up to rounding."""
    instance = draw_instance(PLAN, SIZES, seeded(seed, 0))
    if instance is None:
        return
    here = parameters(PLAN, {n: scalars_in(instance)[n] for n in PLAN.integers})
    batch = here.batch(here.of_instance(instance)[np.newaxis])
    given_ = instance.to_numpy()
    for name, array in batch.values.items():
        np.testing.assert_allclose(array[0], given_[name], atol=1e-7)
    for name, sets in batch.families.items():
        for index_set, array in sets.items():
            if array.size:
                np.testing.assert_allclose(array[0], given_[name][index_set], atol=1e-7)


@given(seed=st.integers(0, 10**6), size=st.sampled_from(SIZES))
@settings(max_examples=30, deadline=None)
def test_every_vector_is_an_instance(seed, size):
    """Positive semidefinite and symmetric matrices are, and reals lie within their intervals, also far outside the usual."""
    here = parameters(PLAN, size)
    theta = 100 * np.random.default_rng(seed).normal(size=(3, here.length))
    batch = here.batch(theta)
    for array in (batch.values["A"], *(a for a in batch.families["H"].values() if a.size)):
        assert np.linalg.eigvalsh(array).min() >= -1e-9 * np.abs(array).max()
    assert (batch.values["S"] == batch.values["S"].swapaxes(1, 2)).all()
    assert ((batch.values["epsilon"] > 0) & (batch.values["epsilon"] < 1)).all()
    assert (batch.values["s"] > 2).all()
    assert (batch.values["t"] < 1).all()


def test_of_batch_is_the_inverse_of_batch():
    """Up to the factors of positive semidefinite matrices."""
    here = parameters(PLAN, SIZES[-1])
    batch = here.batch(starts(here, np.random.default_rng(0), 20))
    again = here.batch(here.of_batch(batch))
    for name, array in batch.values.items():
        np.testing.assert_allclose(again.values[name], array, rtol=1e-6, atol=1e-6 * np.abs(array).max())


@pytest.mark.parametrize("count", [0, 1, 7])
def test_starts_depend_on_the_generator_alone(count):
    """So many, and the same again; all are finite."""
    here = parameters(PLAN, SIZES[-1])
    one, again = (starts(here, np.random.default_rng(5), count) for _ in range(2))
    assert one.shape == (count, here.length)
    assert (one == again).all()
    assert np.isfinite(one).all()


def test_a_batch_of_parameters_is_one_of_instances():
    """The integers, shapes and names are those of a batch made from exact instances."""
    instance = draw_instance(PLAN, SIZES, seeded(1, 1))
    assert instance is not None
    here = parameters(PLAN, {n: scalars_in(instance)[n] for n in PLAN.integers})
    made, wanted = here.batch(here.of_instance(instance)[np.newaxis]), from_instances([instance])
    assert {n: a.shape for n, a in made.families["H"].items()} == {n: a.shape for n, a in wanted.families["H"].items()}
    assert made.integers.items() <= wanted.integers.items()
