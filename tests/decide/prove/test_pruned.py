"""Steps that lead nowhere are left out, and the others renumbered."""

from __future__ import annotations

import pytest

from tests.decide.prove.derivations import accepted, begun
from verify.decide.prove.pruned import pruned

CLAIM = r"\assume{$s \leq t$}, \assume{$n \geq 2$} \conclude{$s + 1 \leq t + 1$}"


def step(*places):
    """A step with these premises."""
    return {"rule": "order", "says": [], "from": list(places)}


def test_what_the_last_step_does_not_need():
    """Steps 1 and 3 stand for nothing; the numbers behind them go down."""
    steps = [step(0), step(2), step(2), step(0, 1), step(4)]
    kept, places = pruned(steps, "abcde", 2)
    assert kept == (step(0), step(2), step(3))
    assert places == ("a", "c", "e")


@pytest.mark.parametrize(("over", "ends"), [(None, 0), (["symbol", "D_r"], 0), (["naturals"], 1), (["range", [], []], 2)])
def test_blocks_are_pruned_within(over, ends):
    """What a block begins with counts: the ends of its domain and what it supposes. Outer facts keep their step alive."""
    first = 3 + ends + 1  # a hypothesis, two steps before the block, its ends, what it supposes
    block = {"over": over, "suppose": [[]], "steps": [step(0), step(2), step(first + 1, first - 1)]}
    kept, places = pruned([step(0), step(0), block, step(3)], ("a", "b", ("c", "d", "e"), "f"), 1)
    inner = {"over": over, "suppose": [[]], "steps": [step(1), step(first - 1, first - 2)]}
    assert kept == (step(0), inner, step(2))
    assert places == ("b", ("d", "e"), "f")


def test_what_is_put_in_is_pruned_within():
    """What is known of the members counts; premises outside stay, and so do those inside that show that all has a value."""
    made = {"put": {"D_f": [], "D_r": []}, "says": [], "from": [2], "steps": [step(0), step(4), step(3), step(6)], "values": [1, 7]}
    kept, places = pruned([step(0), step(0), made], ("a", "b", ("c", "d", "e", "f")), 1)
    inner = [step(4), step(3), step(5)]
    assert kept == (step(0), step(0), {**made, "steps": inner, "values": [1, 6]})
    assert places == ("a", "b", ("d", "e", "f"))


def test_a_derivation_is_accepted_without_them():
    """The kernel needs no more."""
    p = begun(CLAIM)
    p.so("0 < n", r"n \geq 2")
    with p.block("m", (0, "n")) as block:
        p.so("0 < n", r"n \geq 2")
        p.so(r"0 \leq n", *block.ends)
    p.so(p.goal, r"s \leq t")
    assert len(p.steps) == 3
    assert len(accepted(p).certificate["steps"]) == 1
