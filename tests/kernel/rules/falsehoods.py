"""False statements, each with an instance that refutes it and steps that once led, or might lead, to it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.kernel.derivations import add, block, div, every, mean, mul, neg, order, power, step, sub, total, var
from tests.kernel.forms import ONE, TWO, ZERO, declare, define, mem, statement, sym

Json = Any
D, E, F, a, d, k, m, n, p, q, A, B = map(sym, ["D", "E", "F", "a", "d", "k", "m", "n", "p", "q", "A", "B"])
X = mem("x", var(1))
IN_D = (["in", var(1), D],)


@dataclass(frozen=True, slots=True)
class Falsehood:
    """A statement, the steps that seem to show it, an instance on which it is false, and the lemmas that the steps use."""

    name: str
    statement: Json
    steps: list[Json]
    values: Json
    members: Json = field(default_factory=dict)
    lemmas: Json = field(default_factory=dict)


def _selector(law: Json = p, name: str = "x", given: Json = IN_D) -> Json:
    return define(name, [var(1)], ["bernoulli", law], given, law=True)


def _set(name: str = "D", size: Json = n) -> Json:
    return declare(name, "index_set", size)


def _x(*over: list[str], name: str = "x") -> Json:
    return declare(name, "integer", over=over or [["D"]], selector=True)


def _matrix(name: str, **more: Any) -> Json:
    return declare(name, "matrix", d, **more)


def count(domain: Json, level: int = 1) -> Json:
    """How many elements an index set has."""
    return total(level, domain, ONE)


def bound_atoms_cancel() -> Falsehood:
    """Σᵢ yᵢ > 0 says nothing of any one yᵢ, so ΣᵢΣⱼ yⱼ/yⱼ is not cancelled."""
    def y(i):
        return mem("y", var(i))

    square = total(1, E, total(2, E, mul(y(2), div(ONE, y(2)))))
    zeros = total(1, E, total(2, E, mul(ZERO, div(ONE, y(2)))))
    ones = total(1, E, total(2, E, ONE))
    positive, zero = ["<", ZERO, total(1, D, y(1))], every(1, E, ["=", y(1), ZERO])
    given = statement(
        [_set(), _set("E", m), declare("n", "integer"), declare("m", "integer"), declare("y", over=[["D", "E"]])],
        ["=", ones, ZERO], [positive, zero],
    )  # fmt: skip
    steps = [
        order(["=", square, ones], positive),
        step("replace", ["=", square, zeros], zero),
        order(["=", ones, ZERO], ["=", square, ones], ["=", square, zeros], witness=add(sub(ones, square), sub(square, zeros))),
    ]
    return Falsehood("bound atoms cancel", given, steps, {"n": "1", "m": "1"}, {"y": {"D": ["1"], "E": ["0"]}})


def no_fixed_point() -> Falsehood:
    """F := F + 1 has no solution."""
    given = statement([declare("F"), declare("a")], ["=", ZERO, ONE], definitions=[define("F", [], add(F, ONE))])
    says = ["=", F, add(F, ONE)]
    last = order(["=", ZERO, ONE], says, witness=sub(F, add(F, ONE)))
    return Falsehood("no fixed point", given, [step("definition", says), last], {"a": "0"})


def probability_of_itself() -> Falsehood:
    """p := 1 + E Σ xᵢ, at a step, where x has the probability p."""
    drawn = mean(total(1, D, mem("x", var(1), ONE)))
    one = ["=", count(D), ONE]
    given = statement(
        [_set(), declare("n", "integer"), declare("p"), _x()], ["=", ZERO, ONE], [one], [_selector(), define("p", [], add(ONE, drawn))],
    )  # fmt: skip
    says = ["=", p, add(ONE, drawn)]
    witness = add(sub(add(ONE, drawn), p), mul(p, sub(ONE, count(D))))
    last = ["=", ONE, ZERO]
    steps = [step("definition", says), order(last, says, one, witness=witness), order(given["conclusion"], last, witness=sub(ZERO, ONE))]
    return Falsehood("probability of itself", given, steps, {"n": "1"})


def another_size() -> Falsehood:
    """(Tr A)² ≤ d Tr AᵀA for the size d of A, and for no other number."""
    positive = ["<", ZERO, d]
    def square(size):
        return ["<=", power(["trace", A], 2), mul(size, ["trace", mul(["transpose", A], A)])]

    lemma = statement([_matrix("A"), declare("d", "integer")], square(d), [positive])
    given = statement([_matrix("A"), declare("d", "integer")], square(ONE))
    steps = [order(["<", ZERO, ONE], witness=ONE), step("lemma", square(ONE), ["<", ZERO, ONE], name="L", of={"d": ONE, "A": A})]
    return Falsehood("another size", given, steps, {"d": "2", "A": [["1", "0"], ["0", "1"]]}, lemmas={"L": lemma})


def another_size_of_what_is_shared() -> Falsehood:
    """Nor where A is not replaced."""
    of = another_size()
    steps = [of.steps[0], {**of.steps[1], "of": {"d": ONE}}]
    return Falsehood("another size of what is shared", of.statement, steps, of.values, {}, of.lemmas)


def another_guard() -> Falsehood:
    """A definition's guard reads m, so nothing is put for m."""
    clauses = [define("F", [var(1)], ONE, [[">=", var(1), m]]), define("F", [var(1)], ZERO)]
    symbols = [declare("F", over=[["integers"]]), declare("k", "integer"), declare("m", "integer")]
    lemma = statement(symbols, ["=", mem("F", k), ONE], [[">=", k, m]], clauses)
    given = statement(symbols, ["=", mem("F", k), ONE], [[">=", k, ZERO]], clauses)
    steps = [step("lemma", given["conclusion"], [">=", k, ZERO], name="L", of={"m": ZERO})]
    return Falsehood("another guard", given, steps, {"k": "1", "m": "5"}, lemmas={"L": lemma})


