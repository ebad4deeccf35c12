"""Normal forms written as expressions again, so that they can be evaluated."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from tests.kernel.derivations import mul
from tests.kernel.forms import ONE, ZERO, num
from verify.kernel.expand import size_of
from verify.kernel.normal import formed
from verify.kernel.statement import Statement, key_of

Json = Any
Names = Mapping[str, str]  # of the variables of a normal form: #1, #2, …


def thawed(expr: Any) -> Json:
    """Nested tuples as nested lists."""
    return [thawed(part) for part in expr] if isinstance(expr, tuple) else expr


class Readback:
    """Reads normal forms under a statement."""

    def __init__(self, statement: Statement) -> None:
        self.statement, self.size = statement, thawed(size_of(statement))

    def poly(self, poly: Any, names: Names, level: int) -> Json:
        """A normal form, as a dict or as an atom, in binders of `level` variables. Raises KeyError for a variable that nothing binds."""
        terms = [self.term(key, weight, names, level) for key, weight in (poly if isinstance(poly, dict) else formed(poly)).items()]
        return ["add", *terms] if terms[1:] else terms[0] if terms else ZERO

    def term(self, key: Any, weight: Fraction, names: Names, level: int) -> Json:
        """A term, its sums outermost, each inside those that its range reads."""
        variables, factors, word = key
        left, bound, inner = dict(variables), list[tuple[str, Json]](), dict(names)
        while left:
            name = next(one for one in left if not self.read_in(left[one]) & left.keys())
            bound.append((f"#{level + len(bound) + 1}", self.domain(left.pop(name), inner, level + len(bound))))
            inner[name] = bound[-1][0]
        below = level + len(bound)
        parts = [self.atom(one, inner, below) for one in (*factors, *word)]
        number = ["divide", *map(num, weight.as_integer_ratio())]
        body = mul(number, *parts) if parts else number
        kind = ["real"] if not word else ["matrix", self.size]
        if word and (self.is_row(word[0]) or self.is_column(word[-1])) and not (self.is_column(word[0]) and self.is_row(word[-1])):
            kind = ["vector" if self.is_column(word[-1]) else "row", self.size]
        for name, domain in bound[::-1]:
            body = ["sum", name, domain, body, kind]
        return body

    def read_in(self, domain: Any) -> set[str]:
        """The names in a domain."""
        return {domain} if isinstance(domain, str) else set().union(*map(self.read_in, domain)) if isinstance(domain, tuple) else set()

    def domain(self, domain: Any, names: Names, level: int) -> Json:
        """An index set, or a range."""
        return list(domain) if domain[0] == "symbol" else ["range", *[self.poly(end, names, level) for end in domain[1:]]]

    def is_column(self, letter: Any) -> bool:
        """Whether a letter is a vector, or the mean of one."""
        if letter[0] == "expectation":
            return all(word and self.is_column(word[-1]) for (_, _, word), _ in letter[1])
        return letter[0] in ("symbol", "member") and self.statement.symbols[key_of(letter)].kind == "vector"

    def is_row(self, letter: Any) -> bool:
        """Whether a letter is the transpose of one."""
        if letter[0] == "expectation":
            return all(word and self.is_row(word[0]) for (_, _, word), _ in letter[1])
        return letter[0] == "transpose" and self.is_column(letter[1])

    def atom(self, atom: Any, names: Names, level: int) -> Json:
        """A factor or letter."""
        match atom:
            case ("symbol", name):
                return ["symbol", names[name] if name[0] in "$~" else name]
            case ("member", name, indices):
                return ["member", name, [self.atom(index, names, level) for index in indices]]
            case ("form", form):
                return self.poly(form, names, level)
            case ("inverse", (((_, _, _), (int(), int())), *_) as form):
                return ["divide", ONE, self.poly(form, names, level)]
            case ("inverse", one):
                return ["divide", ONE, self.atom(one, names, level)]
            case ("power", base, ((((), (), ()), (1, 2)),)):
                return ["root", self.poly(base, names, level)]
            case ("identity",):
                return ["identity", self.size]
            case ("transpose", one):
                return ["transpose", self.atom(one, names, level)]
            case ("cycle", word):
                letters = [self.atom(one, names, level) for one in word]
                product = mul(*letters) if letters[1:] else letters[0]
                return product if self.is_row(word[0]) and self.is_column(word[-1]) else ["trace", product]
            case ("product" | "reversed_product" as head, domain, name, form):
                inner, variable = {**names, name: f"#{level + 1}"}, f"#{level + 1}"
                return [head, variable, self.domain(domain, names, level), self.poly(form, inner, level + 1), ["matrix", self.size]]
            case (str(head), *forms):
                return [head, *[self.poly(form, names, level) for form in forms]]
        raise ValueError(f"{atom} is no atom")
