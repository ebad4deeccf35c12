"""The rules of logic: instances of what holds for all, parts, conjunctions, equals for equals, and blocks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from verify.decide.prove.existence import ends_of
from verify.decide.prove.instance_of import put
from verify.decide.prove.lemma import induction as by_induction
from verify.decide.prove.order import required
from verify.decide.prove.record import Fact, Frame
from verify.decide.prove.rewriting import rewritten
from verify.decide.prove.work import Given, Over, Work
from verify.language.expression import Apply, Bind, Binder, Compare, Expr, Number, Operator, Relation, Symbol
from verify.language.render import render


@dataclass(slots=True)
class Block:
    """A block of steps.

    ends: what is known of its variable (0 ≤ n; a ≤ n and n ≤ b). supposed: what it supposes. goal: of an induction, the claim at n + 1.
    fact: what it showed, once it is closed.
    """

    ends: tuple[Fact, ...]
    supposed: tuple[Fact, ...]
    goal: Expr | None = None
    shown: Fact | None = field(default=None, repr=False)

    @property
    def fact(self) -> Fact:
        """What the block showed as a whole. Raises AttributeError while it is open."""
        if self.shown is None:
            raise AttributeError("the block is still open: its fact is there once its `with` has ended")
        return self.shown


def use(work: Work, known: Fact, facts: Sequence[Fact], items: Sequence[Expr]) -> Fact:
    """What a fact for all values says at these; what it supposes is known or follows from the other premises. Raises Fault."""
    says, shown, waiting = known.says, list[Fact](), list(items)
    while True:
        match says:
            case Bind(Binder.FOR_ALL, variable, domain, body) if waiting:
                item = waiting.pop(0)
                shown += [required(work, "use", end, facts) for end in ends_of(domain, item)]
                says = put(body, {variable: item})
            case Apply(Operator.IMPLIES, (supposed, then)):
                shown.append(required(work, "use", supposed, facts))
                says = then
            case _:
                break
    if waiting:
        work.record.fail("use", f"{render(known.says)} is about fewer values than are given", "Give as many as it holds for all of.")
    given = any(isinstance(item, Apply) and item.operator is Operator.CHOICE_AT for item in items)  # to an integer shown to be in range
    premises = [known, *shown, *(facts if given else ())]
    return work.record.add("use", says, premises, at=[work.record.json(item) for item in items])


def part(work: Work, known: Fact, number: int) -> Fact:
    """A part of a conjunction, counted from 0; what holds surely. Raises Fault."""
    match known.says:
        case Apply(Operator.AND | Operator.SURELY, parts) if number < len(parts):
            return work.record.add("part", parts[number], [known])
        case _:
            return work.record.fail("part", f"{render(known.says)} has no part {number}", "Only a conjunction has several.")


def both(work: Work, known: Sequence[Fact]) -> Fact:
    """The conjunction of some facts."""
    return work.record.add("both", Apply(Operator.AND, tuple(fact.says for fact in known)), known)


def surely(work: Work, known: Fact) -> Fact:
    """A fact is one for every outcome of the selectors."""
    return work.record.add("both", Apply(Operator.SURELY, (known.says,)), [known])


def replace(work: Work, before: Expr, known: Sequence[Fact]) -> Fact:
    """An equation between an expression and what equations make of it."""
    after = rewritten(before, [fact.says for fact in known])
    if after == before:
        work.record.fail("replace", f"no left side of the equations stands in {render(before)}", "Give equations from left to right.")
    return work.record.add("replace", Compare(Relation.EQUAL, before, after), known)


@contextmanager
def block(work: Work, variable: str | None, over: Over | None, suppose: Iterable[Given]) -> Iterator[Block]:
    """Steps under a fixed variable, or a supposition, or both. Raises Fault."""
    frame = Frame(list(work.record.facts), variable=variable)
    if variable is not None and over is not None:
        if variable in work.record.names or work.context.declaration(variable) is not None:
            work.record.fail("block", f"{variable} has a meaning already", "Give the variable another name.")
        frame.domain, frame.bound = work.domain(over)
    elif variable is not None or over is not None:
        work.record.fail("block", "a variable and what it ranges over go together", "Give both, or neither.")
    work.record.opened(frame)
    ends = [frame.learn(end) for end in (() if frame.domain is None else ends_of(frame.domain, Symbol(variable or "")))]
    frame.supposed = tuple(work.read(premise) for premise in suppose)
    opened = Block(tuple(ends), tuple(frame.learn(premise) for premise in frame.supposed))
    yield opened
    opened.shown = work.record.closed()


@contextmanager
def induction(work: Work, variable: str, claim: Given, base: Fact) -> Iterator[Block]:
    """The step of an induction, as a block; then the claim for all natural numbers."""
    with block(work, variable, r"\mathbb{N}", [claim]) as step:
        said = step.supposed[0].says
        step.goal = put(said, {variable: Apply(Operator.ADD, (Symbol(variable), Number(1)))})
        yield step
        settled(work, step.goal)
    start = required(work, "induction", put(said, {variable: Number(0)}), [base])
    step.shown = by_induction(work, variable, said, start, step.fact)


def settled(work: Work, says: Expr) -> Fact:
    """The last fact, made to say just this where it says the same up to normal form. Raises Fault."""
    last = work.record.facts[-1]
    return last if work.record.is_last(says) else required(work, "block", says, [last], anew=True)
