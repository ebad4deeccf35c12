"""Tables as exact matrices, on the coherence matrix of small families, against dense matrices of roots built by fractions and SymPy."""

from __future__ import annotations

from fractions import Fraction

import pytest
from flint import arb, ctx, fmpq, fmpq_mat
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.meaning.expressions import add, apply, at_most, bind, member, over, power, root, span, times, trace
from tests.meaning.setups import frozen, psd
from tests.meaning.theory import SETS, scalar, square
from tests.reference import coherence
from tests.reference.moments import Matrix
from verify.language.expression import Binder, Expr, Kind, Number, Operator, Symbol
from verify.language.statement import Context, Declaration, Definition, Shape
from verify.meaning.enclosure import ball
from verify.meaning.exact import check, value
from verify.meaning.failures import NoValue
from verify.meaning.instance import Instance
from verify.meaning.reals import compare, sign

R, F, Q, G = (Symbol(name) for name in "rfqg")
PAIRS = (("D_r",), ("D_f",))
CONTEXT = Context(
    (
        *(scalar(n, Kind.INTEGER) for n in ("d", "n_r", "n_f", "k")),
        *(scalar(n) for n in ("a", "b")),
        Declaration("D_r", Kind.INDEX_SET, Symbol("n_r")),
        Declaration("D_f", Kind.INDEX_SET, Symbol("n_f")),
        square("H", SETS, shape=Shape.PSD),
        square("D", *PAIRS),
        Declaration("S", Kind.REAL, over=(*PAIRS, *PAIRS)),
    ),
    (
        Definition("DefD", "D", (R, F), add(times("a", member("H", "r")), times("b", member("H", "f")))),
        Definition("DefS", "S", (R, F, Q, G), root(trace(times(member("D", "r", "f"), member("D", "q", "g"))))),
    ),
)


def table(entry: Expr, *axes: tuple[str, Expr | str]) -> Expr:
    """Tables one in another over these variables, the first outermost."""
    for variable, domain in reversed(axes):
        entry = bind(Binder.TABLE, variable, domain, entry)
    return entry


COHERENCE = table(member("S", "r", "f", "q", "g"), ("r", "D_r"), ("f", "D_f"), ("q", "D_r"), ("g", "D_f"))
TOP = apply(Operator.LARGEST_EIGENVALUE, COHERENCE)
# Tr(S^k) ≤ d λ_1(S)^k, which counts the pairs at k = 0
MOMENT_BOUND = at_most(trace(power(COHERENCE, "k")), times("d", power(TOP, "k")))

WEIGHTS = st.sampled_from([Fraction(0), Fraction(1), Fraction(1, 2), Fraction(2, 3)])


def instance(retain: tuple[Matrix, ...], forget: tuple[Matrix, ...], a: Fraction, b: Fraction, k: int = 1) -> Instance:
    """Families with weights, and a power."""
    numbers = {"d": len(retain[0]), "n_r": len(retain), "n_f": len(forget), "k": k}
    values = (*((name, Fraction(n)) for name, n in numbers.items()), ("a", a), ("b", b))
    return Instance(values, (("H", (("D_r", tuple(map(frozen, retain))), ("D_f", tuple(map(frozen, forget))))),))


@st.composite
def families(draw: st.DrawFn, max_members: int = 2) -> tuple[tuple[Matrix, ...], tuple[Matrix, ...], Fraction, Fraction]:
    """Two families of one dimension, and weights."""
    d = draw(st.integers(1, 2))
    sets = [tuple(draw(psd(d)) for _ in range(draw(st.integers(1, max_members)))) for _ in range(2)]
    return sets[0], sets[1], draw(WEIGHTS), draw(WEIGHTS)


def scalars(*numbers: int) -> tuple[Matrix, ...]:
    """1×1 matrices."""
    return tuple([[Fraction(n)]] for n in numbers)


def is_near(number, digits: str) -> bool:
    """Whether a number is these digits, but for the last ones."""
    with ctx.workprec(160):
        return bool(abs(ball(number) - arb(digits)) < arb(10) ** -20 * (1 + abs(arb(digits))))


@given(families())
def test_entries_are_the_roots_of_the_traces(drawn):
    """Row (r, f), column (r', f'), the second of a pair running fast: nonnegative, and squared Tr(D_rf D_r'f') exactly."""
    found = value(CONTEXT, COHERENCE, instance(*drawn))
    squares = coherence.squared_entries(coherence.mixes(*drawn))
    assert (found.nrows(), found.ncols()) == (len(squares), len(squares))
    for i, row in enumerate(squares):
        for j, x in enumerate(row):
            assert sign(found[i, j]) >= 0
            assert compare(found[i, j] * found[i, j], fmpq(x.numerator, x.denominator)) == 0


