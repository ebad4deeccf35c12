"""The canonical form of a statement: JSON whose bytes do not depend on names of bound variables or on the order of declarations.

docs/certificates.md is the reference of the form.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import assert_never

from verify.language.expression import Apply, Bind, Compare, Expr, Member, Number, Symbol, Type
from verify.language.statement import Context, Declaration, Definition, Statement

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]


def expression_json(expr: Expr, bound: Mapping[str, str] | None = None) -> Json:
    """An expression as nested lists, its bound variables renamed by depth."""
    names = {} if bound is None else bound
    match expr:
        case Number(value):
            return ["number", str(value)]
        case Symbol(name):
            return ["symbol", names.get(name, name)]
        case Member(family, indices):
            return ["member", family, [expression_json(i, names) for i in indices]]
        case Apply(operator, arguments):
            return [operator.value, *(expression_json(a, names) for a in arguments)]
        case Bind(binder, variable, domain, body, type_):
            fresh = _fresh(names)
            inner = {**names, variable: fresh}
            return [binder.value, fresh, expression_json(domain, names), expression_json(body, inner), type_json(type_, names)]
        case Compare(relation, left, right):
            return [relation.value, expression_json(left, names), expression_json(right, names)]
        case _:
            assert_never(expr)


def _fresh(names: Mapping[str, str]) -> str:
    """The name of the next bound variable: one more than the depth so far (shadowed names keep their number)."""
    return f"#{max((int(n[1:]) for n in names.values()), default=0) + 1}"


def type_json(type_: Type, bound: Mapping[str, str] | None = None) -> Json:
    """A type as a list: its kind and, where it has one, its size."""
    return [type_.kind.value] if type_.size is None else [type_.kind.value, expression_json(type_.size, bound)]


def declaration_json(declaration: Declaration) -> Json:
    """A declaration as an object."""
    return {
        "name": declaration.name,
        "kind": declaration.kind.value,
        "size": None if declaration.size is None else expression_json(declaration.size),
        "shape": declaration.shape.value,
        "over": [list[Json](sorted(sets)) for sets in declaration.over],
        "selector": declaration.selector,
    }


def definition_json(definition: Definition) -> Json:
    """A clause of a definition as an object; its variables are renamed in the order of the parameters."""
    names: dict[str, str] = {}
    for parameter in definition.parameters:
        if isinstance(parameter, Symbol):
            names[parameter.name] = _fresh(names)
    return {
        "name": definition.name,
        "parameters": [expression_json(p, names) for p in definition.parameters],
        "body": expression_json(definition.body, names),
        "given": [expression_json(g, names) for g in definition.given],
        "law": definition.law,
    }


def statement_json(context: Context, conclusion: Expr) -> dict[str, Json]:
    """A statement as the kernel reads it: symbols and definitions sorted by name, hypotheses in the order of print."""
    symbols = sorted(context.symbols, key=lambda d: (d.name, len(d.over)))
    definitions = sorted(context.definitions, key=lambda d: (d.name, len(d.parameters)))
    return {
        "symbols": [declaration_json(d) for d in symbols],
        "definitions": [definition_json(d) for d in definitions],
        "hypotheses": [expression_json(h) for h in context.hypotheses],
        "conclusion": expression_json(conclusion),
    }


def canonical_bytes(statement: Statement) -> bytes:
    """The canonical bytes of a statement that has a meaning; a certificate must carry the same."""
    if statement.conclusion is None:
        raise ValueError(f"statement {statement.id} has no meaning, so no canonical form")
    return dump(statement_json(statement.context, statement.conclusion))


def dump(value: Json) -> bytes:
    """The one JSON encoding whose bytes are compared."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode("ascii")
