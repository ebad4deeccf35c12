"""The rules `witness` and `some`: what there is must be named, fit, and give a value to what is said of it."""

from __future__ import annotations

import pytest

from tests.kernel.derivations import add, block, div, every, mean, mul, neg, order, total, var
from tests.kernel.forms import ONE, TWO, ZERO, declare, mem
from tests.kernel.rules.cases import ORDERED, POSITIVE, SYMBOLS, A, B, Case, D, a, b, d, k, n, w
from tests.kernel.rules.named import (
    DRAWN,
    INFINITY,
    NATURALS,
    NO_PREMISS,
    RANGE,
    RAY,
    REALS,
    SIGN,
    at_last,
    f,
    later,
    of,
    some,
    there_is,
    v,
    witness,
    z,
)

NOT_IN = "what there is is not shown to be in the domain"
LATER = "what is said holds from nothing real on"
NONE = "nothing is said to be there"
ABOVE = there_is(REALS, ["<=", a, v])
LENGTH = ["<=", ["inner", v, v], a]
WITNESS = [
    of("a number", witness(ABOVE, ["<=", a, b], at=b)),
    of("the same", witness(ABOVE, ["<=", a, a], at=a)),
    of("a sum", witness(ABOVE, ["<=", a, add(a, ONE)], at=add(a, ONE))),
    of("another number", witness(ABOVE, ["<=", a, b], at=a), NO_PREMISS),
    of("of other numbers", witness(ABOVE, ["<=", b, a], at=b), NO_PREMISS),
    of("without a premise", witness(ABOVE, at=b), NO_PREMISS),
    of("what holds for none", witness(there_is(REALS, ["<=", add(v, ONE), v]), ["<=", add(b, ONE), b], at=b)),
    of("twice", witness(there_is(REALS, ["<=", add(v, v), v]), ["<=", add(a, b), a], at=a), NO_PREMISS),
    of("for all", witness(every(1, REALS, ["<=", a, v]), ["<=", a, b], at=b), NONE),
    of("a maximum", witness(["supremum", "#1", REALS, ["<=", a, v], ["boolean"]], ["<=", a, b], at=b), NONE),
    of("a matrix", witness(there_is(REALS, ["=", mul(v, B), B]), ["=", mul(A, B), B], at=A), NOT_IN),
    of("a vector for a number", witness(there_is(REALS, ["=", v, w]), ["=", w, w], at=w), NOT_IN),
    of("a random number", witness(there_is(REALS, ["<=", a, v]), ["<=", a, b], at=DRAWN), "what there is would be random"),
    of("what is random by definition", witness(there_is(REALS, ["<=", v, v]), at=f), "what there is would be random"),
    of("a mean", witness(there_is(REALS, ["<=", v, a]), ["<=", mean(DRAWN), a], at=mean(DRAWN))),
    of("nothing that is known", witness(ABOVE, ["<=", a, b], at=z), "is neither declared nor bound here"),
    of("infinity", witness(ABOVE, ["<=", a, INFINITY], at=INFINITY), "infinity has no normal form"),
    of("a positive number", witness(there_is(RAY, ["<=", a, v]), ["<=", a, b], ["<", ZERO, b], at=b)),
    of("a number that may be 0", witness(there_is(RAY, ["<=", a, v]), ["<=", a, b], ["<=", ZERO, b], at=b), NOT_IN),
    of("a number not known to be positive", witness(there_is(RAY, ["<=", a, v]), ["<=", a, b], at=b), NOT_IN),
    of("the end of an open interval", witness(there_is(["open_interval", a, b], ["<=", v, b]), ["<=", b, b], ORDERED, at=b), NOT_IN),
    of(
        "inside an open interval",
        witness(there_is(["open_interval", a, b], ["=", v, v]), ["=", z, z], ["<", a, z], ["<", z, b], at=z),
        symbols=(*SYMBOLS, declare("z")),
    ),
    of("the end of a closed interval", witness(there_is(["closed_interval", a, b], ["<=", v, b]), ["<=", b, b], ["<=", a, b], at=b)),
    of("outside a closed interval", witness(there_is(["closed_interval", a, b], ["=", v, v]), ["=", ONE, ONE], ORDERED, at=ONE), NOT_IN),
    of("nothing is above infinity", witness(there_is(["open_interval", INFINITY, INFINITY], ["=", v, v]), ["=", ONE, ONE], at=ONE), NOT_IN),
    of("below infinity", witness(there_is(["open_interval", neg(INFINITY), INFINITY], ["=", v, v]), ["=", ONE, ONE], at=ONE)),
    of("a natural number", witness(there_is(NATURALS, ["<=", a, v]), ["<=", a, k], ["<=", ZERO, k], at=k)),
    of("an integer that may be negative", witness(there_is(NATURALS, ["<=", a, v]), ["<=", a, k], at=k), NOT_IN),
    of("a half for an integer", witness(there_is(NATURALS, ["<=", a, v]), ["<=", a, div(ONE, TWO)], at=div(ONE, TWO)), NOT_IN),
    of("in a range", witness(there_is(RANGE, ["<=", a, v]), ["<=", a, k], ["<=", ONE, k], ["<=", k, n], at=k)),
    of("beyond a range", witness(there_is(RANGE, ["<=", a, v]), ["<=", a, k], ["<=", ONE, k], at=k), NOT_IN),
    of("in a range that may be empty", witness(there_is(RANGE, ["=", v, v]), ["=", ONE, ONE], at=ONE), NOT_IN),
    of("an element that is none", witness(there_is(D, ["<=", mem("y", v), a]), ["<=", a, a], at=k), NOT_IN),
    of("of a part of a set", witness(there_is(["such_that", "#1", D, ORDERED, ["boolean"]], ["<=", a, a]), ["<=", a, a], at=k), NOT_IN),
    of("a vector", witness(there_is(["real_space", d], LENGTH), ["<=", ["inner", w, w], a], at=w)),
    of("a number for a vector", witness(there_is(["real_space", d], LENGTH), ["<=", ["inner", a, a], a], at=a), NOT_IN),
    Case(
        "an element",
        every(1, D, there_is(D, ["<=", mem("y", v), mem("y", var(2))], 2)),
        [
            block(
                D,
                [],
                order(["<=", mem("y", v), mem("y", v)]),
                witness(there_is(D, ["<=", mem("y", v), mem("y", var(2))], 2), ["<=", mem("y", v), mem("y", v)], at=v),
            )
        ],
    ),
    of(
        "what is bound is not captured",
        witness(
            there_is(REALS, every(2, D, ["=", mem("y", var(2)), v])),
            every(1, D, ["=", mem("y", v), mem("y", v)]),
            at=mem("y", var(1)),
        ),
        "the symbol #1 is neither declared nor bound here",
    ),
    Case(
        "a fixed variable is not what is bound inside",
        every(1, D, there_is(REALS, every(3, D, ["=", mem("y", var(3)), var(2)]), 2)),
        [
            block(
                D,
                [],
                block(D, [], order(["=", mem("y", var(2)), mem("y", var(2))])),
                witness(
                    there_is(REALS, every(3, D, ["=", mem("y", var(3)), var(2)]), 2),
                    every(2, D, ["=", mem("y", var(2)), mem("y", var(2))]),
                    at=mem("y", v),
                ),
            )
        ],
        NO_PREMISS,
    ),
    of("what binds itself", witness(ABOVE, ["<=", a, total(1, D, mem("y", v))], at=total(1, D, mem("y", v)))),
    of("under a binder", witness(there_is(REALS, every(2, D, ["<=", mem("y", var(2)), v])), every(1, D, ["<=", mem("y", v), b]), at=b)),
]