@settings(max_examples=40)
@given(families(), st.integers(1, 3))
def test_traces_of_powers_are_those_of_the_dense_matrix(drawn, k):
    """Tr(S^k), to 20 digits; for k = 2 exactly the sum of all Tr(D_i D_j)."""
    squares = coherence.squared_entries(coherence.mixes(*drawn))
    found = value(CONTEXT, trace(power(COHERENCE, "k")), instance(*drawn, k))
    assert is_near(found, coherence.trace_of_power(squares, k))
    if k == 2:
        total = sum((x for row in squares for x in row), Fraction(0))
        assert compare(found, fmpq(total.numerator, total.denominator)) == 0


@settings(max_examples=60)
@given(families())
def test_the_largest_eigenvalue_is_that_of_the_dense_matrix(drawn):
    """λ_max(S), exact or enclosed, to 20 digits."""
    squares = coherence.squared_entries(coherence.mixes(*drawn))
    assert is_near(value(CONTEXT, TOP, instance(*drawn)), coherence.largest_eigenvalue(squares))


@given(st.lists(st.integers(0, 5), min_size=1, max_size=3), st.lists(st.integers(0, 5), min_size=1, max_size=3), WEIGHTS, WEIGHTS)
def test_in_one_dimension_the_largest_eigenvalue_is_the_trace(retain, forget, a, b):
    """S = √t √tᵀ, whatever roots its entries are: λ_max(S) = Σ t, an exact equality."""
    found = value(CONTEXT, TOP, instance(scalars(*retain), scalars(*forget), a, b))
    total = sum((a * h + b * g for h in retain for g in forget), Fraction(0))
    assert compare(found, fmpq(total.numerator, total.denominator)) == 0


@given(families())
def test_the_moments_are_bounded_from_one_on(drawn):
    """Tr(S^k) ≤ d λ_1(S)^k for k ≥ 1: true, or undecided between equal irrational numbers. At k = 0 just where the pairs are at most d."""
    pairs, d = len(drawn[0]) * len(drawn[1]), len(drawn[0][0])
    for k in (1, 2):
        found = check(CONTEXT, MOMENT_BOUND, instance(*drawn, k))
        assert found.conclusion is True or (found.conclusion is None and found.reason.startswith("undecided"))
    assert check(CONTEXT, MOMENT_BOUND, instance(*drawn, 0)).conclusion is (pairs <= d)


@pytest.mark.parametrize(
    ("axes", "rows"),
    [
        ((("i", span(1, 2)), ("j", span(1, 2))), [[11, 12], [21, 22]]),
        ((("i", span(5, 6)), ("j", span(0, 1))), [[50, 51], [60, 61]]),
        ((("i", span(1, 2)), ("m", span("i", 2)), ("j", span(0, 2)), ("n", span(7, 7))), [[10, 11, 12], [10, 11, 12], [20, 21, 22]]),
    ],
)
def test_the_first_half_of_the_variables_are_the_rows(axes, rows):
    """10 i + j; a domain may rest on a variable before it, as long as every row has the same columns."""
    assert value(CONTEXT, table(add(times(10, "i"), "j"), *axes), instance(scalars(1), scalars(1), *[Fraction(1)] * 2)) == fmpq_mat(rows)


@pytest.mark.parametrize(
    "axes",
    [
        (("i", span(1, 2)), ("j", span(1, 3))),
        (("i", span(1, 0)), ("j", span(1, 0))),
        (("i", span(1, 2)), ("j", span("i", add("i", 1)))),
        (("i", span(1, 2)), ("j", span("i", 2))),
        (("i", span(1, 1)),),
        (("i", span(1, 2)), ("j", span(1, 2)), ("m", span(1, 2))),
    ],
)
def test_a_table_that_is_no_square_matrix_has_no_value(axes):
    """Other columns than rows, none at all, columns of each row's own, an odd number of variables."""
    with pytest.raises(NoValue):
        value(CONTEXT, table(over(1, 2), *axes), instance(scalars(1), scalars(1), Fraction(1), Fraction(1)))


def test_a_table_over_a_sum_of_numbers_is_a_matrix_like_any_other():
    """λ_max([[2, 3], [3, 4]]) = 3 + √10."""
    hankel = table(add("i", "j"), ("i", span(1, 2)), ("j", span(1, 2)))
    found = value(CONTEXT, apply(Operator.LARGEST_EIGENVALUE, hankel), instance(scalars(1), scalars(1), Fraction(1), Fraction(1)))
    assert compare(found, value(CONTEXT, add(3, root(Number(10))), instance(scalars(1), scalars(1), Fraction(1), Fraction(1)))) == 0
