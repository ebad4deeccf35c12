"""Normal forms: sums, over index sets and ranges of symbolic size, of words in matrices with products of scalars before them.

Expressions with one normal form are equal on every instance that gives both a value; where print has none, 1/0 is 0, and a root of a
negative number, or what else has none, is something fixed. All matrices have one size. Only what a premiss says is not 0 is cancelled.
"""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import pairwise, permutations, product
from typing import Any

from verify.kernel.limits import Beyond, Budget, Rejected, require
from verify.kernel.statement import BINDERS, Expr, Key, Statement, key_of, parts

Atom = Expr  # or what stands for one in a normal form
Rational = Fraction | int
Poly = dict[Atom, Rational]  # coefficients by term: (its variables with their domains, scalar factors, word of letters), each sorted
IDENTITY: Atom = ("identity",)
_MIRRORED = {"product": "reversed_product", "reversed_product": "product"}
ONE: Atom = ((), (), ())


@dataclass(frozen=True, slots=True)
class Algebra:
    """What expressions are expanded under: the domains of free variables, the definitions to unfold, the atoms that are not 0."""

    statement: Statement
    budget: Budget
    domains: Mapping[str, Atom]
    unfold: frozenset[Key] = frozenset()
    nonzero: frozenset[Atom] = frozenset()
    kept: dict[Atom, dict[Atom, Any]] = field(default_factory=dict, compare=False)  # what is computed more than once, by what it rests on
    found: dict[Atom, Any] = field(init=False, compare=False)  # of it, what is computed under the same
    terms: dict[Atom, Any] = field(init=False, compare=False)  # whatever is unfolded
    names: dict[Atom, set[str]] = field(init=False, compare=False)  # whatever it is under

    def __post_init__(self) -> None:
        domains = tuple(self.domains.items())
        object.__setattr__(self, "found", self.kept.setdefault((domains, self.unfold, self.nonzero), {}))
        object.__setattr__(self, "terms", self.kept.setdefault((domains, self.nonzero), {}))
        object.__setattr__(self, "names", self.kept.setdefault((), {}))

    def within(self, name: str, domain: Atom) -> "Algebra":
        """The same, with one more free variable."""
        return replace(self, domains={**self.domains, name: domain})


def put(expr: Atom, values: Mapping[str, Atom], level: int = 0) -> Atom:
    """The expression with others for some of its free symbols; what it binds itself is named @1, @2, … by depth."""
    match expr:
        case ("symbol", name):
            return put(values[name], {}, level) if name in values else expr
        case (head, variable, domain, body, type_) if head in BINDERS:
            inner = {**values, variable: ("symbol", f"@{level + 1}")}
            return (head, f"@{level + 1}", put(domain, values, level), put(body, inner, level + 1), put(type_, values, level))
        case ("member", name, indices) if name in values:  # a function stands for the family
            _, variables, body = values[name]
            return put(body, {v: put(i, values, level) for v, i in zip(variables, indices, strict=True)}, level)
    return tuple([put(part, values, level) if isinstance(part, tuple) else part for part in expr])


def renamed(atom: Any, names: Mapping[str, str]) -> Any:
    """An atom with other names for some of its variables."""
    if not names:
        return atom
    return tuple([renamed(p, names) if isinstance(p, tuple) else names.get(p, p) if isinstance(p, str) else p for p in atom])


def is_selector(atom: Atom, statement: Statement) -> bool:
    """Whether an atom is a selector."""
    return atom[0] == "member" and statement.symbols[key_of(atom)].selector


def is_binary(atom: Atom, statement: Statement) -> bool:
    """Whether an atom is a selector of a family of which each is 0 or 1."""
    laws = [clause.body[0] for key, clauses in statement.clauses.items() if key[0] == atom[1] for clause in clauses if clause.law]
    return is_selector(atom, statement) and "moments" not in laws


def unfolded(statement: Statement, atom: Atom) -> Atom:
    """What a symbol or member is by a definition of one clause without conditions."""
    match [clause for clause in statement.clauses.get(key_of(atom), []) if not clause.law]:
        case [clause] if not clause.given and all(parameter[0] == "symbol" for parameter in clause.parameters):
            return put(clause.body, {p[1]: i for p, i in zip(clause.parameters, atom[2] if atom[2:] else (), strict=True)})
    raise Rejected(f"{atom[1]} is not defined by one clause without conditions")


def added(*terms: tuple[Rational, Poly]) -> Poly:
    """The weighted sum."""
    return gathered([(key, weight * coefficient) for weight, poly in terms for key, coefficient in poly.items()])


