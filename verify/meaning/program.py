"""Expressions compiled to functions of a frame, once per statement."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, assert_never

from flint import fmpq

from verify.language.expression import Apply, Bind, Binder, Compare, Expr, Kind, Member, Number, Operator, Relation, Symbol
from verify.language.statement import Context
from verify.meaning import arithmetic, binders, domains, enumeration, logic, names, selectors
from verify.meaning.domains import Membership
from verify.meaning.failures import Lacking, NoValue
from verify.meaning.frame import Code, Frame, Scope, constant
from verify.meaning.names import Clause, Clauses
from verify.meaning.operations import Operations
from verify.meaning.randomness import Name, random_names
from verify.meaning.relations import Sides, sides

_LACKING_BINDERS = (Binder.SUPREMUM, Binder.LIMIT, Binder.EXISTS, Binder.EVENTUALLY)
Averager = Callable[["Compiler", Scope, Expr], Code]


@dataclass(frozen=True, slots=True)
class Compiler:
    """What compiling needs to know. operations: those of the meaning. average: the code of an expectation of an expression."""

    operations: Operations
    context: Context
    average: Averager
    random: frozenset[Name]
    clauses: Clauses[Code]

    def select(self, name: Name, indices: Sequence[Any], frame: Frame) -> tuple[Clause[Code], Frame]:
        """The clause that defines a name's value at these indices, and the frame for its body. Raises NoValue where there is none."""
        return names.select(self.clauses.of(name, False, self.compile, self.compile), name, indices, frame)

    def select_law(self, name: Name, indices: Sequence[Any], frame: Frame) -> tuple[Clause[Code], Frame]:
        """The clause that gives a selector's law at these indices. Raises NoValue where there is none."""
        return names.select(self.clauses.of(name, True, self.compile, self.compile), name, indices, frame)

    def has_steps(self, selector: str, arity: int) -> bool:
        """Whether the law of a selector with so many indices has the step as a further one."""
        return bool(self.context.definitions_of(selector, arity + 1))

    def compile(self, scope: Scope, expr: Expr) -> Code:
        """The code of an expression. Raises Lacking for a construct without a meaning here, NoValue for a name declared nowhere."""
        return _compile(self, scope, expr)


def compiler_for(operations: Operations, context: Context, average: Averager) -> Compiler:
    """A compiler of expressions of this context."""
    return Compiler(operations, context, average, random_names(context), Clauses(context))


def _compile(compiler: Compiler, scope: Scope, expr: Expr) -> Code:
    match expr:
        case Number(value):
            return constant(Kind.INTEGER, fmpq(value))
        case Symbol(name):
            return _symbol(compiler, scope, name)
        case Member(family, indices):
            return _member(compiler, scope, family, indices)
        case Apply(operator, arguments):
            return _apply(compiler, scope, operator, arguments)
        case Bind():
            return _bind(compiler, scope, expr)
        case Compare():
            return _compare(compiler, scope, expr)
        case _:
            assert_never(expr)


def _symbol(compiler: Compiler, scope: Scope, name: str) -> Code:
    if name in scope:
        return Code(scope[name], lambda frame: frame.variables[name])
    declaration = names.declaration_of(compiler.context, (name, 0))
    if names.is_derived(compiler.context, (name, 0)):
        return names.derived((name, 0), declaration.kind, (), compiler.select, (name, 0) in compiler.random)
    if declaration.kind is Kind.INDEX_SET:
        if declaration.size is None:
            raise NoValue(f"{name}, an index set of unknown size")
        return domains.index_set(name, compiler.compile({}, declaration.size))
    return names.primitive(name, declaration.kind)


def _member(compiler: Compiler, scope: Scope, family: str, indices: tuple[Expr, ...]) -> Code:
    name = (family, len(indices))
    declaration = names.declaration_of(compiler.context, name)
    runs = tuple(compiler.compile(scope, i).run for i in indices)
    if declaration.selector:
        has_steps = compiler.has_steps(family, len(declaration.over))
        return selectors.drawn(compiler.operations, declaration, runs, has_steps, compiler.select_law)
    if names.is_derived(compiler.context, name):
        return names.derived(name, declaration.kind, runs, compiler.select, name in compiler.random)
    return names.primitive_member(family, declaration.kind, runs)


