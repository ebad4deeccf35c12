"""Statements written with SymPy: the same bytes and the same verdict as those written in LaTeX."""

from __future__ import annotations

import pytest
import sympy
from sympy import Eq, MatrixSymbol, Q, Symbol, Trace

import verify
from tests.proofs.theory import THEORY
from verify import algebra
from verify.algebra import expectation, index_set, loewner_ge, loewner_le, positive_semidefinite, selectors, sum_over
from verify.decide.decide import decide
from verify.decide.outcome import Refuted, Unsettled, Vacuous
from verify.errors import Code, Fault
from verify.language.canonical import canonical_bytes, expression_json
from verify.language.notation import Notation
from verify.language.read import read_theory
from verify.language.render import render
from verify.language.statement import Role, Shape, Statement
from verify.meaning.algebra.formula import algebraic
from verify.notation import family, indices, integer, matrix, natural, notation, real
from verify.notation import index_set as declared_set
from verify.notation import selectors as declared_selectors

d = Symbol("d")
n, B = Symbol("n", integer=True), Symbol("B", integer=True)
epsilon, r = Symbol("epsilon", real=True), Symbol("r")
A, G, S, X = (MatrixSymbol(name, d, d) for name in "AGSX")
UNIT = sympy.Identity(d)
PSD = [positive_semidefinite(A), positive_semidefinite(G)]
BOUNDED = [
    Q.symmetric(S),
    loewner_ge((1 - epsilon) * UNIT, S),
    loewner_ge(S, sympy.MatMul(-1, 1 - epsilon, UNIT)),
    epsilon > 0,
    epsilon < 1,
]
NOTATION = notation(real("epsilon"), matrix("A", "G", shape="psd"), matrix("S", shape="symmetric"), matrix("X"))
BOUNDED_LATEX = r"\assume{$(1-\epsilon)I \succeq S$}, \assume{$S \succeq -(1-\epsilon)I$}, \assume{$\epsilon > 0$}, \assume{$\epsilon < 1$}"
H, D = algebra.matrices("H", d, shape="psd"), index_set("D", n)
x = selectors("x", B / n)
DRAWN = notation(
    integer("B"),
    family(matrix("H", shape="psd"), over="D"),
    declared_set("D", size="n"),
    indices("r", over="D"),
    declared_selectors("x", over="D"),
)
LAW = r"\begin{definition}{law} \[ x_r \sim \operatorname{Bernoulli}(\frac{B}{n}) \] \end{definition}"

# the relation and what is given in SymPy; the notation, what stands before the claim, and the claim in LaTeX; the verdict
PAIRS = {
    "squaring is monotone": (
        (loewner_le(A**2, G**2), [*PSD, loewner_le(A, G)]),
        (NOTATION, "", r"\assume{$A \preceq G$} \conclude{$A^2 \preceq G^2$}"),
        Refuted,
    ),
    "congruence is monotone": (
        (loewner_le(X * A * X.T, X * G * X.T), [*PSD, loewner_le(A, G)]),
        (NOTATION, "", r"\assume{$A \preceq G$} \conclude{$X A X^T \preceq X G X^T$}"),
        Unsettled,
    ),
    "matrices commute": (
        (Eq(A * G, G * A), PSD),
        (NOTATION, "", r"\conclude{$A G = G A$}"),
        Refuted,
    ),
    "bounded congruence under the trace": (
        (sympy.Le(Trace(sympy.MatMul(S, A, S)), Trace(A)), [PSD[0], *BOUNDED]),
        (NOTATION, "", BOUNDED_LATEX + r" \conclude{$\operatorname{Tr}[S A S] \leq \operatorname{Tr}[A]$}"),
        Unsettled,
    ),
    "a draw without variance": (
        (
            Eq(expectation(sum_over(sympy.MatMul(x(r), H(r)), r, D) ** 2), sum_over(H(r), r, D) ** 2),
            [sympy.Le(1, B, evaluate=False), sympy.Le(B, n, evaluate=False)],
        ),
        (
            DRAWN,
            LAW,
            r"\assume{$1 \leq B$}, \assume{$B \leq n$} \conclude{$\mathbb{E}[(\sum_{r \in D} x_r H_r)^2] = (\sum_{r \in D} H_r)^2$}",
        ),
        Refuted,
    ),
}


def in_latex(names: Notation, before: str, claim: str) -> Statement:
    """A claim's statement as it is read from a .tex file."""
    return read_theory({"t.tex": f"{before} \\begin{{claim}}{{stated}} {claim} \\end{{claim}}"}, names)["stated"]


