"""The conventions of reading: what print leaves open is read in one way, and what is more than spelling is noted."""

from __future__ import annotations

import pytest

from tests.language.formulas import expression, notes, read, read_all
from verify.language.canonical import expression_json
from verify.language.expression import Apply, Bind, Binder, Compare, Expr, Kind, Member, Number, Operator, Relation, Symbol, Type
from verify.language.scope import INTEGER, REAL
from verify.language.walk import free_names, subexpressions

D_R, D_F, R, F, K = (Symbol(n) for n in ("D_r", "D_f", "r", "f", "k"))
MATRIX = Type(Kind.MATRIX, Symbol("d"))

SAME = {
    "the scope of a sum is its following product": (r"\sum_r x_r H_r X + Y", r"(\sum_r (x_r H_r X)) + Y"),
    "a sum takes the factors behind it": (r"X \sum_r H_r Y", r"X (\sum_r (H_r Y))"),
    "a sum in a product is in the scope of the one before": (
        r"\sum_{r \in D_r} x_r H_r \sum_{r \in D_r} x_r H_r",
        r"\sum_{r \in D_r} (x_r H_r (\sum_{r' \in D_r} x_{r'} H_{r'}))",
    ),
    "a minus sign takes a product": (r"-\eta X", r"-(\eta X)"),
    "a power of a trace": (r"\operatorname{Tr}[X]^2", r"(\operatorname{Tr}[X])^2"),
    "a power of an eigenvalue": (r"\lambda_1(S)^k", r"(\lambda_{\max}(S))^k"),
    "a power of a logarithm": (r"\log(2)^2", r"(\log(2))^2"),
    "a power of a fraction": (r"\frac{1}{B}^2", r"(\frac{1}{B})^2"),
    "a power of a norm": (r"\norm{v}{}^2", r"(\norm{v}{2})^2"),
    "a power binds before a product": (r"2 k^2", r"2 (k^2)"),
    "an expectation without brackets takes all that follows": (r"\mathbb{E} \operatorname{Tr}(X) s", r"\mathbb{E}[\operatorname{Tr}(X) s]"),
    "an expectation ends at a sign": (r"\mathbb{E} s + \eta", r"\mathbb{E}[s] + \eta"),
    "an expectation with brackets ends there": (r"\mathbb{E}[X] Y", r"(\mathbb{E}[X]) Y"),
    "a function without brackets takes the last factor": (r"2 \log k", r"2 \log(k)"),
    "one digit each": (r"\frac12", r"\frac{1}{2}"),
    "a slash between all and all": (r"(d + 1)/2", r"\frac{d + 1}{2}"),
    "a choice": (r"{k - 1 \choose n}", r"\binom{k-1}{n}"),
    "decimals are exact": ("0.25", r"\frac{25}{100}"),
    "a domain that print leaves out": (r"\sum_r x_r", r"\sum_{r \in D_r} x_r"),
    "two domains that print leaves out": (r"\sum_{rf} D_{rf}", r"\sum_{r \in D_r} \sum_{f \in D_f} D_{rf}"),
    "two with a comma": (r"\sum_{r,f} D_{rf}", r"\sum_{r \in D_r, f \in D_f} D_{rf}"),
    "a prime or number takes the letter's domain": (r"\sum_{r'} \sum_{r_1} x_{r_1}", r"\sum_{r' \in D_r} \sum_{r_1 \in D_r} x_{r_1}"),
    "names that wait for their domain": (r"\sum_{i, j \in D_r} x_i x_j", r"\sum_{i \in D_r} \sum_{j \in D_r} x_i x_j"),
    "two domains without a comma": (r"\max_{i \in D_r j \in D_f} x_i x_j", r"\max_{i \in D_r, j \in D_f} x_i x_j"),
    "bounds on both sides": (r"\max_{1 \le i \le k} i", r"\max_{i=1}^{k} i"),
    "an inner index shadows": (r"\sum_{i=1}^k \sum_{i=1}^i i", r"\sum_{i=1}^k \sum_{j=1}^i j"),
    "an index shadows a symbol": (r"\sum_{k=0}^n N_k", r"\sum_{i=0}^n N_i"),
    "a prime behind the label": ("C_r'", "C'_r"),
    "names of one bold, upright or plain letter": (r"\boldsymbol{\mu}", r"\mu"),
    "a family of pairs by pairs is a matrix": (r"S^T S", r"S^\top S"),
    "the sign of a transpose": (r"X^\top", "X^T"),
    "≤ between matrices": (r"X \le Y", r"X \preceq Y"),
    "⪯ between numbers": (r"\eta \preceq \alpha", r"\eta \le \alpha"),
    "the size of I": ("I X", r"I_{d} X"),
    "quantifiers over several": (r"x_r \le x_{r'}, \ \forall r, r' \in D_r", r"(x_r \le x_{r'} \forall r' \in D_r) \forall r \in D_r"),
    "an index of a sequence counts": (r"\norm{N_r}{F} \le 1 \ \forall r", r"\norm{N_i}{F} \le 1 \forall i \in \mathbb{N}"),
    "an index of a family runs through its set": (r"x_r \le 1 \ \forall r", r"x_r \le 1 \forall r \in D_r"),
    "a limit in words": (r"\tendsto{\operatorname{Tr}(N_k)}{0}{k}", r"\lim_{k \to \infty} \operatorname{Tr}(N_k) = 0"),
    "lines joined": (r"k = n \implies n = k \implies k \le n", r"k = n \implies n = k \Longrightarrow k \le n"),
    "elliptic": (r"\upto{M_1}{M_k}", r"\prod_{i=1}^{k} M_i"),
    "elliptic backwards": (r"\downto{M_k}{M_1}", r"\overleftarrow{\prod}_{i=1}^{k} M_i"),
    "elliptic, told by the second factor": (r"\backwards{M_k}{M_{k-1}}{M_0}", r"\downto{M_k}{M_0}"),
    "elliptic, told by the second factor, upwards": (r"\backwards{M_k^T}{M_{k+1}^T}{M_{2k}^T}", r"\prod_{i=k}^{2k} M_i^T"),
    "an indicator with its condition below": (r"\mathbf{1}_{\{k = n\}}", r"1\{k = n\}"),
    "the unit sphere": (r"\sup_{\norm{v}{}=1} \norm{X v}{}", r"\sup_{v \in \{ v \in \mathbb{R}^d : \norm{v}{} = 1 \}} \norm{X v}{}"),
}  # fmt: skip

