"""A slow second way to evaluate a counterexample, that shares nothing with the kernel: no limits, no memory, no laziness.

A value is a Fraction, a Boolean, an element (set, number), or an array: a pair of "matrix", "vector" or "row" and a list of lists.
"""

from __future__ import annotations

import operator
from fractions import Fraction
from itertools import combinations, permutations, product
from math import comb, factorial, isqrt, prod
from typing import Any

ORDERS = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}


def refutes(certificate: Any) -> bool:
    """Whether the instance satisfies the hypotheses, breaks the conclusion, and gives its sides the stated values."""
    of, instance = certificate["statement"], certificate["instance"]
    world = World(of, instance)
    if not world.admissible() or not all(world.value(h, []) for h in of["hypotheses"]) or world.value(of["conclusion"], []):
        return False
    failing = of["conclusion"]
    while failing[0] == "and":
        failing = next(part for part in failing[1:] if not world.value(part, []))
    sides = [None, None]
    if failing[0] in ("=", "loewner<=", "loewner>=", *ORDERS):
        sides = [as_json(world.value(side, [])) for side in failing[1:]]
    return sides == [certificate["lhs"], certificate["rhs"]]


def as_json(value: Any) -> Any:
    """A value as it stands in a certificate."""
    if isinstance(value, Fraction):
        return str(value)
    if value[0] == "matrix":
        return [[str(x) for x in row] for row in value[1]]
    return [str(x) for row in value[1] for x in row]


def from_json(kind: str, data: Any) -> Any:
    """The value of a kind."""
    if kind in ("real", "integer"):
        return Fraction(data)
    rows = {"matrix": data, "row": [data], "vector": [[x] for x in data]}[kind]
    return kind, [[Fraction(x) for x in row] for row in rows]


def psd(rows: list[list[Fraction]]) -> bool:
    """Symmetric, and no principal minor negative: determinants as sums over permutations."""
    n = range(len(rows))
    symmetric = all(rows[i][j] == rows[j][i] for i in n for j in n)
    return symmetric and all(determinant([[rows[i][j] for j in s] for i in s]) >= 0 for k in n for s in combinations(n, k + 1))


def determinant(rows: list[list[Fraction]]) -> Fraction:
    """The sum over all permutations."""
    n = len(rows)
    total = Fraction(0)
    for p in permutations(range(n)):
        sign = (-1) ** sum(p[i] > p[j] for i in range(n) for j in range(i + 1, n))
        total += sign * prod((rows[i][p[i]] for i in range(n)), start=Fraction(1))
    return total


def square(value: Any) -> list[list[Fraction]]:
    """The rows of a matrix; a scalar is one of size 1."""
    return [[value]] if isinstance(value, Fraction) else value[1]


def plus(a: Any, b: Any) -> Any:
    """a + b of one kind."""
    if isinstance(a, Fraction):
        return a + b
    return a[0], [[x + y for x, y in zip(r, s, strict=True)] for r, s in zip(a[1], b[1], strict=True)]


def times(a: Any, b: Any) -> Any:
    """a b."""
    if isinstance(a, Fraction) and isinstance(b, Fraction):
        return a * b
    if isinstance(a, Fraction):
        return b[0], [[a * x for x in row] for row in b[1]]
    if isinstance(b, Fraction):
        return times(b, a)
    rows = [[sum((a[1][i][k] * b[1][k][j] for k in range(len(b[1]))), Fraction(0)) for j in range(len(b[1][0]))] for i in range(len(a[1]))]
    kind = {"rowvector": "scalar", "matrixvector": "vector", "rowmatrix": "row"}.get(a[0] + b[0], "matrix")
    return rows[0][0] if kind == "scalar" else (kind, rows)


def transposed(a: Any) -> Any:
    """aᵀ."""
    if isinstance(a, Fraction):
        return a
    return {"vector": "row", "row": "vector", "matrix": "matrix"}[a[0]], [list(column) for column in zip(*a[1], strict=True)]


def identity(n: Fraction) -> Any:
    """The identity matrix."""
    return "matrix", [[Fraction(i == j) for j in range(int(n))] for i in range(int(n))]


