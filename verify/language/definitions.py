"""The definitions of a theory: `J = …`, `N_k = …`, `x_r ∼ …`, each clause with its parameters and its guard."""

from __future__ import annotations

from dataclasses import dataclass, replace

from lark import Token

from verify.errors import Code, Diagnostic, Fault
from verify.language.document import Display, Document, Environment, Mark
from verify.language.expression import Compare, Expr, Member, Number, Relation, Symbol
from verify.language.hypotheses import Assumed, assume
from verify.language.links import Link, links
from verify.language.names import find_family, juxtaposed, label, plain, simple_name
from verify.language.parse import Parser, Source, Syntax, parse
from verify.language.scope import Bound, Scope, bound_over, trees, wrapped
from verify.language.statement import INTEGERS, Declaration, Definition
from verify.language.walk import Name


@dataclass(frozen=True, slots=True)
class Clause:
    """A relation of a definition: what it defines (None: no meaning, then `name` is broken), and the link it came from."""

    id: str
    tag: str
    definition: Definition | None
    link: Link
    name: Name | None


def clauses(document: Document, environment: Environment, parser: Parser, scope: Scope) -> list[Clause]:
    """The clauses of a definition environment, in order."""
    found: list[tuple[Source, str | None]] = []
    for item in environment.items:
        if isinstance(item, Display):
            found.append((document.source(item.start, item.end), item.tag))
        elif isinstance(item, Mark) and item.name == "define":
            found += [(source, None) for source, _ in document.math(item)]
    read: list[tuple[str | None, Link, Definition | None, Name | None]] = []
    for source, tag in found:
        here = replace(scope, source=source)
        parameters = _parameters(source, parser, here)
        inner, given, fault = _guarded(document, environment, parser, here.bind(parameters))
        for link in links(parser, source, replace(inner, source=source)):
            link = link if fault is None else replace(link, expr=None, fault=fault)
            read.append((tag, *_clause(environment.id, link, given, here)))
    return _numbered(environment.id, read)


def _numbered(id_: str, read: list[tuple[str | None, Link, Definition | None, Name | None]]) -> list[Clause]:
    """Ids: the tag's where a display has one, else the environment's; numbered where there are several."""
    names = [tag or id_ for tag, *_ in read]
    result: list[Clause] = []
    for position, (tag, link, definition, name) in enumerate(read):
        base = names[position]
        clause_id = base if names.count(base) == 1 else f"{base}.{names[: position + 1].count(base)}"
        definition = None if definition is None else replace(definition, id=clause_id)
        result.append(Clause(clause_id, tag or id_, definition, link, name))
    return result


def _guarded(
    document: Document, environment: Environment, parser: Parser, scope: Scope
) -> tuple[Scope, tuple[Expr, ...], Diagnostic | None]:
    """The scope and the guard that the environment's assumptions make."""
    assumed = Assumed(scope)
    try:
        for mark in environment.marks("assume"):
            assumed = assume(document, mark, parser, assumed)
    except Fault as fault:
        return scope, (), fault.diagnostics[0]
    return assumed.scope, assumed.hypotheses, None


def _clause(id_: str, link: Link, given: tuple[Expr, ...], scope: Scope) -> tuple[Link, Definition | None, Name | None]:
    left = None if link.left is None else _left_name(link.left, scope)
    if link.expr is None:
        return link, None, left
    head = link.expr.left if isinstance(link.expr, Compare) else None
    name, parameters = (head.family, head.indices) if isinstance(head, Member) else (head.name if isinstance(head, Symbol) else "", ())
    variables = [p for p in parameters if isinstance(p, Symbol)]
    sensible = all(isinstance(p, Symbol | Number) for p in parameters) and len(set(variables)) == len(variables)
    if (
        not isinstance(link.expr, Compare)
        or link.expr.relation not in (Relation.EQUAL, Relation.DISTRIBUTED)
        or head is None
        or not (name and sensible)
    ):
        message = "a definition has on its left a name, or a family at bare and different indices"
        broken = scope.fault(
            Code.KIND, link.left or Token("START", "", start_pos=0), message, "Write A = …, N_k = … or x_r \\sim …."
        ).diagnostics[0]
        return replace(link, expr=None, fault=broken), None, left
    guards = tuple(dict.fromkeys((*_narrowed(head, scope), *given)))
    law = link.expr.relation is Relation.DISTRIBUTED
    return link, Definition(id_, name, parameters, link.expr.right, guards, law), left


def _narrowed(head: Expr, scope: Scope) -> list[Expr]:
    """The guards that say from which index sets a parameter comes, where the family has more."""
    if not isinstance(head, Member):
        return []
    declaration = scope.declaration(head.family, len(head.indices))
    guards: list[Expr] = []
    for parameter, over in zip(head.indices, declaration.over if declaration else (), strict=False):
        if isinstance(parameter, Symbol):
            sets = _sets(parameter.name, over, scope)
            if set(sets) != set(over) and len(sets) == 1:
                guards.append(Compare(Relation.IN, parameter, Symbol(sets[0])))
    return guards


def _sets(variable: str, over: tuple[str, ...], scope: Scope) -> tuple[str, ...]:
    """Where a parameter comes from: the declared domain of its name if the family allows it, else all that the family allows."""
    declared = scope.default_sets(variable)
    return declared if declared and set(declared) <= set(over) else over


def _parameters(source: Source, parser: Parser, scope: Scope) -> dict[str, Bound]:
    """The parameters of what a display defines. All clauses of one display share theirs."""
    try:
        tree = parse(parser, source)
    except Fault:
        return {}
    found: dict[str, Bound] = {}
    for quantified in trees(tree):
        factors = juxtaposed(wrapped(trees(trees(trees(quantified)[0])[0])[0]))
        if len(factors) == 1 and (family := _family(factors[0], scope)) is not None:
            declaration, indices = family
            overs = (*declaration.over, (INTEGERS,))
            for index, over in zip(indices, overs, strict=False):
                if (name := _index_name(index)) is not None:
                    found[name] = bound_over(_sets(name, over, scope))
    return found


def _family(factor: Syntax, scope: Scope) -> tuple[Declaration, list[Syntax]] | None:
    """The family that the left side is a member of; None for a plain name."""
    head, *scripts = trees(factor)
    token = head.children[0]
    subs = [s for s in scripts if s.data == "sub"]
    if head.data != "name" or not subs or not isinstance(token, Token):
        return None
    base = plain(token) + "'" * sum(s.data == "prime" for s in scripts)
    text = label(subs[0])
    if text is not None and scope.declaration(f"{base}_{text}", 0) is not None:
        return None
    return find_family(base, subs[0], scope)


def _index_name(index: Syntax) -> str | None:
    """The name of a bare index; None for a number."""
    if index.data == "single":
        token = index.children[0]
        name = plain(token) if isinstance(token, Token) else None
    elif index.data == "factor":
        name = simple_name(index)
    else:
        factors = juxtaposed(index)
        name = simple_name(factors[0]) if len(factors) == 1 else None
    return None if name is None or name.isdigit() else name


def _left_name(left: Syntax, scope: Scope) -> Name | None:
    """What a relation would define, from its left side alone."""
    factors = juxtaposed(wrapped(left))
    if len(factors) != 1:
        return None
    family = _family(factors[0], scope)
    if family is not None:
        return family[0].name, len(family[0].over)
    name = simple_name(factors[0])
    return None if name is None else (name, 0)
