"""A statement about limits falls by one instance, of which another limit is derived, and by nothing that has no value."""

from __future__ import annotations

import json
import re

import pytest

from tests.kernel.derivations import add, block, div, every, mean, mul, numbered, order, step, sub, total, var
from tests.kernel.forms import ONE, TWO, ZERO, declare, define, mem, num, statement, sym
from tests.kernel.rules.cases import reasons
from tests.kernel.rules.growing_noise import growing_noise
from tests.proofs.theory import THEORY
from verify.kernel.check import Rejected, check
from verify.kernel.rules import bound
from verify.kernel.rules import refutation as rule
from verify.language.canonical import canonical_bytes

NATURALS, b, D = ["naturals"], sym("b"), sym("D")


def limit(body):
    """The limit of a sequence in #1."""
    return ["limit", "#1", ["infinity"], body, ["real"]]


def G(n):
    """The powers of b, by a recursion."""
    return mem("G", n)


def induction(claim, base, *steps):
    """Steps to a claim about all n, from one about 0 and steps from #1 to #1 + 1."""
    first, after = claim(ZERO), claim(add(var(1), ONE))
    more = every(1, NATURALS, ["implies", claim(var(1)), after])
    return [
        *base,
        block(NATURALS, [claim(var(1))], *steps),
        step("lemma", every(1, NATURALS, claim(var(1))), first, more, name="induction", of={"P": claim(var(1))}),
    ]


def natural(*steps):
    """What a step from n to n + 1 needs of n + 1: 1 ≤ n + 1 and 0 < n + 1."""
    return [
        order([">=", add(var(1), ONE), ONE], ["<=", ZERO, var(1)], witness=var(1)),
        order(["<", ZERO, add(var(1), ONE)], ["<=", ZERO, var(1)], witness=add(var(1), ONE)),
        *steps,
    ]


SYMBOLS = [
    declare("G", over=[["integers"]]),
    declare("N", over=[["integers"]]),
    declare("b"),
    declare("n", "integer"),
    declare("p"),
    declare("D", "index_set", sym("n")),
    declare("x", "integer", over=[["D"]], selector=True),
]
DEFINITIONS = [
    define("G", [ZERO], ONE),
    define("G", [var(1)], mul(b, G(sub(var(1), ONE))), [[">=", var(1), ONE]]),
    *[define("N", [num(n)], ONE) for n in range(4)],
    define("x", [var(1)], ["bernoulli", sym("p")], [["in", var(1), D]], law=True),
]
LAST = sub(add(var(1), ONE), ONE)
IS_ONE = ["=", b, ONE]
GROWS, STAYS = ["=", limit(G(var(1))), ["infinity"]], ["=", limit(G(var(1))), ONE]
NEXT = ["=", G(add(var(1), ONE)), mul(b, G(LAST))]
ALL_ONE = induction(
    lambda n: ["=", G(n), ONE], [step("definition", ["=", G(ZERO), ONE], clause=0)], *natural(
        step("definition", NEXT, [">=", add(var(1), ONE), ONE], ["<", ZERO, add(var(1), ONE)], clause=1),
        order(["=", G(add(var(1), ONE)), ONE], NEXT, IS_ONE, ["=", G(var(1)), ONE],
              witness=add(sub(NEXT[1], NEXT[2]), mul(sub(b, ONE), G(var(1))), sub(G(var(1)), ONE)))))  # fmt: skip
CONSTANT = [*ALL_ONE, step("lemma", STAYS, ALL_ONE[-1]["says"], name="limit_constant", of={"c": ONE, "f": G(var(1))})]
CHANCE = ("bernoulli", sym("p"))
VALUES = {"b": "1", "n": "1", "p": "1/2"}
DRAWN = total(1, D, mem("x", var(1)))