def root(x: Fraction) -> Fraction:
    """The root of a square."""
    found = Fraction(isqrt(x.numerator), isqrt(x.denominator))
    if found**2 != x:
        raise ValueError("irrational")
    return found


def largest_eigenvalue(rows: list[list[Fraction]]) -> Fraction:
    """The largest multiple of 1/(the product of all denominators) at which det(xI − A) is 0, if no eigenvalue is larger."""
    if transposed(("matrix", rows))[1] != rows:
        raise ValueError("not symmetric")
    n, unit = range(len(rows)), prod(x.denominator for row in rows for x in row)
    bound = int(sum(abs(x) for row in rows for x in row) * unit) + 1
    shifted = ([[(Fraction(m, unit) if i == j else Fraction(0)) - rows[i][j] for j in n] for i in n] for m in range(bound, -bound - 1, -1))
    found = next(s for s in shifted if determinant(s) == 0)
    if not psd(found):
        raise ValueError("irrational")
    return found[0][0] + rows[0][0]


def binomial(n: Fraction, k: Fraction) -> Fraction:
    """n over k for integers."""
    if k < 0 or k.denominator > 1 or n.denominator > 1:
        return Fraction(0) if k.denominator == n.denominator == 1 else 1 // Fraction(0)
    return Fraction(comb(int(n), int(k))) if n >= 0 else Fraction(prod(int(n) - i for i in range(int(k))), factorial(int(k)))


