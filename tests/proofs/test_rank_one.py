"""The construction of section 4.5: what it is assigned, its second moment on both sides of (42), and what (38) as printed lets through."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from math import isqrt
from typing import Any

import numpy as np
import pytest
import sympy
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import verify
from proofs.rank_one import THEORY, RankOne
from tests.proofs.constructions import REPAIRED, constructions, rational_constructions, times_threshold
from tests.proofs.theory import checked, setup_of
from tests.reference.moments import moment_by_outcomes, moment_by_recursion
from verify.meaning.exact import holds

LARGEST, SIGMA, MOMENT = THEORY["29"].lhs, THEORY["Defsigma"].lhs, THEORY["L4.7.1"].lhs
PRINTED = THEORY["38"].rhs
FACTOR = THEORY["41.2r"].rhs
SMALL = RankOne(eigenvalue=2, sigma=2, n_r=2, n_f=2, B=1, eta=1, alpha=Fraction(1, 2))


def fraction(number: Any) -> Fraction:
    """A rational number of SymPy."""
    assert number.is_Rational, number
    return Fraction(int(number.p), int(number.q))


def equal(left: Any, right: Any) -> bool:
    """Whether two numbers of one quadratic field are the same."""
    return bool(sympy.radsimp(left - right) == 0)


@settings(max_examples=15)
@given(built=constructions())
def test_the_assigned_values_are_those_of_the_construction(built):
    """λ_max(D) and σ, by their definitions."""
    instance = built.instance()
    assert equal(LARGEST.value(instance), built.eigenvalue)
    assert SIGMA.value(instance) == built.sigma


@settings(max_examples=15)
@given(built=constructions())
def test_the_links_of_its_proof_hold_on_it(built):
    """(39), (41) as repaired: the construction satisfies their hypotheses (among them how m is chosen), and their conclusions hold."""
    instance = built.instance()
    for id_ in ("39.1r", "39.2r", "39.3r", "41.1r", "41.2r"):
        result = checked(id_, instance)
        assert (id_, result.hypotheses, result.conclusion) == (id_, True, True)


@settings(max_examples=15)
@given(built=constructions())
def test_the_weight_is_rational_where_the_docstring_says(built):
    """C'_r is rational for α = 0, for B = n_f, and where (n_r − B)(n_f − B) is a square; λ_max(D) is a rational multiple of it."""
    square = (built.n_r - built.B) * (built.n_f - built.B)
    assert built.retain_weight.is_Rational is (built.alpha == 0 or isqrt(square) ** 2 == square)
    assert sympy.radsimp(built.eigenvalue / built.retain_weight).is_Rational


@settings(max_examples=25)
@given(built=constructions(), multiple=st.sampled_from(tuple(map(Fraction, ("1/5", "1/2", "99/100", 1, "101/100", 2, 5)))))
def test_the_threshold_of_42_parts_growth_from_decay(built, multiple):
    """Along e_1, E[J_1ᵀJ_1] is below, at, above 1 as λ_max(D) is below, at, above the repaired right side of (42)."""
    built = times_threshold(built, multiple)
    factor = fraction(FACTOR.value(built.instance()))
    assert (factor > 1, factor == 1, factor < 1) == (multiple > 1, multiple == 1, multiple < 1)
    assert factor >= 0


@settings(max_examples=15)
@given(built=constructions(), k=st.integers(0, 4))
def test_the_second_moment_is_a_power_along_one_axis_and_constant_along_the_others(built, k):
    """E Tr(J_0ᵀ⋯J_0) = factorᵏ + d − 1, so that it goes to 0 only for d = 1, and only where the factor of (41) is below 1."""
    instance = built.instance()
    factor = fraction(FACTOR.value(instance))
    expected = [[factor**k if i == j == 0 else Fraction(int(i == j)) for j in range(built.d)] for i in range(built.d)]
    assert moment_by_recursion(setup_of(instance), k) == expected
    if k <= 2:
        assert fraction(MOMENT.value(built.instance(k=k))) == factor**k + built.d - 1


HEIGHTS = st.fractions(0, 4, max_denominator=4)


