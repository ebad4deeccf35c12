"""Which theorem applies, and what the ledger lets it conclude."""

from __future__ import annotations

import math
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given as drawn_with
from hypothesis import settings

from proofs.rank_one import RankOne
from tests.inspection.families import figures, given, inspected, settings_in_fractions, verdicts
from tests.proofs.constructions import times_threshold
from verify.decide.outcome import Verdict
from verify.dynamics import Verdict as Stable
from verify.inspection.coherence_figures import CoherenceFigures
from verify.inspection.conclusions import Outcome, Standing, verdict_of
from verify.inspection.inspect import inspect
from verify.inspection.setting import setting

CONSTRUCTION = RankOne(eigenvalue=1, sigma=2, n_r=2, n_f=2, B=1, eta=1, alpha=Fraction(1, 2))


def settled(built):
    """A construction's setting."""
    arrays = built.to_numpy()
    return setting(given(arrays["retain"], arrays["forget"]).hessians, float(built.eta), float(built.alpha), built.B)


def applied(found, id_):
    """One theorem of an inspection."""
    return next(a for a in found.applications if a.id == id_)


@settings(max_examples=25)
@drawn_with(found=settings_in_fractions())
def test_no_accepted_theorem_is_contradicted(found):
    """What is proved and applies agrees with the exact dynamics: limits, and bounds at every step."""
    assert inspected(found).contradictions == ()


@settings(max_examples=25)
@drawn_with(found=settings_in_fractions())
def test_established_bounds_hold(found):
    """Lower bounds are below the second moment, upper ones above, wherever they apply."""
    seen = inspected(found)
    for bound in seen.bounds:
        for k, (value, applies) in enumerate(zip(bound.values, bound.applies, strict=True), start=1):
            if applies and bound.established:
                assert value.interval is not None
                low, high = seen.dynamics.moments[k]
                assert value.interval[0] <= high if bound.side == "lower" else value.interval[1] >= low


@pytest.mark.parametrize(("multiple", "applies"), [("1/2", True), ("99/100", True), (1, False), ("101/100", False)])
def test_the_construction_on_both_sides_of_its_threshold(multiple, applies):
    """(42) as repaired: T4.9r applies below the threshold, not at it, and the dynamics agree; (38) as printed lets more through."""
    found = inspected(settled(times_threshold(CONSTRUCTION, Fraction(multiple))))
    assert applied(found, "T4.9r").applies is applies
    verdict = found.dynamics.stability.verdict
    assert verdict is (Stable.STABLE if applies else Stable.UNDECIDED if multiple == 1 else Stable.UNSTABLE)
    assert dict(found.shown)["threshold_2_3"].middle == pytest.approx(1, rel=1e-12)
    assert dict(found.shown)["threshold_2_3_printed"].middle == pytest.approx(2, rel=1e-12)


def test_the_assigned_figures_are_found():
    """λ_max(D) and σ of the construction, between bounds that hardly differ."""
    found = inspected(settled(CONSTRUCTION)).coherence
    assert isinstance(found, CoherenceFigures)
    for interval, truth in ((found.lambda_max_D, 1), (found.sigma, 2), (found.lambda_max_S, 4), (found.largest_pair, 2)):
        assert interval[0] <= truth <= interval[1]
        assert interval[1] - interval[0] < 1e-12


def test_only_what_is_proved_concludes():
    """Refuted, vacuous and unsettled theorems conclude nothing; their repairs do, where they are proved."""
    found = inspected(given([[[0.25]], [[0.5]]], [[[0.25]]], 0.5, 0.0))
    for one in found.applications:
        assert one.concludes is (one.applies is True and one.verdict in (Verdict.PROVED, Verdict.CITED))
    assert applied(found, "L4.7.2ar").concludes
    assert applied(found, "L4.7.2ar").outcome is Outcome.CONVERGES
    assert applied(found, "L4.7.2a").verdict is Verdict.VACUOUS
    assert not applied(found, "L4.7.2a").concludes
    growing = inspected(given([[[9.0]], [[0.0]]], [[[0.0]]], 1.0, 0.0))
    refuted, repaired = applied(growing, "L4.7.1m"), applied(growing, "L4.7.1mr")
    assert (refuted.verdict, refuted.applies, refuted.concludes) == (Verdict.REFUTED, True, False)
    assert (repaired.verdict, repaired.applies, repaired.concludes, repaired.outcome) == (Verdict.PROVED, True, True, Outcome.DIVERGES)


