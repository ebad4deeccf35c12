"""`verify explain`."""

from __future__ import annotations

import pytest

from verify.errors import Code, Fault
from verify.report.explain import explain


@pytest.mark.parametrize("code", Code)
def test_every_code_fits_a_terminal(code):
    """Meaning, usual cause and fix, in 80 columns."""
    text = explain(code.value)
    assert text.startswith(code.value)
    assert all(len(line) <= 80 for line in text.splitlines())
    assert [head in text for head in ("Meaning:", "Usual cause:", "Fix:")] == [True] * 3


def test_case_and_prefix_may_be_left_out():
    """A person need not shout."""
    assert explain("index-scope") == explain("E-INDEX-SCOPE")


def test_an_unknown_code_names_near_ones():
    """A slip is told with what may have been meant."""
    with pytest.raises(Fault, match="E-INDEX-SCOPE"):
        explain("E-INDEX-SCOP")
    with pytest.raises(Fault, match="E-AMBIGUOUS, E-"):
        explain("nonsense")
