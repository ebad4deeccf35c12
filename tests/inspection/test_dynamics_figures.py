"""The exact dynamics of a setting, against fractions."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given as drawn_with
from hypothesis import settings
from hypothesis import strategies as st

from tests.inspection.families import contains, given, reference_of, settings_in_fractions
from tests.reference.moments import combined, mean_update, moment_by_recursion, spread_from_identity, times, trace
from tests.reference.spectra import largest_eigenvalue
from verify.dynamics import Verdict
from verify.inspection.dynamics_figures import dynamics_figures
from verify.inspection.simulation import simulate
from verify.inspection.timing import Clock

STEPS = 4


@settings(max_examples=40)
@drawn_with(found=settings_in_fractions())
def test_every_trace_is_between_its_bounds(found):
    """E Tr(J_0ᵀ⋯J_0), Tr N_k and Tr J^{2k}, dense and by factors, of families that span less than the space too."""
    figures, setup = dynamics_figures(found, STEPS, Clock()), reference_of(found)
    power, mean = combined((1, mean_update(setup))), mean_update(setup)
    for k in range(1, STEPS + 1):
        assert contains(figures.moments[k], trace(moment_by_recursion(setup, k)))
        assert contains(figures.noise[k], trace(spread_from_identity(setup, k)))
        assert contains(figures.mean[k], trace(times(power, power)))
        power = times(power, mean)
        assert figures.moments[k][1] - figures.moments[k][0] <= 1e-9 * figures.moments[k][1] + 1e-12
    assert contains(figures.moments[0], Fraction(setup.size))
    assert contains(figures.noise[0], Fraction(setup.size))


@settings(max_examples=40)
@drawn_with(found=settings_in_fractions())
def test_eigenvalues_are_between_their_bounds(found):
    """λ_max(J), λ_max(−J), λ_max(N_1), and ‖J‖ of both."""
    figures, setup = dynamics_figures(found, 1, Clock()), reference_of(found)
    mean = mean_update(setup)
    truths = [largest_eigenvalue(m) for m in (mean, combined((-1, mean)), spread_from_identity(setup, 1))]
    for interval, (low, high) in zip((figures.mean_largest, figures.mean_negated, figures.noise_largest), truths, strict=True):
        assert Fraction(interval[0]) <= high
        assert low <= Fraction(interval[1])
    norm = max(truths[0][1], truths[1][1])
    assert figures.mean_norm[0] <= norm <= figures.mean_norm[1] + Fraction(1, 10**20)


@pytest.mark.parametrize(
    ("eta", "verdict"),
    [(0.5, Verdict.STABLE), (1.0, Verdict.UNDECIDED), (1.5, Verdict.UNSTABLE)],
)
def test_a_boundary_that_is_a_fraction(eta, verdict):
    """H = 2 of both, B = n: J = 1 − 2η, and ρ(Φ) = J² is 1 at η = 1 exactly."""
    figures = dynamics_figures(given([[[2.0]]], [[[2.0]]], eta, 0.0), 2, Clock())
    assert figures.stability.verdict is verdict
    assert figures.stability.exactly_one is (eta == 1.0)


@settings(max_examples=20)
@drawn_with(seed=st.integers(0, 10**6), n=st.integers(1, 3), k=st.integers(1, 2))
def test_nothing_acts_beyond_the_span(seed, n, k):
    """Factors in more dimensions than they have columns: ρ(Φ) ≥ 1, and each quiet dimension adds 1 to the second moment."""
    rng = np.random.default_rng(seed)
    retain, forget = rng.normal(size=(n, 12, k)) / 4, rng.normal(size=(1, 12, k)) / 4
    figures = dynamics_figures(given(retain, forget, 0.25, 0.25, factored=True), 3, Clock())
    dense = dynamics_figures(given(*(x @ x.transpose(0, 2, 1) for x in (retain, forget)), 0.25, 0.25), 3, Clock())
    assert figures.stability.quiet == 12 - (n + 1) * k
    assert figures.stability.lo >= 1
    for one, other in zip(figures.moments, dense.moments, strict=True):
        assert one[0] <= other[1]
        assert other[0] <= one[1]


@pytest.mark.parametrize("factored", [False, True])
def test_the_simulation_agrees_within_its_error_bars(factored):
    """Twenty settings of both forms, stable and not, at every step; its seed fixes it."""
    rng = np.random.default_rng(3)
    for _ in range(20):
        retain, forget = rng.normal(size=(4, 3, 2)) / 2, rng.normal(size=(3, 3, 2)) / 2
        if not factored:
            retain, forget = (x @ x.transpose(0, 2, 1) for x in (retain, forget))
        found = given(retain, forget, float(rng.uniform(0.1, 1)), float(rng.uniform(0, 0.4)), 2, factored=factored)
        exact = dynamics_figures(found, 5, Clock()).moments
        run = simulate(found, exact, 1500, 11, Clock())
        assert all(run.agrees), (run, exact)
        assert run == simulate(found, exact, 1500, 11, Clock())


def test_a_simulation_of_something_else_does_not_agree():
    """Moments of another learning rate are outside the error bars."""
    found = given([[[1.0]], [[2.0]]], [[[1.0]]], 0.25, 0.25)
    other = dynamics_figures(found.at(eta=0.375), 5, Clock()).moments
    assert not all(simulate(found, other, 2000, 0, Clock()).agrees)


@pytest.mark.parametrize("eta", [5e-324, 1e-320, 1e-160, 1e-40, 1e-20, 1e-14])
@pytest.mark.parametrize(("alpha", "verdict"), [(0.0, Verdict.STABLE), (1.0, Verdict.UNSTABLE)])
@pytest.mark.parametrize("size", [1.0, 1e-160])
def test_verdict_and_bounds_agree_at_a_short_step(eta, alpha, verdict, size):
    """Descent alone is stable and ascent is not, by whatever little: the exact comparison decides, and no bound is on the other side."""
    family = np.array([[[1.0, 0.5], [0.5, 1.0]], [[2.0, 0.25], [0.25, 1.0]]]) * size
    figures = dynamics_figures(given(family, family, eta, alpha), 2, Clock())
    found = figures.stability
    assert found.verdict is verdict
    assert found.lo <= found.hi
    assert found.hi <= 1 if verdict is Verdict.STABLE else found.lo >= 1


def test_quiet_dimensions_keep_the_exact_verdict():
    """Beside a dimension on which nothing acts, too."""
    family = np.diag([1.0, 0.0])[None]
    found = dynamics_figures(given(family, family, 1e-20, 1.0), 2, Clock()).stability
    assert (found.verdict, found.lo, found.quiet) == (Verdict.UNSTABLE, 1.0, 1)
    assert found.compared


@pytest.mark.parametrize("factored", [False, True])
@pytest.mark.parametrize("still", [0, 2])
def test_moments_that_overflow_are_intervals(factored, still):
    """From below by what stays where nothing acts, and to infinity; the exact moment is in each, and none is NaN."""
    factors = np.pad(np.array([[[1.0], [2.0]], [[2.0], [0.5]]]), ((0, 0), (0, still), (0, 0)))
    family = factors if factored else factors @ factors.transpose(0, 2, 1)
    found = given(family, family, 5.0, 0.5, factored=factored)
    figures, setup = dynamics_figures(found, 300, Clock()), reference_of(found)
    for k in (1, 20, 100, 200, 300):
        (low, high), true = figures.moments[k], trace(moment_by_recursion(setup, k))
        assert Fraction(low) <= true
        assert high == math.inf or true <= Fraction(high)
    assert figures.moments[300] == (float(still), math.inf)
    assert trace(moment_by_recursion(setup, 300)) > Fraction(10) ** 308
    for interval in (*figures.moments, *figures.noise, *figures.mean):
        assert interval[0] <= interval[1]
    simulated = simulate(found, figures.moments, 20, 0, Clock())
    assert not np.isnan(simulated.means).any()
    assert not np.isnan(simulated.errors).any()
