"""Ways to write an expression anew at one place: some keep its value, some only where matrices commute or nothing is random."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random
from typing import Any

from tests.kernel.derivations import add, mul, neg
from tests.kernel.forms import ONE, TWO

Json = Any
FOLDS = ("sum", "product", "reversed_product")
TYPES = ("real", "matrix", "boolean")
INSTEAD = (("a", "b", "C"), ("A", "B", "S", "T"), ("u", "v"))


def nodes(expr: Json, level: int = 0, path: tuple[int, ...] = ()) -> Iterator[tuple[tuple[int, ...], Json, int]]:
    """Every part of an expression that is one itself: its path, itself, and the number of variables bound there."""
    yield path, expr, level
    parts = enumerate(expr[2]) if expr[0] == "member" else enumerate(expr)
    for place, part in parts:
        if isinstance(part, list) and part[0] not in TYPES:
            inside = expr[0] in FOLDS and place == 3
            yield from nodes(part, level + inside, (*path, 2, place) if expr[0] == "member" else (*path, place))


def put_at(expr: Json, path: tuple[int, ...], new: Json) -> Json:
    """The expression with another at a path."""
    if not path:
        return new
    return [put_at(part, path[1:], new) if place == path[0] else part for place, part in enumerate(expr)]


def renumbered(expr: Json, number: Callable[[int], int]) -> Json:
    """The expression with other numbers for its variables."""
    if isinstance(expr, str):
        return f"#{number(int(expr[1:]))}" if expr[0] == "#" else expr
    return [renumbered(part, number) for part in expr]


def lowered(expr: Json, level: int) -> Json:
    """An expression that stands below so many binders, moved below one more."""
    return renumbered(expr, lambda i: i + (i > level))


def swapped(expr: Json, level: int) -> Json:
    """A sum of sums, the inner one outside; they may be over what the other reads, which then stands for something else."""
    other = {level + 1: level + 2, level + 2: level + 1}
    _, name, outer, (_, inner_name, inner, body, kind), _ = expr
    domain = renumbered(inner, lambda i: other.get(i, i))
    return ["sum", name, domain, ["sum", inner_name, lowered(outer, level), renumbered(body, lambda i: other.get(i, i)), kind], kind]


def ways(expr: Json, level: int, random: Random) -> list[Json]:
    """The expression written in other ways, some of which have another value."""
    match expr:
        case ["add", first, *rest]:
            return [add(*random.sample([first, *rest], 1 + len(rest))), add(*rest, first)]
        case ["multiply", *factors]:
            place, one = random.randrange(len(factors)), random.randrange(len(factors) - 1)
            exchanged = mul(*factors[:one], factors[one + 1], factors[one], *factors[one + 2 :])
            grouped = mul(factors[0], mul(*factors[1:])) if factors[2:] else expr
            return [exchanged, _distributed(factors, place), grouped, _inward(factors, level)]
        case ["trace", ["multiply", *factors]]:
            start = random.randrange(len(factors))
            turned, back = factors[start:] + factors[:start], [["transpose", factor] for factor in factors[::-1]]
            return [["trace", mul(*turned)], ["trace", mul(*back)], ["trace", mul(*factors[::-1])]]
        case ["trace", body]:
            return [["trace", ["transpose", body]]]
        case ["transpose", ["multiply", *factors]]:
            return [mul(*[["transpose", factor] for factor in way]) for way in (factors, factors[::-1])]
        case ["transpose", body]:
            return [body, ["transpose", ["transpose", expr]]]
        case ["sum", name, domain, ["add", *terms], kind]:
            return [add(*[["sum", name, domain, term, kind] for term in terms])]
        case ["sum", _, _, ["sum", *_], _]:
            return [swapped(expr, level)] * 2
        case ["product" | "reversed_product" as head, *rest]:
            return [["reversed_product" if head == "product" else "product", *rest]]
        case ["power", base, ["number", digits]] if int(digits) > 1:
            return [mul(*[base] * int(digits)), mul(base, *[base] * int(digits))]
        case ["power", ["multiply", *factors], exponent]:
            return [mul(*[["power", factor, exponent] for factor in factors])]
        case ["divide", x, y]:
            return [mul(x, ["divide", ONE, y]), mul(["divide", ONE, y], x)]
        case ["expectation", ["add", *terms]]:
            return [add(*[["expectation", term] for term in terms])]
        case ["expectation", ["multiply", *factors]]:
            return [mul(*[["expectation", factor] for factor in factors])]
        case ["expectation", ["sum", name, domain, body, kind]]:
            return [["sum", name, domain, ["expectation", body], kind]]
        case ["symbol", name]:
            known = [*INSTEAD, [f"#{i + 1}" for i in range(level)]]
            return [["symbol", other] for group in known if name in group for other in group if other != name]
        case ["member", name, [index, _]]:
            return [["member", name, [index, step]] for step in (ONE, TWO)]
    return []


def _distributed(factors: list[Json], place: int) -> Json:
    if factors[place][0] != "add":
        return mul(*factors)
    return add(*[mul(*factors[:place], term, *factors[place + 1 :]) for term in factors[place][1:]])


def _inward(factors: list[Json], level: int) -> Json:
    """c Σ body as Σ c body."""
    *outer, last = factors
    if last[0] != "sum":
        return mul(*factors)
    _, name, domain, body, kind = last
    return ["sum", name, domain, mul(*[lowered(factor, level) for factor in outer], body), kind]


def rewritten(expr: Json, random: Random, times: int) -> Json:
    """The expression, written anew at so many random places."""
    for _ in range(times):
        found = [(path, way) for path, part, level in nodes(expr) for way in ways(part, level, random) if way != part]
        path, way = random.choice(found) if found else ((), neg(neg(expr)))
        expr = put_at(expr, path, way)
    return expr