@pytest.mark.parametrize("name", PAIRS)
def test_both_doors_lead_to_one_statement(name):
    """Stated with SymPy and in LaTeX: the same canonical bytes, so the same verdict."""
    (relation, given), printed, verdict = PAIRS[name]
    by_sympy, by_latex = verify.statement(relation, given), in_latex(*printed)
    assert canonical_bytes(by_sympy) == canonical_bytes(by_latex)
    outcomes = [decide(s, rounds=100) for s in (by_sympy, by_latex)]
    assert all(isinstance(o, verdict) for o in outcomes)
    assert outcomes[0] == outcomes[1]


def test_every_statement_of_the_paper_goes_through_sympy():
    """What a statement says, handed to SymPy and stated again under its own hypotheses, has its bytes."""
    found = 0
    for statement in THEORY:
        if statement.conclusion is not None and statement.role is not Role.DEFINITION:
            again = verify.statement(algebraic(statement).to_sympy(), within=statement)
            assert canonical_bytes(again) == canonical_bytes(statement), statement.id
            found += 1
    assert found > 80


def said(statement: Statement) -> list[str]:
    return [render(h) for h in statement.given]


def test_what_sympy_assumes_becomes_a_hypothesis():
    """No sign is assumed in silence; of a symbol without assumptions nothing is known but that it is a real number."""
    p, m, k, z = (
        Symbol("p", positive=True),
        Symbol("m", negative=True),
        Symbol("k", integer=True, nonnegative=True),
        Symbol("z", nonzero=True),
    )
    assert said(verify.statement(sympy.Ge(p + m + k + z + Symbol("u"), 0, evaluate=False))) == [r"k \geq 0", "m < 0", "p > 0", "z^{2} > 0"]
    with pytest.raises(Fault, match="prime"):
        verify.statement(Symbol("q", prime=True) > Symbol("u"))


def test_what_is_read_into_a_symbol_is_said():
    """A symbol of which SymPy assumes nothing is a real number, a size an integer; the statement's readings say so."""
    assert verify.statement(Trace(A) >= Symbol("u")).readings == ("d is read as an integer", "u is read as a real number")


def test_a_bound_variable_is_what_its_domain_holds():
    """k of a range is an integer though SymPy does not know it; one that SymPy takes to be positive is refused."""
    k, power = Symbol("k"), algebra.matrices("P", d)
    statement = verify.statement(Eq(sum_over(power(k - 1), k, algebra.integers(1, n)), X))
    assert [s.over for s in statement.context.symbols if s.name == "P"] == [(("integers",),)]
    signed = Symbol("k", integer=True, positive=True)
    with pytest.raises(Fault, match="sign of the bound variable"):
        verify.statement(Eq(sum_over(power(signed), signed, algebra.integers(0, n)), X))


@pytest.mark.parametrize("id_", ["31.4r", "31.6r"])
def test_letters_and_assignments_are_no_names(id_):
    """What a letter picks, and the value of an assignment, come from index sets; the letters r and f are declared nowhere."""
    said_alone = verify.statement(algebraic(THEORY[id_]).to_sympy())
    declared = {s.name: s.over for s in said_alone.context.symbols}
    assert declared.keys() == {"C_f", "C_r", "D_f", "D_r", "H", "d", "k", "n_f", "n_r"}
    assert declared["H"] == (("D_f", "D_r"),)
    assert expression_json(said_alone.conclusion) == expression_json(THEORY[id_].conclusion)


def test_sizes_are_at_least_one_where_nothing_else_is_said():
    """As in notation.py: a size is an integer ≥ 1, and one that SymPy takes to be ≥ 0 is no more than that."""
    assert said(verify.statement(Eq(A, X))) == [r"d \geq 1"]
    size = Symbol("d", integer=True, nonnegative=True)
    assert said(verify.statement(Eq(MatrixSymbol("A", size, size), MatrixSymbol("X", size, size)))) == [r"d \geq 0"]


def test_predicates_are_honoured():
    """A shape is declared; positive definite is A ⪰ cI for a c > 0 of its own; predicates of numbers are relations."""
    k = Symbol("k")
    given = [Q.symmetric(S) & Q.positive_definite(A), Q.positive(epsilon), Q.integer(k)]
    statement = verify.statement(Trace(A * S) + k >= epsilon, given)
    shapes = {s.name: s.shape for s in statement.context.symbols if s.shape is not Shape.GENERAL}
    assert shapes == {"S": Shape.SYMMETRIC, "A": Shape.PSD}
    assert said(statement) == [
        r"d \geq 1",
        r"\mathrm{least}_{A} > 0",
        r"A \succeq \mathrm{least}_{A} I_{d}",
        r"\epsilon > 0",
    ]
    assert statement.context.declaration("k").kind.value == "integer"


