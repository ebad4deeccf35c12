"""Expressions compiled to functions of a frame, once per statement."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from operator import add, sub
from typing import assert_never

from flint import fmpq

from verify.language.expression import Apply, Bind, Binder, Compare, Expr, Kind, Member, Number, Operator, Relation, Symbol
from verify.language.statement import Context, Declaration
from verify.meaning import arithmetic, binders, domains, enumeration, logic, names, selectors
from verify.meaning.domains import Membership
from verify.meaning.failures import Lacking, NoValue
from verify.meaning.frame import NOTHING_BOUND, Code, Index, Run, Scope, constant, index_of
from verify.meaning.keeping import Keeping, is_worth_keeping, level_of
from verify.meaning.names import Clauses, Unfold
from verify.meaning.operations import Operations, Two
from verify.meaning.randomness import Name, is_law_of_sets, is_random, random_names
from verify.meaning.relations import Sides, sides
from verify.meaning.selectors import FamilyLaw

_HALF = Apply(Operator.DIVIDE, (Number(1), Number(2)))
_LACKING_BINDERS = (Binder.SUPREMUM, Binder.LIMIT, Binder.EXISTS, Binder.EVENTUALLY)
Averager = Callable[["Compiler", Scope, Expr], Code]


@dataclass(frozen=True, slots=True)
class Compiler:
    """What compiling needs to know. operations: those of the meaning. average: the code of an expectation of an expression."""

    operations: Operations
    context: Context
    average: Averager
    random: frozenset[Name]
    clauses: Clauses
    keeping: Keeping

    def unfolding(self, name: Name, law: bool = False) -> Unfold:
        """The value, or the law, that a name's definition gives."""
        return names.unfolding(name, partial(self.clauses.of, name, law, self.run_of, self.run_of))

    def law_of(self, selector: Declaration) -> FamilyLaw:
        """A selector's law."""
        arity = len(selector.over)
        has_steps = bool(self.context.definitions_of(selector.name, arity + 1))
        at, of_sets = self.unfolding((selector.name, arity + has_steps), law=True), is_law_of_sets(self.context, selector)
        sizes = {d.name: d.size for d in self.context.symbols if d.kind is Kind.INDEX_SET and not d.over and d.size is not None}
        runs = {s: self.run_of(NOTHING_BOUND, sizes[s]) for over in selector.over for s in over if s in sizes}
        return FamilyLaw(at, has_steps, of_sets, runs)

    def compile(self, scope: Scope, expr: Expr) -> Code:
        """The code of an expression. Raises Lacking for a construct without a meaning here, NoValue for a name declared nowhere."""
        level = level_of(scope, expr) if is_worth_keeping(expr) else scope.changing
        if level == scope.changing or is_random(expr, self.random):
            return _compile(self, scope, expr)
        code = _compile(self, replace(scope, changing=level), expr)
        return Code(code.kind, self.keeping.kept(scope, expr, level, code.run, "value"))

    def index(self, scope: Scope, expr: Expr) -> Index:
        """The function of an index. Raises as `compile`; on a frame NoValue too, for a number that is not an integer."""
        level = level_of(scope, expr)
        index = index_of(expr, self.compile(scope, expr))
        if level == scope.changing or isinstance(expr, Number) or is_random(expr, self.random):
            return index
        return Index(index.value, self.keeping.kept(scope, expr, level, index.key, "key"))

    def run_of(self, scope: Scope, expr: Expr) -> Run:
        """The function of an expression's code."""
        return self.compile(scope, expr).run


def compiler_for(operations: Operations, context: Context, average: Averager) -> Compiler:
    """A compiler of expressions of this context."""
    return Compiler(operations, context, average, random_names(context), Clauses(context), Keeping())


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
    if (variable := scope.variables.get(name)) is not None:
        level = variable.level
        return Code(variable.kind, lambda frame: frame.variables[level])
    declaration = names.declaration_of(compiler.context, (name, 0))
    if names.is_derived(compiler.context, (name, 0)):
        return names.derived((name, 0), declaration.kind, (), compiler.unfolding((name, 0)), (name, 0) in compiler.random)
    if declaration.kind is Kind.INDEX_SET:
        if declaration.size is None:
            raise NoValue(f"{name}, an index set of unknown size")
        return domains.index_set(name, compiler.compile(NOTHING_BOUND, declaration.size))
    return names.primitive(name, declaration.kind)


def _member(compiler: Compiler, scope: Scope, family: str, indices: tuple[Expr, ...]) -> Code:
    name = (family, len(indices))
    declaration = names.declaration_of(compiler.context, name)
    places = tuple(compiler.index(scope, i) for i in indices)
    if declaration.selector:
        return selectors.drawn(compiler.operations, declaration, places, compiler.law_of(declaration))
    if names.is_derived(compiler.context, name):
        return names.derived(name, declaration.kind, places, compiler.unfolding(name), name in compiler.random)
    return names.primitive_member(family, declaration.kind, places)


