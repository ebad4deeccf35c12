"""A derivation: its steps follow from facts before them, its blocks keep what they suppose to themselves."""

from __future__ import annotations

from contextlib import suppress

import pytest

from tests.kernel.derivations import block, every, mean, mul, neg, numbered, order, power, step, sub, total, var
from tests.kernel.forms import ONE, TWO, ZERO, declare, define, mem, num, statement, sym
from tests.kernel.rules.cases import DEFINITIONS, POSITIVE, SYMBOLS, A, Case, D, a, b, d, k, n, p, q, unmet
from verify.kernel.check import Beyond, Rejected, Unreadable, check
from verify.kernel.limits import MAXIMUM_DEPTH
from verify.kernel.rules import derivation as rule

Y, DRAWN = mem("y", var(1)), total(1, D, mem("x", var(1)))
SQUARE = [">=", power(Y, 2), ZERO]
SHOWN = order(SQUARE, witness=power(Y, 2))
SAME = order(["=", a, a])
RANDOM = "what is supposed is about what a selector decides"
NO_STEP = "is no step of a known rule, and no block"
LAWLESS = "x has no law known here, or several indices"
ALIKE = "x has not one law that is known here on each of several sets"
WHOLE = "how many of x are 1 is not said to be an integer"
DRAWN_BY_A_LAW = "what is drawn by a law in a hypothesis is no constant, as a derivation would read it"
UP, DOWN = ["<=", a, b], [">=", b, a]
TURNED = order(DOWN, UP, witness=sub(b, a))
SET = ["symbol", "D"]
SPACE, LENGTH, ACROSS = ["real_space", d], [">=", ["inner", var(1), var(1)], ZERO], mul(var(1), ["transpose", var(1)])


def of(name, *steps, says=None, reason="", hypotheses=(), **more):
    """A case: the last step is the conclusion, or says it."""
    return Case(name, says or steps[-1]["says"], list(steps), reason, tuple(hypotheses), **more)


def fitting(name, reason="", symbols=(), definitions=(), without=""):
    """A case about what is declared and defined alone."""
    kept = [one for one in SYMBOLS if one["name"] not in without]
    clauses = [one for one in DEFINITIONS if one["name"] not in without]
    return of(name, SAME, reason=reason, symbols=(*kept, *symbols), definitions=(*clauses, *definitions))


def law(*given, body=p, parameters=1):
    """A law of x."""
    return define("x", [var(i + 1) for i in range(parameters)], ["bernoulli", body], given, law=True)


def selector(*over):
    """The selector x."""
    return declare("x", "integer", over=over or [["D"]], selector=True)


def by(head, *numbers, over=D):
    """A law of x on a set."""
    return define("x", [var(1)], [head, *numbers], [["in", var(1), over]], law=True)


