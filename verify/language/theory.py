"""Documents → statements: the set-up and definitions first, then claims, displays and proofs in the order of print."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import assert_never

from verify.errors import Code, Diagnostic, Fault, Place
from verify.language import closure, macros, universal
from verify.language.definitions import Clause, clauses
from verify.language.document import Display, Document, Environment, Item, Mark
from verify.language.expression import Apply, Compare, Expr, Number, Operator, Relation, Symbol
from verify.language.hypotheses import Assumed, assume
from verify.language.links import Link, links, tidy
from verify.language.notation import Notation
from verify.language.parse import Parser, Source, parser
from verify.language.quantifiers import Quantifiers, quantifiers
from verify.language.scope import Scope
from verify.language.statement import Context, Role, Statement

FATAL = (Code.UNDECLARED, Code.TAG_MISSING, Code.UNKNOWN_ID)  # these leave nothing to decide


@dataclass(frozen=True, slots=True)
class _Claim:
    """What a claim fixes for its conclusions and its proof. fault: of a hypothesis."""

    assumed: Assumed
    quantifiers: Quantifiers
    fault: Diagnostic | None
    unquantified: Diagnostic | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class _Reader:
    """All that is needed to make a statement of a link."""

    parser: Parser
    scope: Scope
    ground: closure.Ground
    random: frozenset[tuple[str, int]]
    claims: dict[str, _Claim]


@dataclass(frozen=True, slots=True)
class Basis:
    """What the statements of some documents rest on: their set-up, definitions and claims. faults: of the set-up."""

    reader: _Reader
    defined: dict[tuple[str, int], list[Clause]]
    faults: tuple[Diagnostic, ...]


def statements(documents: Sequence[Document], notation: Notation) -> tuple[Statement, ...]:
    """All statements. Raises Fault with every fault that leaves a theory without a meaning."""
    return _found(documents, basis(documents, notation))


def basis(documents: Sequence[Document], notation: Notation) -> Basis:
    """What the statements of some documents rest on."""
    parser_ = parser(macros.terminals(notation))
    scope = Scope(Source("", "", 0, 0), notation, notation.declarations)
    ground, defined, faults = _ground(documents, parser_, replace(scope, notes=[]))
    random = closure.random_families(scope, ground.definitions)
    reader = _Reader(parser_, scope, ground, random, {})
    ground = replace(ground, assumptions=tuple(_settled(a, replace(scope, notes=[]), reader) for a in ground.assumptions))
    reader = replace(reader, ground=ground)
    _collect(documents, reader)
    return Basis(reader, defined, tuple(faults))


def reread(documents: Sequence[Document], theory: Basis) -> tuple[Statement, ...]:
    """The statements of documents without definitions, as parts of a theory that was read before. Raises Fault as `statements` does."""
    reader = replace(theory.reader, claims=dict(theory.reader.claims))
    _collect(documents, reader)
    return _found(documents, replace(theory, reader=reader))


def _collect(documents: Sequence[Document], reader: _Reader) -> None:
    for document in documents:
        outer = _Claim(Assumed(reader.scope, may_introduce=True), Quantifiers(), None)
        _collect_claims(document, document.items, outer, reader)


def _found(documents: Sequence[Document], theory: Basis) -> tuple[Statement, ...]:
    found: list[Statement] = []
    for document in documents:
        found += _walk(document, document.items, None, theory.reader, theory.defined)
    faults = [*theory.faults, *(s.fault for s in found if s.fault is not None and s.fault.code in FATAL)]
    faults += _id_faults(found, {d.file: d.text for d in documents})
    if faults:
        raise Fault(*dict.fromkeys(faults))
    return tuple(found)


def _id_faults(found: list[Statement], texts: Mapping[str, str]) -> Iterator[Diagnostic]:
    """Ids that are given twice, and repairs of what is not there."""
    seen: dict[str, Statement] = {}
    for s in found:
        if (first := seen.setdefault(s.id, s)) is not s:
            message = f"the id {s.id} is given twice, first at {first.file}:{first.line}"
            twice = Diagnostic(Code.TAG_TWICE, message, "Give one of the two another tag.")
            yield _at_line(twice, s.file, s.line, texts[s.file])
    for s in found:
        if s.repairs is not None and s.repairs not in seen:
            near = difflib.get_close_matches(s.repairs, seen, n=1)
            fix = f"Did you mean {near[0]}?" if near else "Name the id of a statement."
            unknown = Diagnostic(Code.UNKNOWN_ID, f"{s.id} repairs {s.repairs}, which is no statement", fix)
            yield _at_line(unknown, s.file, s.line, texts[s.file])


def _at_line(diagnostic: Diagnostic, file: str, line: int, text: str) -> Diagnostic:
    """A diagnostic at the first character of a line."""
    source = text.split("\n")[line - 1]
    column = len(source) - len(source.lstrip()) + 1
    return replace(diagnostic, place=Place(file, line, column), source=source)


def _ground(
    documents: Sequence[Document], parser_: Parser, scope: Scope
) -> tuple[closure.Ground, dict[tuple[str, int], list[Clause]], list[Diagnostic]]:
    """The set-up hypotheses and the definitions of all documents; the clauses by file and place of their environment; faults."""
    assumptions: list[Expr] = [_at_least(n, 0) for n in scope.notation.naturals] + [_at_least(n, 1) for n in scope.notation.sizes]
    defined: dict[tuple[str, int], list[Clause]] = {}
    faults: list[Diagnostic] = []
    for document in documents:
        for environment in _environments(document.items):
            if environment.kind == "definition":
                defined[document.file, environment.start] = clauses(document, environment, parser_, scope)
            elif environment.kind == "setup":
                for mark in environment.marks("assume"):
                    try:
                        assumptions += assume(document, mark, parser_, Assumed(scope)).hypotheses
                    except Fault as fault:
                        faults += fault.diagnostics
    every = [c for cs in defined.values() for c in cs]
    broken = {c.name: c.id for c in every if c.definition is None and c.name is not None}
    definitions = tuple(c.definition for c in every if c.definition is not None)
    return closure.Ground(definitions, tuple(dict.fromkeys(assumptions)), broken), defined, faults


def _at_least(name: str, bound: int) -> Expr:
    return Compare(Relation.GREATER_EQUAL, Symbol(name), Number(bound))


def _environments(items: Sequence[Item]) -> Iterator[Environment]:
    for item in items:
        if isinstance(item, Environment):
            yield item
            yield from _environments(item.items)


def _collect_claims(document: Document, items: Sequence[Item], outer: _Claim, reader: _Reader) -> None:
    """Record each claim's hypotheses, those of the claims around it included. A fault of one is a fault of all that has it."""
    for item in items:
        if not isinstance(item, Environment) or item.kind != "claim":
            continue
        assumed, fault, given = _apart(outer.assumed), outer.fault, Quantifiers()
        try:
            for mark in item.marks("inherit"):
                other = _inherited(document, mark, reader)
                assumed, fault = _both(assumed, other.assumed, document.source(mark.start, mark.end)), fault or other.fault
            for mark in item.marks("assume"):
                assumed = assume(document, mark, reader.parser, assumed)
        except Fault as error:
            fault = fault or error.diagnostics[0]
        unquantified: Diagnostic | None = None
        try:
            given, assumed = quantifiers(document, item, reader.parser, assumed)
        except Fault as error:
            unquantified = error.diagnostics[0]
        source = next((document.body(m) for m in item.marks("source")), None)
        reader.claims[item.id] = _Claim(assumed, given, fault, unquantified, source)
        _collect_claims(document, item.items, reader.claims[item.id], reader)


