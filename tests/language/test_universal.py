"""An index that a claim assumes in a set: what the claim and its proof say is for every value of it."""

from __future__ import annotations

import pytest

from tests.language.formulas import expression
from tests.language.test_theory import claim, statement, theory
from verify.errors import Code, Fault
from verify.language.expression import Apply, Bind, Binder, Expr, Operator
from verify.language.render import render


def binders(expr: Expr) -> list[tuple[Binder, str]]:
    """The binders around an expression, outermost first."""
    found: list[tuple[Binder, str]] = []
    while isinstance(expr, Bind):
        found.append((expr.binder, expr.variable))
        expr = expr.body
    return found


@pytest.mark.parametrize(
    ("body", "meaning"),
    [
        (r"\assume{$r \in D_r$} \conclude{$\operatorname{Tr}(H_r) \le s$}", r"\operatorname{Tr}(H_r) \le s \forall r \in D_r"),
        (r"\assume{$i \in D_r$} \conclude{$\operatorname{Tr}(H_i) \le s$}", r"\operatorname{Tr}(H_i) \le s \forall i \in D_r"),
        (r"\assume{$i \in D_r \cup D_f$} \conclude{$H_i \preceq I$}", r"H_i \preceq I \forall i \in D_r \cup D_f"),
        (r"\assume{$i \in D_{r,k}$} \conclude{$H_i \preceq I$}", r"H_i \preceq I \forall i \in D_{r,k}"),
        (r"\assume{$i \in [n]$} \conclude{$N_i \preceq I$}", r"N_i \preceq I \forall i \in [n]"),
        (r"\assume{$i \in \{j \in D_r : y_j = 1\}$} \conclude{$H_i \preceq I$}", r"H_i \preceq I \forall i \in \{j \in D_r : y_j = 1\}"),
        (r"\assume{$r_1 \in D_r$} \conclude{$y_{r_1} \le s$}", r"y_{r_1} \le s \forall r_1 \in D_r"),
        (r"\assume{$r \in D_r$} \conclude{$s \le 1$}", r"s \le 1 \forall r \in D_r"),
        (r"\assume{$r, r' \in D_r$} \conclude{$H_r = H_{r'}$}", r"(H_r = H_{r'} \forall r' \in D_r) \forall r \in D_r"),
        (r"\assume{$r \in D_r$}, \assume{$f \in D_f$} \conclude{$H_r = H_f$}", r"(H_r = H_f \forall f \in D_f) \forall r \in D_r"),
        (r"\assume{$r \in D_r, f \in D_f$} \conclude{$H_r = H_f$}", r"(H_r = H_f \forall f \in D_f) \forall r \in D_r"),
        (
            r"\assume{$r, r' \in D_r$}, \assume{$f \in D_f$} \conclude{$\lambda_{\max}(D_{rf}) \le \lambda_{\max}(D_{r'f})$}",
            r"((\lambda_{\max}(D_{rf}) \le \lambda_{\max}(D_{r'f}) \forall f \in D_f) \forall r' \in D_r) \forall r \in D_r",
        ),
    ],
)
def test_what_is_said_is_for_every_value(body: str, meaning: str):
    """The conclusion stands inside the quantifiers, the first index outermost; rendered, it reads as it did."""
    found = claim(body).conclusion
    expected = expression(meaning)
    assert found in (expected, Apply(Operator.SURELY, (expected,)))
    assert expression(render(expected)) == expected


def test_each_relation_of_a_chain_is_for_every_value():
    """A conjunction is one of quantified relations."""
    found = claim(r"\assume{$r \in D_r$} \conclude{$0 \le y_r \le s$}").conclusion
    parts = (expression(r"0 \le y_r \forall r \in D_r"), expression(r"y_r \le s \forall r \in D_r"))
    assert found == Apply(Operator.AND, parts)


def test_what_is_assumed_of_an_index_narrows_its_set():
    """A hypothesis about indices goes to the last of them; one about none stays outside."""
    body = r"\assume{$r, r' \in D_r$} \assume{$H_r \preceq H_{r'}$}, \assume{$y_r = 1$}, \assume{$s \ge 1$}, \assume{$y_r \le s$}"
    found = claim(body + r"\conclude{$y_r \le y_{r'}$}")
    last = r"(y_r \le y_{r'} \forall r' \in \{ r' \in D_r : H_r \preceq H_{r'} \})"
    assert isinstance(found.conclusion, Bind)
    assert found.conclusion.body == expression(f"{last} \\forall r \\in D_r").body  # type: ignore[union-attr]  # a quantified relation
    narrowed = found.conclusion.domain
    assert isinstance(narrowed, Bind)
    assert (narrowed.binder, narrowed.variable, narrowed.domain) == (Binder.SUCH_THAT, "r", expression("D_r"))
    one, other = (expression(f"{text} \\forall r \\in D_r") for text in ("y_r = 1", r"y_r \le s"))
    assert narrowed.body == Apply(Operator.AND, (one.body, other.body))  # type: ignore[union-attr]  # quantified relations
    assert expression(r"s \ge 1") in found.given
    assert not any(isinstance(h, Bind) for h in found.given)