def another_law() -> Falsehood:
    """A selector has another probability on another set."""
    laws = [_selector(), _selector(q, given=(["in", var(1), E],))]
    symbols = [_set(), _set("E", n), declare("n", "integer"), declare("p"), declare("q"), _x(["D", "E"])]
    def says(s):
        return ["=", mean(total(1, s, X)), mul(p, count(s))]

    steps = [step("lemma", says(E), name="L", of={"D": E})]
    lemma, given = [statement(symbols, says(over), [], laws) for over in (D, E)]
    return Falsehood("another law", given, steps, {"n": "1", "p": "1", "q": "0"}, lemmas={"L": lemma})


def random_guard() -> Falsehood:
    """What a guard reads of a selector is random too."""
    f = mem("F", var(1))
    clauses = [define("F", [var(1)], ONE, [["=", X, ONE]]), define("F", [var(1)], ZERO), _selector()]
    def says(i):
        return ["surely", ["=", mem("F", i), mean(mem("F", i))]]

    symbols = [_set(), declare("F", over=[["D"]]), declare("n", "integer"), declare("p"), _x()]
    equal = ["=", f, mean(f)]
    return Falsehood(
        "random guard", statement(symbols, every(1, D, says(var(1))), [], clauses),
        [block(D, [], order(equal), step("both", says(var(1)), equal))], {"n": "1", "p": "1/2"},
    )  # fmt: skip


def two_indices() -> Falsehood:
    """x with indices i, j and i, l is drawn twice where j ≠ l."""
    def pair(j):
        return mem("x", var(1), var(j))

    law = define("x", [var(1), var(2)], ["bernoulli", p], [["in", var(1), D]], law=True)
    def body(f):
        return total(1, D, total(2, E, total(3, E, f)))

    says = ["=", mean(body(mul(pair(2), pair(3)))), mul(p, body(ONE))]
    symbols = [_set(), _set("E", m), declare("m", "integer"), declare("n", "integer"), declare("p"), _x(["D"], ["E"])]
    return Falsehood("two indices", statement(symbols, says, [], [law]), [order(says)], {"n": "1", "m": "2", "p": "1/2"})


def captured_law() -> Falsehood:
    """The probability qᵢ of xᵢ is not that of the i which a block fixes."""
    probability = mem("q", var(1))
    law = _selector(probability)
    says = ["=", mean(total(2, D, mem("x", var(2)))), mul(probability, count(D, 2))]
    symbols = [_set(), declare("n", "integer"), declare("q", over=[["D"]]), _x()]
    given = statement(symbols, every(1, D, says), [], [law])
    return Falsehood("captured law", given, [block(D, [], order(says))], {"n": "2"}, {"q": {"D": ["0", "1"]}})


