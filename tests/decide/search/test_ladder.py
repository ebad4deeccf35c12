"""The ladder: near a float minimum there are small rationals, and exact evaluation confirms them."""

from __future__ import annotations

from fractions import Fraction
from itertools import islice

import numpy as np
import pytest

from tests.small_theory import read_claim
from verify.decide.draw.matrices import is_psd
from verify.decide.draw.plan import Limits
from verify.decide.draw.rationals import Interval
from verify.decide.search.ladder import near, rational_instances
from verify.decide.search.minimise import minimised
from verify.decide.search.objective import Objective
from verify.decide.search.parameters import parameters
from verify.decide.search.roundings import nearest_arrays, rounded_arrays
from verify.decide.search.simplify import simplified
from verify.decide.search.starts import starts
from verify.decide.search.target import target


def prepared(claim, seed=0, **integers):
    """A target, its objective for given integers, and the best of a few minima."""
    of = target(read_claim(claim), Limits())
    size = next(v for v in of.sizes if all(v[n] == x for n, x in integers.items()))
    objective = Objective(of.slacks, parameters(of.plan, size), None, margin=1e-4)
    found = minimised(objective, starts(objective.parameters, np.random.default_rng(seed), 12), objective.free, 60, 20_000)
    return of, objective, found.theta[found.values.argmin()]


def test_the_first_rungs_are_small():
    """The largest entry is 1, then 2, and so on; positive semidefinite matrices stay so, in whatever way they are rounded."""
    _, objective, theta = prepared(r"\conclude{$AG = GA$}", d=2)
    rungs = list(rounded_arrays(objective.parameters, theta))
    assert len(rungs) > 20
    for rung in rungs:
        assert all(is_psd(m) for unit, values in rung.items() if unit.shape.value == "psd" for m in values)
    assert max(abs(x) for values in rungs[0].values() for m in values for row in m for x in row) <= 2


@pytest.mark.parametrize("denominator", [1, 8, 1024])
def test_the_nearest_arrays_are_near(denominator):
    """No entry is further away than its denominator allows, where rounding keeps the shape."""
    _, objective, theta = prepared(r"\conclude{$XY = YX$}", d=2)
    batch = objective.parameters.batch(theta[np.newaxis])
    for unit, (matrix,) in nearest_arrays(objective.parameters, theta, denominator).items():
        exact = np.array([[float(x) for x in row] for row in matrix])
        assert np.abs(exact - batch.values[unit.name][0]).max() <= 0.5 / denominator + 1e-12
        assert all(Fraction(denominator) % x.denominator == 0 for row in matrix for x in row)


@pytest.mark.parametrize(
    "claim",
    [
        r"\assume{$A \preceq I$} \assume{$G \preceq I$} \conclude{$AG + GA \succeq -\frac{24}{100} I$}",
        r"\assume{$A \preceq G$} \conclude{$A^2 \preceq G^2$}",
        r"\assume{$\epsilon \in (0, 1)$} \conclude{$\mathrm{Tr}(A^2) + \epsilon \ge 2 \mathrm{Tr}(A) - d$}",
        r"\conclude{$\mathrm{Tr}(AGAG) \ge \mathrm{Tr}(A^2 G^2)$}",
    ],
)
def test_what_floats_find_broken_is_broken(claim):
    """One of the first instances of the ladder is a counterexample, or floats found none at all."""
    of, objective, theta = prepared(claim, d=2)
    if objective(theta[np.newaxis])[0] >= 0:
        return
    found = islice(rational_instances(objective, simplified(objective, theta, 2000)), 12)
    assert any(of.refutes(i) for i in found)


def test_simplifying_sets_parts_to_zero():
    """A violation that needs two entries ends with few that are not zero."""
    _, objective, theta = prepared(r"\conclude{$\mathrm{Tr}(XY) \le \mathrm{Tr}(X) \mathrm{Tr}(Y)$}", d=2)
    simple = simplified(objective, theta, 4000)
    assert objective(simple[np.newaxis])[0] < 0
    assert (simple != 0).sum() <= 3


def test_an_interval_is_never_left():
    """Scalars stay within their hypotheses on every rung."""
    _, objective, theta = prepared(r"\assume{$\epsilon \in (0, 1)$} \conclude{$\epsilon \mathrm{Tr}(A) \ge \mathrm{Tr}(A)$}", d=2)
    found = list(islice(rational_instances(objective, theta), 20))
    assert found
    assert all(i.value("epsilon") in Interval(Fraction(0), Fraction(1), False, False) for i in found)


@pytest.mark.parametrize("x", [0.0, 0.3, -7.5, 1e6, -1e12])
def test_simple_scalars_are_few(x):
    """Also about a huge one: no list grows with the number."""
    found = near(x, Interval())
    assert 0 < len(found) < 2000
    assert min(abs(float(y) - x) for y in found) <= 1


def test_long_numbers_stay_positive_semidefinite():
    """Also where the product of a factor with its transpose has more digits than a float."""
    _, objective, _ = prepared(r"\conclude{$AG = GA$}", d=3)
    for seed in range(6):
        theta = 1e5 * starts(objective.parameters, np.random.default_rng(seed), 1)[0]
        for unit, values in nearest_arrays(objective.parameters, theta, 2**40).items():
            assert unit.shape.value != "psd" or all(map(is_psd, values))
