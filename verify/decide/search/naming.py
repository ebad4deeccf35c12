"""What is claimed to exist, proved by naming it.

What is named is a small number, a symbol of the statement or the sum of its square and 1; of a family 0, I, multiples by symbols, v vᵀ.
That it is as claimed is derived by normal forms and combinations of what is known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from itertools import product

from verify.decide import certify
from verify.decide.outcome import Proved
from verify.decide.prove import existence, logic
from verify.decide.prove.contradiction import said_of_numbers, squares
from verify.decide.prove.growth import number
from verify.decide.prove.instance_of import free_name, put
from verify.decide.prove.lemma import lemma
from verify.decide.prove.order import shown, sought
from verify.decide.prove.pruned import pruned
from verify.decide.prove.record import Fact, Record
from verify.decide.prove.rewriting import rewritten
from verify.decide.prove.work import Work
from verify.errors import Fault
from verify.kernel.check import Rejected
from verify.kernel.rules.derivation import require_fit
from verify.kernel.statement import parse
from verify.language.canonical import statement_json
from verify.language.expression import Apply, Bind, Binder, Compare, Expr, Kind, Number, Operator, Relation, Symbol, Type
from verify.language.notation import Notation
from verify.language.statement import Context, Declaration, Statement
from verify.language.walk import free_names, subexpressions

_NUMBERS = tuple(Fraction(n, d) for n, d in ((1, 1), (2, 1), (0, 1), (1, 2), (-1, 1), (4, 1), (1, 4), (10, 1), (1, 10)))
_BOOLEAN = Type(Kind.BOOLEAN)

Write = Callable[[Work], Fact]


@dataclass(frozen=True, slots=True)
class Named:
    """What naming came to. outcome: the kernel's, where there is one. tried: how many things were put to the claim."""

    outcome: Proved | None
    tried: int


def is_about_existence(statement: Statement) -> bool:
    """Whether the conclusion says that there is something."""
    match statement.conclusion:
        case Apply(Operator.THERE_ARE) | Bind(Binder.EXISTS | Binder.EVENTUALLY):
            return True
        case _:
            return False


def has_derivations(statement: Statement) -> bool:
    """Whether the kernel has derivations for what a statement rests on."""
    if statement.conclusion is None:
        return False
    try:
        require_fit(parse(statement_json(statement.context, statement.conclusion)))
    except Rejected:
        return False
    return True


def by_naming(statement: Statement) -> Named:
    """Tries to prove what is claimed to exist by naming it. Raises ValueError for any other statement."""
    tried = 0
    if not has_derivations(statement):
        return Named(None, 0)
    for write in _constructions(statement):
        tried += 1
        outcome = _proved(statement, write)
        if outcome is not None:
            return Named(outcome, tried)
    return Named(None, tried)


def _constructions(statement: Statement) -> Iterator[Write]:
    """Ways to write that there is something."""
    goal, context = statement.conclusion, statement.context
    match goal:
        case Apply(Operator.THERE_ARE, (Bind(_, _, domain, Compare(_, _, zero)), *_)):
            sets = [name for name, _ in free_names(domain)]
            yield partial(_members, says=goal, given=dict.fromkeys(sets, ("i", zero)))
            for matrix, on in product(_matrices(context), product((True, False), repeat=len(sets))):
                if any(on):  # the same on some sets, 0 on the others
                    given = {over: ("i", matrix if here else zero) for over, here in zip(sets, on, strict=True)}
                    yield partial(_members, says=goal, given=given)
        case Bind(Binder.EXISTS | Binder.EVENTUALLY):
            for item in _scalars(context):
                yield partial(_named, says=goal, item=item)
        case _:
            raise ValueError(f"statement {statement.id} says nothing of what there is")


def _scalars(context: Context) -> Iterator[Expr]:
    """Numbers that may be what there is."""
    names = [d.name for d in context.symbols if d.kind in (Kind.REAL, Kind.INTEGER) and not d.over and not d.selector]
    yield from map(number, _NUMBERS)
    for name in names:
        square = Apply(Operator.POWER, (Symbol(name), Number(2)))
        yield from (Symbol(name), Apply(Operator.ADD, (square, Number(1))))


def _matrices(context: Context) -> Iterator[Expr]:
    """Matrices that may be members: I, v vᵀ, multiples of I."""
    size = next(d.size for d in context.symbols if d.kind is Kind.MATRIX and d.size is not None)
    identity = Apply(Operator.IDENTITY, (size,))
    yield identity
    for declared in context.symbols:
        if not declared.over and declared.kind is Kind.VECTOR:
            yield Apply(Operator.MULTIPLY, (Symbol(declared.name), Apply(Operator.TRANSPOSE, (Symbol(declared.name),))))
    yield from (Apply(Operator.MULTIPLY, (Symbol(d.name), identity)) for d in _reals(context))


def _proved(statement: Statement, write: Write) -> Proved | None:
    work = Work(statement.context, Notation(), {}, Record(statement.context.hypotheses))
    try:
        said_of_numbers(work, tuple(work.record.facts))
        write(work)
        steps = pruned(work.record.frames[0].steps, work.record.written, len(statement.context.hypotheses))[0]
        return certify.proved(statement, steps)
    except (Fault, Rejected):
        return None


