"""What is claimed to exist, refuted by an instance on which that is absurd, whatever there is.

The instance is one of the smallest, or drawn; the claim is absurd there where a combination of it, of what holds on the instance and of
statements that are proved is 0 < 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import islice
from typing import Any

from verify.decide import certify
from verify.decide.draw.choice import seeded
from verify.decide.draw.draw import draw_instance
from verify.decide.draw.plan import Limits, read_plan
from verify.decide.draw.scalars import integer_values
from verify.decide.outcome import Effort, Refuted
from verify.decide.prove import existence, logic
from verify.decide.prove.contradiction import NOTHING, absurdity
from verify.decide.prove.growth import number
from verify.decide.prove.instance_of import free_name, put
from verify.decide.prove.lemma import lemma
from verify.decide.prove.pruned import pruned
from verify.decide.prove.record import Record
from verify.decide.prove.work import Work
from verify.decide.search.naming import Named, has_derivations
from verify.decide.search.tiny import tiny_instances
from verify.errors import Fault
from verify.kernel.check import Accepted, Rejected
from verify.language.canonical import expression_json
from verify.language.expression import Apply, Bind, Binder, Compare, Expr, Kind, Member, Operator, Relation, Symbol
from verify.language.notation import Notation
from verify.language.statement import Context, Statement
from verify.language.walk import free_names
from verify.meaning.exact import compile_statement, compile_value
from verify.meaning.failures import Lacking, NoValue, Undecided
from verify.meaning.instance import Instance
from verify.meaning.randomness import is_random, random_names

_DRAWN = 20  # instances for each round
_INSTANCES = 60  # on which an absurdity is looked for, at most
_LATE = (0, 1, 2, 10, 100)  # from where on what is claimed for all large integers is absurd


@dataclass(frozen=True, slots=True)
class Absurd:
    """What looking for an instance came to on which the claim is absurd. outcome: the kernel's, where there is one."""

    outcome: Refuted | None
    effort: Effort


def by_absurdity(
    statement: Statement,
    *,
    rounds: int,
    seed: int = 0,
    limits: Limits | None = None,
    proved: Mapping[str, tuple[Statement, Accepted]] | None = None,
    candidates: Sequence[Instance] = (),
) -> Absurd:
    """Tries to refute what is claimed to exist by an instance on which it is absurd.

    rounds >= 0 and seed: of the instances that are drawn. proved: statements by id, which the contrary may use. candidates: instances
    that are tried first.
    Raises Undrawable where no instance can be written down, Lacking where the hypotheses cannot be evaluated.
    """
    instances = drawn = 0
    if not has_derivations(statement):
        return Absurd(None, Effort(0, 0, rounds, seed))
    for instance in _admissible(statement, rounds, seed, limits or Limits(), candidates):
        drawn += 1
        if instance is None:
            continue
        instances += 1
        refuted = _refuted(statement, instance, proved or {})
        if refuted is not None or instances >= _INSTANCES:
            return Absurd(refuted, Effort(instances, drawn, rounds, seed))
    return Absurd(None, Effort(instances, drawn, rounds, seed))


def what_was_tried(statement: Statement, named: Named | None, absurd: Absurd) -> str:
    """In a line, what was tried where nothing came of it."""
    if not has_derivations(statement):
        return "the kernel has no derivations about what it rests on, so nothing that is named can be shown to be there, or not to be"
    on = f"instances on which it is not seen to be absurd: {absurd.effort.instances}"
    return on if named is None else f"none of {named.tried} things is seen to be what is claimed to exist; {on}"


def _admissible(statement: Statement, rounds: int, seed: int, limits: Limits, candidates: Sequence[Instance]) -> Iterator[Instance | None]:
    """The candidates, the smallest instances, then drawn ones; None for one that does not satisfy the hypotheses."""
    plan = read_plan(replace(statement, conclusion=NOTHING), limits)
    sizes = integer_values(plan)
    judge = compile_statement(plan.context, NOTHING)
    drawn = (draw_instance(plan, sizes, seeded(seed, n)) for n in range(_DRAWN * rounds)) if sizes else iter(())
    for instance in (*candidates, *islice(tiny_instances(plan, sizes), 2 * _INSTANCES), *drawn):
        yield instance if instance is not None and judge(instance).hypotheses is True else None


def _refuted(statement: Statement, instance: Instance, proved: Mapping[str, tuple[Statement, Accepted]]) -> Refuted | None:
    """The kernel's outcome, where what is claimed is seen to be absurd on an instance."""
    facts = list(_facts(statement, instance))
    for late in _LATE if _is_eventual(statement.conclusion) else (0,):
        work = Work(statement.context, Notation(), {id_: of for id_, (of, _) in proved.items()}, Record(facts))
        try:
            if not _absurd(work, statement.conclusion, number(Fraction(late)), proved):
                continue
            steps = pruned(work.record.frames[0].steps, work.record.written, len(facts))[0]
            said = [expression_json(fact, {}) for fact in facts]
            return certify.refuted_by_steps(statement, instance.to_json(), said, steps, [accepted for _, accepted in proved.values()])
        except (Fault, Rejected):
            continue
    return None


def _is_eventual(says: Expr | None) -> bool:
    return isinstance(says, Bind) and says.binder is Binder.EVENTUALLY


def _absurd(work: Work, says: Expr | None, late: Expr, proved: Iterable[str]) -> bool:
    """Whether steps are written from what is claimed, whatever there is, to 0 < 0."""
    for id_ in proved:
        with suppress(Fault):
            lemma(work, id_, (), {})
    known = tuple(work.record.facts)
    match says:
        case Apply(Operator.THERE_ARE, (*_, claim)):
            with logic.block(work, None, None, [claim]) as block:
                found = absurdity(work, [*known, *block.supposed])
        case Bind(binder, variable, domain, body) if binder in (Binder.EXISTS, Binder.EVENTUALLY):
            name = free_name(variable, [d.name for d in work.context.symbols])
            body = put(body, {variable: Symbol(name)})
            lower = [Compare(Relation.LESS_EQUAL, late, Symbol(name))] if binder is Binder.EVENTUALLY else []
            with logic.block(work, name, domain, [*lower, body]) as block:
                found = absurdity(work, [*known, *block.ends, *block.supposed])
        case _:
            return False
    return found is not None


def _facts(statement: Statement, instance: Instance) -> Iterator[Expr]:
    """What holds on an instance, whatever there is: the values of numbers and of what is kept, and the hypotheses."""
    context, random = statement.context, random_names(statement.context)
    kept: tuple[Expr, ...] = ()
    anew: frozenset[str] = frozenset()
    match statement.conclusion:
        case Apply(Operator.THERE_ARE, (Bind(_, _, _, Compare(_, Member(family), _)), *same, _)):
            kept, anew = tuple(same), existence.resting(context, family)
    numbers = [Symbol(d.name) for d in context.symbols if d.kind in (Kind.REAL, Kind.INTEGER) and not d.over and not d.selector]
    for expr in (*[n for n in numbers if n.name not in anew], *kept):
        value = _rational(context, expr, instance)
        if value is not None:
            yield Compare(Relation.EQUAL, expr, number(value))
    for hypothesis in context.hypotheses:
        if not is_random(hypothesis, random) and not anew & {name for name, _ in free_names(hypothesis)}:
            yield hypothesis


def _rational(context: Context, expr: Expr, instance: Instance) -> Fraction | None:
    try:
        found: Any = compile_value(context, expr)(instance)
        return Fraction(str(found))
    except (Lacking, NoValue, Undecided, ValueError):
        return None
