"""E[J_kᵀ M_{k−1} J_k] by words under sums costs the same for all sizes; with a symbol for every selector it grows with their number.

The naive way writes J_k out for n_r = n_f = n with noncommutative SymPy symbols, multiplies (1 + 2n)² products out, and averages each: x²
is x, and different selectors are independent. Ours are the engine, in SymPy's objects, and the kernel's normal form; in both n_r, n_f and d
stay letters. What SymPy remembers of the run before is cleared, for both ways.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import sympy
from sympy.core.cache import clear_cache

from benchmarks.families import family
from benchmarks.measure import Comparison, Measured, Way
from verify import expand, from_sympy
from verify.kernel.expand import expand as normal_form
from verify.kernel.limits import Budget
from verify.kernel.normal import Algebra, Atom, Poly, put
from verify.kernel.statement import parse
from verify.language.canonical import statement_json
from verify.language.expression import Member, Number
from verify.meaning.algebra.exact_value import exact_value
from verify.meaning.algebra.formula import AlgebraicStatement, load_theory
from verify.meaning.instance import Instance

CLAIM = "an expectation of any size"
ID, K, D = "25.3r", 2, 2  # E[J_kᵀ M_{k−1} J_k], J_k written out, and what it comes to; the instance on which both ways are compared
DEFINED = frozenset({("J", 0), ("H_R", 0), ("H_F", 0), ("C_r", 0), ("C_f", 0)})
ENGINE_AIM, KERNEL_AIM, SAME_AIM = 0.1, 0.5, 1.1  # so many times n² times as fast; the same time for other sizes
SMALL, LARGE = (2, 1), (10**6, 10**3)  # n_r = n_f, and d


def run(smoke: bool) -> Iterator[Measured]:
    """For n = 2 to 6 by the engine and by the kernel, and how both ways have grown; the kernel for large sizes against small ones."""
    statement = load_theory()[ID]
    ways = (("engine", partial(_anew, partial(expand, statement.lhs)), ENGINE_AIM), ("kernel", sides(statement, {}).left_form, KERNEL_AIM))
    for name, ours, aim in ways:
        first: Measured | None = None
        for n in (1, 2) if smoke else range(2, 7):
            naive, agree = partial(_anew, partial(explicit, n)), partial(_agree, statement, family(D, n, K))
            measured = Comparison(CLAIM, f"by the {name}, against {n} + {n} symbols", ours, naive, agree).at_least(aim * n * n, smoke)
            first = first or measured
            grown = f"from the first on {measured.ours / first.ours:.1f}×, naive {measured.naive / first.naive:.1f}×"
            yield replace(measured, aim=f"{measured.aim}, {grown}")
    case = f"by the kernel, n_r = n_f = {LARGE[0]:,} and d = {LARGE[1]:,}, against {SMALL[0]} and {SMALL[1]}"
    large, small = (sides(statement, {"n_r": n, "n_f": n, "d": d}).left_form for n, d in (LARGE, SMALL))
    yield Comparison(CLAIM, case, large, small, _as_long).at_most(SAME_AIM, smoke)


def _anew(way: Way) -> Any:
    clear_cache()
    return way()


# By the kernel


@dataclass(frozen=True, slots=True)
class Sides:
    """Both sides as the kernel reads them, and what it expands them under."""

    left: Atom
    right: Atom
    algebra: Algebra

    def left_form(self) -> Poly:
        """The normal form of the left side."""
        return normal_form(self.left, replace(self.algebra, budget=Budget(), kept={}))

    def agree(self) -> bool:
        """Whether the right side has the same normal form."""
        return self.left_form() == normal_form(self.right, replace(self.algebra, budget=Budget(), kept={}))


def sides(statement: AlgebraicStatement, sizes: Mapping[str, int]) -> Sides:
    """The sides of a statement, with numbers for some of its sizes."""
    assert statement.conclusion is not None
    data = _put(statement_json(statement.context, statement.conclusion), sizes)
    positive = frozenset(("symbol", name) for name in ("B", "n_r", "n_f"))
    stated = parse(data)
    _, left, right = put(stated.conclusion, {})
    return Sides(left, right, Algebra(stated, Budget(), {}, DEFINED, positive))


def _put(data: Any, sizes: Mapping[str, int]) -> Any:
    match data:
        case ["symbol", str(name)] if name in sizes:
            return ["number", str(sizes[name])]
        case list():
            return [_put(part, sizes) for part in data]
        case dict():
            return {key: _put(value, sizes) for key, value in data.items()}
    return data


# With a symbol for every selector


def explicit(n: int) -> sympy.Expr:
    """The mean, multiplied out, for n + n Hessians R0, R1, …, F0, F1, … and a matrix M."""
    eta, alpha, batch = sympy.symbols("eta alpha B")
    drawn = {name: sympy.symbols(f"{name}:{n}") for name in "xy"}
    retain, forget = (sympy.symbols(f"{name}:{n}", commutative=False) for name in "RF")
    middle = sympy.Symbol("M", commutative=False)
    step = 1 - eta * (1 - alpha) / batch * _dot(drawn["x"], retain) + eta * alpha / batch * _dot(drawn["y"], forget)
    selectors, chance = {*drawn["x"], *drawn["y"]}, batch / sympy.Integer(n)
    return sympy.Add(*[_mean(term, selectors, chance) for term in sympy.Add.make_args(sympy.expand(step * middle * step))])


def _dot(numbers: tuple[sympy.Symbol, ...], matrices: tuple[sympy.Symbol, ...]) -> sympy.Expr:
    return sympy.Add(*[x * h for x, h in zip(numbers, matrices, strict=True)])


def _mean(term: sympy.Expr, selectors: set[sympy.Symbol], chance: sympy.Expr) -> sympy.Expr:
    """The mean of a product: a selector to any power is the selector, and different ones are independent."""
    scalars, word = term.args_cnc()
    return sympy.Mul(*[chance if factor.as_base_exp()[0] in selectors else factor for factor in scalars], *word)


def _value(mean: sympy.Expr, statement: AlgebraicStatement, instance: Instance) -> sympy.Matrix:
    """The naive result on an instance."""
    values = {name: sympy.Matrix(h) for one, hs in (("R", "D_r"), ("F", "D_f")) for name, h in _named(one, instance.family("H")[hs])}
    values["M"] = sympy.Matrix(exact_value(Member("M", (Number(K - 1),)), statement.context, instance))
    numbers = {sympy.Symbol(name): sympy.Rational(str(instance.value(name))) for name in ("eta", "alpha", "B")}
    total = sympy.zeros(D)
    for term in sympy.Add.make_args(mean):
        scalars, word = term.args_cnc()
        product = sympy.Mul(*scalars).subs(numbers) * sympy.eye(D)
        for letter in word:
            base, power = letter.as_base_exp()
            product *= values[base.name] ** power
        total += product
    return total


def _named(letter: str, matrices: Any) -> Iterator[tuple[str, Any]]:
    return ((f"{letter}{number}", matrix) for number, matrix in enumerate(matrices))


def _agree(statement: AlgebraicStatement, instance: Instance, ours: Any, naive: sympy.Expr) -> bool:
    """Whether both are the right side of the statement: the naive one on an instance; of the kernel's, its normal form."""
    right = statement.rhs.value(instance)
    if isinstance(ours, dict):
        return sides(statement, {}).agree() and _value(naive, statement, instance) == right
    return exact_value(from_sympy(ours), statement.context, instance) == right == _value(naive, statement, instance)


def _as_long(large: Poly, small: Poly) -> bool:
    """Whether there are as many words, with other coefficients."""
    return len(large) == len(small) > 0
