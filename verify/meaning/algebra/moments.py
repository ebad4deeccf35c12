"""Expectations of products of selectors, by cumulants.

E[x_{i₁} ⋯ x_{iₙ}] is the sum over the partitions of the factors into blocks of Π κ(block). The joint cumulant of a block is zero unless all
its factors are the same selector, and then it is that of a Bernoulli variable: κ₁ = p, κ₂ = p(1 − p), κₙ₊₁ = p(1 − p) dκₙ/dp. So a sum
over i and j splits into all pairs, with p², and the pairs i = j, with p(1 − p). Of two moments κ₁ = μ and κ₂ = v, and no more are known.
What is drawn without replacement is averaged apart (`batches`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import sympy

from verify.errors import Code, Diagnostic, Fault
from verify.language.expression import Operator
from verify.meaning.algebra.batches import MOST_TOGETHER, weighted_partitions
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
    if len(selectors) > MOST_SELECTORS:
        raise _fault(Code.DEPTH, f"more than {MOST_SELECTORS} selectors stand in one product", "Expand its parts one by one.")
    if batch := _batch(selectors, term):
        rest = replace(term, drawn=tuple((g, s) for g, s in term.drawn if g != group or s not in batch))
        for merged in _averaged_together(batch, rest):
            yield from _averaged(merged, group)
        return
    rest = replace(term, drawn=tuple((g, s) for g, s in term.drawn if g != group))
    for found in _partitions(selectors, term):
        weighted = rest
        for block in found.blocks:
            weighted = _weighted(weighted, _cumulant(block))
        yield _merged(weighted, found.values)


def _batch(selectors: list[Selector], term: Term) -> list[Selector]:
    """The different ones among the selectors that are drawn without replacement together with the first that is so drawn."""
    drawn = [s for s in dict.fromkeys(selectors) if s.law is Operator.WITHOUT_REPLACEMENT]
    found = [s for s in drawn if s.name == drawn[0].name and _set_of(s, term) == _set_of(drawn[0], term) and _same_step(drawn[0], s, term)]
    if len(found) > MOST_TOGETHER:
        message = f"more than {MOST_TOGETHER} members of a batch stand in one product"
        raise _fault(Code.DEPTH, message, "Expand its parts one by one.")
    return found


def _set_of(selector: Selector, term: Term) -> Any:
    """The index set of a selector that is drawn without replacement. Raises Fault where its index is not summed over one."""
    found = dict(term.sums).get(selector.args[1][0]) if len(selector.args[1]) == 1 else None
    if not (isinstance(found, IndexSet) and found.is_primitive and found.size is not None):
        message = f"it is not known of how many {selector.name} is one that is drawn without replacement"
        raise _fault(Code.UNDEFINED, message, "Sum over the whole index set.")
    return found


def _same_step(a: Selector, b: Selector, term: Term) -> bool:
    """Whether two selectors belong to one step. Raises Fault where that is not known."""
    (one, other) = (tuple(s.args[2]) for s in (a, b))
    return len(one) == len(other) and all(_unified(x, y, term) == {} for x, y in zip(one, other, strict=True))


def _averaged_together(batch: list[Selector], term: Term) -> Iterator[Term]:
    (size,), whole = batch[0].numbers, _set_of(batch[0], term).size
    for blocks, weight in weighted_partitions(batch, size.doit(), whole):
        values = {other.args[1][0]: block[0].args[1][0] for block in blocks for other in block[1:]}
        yield _merged(_weighted(term, weight), values)


def _cumulant(block: tuple[Selector, ...]) -> Any:
    """The cumulant of some factors that are one selector. Raises Fault where its law does not say it."""
    selector, order = block[0], len(block)
    match selector.law:
        case Operator.BERNOULLI:
            return cumulant(order, selector.numbers[0].doit())
        case Operator.MOMENTS if order <= 2:
            return selector.numbers[order - 1].doit()
        case Operator.MOMENTS:
            message = f"two moments of {selector.name} are known, and a moment of order {order} is needed"
            raise _fault(Code.UNDEFINED, message, "Give it a law of which more is known.")
        case _:
            message = f"no law says how probable {selector} = 1 is"
            raise _fault(Code.UNDEFINED, message, "Give the selector its probability, or sum over a set.")


def cumulant(order: int, p: Any) -> Any:
    """The cumulant of a Bernoulli variable of probability p; order >= 1."""
    x = sympy.Dummy("p")
    found: Any = x
    for _ in range(order - 1):
        found = sympy.factor(x * (1 - x) * sympy.diff(found, x))
    return found.subs(x, p)


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
