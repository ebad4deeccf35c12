"""The largest eigenvalue of matrices with irrational entries: exact where it is easily so, else enclosed, and never guessed."""

from __future__ import annotations

from fractions import Fraction

import pytest
from flint import arb, ctx, fmpq, fmpq_mat
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.meaning.setups import symmetric
from verify.meaning.enclosure import ball
from verify.meaning.failures import NoValue, Undecided
from verify.meaning.matrix import Matrix, identity, is_psd, scaled
from verify.meaning.real_matrix import matrix_of
from verify.meaning.reals import Real, compare, root, sign
from verify.meaning.spectrum import largest_eigenvalue, operator_norm
from verify.meaning.surd import Surd

SIZES = st.integers(1, 4)
MICRO = fmpq(1, 10**6)


def r(n: int, q: int = 1) -> Real:
    """√n / q."""
    return root(fmpq(n)) * fmpq(1, q)


def rational(rows: list[list[Fraction]]) -> fmpq_mat:
    """A matrix of fractions as flint's."""
    return fmpq_mat([[fmpq(x.numerator, x.denominator) for x in row] for row in rows])


def nearby(number: Real) -> fmpq:
    """A rational less than a millionth away."""
    with ctx.workprec(128):
        return fmpq(int((ball(number) * 2_000_000).mid().floor().unique_fmpz()), 2_000_000)


def double_top(a: Real, b: Real) -> Matrix:
    """a (I − P) + b P, with P the mean of three coordinates: the eigenvalue a twice."""
    third = fmpq_mat([[fmpq(1, 3)] * 3] * 3)
    return scaled(identity(3) - third, a) + scaled(third, b)


@settings(max_examples=80)
@given(SIZES.flatmap(lambda n: st.tuples(symmetric(n), symmetric(n), symmetric(n))))
def test_it_is_where_the_shifted_matrix_stops_being_psd(three):
    """A + √2 B + √3 C: c I − A is PSD a little above the value and not a little below, by exact elimination."""
    a, b, c = (rational(rows) for rows in three)
    matrix = a + scaled(b, r(2)) + scaled(c, r(3))
    near, unit = nearby(largest_eigenvalue(matrix)), identity(a.nrows())
    assert is_psd(scaled(unit, near + MICRO) - matrix)
    assert not is_psd(scaled(unit, near - MICRO) - matrix)


@given(SIZES.flatmap(symmetric), st.sampled_from([2, 3, 12]))
def test_of_a_multiple_of_a_rational_matrix_it_is_the_multiple(rows, n):
    """λ(√n A) = √n λ(A), an equality that is found where λ(A) is a sum of roots."""
    matrix = rational(rows)
    top = largest_eigenvalue(matrix)
    if isinstance(top, fmpq | Surd):
        assert compare(largest_eigenvalue(scaled(matrix, r(n))), top * r(n)) == 0


@given(st.lists(st.integers(0, 12), min_size=1, max_size=5))
def test_of_a_matrix_of_rank_one_it_is_the_trace(numbers):
    """x xᵀ for x = (⁴√n, …): entries are fourth roots, the trace is Σ √n."""
    weights = [r(n) for n in numbers]
    matrix = matrix_of([root(a * b) for b in weights] for a in weights)
    total: Real = fmpq(0)
    for weight in weights:
        total = total + weight
    assert compare(largest_eigenvalue(matrix), total) == 0


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([[r(2), r(2), 0], [r(2), r(2), 0], [0, 0, r(3)]], r(8)),
        ([[-r(2), 0, 0], [0, -r(3), 0], [0, 0, -r(5)]], -r(2)),
        ([[-r(2), -r(2), 0], [-r(2), -r(2), 0], [0, 0, -r(5)]], fmpq(0)),
        ([[0, 0, r(3), 0], [0, 1, 0, r(2)], [r(3), 0, 0, 0], [0, r(2), 0, 1]], fmpq(1) + r(2)),
        ([[1, 1, r(2)], [1, 1, r(2)], [r(2), r(2), 2]], fmpq(4)),
        ([[0, 0, r(2)], [0, 0, r(2)], [r(2), r(2), 0]], fmpq(2)),
    ],
    ids=["equal rows and a block", "a negative diagonal", "nothing above a kernel", "two blocks", "rank one", "equal rows, rational"],
)
def test_it_is_exact_on_what_falls_apart(rows, expected):
    """Blocks, equal rows, rank one: no enclosure is needed to know equality."""
    matrix = matrix_of([fmpq(entry) if isinstance(entry, int) else entry for entry in row] for row in rows)
    assert compare(largest_eigenvalue(matrix), expected) == 0


@pytest.mark.parametrize(
    ("matrix", "top"),
    [
        (matrix_of([[fmpq(0), r(2), fmpq(1)], [r(2), fmpq(0), fmpq(0)], [fmpq(1), fmpq(0), fmpq(0)]]), r(3)),
        (double_top(r(3), r(2)), r(3)),
        (double_top(r(2), r(3)), r(3)),
    ],
    ids=["two neighbours", "twice the same", "alone"],
)
def test_an_equality_that_no_ball_shows_is_undecided(matrix, top):
    """λ_max = √3, once or twice: it is told from numbers 10⁻³⁰ away, and never guessed to be √3 or not."""
    found, tiny = largest_eigenvalue(matrix), fmpq(1, 10**30)
    assert compare(found, top + tiny) == -1
    assert compare(found, top - tiny) == 1
    with pytest.raises(Undecided):
        compare(found, top)


def test_enclosures_become_narrow():
    """Beside a multiple eigenvalue too, to a good part of the working precision."""
    for matrix in (double_top(r(3), r(2)), double_top(r(2), r(3))):
        found = largest_eigenvalue(matrix)
        for bits in (64, 256, 1024):
            with ctx.workprec(bits):
                assert ball(found).overlaps(ball(r(3)))
                assert ball(found).rad() < arb(2) ** (20 - bits)


def test_an_unsymmetric_matrix_has_none():
    """Also with irrational entries."""
    with pytest.raises(NoValue):
        largest_eigenvalue(matrix_of([[fmpq(0), r(2)], [r(3), fmpq(0)]]))


def test_the_operator_norm_of_irrational_matrices():
    """Of a symmetric one the largest |eigenvalue|, here a lowest one; of any other by MᵀM."""
    assert compare(operator_norm(-double_top(r(3), r(2))), fmpq(17321, 10000)) == -1
    assert compare(operator_norm(-double_top(r(3), r(2))), fmpq(17320, 10000)) == 1
    zero = fmpq(0)
    shifted = matrix_of([[zero, r(2), zero], [zero, zero, r(3)], [zero, zero, zero]])
    assert compare(operator_norm(shifted), r(3)) == 0
    assert sign(operator_norm(shifted) - r(3)) == 0
