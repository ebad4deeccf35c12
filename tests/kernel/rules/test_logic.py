"""The rules `use`, `part`, `both` and `replace`: what holds for all holds for each, equals stand for equals."""

from __future__ import annotations

import pytest

from tests.kernel.derivations import add, block, every, mean, mul, neg, order, power, step, sub, total, var
from tests.kernel.forms import ONE, TWO, ZERO, mem, num, sym
from tests.kernel.rules.cases import ORDERED, POSITIVE, SYMBOLS, A, B, Case, D, E, a, b, d, k, last, m, n, p, unmet, w
from verify.kernel.rules import logic as rule

Y, SQUARE = mem("y", var(1)), [">=", power(mem("y", var(1)), 2), ZERO]
RANGE, NATURALS = ["range", ONE, n], ["naturals"]
G, H = mem("G", var(1)), every(1, RANGE, [">=", mem("G", var(1)), ZERO])
ALL = every(1, NATURALS, [">=", G, ZERO])
IF = every(1, NATURALS, ["implies", ["<=", m, var(1)], [">=", G, ZERO]])
FROM, TO, FIRST = ["<=", ONE, k], ["<=", k, n], ["<=", ZERO, k]
PAIR = ["and", ORDERED, POSITIVE]
PAIRS = every(1, NATURALS, every(2, RANGE, [">=", mul(G, mem("G", var(2))), ZERO]))
DOMAIN = "an instance is not shown to be in its domain"
UNSAID = "the first premiss does not say this, or supposes what is no premiss"
NO_PART = "no premiss has such a part"
NOT_PARTS = "the premises are not its parts"
GROWTH = "O(…) stands for different things at different places, so nothing is put for it"
NOT_EQUAL = "this does not differ from a premiss, or its sides, in what is equated"
EQUAL, SAME = ["=", a, b], every(1, D, ["=", Y, a])
DRAWN = total(1, D, mem("x", var(1)))


def at(index):
    """That G is not negative there."""
    return [">=", mem("G", index), ZERO]


def length(vector):
    """That a vector's length is no negative number."""
    return [">=", ["inner", vector, vector], ZERO]


LENGTHS = every(1, ["real_space", d], length(var(1)))


def of(name, made, reason="", supposed=(), **more):
    """A case of one step, all its premises hypotheses."""
    facts = [*supposed, *[one for one in made["from"] if isinstance(one, list)]]
    return last(name, made, reason=reason, hypotheses=tuple(facts), **more)


def use(says, *premises, at):
    """A step of `use`."""
    return step("use", says, *premises, at=list(at))


def replace(says, *premises):
    """A step of `replace`."""
    return step("replace", says, *premises)


def folded(head, body, domain=D, kind=("real",)):
    """A binder over #1."""
    return [head, "#1", domain, body, list(kind)]


def chosen(name, at, supposed, reason="", members=D):
    """What holds for all of D holds for what an assignment gives an integer."""
    given, item = ["choices", "#1", ["range", ONE, k], members, ["index_set"]], ["choice_at", var(1), at]
    says, most = [">=", power(["absolute", a], 2), ZERO], every(1, D, [">=", power(["absolute", a], 2), ZERO])
    made = use(says, most, *supposed, at=[item])
    return Case(name, every(1, given, says), [block(given, [], made)], reason, (most, *supposed))


ANEW = "something is put in where members are chosen anew"


def there_are(value, n=1):
    """There are members of H, with a trace of this value."""
    member = mem("H", var(n))
    members, claim = [every(n, D, says) for says in (["loewner>=", member, mul(ZERO, A)], ["=", ["trace", member], value])]
    return ["there_are", members, claim]


