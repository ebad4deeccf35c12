"""Expansion and expectation in SymPy, against the exact meaning of what is expanded."""

from __future__ import annotations

import pytest
import sympy
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.meaning.algebra.generated import CONTEXT, INSTANCE, MATRIX, matrices, numbers
from tests.meaning.setups import even_setups, instance_of
from tests.proofs.theory import THEORY
from verify import algebra
from verify.algebra import expectation, index_set, integers, product_over, selectors, sum_over
from verify.errors import Code, Fault
from verify.language.expression import Apply, Bind, Binder, Compare, Expr, Kind, Member, Number, Operator, Relation, Symbol, Type
from verify.meaning.algebra.applied import SetApplied
from verify.meaning.algebra.expand import expand
from verify.meaning.algebra.from_sympy import from_sympy
from verify.meaning.algebra.members import IndexSet
from verify.meaning.algebra.moments import cumulant
from verify.meaning.algebra.to_sympy import to_sympy
from verify.meaning.exact import Lacking, NoValue, Undecided, holds, value
from verify.meaning.reals import compare

d, n, p, q = sympy.Symbol("d", integer=True), sympy.Symbol("n", integer=True), *sympy.symbols("p q", real=True)
i, j = sympy.symbols("i j")
D, F = index_set("D_i", n), index_set("D_j", n)
H = algebra.matrices("H", d, shape="psd")
A, B = sympy.MatrixSymbol("A", d, d), sympy.MatrixSymbol("B", d, d)
x, y = selectors("x", p), selectors("y", q)
DRAWN = sum_over(sympy.MatMul(x(i), H(i)), i, D)


def drawn(domain: str, *step: Expr) -> Expr:
    """Σ x_i q_i H_i over an index set."""
    index = Symbol("i")
    factors = (Member("x", (index, *step)), Member("q", (index,)), Member("H", (index,)))
    return Bind(Binder.SUM, "i", Symbol(domain), Apply(Operator.MULTIPLY, factors), MATRIX)


RANDOM = st.sampled_from(
    [
        Symbol("X"),
        Apply(Operator.IDENTITY, (Symbol("d"),)),
        Member("J", (Number(1),)),
        Member("J", (Number(2),)),
        drawn("D_r"),
        drawn("D_f"),
        drawn("D_r", Number(1)),
        Bind(Binder.SUM, "i", Apply(Operator.UNION, (Symbol("D_r"), Symbol("D_f"))), drawn("D_r", Number(2)), MATRIX),
    ]
)


def random_matrices(depth: int) -> st.SearchStrategy[Expr]:
    """Polynomials in matrices that depend on selectors."""
    if depth == 0:
        return RANDOM
    inner = random_matrices(depth - 1)
    pairs = st.tuples(inner, inner)
    return st.one_of(
        inner,
        pairs.map(lambda ab: Apply(Operator.ADD, ab)),
        pairs.map(lambda ab: Apply(Operator.MULTIPLY, ab)),
        inner.map(lambda a: Apply(Operator.TRANSPOSE, (a,))),
        inner.map(lambda a: Apply(Operator.NEGATE, (a,))),
        inner.map(lambda a: Apply(Operator.POWER, (a, Number(2)))),
        pairs.map(lambda ab: Apply(Operator.MULTIPLY, (Apply(Operator.TRACE, (ab[0],)), ab[1]))),
        inner.map(lambda a: Apply(Operator.MULTIPLY, (a, Apply(Operator.EXPECTATION, (a,))))),
    )


@settings(max_examples=60)
@given(random_matrices(2), st.booleans())
def test_expectations_are_the_exact_ones(expr, traced):
    """E of a polynomial in selectors, multiplied out, has the value that the exact meaning gives it, and no selector is left."""
    mean = Apply(Operator.EXPECTATION, (Apply(Operator.TRACE, (expr,)) if traced else expr,))
    found = expand(to_sympy(mean, CONTEXT))
    back = from_sympy(found)
    assert "x[" not in str(found)
    assert "E[" not in str(found)
    assert holds(CONTEXT, Compare(Relation.EQUAL, mean, back), INSTANCE) is True