IN_D, IN_E = ["in", var(1), D], ["in", var(1), sym("E")]
CASES = [
    of("one step", SAME),
    of("over a set", block(SET, [], SHOWN), says=every(1, D, SQUARE)),
    of(
        "over the naturals",
        block(["naturals"], [], order([">=", var(1), ZERO], 0, witness=var(1))),
        says=every(1, ["naturals"], [">=", var(1), ZERO]),
    ),
    of(
        "over a range",
        block(["range", ONE, k], [], order([">=", k, ONE], 0, 1, witness=["add", sub(var(1), ONE), sub(k, var(1))])),
        says=every(1, ["range", ONE, k], [">=", k, ONE]),
    ),
    of("over vectors", block(SPACE, [], order(LENGTH, witness=mul(["transpose", var(1)], var(1)))), says=every(1, SPACE, LENGTH)),
    of(
        "over vectors, with a number among matrices",
        block(SPACE, [], order(["=", mul(ACROSS, A, ACROSS), mul(["inner", var(1), mul(A, var(1))], ACROSS)])),
        says=every(1, SPACE, ["=", mul(ACROSS, A, ACROSS), mul(["inner", var(1), mul(A, var(1))], ACROSS)]),
    ),
    of(
        "over vectors, no order of factors",
        block(SPACE, [], order(["=", mul(A, ACROSS), mul(ACROSS, A)])),
        says=every(1, SPACE, ["=", mul(A, ACROSS), mul(ACROSS, A)]),
        reason="the difference of the sides is not the witness",
    ),
    of(
        "over vectors of another size",
        block(["real_space", n], [], SAME),
        says=every(1, ["real_space", n], ["=", a, a]),
        reason="a variable over real_space has no normal form",
    ),
    of(
        "over matrices",
        block(["real_space", d, d], [], SAME),
        says=every(1, ["real_space", d, d], ["=", a, a]),
        reason="a variable over real_space has no normal form",
    ),
    of(
        "a sum over vectors",
        order(["=", total(1, SPACE, ONE), total(1, SPACE, ONE)]),
        reason="a variable over real_space has no normal form",
    ),
    of("with something supposed", block(None, [UP], TURNED), says=["implies", UP, DOWN]),
    of("with two things", block(None, [POSITIVE, UP], TURNED), says=["implies", POSITIVE, ["implies", UP, DOWN]]),
    of("one in another", block(SET, [], block(SET, [UP], TURNED)), says=every(1, D, every(2, D, ["implies", UP, DOWN]))),
    of(
        "with its variable supposed",
        block(SET, [["<=", Y, a]], order(["<=", Y, a], 0, witness=sub(a, Y))),
        says=every(1, D, ["implies", ["<=", Y, a], ["<=", Y, a]]),
    ),
    of("from a hypothesis", TURNED, hypotheses=[UP]),
    of("about means", order(["=", mean(DRAWN), mul(p, total(1, D, ONE))]), hypotheses=[["<=", mean(DRAWN), a]]),
    of("about what selectors decide", order(["=", DRAWN, DRAWN])),
    of("another conclusion", SAME, says=["=", b, b], reason="which is not the conclusion"),
    of("the conclusion in another form", SAME, says=["=", a, neg(neg(a))], reason="which is not the conclusion"),
    of("a conclusion before the last", SAME, order(["=", b, b]), says=["=", a, a], reason="which is not the conclusion"),
    of("what a block says inside", block(SET, [UP], TURNED), says=DOWN, reason="which is not the conclusion"),
    of("no steps", says=["=", a, a], reason="no list of steps"),
    of("a hypothesis about a selector", SAME, hypotheses=[["<=", DRAWN, a]], reason="a hypothesis is about what a selector decides"),
    of(
        "a hypothesis about a definition that reads one",
        SAME,
        hypotheses=[["<=", sym("f"), a]],
        reason="a hypothesis is about what a selector decides",
    ),
    of(
        "what is sure, as a hypothesis",
        SAME,
        hypotheses=[["surely", ["<=", DRAWN, a]]],
        reason="a hypothesis is about what a selector decides",
    ),
    of(
        "a supposition about a selector",
        block(None, [["<=", DRAWN, a]], SAME),
        says=["implies", ["<=", DRAWN, a], ["=", a, a]],
        reason=RANDOM,
    ),
    of(
        "a range that a selector decides",
        block(["range", ONE, DRAWN], [], SAME),
        says=every(1, ["range", ONE, DRAWN], ["=", a, a]),
        reason=RANDOM,
    ),
    of("another rule", step("believe", ["=", a, b]), reason=NO_STEP),
    of("a rule that is a list", step(["order"], ["=", a, a]), reason=NO_STEP),
    of("a block with a key too much", {**block(SET, [], SHOWN), "name": "x"}, says=every(1, D, SQUARE), reason=NO_STEP),
    of("a block that supposes no list", {"over": SET, "suppose": UP[0], "steps": [SHOWN]}, says=every(1, D, SQUARE), reason=NO_STEP),
    of("a key that the rule has not", step("part", ["=", a, a], part=0), reason="what is given to the rule does not fit"),
    of("a key that is the rule's own", order(["=", a, a], premises=[]), reason="what is given to the rule does not fit"),
    of("a premise to come", order(["=", a, a], 0), reason="are no numbers of facts so far"),
    of("a premise before all", order(["=", a, a], -1), reason="are no numbers of facts so far"),
    of("a premise by its truth", order(["=", a, a], True), hypotheses=[UP], reason="are no numbers of facts so far"),
    of("a fact of a closed block", block(None, [UP], TURNED), order(DOWN, 1, witness=sub(b, a)), reason="are no numbers of facts so far"),
    of("a variable of a closed block", block(SET, [], SHOWN), SHOWN, reason="the symbol #1 is neither declared nor bound here"),
    of(
        "a variable of another block",
        block(SET, [], order(["=", mem("y", var(2)), ZERO])),
        says=every(1, D, ["=", mem("y", var(2)), ZERO]),
        reason="the symbol #2 is neither declared nor bound here",
    ),
    of("a supposition of no form", block(None, [["q"]], SAME), says=["implies", UP, ["=", a, a]], reason="has an unknown head"),
    of(
        "over no set",
        block(["infinity"], [], SAME),
        says=every(1, ["infinity"], ["=", a, a]),
        reason="a variable over infinity has no normal form",
    ),
    of(
        "over a range that reads a family at no element",
        block(["range", ONE, mem("y", ["reals"])], [], SAME),
        says=every(1, ["range", ONE, mem("y", ["reals"])], ["=", a, a]),
        reason="what is given to the rule does not fit",
    ),
    of(
        "over a number", block(["symbol", "a"], [], SAME), says=every(1, a, ["=", a, a]), reason="a variable over symbol has no normal form"
    ),
    fitting("declared rows", "a derivation knows no declared rows", [declare("r", "row", d)]),
    fitting("two sizes", "a derivation knows matrices and vectors of one size only", [declare("T", "matrix", n)]),
    fitting(
        "a size that is defined",
        "a size rests on a definition, which may rest on it",
        [declare("z", "integer"), declare("Z", "index_set", sym("z"))],
        [define("z", [], ONE)],
    ),
    fitting("a law on two sets", "", [selector(["D", "E"])], [law(IN_D), law(IN_E, body=q)], "fx"),
    fitting("no law", LAWLESS, [selector()], [], "fx"),
    fitting("a law at each step", LAWLESS, [selector()], [law(IN_D), law(IN_D, parameters=2)], "fx"),
    fitting("two indices", LAWLESS, [selector(["D"], ["E"])], [law(IN_D, parameters=2)], "fx"),
    fitting("a law anywhere", ALIKE, [selector()], [law()], "fx"),
    fitting("a law for one number", ALIKE, [selector()], [law(["=", var(1), ONE])], "fx"),
    fitting("two laws on one set", ALIKE, [selector()], [law(IN_D), law(IN_D, body=q)], "fx"),
    fitting("a probability that varies", ALIKE, [selector()], [law(IN_D, body=Y)], "fx"),
    fitting("another law", ALIKE, [selector()], [define("x", [var(1)], ["gaussian", ZERO, ONE], [IN_D], law=True)], "fx"),
    fitting("a law under two conditions", ALIKE, [selector()], [law(IN_D, [">=", a, ZERO])], "fx"),
    fitting("a law by moments", "", [selector()], [by("moments", a, b)], "fx"),
    fitting("moments that vary", ALIKE, [selector()], [by("moments", a, Y)], "fx"),
    fitting("a batch", "", [selector()], [by("without_replacement", k)], "fx"),
    fitting("a batch of one", "", [selector()], [by("without_replacement", ONE)], "fx"),
    fitting("a batch of a real number", WHOLE, [selector()], [by("without_replacement", a)], "fx"),
    fitting("a batch of a half", WHOLE, [selector()], [by("without_replacement", ["divide", k, TWO])], "fx"),
    fitting("a batch of a defined size", WHOLE, [selector()], [by("without_replacement", sym("c"))], "fx"),
    of("what is drawn by a law", SAME, reason=DRAWN_BY_A_LAW, hypotheses=[["distributed", a, ["gaussian", ZERO, ONE]]]),
    of(
        "what is drawn by a law, in a mean",
        order(["=", mean(a), a]),
        says=["implies", ["distributed", a, ["gaussian", ZERO, ONE]], ["=", mean(a), a]],
        reason=DRAWN_BY_A_LAW,
    ),
    fitting(
        "a law on a defined part of a set",
        ALIKE,
        [selector(), declare("Z", "index_set", n)],
        [define("Z", [], ["such_that", "#1", D, ["=", Y, ONE], ["boolean"]]), law(["in", var(1), sym("Z")]), law(IN_D, body=q)],
        "fx",
    ),
]
FORM = {"format": "verify-certificate/1", "id": "1", "kind": "derivation"}
TRIVIAL = statement([declare("a")], ["=", sym("a"), sym("a")])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_derivation(case):
    """Each is accepted, or refused for its reason."""
    case.run()


