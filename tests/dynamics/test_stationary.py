"""The stationary covariance under additive noise, where it exists."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from flint import fmpq
from hypothesis import given, settings

from tests.dynamics.drawn import exact, exactly, fraction, rounded
from verify.dynamics import DrivenRecursion, NotStationary, adjoint, exact_array, heavy_ball, langevin, moment_map, stationary_covariance
from verify.dynamics.stability import Verdict, stability
from verify.strategies import unlearning_instances


@given(instance=unlearning_instances(max_d=2))
@settings(max_examples=40)
def test_covariance_is_a_fixed_point_and_floats_are_near(instance):
    """Σ = Φ*(Σ) + 2ηT I exactly; in floats Σ is within its stated error of that; and where ρ(Φ) >= 1 there is none."""
    arguments = rounded(instance)
    driven, floats = langevin(**exactly(arguments)), langevin(**arguments)
    if stability(driven.recursion).verdict is not Verdict.STABLE:
        with pytest.raises(NotStationary, match="not shown to be below 1"):
            stationary_covariance(floats)
        return
    true, near = stationary_covariance(driven), stationary_covariance(floats)
    assert (moment_map(adjoint(driven.recursion)).apply(true.matrix) + driven.covariance == true.matrix).all()
    assert (driven.covariance == exact_array(np.eye(instance.retain.d) * 2 * arguments["eta"])).all()
    distance = sum((fraction(a) - Fraction(b)) ** 2 for a, b in zip(true.matrix.flat, near.matrix.flat, strict=True))
    assert distance <= 4 * Fraction(near.error) ** 2  # ‖·‖_F <= √d ‖·‖
    assert near.error <= 1e-6 * np.linalg.norm(near.matrix)


def test_one_number():
    """d = 1, J = 1/2 without noise, T = 1: Σ = 2η / (1 − 1/4)."""
    half = exact_array([[["1/2"]]])
    driven = langevin(half, 0 * half, 1, 0, 1)
    assert stationary_covariance(driven).matrix[0, 0] == fmpq(8, 3)


def test_a_rule_that_is_not_self_adjoint():
    """The fixed point of heavy ball's Φ*, within the stated error."""
    roots = np.random.default_rng(0).standard_normal((2, 3, 6, 6)) / 3
    retain, forget = roots @ roots.swapaxes(-1, -2)
    recursion = heavy_ball(retain + np.eye(6), forget, 0.3, 0.1, 2)
    found = stationary_covariance(DrivenRecursion(recursion, np.eye(12)))
    image = moment_map(adjoint(recursion)).apply(found.matrix) + np.eye(12)
    assert np.linalg.norm(image - found.matrix, 2) <= 4 * found.error + 1e-12
    assert found.error <= 1e-8


@given(instance=unlearning_instances(max_d=2))
@settings(max_examples=10)
def test_no_temperature_no_covariance(instance):
    """T = 0 leaves nothing, where there is a limit at all."""
    driven = langevin(**exact(instance), temperature=0)
    if stability(driven.recursion).verdict is Verdict.STABLE:
        assert all(entry == 0 for entry in stationary_covariance(driven).matrix.flat)
