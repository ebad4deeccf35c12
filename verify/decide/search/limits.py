"""An attack on what is claimed of k → ∞: an instance on which second moments grow, vanish or stay, with a certificate of their limit.

What is searched for is an instance on which one step makes I larger, Φ(I) ⪰ q I with q > 1, or smaller: so that no more is known of steps
than that they are alike. Where ρ(Φ) alone tells, and Φ(I) is neither above nor below I, there is no certificate of this form.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import numpy as np
from flint import fmpq, fmpq_mat

from verify.decide import certify
from verify.decide.draw.plan import Limits, Undrawable
from verify.decide.draw.rationals import simplest_between
from verify.decide.outcome import Refuted
from verify.decide.prove.growth import OneStep, limit_elsewhere, stays_at_zero
from verify.decide.prove.moments import Moments, moments
from verify.decide.prove.pruned import pruned
from verify.decide.prove.refutation import Refutation
from verify.decide.search.attack import Attack, attack
from verify.errors import Fault
from verify.kernel.check import Rejected
from verify.language.expression import Apply, Bind, Binder, Compare, Expr, Kind, Number, Operator, Relation, Symbol
from verify.language.notation import Notation
from verify.language.statement import Context, Statement
from verify.language.walk import subexpressions
from verify.meaning.exact import compile_value
from verify.meaning.failures import Lacking, NoValue, Undecided
from verify.meaning.instance import Instance

_NEAR = Fraction(1, 10**9)  # relative: how far from an eigenvalue, as floats have it, a bound stays


@dataclass(frozen=True, slots=True)
class LimitAttack:
    """What an attack on a limit came to.

    outcome: the kernel's, where there is one. attack: the last search for an instance. reason: in one line, why there is no outcome.
    """

    outcome: Refuted | None
    attack: Attack
    reason: str = ""


def is_about_a_limit(statement: Statement) -> bool:
    """Whether the conclusion is the limit of a sequence."""
    match statement.conclusion:
        case Compare(Relation.EQUAL, Bind(Binder.LIMIT, _, Apply(Operator.INFINITY)), _):
            return True
        case _:
            return False


def limit_attack(
    statement: Statement, notation: Notation, *, rounds: int, seed: int = 0, limits: Limits | None = None, jobs: int = 1
) -> LimitAttack:
    """Attacks a statement whose conclusion is a limit. Raises SoundnessAlarm, ValueError for any other statement."""
    none = Attack.none(seed)
    match statement.conclusion:
        case Compare(Relation.EQUAL, Bind(Binder.LIMIT, variable, _, body), claimed):
            of = moments(statement.context, variable, body)
        case _:
            raise ValueError(f"statement {statement.id} is about no limit")
    if any(_has_limit(h) for h in statement.context.hypotheses):
        return LimitAttack(None, none, "it supposes a limit, which no search evaluates: a script can refute it (docs/derivations.md)")
    if of is None:
        return LimitAttack(None, none, "its sequence is neither a trace nor a squared norm of second moments of steps from I on")
    infinite = claimed == Apply(Operator.INFINITY, ())
    last, reason = none, "no instance was found on which one step makes the identity " + ("no larger" if infinite else "larger")
    for conclusion in _surrogates(of, infinite):
        stand_in = replace(statement, conclusion=conclusion)
        try:
            last = attack(stand_in, rounds=rounds, seed=seed, limits=limits, jobs=jobs)
        except (Lacking, Undrawable) as lacking:
            return LimitAttack(None, last, f"its hypotheses cannot be evaluated: {lacking}")
        if last.instance is None:
            continue
        outcome = _certified(statement, notation, of, last.instance)
        if outcome is not None:
            return LimitAttack(outcome, last)
        reason = "an instance was found on which floats and exact arithmetic see another limit, but no certificate of it"
    return LimitAttack(None, last, reason)


def _has_limit(expr: Expr) -> bool:
    return any(isinstance(part, Bind) and part.binder is Binder.LIMIT for part in subexpressions(expr))


def _surrogates(of: Moments, infinite: bool) -> Iterator[Expr]:
    """What holds on every instance, but for those that are searched for."""
    largest = Apply(Operator.LARGEST_EIGENVALUE, (of.image,))
    minus_least = Apply(Operator.LARGEST_EIGENVALUE, (Apply(Operator.NEGATE, (of.image,)),))
    moves = () if of.start is None else (Compare(Relation.GREATER, _square(of.start), Number(0)),)
    if infinite:
        yield from moves  # a start at 0 stays there
        yield Compare(Relation.GREATER, largest, Number(1))
        yield Compare(Relation.GREATER_EQUAL, largest, Number(1))
    else:
        grows_nowhere = Compare(Relation.GREATER_EQUAL, minus_least, Apply(Operator.NEGATE, (Number(1),)))
        yield Apply(Operator.IMPLIES, (moves[0], grows_nowhere)) if moves else grows_nowhere


def _square(vector: Expr) -> Expr:
    return Apply(Operator.MULTIPLY, (Apply(Operator.TRANSPOSE, (vector,)), vector))


def _certified(statement: Statement, notation: Notation, of: Moments, instance: Instance) -> Refuted | None:
    """The kernel's outcome of the limit on an instance; None where no steps to it are found."""
    try:
        image, scale = (_value(statement.context, e, instance) for e in (of.image, of.identity if of.start is None else _square(of.start)))
        p = Refutation(statement, notation)
        values, signs = _values(instance), tuple(_signs(statement.context, instance))
        if of.start is not None and scale == 0:
            stays_at_zero(p, of, values)
        else:
            step, size = _one_step(image), Fraction(scale.nrows()) if isinstance(scale, fmpq_mat) else Fraction(str(scale))
            if step is None:
                return None
            limit_elsewhere(p, of, values, signs, step, size)
        if p.instance is None or p.derivation is None:
            return None
        steps = pruned(p.derivation.steps, p.derivation.places, len(p.facts), p.needed)[0]
        return certify.refuted_by_steps(statement, p.instance.to_json(), p.facts, steps)
    except (Fault, Rejected, Lacking, NoValue, Undecided):
        return None


