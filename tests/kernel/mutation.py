"""Every small change of a certificate: each name, number, head, index, entry and key, one at a time."""

from __future__ import annotations

import json
from collections.abc import Iterator
from random import Random
from typing import Any

HEADS = (
    ("add", "multiply", "and"),
    ("negate", "transpose", "trace", "identity", "absolute", "root", "norm_1", "norm_2", "norm_frobenius", "largest_eigenvalue",
     "expectation", "surely"),
    ("divide", "power", "inner", "binomial", "=", "<", "<=", ">", ">=", "loewner<=", "loewner>=", "in"),
    ("open_interval", "closed_interval", "range"),
    ("naturals", "reals"),
    ("sum", "product", "reversed_product", "maximum", "for_all", "such_that", "table"),
    ("real", "integer", "matrix", "vector", "row", "boolean", "index_set"),
    ("general", "symmetric", "psd"),
    ("order", "definition", "value", "lemma", "use", "part", "both", "replace"),
    ("open_interval_low", "open_interval_high", "closed_interval_low", "closed_interval_high", "natural"),
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


def mutant(data: Any, names: list[str], random: Random) -> Any:
    """Data that differs in one place, chosen at random, or in every place that has the same text as that one."""
    text = json.dumps(data)
    path, node = random.choice(list(_nodes(data)))
    ways = [other for other in _alternatives(node, names) if other != node]
    if ways and isinstance(node, str) and random.random() < 0.5:
        return json.loads(text.replace(json.dumps(node), json.dumps(random.choice(ways))))
    changed = json.loads(text)
    if ways and random.random() < 0.9:
        _parent(changed, path)[path[-1]] = random.choice(ways)
    else:
        del _parent(changed, path)[path[-1]]
    return changed


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
