"""A label is no index: whatever is bound, renamed or put in a name's place, C_r, n_r and D_r stay what they are."""

from __future__ import annotations

from collections import Counter

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from tests.language.expressions import expressions
from tests.language.formulas import expression
from verify.errors import Fault
from verify.language.canonical import dump, expression_json
from verify.language.expression import Bind, Expr, Number, Symbol
from verify.language.scope import Typed
from verify.language.walk import free_names, subexpressions
from verify.meaning.algebra.unfold import substituted

LABELS = ("C_r", "C_f", "C'_r", "C'_f", "n_r", "n_f")
RETAIN = ("r", "r'", "r_1", "i", "j", "a_r", "a_f", "n", "k", "s")  # what may be bound, some of it part of a label, or a declared name
FORGET = ("f", "f'", "f_1", "f_{1'}", "a", "B", "m")
LETTERS = {"r": Symbol("z"), "f": Number(7), "C": Symbol("z"), "n": Symbol("z"), "D": Symbol("z"), "H": Symbol("z"), "N": Symbol("z")}
INDUCTION = r"""\sum_{@=0}^{d-1} {d-1 \choose @} (1-\epsilon)^{2(d-1-@)}
    (C_f \sum_{# \in D_f}^{n_f} H_{#} N_{@} H_{#} + C_r \sum_{% \in D_r}^{n_r} H_{%} N_{@} H_{%})"""  # (27), third line; its @ is r


def canonical(latex: str) -> bytes:
    """The bytes of what some LaTeX says."""
    return dump(expression_json(expression(latex)))


@given(retain=st.sampled_from(RETAIN), forget=st.sampled_from(FORGET), labels=st.lists(st.sampled_from(LABELS), min_size=1, max_size=4))
def test_the_name_of_a_bound_index_leaves_labels_alone(retain: str, forget: str, labels: list[str]) -> None:
    """A sum says the same whichever index it is over, beside labels that hold its letter."""
    latex = rf"\sum_{{@ \in D_r}} \sum_{{# \in D_f}} {' '.join(labels)} x_{{@}} x_{{#}} D_{{{{@}} {{#}}}}"
    found = latex.replace("@", retain).replace("#", forget)
    assert canonical(found) == canonical(latex.replace("@", "j").replace("#", "i"))
    symbols = Counter(n for n, indices in free_names(expression(found)) if indices == 0)
    assert symbols - Counter(["d", "d"]) == Counter([*labels, "D_r", "D_f"])


@given(counted=st.sampled_from(("r", "f", "i", "n", "k", "B", "a_r")), forget=st.sampled_from(FORGET), retain=st.sampled_from(RETAIN))
def test_a_sum_over_r_leaves_the_labels_r_alone(counted: str, forget: str, retain: str) -> None:
    """(27) sums over r from 0 to k − 1 beside C_r, D_r and n_r: it might as well sum over i."""
    found, plain = INDUCTION, INDUCTION
    for mark, name, other in (("@", counted, "j"), ("#", forget, "i"), ("%", retain, "a")):
        taken = mark != "@" and name == counted
        found, plain = found.replace(mark, "i'" if taken else name), plain.replace(mark, other)
    assert canonical(found) == canonical(plain)


@settings(max_examples=200)
@given(typed=expressions())
def test_what_stands_for_a_letter_stands_for_no_label(typed: Typed) -> None:
    """Putting something in the place of r, C, n and D leaves an expression in which these are not free as it is."""
    free = {name for name, indices in free_names(typed.expr) if indices == 0}
    values = {name: value for name, value in LETTERS.items() if name not in free}
    assert dump(expression_json(substituted(typed.expr, values))) == dump(expression_json(typed.expr))


def test_a_letter_is_no_index() -> None:
    """Where the letters r and f say which C is meant, nothing else may be called r: renaming it would touch the letter."""
    latex = r"\sum_{L \in \{r,f\}^k} \sum_{@ \in D_r} C_{L[1]} x_{@}"
    assert canonical(latex.replace("@", "j")) == canonical(latex.replace("@", "a_r"))
    with pytest.raises(Fault, match="E-AMBIGUOUS: r can be read as a letter and as what is bound around"):
        expression(latex.replace("@", "r"))


@settings(max_examples=200)
@given(typed=expressions())
def test_only_the_index_itself_is_replaced(typed: Typed) -> None:
    """What stands for the variable of a binder stands where the variable stood, once for each time, and nowhere else."""
    for bind in (e for e in subexpressions(typed.expr) if isinstance(e, Bind)):
        before, after = names(bind.body), names(substituted(bind.body, {bind.variable: Symbol("z")}))
        before["z", 0] += before.pop((bind.variable, 0), 0)
        assert +before == after


def names(expr: Expr) -> Counter[tuple[str, int]]:
    """The free names of an expression, each as often as it stands there."""
    return Counter(free_names(expr))