def _apart(assumed: Assumed) -> Assumed:
    """The same assumptions, with notes of their own."""
    return replace(assumed, scope=replace(assumed.scope, notes=list(assumed.scope.notes)))


def _inherited(document: Document, mark: Mark, reader: _Reader) -> _Claim:
    """The claim that an \\inherit names. Raises Fault (E-UNKNOWN-ID)."""
    id_ = document.body(mark)
    if id_ not in reader.claims:
        near = difflib.get_close_matches(id_, reader.claims, n=1)
        fix = f"Did you mean {near[0]}?" if near else "Name an earlier claim."
        raise document.source(mark.start, mark.end).fault(Code.UNKNOWN_ID, 0, f"there is no claim {id_} before this one", fix)
    return reader.claims[id_]


def _both(assumed: Assumed, other: Assumed, at: Source) -> Assumed:
    """The names, indices and hypotheses of both; a name that both declare is the other's. Raises Fault (E-AMBIGUOUS).

    at: the id of the other.
    """
    own = other.scope.declarations[: len(other.scope.declarations) - len(other.scope.notation.declarations)]
    notes = list(dict.fromkeys((*assumed.scope.notes, *other.scope.notes)))
    indices = tuple(dict.fromkeys((*assumed.indices, *other.indices)))
    names = [*(i.name for i in indices), *(d.name for d in (*own, *assumed.scope.declarations))]
    clash = next((i.name for i in indices if names.count(i.name) > 1), None)
    if clash is not None:
        message = f"{clash} can be read as what it is here and as what it is there"
        raise at.fault(Code.AMBIGUOUS, 0, message, "Give one of them another name.")
    scope = replace(assumed.scope, declarations=(*own, *assumed.scope.declarations), notes=notes).bind(other.scope.bound)
    hypotheses = tuple(dict.fromkeys((*assumed.hypotheses, *other.hypotheses)))
    return replace(assumed, scope=scope, hypotheses=hypotheses, indices=indices)


