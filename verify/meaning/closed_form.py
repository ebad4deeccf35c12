"""Expectations in closed form: the argument compiled to a polynomial in the selectors, of which no outcome is ever looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial, reduce
from operator import mul
from typing import Any, assert_never

from flint import fmpq

from verify.language.expression import Apply, Bind, Binder, Compare, Expr, Kind, Member, Number, Operator, Relation, Symbol
from verify.meaning import enumeration, names, random_arithmetic, words
from verify.meaning.arithmetic import one_of, product_of, zero_of
from verify.meaning.domains import finite
from verify.meaning.failures import Lacking
from verify.meaning.frame import SCALARS, Code, Frame, Index, Run, Scope, bound_to_each
from verify.meaning.names import Clauses, Unfold
from verify.meaning.operations import Operations, Test, Two
from verify.meaning.program import Compiler, item_kind
from verify.meaning.random_arithmetic import Draw, Drawn, Guarded, RandomCode, certain, random_operator, times_of
from verify.meaning.randomness import Name, is_of_one_step, is_random, random_names
from verify.meaning.selectors import letter_of
from verify.meaning.words import Random

_SQUARED = {Operator.NORM_2: (Kind.VECTOR, Kind.ROW), Operator.NORM_FROBENIUS: (Kind.MATRIX,), Operator.ABSOLUTE: SCALARS}


@dataclass(frozen=True, slots=True)
class RandomCompiler:
    """Compiles what stands under an expectation; what is not random goes to `exact`.

    letters, batches: the names that depend on selectors that are averaged as letters, and on those that are drawn without replacement,
    which are not independent: they are drawn first, one outcome after another, and are not random here.
    """

    exact: Compiler
    clauses: Clauses
    letters: frozenset[Name]
    batches: frozenset[Name]

    def compile(self, scope: Scope, expr: Expr) -> RandomCode:
        """The code of an expression. Raises Lacking where it is no polynomial in the selectors."""
        if is_random(expr, self.letters):
            return _compile(self, scope, expr)
        code = self.exact.compile(scope, expr)
        if code.kind is Kind.INDEX_SET:
            return RandomCode(code.kind, lambda frame: tuple((element, None) for element in finite(code.run(frame))), code)
        return certain(code)

    def unfolding(self, name: Name) -> Unfold:
        """The random value that a name's definition gives."""
        return names.unfolding(name, partial(self.clauses.of, name, False, self.run_of, self.exact.run_of))

    def run_of(self, scope: Scope, expr: Expr) -> Run:
        """The function of an expression's code."""
        return self.compile(scope, expr).run


def average(compiler: Compiler, scope: Scope, expr: Expr) -> Code:
    """The expectation of an expression over all selectors in it. Raises Lacking where it is no polynomial in them."""
    if not is_random(expr, compiler.random):
        return compiler.compile(scope, expr)
    batches = random_names(compiler.context, batches=True)
    letters = random_names(compiler.context, batches=False) if batches else compiler.random
    code = RandomCompiler(compiler, Clauses(compiler.context), letters, batches).compile(scope, expr)
    mean = Code(code.kind, lambda frame: words.mean(code.run(frame), frame.world.letters))
    return enumeration.average(compiler.operations, mean) if is_random(expr, batches) else mean


def _compile(compiler: RandomCompiler, scope: Scope, expr: Expr) -> RandomCode:
    match expr:
        case Symbol(name):
            return _derived(compiler, (name, 0), ())
        case Member(family, indices):
            return _member(compiler, scope, family, indices)
        case Apply(Operator.POWER, (base, exponent)):
            return _power(compiler, scope, base, exponent)
        case Apply(Operator.DIVIDE, (numerator, denominator)):
            parts = compiler.compile(scope, numerator), _exact(compiler, scope, denominator)
            return random_arithmetic.divide(compiler.exact.operations, *parts)
        case Apply(Operator.INDICATOR, (condition,)):
            return RandomCode(Kind.INTEGER, _condition(compiler, scope, condition))
        case Apply(Operator.NEGATE, (Apply(Operator.MULTIPLY, (first, *others)),)) if not is_random(first, compiler.letters):
            return _compile(compiler, scope, Apply(Operator.MULTIPLY, (Apply(Operator.NEGATE, (first,)), *others)))  # one value, not many
        case Apply(operator, arguments):
            return random_operator(compiler.exact.operations, operator, tuple(compiler.compile(scope, a) for a in arguments))
        case Bind():
            return _bind(compiler, scope, expr)
        case Compare() | Number():
            raise Lacking("a random relation outside an indicator, in closed form")
        case _:
            assert_never(expr)


