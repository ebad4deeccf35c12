"""The ledger as JUnit XML."""

from __future__ import annotations

from dataclasses import replace
from xml.etree.ElementTree import fromstring

import pytest

from tests.ledger.examples import MEANINGLESS, decide, theory
from verify.decide.outcome import Verdict
from verify.ledger.build import build
from verify.ledger.entry import SetAside
from verify.ledger.lock import Comparison, compare, locked
from verify.report.junit import junit_text


@pytest.fixture
def ledger(tmp_path):
    """The examples, decided."""
    return build(theory(tmp_path), jobs=1, decide=decide)


def suite_of(ledger, lock):
    """The test suite, read again."""
    root = fromstring(junit_text(ledger, lock))
    assert root.tag == "testsuites"
    return root[0]


@pytest.mark.parametrize("matches", [None, True])
def test_a_case_per_statement(ledger, matches):
    """What matches the lock, or has none, passes, whatever its verdict."""
    suite = suite_of(ledger, Comparison(matches))
    assert [case.get("name") for case in suite] == [e.id for e in ledger.entries]
    assert (suite.get("tests"), suite.get("failures"), suite.get("errors")) == ("6", "0", "0")
    assert suite[0].find("system-out").text == r"refuted: \eta \le k"


def test_a_difference_fails(ledger):
    """A changed verdict, a new statement and one that is gone each fail, once."""
    lines = [locked(e) for e in ledger.entries]
    before = (replace(lines[0], verdict=Verdict.PROVED), *lines[1:5], replace(lines[5], id="gone"))
    suite = suite_of(ledger, compare(ledger, before))
    failed = {case.get("name"): case.find("failure").get("message") for case in suite if case.find("failure") is not None}
    assert list(failed) == ["1.1", "1.1r", "gone"]
    assert "locked: proved" in failed["1.1"]
    assert "computed: refuted" in failed["1.1"]
    assert (suite.get("tests"), suite.get("failures")) == ("7", "3")


def test_a_certificate_set_aside_is_an_error(ledger):
    """Stale evidence does not pass."""
    suite = suite_of(replace(ledger, set_aside=(SetAside("1.1", "stale"), SetAside("old", "no statement"))), Comparison(True))
    assert [case.get("name") for case in suite if case.find("error") is not None] == ["1.1", "old"]
    assert (suite.get("tests"), suite.get("errors")) == ("7", "2")


def test_any_text_is_xml(ledger):
    """Characters that XML cannot hold do not break the report."""
    entry = replace(ledger.entries[3], statement=replace(MEANINGLESS, latex="a\x00\x0b<b>&\ud800\U0001f600"))
    suite = suite_of(replace(ledger, entries=(entry,)), Comparison(True))
    assert suite[0].find("system-out").text == "malformed: a\ufffd\ufffd<b>&\ufffd\U0001f600"
