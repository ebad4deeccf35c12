"""The language's own SymPy objects: how they print, differentiate, substitute and evaluate beside SymPy's."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sympy

from tests.meaning.algebra.generated import CONTEXT
from tests.proofs.theory import THEORY
from verify import algebra
from verify.algebra import expectation, index_set, integers, product_over, selectors, sum_over
from verify.language.expression import Apply, Member, Number, Operator, Symbol
from verify.meaning.algebra.calculus import Power, Traced, Transposed
from verify.meaning.algebra.expand import expand
from verify.meaning.algebra.to_sympy import to_sympy

d, n = sympy.symbols("d n", integer=True, positive=True)
s = sympy.Symbol("s", real=True)
i, j = sympy.symbols("i j")
t = sympy.Symbol("t", integer=True)
A, B = sympy.MatrixSymbol("A", d, d), sympy.MatrixSymbol("B", d, d)
D = index_set("D_r", n)
H, G = algebra.matrices("H", d, shape="psd"), algebra.matrices("G", d)
PRINTED = {
    "member": (H(i), "H[i]", "H_{i}"),
    "member at an expression": (G(t - 1), "G[t - 1]", "G_{t - 1}"),
    "pair": (algebra.numbers("S")(i, j), "S[i, j]", "S_{i j}"),
    "selector": (selectors("x", s)(i, t), "x[i, t]", "x_{i,t}"),
    "sum over a set": (sum_over(H(i), i, D), "sum(H[i], i in D_r)", r"\sum_{i \in D_{r}} H_{i}"),
    "sum over a range": (sum_over(G(t), t, integers(0, n)), "sum(G[t], t in 0..n)", r"\sum_{t=0}^{n} G_{t}"),
    "product": (product_over(G(t), t, integers(1, n)), "product(G[t], t in 1..n)", r"\prod_{t=1}^{n} G_{t}"),
    "expectation": (expectation(H(i)), "E[H[i]]", r"\mathbb{E}\left[H_{i}\right]"),
    "norm": (algebra.norm(A, "F"), "norm_frobenius(A)", r"\left\|A\right\|_{F}"),
    "largest eigenvalue": (algebra.largest_eigenvalue(A), "largest_eigenvalue(A)", r"\lambda_{\max}\left[A\right]"),
    "order": (algebra.loewner_le(A, B), "A <= B", r"A \preceq B"),
    "scaled sum": (2 * sum_over(H(i), i, D), "2*(sum(H[i], i in D_r))", r"2 \left(\sum_{i \in D_{r}} H_{i}\right)"),
    "trace": (
        sympy.Trace(sum_over(H(i), i, D)).doit(),
        "sum(Trace(H[i]), i in D_r)",
        r"\sum_{i \in D_{r}} \operatorname{tr}\left(H_{i} \right)",
    ),
}


@pytest.mark.parametrize("name", PRINTED)
def test_objects_print(name):
    """As text and as LaTeX."""
    found, text, latex = PRINTED[name]
    assert str(found) == text
    assert sympy.latex(found) == latex


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (sum_over(s**2 * H(i), i, D), sum_over(2 * s * H(i), i, D)),
        (expectation(s * A), expectation(A)),
        (s * sum_over(H(i), i, D), sum_over(H(i), i, D)),
        (Transposed(sympy.MatMul(s, A)), A.T),
        (Power(A + s * B, 2), B * (A + s * B) + (A + s * B) * B),
        (Power(A, n), sympy.ZeroMatrix(d, d)),
        (Traced(sympy.MatMul(s, A, B)), sympy.Trace(A * B)),
        (sum_over(s * sympy.Trace(H(i)), i, D), sum_over(sympy.Trace(H(i)), i, D)),
        (H(i), sympy.ZeroMatrix(d, d)),
        (sum_over(s**t, t, integers(0, n)), sum_over(s**t * t / s, t, integers(0, n))),
    ],
)
def test_derivatives_by_a_number(found, expected):
    """Term by term, with nothing taken to commute and no transpose lost."""
    assert found.diff(s).doit() == expected.doit()


def test_a_derivative_does_not_go_through_a_probability():
    """d/dp E[x] is 1 and not E[dx/dp]: it is refused until the expectation is taken."""
    with pytest.raises(NotImplementedError, match="take the expectation first"):
        expectation(selectors("x", s)(i) * A).diff(s)


def test_the_derivative_of_a_printed_formula():
    """(20)'s last line by α: that of the square is no 2J·dJ, since J and dJ do not commute."""
    line = THEORY["20.6"].rhs
    found = to_sympy(line, THEORY["20.6"].context)
    [alpha] = [x for x in found.free_symbols if x.name == "alpha"]
    slope = found.diff(alpha)
    [matrix] = [m for m in found.atoms(sympy.MatrixSymbol) if m.name == "H_R"]
    assert slope.has(matrix)
    assert slope.shape == found.shape


