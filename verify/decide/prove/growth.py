"""The limit of second moments on one instance, from what one step does to a matrix M.

    Φ(M) ⪰ q M,  I ⪰ M,  f(M) > 0          Φ(M) ⪯ q M,  I ⪯ M           Φ(I) = I
    ──────────────────────────────         ───────────────────         ─────────────────
      f(n) → ∞  (q > 1)                     f(n) → 0  (q < 1)           f(n) is constant
      f(n) ≥ f(M)  (q = 1)                  f(n) ≤ f(M)  (q = 1)

f(M) is Tr M or w₀ᵀ M w₀; M is symmetric, and its name stands for it in facts and steps.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from verify.decide.prove.derivation import Derivation
from verify.decide.prove.instance_of import put
from verify.decide.prove.moments import Moments
from verify.decide.prove.record import Fact
from verify.decide.prove.refutation import Refutation
from verify.language.expression import Apply, Compare, Expr, Member, Number, Operator, Relation, Symbol
from verify.language.linear import linear
from verify.language.walk import subexpressions
from verify.meaning.instance import Matrix

_ZERO, _ONE = Number(0), Number(1)
_NATURALS = Apply(Operator.NATURALS, ())
_NAMES = ("n", "m", "j", "l", "a", "b")


@dataclass(frozen=True, slots=True)
class OneStep:
    """What one step does to M on an instance: Φ(M) ⪰ q M, Φ(M) ⪯ q M, or Φ(I) = I with q = 1.

    scale: f(M). matrix: M, None for I.
    """

    relation: Relation
    q: Fraction
    scale: Fraction
    matrix: Matrix | None = None


@dataclass(frozen=True, slots=True)
class Course:
    """How a sequence goes on an instance. step: None where it starts at w₀ = 0. name: of M in facts and steps."""

    of: Moments
    step: OneStep | None
    name: str = ""

    @property
    def matrix(self) -> Expr:
        """M as an expression."""
        return self.of.identity if self.step is None or self.step.matrix is None else Symbol(self.name)

    @property
    def facts(self) -> tuple[Compare, ...]:
        """What holds on the instance: what a step does to M, how I compares with it where it is not I, and last f(M)."""
        of, step, m = self.of, self.step, self.matrix
        if step is None:
            start = of.start or _ZERO
            return (Compare(Relation.EQUAL, start, _times(_ZERO, start)),)
        once = Compare(step.relation, of.image(m), _times(number(step.q), m))
        within = () if step.matrix is None else (Compare(step.relation, of.identity, m),)
        return (once, *within, Compare(Relation.EQUAL, of.measured(m), number(step.scale)))


def follow(p: Refutation, courses: Sequence[Course], values: Mapping[str, Any], signs: tuple[Expr, ...]) -> None:
    """The steps to the limit of each sequence, or to a bound of it. values: an instance, each M with it; signs: what holds there too.

    Raises Fault.
    """
    d = p.on(values, *[fact for course in courses for fact in course.facts], *signs)
    taken = {course.of.variable for course in courses} | {s.name for s in p.statement.context.symbols}
    n = Symbol(next(name for name in _NAMES if name not in taken))
    known = list(d.hypotheses)
    positive = tuple(known[sum(len(course.facts) for course in courses) :])
    for course in courses:
        own, known = tuple(known[: len(course.facts)]), known[len(course.facts) :]
        if course.step is None:
            _stays_at_zero(d, course.of, own[0], n)
        else:
            _Steps(d, course, course.step, n, own, positive).to_the_limit()


def _stays_at_zero(d: Derivation, of: Moments, zero: Fact, n: Symbol) -> None:
    """The limit 0 of f(n) = w₀ᵀ Φⁿ(I) w₀ where w₀ = 0."""
    value = of.at(n)
    with d.block(n.name, _NATURALS) as each:
        parts = [m for m in subexpressions(value) if isinstance(m, Member) and m.family in of.unfold]
        start = d.replace(value, *[d.definition(member) for member in dict.fromkeys(parts)]) if parts else None
        none = d.replace(value if start is None else d.relation(start).right, zero)
        steps = [fact for fact in (start, none) if fact is not None]
        d.order(Compare(Relation.EQUAL, value, _ZERO), *steps, witness=d.plus(*[d.gap(step) for step in steps]))
    d.lemma("limit_constant", each.fact, c=0, f=(n.name, value))


@dataclass(frozen=True, slots=True)
class _Steps:
    """d: the derivation. n: the variable of induction. facts: the course's own; signs: what is positive besides."""

    d: Derivation
    course: Course
    step: OneStep
    n: Symbol
    facts: tuple[Fact, ...]
    signs: tuple[Fact, ...]

    @property
    def of(self) -> Moments:
        return self.course.of

    @property
    def grows(self) -> bool:
        """Whether the step says ⪰."""
        return self.step.relation is Relation.LOEWNER_GREATER_EQUAL

    def power(self, n: Expr) -> Expr:
        """Φⁿ(M) as a product, or of a recursion Φⁿ(I)."""
        return self.of.power_at(n, *([] if self.step.matrix is None else [self.course.matrix]))

    def bound(self, n: Expr) -> Compare:
        """Φⁿ(M) ⪰ qⁿ M, or as the step has it; of a recursion Φⁿ(I) ⪰ qⁿ M."""
        return Compare(self.step.relation, self.power(n), _times(self.to_the(n), self.course.matrix))

    def to_the(self, n: Expr) -> Expr:
        """qⁿ; 1 where q = 1."""
        return _ONE if self.step.q == 1 else Apply(Operator.POWER, (number(self.step.q), n))

    def signed(self, expr: Expr) -> Expr:
        """What is 0, with the sign with which it counts in a bound."""
        return _minus(expr) if self.step.relation is Relation.LOEWNER_LESS_EQUAL else expr

    def by_induction(self) -> Fact:
        """The bound for all n."""
        d = self.d
        if self.of.forth is None:
            none = d.definition(self.of.power_at(_ZERO))
            within = self.facts[1:-1]
        else:
            none, within = d.replace(self.power(_ZERO), *[d.empty(half) for half in self.of.halves(_ZERO)]), ()
        start = d.order(self.bound(_ZERO), none, *within, witness=d.plus(self.signed(d.gap(none)), *[d.gap(fact) for fact in within]))
        with d.induction(self.n.name, self.bound(self.n), start) as block:
            if block.goal is None:
                raise TypeError("an induction has a goal")
            parts = [*(self._through_recursion if self.of.forth is None else self._through_products)(block.ends, block.supposed)]
            facts = [f for f, _ in parts if f is not None]
            if self.step.q != 1:
                power = d.lemma("power", *block.ends, m=self.n, n=1, y=number(self.step.q))
                facts.append(power)
                parts.append((power, self.signed(_minus(_times(d.gap(power), self.course.matrix)))))
            known = (*block.supposed, *self.facts, *self.signs)
            d.order(d.relation(block.goal), *facts, *known, witness=d.plus(*[part for _, part in parts]))
        return block.fact

    def _through_products(self, ends: tuple[Fact, ...], supposed: tuple[Fact, ...]) -> list[tuple[Fact | None, Expr]]:
        """Φⁿ⁺¹(M) with its last step apart and written out."""
        d, more = self.d, Apply(Operator.ADD, (self.n, _ONE))
        split = d.replace(self.power(more), *[d.last(half, *ends) for half in self.of.halves(more)])
        written = d.replace(split.says.right, *self._definitions(split.says.right, more)) if isinstance(split.says, Compare) else split
        once = self._once()
        inner, before = self.of.power_at(self.n, d.gap(once)), _times(number(self.step.q), d.gap(supposed[0]))
        return [(split, self.signed(d.gap(split))), (written, self.signed(d.gap(written))), (once, inner), (None, before)]

    def _once(self) -> Fact:
        """What one step does to M, the step written out."""
        d, image = self.d, self.of.image(self.course.matrix)
        members = dict.fromkeys(part for part in subexpressions(image) if isinstance(part, Member))
        written = d.replace(image, *[d.definition(m) for m in members])
        says = Compare(self.step.relation, d.relation(written).right, d.relation(self.facts[0]).right)
        return d.order(says, self.facts[0], written, witness=d.minus(d.gap(self.facts[0]), self.signed(d.gap(written))))

    def _definitions(self, expr: Expr, more: Expr) -> list[Fact]:
        """What the members in the last of n + 1 steps are."""
        if self.of.forth is None:
            return []
        match self.of.halves(more)[1].domain:
            case Apply(_, (_, high)):
                last = put(self.of.forth.body, {self.of.forth.variable: high})
        wanted = {(part.family, tuple(map(_form, part.indices))) for part in subexpressions(last) if isinstance(part, Member)}
        members = dict.fromkeys(part for part in subexpressions(expr) if isinstance(part, Member))
        return [self.d.definition(m) for m in members if (m.family, tuple(map(_form, m.indices))) in wanted]

    def _through_recursion(self, ends: tuple[Fact, ...], supposed: tuple[Fact, ...]) -> list[tuple[Fact | None, Expr]]:
        """Φⁿ⁺¹(I) = Φ(Φⁿ(I)) by its definition."""
        d = self.d
        defined = d.definition(self.of.power_at(Apply(Operator.ADD, (self.n, _ONE))), *ends)
        inner, before = self.of.image(d.gap(supposed[0])), _times(self.to_the(self.n), d.gap(self.facts[0]))
        return [(defined, self.signed(d.gap(defined))), (None, inner), (None, before)]

    def to_the_limit(self) -> None:
        """The limit of f(n), or a bound of it for all n, from the bound of Φⁿ."""
        d, of, step, n = self.d, self.of, self.step, self.n
        every, value, scale = self.by_induction(), of.at(n), number(step.scale)
        positive = self.positive() if step.relation is Relation.LOEWNER_LESS_EQUAL and step.q < 1 else None
        with d.block(n.name, _NATURALS) as each:
            bound = d.use(every, *each.ends, at=n)
            parts = [of.measured(d.gap(bound))]
            if of.forth is not None:
                parts += [of.measured(of.power_at(n, d.gap(fact))) for fact in self.facts[1:-1]]
            parts.append(self.signed(_times(self.to_the(n), d.gap(self.facts[-1]))))
            top = scale if step.q == 1 else _times(scale, self.to_the(n))
            says = Compare(Relation.LESS_EQUAL, top, value) if self.grows else Compare(Relation.LESS_EQUAL, value, top)
            if step.relation is Relation.EQUAL:
                says = Compare(Relation.EQUAL, value, top)
            d.order(says, bound, *self.facts, *self.signs, witness=d.plus(*parts), unfold=of.unfold)
        if step.relation is Relation.EQUAL:
            d.lemma("limit_constant", each.fact, c=scale, f=(n.name, value))
        elif self.grows and step.q > 1:
            d.lemma("limit_growth", each.fact, c=scale, q=number(step.q), f=(n.name, value))
        elif positive is not None:
            d.lemma("limit_zero", positive, each.fact, c=scale, q=number(step.q), f=(n.name, value))

    def positive(self) -> Fact:
        """f(n) ≥ 0 for all n."""
        d, of, n = self.d, self.of, self.n
        every = self._psd() if of.forth is None else None
        with d.block(n.name, _NATURALS) as each:
            known = () if every is None else (d.use(every, *each.ends, at=n),)
            d.order(Compare(Relation.LESS_EQUAL, _ZERO, of.at(n)), *known, *self.facts, *self.signs, witness=of.at(n), unfold=of.unfold)
        return each.fact

    def _psd(self) -> Fact:
        """Φⁿ(I) ⪰ 0 of a recursion for all n."""
        d, of, n = self.d, self.of, self.n

        def claim(at: Expr) -> Compare:
            return Compare(Relation.LOEWNER_GREATER_EQUAL, of.power_at(at), _times(_ZERO, of.identity))

        first = d.definition(of.power_at(_ZERO))
        start = d.order(claim(_ZERO), first, witness=d.plus(d.gap(first), of.identity))
        with d.induction(n.name, claim(n), start) as block:
            defined = d.definition(of.power_at(Apply(Operator.ADD, (n, _ONE))), *block.ends)
            goal = d.relation(block.goal or _ZERO)
            d.order(goal, defined, *block.supposed, *self.signs, witness=d.plus(d.gap(defined), of.image(of.power_at(n))))
        return block.fact


def _form(index: Expr) -> frozenset[tuple[Expr, int]]:
    """An index, however it is written."""
    return frozenset((part, factor) for part, factor in linear(index).items() if factor)


def number(q: Fraction) -> Expr:
    """A rational as an expression."""
    whole = Number(abs(q.numerator))
    size: Expr = whole if q.denominator == 1 else Apply(Operator.DIVIDE, (whole, Number(q.denominator)))
    return size if q >= 0 else _minus(size)


def _minus(expr: Expr) -> Expr:
    return Apply(Operator.NEGATE, (expr,))


def _times(*factors: Expr) -> Expr:
    return Apply(Operator.MULTIPLY, factors)
