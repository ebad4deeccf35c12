"""Which multiples of an equation can help: those in which one of its terms is part of a term that is to be matched.

J² = A lets X J J Y be matched: X (J² − A) Y has that term. Scalars, and what stands before and behind in a word or around a trace, are
the factors. Sums are not looked into.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from verify.decide.prove.terms import IDENTITY, Atom, Reading, Term, Terms, expanded
from verify.language.expression import Apply, Expr, Member, Number, Operator, Symbol

_ROUNDS = 3  # of matching what was not there before
_MOST = 150  # multiples

Around = tuple[tuple[Atom, ...], tuple[Atom, ...], tuple[Atom, ...], bool]  # scalars, word before, word behind, whether under a trace


def multiples(
    wanted: Iterable[Term], equations: Mapping[int, tuple[Expr, Terms]], reading: Reading
) -> Iterator[tuple[int, Expr, Terms]]:
    """Multiples of equations, read as left − right = 0, other than the equations themselves; with the number of the equation."""
    fresh, made = set(wanted), set[tuple[int, Around]]()
    known = set(fresh)
    for _ in range(_ROUNDS):
        found: set[Term] = set()
        for number, (expr, terms) in equations.items():
            for around in _around(terms, fresh):
                if len(made) >= _MOST:
                    return
                if (number, around) in made or (multiple := _multiple(expr, around)) is None:
                    continue
                made.add((number, around))
                own = expanded(multiple, reading)
                found |= set(own)
                yield number, multiple, own
        fresh = found - known
        known |= fresh


def _around(terms: Terms, targets: Iterable[Term]) -> Iterator[Around]:
    """What stands around a term of an equation in the terms to be matched."""
    for factors, word in terms:
        if word in ((), (IDENTITY,)) and not factors:
            continue
        for others, whole in targets:
            rest = _without(others, factors)
            if rest is None:
                continue
            if word in ((), (IDENTITY,)) and (rest or whole):
                yield rest, whole, (), False
            for place in range(len(whole) - len(word) + 1 if word else 0):
                if whole[place : place + len(word)] == word and (rest or len(whole) > len(word)):
                    yield rest, whole[:place], whole[place + len(word) :], False
            if word and not whole:
                yield from _around_traces(word, rest)


def _around_traces(word: tuple[Atom, ...], factors: tuple[Atom, ...]) -> Iterator[Around]:
    for n, factor in enumerate(factors):
        if factor[0] == "trace":
            cycle, rest = factor[1], factors[:n] + factors[n + 1 :]
            turned = (cycle[m:] + cycle[:m] for m in range(len(cycle)))
            yield from ((rest, (), turn[len(word) :], True) for turn in turned if turn[: len(word)] == word)


def _without(factors: tuple[Atom, ...], taken: tuple[Atom, ...]) -> tuple[Atom, ...] | None:
    left = list(factors)
    for factor in taken:
        if factor not in left:
            return None
        left.remove(factor)
    return tuple(left)


def _multiple(expr: Expr, around: Around) -> Expr | None:
    """The product; None where something around has no expression here."""
    scalars, before, behind, traced = around
    parts = [_written(atom) for atom in (*scalars, *before, *behind)]
    if None in parts:
        return None
    written = [part for part in parts if part is not None]
    first, second = len(scalars), len(scalars) + len(before)
    inside = (*written[first:second], expr, *written[second:])
    product = inside[0] if len(inside) == 1 else Apply(Operator.MULTIPLY, inside)
    core = Apply(Operator.TRACE, (product,)) if traced else product
    return core if not first else Apply(Operator.MULTIPLY, (*written[:first], core))


def _written(atom: Atom) -> Expr | None:
    """An atom as an expression, where it is a name, a power, or a transpose or inverse of one."""
    match atom:
        case ("name", name):
            return Symbol(name)
        case ("name", name, *indices):
            parts = [_sum(index) for index in indices]
            return None if None in parts else Member(name, tuple(part for part in parts if part is not None))
        case ("transpose", inner) if (part := _written(inner)) is not None:
            return Apply(Operator.TRANSPOSE, (part,))
        case ("inverse", ("name", *_) as inner) if (part := _written(inner)) is not None:
            return Apply(Operator.DIVIDE, (Number(1), part))
        case ("power", base, exponent) if (below := _sum(base)) is not None and (above := _sum(exponent)) is not None:
            return Apply(Operator.POWER, (below, above))
    return None


def _sum(terms: Iterable[tuple[Term, Fraction]]) -> Expr | None:
    """A sum of terms as an expression."""
    found: list[Expr] = []
    for (factors, word), weight in terms:
        parts = [_written(atom) for atom in (*factors, *word)]
        if None in parts:
            return None
        size: Expr = Number(abs(weight.numerator))
        size = size if weight.denominator == 1 else Apply(Operator.DIVIDE, (size, Number(weight.denominator)))
        number: list[Expr] = [size] if abs(weight) != 1 or not parts else []
        written = [*number, *(part for part in parts if part is not None)]
        product = written[0] if len(written) == 1 else Apply(Operator.MULTIPLY, tuple(written))
        found.append(Apply(Operator.NEGATE, (product,)) if weight < 0 else product)
    return Number(0) if not found else found[0] if len(found) == 1 else Apply(Operator.ADD, tuple(found))
