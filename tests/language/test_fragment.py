"""Pieces of LaTeX read as part of a statement."""

from __future__ import annotations

import pytest

from tests.small_theory import NOTATION, read_claim
from verify.errors import Code, Fault
from verify.language.expression import Apply, Compare, Kind, Member, Number, Operator, Relation, Symbol
from verify.language.fragment import Surroundings, read_domain, read_fragment
from verify.language.scope import bound_over

CONTEXT = read_claim(r"\conclude{$N_k \succeq \sum_{r \in D_r} H_r$}").context
BOUND = {"m": bound_over(("integers",)), "j": bound_over(("D_r",))}
AROUND = Surroundings(CONTEXT, NOTATION, BOUND)


def test_an_expression_and_a_relation():
    """Both are read with the statement's names."""
    assert read_fragment("N_k", AROUND) == Member("N", (Symbol("k"),))
    assert read_fragment(r"k \geq 1", AROUND) == Compare(Relation.GREATER_EQUAL, Symbol("k"), Number(1))


@pytest.mark.parametrize("latex", [r"0 \leq k \leq 7", r"0 \leq k, k \leq 7"])
def test_a_chain_and_a_list_are_conjunctions(latex):
    """Of their relations, in order."""
    low = Compare(Relation.LESS_EQUAL, Number(0), Symbol("k"))
    assert read_fragment(latex, AROUND) == Apply(Operator.AND, (low, Compare(Relation.LESS_EQUAL, Symbol("k"), Number(7))))


def test_names_bound_around_come_first():
    """An integer is an index that counts, an element one of its set."""
    assert read_fragment("N_{m}", AROUND) == Member("N", (Symbol("m"),))
    assert read_fragment("H_j", AROUND) == Member("H", (Symbol("j"),))


@pytest.mark.parametrize(
    ("latex", "code"), [("q", Code.INDEX_SCOPE), ("s + 1", Code.UNDECLARED), ("N_k +", Code.SYNTAX), ("N_k + 1", Code.KIND)]
)
def test_what_has_no_meaning_here_is_a_fault(latex, code):
    """Also a name that the theory has, but the statement does not rest on."""
    with pytest.raises(Fault) as caught:
        read_fragment(latex, AROUND)
    assert caught.value.diagnostics[0].code is code


@pytest.mark.parametrize(
    ("latex", "kind", "sets"),
    [("D_r", Kind.ELEMENT, ("D_r",)), (r"\mathbb{N}", Kind.INTEGER, ("integers",)), ("[k]", Kind.INTEGER, ("integers",))],
)
def test_domains(latex, kind, sets):
    """What a variable can range over, and what it stands for then."""
    _, bound = read_domain(latex, AROUND)
    assert (bound.type.kind, bound.sets) == (kind, sets)


def test_a_matrix_is_no_domain():
    """Nor is what does not parse."""
    with pytest.raises(Fault, match="E-KIND"):
        read_domain("N_k", AROUND)
