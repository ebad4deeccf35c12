"""Sequences of second moments: f(n) = Tr Φⁿ(I) or w₀ᵀ Φⁿ(I) w₀.

Φⁿ(I) is the expectation of a product of n independent steps times its transpose, or a recursion that starts at I.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from verify.decide.prove.instance_of import put
from verify.language.expression import Apply, Bind, Binder, Compare, Expr, Member, Number, Operator, Relation, Symbol
from verify.language.linear import linear, same_integer
from verify.language.statement import Context, Definition
from verify.language.walk import children, rebuild, subexpressions


@dataclass(frozen=True, slots=True)
class Moments:
    """A sequence f(n) of second moments.

    variable: n. body: f(n). power: Φⁿ(I). identity: I. forth: J_h…J_l, a product up to h(n); None for a recursion. start: w_0, None for
    the trace. unfold: names whose definitions f(n) is behind. onward: of a recursion, the clause that gives a member by the one before.
    """

    variable: str
    body: Expr
    power: Expr
    identity: Expr
    forth: Bind | None
    start: Expr | None
    unfold: tuple[str, ...] = ()
    onward: Definition | None = None

    def image(self, of: Expr) -> Expr:
        """Φ(M), what one step makes of a matrix M."""
        if self.onward is not None:
            return _onward(self.onward, of)
        if self.forth is None:
            raise TypeError("neither a recursion nor products")
        step = put(self.forth.body, {self.forth.variable: _ends(self.forth)[0]})
        return Apply(Operator.EXPECTATION, (Apply(Operator.MULTIPLY, (Apply(Operator.TRANSPOSE, (step,)), of, step)),))

    @property
    def size(self) -> Expr:
        """The dimension."""
        match self.identity:
            case Apply(Operator.IDENTITY, (size,)):
                return size
            case _:
                raise TypeError("an identity has a size")

    def measured(self, matrix: Expr) -> Expr:
        """Tr M or w₀ᵀ M w₀: what f is of a matrix."""
        if self.start is None:
            return Apply(Operator.TRACE, (matrix,))
        return Apply(Operator.MULTIPLY, (Apply(Operator.TRANSPOSE, (self.start,)), matrix, self.start))

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


def is_limit(expr: Expr) -> bool:
    """Whether a relation gives a sequence its limit."""
    match expr:
        case Compare(Relation.EQUAL, Bind(Binder.LIMIT, _, Apply(Operator.INFINITY)), _):
            return True
        case _:
            return False


def moments(context: Context, variable: str, body: Expr) -> Moments | None:
    """What a sequence is the second moments of; None for any other sequence."""
    inner = _without(body, Operator.EXPECTATION)
    match inner:
        case Apply(Operator.TRACE, (Member(_, (Symbol(index),)) as power,)) if index == variable:
            return _of_recursion(context, variable, body, power, None)
        case Apply(Operator.MULTIPLY, (Apply(Operator.TRANSPOSE, (left,)), Member(_, (Symbol(index),)) as power, right)):
            fixed = left == right and isinstance(left, Symbol) and not context.definitions_of(left.name)
            return _of_recursion(context, variable, body, power, left) if fixed and index == variable else None
        case Apply(Operator.TRACE, (traced,)):
            match _without(traced, Operator.EXPECTATION):
                case Apply(Operator.MULTIPLY, (Bind(Binder.PRODUCT) as back, Bind(Binder.REVERSED_PRODUCT) as forth)):
                    found = _of_products(context, variable, body, forth, None, ())
                    return found if found is not None and _is_transposed(back, forth) else None
        case Apply(Operator.POWER, (Apply(Operator.NORM_2, (Member(name, (Symbol(index),)),)), Number(2))) if index == variable:
            clauses = context.definitions_of(name, 1)
            if len(clauses) == 1 and not clauses[0].given and isinstance(clauses[0].parameters[0], Symbol):
                written = put(clauses[0].body, {clauses[0].parameters[0].name: Symbol(variable)})
                match written:
                    case Apply(Operator.MULTIPLY, (Bind(Binder.REVERSED_PRODUCT) as forth, start)):
                        return _of_products(context, variable, body, forth, start, (name,))
    return None


def _without(expr: Expr, operator: Operator) -> Expr:
    match expr:
        case Apply(found, (inner,)) if found is operator:
            return inner
        case _:
            return expr


def _of_recursion(context: Context, variable: str, body: Expr, power: Member, start: Expr | None) -> Moments | None:
    """The moments, if the first member of a recursion is I, and one clause gives the others, each by the one before and by nothing else."""
    clauses = context.definitions_of(power.family, 1)
    first = next((c.body for c in clauses if c.parameters == (Number(0),)), None)
    onward = next((c for c in clauses if isinstance(c.parameters[0], Symbol)), None)
    if len(clauses) != 2 or onward is None or not isinstance(first, Apply) or first.operator is not Operator.IDENTITY:
        return None
    left = _onward(onward, first)
    if any(part == onward.parameters[0] or (isinstance(part, Member) and part.family == power.family) for part in subexpressions(left)):
        return None
    return Moments(variable, body, power, first, None, start, onward=onward)


def _onward(clause: Definition, of: Expr) -> Expr:
    """The body of a recursion's clause with a matrix for the member before."""
    (parameter,) = clause.parameters
    before = Apply(Operator.ADD, (parameter, Apply(Operator.NEGATE, (Number(1),))))

    def change(part: Expr) -> Expr:
        match part:
            case Member(name, (index,)) if name == clause.name and same_integer(index, before):
                return of
            case _:
                return rebuild(part, change)

    return change(clause.body)


