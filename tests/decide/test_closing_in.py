"""Hypothesis as a partner of the attack: what is replayed, what is kept, and that processes may share it."""

from __future__ import annotations

import subprocess
import sys
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from hypothesis.database import InMemoryExampleDatabase

from tests.house.sources import ROOT
from tests.small_theory import read_claim
from verify.meaning.exact import check, compile_statement
from verify.meaning.instance import Instance
from verify.strategies import NearMiss, NearMisses, closing_in, instances, near_misses, relative_slack

BOUNDED = r"\assume{$A \preceq I$}, \assume{$G \preceq I$} "
TRUE = read_claim(BOUNDED + r"\conclude{$AG + GA \succeq -\frac{1}{4} I$}")
FALSE = read_claim(BOUNDED + r"\conclude{$AG + GA \succeq -\frac{1}{8} I$}")
BRIEFLY = settings(max_examples=40, database=None)


def at(*values: int | Fraction) -> Instance:
    """A of one dimension, and G."""
    a, g = (((Fraction(v),),) for v in values)
    return Instance((("d", Fraction(1)), ("A", a), ("G", g)))


def said(found: list[Instance]) -> list[dict[str, Any]]:
    """What instances say; the order of their values says nothing."""
    return [i.to_json() for i in found]


def seen_in_a_run(misses: NearMisses | None) -> list[Instance]:
    """The instances of one run on the true statement, in their order."""
    seen: list[Instance] = []

    @BRIEFLY
    @closing_in(TRUE, misses)
    def test(instance: Instance) -> None:
        seen.append(instance)

    test()
    return seen


def test_near_misses_are_replayed_first():
    """The nearest before the others, and before anything is drawn."""
    misses = NearMisses(InMemoryExampleDatabase())
    misses.keep(TRUE, NearMiss(0.5, at(1, Fraction(1, 7))))
    misses.keep(TRUE, NearMiss(0.25, at(1, Fraction(1, 9))))
    assert said(seen_in_a_run(misses)[:2]) == said([at(1, Fraction(1, 9)), at(1, Fraction(1, 7))])


def test_what_comes_nearer_is_kept():
    """Exact instances that satisfy the hypotheses, each nearer than what came before it, with their slack."""
    misses = NearMisses(InMemoryExampleDatabase())
    seen = seen_in_a_run(misses)
    kept = misses.of(TRUE)
    assert kept
    slack = relative_slack(TRUE)
    assert kept[0].slack == min(s for i in seen if (s := slack(i)) > 1e-12)
    for miss in kept:
        assert said([miss.instance])[0] in said(seen)
        assert miss.slack == slack(miss.instance)
        assert check(TRUE.context, TRUE.conclusion, miss.instance).conclusion is True


def test_a_second_run_starts_where_the_first_ended(tmp_path):
    """It sees the nearest instance of the first before any other."""
    seen_in_a_run(near_misses(tmp_path))
    nearest = near_misses(tmp_path).of(TRUE)[0].instance
    assert said(seen_in_a_run(near_misses(tmp_path))[:1]) == said([nearest])


def test_nothing_is_kept_where_nothing_is_to_be():
    """Without near misses the test is one of drawn instances."""
    assert len(seen_in_a_run(None)) == BRIEFLY.max_examples


def test_a_false_statement_fails():
    """The failure is the test's own."""
    judge = compile_statement(FALSE.context, FALSE.conclusion)
    failing: list[Instance] = []

    @settings(max_examples=500, database=None, phases=[Phase.generate])
    @closing_in(FALSE)
    def holds(instance: Instance) -> None:
        if judge(instance).conclusion is False:
            failing.append(instance)
            raise AssertionError

    with pytest.raises(AssertionError):
        holds()
    assert relative_slack(FALSE)(failing[-1]) < 0


@pytest.mark.parametrize("statement", [TRUE, FALSE], ids=["true", "false"])
@settings(max_examples=20)
@given(data=st.data())
def test_the_slack_has_the_sign_of_the_exact_check(statement, data):
    """Negative where the conclusion is false, positive or about 0 where it is true."""
    instance = data.draw(instances(statement))
    slack = relative_slack(statement)(instance)
    assert check(statement.context, statement.conclusion, instance).conclusion is (slack > -1e-12)


@pytest.mark.slow
def test_processes_may_share_a_directory(tmp_path):
    """Under `pytest -n` every process replays and keeps; a second run is as green as the first."""
    (tmp_path / "test_shared.py").write_text(SHARED, "utf-8")
    options = ("-q", "-n2", "-p", "no:cacheprovider", "-c", "/dev/null", f"--rootdir={tmp_path}", str(tmp_path))
    for _ in range(2):
        done = subprocess.run([sys.executable, "-m", "pytest", *options], capture_output=True, text=True, check=False, cwd=ROOT)
        assert done.returncode == 0, done.stdout + done.stderr
    assert near_misses(tmp_path / "misses").of(TRUE)


SHARED = """
from pathlib import Path

import pytest
from hypothesis import settings

from tests.decide.test_closing_in import TRUE
from verify.meaning.exact import check
from verify.strategies import closing_in, near_misses


@pytest.mark.parametrize("number", range(4))
def test_it(number):
    @settings(max_examples=20, deadline=None)
    @closing_in(TRUE, near_misses(Path(__file__).parent / "misses"))
    def holds(instance):
        assert check(TRUE.context, TRUE.conclusion, instance).conclusion is True

    holds()
"""
