"""The form of a statement that docs/certificates.md describes, as a check."""

from __future__ import annotations

from verify.language.expression import Binder, Kind, Operator, Relation
from verify.language.statement import Shape

OPERATORS, BINDERS, RELATIONS = ({m.value for m in members} for members in (Operator, Binder, Relation))
KINDS = {k.value for k in Kind}
HEADS = ("number", "symbol", "member")


def is_expression(data: object, depth: int = 0) -> bool:
    """Whether this is an EXPR; depth: how many binders stand around it."""
    match data:
        case ["number", str(digits)]:
            return digits.isdecimal() and str(int(digits)) == digits
        case ["symbol", str(name)]:
            return name.isascii() and name != "" and (not name.startswith("#") or 1 <= int(name[1:]) <= depth)
        case ["member", str(name), [_, *_] as indices]:
            return not name.startswith("#") and all(is_expression(i, depth) for i in indices)
        case [str(head), str(variable), domain, body, type_] if head in BINDERS:
            inside = is_expression(body, depth + 1)
            return variable == f"#{depth + 1}" and is_expression(domain, depth) and inside and is_type(type_, depth)
        case [str(head), left, right] if head in RELATIONS:
            return is_expression(left, depth) and is_expression(right, depth)
        case [str(head), *arguments] if head in OPERATORS:
            return all(is_expression(a, depth) for a in arguments)
        case _:
            return False


def is_type(data: object, depth: int = 0) -> bool:
    """Whether this is a TYPE."""
    match data:
        case [str(kind)]:
            return kind in KINDS
        case [("matrix" | "vector" | "row"), size]:
            return is_expression(size, depth)
        case _:
            return False


def is_declaration(data: object) -> bool:
    """Whether this is a DECLARATION."""
    match data:
        case {"name": str(), "kind": str(kind), "size": size, "shape": str(shape), "over": list(over), "selector": bool()}:
            sets = all(isinstance(s, list) and s == sorted(s) and all(isinstance(n, str) for n in s) for s in over)
            sized = size is None or is_expression(size)
            return len(data) == 6 and kind in KINDS and shape in {s.value for s in Shape} and sized and sets
        case _:
            return False


def is_definition(data: object) -> bool:
    """Whether this is a DEFINITION, as it stands in the canonical bytes (without its id)."""
    match data:
        case {"name": str(), "parameters": list(parameters), "body": body, "given": list(given), "law": bool()}:
            names = [p[1] for p in parameters if p[0] == "symbol"]
            numbered = names == [f"#{n}" for n in range(1, len(names) + 1)]
            bare = all(p[0] in ("symbol", "number") and len(p) == 2 for p in parameters)
            return len(data) == 5 and numbered and bare and all(is_expression(e, len(names)) for e in (body, *given))
        case _:
            return False


def is_statement(data: object) -> bool:
    """Whether this is a STATEMENT."""
    match data:
        case {"symbols": list(symbols), "definitions": list(definitions), "hypotheses": list(hypotheses), "conclusion": conclusion}:
            names = [(s["name"], len(s["over"])) for s in symbols]
            ordered = names == sorted(set(names)) and [d["name"] for d in definitions] == sorted(d["name"] for d in definitions)
            parts = all(map(is_declaration, symbols)) and all(map(is_definition, definitions)) and all(map(is_expression, hypotheses))
            return len(data) == 4 and ordered and parts and is_expression(conclusion)
        case _:
            return False