def certificate(conclusion, steps, facts=(IS_ONE,), hypotheses=(), values=None, law=CHANCE, **more):
    """A refutation of a statement about G."""
    of = statement(SYMBOLS, conclusion, hypotheses, [*DEFINITIONS[:-1], {**DEFINITIONS[-1], "body": list(law)}])
    evidence = {"instance": {"values": values or VALUES, "members": {}}, "facts": list(facts), "steps": numbered(steps, list(facts))}
    return {"format": "verify-certificate/1", "id": "1", "kind": "refutation", "statement": of, **evidence, **more}


def constant(body, value):
    """Steps that say of a body with one value for all n, by its form, that this is its limit."""
    same = ["=", body, value]
    return [
        block(NATURALS, [], order(same)),
        step("lemma", ["=", limit(body), value], every(1, NATURALS, same), name="limit_constant", of={"c": value, "f": body}),
    ]


def put(expr, old, new):
    """The JSON with another part for each of these."""
    if expr == old:
        return new
    if isinstance(expr, dict):
        return {key: put(part, old, new) for key, part in expr.items()}
    return [put(part, old, new) for part in expr] if isinstance(expr, list) else expr


TOTAL = ["sum", "#1", D, ["trace", mem("H", var(1))], ["real"]]
PSD = ["for_all", "#1", D, ["loewner>=", mem("H", var(1)), mul(ZERO, ["identity", ONE])], ["boolean"]]
t = sym("t")


def chosen(*more, members=PSD, kept=(t,), hypotheses=(), body=GROWS):
    """A refutation, with more facts, of: there are H, with the same t = Σ Tr(H_i), such that G, the powers of t, grow."""
    symbols = [*SYMBOLS, declare("t"), declare("H", "matrix", ONE, over=[["D"]], shape="psd")]
    claimed = ["there_are", members, *kept, put(body, b, t)]
    of = statement(symbols, claimed, hypotheses, [*put(DEFINITIONS, b, t), define("t", [], TOTAL)])
    facts = [["=", t, ONE], *more]
    instance = {"values": VALUES, "members": {"H": {"D": [[["1"]]]}}}
    evidence = {"instance": instance, "facts": facts, "steps": numbered(put(CONSTANT, b, t), facts)}
    return {"format": "verify-certificate/1", "id": "1", "kind": "refutation", "statement": of, **evidence}


def powers(*steps, conclusion, hypotheses=(), entry="2", matrix=None, name="M"):
    """A refutation of a statement about F_n = A F_{n−1} A from I on, A ⪰ 0 of size 1, whose one entry is given; facts: about A and M."""
    A, F, M = sym("A"), lambda n: mem("F", n), sym(name)
    symbols = [declare("A", "matrix", ONE, shape="psd"), declare("F", "matrix", ONE, over=[["integers"]])]
    onward = define("F", [var(1)], mul(A, F(sub(var(1), ONE)), A), [[">=", var(1), ONE]])
    of = statement(symbols, conclusion, hypotheses, [define("F", [ZERO], ["identity", ONE]), onward])
    facts = [["loewner<=", mul(A, M, A), M], ["loewner<=", ["identity", ONE], M], ["=", ["trace", M], num(3)]]
    instance = {"values": {"A": [[entry]], name: [["3"]] if matrix is None else matrix}, "members": {}}
    evidence = {"instance": instance, "facts": facts, "steps": numbered(steps, facts)}
    return {"format": "verify-certificate/1", "id": "1", "kind": "refutation", "statement": of, **evidence}


TRACE, MATRIX = ["trace", mem("F", var(1))], ["identity", ONE]


