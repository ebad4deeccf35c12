"""Sums of words: what an expression is once it is multiplied out. Nothing commutes but numbers."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from typing import Any

import sympy

from verify.meaning.algebra.bound import SetBound, primed
from verify.meaning.algebra.members import IndexSet, Selector

Word = tuple[tuple[Any, Any], ...]  # matrices with their exponents; none is a number, a sum or a product


@dataclass(frozen=True, slots=True)
class Closed:
    """A number that a word makes: its trace (cyclic), or itself where it begins with a row and ends with a vector."""

    cyclic: bool
    word: Word


@dataclass(frozen=True, slots=True)
class Term:
    """coefficient · Σ weight · drawn · closed · word, summed over `sums`.

    coefficient: a number without bound variables; weight: one with them. sums: (variable, domain), the outermost first; each
    variable is a Dummy that no other term has. drawn: selectors, each with the number of the expectation it is under, 0 for none.
    """

    coefficient: Any = sympy.S.One
    sums: tuple[tuple[Any, Any], ...] = ()
    weight: Any = sympy.S.One
    drawn: tuple[tuple[int, Selector], ...] = ()
    closed: tuple[Closed, ...] = ()
    word: Word = ()


Terms = tuple[Term, ...]


def times(left: Terms, right: Terms) -> Terms:
    """The product, multiplied out."""
    return tuple(
        Term(
            a.coefficient * b.coefficient,
            a.sums + b.sums,
            a.weight * b.weight,
            a.drawn + b.drawn,
            a.closed + b.closed,
            joined(a.word + b.word),
        )
        for a in left
        for b in right
    )


def joined(word: Iterable[tuple[Any, Any]]) -> Word:
    """The word with equal neighbours made one power: AᵃAᵇ = Aᵃ⁺ᵇ for natural a and b."""
    result: list[tuple[Any, Any]] = []
    for matrix, exponent in word:
        if result and result[-1][0] == matrix:
            exponent = sympy.expand(exponent + result.pop()[1])
        if exponent != 0:
            result.append((matrix, exponent))
    return tuple(result)


def transposed(word: Word) -> Word:
    """The transpose of a word."""
    return tuple((sympy.Transpose(matrix).doit(), exponent) for matrix, exponent in reversed(word))


def mapped(term: Term, change: Callable[[Any], Any]) -> Term:
    """The term with its variables (in numbers, selectors, matrices and domains) changed."""

    def word(of: Word) -> Word:
        return joined((change(matrix), change(exponent)) for matrix, exponent in of)

    return replace(
        term,
        sums=tuple((change(v), change(d)) for v, d in term.sums),
        weight=change(term.weight),
        drawn=tuple((group, change(s)) for group, s in term.drawn),
        closed=tuple(Closed(c.cyclic, word(c.word)) for c in term.closed),
        word=word(term.word),
    )


def variables_in(value: Any, term: Term) -> list[Any]:
    """The bound variables of a term that occur in a SymPy object."""
    return [v for v, _ in term.sums if v in value.free_symbols]


def variable_over(domain: Any, taken: Collection[str]) -> Any:
    """A variable over a domain whose name is not taken: r, r', r'' over D_r; i over a range; a over assignments."""
    if isinstance(domain, SetBound):
        return primed(sympy.Symbol("a"), set(taken))
    if not isinstance(domain, IndexSet):
        return primed(sympy.Symbol("i", integer=True), set(taken))
    label = domain.name.partition("_")[2]
    return primed(sympy.Symbol(label if len(label) == 1 else "i"), set(taken))