def gathered(terms: Iterable[tuple[Atom, Rational]]) -> Poly:
    """The sum of terms, each with its coefficient."""
    total: Poly = {}
    for key, coefficient in terms:
        total[key] = total[key] + coefficient if key in total else coefficient
    return {key: coefficient for key, coefficient in total.items() if coefficient}


def atomic(poly: Poly) -> Atom:
    """A normal form as an atom, which is hashed often: its coefficients are pairs of integers."""
    return tuple(sorted([(key, weight.as_integer_ratio()) for key, weight in poly.items()], key=repr))


def single(*factors: Atom, word: Atom = ()) -> Poly:
    """The normal form of a product of scalars and letters."""
    return {((), factors, word): 1}


def formed(atom: Atom) -> Poly:
    """The normal form that an atom stands for."""
    return {key: top if bottom == 1 else Fraction(top, bottom) for key, (top, bottom) in atom}


def constant(poly: Poly) -> Rational | None:
    """The number that a normal form is, if it is one."""
    return poly.get(ONE, 0) if poly.keys() <= {ONE} else None


def term(variables: Mapping[str, Atom], factors: Atom, word: Atom, algebra: Algebra) -> Atom:
    """A term in canonical form: what is not 0 is cancelled, and of all names of variables the first in the order of texts is taken."""
    given = tuple(variables.items()), factors, word
    known = algebra.terms.get(given)
    if known is None:
        known = algebra.terms[given] = _term(variables, *_paired(factors, word, algebra), algebra)
    return tuple(known)


def _paired(factors: Atom, word: Atom, algebra: Algebra) -> tuple[Atom, Atom]:
    """The factors and the word, of which what stands between a row and the next column is a number."""
    rows, columns = [is_row(letter, algebra) for letter in word], [is_vector(letter, algebra) for letter in word]
    require(rows[1:] == columns[:-1], "vectors and matrices are multiplied that do not fit")
    if not (any(rows) and any(columns)):
        return factors, word
    starts = [0, *[n for n in range(1, len(word)) if rows[n]], len(word)]
    pieces = [word[a:b] for a, b in pairwise(starts)]
    numbers = [piece for piece in pieces if is_row(piece[0], algebra) and is_vector(piece[-1], algebra)]
    kept = tuple([letter for piece in pieces if piece not in numbers for letter in piece])
    return (*factors, *[("cycle", piece) for piece in numbers]), kept


