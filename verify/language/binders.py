"""Binders: sums, products, maxima, limits, sets, "for all", and what their variables range over."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lark import Token, Tree

from verify.errors import Code, Fault, Place
from verify.language import arithmetic, requirements
from verify.language.domains import NATURALS, Elaborate, domain, elements, index_sets
from verify.language.expression import Apply, Bind, Binder, Expr, Kind, Operator, Symbol, Type
from verify.language.linear import same_integer
from verify.language.names import (
    argument_expression,
    as_expression,
    bound_names,
    comma_parts,
    index_names,
    juxtaposed,
    sides,
    signs,
    single,
)
from verify.language.parse import Syntax
from verify.language.render import render
from verify.language.scope import BOOLEAN, INTEGER, REAL, Bound, Scope, Typed, bound_over, offset, span, trees, wrapped
from verify.language.statement import INTEGERS

Product = Callable[[list[Syntax | Token], Scope, Syntax], Typed]

_BINDERS = {
    r"\sum": Binder.SUM,
    r"\prod": Binder.PRODUCT,
    r"\max": Binder.MAXIMUM,
    r"\sup": Binder.SUPREMUM,
    r"\lim": Binder.LIMIT,
}
_BODIES = {
    Binder.SUM: (Kind.REAL, Kind.INTEGER, Kind.VECTOR, Kind.ROW, Kind.MATRIX),
    Binder.LIMIT: (Kind.REAL, Kind.INTEGER, Kind.VECTOR, Kind.ROW, Kind.MATRIX),
    Binder.PRODUCT: (Kind.REAL, Kind.INTEGER, Kind.MATRIX),
    Binder.REVERSED_PRODUCT: (Kind.REAL, Kind.INTEGER, Kind.MATRIX),
    Binder.MAXIMUM: (Kind.REAL, Kind.INTEGER),
    Binder.SUPREMUM: (Kind.REAL, Kind.INTEGER),
}
_COUNTED = (Kind.INTEGER, Kind.ELEMENT, Kind.STRING, Kind.CHOICE)  # what a variable of any binder may stand for
_OVER_ANY = (Binder.MAXIMUM, Binder.SUPREMUM, Binder.FOR_ALL, Binder.SUCH_THAT)  # those that need no counting
_TO = ([r"\to"], [r"\rightarrow"])
_INFINITY = Apply(Operator.INFINITY, ())


@dataclass(frozen=True, slots=True)
class _Range:
    """A variable and what it ranges over."""

    variable: str
    domain: Expr
    bound: Bound


@dataclass(frozen=True, slots=True)
class _Reader:
    """How the ranges of one binder are read. upper: what stands above it."""

    binder: Binder
    elaborate: Elaborate
    upper: Syntax | None = None


def big(tree: Syntax, scope: Scope, elaborate: Elaborate, product: Product) -> Typed:
    """`\\sum_{i \\in D} body` and its like. A domain that print leaves out is the declared one."""
    body = trees(tree)[-1]
    binder = _BINDERS.get(str(tree.children[0]), Binder.REVERSED_PRODUCT)
    ranges = _ranges(tree, binder, scope, elaborate)
    typed = product(list(body.children), _inside(ranges, scope), body)
    if binder is Binder.PRODUCT and typed.type.kind is Kind.INDEX_SET:
        return choices(typed, [(r.variable, r.domain) for r in ranges], tree, scope)
    check_body(binder, typed, body, scope)
    return Typed(_around(typed, binder, ranges, scope.source.place(offset(tree))), typed.type)


def check_body(binder: Binder, body: Typed, at: Syntax, scope: Scope) -> None:
    """Raise Fault (E-KIND) for a body that a binder has no meaning for."""
    if body.type.kind not in _BODIES[binder]:
        message = f"a {binder.value} of {arithmetic.describe(body.type)} has no meaning"
        raise scope.fault(Code.KIND, at, message, "Check what stands in its scope.")


def choices(of: Typed, running: list[tuple[str, Expr]], at: Syntax, scope: Scope) -> Typed:
    """`\\prod_{i=1}^{k} D_i`, of index sets: the assignments i ↦ element of D_i. Raises Fault (E-KIND) where i does not count."""
    (variable, over), *others = running
    sets = of.sets or index_sets(of.expr)
    if others or not (isinstance(over, Apply) and over.operator is Operator.RANGE) or not sets:
        raise scope.fault(Code.KIND, at, "a product of index sets runs over integers", "Write \\prod_{i=1}^{k} D.")
    expr = Bind(Binder.CHOICES, variable, over, of.expr, Type(Kind.INDEX_SET), scope.source.place(offset(at)))
    return Typed(expr, expr.type, sets)


def _around(body: Typed, binder: Binder, ranges: Sequence[_Range], place: Place) -> Expr:
    """The binder around a body, once for each variable, the first outermost."""
    expr = body.expr
    for r in reversed(ranges):
        expr = Bind(binder, r.variable, r.domain, expr, body.type, place)
    return expr


def _inside(ranges: Sequence[_Range], scope: Scope) -> Scope:
    return scope.bind({r.variable: r.bound for r in ranges})


def _ranges(tree: Syntax, binder: Binder, scope: Scope, elaborate: Elaborate) -> list[_Range]:
    """The variables of a big operator, outermost first."""
    scripts = trees(tree)[:-1]
    subs = [s for s in scripts if s.data == "sub"]
    sups = [s for s in scripts if s.data == "sup"]
    if len(subs) != 1 or len(sups) > 1:
        raise scope.fault(
            Code.SYNTAX,
            tree,
            "a big operator needs one subscript that says what it ranges over",
            "Write \\sum_{i \\in D} or \\sum_{i=1}^{n}.",
        )
    below = trees(subs[0])[0]
    parts = [wrapped(as_expression(single(below, scope)))] if below.data == "single" else comma_parts(below)
    reader = _Reader(binder, elaborate, trees(sups[0])[0] if sups else None)
    found: list[_Range] = []
    waiting: list[str] = []
    for part in parts:
        if signs(part):
            found += _ranged(part, waiting, reader, _inside(found, scope))
            waiting = []
        elif (number := index_names(part)) and number[0].isdigit():
            message = f"a {binder.value} over {number[0]}, which is no index"
            raise scope.fault(Code.INDEX_SCOPE, part, message, "Say what the index is, and what it ranges over.")
        else:
            waiting += _variables(part, scope)
    found += [_declared(name, reader.upper, scope, tree) for name in waiting]
    if binder is Binder.LIMIT and (len(found) != 1 or waiting):
        raise scope.fault(Code.SYNTAX, tree, "a limit has one variable, and an end", "Write \\lim_{k \\to \\infty}.")
    return found


def _variables(formula: Syntax, scope: Scope) -> list[str]:
    """The bare names that a formula consists of. Raises Fault where it is something else, or where types need the name."""
    names = bound_names(formula, scope.notation.pairs)
    if not names:
        raise scope.fault(Code.SYNTAX, formula, "a binder binds a name", "Write i \\in D, i = 1 with an upper limit, or declared indices.")
    for name in names:
        if Symbol(name) in scope.sizes():
            message = f"{name} can be read as the size of matrices and as what is bound here"
            raise scope.fault(Code.AMBIGUOUS, formula, message, "Give the bound index another name.")
    return names


def _ranged(part: Syntax, waiting: list[str], reader: _Reader, scope: Scope) -> list[_Range]:
    """What a relation below an operator says: its variable, and those that wait for their domain, range over this."""
    found, kinds = sides(part), [str(s) for s in signs(part)]
    if (kinds in _TO) is not (reader.binder is Binder.LIMIT):
        kinds = []
    match kinds:
        case [r"\in"]:
            return _over(found[0], found[1], waiting, reader, scope)
        case [r"\in", r"\in"]:  # i \in D_r j \in D_f: print has no comma
            *front, second = juxtaposed(wrapped(found[1])) or [found[1]]
            first = _over(found[0], _product(front, found[1]), waiting, reader, scope)
            return first + _over(as_expression(second), found[2], [], reader, _inside(first, scope))
        case [r"\le" | r"\leq" | r"\leqslant", r"\le" | r"\leq" | r"\leqslant"]:
            return _counted(_variables(wrapped(found[1]), scope), found[0], found[2], waiting, reader, scope)
        case ["="] if reader.upper is not None:
            highest = argument_expression(reader.upper, scope)
            return _counted(_variables(wrapped(found[0]), scope), found[1], highest, waiting, reader, scope)
        case ["="] if reader.binder in (Binder.SUPREMUM, Binder.MAXIMUM):
            return [_conditioned(part, found[0], reader, scope)]
        case [r"\to" | r"\rightarrow"]:
            return [_tending(name, found[1], reader, scope) for name in _variables(wrapped(found[0]), scope)]
        case _:
            raise scope.fault(Code.SYNTAX, part, "this says no domain", "Write i \\in D, or i = 1 with an upper limit.")


def _product(factors: list[Syntax], at: Syntax) -> Syntax:
    return Tree("expr", [Tree("term", list(factors), at.meta)], at.meta) if factors else at


def _over(left: Syntax, right: Syntax, waiting: list[str], reader: _Reader, scope: Scope) -> list[_Range]:
    """`i \\in D`."""
    names = _variables(wrapped(left), scope)
    if len(names) > 1 and reader.binder is not Binder.FOR_ALL:
        raise scope.fault(Code.SYNTAX, left, "several names stand on the left of \\in", "Put commas between them.")
    typed = domain(right, scope, reader.elaborate)
    if reader.upper is not None:
        _redundant(reader.upper, names[0], typed.expr, reader, scope)
    bound = elements(typed)
    if bound is None or (bound.type.kind not in _COUNTED and reader.binder not in _OVER_ANY):
        raise scope.fault(
            Code.KIND, right, "a sum ranges over an index set or over integers", "Declare it with index_set in notation.py."
        )
    return [_Range(name, typed.expr, bound) for name in (*waiting, *names)]


def _redundant(upper: Syntax, name: str, of: Expr, reader: _Reader, scope: Scope) -> None:
    """Note an upper limit above `i \\in D`. Raises Fault (E-AMBIGUOUS) where it is not the size of D."""
    start, end = span(upper)
    text = scope.source.latex[start:end].strip("{} ")
    limit = argument_expression(upper, scope)
    number = requirements.integer(reader.elaborate(wrapped(limit), scope), limit, scope)
    declared = scope.declaration(of.name, 0) if isinstance(of, Symbol) else None
    if declared is not None and declared.size is not None and not same_integer(number, declared.size):
        message = f"the sum over {name} can be read as one over all of {declared.name} and as one of {text} terms"
        raise scope.fault(Code.AMBIGUOUS, upper, message, f"Write \\sum_{{{name} \\in {render(of)}}}, or {name}=1 below the limit.")
    scope.note(f"the upper limit {text} of the sum over {name} is redundant")


def _counted(
    names: list[str], lowest: Syntax, highest: Syntax, waiting: list[str], reader: _Reader, scope: Scope
) -> list[_Range]:
    """Integers from the lowest to the highest, which may be ∞."""
    low = requirements.integer(reader.elaborate(wrapped(lowest), scope), lowest, scope)
    high = reader.elaborate(wrapped(highest), scope)
    if high.expr != _INFINITY:
        requirements.integer(high, highest, scope)
    integers = Apply(Operator.RANGE, (low, high.expr))
    return [_Range(name, integers, bound_over((INTEGERS,))) for name in (*waiting, *names)]


def _tending(name: str, end: Syntax, reader: _Reader, scope: Scope) -> _Range:
    """`k \\to \\infty`: a declared real number tends through the reals, any other name through the integers."""
    declared = scope.declaration(name, 0)
    type_ = REAL if declared is not None and declared.kind is Kind.REAL else INTEGER
    return _Range(name, requirements.number(reader.elaborate(wrapped(end), scope), end, scope), Bound(type_, ()))


def _conditioned(part: Syntax, left: Syntax, reader: _Reader, scope: Scope) -> _Range:
    """`\\norm{x}{} = 1`: the vectors x of which this holds."""
    factors = juxtaposed(wrapped(left))
    macro = trees(factors[0])[0] if len(factors) == 1 else part
    names = bound_names(comma_parts(trees(macro)[0])[0]) if macro.data == "macro" and str(macro.children[0]) == r"\norm" else []
    if len(names) != 1:
        raise scope.fault(Code.SYNTAX, part, "this says no domain", "Write i \\in D, i = 1 with an upper limit, or \\norm{x}{} = 1.")
    declared = scope.declaration(names[0], 0)
    size = declared.size if declared is not None and declared.kind is Kind.VECTOR else None
    size = requirements.sole_size(names[0], left, scope) if size is None else size
    bound = Bound(Type(Kind.VECTOR, size), ())
    condition = reader.elaborate(part, scope.bind({names[0]: bound}))
    every = Apply(Operator.REAL_SPACE, (size,))
    return _Range(names[0], Bind(Binder.SUCH_THAT, names[0], every, condition.expr, condition.type), bound)


def _declared(name: str, upper: Syntax | None, scope: Scope, at: Syntax) -> _Range:
    """The declared domain of an index."""
    if upper is not None:
        raise scope.fault(Code.AMBIGUOUS, at, f"the sum over {name} can start at 0 and at 1", f"Write {name}=0 or {name}=1 below it.")
    of = declared_domain(name, at, scope)
    return _Range(name, of.expr, bound_over(of.sets))


def declared_domain(name: str, at: Syntax, scope: Scope) -> Typed:
    """What an index ranges over by declaration. Raises Fault (E-INDEX-SCOPE, E-UNDECLARED) where nothing is declared."""
    sets = scope.default_sets(name)
    if not sets:
        code = Code.INDEX_SCOPE if scope.is_index(name) else Code.UNDECLARED
        raise scope.fault(
            code, at, f"the domain of {name} is said nowhere", f"Write {name} \\in …, or declare it: indices({name!r}, over=…)."
        )
    symbols = tuple(NATURALS if s == INTEGERS else Symbol(s) for s in sets)
    return Typed(symbols[0] if len(symbols) == 1 else Apply(Operator.UNION, symbols), Type(Kind.INDEX_SET), sets)


def comprehension(tree: Syntax, scope: Scope, elaborate: Elaborate) -> Typed:
    """`\\{ i \\in D : condition \\}`."""
    left, right = (trees(t) for t in trees(tree))
    if len(left) != 1 or len(right) != 1 or [str(s) for s in signs(left[0])] != [r"\in"]:
        raise scope.fault(Code.SYNTAX, tree, "a set is written \\{ i \\in D : condition \\}", "Say what i ranges over.")
    within = _ranged(left[0], [], _Reader(Binder.SUCH_THAT, elaborate), scope)
    condition = elaborate(right[0], _inside(within, scope))
    requirements.relation(condition, right[0], scope)
    expr = _around(condition, Binder.SUCH_THAT, within, scope.source.place(offset(tree)))
    return Typed(expr, Type(Kind.INDEX_SET), within[0].bound.sets)


def for_all(body: Syntax, names: Syntax, scope: Scope, elaborate: Elaborate) -> Typed:
    """`body \\forall r`, `body \\forall r, r' \\in D`. body: a `quantified` tree."""
    if signs(names):
        return _quantify(body, [_ranged(names, [], _Reader(Binder.FOR_ALL, elaborate), scope)], scope, elaborate)
    found = bound_names(wrapped(trees(names)[0]))
    if len(found) != 1:
        raise scope.fault(Code.SYNTAX, names, "\\forall binds a name", "Write \\forall r.")
    return for_all_named(body, found[0], scope, elaborate)


def for_all_named(body: Syntax, name: str, scope: Scope, elaborate: Elaborate) -> Typed:
    """The body for every value of a name: a natural number if it counts (an index of N_r), else the declared domain."""
    ranges = [[_Range(name, NATURALS, bound_over((INTEGERS,)))]]
    if scope.default_sets(name):
        ranges.append([_declared(name, None, scope, body)])
    return _quantify(body, ranges, scope, elaborate)


def _quantify(body: Syntax, readings: list[list[_Range]], scope: Scope, elaborate: Elaborate) -> Typed:
    """The body for every value in the first ranges in which it has a meaning."""
    faults: list[Fault] = []
    for ranges in readings:
        try:
            typed = elaborate(body, _inside(ranges, scope))
            requirements.relation(typed, body, scope)
        except Fault as fault:
            faults.append(fault)
            continue
        return Typed(_around(typed, Binder.FOR_ALL, ranges, scope.source.place(offset(body))), BOOLEAN)
    raise faults[0]