def test_an_indefinite_family_meets_no_theorem():
    """Every theorem about semidefinite Hessians names the member; exact stability stands."""
    found = inspected(given([[[1.0, 0.0], [0.0, 1.0]], [[1.0, 0.0], [0.0, -0.5]]], [[[0.0, 0.0], [0.0, 0.0]]], 0.25, 0.0))
    assert found.dynamics.stability.verdict is Stable.STABLE
    for one in found.applications:
        if one.statement.conclusion is not None:
            assert one.applies is False
            assert (one.indefinite.array, one.indefinite.index, one.indefinite.smallest) == ("retain", 1, -0.5)
    assert not any(any(b.applies) for b in found.bounds)
    assert "retain[1]" in found.coherence
    assert dict(found.shown)["threshold_2_2"].interval is None


@pytest.mark.parametrize(
    ("eta", "alpha", "batch", "retain", "figure", "reason"),
    [
        (0.5, 0.5, 2, [[[1.0]], [[2.0]]], "threshold_2_2", "C_r = C_f = 0"),
        (0.5, 0.5, 1, [[[0.0]], [[0.0]]], "threshold_2_2", "σ is 0/0"),
        (0.5, 1.0, 1, [[[1.0]], [[2.0]]], "threshold_2_3", "division by zero"),
    ],
)
def test_a_figure_without_a_value_says_why(eta, alpha, batch, retain, figure, reason):
    """No noise; no Hessian; a weight of zero in a denominator."""
    forget = [[[0.0]], [[0.0]]] if retain[0][0][0] == 0 else [[[1.0]], [[1.0]]]
    value = dict(inspected(given(retain, forget, eta, alpha, batch)).shown)[figure]
    assert value.interval is None
    assert reason in value.reason


def test_an_infinite_threshold_is_infinite():
    """(38) at α = 1: C'_r = 0 in the denominator."""
    found = inspected(given([[[1.0]], [[2.0]]], [[[1.0]], [[2.0]]], 0.5, 1.0))
    assert dict(found.shown)["threshold_2_3_printed"].middle == math.inf


def test_a_verdict_is_that_of_the_statement_as_it_is_printed_now():
    """Without a lock, without a line, with another statement's hash: no verdict, and why."""
    statement = figures().theory["L4.7.1r"]
    assert verdict_of(statement, verdicts()) is Verdict.PROVED
    assert verdict_of(statement, None) is Standing.NO_LOCK
    assert verdict_of(statement, {}) is Standing.NOT_LOCKED
    assert verdict_of(statement, {"L4.7.1r": replace(verdicts()["L4.7.1r"], statement="0" * 12)}) is Standing.REWORDED
    without = inspect(given([[[0.25]]], [[[0.25]]]), figures(), None)
    assert not any(a.concludes for a in without.applications)
    assert not any(b.established for b in without.bounds)


@settings(max_examples=15)
@drawn_with(found=settings_in_fractions(most=2, max_d=2))
def test_scalar_weights_are_those_of_the_definitions(found):
    """C_r and C_f of Definition 2, exactly between their bounds."""
    shown = dict(inspected(found, steps=1).shown)
    eta, alpha, batch = Fraction(found.eta), Fraction(found.alpha), found.batch
    for name, share, n in (("C_r", 1 - alpha, found.hessians.n_r), ("C_f", alpha, found.hessians.n_f)):
        truth = eta**2 * share**2 * Fraction(1, n) * (Fraction(1, batch) - Fraction(1, n))
        low, high = shown[name].interval
        assert Fraction(low) <= truth <= Fraction(high)
        assert math.isclose(low, high, rel_tol=1e-15, abs_tol=0)


def test_thresholds_are_those_of_the_formulas_on_exact_instances():
    """Against the exact value of the parsed sides where everything is rational but for roots."""
    built = RankOne.with_m(3, sigma=4, n_r=3, n_f=2, B=1, eta=1, alpha=Fraction(1, 2), d=1)
    arrays, theory = built.to_numpy(), figures().theory
    found = inspected(setting(given(arrays["retain"], arrays["forget"]).hessians, 1.0, 0.5, 1))
    from verify.meaning.algebra.formula import Formula

    for name, id_ in (("threshold_2_2", "29"), ("threshold_2_3", "38r"), ("threshold_2_3_printed", "38")):
        statement = theory[id_]
        truth = float(Formula(statement.rhs, statement.context).value(built.instance()))
        low, high = dict(found.shown)[name].interval
        assert low * (1 - 1e-14) <= truth <= high * (1 + 1e-14)
        assert np.isclose(low, high, rtol=1e-8)