def earlier_law() -> Falsehood:
    """The first law that fits counts."""
    laws = [define("x", [var(1)], ["bernoulli", q], law=True), _selector()]
    says = ["=", mean(total(1, D, X)), mul(p, count(D))]
    symbols = [_set(), declare("n", "integer"), declare("p"), declare("q"), _x()]
    return Falsehood("earlier law", statement(symbols, says, [], laws), [order(says)], {"n": "1", "p": "1", "q": "0"})


def law_of_a_step() -> Falsehood:
    """A law for each step goes before the law without one."""
    laws = [_selector(), define("x", [var(1), var(2)], ["bernoulli", q], [["in", var(1), D]], law=True)]
    says = ["=", mean(total(1, D, mem("x", var(1), ONE))), mul(p, count(D))]
    symbols = [_set(), declare("n", "integer"), declare("p"), declare("q"), _x()]
    return Falsehood("law of a step", statement(symbols, says, [], laws), [order(says)], {"n": "1", "p": "1", "q": "0"})


def random_range() -> Falsehood:
    """How many terms a sum has may be random."""
    drawn = total(1, D, X)
    pairs = total(1, ["range", ONE, drawn], total(2, D, mem("x", var(2))))
    says = ["=", mean(pairs), mul(p, mean(total(1, ["range", ONE, drawn], count(D, 2))))]
    symbols = [_set(), declare("n", "integer"), declare("p"), _x()]
    return Falsehood("random range", statement(symbols, says, [], [_selector()]), [order(says)], {"n": "1", "p": "1/2"})


def random_range_of_a_product() -> Falsehood:
    """Nor how many factors a product."""
    drawn = total(1, D, X)
    product = ["product", "#1", ["range", ONE, drawn], A, ["matrix", d]]
    says = ["surely", ["=", product, mean(product)]]
    symbols = [_set(), declare("n", "integer"), declare("p"), _x(), _matrix("A"), declare("d", "integer")]
    given = statement(symbols, says, [], [_selector()])
    return Falsehood(
        "random range of a product", given, [order(says[1]), step("both", says, says[1])], {"n": "1", "p": "1/2", "d": "1", "A": [["2"]]}
    )  # fmt: skip


def random_step() -> Falsehood:
    """y decides which x is read, so it is not averaged apart."""
    y = mem("y", var(2))
    def x(t):
        return mem("x", var(1), t)

    def both(f):
        return total(1, D, total(2, E, f))

    says = ["=", mean(both(mul(y, x(y), x(ONE)))), mul(q, mean(both(mul(x(y), x(ONE)))))]
    numbers = [declare("n", "integer"), declare("m", "integer"), declare("p"), declare("q")]
    symbols = [_set(), _set("E", m), *numbers, _x(), _x(["E"], name="y")]
    laws = [_selector(), _selector(q, "y", (["in", var(1), E],))]
    return Falsehood("random step", statement(symbols, says, [], laws), [order(says)], {"n": "1", "m": "1", "p": "1/2", "q": "1/2"})


def value_from_a_lemma() -> Falsehood:
    """That Yᵏ has a value is known of the k of the lemma, not of what is put for it."""
    def term(e):
        return mul(ZERO, ["trace", power(A, e)])

    def says(e):
        return ["<=", term(e), e]

    lemma = statement([_matrix("A"), declare("d", "integer"), declare("k", "integer")], says(k))
    given = statement([_matrix("A"), declare("d", "integer"), declare("m", "integer")], ["<=", ZERO, m])
    steps = [step("lemma", says(m), name="L", of={"k": m}), order(["<=", ZERO, m], says(m), witness=sub(m, term(m)))]
    return Falsehood("value from a lemma", given, steps, {"d": "1", "A": [["1"]], "m": "-1"}, lemmas={"L": lemma})


