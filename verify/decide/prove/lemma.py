"""The rule `lemma`: what an axiom or an earlier statement says of given expressions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from verify.decide.prove import choices
from verify.decide.prove.axioms import axioms
from verify.decide.prove.instance_of import Function, put
from verify.decide.prove.needs import needs
from verify.decide.prove.order import required
from verify.decide.prove.record import Fact
from verify.decide.prove.work import Family, Given, Work
from verify.language.canonical import Json
from verify.language.expression import Apply, Bind, Binder, Compare, Expr, Kind, Member, Number, Operator, Symbol
from verify.language.render import render
from verify.language.statement import Statement
from verify.language.walk import children

Found = dict[str, Expr | Function]


def lemma(work: Work, name: str, facts: Sequence[Fact], of: Mapping[str, Given | Family]) -> Fact:
    """The conclusion of an axiom or of another statement, its hypotheses being known or following from the premises. Raises Fault."""
    said = axioms().get(name) or work.earlier.get(name)
    if said is None or said.conclusion is None:
        work.record.fail("lemma", f"{name} is no axiom, and no statement of the theory with a meaning", "See docs/certificates.md.")
    values: Found = {symbol: work.read(given) for symbol, given in of.items() if not isinstance(given, tuple)}
    values |= {symbol: work.function(given, _sets(said, symbol, values)) for symbol, given in of.items() if isinstance(given, tuple)}
    if name in axioms():
        values = _matched(said, [fact.says for fact in facts], values)
        _complete(work, said, values)
    supposed = dict.fromkeys((*said.context.hypotheses, *(() if name in axioms() else needs(said))))
    shown = [required(work, f"lemma {name}", put(hypothesis, values), facts) for hypothesis in supposed]
    return work.record.add("lemma", put(said.conclusion, values), shown, name=name, of=_json(work, values))


def _sets(lemma_: Statement, family: str, values: Found) -> list[tuple[str, ...]]:
    """What the indices of a lemma's family come from, where the values stand for its index sets."""
    over = next((declared.over for declared in lemma_.context.symbols if declared.name == family and declared.over), ())
    return [tuple(getattr(values.get(name), "name", name) for name in names) for names in over]


def induction(work: Work, variable: str, claim: Expr, start: Fact, step: Fact) -> Fact:
    """∀n∈ℕ: the claim, from the claim at 0 and the step."""
    values: Found = {"P": Function((variable,), claim)}
    said = axioms()["induction"].conclusion
    if not isinstance(said, Bind):
        raise TypeError("the axiom of induction ends in a statement for all natural numbers")
    says = Bind(Binder.FOR_ALL, variable, said.domain, claim, said.type)
    return work.record.add("lemma", says, [start, step], name="induction", of=_json(work, values))


def end(work: Work, which: str, of: Expr, facts: Sequence[Fact], **more: Given | Family) -> Fact:
    """An axiom about a sum or product over a range: its last or first term apart, or empty, or shifted. Raises Fault."""
    match of:
        case Bind(Binder.SUM, _, Bind(Binder.CHOICES) as domain) if which in ("last", "empty"):
            return (choices.last if which == "last" else choices.empty)(work, of, domain, facts)
        case Bind(Binder.SUM | Binder.PRODUCT | Binder.REVERSED_PRODUCT as binder, variable, Apply(Operator.RANGE, (a, b)), body, type_):
            usual = (type_.size is None) is (binder is Binder.SUM)  # sums of numbers, products of matrices
            sort = "" if usual else "_matrix" if binder is Binder.SUM else "_number"
            return lemma(work, f"{binder.value}_{which}{sort}", facts, {"a": a, "b": b, "F": (variable, body), **more})
        case _:
            return work.record.fail(which, f"{render(of)} is no sum or product over a range", "Give the sum or product itself.")


def _json(work: Work, values: Found) -> dict[str, Json]:
    return {
        symbol: work.record.json(value.body, value.variables) if isinstance(value, Function) else work.record.json(value)
        for symbol, value in values.items()
    }


def _complete(work: Work, axiom: Statement, values: Found) -> None:
    """The size of matrices where nothing else says it; every other symbol of an axiom must be known by now."""
    size = next((d.size for d in work.context.symbols if d.kind is Kind.MATRIX and d.size is not None), None)
    sizes = {d.size for d in axiom.context.symbols if d.kind is not Kind.INDEX_SET}
    for declared in axiom.context.symbols:
        if declared.name not in values and size is not None and Symbol(declared.name) in sizes:
            values[declared.name] = size
        if declared.name not in values:
            message = f"what {declared.name} stands for is not shown by the premises"
            work.record.fail(f"lemma {axiom.id}", message, f"Give it: {declared.name}=….")


def _matched(axiom: Statement, premises: Iterable[Expr], of: Mapping[str, Expr | Function]) -> Found:
    """What the symbols of an axiom stand for where its hypotheses are among the premises; a symbol that none shows is left out."""
    found: Found = dict(of)
    said = list(premises)
    names = frozenset(declared.name for declared in axiom.context.symbols)
    for hypothesis in axiom.context.hypotheses:
        for premise in said:
            attempt = dict(found)
            if _match(hypothesis, premise, names, attempt):
                found = attempt
                break
    return found


def _match(pattern: Expr, expr: Expr, names: frozenset[str], found: Found) -> bool:
    match pattern, expr:
        case Symbol(name), _ if name in names:
            return found.setdefault(name, expr) == expr
        case Member(family, _), _ if family in names:
            return True  # a family is not found by matching
        case (Number(), Number()) | (Symbol(), Symbol()):
            return pattern == expr
        case Bind(), Bind() if pattern.binder is expr.binder:
            body = put(expr.body, {expr.variable: Symbol(pattern.variable)})
            inner = names - {pattern.variable}
            return _match(pattern.domain, expr.domain, names, found) and _match(pattern.body, body, inner, found)
        case (Apply(a, _), Apply(b, _)) | (Compare(a, _, _), Compare(b, _, _)) | (Member(a, _), Member(b, _)) if a == b:
            parts = children(pattern), children(expr)
            return len(parts[0]) == len(parts[1]) and all(_match(p, e, names, found) for p, e in zip(*parts, strict=True))
        case _:
            return False