DIFFERENT = {
    "factors do not commute": ("X Y", "Y X"),
    "products group as printed": ("(X Y) X", "X Y X"),
    "the order of an elliptic product": (r"\upto{M_1}{M_k}", r"\downto{M_k}{M_1}"),
    "< and ≤": (r"\eta < \alpha", r"\eta \le \alpha"),
    "a chain and its last relation": (r"\eta = \alpha = 1", r"\alpha = 1"),
    "an implication and its converse": (r"k = n \implies n = 1", r"n = 1 \implies k = n"),
}  # fmt: skip


def alpha(expr: Expr) -> object:
    """An expression up to the names of its bound variables."""
    return expression_json(expr)


@pytest.mark.parametrize("fact", SAME)
def test_reads_as(fact: str):
    """The short print says what the long one says."""
    short, long = SAME[fact]
    assert alpha(expression(short)) == alpha(expression(long))


@pytest.mark.parametrize("fact", DIFFERENT)
def test_reads_otherwise(fact: str):
    """The two prints do not say the same."""
    one, other = DIFFERENT[fact]
    assert alpha(expression(one)) != alpha(expression(other))


def test_a_label_is_no_index():
    """Under a sum over r, C_r is still one symbol, and x_r a member of a family."""
    body = Apply(Operator.MULTIPLY, (Symbol("C_r"), Member("x", (R,))))
    assert expression(r"\sum_{r \in D_r} C_r x_r") == Bind(Binder.SUM, "r", D_R, body, REAL)


def test_a_label_before_a_comma():
    """D_{r,k} is the batch D_r of step k, D_{rf} the matrix of a pair."""
    batch = Bind(Binder.SUM, "i", Member("D_r", (K,)), Member("H", (Symbol("i"),)), MATRIX)
    assert expression(r"\sum_{i \in D_{r,k}} H_i") == batch
    pair = Bind(Binder.SUM, "r", D_R, Bind(Binder.SUM, "f", D_F, Member("D", (R, F)), MATRIX), MATRIX)
    assert expression(r"\sum_{rf} D_{rf}") == pair


def test_a_prime_on_the_letter_is_not_one_on_the_label():
    """f_1' and f_{1'} are two names."""
    inner = expression(r"\sum_{f_1' \in D_f} \sum_{f_{1'} \in D_f} x_{f_1'} x_{f_{1'}}")
    assert [e.variable for e in subexpressions(inner) if isinstance(e, Bind)] == ["f'_1", "f_1'"]


def test_renaming_a_bound_variable_leaves_labels_alone():
    """The sum over r and the sum over i are one, C_r and D_r included."""
    assert alpha(expression(r"\sum_{r \in D_r} C_r H_r^2")) == alpha(expression(r"\sum_{i \in D_r} C_r H_i^2"))
    assert ("C_r", 0) in set(free_names(expression(r"\sum_{r \in D_r} C_r H_r")))