def _of_products(context: Context, variable: str, body: Expr, forth: Bind, start: Expr | None, unfold: tuple[str, ...]) -> Moments | None:
    """The moments, if there is no factor at n = 0, one more at each n, and all factors are alike, the start being fixed."""
    if not isinstance(forth.domain, Apply) or forth.domain.operator is not Operator.RANGE:
        return None
    low, high = _ends(forth)
    length = linear(Apply(Operator.ADD, (high, Apply(Operator.NEGATE, (low,)), Number(1), Apply(Operator.NEGATE, (Symbol(variable),)))))
    fixed = start is None or (isinstance(start, Symbol) and start.name != variable and not context.definitions_of(start.name))
    if not isinstance(low, Number) or any(length.values()) or forth.type.size is None or not fixed:
        return None
    if not _alike(context, forth.body, forth.variable, frozenset()):
        return None
    found = Moments(variable, body, forth, Apply(Operator.IDENTITY, (forth.type.size,)), forth, start, unfold)
    return replace(found, power=found.power_at(Symbol(variable)))


def _alike(context: Context, expr: Expr, step: str, seen: frozenset[str]) -> bool:
    """Whether an expression depends on a step by the selectors of that step alone, and on no others, also where a definition gives it."""
    if all(part != Symbol(step) for part in subexpressions(expr)):
        return not _is_random(context, expr, frozenset())
    match expr:
        case Member(name, (*others, Symbol(last))) if last == step:
            declared, clauses = context.declaration(name, len(others) + 1), context.definitions_of(name, len(others) + 1)
            if any(part == Symbol(step) for other in others for part in subexpressions(other)) or declared is None:
                return False
            if declared.selector:
                return len(others) == len(declared.over)
            if len(clauses) != 1 or clauses[0].given or name in seen or not isinstance(clauses[0].parameters[-1], Symbol):
                return False
            return _alike(context, clauses[0].body, clauses[0].parameters[-1].name, seen | {name})
        case Member() | Symbol():
            return False
        case _:
            return all(_alike(context, part, step, seen) for part in children(expr))


def _is_random(context: Context, expr: Expr, seen: frozenset[tuple[str, int]]) -> bool:
    """Whether a selector is in an expression, or in what a definition gives for a part of it."""
    for part in subexpressions(expr):
        if isinstance(part, Symbol | Member):
            key = (part.name, 0) if isinstance(part, Symbol) else (part.family, len(part.indices))
            declared = context.declaration(*key)
            if declared is not None and declared.selector:
                return True
            if key not in seen and any(_is_random(context, c.body, seen | {key}) for c in context.definitions_of(*key)):
                return True
    return False


def _is_transposed(back: Bind, forth: Bind) -> bool:
    same = put(back.body, {back.variable: Symbol(forth.variable)})
    return back.domain == forth.domain and same == Apply(Operator.TRANSPOSE, (forth.body,))


def _ends(product: Bind) -> tuple[Expr, Expr]:
    match product.domain:
        case Apply(Operator.RANGE, (low, high)):
            return low, high
        case _:
            raise TypeError("a product over no range")