def _value(context: Context, expr: Expr, instance: Instance) -> Any:
    return compile_value(context, expr)(instance)


def _one_step(image: Any) -> OneStep | None:
    """Φ(I) ⪰ q I for q > 1, Φ(I) ⪯ q I for q < 1, or Φ(I) = I, of an exact matrix; None where it is none of these."""
    if not isinstance(image, fmpq_mat):
        return None
    entries = [[Fraction(str(x)) for x in row] for row in image.tolist()]
    d = len(entries)
    if all(entries[i][j] == (i == j) for i in range(d) for j in range(d)):
        return OneStep(Relation.EQUAL, Fraction(1))
    spectrum = [entries[0][0]] if d == 1 else [Fraction(float(x)) for x in np.linalg.eigvalsh(np.array(entries, dtype=np.float64))]
    near = Fraction(0) if d == 1 else _NEAR
    least, largest = min(spectrum) * (1 - near), max(spectrum) * (1 + near)
    if least > 1:
        return OneStep(Relation.LOEWNER_GREATER_EQUAL, simplest_between((1 + least) / 2, least))
    if largest < 1:
        return OneStep(Relation.LOEWNER_LESS_EQUAL, simplest_between(largest, (1 + largest) / 2))
    return None


def _values(instance: Instance) -> dict[str, Any]:
    return {**dict(instance.values), **{name: dict(sets) for name, sets in instance.members}}


def _signs(context: Context, instance: Instance) -> Iterator[Expr]:
    """What is positive on an instance, or at least 0: numbers, and the probabilities of selectors."""
    for declared in context.symbols:
        if declared.kind in (Kind.REAL, Kind.INTEGER) and not declared.over and not declared.selector:
            yield from _sign(context, Symbol(declared.name), instance)
    for definition in context.definitions:
        match definition.body:
            case Apply(Operator.BERNOULLI, (chance,)) if definition.law:
                yield from _sign(context, chance, instance)
                yield from _sign(context, Apply(Operator.ADD, (Number(1), Apply(Operator.NEGATE, (chance,)))), instance)


def _sign(context: Context, expr: Expr, instance: Instance) -> Iterator[Expr]:
    try:
        found = _value(context, expr, instance)
    except (Lacking, NoValue, Undecided):
        return
    if isinstance(found, fmpq) and found >= 0:
        yield Compare(Relation.LESS if found > 0 else Relation.LESS_EQUAL, Number(0), expr)
