"""SymPy's transposes, traces and powers of matrices, with derivatives that hold for matrices that do not commute.

SymPy 1.14 forgets the transpose in d(xA)ᵀ/dx, and has no derivative of A(x)² or of the trace of a product. `doit` gives SymPy's own.
"""

from __future__ import annotations

from typing import Any

import sympy
from sympy.printing.precedence import PRECEDENCE


class Transposed(sympy.Transpose):
    """Aᵀ."""

    precedence = PRECEDENCE["Pow"]

    def _eval_derivative(self, x: Any) -> Any:
        return sympy.Transpose(sympy.diff(self.arg, x)).doit()


class Power(sympy.MatPow):
    """Aⁿ."""

    precedence = PRECEDENCE["Pow"]

    def _eval_derivative(self, x: Any) -> Any:
        if not self.has(x):
            return sympy.ZeroMatrix(*self.shape)
        if not (self.exp.is_Integer and self.exp >= 0):
            raise NotImplementedError(f"the derivative of a matrix to the power {self.exp}")
        slope = sympy.diff(self.base, x)
        terms = [self._moved(slope, place) for place in range(int(self.exp))]
        return sympy.MatAdd(*terms).doit() if terms else sympy.ZeroMatrix(*self.shape)

    def _moved(self, slope: Any, place: int) -> Any:
        return sympy.MatMul(*[self.base] * place, slope, *[self.base] * (int(self.exp) - 1 - place))


class Traced(sympy.Trace):
    """Tr A."""

    def _eval_derivative(self, x: Any) -> Any:
        return sympy.Trace(sympy.diff(self.arg, x)).doit()

    def _sympystr(self, printer: Any) -> str:
        return f"Trace({printer._print(self.arg)})"
