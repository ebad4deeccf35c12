"""ρ(Φ) lies between its bounds, which are narrow."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from flint import acb, acb_mat, arb, ctx, fmpq, fmpq_mat, fmpq_poly
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.dynamics.drawn import EVERY_RULE, exact, exactly, fraction, linear, rounded, setup
from tests.reference.moment_map import moment_matrix
from verify.dynamics import (
    Verdict,
    compare,
    exact_array,
    exact_bounds,
    factors,
    heavy_ball,
    spectral_radii,
    spectral_radius,
    stability,
    unlearning_sgd,
)
from verify.dynamics.exact_radius import has_positive_root
from verify.meaning.matrix import is_psd
from verify.strategies import unlearning_instances


def minus_kronecker(arguments, c):
    """c I − K with K the dense d²×d² matrix of Φ, in rationals: ρ(Φ) is the largest eigenvalue of K, which is symmetric."""
    rows = moment_matrix(setup(exactly(arguments)))
    return fmpq_mat([[quotient((c if i == j else 0) - x) for j, x in enumerate(row)] for i, row in enumerate(rows)])


def quotient(x):
    """A rational of flint's."""
    x = Fraction(x)
    return fmpq(x.numerator, x.denominator)


def assert_contained(arguments, bounds):
    """lo <= ρ(Φ) <= hi, decided in rationals."""
    lo, hi = map(Fraction, bounds)
    above, below = minus_kronecker(arguments, hi), minus_kronecker(arguments, lo)
    assert is_psd(above)
    assert not is_psd(below) or below.det() == 0


@given(unlearning_instances(max_d=3))
@settings(max_examples=60)
def test_bounds_contain_the_radius(instance):
    """No eigenvalue of the dense matrix of Φ is above hi, and not all are below lo; and lo, hi are as near as they are aimed to be."""
    arguments = rounded(instance)
    lo, hi = spectral_radius(unlearning_sgd(**arguments))
    assert_contained(arguments, (lo, hi))
    assert hi - lo <= 1e-9 * max(1.0, hi)


@pytest.mark.parametrize(("d", "n"), [(2, 1), (2, 3), (3, 2), (4, 2)])
def test_bounds_meet_the_ball_of_the_dense_eigenvalue(d, n):
    """The ball of the largest eigenvalue of the dense matrix of Φ, from flint's solver, lies between the bounds."""
    random = np.random.default_rng(d + 10 * n)
    roots = random.standard_normal((2, n, d, d))
    retain, forget = roots @ roots.swapaxes(-1, -2)
    arguments = {"retain": retain, "forget": forget, "eta": 0.25, "alpha": 0.3, "batch": 1}
    lo, hi = spectral_radius(unlearning_sgd(**arguments))
    rows = moment_matrix(setup(exactly(arguments)))
    ctx.prec = 200
    try:
        matrix = acb_mat([[acb(quotient(x)) for x in row] for row in rows])
        largest = max((value.real for value in matrix.eig(multiple=True)), key=lambda ball: ball.mid())
    finally:
        ctx.default()
    assert arb(lo) < largest < arb(hi)


@EVERY_RULE
@given(instance=unlearning_instances(max_d=2))
@settings(max_examples=12)
def test_bounds_contain_the_radius_of_every_rule(rule, instance):
    """ρ(Φ) of the very floats, as the largest zero of a characteristic polynomial in rationals, is between the bounds."""
    arguments = rounded(instance)
    lo, hi = spectral_radius(linear(rule, arguments))
    exact_one = linear(rule, exactly(arguments))
    assert compare(exact_one, Fraction(lo)) >= 0 >= compare(exact_one, Fraction(hi))


def rotated(blocks, seed=0):
    """Block diagonal symmetric matrices in a basis in which no entry is zero, as floats; blocks: (n, d_i, d_i) each."""
    d = sum(block.shape[-1] for block in blocks)
    wide, at = np.zeros((len(blocks[0]), d, d)), 0
    for one in blocks:
        wide[:, at : at + one.shape[-1], at : at + one.shape[-1]] = one
        at += one.shape[-1]
    basis = np.linalg.qr(np.random.default_rng(seed).standard_normal((d, d)))[0]
    turned = basis @ wide @ basis.T
    return (turned + turned.swapaxes(-1, -2)) / 2


def gram(n, d, seed):
    """n positive definite matrices."""
    roots = np.random.default_rng(seed).standard_normal((n, d, d)) / np.sqrt(d)
    return roots @ roots.swapaxes(-1, -2)