def block_over_a_random_range() -> Falsehood:
    """t ≤ Σ xᵢ supposes something of what selectors decide."""
    drawn = total(1, D, X)
    inner = total(2, D, mem("x", var(2)))
    domain = ["range", ONE, drawn]
    says = ["<=", var(1), mul(p, count(D, 2))]
    low, high = ["<=", ZERO, p], ["<=", p, ONE]
    given = statement(
        [_set(), declare("n", "integer"), declare("p"), _x()], ["surely", every(1, domain, says)], [low, high], [_selector()]
    )  # fmt: skip
    inside = order(says, 3, 0, 1, witness=mean(sub(inner, var(1))))  # fact 3: the upper end
    fact = every(1, domain, says)
    steps = [block(domain, [], inside), step("both", ["surely", fact], fact)]
    return Falsehood("block over a random range", given, steps, {"n": "1", "p": "1/2"})


def norm_of_a_matrix() -> Falsehood:
    """‖A‖₂ is for vectors; for a matrix its square is no AᵀA."""
    norm = ["norm_2", A]
    square = mul(["transpose", A], A)
    two = ["=", add(ONE, ONE), TWO]
    powers = ["=", power(norm, add(ONE, ONE)), power(norm, TWO)]
    equal = ["=", square, mul(norm, norm)]
    says = ["=", mul(square, B), mul(B, square)]
    gap = sub(square, mul(norm, norm))
    steps = [
        order(two), step("replace", powers, two), order(equal, powers, witness=sub(power(norm, TWO), power(norm, add(ONE, ONE)))),
        order(says, equal, witness=add(mul(gap, B), neg(mul(B, gap)))),
    ]  # fmt: skip
    given = statement([_matrix("A"), _matrix("B"), declare("d", "integer")], says)
    values = {"d": "2", "A": [["1", "0"], ["0", "0"]], "B": [["0", "1"], ["1", "0"]]}
    return Falsehood("norm of a matrix", given, steps, values)


def ranges_of_a_diagonal() -> Falsehood:
    """In E Σᵢⱼ xᵢxⱼ uᵢvⱼ the diagonal has uᵢvᵢ, also where u and v are sums over ranges that end at i and j."""
    families, selected = ("a", "b", "l", "m"), [mem("x", var(1)), mem("x", var(2))]
    def ranges(u, v):
        return [total(3, ["range", ONE, mem(name, var(i + 1))], ONE) for i, name in enumerate((u, v))]

    def body(*factors):
        return total(1, D, total(2, D, mul(*factors)))

    def spread(u, v):
        return sub(mean(body(*selected, *ranges(u, v))), mul(p, p, body(*ranges(u, v))))

    says = ["=", mul(spread("a", "m"), spread("b", "l")), mul(spread("a", "l"), spread("b", "m"))]
    symbols = [_set(), declare("n", "integer"), declare("p"), _x(), *[declare(name, "integer", over=[["D"]]) for name in families]]
    members = {name: {"D": ["1", "0"] if name in ("a", "m") else ["0", "1"]} for name in families}
    given = statement(symbols, says, [], [_selector()])
    return Falsehood("ranges of a diagonal", given, [order(says)], {"n": "2", "p": "1/2"}, members)


def _part() -> tuple[Json, list[Json]]:
    """E, a part of D that y chooses, and what it takes."""
    part = define("E", [], ["such_that", "#1", D, ["=", mem("y", var(1)), ONE], ["boolean"]])
    return part, [_set(), _set("E"), declare("n", "integer"), declare("y", over=[["D"]])]


def size_of_a_part() -> Falsehood:
    """A part of a set has not the size that it is declared with."""
    part, symbols = _part()
    says = ["=", count(E), mul(n, ONE)]
    steps = [step("lemma", says, name="sum_constant", of={"D": E, "n": n, "c": ONE})]
    return Falsehood("size of a part", statement(symbols, says, [], [part]), steps, {"n": "1"}, {"y": {"D": ["0"]}})


def law_on_a_part() -> Falsehood:
    """A law on a part of a set goes before that on the set."""
    part, symbols = _part()
    says = ["=", mean(total(1, D, X)), mul(q, count(D))]
    laws = [_selector(p, given=(["in", var(1), E],)), _selector(q)]
    given = statement([*symbols, declare("p"), declare("q"), _x()], says, [], [part, *laws])
    return Falsehood("law on a part", given, [order(says)], {"n": "1", "p": "0", "q": "1"}, {"y": {"D": ["1"]}})