class World:
    """A statement on an instance; `draws` is the outcome of the selectors, `met` those that were read."""

    def __init__(self, of: Any, instance: Any) -> None:
        self.of, self.instance = of, instance
        self.draws: dict[Any, Fraction] | None = None
        self.met: set[Any] = set()

    def declaration(self, name: str, count: int) -> Any:
        """The declaration of a name with so many indices."""
        named = [d for d in self.of["symbols"] if d["name"] == name]
        fitting = [d for d in named if count in (len(d["over"]), len(d["over"]) + d["selector"])]
        return fitting[0]

    def admissible(self) -> bool:
        """Whether every value has its kind, size and shape, and every family its members."""
        for d in self.of["symbols"]:
            derived = any(c["name"] == d["name"] and len(c["parameters"]) == len(d["over"]) for c in self.of["definitions"])
            if derived or d["selector"] or d["kind"] == "index_set":
                continue
            if not d["over"]:
                given = [self.instance["values"][d["name"]]]
            else:
                sets = self.instance["members"][d["name"]]
                if any(s != "integers" and len(sets[s]) != self.value(self.declaration(s, 0)["size"], []) for s in d["over"][0]):
                    return False
                given = [item for items in sets.values() for item in items]
            if not all(self.fits(d, from_json(d["kind"], data)) for data in given):
                return False
        return True

    def fits(self, d: Any, value: Any) -> bool:
        """Whether a value is as declared."""
        if d["kind"] in ("real", "integer"):
            return d["kind"] == "real" or value.denominator == 1
        size = self.value(d["size"], [])
        height, width = (1 if value[0] == "row" else size), (1 if value[0] == "vector" else size)
        right = len(value[1]) == height and all(len(row) == width for row in value[1])
        return right and (d["shape"] == "general" or transposed(value) == value) and (d["shape"] != "psd" or psd(value[1]))

    def named(self, name: str, at: list[Any]) -> Any:
        """The value of a symbol or member."""
        d = self.declaration(name, len(at))
        if d["selector"]:
            if self.draws is None:
                raise ValueError("outside")
            key = (name, *at)
            self.met.add(key)
            return self.draws.get(key, Fraction(0))
        clauses = [c for c in self.of["definitions"] if c["name"] == name and len(c["parameters"]) == len(at) and not c["law"]]
        if clauses:
            return self.clause(clauses, at)
        if not at:
            return from_json(d["kind"], self.instance["values"][name])
        one, number = at[0] if isinstance(at[0], tuple) else ("integers", at[0])
        if number < 1:
            raise ValueError("no such member")
        return from_json(d["kind"], self.instance["members"][name][one][int(number) - 1])

    def clause(self, clauses: list[Any], at: list[Any]) -> Any:
        """The value that the first clause that applies gives."""
        for c in clauses:
            if all(p[0] == "symbol" or Fraction(p[1]) == a for p, a in zip(c["parameters"], at, strict=True)):
                bound = [a for p, a in zip(c["parameters"], at, strict=True) if p[0] == "symbol"]
                if all(self.value(g, bound) for g in c["given"]):
                    return self.value(c["body"], bound)
        raise ValueError("no clause")

    def law(self, key: Any) -> tuple[str, list[Fraction]]:
        """The law of a selector: its name, and its numbers."""
        laws = [c for c in self.of["definitions"] if c["name"] == key[0]]
        at = list(key[1 : 1 + len(laws[0]["parameters"])])
        kept, self.draws = self.draws, None
        (head,) = {c["body"][0] for c in laws}
        numbers = [self.clause([{**c, "body": c["body"][i]} for c in laws], at) for i in range(1, len(laws[0]["body"]))]
        self.draws = kept
        return head, numbers

    def ways(self, key: Any) -> dict[Fraction, Fraction]:
        """The values of a selector with their probabilities; a batch has its probabilities as a whole."""
        law, (first, *others) = self.law(key)
        if law == "moments":
            if others[0] < 0:
                raise ValueError("no variance")
            return {first + 1: others[0] / (1 + others[0]), first - others[0]: 1 / (1 + others[0])}
        if law == "without_replacement":
            return {Fraction(0): Fraction(1), Fraction(1): Fraction(1)}
        if not 0 <= first <= 1:
            raise ValueError("no probability")
        return {Fraction(0): 1 - first, Fraction(1): first}

    def share(self) -> Fraction:
        """How many of all batches are as the members that are drawn of them; batches are independent of each other."""
        pools: dict[Any, dict[Any, Fraction]] = {}
        for (name, item, *step), value in (self.draws or {}).items():
            if self.law((name, item, *step))[0] == "without_replacement":
                pools.setdefault((name, item[0], *step), {})[item] = value
        found = Fraction(1)
        for (name, one, *step), drawn in pools.items():
            members = self.elements(["symbol", one], [])
            (size,) = self.law((name, members[0], *step))[1]
            batches = list(combinations(members, int(size)))
            alike = sum(all((item in batch) == (value == 1) for item, value in drawn.items()) for batch in batches)
            found *= Fraction(alike, len(batches))
        return found

    def outcomes(self, body: Any, bound: list[Any]) -> list[tuple[Fraction, Any]]:
        """Weights and values under every assignment of all selectors that any assignment reads."""
        outer, outer_met, keys = self.draws, self.met, set()
        while True:
            self.met, found = set(), []
            order = sorted(keys, key=str)
            for ways in product(*[self.ways(key).items() for key in order]):
                self.draws = {key: value for key, (value, _) in zip(order, ways, strict=True)}
                weight = prod((share for _, share in ways), start=self.share())
                found.append((weight, self.value(body, bound)))
            if self.met <= keys:
                self.draws, self.met = outer, outer_met
                return [(w, v) for w, v in found if w > 0]
            keys |= self.met

    def elements(self, domain: Any, bound: list[Any]) -> list[Any]:
        """The elements of a finite domain."""
        if domain[0] == "range":
            low, high = (self.value(e, bound) for e in domain[1:])
            if low.denominator > 1 or high.denominator > 1:
                raise ValueError("no range")
            return [Fraction(n) for n in range(int(low), int(high) + 1)]
        if domain[0] == "such_that":
            return [e for e in self.elements(domain[2], bound) if self.value(domain[3], [*bound, e])]
        at = [self.value(index, bound) for index in (domain[2] if domain[0] == "member" else ())]
        for c in self.of["definitions"]:
            if c["name"] == domain[1] and len(c["parameters"]) == len(at):
                return self.elements(c["body"], at)
        size = self.value(self.declaration(domain[1], 0)["size"], [])
        return [(domain[1], n + 1) for n in range(int(size))]

    def within(self, item: Any, domain: Any, bound: list[Any]) -> bool:
        """Membership."""
        match domain:
            case ["naturals"]:
                return item.denominator == 1 and item >= 0
            case ["reals"]:
                return isinstance(item, Fraction)
            case ["open_interval", low, high]:
                return self.value(low, bound) < item < self.value(high, bound)
            case ["closed_interval", low, high]:
                return self.value(low, bound) <= item <= self.value(high, bound)
            case ["real_space", *sizes]:
                return all(len(item[1]) == self.value(s, bound) for s in sizes)
            case _:
                return item in self.elements(domain, bound)

    def value(self, expr: Any, bound: list[Any]) -> Any:
        """The value of an expression."""
        head, *parts = expr
        match head:
            case "number":
                return Fraction(parts[0])
            case "symbol":
                return bound[int(parts[0][1:]) - 1] if parts[0][0] == "#" else self.named(parts[0], [])
            case "member":
                return self.named(parts[0], [self.value(i, bound) for i in parts[1]])
            case "expectation":
                return total([times(w, v) for w, v in self.outcomes(parts[0], bound)])
            case "surely":
                return all(v for _, v in self.outcomes(parts[0], bound))
            case "in":
                return self.within(self.value(parts[0], bound), parts[1], bound)
            case "table":
                return self.table(expr, bound)
            case "sum" | "product" | "reversed_product" | "maximum" | "for_all":
                values = [self.value(parts[2], [*bound, e]) for e in self.elements(parts[1], bound)]
                return self.combined(head, values, parts[3], bound)
            case _:
                return applied(head, [self.value(part, bound) for part in parts])

    def table(self, expr: Any, bound: list[Any]) -> Any:
        """The matrix whose rows and columns are the two variables' values."""
        _, _, rows, (head, _, columns, body, _), _ = expr
        items = self.elements(rows, bound)
        if head != "table" or not items or any(len(self.elements(columns, [*bound, i])) != len(items) for i in items):
            raise ValueError("no matrix")
        return "matrix", [[self.value(body, [*bound, i, j]) for j in self.elements(columns, [*bound, i])] for i in items]

    def combined(self, head: str, values: list[Any], type_: Any, bound: list[Any]) -> Any:
        """The value of a binder."""
        if head == "for_all":
            return all(values)
        if head == "maximum":
            return max(values)
        one = Fraction(1) if len(type_) == 1 else identity(self.value(type_[1], bound))
        if head == "sum":
            if type_[0] in ("vector", "row"):
                return total(values)
            return total([times(Fraction(0), one), *values])
        result = one
        for value in values if head == "product" else reversed(values):
            result = times(result, value)
        return result


