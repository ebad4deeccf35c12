"""Contradictory hypotheses: steps to 0 < 0 from every form of hypothesis, and steps that show nothing."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.kernel.derivations import add, block, div, every, mul, neg, numbered, order, power, step, sub, var
from tests.kernel.forms import ONE, TWO, ZERO, declare, define, mem, num, statement, sym, vacuous
from verify.kernel.check import Rejected, check

a, b, c, d, n, m = sym("a"), sym("b"), sym("c"), sym("d"), var(1), var(2)
THREE, FOUR, SIX = num(3), num(4), num(6)
IDENTITY, NATURALS, NOTHING = ["identity", d], ["naturals"], ["<", ZERO, ZERO]
AT_LEAST_ONE, SIZED, OPEN = ["<=", ONE, a], ["<=", ONE, d], ["in", a, ["open_interval", ZERO, ONE]]
SYMBOLS = [
    declare("a"), declare("b"), declare("c"), declare("d", "integer"),
    declare("D", "index_set", num(2)), declare("x", over=[["D"]], selector=True),
    declare("N", "matrix", d, over=[["integers"]]), declare("t", over=[["integers"], ["integers"]]),
]  # fmt: skip
DEFINITIONS = [
    define("N", [ZERO], IDENTITY), define("N", [n], mul(n, mem("N", add(n, num(-1)))), [[">=", n, ONE]]),
    define("c", [], add(a, ONE)), define("t", [n, m], add(mul(n, a), m)),
    define("x", [n], ["bernoulli", div(ONE, TWO)], [["in", n, sym("D")]], law=True),
]  # fmt: skip


def contradiction(hypotheses, *steps):
    """The kernel's answer to a derivation from hypotheses."""
    of = statement(SYMBOLS, ["=", a, b], hypotheses, DEFINITIONS)
    return check(vacuous(of, numbered(list(steps), hypotheses)))


def gap(fact):
    """What an equation says is zero, or an inequality positive or not negative."""
    return sub(*fact[1:]) if fact[0] in (">", ">=", "=") else sub(fact[2], fact[1])


def nothing(*premises, witness=None, unfold=()):
    """The last step; without a witness from the sum of what the premises say."""
    if witness is None:
        gaps = [gap(fact) for fact in premises]
        witness = add(*gaps) if gaps[1:] else gaps[0]
    return order(NOTHING, *premises, witness=witness, unfold=list(unfold))


def trace(matrix):
    """A trace."""
    return ["trace", matrix]


def end(says, interval, low, high):
    """An end of the interval that a is in by the first hypothesis."""
    which = "low" if says[-1] == a else "high"
    return step("lemma", says, 0, name=f"{interval}_{which}", of={"x": a, "a": low, "b": high})


def member(k):
    """N[0] = I, or N[k] = k N[k - 1] with what its condition needs."""
    if k == 0:
        return [step("definition", ["=", mem("N", ZERO), IDENTITY], clause=0)]
    says, given_ = ["=", mem("N", num(k)), mul(num(k), mem("N", add(num(k), num(-1))))], [">=", num(k), ONE]
    return [order(given_, witness=num(k - 1)), step("definition", says, given_, clause=1)]


def unrolled(body, top, *type_):
    """The sum of body(1), …, body(top), its terms apart one by one, each with what its step needs."""
    suffix, size, zero = ("_matrix", {"d": d}, mul(ZERO, IDENTITY)) if type_ else ("", {}, ZERO)
    steps, high = [], num(top)
    for k in range(top, -1, -1):
        less, known = add(high, neg(ONE)), ["<=", ONE, high] if k else ["<", high, ONE]
        whole, rest = (["sum", "#1", ["range", ONE, upper], body(n), list(type_) or ["real"]] for upper in (high, less))
        says = ["=", whole, add(rest, body(high)) if k else zero]
        which, of = "last" if k else "empty", {"a": ONE, "b": high, "F": body(n), **size}
        steps += [order(known, witness=num(k - 1) if k else ONE), step("lemma", says, known, name=f"sum_{which}{suffix}", of=of)]
        high = less
    return steps


def equations(steps):
    """What the steps say that are not about their conditions."""
    return [one["says"] for one in steps if one["says"][0] == "="]


BINOMIAL = ["binomial", FOUR, TWO]


