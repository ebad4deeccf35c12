"""What the constructs mean, one by one, on instances that one can compute by hand."""

from __future__ import annotations

from fractions import Fraction
from math import comb

import pytest
from flint import fmpq, fmpq_mat
from hypothesis import given
from hypothesis import strategies as st

from tests.meaning.expressions import (
    BOOLEAN,
    MATRIX,
    REAL,
    add,
    apply,
    at_least,
    at_most,
    below,
    bind,
    both,
    compare,
    equal,
    for_all,
    identity,
    member,
    minus,
    negate,
    over,
    power,
    root,
    span,
    such_that,
    times,
    total,
    trace,
    transpose,
    within,
)
from tests.reference.binomials import binomial
from verify.language.expression import Binder, Kind, Number, Operator, Relation, Symbol, Type
from verify.language.statement import INTEGERS, Context, Declaration, Definition
from verify.meaning.exact import Lacking, NoValue, Undecided, holds, value
from verify.meaning.instance import Instance

N, M = Symbol("n"), Symbol("m")
STRINGS = apply(Operator.STRINGS, "k", "r", "f")
CONTEXT = Context(
    (
        *(Declaration(name, Kind.INTEGER) for name in ("d", "n", "m", "k")),
        *(Declaration(name, Kind.REAL) for name in ("a", "b", "c")),  # c has no value in the instance
        *(Declaration(name, Kind.VECTOR, Symbol("d")) for name in ("u", "v")),
        Declaration("t", Kind.ROW, Symbol("d")),
        *(Declaration(name, Kind.MATRIX, Symbol("d")) for name in ("X", "Y")),
        Declaration("D", Kind.INDEX_SET, N),
        Declaration("E", Kind.INDEX_SET, M),
        Declaration("H", Kind.MATRIX, Symbol("d"), over=(("D", "E"),)),
        Declaration("P", Kind.MATRIX, Symbol("d"), over=((INTEGERS,),)),
        Declaration("fib", Kind.INTEGER, over=((INTEGERS,),)),
        Declaration("pair", Kind.REAL, over=(("D",), ("E",))),
        Declaration("late", Kind.REAL, over=((INTEGERS,),)),
        Declaration("part", Kind.INDEX_SET),
    ),
    (
        Definition("F0", "fib", (Number(0),), Number(0)),
        Definition("F1", "fib", (Number(1),), Number(1)),
        Definition(
            "F",
            "fib",
            (Symbol("k"),),
            add(member("fib", minus("k", 1)), member("fib", minus("k", 2))),
            (at_least("k", 2),),
        ),
        Definition("pair", "pair", (Symbol("i"), Symbol("j")), trace(times(member("H", "i"), member("H", "j")))),
        Definition("late", "late", (Symbol("n"),), times("n", "a")),  # the parameter shadows the symbol n
        Definition("part", "part", (), such_that("i", "D", at_least(trace(member("H", "i")), 1))),
    ),
)


def rows(*entries: tuple[int | str, ...]) -> tuple[tuple[Fraction, ...], ...]:
    return tuple(tuple(Fraction(x) for x in row) for row in entries)


INSTANCE = Instance(
    (
        *((name, Fraction(n)) for name, n in (("d", 2), ("n", 3), ("m", 1), ("k", 2), ("a", "1/2"), ("b", -2))),
        ("u", (Fraction(1), Fraction(2))),
        ("v", (Fraction(3), Fraction(-4))),
        ("t", (Fraction(1), Fraction(1))),
        ("X", rows((0, 1), (0, 0))),
        ("Y", rows((1, 0), (0, 2))),
    ),
    (
        ("H", (("D", (rows((1, 0), (0, 0)), rows((0, 0), (0, 0)), rows((0, 0), (0, 3)))), ("E", (rows((1, 1), (1, 1)),)))),
        ("P", ((INTEGERS, (rows((1, 1), (0, 1)), rows((1, 0), (1, 1)))),)),
    ),
)


def by_letter(position, retain, forget):
    """What stands for the letter of the string s at a position."""
    return apply(Operator.BY_LETTER, apply(Operator.LETTER_AT, "s", position), "r", retain, "f", forget)


def worth(expression):
    """The value on the instance; matrices as nested lists of integers."""
    found = value(CONTEXT, expression, INSTANCE)
    return [[int(x) for x in row] for row in found.tolist()] if isinstance(found, fmpq_mat) else found


def truth(expression):
    return holds(CONTEXT, expression, INSTANCE)


