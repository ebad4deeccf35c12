"""Hypotheses that cannot hold together: what is found, that the kernel accepts it, and that nothing else is."""

from __future__ import annotations

import pytest

from tests.small_theory import read_claim
from verify.decide.certify import vacuous
from verify.decide.prove.scalar import contradiction
from verify.kernel.check import Rejected, check

CONTRADICTIONS = {
    "two strict orders": r"\assume{$s > t$}, \assume{$t > s$}",
    "a strict and a weak order": r"\assume{$s > t$}, \assume{$t \ge s$}",
    "an equation and an order": r"\assume{$s = t + 1$}, \assume{$s \le t$}",
    "two equations": r"\assume{$s + t = 1$}, \assume{$2s + 2t = 3$}",
    "a sum of three": r"\assume{$s + t \le 1$}, \assume{$t \ge 1$}, \assume{$s \ge \frac{1}{3}$}",
    "an empty interval": r"\assume{$s \in [2, 1]$}",
    "an interval and an order": r"\assume{$s \in (0, 1)$}, \assume{$s \ge 1$}",
    "a negative natural": r"\assume{$n + k < 0$}",
    "a product as a monomial": r"\assume{$st \ge 2$}, \assume{$st \le 1$}",
    "a power as a monomial": r"\assume{$s^2 \ge 2$}, \assume{$s^2 + t \le 1$}, \assume{$t \ge 0$}",
    "a quantified bound at zero": r"\assume{$\mathrm{Tr}(N_k) \le \epsilon \forall k$}, \assume{$\epsilon \in (0, 1)$}",
    "a trace of the identity": r"\assume{$\mathrm{Tr}(2I) \le t$}, \assume{$t \le 1$}",
    "a sum over a literal range": r"\assume{$\sum_{i=1}^{3} i s \le 5$}, \assume{$s \ge 1$}",
    "a conjunct": r"\assume{$s < t < s$}",
}
CONSISTENT = {
    "nothing assumed": "",
    "equality is allowed": r"\assume{$s \ge t$}, \assume{$t \ge s$}",
    "an interval of one point": r"\assume{$s \in [1, 1]$}",
    "a bound that holds": r"\assume{$\mathrm{Tr}(N_0) \le t$}",
    "a contradiction only in the integers": r"\assume{$2n = 2k + 1$}",
    "a contradiction only by squares": r"\assume{$s^2 < 0$}",
    "a matrix hypothesis": r"\assume{$A + I \preceq A$}",
}
CONCLUSION = r"\conclude{$A + N_k + (s + t + n + \epsilon) I = G$}"


@pytest.mark.parametrize("assumed", CONTRADICTIONS.values(), ids=CONTRADICTIONS)
def test_contradictions_are_found_and_accepted(assumed):
    """The kernel accepts the steps, for this very statement."""
    statement = read_claim(f"{assumed} {CONCLUSION}")
    steps = contradiction(statement.context)
    assert steps is not None
    assert vacuous(statement, steps).accepted.kind == "vacuous"


@pytest.mark.parametrize("assumed", CONSISTENT.values(), ids=CONSISTENT)
def test_what_is_no_linear_contradiction_is_left_alone(assumed):
    """Hypotheses that can hold, or whose contradiction is of another kind."""
    assert contradiction(read_claim(f"{assumed} {CONCLUSION}").context) is None


@pytest.mark.parametrize("step", range(3))
def test_each_step_is_needed(step):
    """Without one of its steps the kernel rejects the derivation: none is there for show."""
    statement = read_claim(f"{CONTRADICTIONS['a quantified bound at zero']} {CONCLUSION}")
    certificate = vacuous(statement, contradiction(statement.context)).certificate
    assert len(certificate["steps"]) == 3
    fewer = [s for i, s in enumerate(certificate["steps"]) if i != step]
    with pytest.raises(Rejected):
        check({**certificate, "steps": fewer})
