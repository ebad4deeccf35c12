"""Statements about the coherence matrix S: what falls is found on instances that the kernel can evaluate, what stands survives."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.proofs.theory import THEORY, checked
from verify.decide.decide import decide
from verify.decide.draw.choice import seeded
from verify.decide.draw.draw import draw_instance
from verify.decide.draw.plan import Limits, read_plan
from verify.decide.draw.scalars import integer_values
from verify.decide.outcome import Refuted, Unsettled
from verify.decide.search.search import search
from verify.kernel.check import check
from verify.meaning.instance import Instance


def found(id_: str) -> Instance:
    """A shrunk instance on which the exact meaning refutes a statement, whether the kernel can evaluate it or not."""
    instance = search(THEORY[id_], 60, 0).instance
    assert instance is not None
    assert checked(id_, instance).conclusion is False
    return instance


def test_the_range_of_theorem_4_9_as_printed_is_too_wide():
    """42.1 falls under (38) by a certificate with four pairs, in one dimension."""
    outcome = decide(THEORY["42.1"], rounds=60)
    assert isinstance(outcome, Refuted)
    assert check(outcome.certificate) == outcome.accepted
    values = outcome.certificate["instance"]["values"]
    assert [values[n] for n in ("d", "n_r", "n_f", "B")] == ["1", "2", "2", "1"]


def test_the_trace_of_no_power_counts_the_pairs():
    """33.6 is false for k = 0 alone: d Tr(S⁰) = d n_r n_f > d². The kernel evaluates S, and what it rests on, with its roots."""
    outcome = decide(THEORY["33.6"], rounds=60)
    assert isinstance(outcome, Refuted)
    assert check(outcome.certificate) == outcome.accepted
    values = {name: outcome.certificate["instance"]["values"][name] for name in ("k", "d", "n_r", "n_f")}
    assert (values["k"], values["d"], {values["n_r"], values["n_f"]}) == ("0", "1", {"1", "2"})


def test_the_last_line_of_42_inverts_one_factor_too_few():
    """42.4 multiplies by 1 − α where it should divide: with α = 0 it is true, so α is not 0."""
    assert found("42.4").value("alpha") > 0


@pytest.mark.parametrize("id_", ["33.6r", "34", "42.1r", "42.4r"])
def test_what_stands_survives(id_):
    """Not a counterexample, nor an error, on twenty instances and more."""
    outcome = decide(THEORY[id_], rounds=60)
    assert isinstance(outcome, Unsettled)
    assert outcome.effort.instances >= 20


@pytest.mark.parametrize("id_", ["33.6r", "42.1"])
def test_most_draws_have_rational_roots(id_):
    """√C_r, √C_f and their fractions are rational on more than half of the draws; on a few they are not."""
    plan = read_plan(THEORY[id_], Limits())
    sizes = integer_values(plan)
    drawn = [i for round_ in range(60) if (i := draw_instance(plan, sizes, seeded(0, round_))) is not None]
    rational = sum(map(plan.rational, drawn))
    assert len(drawn) / 2 < rational < len(drawn)


def test_statements_without_a_table_are_drawn_as_ever():
    """Nothing is asked of the roots of (31)."""
    assert read_plan(THEORY["25.4"], Limits()).rational is None


def test_the_coherence_of_the_theory():
    """33.6r on a pair of retain Hessians 1 and 4 with a forget Hessian 0, all noise on the first: Tr S = λ_1(S) = 5, an equality."""
    one, four, nothing = (((Fraction(n),),) for n in (1, 4, 0))
    numbers = {"d": 1, "n_r": 2, "n_f": 1, "B": 1, "k": 1, "eta": 1, "alpha": Fraction(1, 2)}
    instance = Instance(tuple((n, Fraction(v)) for n, v in numbers.items()), (("H", (("D_r", (one, four)), ("D_f", (nothing,)))),))
    verdict = checked("33.6r", instance)
    assert verdict.conclusion is True
    assert verdict.left == verdict.right == "5/2"