LARGE = at_last(["<=", a, v])
EVENTUALLY = [
    of("from a number on", witness(LARGE, later(b, ["<=", a, v]), at=b)),
    of("from a number on, of another", witness(LARGE, later(b, ["<=", a, v]), at=a), NO_PREMISS),
    of("at one number", witness(LARGE, ["<=", a, k], at=k), NO_PREMISS),
    of("always, said otherwise", witness(LARGE, every(1, NATURALS, ["<=", a, v]), at=b), NO_PREMISS),
    of("up to a number", witness(LARGE, every(1, NATURALS, ["implies", ["<=", v, b], ["<=", a, v]]), at=b), NO_PREMISS),
    of("from the number itself on", witness(LARGE, later(v, ["<=", a, v]), at=v), "the symbol #1 is neither declared nor bound here"),
    of("from infinity on", witness(LARGE, later(INFINITY, ["<=", a, v]), at=INFINITY), "infinity has no normal form"),
    of("from a matrix on", witness(LARGE, later(A, ["<=", a, v]), at=A), LATER),
    of("from a random number on", witness(LARGE, later(b, ["<=", a, v]), at=DRAWN), "what there is would be random"),
    of("in the reals", witness(at_last(["<=", a, v], REALS), later(b, ["<=", a, v], REALS), at=b), NONE),
    of(
        "what is said has a value from there on",
        witness(
            at_last(["<=", div(a, v), b]),
            later(ONE, ["<=", div(a, v), b]),
            every(1, NATURALS, ["implies", ["<=", ONE, v], ["<", ZERO, v]]),
            at=ONE,
        ),
    ),
    of("it may have no value", witness(at_last(["<=", div(a, v), b]), later(ONE, ["<=", div(a, v), b]), at=ONE), SIGN),
    of(
        "it has one from later on",
        witness(
            at_last(["<=", div(a, v), b]),
            later(ONE, ["<=", div(a, v), b]),
            every(1, NATURALS, ["implies", ["<=", TWO, v], ["<", ZERO, v]]),
            at=ONE,
        ),
        SIGN,
    ),
    of(
        "for some number, from some on",
        witness(
            there_is(REALS, ["eventually", "#2", NATURALS, ["<=", div(v, var(2)), b], ["boolean"]]), at_last(["<=", div(a, v), b]), at=a
        ),
    ),
    of(
        "for some number that divides, from some on",
        witness(
            there_is(REALS, ["eventually", "#2", NATURALS, ["<=", div(var(2), v), b], ["boolean"]]), at_last(["<=", div(v, a), b]), at=a
        ),
        SIGN,
    ),
]
IMPLIED, FOLLOWS = ["<=", a, v], ["implies", ["<=", a, v], ORDERED]
UNSAID = "the second premiss does not say what follows from the first"
SOME = [
    of("what follows whatever there is", some(ORDERED, ABOVE, every(1, REALS, FOLLOWS))),
    of("what follows from another", some(ORDERED, ABOVE, every(1, REALS, ["implies", ["<=", v, a], ORDERED])), UNSAID),
    of("what follows in another domain", some(ORDERED, ABOVE, every(1, NATURALS, FOLLOWS)), UNSAID),
    of("what follows from one", some(ORDERED, ABOVE, ["implies", ["<=", a, b], ORDERED]), UNSAID),
    of("what it is itself", some(["<=", a, v], ABOVE, every(1, REALS, ["implies", IMPLIED, IMPLIED])), "the symbol #1 is neither declared"),
    of("something else", some(POSITIVE, ABOVE, every(1, REALS, FOLLOWS)), UNSAID),
    of("what follows from a claim", some(ORDERED, POSITIVE, ["implies", POSITIVE, ORDERED])),
    of("what follows from some number on", some(ORDERED, LARGE, later(b, FOLLOWS))),
    of("what follows always", some(ORDERED, LARGE, every(1, NATURALS, FOLLOWS))),
    of("what follows up to a number", some(ORDERED, LARGE, every(1, NATURALS, ["implies", ["<=", v, b], FOLLOWS])), UNSAID),
    of("what follows from later than each on", some(ORDERED, LARGE, later(add(v, ONE), FOLLOWS)), UNSAID),
    of("what follows from infinity on", some(ORDERED, LARGE, later(INFINITY, FOLLOWS)), "infinity has no normal form"),
    of("what follows from a matrix on", some(ORDERED, LARGE, later(A, FOLLOWS)), "it follows from nothing real on"),
    of("what follows for all", some(ORDERED, every(1, REALS, IMPLIED), every(1, REALS, FOLLOWS)), UNSAID),
]


@pytest.mark.parametrize("case", [*WITNESS, *EVENTUALLY, *SOME], ids=lambda case: case.name)
def test_existence(case):
    """Each is accepted, or refused for its reason."""
    case.run()
