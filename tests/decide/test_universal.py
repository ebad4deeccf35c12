"""Statements about any element of a set: refuted by one, attacked where there is one, and shrunk to as few as it takes."""

from __future__ import annotations

import pytest

from tests.small_theory import read_claim, read_claims
from verify.decide.decide import decide
from verify.decide.outcome import Refuted, Unsettled
from verify.decide.search.search import search
from verify.kernel.check import check
from verify.language.canonical import canonical_bytes
from verify.meaning.exact import compile_statement
from verify.meaning.floats.compile import compile_floats, from_instances, slack
from verify.meaning.instance import Instance, from_json

FALSE = {
    "one index": r"\assume{$r \in D_r$} \conclude{$H_r \preceq I$}",
    "its mean": r"\assume{$r \in D_r$} \conclude{$H_r \preceq H_R$}",
    "two indices": r"\assume{$r, q \in D_r$} \conclude{$H_r \preceq H_q$}",
    "a narrowed index": r"\assume{$r, q \in D_r$}, \assume{$\mathrm{Tr}(H_r) \ge \mathrm{Tr}(H_q)$} \conclude{$H_r \succeq H_q$}",
    "integers": r"\assume{$i \in [n]$} \conclude{$\operatorname{Tr}(N_i) \le i$}",
    "selectors": r"\assume{$r \in D_r$} \conclude{$x_r = 1$}",
}
TRUE = {
    "one index": r"\assume{$r \in D_r$} \conclude{$\operatorname{Tr}(H_r) \ge 0$}",
    "two sets": r"\assume{$r \in D_r$}, \assume{$f \in D_f$} \conclude{$\operatorname{Tr}(H_r H_f) \ge 0$}",
    "a narrowed index": r"\assume{$r, q \in D_r$}, \assume{$H_r \succeq H_q$} \conclude{$\mathrm{Tr}(H_r) \ge \mathrm{Tr}(H_q)$}",
    "selectors": r"\assume{$r \in D_r$} \conclude{$0 \le x_r \le 1$}",
    "what was drawn": r"\assume{$i \in \{j \in D_r : x_j = 1\}$} \conclude{$x_i = 1$}",
}


@pytest.mark.parametrize("name", FALSE)
def test_a_false_one_is_refuted(name: str):
    """The kernel accepts the instance for this very statement, in which no relation stands outside a quantifier."""
    statement = read_claim(FALSE[name])
    outcome = decide(statement, rounds=60)
    assert isinstance(outcome, Refuted)
    assert outcome.accepted.statement == canonical_bytes(statement)
    assert check(outcome.certificate) == outcome.accepted
    assert (outcome.certificate["lhs"], outcome.certificate["rhs"]) == (None, None)


@pytest.mark.parametrize("name", TRUE)
def test_a_true_one_survives(name: str):
    """And is put to the test."""
    outcome = decide(read_claim(TRUE[name]), rounds=30)
    assert isinstance(outcome, Unsettled)
    assert outcome.effort is not None
    assert outcome.effort.instances >= 10


@pytest.mark.parametrize(
    ("name", "sizes"), [("one index", {"n_r": "1", "d": "1"}), ("its mean", {"n_r": "2", "d": "1"}), ("two indices", {"n_r": "2"})]
)
def test_a_counterexample_has_as_few_elements_as_it_takes(name: str, sizes: dict[str, str]):
    """One element that is too large; one beside another where the two are compared."""
    outcome = decide(read_claim(FALSE[name]), rounds=60)
    assert isinstance(outcome, Refuted)
    values = outcome.certificate["instance"]["values"]
    assert {n: values[n] for n in sizes} == sizes


def test_an_instance_without_such_an_element_does_not_count():
    """Where nothing satisfies what is assumed of the index, the statement is true and nothing was tried."""
    statement = read_claim(r"\assume{$r \in D_r$} \assume{$H_r \preceq -I$} \conclude{$H_r = I$}")
    effort = search(statement, 20, 0).effort
    assert effort.instances == 0
    assert effort.drawn > 20


def test_an_empty_set_counts():
    """A set without elements is a boundary, not a hypothesis that fails."""
    statement = read_claim(r"\assume{$n_f = 0$}, \assume{$f \in D_f$} \conclude{$H_f = I$}")
    assert search(statement, 20, 0).effort.instances >= 20


def test_it_is_what_a_quantified_formula_says():
    """`\\assume{$r \\in D_r$}` and `\\forall r \\in D_r` make one statement."""
    said = r"\conclude{$\operatorname{Tr}(H_r) \le 1"
    read = read_claims({"a": rf"\assume{{$r \in D_r$}} {said}$}}", "b": rf"{said} \forall r \in D_r$}}"})
    assert canonical_bytes(read["a"]) == canonical_bytes(read["b"])


@pytest.mark.parametrize("claim", [c for name, c in (FALSE | TRUE).items() if name not in ("selectors", "what was drawn")])
def test_floats_agree(claim: str):
    """The float meaning finds what the exact one finds, and where it is false its slack is negative."""
    statement = read_claim(claim)
    assert statement.conclusion is not None
    instance = _instance()
    exact = compile_statement(statement.context, statement.conclusion)(instance).conclusion
    batch = from_instances([instance])
    assert compile_floats(statement.context, statement.conclusion)(batch).tolist() == [exact]
    assert (slack(statement.context, statement.conclusion)(batch)[0] < 0) == (exact is False)


def _instance() -> Instance:
    """Two members in each set, none of them a multiple of another."""
    members = [[["2", "1"], ["1", "1"]], [["1", "0"], ["0", "3"]]]
    values = {"d": "2", "n_r": "2", "n_f": "2", "B": "1", "n": "2"}
    return from_json({"values": values, "members": {"H": {"D_r": members, "D_f": members}}})