def _named(work: Work, says: Bind, item: Expr) -> Fact:
    """That there is something, namely this item. Raises Fault."""
    match says.binder:
        case Binder.EXISTS:
            _shown(work, put(says.body, {says.variable: item}))
            for end in existence.ends_of(says.domain, item):
                _shown(work, end)
        case _:
            _shown(work, existence.later(says, item, says.body))
    return existence.witness(work, says, item, work.record.facts)


def _shown(work: Work, says: Expr) -> Fact:
    """What is to be shown, taken apart; its relations are combinations of what is known. Raises Fault."""
    known = work.record.known(says)
    if known is not None:
        return known
    match says:
        case Compare():
            facts = [fact for fact in work.record.facts if isinstance(fact.says, Compare)]
            hints = _by_form(work.context, says.relation)
            facts += [*squares(work, facts), *_constant_sums(work, says)]
            found = sought(work, says, facts, (), 2, hints)
            if found is None:
                work.record.fail("so", "no combination of what is known shows it", "Name another.")
            return shown(work, says, facts, found, ())
        case Apply(Operator.AND, parts):
            return logic.both(work, [_shown(work, part) for part in parts])
        case Apply(Operator.IMPLIES, (supposed, then)):
            with logic.block(work, None, None, [supposed]) as block:
                said_of_numbers(work, block.supposed)
                _last(work, then)
            return block.fact
        case Bind(Binder.FOR_ALL, variable, domain, body):
            name = free_name(variable, [d.name for d in work.context.symbols] + [*work.record.names])
            with logic.block(work, name, domain, ()) as block:
                _last(work, put(body, {variable: Symbol(name)}))
            return block.fact
        case Bind(Binder.EXISTS | Binder.EVENTUALLY):
            frames = len(work.record.frames)
            for item in _scalars(work.context):
                with suppress(Fault):
                    return _named(work, says, item)
                del work.record.frames[frames:]  # of blocks that were left
    return work.record.fail("so", "no way to show this is known here", "Write a script.")


def _by_form(context: Context, relation: Relation) -> list[Expr]:
    """What is ≥ 0, or ⪰ 0, by its form: squares of numbers; I, and v vᵀ."""
    if relation in (Relation.LOEWNER_LESS_EQUAL, Relation.LOEWNER_GREATER_EQUAL):
        reals = {(d.name, 0) for d in _reals(context)}
        return [matrix for matrix in _matrices(context) if not reals & {*free_names(matrix)}]
    return [Apply(Operator.POWER, (Symbol(d.name), Number(2))) for d in _reals(context)]


def _reals(context: Context) -> list[Declaration]:
    return [d for d in context.symbols if d.kind is Kind.REAL and not d.over and not d.selector]


def _constant_sums(work: Work, says: Expr) -> Iterator[Fact]:
    """Σ c = n c, for the sums of numbers in an expression in which the index does not stand."""
    for part in subexpressions(says):
        match part:
            case Bind(Binder.SUM, variable, Symbol(over), body, Type(Kind.REAL)) if (variable, 0) not in free_names(body):
                size = work.context.declaration(over, 0)
                if size is not None and size.size is not None:
                    yield lemma(work, "sum_constant", (), {"D": Symbol(over), "n": size.size, "c": body})


def _again(work: Work, fact: Fact) -> Fact:
    """A fact, as the last step says it."""
    return work.record.add("replace", fact.says, [fact])


def _last(work: Work, says: Expr) -> None:
    """The last step of a block says this."""
    fact = _shown(work, says)
    if not work.record.is_last(says):
        _again(work, fact)


def _members(work: Work, says: Expr, given: Mapping[str, tuple[str, Expr]]) -> Fact:
    """That there are members of a family, namely these, which do not rest on their index. Raises Fault."""
    match says:
        case Apply(Operator.THERE_ARE, (Bind(_, index, _, Compare(_, member, zero)), *kept, claim)):
            pass
        case _:
            return work.record.fail("choose", "no members are claimed", "")
    equations = []
    for over, (_, body) in given.items():
        each = Bind(Binder.FOR_ALL, index, Symbol(over), Compare(Relation.LOEWNER_GREATER_EQUAL, body, zero), _BOOLEAN)
        _shown(work, each)
        equations.append(Bind(Binder.FOR_ALL, index, Symbol(over), Compare(Relation.EQUAL, member, body), _BOOLEAN))
    values = [Compare(Relation.EQUAL, expr, rewritten(expr, equations)) for expr in kept]
    for value in values:
        _shown(work, value)
    with existence.choose(work, says, given, ()) as members:
        said = [_put_in(work, part, members.are) for part in (*values, claim)]
        members.have_values(*[fact for fact in work.record.facts if isinstance(fact.says, Compare)], *members.are)
        if kept:
            logic.both(work, said)
    return members.fact


def _put_in(work: Work, says: Expr, equations: Sequence[Fact]) -> Fact:
    """What is to be shown, from what it is with the members put in. Raises Fault."""
    known = work.record.known(says)
    changed = rewritten(says, [fact.says for fact in equations])
    if known is not None or changed == says:
        return _shown(work, says) if known is None else _again(work, known)
    return work.record.add("replace", says, [_shown(work, changed), *equations])