VALUES = {
    "sum of scalars": (add("a", "b", 1), fmpq(-1, 2)),
    "difference": (minus("a", "b"), fmpq(5, 2)),
    "order of factors": (times("X", "Y"), [[0, 2], [0, 0]]),
    "reversed factors": (times("Y", "X"), [[0, 1], [0, 0]]),
    "scalars anywhere": (times(2, "X", "b", "Y"), [[0, -8], [0, 0]]),
    "matrix times vector": (times("X", "u"), [[2], [0]]),
    "row times matrix": (times(transpose("u"), "Y"), [[1, 4]]),
    "row times vector": (times(transpose("u"), "v"), fmpq(-5)),
    "row symbol times vector": (times("t", "u"), fmpq(3)),
    "vector times row": (times("u", transpose("v")), [[3, -4], [6, -8]]),
    "vector row vector": (times("u", transpose("v"), "u"), [[-5], [-10]]),
    "scalar from row and vector scales": (times(transpose("u"), "v", "Y"), [[-5, 0], [0, -10]]),
    "inner product": (apply(Operator.INNER, "u", "v"), fmpq(-5)),
    "transpose of a product": (transpose(times("X", "Y")), [[0, 0], [2, 0]]),
    "transpose of a scalar": (transpose("a"), fmpq(1, 2)),
    "matrix over scalar": (over("Y", "a"), [[2, 0], [0, 4]]),
    "matrix power": (power("Y", 3), [[1, 0], [0, 8]]),
    "matrix power of zero": (power("X", 0), [[1, 0], [0, 1]]),
    "root of a matrix": (power(power("Y", 4), over(1, 2)), [[1, 0], [0, 4]]),
    "identity": (identity(3), [[1, 0, 0], [0, 1, 0], [0, 0, 1]]),
    "trace": (trace("Y"), fmpq(3)),
    "norm 1": (apply(Operator.NORM_1, "v"), fmpq(7)),
    "norm 2": (apply(Operator.NORM_2, "v"), fmpq(5)),
    "absolute": (apply(Operator.ABSOLUTE, "b"), fmpq(2)),
    "largest eigenvalue": (apply(Operator.LARGEST_EIGENVALUE, "Y"), fmpq(2)),
    "sum over an index set": (total("i", "D", member("H", "i")), [[1, 0], [0, 3]]),
    "sum over a union": (total("i", apply(Operator.UNION, "D", "E", "D"), member("H", "i")), [[2, 1], [1, 4]]),
    "sum over a derived set": (total("i", "part", trace(member("H", "i")), REAL), fmpq(4)),
    "sum over a subset that depends on i": (
        total("i", "D", total("j", such_that("j", "D", equal(member("H", "j"), member("H", "i"))), 1, REAL), REAL),
        fmpq(3),
    ),
    "empty sum": (total("i", span(1, 0), "X"), [[0, 0], [0, 0]]),
    "empty sum of vectors": (total("i", span(1, 0), "u", Type(Kind.VECTOR, Symbol("d"))), [[0], [0]]),
    "empty sum of rows": (total("i", span(1, 0), "t", Type(Kind.ROW, Symbol("d"))), [[0, 0]]),
    "empty sum of scalars": (total("i", span(1, 0), "a", REAL), fmpq(0)),
    "empty product": (bind(Binder.PRODUCT, "i", span(1, 0), "X", MATRIX), [[1, 0], [0, 1]]),
    "empty product of scalars": (bind(Binder.PRODUCT, "i", span(1, 0), "a"), fmpq(1)),
    "product, first leftmost": (bind(Binder.PRODUCT, "i", span(1, 2), member("P", "i"), MATRIX), [[2, 1], [1, 1]]),
    "product, first rightmost": (bind(Binder.REVERSED_PRODUCT, "i", span(1, 2), member("P", "i"), MATRIX), [[1, 1], [1, 2]]),
    "factorial": (bind(Binder.PRODUCT, "i", span(1, 5), "i"), fmpq(120)),
    "maximum": (bind(Binder.MAXIMUM, "i", "D", trace(member("H", "i"))), fmpq(3)),
    "shadowing": (total("i", span(1, 2), times("i", total("i", span(1, 3), "i", REAL)), REAL), fmpq(18)),
    "shadowed and seen again": (total("i", span(1, 2), add(total("i", span(1, 3), "i", REAL), "i"), REAL), fmpq(15)),
    "number of strings": (total("s", STRINGS, 1, REAL), fmpq(4)),
    "letters": (
        total("s", STRINGS, apply(Operator.INDICATOR, equal(apply(Operator.LETTER_AT, "s", 1), "r")), REAL),
        fmpq(2),
    ),
    "what a letter stands for": (total("s", STRINGS, by_letter(2, 10, 1), REAL), fmpq(22)),
    "the set that a letter picks": (total("s", STRINGS, total("i", by_letter(1, "D", "E"), 1, REAL), REAL), fmpq(8)),
    "the member that a letter picks": (
        total("i", "D", total("j", "E", total("s", STRINGS, trace(member("H", by_letter(1, "i", "j"))), REAL), REAL), REAL),
        fmpq(20),
    ),
    "two indices": (
        total("i", "D", total("j", "E", member("pair", "i", "j"), REAL), REAL),
        fmpq(4),
    ),
    "recursion": (member("fib", 40), fmpq(102334155)),
    "a parameter shadows": (member("late", 10), fmpq(5)),
    "indicator": (add(apply(Operator.INDICATOR, at_least("a", 0)), apply(Operator.INDICATOR, at_least("b", 0))), fmpq(1)),
}