def _apply(compiler: Compiler, scope: Scope, operator: Operator, arguments: tuple[Expr, ...]) -> Code:
    if operator is Operator.EXPECTATION:
        return compiler.average(compiler, scope, arguments[0])
    if operator is Operator.STRINGS:
        return domains.strings(compiler.compile(scope, arguments[0]), tuple(_letter(a) for a in arguments[1:]))
    if operator is Operator.BY_LETTER:
        cases = {_letter(a): compiler.compile(scope, b) for a, b in zip(arguments[1::2], arguments[2::2], strict=True)}
        return domains.by_letter(compiler.compile(scope, arguments[0]), cases)
    if operator is Operator.NORM_FROBENIUS and compiler.operations.norm_of_roots is not None and (bases := _under_roots(arguments[0])):
        return arithmetic.norm_of_roots(compiler.operations.norm_of_roots, *(compiler.compile(scope, b) for b in bases))
    if operator is Operator.ADD:
        first, *others = arguments
        return arithmetic.add(compiler.compile(scope, first), tuple(_term(compiler, scope, a) for a in others))
    if operator is Operator.POWER and arguments[1] == Number(2):
        return arithmetic.square(compiler.compile(scope, arguments[0]))
    return _applied(compiler.operations, operator, tuple(compiler.compile(scope, a) for a in arguments))


def _term(compiler: Compiler, scope: Scope, expr: Expr) -> tuple[Two, Code]:
    """How a term of a sum joins those before it, and what joins them."""
    match expr:
        case Apply(Operator.NEGATE, (positive,)):
            return sub, compiler.compile(scope, positive)
        case _:
            return add, compiler.compile(scope, expr)


def _under_roots(expr: Expr) -> tuple[Expr, Expr] | None:
    """A and B of A^½ B^½; None for anything else."""
    match expr:
        case Apply(Operator.MULTIPLY, (Apply(Operator.POWER, (a, half)), Apply(Operator.POWER, (b, other)))) if half == other == _HALF:
            return a, b
        case _:
            return None


def _applied(operations: Operations, operator: Operator, parts: tuple[Code, ...]) -> Code:  # a table of operators
    match operator:
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
        case Operator.CHOICE_AT:
            return domains.choice_at(*parts)
        case Operator.BERNOULLI | Operator.MOMENTS | Operator.WITHOUT_REPLACEMENT:
            return selectors.law(operator, parts)
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
        case Operator.THERE_ARE:
            raise Lacking(operator.value)
        case _:
            return arithmetic.measure(operations, operator, parts)


def _bind(compiler: Compiler, scope: Scope, expr: Bind) -> Code:
    if expr.binder in _LACKING_BINDERS:
        raise Lacking(expr.binder.value)
    if expr.binder is Binder.TABLE:
        return _table(compiler, scope, expr)
    domain = compiler.compile(scope, expr.domain)
    inner = scope.inside(expr.variable, item_kind(compiler.context, expr.domain))
    body, level = compiler.compile(inner, expr.body), inner.depth
    size = None if expr.type.size is None else compiler.compile(scope, expr.type.size)
    operations = compiler.operations
    match expr.binder:
        case Binder.SUM:
            return binders.total(operations, level, domain, body, expr.type.kind, size)
        case Binder.PRODUCT:
            return binders.product(operations, level, domain, body, expr.type.kind, size)
        case Binder.REVERSED_PRODUCT:
            return binders.product(operations, level, domain, body, expr.type.kind, size, reverse=True)
        case Binder.MAXIMUM:
            return binders.maximum(operations, level, domain, body)
        case Binder.FOR_ALL:
            return logic.for_all(operations, level, domain, body)
        case Binder.SUCH_THAT:
            return logic.such_that(level, domain, body)
        case Binder.CHOICES:
            return domains.choices(level, domain, body)
        case _:
            raise Lacking(expr.binder.value)


def _table(compiler: Compiler, scope: Scope, expr: Expr) -> Code:
    """Nested tables are one: their variables are the rows, then the columns."""
    axes: list[tuple[int, Code]] = []
    while isinstance(expr, Bind) and expr.binder is Binder.TABLE:
        domain = compiler.compile(scope, expr.domain)
        scope = scope.inside(expr.variable, item_kind(compiler.context, expr.domain))
        axes.append((scope.depth, domain))
        expr = expr.body
    return binders.table(compiler.operations, tuple(axes), compiler.compile(scope, expr))


def _compare(compiler: Compiler, scope: Scope, expr: Compare) -> Code:
    if expr.relation is Relation.IN:
        value, test = compiler.compile(scope, expr.left).run, membership(compiler, scope, expr.right)
        return Code(Kind.BOOLEAN, lambda frame: test(value(frame), frame))
    return Code(Kind.BOOLEAN, compiled_sides(compiler, scope, expr).holds)


def compiled_sides(compiler: Compiler, scope: Scope, expr: Compare) -> Sides:
    """Both sides of a relation between values (not of `in`), and its test."""
    if expr.relation is Relation.DISTRIBUTED:
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
            inner = scope.inside(variable, item_kind(compiler.context, wider))
            body_code = compiler.compile(inner, body)
            return logic.in_subset(compiler.operations, inner.depth, membership(compiler, scope, wider), body_code)
        case Symbol(name) if name not in scope.variables and not names.is_derived(compiler.context, (name, 0)):
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
        case Apply(Operator.UNION, (first, *_)) | Apply(Operator.BY_LETTER, (_, _, first, *_)):
            return item_kind(context, first)
        case Bind(Binder.SUCH_THAT, _, wider):
            return item_kind(context, wider)
        case Bind(Binder.CHOICES):
            return Kind.CHOICE
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
    if beside_letter and isinstance(expr, Symbol) and expr.name not in scope.variables:
        return constant(Kind.STRING, expr.name)
    return compiler.compile(scope, expr)


def _is_letter_at(expr: Expr) -> bool:
    return isinstance(expr, Apply) and expr.operator is Operator.LETTER_AT


def _letter(expr: Expr) -> str:
    if isinstance(expr, Symbol):
        return expr.name
    raise Lacking("an alphabet of something other than symbols")
