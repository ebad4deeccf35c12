"""Sums over assignments written out: nested sums over what each integer is given. The kernel's evaluation knows those."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.kernel.derivations import mul, var
from tests.kernel.forms import ONE, num

Json = Any
Given = Mapping[str, Any]  # what stands for a symbol: an expression, or, of an assignment, one for each integer


def written_out(expr: Json, given: Given, depth: int = 0) -> Json:
    """The expression without assignments and products over ranges; the ends of these must be numbers once `given` is put in."""
    match expr:
        case ["symbol", name]:
            return given.get(name, expr)
        case ["choice_at", ["symbol", name], place]:
            return given[name][_integer(place, given)]
        case ["sum", variable, ["choices", _, ["range", low, high], members, _], body, type_]:
            places = range(_integer(low, given), _integer(high, given) + 1)
            fresh = {place: depth + n + 1 for n, place in enumerate(places)}
            one = {place: var(n) for place, n in fresh.items()}
            found = written_out(body, {**given, variable: one}, depth + len(fresh))
            for n in reversed(fresh.values()):
                found = ["sum", f"#{n}", members, found, type_]
            return found
        case ["product", variable, ["range", low, high], body, _]:
            places = range(_integer(low, given), _integer(high, given) + 1)
            return mul(ONE, ONE, *[written_out(body, {**given, variable: num(place)}, depth) for place in places])
        case ["sum" | "table" as head, variable, domain, body, type_]:
            inner = written_out(body, {**given, variable: var(depth + 1)}, depth + 1)
            return [head, f"#{depth + 1}", domain, inner, type_]
    return [written_out(part, given, depth) if isinstance(part, list) else part for part in expr]


def _integer(expr: Json, given: Given) -> int:
    match expr:
        case ["number", digits]:
            return int(digits)
        case ["negate", part]:
            return -_integer(part, given)
        case ["add", *parts]:
            return sum(_integer(part, given) for part in parts)
        case ["symbol", name]:
            return _integer(given[name], {})
    raise ValueError(f"{expr!r} is no integer here")