def _term(variables: Mapping[str, Atom], factors: Atom, word: Atom, algebra: Algebra) -> Atom:
    algebra.budget.spend(len(factors) ** 2 // 10 + len(word) ** 2 // 10)
    left = [*factors]
    if len({*factors}) < len(factors):
        left = [f for n, f in enumerate(factors) if f not in factors[:n] or not is_binary(f, algebra.statement)]  # x² = x, it is 0 or 1
    for atom in algebra.nonzero:
        while atom in left and ("inverse", atom) in left:
            left.remove(atom)
            left.remove(("inverse", atom))
    above = 1 + height((*left, *word, *variables.values()), variables, algebra) if variables else 0  # of what is bound inside
    require(len(variables) <= 6, "more than 6 sums in one term", Beyond)
    new = [f"${above}.{n}" for n in range(len(variables))]
    orders: dict[Atom, list[dict[str, str]]] = {}  # by the domains that they give the variables
    for order in permutations(variables):
        algebra.budget.spend(10)
        names = {name: other for name, other in zip(order, new, strict=True) if name != other}
        domains = tuple([(other, renamed(variables[name], names)) for name, other in zip(order, new, strict=True)])
        orders.setdefault(domains, []).append(names)
    domains = min(orders, key=repr) if len(orders) > 1 else next(iter(orders))
    found = [(domains, *_arranged(left, word, names, algebra)) for names in orders[domains]]
    return min(found, key=repr) if len(found) > 1 else found[0]


def _arranged(factors: Iterable[Atom], word: Atom, names: Mapping[str, str], algebra: Algebra) -> tuple[Atom, Atom]:
    """The factors sorted, their cycles turned, and the word, with other names for variables."""
    given = [renamed(f, names) if names and not names.keys().isdisjoint(_bound(f, algebra)) else f for f in factors]
    cycles = [("cycle", _turned(f[1], algebra)) if f[0] == "cycle" else f for f in given]
    return tuple(sorted(cycles, key=repr) if len(cycles) > 1 else cycles), renamed(word, names)


def is_vector(letter: Atom, algebra: Algebra) -> bool:
    """Whether a letter is a column: a vector, or the expectation of one."""
    if letter[0] == "expectation":
        return all(bool(word) and is_vector(word[-1], algebra) for (_, _, word), _ in letter[1])
    if letter[0] == "symbol" and letter[1] in algebra.domains:  # a variable over ℝ^d: no other is a letter
        return True
    return letter[0] in ("symbol", "member") and algebra.statement.symbols[key_of(letter)].kind == "vector"


def is_row(letter: Atom, algebra: Algebra) -> bool:
    """Whether a letter is the transpose of one."""
    if letter[0] == "expectation":
        return all(bool(word) and is_row(word[0], algebra) for (_, _, word), _ in letter[1])
    return letter[0] == "transpose" and is_vector(letter[1], algebra)


def is_of(kind: str, poly: Poly, algebra: Algebra) -> bool:
    """Whether all that is added in a normal form is of this kind."""
    ends = [(is_row(word[0], algebra), is_vector(word[-1], algebra)) if word else None for _, _, word in poly]
    wanted = {"real": None, "integer": None, "matrix": (False, False), "vector": (False, True)}
    return kind in wanted and all(end == wanted[kind] for end in ends)


def height(atoms: Iterable[Atom], but: Container[str], algebra: Algebra) -> int:
    """The greatest number before the point in names $1.0, $1.1, … of variables, but some: one bound further out has a greater one."""
    names = [name for atom in atoms for name in _bound(atom, algebra) if name[0] == "$" and name not in but]
    return max([int(name[1:].partition(".")[0]) for name in names], default=0)


def _bound(atom: Atom, algebra: Algebra) -> set[str]:
    """The names of bound variables in an atom."""
    known = algebra.names.get(atom)
    if known is None:
        texts = [text for part in parts(atom, "") for text in part if isinstance(text, str)]
        algebra.names[atom] = known = {text for text in texts if text.startswith(("$", "~"))}
    return known


def _turned(word: Atom, algebra: Algebra) -> Atom:
    """The cycle that begins and goes round in the way that comes first."""
    back = [flipped(letter, algebra) for letter in word[::-1]]
    ways = [[(repr(letter), letter) for letter in way] for way in (word, back)]
    return tuple([letter for _, letter in min([way[n:] + way[:n] for way in ways for n in range(len(word))])])


def times(algebra: Algebra, a: Poly, b: Poly) -> Poly:
    """The product in this order."""
    algebra.budget.spend(len(a) * len(b))
    if (weight := constant(a)) is not None:
        return added((weight, b))
    if (weight := constant(b)) is not None:
        return added((weight, a))
    total: Poly = {}
    for (left, weight), (right, coefficient) in product(a.items(), b.items()):
        other = _marked(right, "~b", left, algebra)
        one = _marked(left, "~a", other, algebra)
        letters = tuple([letter for letter in one[2] + other[2] if letter != IDENTITY]) or (one[2] + other[2])[:1]
        key = term(dict(one[0] + other[0]), one[1] + other[1], letters, algebra)
        total[key] = algebra.budget.pay(total.get(key, 0) + weight * coefficient)
    return {key: coefficient for key, coefficient in total.items() if coefficient}


def _marked(key: Atom, mark: str, other: Atom, algebra: Algebra) -> Atom:
    """A term, its variables renamed that occur in another."""
    if not key[0]:
        return key
    clashing = {name for name, _ in key[0]} & _bound(other, algebra)
    return tuple(renamed(key, {name: mark + name for name in clashing}))


def flipped(letter: Atom, algebra: Algebra) -> Atom:
    """The transpose of a letter."""
    match letter:
        case ("transpose", inner):
            return tuple(inner)
        case ("identity",):
            return letter
        case ("symbol", name) if name in algebra.domains:
            return ("transpose", letter)
        case ("symbol" | "member", *_) if algebra.statement.symbols[key_of(letter)].shape != "general":
            return letter if key_of(letter) not in algebra.statement.clauses else ("transpose", letter)  # a definition shows its symmetry
        case ("power" | "expectation" as head, inner, *rest):
            return (head, atomic(transposed(formed(inner), algebra)), *rest)
        case ("product" | "reversed_product" as head, domain, variable, inner):
            return (_MIRRORED[head], domain, variable, atomic(transposed(formed(inner), algebra)))
    return ("transpose", letter)


def transposed(poly: Poly, algebra: Algebra) -> Poly:
    """The transpose."""
    turned = {key: tuple(flipped(letter, algebra) for letter in key[2][::-1]) for key in poly}
    return gathered([(term(dict(key[0]), key[1], turned[key], algebra), weight) for key, weight in poly.items()])
