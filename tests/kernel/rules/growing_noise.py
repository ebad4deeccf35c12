"""The refutation of Lemma 4.7.1 in the limit: where w_0 = 0, E‖w_k‖² is 0, though Tr N_k = 2^k grows (d = 1, each H_i = 2, C_r = 1/4)."""

from __future__ import annotations

from typing import Any

from tests.kernel.derivations import add, block, div, every, mean, mul, numbered, order, power, step, sub, total, var
from tests.kernel.forms import ONE, TWO, ZERO, mem, num, sym
from tests.kernel.rewriting import lowered

Json = Any
B, C_f, C_r, alpha, d, eta, n_f, n_r, w_0 = map(sym, ["B", "C_f", "C_r", "alpha", "d", "eta", "n_f", "n_r", "w_0"])
NATURALS, IDENTITY, NEXT = ["naturals"], ["identity", d], add(var(1), ONE)
SETS = [("D_f", C_f, n_f), ("D_r", C_r, n_r)]
TWICE, NOTHING = mul(TWO, IDENTITY), mul(ZERO, w_0)
VALUES = [["=", eta, ONE], ["=", alpha, ZERO], ["=", B, ONE], ["=", n_f, ONE], ["=", n_r, TWO]]
HESSIANS = [every(1, sym(one), ["=", mem("H", var(1)), TWICE]) for one, _, _ in SETS]
FACTS = [*VALUES, *HESSIANS, ["=", d, ONE], ["=", w_0, NOTHING]]


def growing_noise(of: Json, start: str = "0") -> Json:
    """The certificate, for Lemma 4.7.1 in the limit; `start` is the number w_0 of the instance."""
    values = {"eta": "1", "alpha": "0", "B": "1", "n_f": "1", "n_r": "2", "d": "1", "w_0": [start]}
    members = {"H": {"D_f": [[["2"]]], "D_r": [[["2"]], [["2"]]]}}
    bodies = {clause["name"]: clause["body"] for clause in of["definitions"]}
    steps = numbered([*_growth(of, bodies), *_rest(of["conclusion"], bodies["w"])], FACTS)
    evidence = {"instance": {"values": values, "members": members}, "facts": FACTS, "steps": steps}
    return {"format": "verify-certificate/1", "id": "L4.7.1m", "kind": "refutation", "statement": of, **evidence}


def gap(equation: Json) -> Json:
    """The difference of the sides."""
    return sub(equation[1], equation[2])


def put(expr: Json, old: Json, new: Json) -> Json:
    """The expression with another for a part."""
    return new if expr == old else [put(part, old, new) for part in expr] if isinstance(expr, list) else expr


def _noise(middle: Json, hessian: Json) -> Json:
    """C_f Σ H X H + C_r Σ H X H, below one variable."""
    return add(*[mul(weight, total(2, sym(one), mul(hessian, middle, hessian), "matrix", d)) for one, weight, _ in SETS])


def noise(n: Json) -> Json:
    """N_n = 2ⁿ I."""
    return ["=", mem("N", n), mul(power(TWO, n), IDENTITY)]


