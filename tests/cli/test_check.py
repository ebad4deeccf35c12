"""`verify check`: the ledger, its files, its exit codes."""

from __future__ import annotations

import json
from xml.etree.ElementTree import fromstring

import pytest

from tests.cli.command import PAPER, make_theory, verify

QUICK = ("--rounds", "20", "--jobs", "1")


@pytest.fixture
def theory(tmp_path):
    """A folder in which `proofs` is a small theory."""
    make_theory(tmp_path / "proofs")
    return tmp_path


def test_without_a_lock(theory):
    """The table, the counts, a hint; exit code 0; nothing is written."""
    before = sorted(p.name for p in (theory / "proofs").iterdir())
    result = verify("check", *QUICK, cwd=theory)
    assert result.returncode == 0, result.stderr
    rows = {line.split()[0]: line.split()[1] for line in result.stdout.splitlines() if len(line.split()) > 1}
    assert {id_: rows[id_] for id_ in ("1", "2", "3", "L1", "1r")} == {
        "1": "refuted",
        "2": "unsettled",
        "3": "malformed",
        "L1": "vacuous",
        "1r": "unsettled",
    }
    assert "5 statements: 1 refuted, 1 vacuous, 1 malformed, 2 unsettled" in result.stdout
    assert "`verify accept`" in result.stdout
    assert max(map(len, result.stdout.splitlines())) <= 80
    assert result.stderr == ""
    assert sorted(p.name for p in (theory / "proofs").iterdir() if p.name != "__pycache__") == before


def test_a_theory_elsewhere(theory):
    """A folder may be named in both ways, not in two."""
    make_theory(theory / "other", r"\[ s \le t \tag{77} \]")
    for arguments in (["other"], ["--theory", "other"], ["other", "--theory", "other"]):
        assert "77" in verify("check", *arguments, *QUICK, cwd=theory).stdout
    result = verify("check", "other", "--theory", "proofs", cwd=theory)
    assert result.returncode == 2
    assert "two theories are named" in result.stderr


def test_accept_then_check_then_edit(theory):
    """What was accepted matches; an edit of the theory differs, with exit code 1."""
    accepted = verify("accept", *QUICK, cwd=theory)
    assert accepted.returncode == 0, accepted.stderr
    assert "2 written" in accepted.stdout
    assert sorted(p.name for p in (theory / "proofs" / "certificates").iterdir()) == ["1.json", "L1.json"]
    assert (theory / "proofs" / "theory.lock").read_text().startswith("verify-lock/1\n1 ")

    matching = verify("check", *QUICK, cwd=theory)
    assert matching.returncode == 0
    assert "theory.lock matches" in matching.stdout

    make_theory(theory / "proofs", PAPER.replace(r"s \le t \tag", r"s \le s \tag"))
    edited = verify("check", *QUICK, cwd=theory)
    assert edited.returncode == 1
    assert "reworded; refuted → unsettled" in edited.stdout
    assert "certificate 1.json was set aside" in edited.stdout

    again = verify("accept", *QUICK, cwd=theory)
    assert "1 removed" in again.stdout
    assert verify("check", *QUICK, cwd=theory).returncode == 0


def test_certificates_are_replayed_by_the_kernel_alone(theory):
    """Stored certificates need no search: with no rounds at all the verdicts are the same."""
    verify("accept", *QUICK, cwd=theory)
    assert verify("check", "--rounds", "0", "--jobs", "1", cwd=theory).returncode == 0


def test_a_tampered_certificate_is_noticed(theory):
    """Evidence that no longer holds is set aside, with exit code 1, though a new search comes to the same verdict."""
    verify("accept", *QUICK, cwd=theory)
    file = theory / "proofs" / "certificates" / "1.json"
    certificate = json.loads(file.read_text())
    values = certificate["instance"]["values"]
    file.write_text(json.dumps({**certificate, "instance": {"values": {**values, "s": "-1"}, "members": {}}}))
    result = verify("check", *QUICK, cwd=theory)
    assert result.returncode == 1
    assert "theory.lock matches" in result.stdout
    assert "certificate 1.json was set aside" in result.stdout


def test_json_on_the_standard_output(theory):
    """With `-` the standard output is JSON and nothing else; the table goes to the standard error."""
    result = verify("check", "--json", "-", *QUICK, cwd=theory)
    data = json.loads(result.stdout)
    assert data["schema"] == "verify-ledger/1"
    assert [s["id"] for s in data["statements"]] == ["1", "2", "3", "L1", "1r"]
    assert "refuted" in result.stderr


def test_reports_in_files(theory):
    """JSON and JUnit at once, beside the table."""
    result = verify("check", "--json", "a.json", "--junit", "a.xml", *QUICK, cwd=theory)
    assert "refuted" in result.stdout
    assert json.loads((theory / "a.json").read_text("utf-8"))["lock"]["matches"] is None
    assert len(fromstring((theory / "a.xml").read_text("utf-8"))[0]) == 5


def test_jobs_and_seeds_change_no_verdict(theory):
    """One process and two, one seed and another: the lock matches."""
    verify("accept", *QUICK, cwd=theory)
    for arguments in (["--jobs", "2"], ["--seed", "5", "--jobs", "1"], ["--fresh", "--jobs", "1"]):
        result = verify("check", "--rounds", "20", *arguments, cwd=theory)
        assert result.returncode == 0, result.stdout


def test_a_terminal_without_unicode(theory):
    """Signs that a terminal lacks are written out, not a traceback."""
    result = verify("check", *QUICK, cwd=theory, PYTHONIOENCODING="ascii")
    assert result.returncode == 0
    assert r"s \u2264 t" in result.stdout


def test_an_edge_may_be_swapped(theory):
    """Two certificates with their statements swapped are noticed."""
    verify("accept", *QUICK, cwd=theory)
    folder = theory / "proofs" / "certificates"
    one, two = (json.loads((folder / name).read_text()) for name in ("1.json", "L1.json"))
    (folder / "1.json").write_text(json.dumps({**one, "statement": two["statement"]}))
    (folder / "L1.json").write_text(json.dumps({**two, "statement": one["statement"]}))
    result = verify("check", *QUICK, cwd=theory)
    assert result.returncode == 1
    assert result.stdout.count("it is about another statement than the printed one") == 2