@settings(max_examples=60)
@given(st.one_of(numbers(2), matrices(2)))
def test_expansion_keeps_the_value(typed):
    """Whatever is expanded keeps its value; expanding again changes nothing."""
    try:
        value(CONTEXT, typed.expr, INSTANCE)
    except (NoValue, Undecided, Lacking):
        assume(False)
    try:
        found = expand(to_sympy(typed.expr, CONTEXT))
        back = from_sympy(found)
    except Fault:  # no polynomial in its selectors, or a closed form outside the language
        assume(False)
    same = holds(CONTEXT, Compare(Relation.EQUAL, typed.expr, back), INSTANCE)
    assume(same is not None)
    assert same
    assert expand(found) == found


def test_the_pairs_of_equal_indices_are_split_off():
    """E Σ_i Σ_j x_i x_j H_i H_j = p² (Σ H_i)² + p(1 − p) Σ H_i²."""
    total, squares = sum_over(H(i), i, D), sum_over(H(i) ** 2, i, D)
    found = expand(expectation(DRAWN * DRAWN))
    assert set(found.args) == set(expand(p**2 * total**2 + p * (1 - p) * squares).args)
    assert len(found.args) == 2
    assert expand(expectation(x(i) * x(i))) == p


def test_independence_needs_another_name_set_or_step():
    """Selectors of different names, sets or steps are independent; the same one is not."""
    first, second = x(i, 1), x(i, 2)
    assert expand(expectation(sum_over(first * second, i, D))) == n * p**2
    assert expand(expectation(sum_over(first * first, i, D))) == n * p
    assert expand(expectation(sum_over(x(i), i, D) * sum_over(x(j), j, F))) == n**2 * p**2
    assert expand(expectation(sum_over(x(i) * y(i), i, D))) == n * p * q
    assert expand(expectation(sum_over(x(i), i, D)) * expectation(sum_over(x(i), i, D))) == n**2 * p**2


def test_whether_two_steps_are_one_may_be_unknown():
    """x_{i,k} and x_{i,l}: nobody says whether k = l; but x_{i,k+1} is another one than x_{i,k}."""
    k, other = sympy.symbols("k other", integer=True)
    assert expand(expectation(sum_over(x(i, k) * x(i, k + 1), i, D))) == n * p**2
    with pytest.raises(Fault, match="is not known") as fault:
        expand(expectation(sum_over(x(i, k) * x(i, other), i, D)))
    assert fault.value.diagnostics[0].code is Code.AMBIGUOUS


def test_cumulants_of_a_bernoulli_variable():
    """E[x^m] = p for every m is the sum over the partitions of m factors of the products of cumulants."""
    k1, k2, k3 = (cumulant(m, p) for m in (1, 2, 3))
    assert sympy.expand(k2 + k1**2) == p
    assert sympy.expand(k3 + 3 * k1 * k2 + k1**3) == p


EQUAL = {
    "order of sums": (sum_over(sum_over(H(i) * A * H(j), j, D), i, D), sum_over(sum_over(H(j) * A * H(i), i, D), j, D)),
    "names of variables": (sum_over(H(i) ** 2, i, D), sum_over(H(j) ** 2, j, D)),
    "product of sums": (sum_over(H(i), i, D) * sum_over(H(i), i, D), sum_over(sum_over(H(i) * H(j), j, D), i, D)),
    "transposes of symmetric members": (sympy.Transpose(A * sum_over(H(i), i, D)), sum_over(H(j), j, D) * A.T),
    "powers": (A**2 * A, A * A**2),
    "symbolic powers": (A ** (2 * d - 2) * A, A ** (2 * d - 1)),
    "cyclic trace": (sympy.Trace(A * B * H(i)), sympy.Trace(H(i) * A * B)),
    "trace of a transpose": (sympy.Trace(A * B), sympy.Trace(B.T * A.T)),
    "trace of the identity": (sympy.Trace(sympy.Identity(d)), d),
    "trace of a sum": (sympy.Trace(sum_over(H(i), i, D)), sum_over(sympy.Trace(H(i)), i, D)),
    "a sum of what does not vary": (sum_over(A, i, D), n * A),
    "numbers in a sum": (sum_over(algebra.numbers("q")(i) * p * H(i), i, D), p * sum_over(algebra.numbers("q")(j) * H(j), j, D)),
    "a range": (sum_over(p * A, i, integers(1, n)), p * sum_over(A, i, integers(1, n))),
}


@pytest.mark.parametrize("name", EQUAL)
def test_equal_sums_of_words_come_out_equal(name):
    """One form for what the algebra shows to be equal."""
    left, right = EQUAL[name]
    assert expand(left) == expand(right)
    assert expand(left - right) == (sympy.ZeroMatrix(d, d) if left.is_Matrix else 0)