NONE = np.zeros((3, 20, 20))
REDUCIBLE = {
    "zero": NONE,
    "quiet directions": rotated([gram(3, 10, 1), np.zeros((3, 10, 10))]),
    "two blocks": rotated([gram(3, 10, 1), 2 * gram(3, 10, 2)]),
    "equal blocks": rotated([gram(3, 10, 1), gram(3, 10, 1)]),
    "commuting": rotated([gram(3, 1, s) for s in range(20)]),
    "identities": np.tile(np.eye(20), (3, 1, 1)),
    "aligned blocks": np.stack([np.kron(np.diag([1.0, 2.0, 0.0, 3.0]), g) for g in gram(3, 5, 3)]),
}


@pytest.mark.parametrize("eta", [0.3, 1.0, 2.5])
@pytest.mark.parametrize("family", REDUCIBLE, ids=str)
def test_reducible_families(family, eta):
    """Where the eigenvector is singular or ρ(Φ) is a multiple eigenvalue, the bounds hold the largest dense eigenvalue, and are narrow."""
    recursion = unlearning_sgd(REDUCIBLE[family], NONE, eta, 0.0, 2)
    lo, hi = spectral_radius(recursion)
    mean = np.eye(20) - eta * REDUCIBLE[family].mean(axis=0)
    dense = np.kron(mean, mean) + eta**2 / 3 * (1 / 2 - 1 / 3) * sum(np.kron(h, h) for h in REDUCIBLE[family])
    largest = np.linalg.eigvalsh(dense)[-1]
    assert lo - 1e-10 <= largest <= hi + 1e-10  # the solver's own error
    assert hi - lo <= 2e-9 * max(1.0, hi)


@given(instance=unlearning_instances(max_d=3))
@settings(max_examples=40)
def test_exact_bounds_agree_with_the_polynomial(instance):
    """lo <= ρ(Φ) <= hi in rationals, and where both are equal ρ(Φ) is that number."""
    recursion = unlearning_sgd(**exact(instance))
    lo, hi = exact_bounds(recursion)
    assert compare(recursion, lo) >= 0 >= compare(recursion, hi)
    assert hi - lo <= Fraction(1, 10**6) * max(1, hi)


ROOTS = st.lists(st.sampled_from((-3, -1, "-1/7", "1/3", 2, 2**70)), max_size=5)
PAIRS = st.lists(st.tuples(st.integers(-2, 2), st.integers(1, 2)), max_size=2)


@given(roots=ROOTS, pairs=PAIRS, scale=st.sampled_from((-1, 1, "3/5")))
def test_a_positive_zero_is_found(roots, pairs, scale):
    """Of a product of factors x − r, and of factors (x − a)² + b² that have none, as often as each occurs."""
    roots = [quotient(r) for r in roots]
    polynomial = fmpq_poly([quotient(scale)])
    for factor in (*(fmpq_poly([-r, 1]) for r in roots), *(fmpq_poly([a * a + b * b, -2 * a, 1]) for a, b in pairs)):
        polynomial *= factor
    assert has_positive_root(polynomial) == any(r > 0 for r in roots)


SHORT = st.sampled_from((5e-324, 1e-320, 1e-160, 1e-40, 1e-20, 1e-14, 2.0**-60, 0.5))


@given(instance=unlearning_instances(max_d=2), eta=SHORT, size=st.sampled_from((1e-160, 2.0**-300, 1.0)))
@settings(max_examples=40)
def test_a_short_step_is_decided(instance, eta, size):
    """However long the fractions: the sign of ρ(Φ) − 1 is what the dense matrix has, and the bounds do not contradict it."""
    arguments = exact(instance) | {"eta": Fraction(eta)}
    arguments |= {name: arguments[name] * quotient(Fraction(size)) for name in ("retain", "forget")}
    found = stability(unlearning_sgd(**arguments))
    minus = fmpq_mat([[quotient((i == j) - x) for j, x in enumerate(row)] for i, row in enumerate(moment_matrix(setup(arguments)))])
    wanted = Verdict.UNSTABLE if not is_psd(minus) else Verdict.STABLE if minus.det() != 0 else Verdict.UNDECIDED
    assert found.verdict is wanted
    assert found.exactly_one == (wanted is Verdict.UNDECIDED)
    assert found.hi <= 1 or wanted is not Verdict.STABLE
    assert found.lo >= 1 or wanted is not Verdict.UNSTABLE
    assert found.compared == (wanted is not Verdict.UNDECIDED and found.lo <= 1 <= found.hi)


