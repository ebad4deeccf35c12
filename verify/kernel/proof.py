"""What a derivation knows at a step: the facts so far, and the variables that are fixed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from verify.kernel.expand import expand
from verify.kernel.limits import Budget, require, shown
from verify.kernel.normal import Algebra, Atom, Poly, added, constant
from verify.kernel.sign import facing
from verify.kernel.statement import Statement, expression_of


@dataclass(frozen=True, slots=True)
class Proof:
    """The facts by number, and the domains of the fixed variables #1, #2, …."""

    statement: Statement
    budget: Budget
    facts: tuple[Atom, ...]
    domains: Mapping[str, Atom]
    lemmas: Mapping[str, Statement]
    kept: dict[Atom, dict[Atom, Any]] = field(default_factory=dict, compare=False)  # of normal forms

    def within(self, domains: Mapping[str, Atom], *facts: Atom) -> "Proof":
        """The same, with more variables fixed and more facts known."""
        return replace(self, domains={**self.domains, **domains}, facts=(*self.facts, *facts))

    def read(self, data: Any) -> Atom:
        """An expression of the certificate; what it binds is named @1, @2, …."""
        return expression_of(data, len(self.domains), self.statement.symbols, "@")

    def chosen(self, places: Any) -> list[Atom]:
        """The facts with these numbers."""
        fits = isinstance(places, list) and all(type(place) is int and 0 <= place < len(self.facts) for place in places)
        require(fits, f"{shown(places)} are no numbers of facts so far")
        return [self.facts[place] for place in places]

    def algebra(self, premises: Iterable[Atom] = (), unfold: Any = ()) -> Algebra:
        """Where normal forms are taken: with definitions to unfold, and what the premises say is positive known not to be 0."""
        keys = frozenset((str(name), int(count)) for name, count in unfold)
        bare = Algebra(self.statement, self.budget, self.domains, keys, kept=self.kept)
        positive = [expand(a, bare) for fact in premises for relation, a, b in facing(fact) if relation == ">" and b == ("number", "0")]
        single = [key for poly in positive if len(poly) == 1 for key in poly]
        atoms = [factors[0] for variables, factors, word in single if len(factors) == 1 and not variables and not word]
        return Algebra(self.statement, self.budget, self.domains, keys, frozenset(atoms), self.kept)

    def is_integer(self, expr: Atom) -> bool:
        """Whether an expression is an integer on every instance, by its form."""
        match expr:
            case ("number", _):
                return True
            case ("symbol" | "member", name, *indices):
                declared = self.statement.symbols.get((name, len(indices[0]) if indices else 0))
                primitive = declared is not None and declared.kind == "integer" and (name, len(declared.over)) not in self.statement.clauses
                return primitive or self.domains.get(name, ("",))[0] in ("range", "naturals", "integers")
            case ("add" | "multiply" | "negate", *terms):
                return all(self.is_integer(term) for term in terms)
        return False


def is_least(gap: Poly, facts: Iterable[Atom], algebra: Algebra, above: bool = False) -> bool:
    """Whether a normal form shows that it is at least 0, or above: it is a number, or what a fact says, or a number more than that."""
    zero: Poly = {}
    known = [(r, added((1, expand(a, algebra)), (-1, expand(b, algebra)))) for fact in facts for r, a, b in facing(fact)]
    rests = [(relation, constant(added((1, gap), (-1, poly)))) for relation, poly in [(">=", zero), *known]]
    return any(rest is not None and rest >= 0 and (not above or relation == ">" or rest > 0) for relation, rest in rests)