def test_what_does_not_commute_stays_apart():
    """AB − BA is not zero, nor is (A + B)² − A² − 2AB − B²; its trace is."""
    assert not expand(A * B - B * A).is_ZeroMatrix
    gap = (A + B) ** 2 - A**2 - 2 * A * B - B**2
    assert not expand(gap).is_ZeroMatrix
    assert expand(sympy.Trace(gap)) == 0


def test_no_bound_variable_is_caught():
    """A sum inside a power keeps its variable apart from that of the sum around it."""
    power = sympy.MatPow(sympy.MatAdd(H(j), sum_over(H(i), i, D)), d)
    found = expand(sum_over(power, j, D))
    inner = next(iter(found.args[3].atoms(type(found))))
    assert found.bound_symbols != inner.bound_symbols
    assert found.free_symbols == {n, d}


def test_what_cannot_be_multiplied_out_is_refused():
    """A product over a symbolic range, a random exponent, a letter whose definition is not at hand, a selector without a law."""
    k = sympy.Symbol("k", integer=True)
    step = sympy.Symbol("t", integer=True)
    walk = product_over(sum_over(x(i, step) * H(i), i, D), step, integers(1, k))
    for value_ in (expectation(walk), expectation(2 ** x(i))):
        with pytest.raises(Fault) as fault:
            expand(value_)
        assert fault.value.diagnostics[0].code is Code.SYNTAX
    assert expand(expectation(walk.subs(k, 1))) == p * sum_over(H(i), i, D)


def test_a_random_set_is_one_of_selectors():
    """Σ over the batch D_{r,k} = {i ∈ D_r : x_{i,k} = 1} has the mean of Σ x_{r,k} over D_r; outside an expectation it stays."""
    batches, drawn_ = (to_sympy(side, THEORY["18.2r"].context) for side in (THEORY["18.2r"].lhs, THEORY["18.2r"].rhs))
    assert expand(expectation(batches)) == expand(expectation(drawn_))
    assert expand(expectation(batches.T * batches)) == expand(expectation(drawn_.T * drawn_))
    assert "D_r[k]" in str(expand(batches))


def test_sets_that_a_definition_gives_may_have_elements_in_common():
    """Nobody says that a part of D_r is disjoint from D_r, or how many elements it has."""
    letter = next(iter(to_sympy(THEORY["18.2r"].lhs, THEORY["18.2r"].context).atoms(IndexSet)))
    assert not letter.is_primitive
    assert expand(sum_over(A, i, letter)).args[2:] == (letter, A)
    with pytest.raises(Fault):
        expand(sum_over(A, i, SetApplied(Operator.UNION.value, letter, D)))


def test_a_letter_outside_expectations_stays():
    """J_1 is unfolded where its mean is taken, and nowhere else."""
    letter = to_sympy(Member("J", (Number(1),)), CONTEXT)
    assert expand(letter + letter) == 2 * letter
    assert "J" not in str(expand(expectation(letter)))


CHAIN = THEORY["33.2"]
CYCLES = THEORY["33.4"]


@pytest.mark.parametrize("side", [CHAIN.rhs, CYCLES.lhs, CYCLES.rhs])
@settings(max_examples=10, deadline=None)
@given(data=st.data())
def test_sums_over_assignments_keep_their_value(side, data):
    """Multiplied out, the sums over chains of pairs are what they were."""
    setup, k = data.draw(even_setups()), data.draw(st.integers(1, 3))
    instance = instance_of(setup, k)
    written = from_sympy(expand(to_sympy(side, CYCLES.context)))
    assert compare(value(CYCLES.context, written, instance), value(CYCLES.context, side, instance)) == 0


def test_a_set_of_assignments_that_an_outer_sum_changes_is_refused():
    """Its variable could be caught when the outer one gets its name."""
    body = Bind(Binder.CHOICES, "i", Apply(Operator.RANGE, (Number(1), Symbol("j"))), Symbol("D_r"), Type(Kind.INDEX_SET))
    inner = Bind(Binder.SUM, "a", body, Member("H", (Apply(Operator.CHOICE_AT, (Symbol("a"), Number(1))),)), MATRIX)
    outer = Bind(Binder.SUM, "j", Apply(Operator.RANGE, (Number(1), Number(2))), inner, MATRIX)
    assert from_sympy(to_sympy(outer, CONTEXT)) == outer
    with pytest.raises(Fault):
        expand(to_sympy(outer, CONTEXT))