def _apply(compiler: Compiler, scope: Scope, operator: Operator, arguments: tuple[Expr, ...]) -> Code:
    if operator is Operator.EXPECTATION:
        return compiler.average(compiler, scope, arguments[0])
    if operator is Operator.STRINGS:
        return domains.strings(compiler.compile(scope, arguments[0]), tuple(_letter(a) for a in arguments[1:]))
    return _applied(compiler.operations, operator, tuple(compiler.compile(scope, a) for a in arguments))


def _applied(operations: Operations, operator: Operator, parts: tuple[Code, ...]) -> Code:  # a table of operators
    match operator:
        case Operator.ADD:
            return arithmetic.add(parts)
        case Operator.MULTIPLY:
            return arithmetic.multiply(operations, parts)
        case Operator.NEGATE:
            return arithmetic.negate(*parts)
        case Operator.DIVIDE:
            return arithmetic.divide(operations, *parts)
        case Operator.POWER:
            return arithmetic.power(operations, *parts)
        case Operator.ROOT:
            return arithmetic.root(operations, *parts)
        case Operator.TRANSPOSE:
            return arithmetic.transpose(*parts)
        case Operator.TRACE:
            return arithmetic.trace_of(*parts)
        case Operator.IDENTITY:
            return arithmetic.identity_of(operations, *parts)
        case Operator.INNER:
            return arithmetic.inner(*parts)
        case Operator.BINOMIAL:
            return arithmetic.binomial(*parts)
        case Operator.ABSOLUTE:
            return arithmetic.absolute(operations, *parts)
        case Operator.INDICATOR:
            return arithmetic.indicator(operations, *parts)
        case Operator.LETTER_AT:
            return domains.letter_at(*parts)
        case Operator.BERNOULLI:
            return Code(Kind.LAW, parts[0].run)
        case Operator.RANGE:
            return domains.integer_range(*parts)
        case Operator.NATURALS:
            return domains.naturals()
        case Operator.UNION:
            return domains.union(parts)
        case Operator.AND:
            return logic.conjunction(operations, parts)
        case Operator.IMPLIES:
            return logic.implication(operations, *parts)
        case Operator.SURELY:
            return enumeration.surely(operations, *parts)
        case _:
            return arithmetic.measure(operations, operator, parts)


def _bind(compiler: Compiler, scope: Scope, expr: Bind) -> Code:
    if expr.binder in _LACKING_BINDERS:
        raise Lacking(expr.binder.value)
    if expr.binder is Binder.TABLE:
        return _table(compiler, scope, expr)
    domain = compiler.compile(scope, expr.domain)
    body = compiler.compile({**scope, expr.variable: item_kind(compiler.context, expr.domain)}, expr.body)
    size = None if expr.type.size is None else compiler.compile(scope, expr.type.size)
    operations = compiler.operations
    match expr.binder:
        case Binder.SUM:
            return binders.total(operations, expr.variable, domain, body, expr.type.kind, size)
        case Binder.PRODUCT:
            return binders.product(operations, expr.variable, domain, body, expr.type.kind, size)
        case Binder.REVERSED_PRODUCT:
            return binders.product(operations, expr.variable, domain, body, expr.type.kind, size, reverse=True)
        case Binder.MAXIMUM:
            return binders.maximum(operations, expr.variable, domain, body)
        case Binder.FOR_ALL:
            return logic.for_all(operations, expr.variable, domain, body)
        case Binder.SUCH_THAT:
            return logic.such_that(expr.variable, domain, body)
        case _:
            raise Lacking(expr.binder.value)


def _table(compiler: Compiler, scope: Scope, expr: Expr) -> Code:
    """Nested tables are one: their variables are the rows, then the columns."""
    axes: list[tuple[str, Code]] = []
    while isinstance(expr, Bind) and expr.binder is Binder.TABLE:
        axes.append((expr.variable, compiler.compile(scope, expr.domain)))
        scope = {**scope, expr.variable: item_kind(compiler.context, expr.domain)}
        expr = expr.body
    return binders.table(compiler.operations, tuple(axes), compiler.compile(scope, expr))


