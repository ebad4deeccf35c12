"""The ledger on a terminal."""

from __future__ import annotations

from dataclasses import replace
from io import StringIO

import pytest
from rich.cells import cell_len
from rich.console import Console

from tests.ledger.derived import make
from tests.ledger.examples import FALSE, MEANINGLESS, decide, theory
from verify.decide.outcome import Malformed
from verify.language.statement import Role
from verify.ledger.build import build
from verify.ledger.certificates import Stored
from verify.ledger.entry import Entry, Ledger, SetAside
from verify.ledger.lock import Comparison, compare, locked
from verify.report.conclusions import conclusion_lines
from verify.report.terminal import COLOURS, Verdict, print_accepted, print_ledger


def printed(ledger, lock, width=80, terminal=False):
    """What is printed on a terminal of some width."""
    file = StringIO()
    print_ledger(ledger, lock, Console(file=file, width=width, force_terminal=terminal))
    return file.getvalue()


@pytest.fixture
def ledger(tmp_path):
    """The examples, decided."""
    return build(theory(tmp_path), jobs=1, decide=decide)


def test_the_table(ledger):
    """Each statement has its row: id, verdict, what it says, what the verdict rests on."""
    text = printed(ledger, Comparison(None))
    rows = {line.split()[0]: line for line in text.splitlines() if line.strip()}
    assert rows["1.1"].split() == ["1.1", "refuted", "η", "≤", "k", "[1.1r]", "2", ">", "1", "at", "k=1"]
    assert "contradictory hypotheses" in rows["2"]
    assert "H_i is used outside a sum" in rows["3"]
    assert "2,000 instances" in rows["1.1r"]
    assert "6 statements: 2 refuted, 1 vacuous, 1 malformed, 1 defined, 1 unsettled" in text
    assert "`verify accept` writes one" in text


def test_derivations_in_the_table(tmp_path):
    """What is proved has its reason, what is not says why; then what became of the conclusions."""
    text = printed(build(make(tmp_path), jobs=1, rounds=20), Comparison(None), width=100)
    rows = {line.split()[0]: " ".join(line.split()) for line in text.splitlines() if line.strip()}
    assert rows["1"] == "1 proved s + 1 > 0 A positive number and one are positive."
    assert rows["5"].startswith("5 unsettled s + 4 > 0 unsupported; survived 24 instances")
    assert rows["L6"].startswith("L6 unsettled s + 6 > 0 unsupported; survived 24 instances")
    assert "5 proved, 2 refuted, 1 cited, 4 unsettled" in text
    assert text.splitlines()[-4:-1] == ["conclusions proved: L7, L8", "conclusions cited: B", "conclusions open: L6"]


def test_what_became_of_the_conclusions(tmp_path):
    """One that falls is proved as repaired where its repair is; a link is no conclusion."""
    ledger = build(theory(tmp_path), jobs=1, decide=decide)
    assert list(conclusion_lines(ledger)) == []
    claims = tuple(replace(e, statement=replace(e.statement, role=Role.CLAIM)) for e in ledger.entries)
    assert list(conclusion_lines(replace(ledger, entries=claims))) == ["conclusions fallen: 1.1, 1.2, 2, 3", "conclusions open: Def1"]
    derived = build(make(tmp_path / "derived"), jobs=1, rounds=20).entry("1")
    mended = replace(derived, statement=replace(derived.statement, id="1.1r", repairs="1.1"))
    lines = list(conclusion_lines(replace(ledger, entries=(claims[0], claims[1], mended))))
    assert lines == ["conclusions proved as repaired: 1.1 (1.1r)", "conclusions fallen: 1.2"]


def test_a_cited_repair_stands(ledger, tmp_path):
    """What falls as printed, and is cited as repaired, has not fallen: it stands on the same word."""
    cited = build(make(tmp_path / "derived"), jobs=1, rounds=20).entry("B")
    fallen = next(e for e in ledger.entries if e.verdict is Verdict.REFUTED)
    fallen = replace(fallen, statement=replace(fallen.statement, role=Role.CLAIM, repairs=None))
    repaired = replace(cited, statement=replace(cited.statement, id="r", repairs=fallen.id))
    assert list(conclusion_lines(replace(ledger, entries=(fallen, repaired)))) == [f"conclusions cited as repaired: {fallen.id} (r)"]


@pytest.mark.parametrize("width", [80, 100, 200])
def test_it_fits(ledger, width):
    """No line of the table is wider than the terminal, whatever is said."""
    long = replace(FALSE, id="L4.7.2ar2", latex="x" * 500, conclusion=None, fault=MEANINGLESS.fault)
    entry = Entry(long, Malformed(replace(MEANINGLESS.fault, message="⪯" * 300)), 1.0, "L4.7.2ar3", unsupported_by=("1.1",))
    text = printed(Ledger("t", (*ledger.entries, entry)), Comparison(True), width)
    assert max(cell_len(line) for line in text.splitlines()) <= width
    assert "L4.7.2ar2 malformed" in text


def test_a_row_is_one_line(ledger):
    """A formula on several lines of print is one in the table."""
    entry = replace(ledger.entries[3], statement=replace(MEANINGLESS, latex="a\n  = b"))
    assert "a = b" in printed(replace(ledger, entries=(entry,)), Comparison(True))


def test_brackets_are_text(ledger):
    """What looks like markup is printed as it stands."""
    entry = replace(ledger.entries[3], statement=replace(MEANINGLESS, latex="E[bold]x[/bold]"))
    assert "E[bold]x[/bold]" in printed(replace(ledger, entries=(entry,)), Comparison(True))


def test_verdicts_are_coloured_on_a_terminal_only(ledger):
    """Colour is for people."""
    assert "\x1b[" in printed(ledger, Comparison(None), terminal=True)
    assert "\x1b[" not in printed(ledger, Comparison(None))
    assert set(COLOURS) == set(Verdict)


def test_a_difference_from_the_lock_is_told(ledger):
    """What changed, from what to what, and what to do."""
    lines = [locked(e) for e in ledger.entries]
    before = (replace(lines[0], verdict=Verdict.UNSETTLED), replace(lines[1], statement="0"), *lines[2:5], replace(lines[5], id="gone"))
    text = printed(ledger, compare(ledger, before))
    assert "differs in 4 statements" in text
    assert "1.1       unsettled → refuted" in text
    assert "1.2       reworded; still refuted" in text
    assert "1.1r      new: unsettled" in text
    assert "gone      gone; was unsettled" in text
    assert "`verify accept`" in text


def test_a_match_is_told(ledger):
    """Nothing to do."""
    text = printed(ledger, compare(ledger, tuple(locked(e) for e in ledger.entries)))
    assert "theory.lock matches." in text
    assert "accept" not in text


def test_a_certificate_set_aside_is_told(ledger):
    """Which, why, and what to do."""
    text = printed(replace(ledger, set_aside=(SetAside("1.1", "it is not JSON"),)), Comparison(True))
    assert "certificate 1.1.json was set aside: it is not JSON" in text
    assert "`verify accept`" in text


def test_what_was_accepted_is_told(ledger):
    """The lock and the certificates, in numbers."""
    file = StringIO()
    print_accepted(ledger, Comparison(None), Stored(("1.1", "2"), ("old",)), Console(file=file, width=80))
    assert "theory.lock is new; certificates: 2 written, 1 removed." in file.getvalue()
