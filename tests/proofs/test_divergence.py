"""Theorem 4.8: what the threshold (29) claims, against the exact growth of the moment map."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from math import floor

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from proofs.rank_one import RankOne
from tests.families import matrix
from tests.proofs.constructions import constructions, times_threshold
from tests.proofs.theory import THEORY, checked, exact, setup_of
from tests.reference.moment_map import first_growth, grows, moment_matrix
from tests.reference.moments import identity, mean_update, moment_by_recursion, noise_weights, times, trace, transposed
from verify.decide.draw.matrices import scaled
from verify.derivations import derived, load_scripts
from verify.language.expression import Kind, Symbol
from verify.language.statement import Declaration, Statement
from verify.ledger.dependencies import used
from verify.meaning.enclosure import ball
from verify.meaning.exact import value
from verify.meaning.instance import Instance, Matrix
from verify.meaning.reals import compare
from verify.strategies import UnlearningInstance, unlearning_instances

THRESHOLD = THEORY["29"]


def instance_of(retain: tuple[Matrix, ...], forget: tuple[Matrix, ...], eta: Fraction, alpha: Fraction, batch: int) -> Instance:
    """An instance of the paper's set-up."""
    numbers = {"B": batch, "alpha": alpha, "d": len(retain[0]), "eta": eta, "n_f": len(forget), "n_r": len(retain)}
    return Instance(tuple((name, Fraction(v)) for name, v in numbers.items()), (("H", (("D_f", forget), ("D_r", retain))),))


def enlarged(drawn: UnlearningInstance, by: Fraction) -> Instance:
    """The instance with every Hessian so many times as large: so is λ_max(D), while σ and the right side of (29) stay."""
    families = (tuple(scaled(by, m) for m in family.members) for family in (drawn.retain, drawn.forget))
    return instance_of(*families, drawn.eta, drawn.alpha, drawn.batch)


def norm_of_w(instance: Instance, *, w_0: tuple[Fraction, ...], k: int) -> Fraction:
    """E‖w_k‖², the number of which Theorem 4.8 takes the limit, from a fixed w_0."""
    statement = THEORY["T4.8"]
    limit = statement.lhs
    context = replace(statement.context, symbols=(*statement.context.symbols, Declaration(limit.variable, Kind.INTEGER)))
    return exact(value(context, limit.body, Instance((*instance.values, ("w_0", w_0), (limit.variable, Fraction(k))), instance.members)))


def sides(instance: Instance) -> tuple:
    """λ_max(D) and the threshold, as exact real numbers or enclosures."""
    return tuple(value(THRESHOLD.context, expr, instance) for expr in (THRESHOLD.lhs, THRESHOLD.rhs))


def has_a_threshold(drawn: UnlearningInstance) -> bool:
    """Whether some noise has a Hessian that is not 0; without it, the fractions, σ or the threshold are not defined."""
    setup = setup_of(enlarged(drawn, Fraction(1)))
    return any(c > 0 and any(trace(h) for h in f) for c, f in zip(noise_weights(setup), (setup.retain, setup.forget), strict=True))


@settings(max_examples=40)
@given(drawn=unlearning_instances(max_d=2).filter(has_a_threshold), sixteenths=st.integers(1, 8))
def test_above_the_threshold_the_second_moment_grows(drawn, sixteenths):
    """λ_max(D) > threshold ⇒ Φ has an eigenvalue above 1, and Tr Φᵏ(I) is seen to grow within a few steps."""
    largest, threshold = sides(enlarged(drawn, Fraction(1)))
    multiple = Fraction(floor(16 * float(ball(threshold / largest))) + sixteenths, 16)
    instance = enlarged(drawn, multiple)
    assume(compare(*sides(instance)) > 0)
    assert grows(setup_of(instance))
    assert first_growth(setup_of(instance), within=200) is not None


def boundary(by: Fraction) -> Instance:
    """One number per set, others 0: at by = 1, J = 0 and C_r h² = C_f g² = 1/2."""
    one, none = matrix((1,)), matrix((0,))
    retain, forget = (scaled(by * 36, one), *(none,) * 8), (scaled(by * 24, one), *(none,) * 11)
    return instance_of(retain, forget, Fraction(1), Fraction(1, 2), 8)


def test_at_the_threshold_the_second_moment_can_stay():
    """n_r = 9, n_f = 12, B = 8, η = 1, α = 1/2, h = 36, g = 24: (29) holds with equality, J = 0 and E J_1² = 1, so E‖w_k‖² is constant."""
    instance = boundary(Fraction(1))
    assert [exact(v) for v in sides(instance)] == [Fraction(14, 5), Fraction(14, 5)]
    assert exact(value(THRESHOLD.context, Symbol("sigma"), instance)) == Fraction(21, 2)
    assert checked("29", instance).conclusion is True
    setup = setup_of(instance)
    assert mean_update(setup) == [[0]]
    assert moment_matrix(setup) == [[1]]
    assert not grows(setup)
    for k in (1, 2, 5):
        assert norm_of_w(instance, w_0=(Fraction(3),), k=k) == 9


