"""Certificates of ρ(Φ) <= c and ρ(Φ) >= c: what is found holds, and nothing else does."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from flint import fmpq_mat
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.dynamics.drawn import EVERY_RULE, exact, fraction, linear, setup
from tests.reference.definiteness import is_psd
from tests.reference.moments import combined
from tests.reference.update_rules import OUTCOMES, mean_square
from verify.dynamics import (
    Side,
    certificate,
    compare,
    exact_array,
    exact_bounds,
    exact_span,
    factors,
    holds,
    moment_map,
    second_moments,
    unlearning_sgd,
)
from verify.kernel.limits import Budget
from verify.kernel.values import OPERATORS, Array, add, from_json, multiply, number
from verify.meaning.instance import value_json
from verify.strategies import unlearning_instances


@EVERY_RULE
@given(instance=unlearning_instances(max_d=2, max_n=2))
@settings(max_examples=15)
def test_certificates_hold_by_the_reference(rule, instance):
    """Above ρ(Φ) an M ≻ 0 with Φ(M) ⪯ c M is found, and by every outcome of a step and every minor it is one."""
    arguments = exact(instance)
    recursion = linear(rule, arguments)
    c = exact_bounds(recursion)[1] * Fraction(11, 10) + Fraction(1, 10)
    found = certificate(recursion, Side.ABOVE, c)
    assert found is not None
    m = [[fraction(x) for x in row] for row in found.matrix]
    image = mean_square(OUTCOMES[rule.__name__](setup(arguments)), m)
    assert is_psd(combined((c, m), (-1, image)))
    assert is_psd(combined((1, m), (-min(Fraction(1, 10**12), c), [[Fraction(int(i == j)) for j in range(len(m))] for i in range(len(m))])))


@given(instance=unlearning_instances(max_d=3))
@settings(max_examples=40)
def test_growth_is_certified(instance):
    """Where a growing twin is found, Tr Φᵏ(I) >= cᵏ Tr M / λ_max(M) >= cᵏ."""
    recursion = unlearning_sgd(**exact(instance))
    c = exact_bounds(recursion)[0] * Fraction(9, 10)
    assume(c > 0)
    found = certificate(recursion, Side.BELOW, c)
    if found is None:  # as for an irrational eigenvector without noise
        return
    assert holds(found, recursion)
    moments = second_moments(recursion, 4).values
    assert all(fraction(value) >= c**k for k, value in enumerate(moments))


GROWING = {
    "irreducible": [[[2, 1], [1, 1]], [[1, 0], [0, 3]]],
    "beside a quiet direction": [[[1, 1], [1, 1]], [[2, 2], [2, 2]]],
    "in one of two blocks": [[[1, 0], [0, 3]], [[2, 0], [0, 1]]],
    "in one of two blocks, and a quiet direction": [[[1, 1, 0], [1, 1, 0], [0, 0, 4]], [[2, 2, 0], [2, 2, 0], [0, 0, 1]]],
}


@pytest.mark.parametrize("family", GROWING.values(), ids=GROWING)
def test_growth_is_certified_though_the_eigenvector_is_singular(family):
    """Up to little below ρ(Φ)."""
    retain = exact_array(family)
    recursion = unlearning_sgd(retain, 0 * retain, 3, 0, 1)
    c = exact_bounds(recursion)[0] * Fraction(999, 1000)
    assert c > 1
    assert holds(certificate(recursion, Side.BELOW, c), recursion)


@given(instance=unlearning_instances(max_d=3))
@settings(max_examples=30)
def test_no_certificate_contradicts_the_radius(instance):
    """None is found below ρ(Φ) for an upper bound, or above it for a lower one."""
    recursion = unlearning_sgd(**exact(instance))
    lo, hi = exact_bounds(recursion)
    assert lo == 0 or certificate(recursion, Side.ABOVE, lo * Fraction(9, 10)) is None
    assert certificate(recursion, Side.BELOW, hi * Fraction(11, 10) + Fraction(1, 10)) is None


def test_the_kernel_agrees():
    """The kernel, which knows nothing of this room, reads a certificate's JSON and finds Φ(M) ⪯ c M and M ⪰ 0, and no smaller c."""
    families = {"retain": [[[2, 1], [1, 1]], [[1, 0], [0, 3]]], "forget": [[[1, 1], [1, 1]], [[0, 0], [0, 0]]]}
    numbers = {"eta": Fraction(1, 3), "alpha": Fraction(1, 4), "batch": 1}
    arguments = {name: exact_array(family) for name, family in families.items()} | numbers
    recursion = unlearning_sgd(**arguments)
    found = certificate(recursion, Side.ABOVE, Fraction(9, 10))
    budget, slow = Budget(), setup(arguments)
    m = from_json("matrix", value_json(found.rows))
    steps = [(chance, Array("matrix", tuple(map(tuple, a)))) for chance, a in OUTCOMES["unlearning_sgd"](slow)]
    image = add(budget, *(multiply(budget, number(chance), a, m, a) for chance, a in steps))
    below = OPERATORS["loewner<="]
    assert below(budget, image, multiply(budget, number(found.c), m))
    assert below(budget, multiply(budget, number(0), m), m)
    assert not below(budget, image, multiply(budget, number(found.c / 2), m))


def test_a_changed_certificate_is_refused():
    """Another c, a matrix that is no longer definite, the zero matrix."""
    family = exact_array([[[2, 1], [1, 1]], [[1, 0], [0, 3]]])
    recursion = unlearning_sgd(family, family, Fraction(1, 3), Fraction(1, 4), 1)
    c = exact_bounds(recursion)[1] * Fraction(11, 10)
    found = certificate(recursion, Side.ABOVE, c)
    assert holds(found, recursion)
    assert not holds(replace(found, c=c / 2), recursion)
    assert not holds(replace(found, matrix=0 * found.matrix), recursion)
    assert not holds(replace(found, matrix=-found.matrix), recursion)
    assert not holds(replace(found, side=Side.BELOW, matrix=0 * found.matrix), recursion)


@given(vectors=st.lists(st.lists(st.integers(-2, 2), min_size=3, max_size=3).filter(any), min_size=1, max_size=3), factored=st.booleans())
@settings(max_examples=40)
def test_span_keeps_moments_and_radius(vectors, factored):
    """Tr Φᵏ(I) is what the span gives, and one for each quiet dimension at every k; what is quiet is Φ's own."""
    roots = exact_array(vectors)[:, :, None]
    family = factors(roots) if factored else roots @ roots.swapaxes(-1, -2)
    recursion = unlearning_sgd(family, family, Fraction(1, 3), Fraction(1, 4), 1)
    span = exact_span(recursion)
    assert (span is None) == (fmpq_mat(vectors).rank() == 3)
    if span is None:
        return
    m, phi = span.gram, moment_map(span.recursion)
    for value in second_moments(recursion, 3).values:
        assert value == (m @ span.inverse).trace() + span.quiet
        m = phi.apply(m)
    beyond = span.beyond()
    assert (moment_map(recursion).apply(beyond) == beyond).all()
    assert compare(recursion, Fraction(1)) == max(0, compare(span.recursion, Fraction(1)))
    lifted = span.lifted(span.gram)
    assert (lifted + beyond == exact_array([[int(i == j) for j in range(recursion.d)] for i in range(recursion.d)])).all()


def test_a_large_polynomial_is_refused():
    """The characteristic polynomial is for small d."""
    family = exact_array([[[int(i == j) for j in range(6)] for i in range(6)]])
    with pytest.raises(ValueError, match="d <= 5"):
        compare(unlearning_sgd(family, family, 1, 0, 1), Fraction(1))