def test_substitution_leaves_bound_variables_alone():
    """i is bound in Σ_i H_i; what is put in is not caught, and a free i is replaced."""
    total = sum_over(H(i) * G(j), i, D)
    assert total.subs(i, j) == total
    caught = total.subs(j, i)
    [bound] = caught.bound_symbols
    assert bound != i
    assert caught.free_symbols >= {i}
    assert sum_over(H(i), i, D).free_symbols == {d, n}
    assert sum_over(G(t), t, integers(1, j)).subs(j, 2).doit() == G(1) + G(2)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (sum_over(G(t), t, integers(1, 3)), G(1) + G(2) + G(3)),
        (sum_over(G(t), t, integers(1, 0)), sympy.ZeroMatrix(d, d)),
        (product_over(G(t), t, integers(1, 2)), G(1) * G(2)),
        (product_over(G(t), t, integers(1, 2), reverse=True), G(2) * G(1)),
        (product_over(G(t), t, integers(1, 0)), sympy.Identity(d)),
        (product_over(t, t, integers(1, 4)), 24),
        (sympy.Transpose(H(i)), H(i)),
        (sympy.Transpose(G(i)), sympy.Transpose(G(i))),
        (sympy.Transpose(sum_over(H(i), i, D)), sum_over(H(i), i, D)),
        (sympy.Transpose(expectation(H(i) * A)), expectation(A.T * H(i))),
        (sympy.Transpose(product_over(G(t), t, integers(1, n))), product_over(G(t).T, t, integers(1, n), reverse=True)),
        (sympy.Trace(expectation(A)), expectation(sympy.Trace(A))),
    ],
)
def test_what_doit_does(found, expected):
    """Sums between numbers are written out; transposes and traces go inside; a symmetric member is its own transpose."""
    assert found.doit() == expected


def test_only_what_is_declared_is_assumed():
    """A real is no more than real; an integer is nonnegative or positive where a hypothesis says so."""
    names = {name: to_sympy(Symbol(name), CONTEXT) for name in ("a", "n", "k", "d")}
    assert names["a"] == sympy.Symbol("a", real=True)
    assert names["n"] == sympy.Symbol("n", integer=True)
    assert names["k"] == sympy.Symbol("k", integer=True, nonnegative=True)
    assert names["d"] == sympy.Symbol("d", integer=True, positive=True)
    x, y = (to_sympy(Symbol(name), CONTEXT) for name in "XY")
    assert x * y != y * x
    quotient = to_sympy(Apply(Operator.DIVIDE, (Symbol("a"), Symbol("a"))), CONTEXT)
    assert quotient != 1
    assert quotient.doit() == 1


def test_letters_of_different_theories_differ():
    """J_1 of a theory that defines it otherwise is another object, so that no expansion mistakes one for the other."""
    law, draw = CONTEXT.definitions
    other = replace(CONTEXT, definitions=(law, replace(draw, body=Apply(Operator.MULTIPLY, (Number(2), draw.body)))))
    letter = Member("J", (Number(1),))
    assert to_sympy(letter, CONTEXT) == to_sympy(letter, replace(CONTEXT, definitions=(law, replace(draw, id="renamed"))))
    assert to_sympy(letter, CONTEXT) != to_sympy(letter, other)
    assert expand(expectation(to_sympy(letter, other))) == expand(2 * expectation(to_sympy(letter, CONTEXT)))


def test_constructors_refuse_what_is_no_norm():
    """The 2-norm is one of vectors, the Frobenius norm one of matrices."""
    for matrix, which in ((A, 2), (sympy.MatrixSymbol("v", d, 1), "F"), (A, "nuclear")):
        with pytest.raises(ValueError, match="no norm"):
            algebra.norm(matrix, which)