def _compare(compiler: Compiler, scope: Scope, expr: Compare) -> Code:
    if expr.relation is Relation.IN:
        value, test = compiler.compile(scope, expr.left), membership(compiler, scope, expr.right)
        return Code(Kind.BOOLEAN, lambda frame: test(value.run(frame), frame))
    return Code(Kind.BOOLEAN, compiled_sides(compiler, scope, expr).holds)


def compiled_sides(compiler: Compiler, scope: Scope, expr: Compare) -> Sides:
    """Both sides of a relation between values (not of `in`), and its test."""
    if expr.relation in (Relation.TENDS_TO, Relation.DISTRIBUTED):
        raise Lacking(expr.relation.value)
    left = _side(compiler, scope, expr.left, _is_letter_at(expr.right))
    right = _side(compiler, scope, expr.right, _is_letter_at(expr.left))
    return sides(compiler.operations, expr.relation, left, right)


def membership(compiler: Compiler, scope: Scope, domain: Expr) -> Membership:
    """The test whether a value is in a domain, which need not be finite."""
    match domain:
        case Apply(Operator.NATURALS):
            return domains.in_naturals
        case Apply(Operator.REALS):
            return lambda _value, _frame: True
        case Apply(Operator.RANGE, (low, high)):
            return domains.in_range(compiler.compile(scope, low), compiler.compile(scope, high))
        case Apply(Operator.OPEN_INTERVAL | Operator.CLOSED_INTERVAL as operator, (low, high)):
            closed = operator is Operator.CLOSED_INTERVAL
            return domains.in_interval(compiler.operations, _end(compiler, scope, low), _end(compiler, scope, high), closed)
        case Apply(Operator.REAL_SPACE, sizes):
            return domains.in_real_space(compiler.operations, tuple(compiler.compile(scope, s) for s in sizes))
        case Bind(Binder.SUCH_THAT, variable, wider, body):
            inside = compiler.compile({**scope, variable: item_kind(compiler.context, wider)}, body)
            return logic.in_subset(compiler.operations, variable, membership(compiler, scope, wider), inside)
        case Symbol(name) if name not in scope and not names.is_derived(compiler.context, (name, 0)):
            return domains.in_index_set(name)
        case _:
            return domains.in_domain(compiler.compile(scope, domain))


def item_kind(context: Context, domain: Expr) -> Kind:
    """What the elements of a domain are."""
    match domain:
        case Apply(Operator.RANGE | Operator.NATURALS):
            return Kind.INTEGER
        case Apply(Operator.STRINGS):
            return Kind.STRING
        case Apply(Operator.UNION, (first, *_)):
            return item_kind(context, first)
        case Bind(Binder.SUCH_THAT, _, wider):
            return item_kind(context, wider)
        case Symbol(name) if clauses := context.definitions_of(name):
            return item_kind(context, clauses[0].body)
        case Member(family, indices) if clauses := context.definitions_of(family, len(indices)):
            return item_kind(context, clauses[0].body)
        case Symbol():
            return Kind.ELEMENT
        case _:
            raise Lacking("a variable that ranges over something other than an index set, integers or strings")


def _end(compiler: Compiler, scope: Scope, expr: Expr) -> Code | None:
    """An end of an interval; None for an infinite one."""
    infinity = Apply(Operator.INFINITY, ())
    return None if expr in (infinity, Apply(Operator.NEGATE, (infinity,))) else compiler.compile(scope, expr)


def _side(compiler: Compiler, scope: Scope, expr: Expr, beside_letter: bool) -> Code:
    """A side of a relation; beside the letter of a string a symbol is a letter."""
    if beside_letter and isinstance(expr, Symbol) and expr.name not in scope:
        return constant(Kind.STRING, expr.name)
    return compiler.compile(scope, expr)


def _is_letter_at(expr: Expr) -> bool:
    return isinstance(expr, Apply) and expr.operator is Operator.LETTER_AT


def _letter(expr: Expr) -> str:
    if isinstance(expr, Symbol):
        return expr.name
    raise Lacking("an alphabet of something other than symbols")
