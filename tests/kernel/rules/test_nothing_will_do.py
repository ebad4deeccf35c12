"""What is claimed to exist falls by an instance on which nothing will do, whatever it is, and by nothing that has no value."""

from __future__ import annotations

import re

import pytest

from tests.kernel.derivations import add, block, div, every, mul, neg, numbered, order, power, step, sub, total, var
from tests.kernel.forms import ONE, TWO, ZERO, declare, define, mem, num, statement, sym
from verify.kernel.check import Rejected, check

NATURALS, REALS, RAY = ["naturals"], ["reals"], ["open_interval", ZERO, ["infinity"]]
D, a, b, c, d, n, v = sym("D"), sym("a"), sym("b"), sym("c"), sym("d"), sym("n"), var(1)
NEVER = ["<", ZERO, ZERO]
SYMBOLS = [
    declare("D", "index_set", n),
    declare("n", "integer"),
    declare("d", "integer"),
    *[declare(name) for name in "abce"],
    declare("y", over=[["D"]]),
    declare("H", "matrix", d, over=[["D"]], shape="psd"),
    declare("N", over=[["integers"]]),
    declare("w", "vector", d),
]
DEFINITIONS = [
    define("N", [ZERO], ONE),
    define("N", [v], mul(b, mem("N", sub(v, ONE))), [[">=", v, ONE]]),
    define("e", [], div(total(1, D, ["trace", mem("H", v)]), b)),
    define("c", [], total(1, D, ["trace", mem("H", v)])),
]
VALUES = {"n": "1", "d": "1", "a": "2", "b": "0", "w": ["1"]}
MEMBERS = {"y": {"D": ["0"]}, "H": {"D": [[["1"]]]}}


def there_is(domain, body, variable=1, head="exists"):
    """There is a #variable."""
    return [head, f"#{variable}", domain, body, ["boolean"]]


def certificate(conclusion, steps, facts=(), hypotheses=(), **values):
    """A refutation on an instance."""
    of = statement(SYMBOLS, conclusion, hypotheses, DEFINITIONS)
    instance = {"values": {**VALUES, **values}, "members": MEMBERS}
    evidence = {"instance": instance, "facts": list(facts), "steps": numbered(steps, list(facts))}
    return {"format": "verify-certificate/1", "id": "1", "kind": "refutation", "statement": of, **evidence}


def absurd(*terms):
    """0 < 0, as these have the sum 0, and say of themselves that it is above 0."""
    return step("order", NEVER, *[one for one in terms if one[0] in ("<", "<=", "=", ">")], witness=add(*[gap(one) for one in terms]))


def gap(term):
    """What a relation says is positive, or not negative; or the term."""
    match term:
        case ["<" | "<=", less, more]:
            return sub(more, less)
        case [">" | "=", more, less]:
            return sub(more, less)
    return term


def by(conclusion, *terms, **more):
    """A refutation of what there is in a domain: the terms are absurd."""
    _, _, domain, body, _ = conclusion
    return certificate(conclusion, [block(domain, [body], absurd(*terms))], **more)


B_IS_0, SQUARE = ["=", b, ZERO], power(v, 2)
NEGATIVE, BELOW = ["<", SQUARE, ZERO], ["<", v, b]
OPPOSITE = ["=", ZERO, b]
PSD = every(1, D, ["loewner>=", mem("H", v), mul(ZERO, ["identity", d])])
TRACES = total(1, D, ["trace", mem("H", v)])
LATE = ["<=", v, b]
AFTER = block(NATURALS, [["<=", ONE, v], LATE], absurd(["<=", ONE, v], LATE, OPPOSITE, ONE))
LAST = every(2, NATURALS, ["implies", ["<=", ONE, var(2)], ["implies", ["<=", var(2), b], NEVER]])
FINALLY = there_is(NATURALS, ["<=", var(2), b], 2, "eventually")


def members(claim, *kept, steps=None, **more):
    """A refutation of what is claimed of other members of H."""
    return certificate(["there_are", PSD, *kept, claim], steps or [block(None, [claim], absurd(claim, TRACES))], **more)