def pascal():
    """C(4, 2) = 6, from Pascal's rule and the ends of his rows."""
    def of(top, bottom):
        return ["binomial", *(k if isinstance(k, list) else num(k) for k in (top, bottom))]

    def ruled(top, bottom):
        less = add(num(top), num(-1))
        says = ["=", of(top, bottom), add(of(less, add(num(bottom), num(-1))), of(less, bottom))]
        return step("lemma", says, name="pascal", of={"n": num(top), "k": num(bottom)})

    def ended(top, bottom, *premises):
        return step("lemma", ["=", of(top, bottom), ONE], *premises, name=f"binomial_{'last' if bottom else 'first'}", of={"n": num(top)})

    natural = [["<=", ZERO, num(top)] for top in (2, 1)]
    known = [ruled(4, 2), ruled(3, 1), ruled(3, 2), ruled(2, 1), ended(2, 0), ended(1, 0), ended(2, 2, natural[0]), ended(1, 1, natural[1])]
    says = [one["says"] for one in known]
    witness = add(*[mul(num(times), gap(fact)) for times, fact in zip((1, 1, 1, 2, 1, 2, 1, 2), says, strict=True)])
    return [*(order(fact, witness=fact[2]) for fact in natural), *known, order(["=", BINOMIAL, SIX], *says, witness=witness)]


