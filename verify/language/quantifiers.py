"""The quantifiers around a claim's conclusion: there is a constant, there are members of a family, for all large n, with probability."""

from __future__ import annotations

from dataclasses import dataclass, replace

from verify.errors import Code
from verify.language import elaborate, requirements
from verify.language.choices import chosen
from verify.language.document import Document, Environment, Mark
from verify.language.expression import Apply, Bind, Binder, Compare, Expr, Kind, Number, Operator, Relation
from verify.language.hypotheses import Assumed
from verify.language.names import bound_names
from verify.language.parse import Parser, Source, parse
from verify.language.scope import BOOLEAN, trees
from verify.language.statement import Declaration
from verify.language.walk import free_names

_NATURALS = Apply(Operator.NATURALS, ())
_POSITIVE = Apply(Operator.OPEN_INTERVAL, (Number(0), Apply(Operator.INFINITY, ())))


@dataclass(frozen=True, slots=True)
class Quantifiers:
    """∃ constants > 0, for all large names, with at least a probability; or ∃ members of a family.

    members: what is said of all of them, that each is PSD. assigned: what has the same values for them as for those that are given.
    """

    constants: tuple[str, ...] = ()
    large: tuple[str, ...] = ()
    probability: Expr | None = None
    members: Expr | None = None
    assigned: tuple[Expr, ...] = ()

    def likely(self, conclusion: Expr) -> Expr:
        """The conclusion with at least the probability; itself where none is said."""
        if self.probability is None:
            return conclusion
        return Compare(Relation.GREATER_EQUAL, Apply(Operator.PROBABILITY, (conclusion,)), self.probability)

    def around(self, conclusion: Expr, hypotheses: tuple[Expr, ...]) -> tuple[Expr, tuple[Expr, ...]]:
        """The quantified conclusion, and the hypotheses that stay outside: those about a quantified name go in with it."""
        names = {(name, 0) for name in (*self.large, *self.constants)}
        inside = tuple(h for h in hypotheses if names & set(free_names(h)))
        if inside:
            conclusion = Apply(Operator.IMPLIES, (inside[0] if len(inside) == 1 else Apply(Operator.AND, inside), conclusion))
        for name in reversed(self.large):
            conclusion = Bind(Binder.EVENTUALLY, name, _NATURALS, conclusion, BOOLEAN)
        for name in reversed(self.constants):
            conclusion = Bind(Binder.EXISTS, name, _POSITIVE, conclusion, BOOLEAN)
        if self.members is not None:
            conclusion = Apply(Operator.THERE_ARE, (self.members, *self.assigned, conclusion))
        return conclusion, tuple(h for h in hypotheses if h not in inside)


def quantifiers(document: Document, claim: Environment, parser: Parser, assumed: Assumed) -> tuple[Quantifiers, Assumed]:
    """The quantifiers that a claim's marks say, and the scope in which its constants are known. Raises Fault."""
    marks = claim.marks("thereis")
    members = next((found for mark in marks if (found := chosen(document, mark, parser, assumed.scope)) is not None), None)
    constants = tuple(n for mark in marks if members is None for n in _names(document, mark, parser))
    large = tuple(n for mark in claim.marks("largeenough") for n in _names(document, mark, parser))
    declared = tuple(Declaration(n, Kind.REAL) for n in constants)
    assumed = replace(assumed, scope=replace(assumed.scope, declarations=(*declared, *assumed.scope.declarations)))
    probability: Expr | None = None
    for mark in claim.marks("withprobability"):
        for source, _ in document.math(mark):
            scope = replace(assumed.scope, source=source)
            formula = trees(parse(parser, source))[0]
            probability = requirements.number(elaborate.quantified(formula, scope), formula, scope)
    sources = [source for mark in claim.marks("assigned") for source, _ in document.math(mark)]
    return Quantifiers(constants, large, probability, members, tuple(_assigned(source, parser, assumed) for source in sources)), assumed


def _assigned(source: Source, parser: Parser, assumed: Assumed) -> Expr:
    scope, formula = replace(assumed.scope, source=source), trees(parse(parser, source))[0]
    return requirements.number(elaborate.quantified(formula, scope), formula, scope)


def _names(document: Document, mark: Mark, parser: Parser) -> list[str]:
    """The bare names in a mark's `$n, d$`."""
    names = [bound_names(part) for source, _ in document.math(mark) for part in trees(parse(parser, source))]
    if not names or any(len(n) != 1 for n in names):
        raise document.source(mark.start, mark.end).fault(Code.SYNTAX, 0, "this mark holds names", "Write $n, d$.")
    return [n[0] for n in names]