def total(values: list[Any]) -> Any:
    """The sum of at least one value."""
    result = values[0]
    for value in values[1:]:
        result = plus(result, value)
    return result


def powered(base: Any, exponent: Fraction) -> Any:
    """A power with an integer exponent."""
    if isinstance(base, Fraction):
        return base ** int(exponent)
    result = identity(Fraction(len(base[1])))
    for _ in range(int(exponent)):
        result = times(result, base)
    return result


def applied(head: str, values: list[Any]) -> Any:
    """The value of an operator or relation."""
    first, *rest = values
    match head:
        case "add":
            return total(values)
        case "multiply":
            for value in rest:
                first = times(first, value)
            return first
        case "negate":
            return times(Fraction(-1), first)
        case "divide":
            return times(1 / rest[0], first)
        case "power":
            return powered(first, rest[0])
        case "transpose":
            return transposed(first)
        case "trace":
            return total([first[1][i][i] for i in range(len(first[1]))])
        case "identity":
            return identity(first)
        case "inner":
            return times(transposed(first), rest[0])
        case "binomial":
            return binomial(first, rest[0])
        case "absolute":
            return abs(first)
        case "root":
            return root(first)
        case "largest_eigenvalue":
            return largest_eigenvalue(first[1])
        case "norm_1":
            return sum((abs(x) for row in first[1] for x in row), Fraction(0))
        case "norm_2" | "norm_frobenius":
            return root(sum((x * x for row in first[1] for x in row), Fraction(0)))
        case "and":
            return all(values)
        case "=":
            return first == rest[0]
        case "loewner<=":
            return psd(square(plus(rest[0], times(Fraction(-1), first))))
        case "loewner>=":
            return psd(square(plus(first, times(Fraction(-1), rest[0]))))
        case _:
            return ORDERS[head](first, rest[0])