def test_a_definite_matrix_is_not_singular():
    """Tr A > 0 is false for A = 0, which Q.positive_definite excludes."""
    claim = Trace(A) > 0
    assert isinstance(decide(verify.statement(claim, [PSD[0]]), rounds=40), Refuted)
    assert not isinstance(decide(verify.statement(claim, [Q.positive_definite(A)]), rounds=40), Refuted)


def test_contradictory_hypotheses_are_seen():
    """A statement that is given what cannot be is vacuous, however it was written."""
    assert isinstance(decide(verify.statement(epsilon > 2, [epsilon > 1, epsilon < 0]), rounds=0), Vacuous)


def test_a_notation_says_what_names_are():
    """Names that notation.py declares have its sorts; SymPy's plain symbol k is an integer there."""
    names = notation(natural("k"), matrix("A", shape="psd"))
    statement = verify.statement(Trace(A ** Symbol("k")) >= 0, notation=names)
    assert canonical_bytes(statement) == canonical_bytes(in_latex(names, "", r"\conclude{$\operatorname{Tr}[A^{k}] \geq 0$}"))


def test_a_variant_has_the_definitions_of_its_statement():
    """E[J_1ᵀJ_1] ⪯ J² within (24): J, J_1 and the laws are the paper's."""
    link = algebraic(THEORY["24.3"])
    [J] = [m for m in link.lhs.to_sympy().atoms(MatrixSymbol) if m.name == "J"]
    variant = verify.statement(loewner_le(link.rhs.to_sympy(), J**2), [sympy.Eq(Symbol("extra"), 1)], within=link, id_="24.3v")
    assert (variant.id, variant.given[:-1]) == ("24.3v", link.given)
    assert {x.name for x in variant.context.definitions} <= {x.name for x in link.context.definitions}
    assert isinstance(decide(variant), Refuted)


REFUSED = {
    "no relation": (Trace(A), [], Code.KIND),
    "a relation that SymPy has decided": (Eq(A, A), [], Code.KIND),
    "a given that is no fact": (Trace(A) > 0, [A], Code.KIND),
    "a given that is false": (Trace(A) > 0, [sympy.S.false], Code.KIND),
    "a predicate without a word": (Trace(A) > 0, [Q.orthogonal(A)], Code.KIND),
    "a name for two things": (Eq(sum_over(H(r), r, D), sum_over(algebra.matrices("H", d)(r), r, D)), [], Code.KIND),
    "an index bound nowhere": (Eq(H(r), A), [], Code.INDEX_SCOPE),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_stated_is_refused(name):
    """With a fault that says what is wrong."""
    relation, given, code = REFUSED[name]
    with pytest.raises(Fault) as fault:
        verify.statement(relation, given)
    assert fault.value.diagnostics[0].code is code


def test_a_name_must_be_what_the_theory_declares():
    """SymPy may know less of a name than the theory, and not more: an integer for a real is refused."""
    link = algebraic(THEORY["24.3"])
    with pytest.raises(Fault, match="is declared as a real"):
        verify.statement(Symbol("eta", integer=True) > 0, within=link)


i, j = Symbol("i"), Symbol("j")


def test_an_element_that_is_given_is_any():
    """Contains(i, D) introduces an index, as `\\assume{$i \\in D$}` does; what is given of it narrows where it ranges."""
    given = [sympy.Contains(i, D), sympy.Contains(j, D), loewner_ge(H(i), H(j)), epsilon > 0]
    stated = verify.statement(loewner_ge(H(i) ** 2, H(j) ** 2), given=given)
    names = notation(real("epsilon"), family(matrix("H", shape="psd"), over="D"), declared_set("D", size="n"), indices("i", "j"))
    latex = r"\assume{$i, j \in D$}, \assume{$H_i \succeq H_j$}, \assume{$\epsilon > 0$} \conclude{$H_i^2 \succeq H_j^2$}"
    read = read_theory({"a.tex": rf"\begin{{claim}}{{A}} {latex} \end{{claim}}"}, names)["A"]
    assert stated.conclusion == read.conclusion
    assert set(read.given) == set(stated.given)
    assert isinstance(decide(stated, rounds=60), Refuted)


def test_an_element_is_given_of_one_set():
    """Of two it could be of either."""
    with pytest.raises(Fault) as caught:
        verify.statement(Eq(Trace(H(i)), 1), given=[sympy.Contains(i, D), sympy.Contains(i, index_set("E", n))])
    assert caught.value.diagnostics[0].code is Code.AMBIGUOUS
