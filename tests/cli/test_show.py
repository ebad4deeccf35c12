"""`verify show` and `verify explain`."""

from __future__ import annotations

import json

import pytest

from tests.cli.command import make_theory, verify

QUICK = ("--rounds", "20")


@pytest.fixture
def theory(tmp_path):
    """A folder in which `proofs` is a small theory."""
    make_theory(tmp_path / "proofs")
    return tmp_path


def test_a_refuted_statement(theory):
    """Formula, values, hypotheses, sides, repair."""
    result = verify("show", "1", *QUICK, cwd=theory)
    assert result.returncode == 0
    for part in (r"s \le t", "s ≤ t", "✓ s > 0", "left", "right", "repair 1r"):
        assert part in result.stdout


@pytest.mark.parametrize(
    ("id_", "part"), [("2", "no guarantee"), ("3", "E-"), ("L1", "contradict each other"), ("1r", "stands instead of")]
)
def test_every_verdict(theory, id_, part):
    """Each verdict shows its evidence."""
    result = verify("show", id_, *QUICK, cwd=theory)
    assert result.returncode == 0
    assert part in result.stdout


def test_as_json(theory):
    """The statement's entry, alone on the standard output."""
    result = verify("show", "1", "--json", "-", *QUICK, cwd=theory)
    assert json.loads(result.stdout)["verdict"] == "refuted"


def test_an_unknown_id_names_near_ones(theory):
    """A slip is told with what may have been meant, with exit code 2."""
    result = verify("show", "L11", cwd=theory)
    assert result.returncode == 2
    assert result.stdout == ""
    assert "E-UNKNOWN-ID" in result.stderr
    assert "L1" in result.stderr


def test_explain(theory):
    """A code, explained; no theory is needed."""
    result = verify("explain", "e-index-scope", cwd=theory)
    assert result.returncode == 0
    assert result.stdout.startswith("E-INDEX-SCOPE\n")
    unknown = verify("explain", "E-NONSENSE", cwd=theory)
    assert unknown.returncode == 2
    assert "there is no error code" in unknown.stderr
