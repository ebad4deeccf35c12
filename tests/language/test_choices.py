"""Claims that there are members of a family: other ones than those that are given."""

from __future__ import annotations

from tests.language.formulas import expression
from tests.language.test_theory import claim
from verify.language.expression import Apply, Operator


def test_members_that_there_are():
    """There are other Hessians, PSD, with the same values of what is assigned; the hypotheses are about those that are given."""
    assumed = r"Where \assigned{$\sigma$} has \assume{$\sigma \le 1$}, \thereis{some $\{H_i\}$} with"
    found = claim(rf"{assumed} \conclude{{$\operatorname{{Tr}}(H_R) = 1$}}")
    assert isinstance(found.conclusion, Apply)
    assert found.conclusion.operator is Operator.THERE_ARE
    members, kept, said = found.conclusion.arguments
    assert members == expression(r"H_i \succeq 0I \forall i \in D_f \cup D_r")
    assert (kept, said) == (expression(r"\sigma"), expression(r"\operatorname{Tr}(H_R) = 1"))
    assert found.given[-1] == expression(r"\sigma \le 1")
    assert len(found.readings) == 1
