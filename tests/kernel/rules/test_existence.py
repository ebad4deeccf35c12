"""The rules `witness`, `some` and the choice of members: what there is must be named, fit, and give a value to what is said of it."""

from __future__ import annotations

import pytest

from tests.kernel.derivations import add, block, div, every, mean, mul, neg, order, power, step, sub, total, var
from tests.kernel.forms import ONE, TWO, ZERO, declare, define, mem, sym
from tests.kernel.rules.cases import DEFINITIONS, NOTHING, ORDERED, POSITIVE, SYMBOLS, A, B, Case, D, a, b, d, k, last, n, unmet, w
from verify.kernel import valued
from verify.kernel.rules import existence as rule

NATURALS, REALS, RANGE = ["naturals"], ["reals"], ["range", ONE, n]
INFINITY, v, z, f = ["infinity"], var(1), sym("z"), sym("f")
RAY = ["open_interval", ZERO, INFINITY]
NOT_IN, NO_PREMISS = "what there is is not shown to be in the domain", "what is said of it is no premiss"
LATER = "what is said holds from nothing real on"
NONE = "nothing is said to be there"


def there_is(domain, body, variable=1):
    """There is a #variable."""
    return ["exists", f"#{variable}", domain, body, ["boolean"]]


def at_last(body, domain=NATURALS):
    """For all #1 large enough."""
    return ["eventually", "#1", domain, body, ["boolean"]]


def witness(says, *premises, at):
    """A step of `witness`."""
    return step("witness", says, *premises, at=at)


def some(says, *premises):
    """A step of `some`."""
    return step("some", says, *premises)


def of(name, made, reason="", **more):
    """A case of one step, all its premises hypotheses."""
    return last(name, made, reason=reason, hypotheses=tuple(made["from"]), **more)


def later(low, body, domain=NATURALS):
    """The body, for all #1 from some number on."""
    return every(1, domain, ["implies", ["<=", low, v], body])


def put(expr, old, new):
    """The JSON with another part for each of these."""
    if expr == old:
        return new
    return [put(part, old, new) for part in expr] if isinstance(expr, list) else expr


ABOVE = there_is(REALS, ["<=", a, v])
ROOT, SHARE = there_is(REALS, ["<=", ["root", v], b]), there_is(REALS, ["<=", div(ONE, v), b])
DRAWN = total(1, D, mem("x", v))
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
POSITIVE_B = ["<", ZERO, b]
SQUARE = ["table", "#2", D, ["table", "#3", D, mul(v, mem("y", var(2)), mem("y", var(3))), ["real"]], ["real"]]


def eigen(matrix):
    """That its largest eigenvalue is at most b."""
    return ["<=", ["largest_eigenvalue", matrix], b]


def maximum(domain):
    """A maximum over a domain of what rests on #1."""
    return ["maximum", "#2", domain, mul(v, mem("y", var(2))), ["real"]]


def valued_case(name, body, *premises, at=b, reason="", **more):
    """There is a number, of which the body is said."""
    held = put(body, v, at)
    for depth in (1, 2):  # what is bound is called by its depth
        held = put(held, var(depth + 1), var(depth)) if f"#{depth + 1}" in str(held) and f"'#{depth}'" not in str(held) else held
    held = put(put(held, "#2", "#1"), "#3", "#2")
    return of(name, witness(there_is(REALS, body), held, *premises, at=at), reason, **more)