def _walk(
    document: Document, items: Sequence[Item], claim: _Claim | None, reader: _Reader, defined: dict[tuple[str, int], list[Clause]]
) -> Iterator[Statement]:
    """The statements in the order of print."""
    for item in items:
        match item:
            case Display():
                context = claim or _Claim(Assumed(reader.scope), Quantifiers(), None)
                yield from _display(document, item, context, reader)
            case Environment("definition"):
                yield from (_definition(document, c, reader) for c in defined[document.file, item.start])
            case Environment("claim"):
                inner = reader.claims[item.id]
                tagged = [i for i in item.items if not isinstance(i, Display) or i.tag is not None]
                yield _conclusion(document, item, inner, reader)
                yield from _walk(document, tagged, inner, reader, defined)
            case Environment("proofof"):
                yield from _proof(document, item, reader, defined)
            case Environment():  # a set-up
                yield from _walk(document, item.items, None, reader, defined)
            case Mark("assume"):
                yield from _conditions(document, item, claim, reader)
            case Mark():
                pass
            case _:
                assert_never(item)


def _proof(document: Document, item: Environment, reader: _Reader, defined: dict[tuple[str, int], list[Clause]]) -> Iterator[Statement]:
    """The links of a proof, under its claim's hypotheses and the assumptions that stand before them in the proof."""
    claim = reader.claims.get(item.id)
    if claim is None:
        source = document.source(item.start, item.start)
        near = difflib.get_close_matches(item.id, reader.claims, n=1)
        fix = f"Did you mean {near[0]}?" if near else "Name a claim."
        yield _faulty(item, source.fault(Code.UNKNOWN_ID, 0, f"there is no claim {item.id} to prove", fix).diagnostics[0], source)
        return
    claim = replace(claim, quantifiers=Quantifiers(), assumed=_apart(claim.assumed), unquantified=None, source=None)
    for inner in item.items:
        if isinstance(inner, Mark) and inner.name == "assume":
            try:
                claim = replace(claim, assumed=assume(document, inner, reader.parser, claim.assumed))
            except Fault as fault:
                claim = replace(claim, fault=fault.diagnostics[0])
        for found in _walk(document, [inner], claim, reader, defined):
            yield replace(found, proves=item.id) if found.role is Role.LINK else found


def _conditions(document: Document, mark: Mark, claim: _Claim | None, reader: _Reader) -> Iterator[Statement]:
    """The tagged displays of an assumption, each as it stands: the names are the claim's, its hypotheses are not assumed."""
    assumed = Assumed(reader.scope) if claim is None else replace(claim.assumed, hypotheses=())
    for display in document.displays_in(mark):
        yield from _display(document, display, _Claim(assumed, Quantifiers(), None), reader, Role.CONDITION)


def _display(document: Document, display: Display, claim: _Claim, reader: _Reader, role: Role = Role.LINK) -> Iterator[Statement]:
    """The links of a tagged display."""
    tag = display.tag or ""
    source = document.source(display.start, display.end)
    found = links(reader.parser, source, replace(claim.assumed.scope, source=source))
    for number, link in enumerate(found, 1):
        statement = _statement(tag if len(found) == 1 else f"{tag}.{number}", tag, document, link, role, claim, reader)
        yield replace(statement, source=claim.source)


def _definition(document: Document, clause: Clause, reader: _Reader) -> Statement:
    claim = _Claim(Assumed(reader.scope), Quantifiers(), None)
    statement = _statement(clause.id, clause.tag, document, replace(clause.link, expr=None), Role.DEFINITION, claim, reader)
    if clause.definition is None or clause.link.expr is None:
        return replace(statement, fault=clause.link.fault)
    context = closure.close(clause.link.expr, clause.definition.given, reader.scope, reader.ground)
    return replace(statement, conclusion=clause.link.expr, context=context, depends_on=_used(clause.id, context))