def _exact(compiler: RandomCompiler, scope: Scope, expr: Expr) -> Code:
    """What has to be known where it stands: an exponent, a denominator."""
    _want_certain(compiler, expr)
    return compiler.exact.compile(scope, expr)


def _index(compiler: RandomCompiler, scope: Scope, expr: Expr) -> Index:
    _want_certain(compiler, expr)
    return compiler.exact.index(scope, expr)


def _want_certain(compiler: RandomCompiler, expr: Expr) -> None:
    if is_random(expr, compiler.letters):
        raise Lacking("a random index, exponent or denominator, in closed form")


def _member(compiler: RandomCompiler, scope: Scope, family: str, indices: tuple[Expr, ...]) -> RandomCode:
    name = (family, len(indices))
    declaration = names.declaration_of(compiler.exact.context, name)
    places = tuple(_index(compiler, scope, i) for i in indices)
    if not declaration.selector:
        return _derived(compiler, name, places)
    draw = letter_of(compiler.exact.operations, declaration, places, compiler.exact.law_of(declaration))
    return RandomCode(Kind.INTEGER, lambda frame: words.letter(*draw(frame)), drawn=Drawn(draw))


def _derived(compiler: RandomCompiler, name: Name, indices: tuple[Index, ...]) -> RandomCode:
    """A random value that a definition gives: one polynomial for all outcomes of letters, so it is kept in the world's memory.

    A number or matrix that its step alone tells from others is computed at the first step that is met. What depends on a batch is kept in
    the memory of its outcome.
    """
    kind, batched = names.declaration_of(compiler.exact.context, name).kind, name in compiler.batches
    of_one_step = not batched and kind is not Kind.INDEX_SET and is_of_one_step(compiler.exact.context, name)
    first_key, unfold = ("first step", *name), compiler.unfolding(name)

    def run(frame: Frame) -> Any:
        key = ("random value", name[0], *[index.key(frame) for index in indices])
        memo = frame.outcome.memo if batched and frame.outcome else frame.world.memo
        found = memo.get(key)
        if found is None and of_one_step and first_key in memo:
            found = memo[key] = words.at_step(memo[first_key], frame.world.letters, key[2])
        if found is None:
            found = memo[key] = memo[first_key] = unfold([index.value(frame) for index in indices], frame)
        return found

    return RandomCode(kind, run)


def _power(compiler: RandomCompiler, scope: Scope, base: Expr, exponent: Expr) -> RandomCode:
    """A natural power; an even one of a norm or absolute value is a power of its square."""
    operations, power_code = compiler.exact.operations, _exact(compiler, scope, exponent)
    if not isinstance(base, Apply) or base.operator not in _SQUARED:
        return random_arithmetic.power(operations, compiler.compile(scope, base), power_code)
    part = compiler.compile(scope, base.arguments[0])
    if part.kind not in _SQUARED[base.operator]:
        raise Lacking(f"{base.operator.value} of {part.kind.value}")
    return random_arithmetic.power(operations, random_arithmetic.square(operations, part), power_code, unit=2)


def _bind(compiler: RandomCompiler, scope: Scope, expr: Bind) -> RandomCode:
    inner = scope.inside(expr.variable, item_kind(compiler.exact.context, expr.domain))
    domain, level = compiler.compile(scope, expr.domain), inner.depth
    if expr.binder is Binder.SUCH_THAT:
        return _such_that(level, domain, _condition(compiler, inner, expr.body))
    body = compiler.compile(inner, expr.body)
    size = None if expr.type.size is None else _exact(compiler, scope, expr.type.size)
    operations = compiler.exact.operations
    match expr.binder:
        case Binder.SUM:
            return _sum(operations, level, domain, body, zero_of(operations, expr.type.kind, size))
        case Binder.PRODUCT | Binder.REVERSED_PRODUCT:
            one = one_of(operations, expr.type.kind, size)
            return _product(operations, level, domain, body, one, expr.binder is Binder.REVERSED_PRODUCT)
        case _:
            raise Lacking(f"the expectation of {expr.binder.value} in closed form")


