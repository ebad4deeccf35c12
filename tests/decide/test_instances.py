"""Instances of any statement: drawn under its hypotheses, exact, within their limits, and nearly always accepted."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from functools import cache

import numpy as np
import pytest
from hypothesis import find, given, settings
from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument

from tests.false_statements import false_statements
from tests.families import commute, is_diagonal, is_indefinite
from tests.small_theory import read_claim, read_sgd_claims
from tests.true_statements import J_BOUNDED, true_statements
from verify.decide.draw.choice import seeded
from verify.decide.draw.draw import draw_instance
from verify.decide.draw.matrices import added, identity, is_psd, multiplied, scaled
from verify.decide.draw.plan import Limits, read_plan
from verify.decide.draw.scalars import integer_values
from verify.language.statement import Statement
from verify.meaning.exact import Lacking, compile_statement, value
from verify.meaning.instance import Instance, from_json
from verify.strategies import instances

DRAWS = 100
FINDING = settings(max_examples=2000, database=None, deadline=None, derandomize=True)
STATEMENTS = {**{f"true {k}": v for k, v in true_statements().items()}, **{f"false {k}": v for k, v in false_statements().items()}}
BOUNDED_J = read_sgd_claims({"bounded": J_BOUNDED + r" \conclude{$J = J$}"})["bounded"]


def drawn(statement: Statement, rounds: int) -> list[Instance]:
    """The instances of so many draws that repair did not give up on."""
    plan = read_plan(statement, Limits())
    sizes = integer_values(plan)
    found = (draw_instance(plan, sizes, seeded(1, round_)) for round_ in range(rounds))
    return [i for i in found if i is not None]


@pytest.mark.parametrize("id_", STATEMENTS)
def test_nine_of_ten_draws_are_accepted(id_):
    """The hypotheses hold exactly on at least 90 of 100 draws, and on every draw that is given out."""
    statement = STATEMENTS[id_]
    judge = compile_statement(statement.context, statement.conclusion)
    found = drawn(statement, DRAWS)
    assert all(judge(i).hypotheses is True for i in found)
    assert len(found) >= 0.9 * DRAWS


@given(st.data())
def test_draws_keep_their_limits(data):
    """Dimensions, sets and other integers stay within max_d, max_n and max_k."""
    i = data.draw(instances(STATEMENTS["false moments-are-powers"], max_d=2, max_n=2, max_k=1))
    assert 1 <= i.value("d") <= 2
    assert 1 <= i.value("B") <= i.value("n_r") <= 2
    assert 0 <= i.value("n_f") <= 2
    assert 0 <= i.value("k") <= 1
    assert len(i.family("H")["D_r"]) == i.value("n_r")


@given(instances(STATEMENTS["true trace-of-a-product-of-k"]))
def test_a_family_over_the_integers_has_the_members_that_are_used(i):
    """M_1, …, M_k, and values that survive a journey through JSON and to arrays."""
    assert len(i.family("M")["integers"]) == i.value("k")
    assert from_json(i.to_json()) == i
    assert i.to_numpy()["d"] == float(i.value("d"))


@given(instances(BOUNDED_J))
def test_a_spectral_bound_holds_in_floating_point_too(i):
    """An independent look at the repaired draws: the eigenvalues of J lie in [-(1-ε), 1-ε]."""
    values = i.to_numpy()
    retain, forget = values["H"]["D_r"].mean(axis=0), values["H"]["D_f"].mean(axis=0)
    j = np.eye(int(values["d"])) - values["eta"] * (1 - values["alpha"]) * retain + values["eta"] * values["alpha"] * forget
    assert np.abs(np.linalg.eigvalsh(j)).max() <= 1 - values["epsilon"] + 1e-9  # rounding of the eigenvalue routine alone


@cache
def bounded_draws() -> list[Instance]:
    """Draws under the spectral bound."""
    return drawn(BOUNDED_J, 300)


def _tight(i: Instance) -> bool:
    j, bound = mean_operator(i), 1 - i.value("epsilon")
    at, beyond = (multiplied(j, j), scaled((bound - Fraction(1, 1000)) ** 2, identity(len(j))))
    return not is_psd(added(beyond, scaled(Fraction(-1), at)))


def mean_operator(i: Instance):
    """J on an instance."""
    rows = value(BOUNDED_J.context, BOUNDED_J.conclusion.left, i).tolist()
    return tuple(tuple(Fraction(int(x.p), int(x.q)) for x in row) for row in rows)


def test_most_spectral_bounds_are_tight():
    """False bounds fail only where a hypothesis is an equation: ε is as large as it can be in more than half of the draws."""
    found = bounded_draws()
    assert sum(map(_tight, found)) > len(found) / 2


@pytest.mark.parametrize(
    "wanted",
    [
        lambda i: is_indefinite(mean_operator(i)),
        lambda i: is_indefinite(mean_operator(i)) and _tight(i),
        lambda i: not commute((mean_operator(i), *i.family("H")["D_r"])),
        lambda i: is_diagonal(mean_operator(i)) and i.value("d") > 1 and not all(map(is_diagonal, i.family("H")["D_r"])),
        lambda i: 0 < i.value("alpha") < 1 and i.value("d") > 1,
        lambda i: i.value("B") == i.value("n_r") == i.value("n_f") == 2,
    ],
    ids=["indefinite", "indefinite and tight", "non-commuting", "diagonal mean", "alpha between", "full batch"],
)
def test_kinds_of_bounded_mean_operators(wanted):
    """Repair does not wipe out the structures that bounds fail on."""
    assert any(map(wanted, bounded_draws()))


@pytest.mark.parametrize(
    "assumed",
    [
        r"\assume{$A \preceq G$}",
        r"\assume{$S \succeq A$}, \assume{$S \preceq I$}",
        r"\assume{$XY = YX$}",
        r"\assume{$X^T X = I$}",
        r"\assume{$X = X^T$}",
        r"\assume{$X \succeq I$}",
        r"\assume{$\norm{v}{2} = 1$}",
        r"\assume{$\mathrm{Tr}(A) = 1$}",
        r"\assume{$\mathrm{Tr}(A) \le t$}",
        r"\assume{$s < t < \epsilon < 1$}, \assume{$s > 0$}",
        r"\assume{$s + 2t = 1$}",
        r"\assume{$st \le 1$}, \assume{$s \ge 2$}",
        r"\assume{$s^2 + t^2 \le 1$}",
        r"\assume{$k \le n$}, \assume{$n \le 2k$}",
        r"\assume{$\frac{n}{k} \le 2$}, \assume{$k \ge 1$}",
        r"\assume{$\sum_{r \in D_r} H_r \preceq tI$}",
        r"\assume{$H_r \preceq I \forall r \in D_r$}",
    ],
)
def test_hypotheses_of_many_forms_are_met(assumed):
    """Order, commutation, orthogonality, norms, chains, equations, products of scalars: all are met, nine times out of ten."""
    statement = read_claim(rf"{assumed} \conclude{{$X + A + S = Y$}}, \conclude{{$s + t + n + k = \norm{{v}}{{2}} + \mathrm{{Tr}}(H_R)$}}")
    judge = compile_statement(statement.context, statement.conclusion)
    found = drawn(statement, DRAWS)
    assert len(found) >= 0.9 * DRAWS
    assert all(judge(i).hypotheses is True for i in found)


def test_instances_shrink_to_the_simplest():
    """The simplest instance is of dimension one, with zeros."""
    found = find(instances(STATEMENTS["true telescope"]), lambda i: i is not None, settings=FINDING)
    assert found == Instance((("d", Fraction(1)), ("k", Fraction(0)), ("X", ((Fraction(0),),)), ("Y", ((Fraction(0),),))))


@pytest.mark.parametrize("limit", [{"max_d": 0}, {"max_n": 0}, {"max_k": -1}, {"max_d": "3"}, {"max_k": True}])
def test_impossible_limits_are_refused(limit):
    """A misuse is told before anything is drawn."""
    with pytest.raises(InvalidArgument):
        instances(STATEMENTS["true telescope"], **limit)


def test_a_statement_without_meaning_has_no_instances():
    """The error says why the print has no meaning."""
    statement = read_claim(r"\conclude{$H_r = A$}")
    with pytest.raises(ValueError, match="has no meaning, so no instances: r is used outside"):
        instances(statement)


def test_hypotheses_beyond_the_limits_are_told():
    """Where no sizes fit, the error names the limits."""
    with pytest.raises(ValueError, match="no sizes within max_d=3, max_n=3, max_k=4"):
        instances(read_claim(r"\assume{$k \ge 9$} \conclude{$2^k \ge k$}"))


def test_a_hypothesis_without_exact_meaning_is_told():
    """A limit among the hypotheses is named."""
    bounded = replace(BOUNDED_J, id="limit", context=replace(BOUNDED_J.context, hypotheses=(LIMIT,)))
    with pytest.raises(Lacking):
        instances(bounded)


LIMIT = read_claim(r"\conclude{$\tendsto{\mathrm{Tr}(N_k)}{\infty}{k}$}").conclusion
