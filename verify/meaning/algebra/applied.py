"""Functions that SymPy lacks, applied: expectations, norms, λ_max, inner products, laws, sets.

Each is an operator of the language with its arguments, in one class for each sort of value; what SymPy has (sums, products, powers,
traces, binomials, logarithms) is SymPy's own.
"""

from __future__ import annotations

from typing import Any

import sympy
from sympy.core.kind import NumberKind
from sympy.core.sympify import _sympify
from sympy.logic.boolalg import Boolean
from sympy.matrices.expressions.matexpr import MatrixElement, MatrixExpr
from sympy.printing.precedence import PRECEDENCE

from verify.language.expression import Operator
from verify.meaning.algebra.members import Selector, string

_CALLS = {
    Operator.EXPECTATION: r"\mathbb{E}",
    Operator.PROBABILITY: r"\mathbb{P}",
    Operator.LARGEST_EIGENVALUE: r"\lambda_{\max}",
    Operator.LANDAU: r"\mathcal{O}",
    Operator.GAUSSIAN: r"\mathcal{N}",
}
_NORMS = {
    Operator.NORM_1: "1",
    Operator.NORM_2: "2",
    Operator.NORM_FROBENIUS: "F",
    Operator.NORM_SCHATTEN_1: "S_1",
    Operator.NORM_OPERATOR: r"\mathrm{op}",
}


class _Applied:
    """An operator and its arguments: args[0] and the rest."""

    args: Any

    @property
    def operator(self) -> Operator:
        return Operator(self.args[0].name)

    @property
    def arguments(self) -> tuple[Any, ...]:
        return tuple(self.args[1:])

    def _latex(self, printer: Any, exp: Any = None) -> str:
        text = applied_latex(self.operator, self.arguments, printer)
        return text if exp is None else f"{text}^{{{exp}}}"

    def _sympystr(self, printer: Any) -> str:
        texts = ", ".join(printer._print(a) for a in self.arguments)
        return f"E[{texts}]" if self.operator is Operator.EXPECTATION else f"{self.operator.value}({texts})"


class NumberApplied(_Applied, sympy.Expr):
    """A number: ‖x‖_F, λ_max(D), ⟨x, y⟩, E of a number, xᵀAy (MULTIPLY of a row, perhaps matrices, and a vector)."""

    is_commutative = True
    is_real = True
    kind = NumberKind

    def __new__(cls, operator: Any, *arguments: Any) -> Any:
        return sympy.Expr.__new__(cls, string(operator), *map(_sympify, arguments))

    def _eval_is_nonnegative(self) -> bool | None:
        return True if self.operator in (*_NORMS, Operator.PROBABILITY, Operator.INDICATOR) else None

    def _eval_derivative(self, x: Any) -> Any:
        if not self.has(x):
            return sympy.S.Zero
        return _mean_of_derivative(self, x) if self.operator is Operator.EXPECTATION else None


class MatrixApplied(_Applied, MatrixExpr):
    """A matrix, vector or row: the expectation of one, one that a letter picks, or a derivative."""

    def __new__(cls, operator: Any, *arguments: Any) -> Any:
        return MatrixExpr.__new__(cls, string(operator), *arguments)

    @property
    def shape(self) -> tuple[Any, Any]:
        alike = self.args[3] if self.operator is Operator.BY_LETTER else self.args[1]
        if self.operator is Operator.EXPECTATION or alike.is_Matrix:
            rows, columns = alike.shape
            return rows, columns
        vectors = [v for v in self.arguments[1:] if v.is_Matrix]
        return vectors[0].shape[0], vectors[0].shape[0] if len(vectors) > 1 else sympy.S.One

    def _entry(self, i: Any, j: Any, **_: Any) -> Any:
        return MatrixElement(self, i, j)

    def _eval_transpose(self) -> Any:
        if self.operator is not Operator.EXPECTATION:
            return sympy.Transpose(self)
        return mean(sympy.Transpose(self.args[1]).doit())

    def _eval_trace(self) -> Any:
        return mean(sympy.Trace(self.args[1]).doit()) if self.operator is Operator.EXPECTATION else None

    def _eval_derivative(self, x: Any) -> Any:
        return _mean_of_derivative(self, x) if self.has(x) else sympy.ZeroMatrix(*self.shape)


