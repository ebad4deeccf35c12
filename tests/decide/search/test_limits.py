"""Limits under attack: an instance on which second moments grow, vanish or stay, with a certificate that the kernel accepts."""

from __future__ import annotations

import pytest

from tests.small_theory import NOTATION, SGD_NOTATION, SGD_SETUP, read_claim, read_claims, read_sgd_claims
from verify.decide.outcome import Refuted
from verify.decide.search.limits import is_about_a_limit, limit_attack

STEPS = r"(\prod_{t=0}^{k-1} J_t^T) \overleftarrow{\prod}_{t=0}^{k-1} J_t"
TRACE = rf"\lim_{{k \to \infty}} \mathbb{{E}}\mathrm{{Tr}}({STEPS})"
FALSE = {
    "it grows with ascent": rf"\assume{{$\eta H_r \preceq I \forall r \in D_r$}} \conclude{{${TRACE} = 0$}}",
    "it vanishes with descent": rf"\assume{{$\alpha = 0$}} \assume{{$\frac{{1}}{{2}} I \preceq \eta H_R$}} \conclude{{${TRACE} = \infty$}}",
    "it stays where nothing moves": rf"\assume{{$\alpha = 0$}} \assume{{$\mathrm{{Tr}}(H_R) = 0$}} \conclude{{${TRACE} = \infty$}}",
    "the mean of the trace": r"\conclude{$\lim_{k \to \infty} \mathrm{Tr}(\mathbb{E}[" + STEPS + r"]) = 0$}",
    "in two dimensions": rf"\assume{{$d = 2$}} \assume{{$\eta H_r \preceq I \forall r \in D_r$}} \conclude{{${TRACE} = 0$}}",
    "a limit that is a number": rf"\conclude{{${TRACE} = d$}}",
    "noise that doubles": r"\assume{$N_1 \preceq 3I$} \conclude{$\lim_{k \to \infty} \mathrm{Tr}(N_k) = 0$}",
    "noise that vanishes": r"\assume{$\frac{1}{2} I \preceq N_1$} \conclude{$\lim_{k \to \infty} \mathrm{Tr}(N_k) = \infty$}",
}
LATER = r"\begin{definition}{Later} \[ w_k = (\overleftarrow{\prod}_{t=0}^{k-1} J_t) w_0 \] \end{definition}"
START = r"\lim_{k \to \infty} \mathbb{E}\norm{w_k}{}^2"
OF_A_START = {
    "a start at zero stays": rf"\assume{{$\alpha = 1$}} \assume{{$I \preceq \eta H_f \forall f \in D_f$}} \conclude{{${START} = \infty$}}",
    "another grows": rf"\conclude{{${START} = 0$}}",
    "another vanishes": rf"\assume{{$w_0^T w_0 \geq 1$}} \assume{{$\alpha = 0$}} \conclude{{${START} = \infty$}}",
}
SUPPOSED = r"\assume{$\lim_{k \to \infty} \mathrm{Tr}(N_k) = \infty$}"
NOT_REFUTED = {
    "growth from ascent": (
        rf"\assume{{$\alpha = 1$}} \assume{{$I \preceq \eta H_F$}} \conclude{{${TRACE} = \infty$}}",
        "no instance was found",
    ),
    "descent": (
        r"\assume{$N_1 \preceq \frac{1}{2} I$} \conclude{$\lim_{k \to \infty} \mathrm{Tr}(N_k) = 0$}",
        "no instance was found",
    ),
    "another sequence": (r"\conclude{$\lim_{k \to \infty} \mathrm{Tr}(J^k) = 0$}", "neither a trace nor"),
    "a supposed limit": (rf"{SUPPOSED} \conclude{{${TRACE} = \infty$}}", "supposes a limit"),
}


@pytest.mark.parametrize("claim", FALSE.values(), ids=FALSE)
def test_a_false_limit_falls(claim):
    """The kernel accepts the certificate."""
    (statement,) = read_sgd_claims({"1": claim}).values()
    assert is_about_a_limit(statement)
    found = limit_attack(statement, SGD_NOTATION, rounds=2)
    assert isinstance(found.outcome, Refuted), found.reason
    assert found.outcome.certificate["kind"] == "refutation"


@pytest.mark.parametrize("claim", OF_A_START.values(), ids=OF_A_START)
def test_a_false_limit_of_a_squared_norm_falls(claim):
    """Also where w_0 = 0 is the boundary at which nothing grows."""
    statement = read_claims({"1": claim}, SGD_SETUP + LATER, SGD_NOTATION)["1"]
    found = limit_attack(statement, SGD_NOTATION, rounds=2)
    assert isinstance(found.outcome, Refuted), found.reason


@pytest.mark.parametrize("claim", [c for c, _ in NOT_REFUTED.values()], ids=NOT_REFUTED)
def test_what_is_not_refuted_says_why(claim):
    """In one line: nothing was found, or what the attack has no means for."""
    (statement,) = read_sgd_claims({"1": claim}).values()
    found = limit_attack(statement, SGD_NOTATION, rounds=1)
    assert found.outcome is None
    assert dict(NOT_REFUTED.values())[claim] in found.reason


def test_another_statement_is_none():
    """It is attacked otherwise."""
    assert not is_about_a_limit(read_claim(r"\conclude{$s^2 \ge 2$}"))
    with pytest.raises(ValueError, match="no limit"):
        limit_attack(read_claim(r"\conclude{$s^2 \ge 2$}"), NOTATION, rounds=1)