@pytest.mark.parametrize(("by", "expected"), [("999/1000", -1), ("1001/1000", 1)])
def test_beside_that_threshold(by, expected):
    """With Hessians a little larger or smaller, λ_max(D) is on one side of the threshold, and E J_1² on the same side of 1."""
    instance = boundary(Fraction(by))
    setup = setup_of(instance)
    assert compare(*sides(instance)) == expected
    assert (moment_matrix(setup)[0][0] > 1, grows(setup)) == (expected > 0, expected > 0)


@pytest.mark.parametrize("multiple", [2, 100])
def test_above_the_threshold_a_fixed_w_0_can_miss_what_grows(multiple):
    """The construction of 4.5 in two dimensions, far above (29): from w_0 = e_2, E‖w_k‖² is 1 at every step, and from e_1 it grows."""
    parameters = {"sigma": 2, "n_r": 2, "n_f": 2, "B": 1, "eta": 1, "alpha": Fraction(1, 2), "d": 2}
    _, at = sides(RankOne(eigenvalue=1, **parameters).instance())  # √2, whatever the eigenvalue
    instance = RankOne(eigenvalue=multiple * exact(at * at), **parameters).instance()
    assert compare(*sides(instance)) > 0
    assert grows(setup_of(instance))
    norms = [[norm_of_w(instance, w_0=tuple(map(Fraction, w_0)), k=k) for k in range(3)] for w_0 in ((0, 1), (1, 0))]
    assert norms[0] == [1, 1, 1]
    assert norms[1][2] > norms[1][1] > norms[1][0] == 1


@settings(max_examples=12)
@given(built=constructions(max_d=2), multiple=st.sampled_from(tuple(map(Fraction, ("1/2", 1, 2)))))
def test_growth_of_the_construction(built, multiple):
    """The slow reference agrees with (42): the construction grows above its threshold, and stays bounded at it and below."""
    setup = setup_of(times_threshold(built, multiple).instance())
    assert grows(setup) is (multiple > 1)
    assert (first_growth(setup, within=4) is not None) is (multiple > 1)


@settings(max_examples=20)
@given(drawn=unlearning_instances(max_d=2))
def test_the_dense_matrix_is_the_moment_map(drawn):
    """Φ as a matrix, on I, is one step of the recursion; it is symmetric."""
    setup = setup_of(enlarged(drawn, Fraction(1)))
    dense = moment_matrix(setup)
    column = times(dense, [[x] for row in identity(setup.size) for x in row])
    assert [x for [x] in column] == [x for row in moment_by_recursion(setup, 1) for x in row]
    assert dense == transposed(dense)


SUFFICIENT = ("T4.8r2", 1), ("T4.8r3", 2), ("T4.8r4", 2)  # by what power of the Hessians the condition grows


def sides_of(id_: str, instance: Instance) -> int:
    """How the two sides of a relation between numbers compare on an instance: −1, 0 or 1."""
    statement = THEORY[id_]
    return compare(*(value(statement.context, expr, instance) for expr in (statement.lhs, statement.rhs)))


def just_above(drawn: UnlearningInstance, statement: Statement, degree: int, sixteenths: int) -> Instance:
    """The instance with Hessians that satisfy the last hypothesis of a statement, whose greater side grows by this power of theirs."""
    relation = statement.context.hypotheses[-1]
    plain = enlarged(drawn, Fraction(1))
    left, right = (float(ball(value(statement.context, expr, plain))) for expr in (relation.left, relation.right))
    assume(left > 0)
    return enlarged(drawn, Fraction(floor(16 * (right / left) ** (1 / degree)) + sixteenths, 16))


@settings(max_examples=25)
@given(drawn=unlearning_instances(max_d=2), sixteenths=st.integers(1, 8), case=st.sampled_from(SUFFICIENT))
def test_one_pair_or_one_hessian_is_enough(drawn, sixteenths, case):
    """With max λ_max(D_rf) above √2/(√C_r + √C_f), or C λ_max(H)² above 1 for one Hessian, Φ has an eigenvalue above 1."""
    statement, degree = THEORY[case[0]], case[1]
    assume(case[0] != "T4.8r2" or has_a_threshold(drawn))
    instance = just_above(drawn, statement, degree, sixteenths)
    relation = statement.context.hypotheses[-1]
    assume(compare(*(value(statement.context, expr, instance) for expr in (relation.left, relation.right))) > 0)
    assert grows(setup_of(instance))


