"""Sums over assignments obey the distributive law; norms of products of roots are what the roots say."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.meaning.setups import psd
from tests.meaning.test_matrices import flint
from tests.small_theory import read_claims
from verify.meaning.exact import check, value
from verify.meaning.exact_operations import norm_of_roots
from verify.meaning.failures import NoValue, Undecided
from verify.meaning.floats.compile import from_instances, slack
from verify.meaning.instance import Instance
from verify.meaning.reals import compare
from verify.meaning.spectrum import frobenius_norm
from verify.notation import family, index_set, indices, integer, natural, notation, pairs, real, sums

NOTATION = notation(
    integer("n", "m"),
    natural("k"),
    index_set("D", size="n"),
    index_set("E", size="m"),
    family(index_set("D", size="n"), over="integers"),
    family(real("y", "z"), over=("D", "E")),
    indices("r", over="D"),
    indices("f", over="E"),
    indices("i", "j", "a"),
    pairs("rf"),
    sums("allsums"),
)
SETUP = r"\begin{definition}{Large} \[ D_k = \{ j \in D : y_j \ge k \} \] \end{definition}"
MACRO = r"\allsums{a_k \in D_k}{a_{k-1} \in D_{k-1}}{a_0 \in D_0}"
LAWS = {
    "how many": r"\conclude{$\sum_{a \in \prod_{i=1}^{k} D} 1 = n^k$}",
    "power": r"\conclude{$\sum_{a \in \prod_{i=1}^{k} D} \prod_{i=1}^{k} y_{a_i} = (\sum_{r} y_r)^k$}",
    "sets of their own": r"\conclude{$\sum_{a \in \prod_{i=0}^{k} D_i} \prod_{i=0}^{k} y_{a_i} = \prod_{i=0}^{k} \sum_{r \in D_i} y_r$}",
    "macro": r"\conclude{$" + MACRO + r" \prod_{i=0}^{k} y_{a_i} = \prod_{i=0}^{k} \sum_{r \in D_i} y_r$}",
    "pairs": r"\conclude{$\allsums{rf_1}{rf_2}{rf_k} \prod_{i=1}^{k} (y_{r_i} + z_{f_i}) = (\sum_{rf} (y_r + z_f))^k$}",
    "order": r"\conclude{$\sum_{a \in \prod_{i=1}^{2} D} y_{a_1} z_{a_2} = (\sum_{r} y_r) (\sum_{r} z_r)$}",
}
CLAIMS = read_claims(LAWS, SETUP, NOTATION)
NUMBERS = [st.tuples(*[st.fractions(-2, 3, max_denominator=3)] * size) for size in range(4)]


@st.composite
def numbered(draw: st.DrawFn) -> Instance:
    """Numbers y and z at the members of two sets, which may be empty."""
    n, m, k = draw(st.integers(0, 3)), draw(st.integers(0, 2)), draw(st.integers(0, 3))
    families = [(name, tuple((s, draw(NUMBERS[size])) for s, size in (("D", n), ("E", m)))) for name in "yz"]
    return Instance(tuple((name, Fraction(v)) for name, v in (("n", n), ("m", m), ("k", k))), tuple(families))


@pytest.mark.parametrize("law", LAWS)
@settings(max_examples=40)
@given(instance=numbered())
def test_a_sum_over_assignments_is_a_product_of_sums(law, instance):
    """Exactly, and in floats up to rounding; over no places there is one assignment, and to an empty set none."""
    context, conclusion = CLAIMS[law].context, CLAIMS[law].conclusion
    found = check(context, conclusion, instance)
    assert (found.hypotheses, found.conclusion) == (True, True)
    assert slack(context, conclusion)(from_instances([instance]))[0] >= -1e-9 * (1 + abs(float(Fraction(found.left))))


def test_an_assignment_has_no_value_outside_its_places():
    """a_0, where a begins with a_1."""
    statement = read_claims({"c": r"\conclude{$\sum_{a \in \prod_{i=1}^{k} D} y_{a_0} = 0$}"}, SETUP, NOTATION)["c"]
    instance = Instance((("n", Fraction(1)), ("k", Fraction(2))), (("y", (("D", (Fraction(1),)), ("E", ()))),))
    with pytest.raises(NoValue, match="looked at 0"):
        value(statement.context, statement.lhs, instance)


def test_too_many_assignments_are_undecided():
    """2²⁰ of them."""
    instance = Instance((("n", Fraction(2)), ("k", Fraction(20))), ())
    with pytest.raises(Undecided, match="assignments"):
        value(CLAIMS["how many"].context, CLAIMS["how many"].lhs, instance)


@settings(max_examples=60)
@given(st.integers(1, 3).flatmap(lambda n: st.tuples(psd(n), psd(n))))
def test_the_norm_of_a_product_of_roots_needs_no_roots(pair):
    """‖A^½ B^½‖_F by √Tr(AB), where A and B are squares of PSD matrices, so that their roots are known."""
    a, b = map(flint, pair)
    assert compare(norm_of_roots(a * a, b * b), frobenius_norm(a * b)) == 0


@pytest.mark.parametrize("rows", [([[0, 1], [1, 0]], [[1, 0], [0, 1]]), ([[1, 0], [0, 1]], [[1, 1], [0, 1]])])
def test_a_matrix_without_a_root_has_no_norm(rows):
    """One that is indefinite, and one that is not symmetric."""
    a, b = ([[Fraction(x) for x in row] for row in matrix] for matrix in rows)
    with pytest.raises(NoValue, match="root"):
        norm_of_roots(flint(a), flint(b))