def test_every_refusal():
    """Every reason in the rule's file is met."""
    assert unmet(rule, CASES) == []


def certificate(*steps, of=TRIVIAL):
    """A derivation as the kernel's entry takes it."""
    return {**FORM, "statement": of, "steps": numbered(list(steps), of["hypotheses"])}


def nested(make, start, times):
    """Something made of the same, so many times."""
    for _ in range(times):
        start = make(start)
    return start


def test_accepted():
    """The entry gives the kind and what the derivation stands on."""
    found = check(certificate(order(["=", sym("a"), sym("a")])))
    assert (found.kind, found.uses, found.left, found.right) == ("derivation", (), None, None)


def test_uses():
    """What a derivation stands on is named, in blocks too; a statement that was refuted or is not known is no lemma."""
    conclusion = ["implies", ["=", sym("a"), sym("a")], ["=", sym("a"), sym("a")]]
    by = {"rule": "lemma", "says": ["=", sym("a"), sym("a")], "from": [], "name": "1", "of": {}}
    other = {**certificate(block(None, [["=", sym("a"), sym("a")]], by), of={**TRIVIAL, "conclusion": conclusion}), "id": "2"}
    first = check(certificate(order(["=", sym("a"), sym("a")])))
    assert check(other, [first]).uses == ("1",)
    with pytest.raises(Rejected, match="is no axiom, nor accepted before"):
        check(other)