class BooleanApplied(_Applied, Boolean):
    """A conjunction in its order, or a relation that holds for every outcome of the selectors (SURELY)."""

    def __new__(cls, operator: Any, *arguments: Any) -> Any:
        return Boolean.__new__(cls, string(operator), *arguments)


class SetApplied(_Applied, sympy.Set):
    """A range of integers, an interval, ℝ^d, strings, index sets joined or picked by a letter, or a law (as the set of what it draws)."""

    def __new__(cls, operator: Any, *arguments: Any) -> Any:
        return sympy.Set.__new__(cls, string(operator), *map(_sympify, arguments))

    def _contains(self, other: Any) -> None:
        """SymPy's Contains(i, D) stays as it is."""


Applied = NumberApplied | MatrixApplied | BooleanApplied | SetApplied


def mean(value: Any) -> Any:
    """E of a number or of a matrix."""
    value = _sympify(value)
    return (MatrixApplied if value.is_Matrix else NumberApplied)(Operator.EXPECTATION.value, value)


def by_letter(letter: Any, *cases: Any) -> Any:
    """What a letter picks: each letter that it may be, and what stands for it, in turn."""
    class_ = SetApplied if isinstance(cases[1], sympy.Set) else MatrixApplied if cases[1].is_Matrix else NumberApplied
    return class_(Operator.BY_LETTER.value, letter, *cases)


def _mean_of_derivative(expectation: Any, x: Any) -> Any:
    """E of the derivative. Raises NotImplementedError where a probability depends on x, so that the two do not commute."""
    if expectation.operator is not Operator.EXPECTATION or any(s.args[3].has(x) for s in expectation.atoms(Selector)):
        raise NotImplementedError(f"{x} changes a probability; take the expectation first (verify.expand), then the derivative")
    return mean(sympy.diff(expectation.args[1], x))


def applied_latex(operator: Operator, arguments: tuple[Any, ...], printer: Any) -> str:
    """The LaTeX of an applied operator."""
    texts: list[str] = [printer._print(a) for a in arguments]
    match operator:
        case Operator.INNER:
            return rf"\left\langle {texts[0]}, {texts[1]} \right\rangle"
        case Operator.MULTIPLY:
            return " ".join(printer.parenthesize(a, PRECEDENCE["Mul"], strict=True) for a in arguments)
        case Operator.LETTER_AT:
            return f"{texts[0]}[{texts[1]}]"
        case Operator.CHOICE_AT:
            return f"{texts[0]}_{{{texts[1]}}}"
        case Operator.BY_LETTER:
            pairs = ", ".join(rf"{a} \mapsto {b}" for a, b in zip(texts[1::2], texts[2::2], strict=True))
            return rf"\left({pairs}\right)\left({texts[0]}\right)"
        case Operator.RANGE:
            return rf"\{{{texts[0]}, \ldots, {texts[1]}\}}"
        case Operator.OPEN_INTERVAL:
            return rf"\left({texts[0]}, {texts[1]}\right)"
        case Operator.CLOSED_INTERVAL:
            return rf"\left[{texts[0]}, {texts[1]}\right]"
        case Operator.REAL_SPACE:
            sizes = r" \times ".join(texts)
            return rf"\mathbb{{R}}^{{{sizes}}}"
        case Operator.STRINGS:
            return rf"\{{{', '.join(texts[1:])}\}}^{{{texts[0]}}}"
        case Operator.UNION | Operator.AND:
            return (r" \cup " if operator is Operator.UNION else r" \wedge ").join(texts)
        case Operator.SURELY:
            return texts[0]
        case Operator.DERIVATIVE:
            below = " ".join(rf"\partial {t}" for t in texts[1:])
            return rf"\frac{{\partial^{{{len(texts) - 1}}}}}{{{below}}} \left({texts[0]}\right)"
        case _ if operator in _NORMS:
            return rf"\left\|{texts[0]}\right\|_{{{_NORMS[operator]}}}"
        case _:
            name = _CALLS.get(operator, rf"\operatorname{{{operator.value}}}")
            return rf"{name}\left[{', '.join(texts)}\right]"