@pytest.mark.parametrize("name", VALUES)
def test_values(name):
    """Each construct has the value that one finds by hand."""
    expression, expected = VALUES[name]
    assert worth(expression) == expected


TRUTHS = {
    "equal": (equal("X", "X"), True),
    "unequal matrices": (equal("X", "Y"), False),
    "equal vectors": (equal("u", "u"), True),
    "less": (compare(Relation.LESS, "b", "a"), True),
    "not less than itself": (compare(Relation.LESS, "a", "a"), False),
    "greater": (compare(Relation.GREATER, "a", "b"), True),
    "at most itself": (at_most("a", "a"), True),
    "irrational equality": (equal(power(root(2), 2), 2), True),
    "Loewner order": (below(identity(), "Y"), True),
    "Loewner order the other way": (compare(Relation.LOEWNER_GREATER_EQUAL, identity(), "Y"), False),
    "no order without symmetry": (below("X", add("X", "X")), False),
    "Loewner order of irrationals": (below("Y", times(root(4), identity())), True),
    "Loewner order just missed": (below("Y", times(root(over(399, 100)), identity())), False),
    "and": (both(at_least("a", 0), at_least("b", -2)), True),
    "and, one fails": (both(at_least("a", 0), at_least("b", 0)), False),
    "a failing part outweighs an undecided one": (both(for_all("i", apply(Operator.NATURALS), at_least("i", 0)), at_least("b", 0)), False),
    "implies": (apply(Operator.IMPLIES, at_least("b", 0), equal(over(1, 0), 1)), True),
    "implies, and fails": (apply(Operator.IMPLIES, at_least("a", 0), at_least("b", 0)), False),
    "for all": (for_all("i", "D", below(member("H", "i"), times(3, identity()))), True),
    "not for all": (for_all("i", "D", below(member("H", "i"), identity())), False),
    "for all of nothing": (for_all("i", span(1, 0), at_least("b", 0)), True),
    "for all strings": (for_all("s", STRINGS, within("s", STRINGS)), True),
    "not for all naturals": (for_all("i", apply(Operator.NATURALS), at_most("i", 7)), False),
    "for all naturals is undecided": (for_all("i", apply(Operator.NATURALS), at_least("i", 0)), None),
    "for all of a part of the naturals is undecided": (
        for_all("i", such_that("j", apply(Operator.NATURALS), at_least("j", 1)), at_least("i", 1)),
        None,
    ),
    "in an index set": (for_all("i", "D", within("i", "D")), True),
    "not in another": (for_all("i", "E", within("i", "D")), False),
    "in a derived set": (for_all("i", "D", within("i", "part")), False),
    "in the naturals": (within("k", apply(Operator.NATURALS)), True),
    "not in the naturals": (within("b", apply(Operator.NATURALS)), False),
    "no fraction is natural": (within("a", apply(Operator.NATURALS)), False),
    "in a part of the naturals": (within("k", such_that("j", apply(Operator.NATURALS), at_least("j", 2))), True),
    "in a range": (within("k", span(2, 3)), True),
    "not in a range": (within("a", span(0, 3)), False),
    "in the reals": (within("a", apply(Operator.REALS)), True),
    "in an open interval": (within("a", apply(Operator.OPEN_INTERVAL, 0, 1)), True),
    "not its end": (within("k", apply(Operator.OPEN_INTERVAL, 0, 2)), False),
    "in a closed interval": (within("k", apply(Operator.CLOSED_INTERVAL, 0, 2)), True),
    "in an infinite interval": (within("a", apply(Operator.OPEN_INTERVAL, 0, apply(Operator.INFINITY))), True),
    "not in an infinite interval": (within("b", apply(Operator.OPEN_INTERVAL, 0, apply(Operator.INFINITY))), False),
    "below in an infinite interval": (within("b", apply(Operator.OPEN_INTERVAL, negate(apply(Operator.INFINITY)), 0)), True),
    "in a real space": (within("u", apply(Operator.REAL_SPACE, "d")), True),
    "in a space of matrices": (within("X", apply(Operator.REAL_SPACE, "d", "d")), True),
    "not in a larger space": (within("X", apply(Operator.REAL_SPACE, 3, 3)), False),
}


