"""Expectations in closed form: the argument compiled to a polynomial in the selectors, of which no outcome is ever looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial, reduce
from operator import mul
from typing import Any, assert_never

from flint import fmpq

from verify.language.expression import Apply, Bind, Binder, Compare, Expr, Kind, Member, Number, Operator, Relation, Symbol
from verify.meaning import names, random_arithmetic, words
from verify.meaning.arithmetic import one_of, product_of, zero_of
from verify.meaning.domains import finite
from verify.meaning.failures import Lacking
from verify.meaning.frame import SCALARS, Code, Frame, Run, Scope, inner_frame, key_of
from verify.meaning.names import Clause, Clauses
from verify.meaning.operations import Operations, Test
from verify.meaning.program import Compiler, item_kind
from verify.meaning.random_arithmetic import Guarded, RandomCode, certain, random_operator, times_of
from verify.meaning.randomness import Name, is_of_one_step, is_random
from verify.meaning.selectors import which_selector
from verify.meaning.words import Random

_SQUARED = {Operator.NORM_2: (Kind.VECTOR, Kind.ROW), Operator.NORM_FROBENIUS: (Kind.MATRIX,), Operator.ABSOLUTE: SCALARS}


@dataclass(frozen=True, slots=True)
class RandomCompiler:
    """Compiles what stands under an expectation; what is not random goes to `exact`."""

    exact: Compiler
    clauses: Clauses[RandomCode]

    def compile(self, scope: Scope, expr: Expr) -> RandomCode:
        """The code of an expression. Raises Lacking where it is no polynomial in the selectors."""
        if is_random(expr, self.exact.random):
            return _compile(self, scope, expr)
        code = self.exact.compile(scope, expr)
        if code.kind is Kind.INDEX_SET:
            return RandomCode(code.kind, lambda frame: tuple((element, None) for element in finite(code.run(frame))))
        return certain(code)

    def select(self, name: Name, indices: Sequence[Any], frame: Frame) -> tuple[Clause[RandomCode], Frame]:
        """The clause that defines a name's random value at these indices, and the frame for its body."""
        return names.select(self.clauses.of(name, False, self.compile, self.exact.compile), name, indices, frame)


def average(compiler: Compiler, scope: Scope, expr: Expr) -> Code:
    """The expectation of an expression over all selectors in it. Raises Lacking where it is no polynomial in them."""
    if not is_random(expr, compiler.random):
        return compiler.compile(scope, expr)
    code = RandomCompiler(compiler, Clauses(compiler.context)).compile(scope, expr)
    return Code(code.kind, lambda frame: words.mean(code.run(frame), frame.world.letters))


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
        case Apply(operator, arguments):
            return random_operator(compiler.exact.operations, operator, tuple(compiler.compile(scope, a) for a in arguments))
        case Bind():
            return _bind(compiler, scope, expr)
        case Compare() | Number():
            raise Lacking("a random relation outside an indicator, in closed form")
        case _:
            assert_never(expr)


def _exact(compiler: RandomCompiler, scope: Scope, expr: Expr) -> Code:
    """What has to be known where it stands: an index, an exponent, a denominator."""
    if is_random(expr, compiler.exact.random):
        raise Lacking("a random index, exponent or denominator, in closed form")
    return compiler.exact.compile(scope, expr)


def _member(compiler: RandomCompiler, scope: Scope, family: str, indices: tuple[Expr, ...]) -> RandomCode:
    name = (family, len(indices))
    declaration = names.declaration_of(compiler.exact.context, name)
    runs = tuple(_exact(compiler, scope, i).run for i in indices)
    if not declaration.selector:
        return _derived(compiler, name, runs)
    has_steps = compiler.exact.has_steps(family, len(declaration.over))
    which = which_selector(compiler.exact.operations, declaration, runs, has_steps, compiler.exact.select_law)

    def run(frame: Frame) -> Random:
        selector, probability = which(frame)
        return words.letter(frame.world.letters.bit(selector, probability), probability)

    return RandomCode(Kind.INTEGER, run)


