"""What there is, by naming it: a witness, a number from which on something holds, the members that are put in for a family."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from verify.decide.prove.instance_of import Function, put
from verify.decide.prove.order import required
from verify.decide.prove.record import Fact, Frame
from verify.decide.prove.work import Family, Work
from verify.language.expression import Apply, Bind, Binder, Compare, Expr, Kind, Member, Number, Operator, Relation, Symbol, Type
from verify.language.render import render
from verify.language.statement import Context
from verify.language.walk import free_names

_TRUE = Compare(Relation.EQUAL, Number(0), Number(0))
_BOOLEAN = Type(Kind.BOOLEAN)


@dataclass(slots=True)
class Members:
    """Members that are put in for a family.

    are: that they are what is put in, a fact for each set of indices. values: what shows that what is said of them has a value.
    shown: that there are such members, once the block is closed.
    """

    are: tuple[Fact, ...]
    values: list[Fact] = field(default_factory=list)
    shown: Fact | None = field(default=None, repr=False)

    def have_values(self, *facts: Fact) -> None:
        """Facts within that show that what is said of the members has a value: what divides is not 0, a matrix is its own transpose."""
        self.values += facts

    @property
    def fact(self) -> Fact:
        """That there are such members. Raises AttributeError while the block is open."""
        if self.shown is None:
            raise AttributeError("the block is still open: its fact is there once its `with` has ended")
        return self.shown


def witness(work: Work, says: Expr, at: Expr, facts: Sequence[Fact]) -> Fact:
    """That there is something, or that something holds from some number on, namely `at`. Raises Fault."""
    match says:
        case Bind(Binder.EXISTS, variable, domain, body):
            held = required(work, "witness", put(body, {variable: at}), facts)
            ends = [required(work, "witness", end, facts) for end in ends_of(domain, at)]
        case Bind(Binder.EVENTUALLY, _, _, body):
            held, ends = work.fact(later(says, at, body)), []
        case _:
            work.record.fail("witness", f"{render(says)} does not say that there is something", "Say what there is.")
    premises = list({fact.number: fact for fact in (held, *ends, *facts)}.values())
    return work.record.add("witness", says, premises, at=work.record.json(at))


def later(says: Bind, low: Expr, body: Expr) -> Bind:
    """That something holds for all values of what a statement is eventually about, from a number on."""
    late = Apply(Operator.IMPLIES, (Compare(Relation.LESS_EQUAL, low, Symbol(says.variable)), body))
    return Bind(Binder.FOR_ALL, says.variable, says.domain, late, _BOOLEAN)


def ends_of(domain: Expr, item: Expr) -> list[Expr]:
    """What shows that an item is in a domain of numbers."""
    match domain:
        case Apply(Operator.RANGE | Operator.CLOSED_INTERVAL | Operator.OPEN_INTERVAL as operator, (low, high)):
            relation = Relation.LESS if operator is Operator.OPEN_INTERVAL else Relation.LESS_EQUAL
            infinite = Apply(Operator.INFINITY, ())
            ends = [Compare(relation, low, item)] if low != Apply(Operator.NEGATE, (infinite,)) else []
            return [*ends, *([Compare(relation, item, high)] if high != infinite else [])]
        case Apply(Operator.NATURALS) if not isinstance(item, Number):
            return [Compare(Relation.LESS_EQUAL, Number(0), item)]
        case _:
            return []


@contextmanager
def choose(work: Work, says: Expr, given: Mapping[str, Family], facts: Sequence[Fact]) -> Iterator[Members]:
    """Steps about the members that are put in, of which the last says what is kept, and what is claimed; then, that there are such.

    Nothing that rests on the members before is known within. Raises Fault.
    """
    match says:
        case Apply(Operator.THERE_ARE, (Bind(_, index, _, Compare(_, Member(name), zero)), *kept, _)):
            pass
        case _:
            work.record.fail("choose", f"{render(says)} does not say that there are members of a family", "Say which there are.")
    functions = {over: work.function(family, [(over,)]) for over, family in given.items()}
    anew, shown, are = resting(work.context, name), [*facts], list[Expr]()
    for over in sorted(functions):
        function = functions[over]
        if not isinstance(function, Function):
            work.record.fail("choose", f"what is put in for {over} is no function of an index", 'Give ("r", an expression in r).')
        body = put(function.body, {function.variables[0]: Symbol(index)})
        psd = Bind(Binder.FOR_ALL, index, Symbol(over), Compare(Relation.LOEWNER_GREATER_EQUAL, body, zero), _BOOLEAN)
        shown.append(work.fact(psd))
        are.append(Bind(Binder.FOR_ALL, index, Symbol(over), Compare(Relation.EQUAL, Member(name, (Symbol(index),)), body), _BOOLEAN))
    outer = work.record.facts
    frame = Frame([fact if not _rests(fact.says, anew) else Fact(fact.number, _TRUE) for fact in outer])
    work.record.opened(frame)
    members = Members(tuple(frame.learn(one) for one in are))
    yield members
    last = work.record.facts[-1].says
    said = last.arguments[: len(kept)] if isinstance(last, Apply) and last.operator is Operator.AND else ()
    work.record.frames.pop()
    same = [work.fact(one) for one in said]
    put_in = {over: work.record.json(f.body, f.variables) for over, f in functions.items() if isinstance(f, Function)}
    members.shown = work.record.chosen(frame, says, [*shown, *same], put_in, members.values)


def resting(context: Context, name: str) -> frozenset[str]:
    """The names whose values rest on those of a name."""
    found = frozenset({name})
    while more := {d.name for d in context.definitions if any(_rests(e, found) for e in (d.body, *d.given))} - found:
        found |= more
    return found


def _rests(expr: Expr, names: frozenset[str]) -> bool:
    return any(name in names for name, _ in free_names(expr))