def _growth(of: Json, bodies: Json) -> list[Json]:
    """N_n = 2ⁿ I for all n, so Tr N_n → ∞."""
    ones = [["=", total(1, sym(one), ONE), mul(size, ONE)] for one, _, size in SETS]
    weights = [["=", C_f, ZERO], ["=", C_r, div(ONE, num(4))]]
    below = sub(NEXT, ONE)
    first, clause = ["=", mem("N", ZERO), IDENTITY], ["=", mem("N", NEXT), _noise(mem("N", below), mem("H", var(2)))]
    known, written = _noise(mem("N", var(1)), mem("H", var(2))), _noise(mul(power(TWO, var(1)), IDENTITY), TWICE)
    twice = ["=", power(TWO, NEXT), mul(power(TWO, var(1)), power(TWO, ONE))]
    counts = lowered(ones, 0)
    parts = [mul(gap(weight), num(4), power(TWO, var(1)), one[1], IDENTITY) for weight, one in zip(weights, counts, strict=True)]
    counted = [mul(power(TWO, var(1)), add(gap(counts[1]), gap(VALUES[4])), IDENTITY)]
    more = every(1, NATURALS, ["implies", noise(var(1)), noise(NEXT)])
    every_noise = every(1, NATURALS, noise(var(1)))
    return [
        *[
            step("lemma", said, name="sum_constant", of={"D": sym(one), "n": size, "c": ONE})
            for said, (one, _, size) in zip(ones, SETS, strict=True)
        ],
        *[found for weight in weights for found in _weight(weight, bodies[weight[1][1]])],
        step("definition", first, clause=0),
        order(noise(ZERO), first, witness=gap(first)),
        block(
            NATURALS,
            [noise(var(1))],
            order([">=", NEXT, ONE], ["<=", ZERO, var(1)], witness=var(1)),
            order(["<", ZERO, NEXT], ["<=", ZERO, var(1)], witness=NEXT),
            order(["<=", ZERO, ONE], witness=ONE),
            step("definition", clause, [">=", NEXT, ONE], ["<", ZERO, NEXT], clause=1),
            step("replace", ["=", known, written], noise(var(1)), *HESSIANS),
            step("lemma", twice, ["<=", ZERO, var(1)], ["<=", ZERO, ONE], name="power", of={"y": TWO, "m": var(1), "n": ONE}),
            order(
                noise(NEXT),
                clause,
                ["=", known, written],
                twice,
                *weights,
                *ones,
                VALUES[4],
                witness=add(gap(clause), sub(known, written), *parts, *counted, mul(sub(twice[2], twice[1]), IDENTITY)),
            ),
        ),
        step("lemma", every_noise, noise(ZERO), more, name="induction", of={"P": noise(var(1))}),
        *_unbounded(of["hypotheses"][-1], every_noise),
    ]


def _unbounded(hypothesis: Json, every_noise: Json) -> list[Json]:
    """Tr N_n → ∞, as Tr N_n = 2ⁿ for d = 1."""
    bound = ["<=", mul(ONE, power(TWO, var(1))), ["trace", mem("N", var(1))]]
    return [
        block(
            NATURALS,
            [],
            step("use", noise(var(1)), every_noise, ["<=", ZERO, var(1)], at=[var(1)]),
            order(
                bound, noise(var(1)), ["=", d, ONE], witness=add(["trace", gap(noise(var(1)))], mul(power(TWO, var(1)), gap(["=", d, ONE])))
            ),
        ),
        order(["<", ZERO, ONE], witness=ONE),
        order(["<", ONE, TWO], witness=ONE),
        step(
            "lemma",
            hypothesis,
            every(1, NATURALS, bound),
            ["<", ZERO, ONE],
            ["<", ONE, TWO],
            name="limit_growth",
            of={"c": ONE, "q": TWO, "f": ["trace", mem("N", var(1))]},
        ),
    ]


def _weight(weight: Json, body: Json) -> list[Json]:
    """The number that a weight is."""
    written = body
    for _, symbol, number in VALUES:
        written = put(written, symbol, number)
    clause, same = ["=", weight[1], body], ["=", body, written]
    return [
        step("definition", clause, clause=0),
        step("replace", same, *VALUES),
        order(weight, clause, same, witness=add(gap(clause), gap(same))),
    ]


def _rest(conclusion: Json, body: Json) -> list[Json]:
    """E‖w_n‖² = 0 for all n."""
    def square(vector):
        return mean(power(["norm_2", vector], 2))

    clause, still = ["=", mem("w", var(1)), body], put(body, w_0, NOTHING)
    first, second = ["=", square(mem("w", var(1))), square(body)], ["=", square(body), square(still)]
    zero = ["=", square(mem("w", var(1))), ZERO]
    return [
        block(
            NATURALS,
            [],
            step("definition", clause, clause=0),
            step("replace", first, clause),
            step("replace", second, FACTS[-1]),
            order(zero, first, second, witness=add(gap(first), gap(second))),
        ),
        step(
            "lemma", [*conclusion[:2], ZERO], every(1, NATURALS, zero), name="limit_constant", of={"c": ZERO, "f": square(mem("w", var(1)))}
        ),
    ]
