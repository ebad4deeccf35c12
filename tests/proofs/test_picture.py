"""The picture of the thresholds: its circles lie on the repaired curve, and the printed one crosses that of divergence."""

from __future__ import annotations

from fractions import Fraction
from xml.etree import ElementTree

import pytest

from proofs.picture import PARAMETERS, lines, second_moment, threshold
from proofs.rank_one import RankOne


@pytest.mark.parametrize("alpha", [Fraction(0), Fraction(1, 2), Fraction(9, 10)])
def test_the_construction_turns_on_the_repaired_curve(alpha):
    """At m = 8/(5(1 − α)) a step has the second moment 1, exactly; below it less, above it more; and λ_max(D) is that of (42)."""
    m = Fraction(8, 5) / (1 - alpha)
    assert second_moment(m, alpha) == 1
    assert second_moment(m * Fraction(99, 100), alpha) < 1 < second_moment(m * Fraction(101, 100), alpha)
    assert float(RankOne.with_m(m, alpha=alpha, **PARAMETERS).eigenvalue) == pytest.approx(threshold("38r", alpha), rel=1e-12)


def test_the_printed_threshold_allows_what_diverges():
    """Without ascent (38) is (42), below (29); for most α it is above (29), where no choice of Hessians converges."""
    without, half = Fraction(0), Fraction(1, 2)
    assert threshold("38", without) == pytest.approx(threshold("38r", without), rel=1e-12)
    assert threshold("38r", without) < threshold("29", without)
    assert threshold("38r", half) < threshold("29", half) < threshold("38", half)


@pytest.mark.slow
def test_it_is_a_picture():
    """Three curves, ten circles, in well-formed SVG."""
    root = ElementTree.fromstring("\n".join(lines()))
    tags = [element.tag.rpartition("}")[2] for element in root]
    assert (tags.count("polyline"), tags.count("circle")) == (3, 10)