def size_of_itself() -> Falsehood:
    """d := Tr A⁰ + 1 has no solution where A is d × d."""
    body = add(["trace", power(total(1, E, mem("A", var(1)), "matrix", ONE), 0)], ONE)
    symbols = [declare("A", "matrix", d, over=[["E"]]), declare("E", "index_set", ZERO), declare("a"), declare("d", "integer")]
    says, last = ["=", d, body], ["=", ONE, ZERO]
    given = statement(symbols, last, [], [define("d", [], body)])
    steps = [step("definition", says), order(last, says, witness=sub(body, d))]
    return Falsehood("size of itself", given, steps, {"a": "0"}, {"A": {"E": []}})


def another_type() -> Falsehood:
    """A product of nothing is the identity of its type."""
    def nothing(size):
        return ["trace", ["product", "#1", ["range", ONE, ZERO], A, ["matrix", size]]]

    says = ["=", nothing(d), nothing(n)]
    given = statement([_matrix("A"), declare("d", "integer"), declare("n", "integer")], says)
    return Falsehood("another type", given, [order(says)], {"d": "1", "n": "2", "A": [["1"]]})


def number_that_is_a_matrix() -> Falsehood:
    """F := A has no value where F is declared a number, so it does not commute."""
    equal, says = ["=", F, A], ["=", mul(A, B), mul(B, A)]
    given = statement([_matrix("A"), _matrix("B"), declare("F"), declare("d", "integer")], says, [], [define("F", [], A)])
    steps = [step("definition", equal), order(says, equal, witness=add(mul(sub(A, F), B), neg(mul(B, sub(A, F)))))]
    values = {"d": "2", "A": [["1", "0"], ["0", "0"]], "B": [["0", "1"], ["1", "0"]]}
    return Falsehood("number that is a matrix", given, steps, values)


def number_that_unfolds_to_a_matrix() -> Falsehood:
    """Nor where it is unfolded."""
    of = number_that_is_a_matrix()
    turned, left, right = ["=", mul(F, B), mul(B, F)], ["=", mul(F, B), mul(A, B)], ["=", mul(B, F), mul(B, A)]
    gaps = add(neg(sub(*left[1:])), sub(*turned[1:]), sub(*right[1:]))
    last = order(of.statement["conclusion"], turned, left, right, witness=gaps)
    steps = [order(turned), *[order(one, unfold=[["F", 0]]) for one in (left, right)], last]
    return Falsehood("number that unfolds to a matrix", of.statement, steps, of.values)


def inverse_of_nothing() -> Falsehood:
    """1/(1/a) is a for every a, so 1/0 is 0 and nothing else."""
    twice, inverse = div(ONE, div(ONE, a)), div(ONE, div(ONE, ZERO))
    none, same, put, one = ["=", a, ZERO], ["=", twice, a], ["=", twice, inverse], ["=", ONE, ZERO]
    steps = [order(same), step("replace", put, none), order(one, none, same, put, witness=add(sub(inverse, twice), sub(twice, a), a))]
    return Falsehood("inverse of nothing", statement([declare("a")], one, [none]), steps, {"a": "0"})


def mean_of_a_vector() -> Falsehood:
    """(E w)ᵀ(E w) is a number, so its product with I has d times the trace of (E w)(E w)ᵀ."""
    w = mean(sym("w"))
    says = ["=", ["trace", mul(["inner", w, w], ["identity", d])], ["trace", mul(w, ["transpose", w])]]
    symbols = [_set(), declare("d", "integer"), declare("n", "integer"), declare("p"), *[declare(one, "vector", d) for one in "vw"], _x()]
    given = statement(symbols, says, [], [_selector(), define("w", [], mul(total(1, D, X), sym("v")))])
    return Falsehood("mean of a vector", given, [order(says)], {"d": "2", "n": "1", "p": "1", "v": ["1", "0"]})


FALSEHOODS = [
    make() for make in (
        bound_atoms_cancel, no_fixed_point, probability_of_itself, another_size, another_size_of_what_is_shared, another_guard, another_law,
        random_guard, two_indices, captured_law, earlier_law, law_of_a_step, random_range, random_range_of_a_product, random_step,
        value_from_a_lemma, block_over_a_random_range, norm_of_a_matrix, ranges_of_a_diagonal, size_of_a_part, law_on_a_part,
        size_of_itself, another_type, number_that_is_a_matrix, number_that_unfolds_to_a_matrix, mean_of_a_vector,
        inverse_of_nothing,
    )
]  # fmt: skip
