"""Each fault of a formula names its place and what to do; ‸ stands before the place."""

from __future__ import annotations

import pytest

from tests.language.carets import places, pointed, unmarked
from tests.language.formulas import read
from tests.samples import NOTATION
from verify.errors import Code, Diagnostic, Fault
from verify.language.notation import Notation
from verify.notation import integer, matrix, notation, real, vector

SIZES = notation(integer("n", "d"), matrix("X", size="d"), matrix("Z", size="n"), vector("u", size="n"), real("T"))
BARE = notation(real("s"))

SUMS = r"\sum_{L \in \{r,f\}^k} \nestedsums"

FAULTS = (
    (Code.UNDECLARED, r"\eta + ‸C_t"),
    (Code.UNDECLARED, r"X ‸Z"),
    (Code.UNDECLARED, r"\sum_{i \in ‸D_g} x_i"),
    (Code.UNDECLARED, r"‸\sum_{q} \eta"),
    (Code.INDEX_SCOPE, r"\sum_{i \in D_f} x_‸f H_i"),
    (Code.INDEX_SCOPE, r"(1 - \epsilon)^2 N_‸i + N_k"),
    (Code.INDEX_SCOPE, r"\sum_{r \in D_r} H_r + H_{‸r}"),
    (Code.INDEX_SCOPE, r"H_{‸r_1}"),
    (Code.INDEX_SCOPE, r"‸\sum_i \eta"),
    (Code.INDEX_SCOPE, r"\sum_{‸1} \eta"),
    (Code.INDEX_SCOPE, r"\sum_{a_r \in D_r} \sum_{L \in \{r,f\}^k} H_{‸a_{L[k]}}"),
    (Code.INDEX_SCOPE, SUMS + r"{a_k \in D_{L[k]}}{a_{k-1} \in D_{L[k-1]}}‸{a_1 \in D_{L[k]}} H_{a_1}"),
    (Code.INDEX_SCOPE, SUMS + r"{a_k \in D_{L[k]}}{a_{k-1} \in D_{L[k]}}‸{a_1 \in D_{L[1]}} H_{a_1}"),
    (Code.INDEX_SCOPE, SUMS + r"{a_k \in D_{L[k+1]}}‸{a_{k-1} \in D_{L[k]}}{a_1 \in D_{L[2]}} H_{a_1}"),
    (Code.ARITY, r"\eta ‸H"),
    (Code.ARITY, r"‸x + 1"),
    (Code.ARITY, r"\sum_{rf} H‸_{rf}"),
    (Code.ARITY, r"H‸_{k,k,k}"),
    (Code.ARITY, r"\eta \sim \operatorname{Moments}‸(\alpha)"),
    (Code.ARITY, r"\eta \sim \operatorname{Moments}‸(\alpha, \eta, \epsilon)"),
    (Code.SYNTAX, r"\eta \sim ‸\operatorname{Moments} \alpha"),
    (Code.SYNTAX, r"\eta \sim \operatorname{WithoutReplacement}(\alpha, ‸\eta)"),
    (Code.KIND, r"\eta \sim ‸\operatorname{Moments}(\alpha, X)"),
    (Code.KIND, r"\eta \sim ‸\operatorname{WithoutReplacement}(X)"),
    (Code.KIND, r"‸X + \eta"),
    (Code.KIND, r"\eta (‸I - \alpha)"),
    (Code.KIND, r"X ‸= \eta"),
    (Code.KIND, r"X ‸< Y"),
    (Code.KIND, r"v ‸\le w"),
    (Code.KIND, r"‸v w"),
    (Code.KIND, r"‸\operatorname{Tr}[v]"),
    (Code.KIND, r"‸\lambda_{\max}(\eta)"),
    (Code.KIND, r"‸\log(X)"),
    (Code.KIND, r"‸\mathbb{P}[\eta]"),
    (Code.KIND, r"‸\mathbb{E}[\eta = 1]"),
    (Code.KIND, r"X‸^\eta"),
    (Code.KIND, r"v‸^2"),
    (Code.KIND, r"‸\sqrt{X}"),
    (Code.KIND, r"‸\frac{\eta}{X}"),
    (Code.KIND, r"\eta / ‸v"),
    (Code.KIND, r"‸\frac{\eta = 1}{2}"),
    (Code.KIND, r"‸\binom{\eta}{2}"),
    (Code.KIND, r"‸2 (k = n)"),
    (Code.KIND, r"‸-D_r"),
    (Code.KIND, r"\abs{‸X}"),
    (Code.KIND, r"‸\langle v, X \rangle"),
    (Code.KIND, r"‸\langle v \rangle"),
    (Code.KIND, r"‸\norm{v}{F}"),
    (Code.KIND, r"‸\norm{X}{2}"),
    (Code.KIND, r"‸\norm{v}{3}"),
    (Code.KIND, r"‸\norm{\eta}{3}"),
    (Code.KIND, r"H_‸k"),
    (Code.KIND, r"\sum_{r \in D_r} N_‸r"),
    (Code.KIND, r"\sum_{r \in D_r} D_{r‸r}"),
    (Code.KIND, r"‸\eta \implies X"),
    (Code.KIND, r"‸\eta \forall r"),
    (Code.KIND, r"X ‸\in D_r"),
    (Code.KIND, r"\eta \in ‸\alpha"),
    (Code.KIND, r"\eta ‸\in \mathbb{R}^d"),
    (Code.KIND, r"\eta \sim ‸\alpha"),
    (Code.KIND, r"v \sim ‸\gaussian{X}{\sigma}"),
    (Code.KIND, r"\sum_{i=1}^{‸\eta} i"),
    (Code.KIND, r"\sum_{i=‸\eta}^k i"),
    (Code.KIND, r"\sum_{v \in ‸\mathbb{R}^d} 1"),
    (Code.KIND, r"\sum_{i \in ‸\eta} 1"),
    (Code.KIND, r"\max_{r} ‸H_r"),
    (Code.KIND, r"\prod_{r} ‸\xi_r"),
    (Code.KIND, r"\sum_{L \in \{r,f\}^{‸\eta}} 1"),
    (Code.KIND, r"\sum_{L \in \{r,f\}^k} 1\{L‸[\eta] = r\}"),
    (Code.KIND, r"\sum_{L \in \{r,f\}^k} 1\{L[1] ‸= 1\}"),
    (Code.KIND, r"1‸\{\eta\}"),
    (Code.KIND, r"\tendsto{N_k}‸{0}{k}"),
    (Code.KIND, r"I‸_\eta"),
    (Code.KIND, r"‸D_r \cup D_f"),
    (Code.KIND, r"‸\frac{\partial \eta}{\partial X}"),
    (Code.AMBIGUOUS, r"\eta ‸/ k n"),
    (Code.AMBIGUOUS, r"2 \eta ‸/ k"),
    (Code.AMBIGUOUS, r"‸\log k n"),
    (Code.AMBIGUOUS, r"‸\norm{X}{}^2"),
    (Code.AMBIGUOUS, r"‸\sum_r^{n_r} x_r"),
    (Code.AMBIGUOUS, r"\sum_{rf} D_{r‸f'}"),
    (Code.AMBIGUOUS, r"\eta^2‸^k"),
    (Code.AMBIGUOUS, r"\eta^‸10"),
    (Code.AMBIGUOUS, r"N_‸12"),
    (Code.AMBIGUOUS, r"\sum_{i=1}^‸10 i"),
    (Code.AMBIGUOUS, r"\sqrt‸25"),
    (Code.AMBIGUOUS, r"\sum_{f \in D_f}^‸{n_r} H_f"),
    (Code.AMBIGUOUS, r"\sum_{‸d=1}^k X"),
    (Code.AMBIGUOUS, r"\sum_{r \in D_r} \sum_{L \in ‸\{r,f\}^k} 1"),
    (Code.AMBIGUOUS, r"\sum_{L \in \{r,f\}^k} \sum_{r \in D_r} ‸C_{L[1]}"),
    (Code.KIND, r"\sum_{L \in \{r,f\}^k} \sum_{a \in \prod_{i=1}^{k} D_r} a‸^2"),
    (Code.SYNTAX, r"\eta + ‸\foo"),
    (Code.SYNTAX, r"M_1 ‸\dots M_k"),
    (Code.SYNTAX, r"M_1 ‸..."),
    (Code.SYNTAX, r"\eta = 2 ‸# 3"),
    (Code.SYNTAX, r"\sum_{i \in D_r‸}"),
    (Code.SYNTAX, r"(\sum_{i \in D_r}‸) H_r"),
    (Code.SYNTAX, r"\eta ‸+"),
    (Code.SYNTAX, r"‸= \eta"),
    (Code.SYNTAX, r"\eta = ‸= 1"),
    (Code.SYNTAX, r"(\et‸a"),
    (Code.SYNTAX, r"\eta‸)"),
    (Code.SYNTAX, r"‸\forall r"),
    (Code.SYNTAX, r"\eta \su‸m"),
    (Code.SYNTAX, r"‸\sum H_r"),
    (Code.SYNTAX, r"\sum_{‸k+1} 1"),
    (Code.SYNTAX, r"\sum_{‸1 = 1}^k 1"),
    (Code.SYNTAX, r"\sum_{‸i \le k} 1"),
    (Code.SYNTAX, r"\sum_{‸i j \in D_r} 1"),
    (Code.SYNTAX, r"\sum_{i=1}^‸{k=2} 1"),
    (Code.SYNTAX, r"\lim_{‸k \in D_r} k"),
    (Code.SYNTAX, r"\sup_{‸v = 1} \eta"),
    (Code.SYNTAX, r"k = n \forall ‸2"),
    (Code.SYNTAX, r"(\eta, ‸\alpha)"),
    (Code.SYNTAX, r"\eta ‸\to 0"),
    (Code.SYNTAX, r"k \in ‸\mathbb{Z}"),
    (Code.SYNTAX, r"(X)‸'"),
    (Code.SYNTAX, r"x_r‸_k"),
    (Code.SYNTAX, r"‸\mathbb{E}"),
    (Code.SYNTAX, r"‸\log / 2"),
    (Code.SYNTAX, r"‸\log^2(k)"),
    (Code.SYNTAX, r"‸\lambda_{\max}^2(X)"),
    (Code.SYNTAX, r"‸\emptyset"),
    (Code.SYNTAX, r"‸\partial \eta"),
    (Code.SYNTAX, r"‸\frac{\partial^2 \eta}{\partial \eta}"),
    (Code.SYNTAX, r"‸\frac{\eta}{\partial \eta}"),
    (Code.SYNTAX, r"\frac{\partial \eta}{\partial ‸2}"),
    (Code.SYNTAX, r"k \in ‸\{r,f\}"),
    (Code.SYNTAX, r"D_{r,1} = ‸\{ k : k = 1 \}"),
    (Code.MACRO, r"‸\upto{M_1}{N_k}"),
    (Code.MACRO, r"‸\upto{M_1}{M_1}"),
    (Code.MACRO, r"‸\upto{H_R}{H_F}"),
    (Code.MACRO, r"‸\upto{2 M_1}{3 M_k}"),
    (Code.MACRO, r"\backwards{J_k}‸{J_1}{J_0}"),
    (Code.MACRO, r"\upto‸{}{M_k}"),
    (Code.MACRO, r"‸\upto{M_1 N_1}{M_k N_n}"),
    (Code.MACRO, r"‸\upto{M_1 N_k}{M_k N_1}"),
    (Code.MACRO, r"‸\upto{v}{v}"),
    (Code.MACRO, r"\sum_{a \in \prod_{i=1}^k D_r} \sum_{r} ‸\upto{H_{a_1}}{H_r}"),
    (Code.MACRO, r"\fromto{M_1}{M_2}‸{M_k}{M_k}"),
    (Code.MACRO, r"\fromto{M_1}‸{M_3}{M_{k-1}}{M_k}"),
    (Code.MACRO, r"‸\chainedsums{rf_1}{rf_3}{rf_k} \eta"),
    (Code.MACRO, r"‸\chainedsums{a_1 \in D_r}{i_2 \in D_r}{a_k \in D_r} \eta"),
    (Code.MACRO, r"\chainedsums{‸r}{r_2}{r_k} \eta"),
    (Code.MACRO, r"\chainedsums‸{r_1 = k}{r_2}{r_k} \eta"),
    (Code.MACRO, r"\chainedsums‸{r_1 f_2}{r_2 f_3}{r_k f_{k+1}} \eta"),
    (Code.INDEX_SCOPE, r"‸\chainedsums{a_1}{a_2}{a_k} \eta"),
    (Code.INDEX_SCOPE, r"\chainedsums{rf_1}{rf_2}{rf_k} H_{‸r'_1}"),
    (Code.KIND, r"\chainedsums{rf_1}{rf_2}{rf_k} ‸D_r"),
    (Code.KIND, r"\chainedsums{rf_1}{rf_2}{rf_k} H_‸r"),
    (Code.KIND, r"\chainedsums{rf_1}{rf_2}{rf_k} D_{‸f_1 r_1}"),
    (Code.KIND, r"\sum_{a \in \prod_{i=1}^k D_r} H_{a_‸\eta}"),
    (Code.KIND, r"\sum_{a \in ‸\prod_{r} D_r} \eta"),
    (Code.MACRO, r"\tendsto{k}{\infty}‸{k + 1}"),
)  # fmt: skip
SIZED = (
    (Code.SIZE, SIZES, r"‸X u"),
    (Code.SIZE, SIZES, r"‸X + Z"),
    (Code.SIZE, SIZES, r"X ‸\preceq Z"),
    (Code.SIZE, SIZES, r"X \in ‸\mathbb{R}^{d \times n}"),
    (Code.SIZE, BARE, r"s ‸I"),
    (Code.AMBIGUOUS, SIZES, r"X - ‸I"),
    (Code.AMBIGUOUS, SIZES, r"2‸^T"),
    (Code.DEPTH, NOTATION, "‸" + "k" * 20_001),
)
READINGS = (
    (r"\eta / k n", "(a/b)c", "a/(bc)", r"\frac{a}{b}c"),
    (r"\log k n", "f(a) b", "f(a b)", "brackets"),
    (r"\norm{X}{}", "Frobenius", "operator", r"\norm{A}{F}"),
    (r"\sum_r^{n} x_r", "start at 0", "at 1", "r=1"),
    (r"\eta^2^k", "(a^b)^c", "a^(b^c)", "a^{b^c}"),
)


