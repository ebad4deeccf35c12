"""Hypotheses that cannot hold together: a derivation of 0 < 0 from them, found by a linear program over what they say.

Each hypothesis is taken apart (conjuncts, ends of intervals; of a Loewner inequality its trace), its leading `for all` at small numbers;
what it says of members at numbers is written out by their definitions, sums over ranges of numbers term by term, and binomials of numbers
by Pascal's rule. A positive combination of all this that is 0 < 0 is the contradiction.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from itertools import product
from math import comb
from typing import Any

from verify.decide.prove import order
from verify.decide.prove.definition import definition
from verify.decide.prove.lemma import end, lemma
from verify.decide.prove.logic import part, use
from verify.decide.prove.pruned import pruned
from verify.decide.prove.record import Fact, Record
from verify.decide.prove.terms import expanded, sole_clause
from verify.decide.prove.witness import difference
from verify.decide.prove.work import Work
from verify.errors import Fault
from verify.kernel.limits import Rejected
from verify.kernel.rules.derivation import require_fit
from verify.kernel.statement import parse
from verify.language.canonical import statement_json
from verify.language.expression import Apply, Bind, Binder, Compare, Expr, Kind, Member, Number, Operator, Relation, Symbol
from verify.language.linear import linear
from verify.language.notation import Notation
from verify.language.statement import Context, Shape
from verify.language.walk import free_names, subexpressions
from verify.meaning.randomness import is_random, random_names

Step = Mapping[str, Any]
NOTHING = Compare(Relation.LESS, Number(0), Number(0))
_ORDERS = (Relation.EQUAL, Relation.LESS, Relation.LESS_EQUAL, Relation.GREATER, Relation.GREATER_EQUAL)
_LOEWNER = (Relation.LOEWNER_LESS_EQUAL, Relation.LOEWNER_GREATER_EQUAL)
_INSTANTIATED = (0, 1, 2)
_LONGEST = 24  # sum that is written out
_LARGEST = 12  # binomials
_MOST = 400  # facts


def contradiction(context: Context) -> tuple[Step, ...] | None:
    """The steps from the hypotheses to 0 < 0; None where none are found, or where the kernel has no derivations (docs/certificates.md)."""
    if not _is_fit(context):
        return None
    work = Work(context, Notation(), {}, Record(context.hypotheses))
    if absurdity(work, tuple(work.record.facts)) is None:
        return None
    return pruned(work.record.frames[0].steps, work.record.written, len(context.hypotheses))[0]


def absurdity(work: Work, known: Iterable[Fact]) -> Fact | None:
    """0 < 0, by a step from what some facts say; None where no combination of it is."""
    said = said_of_numbers(work, known)
    facts = [*said, *_traces(work, said), *squares(work, said), *_sums(work, said), *_written_out(work, said)]
    found = order.combined(work, NOTHING, facts, scalars(work.context, facts))
    if found is None:
        return None
    witness, used = found
    used.sort(key=lambda fact: isinstance(fact.says, Compare) and fact.says.relation is Relation.EQUAL)  # the kernel looks at a > b first
    return order.shown(work, NOTHING, used, witness, scalars(work.context, used))


def _is_fit(context: Context) -> bool:
    """Whether the kernel has derivations for such symbols and definitions, and no hypothesis is about what selectors decide."""
    try:
        require_fit(parse(statement_json(context, NOTHING)))
    except Rejected:
        return False
    random = random_names(context)
    return not any(is_random(fact, random) for fact in context.hypotheses)


def said_of_numbers(work: Work, known: Iterable[Fact]) -> list[Fact]:
    """What some facts say of numbers, taken apart."""
    plain, found = work.reading((), ()), list[Fact]()
    for whole in known:
        for fact in _apart(work, whole):
            if isinstance(fact.says, Compare) and not any(word for _, word in expanded(difference(fact.says), plain)):
                found.append(fact)
    return found[:_MOST]


def _apart(work: Work, fact: Fact) -> Iterator[Fact]:
    match fact.says:
        case Apply(Operator.AND, parts):
            for number in range(len(parts)):
                yield from _apart(work, part(work, fact, number))
        case Bind(Binder.FOR_ALL, _, Apply(Operator.NATURALS)):
            for at in product(_INSTANTIATED, repeat=_leading(fact.says)):
                with suppress(Fault):  # what is supposed there does not hold
                    yield from _apart(work, use(work, fact, (), [Number(n) for n in at]))
        case Compare(Relation.IN, _, Apply(Operator.OPEN_INTERVAL | Operator.CLOSED_INTERVAL as interval)):
            yield from (lemma(work, f"{interval.value}_{which}", [fact], {}) for which in ("low", "high"))
        case Compare(Relation.IN, _, Apply(Operator.NATURALS)):
            yield lemma(work, "natural", [fact], {})
        case Compare(relation) if relation in _ORDERS:
            yield fact
        case Compare(relation) if relation in _LOEWNER:
            trace = Apply(Operator.TRACE, (difference(fact.says),))
            yield order.shown(work, Compare(Relation.GREATER_EQUAL, trace, Number(0)), [fact], trace, ())


def _traces(work: Work, facts: Iterable[Fact]) -> Iterator[Fact]:
    """Tr(A) ≥ 0 for the positive semidefinite matrices A whose traces facts speak of."""
    spoken = dict.fromkeys(name for fact in facts for name, count in free_names(fact.says) if not count)
    for name in spoken:
        declared = work.context.declaration(name, 0)
        if declared is not None and declared.kind is Kind.MATRIX and declared.shape is Shape.PSD and not work.context.definitions_of(name):
            trace = Apply(Operator.TRACE, (Symbol(name),))
            yield order.shown(work, Compare(Relation.GREATER_EQUAL, trace, Number(0)), (), trace, ())


def _sums(work: Work, facts: Iterable[Fact]) -> Iterator[Fact]:
    """Σ x ≥ 0 for the sums that facts speak of, of squares and of traces of positive semidefinite matrices."""
    spoken = dict.fromkeys(part for fact in facts for part in subexpressions(fact.says))
    for expr in spoken:
        match expr:
            case Bind(Binder.SUM, _, Symbol(), body) if _is_nonnegative(work.context, body):
                yield order.shown(work, Compare(Relation.GREATER_EQUAL, expr, Number(0)), (), expr, ())


def _is_nonnegative(context: Context, expr: Expr) -> bool:
    """Whether the form of a number shows that it is."""
    match expr:
        case Apply(Operator.TRACE, (Symbol(name),)):
            declared = context.declaration(name, 0)
        case Apply(Operator.TRACE, (Member(name, indices),)):
            declared = context.declaration(name, len(indices))
        case Apply(Operator.POWER, (Member(name, indices), Number(2))):
            declared = context.declaration(name, len(indices))
            return declared is not None and declared.kind in (Kind.REAL, Kind.INTEGER)
        case Bind(Binder.SUM, _, Symbol(), body):
            return _is_nonnegative(context, body)
        case _:
            return False
    return declared is not None and declared.shape is Shape.PSD and not context.definitions_of(name)


def squares(work: Work, facts: Iterable[Fact]) -> Iterator[Fact]:
    """x² ≥ 0 for the squares of numbers that facts speak of."""
    spoken = dict.fromkeys(part for fact in facts for part in subexpressions(fact.says))
    for expr in spoken:
        match expr:
            case Apply(Operator.POWER, (Symbol(name), Number(2))):
                declared = work.context.declaration(name)
                if declared is not None and declared.kind in (Kind.REAL, Kind.INTEGER):
                    yield order.shown(work, Compare(Relation.GREATER_EQUAL, expr, Number(0)), (), expr, ())


def _leading(expr: Expr) -> int:
    """How many leading variables stand for natural numbers."""
    match expr:
        case Bind(Binder.FOR_ALL, _, Apply(Operator.NATURALS), body):
            return 1 + _leading(body)
        case _:
            return 0


def _written_out(work: Work, facts: Iterable[Fact]) -> Iterator[Fact]:
    """Equations for members and binomials at numbers in some facts, for sums over ranges of numbers, and so on for what these bring in."""
    waiting, seen = [fact.says for fact in facts], set[Expr]()
    while waiting and len(seen) < _MOST:
        for expr in subexpressions(waiting.pop(0)):
            if expr not in seen:
                seen.add(expr)
                for fact in _equations(work, expr):
                    waiting.append(fact.says)
                    yield fact


def _equations(work: Work, expr: Expr) -> Iterator[Fact]:
    match expr:
        case Member(family, indices) if None not in (numbers := [_number(index) for index in indices]):
            member = Member(family, tuple(Number(n) for n in numbers if n is not None))
            try:
                yield definition(work, member, ())
            except Fault:  # it is primitive, or has no value
                return
        case Bind(Binder.SUM, _, Apply(Operator.RANGE, (a, b))):
            low, high = _number(a), _number(b)
            if low is None or high is None or high - low >= _LONGEST:
                return
            yield end(work, "empty" if high < low else "last", expr, ())
        case Apply(Operator.BINOMIAL, (a, b)):
            top, bottom = _number(a), _number(b)
            if top is not None and bottom is not None and top <= _LARGEST:
                yield _binomial(work, top, bottom)


def _binomial(work: Work, top: int, bottom: int) -> Fact:
    """What a binomial of natural numbers is."""
    n, k = Number(top), Number(bottom)
    says = Compare(Relation.EQUAL, Apply(Operator.BINOMIAL, (n, k)), Number(comb(top, bottom)))
    if (known := work.record.known(says)) is not None:
        return known
    if bottom > top:
        return lemma(work, "binomial_beyond", (), {"n": n, "k": k})
    if bottom in (0, top):
        return lemma(work, "binomial_last" if bottom else "binomial_first", (), {"n": n})
    rule, less = lemma(work, "pascal", (), {"n": n, "k": k}), [_binomial(work, top - 1, bottom - 1), _binomial(work, top - 1, bottom)]
    return order.equal(work, says, [rule, *less], ())


def _number(index: Expr) -> int | None:
    """A literal natural number, or a sum of such that is one; None for anything else."""
    form = linear(index)
    constant = form.get(Number(1), 0)
    return constant if not form.keys() - {Number(1)} and constant >= 0 else None


def scalars(context: Context, facts: Iterable[Fact]) -> list[str]:
    """The names of numbers with a definition of one clause on which some facts rest."""
    found: dict[str, None] = {}
    waiting = [name for fact in facts for name in free_names(fact.says)]
    while waiting:
        name, count = waiting.pop()
        declared, clause = context.declaration(name, count), sole_clause(context, name, count)
        if name not in found and clause is not None and declared is not None and declared.kind in (Kind.REAL, Kind.INTEGER):
            found[name] = None
            waiting += free_names(clause.body)
    return list(found)
