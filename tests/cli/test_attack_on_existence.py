"""`verify attack` on what is claimed to exist: what it names, what is absurd, and what was tried where neither is found."""

from __future__ import annotations

import json

import pytest

from tests.cli.command import verify
from tests.ledger.existing import make

QUICK = ("--jobs", "1", "--rounds", "1")


@pytest.fixture
def theory(tmp_path):
    """A folder in which `proofs` is the small theory about what there is."""
    make(tmp_path / "proofs")
    return tmp_path


def attacked(theory, id_):
    """The result as data."""
    result = verify("attack", id_, *QUICK, "--json", "-", cwd=theory)
    assert result.returncode == 0
    return json.loads(result.stdout)


def test_it_is_named(theory):
    """The derivation is shown, with what there is."""
    result = verify("attack", "some", *QUICK, cwd=theory)
    assert result.returncode == 0
    for part in ("none can be: what is claimed to exist is named", "so, step by step", "namely 1"):
        assert part in result.stdout
    assert (attacked(theory, "some")["proved"], attacked(theory, "some")["found"]) == (True, False)


def test_nothing_will_do(theory):
    """The instance, and the steps from whatever there is to 0 < 0."""
    result = verify("attack", "none", *QUICK, cwd=theory)
    assert result.returncode == 0
    for part in ("an exact counterexample", "0 < 0", "so nothing will do", "absurd, whatever there is at d=1 n_r=1"):
        assert part in result.stdout
    found = attacked(theory, "none")
    assert (found["found"], found["counterexample"]["instance"]["values"]) == (True, {"d": "1", "n_r": "1"})


def test_neither(theory):
    """What was tried is said, with the instances; the exit code is 0."""
    found = attacked(theory, "kept")
    assert (found["found"], found["proved"]) == (False, False)
    assert f"instances on which it is not seen to be absurd: {found['effort']['instances']}" in found["note"]
    assert "no guarantee" in verify("attack", "kept", *QUICK, cwd=theory).stdout


def test_the_ledger_in_short(theory):
    """What there is is named; of what is open, what was tried."""
    lines = verify("check", *QUICK[:2], "--fresh", cwd=theory).stdout
    for part in ("C = 1.", "absurd, whatever there is", "namely s "):
        assert part in lines
    assert "survived" not in lines


def test_by_what_is_proved(theory):
    """That a sum of squares is negative is absurd by a statement that is proved, once its derivation is stored."""
    assert not attacked(theory, "negative")["found"]
    assert verify("accept", *QUICK[:2], cwd=theory).returncode == 0
    assert attacked(theory, "negative")["found"]
