"""The plain notation of statements: one line, in which different statements have different texts.

Every compound stands in brackets of its kind: (a + b), trace(A), H[i], sum{#1 in D_r: H[#1] | matrix(d)}.
"""

from collections.abc import Iterable

from verify.kernel.statement import BINDERS, RELATIONS, Expr, Statement


def expression(expr: Expr) -> str:
    """An expression in plain notation."""
    match expr:
        case ["number" | "symbol", name]:
            return str(name)
        case ["member", name, indices]:
            return f"{name}[{_several(indices)}]"
        case [head, variable, domain, body, type_] if head in BINDERS:
            return f"{head}{{{variable} in {expression(domain)}: {expression(body)} | {expression(type_).removesuffix('()')}}}"
        case ["negate", part]:
            return f"-{expression(part)}"
        case [head, *parts] if head in RELATIONS or head in ("add", "multiply", "divide", "power", "and"):
            sign = {"add": "+", "multiply": "*", "divide": "/", "power": "^"}.get(head, head)
            return f"({_several(parts, f' {sign} ')})"
    return f"{expr[0]}({_several(expr[1:])})"


def _several(exprs: Iterable[Expr], between: str = ", ") -> str:
    return between.join([expression(expr) for expr in exprs])


def plain(statement: Statement) -> str:
    """A statement in plain notation."""
    lines = []
    for symbol in [declared for (_, count), declared in statement.symbols.items() if count == len(declared.over)]:
        over = f"[{', '.join('|'.join(sets) for sets in symbol.over)}]" if symbol.over else ""
        kind = f"{symbol.shape} {expression((symbol.kind, symbol.size) if symbol.size else (symbol.kind,))}".removeprefix("general ")
        lines.append(f"{'selector' if symbol.selector else 'declare'} {symbol.name}{over}: {kind.removesuffix('()')}")
    for clause in [one for clauses in statement.clauses.values() for one in clauses]:
        left = expression(("member", clause.name, clause.parameters)) if clause.parameters else clause.name
        given = f" if {_several(clause.given)}" if clause.given else ""
        lines.append(f"{'law' if clause.law else 'define'} {left} := {expression(clause.body)}{given}")
    lines += [f"assume {expression(hypothesis)}" for hypothesis in statement.hypotheses]
    return "; ".join([*lines, f"conclude {expression(statement.conclusion)}"])
