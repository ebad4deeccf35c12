"""Exact values laid out for a person."""

from __future__ import annotations

from verify.report.values import block, instance_blocks


def test_a_matrix_stands_in_aligned_rows():
    """Columns are aligned to the right, rows under one another."""
    assert block("J", [["1/2", "0"], ["-3", "10"]]) == [
        "J = [ 1/2   0 ]",
        "    [  -3  10 ]",
    ]


def test_numbers_and_vectors():
    """A number stands on its line, a vector is a column, a side without an exact value is a question mark."""
    assert block("x", "3/8") == ["x = 3/8"]
    assert block("w", ["1", "0"]) == ["w = [ 1 ]", "    [ 0 ]"]
    assert block("left", None) == ["left = ?"]


def test_an_instance_is_whole():
    """Every value and every member is there; an empty family is said to be empty."""
    instance = {
        "values": {"eta": "1/2", "d": "1", "M": [["7"]]},
        "members": {"H": {"D_r": [[["1"]], [["2"]]], "D_f": []}, "N": {"integers": [[["3"]]]}},
    }
    assert instance_blocks(instance) == [
        "η = 1/2, d = 1",
        "M = [ 7 ]",
        "H[D_r#1] = [ 1 ]",
        "H[D_r#2] = [ 2 ]",
        "H: no members, since D_f is empty",
        "N[1] = [ 3 ]",
    ]
