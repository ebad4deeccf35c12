"""That there are members of a family, by those that are put in: these must fit, and what is kept and claimed must follow of them."""

from __future__ import annotations

import pytest

from tests.kernel.derivations import add, block, div, every, mul, neg, order, power, step, sub, total, var
from tests.kernel.forms import ONE, ZERO, declare, define, mem, sym
from tests.kernel.rules import test_existence, test_valued
from tests.kernel.rules.cases import DEFINITIONS, NOTHING, ORDERED, SYMBOLS, A, Case, D, a, d, unmet
from tests.kernel.rules.named import SIGN, v
from verify.kernel import valued
from verify.kernel.rules import existence as rule

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


@pytest.mark.parametrize("case", CHOICE, ids=lambda case: case.name)
def test_choice(case):
    """Each is accepted, or refused for its reason."""
    case.run()


def test_every_refusal():
    """Every reason in the files of the rules is met."""
    cases = [*test_existence.WITNESS, *test_existence.EVENTUALLY, *test_existence.SOME, *test_valued.VALUED, *CHOICE]
    assert unmet(rule, cases) + unmet(valued, cases) == []
