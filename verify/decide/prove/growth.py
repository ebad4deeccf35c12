"""The limit of second moments on one instance, from what one step does to I.

    Φ(I) ⪰ q I,  q > 1          Φ(I) ⪯ q I,  q < 1          Φ(I) = I
    ───────────────────         ───────────────────         ─────────────────
       f(n) → ∞                    f(n) → 0                 f(n) is constant
"""

from __future__ import annotations

from collections.abc import Mapping
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
from verify.language.render import render
from verify.language.walk import rebuild, subexpressions

_ZERO, _ONE = Number(0), Number(1)
_NAMES = ("n", "m", "j", "l", "a", "b")
_ORDERS = (Relation.LOEWNER_GREATER_EQUAL, Relation.LOEWNER_LESS_EQUAL, Relation.EQUAL)


@dataclass(frozen=True, slots=True)
class OneStep:
    """What one step does to I on an instance: Φ(I) ⪰ q I, Φ(I) ⪯ q I, or Φ(I) = I with q = 1."""

    relation: Relation
    q: Fraction

    def says(self, of: Moments) -> Compare:
        """The same as an expression."""
        return Compare(self.relation, of.image, _times(number(self.q), of.identity))


def limit_elsewhere(p: Refutation, of: Moments, values: Mapping[str, Any], signs: tuple[Expr, ...], step: OneStep, scale: Fraction) -> None:
    """The steps to the limit of f(n). values: an instance; signs: what is positive on it. scale: d, or w₀ᵀw₀. Raises Fault."""
    size = of.identity.arguments[0] if isinstance(of.identity, Apply) else _ONE
    measured = Compare(Relation.EQUAL, size if of.start is None else _square(of.start), number(scale))
    d = p.on(values, step.says(of), measured, *signs)
    name = next(n for n in _NAMES if n != of.variable and all(n != s.name for s in p.statement.context.symbols))
    derived = _Steps(d, of, step, number(step.q), Symbol(name), d.hypotheses)
    derived.to_the_limit(derived.by_induction(), measured, number(scale))


def stays_at_zero(p: Refutation, of: Moments, values: Mapping[str, Any]) -> None:
    """The steps to the limit 0 of f(n) = w₀ᵀ Φⁿ(I) w₀ on an instance where w₀ = 0. Raises Fault."""
    if of.start is None:
        raise TypeError("there is no start")
    zero = Compare(Relation.EQUAL, of.start, _times(_ZERO, of.start))
    d, n = p.on(values, zero), Symbol(next(name for name in _NAMES if all(name != s.name for s in p.statement.context.symbols)))
    value = of.at(n)
    with d.block(n.name, r"\mathbb{N}") as each:
        parts = [m for m in subexpressions(value) if isinstance(m, Member) and m.family in of.unfold]
        start = d.replace(value, *[d.definition(member) for member in dict.fromkeys(parts)])
        none = d.replace(d.relation(start).right, zero)
        d.order(Compare(Relation.EQUAL, value, _ZERO), start, none, witness=d.plus(d.gap(start), d.gap(none)))
    d.lemma("limit_constant", each.fact, c=0, f=(n.name, value))


