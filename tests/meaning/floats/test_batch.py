"""Batches: from instances, from arrays, and what does not fit together."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.meaning.expressions import add, apply, at_least, power, times, trace
from tests.meaning.floats.arrays import BATCH, CONTEXT, found
from tests.meaning.setups import instance_of, setups
from tests.meaning.theory import CONTEXT as SGD
from tests.meaning.theory import SECOND_MOMENT
from tests.reference.moments import Setup
from verify.language.expression import Operator, Symbol
from verify.meaning.floats.compile import compile_floats, from_arrays, from_instances, slack

ONE, HALF = [[Fraction(1)]], [[Fraction(1, 2)]]
SMALL = instance_of(Setup((ONE,), (HALF,), Fraction(1, 3), Fraction(0), 1), 2)
LARGER = instance_of(Setup((HALF,), (ONE,), Fraction(2, 3), Fraction(0), 1), 2)
LONGER = instance_of(Setup((ONE, ONE), (HALF,), Fraction(1, 3), Fraction(0), 1), 2)

OTHER_SETS = replace(SMALL, members=(("H", SMALL.members[0][1][:1]),))


def test_a_batch_of_instances_holds_their_values():
    """Integers are kept once, reals and matrices per instance; a real that is one integer for all counts as one."""
    batch = from_instances([SMALL, LARGER])
    assert (batch.size, dict(batch.integers)) == (2, {"d": 1, "n_r": 1, "n_f": 1, "B": 1, "k": 2, "alpha": 0})
    assert batch.values["eta"].tolist() == [1 / 3, 2 / 3]
    assert batch.values["w_0"].tolist() == [[1], [1]]
    assert batch.families["H"]["D_r"].tolist() == [[[[1]]], [[[0.5]]]]
    assert all(array.dtype == np.float64 for array in batch.values.values())


def test_a_batch_has_as_many_results_as_instances():
    """Also of an expression that no instance changes."""
    batch = from_instances([SMALL] * 4)
    assert compile_floats(SGD, add("k", 1))(batch).tolist() == [3, 3, 3, 3]
    assert compile_floats(SGD, apply(Operator.IDENTITY, "d"))(batch).shape == (4, 1, 1)
    assert slack(SGD, at_least("k", 1))(batch).tolist() == [1, 1, 1, 1]


def test_shapes_of_results():
    """The batch is the first axis of numbers, vectors, rows and matrices."""
    shapes = {name: compile_floats(CONTEXT, Symbol(name))(BATCH).shape for name in ("a", "v", "t", "X")}
    assert shapes == {"a": (3,), "v": (3, 2), "t": (3, 2), "X": (3, 2, 2)}
    assert found(times("t", "v")) == [-5, 0, 2]


def test_results_are_the_callers_own():
    """Writing into a result leaves the batch as it was."""
    result = compile_floats(CONTEXT, Symbol("a"))(BATCH)
    result[:] = 7
    assert found(Symbol("a")) == [1, -2, 0]


@settings(max_examples=15)
@given(st.lists(setups(min_size=2, max_size=2, max_members=1), min_size=2, max_size=4))
def test_instances_of_a_batch_do_not_touch_each_other(drawn):
    """A batch has the values of its instances one by one, in their order."""
    instances = [instance_of(setup, 2) for setup in drawn]
    together, alone = compile_floats(SGD, SECOND_MOMENT), [from_instances([i]) for i in instances]
    assert together(from_instances(instances)) == pytest.approx([together(b)[0] for b in alone], rel=1e-12)


def test_a_part_of_a_batch():
    """`where` keeps the chosen instances."""
    part = BATCH.where(np.array([True, False, True]))
    assert (part.size, found(Symbol("a"), part), found(trace("X"), part)) == (2, [1, 0], [5, 7])


UNFIT = {
    "no instances": (lambda: from_instances([]), "no instances"),
    "different sizes": (lambda: from_instances([SMALL, LONGER]), "H over D_r has several shapes"),
    "different names": (lambda: from_instances([SMALL, replace(SMALL, values=SMALL.values[1:])]), "different names"),
    "different index sets": (lambda: from_instances([SMALL, OTHER_SETS]), "different index sets"),
    "different batches": (lambda: from_arrays({"a": [1.0, 2.0], "b": [1.0]}), "batches of different sizes: a has 2, b has 1"),
    "an empty batch": (lambda: from_arrays({"a": []}), "a batch of at least one"),
    "a plain number": (lambda: from_arrays({"a": 1.5}), r"a has the shape \(\)"),
    "too many axes": (lambda: from_arrays({"a": np.zeros((2, 2, 2, 2))}), "to 3 axes"),
    "a family without members' axis": (lambda: from_arrays({}, {"H": {"S": np.zeros(2)}}), "2 to 4 axes"),
    "not numbers": (lambda: from_arrays({"a": ["x"]}), "a is no array of numbers"),
    "integers that differ": (lambda: found(power("a", "k"), from_arrays({"a": [2.0, 2.0], "k": [1.0, 2.0]})), "k is an integer"),
}


@pytest.mark.parametrize("name", UNFIT)
def test_what_does_not_fit_is_told(name):
    """Each misuse raises ValueError and names the culprit."""
    make, message = UNFIT[name]
    with pytest.raises(ValueError, match=message):
        make()
