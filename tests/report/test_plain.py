"""Plain notation: what was read, with brackets only where they are needed, and different texts for different things."""

from __future__ import annotations

import pytest

from tests.small_theory import read_claim
from verify.language.expression import Apply, Bind, Binder, Compare, Kind, Number, Operator, Relation, Symbol, Type
from verify.report.plain import plain, plain_name

A, B, C, ONE = Symbol("A"), Symbol("B"), Symbol("C"), Number(1)


def apply(operator, *arguments):
    """A function of its arguments."""
    return Apply(operator, arguments)


def add(*terms):
    """A sum."""
    return apply(Operator.ADD, *terms)


def multiply(*factors):
    """A product."""
    return apply(Operator.MULTIPLY, *factors)


def negate(term):
    """A negative."""
    return apply(Operator.NEGATE, term)


def total(body, binder=Binder.SUM):
    """A sum over i in D_r."""
    return Bind(binder, "i", Symbol("D_r"), body, Type(Kind.REAL))


@pytest.mark.parametrize(
    ("expr", "text"),
    [
        (add(A, negate(add(B, C))), "A - (B + C)"),
        (add(A, add(B, C)), "A + (B + C)"),
        (add(negate(A), B), "-A + B"),
        (negate(negate(A)), "-(-A)"),
        (multiply(A, add(B, C)), "A (B + C)"),
        (multiply(A, multiply(B, C)), "A (B C)"),
        (multiply(A, negate(B)), "A (-B)"),
        (multiply(Number(2), Number(3)), "2 · 3"),
        (apply(Operator.DIVIDE, multiply(A, B), multiply(B, C)), "(A B)/(B C)"),
        (multiply(apply(Operator.DIVIDE, A, B), C), "(A/B) C"),
        (apply(Operator.POWER, apply(Operator.POWER, A, Number(2)), Number(10)), "(A²)¹⁰"),
        (apply(Operator.POWER, A, multiply(Number(2), Symbol("k"))), "A^(2 k)"),
        (apply(Operator.TRANSPOSE, multiply(A, B)), "(A B)ᵀ"),
        (apply(Operator.ROOT, add(A, B)), "√(A + B)"),
        (multiply(total(A), B), "(Σ(i∈D_r) A) B"),
        (multiply(B, total(A)), "B Σ(i∈D_r) A"),
        (add(total(A), B), "Σ(i∈D_r) A + B"),
        (total(add(A, B)), "Σ(i∈D_r) (A + B)"),
        (Bind(Binder.REVERSED_PRODUCT, "t", apply(Operator.RANGE, Number(0), ONE), A, Type(Kind.REAL)), "Π(t=1..0) A"),
        (Compare(Relation.LOEWNER_LESS_EQUAL, A, B), "A ⪯ B"),
        (apply(Operator.INDICATOR, Compare(Relation.LESS, A, B)), "1[A < B]"),
        (apply(Operator.BY_LETTER, apply(Operator.LETTER_AT, C, ONE), A, add(A, B), B, C), "(A: A + B, B: C)[C[1]]"),
    ],
)
def test_brackets_stand_where_they_are_needed(expr, text):
    """A reader sees the structure that was read."""
    assert plain(expr) == text


def test_every_operator_has_a_text_of_its_own():
    """No two functions of the same arguments look alike, and none is without a text."""
    texts = [plain(Apply(operator, (A, B))) for operator in Operator] + [plain(Apply(operator, (A,))) for operator in Operator]
    assert all(texts)
    constants = {Operator.REALS, Operator.NATURALS, Operator.INFINITY, Operator.IDENTITY}
    two = [plain(Apply(operator, (A, B))) for operator in Operator if operator not in constants]
    assert len(set(two)) == len(two)


def test_every_binder_has_a_text_of_its_own():
    """No two binders look alike, not even a product and its reverse."""
    texts = [plain(total(A, binder)) for binder in Binder]
    assert len(set(texts)) == len(texts)


def test_every_relation_has_a_sign():
    """No two relations look alike."""
    assert len({plain(Compare(relation, A, B)) for relation in Relation}) == len(Relation)


@pytest.mark.parametrize(
    ("name", "text"), [("eta", "η"), ("lambda", "λ"), ("sigma_max", "σ_max"), ("C'_r", "C'_r"), ("eta'", "η'"), ("beta_eta", "β_η")]
)
def test_names_have_their_letters(name, text):
    """A name is shown with the letters of print."""
    assert plain_name(name) == text


def test_a_parsed_formula():
    """From LaTeX to plain notation."""
    latex = r"\conclude{$N_{k+1} \succeq \frac{1}{2} \sum_{r \in D_r} H_r^2 - (X + Y)^T$}"
    assert plain(read_claim(latex).conclusion) == "N[k + 1] ⪰ (1/2) Σ(r∈D_r) H[r]² - (X + Y)ᵀ"
