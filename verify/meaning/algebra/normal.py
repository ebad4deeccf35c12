"""One form for equal sums of words: bound variables named by where they stand, like terms together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice, permutations, product
from typing import Any

import sympy

from verify.meaning.algebra.members import IndexSet
from verify.meaning.algebra.terms import Closed, Term, Terms, Word, joined, mapped, transposed, variable_over

MOST_READINGS = 200  # ways to write the traces of one term that are compared


def normal(terms: Iterable[Term], taken: frozenset[str]) -> Terms:
    """The terms, each once. taken: names that no bound variable may have."""
    total: dict[Term, Any] = {}
    for term in terms:
        named = _named(_counted(term), taken)
        key = replace(named, coefficient=sympy.S.One)
        total[key] = total.get(key, sympy.S.Zero) + named.coefficient
    found = [replace(key, coefficient=c) for key, value in total.items() if (c := sympy.factor(value.doit())) != 0]
    return tuple(sorted(found, key=_order))


def _order(term: Term) -> tuple[int, str]:
    degree = sum(1 if exponent.free_symbols else int(exponent) for word in _words(term) for _, exponent in word)
    return degree, _text(term)


def _text(term: Term) -> str:
    return str((term.word, [(c.cyclic, c.word) for c in term.closed], term.weight, term.drawn, term.sums))


def _words(term: Term) -> Iterator[Word]:
    yield term.word
    for closed in term.closed:
        yield closed.word


def _parts(term: Term) -> list[Any]:
    """What a term is made of, in the order in which it is read: its words, closed words, selectors and weight."""
    return [*(p for w in _words(term) for pair in w for p in pair), *(s for _, s in term.drawn), term.weight]


def _counted(term: Term) -> Term:
    """Without the sums whose variable does not occur: each is a factor, the size of its index set."""
    for variable, domain in term.sums:
        parts = _parts(term)
        other = [d for v, d in term.sums if v != variable]
        if isinstance(domain, IndexSet) and domain.size is not None and not any(variable in p.free_symbols for p in (*parts, *other)):
            sums = tuple((v, d) for v, d in term.sums if v != variable)
            return _counted(replace(term, coefficient=term.coefficient * domain.size, sums=sums))
    return term


def _named(term: Term, taken: frozenset[str]) -> Term:
    """The term with the first of the names that its variables can have."""
    return min((_renamed(reading, taken) for reading in islice(_readings(term), MOST_READINGS)), key=_text)


def _readings(term: Term) -> Iterator[Term]:
    """The ways to write the closed words: their order, the rotations of traces, the transposes of each."""
    for order in permutations(term.closed):
        for words in product(*(tuple(_turns(c)) for c in order)):
            yield replace(term, closed=tuple(Closed(c.cyclic, w) for c, w in zip(order, words, strict=True)))


def _turns(closed: Closed) -> Iterator[Word]:
    for word in (closed.word, transposed(closed.word)):
        if closed.cyclic:
            if len(word) > 1 and word[0][0] == word[-1][0]:
                word = joined((*word[-1:], *word[:-1]))
            yield from (word[at:] + word[:at] for at in range(len(word)))
        else:
            yield word


def _renamed(term: Term, taken: frozenset[str]) -> Term:
    """The term with its variables named in the order in which they occur, its sums in the same order."""
    domains = dict(term.sums)
    used = set(taken) | {s.name for p in _parts(term) for s in p.atoms(sympy.Symbol) if s not in domains}
    names: dict[Any, Any] = {}
    for variable in _occurring(term):
        names[variable] = variable_over(domains[variable], used)
        used.add(names[variable].name)
    ordered = replace(term, sums=tuple((v, domains[v]) for v in names))
    return mapped(ordered, lambda part: part.xreplace(names))


def _occurring(term: Term) -> list[Any]:
    """The variables in the order in which they occur: in the word, in closed words, in the weight."""
    found: list[Any] = []
    for place in _parts(term):
        inside = [a for a in sympy.preorder_traversal(place) if any(a == v for v, _ in term.sums)]
        found += [v for v in dict.fromkeys(inside) if v not in found]
    return _outermost_first(found + [v for v, _ in term.sums if v not in found], dict(term.sums))


def _outermost_first(variables: list[Any], domains: dict[Any, Any]) -> list[Any]:
    """The variables in this order, but each behind those that its domain depends on."""
    placed: list[Any] = []
    while len(placed) < len(variables):
        placed.append(next(v for v in variables if v not in placed and not set(variables) & domains[v].free_symbols - set(placed)))
    return placed
