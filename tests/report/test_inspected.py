"""The inspection report: what is said of a family, on a terminal and drawn, from an inspection that is made once."""

from __future__ import annotations

import io
import json
import xml.etree.ElementTree as ET
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from rich.console import Console

from tests.inspection.families import figures, given, verdicts
from verify.dynamics import Stability, Verdict
from verify.inspection.boundary import Boundary
from verify.inspection.inspect import Inspection, Wishes, inspect
from verify.inspection.stability_map import MOST, Curve, StabilityMap, weights_of_map
from verify.report.inspected import print_inspection
from verify.report.inspected_json import inspection_json, inspection_text
from verify.report.inspected_plot import plot_text

AXIS = np.diag([1.0, 0.0])


@cache
def found() -> Inspection:
    """A family that leaves one of two dimensions alone."""
    return inspect(given([AXIS, AXIS], [AXIS / 2], 0.5, 0.0, 1), figures(), verdicts(), Wishes(steps=3, runs=20))


def printed(inspection: Inspection) -> str:
    """What is printed at 80 columns, without its line breaks."""
    console = Console(width=80, file=io.StringIO(), force_terminal=False)
    print_inspection(inspection, console)
    lines = console.file.getvalue().splitlines()
    assert max(map(len, lines)) <= 80
    return " ".join(" ".join(lines).split())


def with_stability(stability: Stability) -> Inspection:
    """The inspection with another verdict."""
    return replace(found(), dynamics=replace(found().dynamics, stability=stability))


def test_what_is_known_at_one_is_said():
    """ρ(Φ) = 1 where nothing acts on one dimension; on the other it is (1 − t/2)² + t²/8 at t times the rate: below 1 up to t = 8/3."""
    said = printed(found())
    assert "exactly at 1: the second moment neither goes to 0 from every start nor grows exponentially (ρ(Φ) = 1)" in said
    assert "On 1 of the 2 dimensions nothing acts and the second moment stays; on the others it goes to 0 (ρ(Φ) = 0.375 there)." in said
    assert "undecided" not in said
    assert "η could grow 2.66667-fold before the second moment does." in said


@pytest.mark.parametrize(
    ("stability", "part"),
    [
        (Stability(Verdict.STABLE, 0.5, 0.5), "stable: the second moment goes to 0 from every start (ρ(Φ) = 0.5)"),
        (Stability(Verdict.UNSTABLE, 2.0, 2.0), "unstable: the second moment grows from some start (ρ(Φ) = 2)"),
        (Stability(Verdict.UNDECIDED, 0.5, 2.0), "undecided: the bounds contain 1 (ρ(Φ) = 0.5 … 2)"),
        (Stability(Verdict.UNSTABLE, 2.0, 2.0, 1, (2.0, 2.0)), "on the others it grows from some start (ρ(Φ) = 2 there)"),
        (Stability(Verdict.UNDECIDED, 1.0, 2.0, 1, (0.5, 2.0)), "on the others the bounds contain 1 (ρ(Φ) = 0.5 … 2 there)"),
    ],
)
def test_every_verdict_has_its_words(stability, part):
    """Stable, unstable, undecided, and the same where something acts."""
    assert part in printed(with_stability(stability))


@pytest.mark.parametrize(
    ("edge", "part"),
    [
        (Boundary(None, "nothing moves"), "No boundary: nothing moves."),
        (Boundary((0.0, 0.0), "the mean grows"), "No learning rate is stable: the mean grows."),
        (Boundary((0.25, 0.25)), "At the exact boundary η is 0.25 of what it is here."),
        (Boundary((0.5, 2.0), "it is open"), "Boundary of stability between 0.5 η and 2 η: it is open."),
        (Boundary((0.999999, 1.000001)), "η is at the exact boundary of stability."),
    ],
)
def test_every_boundary_has_its_words(edge, part):
    """None, at 0, below η, open on a side, at η."""
    assert part in printed(replace(found(), boundary=edge))


def test_a_contradiction_is_an_alarm():
    """It names the theorem."""
    assert "ALARM: T4.8r is accepted as proved" in printed(replace(found(), contradictions=("T4.8r",)))


def test_the_json_has_every_figure_of_the_contract():
    """Intervals as [lo, hi], a figure per step, one entry per theorem with what it concludes."""
    data = inspection_json(found())
    assert (data["schema"], data["d"], data["n_r"], data["n_f"]) == ("verify-inspect/1", 2, 2, 1)
    assert data["rho"] == [1.0, 1.0]
    assert len(data["moments"]) == len(data["lower"]) == 3
    assert {t["id"] for t in data["theorems"]} == {one.id for one in found().applications}


def test_what_has_no_value_is_null_with_a_reason():
    """An infinite threshold is "inf"; σ without noise, and a threshold that rests on 0, are null."""
    pair = np.array([[[1.0, 0.5], [0.5, 1.0]], [[2.0, 0.0], [0.0, 0.0]]])

    def data(eta, alpha, batch):
        return json.loads(inspection_text(inspect(given(pair, pair, eta, alpha, batch), figures(), verdicts(), Wishes(steps=1))))

    ascent, quiet = data(0.25, 1.0, 1), data(1.0, 0.5, 2)
    assert (ascent["threshold_2_3_printed"], ascent["threshold_2_3"]) == ("inf", None)
    assert ascent["undefined"]["threshold_2_3"]
    assert (quiet["C_r"], quiet["C_f"], quiet["sigma"], quiet["undefined"]["sigma"]) == (0.0, 0.0, None, "C_r = C_f = 0")


def test_an_indefinite_family_keeps_its_exact_stability():
    """Every theorem that needs more names the index and λ_min."""
    retain = [[[1.0, 0.5], [0.5, 1.0]], [[1.0, 0.0], [0.0, -0.25]]]
    inspected = inspect(given(retain, [np.eye(2) / 2]), figures(), verdicts(), Wishes(steps=1))
    said, data = printed(inspected), inspection_json(inspected)
    assert "not applicable: retain[1] is not positive semidefinite, λ_min = -0.25" in said
    assert data["semidefinite"]["indefinite"] == [{"array": "retain", "index": 1, "smallest": -0.25}]
    assert data["stability"] in ("stable", "unstable")
    assert not any(t["applies"] for t in data["theorems"])


def test_a_family_that_is_semidefinite_within_rounding_is_told():
    """Its nearest semidefinite one stands for it; and the null space that its Hessians share but for rounding is told, too."""
    factor = np.random.default_rng(0).normal(size=(3, 8, 1))
    dense = factor @ factor.transpose(0, 2, 1)
    said = printed(inspect(given(dense, dense[:1]), figures(), verdicts(), Wishes(steps=1, require_psd=True)))
    assert "3 of `retain` and 1 of `forget` are positive semidefinite within rounding only" in said
    assert "On 5 of the 8 dimensions nothing but rounding acts and the second moment stays" in said


def test_the_map_is_left_out_where_it_is_expensive():
    """2,000 · 200 pairs: no weight at all; a few small Hessians: all of them; the picture then has one panel or two."""
    large = given(np.ones((2000, 1, 1)), np.ones((200, 1, 1)), factored=True)
    assert (weights_of_map(large), weights_of_map(found().setting)) == (0, MOST)
    drawn = StabilityMap((0.0, 1.0), Curve("", (1.0, 2.0)), (Curve("threshold", (0.5, float("nan"))),))
    one, two = (ET.fromstring(plot_text(found(), m)) for m in (None, drawn))
    panels = [sum(g.get("id", "").startswith("axes_") for g in picture.iter("{http://www.w3.org/2000/svg}g")) for picture in (one, two)]
    assert panels == [1, 2]