def fault(latex: str, of: Notation = NOTATION) -> Diagnostic:
    """The one fault of a formula."""
    with pytest.raises(Fault) as caught:
        read(latex, of)
    (diagnostic,) = caught.value.diagnostics
    return diagnostic


@pytest.mark.parametrize(("code", "marked"), FAULTS)
def test_the_fault_points_to_its_place(code: Code, marked: str):
    """Code, line and column are those of the slip."""
    found = fault(unmarked(marked))
    assert (found.code, pointed([found])) == (code, places(marked))


@pytest.mark.parametrize(("code", "of", "marked"), SIZED)
def test_sizes_that_do_not_fit(code: Code, of: Notation, marked: str):
    """Sizes have to agree, and I needs one."""
    found = fault(unmarked(marked), of)
    assert (found.code, pointed([found])) == (code, places(marked))


@pytest.mark.parametrize(("latex", "one", "other", "fix"), READINGS)
def test_an_ambiguity_offers_both_readings(latex: str, one: str, other: str, fix: str):
    """What can be read in two ways says which, and how to write either."""
    found = fault(latex)
    assert one in found.message
    assert other in found.message
    assert fix in found.fix


def test_a_near_name_is_suggested():
    """A slip of the pen is named."""
    assert "Did you mean C_r?" in fault(r"C_t").fix


def test_an_index_outside_its_sum_says_how_to_bind_it():
    """The fix is a sum over the declared set."""
    assert r"\sum_{f \in D_f}" in fault(r"\sum_{i \in D_f} x_f H_i").fix


def test_both_kinds_are_named():
    """A matrix beside a number: both are named."""
    message = fault(r"X + \eta").message
    assert "a matrix" in message
    assert "a number" in message


def test_lines_count():
    """The place of a fault in a display of several lines is that of the file."""
    marked = "\\eta = 1 \\\\\n  = \\alpha + ‸C_t \\\\\n = 2"
    assert pointed([fault(unmarked(marked))]) == places(marked) == [(2, 14)]
