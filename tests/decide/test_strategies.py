"""The public strategies: what they can draw, what they refuse, and what they shrink to."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import find, given, settings
from hypothesis.errors import InvalidArgument

from tests.families import KINDS
from verify.decide.draw.matrices import is_psd
from verify.strategies import hessian_families, psd_matrices, unlearning_instances

FINDING = settings(max_examples=3000, database=None, deadline=None, derandomize=True)


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_drawn(kind):
    """Every kind of instance that bounds fail on is found."""
    assert KINDS[kind](find(unlearning_instances(), KINDS[kind], settings=FINDING))


@given(psd_matrices())
def test_psd_matrices_are_exact_and_psd(m):
    """Values are Fractions, of dimension 1 to 3."""
    assert 1 <= m.d <= 3
    assert is_psd(m.rows)
    assert all(isinstance(x, Fraction) for row in m.rows for x in row)


@given(psd_matrices(2))
def test_psd_matrices_of_one_dimension(m):
    """A single argument fixes the dimension; the array beside has the same values."""
    assert m.d == 2
    array = m.to_numpy()
    assert array.shape == (2, 2)
    assert array.dtype == np.float64
    assert array.tolist() == [[float(x) for x in row] for row in m.rows]


@given(hessian_families(min_d=2, max_d=3, min_n=0, max_n=2))
def test_hessian_families_keep_their_limits(family):
    """Dimension and number of members; the empty family is one."""
    assert 2 <= family.d <= 3
    assert 0 <= family.n <= 2
    assert all(is_psd(m) for m in family.members)
    assert family.to_numpy().shape == (family.n, family.d, family.d)


@given(unlearning_instances(max_d=2, max_n=4))
def test_unlearning_instances_keep_their_ranges(instance):
    """η > 0, α in [0, 1], 1 <= B <= both sets."""
    assert instance.eta > 0
    assert 0 <= instance.alpha <= 1
    assert 1 <= instance.batch <= min(instance.retain.n, instance.forget.n) <= 4
    assert instance.to_numpy()["retain"].shape == (instance.retain.n, instance.retain.d, instance.retain.d)


@pytest.mark.parametrize(
    ("strategy", "arguments"),
    [
        (psd_matrices, {"d": 0}),
        (psd_matrices, {"d": "2"}),
        (psd_matrices, {"d": True}),
        (psd_matrices, {"d": 2, "max_d": 4}),
        (psd_matrices, {"min_d": 3, "max_d": 2}),
        (psd_matrices, {"max_d": 2.0}),
        (hessian_families, {"min_n": -1}),
        (hessian_families, {"min_n": 2, "max_n": 1}),
        (hessian_families, {"min_d": 0}),
        (unlearning_instances, {"min_n": 0}),
        (unlearning_instances, {"max_d": 0}),
    ],
)
def test_impossible_arguments_are_refused_at_once(strategy, arguments):
    """A misuse is told before anything is drawn."""
    with pytest.raises(InvalidArgument):
        strategy(**arguments)


def test_non_commuting_shrinks_to_a_page():
    """The smallest non-commuting pair has dimension 2 and entries that one multiplies in the head."""
    found = find(hessian_families(min_n=2), lambda f: not _commute(f), settings=FINDING)
    assert (found.d, found.n) == (2, 2)
    assert all(x in (0, 1, -1, 2) for m in found.members for row in m for x in row)


def _commute(family):
    first, second = family.to_numpy()[:2]
    return np.array_equal(first @ second, second @ first)