C_IS_1, C_IS_2 = ["=", c, ONE], ["=", c, TWO]
TWO_IS_1 = step("order", NEVER, C_IS_1, C_IS_2, witness=add(ONE, sub(c, TWO), neg(sub(c, ONE))))
ACCEPTED = {
    "no number": by(there_is(REALS, NEGATIVE), NEGATIVE, SQUARE),
    "no positive number": by(there_is(RAY, BELOW), ["<", ZERO, v], BELOW, OPPOSITE, facts=[OPPOSITE]),
    "with a hypothesis": by(there_is(REALS, NEGATIVE), NEGATIVE, SQUARE, hypotheses=[["<", ZERO, a]]),
    "not for all integers from some on": certificate(there_is(NATURALS, LATE, head="eventually"), [AFTER], facts=[OPPOSITE]),
    "not for all integers from some on, whatever number there is": certificate(
        there_is(REALS, FINALLY),
        [
            block(
                REALS,
                [FINALLY],
                block(NATURALS, [["<=", ONE, var(2)], ["<=", var(2), b]], absurd(["<=", ONE, var(2)], ["<=", var(2), b], OPPOSITE, ONE)),
                step("some", NEVER, FINALLY, LAST),
            )
        ],
        facts=[OPPOSITE],
    ),
    "no members": members(["<", TRACES, ZERO]),
    "no members with what is kept": members(C_IS_2, c, steps=[block(None, [C_IS_2], TWO_IS_1)], facts=[C_IS_1]),
    "a part that has a value": by(
        there_is(REALS, ["<", add(SQUARE, div(ZERO, a)), ZERO]), ["<", add(SQUARE, div(ZERO, a)), ZERO], SQUARE, facts=[]
    ),
    "a part that varies": by(
        there_is(REALS, ["<", add(SQUARE, total(2, D, power(mem("y", var(2)), 2))), ZERO]),
        ["<", add(SQUARE, total(2, D, power(mem("y", var(2)), 2))), ZERO],
        SQUARE,
        total(2, D, power(mem("y", var(2)), 2)),
    ),
    "no vector": by(there_is(["real_space", d], ["<", ["inner", v, v], ZERO]), ["<", ["inner", v, v], ZERO], mul(["transpose", v], v)),
}
NO_LIMIT = "the last step says no other limit than the conclusion's"
WITHOUT = ["<", add(SQUARE, power(div(ONE, b), 2)), ZERO]
VARYING = total(2, D, mul(SQUARE, power(div(ONE, mem("y", var(2))), 2)))
GIVEN = ["choices", "#1", ["range", ONE, n], D, ["index_set"]]
OVER = ["<", power(div(v, b), 2), ZERO]
REFUSED = {
    "the claim is not supposed": (certificate(there_is(REALS, NEGATIVE), [order(["=", a, a])]), NO_LIMIT),
    "another is supposed": (certificate(there_is(REALS, BELOW), [block(REALS, [NEGATIVE], absurd(NEGATIVE, SQUARE))]), NO_LIMIT),
    "more is supposed": (certificate(there_is(REALS, BELOW), [block(REALS, [BELOW, NEGATIVE], absurd(NEGATIVE, SQUARE))]), NO_LIMIT),
    "of another domain": (certificate(there_is(REALS, NEGATIVE), [block(RAY, [NEGATIVE], absurd(NEGATIVE, SQUARE))]), NO_LIMIT),
    "it is not absurd": (certificate(there_is(REALS, NEGATIVE), [block(REALS, [NEGATIVE], order(["=", a, a]))]), NO_LIMIT),
    "a fact that does not hold": (
        by(there_is(RAY, BELOW), ["<", ZERO, v], BELOW, OPPOSITE, facts=[OPPOSITE], b="1"),
        "does not hold on the instance",
    ),
    "a hypothesis that does not hold": (
        by(there_is(REALS, NEGATIVE), NEGATIVE, SQUARE, hypotheses=[["<", a, ZERO]]),
        "hypothesis 0 does not hold",
    ),
    "not up to an integer": (
        certificate(
            there_is(NATURALS, LATE, head="eventually"),
            [block(NATURALS, [["<=", v, ONE], LATE], absurd(["<=", v, ONE], LATE))],
            facts=[OPPOSITE],
        ),
        "the difference of the sides is not the witness",
    ),
    "what holds for all": (
        certificate(every(1, REALS, NEGATIVE), [block(REALS, [NEGATIVE], absurd(NEGATIVE, SQUARE))]),
        "the domain reals is not known",
    ),
    "a claim of what is given, which holds": (
        certificate(["<", ZERO, a], [block(None, [["<", a, ZERO]], absurd(["<", a, ZERO], ["<", ZERO, a]))], facts=[["<", ZERO, a]]),
        "the conclusion is no limit, and it holds on the instance",
    ),
    "a part that has no value": (by(there_is(REALS, WITHOUT), WITHOUT, SQUARE, power(div(ONE, b), 2)), "no value"),
    "a part that may have no value": (
        by(there_is(REALS, ["<", VARYING, ZERO]), ["<", VARYING, ZERO], VARYING),
        "divide of what varies may have no value",
    ),
    "it is divided by 0": (by(there_is(REALS, OVER), OVER, OVER[1]), "no value"),
    "divided by 0 in a definition": (
        members(
            ["<", power(sym("e"), 2), ZERO],
            steps=[block(None, [["<", power(sym("e"), 2), ZERO]], absurd(["<", power(sym("e"), 2), ZERO], power(sym("e"), 2)))],
        ),
        "no value",
    ),
    "a kept value that there is not": (members(["<", TRACES, ZERO], mem("N", num(-1))), "has no value"),
    "a lemma that was not accepted": (
        certificate(there_is(REALS, NEGATIVE), [block(REALS, [NEGATIVE], step("lemma", NEVER, name="1.2", of={}))]),
        "is no axiom, nor accepted before",
    ),
    "members that are given": (
        members(
            ["<", TRACES, ONE],
            steps=[block(None, [["<", TRACES, ONE]], absurd(["<", TRACES, ONE], ["<=", ONE, TRACES]))],
            facts=[["<=", ONE, TRACES]],
        ),
        "need not hold for other members",
    ),
    "what rests on members that are given": (
        members(C_IS_2, steps=[block(None, [C_IS_2], TWO_IS_1)], facts=[C_IS_1]),
        "need not hold for other members",
    ),
    "a domain of which nothing is known": (
        certificate(
            there_is(GIVEN, ["<", power(a, 2), ZERO]),
            [block(GIVEN, [["<", power(a, 2), ZERO]], absurd(["<", power(a, 2), ZERO], power(a, 2)))],
        ),
        "the domain choices is not known here",
    ),
}


@pytest.mark.parametrize("name", ACCEPTED)
def test_accepted(name):
    """Nothing will do on the instance."""
    assert check(ACCEPTED[name]).kind == "refutation"


@pytest.mark.parametrize("name", REFUSED)
def test_refused(name):
    """It is not shown, for this reason."""
    changed, reason = REFUSED[name]
    with pytest.raises(Rejected, match=re.escape(reason)):
        check(changed)