@settings(max_examples=25)
@given(drawn=unlearning_instances(max_d=2).filter(has_a_threshold))
def test_the_coherence_bounds_the_eigenvalue(drawn):
    """n_r n_f λ_max(D) is at most λ_max(S): what (33) and (34) are there for."""
    instance = enlarged(drawn, Fraction(1))
    assert sides_of("34r", instance) <= 0
    assert sides_of("33.6r2", instance) <= 0


@settings(max_examples=25)
@given(drawn=unlearning_instances(max_d=2).filter(has_a_threshold), alpha=st.sampled_from((0, 1)), sixteenths=st.integers(1, 8))
def test_above_the_threshold_with_one_noise_alone(drawn, alpha, sixteenths):
    """With α = 0 or α = 1 one noise weight is 0 and the other decides: above the threshold the second moment grows."""
    alone = replace(drawn, alpha=Fraction(alpha))
    assume(has_a_threshold(alone))
    largest, threshold = sides(enlarged(alone, Fraction(1)))
    instance = enlarged(alone, Fraction(floor(16 * float(ball(threshold / largest))) + sixteenths, 16))
    assume(compare(*sides(instance)) > 0)
    assert 0 in noise_weights(setup_of(instance))
    assert grows(setup_of(instance))


@given(hessian=st.fractions(0, 8, max_denominator=4), alpha=st.fractions(0, 1, max_denominator=4))
def test_without_noise_there_is_no_threshold(hessian, alpha):
    """With B = n_r = n_f both noise weights are 0: D_rf, σ and (29) have no value, and w_k = Jᵏ w_0."""
    instance = instance_of((matrix((hessian,)),), (matrix((1,)),), Fraction(1), alpha, 1)
    assert checked("29", instance).reason == "no value: division by zero"
    j = mean_update(setup_of(instance))[0][0]
    assert [norm_of_w(instance, w_0=(Fraction(3),), k=k) for k in range(4)] == [9 * j ** (2 * k) for k in range(4)]


@pytest.mark.parametrize(("alpha", "expected"), [(1, True), (0, False)])
def test_below_the_threshold_the_mean_decides(alpha, expected):
    """Small Hessians, far below (29): ascent alone makes J² > 1 and grows, descent alone does not."""
    one = scaled(Fraction(1, 8), matrix((1,)))
    instance = instance_of((one, one), (one, one), Fraction(1), Fraction(alpha), 1)
    assert compare(*sides(instance)) < 0
    assert grows(setup_of(instance)) is expected
    growing = [norm_of_w(instance, w_0=(Fraction(1),), k=k) for k in range(3)]
    assert (growing == sorted(growing)) is expected


@settings(max_examples=15)
@given(drawn=unlearning_instances(max_d=1).filter(has_a_threshold), k=st.integers(0, 3))
def test_the_noise_grows_with_the_largest_pair(drawn, k):
    """Tr N_k ≥ (½ (√C_r + √C_f)² max λ_max(D_rf)²)ᵏ, which (36) bounds from below."""
    instance = enlarged(drawn, Fraction(1))
    at_k = Instance((*instance.values, ("k", Fraction(k))), instance.members)
    assert sides_of("36.1r", at_k) >= 0


@pytest.mark.parametrize("w_0", [(1, 0), (0, 1), (1, 2)])
def test_a_fixed_w_0_grows_where_it_sees_the_eigenvector(w_0):
    """The construction in two dimensions, above the threshold: E‖w_k‖² ≥ (½ g²)ᵏ (vᵀw_0)² for v = e_1, which e_2 does not see."""
    instance = RankOne(eigenvalue=4, sigma=2, n_r=2, n_f=2, B=1, eta=1, alpha=Fraction(1, 2), d=2).instance()
    assert compare(*sides(instance)) > 0
    norms = [norm_of_w(instance, w_0=tuple(map(Fraction, w_0)), k=k) for k in range(4)]
    assert (norms[3] > norms[2] > norms[1] > norms[0]) is bool(w_0[0])


def test_what_the_printed_links_follow_from():
    """(34) to (36) are derived without (31) and (33): from 34r, and (36) from 36.1r as well; these two from nothing that is printed."""
    scripts = load_scripts(THEORY)
    expected = {"34": {"34r"}, "35.1": set(), "35.2": {"34r"}, "36.1": {"34r", "36.1r"}, "36.1r": set(), "36.2": set(), "37": set()}
    assert {id_: set(used(derived(THEORY[id_], scripts[id_].script, THEORY).steps)) for id_ in expected} == expected