def _derived(compiler: RandomCompiler, name: Name, indices: tuple[Run, ...]) -> RandomCode:
    """A random value that a definition gives: one polynomial for all outcomes, so it is kept in the world's memory.

    A number or matrix that its step alone tells from others is computed at the first step that is met.
    """
    kind = names.declaration_of(compiler.exact.context, name).kind
    of_one_step = kind is not Kind.INDEX_SET and is_of_one_step(compiler.exact.context, name)
    first_key = ("first step", *name)

    def run(frame: Frame) -> Any:
        values = [index(frame) for index in indices]
        key = ("random value", name[0], *[key_of(value) for value in values])
        memo = frame.world.memo
        found = memo.get(key)
        if found is None and of_one_step and first_key in memo:
            found = memo[key] = words.at_step(memo[first_key], frame.world.letters, key[2])
        if found is None:
            clause, inner = compiler.select(name, values, frame)
            found = memo[key] = memo[first_key] = clause.body.run(inner)
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
    inner_scope = {**scope, expr.variable: item_kind(compiler.exact.context, expr.domain)}
    domain = compiler.compile(scope, expr.domain)
    if expr.binder is Binder.SUCH_THAT:
        return _such_that(expr.variable, domain, _condition(compiler, inner_scope, expr.body))
    body = compiler.compile(inner_scope, expr.body)
    size = None if expr.type.size is None else _exact(compiler, scope, expr.type.size)
    operations = compiler.exact.operations
    match expr.binder:
        case Binder.SUM:
            return _sum(operations, expr.variable, domain, body, zero_of(operations, expr.type.kind, size))
        case Binder.PRODUCT | Binder.REVERSED_PRODUCT:
            one = one_of(operations, expr.type.kind, size)
            return _product(operations, expr.variable, domain, body, one, expr.binder is Binder.REVERSED_PRODUCT)
        case _:
            raise Lacking(f"the expectation of {expr.binder.value} in closed form")


def _sum(operations: Operations, variable: str, domain: RandomCode, body: RandomCode, zero: Run) -> RandomCode:
    _, times = product_of(operations, Kind.INTEGER, body.kind)

    def run(frame: Frame) -> Random:
        letters = frame.world.letters
        parts = []
        for indicator, inner in _each(variable, domain.run(frame), frame):
            part = body.run(inner)
            parts.append(part if indicator is None else words.scale(indicator, part, letters, times))
        return words.add(parts) if parts else words.known(zero(frame))

    return RandomCode(body.kind, run)


def _product(operations: Operations, variable: str, domain: RandomCode, body: RandomCode, one: Run, reverse: bool) -> RandomCode:
    times = times_of(operations, body.kind, body.kind)

    def run(frame: Frame) -> Random:
        factors = []
        for indicator, inner in _each(variable, domain.run(frame), frame):
            if indicator is not None:
                raise Lacking("a product over a random set, in closed form")
            factors.append(body.run(inner))
        if not factors:
            return words.known(one(frame))
        ordered = factors[::-1] if reverse else factors
        return reduce(lambda left, right: times(left, right, frame), ordered)

    return RandomCode(body.kind, run)


def _such_that(variable: str, domain: RandomCode, condition: Callable[[Frame], Random]) -> RandomCode:
    """A random subset: each element of the domain, guarded by an indicator."""

    def run(frame: Frame) -> Guarded:
        guarded = []
        for indicator, inner in _each(variable, domain.run(frame), frame):
            here = condition(inner)
            both = here if indicator is None else words.scale(indicator, here, frame.world.letters, mul)
            guarded.append((inner.variables[variable], both))
        return tuple(guarded)

    return RandomCode(Kind.INDEX_SET, run)


def _each(variable: str, elements: Guarded, frame: Frame) -> Iterator[tuple[Random | None, Frame]]:
    """Each element's indicator, with a frame in which the variable is that element."""
    inner = inner_frame(frame, variable)
    for element, indicator in elements:
        inner.variables[variable] = element
        yield indicator, inner


def _condition(compiler: RandomCompiler, scope: Scope, expr: Expr) -> Callable[[Frame], Random]:
    """The indicator of a condition. Raises Lacking unless each of its relations is about one selector at most."""
    operations = compiler.exact.operations
    if not is_random(expr, compiler.exact.random):
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