BESIDE = every(1, ["reals"], ["implies", ["=", ["trace", A], var(1)], there_are(ONE, 2)])
RAY, BOTH = ["open_interval", ZERO, ["infinity"]], add(sub(var(1), b), sub(n, var(1)))
OPEN = ["open_interval", b, n]
INSIDE = every(1, OPEN, ["<=", var(1), var(1)])
INNER = every(2, D, ["=", mem("y", var(2)), mem("y", var(1))])
CASES = [
    of("at a natural number", use(at(k), ALL, FIRST, at=[k])),
    of("at a number", use(at(num(3)), ALL, at=[num(3)])),
    of("at a sum", use(at(add(k, ONE)), ALL, ["<=", ZERO, add(k, ONE)], at=[add(k, ONE)])),
    of("in a range", use(at(k), H, FROM, TO, at=[k])),
    of("with what it supposes", use(at(k), IF, FIRST, ["<=", m, k], at=[k])),
    of("twice", use([">=", mul(mem("G", m), mem("G", k)), ZERO], PAIRS, ["<=", ZERO, m], FROM, TO, at=[m, k])),
    of("once of two", use(every(1, RANGE, [">=", mul(mem("G", m), G), ZERO]), PAIRS, ["<=", ZERO, m], at=[m])),
    of("nowhere", use(ALL, ALL, at=[])),
    Case(
        "at a variable",
        every(1, D, SQUARE),
        [
            block(["symbol", "D"], [], order(SQUARE, witness=power(Y, 2))),
            block(["symbol", "D"], [], use(SQUARE, every(1, D, SQUARE), at=[var(1)])),
        ],
    ),
    Case(
        "at a variable of a range",
        every(1, RANGE, at(var(1))),
        [block(RANGE, [], use(at(var(1)), H, ["<=", ONE, var(1)], ["<=", var(1), n], at=[var(1)]))],
        hypotheses=(H,),
    ),
    of("not shown to be natural", use(at(k), ALL, at=[k]), DOMAIN),
    of("no integer", use(at(a), ALL, ["<=", ZERO, a], at=[a]), DOMAIN),
    of(
        "half of one",
        use(at(["divide", k, TWO]), ALL, 1, at=[["divide", k, TWO]]),
        DOMAIN,
        supposed=(ALL, ["<=", ZERO, ["divide", k, TWO]]),
    ),
    of("no lower end", use(at(k), H, TO, at=[k]), DOMAIN),
    of("no upper end", use(at(k), H, FROM, at=[k]), DOMAIN),
    of("another's end", use(at(k), H, FROM, ["<=", k, m], at=[k]), DOMAIN),
    of("a symbol for an element", use(["=", mem("y", k), a], SAME, at=[k]), DOMAIN),
    of("a number for an element", use(["=", mem("y", ONE), a], SAME, at=[ONE]), DOMAIN),
    Case(
        "of another set",
        every(1, E, ["=", Y, a]),
        [block(["symbol", "E"], [], use(["=", Y, a], SAME, at=[var(1)]))],
        DOMAIN,
        (SAME,),
        tuple([{**one, "over": [["D", "E"]]} if one["name"] == "y" else one for one in SYMBOLS]),
    ),
    of("at a vector", use(length(mul(A, w)), LENGTHS, at=[mul(A, w)])),
    of("a number for a vector", use(length(a), LENGTHS, at=[a]), DOMAIN),
    of("a matrix for a vector", use(length(A), LENGTHS, at=[A]), DOMAIN),
    of("a row for a vector", use(length(["transpose", w]), LENGTHS, at=[["transpose", w]]), DOMAIN),
    of("a random vector", use(length(mul(DRAWN, w)), LENGTHS, at=[mul(DRAWN, w)]), DOMAIN),
    of("of another space", use(length(w), every(1, ["real_space", n], length(var(1))), at=[w]), DOMAIN),
    chosen("what an assignment gives", at=k, supposed=[["<=", ONE, k]]),
    chosen("what it gives a number more", at=add(k, ONE), supposed=[["<=", ZERO, k], ["<=", add(k, ONE), k]]),
    chosen("what it gives what may be none", at=k, supposed=[], reason=DOMAIN),
    chosen("what it gives one more", at=add(k, ONE), supposed=[["<=", ONE, k]], reason=DOMAIN),
    chosen("what it gives what is no integer", at=a, supposed=[["<=", ONE, a], ["<=", a, k]], reason=DOMAIN),
    chosen("what one to another set gives", at=k, supposed=[["<=", ONE, k]], reason=DOMAIN, members=E),
    of("in what is no set", use(["=", a, b], every(1, ["strings", k, sym("r")], ["=", a, b]), at=[a]), "the symbol r is neither declared"),
    of("where members are chosen anew", use(there_are(["trace", A]), every(1, ["reals"], there_are(var(1), 2)), at=[["trace", A]]), ANEW),
    of("beside members that are chosen anew", use(there_are(ONE), BESIDE, ["=", ["trace", A], ["trace", A]], at=[["trace", A]])),
    of("a variable where members are chosen anew", use(there_are(ONE), every(1, ["reals"], there_are(var(1), 2)), at=[ONE])),
    of("a real number", use(["=", a, b], every(1, ["reals"], ["=", var(1), b]), at=[a])),
    of("a matrix for a number", use(["=", A, B], every(1, ["reals"], ["=", var(1), B]), at=[A]), DOMAIN),
    of("a random number", use(["<=", DRAWN, b], every(1, ["reals"], ["<=", var(1), b]), at=[DRAWN]), DOMAIN),
    of("in an open interval", use(["<=", a, a], INSIDE, ["<", b, a], ["<", a, n], at=[a])),
    of("at an end of it", use(["<=", a, a], INSIDE, ["<=", b, a], ["<", a, n], at=[a]), DOMAIN),
    of("beyond its end", use(["<=", a, a], INSIDE, ["<", b, a], at=[a]), DOMAIN),
    Case(
        "a variable of it",
        every(1, OPEN, ["<=", b, n]),
        [block(OPEN, [], order(["<=", b, n], ["<", b, var(1)], ["<", var(1), n], witness=BOTH))],
    ),
    Case(
        "from 0 on", every(1, RAY, ["<=", ZERO, var(1)]), [block(RAY, [], order(["<=", ZERO, var(1)], ["<", ZERO, var(1)], witness=var(1)))]
    ),
    Case(
        "at random ends",
        every(1, ["closed_interval", ZERO, DRAWN], ["=", a, a]),
        [block(["closed_interval", ZERO, DRAWN], [], order(["=", a, a]))],
        "what is supposed is about what a selector decides",
    ),
    of("another instance", use(at(m), ALL, FIRST, at=[k]), UNSAID),
    of("not what it supposes", use(at(k), IF, FIRST, at=[k]), UNSAID),
    of("nothing supposed", use(at(k), IF, FIRST, ["<=", k, m], at=[k]), UNSAID),
    of("no quantifier", use(ORDERED, POSITIVE, at=[]), UNSAID),
    of("at too few", use(at(k), ALL, FIRST, at=[]), UNSAID),
    of("there is one", use(ORDERED, ["exists", "#1", NATURALS, ORDERED, ["boolean"]], FIRST, at=[k]), UNSAID),
    of("no premise", step("use", ORDERED, at=[]), "what is given to the rule does not fit"),
    of("at nothing that is known", use(at(k), ALL, FIRST, at=[sym("z")]), "is neither declared nor bound here"),
    of("a part", step("part", POSITIVE, PAIR)),
    of("what is sure", step("part", ["<=", DRAWN, n], ["surely", ["<=", DRAWN, n]]), "a hypothesis is about what a selector decides"),
    of("what is sure of numbers", step("part", ORDERED, ["surely", ORDERED])),
    of("no part", step("part", EQUAL, PAIR), NO_PART),
    of("a part of an implication", step("part", ORDERED, ["implies", POSITIVE, ORDERED]), NO_PART),
    of("a part of an equation", step("part", a, EQUAL), NO_PART),
    of("of a part", step("part", POSITIVE, ["and", ORDERED, PAIR]), NO_PART),
    of("a conjunction", step("both", PAIR, ORDERED, POSITIVE)),
    of("of one", step("both", ["and", ORDERED, ORDERED], ORDERED, ORDERED)),
    of("surely", step("both", ["surely", ORDERED], ORDERED)),
    Case(
        "surely, at random", ["surely", ["=", DRAWN, DRAWN]], [order(["=", DRAWN, DRAWN]), step("both", ["surely", ["=", DRAWN, DRAWN]], 0)]
    ),
    of("in another order", step("both", PAIR, POSITIVE, ORDERED), NOT_PARTS),
    of("one missing", step("both", PAIR, ORDERED), NOT_PARTS),
    of("one too many", step("both", PAIR, ORDERED, POSITIVE, EQUAL), NOT_PARTS),
    of("surely two", step("both", ["surely", PAIR], ORDERED, POSITIVE), NOT_PARTS),
    of("an implication", step("both", ["implies", ORDERED, POSITIVE], ORDERED, POSITIVE), NOT_PARTS),
    of("in an equation", replace(["=", power(a, k), power(b, k)], EQUAL)),
    of("turned", replace(["=", power(b, k), power(a, k)], EQUAL)),
    of("in a premise", replace(["<=", b, n], EQUAL, ["<=", a, n])),
    of("below a sum", replace(["=", folded("sum", power(Y, 2)), folded("sum", power(a, 2))], SAME)),
    of("below a product", replace(["=", folded("product", G, RANGE), folded("product", a, RANGE)], every(1, RANGE, ["=", G, a]))),
    of(
        "below a limit, a constant",
        replace(["=", folded("limit", power(a, var(1)), ["infinity"]), folded("limit", power(b, var(1)), ["infinity"])], EQUAL),
    ),
    of(
        "below two sums",
        replace(["=", folded("sum", folded("sum", mul(a, Y))), folded("sum", folded("sum", mul(b, Y)))], EQUAL),
        "the variable bound at depth 2 is #1, not #2",
    ),
    of("below two", replace(["=", total(1, D, total(2, D, mul(a, mem("y", var(2))))), total(1, D, total(2, D, mul(a, a)))], SAME)),
    of(
        "below two, of two variables",
        replace(["=", total(1, D, total(2, D, mem("y", var(2)))), total(1, D, total(2, D, Y))], every(1, D, INNER)),
    ),
    of(
        "below two, of another variable",
        replace(["=", total(1, D, total(2, D, mem("y", var(2)))), total(1, D, total(2, D, mul(b, Y)))], every(1, D, ["=", Y, mul(b, Y)])),
        NOT_EQUAL,
    ),
    of("in an expectation", replace(["=", mean(mul(a, DRAWN)), mean(mul(b, DRAWN))], EQUAL)),
    of("of what a selector decides", replace(["=", power(DRAWN, k), power(n, k)], 0), supposed=(["=", p, p],), reason=NOT_EQUAL),
    of("what is not equal", replace(["=", power(a, k), power(b, k)], ORDERED), NOT_EQUAL),
    of("another", replace(["=", power(a, k), power(m, k)], EQUAL), NOT_EQUAL),
    of("an inequality of sides", replace(["<=", power(a, k), power(b, k)], EQUAL), NOT_EQUAL),
    of("for all, at one", replace(["=", mem("G", k), a], every(1, NATURALS, ["=", G, a])), NOT_EQUAL),
    of(
        "for all of another range",
        replace(["=", folded("sum", G, RANGE), folded("sum", a, RANGE)], every(1, ["range", ONE, m], ["=", G, a])),
        NOT_EQUAL,
    ),
    of(
        "for all of which something is supposed",
        replace(["=", folded("sum", G, RANGE), folded("sum", a, RANGE)], every(1, RANGE, ["implies", ORDERED, ["=", G, a]])),
        NOT_EQUAL,
    ),
    of("another domain", replace(["=", folded("sum", a, D), folded("sum", a, E)], EQUAL), NOT_EQUAL),
    of("another type", replace(["=", folded("sum", A, D, ("matrix", d)), folded("sum", A, D, ("matrix", m))], EQUAL), NOT_EQUAL),
    of("another head", replace(["=", folded("sum", a), folded("product", a)], EQUAL), NOT_EQUAL),
    of("a derivative", replace(["=", ["derivative", power(a, 2), a], ["derivative", power(b, 2), a]], EQUAL), NOT_EQUAL),
    of("a derivative by another", replace(["=", ["derivative", power(a, 2), a], ["derivative", power(a, 2), b]], EQUAL), NOT_EQUAL),
    of("an order of growth", replace(["=", ["landau", a], ["landau", b]], EQUAL), GROWTH),
    of("two of one order of growth", replace(["=", a, b], ["=", a, ["landau", n]], ["=", b, ["landau", n]]), GROWTH),
    of("an opposite", replace(["=", neg(A), neg(B)], ["=", sub(A, B), ["multiply", ZERO, A]]), NOT_EQUAL),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_logic(case):
    """Each is accepted, or refused for its reason."""
    case.run()


def test_every_refusal():
    """Every reason in the rules' file is met."""
    assert unmet(rule, CASES) == []
