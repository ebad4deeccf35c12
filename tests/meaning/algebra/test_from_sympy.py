"""What SymPy has evaluated, as expressions; and what is refused."""

from __future__ import annotations

import pytest
import sympy

from verify import algebra, from_sympy
from verify.errors import Code, Fault
from verify.language.canonical import expression_json
from verify.language.render import render

d, n, k = sympy.symbols("d n k", integer=True)
x, y, B = sympy.symbols("x y B", real=True)
i = sympy.Symbol("i")
A, M = sympy.MatrixSymbol("A", d, d), sympy.MatrixSymbol("M", n, n)
v = sympy.MatrixSymbol("v", d, 1)
READ = {
    "negative number": (sympy.Integer(-3), "-3"),
    "fraction": (sympy.Rational(-3, 4), r"-\frac{3}{4}"),
    "quotient": (x / y, r"\frac{x}{y}"),
    "inverse": (1 / x, r"\frac{1}{x}"),
    "difference": (x - y, "x - y"),
    "negative product": (-x * y, "-x y"),
    "square root": (sympy.sqrt(x), r"\sqrt{x}"),
    "root below": (1 / sympy.sqrt(x), r"\frac{1}{\sqrt{x}}"),
    "fourth root": (x ** sympy.Rational(1, 4), r"\sqrt{\sqrt{x}}"),
    "cube of a root": (x ** sympy.Rational(3, 2), r"\sqrt{x}^{3}"),
    "matrix power": (A**k, "A^{k}"),
    "scaled matrix": (2 * A, r"2 A"),
    "transpose": (A.T, "A^{T}"),
    "quadratic form": (sympy.MatMul(v.T, A, v), "v^{T} A v"),
    "trace": (sympy.Trace(A), r"\operatorname{Tr}[A]"),
    "range": (sympy.Sum(x**k, (k, 0, n)), r"\sum_{k=0}^{n} x^{k}"),
    "product": (sympy.Product(k, (k, 1, n)), r"\prod_{k=1}^{n} k"),
    "relation": (x <= y, r"x \leq y"),
    "conjunction": (sympy.And(x > 0, y > 0), r"x > 0 \text{ and } y > 0"),
    "interval": (sympy.Contains(x, sympy.Interval.open(0, 1)), r"x \in (0, 1)"),
    "zero matrix": (algebra.loewner_ge(A, sympy.ZeroMatrix(d, d)), r"A \succeq 0 I_{d}"),
    "logarithm": (sympy.log(x), r"\log[x]"),
}


@pytest.mark.parametrize("name", READ)
def test_evaluated_objects_are_read(name):
    """SymPy's own forms, as one would write them."""
    found, latex = READ[name]
    assert render(from_sympy(found)) == latex


def test_the_innermost_limit_comes_first():
    """Sum(f, (k, 0, j), (j, 0, n)) is Σ_j Σ_k f."""
    j = sympy.Symbol("j", integer=True)
    assert render(from_sympy(sympy.Sum(x * k, (k, 0, j), (j, 0, n)))) == r"\sum_{j=0}^{n} \sum_{k=0}^{j} x k"


REFUSED = {
    "inverse of a matrix": (A.I, Code.SYNTAX),
    "determinant": (sympy.Determinant(A), Code.SYNTAX),
    "explicit matrix": (sympy.Matrix([[1, 2], [3, 4]]), Code.SYNTAX),
    "exponential": (sympy.exp(x), Code.SYNTAX),
    "maximum": (sympy.Max(x, y), Code.SYNTAX),
    "unequal": (sympy.Ne(x, y), Code.SYNTAX),
    "or": (sympy.Or(x > 0, y > 0), Code.SYNTAX),
    "imaginary unit": (sympy.I * x, Code.SYNTAX),
    "pi": (sympy.pi * x, Code.SYNTAX),
    "float": (sympy.Float("0.5") * x, Code.SYNTAX),
    "unknown function": (sympy.Function("f")(x), Code.SYNTAX),
    "entry of a matrix": (A[0, 0], Code.SYNTAX),
    "rectangular matrix": (sympy.MatrixSymbol("R", d, n), Code.SIZE),
    "half-open interval": (sympy.Contains(x, sympy.Interval(0, 1, False, True)), Code.SYNTAX),
    "a name of canonical form": (sympy.Symbol("#1") + x, Code.SYNTAX),
    "a name with a command": (sympy.Symbol(r"\alpha"), Code.SYNTAX),
    "two symbols of one name": (sympy.Symbol("x", positive=True) + x, Code.AMBIGUOUS),
    "a number and a matrix of one name": (sympy.Symbol("A", real=True) * A, Code.AMBIGUOUS),
    "sizes that differ": (algebra.loewner_le(A, M), Code.SIZE),
    "order of vectors": (algebra.loewner_le(v, v), Code.KIND),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_the_language_has_no_word_for_is_refused(name):
    """By a fault that says so, never by a guess."""
    found, code = REFUSED[name]
    with pytest.raises(Fault) as fault:
        from_sympy(found)
    assert fault.value.diagnostics[0].code is code


def test_a_bound_variable_never_takes_a_free_name():
    """Σ_i over one symbol i of what has another symbol i free: the bound one is renamed."""
    D = algebra.index_set("D", n)
    free = sympy.Symbol("i", integer=True)
    found = from_sympy(algebra.sum_over(algebra.matrices("H", d)(i) * free, i, D))
    assert expression_json(found)[3] == ["multiply", ["symbol", "i"], ["member", "H", [["symbol", "#1"]]]]