def bounded(name="M"):
    """Steps to Tr F_n ≤ 3 for all n, from A M A ⪯ M and I ⪯ M of trace 3."""
    A, F, M = sym("A"), lambda n: mem("F", n), sym(name)
    first, onward = ["=", F(ZERO), MATRIX], ["=", F(add(var(1), ONE)), mul(A, F(LAST), A)]
    within, once, size = ["loewner<=", MATRIX, M], ["loewner<=", mul(A, M, A), M], ["=", ["trace", M], num(3)]
    below = induction(
        lambda n: ["loewner<=", F(n), M],
        [
            step("definition", first, clause=0),
            order(["loewner<=", F(ZERO), M], first, within, witness=add(sub(MATRIX, F(ZERO)), sub(M, MATRIX))),
        ],
        *natural(
            step("definition", onward, [">=", add(var(1), ONE), ONE], ["<", ZERO, add(var(1), ONE)], clause=1),
            order(["loewner<=", F(add(var(1), ONE)), M], onward, once, ["loewner<=", F(var(1)), M],
                  witness=add(sub(onward[2], onward[1]), mul(A, sub(M, F(var(1))), A), sub(M, mul(A, M, A)))),
        ),
    )  # fmt: skip
    last = [
        step("use", ["loewner<=", F(var(1)), M], below[-1]["says"], ["<=", ZERO, var(1)], at=[var(1)]),
        order(["<=", TRACE, num(3)], ["loewner<=", F(var(1)), M], size,
              witness=add(["trace", sub(M, F(var(1)))], sub(num(3), ["trace", M]))),
    ]  # fmt: skip
    return [*below, block(NATURALS, [], *last)]


def always(says, rest=ZERO):
    """Steps to an inequality between G_n and a number for all n, where b = 1; rest: by how much more it holds of 1."""
    known = step("use", ["=", G(var(1)), ONE], ALL_ONE[-1]["says"], ["<=", ZERO, var(1)], at=[var(1)])
    gap = sub(G(var(1)), ONE) if says[2] == G(var(1)) else sub(ONE, G(var(1)))
    return [*ALL_ONE, block(NATURALS, [], known, order(says, ["=", G(var(1)), ONE], IS_ONE, witness=add(gap, rest)))]


def tends(value, body=None):
    """That a sequence, G_n where none is given, tends to a value."""
    return ["=", limit(G(var(1)) if body is None else body), value]


