"""ρ(Φ) lies between its bounds, which are narrow."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from flint import acb, acb_mat, arb, ctx, fmpq, fmpq_mat
from hypothesis import given, settings

from tests.dynamics.drawn import exactly, rounded, setup
from tests.reference.moment_map import moment_matrix
from verify.dynamics import spectral_radius, unlearning_sgd
from verify.meaning.matrix import is_psd
from verify.strategies import unlearning_instances


def minus_kronecker(arguments, c):
    """c I − K with K the dense d²×d² matrix of Φ, in rationals: ρ(Φ) is the largest eigenvalue of K, which is symmetric."""
    rows = moment_matrix(setup(exactly(arguments)))
    return fmpq_mat([[quotient((c if i == j else 0) - x) for j, x in enumerate(row)] for i, row in enumerate(rows)])


def quotient(x):
    """A rational of flint's."""
    x = Fraction(x)
    return fmpq(x.numerator, x.denominator)


def assert_contained(arguments, bounds):
    """lo <= ρ(Φ) <= hi, decided in rationals."""
    lo, hi = map(Fraction, bounds)
    above, below = minus_kronecker(arguments, hi), minus_kronecker(arguments, lo)
    assert is_psd(above)
    assert not is_psd(below) or below.det() == 0


@given(unlearning_instances(max_d=3))
@settings(max_examples=60)
def test_bounds_contain_the_radius(instance):
    """No eigenvalue of the dense matrix of Φ is above hi, and not all are below lo; and lo, hi are as near as they are aimed to be."""
    arguments = rounded(instance)
    lo, hi = spectral_radius(unlearning_sgd(**arguments))
    assert_contained(arguments, (lo, hi))
    assert hi - lo <= 1e-9 * max(1.0, hi)


@pytest.mark.parametrize(("d", "n"), [(2, 1), (2, 3), (3, 2), (4, 2)])
def test_bounds_meet_the_ball_of_the_dense_eigenvalue(d, n):
    """The ball of the largest eigenvalue of the dense matrix of Φ, from flint's solver, lies between the bounds."""
    random = np.random.default_rng(d + 10 * n)
    roots = random.standard_normal((2, n, d, d))
    retain, forget = roots @ roots.swapaxes(-1, -2)
    arguments = {"retain": retain, "forget": forget, "eta": 0.25, "alpha": 0.3, "batch": 1}
    lo, hi = spectral_radius(unlearning_sgd(**arguments))
    rows = moment_matrix(setup(exactly(arguments)))
    ctx.prec = 200
    try:
        matrix = acb_mat([[acb(quotient(x)) for x in row] for row in rows])
        largest = max((value.real for value in matrix.eig(multiple=True)), key=lambda ball: ball.mid())
    finally:
        ctx.default()
    assert arb(lo) < largest < arb(hi)