SIGN, RADICAND = "is not shown to have a sign, and divides", "a root is of what is not shown to be nonnegative"
SYMMETRIC = "a largest eigenvalue is of what is not said to be symmetric"
VALUED = [
    valued_case("what divides is positive", ["<=", div(a, v), b], POSITIVE_B),
    valued_case("what divides is negative", ["<=", div(a, v), b], ["<", ZERO, neg(b)]),
    valued_case("what divides may be 0", ["<=", div(a, v), b], ["<=", ZERO, b], reason=SIGN),
    valued_case("0 divides", ["<=", div(a, v), b], at=ZERO, reason=SIGN),
    valued_case("0 divides what is not reached", ["implies", ["<", v, v], ["<=", div(a, v), b]], at=ZERO, reason=SIGN),
    valued_case("what divides it is given", ["<=", div(v, add(a, v)), b], ["<", ZERO, add(a, b)]),
    valued_case("it is divided by what is given", ["<=", div(v, a), b], reason=SIGN),
    valued_case("what is given has a value", ["<=", div(a, k), v]),
    valued_case("a root", ["<=", ["root", v], b], ["<=", ZERO, b]),
    valued_case("a root of what may be negative", ["<=", ["root", v], b], reason=RADICAND),
    valued_case("a power", ["<=", power(v, 3), b]),
    valued_case(
        "a power that may be negative", ["<=", power(v, k), b], ["<=", ZERO, k], reason="power of what is chosen may have no value"
    ),
    valued_case("to its power", ["<=", power(a, v), b], reason="power of what is chosen may have no value"),
    valued_case("an operator of which little is known", ["<=", ["log", v], b], reason="log of what is chosen may have no value"),
    valued_case("a probability", ["<=", ["probability", ["<=", v, a]], b], reason="probability of what is chosen may have no value"),
    valued_case("a member of a family", ["<=", mem("G", v), b], reason="G may have no member there"),
    valued_case("in a sum", ["<=", ["sum", "#2", D, mul(v, mem("y", var(2))), ["real"]], b]),
    valued_case(
        "in a range up to it",
        ["<=", ["sum", "#2", ["range", ONE, v], a, ["real"]], b],
        reason="the domain of a sum rests on what is chosen",
    ),
    valued_case("a maximum", ["<=", maximum(D), b], ["<", ZERO, n]),
    valued_case("a maximum of nothing", ["<=", maximum(D), b], reason="a maximum is over what is not shown to have an element"),
    valued_case(
        "a maximum over a range", ["<=", maximum(RANGE), b], ["<", ZERO, n], reason="a maximum is over what is not shown to have an element"
    ),
    valued_case("an eigenvalue", eigen(mul(v, A)), ["=", ["transpose", mul(b, A)], mul(b, A)]),
    valued_case("an eigenvalue of what is not symmetric", eigen(mul(v, A)), reason=SYMMETRIC),
    valued_case(
        "an eigenvalue of another",
        eigen(mul(v, A)),
        ["=", ["transpose", A], A],
        reason=SYMMETRIC,
    ),
    valued_case(
        "an eigenvalue of a table",
        eigen(SQUARE),
        every(1, D, every(2, D, ["=", mul(b, mem("y", v), mem("y", var(2))), mul(b, mem("y", var(2)), mem("y", v))])),
    ),
    valued_case("an eigenvalue of a table that is not symmetric", eigen(SQUARE), reason=SYMMETRIC),
    valued_case(
        "an eigenvalue of an oblong table",
        eigen(
            put(SQUARE, ["table", "#3", D, mul(v, mem("y", var(2)), mem("y", var(3))), ["real"]], ["table", "#3", sym("E"), v, ["real"]])
        ),
        reason="a table is no square",
    ),
    valued_case("a limit", ["=", ["limit", "#2", INFINITY, mul(v, var(2)), ["real"]], INFINITY]),
    valued_case("a limit of what may have no value", ["=", ["limit", "#2", INFINITY, div(v, var(2)), ["real"]], ZERO], reason=SIGN),
    valued_case(
        "a limit of what has one",
        ["=", ["limit", "#2", INFINITY, div(v, add(var(2), ONE)), ["real"]], ZERO],
        every(1, NATURALS, ["<", ZERO, add(v, ONE)]),
    ),
    valued_case(
        "a limit that is chosen",
        ["=", ["limit", "#2", INFINITY, mul(v, var(2)), ["real"]], v],
        reason="a limit is said to be what rests on what is chosen",
    ),
    valued_case(
        "less than a limit",
        ["<=", v, ["limit", "#2", INFINITY, mul(v, var(2)), ["real"]]],
        reason="limit of what is chosen may have no value",
    ),
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


H, UNIT = mem("H", v), ["identity", d]
PSD = every(1, D, ["loewner>=", H, NOTHING])
SUM = total(1, D, ["trace", H])
SUM_IS_0, ARE_0 = ["=", SUM, ZERO], every(1, D, ["=", H, NOTHING])
ZERO_IS_PSD = every(1, D, ["loewner>=", NOTHING, NOTHING])
SUM_OF_0 = order(SUM_IS_0, ARE_0, witness=total(1, D, ["trace", add(H, neg(NOTHING))]))
SHOWN = step("both", ["and", SUM_IS_0, ARE_0], SUM_IS_0, ARE_0)


def there_are(*kept, claim=ARE_0, members=PSD):
    """There are members of H, with some values kept, of which something is claimed."""
    return ["there_are", members, *kept, claim]


def choose(says, put_in, steps, *premises, values=()):
    """A step that puts in members."""
    return {"put": put_in, "says": says, "from": list(premises), "steps": list(steps), "values": list(values)}


def choice(name, says, put_in, steps, *premises, reason="", before=(), hypotheses=(), values=(), **more):
    """A case of one choice, after other steps; its premises that are no steps' are hypotheses."""
    made = choose(says, put_in, steps, *premises, values=values)
    return Case(
        name,
        says,
        [*before, made],
        reason,
        (*hypotheses, *[one for one in premises if one not in [b.get("says") for b in before] and one != ZERO_IS_PSD]),
        **more,
    )


TRIVIAL = [order(["=", a, a])]
NOTHING_PSD = [block(D, [], order(["loewner>=", NOTHING, NOTHING], witness=NOTHING))]


def zeros(name, says=None, steps=(SUM_OF_0, SHOWN), put_in=NOTHING, premises=(ZERO_IS_PSD, SUM_IS_0), **more):
    """A case of zeros that are put in for H, the sum of whose traces is 0."""
    return choice(name, says or there_are(SUM), {"D": put_in}, steps, *premises, before=NOTHING_PSD, **more)


SAME, LAST = "what is kept is not shown to have one value before and after", "the last step does not say what is claimed"
NO_MATRIX = "what is put in for D is no matrix, random, or rests on H"
NO_FAMILY = "not all members of a primitive family of PSD matrices are chosen"
SQUARE_SUM = total(1, D, ["trace", mul(H, H)])
BELOW = [">=", div(power(a, 2), sub(ONE, SUM)), ZERO]
MORE_THAN_0 = order(["<", ZERO, sub(ONE, SUM)], SUM_IS_0, witness=sub(ONE, SUM))
ONE_OVER = [
    step("replace", ["=", div(power(a, 2), sub(ONE, SUM)), div(power(a, 2), sub(ONE, ZERO))], SUM_IS_0),
    order(
        BELOW,
        ["=", div(power(a, 2), sub(ONE, SUM)), div(power(a, 2), sub(ONE, ZERO))],
        witness=add(sub(div(power(a, 2), sub(ONE, SUM)), div(power(a, 2), sub(ONE, ZERO))), power(a, 2)),
    ),
]
T = [*SYMBOLS, declare("t"), declare("u", "integer"), declare("K", "matrix", d, over=[["D", "E"]], shape="psd")]
TRACES = ["=", sym("t"), ZERO]
OF_TRACE = [*DEFINITIONS, define("t", [], SUM), define("u", [], ["sum", "#1", D, ONE, ["real"]])]


def both_sets(members, put_in, reason=""):
    """A choice of a family over two sets."""
    is_0 = ["=", mem("K", v), NOTHING]
    zero, sets = every(1, sym("E"), is_0), (D, sym("E"))
    steps = TRIVIAL if reason else [block(sym("E"), [], step("use", is_0, zero, at=[v]))]
    made = choose(["there_are", members, zero], put_in, steps, *[every(1, one, ["loewner>=", NOTHING, NOTHING]) for one in sets])
    before = [block(one, [], order(["loewner>=", NOTHING, NOTHING], witness=NOTHING)) for one in sets]
    return Case(f"two sets: {reason}", made["says"], [*before, made], reason, (), tuple(T), tuple(OF_TRACE))


UNION = ["union", D, sym("E")]
TWO = every(1, UNION, ["loewner>=", mem("K", v), NOTHING])
ITSELF = ["=", mem("N", ONE), mem("N", ONE)]
ONE_FACT = ["=", ["trace", A], ONE]
CHOICE = [
    zeros("members are put in"),
    choice(
        "nothing is kept",
        there_are(),
        {"D": NOTHING},
        [block(D, [], step("use", ["=", H, NOTHING], ARE_0, at=[v]))],
        ZERO_IS_PSD,
        before=NOTHING_PSD,
    ),
    zeros("not shown to be PSD", premises=(SUM_IS_0,), reason="what is put in for D is not shown to be positive semidefinite"),
    zeros(
        "another is shown to be PSD",
        steps=TRIVIAL,
        put_in=mul(a, UNIT),
        reason="what is put in for D is not shown to be positive semidefinite",
    ),
    zeros("a number is put in", steps=TRIVIAL, put_in=a, reason=NO_MATRIX),
    zeros("what is random is put in", steps=TRIVIAL, put_in=mul(total(2, D, mem("x", var(2))), UNIT), reason=NO_MATRIX),
    zeros("the members themselves are put in", steps=TRIVIAL, put_in=mem("H", v), reason=NO_MATRIX),
    zeros(
        "what rests on them is put in",
        steps=TRIVIAL,
        put_in=mul(sym("t"), UNIT),
        reason=NO_MATRIX,
        symbols=tuple(T),
        definitions=tuple(OF_TRACE),
    ),
    choice("nothing is put in", there_are(SUM), {}, TRIVIAL, SUM_IS_0, reason="what is put in is not given for D"),
    choice("for another set", there_are(SUM), {"D": NOTHING, "E": NOTHING}, TRIVIAL, SUM_IS_0, reason="what is put in is not given for D"),
    zeros("what is kept had another value", premises=(ZERO_IS_PSD, ["=", SUM, ONE]), reason=SAME),
    zeros("what is kept had any value", premises=(ZERO_IS_PSD,), reason=SAME),
    zeros(
        "what is kept is what it is",
        steps=(order(["=", SUM, SUM]), step("both", ["and", ["=", SUM, SUM], ARE_0], ["=", SUM, SUM], ARE_0)),
        premises=(ZERO_IS_PSD, ["=", SUM, SUM]),
        reason=SAME,
    ),
    zeros("what is kept is not shown", steps=(step("both", ["and", ARE_0, ARE_0], ARE_0, ARE_0),), reason=SAME),
    zeros("another is kept", says=there_are(SQUARE_SUM), reason=SAME),
    zeros("two are kept, one is shown", says=there_are(SUM, SQUARE_SUM), reason=LAST),
    zeros("another is claimed", says=there_are(SUM, claim=every(1, D, ["=", H, UNIT])), reason=LAST),
    zeros(
        "what held before",
        says=there_are(SUM, claim=TRACES),
        steps=(SUM_OF_0, step("both", ["and", SUM_IS_0, TRACES], SUM_IS_0, TRACES)),
        reason="the premises are not its parts",
        hypotheses=(TRACES,),
        symbols=tuple(T),
        definitions=tuple(OF_TRACE),
    ),
    zeros(
        "what holds for all",
        says=there_are(SUM, claim=ONE_FACT),
        steps=(SUM_OF_0, step("both", ["and", SUM_IS_0, ONE_FACT], SUM_IS_0, ONE_FACT)),
        hypotheses=(ONE_FACT,),
    ),
    zeros(
        "members above something",
        says=there_are(SUM, members=every(1, D, ["loewner>=", H, UNIT])),
        reason="the members are to be above what is not 0",
    ),
    zeros(
        "members of a part",
        says=there_are(SUM, members=every(1, ["such_that", "#1", D, ORDERED, ["boolean"]], ["loewner>=", H, NOTHING])),
        reason=NO_FAMILY,
    ),
    zeros("members of another set", says=there_are(SUM, members=every(1, sym("E"), ["loewner>=", H, NOTHING])), reason=NO_FAMILY),
    zeros("a claim about it", says=["and", PSD, SUM], reason="no members of a family are said to be there"),
    zeros(
        "it has no value",
        says=there_are(SUM, claim=["=", div(ONE, SUM), ZERO]),
        reason=SIGN,
        steps=(
            SUM_OF_0,
            order(["=", div(ONE, ZERO), ZERO]),
            step("replace", ["=", div(ONE, SUM), div(ONE, ZERO)], SUM_IS_0),
            order(["=", div(ONE, SUM), ZERO], ["=", div(ONE, SUM), div(ONE, ZERO)], witness=sub(div(ONE, SUM), div(ONE, ZERO))),
            step("both", ["and", SUM_IS_0, ["=", div(ONE, SUM), ZERO]], SUM_IS_0, ["=", div(ONE, SUM), ZERO]),
        ),
    ),
    zeros(
        "it has a value",
        says=there_are(SUM, claim=BELOW),
        steps=(SUM_OF_0, MORE_THAN_0, *ONE_OVER, step("both", ["and", SUM_IS_0, BELOW], SUM_IS_0, BELOW)),
        values=(MORE_THAN_0["says"],),
    ),
    zeros(
        "it has a value, as is not said",
        says=there_are(SUM, claim=BELOW),
        steps=(SUM_OF_0, MORE_THAN_0, *ONE_OVER, step("both", ["and", SUM_IS_0, BELOW], SUM_IS_0, BELOW)),
        reason=SIGN,
    ),
    zeros(
        "it had a value before",
        says=there_are(SUM, claim=BELOW),
        steps=(SUM_OF_0, *ONE_OVER, step("both", ["and", SUM_IS_0, BELOW], SUM_IS_0, BELOW)),
        values=(MORE_THAN_0["says"],),
        hypotheses=(MORE_THAN_0["says"],),
        reason=SIGN,
    ),
    Case(
        "within a block",
        every(
            1,
            D,
            there_are(members=every(2, D, ["loewner>=", mem("H", var(2)), NOTHING]), claim=every(2, D, ["=", mem("H", var(2)), NOTHING])),
        ),
        [
            block(
                D,
                [],
                *[block(D, [], order(["loewner>=", NOTHING, NOTHING], witness=NOTHING))],
                choose(
                    there_are(
                        members=every(2, D, ["loewner>=", mem("H", var(2)), NOTHING]), claim=every(2, D, ["=", mem("H", var(2)), NOTHING])
                    ),
                    {"D": NOTHING},
                    [
                        block(
                            D, [], step("use", ["=", mem("H", var(2)), NOTHING], every(2, D, ["=", mem("H", var(2)), NOTHING]), at=[var(2)])
                        )
                    ],
                    every(2, D, ["loewner>=", NOTHING, NOTHING]),
                ),
            )
        ],
    ),
    Case(
        "not every member",
        every(1, D, there_are(members=every(2, D, ["loewner>=", H, NOTHING]), claim=["=", H, NOTHING])),
        [
            block(
                D,
                [],
                *[block(D, [], order(["loewner>=", NOTHING, NOTHING], witness=NOTHING))],
                choose(
                    there_are(members=every(2, D, ["loewner>=", H, NOTHING]), claim=["=", H, NOTHING]),
                    {"D": NOTHING},
                    [step("use", ["=", H, NOTHING], every(2, D, ["=", mem("H", var(2)), NOTHING]), at=[v])],
                    every(2, D, ["loewner>=", NOTHING, NOTHING]),
                ),
            )
        ],
        "not every member is chosen",
    ),
    Case(
        "a variable over what rests on them",
        every(1, ["range", ONE, sym("u")], there_are(members=every(2, D, ["loewner>=", mem("H", var(2)), NOTHING]), claim=["=", v, v])),
        [
            block(
                ["range", ONE, sym("u")],
                [],
                *[block(D, [], order(["loewner>=", NOTHING, NOTHING], witness=NOTHING))],
                choose(
                    there_are(members=every(2, D, ["loewner>=", mem("H", var(2)), NOTHING]), claim=["=", v, v]),
                    {"D": NOTHING},
                    [order(["=", v, v])],
                    every(2, D, ["loewner>=", NOTHING, NOTHING]),
                ),
            )
        ],
        "a fixed variable is over what rests on the family",
        (),
        tuple(T),
        (*OF_TRACE[:-1], define("u", [], SUM)),
    ),
    both_sets(TWO, {"D": NOTHING, "E": NOTHING}),
    both_sets(every(1, D, ["loewner>=", mem("K", v), NOTHING]), {"D": NOTHING}, NO_FAMILY),
    both_sets(TWO, {"E": NOTHING}, "what is put in is not given for D and E"),
    zeros(
        "by several clauses",
        says=there_are(SUM, claim=ITSELF),
        reason="N is not defined by one clause without conditions",
        steps=(SUM_OF_0, order(ITSELF), step("both", ["and", SUM_IS_0, ITSELF], SUM_IS_0, ITSELF)),
        definitions=(
            define("N", [ZERO], ONE),
            define("N", [v], mul(total(2, D, ["trace", mem("H", var(2))]), mem("N", sub(v, ONE))), [[">=", v, ONE]]),
            *DEFINITIONS[2:],
        ),
    ),
    zeros(
        "a law rests on them",
        steps=TRIVIAL,
        reason="a law rests on what is chosen",
        definitions=(*DEFINITIONS[:-1], {**DEFINITIONS[-1], "body": ["bernoulli", total(2, D, ["trace", mem("H", var(2))])]}),
    ),
]


@pytest.mark.parametrize("case", [*WITNESS, *VALUED, *EVENTUALLY, *SOME, *CHOICE], ids=lambda case: case.name)
def test_existence(case):
    """Each is accepted, or refused for its reason."""
    case.run()


def test_every_refusal():
    """Every reason in the rules' files is met."""
    cases = [*WITNESS, *VALUED, *EVENTUALLY, *SOME, *CHOICE]
    assert unmet(rule, cases) + unmet(valued, cases) == []
