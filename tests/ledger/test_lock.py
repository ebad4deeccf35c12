"""The lock: what it holds, how it is compared, and what is wrong with one that is no lock."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.ledger.examples import FALSE, STATEMENTS, decide, refuted, theory
from verify.decide.outcome import Effort, Unsettled, Verdict
from verify.errors import Code, Fault
from verify.ledger.build import build
from verify.ledger.entry import Entry, Ledger
from verify.ledger.lock import FILE, compare, read_lock, write_lock


@pytest.fixture
def ledger(tmp_path):
    """The examples, decided."""
    return build(theory(tmp_path), jobs=1, decide=decide)


def test_what_is_written_is_read(tmp_path, ledger):
    """A line per statement, in the order of print."""
    write_lock(ledger, tmp_path)
    before = read_lock(tmp_path)
    assert before is not None
    assert [line.id for line in before] == [s.id for s in STATEMENTS]
    assert compare(ledger, before).matches is True


def test_without_a_lock_nothing_matches_or_differs(tmp_path, ledger):
    """No lock is neither a match nor a difference."""
    assert read_lock(tmp_path) is None
    assert compare(ledger, None).matches is None


def test_the_text_is_stable(tmp_path, ledger):
    """The same ledger writes the same bytes, and a statement of its own is a line of its own."""
    write_lock(ledger, tmp_path)
    first = (tmp_path / FILE).read_bytes()
    write_lock(ledger, tmp_path)
    assert (tmp_path / FILE).read_bytes() == first
    lines = first.decode().splitlines()
    assert lines[0] == "verify-lock/1"
    assert lines[1].split()[:2] == ["1.1", "refuted"]
    assert len(lines) == 1 + len(STATEMENTS)
    assert [p.name for p in tmp_path.iterdir()] == [FILE]


def test_effort_is_no_part_of_the_lock(tmp_path):
    """A slow machine and a fast one agree."""
    tried = [Ledger("t", (Entry(FALSE, Unsettled("no", Effort(n, n, 200, 0)), float(n), None),)) for n in (1, 1000)]
    write_lock(tried[0], tmp_path)
    assert compare(tried[1], read_lock(tmp_path)).matches is True


def test_changes_are_named(tmp_path, ledger):
    """A verdict that changed, a statement reworded, one that is new and one that is gone are each told apart."""
    write_lock(ledger, tmp_path)
    e = ledger.entries
    reworded = replace(e[1], statement=replace(e[1].statement, conclusion=e[5].statement.conclusion))
    new = replace(e[3], statement=replace(e[3].statement, id="9"))
    edited = replace(ledger, entries=(replace(e[0], outcome=Unsettled("no")), reworded, e[2], e[4], e[5], new))
    comparison = compare(edited, read_lock(tmp_path))
    assert comparison.matches is False
    changed = {c.id: c for c in comparison.changed}
    assert list(changed) == ["1.1", "1.2", "9", "3"]
    verdicts = [(c.before and c.before.verdict, c.after and c.after.verdict) for c in comparison.changed]
    assert verdicts == [
        (Verdict.REFUTED, Verdict.UNSETTLED),
        (Verdict.REFUTED, Verdict.REFUTED),
        (None, Verdict.MALFORMED),
        (Verdict.MALFORMED, None),
    ]


def test_another_counterexample_is_no_change(tmp_path):
    """The lock holds verdicts; which counterexample shows it is for the certificate."""
    first, other = (Ledger("t", (Entry(FALSE, refuted(FALSE, eta), 0.0, None),)) for eta in ("2", "5/2"))
    write_lock(first, tmp_path)
    assert compare(other, read_lock(tmp_path)).matches is True


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", [1]),
        ("verify-lock/2\n", [1]),
        ("<<<<<<< HEAD\nverify-lock/1\n", [1]),
        ("verify-lock/1\n1.1 refuted 0123\n", [2]),
        ("verify-lock/1\n1.1 refuted 0123 counterexample\n<<<<<<< HEAD\n1.2 true 0123 attack\n", [3, 4]),
        ("verify-lock/1\n1.1 refuted 0 counterexample\n1.1 refuted 0 counterexample\n", [3]),
        ("\ufeff\x00", [1]),
    ],
)
def test_what_is_no_lock_is_refused(tmp_path, text, lines):
    """Each line that is none is named, with what to do."""
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    with pytest.raises(Fault, match="verify accept") as caught:
        read_lock(tmp_path)
    assert [d.code for d in caught.value.diagnostics] == [Code.LOCK] * len(lines)
    assert [d.place.line for d in caught.value.diagnostics if d.place] == lines


def test_bytes_that_are_no_text_are_refused(tmp_path):
    """A binary file is no lock, and no traceback."""
    (tmp_path / FILE).write_bytes(b"\xff\xfe\x00")
    with pytest.raises(Fault, match="E-LOCK"):
        read_lock(tmp_path)


def test_a_lock_that_is_a_folder_is_refused(tmp_path):
    """What cannot be read says so."""
    (tmp_path / FILE).mkdir()
    with pytest.raises(Fault, match="E-READ"):
        read_lock(tmp_path)


def test_a_lock_that_cannot_be_written_is_refused(tmp_path, ledger):
    """What cannot be written says so, and leaves nothing behind."""
    (tmp_path / FILE).mkdir()
    with pytest.raises(Fault, match="E-WRITE"):
        write_lock(ledger, tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == [FILE]