@dataclass(frozen=True, slots=True)
class _Steps:
    """d: the derivation; its facts come first: what one step does. n: the variable of induction."""

    d: Derivation
    of: Moments
    step: OneStep
    q: Expr
    n: Symbol
    facts: tuple[Fact, ...]

    def bound(self, n: Expr) -> Compare:
        """Φⁿ(I) ⪰ qⁿ I, or as the step has it; of an equation Φⁿ(I) = I."""
        return Compare(self.step.relation, self.of.power_at(n), _times(self.to_the(n), self.of.identity))

    def to_the(self, n: Expr) -> Expr:
        """qⁿ; 1 where nothing grows."""
        return _ONE if self.step.relation is Relation.EQUAL else Apply(Operator.POWER, (self.q, n))

    def signed(self, expr: Expr) -> Expr:
        """What is 0, with the sign with which it counts in a bound."""
        return _minus(expr) if self.step.relation is Relation.LOEWNER_LESS_EQUAL else expr

    def by_induction(self) -> Fact:
        """The bound for all n."""
        d = self.d
        if self.of.forth is None:
            none = d.definition(self.of.power_at(_ZERO))
        else:
            none = d.replace(self.of.power_at(_ZERO), *[d.empty(half) for half in self.of.halves(_ZERO)])
        start = d.order(self.bound(_ZERO), none, witness=self.signed(d.gap(none)))
        with d.induction(self.n.name, render(self.bound(self.n)), start) as block:
            if block.goal is None:
                raise TypeError("an induction has a goal")
            parts = [*(self._through_recursion if self.of.forth is None else self._through_products)(block.ends, block.supposed)]
            facts = [f for f, _ in parts if f is not None]
            if self.step.relation is not Relation.EQUAL:
                power = d.lemma("power", *block.ends, m=self.n, n=1, y=self.q)
                facts.append(power)
                parts.append((power, self.signed(_minus(_times(d.gap(power), self.of.identity)))))
            d.order(d.relation(block.goal), *facts, *block.supposed, *self.facts, witness=d.plus(*[part for _, part in parts]))
        return block.fact

    def _through_products(self, ends: tuple[Fact, ...], supposed: tuple[Fact, ...]) -> list[tuple[Fact | None, Expr]]:
        """Φⁿ⁺¹(I) with its last step apart and written out."""
        d, more = self.d, Apply(Operator.ADD, (self.n, _ONE))
        split = d.replace(self.of.power_at(more), *[d.last(half, *ends) for half in self.of.halves(more)])
        written = d.replace(split.says.right, *self._definitions(split.says.right, more)) if isinstance(split.says, Compare) else split
        once = self._once()
        inner, before = self.of.power_at(self.n, d.gap(once)), _times(self.q, d.gap(supposed[0]))
        return [(split, self.signed(d.gap(split))), (written, self.signed(d.gap(written))), (once, inner), (None, before)]

    def _once(self) -> Fact:
        """What one step does to I, the step written out."""
        d, image = self.d, self.of.image
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
        d, more = self.d, Apply(Operator.ADD, (self.n, _ONE))
        defined, first = d.definition(self.of.power_at(more), *ends), d.definition(self.of.power_at(_ONE))
        zero = d.definition(self.of.power_at(_ZERO))
        image = d.relation(defined).right
        inner = _at_member(image, self.of.power_at(self.n), d.gap(supposed[0]))
        image_of_zero = _at_member(d.relation(first).right, self.of.power_at(_ZERO), d.gap(zero))
        to = self.to_the(self.n)
        return [
            (defined, self.signed(d.gap(defined))),
            (None, inner),
            (None, _times(to, d.gap(self.facts[0]))),
            (first, self.signed(_minus(_times(to, d.gap(first))))),
            (zero, self.signed(_minus(_times(to, image_of_zero)))),
        ]

    def to_the_limit(self, every: Fact, measured: Compare, scale: Expr) -> None:
        """The limit of f(n) from the bound for all n. scale: what f(n) is of the identity."""
        d, of, n = self.d, self.of, self.n
        value, to = of.at(n), self.to_the(n)
        with d.block(n.name, r"\mathbb{N}") as each:
            bound = d.use(every, *each.ends, at=n)
            gap = d.gap(bound)
            within = d.trace(gap) if of.start is None else _times(d.transpose(of.start), gap, of.start)
            known = d.plus(within, self.signed(_times(to, d.gap(measured))))
            relation = {Relation.LOEWNER_GREATER_EQUAL: Relation.GREATER_EQUAL, Relation.LOEWNER_LESS_EQUAL: Relation.LESS_EQUAL}
            says = Compare(relation.get(self.step.relation, Relation.EQUAL), value, scale if to == _ONE else _times(scale, to))
            if self.step.relation is Relation.LOEWNER_GREATER_EQUAL:
                says = Compare(Relation.LESS_EQUAL, says.right, says.left)
            d.order(says, bound, *self.facts, witness=known, unfold=of.unfold)
        family = (n.name, value)
        match self.step.relation:
            case Relation.LOEWNER_GREATER_EQUAL:
                d.lemma("limit_growth", each.fact, c=scale, q=self.q, f=family)
            case Relation.LOEWNER_LESS_EQUAL:
                with d.block(n.name, r"\mathbb{N}") as positive:
                    d.order(Compare(Relation.LESS_EQUAL, _ZERO, value), *self.facts, witness=value, unfold=of.unfold)
                d.lemma("limit_zero", positive.fact, each.fact, c=scale, q=self.q, f=family)
            case _:
                d.lemma("limit_constant", each.fact, c=scale, f=family)


def _form(index: Expr) -> frozenset[tuple[Expr, int]]:
    """An index, however it is written."""
    return frozenset((part, factor) for part, factor in linear(index).items() if factor)


def _at_member(expr: Expr, member: Expr, instead: Expr) -> Expr:
    """An expression with something else for a member, whose index may be written in another way."""

    def change(part: Expr) -> Expr:
        match part, member:
            case Member(name, (index,)), Member(wanted, (at,)) if name == wanted and _form(index) == _form(at):
                return instead
            case _:
                return rebuild(part, change)

    return change(expr)


def number(q: Fraction) -> Expr:
    """A rational as an expression."""
    whole = Number(abs(q.numerator))
    size: Expr = whole if q.denominator == 1 else Apply(Operator.DIVIDE, (whole, Number(q.denominator)))
    return size if q >= 0 else _minus(size)


def _square(vector: Expr) -> Expr:
    return _times(Apply(Operator.TRANSPOSE, (vector,)), vector)


def _minus(expr: Expr) -> Expr:
    return Apply(Operator.NEGATE, (expr,))


def _times(*factors: Expr) -> Expr:
    return Apply(Operator.MULTIPLY, factors)
