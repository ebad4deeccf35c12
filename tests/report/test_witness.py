"""A witness in words: the facts that it adds up, by label, and what is left."""

from __future__ import annotations

import json

import pytest

from verify.report.witness import in_words

A, B, C, ZERO = ["symbol", "a"], ["symbol", "b"], ["symbol", "c"], ["number", "0"]


def less(left, right):
    return ["add", left, ["negate", right]]


FACTS = {"1": ["=", A, B], "2": [">=", B, C], "3": ["<=", C, B], "4": ["loewner>=", A, ZERO], "5": None}


@pytest.mark.parametrize(
    ("witness", "words", "labels"),
    [
        (less(A, B), "by (1)", {"1"}),
        (less(B, A), "by (1)", {"1"}),
        (["negate", less(A, B)], "by (1)", {"1"}),
        (["multiply", ["negate", ["number", "1"]], less(A, B)], "by (1)", {"1"}),
        (["add", less(A, B), less(B, C)], "adding up (1), (3)", {"1", "3"}),
        (["add", ["add", less(A, B)], ["add", C, A]], f"by (1), the difference is {json.dumps(['add', C, A])}", {"1"}),
        (less(C, B), f"the difference is {json.dumps(less(C, B))}", set()),
        (["negate", less(B, C)], f"the difference is {json.dumps(['negate', less(B, C)])}", set()),
        (A, f"the difference is {json.dumps(A)}", set()),
        (["add", A, ["add", B, C]], f"the difference is {json.dumps(['add', A, ['add', B, C]])}", set()),
    ],
)
def test_in_words(witness, words, labels):
    """An equation counts either way, an inequality only in its own; a sum without facts stays as it was written."""
    assert in_words(witness, FACTS, json.dumps) == (words, labels)