def test_a_claims_index_is_that_of_its_proof():
    """Every link of the proof is for every value, those that the proof introduces from there on; so is a displayed assumption."""
    text = r"""\begin{claim}{A} \assume{$r \in D_r$} \assume{\[ y_r \le 1 \tag{0} \]} \[ y_r \le 2 \tag{1} \]
      \begin{claim}{B} \assume{$f \in D_f$} \[ y_r \le y_f \tag{2} \] \end{claim} \end{claim}
    \begin{proofof}{A} \[ y_r \le 3 \tag{3} \] \assume{$i \in D_f$} \[ y_r \le y_i \tag{4} \] \end{proofof}
    \[ s = 1 \tag{5} \]"""
    read = theory(text)
    assert {s.id: s.fault for s in read if s.fault is not None} == {}
    names = {id_: [name for _, name in binders(read[id_].conclusion)] for id_ in ("A", "B", "0", "1", "2", "3", "4", "5")}  # type: ignore[arg-type]  # no fault, so it has a meaning
    assert names == {"A": ["r"], "B": ["r", "f"], "0": ["r"], "1": ["r"], "2": ["r", "f"], "3": ["r"], "4": ["r", "i"], "5": []}
    assert read["0"].conclusion == expression(r"y_r \le 1 \forall r \in D_r")


def test_an_index_is_inherited():
    """Twice the same is one; what a claim assumes of it comes along."""
    text = r"""\begin{claim}{B} \assume{$r \in D_r$} \assume{$y_r \ge 1$} \[ y_r \ge 0 \] \end{claim}
    \begin{claim}{C} \assume{$r \in D_r$} \[ y_r \ge 0 \] \end{claim}
    \begin{claim}{A} \inherit{B} \inherit{C} \[ y_r \ge 0 \] \end{claim}"""
    assert statement(text).conclusion == expression(r"y_r \ge 0 \forall r \in \{ r \in D_r : y_r \ge 1 \}")


@pytest.mark.parametrize("other", [r"\assume{$i \in D_f$}", r"\assume{$i \in \mathbb{R}$}"])
def test_an_inherited_name_stands_for_one_thing(other: str):
    """An index of one set here and of another there, or a number there, could be either."""
    text = rf"""\begin{{claim}}{{B}} \assume{{$i \in D_r$}} \[ y_i \ge 0 \] \end{{claim}}
    \begin{{claim}}{{C}} {other} \[ s \ge 0 \] \end{{claim}}
    \begin{{claim}}{{A}} \inherit{{B}} \inherit{{C}} \[ s \ge 0 \] \end{{claim}}"""
    fault = theory(text)["A"].fault
    assert fault is not None
    assert fault.code is Code.AMBIGUOUS
    assert fault.place is not None
    assert (fault.place.line, fault.source[fault.place.column - 1 :].split("}")[0]) == (3, "C")


def test_a_sum_may_shadow_an_index():
    """Inside the sum the name is the sum's."""
    found = claim(r"\assume{$r \in D_r$} \conclude{$y_r \le \sum_{r \in D_r} y_r$}").conclusion
    assert found == expression(r"y_r \le \sum_{r \in D_r} y_r \forall r \in D_r")


def test_a_parameter_of_a_definition_is_guarded():
    """There `r ∈ D_r` says from which set the parameter is, as it did."""
    text = r"\begin{definition}{B} for \assume{$r \in D_r$} \[ y_r = 1 \] \end{definition} \[ y_i \ge 1 \forall i \in D_r \tag{A} \]"
    (clause,) = statement(text).context.definitions_of("y", 1)
    assert clause.given == (expression(r"r \in D_r \forall r \in D_r").body,)  # type: ignore[union-attr]  # a quantified relation


def test_quantifiers_around_an_index():
    """There is one constant for all values; for each, the conclusion has its probability."""
    body = r"\thereis{$c$} \assume{$r \in D_r$} \withprobability{$1 - \delta$} \conclude{$\operatorname{Tr}(H_r) \le c$}"
    found = claim(body).conclusion
    assert found is not None
    assert binders(found) == [(Binder.EXISTS, "c"), (Binder.FOR_ALL, "r")]


@pytest.mark.parametrize(
    ("body", "random"),
    [
        (r"\assume{$r \in D_r$} \conclude{$x_r \le 1$}", True),
        (r"\assume{$r \in D_r$} \conclude{$y_r \le 1$}", False),
        (r"\assume{$i \in D_{r,k}$} \conclude{$y_i \le 1$}", True),
        (r"\assume{$i \in D_{r,k}$} \conclude{$x_{i,k} = 1$}", True),
    ],
)
def test_a_random_statement_is_for_every_outcome(body: str, random: bool):
    """The outcome comes first, then the values of the index: its set may depend on the outcome."""
    setup = r"""\begin{definition}{Law} \assume{$r \in D_r$} \[ x_r \sim \operatorname{Bernoulli}(\frac{1}{2}) \] \end{definition}
    \begin{definition}{Batch} \[ D_{r,k} = \{ i \in D_r : x_{i,k} = 1 \} \] \end{definition}"""
    found = theory(rf"\begin{{claim}}{{A}} {body} \end{{claim}}", setup=setup)["A"].conclusion
    assert (isinstance(found, Apply) and found.operator is Operator.SURELY) is random


def test_a_misspelt_index_is_explained():
    """A name that could be an index is to be declared as one; a near name is offered."""
    with pytest.raises(Fault) as caught:
        theory(r"\begin{claim}{A} \assume{$q \in D_r$} \[ 1 = 1 \] \end{claim}")
    (found,) = caught.value.diagnostics
    assert "indices('q')" in found.fix
