"""Systematic edits of a relation: a changed sign, index, factor, order, range, exponent, number, symbol or relation, one at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.kernel.rewriting import nodes, put_at

Json = Any
KINDS = ("sign", "term", "factor", "order", "index", "range", "exponent", "number", "symbol", "relation")
INSTEAD = (
    ("C_r", "C_f"), ("n_r", "n_f", "B"), ("D_r", "D_f"), ("alpha", "eta", "epsilon"), ("H_R", "H_F", "J"), ("H", "N", "M"), ("k", "d"),
    ("#1", "#2"),
)  # fmt: skip
RELATIONS = {
    "=": ("<", "loewner<="), "<=": (">=", "<", "="), ">=": ("<=", ">", "="), "<": (">", "="), ">": ("<", "="),
    "loewner>=": ("loewner<=", "="), "loewner<=": ("loewner>=", "="),
}  # fmt: skip
ONE = ["number", "1"]


def edits(relation: Json) -> Iterator[tuple[str, Json]]:
    """The edits with their kinds; an edited relation may be no expression any more."""
    for path, part, _ in nodes(relation):
        for kind, new in _edited(part):
            yield kind, put_at(relation, path, new)


def _edited(part: Json) -> Iterator[tuple[str, Json]]:
    match part:
        case ["add", *terms]:
            for n, term in enumerate(terms):
                yield "sign", ["add", *terms[:n], ["negate", term], *terms[n + 1 :]]
                rest = terms[:n] + terms[n + 1 :]
                yield "term", ["add", *rest] if rest[1:] else rest[0]
        case ["multiply", *factors]:
            for n, factor in enumerate(factors):
                rest = factors[:n] + factors[n + 1 :]
                yield "factor", ["multiply", *rest] if rest[1:] else rest[0]
                yield "factor", ["multiply", *factors[:n], factor, *factors[n:]]
                if n:
                    yield "order", ["multiply", *factors[: n - 1], factor, factors[n - 1], *factors[n + 1 :]]
        case ["transpose", body]:
            yield "factor", body
        case ["member", name, indices]:
            for n, index in enumerate(indices):
                yield "index", ["member", name, [*indices[:n], ["add", index, ONE], *indices[n + 1 :]]]
            yield from (("symbol", ["member", other, indices]) for other in _others(name))
        case ["range", low, high]:
            yield from (("range", ["range", low, ["add", high, ONE]]), ("range", ["range", ["add", low, ONE], high]))
        case ["power", base, exponent]:
            yield from (("exponent", ["power", base, ["add", exponent, ONE]]), ("exponent", ["multiply", base, ["power", base, exponent]]))
        case ["number", digits]:
            yield "number", ["number", str(int(digits) + 1)]
        case ["symbol", name]:
            yield from (("index" if name[0] == "#" else "symbol", ["symbol", other]) for other in _others(name))
        case ["expectation", body]:
            yield "factor", body
        case [str(head), left, right] if head in RELATIONS:
            yield from (("relation", [other, left, right]) for other in RELATIONS[head])


def _others(name: str) -> list[str]:
    return [other for group in INSTEAD if name in group for other in group if other != name]
