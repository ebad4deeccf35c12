"""The picture of the growth curves: drawn from the record, byte by byte, and a slope is what it says."""

from __future__ import annotations

import json

import pytest

from benchmarks.growth import AXES, PICTURE, RECORD, picture, slope
from tests.cli.command import ROOT


def test_the_picture_is_drawn_from_the_record():
    """`python -m benchmarks.growth` would write the same; the record has every axis, and ours at each of its sizes."""
    record = json.loads((ROOT / RECORD).read_text(encoding="utf-8"))
    assert (ROOT / PICTURE).read_text(encoding="utf-8") == picture(record)
    assert set(record) == set(AXES)
    for axis, curves in record.items():
        assert [size for size, _ in curves["ours, both bounds"]] == list(AXES[axis][0])


@pytest.mark.parametrize("power", [1, 2, 3])
def test_the_slope_is_the_power(power):
    """Of seconds that grow with a power of the size."""
    assert slope([(1, 5.0), (2, 1.0), (8, float(4**power))]) == pytest.approx(power)