def _conclusion(document: Document, item: Environment, claim: _Claim, reader: _Reader) -> Statement:
    """A claim's conclusion: all that its displays and `\\conclude`s say."""
    found: list[Link] = []
    for inner in item.items:
        if isinstance(inner, Display):
            sources = [document.source(inner.start, inner.end)]
        elif isinstance(inner, Mark) and inner.name == "conclude":
            sources = [source for source, _ in document.math(inner)]
        else:
            continue
        for source in sources:
            found += links(reader.parser, source, replace(claim.assumed.scope, source=source), first_line=False)
    start = document.source(item.start, item.start)
    if not found:
        message = f"claim {item.id} has no conclusion"
        return _faulty(item, start.fault(Code.TAG_MISSING, 0, message, "Give it a display, or \\conclude{$…$}.").diagnostics[0], start)
    statement = _statement(item.id, "", document, _joined(found, start), Role.CLAIM, claim, reader)
    repairs = [document.body(m) for m in item.marks("repairs")]
    tags = [i.tag for i in item.displays() if i.tag]
    return replace(statement, tag=tags[0] if tags else item.id, source=claim.source, repairs=repairs[0] if repairs else None)


def _faulty(item: Environment, fault: Diagnostic, source: Source) -> Statement:
    """What stands for an environment that leaves nothing to decide."""
    return Statement(item.id, item.id, source.file, source.place(0).line, "", Role.CLAIM, Context(), None, fault)


def _joined(found: list[Link], start: Source) -> Link:
    """Several relations as one conjunction."""
    fault = next((link.fault for link in found if link.fault is not None), None)
    exprs = [link.expr for link in found if link.expr is not None]
    expr = None if fault is not None else exprs[0] if len(exprs) == 1 else Apply(Operator.AND, tuple(exprs))
    latex = tidy(_chain_latex(found))
    return Link(expr, fault, latex, start.place(0).line, tuple(dict.fromkeys(n for link in found for n in link.notes)))


def _chain_latex(found: list[Link]) -> str:
    """The LaTeX of links, those of one chain joined where they meet."""
    return r", \quad ".join(dict.fromkeys(link.latex for link in found))


def _statement(id_: str, tag: str, document: Document, link: Link, role: Role, claim: _Claim, reader: _Reader) -> Statement:
    """The statement that a link makes, with the context that it rests on."""
    fault = claim.fault if claim.fault is not None and claim.fault.code in FATAL else link.fault or claim.fault or claim.unquantified
    notes = list(dict.fromkeys((*link.notes, *claim.assumed.scope.notes)))
    scope = replace(claim.assumed.scope, notes=notes)
    if fault is not None or link.expr is None:
        return Statement(id_, tag, document.file, link.line, link.latex, role, Context(), None, fault, tuple(notes))
    said = link.expr if claim.quantifiers.probability is not None else _each(link.expr, lambda e: _stepped(e, scope, reader))
    given = tuple(_settled(h, scope, reader) for h in claim.assumed.hypotheses)
    said, given = universal.within(claim.quantifiers.likely(said), given, claim.assumed.indices)
    said = _each(said, lambda e: closure.surely(e, scope, reader.random))
    conclusion, hypotheses = claim.quantifiers.around(said, given)
    context = closure.close(conclusion, hypotheses, scope, reader.ground)
    fault = closure.rests_on_broken(context, reader.ground)
    fault = None if fault is None else _at_line(fault, document.file, link.line, document.text)
    meaning = None if fault else conclusion
    used = _used(id_, context)
    return Statement(id_, tag, document.file, link.line, link.latex, role, context, meaning, fault, tuple(notes), used)


def _each(conclusion: Expr, change: Callable[[Expr], Expr]) -> Expr:
    """A conclusion changed; of a conjunction, each part on its own."""
    if isinstance(conclusion, Apply) and conclusion.operator is Operator.AND:
        return Apply(Operator.AND, tuple(change(part) for part in conclusion.arguments))
    return change(conclusion)


def _settled(relation: Expr, scope: Scope, reader: _Reader) -> Expr:
    """A relation with the steps of its selectors filled in; where it is random, for every outcome."""
    return closure.surely(_stepped(relation, scope, reader), scope, reader.random)


def _stepped(relation: Expr, scope: Scope, reader: _Reader) -> Expr:
    return closure.fill_steps(relation, scope, reader.random)


def _used(id_: str, context: Context) -> tuple[str, ...]:
    """The definitions that a statement rests on."""
    return tuple(dict.fromkeys(d.id for d in context.definitions if d.id != id_))
