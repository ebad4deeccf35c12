"""The search: its course depends on rounds and seed alone, and it says how hard it tried."""

from __future__ import annotations

import pytest

from tests.false_statements import false_statements
from tests.small_theory import read_claim
from tests.true_statements import true_statements
from verify.decide.search.search import search

TRUE = true_statements()
FALSE = false_statements()


@pytest.mark.parametrize("id_", ["squaring-is-monotone", "bounded-congruence", "moments-are-powers"])
def test_the_course_depends_on_rounds_and_seed_alone(id_):
    """Twice the same search, twice the same counterexample."""
    assert search(FALSE[id_], 200, 5) == search(FALSE[id_], 200, 5)


def test_more_rounds_begin_with_the_same_rounds():
    """A counterexample that fewer rounds found is found by more."""
    few, many = (search(FALSE["squaring-is-monotone"], rounds, 0) for rounds in (200, 400))
    assert few.instance == many.instance is not None


def test_effort_counts_what_was_drawn_and_what_was_admissible():
    """Each round is one instance; the tiny ones come on top; those that break a hypothesis are not admissible."""
    effort = search(TRUE["bounded-square"], 50, 3).effort
    assert (effort.rounds, effort.seed, effort.cut_short) == (50, 3, False)
    assert 50 <= effort.instances <= effort.drawn


def test_no_rounds_still_try_the_tiny_instances():
    """d = 1 with simple values is always looked at."""
    found = search(FALSE["square-above"], 0, 0)
    assert found.instance is not None


def test_time_cuts_short_and_says_so():
    """What was not finished is not said to have been tried."""
    effort = search(TRUE["bounded-power"], 10**6, 0, max_seconds=0.1).effort
    assert effort.cut_short
    assert effort.drawn < 10**6


def test_hypotheses_that_nothing_satisfies_leave_no_instance():
    """Where no draw is admissible, the effort says 0."""
    searched = search(read_claim(r"\assume{$A + I \preceq A$} \conclude{$A = I$}"), 20, 0)
    assert searched.instance is None
    assert searched.effort.instances == 0


def test_counterexamples_without_a_certificate_do_not_count():
    """They are passed over and counted."""
    searched = search(FALSE["square-above"], 10, 0, certifiable=lambda instance: instance is None)
    assert searched.instance is None
    assert searched.uncertified > 0
