"""The construction of section 4.5: Hessians on one axis that have an assigned λ_max(D) and an assigned coherence measure σ.

    H_r = m e_1 e_1ᵀ for the first σ/n_f members of the retain set, else 0;   H_f = 0;   m = (C'_r)⁻¹ λ_max(D) n_r / (σ/n_f)

so D = C'_r H_R = λ_max(D) e_1 e_1ᵀ (39), and S is C'_r m on the (σ/n_f) n_f pairs that count, else 0 (40). A step is a random number along
e_1 and 1 along every other axis: E‖w_k‖² goes to 0 only for d = 1.

C'_r is evaluated from its definition in setup.tex. As C'_r = 1/(1 + √(C_f/C_r)), it is rational where α = 0, where B = n_f and where
(n_r − B)(n_f − B) is a square. Elsewhere m is irrational for a rational λ, and Hessians in fractions belong to the rational multiples λ of
C'_r: `RankOne.with_m` starts from m and finds that λ. Both are exact for all parameters.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import sympy

import verify

if TYPE_CHECKING:
    import numpy as np

THEORY = verify.load_theory(Path(__file__).parent)
Matrix = tuple[tuple[Fraction, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RankOne:
    """The construction for parameters that admit it.

    eigenvalue: λ_max(D) > 0, an int, a Fraction or a real number of SymPy without floats.
    sigma: n_f times an integer from 1 to n_r. Without a nonzero Hessian, σ is 0/0.
    n_r, n_f, B: integers, 1 <= B < n_r and B <= n_f. At B = n_r no noise comes from the retain set, C'_r is 0 or undefined, and so D is 0.
    eta: > 0. alpha: in [0, 1); at 1, C'_r is 0 or undefined, too. Ints or Fractions, as is sigma.
    d: an integer >= 1.
    Raises ValueError, which names the parameter.
    """

    eigenvalue: Any
    sigma: int | Fraction
    n_r: int
    n_f: int
    B: int
    eta: int | Fraction
    alpha: int | Fraction
    d: int = 1

    def __post_init__(self) -> None:
        for name, least in (("B", 1), ("n_r", 1), ("n_f", 1), ("d", 1)):
            value = getattr(self, name)
            _require(type(value) is int and value >= least, name, value, f"be an integer >= {least}")
        for name in ("sigma", "eta", "alpha"):
            _require(type(getattr(self, name)) in (int, Fraction), name, getattr(self, name), "be an int or a Fraction")
        _require(self.n_r > self.B, "n_r", self.n_r, f"be above B = {self.B}: else C'_r is 0 or undefined")
        _require(self.n_f >= self.B, "n_f", self.n_f, f"be at least B = {self.B}")
        _require(self.eta > 0, "eta", self.eta, "be positive")
        _require(0 <= self.alpha < 1, "alpha", self.alpha, "be in [0, 1): at 1, C'_r is 0 or undefined")
        fits = self.count.denominator == 1 and 1 <= self.count <= self.n_r
        _require(fits, "sigma", self.sigma, f"be n_f = {self.n_f} times an integer from 1 to n_r = {self.n_r}")
        _require(_is_exact(self.eigenvalue) and self.eigenvalue > 0, "eigenvalue", self.eigenvalue, "be an exact number above 0")

    @classmethod
    def with_m(cls, m: int | Fraction, **parameters: Any) -> Self:
        """The construction whose nonzero Hessians are m e_1 e_1ᵀ, for any m > 0 and all parameters but `eigenvalue`."""
        _require(type(m) in (int, Fraction) and m > 0, "m", m, "be an int or a Fraction above 0")
        other = cls(eigenvalue=1, **parameters)
        return cls(eigenvalue=sympy.radsimp(_rational(Fraction(m)) / other.m), **parameters)

    @property
    def count(self) -> Fraction:
        """How many Hessians are not zero, σ/n_f."""
        return Fraction(self.sigma) / self.n_f

    @property
    def retain_weight(self) -> Any:
        """C'_r, a SymPy number."""
        return THEORY["DefC.1"].rhs.value(verify.Instance(self._parameters()))

    @property
    def m(self) -> Any:
        """(C'_r)⁻¹ λ_max(D) n_r / (σ/n_f), a SymPy number."""
        return sympy.radsimp(_in_sympy(self.eigenvalue) * self.n_r / (self.retain_weight * _rational(self.count)))

    @property
    def retain(self) -> tuple[Matrix, ...]:
        """The n_r retain Hessians, d×d each. Raises ValueError where m is irrational."""
        m = self.m
        _require(m.is_Rational, "eigenvalue", self.eigenvalue, f"be a rational multiple of C'_r = {self.retain_weight} here, since m = {m}")
        peak = Fraction(int(m.p), int(m.q))
        return tuple(self._on_the_axis(peak if i < self.count else Fraction(0)) for i in range(self.n_r))

    @property
    def forget(self) -> tuple[Matrix, ...]:
        """The n_f forget Hessians, all zero, d×d each."""
        return (self._on_the_axis(Fraction(0)),) * self.n_f

    def instance(self, **others: Any) -> verify.Instance:
        """An instance of the theory, e_1 the first unit vector, with further values (k=3) as ints or Fractions. Raises as `retain`."""
        retain = self.retain
        own = (("e_1", tuple(Fraction(int(i == 0)) for i in range(self.d))), ("m", retain[0][0][0]))
        values = (*self._parameters(), *own, *((name, Fraction(value)) for name, value in others.items()))
        return verify.Instance(values, (("H", (("D_f", self.forget), ("D_r", retain))),))

    def to_numpy(self) -> dict[str, np.ndarray[Any, Any]]:
        """The Hessians as float64, also where m is irrational: "retain" (n_r, d, d), "forget" (n_f, d, d)."""
        import numpy as np

        retain = np.zeros((self.n_r, self.d, self.d))
        retain[: int(self.count), 0, 0] = float(self.m)
        return {"retain": retain, "forget": np.zeros((self.n_f, self.d, self.d))}

    def _parameters(self) -> tuple[tuple[str, Fraction], ...]:
        return tuple((name, Fraction(getattr(self, name))) for name in ("B", "alpha", "d", "eta", "n_f", "n_r"))

    def _on_the_axis(self, height: Fraction) -> Matrix:
        """height · e_1 e_1ᵀ."""
        return tuple(tuple(height if i == j == 0 else Fraction(0) for j in range(self.d)) for i in range(self.d))


def _require(holds: bool, name: str, value: Any, need: str) -> None:
    if not holds:
        raise ValueError(f"{name} = {value} must {need}")


def _is_exact(value: Any) -> bool:
    if isinstance(value, sympy.Expr):
        return bool(value.is_number and value.is_real and not value.has(sympy.Float))
    return type(value) in (int, Fraction)


def _in_sympy(value: Any) -> Any:
    return value if isinstance(value, sympy.Expr) else _rational(Fraction(value))


def _rational(value: Fraction) -> Any:
    return sympy.Rational(value.numerator, value.denominator)
