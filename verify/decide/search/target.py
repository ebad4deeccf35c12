"""A statement made ready to be attacked, and what attacks on it came to."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from math import inf

from verify.decide.certify import certifier
from verify.decide.draw.plan import Limits, Plan, read_plan
from verify.decide.draw.scalars import Values, far_values, integer_values, is_far, size_key
from verify.decide.draw.units import scalars_in
from verify.decide.irrational import has_strings
from verify.decide.search.exact_slack import ExactSlack, exact_slack
from verify.decide.search.idle import testing
from verify.decide.search.limit_claim import is_about_a_limit, limit_claim
from verify.decide.search.limits import judge, limit_slacks
from verify.decide.search.slack import Slacks, slacks
from verify.language.statement import Statement
from verify.meaning.exact import Check, compile_statement
from verify.meaning.failures import Lacking
from verify.meaning.instance import Instance


@dataclass(frozen=True, slots=True)
class Target:
    """A statement to attack.

    sizes: all admissible integers, the smallest first; far: those of some rounds, beyond the usual limit. judge: the exact check of an
    instance. tests: whether the conclusion says something of it. slacks: None where the statement has no float meaning;
    exact_slack: with the sides evaluated exactly. certifiable: whether a certificate of a counterexample can be written.
    """

    plan: Plan
    sizes: tuple[Values, ...]
    far: tuple[Values, ...]
    judge: Callable[[Instance], Check]
    tests: Callable[[Instance], bool]
    slacks: Slacks | None
    exact_slack: ExactSlack
    certifiable: Callable[[Instance], bool]

    @property
    def beyond(self) -> Target:
        """The same with the sizes of those rounds alone."""
        return replace(self, sizes=self.far, far=())

    def sizes_about(self, instance: Instance) -> tuple[Values, ...]:
        """All admissible integers, the far ones among them where the instance has such, the smallest first."""
        if not is_far(self.plan, scalars_in(instance)):
            return self.sizes
        return tuple(sorted((*self.sizes, *self.far), key=lambda v: size_key(self.plan, v)))

    def refutes(self, instance: Instance) -> bool:
        """Whether an instance is a counterexample of which a certificate can be written."""
        try:
            return self.judge(instance).conclusion is False and self.certifiable(instance)
        except Lacking:
            return False

    def holds_on(self, instance: Instance) -> bool:
        """Whether an instance satisfies the hypotheses and the conclusion."""
        try:
            return self.judge(instance).conclusion is True
        except Lacking:
            return False

    def admits(self, instance: Instance) -> bool:
        """Whether an instance satisfies the hypotheses."""
        try:
            return self.judge(instance).hypotheses is True
        except Lacking:
            return False


def target(statement: Statement, limits: Limits, certifiable: Callable[[Instance], bool] | None = None) -> Target:
    """A statement made ready. certifiable: the kernel tells where it is None.

    Raises Undrawable where no instance of it can be written down, Lacking where it has no exact meaning.
    """
    claim = limit_claim(statement) if is_about_a_limit(statement) else None
    plan = read_plan(statement if claim is None else claim.stand_in, limits)
    try:
        floats = slacks(plan) if claim is None else limit_slacks(claim, plan)
    except Lacking:
        floats = None
    judged = compile_statement(plan.context, plan.conclusion) if claim is None else judge(claim)
    exactly = exact_slack(plan.context, plan.conclusion)
    near = integer_values(plan)
    far = () if has_strings(statement) else far_values(plan)  # sums over strings grow too fast
    able = certifiable or (certifier(statement) if claim is None else None) or _always
    return Target(plan, near or far, far if near else (), judged, testing(plan), floats, exactly, able)


def _always(_: Instance) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Tried:
    """What was tried on a statement.

    broken: the first counterexample, as it was found. instances: exact ones that satisfy the hypotheses; drawn: all that were evaluated
    exactly; evaluated: float ones. slack: the smallest relative slack of these, infinite where there is none; nearest: an exact instance
    about there that satisfies the hypotheses. uncertified: counterexamples of which no certificate can be written. lacking: for want of
    what an instance could not be evaluated, if there was one. guided: minimisation found the counterexample.
    """

    broken: Instance | None = None
    instances: int = 0
    drawn: int = 0
    evaluated: int = 0
    slack: float = inf
    nearest: Instance | None = None
    uncertified: int = 0
    lacking: Lacking | None = None
    guided: bool = False

    def then(self, later: Tried) -> Tried:
        """Both together; of two equal slacks the first."""
        least = later if later.slack < self.slack else self
        return Tried(
            self.broken if self.broken is not None else later.broken,
            self.instances + later.instances,
            self.drawn + later.drawn,
            self.evaluated + later.evaluated,
            least.slack,
            least.nearest,
            self.uncertified + later.uncertified,
            self.lacking if self.lacking is not None else later.lacking,
            self.guided or later.guided,
        )


def examined(of: Target, instances: Iterable[Instance | None], stop: Callable[[], bool] | None = None) -> Tried:
    """Exact evaluation of instances up to the first counterexample. None: one that could not be made. stop: asked before each."""
    admissible = drawn = uncertified = 0
    lacking: Lacking | None = None
    broken = None
    for instance in instances:
        if stop is not None and stop():
            break
        drawn += 1
        if instance is None:
            continue
        try:
            conclusion = of.judge(instance).conclusion
        except Lacking as found:  # on this instance: its eigenvalues, say
            lacking, conclusion = found, None
        admissible += conclusion is not None and of.tests(instance)
        if conclusion is False and of.certifiable(instance):
            broken = instance
            break
        uncertified += conclusion is False
    return Tried(broken, admissible, drawn, uncertified=uncertified, lacking=lacking)
