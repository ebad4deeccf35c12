"""The relations of a display, each on its own: one without a meaning does not take the others with it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise

from lark import Tree

from verify.errors import Code, Diagnostic, Fault
from verify.language import elaborate
from verify.language.expression import Expr, Kind
from verify.language.parse import RELATIONS, Parser, Source, Syntax, parse
from verify.language.scope import Scope, span, trees

_SIGN = re.compile(r"(?P<escaped>\\[{}])|[{}=<>]|\\(?:" + "|".join(sorted(RELATIONS)) + r")(?![a-zA-Z])")
_Make = Callable[[Scope], Expr]


@dataclass(frozen=True, slots=True)
class Link:
    """One relation: its expression, or why it has none; its LaTeX and how it was read. syntax: its left side."""

    expr: Expr | None
    fault: Diagnostic | None
    latex: str
    line: int
    notes: tuple[str, ...] = ()
    left: Syntax | None = None


def links(parser: Parser, source: Source, scope: Scope, first_line: bool = True) -> list[Link]:
    """The links of a formula: a comma-separated list of chains, or of lines joined by ⟹.

    first_line: whether the line before the first ⟹ is a relation of its own (in a display), or a premiss alone (in a claim).
    """
    try:
        tree = parse(parser, source)
    except Fault as fault:
        parts = _apart(source)
        if len(parts) > 1:
            return [link for part in parts for link in _one(parser, part, scope)]
        return [Link(None, fault.diagnostics[0], tidy(source.latex), source.place(0).line)]
    found: list[Link] = []
    for quantified in trees(tree):
        implication, *binder = trees(quantified)
        chains = trees(implication)
        if first_line or len(chains) == 1:
            found += _chain(chains[0], binder, scope)
        for before, after in pairwise(chains):
            both: Syntax = Tree("implication", [before, after], implication.meta)
            found.append(_link(before, after, scope, _quantified(both, binder), None))
    return found


def _one(parser: Parser, source: Source, scope: Scope) -> list[Link]:
    """The link of a piece of a display that holds one relation."""
    found = links(parser, source, replace(scope, source=source))
    fault = next((link.fault for link in found if link.fault is not None), None)
    return found if len(found) == 1 else [Link(None, fault, tidy(source.latex), source.place(0).line)]


def _apart(source: Source) -> list[Source]:
    """The pieces of a display that does not parse as a whole: each relation sign outside all braces with what stands on both sides."""
    depth, ends = 0, [0]
    for match in _SIGN.finditer(source.latex):
        depth += {"{": 1, "}": -1}.get(match[0], 0)
        if depth == 0 and match[0] not in ("{", "}") and not match["escaped"]:
            ends += [match.start(), match.end()]
    ends.append(len(source.latex))
    sides = list(zip(ends[::2], ends[1::2], strict=True))
    return [Source(source.file, source.text, source.start + a, source.start + b) for (a, _), (_, b) in pairwise(sides)]


def _chain(chain: Syntax, binder: list[Syntax], scope: Scope) -> list[Link]:
    """The relations of a chain; a formula that is no relation is one link, so that its fault is seen."""
    if len(chain.children) == 1:
        one: Syntax = Tree("implication", [chain], chain.meta)
        return [_link(chain, chain, scope, _quantified(one, binder) if binder else lambda s: _lone(chain, s), None)]
    sides, signs = chain.children[::2], chain.children[1::2]
    found: list[Link] = []
    for left, sign, right in zip(sides, signs, sides[1:], strict=False):
        if isinstance(left, Tree) and isinstance(right, Tree):
            relation: Syntax = Tree("implication", [Tree("chain", [left, sign, right], left.meta)], left.meta)
            found.append(_link(left, right, scope, _quantified(relation, binder), left))
    return found


def _quantified(implication: Syntax, binder: list[Syntax]) -> _Make:
    """What an implication says, for all that the binder behind its display binds."""
    tree: Syntax = Tree("quantified", [implication, *binder], implication.meta)
    return lambda scope: elaborate.quantified(tree, scope).expr


def _lone(chain: Syntax, scope: Scope) -> Expr:
    typed = elaborate.chain(chain, scope)
    if typed.type.kind is Kind.BOOLEAN:
        return typed.expr
    raise scope.fault(Code.KIND, chain, "this is no relation", "Write both sides, with =, ≤, ⪯ or another relation between them.")


def _link(first: Syntax, last: Syntax, scope: Scope, make: _Make, left: Syntax | None) -> Link:
    own = replace(scope, notes=[])
    start, end = span(first)[0], span(last)[1]
    middle = span(first)[1] if first is not last else start
    latex = " ".join(tidy(part) for part in (scope.source.latex[start:middle], scope.source.latex[middle:end]) if part)
    line = scope.source.place(span(last)[0] if left is not None else start).line
    try:
        expr = make(own)
    except Fault as fault:
        return Link(None, fault.diagnostics[0], latex, line, tuple(own.notes), left)
    return Link(expr, None, latex, line, tuple(own.notes), left)


def tidy(latex: str) -> str:
    """LaTeX on one line, without alignment marks and line breaks of the display."""
    latex = re.sub(r"\\(?:begin|end)\{(?:split|aligned)\}|\\tag\s*\{[^{}]*\}|\\\\|&", " ", latex)
    return re.sub(r"^[,.;]\s*|[,.;]\s*$", "", " ".join(latex.split())).strip()
