"""The published stability boundary: its exact side against the moment map, its simulated side against what is certain."""

from __future__ import annotations

import importlib.util
import sys
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from verify.dynamics import unlearning_sgd, without_replacement

ROOT = Path(__file__).resolve().parents[2]
_spec = importlib.util.spec_from_file_location("coherence_boundary", ROOT / "examples" / "coherence_boundary.py")
assert _spec is not None
assert _spec.loader is not None
example = importlib.util.module_from_spec(_spec)
sys.modules[_spec.name] = example  # a dataclass looks its module up
_spec.loader.exec_module(example)

RULES = {
    "Bernoulli": (unlearning_sgd, example.bernoulli_boundary),
    "without replacement": (without_replacement, example.without_replacement_boundary),
}


@pytest.mark.parametrize("sampling", RULES)
@given(sigma=st.integers(1, example.N), batch=st.integers(1, 64), eta=st.sampled_from(example.ETAS))
def test_the_boundary_is_where_the_moment_map_crosses_one(sampling, sigma, batch, eta):
    """The growth factors of both axes are above 1 just where σ is below the boundary, and 1 just on it; all in rationals."""
    rule, boundary = RULES[sampling]
    edge = boundary(batch, eta)
    factors = example.growth_factors(sigma, batch, eta, rule)
    for factor, at in zip(factors, (edge.shared, edge.single), strict=False):
        assert (factor > 1) == (sigma < at)
        assert (factor == 1) == (sigma == at)


def test_some_grid_points_lie_on_the_boundary():
    """η = 1/2, B = 4: the boundary of Bernoulli sampling is σ = 24, and the second moment neither grows nor decays there."""
    assert example.bernoulli_boundary(4, Fraction(1, 2)).sigma == 24
    assert example.growth_factors(24, 4, Fraction(1, 2), unlearning_sgd)[0] == 1


@given(batch=st.sampled_from(example.BATCHES), eta=st.sampled_from(example.ETAS))
def test_the_theorem_claims_no_growth_that_is_not_there(batch, eta):
    """Up to the theorem's threshold the mean square grows under Bernoulli sampling."""
    sigma = int(example.theorem_threshold(batch, eta))
    if sigma >= 1:
        assert max(example.growth_factors(sigma, batch, eta, unlearning_sgd)) >= 1


@given(batch=st.integers(1, 64), seed=st.integers(0, 9))
def test_batches_without_replacement_are_of_that_size(batch, seed):
    """Each step draws just B of the n."""
    drawn = example.without_replacement(batch, np.random.default_rng(seed))
    assert (drawn.sum(axis=1) == batch).all()


def test_runs_diverge_where_every_run_must():
    """σ = 1, B = 64, η = 4/5: a step takes e_1 to at most |1 − 5/2| times what it was, and most axes grow; at η = 1/5, none can."""
    counts = example.diverging_runs(64, example.bernoulli, seed=0)
    assert counts[example.ETAS.index(Fraction(4, 5)), 0] == example.RUNS
    assert counts[example.ETAS.index(Fraction(1, 5)), -1] == 0


def test_the_table_is_printed_at_eighty_columns(capsys):
    """One row for each η and B, none of the lines too long."""
    example.print_table(example.rows(0, batches=(16,)))
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= 80
    assert sum(line.split()[1:2] == ["16"] for line in lines) == len(example.ETAS)
