"""Sequences of second moments: f(n) = Tr Φⁿ(I) or w₀ᵀ Φⁿ(I) w₀.

Φⁿ(I) is the expectation of a product of n independent steps times its transpose, or a recursion that starts at I.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from verify.decide.prove.instance_of import put
from verify.language.expression import Apply, Bind, Binder, Expr, Member, Number, Operator, Symbol
from verify.language.linear import linear
from verify.language.statement import Context


@dataclass(frozen=True, slots=True)
class Moments:
    """A sequence f(n) of second moments.

    variable: n. body: f(n). power: Φⁿ(I). identity: I. forth: J_h…J_l, a product up to h(n); None for a recursion. start: w_0, None for
    the trace. unfold: names whose definitions f(n) is behind.
    """

    variable: str
    body: Expr
    power: Expr
    identity: Expr
    forth: Bind | None
    start: Expr | None
    unfold: tuple[str, ...] = ()

    @property
    def image(self) -> Expr:
        """Φ(I), what the first step makes of I."""
        if self.forth is None:
            return put(self.power, {self.variable: Number(1)})
        step = put(self.forth.body, {self.forth.variable: _ends(self.forth)[0]})
        return Apply(Operator.EXPECTATION, (Apply(Operator.MULTIPLY, (Apply(Operator.TRANSPOSE, (step,)), step)),))

    def at(self, n: Expr) -> Expr:
        """f(n)."""
        return put(self.body, {self.variable: n})

    def power_at(self, n: Expr, *middle: Expr) -> Expr:
        """Φⁿ(I), or Φⁿ of what is put in the middle of its products."""
        if self.forth is None:
            return put(self.power, {self.variable: n})
        back, forth = self.halves(n)
        return Apply(Operator.EXPECTATION, (Apply(Operator.MULTIPLY, (back, *middle, forth)),))

    def halves(self, n: Expr) -> tuple[Bind, Bind]:
        """J_lᵀ…J_hᵀ and J_h…J_l of n steps. Raises TypeError for a recursion."""
        if self.forth is None:
            raise TypeError("a recursion has no products")
        low, high = _ends(self.forth)
        domain = Apply(Operator.RANGE, (low, put(high, {self.variable: n})))
        back = Bind(Binder.PRODUCT, self.forth.variable, domain, Apply(Operator.TRANSPOSE, (self.forth.body,)), self.forth.type)
        return back, replace(self.forth, domain=domain)


def moments(context: Context, variable: str, body: Expr) -> Moments | None:
    """What a sequence is the second moments of; None for any other sequence."""
    inner = _without(body, Operator.EXPECTATION)
    match inner:
        case Apply(Operator.TRACE, (Member(_, (Symbol(index),)) as power,)) if index == variable:
            start = _start(context, power)
            return None if start is None else Moments(variable, body, power, start, None, None)
        case Apply(Operator.TRACE, (traced,)):
            match _without(traced, Operator.EXPECTATION):
                case Apply(Operator.MULTIPLY, (Bind(Binder.PRODUCT) as back, Bind(Binder.REVERSED_PRODUCT) as forth)):
                    found = _of_products(variable, body, forth, None, ())
                    return found if found is not None and _is_transposed(back, forth) else None
        case Apply(Operator.POWER, (Apply(Operator.NORM_2, (Member(name, (Symbol(index),)),)), Number(2))) if index == variable:
            clauses = context.definitions_of(name, 1)
            if len(clauses) == 1 and not clauses[0].given and isinstance(clauses[0].parameters[0], Symbol):
                written = put(clauses[0].body, {clauses[0].parameters[0].name: Symbol(variable)})
                match written:
                    case Apply(Operator.MULTIPLY, (Bind(Binder.REVERSED_PRODUCT) as forth, start)):
                        return _of_products(variable, body, forth, start, (name,))
    return None


def _without(expr: Expr, operator: Operator) -> Expr:
    match expr:
        case Apply(found, (inner,)) if found is operator:
            return inner
        case _:
            return expr


def _start(context: Context, power: Member) -> Expr | None:
    """The first member of a recursion, if that is I and the others have one clause."""
    clauses = context.definitions_of(power.family, 1)
    first = next((c.body for c in clauses if c.parameters == (Number(0),)), None)
    is_identity = len(clauses) == 2 and isinstance(first, Apply) and first.operator is Operator.IDENTITY
    return first if is_identity else None


def _of_products(variable: str, body: Expr, forth: Bind, start: Expr | None, unfold: tuple[str, ...]) -> Moments | None:
    """The moments, if there is no factor at n = 0 and one more at each n."""
    if not isinstance(forth.domain, Apply) or forth.domain.operator is not Operator.RANGE:
        return None
    low, high = _ends(forth)
    length = linear(Apply(Operator.ADD, (high, Apply(Operator.NEGATE, (low,)), Number(1), Apply(Operator.NEGATE, (Symbol(variable),)))))
    if not isinstance(low, Number) or any(length.values()) or forth.type.size is None:
        return None
    found = Moments(variable, body, forth, Apply(Operator.IDENTITY, (forth.type.size,)), forth, start, unfold)
    return replace(found, power=found.power_at(Symbol(variable)))


def _is_transposed(back: Bind, forth: Bind) -> bool:
    same = put(back.body, {back.variable: Symbol(forth.variable)})
    return back.domain == forth.domain and same == Apply(Operator.TRANSPOSE, (forth.body,))


def _ends(product: Bind) -> tuple[Expr, Expr]:
    match product.domain:
        case Apply(Operator.RANGE, (low, high)):
            return low, high
        case _:
            raise TypeError("a product over no range")