FALSE = [nothing(["<", ONE, ZERO], witness=add(sub(ZERO, ONE), ONE))]
SUM, SUMS = ["sum", "#1", ["range", ONE, THREE], mul(n, a), ["real"]], unrolled(lambda k: mul(k, a), 3)
WHOLE, WHOLES = ["sum", "#1", ["range", ONE, TWO], IDENTITY, ["matrix", d]], unrolled(lambda _: IDENTITY, 2, "matrix", d)
ROOT = ["<", ["root", a], ZERO]
SQUARE, ABOVE = ["<", power(sub(a, b), 2), ZERO], [">=", add(power(a, 2), power(b, 2)), mul(a, TWO, b)]
ACCEPTED = {
    "a natural number": ([["in", a, NATURALS], ["<", a, ZERO]],
        [step("lemma", ["<=", ZERO, a], 0, name="natural", of={"x": a}), nothing(["<=", ZERO, a], ["<", a, ZERO])]),
    "a negative": ([AT_LEAST_ONE, [">=", neg(a), ZERO]], [nothing(0, 1, witness=add(sub(a, ONE), neg(a), ONE))]),
    "two orders": ([AT_LEAST_ONE, [">", ONE, a]], [nothing(AT_LEAST_ONE, [">", ONE, a])]),
    "multiples": ([AT_LEAST_ONE, ["<=", div(a, FOUR), ZERO]],
        [nothing(0, 1, witness=add(sub(a, ONE), mul(FOUR, sub(ZERO, div(a, FOUR))), ONE))]),
    "an equation and a lower end": ([["=", a, ONE], [">=", a, TWO]], [nothing(0, 1, witness=add(sub(ONE, a), sub(a, TWO), ONE))]),
    "an equation and an upper end": ([["=", a, TWO], ["<=", a, ONE]], [nothing(0, 1, witness=add(sub(a, TWO), sub(ONE, a), ONE))]),
    "an equation and a strict order": ([["=", a, b], ["<", a, b]], [nothing(1, 0, witness=add(sub(b, a), sub(a, b)))]),
    "a high end": ([OPEN, [">=", a, ONE]], [end(["<", a, ONE], "open_interval", ZERO, ONE), nothing(["<", a, ONE], [">=", a, ONE])]),
    "a low end": ([OPEN, ["<=", a, ZERO]], [end(["<", ZERO, a], "open_interval", ZERO, ONE), nothing(["<", ZERO, a], ["<=", a, ZERO])]),
    "an empty interval": ([["in", a, ["closed_interval", TWO, ONE]]],
        [end(["<=", TWO, a], "closed_interval", TWO, ONE), end(["<=", a, ONE], "closed_interval", TWO, ONE),
         nothing(1, 2, witness=add(sub(a, TWO), sub(ONE, a), ONE))]),
    "parts": ([["and", AT_LEAST_ONE, ["<", a, ONE]]],
        [step("part", AT_LEAST_ONE, 0), step("part", ["<", a, ONE], 0), nothing(AT_LEAST_ONE, ["<", a, ONE])]),
    "what holds surely": ([["surely", ["<", a, a]]], [step("part", ["<", a, a], 0), nothing(["<", a, a])]),
    "a condition that holds": ([["implies", ["=", ONE, ONE], ["<", ONE, ZERO]]],
        [order(["=", ONE, ONE]), step("use", ["<", ONE, ZERO], 0, ["=", ONE, ONE]), *FALSE]),
    "a definition": ([AT_LEAST_ONE, ["<", c, TWO]], [nothing(AT_LEAST_ONE, ["<", c, TWO], unfold=[["c", 0]])]),
    "a sum over a range": ([AT_LEAST_ONE, ["<=", SUM, THREE]],
        [*SUMS, nothing(0, 1, *equations(SUMS), witness=add(mul(SIX, sub(a, ONE)), sub(THREE, SUM), *map(gap, equations(SUMS)), THREE))]),
    "a binomial": ([AT_LEAST_ONE, ["<=", mul(BINOMIAL, a), THREE]],
        [*pascal(), nothing(0, 1, ["=", BINOMIAL, SIX], witness=add(
            mul(SIX, sub(a, ONE)), sub(THREE, mul(BINOMIAL, a)), mul(a, sub(BINOMIAL, SIX)), THREE))]),
    "the trace of a sum": ([SIZED, ["<=", trace(add(IDENTITY, mul(TWO, IDENTITY))), d]],
        [nothing(0, 1, witness=add(mul(TWO, sub(d, ONE)), sub(d, trace(add(IDENTITY, mul(TWO, IDENTITY)))), TWO))]),
    "the trace of a negative": ([SIZED, [">=", trace(neg(IDENTITY)), ZERO]],
        [nothing(0, 1, witness=add(sub(d, ONE), trace(neg(IDENTITY)), ONE))]),
    "the trace of a sum over a range": ([SIZED, ["<=", trace(WHOLE), d]],
        [*WHOLES, nothing(0, 1, *equations(WHOLES), witness=add(
            sub(d, ONE), sub(d, trace(WHOLE)), *[trace(gap(fact)) for fact in equations(WHOLES)], ONE))]),
    "a member": ([every(1, NATURALS, ["<", trace(mem("N", n)), d])],
        [step("use", ["<", trace(mem("N", ONE)), d], 0, at=[ONE]), *member(1), *member(0),
         nothing(1, 3, 4, witness=add(sub(d, trace(mem("N", ONE))), *[trace(gap(equations(member(k))[0])) for k in (1, 0)]))]),
    "a member of members": ([SIZED, every(1, NATURALS, ["<=", trace(mem("N", n)), ONE])],
        [step("use", ["<=", trace(mem("N", THREE)), ONE], 1, at=[THREE]), *member(3), *member(2), *member(1), *member(0),
         nothing(0, 2, 4, 6, 8, 9, witness=add(
             mul(SIX, sub(d, ONE)), sub(ONE, trace(mem("N", THREE))),
             *[mul(num(w), trace(gap(equations(member(k))[0]))) for k, w in ((3, 1), (2, 3), (1, 6), (0, 6))], num(5)))]),
    "a variable in a range": ([every(1, ["range", ZERO, TWO], ["<", a, n]), [">=", a, ZERO]],
        [step("use", ["<", a, ZERO], 0, at=[ZERO]), nothing(["<", a, ZERO], [">=", a, ZERO])]),
    "parts for all": ([every(1, NATURALS, ["and", ["<", a, n], [">", a, n]])],
        [step("use", ["and", ["<", a, ONE], [">", a, ONE]], 0, at=[ONE]), step("part", ["<", a, ONE], 1), step("part", [">", a, ONE], 1),
         nothing(["<", a, ONE], [">", a, ONE])]),
    "two variables": ([every(1, NATURALS, every(2, ["range", ZERO, n], ["<", mem("t", n, m), mul(TWO, a)]))],
        [order(["<=", ONE, TWO], witness=ONE), step("use", ["<", mem("t", TWO, ONE), mul(TWO, a)], 0, 1, at=[TWO, ONE]),
         nothing(2, witness=add(sub(mul(TWO, a), mem("t", TWO, ONE)), ONE), unfold=[["t", 2]])]),
    "a square": ([SQUARE, ABOVE], [nothing(SQUARE, ABOVE)]),
    "a square alone": ([SQUARE], [nothing(0, witness=add(power(sub(a, b), 2), gap(SQUARE)))]),
    "a power of zero": ([["<", power(a, 0), mul(ONE, ONE)]], [nothing(["<", power(a, 0), mul(ONE, ONE)])]),
    "an absolute value": ([["<", ["absolute", a], ZERO]], [nothing(0, witness=add(["absolute", a], sub(ZERO, ["absolute", a])))]),
    "a root": ([ROOT], [nothing(0, witness=add(["root", a], gap(ROOT)))]),
    "a hypothesis without a value": ([["<", div(a, ZERO), ZERO]], [nothing(0, witness=sub(ZERO, div(a, ZERO)))]),
    "in both cases": ([["implies", ["<=", a, ZERO], ["<", b, a]], ["implies", ["<", ZERO, a], ["<", b, a]], [">=", b, a]],
        [step("lemma", ["<", b, a], 0, 1, name="cases", of={"x": a, "a": ZERO, "P": ["<", b, a]}), nothing(["<", b, a], [">=", b, a])]),
}  # fmt: skip


