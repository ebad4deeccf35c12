"""A light normal form, for proposing witnesses: sums of rational multiples of scalar factors before a word of matrices.

It averages nothing and knows no laws of powers. What it gets wrong the kernel refuses, so a wrong proposal costs a proof and no more.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import reduce
from itertools import pairwise
from typing import Any

from verify.decide.prove.instance_of import put
from verify.language.expression import Apply, Bind, Binder, Expr, Kind, Member, Number, Operator, Symbol
from verify.language.statement import Context, Definition, Shape
from verify.language.walk import subexpressions

Atom = Any  # a tuple of texts and tuples
Term = tuple[tuple[Atom, ...], tuple[Atom, ...]]  # scalar factors, sorted; the word of matrices
Terms = dict[Term, Fraction]
_UNIT: Term = ((), ())
IDENTITY: Atom = ("identity",)
_LARGEST_POWER = 12


@dataclass(frozen=True, slots=True)
class Reading:
    """What expressions are expanded under: what names mean, what is unfolded, which atoms are not 0, which variables are vectors."""

    context: Context
    unfold: frozenset[tuple[str, int]] = frozenset()
    nonzero: frozenset[Atom] = frozenset()
    vectors: frozenset[str] = frozenset()
    variables: Mapping[str, Atom] = field(default_factory=dict)


def combined(*parts: tuple[Fraction | int, Terms]) -> Terms:
    """The weighted sum."""
    total: Terms = {}
    for weight, terms in parts:
        for term, coefficient in terms.items():
            total[term] = total.get(term, Fraction(0)) + weight * coefficient
    return {term: coefficient for term, coefficient in total.items() if coefficient}


def expanded(expr: Expr, reading: Reading) -> Terms:
    """The expression as a sum of terms."""

    def below(part: Expr) -> Terms:
        return expanded(part, reading)

    match expr:
        case Number(value):
            return {_UNIT: Fraction(value)} if value else {}
        case Symbol() | Member():
            return _named(expr, reading)
        case Apply(Operator.ADD, parts):
            return combined(*[(1, below(part)) for part in parts])
        case Apply(Operator.NEGATE, (part,)):
            return combined((-1, below(part)))
        case Apply(Operator.MULTIPLY, parts):
            return reduce(lambda a, b: _times(a, b, reading), map(below, parts))
        case Apply(Operator.DIVIDE, (above, divisor)):
            return _times(below(above), _inverse(below(divisor)), reading)
        case Apply(Operator.POWER, (base, exponent)):
            return _power(below(base), below(exponent), reading)
        case Apply(Operator.ROOT, (inside,)):
            return _power(below(inside), {_UNIT: Fraction(1, 2)}, reading)
        case Apply(Operator.TRANSPOSE, (part,)):
            return _transposed(below(part), reading)
        case Apply(Operator.INNER, (a, b)):
            return _times(_transposed(below(a), reading), below(b), reading)
        case Apply(Operator.IDENTITY):
            return {((), (IDENTITY,)): Fraction(1)}
        case Apply(Operator.TRACE, (part,)):
            return combined(*[(weight, _trace(term, expr, reading)) for term, weight in below(part).items()])
        case Apply(Operator.EXPECTATION, (part,)):
            return combined(*[(weight, _apart("expectation", term)) for term, weight in below(part).items()])
        case Apply(operator, parts):
            return {((("apply", operator.value, *[_atom(below(part)) for part in parts]),), ()): Fraction(1)}
        case Bind():
            return _bound(expr, reading)
        case _:
            return {((("relation", repr(expr)),), ()): Fraction(1)}


def _atom(terms: Terms) -> Atom:
    return tuple(sorted(terms.items(), key=repr))


def _named(expr: Symbol | Member, reading: Reading) -> Terms:
    name, indices = (expr.name, ()) if isinstance(expr, Symbol) else (expr.family, expr.indices)
    if not indices and name in reading.variables:
        return {((reading.variables[name],), ()): Fraction(1)}
    if (name, len(indices)) in reading.unfold and (clause := sole_clause(reading.context, name, len(indices))) is not None:
        values = {p.name: i for p, i in zip(clause.parameters, indices, strict=True) if isinstance(p, Symbol)}
        return expanded(put(clause.body, values), reading)
    atom = ("name", name, *[_atom(expanded(index, reading)) for index in indices])
    declared = reading.context.declaration(name, len(indices))
    is_letter = name in reading.vectors or (declared is not None and declared.kind in (Kind.MATRIX, Kind.VECTOR, Kind.ROW))
    return {((), (atom,)) if is_letter else ((atom,), ()): Fraction(1)}


def sole_clause(context: Context, name: str, count: int) -> Definition | None:
    """The definition of a name that has one clause without conditions."""
    match [clause for clause in context.definitions_of(name, count) if not clause.law]:
        case [clause] if not clause.given and all(isinstance(p, Symbol) for p in clause.parameters):
            return clause
        case _:
            return None


def _term(factors: tuple[Atom, ...], word: tuple[Atom, ...], reading: Reading) -> Term:
    left = list(factors)
    starts = [0, *[n for n, letter in enumerate(word) if n and _is_row(letter, reading)], len(word)]
    pieces = [word[a:b] for a, b in pairwise(starts) if a < b]
    numbers = [piece for piece in pieces if _is_row(piece[0], reading) and _is_vector(piece[-1], reading)]
    left += [("trace", _turned(piece, reading)) for piece in numbers]
    word = tuple(letter for piece in pieces if piece not in numbers for letter in piece)
    for atom in reading.nonzero:
        while atom in left and ("inverse", atom) in left:
            left.remove(atom)
            left.remove(("inverse", atom))
    return tuple(sorted(left, key=repr)), word


def _times(a: Terms, b: Terms, reading: Reading) -> Terms:
    total: Terms = {}
    for (left, first), weight in a.items():
        for (right, second), coefficient in b.items():
            letters = tuple(letter for letter in first + second if letter != IDENTITY) or (first + second)[:1]
            term = _term(left + right, letters, reading)
            total[term] = total.get(term, Fraction(0)) + weight * coefficient
    return {term: coefficient for term, coefficient in total.items() if coefficient}


def _power(base: Terms, exponent: Terms, reading: Reading) -> Terms:
    scalar = not any(word for _, word in base)
    count = exponent.get(_UNIT, Fraction(0)) if exponent.keys() <= {_UNIT} else None
    if count is None or count.denominator > 1 or abs(count) > _LARGEST_POWER or (count < 0 and not scalar):
        atom = ("power", _atom(base), _atom(exponent))
        return {((atom,), ()) if scalar else ((), (atom,)): Fraction(1)}
    one: Terms = {_UNIT if scalar else ((), (IDENTITY,)): Fraction(1)}
    return reduce(lambda a, b: _times(a, b, reading), [base if count > 0 else _inverse(base)] * abs(int(count)), one)


def _inverse(terms: Terms) -> Terms:
    if len(terms) == 1:
        ((factors, _), weight), = terms.items()
        turned = [f[1] if f[0] == "inverse" else ("inverse", f) for f in factors]
        return {(tuple(sorted(turned, key=repr)), ()): 1 / weight}
    return {((("inverse", _atom(terms)),), ()): Fraction(1)}


def _transposed(terms: Terms, reading: Reading) -> Terms:
    return {(f, tuple(_flipped(letter, reading) for letter in reversed(word))): weight for (f, word), weight in terms.items()}


def _flipped(letter: Atom, reading: Reading) -> Atom:
    match letter:
        case ("identity",):
            return letter
        case ("transpose", inner):
            return inner
        case ("name", name, *indices):
            declared = reading.context.declaration(name, len(indices))
            derived = reading.context.definitions_of(name, len(indices))
            if declared is not None and declared.shape is not Shape.GENERAL and not derived:
                return letter
    return ("transpose", letter)


def _trace(term: Term, expr: Apply, reading: Reading) -> Terms:
    factors, word = term
    if word == (IDENTITY,):
        size = _size(expr)
        return _times({(factors, ()): Fraction(1)}, expanded(size, reading) if size is not None else {_UNIT: Fraction(1)}, reading)
    return {_term((*factors, ("trace", _turned(word, reading))), (), reading): Fraction(1)}


def _turned(word: tuple[Atom, ...], reading: Reading) -> tuple[Atom, ...]:
    """The first, in the order of texts, of all ways to write a word under a trace."""
    back = tuple(_flipped(letter, reading) for letter in reversed(word))
    return min((way[n:] + way[:n] for way in (word, back) for n in range(len(word))), key=repr)


def _is_row(letter: Atom, reading: Reading) -> bool:
    return letter[0] == "transpose" and _is_vector(letter[1], reading)


def _is_vector(letter: Atom, reading: Reading) -> bool:
    if letter[0] != "name":
        return False
    declared = reading.context.declaration(letter[1], len(letter) - 2)
    return letter[1] in reading.vectors or (declared is not None and declared.kind is Kind.VECTOR)


def _size(expr: Expr) -> Expr | None:
    """The size of the first identity in an expression."""
    applied = (part for part in subexpressions(expr) if isinstance(part, Apply))
    return next((part.arguments[0] for part in applied if part.operator is Operator.IDENTITY), None)


def _apart(head: str, term: Term) -> Terms:
    return {((), ((head, *term),)) if term[1] else (((head, *term),), ()): Fraction(1)}


def _bound(expr: Bind, reading: Reading) -> Terms:
    variable = ("variable", str(len(reading.variables)))
    inside = expanded(expr.body, replace(reading, variables={**reading.variables, expr.variable: variable}))
    domain = _domain(expr.domain, reading)
    if expr.binder is not Binder.SUM:
        atom = (expr.binder.value, domain, _atom(inside))
        return {((), (atom,)) if expr.type.size is not None else ((atom,), ()): Fraction(1)}
    return combined(*[(weight, _summed(term, variable, domain, reading)) for term, weight in inside.items()])


def _domain(domain: Expr, reading: Reading) -> Atom:
    match domain:
        case Apply(operator, ends):
            return (operator.value, *[_atom(expanded(end, reading)) for end in ends])
        case _:
            return repr(domain)


def _summed(term: Term, variable: Atom, domain: Atom, reading: Reading) -> Terms:
    """What does not depend on the variable stands before the sum, or around it."""
    factors, word = term
    outside = tuple(f for f in factors if not _reads(f, variable))
    own = tuple(f for f in factors if _reads(f, variable))
    places = [n for n, letter in enumerate(word) if _reads(letter, variable)]
    if not places:
        return {_term((*outside, ("sum", domain, own)), word, reading): Fraction(1)}
    start, end = places[0], places[-1] + 1
    return {_term(outside, (*word[:start], ("sum", domain, own, word[start:end]), *word[end:]), reading): Fraction(1)}


def _reads(atom: Atom, variable: Atom) -> bool:
    return atom == variable or (isinstance(atom, tuple) and any(_reads(part, variable) for part in atom))
