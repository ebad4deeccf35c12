"""Steps about vectors and assignments: what is fixed over ℝ^d, and sums over what is given to each of k integers."""

from __future__ import annotations

import pytest

from tests.decide.prove.derivations import begun, holds, shown
from verify.errors import Fault
from verify.language.render import render

CLAIM = r"\assume{$k \geq 1$} \conclude{$\sum_{r \in D_r} s \operatorname{Tr}(H_r) = s \sum_{r \in D_r} \operatorname{Tr}(H_r)$}"
GIVEN = r"\prod_{i=1}^{%s} D_r"
SUM = rf"\sum_{{q \in {GIVEN % 'k'}}} \operatorname{{Tr}}(H_{{q_k}})"


def test_a_vector_is_fixed():
    """What is shown of it holds for all; in a product vᵀAv is a number, wherever it stands."""
    p = begun(r"\conclude{$\operatorname{Tr}(A) \geq 0$}")
    with p.block("u", r"\mathbb{R}^d", ["u^T u = 1"]) as each:
        p.so(r"A u u^T A u u^T = (u^T A u) A u u^T")
        p.so(r"u^T A u + 1 \geq 1", hints=["u^T A u"])
    assert holds(p, each.fact).accepted.kind == "derivation"
    p = begun(r"\assume{$w^T w = 1$} \conclude{$w^T A w \leq \operatorname{Tr}(A)$}")
    bound = p.lemma("trace_bound", p.order(r"A \succeq 0I", witness="A"))
    with p.block("u", r"\mathbb{R}^d") as each:
        p.order(r"u^T A u \leq \operatorname{Tr}(A) u^T u", bound, witness=p.times("u^T", p.gap(bound), "u"))
    at_w = p.use(each.fact, at="w")
    p.order(p.goal, at_w, "w^T w = 1", witness=p.minus(p.gap(at_w), p.times(r"\operatorname{Tr}(A)", p.gap("w^T w = 1"))))
    assert holds(p, p.facts[-1]).accepted.kind == "derivation"


def test_an_eigenvector_is_there():
    """What follows from any unit eigenvector of the largest eigenvalue holds."""

    def script(p):
        with p.block("u", r"\mathbb{R}^d", [r"A u = \lambda_{\max}(A) u", "u^T u = 1"]) as each:
            eigen, unit = each.supposed
            seen = p.plus("u^T A u", p.times(r"\lambda_{\max}(A)", p.gap(unit)))
            p.order(
                p.goal,
                eigen,
                unit,
                witness=p.minus(p.minus(seen, p.times("u^T", p.gap(eigen))), p.times(r"2\lambda_{\max}(A)", p.gap(unit))),
            )
        p.lemma("eigenvector", p.order("A^T = A"), p.so(r"1 \leq d", r"d \geq 1"), each.fact, A="A", P=p.goal)

    assert shown(r"\conclude{$\lambda_{\max}(A) \geq 0$}", script).accepted.kind == "derivation"


def test_the_last_integer_apart():
    """A sum over assignments is one over fewer, and over what the last integer is given; over none it is what stands behind it."""
    p = begun(CLAIM)
    apart = p.last(SUM, r"k \geq 1")
    assert "k - 1" in render(apart.right)
    assert render(apart.right).endswith(r"\operatorname{Tr}[H_{x}]")
    nothing = p.empty(rf"\sum_{{q \in {GIVEN % '0'}}} s")
    assert render(nothing.right) == "s"
    assert holds(p, nothing).accepted.kind == "derivation"


def test_what_an_assignment_gives():
    """What holds for all of the set holds of it, where the integer is shown to be among those that are given something."""
    p = begun(CLAIM)
    with p.block("j", "D_r") as every:
        p.order(r"\operatorname{Tr}(H_j) \geq 0", witness=r"\operatorname{Tr}(H_j)")
    with p.block("q", GIVEN % "k", [r"1 \leq k"]) as each:
        p.use(every.fact, *each.supposed, at="q_k")
    assert holds(p, each.fact).accepted.kind == "derivation"


def test_no_last_integer():
    """Without a premise that there is one, the script is told."""
    with pytest.raises(Fault, match=r"nothing shows 1 \\leq k - 1"):
        begun(CLAIM).last(SUM.replace("{k}", "{k-1}").replace("q_k", "q_{k-1}"))