ABOVE, BELOW = always(["<=", G(var(1)), TWO], ONE), always(["<=", ONE, G(var(1))])
SHRINKS = {"entry": "1/2"}
GAP, VANISHING = mul(ZERO, mem("N", var(1))), mul(ZERO, div(ONE, ["binomial", num(3), var(1)]))
MANY = mul(ZERO, mean(["product", "#2", ["range", num(4), var(1)], total(3, D, mem("x", var(3), ONE)), ["real"]]))  # of degree n − 3
ACCEPTED = {
    "of means": certificate(["=", limit(MANY), ["infinity"]], constant(MANY, ZERO)),
    "of means of one of all laws": certificate(["=", limit(MANY), ["infinity"]], constant(MANY, ZERO), law=("moments", sym("p"), ONE)),
    "another limit": certificate(GROWS, CONSTANT),
    "with hypotheses that hold": certificate(GROWS, CONSTANT, hypotheses=[[">", b, ZERO], ["<=", mean(DRAWN), ONE]]),
    "members chosen anew": chosen(),
    "others with a hypothesis about those that are given": chosen(hypotheses=[["=", TOTAL, ONE]]),
    "a bound of all members": certificate(tends(["infinity"]), ABOVE),
    "a bound above what is claimed": certificate(tends(ZERO), BELOW),
    "a bound below what is claimed": certificate(tends(num(3)), ABOVE),
    "a matrix of its own": powers(*bounded(), conclusion=tends(["infinity"], TRACE), **SHRINKS),
    "a conclusion that is false, the limit as supposed": certificate([">", b, ONE], CONSTANT, hypotheses=[STAYS]),
    "no limit": certificate(["=", G(TWO), TWO], CONSTANT),
    "with a limit that follows": certificate(
        ["=", limit(mul(TWO, ONE)), ["infinity"]], [*CONSTANT, *constant(mul(TWO, ONE), TWO)], hypotheses=[STAYS]
    ),
}
REFUSED = {
    "facts that are none": (certificate(GROWS, CONSTANT, facts=(IS_ONE,)) | {"facts": "b = 1"}, "the facts are no list"),
    "a fact of no form": (certificate(GROWS, CONSTANT) | {"facts": [["is", b, ONE]]}, "has an unknown head"),
    "a fact that does not hold": (certificate(GROWS, CONSTANT, values={**VALUES, "b": "2"}), "does not hold on the instance"),
    "a fact without a value": (certificate(GROWS, CONSTANT) | {"facts": [["=", mem("N", num(7)), ONE]]}, "has no value"),
    "a fact about a selector": (
        certificate(GROWS, CONSTANT) | {"facts": [["surely", ["<=", DRAWN, ONE]]]},
        "a fact is about what a selector decides",
    ),
    "a hypothesis that does not hold": (
        certificate(GROWS, CONSTANT, hypotheses=[[">", b, ONE]]),
        "hypothesis 0 does not hold on the instance",
    ),
    "a hypothesis as a fact": (
        certificate(GROWS, [*CONSTANT[:-1], order(["<", ONE, b], 0, witness=sub(b, ONE)), CONSTANT[-1]]),
        "does not show its sign",
    ),
    "a limit that does not follow": (
        certificate(GROWS, CONSTANT, hypotheses=[["=", limit(mul(TWO, ONE)), TWO]]),
        "the domain infinity is not known to the kernel",
    ),
    "the limit that is claimed": (certificate(STAYS, CONSTANT), "the last step says no other limit than the conclusion's"),
    "another finite one": (certificate(["=", limit(G(var(1))), TWO], CONSTANT), "the last step says no other limit than the conclusion's"),
    "the limit of another": (certificate(["=", limit(mul(TWO, G(var(1)))), ["infinity"]], CONSTANT), "the last step says no other limit"),
    "the limit before the last step": (certificate(GROWS, [*CONSTANT, order(["=", b, b])]), "the last step says no other limit"),
    "a bound of another": (
        certificate(tends(["infinity"], mul(TWO, G(var(1)))), ABOVE),
        "the last step says no other limit than the conclusion's",
    ),
    "a bound on the side of the limit": (certificate(tends(["infinity"]), BELOW), "the last step says no other limit"),
    "a bound that the limit may be": (certificate(tends(ONE), BELOW), "the last step says no other limit"),
    "a bound from above that it may be": (certificate(tends(TWO), ABOVE), "the last step says no other limit"),
    "a bound below a limit that is greater": (certificate(tends(TWO), BELOW), "the last step says no other limit"),
    "a bound that is no number": (
        certificate(tends(["infinity"]), always(["<=", G(var(1)), b], sub(b, ONE))),
        "the last step says no other limit",
    ),
    "a bound of some members": (
        certificate(tends(["infinity"]), put(ABOVE, NATURALS, ["range", ZERO, num(9)])),
        "step ",
    ),
    "a conclusion that holds": (certificate(["=", G(TWO), ONE], CONSTANT), "the conclusion is no limit, and it holds on the instance"),
    "a conclusion without a value": (certificate(["=", mem("N", num(7)), ONE], CONSTANT), "has no value"),
    "a false conclusion about other members": (
        chosen(body=["<", t, ZERO]),
        "the last step says no other limit than the conclusion's",
    ),
    "a matrix that a step makes greater": (
        powers(*bounded(), conclusion=tends(["infinity"], TRACE)),
        "does not hold on the instance",
    ),
    "a matrix that is less than I": (
        powers(*bounded(), conclusion=tends(["infinity"], TRACE), matrix=[["1/2"]], **SHRINKS),
        "does not hold on the instance",
    ),
    "a matrix of another size": (
        powers(*bounded(), conclusion=tends(["infinity"], TRACE), matrix=[["3", "0"], ["0", "3"]], **SHRINKS),
        "is declared a symmetric matrix",
    ),
    "a number for a matrix": (powers(*bounded(), conclusion=tends(["infinity"], TRACE), matrix="3", **SHRINKS), "matrix"),
    "a value of no name": (
        powers(*bounded("#1"), conclusion=tends(["infinity"], TRACE), name="#1", **SHRINKS),
        "the instance gives a value to what is no name",
    ),
    "a value of a defined name": (
        certificate(GROWS, CONSTANT, values={**VALUES, "G": [["1"]]}),
        "the instance gives",
    ),
    "a matrix where nothing has a size": (certificate(GROWS, CONSTANT, values={**VALUES, "M": [["1"]]}), "without a size"),
    "a limit of what has no value from some member on": (
        certificate(["=", limit(GAP), ["infinity"]], constant(GAP, ZERO)),
        "N may be defined for some indices only",
    ),
    "a limit of what may have none": (
        certificate(["=", limit(VANISHING), ["infinity"]], constant(VANISHING, ZERO)),
        "divide of what varies may have no value",
    ),
    "an equation turned": (certificate(["=", ["infinity"], limit(G(var(1)))], CONSTANT), "infinity is not known to the kernel"),
    "what is sure, for a limit": (
        certificate(["surely", IS_ONE], [order(IS_ONE, IS_ONE, witness=sub(b, ONE)), step("both", ["surely", IS_ONE], 1)]),
        "the conclusion is no limit, and it holds on the instance",
    ),
    "a fact about the members that are given": (chosen(["=", TOTAL, ONE]), "need not hold for other members"),
    "a fact about what rests on them": (chosen(kept=(ONE,)), "need not hold for other members"),
    "what is kept, by what rests on them": (chosen(["=", t, TOTAL]), "need not hold for other members"),
    "what is kept, at another value": (chosen(["=", t, TWO]), "does not hold on the instance"),
    "members of nothing": (chosen(members=put(PSD, "H", "G")), "not all members of a primitive family of PSD matrices are chosen"),
    "some members": (
        chosen(members=put(PSD, D, ["such_that", "#1", D, ["=", ONE, ONE], ["boolean"]])),
        "not all members of a primitive family",
    ),
    "a limit that a hypothesis supposes of those that are given": (
        chosen(hypotheses=[put(STAYS, b, t)]),
        "the domain infinity is not known to the kernel",
    ),
    "a limit of what has no value for some members": (
        chosen(body=put(GROWS, G(var(1)), mul(G(var(1)), div(ONE, t)))),
        "divide of what varies may have no value",
    ),
    "no steps": (certificate(GROWS, CONSTANT) | {"steps": []}, "no list of steps"),
}