@pytest.mark.parametrize(
    "steps",
    [
        None,
        3,
        "order",
        {},
        [None],
        [[]],
        [{}],
        [{"rule": "order"}],
        [{"says": ["=", sym("a"), sym("a")], "from": []}],
        [{"rule": None, "says": 1, "from": []}],
        [block(None, [])],
    ],
)
def test_no_steps(steps):
    """What are no steps is refused, and does no harm."""
    with pytest.raises(Rejected):
        check({**FORM, "statement": TRIVIAL, "steps": steps})


@pytest.mark.parametrize("says", [
    nested(neg, sym("a"), MAXIMUM_DEPTH + 1), nested(lambda e: ["add", e, e], sym("a"), 14), power(sub(sym("a"), ONE), num(10**9)),
    nested(lambda e: mul(["add", e, ONE], ["add", e, TWO]), sym("a"), 8), nested(lambda e: power(["add", e, ONE], num(2)), sym("a"), 12),
    mul(*[["sum", "#1", ["range", ONE, TWO], var(1), ["real"]]] * 9), nested(lambda e: power(e, e), ["add", sym("a"), ONE], 9),
], ids=["deep", "doubled", "exponent", "product", "squares", "sums", "tower"])  # fmt: skip
def test_what_is_too_large_is_refused(says):
    """An expression that is too deep, or whose normal form would be too long, is beyond the kernel."""
    with pytest.raises(Rejected):
        check(certificate(order(["=", says, sub(says, ONE)]), of={**TRIVIAL, "conclusion": ["=", says, sub(says, ONE)]}))


@pytest.mark.parametrize("depth", [100, 300, 900])
def test_deep_blocks(depth):
    """Blocks, one in another, are accepted or refused, whatever the depth; nothing else happens."""
    same, conclusion = order(["=", sym("a"), sym("a")]), ["=", sym("a"), sym("a")]
    steps = nested(lambda one: block(None, [], one), same, depth)
    with suppress(Beyond, Unreadable):
        assert check(certificate(steps, of={**TRIVIAL, "conclusion": conclusion})).kind == "derivation"


def test_what_python_cannot_hold_is_refused():
    """JSON nested beyond Python's own depth is no certificate, and thousands of steps do no harm."""
    with pytest.raises(Unreadable, match="no JSON"):
        check({**FORM, "statement": TRIVIAL, "steps": nested(lambda e: [e], 1, 100_000)})
    many = [order(["=", sym("a"), sym("a")])] * 5_000
    assert check({**FORM, "statement": TRIVIAL, "steps": many}).kind == "derivation"
