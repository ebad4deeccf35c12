"""Every small change of a certificate: each name, number, head, index, entry and key, one at a time."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

HEADS = (
    ("add", "multiply", "and"),
    ("negate", "transpose", "trace", "identity", "absolute", "root", "norm_2", "norm_frobenius", "expectation", "surely"),
    ("divide", "power", "inner", "binomial", "=", "<", "<=", ">", ">=", "loewner<=", "loewner>=", "in"),
    ("open_interval", "closed_interval", "range"),
    ("naturals", "reals"),
    ("sum", "product", "reversed_product", "maximum", "for_all", "such_that"),
    ("real", "integer", "matrix", "vector", "row", "boolean", "index_set"),
    ("general", "symmetric", "psd"),
)


def mutants(certificate: Any) -> Iterator[Any]:
    """Certificates that differ from this one in one place."""
    names = sorted({d["name"] for d in certificate["statement"]["symbols"]} | {"#1", "#2"})
    text = json.dumps(certificate)
    for path, node in _nodes(certificate):
        for other in (o for o in _alternatives(node, names) if o != node or type(o) is not type(node)):
            changed = json.loads(text)
            _parent(changed, path)[path[-1]] = other
            yield changed
        shorter = json.loads(text)
        del _parent(shorter, path)[path[-1]]
        yield shorter


def _nodes(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    if path:
        yield path, value
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in children:
        yield from _nodes(child, (*path, key))


def _parent(certificate: Any, path: tuple[Any, ...]) -> Any:
    for key in path[:-1]:
        certificate = certificate[key]
    return certificate


def _alternatives(node: Any, names: list[str]) -> Iterator[Any]:
    match node:
        case bool():
            yield not node
        case int():
            yield from (node + 1, node - 1, None)
        case None:
            yield from ("0", 0, ["number", "1"])
        case str() if node.lstrip("-").replace("/", "").isdecimal():
            top = int(node.split("/")[0])
            yield from (str(top + 1), str(top - 1), "0", "-1", "1/3", f"{2 * top}/2", f"{node}.0", f" {node}")
        case str():
            yield from (other for group in (*HEADS, names) if node in group for other in group if other != node)
        case [a, *rest] if rest != rest[::-1]:
            yield [a, *rest[::-1]]
        case _:
            return
