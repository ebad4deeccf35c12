"""The construction of section 4.5: Hessians on one axis that have an assigned λ_max(D) and an assigned coherence measure σ.

    H_r = m e_1 e_1ᵀ for the first σ/n_f members of the retain set, else 0;   H_f = 0;   m = (C'_r)⁻¹ λ_max(D) n_r / (σ/n_f)

so D = C'_r H_R = λ_max(D) e_1 e_1ᵀ (39), and S is C'_r m on the (σ/n_f) n_f pairs that count, else 0 (40). A step is a random number along
e_1 and 1 along every other axis: E‖w_k‖² goes to 0 only for d = 1.

As it is repaired (T4.9r2), one further retain Hessian is ε(I − e_1 e_1ᵀ), where σ/n_f < n_r. It changes neither λ_max(D) nor σ as long as
ε√(d − 1) ≤ m σ/n_f, and ε ≤ m; across e_1 a step then has the second moment (1 − η(1 − α)ε/n_r)² + C_r ε², which is below 1 for
ε < 2B/(η(1 − α)). `RankOne.repaired` takes ε = m/(d + η(1 − α)m), which is always small enough: E‖w_k‖² → 0 below the threshold of (42).

C'_r is evaluated from its definition in setup.tex. As C'_r = 1/(1 + √(C_f/C_r)), it is rational where α = 0, where B = n_f and where
(n_r − B)(n_f − B) is a square. Elsewhere m is irrational for a rational λ, and Hessians in fractions belong to the rational multiples λ of
C'_r: `RankOne.with_m` starts from m and finds that λ. Both are exact for all parameters.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
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
    across: ε, like `eigenvalue`, but 0 where there is none; else σ/n_f < n_r, and it is small enough to change neither λ_max(D) nor σ.
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
    across: Any = 0

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
        _require(_is_exact(self.across) and self.across >= 0, "across", self.across, "be an exact number, 0 or above")
        if self.across:
            _require(self.count < self.n_r, "sigma", self.sigma, f"be below n_r n_f = {self.n_r * self.n_f}: no Hessian is left for ε")
            small = self.across <= self.m and (self.d - 1) * self.across**2 <= (self.m * _rational(self.count)) ** 2
            _require(bool(small), "across", self.across, "be at most m, and √(d − 1) times it at most m σ/n_f")

    @classmethod
    def with_m(cls, m: int | Fraction, **parameters: Any) -> Self:
        """The construction whose nonzero Hessians are m e_1 e_1ᵀ, for any m > 0 and all parameters but `eigenvalue`."""
        _require(type(m) in (int, Fraction) and m > 0, "m", m, "be an int or a Fraction above 0")
        other = cls(eigenvalue=1, **parameters)
        return cls(eigenvalue=sympy.radsimp(_rational(Fraction(m)) / other.m), **parameters)

    def repaired(self) -> Self:
        """The same with ε = m/(d + η(1 − α)m). Raises ValueError where σ = n_r n_f, so that no Hessian is left."""
        step = _rational(Fraction(self.eta) * (1 - Fraction(self.alpha)))
        return replace(self, across=sympy.radsimp(self.m / (self.d + step * self.m)))

    @property
    def factors(self) -> tuple[Any, Any]:
        """The second moment of a step along e_1, which is the right side of (41), and across it; SymPy numbers."""
        step = _rational(Fraction(self.eta) * (1 - Fraction(self.alpha)))
        share, noise = _rational(Fraction(1, self.n_r)), _in_sympy(THEORY["Def2.1"].rhs.value(verify.Instance(self._parameters())))
        heights = ((self.m, _rational(self.count)), (_in_sympy(self.across), 1))
        along, across = [sympy.radsimp((1 - step * share * n * h) ** 2 + noise * n * h**2) for h, n in heights]
        return along, across

    def second_moment(self, k: int) -> Any:
        """E Tr(J_0ᵀ⋯J_{k−1}ᵀJ_{k−1}⋯J_0), a SymPy number. k: >= 0."""
        along, across = self.factors
        return along**k + (self.d - 1) * across**k

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
        m, rest = self.m, _in_sympy(self.across)
        _require(m.is_Rational, "eigenvalue", self.eigenvalue, f"be a rational multiple of C'_r = {self.retain_weight} here, since m = {m}")
        _require(rest.is_Rational, "across", self.across, "be rational here")
        peak, low = (Fraction(int(x.p), int(x.q)) for x in (m, rest))
        counted, one, none = (peak, Fraction(0)), (Fraction(0), low), (Fraction(0), Fraction(0))
        heights = [counted if i < self.count else one if i == self.count else none for i in range(self.n_r)]
        return tuple(self._along_and_across(*pair) for pair in heights)

    @property
    def forget(self) -> tuple[Matrix, ...]:
        """The n_f forget Hessians, all zero, d×d each."""
        return (self._along_and_across(Fraction(0), Fraction(0)),) * self.n_f

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
        if self.across:
            retain[int(self.count)] = np.diag([0.0] + [float(self.across)] * (self.d - 1))
        return {"retain": retain, "forget": np.zeros((self.n_f, self.d, self.d))}

    def _parameters(self) -> tuple[tuple[str, Fraction], ...]:
        return tuple((name, Fraction(getattr(self, name))) for name in ("B", "alpha", "d", "eta", "n_f", "n_r"))

    def _along_and_across(self, along: Fraction, across: Fraction) -> Matrix:
        """along · e_1 e_1ᵀ + across · (I − e_1 e_1ᵀ)."""
        axes = [along, *[across] * (self.d - 1)]
        return tuple(tuple(axes[i] if i == j else Fraction(0) for j in range(self.d)) for i in range(self.d))


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
