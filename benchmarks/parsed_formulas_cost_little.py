"""Exact values of parsed formulas cost little more than code written by hand for them, and far less than with SymPy or plain fractions.

By hand is the same closed form in every library: the moment map, not a mean over all draws. Every way starts from the instance's fractions.

Beside flint's work a formula costs a call of a Python function, some 0.1 µs, for each of its nodes, and some 2 µs for each selector under
an expectation. A product of 2×2 matrices takes 0.4 µs, one of 8×8 matrices 4 µs: so the ratio to flint by hand falls to 1 as d grows, and
is above the aim at d = 2. The ratios to the other libraries grow to those of flint by hand, which stand beside their aim: nothing that is
made of flint's products does much better. SymPy's own matrices hold flint's numbers where flint is installed, and Python's with
SYMPY_GROUND_TYPES=python in the environment.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial
from typing import Any

import sympy
from flint import fmpq, fmpq_mat
from sympy.external.gmpy import GROUND_TYPES

from benchmarks.families import family
from benchmarks.measure import Comparison, Measured
from verify.language.expression import Apply, Operator
from verify.language.read import load_theory
from verify.language.statement import Statement
from verify.meaning.exact import compile_value
from verify.meaning.instance import Instance

CLAIM = "parsed formulas cost little"
SIZES = ((2, 2), (4, 6), (8, 8))  # d, and how many Hessians in each set
FLINT_AIM, OTHERS_AIM = 1.5, 20


@dataclass(frozen=True, slots=True)
class Setup:
    """The set-up of an instance in one library's numbers and matrices; a matrix has +, −, ·, and entries [i, i]."""

    retain: Sequence[Any]
    forget: Sequence[Any]
    identity: Any
    d: int
    k: int
    eta: Any
    alpha: Any
    batch: Any


def run(smoke: bool) -> Iterator[Measured]:
    """Both sides of a relation, their difference: parsed, and by hand."""
    theory = load_theory("proofs")
    for id_ in BY_HAND:
        parsed = compile_value(theory[id_].context, _difference(theory[id_]))
        for d, n in ((1, 1), (2, 1)) if smoke else SIZES:
            instance = family(d, n, k=3)
            by_flint = _compared(id_, parsed, FLINT, instance).at_most(FLINT_AIM, smoke)
            yield by_flint
            for library in OTHERS:
                measured = _compared(id_, parsed, library, instance).at_least(OTHERS_AIM, smoke)
                yield replace(measured, aim=f"{measured.aim}, by hand with flint {measured.naive / by_flint.naive:.1f}×")


def _compared(id_: str, parsed: Callable[[Instance], Any], library: str, instance: Instance) -> Comparison:
    d, retain, forget = instance.value("d"), *(len(members) for members in instance.family("H").values())
    ours, naive = partial(parsed, instance), partial(_by_hand, BY_HAND[id_], LIBRARIES[library], instance)
    case = f"{id_}, d = {d}, {retain} + {forget} Hessians, against {library}"
    return Comparison(CLAIM, case, ours, naive, lambda a, b: _plain(a) == _plain(b))


def _difference(statement: Statement) -> Apply:
    return Apply(Operator.ADD, (statement.lhs, Apply(Operator.NEGATE, (statement.rhs,))))


def _by_hand(formula: Callable[[Setup], Any], setup: Callable[[Instance], Setup], instance: Instance) -> Any:
    return formula(setup(instance))


# By hand: what someone who knows the moment map would write.


def first_step(s: Setup) -> Any:
    """(24.3): J² + N_1 − E[J_1ᵀJ_1]."""
    j, (c_r, c_f) = mean_update(s), noise(s)
    return j * j + spread(s, c_r, c_f, s.identity) - (j * j + spread(s, c_r, c_f, s.identity))


def last_step(s: Setup) -> Any:
    """(25.7): M_k + J N_{k−1} J + C_f Σ H J^{2(k−1)} H + C_r Σ H J^{2(k−1)} H − M_k."""
    j, (c_r, c_f) = mean_update(s), noise(s)
    before = s.identity
    for _ in range(s.k - 1):
        before = spread(s, c_r, c_f, before)
    m = j ** (2 * s.k) + spread(s, c_r, c_f, before)
    return m + j * before * j + spread(s, c_r, c_f, j ** (2 * (s.k - 1))) - m


def lower_bound(s: Setup) -> Any:
    """(L4.7.1): Tr Φᵏ(I) − Tr M_k."""
    j, (c_r, c_f) = mean_update(s), noise(s)
    moment = noise_alone = s.identity
    for _ in range(s.k):
        moment, noise_alone = j * moment * j + spread(s, c_r, c_f, moment), spread(s, c_r, c_f, noise_alone)
    return trace(s, moment) - trace(s, j ** (2 * s.k) + noise_alone)