@pytest.mark.parametrize(("hypotheses", "steps"), ACCEPTED.values(), ids=ACCEPTED)
def test_accepted(hypotheses, steps):
    """The last step is 0 < 0: what is zero is positive."""
    assert contradiction(hypotheses, *steps).kind == "vacuous"


INVERSE, POWER, HALF = power(a, -1), power(a, b), div(ONE, TWO)
BELOW, BETWEEN = mem("N", num(-1)), mem("N", HALF)
UPTO, DRAWN = ["sum", "#1", ["range", ZERO, a], a, ["real"]], ["sum", "#1", sym("D"), mem("x", n), ["real"]]
ENDLESS = {"x": ONE, "a": ZERO, "b": ["infinity"]}
REJECTED = {
    "a power of what may be negative": ("does not show its sign", [["<", INVERSE, ZERO]],
        [nothing(0, witness=add(INVERSE, sub(ZERO, INVERSE)))]),
    "a power with a symbolic exponent": ("does not show its sign", [["<", POWER, ZERO]],
        [nothing(0, witness=add(POWER, sub(ZERO, POWER)))]),
    "a quotient by what may be zero": ("is left over", [["=", mul(a, b), b], ["<", a, ONE]],
        [order(["=", a, ONE], 0, witness=div(sub(mul(a, b), b), b)), nothing(["=", a, ONE], ["<", a, ONE])]),
    "a trace of a number": ("a trace of no matrix", [["<", trace(a), ZERO]], [nothing(0, witness=add(trace(power(a, 2)), ONE))]),
    "a member below the first": ("the clause's conditions are no premises", [["<", trace(BELOW), ZERO]],
        [step("definition", ["=", BELOW, IDENTITY], clause=0), nothing(0, 1, witness=add(trace(IDENTITY), sub(ZERO, trace(BELOW))))]),
    "a member in between": ("not shown to be in its domain", [every(1, NATURALS, ["<", trace(mem("N", n)), ZERO])],
        [step("use", ["<", trace(BETWEEN), ZERO], 0, at=[HALF]), nothing(1, witness=sub(ZERO, trace(BETWEEN)))]),
    "an end at infinity": ("infinity has no normal form", [["in", ONE, ["open_interval", ZERO, ["infinity"]]]],
        [step("lemma", ["<", ONE, ["infinity"]], 0, name="open_interval_high", of=ENDLESS), nothing(["<", ONE, ["infinity"]])]),
    "a real number": ("is no premiss", [["in", num(-1), ["reals"]]],
        [step("lemma", ["<=", ZERO, num(-1)], 0, name="natural", of={"x": num(-1)}), nothing(1, witness=add(num(-1), ONE))]),
    "a law": ("what is drawn by a law in a hypothesis is no constant", [["distributed", ONE, ZERO]], [nothing(0, witness=ZERO)]),
    "a condition that does not hold": ("supposes what is no premiss", [["implies", ["=", ONE, ZERO], ["<", ONE, ZERO]]],
        [step("use", ["<", ONE, ZERO], 0), *FALSE]),
    "for all of none": ("not shown to be in its domain", [every(1, ["range", ONE, ZERO], ["<", ONE, ZERO])],
        [step("use", ["<", ONE, ZERO], 0, at=[ONE]), *FALSE]),
    "for all of what may be none": ("not shown to be in its domain", [every(1, ["range", ZERO, a], ["<", ONE, ZERO])],
        [step("use", ["<", ONE, ZERO], 0, at=[ZERO]), *FALSE]),
    "there is one": ("the first premiss does not say this", [["exists", "#1", NATURALS, ["<", ONE, n], ["boolean"]]],
        [step("use", ["<", ONE, ZERO], 0, at=[ZERO]), *FALSE]),
    "a sum of what may be none": ("does not show its sign", [["<", UPTO, ZERO]], [nothing(0, witness=add(UPTO, sub(ZERO, UPTO)))]),
    "a selector": ("about what a selector decides", [["<", DRAWN, ZERO]], [nothing(0, witness=add(DRAWN, sub(ZERO, DRAWN)))]),
    "two orders that are not strict": ("does not show its sign", [["<=", a, b], ["<=", b, a]], [nothing(["<=", a, b], ["<=", b, a])]),
    "a sum that is not zero": ("is left over", [["<", a, b]], [nothing(["<", a, b])]),
    "no contradiction": ("which is no contradiction", [["<", a, b]], [order(["<", ZERO, sub(b, a)], 0, witness=sub(b, a))]),
    "a contradiction on the way": ("which is no contradiction", [["<", a, a]],
        [nothing(["<", a, a]), order(["<", ZERO, ONE], witness=ONE)]),
    "a contradiction that is supposed": ("which is no contradiction", [["<", a, b]],
        [block(None, [NOTHING], order(NOTHING, 1, witness=ZERO))]),
    "one for the elements of a set": ("which is no contradiction", [["<", a, b]],
        [block(["range", ONE, ZERO], [], order(NOTHING, 1, 2, witness=add(sub(n, ONE), sub(ZERO, n), ONE)))]),
    "a fact from itself": ("are no numbers of facts so far", [["<", a, b]], [nothing(1, witness=ZERO)]),
}  # fmt: skip


