"""examples/selectors: three ways to draw a batch, each with what is true of its second moment and what is not."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.proofs.theory import exact
from tests.reference.laws import batch, bernoulli, mean_matrix, three_points
from tests.reference.moments import combined, identity, times, transposed
from verify import expand
from verify.decide.outcome import Verdict
from verify.language.read import load_theory
from verify.ledger.build import build
from verify.ledger.entry import Entry
from verify.meaning.algebra.formula import Formula
from verify.meaning.exact import value
from verify.strategies import instances

THEORY = load_theory(Path(__file__).parents[2] / "examples" / "selectors")
TRUE = ("bernoulli", "moments", "batch", "batch-whole", "batch-steps")
FALSE = ("bernoulli-steps", "moments-pairs", "batch-alone", "batch-less")


@cache
def entries() -> dict[str, Entry]:
    """The ledger's entries by id."""
    return {entry.id: entry for entry in build(THEORY, jobs=1, rounds=30).entries}


@pytest.mark.parametrize("id_", TRUE)
def test_these_are_proved(id_):
    """For all n, d and B, and attacked all the same."""
    assert entries()[id_].verdict is Verdict.PROVED


@pytest.mark.parametrize("id_", FALSE)
def test_these_are_refuted(id_):
    """By two members, one of which is drawn; what is false of the order alone needs matrices that do not commute."""
    entry = entries()[id_]
    assert entry.verdict is Verdict.REFUTED
    values = entry.outcome.certificate["instance"]["values"]
    assert (values["d"], values["n"], values["B"]) == ("2" if id_ == "batch-less" else "1", "2", "1")


def difference(id_: str) -> object:
    """Left minus right in SymPy, averaged and multiplied out."""
    statement = THEORY[id_]
    names = {d.name for d in statement.context.definitions if not d.law} - {"X", "Y", "Z"}
    left, right = (Formula(side, statement.context).unfold(*names) for side in (statement.lhs, statement.rhs))
    return expand(expand(left) - expand(right))


@pytest.mark.parametrize("id_", ["bernoulli", "moments", "batch", "batch-steps"])
def test_sympy_shows_them(id_):
    """The algebra averages the same to the same."""
    assert difference(id_).is_ZeroMatrix


@pytest.mark.parametrize("id_", ["bernoulli-steps", "moments-pairs", "batch-alone"])
def test_sympy_shows_no_others(id_):
    """It leaves a difference of those that are false."""
    assert not difference(id_).is_ZeroMatrix


@pytest.mark.parametrize("id_", ["bernoulli", "moments", "batch", "batch-steps", "batch-whole", "batch-alone"])
@settings(max_examples=12)
@given(data=st.data())
def test_the_printed_means_are_those_of_all_outcomes(id_, data):
    """Each left side, as it is parsed, is the mean over all outcomes in fractions, and each right side that is true of it."""
    statement = THEORY[id_]
    instance = data.draw(instances(statement, max_n=3))
    n, eta, size = int(instance.value("n")), instance.value("eta"), instance.value("B")
    hessians = [[list(row) for row in h] for h in instance.family("H")["D"]]
    m = [list(row) for row in instance.value("M")]
    laws = {
        "bernoulli": lambda: (bernoulli(size / n, n), eta / size),
        "moments": lambda: (three_points(Fraction(1, n), instance.value("v"), n), eta),
        "batch": lambda: (batch(int(size), n), eta / size),
    }
    outcomes, rate = laws[id_.split("-")[0]]()

    def step(drawn):
        return combined((1, identity(len(m))), *((-rate * x, h) for x, h in zip(drawn, hessians, strict=True)))

    if id_ == "batch-steps":
        expected = mean_matrix(outcomes, lambda xs, ys: times(times(transposed(step(xs)), m), step(ys)), 2)
    else:
        expected = mean_matrix(outcomes, lambda xs: times(times(transposed(step(xs)), m), step(xs)))
    assert exact(value(statement.context, statement.lhs, instance)) == expected
    if id_ in TRUE:
        assert exact(value(statement.context, statement.rhs, instance)) == expected