def sets(*retain):
    """Plain SGD's sets: these Hessians, and as many zeros."""
    family = exact_array([[[Fraction(x) for x in row] for row in m] for m in retain])
    return family, 0 * family


EXACT = {
    "no Hessian but zero": (sets([[0, 0], [0, 0]]), 1, 1),
    "J = 0 without noise": (sets([[1, 0], [0, 1]]), 1, 0),
    "J = −I": (sets([[2, 0], [0, 2]]), 1, 1),
    "a full batch": (sets([[1]], [[2]]), 2, Fraction(1, 4)),
    "one number, with noise": (sets([[1]], [[2]]), 1, Fraction(1, 4) + Fraction(1, 4) * 5),
    "a quiet direction": (sets([[1, 1], [1, 1]]), 1, 1),
    "a reflection that is not diagonal": (sets([["8/5", "4/5"], ["4/5", "2/5"]]), 1, 1),
}


@pytest.mark.parametrize("case", EXACT, ids=str)
def test_radii_known_exactly(case):
    """With η = 1, α = 0: ρ(Φ) is the number that it is, and the floats' bounds hold it."""
    (retain, forget), batch, wanted = EXACT[case]
    assert exact_bounds(unlearning_sgd(retain, forget, 1, 0, batch)) == (wanted, wanted)
    floats = np.array([[[float(fraction(x)) for x in row] for row in m] for m in retain])
    lo, hi = spectral_radius(unlearning_sgd(floats, 0 * floats, 1.0, 0.0, batch))
    assert lo - 1e-15 <= wanted <= hi + 1e-15  # 8/5 is no float


def test_radius_of_one_is_not_decided_wrongly():
    """ρ(Φ) = 1 exactly is undecided, and said to be 1 where that is provable; one step in η to either side is decided."""
    retain, forget = sets([[2, 0], [0, 1]], [[2, 0], [0, 1]])
    verdicts = [stability(unlearning_sgd(retain, forget, eta, 0, 2)) for eta in (Fraction(999, 1000), 1, Fraction(1001, 1000))]
    assert [one.verdict for one in verdicts] == [Verdict.STABLE, Verdict.UNDECIDED, Verdict.UNSTABLE]
    assert [one.exactly_one for one in verdicts] == [False, True, False]
    floats = np.array([[[2.0, 0.0], [0.0, 1.0]]] * 2)
    assert stability(unlearning_sgd(floats, 0 * floats, 1.0, 0.0, 2)).verdict is Verdict.UNDECIDED


def test_a_batch_is_bounded_at_once():
    """The bounds of a batch over η and families are those of its members."""
    roots = np.random.default_rng(0).standard_normal((5, 4, 3, 3))
    hessians = roots @ roots.swapaxes(-1, -2)
    eta = np.linspace(0.05, 0.6, 5)
    for rule in (unlearning_sgd, heavy_ball):
        lo, hi = spectral_radii(rule(hessians, hessians[:, :2], eta, 0.25, 2))
        alone = [spectral_radius(rule(h, h[:2], float(e), 0.25, 2)) for h, e in zip(hessians, eta, strict=True)]
        assert all(max(a, c) <= min(b, d) for a, b, (c, d) in zip(lo, hi, alone, strict=True))
        assert np.all(hi - lo <= 2e-9 * hi)


def test_one_radius_of_a_batch_is_no_question():
    """A batch has no single radius."""
    with pytest.raises(ValueError, match="spectral_radii"):
        spectral_radius(unlearning_sgd(np.ones((4, 2, 1, 1)), np.ones((4, 2, 1, 1)), 0.1, 0.5, 1))


def test_a_clustered_spectrum_is_told_apart_from_one():
    """Hessians of 1e-7 with one of weight: all eigenvalues of Φ but few are within 1e-6 of 1, and the bounds still leave 1 out."""
    rng = np.random.default_rng(0)
    hessians = rng.normal(size=(6, 18, 1)) * np.geomspace(1, 1e-4, 18)[None, :, None]
    recursion = unlearning_sgd(factors(np.concatenate([hessians, np.eye(18)[:, :, None] * 3e-4])), factors(hessians), 0.5, 0.0, 2)
    lo, hi = spectral_radius(recursion)
    assert lo <= hi < 1
    assert hi - lo < 1e-9
    assert hi - 1 > -1e-6
