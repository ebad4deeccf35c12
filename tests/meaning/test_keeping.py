"""What is the same for all elements of a binder is computed once, and means what it meant."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from flint import fmpq
from hypothesis import given
from hypothesis import strategies as st

from tests.meaning.expressions import REAL, add, apply, at_least, bind, mean, member, minus, over, power, times, total, within
from tests.meaning.setups import RATIONALS
from tests.meaning.theory import CONTEXT, define
from verify.language.expression import Binder, Expr, Kind, Operator, Symbol
from verify.language.statement import INTEGERS, Context, Declaration
from verify.meaning.exact import Averaging, value
from verify.meaning.exact_operations import EXACT
from verify.meaning.expectation import averager
from verify.meaning.frame import NOTHING_BOUND, frame_in, world_of
from verify.meaning.instance import Instance
from verify.meaning.program import compiler_for
from verify.meaning.randomness import is_law_of_sets

K, ELEMENT = Symbol("k"), Symbol("i")
SELECTOR = Declaration("x", Kind.INTEGER, over=(("S",),), selector=True)
A_I, A_J, A_L = (member("a", index) for index in "ijl")


def of_numbers(variable: str, body: Expr) -> Expr:
    """Σ over S."""
    return total(variable, "S", body, REAL)


SYMBOLS = (
    *(Declaration(name, Kind.INTEGER) for name in "nk"),
    Declaration("b", Kind.REAL),
    Declaration("S", Kind.INDEX_SET, Symbol("n")),
    Declaration("a", Kind.REAL, over=(("S",),)),
    Declaration("F", Kind.REAL, over=((INTEGERS,),)),
    SELECTOR,
)
FAMILY = define("F", of_numbers("i", times(power("k", 3), A_I)), K)
LAW = define("x", apply(Operator.BERNOULLI, over(1, add(1, power(A_I, 2)))), ELEMENT, given=(within("i", "S"),), law=True)
NUMBERS = Context(SYMBOLS, (FAMILY, LAW))

SUMS = {
    "a sum in between": (of_numbers("i", times(A_I, of_numbers("j", A_J), A_I)), lambda a: sum(a) * sum(x * x for x in a)),
    "a sum of the same letter": (of_numbers("i", times(A_I, of_numbers("i", times(A_I, A_I)), A_I)), lambda a: sum(x * x for x in a) ** 2),
    "sums side by side": (
        of_numbers("i", add(of_numbers("j", times(power(A_I, 3), A_J)), of_numbers("j", minus(power(A_I, 3), A_J)))),
        lambda a: sum(x**3 * y + x**3 - y for x in a for y in a),
    ),
    "the middle of three": (
        of_numbers("i", of_numbers("j", of_numbers("l", times(add(A_J, 1), A_L, add(A_I, 2))))),
        lambda a: sum(y + 1 for y in a) * sum(a) * sum(x + 2 for x in a),
    ),
    "a maximum and a sum": (
        of_numbers("i", bind(Binder.MAXIMUM, "j", "S", times(power(A_I, 2), add(power(A_I, 2), A_J)))),
        lambda a: sum(max(x * x * (x * x + y) for y in a) for x in a),
    ),
    "a parameter of the same name": (
        of_numbers("i", add(times(power("k", 3), A_I), member("F", 2), member("F", minus("k", 2)))),
        lambda a: 27 * sum(a) + len(a) * (8 + 1) * sum(a),
    ),
}


def numbers(a: list[Fraction]) -> Instance:
    """S has these numbers; k = 3, b = 2."""
    return Instance((("n", Fraction(len(a))), ("k", Fraction(3)), ("b", Fraction(2))), (("a", (("S", tuple(a)),)),))


@pytest.mark.parametrize("name", SUMS)
@given(a=st.lists(RATIONALS, min_size=1, max_size=3))
def test_nested_binders_mean_what_loops_do(name, a):
    """A value is kept as long as the variables that it depends on."""
    formula, by_hand = SUMS[name]
    assert Fraction(str(value(NUMBERS, formula, numbers(a)))) == by_hand(a)


@given(a=st.lists(RATIONALS, min_size=1, max_size=2))
def test_what_is_random_is_not_kept(a):
    """E[Σ_i x_i Σ_j x_j a_j] is the same in closed form and over all outcomes."""
    formula = mean(of_numbers("i", times(member("x", "i"), of_numbers("j", times(member("x", "j"), A_J)))))
    closed, enumerated = (value(NUMBERS, formula, numbers(a), way) for way in (Averaging.CLOSED_FORM, Averaging.ENUMERATION))
    assert closed == enumerated


@given(a=st.lists(RATIONALS, min_size=1, max_size=3))
def test_a_law_of_elements_is_not_that_of_their_set(a):
    """x_i is 1 with the probability 1 / (1 + a_i²)."""
    found = value(NUMBERS, mean(of_numbers("i", times(member("x", "i"), "b"))), numbers(a))
    assert Fraction(str(found)) == sum(2 / (1 + x * x) for x in a)


def test_what_is_the_law_of_a_set():
    """It asks only from which sets its indices are, which have to be declared."""
    of_set = replace(LAW, body=apply(Operator.BERNOULLI, over("b", "n")))
    chosen = replace(of_set, given=(at_least(A_I, 0),))
    laws = {law: is_law_of_sets(Context(SYMBOLS, (law,)), SELECTOR) for law in (LAW, of_set, chosen)}
    assert laws == {LAW: False, of_set: True, chosen: False}
    assert all(is_law_of_sets(CONTEXT, d) for d in CONTEXT.symbols if d.selector)


def test_nothing_is_computed_for_no_element():
    """A sum over nothing is zero, also where what is the same for all elements has no value."""
    assert value(NUMBERS, of_numbers("i", times(over(1, 0), A_I)), numbers([])) == 0


ONCE = of_numbers("i", times(over(1, "b"), A_I))
ONCE_EACH = of_numbers("i", of_numbers("j", times(over(A_I, "b"), A_J)))


@pytest.mark.parametrize(("formula", "times_done"), [(ONCE, 1), (ONCE_EACH, 3), (of_numbers("i", over(A_I, "b")), 3)])
def test_it_is_computed_once(formula, times_done):
    """Once for all elements, or once for each of the variable that it depends on."""
    done = []

    def quotient(above: fmpq, below: fmpq) -> fmpq:
        done.append((above, below))
        return above / below

    compiler = compiler_for(replace(EXACT, quotient=quotient), NUMBERS, averager(Averaging.CLOSED_FORM))
    frame = frame_in(world_of(numbers([Fraction(1), Fraction(2), Fraction(5)])))
    compiler.compile(NOTHING_BOUND, formula).run(frame)
    assert len(done) == times_done
