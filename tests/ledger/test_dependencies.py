"""Which statements stand on which."""

from __future__ import annotations

import pytest

from verify.errors import Fault
from verify.ledger.dependencies import schedule, used

LEMMA = {"rule": "lemma", "says": ["<", ["number", "0"], ["number", "1"]], "from": [], "of": {}}


def ordered(ids, uses):
    """The ids in the order in which they become ready."""
    sorter, found = schedule(ids, uses), []
    while sorter.is_active():
        ready = sorter.get_ready()
        found += ready
        sorter.done(*ready)
    return found


def test_what_steps_use():
    """Statements, each once, also inside blocks of blocks; axioms are none, nor is what another rule calls by a name."""
    inner = {"over": None, "suppose": [], "steps": [{**LEMMA, "name": "20.2"}]}
    block = {"over": ["naturals"], "suppose": [], "steps": [{**LEMMA, "name": "induction"}, inner, {**LEMMA, "name": "25.6"}]}
    order = {"rule": "order", "says": LEMMA["says"], "from": [0], "name": "13.1"}
    assert used([{**LEMMA, "name": "25.6"}, block, order, {**LEMMA, "name": "24"}]) == ("25.6", "20.2", "24")
    assert used([]) == ()


@pytest.mark.parametrize("steps", [None, "lemma", [1, None, "a"], [{"rule": "lemma"}], [{"rule": "lemma", "name": 7}], [{"steps": 1}]])
def test_what_is_no_step_uses_nothing(steps):
    """A file may hold anything; the kernel refuses it later."""
    assert used(steps) == ()


def test_each_comes_after_what_it_uses():
    """Whatever the order of print; what is not there is passed over."""
    assert ordered("abc", {"a": ("c",), "b": ("a", "gone")}) == ["c", "a", "b"]
    assert ordered("abc", {}) == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("uses", "circle"),
    [
        ({"a": ("a",)}, "a uses a"),
        ({"a": ("b",), "b": ("c",), "c": ("b",)}, "b uses c uses b"),
    ],
)
def test_a_circle_is_named(uses, circle):
    """Who uses whom, from one statement back to itself, and what to do."""
    with pytest.raises(Fault) as caught:
        schedule("abc", uses)
    text = str(caught.value)
    around = "c uses b uses c" if circle == "b uses c uses b" else circle
    assert "E-CYCLE" in text
    assert circle in text or around in text
    assert "without the next" in text
