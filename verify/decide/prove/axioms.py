"""The kernel's axioms as statements: `verify/kernel/axioms.json` is the data that both read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from verify.language.expression import Apply, Bind, Binder, Compare, Expr, Kind, Member, Number, Operator, Relation, Symbol, Type
from verify.language.statement import Context, Declaration, Role, Shape, Statement

_OPERATORS = MappingProxyType({operator.value: operator for operator in Operator})
_BINDERS = MappingProxyType({binder.value: binder for binder in Binder})
_RELATIONS = MappingProxyType({relation.value: relation for relation in Relation})


@cache
def axioms() -> Mapping[str, Statement]:
    """The axioms by name."""
    data = json.loads(files("verify.kernel").joinpath("axioms.json").read_text(encoding="utf-8"))
    return {name: _statement(name, content) for name, content in data.items()}


def _statement(name: str, content: Mapping[str, Any]) -> Statement:
    symbols = tuple(_declaration(item) for item in content["symbols"])
    hypotheses = tuple(from_json(item) for item in content["hypotheses"])
    context = Context(symbols, (), hypotheses)
    return Statement(name, name, "axioms.json", 0, "", Role.CLAIM, context, from_json(content["conclusion"]))


def _declaration(item: Mapping[str, Any]) -> Declaration:
    size = None if item["size"] is None else from_json(item["size"])
    over = tuple(tuple(sets) for sets in item["over"])
    return Declaration(item["name"], Kind(item["kind"]), size, Shape(item["shape"]), over, item["selector"])


def from_json(data: Any) -> Expr:
    """An expression from its form in certificates; its bound variables are called #1, #2, … by depth, as there."""
    match data:
        case ["number", digits]:
            return Number(int(digits))
        case ["symbol", name]:
            return Symbol(name)
        case ["member", family, indices]:
            return Member(family, tuple(from_json(index) for index in indices))
        case [head, variable, domain, body, [kind, *size]] if head in _BINDERS:
            type_ = Type(Kind(kind), from_json(size[0]) if size else None)
            return Bind(_BINDERS[head], variable, from_json(domain), from_json(body), type_)
        case [head, left, right] if head in _RELATIONS:
            return Compare(_RELATIONS[head], from_json(left), from_json(right))
        case [head, *arguments]:
            return Apply(_OPERATORS[head], tuple(from_json(argument) for argument in arguments))
    raise ValueError(f"{data!r} is no expression")