@pytest.mark.parametrize("name", TRUTHS)
def test_truths(name):
    """Each relation and connective holds where it should, and None is undecided."""
    expression, expected = TRUTHS[name]
    assert truth(expression) is expected


WITHOUT_VALUE = {
    "division by zero": over(1, minus("a", "a")),
    "matrix over zero": over("X", 0),
    "root of a negative": root("b"),
    "inverse of zero": power(0, "b"),
    "negative power of a matrix": power("Y", "b"),
    "member of no index": member("P", 0),
    "member beyond the last": member("P", 3),
    "index that is no integer": member("P", "a"),
    "no clause": member("fib", -1),
    "maximum of nothing": bind(Binder.MAXIMUM, "i", span(1, 0), "a"),
    "range to a fraction": total("i", span(0, "a"), "i", REAL),
    "letter beyond the string": total("s", STRINGS, apply(Operator.INDICATOR, equal(apply(Operator.LETTER_AT, "s", 3), "r")), REAL),
    "letter that stands for nothing": total("s", STRINGS, apply(Operator.BY_LETTER, apply(Operator.LETTER_AT, "s", 1), "r", 1), REAL),
    "name declared nowhere": Symbol("unheard"),
    "a symbol without a value": Symbol("c"),
    "binomial of a fraction": apply(Operator.BINOMIAL, "a", 1),
}


@pytest.mark.parametrize("name", WITHOUT_VALUE)
def test_what_has_no_value(name):
    """The expression has no value, and says why."""
    with pytest.raises(NoValue):
        worth(WITHOUT_VALUE[name])


LACKING = {
    "gamma": apply(Operator.GAMMA, 1),
    "log": apply(Operator.LOG, 1),
    "probability": apply(Operator.PROBABILITY, equal(1, 1)),
    "Landau": apply(Operator.LANDAU, 1),
    "derivative": apply(Operator.DERIVATIVE, "a", "b"),
    "Gaussian": apply(Operator.GAUSSIAN, 0, 1),
    "exists": bind(Binder.EXISTS, "i", apply(Operator.NATURALS), equal("i", 1), BOOLEAN),
    "eventually": bind(Binder.EVENTUALLY, "i", apply(Operator.NATURALS), equal("i", 1), BOOLEAN),
    "there are": apply(Operator.THERE_ARE, equal(1, 1), equal(1, 1)),
    "supremum": bind(Binder.SUPREMUM, "i", "D", "a"),
    "limit": bind(Binder.LIMIT, "i", apply(Operator.INFINITY), "a"),
    "distributed": compare(Relation.DISTRIBUTED, "a", "b"),
    "infinite sum": total("i", apply(Operator.NATURALS), "i", REAL),
    "vector times vector": times("u", "v"),
    "matrix plus scalar": add("X", 1),
    "order of matrices": at_most("X", "Y"),
    "norm of a scalar": apply(Operator.NORM_2, "a"),
    "letters for things of different kinds": total("s", STRINGS, by_letter(1, "a", "X"), REAL),
    "cube root": power("a", over(1, 3)),
}


@pytest.mark.parametrize("name", LACKING)
def test_what_is_lacking(name):
    """A construct without an exact meaning is named, not guessed."""
    with pytest.raises(Lacking):
        worth(LACKING[name])


def test_limits_leave_undecided():
    """A domain or an exponent that is too large stops the work, not the machine."""
    with pytest.raises(Undecided):
        worth(total("i", span(1, power(10, 9)), "i", REAL))
    with pytest.raises(Undecided):
        worth(power(2, power(10, 9)))
    with pytest.raises(Undecided):
        worth(member("fib", 5000))


@given(st.integers(-4, 8), st.integers(-3, 9))
def test_binomials_are_those_of_concrete_mathematics(n, k):
    """Falling factorial over factorial, zero for k < 0; for 0 ≤ k ≤ n what everybody means."""
    found = int(worth(apply(Operator.BINOMIAL, n, k)))
    assert found == binomial(n, k)
    assert n < 0 or k < 0 or found == comb(n, k)