def _sum(operations: Operations, level: int, domain: RandomCode, body: RandomCode, zero: Run) -> RandomCode:
    _, times = product_of(operations, Kind.INTEGER, body.kind)
    if domain.certain and body.drawn and body.drawn.value:
        return RandomCode(body.kind, _linear(level, domain.certain.run, body.drawn.draw, body.drawn.value, zero, times))

    def run(frame: Frame) -> Random:
        letters = frame.world.letters
        parts = []
        for _, indicator in _each(frame, level, domain.run(frame)):
            part = body.run(frame)
            parts.append(part if indicator is None else words.scale(indicator, part, letters, times))
        return words.add(parts) if parts else words.known(zero(frame))

    return RandomCode(body.kind, run)


def _linear(level: int, domain: Run, draw: Draw, value: Run, zero: Run, times: Two) -> Callable[[Frame], Random]:
    """A sum of selectors times values that are not random."""

    def run(frame: Frame) -> Random:
        drawn = [(*draw(frame), value(frame)) for _ in bound_to_each(frame, level, finite(domain(frame)))]
        return words.linear(drawn, times) if drawn else words.known(zero(frame))

    return run


def _product(operations: Operations, level: int, domain: RandomCode, body: RandomCode, one: Run, reverse: bool) -> RandomCode:
    times = times_of(operations, body.kind, body.kind)

    def run(frame: Frame) -> Random:
        factors = []
        for _, indicator in _each(frame, level, domain.run(frame)):
            if indicator is not None:
                raise Lacking("a product over a random set, in closed form")
            factors.append(body.run(frame))
        if not factors:
            return words.known(one(frame))
        ordered = factors[::-1] if reverse else factors
        return reduce(lambda left, right: times(left, right, frame), ordered)

    return RandomCode(body.kind, run)


def _such_that(level: int, domain: RandomCode, condition: Callable[[Frame], Random]) -> RandomCode:
    """A random subset: each element of the domain, guarded by an indicator."""

    def run(frame: Frame) -> Guarded:
        guarded = []
        for element, indicator in _each(frame, level, domain.run(frame)):
            here = condition(frame)
            both = here if indicator is None else words.scale(indicator, here, frame.world.letters, mul)
            guarded.append((element, both))
        return tuple(guarded)

    return RandomCode(Kind.INDEX_SET, run)


def _each(frame: Frame, level: int, guarded: Guarded) -> Iterator[tuple[Any, Random | None]]:
    """The elements with their indicators, the variable bound to each in turn."""
    return zip(bound_to_each(frame, level, [element for element, _ in guarded]), [indicator for _, indicator in guarded], strict=True)


def _condition(compiler: RandomCompiler, scope: Scope, expr: Expr) -> Callable[[Frame], Random]:
    """The indicator of a condition. Raises Lacking unless each of its relations is about one selector at most."""
    operations = compiler.exact.operations
    if not is_random(expr, compiler.letters):
        code = compiler.exact.compile(scope, expr)
        return lambda frame: words.known(operations.indicator(code.run(frame)))
    match expr:
        case Apply(Operator.AND, parts):
            factors = tuple(RandomCode(Kind.INTEGER, _condition(compiler, scope, part)) for part in parts)
            return random_arithmetic.multiply(operations, factors).run
        case Compare(relation, left, right) if relation is not Relation.IN:
            test = partial(_indicated, operations, operations.scalar_test(relation))
            sides = compiler.compile(scope, left), compiler.compile(scope, right)
            if any(side.kind not in SCALARS for side in sides):
                raise Lacking("a random relation between values other than scalars, in closed form")
            negative = random_operator(operations, Operator.NEGATE, (sides[1],))
            difference = random_operator(operations, Operator.ADD, (sides[0], negative))
            return lambda frame: words.indicator(difference.run(frame), test, frame.world.letters)
        case _:
            raise Lacking("a random condition other than relations between scalars, in closed form")


def _indicated(operations: Operations, test: Test, value: Any) -> Any:
    """1 where a number passes a test against 0, else 0."""
    return operations.indicator(test(value, fmpq(0)))
