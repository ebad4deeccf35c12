"""E[JᵀJ], N_k and the thresholds (37) and (42), worked out with SymPy from the formulas of this folder.

`python -m proofs.expansion` prints what comes out. Nothing here is a formula of its own: J_k, T, (36) and (42) are taken from the `.tex`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sympy

import verify
from verify.algebra import expectation as E
from verify.algebra import largest_eigenvalue

THEORY = verify.load_theory(Path(__file__).parent)
EQUATIONS = {  # between matrices, and the letters that have to be written out for the algebra to see them
    "19.1r": (),
    "20.1": (),
    "20.2": (),
    "20.3r": (),
    "20.4r": (),
    "20.5": ("H_R",),
    "20.6": (),
    "21r": ("H_R", "H_F"),
    "22": ("H_F",),
    "23.1": ("H_R", "H_F"),
    "23.1r2": ("H_R", "H_F"),
    "23.2": ("H_R", "H_F"),
    "23.3": ("J", "H_R", "H_F"),
    "23.4": (),
    "24.2": ("N",),
    "25.3r": ("J", "H_R", "H_F", "C_r", "C_f"),
    "25.4": ("M",),
    "25.5": (),
}


def side(id_: str, which: str, *unfold: str) -> Any:
    """A side of a statement in SymPy, with the definitions of some names in their places."""
    return getattr(THEORY[id_], which).unfold(*unfold).to_sympy()


J_k = side("DefJk", "rhs")  # (18): I − η(1−α)/B Σ x_{r,k} H_r + ηα/B Σ x_{f,k} H_f
J = side("DefJ", "rhs", "H_R", "H_F")  # its mean, the means of the Hessians written out
LARGEST = largest_eigenvalue(side("DefD.2", "lhs"))  # λ₁(D)


def noise() -> Any:
    r"""E[J_kᵀJ_k] − J²: what the drawing adds to the square of the mean step, the end of (23).

    >>> print(sympy.latex(noise().args[0], order="none"))
    \frac{\alpha^{2} \eta^{2} \left(n_{f} - B\right)}{n_{f}^{2} B} \left(\sum_{f \in D_{f}} \left(H_{f}\right)^{2}\right)
    """
    return verify.expand(E(J_k.T * J_k) - J**2)


def difference(id_: str) -> Any:
    """Left minus right of an equation, multiplied out: zero where the algebra shows it.

    >>> difference("20.5")
    0
    """
    return verify.expand(side(id_, "lhs", *EQUATIONS[id_]) - side(id_, "rhs", *EQUATIONS[id_]))


def under_the_trace(id_: str) -> Any:
    """The trace of that difference.

    >>> difference("23.1") == 0, under_the_trace("23.1")
    (False, 0)
    """
    return verify.expand(sympy.Trace(difference(id_)))


def spread(matrix: Any) -> Any:
    """T(M) = C_f Σ H_f M H_f + C_r Σ H_r M H_r: the right side of (17) with M for N_{k−1}."""
    body = side("17", "rhs")
    (before,) = (m for m in body.atoms(type(side("17", "lhs"))) if m.name == "N")
    return body.xreplace({before: matrix})


def n_k(k: int) -> Any:
    """N_k, by iterating T from N_0 = I; k >= 0.

    >>> n_k(1)
    C_f*(sum(H[f]**2, f in D_f)) + C_r*(sum(H[r]**2, r in D_r))
    """
    found = side("DefN0", "rhs")
    for _ in range(k):
        found = verify.expand(spread(found))
    return found


def positive(expr: Any) -> Any:
    """The expression with the set-up's signs, which `solve` needs: every letter is positive, λ₁(D) too."""
    letters = {s: sympy.Symbol(s.name, positive=True) for s in expr.free_symbols if isinstance(s, sympy.Symbol)}
    return expr.doit().xreplace({LARGEST: sympy.Symbol("lambda_1", positive=True)}).xreplace(letters)


LAMBDA = positive(LARGEST)


def growth() -> Any:
    """By what the lower bound (36) of Tr N_k grows from k to k + 1."""
    bound = positive(side("36.3", "rhs"))
    k = sympy.Symbol("k", positive=True)
    return sympy.simplify(bound.subs(k, k + 1) / bound)


def lower_threshold() -> Any:
    """λ₁(D) from which on (36) grows.

    >>> lower_threshold()
    sqrt(2)*sigma/(n_f*n_r*(sqrt(C_f) + sqrt(C_r)))
    """
    (found,) = sympy.solve(sympy.Eq(sympy.sqrt(growth()), 1), LAMBDA)
    return found


def lower_threshold_over_37() -> Any:
    """The lower threshold over the right side of (37), C_r and C_f being those of Definition 2.

    >>> lower_threshold_over_37()
    1
    """
    weights = {positive(side(id_, "lhs")): positive(side(id_, "rhs")) for id_ in ("Def2.1", "Def2.2")}
    alpha = sympy.Symbol("alpha", positive=True)
    written_out = lower_threshold().subs(weights).simplify().subs(abs(alpha - 1), 1 - alpha)
    return sympy.simplify(written_out / positive(side("37", "rhs")))


def upper_threshold() -> Any:
    """λ₁(D) up to which the construction of 4.5 does not grow: the root of (42)'s first line other than 0."""
    (found,) = sympy.solve(sympy.Eq(positive(side("42.1", "lhs")), 1), LAMBDA)
    return found


def upper_threshold_over(right: Any) -> Any:
    """The upper threshold over a right side that the paper or a repair gives it.

    >>> upper_threshold_over(side("38", "rhs"))
    -C'_r**2/(alpha - 1)
    """
    return sympy.simplify(upper_threshold() / positive(right))


def lines() -> Iterator[str]:
    """All of it, as it is printed."""
    yield f"J_k              {J_k}"
    yield f"E[J_k] - J       {verify.expand(E(J_k) - J)}"
    yield f"E[J_k' J_k] - J² {noise()}"
    yield ""
    yield "left - right, multiplied out"
    for id_ in EQUATIONS:
        found = difference(id_)
        trace = "" if found.is_ZeroMatrix else f"   (its trace: {under_the_trace(id_)})"
        yield f"{id_:7} {found}{trace}"
    yield ""
    for k in range(3):
        yield f"N_{k}  {n_k(k)}"
    yield ""
    yield f"(36) grows by       {growth()}"
    yield f"that is 1 at λ₁(D)  {lower_threshold()},  {lower_threshold_over_37()} times the right side of (37)"
    yield f"(42) is 1 at λ₁(D)  {upper_threshold()},  {upper_threshold_over(side('38', 'rhs'))} times the right side of (38)"


if __name__ == "__main__":
    print("\n".join(lines()))
