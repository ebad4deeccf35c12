"""That an expression has a value, as far as it rests on what is chosen: what does not has one, or the statement would have none."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from verify.kernel.expand import domain_of
from verify.kernel.limits import Beyond, require
from verify.kernel.normal import Algebra, Atom, put, unfolded
from verify.kernel.sign import sign
from verify.kernel.statement import RELATIONS, Key, key_of, named

_BINDERS = ("sum", "product", "reversed_product", "for_all", "exists", "eventually")
TOTAL = (  # operators that give a value wherever their parts have one
    *("add", "multiply", "negate", "transpose", "trace", "identity", "inner", "expectation", "absolute", "norm_1", "norm_2"),
    *("norm_frobenius", "and", "implies", "surely"),
    *[relation for relation in RELATIONS if relation not in ("in", "distributed")],
)


@dataclass(frozen=True, slots=True)
class Choice:
    """What is chosen, by its names; what stands for these; the facts; and names of which, of what there is, no value is known."""

    names: frozenset[Key]
    values: Mapping[str, Atom]
    facts: tuple[Atom, ...]
    algebra: Algebra
    open: frozenset[Key] = frozenset()

    def rests(self, expr: Atom, names: frozenset[Key] | None = None) -> bool:
        """Whether one of these names, or of those chosen, stands in an expression."""
        return any(key_of(one) in (self.names if names is None else names) for one in named(expr))

    def sign(self, expr: Atom) -> str:
        """The sign that the facts show; any, where the expression rests on what another choice gives a value."""
        return ">" if self.rests(expr, self.open) else sign(put(expr, self.values), [*self.facts], self.algebra)

    def within(self, name: str, domain: Atom) -> "Choice":
        """The same, with a variable over a domain, for which holds what does for all of it."""
        item: Atom = ("symbol", name)
        known = [*self.facts, *[("<=", ("number", "0"), item)] * (domain == ("naturals",))]
        found = [put(fact[3], {fact[1]: item}) for fact in self.facts if fact[0] == "for_all" and fact[2] == domain]
        while found:
            known += found
            found = [fact[2] for fact in found if fact[0] == "implies" and fact[1] in known]
        return replace(self, facts=tuple(known), algebra=self.algebra.within(name, domain_of(domain, self.algebra)))


def require_valued(expr: Atom, choice: Choice) -> None:
    """Refuses what may have no value: what is divided by is positive, or negative, a root is of what is not negative, and so on."""
    if not choice.rests(expr):
        return
    choice.algebra.budget.spend(1 + len(choice.facts))
    parts: list[Atom]
    match expr:
        case ("symbol" | "member", *_):
            parts = _named(expr, choice)
        case ("divide", a, b):
            parts = [a, b]
            require(">" in (choice.sign(b), choice.sign(("negate", b))), f"{b[0]} is not shown to have a sign, and divides")
        case ("root", a):
            parts = [a]
            require(choice.sign(a), "a root is of what is not shown to be nonnegative")
        case ("power", base, ("number", _)):
            parts = [base]
        case ("largest_eigenvalue", a):
            symmetry, entries = _symmetry(a)
            parts = [entries]
            known = put(symmetry, choice.values) in choice.facts or choice.rests(a, choice.open)
            require(known, "a largest eigenvalue is of what is not said to be symmetric")
        case ("=", ("limit", variable, ("infinity",), body, _), end):
            require(not choice.rests(end), "a limit is said to be what rests on what is chosen", Beyond)
            parts = []
            _require_bound(variable, ("naturals",), body, choice)
        case ("maximum", variable, domain, body, _):
            declared = choice.algebra.statement.symbols.get((domain[1], 0)) if domain[0] == "symbol" else None
            parts = []
            require(declared and choice.sign(declared.size or ()) == ">", "a maximum is over what is not shown to have an element", Beyond)
            _require_bound(variable, domain, body, choice)
        case (head, variable, domain, body, _) if head in _BINDERS:
            require(not choice.rests(domain), f"the domain of a {head} rests on what is chosen", Beyond)
            parts = []
            _require_bound(variable, domain, body, choice, head in ("exists", "eventually"))
        case (head, *found) if head in TOTAL:
            parts = found
        case _:
            raise Beyond(f"{expr[0]} of what is chosen may have no value")
    for part in parts:
        require_valued(part, choice)


def _require_bound(variable: str, domain: Atom, body: Atom, choice: Choice, of_another: bool = False) -> None:
    """What is bound, for any value of its variable; of another choice this has been seen where it was shown what there is."""
    name = f"~{len(choice.algebra.domains)}"
    if of_another:
        inner = replace(choice, open=choice.open | {(name, 0)}, algebra=choice.algebra.within(name, ("", ())))
    else:
        inner = choice.within(name, domain)
    require_valued(put(body, {variable: ("symbol", name)}), inner)


def _named(expr: Atom, choice: Choice) -> list[Atom]:
    statement, key = choice.algebra.statement, key_of(expr)
    if any(not clause.law for clause in statement.clauses.get(key, [])):
        return [unfolded(statement, expr)]
    if key[1]:
        known = all("integers" not in over for over in statement.symbols[key].over) or not any(map(choice.rests, expr[2]))
        require(known, f"{key[0]} may have no member there", Beyond)
    return []


def _symmetry(matrix: Atom) -> tuple[Atom, Atom]:
    """That a matrix is its own transpose, as facts say it of one, and of a table for all of its entries; and the matrix, or all entries."""
    if matrix[0] != "table":
        return ("=", ("transpose", matrix), matrix), matrix
    opened: list[tuple[str, Atom]] = []
    entry = matrix
    while entry[0] == "table":
        name = f"~t{len(opened)}"
        opened.append((name, entry[2]))
        entry = put(entry[3], {entry[1]: ("symbol", name)})
    half, domains = len(opened) // 2, [domain for _, domain in opened]
    require(domains[:half] == domains[half:], "a table is no square", Beyond)
    turned = {name: ("symbol", opened[(n + half) % len(opened)][0]) for n, (name, _) in enumerate(opened)}
    says: Atom = ("=", entry, put(entry, turned))
    for name, domain in reversed(opened):
        says, entry = [("for_all", name, domain, body, ("boolean",)) for body in (says, entry)]
    return put(says, {}), put(entry, {})
