"""The sides of a theory's statements as formulas."""

from __future__ import annotations

import subprocess
import sys
from copy import deepcopy
from dataclasses import replace
from fractions import Fraction

import pytest
import sympy

import verify
from tests.house.sources import ROOT
from verify.decide.decide import decide
from verify.decide.outcome import Defined
from verify.errors import Code, Fault
from verify.language.canonical import canonical_bytes
from verify.language.expression import Apply, Bind, Binder, Kind, Number, Operator, Type
from verify.language.expression import Symbol as ExprSymbol
from verify.language.read import load_theory as read
from verify.language.statement import Context, Declaration, Definition, Statement
from verify.meaning.algebra.formula import Formula

THEORY = verify.load_theory(ROOT / "proofs")


def test_a_loaded_theory_is_the_one_that_is_read():
    """The same statements with the same bytes; they are Statements and can be decided."""
    plain = read(ROOT / "proofs")
    assert [s.id for s in THEORY] == [s.id for s in plain]
    assert all(isinstance(s, Statement) for s in THEORY)
    assert all(canonical_bytes(a) == canonical_bytes(b) for a, b in zip(THEORY, plain, strict=True) if a.conclusion is not None)
    assert decide(THEORY["DefJ"]) == Defined()


def test_sides_can_be_handed_to_sympy():
    """`theory[ID].rhs.to_sympy()` needs nothing else; the whole statement goes, too."""
    link = THEORY["25.5"]
    assert isinstance(link.lhs, Formula)
    assert isinstance(link.rhs.to_sympy(), sympy.MatAdd)
    assert link.to_sympy() == sympy.Eq(link.lhs.to_sympy(), link.rhs.to_sympy(), evaluate=False)
    assert verify.from_sympy(link.lhs.to_sympy()) == link.lhs.expr
    assert link.lhs._repr_latex_() == f"$\\displaystyle {link.lhs.latex}$"
    assert str(link.lhs) == link.lhs.latex


def test_what_is_no_relation_has_no_sides():
    """A conjunction has no left side; a statement without a meaning is no SymPy object."""
    with pytest.raises(AttributeError, match="not a single relation"):
        _ = THEORY["L4.1r"].lhs
    with pytest.raises(AttributeError, match="has no meaning"):
        THEORY["25.3"].to_sympy()


def test_statements_are_values():
    """A copy is equal, a changed one keeps its formulas."""
    link = THEORY["24.3"]
    assert deepcopy(link) == link
    assert replace(link, id="other").lhs == link.lhs


def test_definitions_are_put_in_place():
    """J by its definition, H_R in it by its own; N_1 by two clauses; M_{k−1} by one."""
    assert THEORY["DefJ"].lhs.unfold("J").expr == THEORY["DefJ"].rhs.expr
    assert "sum" in str(THEORY["DefJ"].lhs.unfold("J", "H_R").to_sympy())
    assert THEORY["24.2"].rhs.unfold("N").latex.count("I_{d}") == 2
    assert THEORY["25.4"].lhs.unfold("M").expr == THEORY["25.4"].rhs.expr
    assert THEORY["25.4"].lhs.unfold() == THEORY["25.4"].lhs


def test_no_binder_catches_a_name_of_a_definition():
    """Y = kX put into Σ_k Y is Σ_{k'} kX: the k of the definition is the theory's, and that of the sum its own."""
    k, number = ExprSymbol("k"), Type(Kind.INTEGER)
    definition = Definition("y", "y", (), Apply(Operator.MULTIPLY, (k, ExprSymbol("a"))))
    context = Context((Declaration("k", Kind.INTEGER), Declaration("a", Kind.REAL), Declaration("y", Kind.REAL)), (definition,))
    total = Bind(Binder.SUM, "k", Apply(Operator.RANGE, (Number(1), Number(2))), Apply(Operator.ADD, (k, ExprSymbol("y"))), number)
    assert Formula(total, context).unfold("y").latex == "\\sum_{k'=1}^{2} (k' + k a)"


@pytest.mark.parametrize(("id_", "name", "said"), [("25.5", "N", "not known"), ("25.5", "Q", "has no definition")])
def test_what_cannot_be_unfolded(id_, name, said):
    """N_{k−1} is I or a sum, as k is; a name without a definition has nothing to be put in its place."""
    with pytest.raises(Fault, match=said) as fault:
        THEORY[id_].lhs.unfold(name)
    assert fault.value.diagnostics[0].code is Code.UNDEFINED


def instance(**others: int | str) -> verify.Instance:
    """Two retain Hessians, one of them 0, and a zero forget Hessian, of dimension two."""
    numbers = {"d": 2, "n_r": 2, "n_f": 1, "B": 1, "eta": 1, "alpha": 0} | others
    peak, zero = ((Fraction(2), Fraction(2)), (Fraction(2), Fraction(2))), ((Fraction(0),) * 2,) * 2
    return verify.Instance(tuple((n, Fraction(v)) for n, v in numbers.items()), (("H", (("D_f", (zero,)), ("D_r", (peak, zero)))),))


def test_a_formula_has_an_exact_value_on_an_instance():
    """A number, a sum of roots, a matrix, a truth; all of SymPy."""
    assert THEORY["29"].lhs.value(instance()) == 2
    assert THEORY["29"].lhs.value(instance()).is_Integer
    assert THEORY["Def2.1"].rhs.value(instance(alpha="1/3")) == sympy.Rational(1, 9)
    assert THEORY["29"].rhs.value(instance()) == sympy.sqrt(2)
    assert THEORY["DefJ"].rhs.value(instance()) == sympy.ImmutableMatrix([[0, -1], [-1, 0]])
    with_root = Formula(Apply(Operator.MULTIPLY, (Apply(Operator.ROOT, (Number(2),)), ExprSymbol("H_R"))), THEORY["DefJ"].context)
    assert with_root.value(instance()) == sympy.sqrt(2) * sympy.ones(2, 2)
    assert Formula(THEORY["29"].conclusion, THEORY["29"].context).value(instance()) is sympy.S.true


@pytest.mark.parametrize(
    ("formula", "others", "said"),
    [
        (THEORY["DefC.1"].rhs, {"n_r": 1, "alpha": 0}, "no value: division by zero"),
        (THEORY["T4.8"].lhs, {}, "no exact value is found: limit"),
        (Formula(Apply(Operator.LOG, (Number(2),)), THEORY["29"].context), {}, "no exact value is found: log"),
    ],
)
def test_a_formula_without_an_exact_value_says_why(formula, others, said):
    """Both noise weights are 0; a limit has no exact meaning yet."""
    with pytest.raises(ValueError, match=said):
        formula.value(instance(**others))


def test_reading_a_theory_needs_no_sympy():
    """SymPy is loaded when a formula is handed to it, not before."""
    script = "import sys, verify; t = verify.load_theory('proofs'); t['25.5'].lhs.latex; print('sympy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip() == "False"