def test_letters_are_no_names():
    """The letters of a string are bound by nothing and declared nowhere, and nothing takes their place."""
    names = set(free_names(expression(r"\sum_{L \in \{r,f\}^k} 1\{L[1] = r\}")))
    assert names == {("k", 0)}


def test_an_empty_elliptic_product():
    """Its range has no elements where its end comes before its start."""
    assert expression(r"\upto{M_1}{M_0}") == Bind(
        Binder.PRODUCT, "t", Apply(Operator.RANGE, (Number(1), Number(0))), Member("M", (Symbol("t"),)), MATRIX
    )


def test_the_running_index_of_an_elliptic_product_captures_nothing():
    """Inside a sum over t, the index that runs has another name."""
    found = expression(r"\sum_{t=1}^k \upto{M_1}{M_t}")
    inner = next(e for e in subexpressions(found) if isinstance(e, Bind) and e.binder is Binder.PRODUCT)
    assert inner.variable != "t"
    assert ("t", 0) in set(free_names(inner))


@pytest.mark.parametrize(
    "latex",
    [
        r"\eta = 1.",
        r"\eta = 1,",
        r"\eta = 1 \, ,",
        r"\eta = 1 ,\\",
        "\\eta \\\\\n&= 1 \\tag{3}",
        r"\begin{split} \eta &= 1. \end{split} \tag{3}",
    ],
)
def test_layout_says_nothing(latex: str):
    """Alignment, line breaks, tags and the punctuation at a line's end are dropped."""
    assert expression(latex) == Compare(Relation.EQUAL, Symbol("eta"), Number(1))


def test_a_comma_between_lines_parts_two_formulas():
    """Where the next line begins with a left side of its own, the comma at a line's end is no mere punctuation."""
    source = r"\eta = 1, \\ \alpha &= 2"
    assert [t.expr for t in read_all(source)] == [expression(r"\eta = 1"), expression(r"\alpha = 2")]
    assert expression(r"\eta = 1, \\ &= \alpha, \\ &\quad + 2") == expression(r"\eta = 1 = \alpha + 2")


NOTED = {
    r"\sum_{f \in D_f}^{n_f} H_f^2": "the upper limit n_f of the sum over f is redundant",
    r"X \le Y": r"\le between matrices read as ⪯",
    r"X \geq Y": r"\geq between matrices read as ⪰",
    r"\norm{\eta}{}": "the norm of a number is read as its absolute value",
    r"\sum_{L \in \{r,f\}^k} \nestedsums{i_k \in D_{L[k]}}{i_{k-1} \in D_{L[k-1]}}{i_1 \in D_{L[1]}} 1": (
        r"\nestedsums{i_k \in D_{L[k]}}{i_{k-1} \in D_{L[k-1]}}{i_1 \in D_{L[1]}} read as \sum_{i \in \prod_{t=1}^{k} D_{L[t]}}"
    ),
    r"\backwards{J_k^T}{J_{k-1}^T}{J_1^T}": r"\backwards{J_k^T}{J_{k-1}^T}{J_1^T} read as \overleftarrow{\prod}_{t=1}^{k} J_{t}^{T}",
}


@pytest.mark.parametrize("latex", NOTED)
def test_what_is_more_than_spelling_is_noted(latex: str):
    """The reader is told how it was read."""
    assert notes(latex) == [NOTED[latex]]


@pytest.mark.parametrize("latex", [r"\eta \le \alpha", r"X \preceq Y", r"\sum_{f \in D_f} H_f", r"\operatorname{Tr}[X]^2"])
def test_plain_print_is_not_noted(latex: str):
    """What has one reading has no note."""
    assert notes(latex) == []


@pytest.mark.parametrize(
    ("latex", "type_"),
    [
        ("k^2", INTEGER),
        ("2^k", REAL),
        (r"\binom{n}{k}", INTEGER),
        ("k/2", REAL),
        ("v^T w", REAL),
        ("v w^T", MATRIX),
        (r"\eta X", MATRIX),
        ("X^{1/2}", MATRIX),
        ("S", Type(Kind.MATRIX, Apply(Operator.MULTIPLY, (Symbol("n_r"), Symbol("n_f"))))),
        ("I_{k+1}", Type(Kind.MATRIX, Apply(Operator.ADD, (K, Number(1))))),
        (r"1\{k = n\}", INTEGER),
        (r"\mathbb{E}[k]", REAL),
        ("k = n", Type(Kind.BOOLEAN)),
    ],
)
def test_types(latex: str, type_: Type):
    """The kind and size of what a formula denotes."""
    assert read(latex).type == type_


def test_a_tower_of_literals_is_an_integer():
    """So it can stand where a matrix's exponent does."""
    assert read(r"2^{2^{2}}").type == INTEGER
    assert read(r"J^{2^{2^{2}}}").type.kind is Kind.MATRIX