def mean_update(s: Setup) -> Any:
    """J = I − η(1−α) H_R + ηα H_F."""
    descent, ascent = s.eta * (1 - s.alpha) / len(s.retain), s.eta * s.alpha / len(s.forget)
    return s.identity - total(s.retain) * descent + total(s.forget) * ascent


def noise(s: Setup) -> tuple[Any, Any]:
    """C_r and C_f."""
    one = s.batch / s.batch
    retain, forget = one / len(s.retain), one / len(s.forget)
    return (s.eta * (1 - s.alpha)) ** 2 * retain * (1 / s.batch - retain), (s.eta * s.alpha) ** 2 * forget * (1 / s.batch - forget)


def spread(s: Setup, c_r: Any, c_f: Any, m: Any) -> Any:
    """C_f Σ H m H + C_r Σ H m H."""
    return total([h * m * h for h in s.forget]) * c_f + total([h * m * h for h in s.retain]) * c_r


def total(matrices: Sequence[Any]) -> Any:
    """Σ."""
    found = matrices[0]
    for m in matrices[1:]:
        found = found + m
    return found


def trace(s: Setup, m: Any) -> Any:
    """Tr m."""
    return sum(m[i, i] for i in range(s.d))


BY_HAND: Mapping[str, Callable[[Setup], Any]] = {"24.3": first_step, "25.7": last_step, "L4.7.1": lower_bound}


@dataclass(frozen=True, slots=True)
class Rows:
    """A matrix of plain fractions."""

    rows: tuple[tuple[Fraction, ...], ...]

    def __add__(self, other: Rows) -> Rows:
        return Rows(tuple(tuple(a + b for a, b in zip(x, y, strict=True)) for x, y in zip(self.rows, other.rows, strict=True)))

    def __sub__(self, other: Rows) -> Rows:
        return Rows(tuple(tuple(a - b for a, b in zip(x, y, strict=True)) for x, y in zip(self.rows, other.rows, strict=True)))

    def __mul__(self, other: Rows | Fraction) -> Rows:
        if isinstance(other, Fraction):
            return Rows(tuple(tuple(a * other for a in row) for row in self.rows))
        columns = tuple(zip(*other.rows, strict=True))
        return Rows(tuple(tuple(sum((a * b for a, b in zip(x, y, strict=True)), Fraction(0)) for y in columns) for x in self.rows))

    def __pow__(self, exponent: int) -> Rows:
        return self if exponent == 1 else self * self ** (exponent - 1)

    def __getitem__(self, place: tuple[int, int]) -> Fraction:
        return self.rows[place[0]][place[1]]


def _setup(number: Callable[[Fraction], Any], matrix: Callable[[Any], Any]) -> Callable[[Instance], Setup]:
    def of(instance: Instance) -> Setup:
        hessians, d = instance.family("H"), int(instance.value("d"))
        identity = tuple(tuple(Fraction(int(i == j)) for j in range(d)) for i in range(d))
        return Setup(
            retain=[matrix(h) for h in hessians["D_r"]],
            forget=[matrix(h) for h in hessians["D_f"]],
            identity=matrix(identity),
            d=d,
            k=int(instance.value("k")),
            eta=number(instance.value("eta")),
            alpha=number(instance.value("alpha")),
            batch=number(instance.value("B")),
        )

    return of


def _flint(number: Fraction) -> fmpq:
    return fmpq(number.numerator, number.denominator)


def _sympy(number: Fraction) -> sympy.Rational:
    return sympy.Rational(number.numerator, number.denominator)


FLINT, *OTHERS = "python-flint", f"SymPy matrices of {GROUND_TYPES} numbers", "fractions"
LIBRARIES: Mapping[str, Callable[[Instance], Setup]] = {
    FLINT: _setup(_flint, lambda rows: fmpq_mat([[_flint(x) for x in row] for row in rows])),
    OTHERS[0]: _setup(_sympy, lambda rows: sympy.Matrix([[_sympy(x) for x in row] for row in rows])),
    OTHERS[1]: _setup(lambda number: number, Rows),
}


def _plain(value: Any) -> Any:
    """A number or matrix of any library as fractions."""
    if isinstance(value, Rows):
        return value.rows
    if hasattr(value, "tolist"):
        return tuple(tuple(Fraction(str(x)) for x in row) for row in value.tolist())
    return Fraction(str(value))