@pytest.mark.parametrize(("reason", "hypotheses", "steps"), REJECTED.values(), ids=REJECTED)
def test_rejected(reason, hypotheses, steps):
    """Hypotheses that can hold, or of which the steps show nothing, are not said to contradict each other."""
    with pytest.raises(Rejected, match=reason):
        contradiction(hypotheses, *steps)


def test_the_conclusion_need_not_have_a_value():
    """That k >= 1, where N[k - 1] has a value, is nothing to build on if it stands in the conclusion alone."""
    k, rest = sym("k"), add(sym("k"), neg(ONE))
    symbols = [declare("N", over=[["integers"]]), declare("k", "integer")]
    definitions = [define("N", [ZERO], ONE), define("N", [n], ONE, [[">=", n, ONE]])]
    below, read, needed = ["<", k, ONE], ["=", mem("N", rest), ONE], ["<=", ZERO, rest]
    steps = [step("value", needed), nothing(below, needed, witness=add(sub(ONE, k), rest))]

    def answer(hypotheses, conclusion):
        return check(vacuous(statement(symbols, conclusion, hypotheses, definitions), numbered(steps, hypotheses)))

    assert answer([below, read], ["=", ONE, ONE]).kind == "vacuous"
    with pytest.raises(Rejected, match="nothing in the statement needs this"):
        answer([below], read)


FRACTIONS = st.builds(Fraction, st.integers(-3, 3), st.integers(1, 2))


def literal(x):
    """A rational as an expression."""
    return div(num(x.numerator), num(x.denominator))


FORMS = st.tuples(FRACTIONS, FRACTIONS, FRACTIONS, st.booleans(), FRACTIONS)


@given(st.lists(FORMS, min_size=1, max_size=3), FRACTIONS, st.booleans(), st.booleans())
def test_linear_combinations(forms, last, strict, spoiled):
    """For random p = xa + yb + z, and a last one that cancels a and b: accepted exactly where their weighted sum is a contradiction."""
    x, y = (-sum(weight * form[i] for *form, _, weight in forms) for i in (0, 1))
    forms = [*forms, (x + spoiled, y, last, strict, Fraction(1))]
    assume(len({form[:3] for form in forms}) == len(forms))
    linear = [add(mul(literal(x), a), mul(literal(y), b), literal(z)) for x, y, z, *_ in forms]
    hypotheses = [[">" if s else ">=", p, ZERO] for p, (*_, s, _) in zip(linear, forms, strict=True)]
    constant = sum(weight * z for _, _, z, _, weight in forms)
    witness = add(*[mul(literal(weight), p) for p, (*_, weight) in zip(linear, forms, strict=True)], literal(-constant))
    last_step = order(NOTHING, *range(len(forms)), witness=witness)
    signs = all(weight >= 0 for *_, weight in forms)
    if signs and not spoiled and (constant < 0 or (constant == 0 and any(s and weight for *_, s, weight in forms))):
        assert contradiction(hypotheses, last_step).kind == "vacuous"
    else:
        with pytest.raises(Rejected):
            contradiction(hypotheses, last_step)
