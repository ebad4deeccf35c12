"""Derivations as a person meets them: `verify check`, `show` and `accept` of a theory that has some."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest

from tests.cli.command import verify
from tests.ledger.derived import CIRCLE, SCRIPTS, make

QUICK = ("--rounds", "20", "--jobs", "1")
CREDULOUS = """
from verify.kernel.rules import derivation
derivation._RULES = {**derivation._RULES, "order": lambda *_, **__: None}  # a kernel that believes every inequality
"""


@pytest.fixture
def theory(tmp_path):
    """A folder in which `proofs` is a theory with derivations."""
    make(tmp_path / "proofs")
    return tmp_path


def test_accept_then_check(theory):
    """What is proved stands in the lock; its certificates are replayed, also by the kernel alone."""
    accepted = verify("accept", *QUICK, cwd=theory)
    assert accepted.returncode == 0, accepted.stderr
    lock = (theory / "proofs" / "theory.lock").read_text()
    assert [line.split()[0] for line in lock.splitlines() if line.endswith(" derivation")] == ["1", "2", "6.b", "L7", "L8"]
    (theory / "proofs" / "scripts.py").unlink()
    for arguments in ([], ["--jobs", "2"]):
        checked = verify("check", *QUICK, *arguments, "--json", "a.json", cwd=theory)
        assert checked.returncode == 0, checked.stdout
        assert "theory.lock matches" in checked.stdout
    statements = {s["id"]: s for s in json.loads((theory / "a.json").read_text("utf-8"))["statements"]}
    assert statements["2"]["evidence"]["kind"] == "derivation"
    assert statements["2"]["depends_on"] == ["1"]
    fresh = verify("check", *QUICK, "--fresh", cwd=theory)
    assert fresh.returncode == 1
    assert "proved → unsettled" in fresh.stdout


def test_fresh_derives_anew(theory):
    """Scripts come to the same verdicts as their certificates."""
    verify("accept", *QUICK, cwd=theory)
    for arguments in ([], ["--jobs", "2", "--seed", "3"]):
        assert verify("check", *QUICK, "--fresh", *arguments, cwd=theory).returncode == 0


def test_the_table_fits(theory):
    """Verdict, reason, what is unsupported, what became of the conclusions, in 80 columns."""
    result = verify("check", *QUICK, cwd=theory)
    assert result.returncode == 0, result.stderr
    assert max(map(len, result.stdout.splitlines())) <= 80
    for part in ("proved", "A positive number", "unsupported; survived", "conclusions proved: L7, L8", "conclusions open: L6"):
        assert part in result.stdout


def test_a_proof_is_shown(theory):
    """Step by step, with what it rests on."""
    result = verify("show", "2", "--rounds", "20", cwd=theory)
    assert result.returncode == 0, result.stderr
    for part in ("2  proved", "(a) s > 0", "(1) s + 1 > 0  [statement 1, from (a)]", "(2) s + 2 > 0", "rests on\n  1\n"):
        assert part in result.stdout


def test_a_circle_cannot_be_used(theory):
    """Exit code 2, and the circle."""
    make(theory / "proofs", scripts=CIRCLE)
    result = verify("check", *QUICK, cwd=theory)
    assert result.returncode == 2
    assert result.stdout == ""
    assert "E-CYCLE: derivations go in a circle" in result.stderr
    circle = result.stderr.split("in a circle: ")[1].split(".")[0].split(" uses ")
    assert circle[0] == circle[-1]
    assert {*pairwise(circle)} == {("1", "5"), ("5", "4"), ("4", "2"), ("2", "1")}
    assert "E-CYCLE" in verify("explain", "E-CYCLE", cwd=theory).stdout


def test_an_instance_against_a_proof_is_a_soundness_alarm(theory):
    """Exit code 3, which statement, what both sides are, and that nothing of this run is to be trusted; no table, no lock."""
    make(theory / "proofs", scripts=SCRIPTS.replace('"1": positive', '"3": lambda p: p.order(p.goal)'))
    for command in (["check"], ["show", "3", "--rounds", "20"], ["accept"]):
        arguments = command if command[0] == "show" else [*command, *QUICK]
        result = verify(*arguments, cwd=theory, before=CREDULOUS)
        assert result.returncode == 3, result.stderr
        assert result.stdout == ""
        assert "SOUNDNESS ALARM: statement 3: an instance contradicts the derivation that the kernel accepted: 1 ≤ 1" in result.stderr
        assert "No verdict of this run is to be trusted" in result.stderr
    assert not (theory / "proofs" / "theory.lock").exists()


def test_a_sound_kernel_refuses_the_same(theory):
    """The statement is refuted, and the script has done no harm."""
    make(theory / "proofs", scripts=SCRIPTS.replace('"1": positive', '"3": lambda p: p.order(p.goal)'))
    result = verify("show", "3", "--rounds", "20", cwd=theory)
    assert result.returncode == 0
    assert result.stdout.startswith("3  refuted")
