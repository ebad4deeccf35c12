"""Short ways to write the JSON that the kernel reads."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

Json = Any

ONE, TWO = ["number", "1"], ["number", "2"]
ZERO = ["number", "0"]


def frozen(expr: Json) -> Json:
    """Nested lists as nested tuples, as the kernel holds what it has read."""
    return tuple([frozen(part) for part in expr]) if isinstance(expr, list | tuple) else expr


def num(value: int) -> Json:
    """An integer as an expression."""
    return ["number", str(value)] if value >= 0 else ["negate", ["number", str(-value)]]


def sym(name: str) -> Json:
    """A symbol."""
    return ["symbol", name]


def mem(family: str, *indices: Json) -> Json:
    """A member of a family."""
    return ["member", family, list(indices)]


def declare(name: str, kind: str = "real", size: Json = None, over: Iterable[Iterable[str]] = (), **more: Any) -> Json:
    """A declaration; `more`: shape, selector."""
    plain = {"name": name, "kind": kind, "size": size, "shape": "general", "over": [list(sets) for sets in over], "selector": False}
    return plain | more


def define(name: str, parameters: Iterable[Json], body: Json, given: Iterable[Json] = (), law: bool = False) -> Json:
    """A clause of a definition."""
    return {"name": name, "parameters": list(parameters), "body": body, "given": list(given), "law": law}


def statement(symbols: Iterable[Json], conclusion: Json, hypotheses: Iterable[Json] = (), definitions: Iterable[Json] = ()) -> Json:
    """A statement in canonical order."""
    return {
        "symbols": sorted(symbols, key=lambda d: (d["name"], len(d["over"]))),
        "definitions": sorted(definitions, key=lambda d: (d["name"], len(d["parameters"]))),
        "hypotheses": list(hypotheses),
        "conclusion": conclusion,
    }


def counterexample(of: Json, values: Json, lhs: Json, rhs: Json, members: Json | None = None) -> Json:
    """A counterexample certificate."""
    evidence = {"instance": {"values": values, "members": members or {}}, "lhs": lhs, "rhs": rhs}
    return {"format": "verify-certificate/1", "id": "1.1", "kind": "counterexample", "statement": of, **evidence}


def vacuous(of: Json, steps: Iterable[Json]) -> Json:
    """A certificate of contradictory hypotheses."""
    return {"format": "verify-certificate/1", "id": "1.1", "kind": "vacuous", "statement": of, "steps": list(steps)}
