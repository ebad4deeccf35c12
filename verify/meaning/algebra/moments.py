"""Expectations of products of selectors, by cumulants.

E[x_{i₁} ⋯ x_{iₙ}] is the sum over the partitions of the factors into blocks of Π κ(block). The joint cumulant of a block is zero unless all
its factors are the same selector, and then it is that of a Bernoulli variable: κ₁ = p, κ₂ = p(1 − p), κₙ₊₁ = p(1 − p) dκₙ/dp. So a sum
over i and j splits into all pairs, with p², and the pairs i = j, with p(1 − p).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import sympy

from verify.errors import Code, Diagnostic, Fault
from verify.meaning.algebra.members import IndexSet, Selector
from verify.meaning.algebra.terms import Term, Terms, mapped, variables_in

MOST_SELECTORS = 10  # in one product


@dataclass(frozen=True, slots=True)
class _Blocks:
    """Selectors in blocks, and which variables have to be equal for each block to be one selector."""

    blocks: tuple[tuple[Selector, ...], ...] = ()
    values: dict[Any, Any] = field(default_factory=dict)


def averaged(term: Term) -> Terms:
    """The terms of a term's mean: no selector under an expectation is left. Raises Fault (E-AMBIGUOUS, E-UNDEFINED)."""
    groups = sorted({group for group, _ in term.drawn if group})
    found = [term]
    for group in groups:
        found = [mean for t in found for mean in _averaged(t, group)]
    return tuple(found)


def _averaged(term: Term, group: int) -> Iterator[Term]:
    selectors = [s for g, s in term.drawn if g == group]
    rest = replace(term, drawn=tuple((g, s) for g, s in term.drawn if g != group))
    if len(selectors) > MOST_SELECTORS:
        raise _fault(Code.DEPTH, f"more than {MOST_SELECTORS} selectors stand in one product", "Expand its parts one by one.")
    for found in _partitions(selectors, term):
        weighted = rest
        for block in found.blocks:
            weighted = _weighted(weighted, cumulant(len(block), _probability(block[0])))
        yield _merged(weighted, found.values)


def cumulant(order: int, p: Any) -> Any:
    """The cumulant of a Bernoulli variable of probability p; order >= 1."""
    x = sympy.Dummy("p")
    found: Any = x
    for _ in range(order - 1):
        found = sympy.factor(x * (1 - x) * sympy.diff(found, x))
    return found.subs(x, p)


def _probability(selector: Selector) -> Any:
    if selector.probability is None:
        raise _fault(Code.UNDEFINED, f"no law says how probable {selector} = 1 is", "Give the selector its probability, or sum over a set.")
    return selector.probability.doit()


def _weighted(term: Term, number: Any) -> Term:
    if variables_in(number, term):
        return replace(term, weight=term.weight * number)
    return replace(term, coefficient=term.coefficient * number)


def _merged(term: Term, values: dict[Any, Any]) -> Term:
    """The term with equal variables made one."""
    kept = replace(term, sums=tuple((v, d) for v, d in term.sums if v not in values))
    return mapped(kept, lambda part: part.xreplace({v: _final(v, values) for v in values}))


def _final(value: Any, values: dict[Any, Any]) -> Any:
    while value in values:
        value = values[value]
    return value


def _partitions(selectors: list[Selector], term: Term) -> Iterator[_Blocks]:
    """The partitions whose blocks can be one selector each."""
    if not selectors:
        yield _Blocks()
        return
    last = selectors[-1]
    for found in _partitions(selectors[:-1], term):
        yield _Blocks((*found.blocks, (last,)), found.values)
        for at, block in enumerate(found.blocks):
            values = _same(block[0], last, found.values, term)
            if values is not None:
                yield _Blocks((*found.blocks[:at], (*block, last), *found.blocks[at + 1 :]), values)


def _same(a: Selector, b: Selector, values: dict[Any, Any], term: Term) -> dict[Any, Any] | None:
    """The values of variables with which two selectors are one; None where they never are."""
    if a.name != b.name or len(a.args[1]) != len(b.args[1]) or len(a.args[2]) != len(b.args[2]):
        return None
    for left, right in zip(a.indices, b.indices, strict=True):
        unified = _unified(_final(left, values), _final(right, values), term)
        if unified is None:
            return None
        values = {**values, **unified}
    return values


def _unified(a: Any, b: Any, term: Term) -> dict[Any, Any] | None:
    """What makes two indices equal; None where they never are. Raises Fault where that is not known."""
    domains = dict(term.sums)
    if a == b:
        return {}
    if a in domains and b in domains:
        if domains[a] == domains[b]:
            return {b: a}
        if all(isinstance(d, IndexSet) and d.is_primitive for d in (domains[a], domains[b])):
            return None  # primitive sets of different names have no element in common
    difference = sympy.expand(a - b)
    if difference.is_zero:
        return {}
    if difference.is_nonzero and not variables_in(difference, term):
        return None
    raise _fault(Code.AMBIGUOUS, f"whether {a} and {b} are one index or step is not known", "Substitute numbers, or use one name.")


def _fault(code: Code, message: str, fix: str) -> Fault:
    return Fault(Diagnostic(code, message, fix))
