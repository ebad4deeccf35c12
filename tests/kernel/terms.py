"""Random expressions of one statement that has everything: matrices that do not commute, sets of symbolic size, selectors at steps."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

from tests.kernel.derivations import add, mean, mul, neg, power, sub, var
from tests.kernel.forms import ONE, TWO, ZERO, declare, define, mem, num, statement, sym

Json = Any
D, E, a, b, d, k, m, n, p, q, A, B, S, P, T, C, u, v = map(sym, "DEabdkmnpqABSPTCuv")
MATRIX = ["matrix", d]
RANGES = (["range", ONE, TWO], ["range", ONE, k], ["range", ZERO, sub(k, ONE)])
SYMBOLS = [
    declare("D", "index_set", n), declare("E", "index_set", m), *[declare(name, "integer") for name in "dkmn"],
    *[declare(name) for name in "abpqC"], *[declare(name, "matrix", d) for name in "ABT"], declare("S", "matrix", d, shape="symmetric"),
    declare("P", "matrix", d, shape="psd"), declare("u", "vector", d), declare("v", "vector", d),
    declare("y", over=[["D", "E"]]), declare("c", "integer", over=[["D", "E"]]),
    declare("H", "matrix", d, over=[["D", "E"]], shape="psd"), declare("G", "matrix", d, over=[["D", "E"]]),
    *[declare(name, kind, d, over=[["integers"]]) for name, kind in (("J", "matrix"), ("N", "matrix"), ("z", "vector"))],
    declare("x", "integer", over=[["D", "E"]], selector=True),
]  # fmt: skip
DEFINITIONS = [
    define("C", [], add(mul(a, b), neg(ONE))), define("T", [], add(A, ["sum", "#1", D, mul(mem("y", var(1)), mem("H", var(1))), MATRIX])),
    define("J", [var(1)], sub(A, ["sum", "#2", D, mul(mem("x", var(2), var(1)), mem("H", var(2))), MATRIX])),
    define("z", [var(1)], mul(mem("J", var(1)), u)), define("N", [ZERO], ["identity", d]),
    define("N", [var(1)], mul(a, A, mem("N", sub(var(1), ONE)), B), [[">=", var(1), ONE]]),
    define("x", [var(1)], ["bernoulli", p], [["in", var(1), D]], law=True),
    define("x", [var(1)], ["bernoulli", q], [["in", var(1), E]], law=True),
]  # fmt: skip
CHANCES = [[relation, one, end] for one in (p, q) for relation, end in ((">=", ZERO), ("<=", ONE))]
SMALL = [["<=", one, TWO] for one in (d, k, m, n)]
OF = statement(SYMBOLS, ["=", ZERO, ZERO], [*CHANCES, *SMALL], DEFINITIONS)
UNFOLD = (("C", 0), ("T", 0), ("J", 1))


class Writer:
    """Writes expressions: `bound` are the domains of the variables #1, #2, …; `chance` says whether selectors may be read."""

    def __init__(self, random: Random, chance: bool = False) -> None:
        self.random, self.bound, self.chance = random, list[Json](), chance

    def variables(self, *domains: str) -> list[Json]:
        """The bound variables over these domains."""
        return [var(i + 1) for i, domain in enumerate(self.bound) if (domain[1] if domain[0] == "symbol" else domain[0]) in domains]

    def below(self, domain: Json, write: Callable[[int], Json], depth: int) -> Json:
        """What is written with one more variable."""
        self.bound.append(domain)
        body = write(depth)
        self.bound.pop()
        return body

    def folded(self, head: str, write: Callable[[int], Json], depth: int, *type_: Json) -> Json:
        """A sum or product."""
        ranges = [*RANGES, *[["range", ONE, mem("c", i)] for i in self.variables("D", "E")] * 2]
        domains = [D, E, *ranges] if head == "sum" and len(self.bound) < 3 else ranges
        domain = self.random.choice(domains)
        return [head, f"#{len(self.bound) + 1}", domain, self.below(domain, write, depth), list(type_)]

    def expected(self, write: Callable[[int], Json], depth: int) -> Json:
        """An expectation; none in another, as that would be a constant."""
        if self.chance:
            return write(depth)
        self.chance = True
        body = write(depth)
        self.chance = False
        return mean(body)

    def moment(self, depth: int) -> Json:
        """The mean of a sum in which selectors are multiplied, with a number or a matrix."""
        r, steps = self.random, [[], [ONE], [TWO]]
        self.chance = True
        domains = [r.choice([D, E]) for _ in range(r.randrange(1, 3))]
        self.bound += domains
        drawn = [mem("x", var(i + 1), *r.choice(steps)) for i in range(len(domains)) for _ in range(r.randrange(1, 3))]
        kind, body = r.choice([(["real"], self.scalar), (MATRIX, self.matrix)])
        found = mul(*drawn, body(depth))
        self.bound, self.chance = [], False
        for i, domain in reversed(list(enumerate(domains))):
            found = ["sum", f"#{i + 1}", domain, found, kind]
        return mean(found)

    def step(self) -> Json:
        """The number of a step."""
        return self.random.choice([ONE, TWO, *self.variables("range")])

    def scalar(self, depth: int) -> Json:
        """A number."""
        r = self.random
        items = self.variables("D", "E")
        if depth <= 0:
            drawn = [mem("x", i, *t) for i in items for t in ([], [self.step()])] if self.chance else []
            return r.choice([num(r.randrange(4)), a, b, C, n, *self.variables("range"), *[mem("y", i) for i in items] * 2, *drawn * 3])
        write, deep = self.scalar, depth - 1
        return r.choice([
            lambda: add(write(deep), write(deep)), lambda: mul(write(deep), write(deep)), lambda: mul(write(deep), write(deep), write(0)),
            lambda: neg(write(deep)), lambda: ["divide", write(deep), write(0)], lambda: power(write(deep), r.randrange(4)),
            lambda: power(write(0), k), lambda: ["trace", self.matrix(deep)], lambda: ["trace", mul(self.matrix(deep), self.matrix(0))],
            *[lambda: self.folded("sum", write, deep, "real"), lambda: self.expected(write, deep)] * 2, lambda: ["absolute", write(deep)],
            lambda: ["inner", self.vector(deep), self.vector(deep)],
            lambda: ["binomial", r.choice([n, k]), r.choice([ONE, m])], lambda: power(["norm_2", self.vector(deep)], 2),
        ])()  # fmt: skip

    def vector(self, depth: int) -> Json:
        """A vector."""
        r = self.random
        if depth <= 0:
            return r.choice([u, v, mem("z", self.step())] if self.chance else [u, v])
        write, deep = self.vector, depth - 1
        return r.choice([
            lambda: mul(self.matrix(deep), write(deep)), lambda: add(write(deep), write(deep)), lambda: mul(self.scalar(0), write(deep)),
            lambda: self.expected(write, deep),
        ])()  # fmt: skip

    def matrix(self, depth: int) -> Json:
        """A matrix."""
        r = self.random
        items = self.variables("D", "E")
        if depth <= 0:
            steps = [mem("J", self.step())] * 2 if self.chance else []
            members = [mem(family, i) for i in items for family in "HG"]
            return r.choice([A, B, S, P, T, ["identity", d], mem("N", r.choice([k, ONE])), *members, *steps])
        write, deep = self.matrix, depth - 1
        return r.choice([
            lambda: add(write(deep), write(deep)), lambda: mul(write(deep), write(deep)), lambda: mul(write(deep), write(0), write(deep)),
            lambda: mul(self.scalar(deep), write(deep)), lambda: neg(write(deep)), lambda: ["transpose", write(deep)],
            lambda: power(write(deep), 1 + r.randrange(2)), lambda: power(write(deep), k),
            lambda: mul(self.vector(deep), ["transpose", self.vector(0)]),
            *[lambda: self.folded("sum", write, deep, "matrix", d), lambda: self.expected(write, deep)] * 2,
            lambda: self.folded(r.choice(["product", "reversed_product"]), write, 0, "matrix", d),
        ])()  # fmt: skip