@pytest.mark.parametrize("name", ACCEPTED)
def test_accepted(name):
    """The instance refutes the statement."""
    assert check(ACCEPTED[name]).kind == "refutation"


@pytest.mark.parametrize("name", REFUSED)
def test_refused(name):
    """It does not, for this reason."""
    changed, reason = REFUSED[name]
    with pytest.raises(Rejected, match=re.escape(reason)):
        check(changed)


def test_every_refusal():
    """Every reason in the rule's files is met."""
    given = [reason for _, reason in REFUSED.values()]
    every = (*reasons(rule), *reasons(bound))
    assert [texts for texts in every if texts and not any(text in reason for text in texts for reason in given)] == []


def test_growing_noise_moves_no_zero():
    """Lemma 4.7.1 in the limit, as it is printed: Tr N_k = 2^k, but E‖w_k‖² = 0 where w_0 = 0 (d = 1, every H_i = 2)."""
    of = json.loads(canonical_bytes(THEORY["L4.7.1m"]))
    assert check(growing_noise(of)).kind == "refutation"
    with pytest.raises(Rejected, match="the fact"):
        check(growing_noise(of, start="1"))
    with pytest.raises(Rejected, match="the last step says no other limit"):
        check({**growing_noise(of), "statement": {**of, "conclusion": of["hypotheses"][-1]}})
