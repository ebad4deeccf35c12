"""Hypotheses that cannot hold together: what is found, that the kernel accepts it, and that nothing else is."""

from __future__ import annotations

import pytest

from tests.small_theory import read_claim, read_claims
from verify.decide.certify import SoundnessAlarm, vacuous
from verify.decide.decide import decide
from verify.decide.outcome import Unsettled
from verify.decide.prove.contradiction import contradiction
from verify.kernel.check import Beyond, Rejected, check
from verify.notation import family, index_set, indices, integer, notation, real, selectors, vector

CONTRADICTIONS = {
    "two strict orders": r"\assume{$s > t$}, \assume{$t > s$}",
    "a strict and a weak order": r"\assume{$s > t$}, \assume{$t \ge s$}",
    "an equation and an order": r"\assume{$s = t + 1$}, \assume{$s \le t$}",
    "an equation and a strict order": r"\assume{$s = t$}, \assume{$s > t$}",
    "the same, the other way round": r"\assume{$s < t$}, \assume{$s = t$}",
    "zero and negative": r"\assume{$s = 0$}, \assume{$s < 0$}",
    "two equations": r"\assume{$s + t = 1$}, \assume{$2s + 2t = 3$}",
    "a sum of three": r"\assume{$s + t \le 1$}, \assume{$t \ge 1$}, \assume{$s \ge \frac{1}{3}$}",
    "an empty interval": r"\assume{$s \in [2, 1]$}",
    "an interval and an order": r"\assume{$s \in (0, 1)$}, \assume{$s \ge 1$}",
    "a negative natural": r"\assume{$n + k < 0$}",
    "a product as a monomial": r"\assume{$st \ge 2$}, \assume{$st \le 1$}",
    "a power as a monomial": r"\assume{$s^2 \ge 2$}, \assume{$s^2 + t \le 1$}, \assume{$t \ge 0$}",
    "a quantified bound at zero": r"\assume{$\mathrm{Tr}(N_k) \le \epsilon \forall k$}, \assume{$\epsilon \in (0, 1)$}",
    "a trace of the identity": r"\assume{$\mathrm{Tr}(2I) \le t$}, \assume{$t \le 1$}",
    "a trace": r"\assume{$\mathrm{Tr}(A) \le t$}, \assume{$t < \mathrm{Tr}(A)$}",
    "a sum over a literal range": r"\assume{$\sum_{i=1}^{3} i s \le 5$}, \assume{$s \ge 1$}",
    "an empty sum": r"\assume{$\sum_{i=1}^{0} s \ge 5$}",
    "an empty sum that is positive": r"\assume{$\sum_{i=3}^{1} s > 0$}",
    "a binomial": r"\assume{$\binom{4}{2} s \le 3$}, \assume{$s \ge 1$}",
    "a binomial that is zero": r"\assume{$\binom{2}{3} > 0$}",
    "binomials of the same": r"\assume{$\binom{3}{3} + \binom{3}{0} > 2$}",
    "members of members": r"\assume{$\mathrm{Tr}(N_{1+1}) < \mathrm{Tr}(N_2)$}",
    "a square": r"\assume{$s^2 + t \le 1$}, \assume{$t > 1$}",
    "a matrix hypothesis": r"\assume{$A + I \preceq A$}",
    "the trace of a bound": r"\assume{$A \preceq I$}, \assume{$\mathrm{Tr}(A) > d$}",
    "traces of two bounds": r"\assume{$I \preceq A + G$}, \assume{$2A \preceq 0I$}, \assume{$\mathrm{Tr}(G) < d$}",
    "a trace that is negative": r"\assume{$\mathrm{Tr}(A) + t \le 1$}, \assume{$t > 1$}",
    "a conjunct": r"\assume{$s < t < s$}",
}
CONSISTENT = {
    "nothing assumed": "",
    "equality is allowed": r"\assume{$s \ge t$}, \assume{$t \ge s$}",
    "an interval of one point": r"\assume{$s \in [1, 1]$}",
    "a bound that holds": r"\assume{$\mathrm{Tr}(N_0) \le t$}",
    "a contradiction only in the integers": r"\assume{$2n = 2k + 1$}",
    "another binomial": r"\assume{$\binom{4}{2} s \le 6$}, \assume{$s \ge 1$}",
    "a quotient by what may be zero": r"\assume{$st = t$}, \assume{$s < 1$}",
    "an index without a value": r"\assume{$\mathrm{Tr}(N_{k-1}) \ge t$}, \assume{$k < 1$}",
    "a matrix hypothesis that has the same trace on both sides": r"\assume{$2A + I \preceq A + I + G$}",
    "a product that is no square": r"\assume{$st < 0$}",
    "what a selector decides": r"\assume{$\sum_{r \in D_r} x_{r,k} < 0$}, \assume{$\sum_{r \in D_r} x_{r,k} > 0$}",
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
    """Hypotheses that can hold, whose contradiction is of another kind, or that derivations are not about."""
    assert contradiction(read_claim(f"{assumed} {CONCLUSION}").context) is None


def test_each_step_is_needed():
    """The bound at 0, ε < 1, N_0 = I, and their sum: without one of the premises the kernel rejects the last step."""
    statement = read_claim(f"{CONTRADICTIONS['a quantified bound at zero']} {CONCLUSION}")
    certificate = vacuous(statement, contradiction(statement.context)).certificate
    *steps, last = certificate["steps"]
    assert [step["rule"] for step in (*steps, last)] == ["use", "lemma", "definition", "order"]
    for left_out in last["from"]:
        fewer = [place for place in last["from"] if place != left_out]
        with pytest.raises(Rejected):
            check({**certificate, "steps": [*steps, {**last, "from": fewer}]})


NAMES = (real("s", "t", "q"), integer("n", "d", "m"), index_set("D", size="n"), indices("r", over="D"), selectors("x", over="D"))
MEAN, SIZES = r"\mathbb{E}[\sum_{r \in D} x_r] = s", (vector("v", size="d"), vector("w", size="m"))
DEFINITION = r"\begin{definition}{%s} \[ %s \] \end{definition}"
LAW = r"\begin{definition}{Law} \define{$x_r \sim \operatorname{Bernoulli}(%s)$} \end{definition}"
UNFIT = {
    "two sizes": ("v^T v = w^T w", "", SIZES),
    "a selector without a law": (MEAN, "", ()),
    "a law for each": (MEAN, LAW % "T_r", (family(real("T"), over="D"),)),
    "a definition of itself": ("t = s", DEFINITION % ("t", "t = 2t"), ()),
    "definitions of each other": ("t = s", DEFINITION % ("t", "t = q") + DEFINITION % ("q", "q = t + 1"), ()),
}


@pytest.mark.parametrize(("concluded", "setup", "names"), UNFIT.values(), ids=UNFIT)
def test_where_the_kernel_has_no_derivations_nothing_is_claimed(concluded, setup, names):
    """The hypotheses contradict each other, but derivations are not about such symbols or definitions: no steps, and no alarm."""
    assumed = r"\assume{$s > 0$}, \assume{$s < 0$}"
    claims = {"found": rf"{assumed} \conclude{{$s = 1$}}", "not": rf"{assumed} \conclude{{${concluded}$}}"}
    found, unfit = read_claims(claims, setup, notation(*NAMES, *names)).values()
    assert contradiction(found.context) is not None
    assert contradiction(unfit.context) is None
    assert isinstance(decide(unfit, rounds=0), Unsettled)


def test_what_the_kernel_has_no_means_to_follow_is_no_alarm():
    """The operator norm has no normal form: the steps show nothing, and nothing is concluded from that."""
    statement = read_claim(rf"\assume{{$\norm{{A}}{{op}} < \norm{{A}}{{op}}$}} {CONCLUSION}")
    steps = contradiction(statement.context)
    with pytest.raises(Beyond):
        vacuous(statement, steps)
    assert isinstance(decide(statement, rounds=0), Unsettled)


def test_steps_that_do_not_follow_are_an_alarm():
    """A witness that is not the difference is the engine's mistake, or the kernel's."""
    statement = read_claim(f"{CONTRADICTIONS['two strict orders']} {CONCLUSION}")
    *steps, last = contradiction(statement.context)
    with pytest.raises(SoundnessAlarm, match="the kernel rejects its vacuous"):
        vacuous(statement, [*steps, {**last, "witness": ["number", "1"]}])
