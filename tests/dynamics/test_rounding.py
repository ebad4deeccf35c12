"""What bounds rest on: floats that are found positive definite are, and Φ in floats is within its stated error."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.dynamics.drawn import EVERY_RULE, exactly, fraction, linear, rounded
from verify.dynamics import compare, exact_array, moment_map, unlearning_sgd
from verify.dynamics.blocks import coordinate_blocks
from verify.dynamics.eigenvalues import general_bounds
from verify.dynamics.enclosure import bounds_from_above, bounds_from_below, checked, iterated_bounds
from verify.dynamics.exact import flint_matrix
from verify.dynamics.moment_map import magnitude_map, rounding_error
from verify.dynamics.rounding import is_definite, norm_bound
from verify.meaning.matrix import is_psd
from verify.strategies import unlearning_instances

ENTRIES = st.floats(-4, 4, allow_subnormal=False)
MATRICES = st.integers(1, 4).flatmap(lambda d: st.lists(st.lists(ENTRIES, min_size=d, max_size=d), min_size=d, max_size=d))


def is_semidefinite(matrix, less):
    """Whether A − less · I is, exactly, for the very floats."""
    return is_psd(flint_matrix(exact_array(matrix.tolist()) - exact_array((less * np.eye(len(matrix))).tolist())))


@given(MATRICES, st.integers(-60, 0), st.booleans())
@settings(max_examples=150)
def test_what_is_found_definite_is(rows, exponent, singular):
    """No matrix that is not positive semidefinite is found definite, however near to singular."""
    root = np.array(rows)
    if singular:
        root[-1] = root[0]
    matrix = root @ root.T
    matrix = (matrix + matrix.T) / 2 - 2.0**exponent * np.eye(len(root))
    for error in (0.0, 2.0**exponent):
        if is_definite(matrix, error):
            assert is_semidefinite(matrix, error)


@pytest.mark.parametrize("d", [1, 5, 30])
def test_what_is_clearly_definite_is_found(d):
    """The check is of use: a margin of 10⁻¹² is enough."""
    root = np.random.default_rng(d).standard_normal((d, d))
    matrix = root @ root.T / d
    matrix = (matrix + matrix.T) / 2
    assert is_definite(matrix + 2e-12 * np.eye(d), 1e-12)
    assert not is_definite(matrix - (np.linalg.eigvalsh(matrix)[0] + 1e-12) * np.eye(d), 0.0)
    assert not is_definite(np.full((d, d), np.nan), 0.0)


@given(MATRICES)
def test_norm_bound_is_one(rows):
    """‖A‖ <= norm_bound(A): its multiple of I is above ±A, exactly."""
    matrix = np.array(rows) + np.array(rows).T
    bound = exact_array((float(norm_bound(matrix)) * np.eye(len(rows))).tolist())
    exact = exact_array(matrix.tolist())
    assert is_psd(flint_matrix(bound - exact))
    assert is_psd(flint_matrix(bound + exact))


@EVERY_RULE
@given(instance=unlearning_instances(), entries=st.lists(ENTRIES, min_size=36, max_size=36))
@settings(max_examples=30)
def test_moment_map_is_within_its_error(rule, instance, entries):
    """Every entry of Φ(M), for any symmetric floats M, and the bound is narrow."""
    arguments = rounded(instance)
    recursion, true = linear(rule, arguments), linear(rule, exactly(arguments))
    m = np.array(entries[: recursion.d**2]).reshape(recursion.d, recursion.d)
    m = m + m.T
    near, error = moment_map(recursion).apply(m), rounding_error(magnitude_map(recursion), m)
    wanted = moment_map(true).apply(exact_array(m.tolist()))
    for value, bound, exact in zip(near.flat, error.flat, wanted.flat, strict=True):
        assert abs(Fraction(value) - fraction(exact)) <= Fraction(bound)
    assert error.max() <= 1e-11 * (1 + np.abs(magnitude_map(recursion).apply(np.abs(m))).max())


@EVERY_RULE
@given(instance=unlearning_instances(max_d=2, max_n=2))
@settings(max_examples=20)
def test_iterated_bounds_hold(rule, instance):
    """The bounds for large d, of small recursions: reducible and singular ones too, where they may be wide but are never wrong."""
    arguments = rounded(instance)
    recursion, true = linear(rule, arguments), linear(rule, exactly(arguments))
    assume(recursion.d > 1)
    for lo, hi in (iterated_bounds(recursion), general_bounds(recursion)):
        assert compare(true, Fraction(lo)) >= 0
        assert hi == np.inf or compare(true, Fraction(hi)) <= 0


@EVERY_RULE
@given(instance=unlearning_instances(max_d=2, max_n=2), entries=st.lists(ENTRIES, min_size=16, max_size=16), c=st.floats(0, 4))
@settings(max_examples=20)
def test_what_is_found_of_a_matrix_is_true(rule, instance, entries, c):
    """Whatever M is tried, Φ(M) ⪯ c M or ⪰ c M is found only where ρ(Φ) <= c or >= c."""
    arguments = rounded(instance)
    recursion, true = linear(rule, arguments), linear(rule, exactly(arguments))
    root = np.array(entries[: recursion.d**2]).reshape(recursion.d, recursion.d)
    m = root @ root.T
    m = (m + m.T) / 2
    ready = checked(recursion)
    if bounds_from_above(ready, m, c):
        assert compare(true, Fraction(c)) <= 0
    if bounds_from_below(ready, m, c):
        assert compare(true, Fraction(c)) >= 0


def test_blocks_are_those_of_summands():
    """Entries that cancel in the mean still join coordinates; a permutation hides no block."""
    hessians = np.zeros((2, 4, 4))
    hessians[0][np.ix_([0, 2], [0, 2])] = [[1, 1], [1, 1]]
    hessians[1][np.ix_([0, 2], [0, 2])] = [[1, -1], [-1, 1]]
    hessians[:, 3, 3] = 1
    recursion = unlearning_sgd(hessians, hessians, 0.5, 0.5, 1)
    assert sorted(at.tolist() for at in coordinate_blocks(recursion)) == [[0, 2], [1], [3]]