def hypotheses_of_the_repair(built: RankOne) -> list[bool | None]:
    """Whether each hypothesis of T4.9r2 holds on the construction."""
    instance, statement = built.instance(), THEORY["T4.9r2"]
    numbers = [(name, (("D_r", tuple(h[i][i] for h in built.retain)),)) for name, i in (("g", -1), ("h", 0))]
    families = tuple(sorted((*instance.members, *numbers)))
    return [holds(statement.context, one, replace(instance, members=families)) for one in statement.given]


@settings(max_examples=15)
@given(built=constructions(), multiple=st.sampled_from(tuple(map(Fraction, ("1/5", "1/2", "99/100")))), more=st.integers(1, 2))
def test_the_repaired_construction_converges_below_the_threshold(built, multiple, more):
    """It has the assigned λ_max(D) and σ, the hypotheses of T4.9r2 hold on it, and both factors of its second moment are below 1."""
    built = times_threshold(replace(built, d=1 + more), multiple)
    if built.count == built.n_r:
        with pytest.raises(ValueError, match=r"^sigma = .* must be below n_r n_f"):
            built.repaired()
        return
    built = built.repaired()
    instance = built.instance()
    assert equal(LARGEST.value(instance), built.eigenvalue)
    assert SIGMA.value(instance) == built.sigma
    assert hypotheses_of_the_repair(built) == [True] * len(THEORY["T4.9r2"].given)
    along, across = map(fraction, built.factors)
    assert 0 <= along < 1
    assert 0 <= across < 1
    axes = [along, *[across] * more]
    assert moment_by_recursion(setup_of(instance), 3) == [[x**3 if i == j else 0 for j in range(1 + more)] for i, x in enumerate(axes)]
    assert equal(MOMENT.value(built.instance(k=1)), built.second_moment(1))


@settings(max_examples=20)
@given(built=constructions(max_d=1), heights=st.lists(HEIGHTS, min_size=1, max_size=5).filter(any), eighths=st.integers(1, 12))
def test_any_numbers_converge_below_the_threshold(built, heights, eighths):
    """In one dimension, with H_f = 0, E[J_1²] < 1 where λ_max(D) is below the threshold of (42), for σ of any size (T4.9r)."""
    retain = [heights[i % len(heights)] for i in range(built.n_r)]
    assume(any(retain))
    below, values = THEORY["T4.9r"], tuple((name, value) for name, value in built.instance().values if name != "m")

    def family(scale: Fraction) -> verify.Instance:
        numbers = tuple(((scale * h,),) for h in retain)
        return verify.Instance(values, (("H", (("D_f", built.forget), ("D_r", numbers))),))

    one = family(Fraction(1))
    instance = family(Fraction(eighths, 8) * fraction(sympy.radsimp(REPAIRED.value(one) / LARGEST.value(one))))
    assert holds(below.context, below.given[-1], instance) is (eighths < 8)
    assert eighths >= 8 or moment_by_recursion(setup_of(instance), 1)[0][0] < 1


@settings(max_examples=15)
@given(built=rational_constructions(max_d=1))
def test_the_factor_between_the_thresholds(built):
    """(42) is (29) times √2 n_f R/(σ + n_f R²), for R² = n_r/B − 1; with σ >= n_f, at most 1/√2 of it: both cannot hold."""
    instance = built.instance()
    noise = sympy.Rational(built.n_r, built.B) - 1
    factor = sympy.sqrt(2 * noise) * built.n_f / (sympy.Rational(built.sigma) + built.n_f * noise)
    assert equal(REPAIRED.value(instance), factor * THEORY["29"].rhs.value(instance))
    assert factor <= 1 / sympy.sqrt(2)
    assert checked("T4.9r4", instance).conclusion is True


@settings(max_examples=15)
@given(built=constructions(max_d=1))
def test_the_ratio_of_the_two_thresholds(built):
    """The right side of (42) is C'_r²/(1 − α) times that of (38), on instances."""
    instance = built.instance()
    ratio = built.retain_weight**2 / (1 - sympy.Rational(str(built.alpha)))
    assert equal(sympy.expand(REPAIRED.value(instance)), sympy.expand(ratio * PRINTED.value(instance)))


def test_the_ratio_is_an_identity():
    """The same, of the parsed right sides as SymPy expressions."""
    repaired, printed = REPAIRED.to_sympy().doit(), PRINTED.to_sympy().doit()
    letters = {s.name: s for s in repaired.free_symbols | printed.free_symbols if isinstance(s, sympy.Symbol)}
    assert sympy.simplify(repaired / printed - letters["C'_r"] ** 2 / (1 - letters["alpha"])) == 0


def test_under_38_as_printed_the_construction_can_diverge():
    """n_r = n_f = 2, B = 1, η = 1, α = 1/2, σ = 2: (38) allows λ_max(D) up to 2, (42) up to 1, and at 2 the second moment grows by 5."""
    instance = SMALL.instance()
    assert (SMALL.m, LARGEST.value(instance), SIGMA.value(instance)) == (8, 2, 2)
    assert (PRINTED.value(instance), REPAIRED.value(instance)) == (2, 1)
    assert checked("38", instance).conclusion is True
    for k in range(4):
        assert MOMENT.value(SMALL.instance(k=k)) == 5**k
    assert moment_by_outcomes(setup_of(instance), 2) == [[25]]


@settings(max_examples=20)
@given(built=rational_constructions(max_d=1))
def test_what_38_lets_through(built):
    """At the right side of (38), the factor is above 1 exactly where C'_r² < 1 − α: there the construction diverges."""
    at_38 = replace(built, eigenvalue=fraction(PRINTED.value(built.instance())))
    factor, gap = fraction(FACTOR.value(at_38.instance())), built.retain_weight**2 - 1 + sympy.Rational(str(built.alpha))
    assert (factor > 1, factor == 1) == (gap < 0, gap == 0)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("eigenvalue", 0),
        ("eigenvalue", -1),
        ("eigenvalue", 0.5),
        ("eigenvalue", sympy.Float("0.5")),
        ("eigenvalue", sympy.I),
        ("eigenvalue", sympy.Symbol("x", positive=True)),
        ("sigma", 0),
        ("sigma", 3),
        ("sigma", 6),
        ("sigma", Fraction(1, 2)),
        ("sigma", 2.0),
        ("n_r", 1),
        ("n_r", 2.0),
        ("n_f", 0),
        ("n_f", True),
        ("B", 0),
        ("B", Fraction(1)),
        ("eta", 0),
        ("eta", 0.1),
        ("alpha", 1),
        ("alpha", -1),
        ("alpha", 0.5),
        ("d", 0),
        ("across", -1),
        ("across", 0.5),
        ("across", 9),
    ],
)
def test_a_parameter_that_is_not_admissible_is_named(name, value):
    """One clear error, which begins with the parameter."""
    with pytest.raises(ValueError, match=rf"^{name} = .* must be "):
        replace(SMALL, **{name: value})


def test_a_batch_above_the_forget_set_is_named():
    """B <= n_f, though n_r is large enough."""
    with pytest.raises(ValueError, match=r"^n_f = 2 must be at least B = 3"):
        replace(SMALL, n_r=4, B=3)


def test_an_irrational_height_is_told():
    """n_r = 3, n_f = 2, B = 1, α = 1/2: C'_r = 6√2 − 8. The construction is there, its Hessians are not fractions; from m they are."""
    built = replace(SMALL, n_r=3)
    assert sympy.expand(built.retain_weight - 6 * sympy.sqrt(2) + 8) == 0
    with pytest.raises(ValueError, match=r"^eigenvalue = 2 must be a rational multiple of C'_r"):
        built.instance()
    assert np.allclose(built.to_numpy()["retain"][:, 0, 0], [float(built.m), 0, 0])
    from_m = RankOne.with_m(3, sigma=2, n_r=3, n_f=2, B=1, eta=1, alpha=Fraction(1, 2))
    assert from_m.m == 3
    assert from_m.instance().value("m") == 3
    with pytest.raises(ValueError, match=r"^m = 0 must be "):
        RankOne.with_m(0, sigma=2, n_r=3, n_f=2, B=1, eta=1, alpha=0)


def test_floats_are_the_fractions():
    """The arrays hold what the fractions are."""
    arrays = replace(SMALL, d=3).to_numpy()
    assert (arrays["retain"].shape, arrays["forget"].shape) == ((2, 3, 3), (2, 3, 3))
    assert arrays["retain"].tolist() == [[[float(x) for x in row] for row in h] for h in replace(SMALL, d=3).retain]
    assert not arrays["forget"].any()
