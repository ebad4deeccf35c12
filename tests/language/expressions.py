"""Hypothesis strategies for typed expressions over the samples' notation, in the shape in which formulas are read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from itertools import pairwise
from types import MappingProxyType

import hypothesis.strategies as st

from verify.language import arithmetic
from verify.language.expression import Apply, Bind, Binder, Compare, Expr, Kind, Member, Number, Operator, Relation, Symbol, Type
from verify.language.scope import BOOLEAN, INTEGER, REAL, Bound, Typed, bound_over
from verify.language.statement import INTEGERS

Draw = Callable[[st.SearchStrategy[object]], object]
Names = Mapping[str, Bound]  # what the binders around bind
Make = Callable[[Draw, Names, int], Typed]

SIZE = Symbol("d")
VECTOR, ROW, MATRIX = (Type(kind, SIZE) for kind in (Kind.VECTOR, Kind.ROW, Kind.MATRIX))
NUMERIC = (INTEGER, REAL, VECTOR, ROW, MATRIX)
PLAIN = MappingProxyType(
    {
        INTEGER: ("n_r", "n_f", "B", "m", "k", "n", "d"),
        REAL: ("eta", "alpha", "sigma", "s", "SNR", "C_r", "C'_f"),
        VECTOR: ("mu", "v", "w", "e_1"),
        MATRIX: ("J", "D", "G", "X", "H_R"),
    }
)
FAMILIES = MappingProxyType({VECTOR: ("xi",), MATRIX: ("H",), REAL: ("y", "x")})  # over the retain and the forget set
SEQUENCES = ("J", "M", "N")
VARIABLES = ("i", "j", "r", "r'", "f", "f_1", "a_k", "k")
ORDERS = (Relation.EQUAL, Relation.LESS, Relation.LESS_EQUAL, Relation.GREATER, Relation.GREATER_EQUAL)
LOEWNER = (Relation.EQUAL, Relation.LOEWNER_LESS_EQUAL, Relation.LOEWNER_GREATER_EQUAL)
HALF = Apply(Operator.DIVIDE, (Number(1), Number(2)))


def apply(operator: Operator, type_: Type, *arguments: Expr) -> Typed:
    """A function's application, with its type."""
    return Typed(Apply(operator, arguments), type_)


def numeric(draw: Draw, names: Names, depth: int, type_: Type) -> Typed:
    """An expression of a numeric type."""
    if depth <= 0:
        return _atom(draw, names, type_)
    makes: list[Make] = [lambda draw, names, _depth: _atom(draw, names, type_)]
    makes += [partial(make, type_=type_) for make in (_sum, _negated, _scaled, _bound, _bound)]
    makes += [*_OF[type_], *_OF[type_]]
    return draw(st.sampled_from(makes))(draw, names, depth - 1)


def _number(draw: Draw, names: Names, depth: int) -> Typed:
    return numeric(draw, names, depth, draw(st.sampled_from((INTEGER, REAL))))


def _symbols(names: Names, type_: Type) -> list[Expr]:
    """The names of a type: those that are bound, and those that are declared and not shadowed."""
    bound = [n for n, b in names.items() if b.type == type_]
    return [Symbol(n) for n in (*bound, *(n for n in PLAIN.get(type_, ()) if n not in names))]


def _elements(names: Names, *sets: str) -> list[Expr]:
    return [Symbol(n) for n, b in names.items() if b.type.kind is Kind.ELEMENT and set(b.sets) <= set(sets)]


def _atom(draw: Draw, names: Names, type_: Type) -> Typed:
    atoms = _symbols(names, type_)
    any_, retain, forget = (_elements(names, *s) for s in (("D_r", "D_f"), ("D_r",), ("D_f",)))
    atoms += [Member(f, (i,)) for f in FAMILIES.get(type_, ()) for i in any_]
    if type_ == INTEGER:
        atoms += [Number(n) for n in (0, 1, 2, 12)]
    if type_ == ROW:
        atoms += [Apply(Operator.TRANSPOSE, (v,)) for v in _symbols(names, VECTOR)]
    if type_ == REAL:
        atoms += [Member("x", (i, Number(1))) for i in any_] + [Member("S", (r, f, r, f)) for r in retain[:1] for f in forget[:1]]
    if type_ == MATRIX:
        atoms += [Apply(Operator.IDENTITY, (SIZE,)), *(Member("D", (r, f)) for r in retain for f in forget)]
        atoms += [Member(s, (k,)) for s in SEQUENCES for k in (Number(0), *_symbols(names, INTEGER)[:2], _index(draw, names))]
    return Typed(draw(st.sampled_from(atoms)), type_)


def _index(draw: Draw, names: Names) -> Expr:
    name = draw(st.sampled_from(_symbols(names, INTEGER)))
    return draw(st.sampled_from([Apply(Operator.ADD, (name, Number(1))), Apply(Operator.MULTIPLY, (Number(2), name))]))


def _sum(draw: Draw, names: Names, depth: int, type_: Type) -> Typed:
    terms = tuple(numeric(draw, names, depth, type_).expr for _ in range(draw(st.integers(2, 3))))
    return apply(Operator.ADD, type_, *terms)


def _negated(draw: Draw, names: Names, depth: int, type_: Type) -> Typed:
    return apply(Operator.NEGATE, type_, numeric(draw, names, depth, type_).expr)


def _scaled(draw: Draw, names: Names, depth: int, type_: Type) -> Typed:
    """A product with a number."""
    body = numeric(draw, names, depth, type_)
    factor = numeric(draw, names, depth, INTEGER if type_ == INTEGER else draw(st.sampled_from((INTEGER, REAL))))
    parts = draw(st.permutations((body.expr, factor.expr)))
    return apply(Operator.MULTIPLY, type_, *parts)


def _binomial(draw: Draw, names: Names, depth: int) -> Typed:
    return apply(Operator.BINOMIAL, INTEGER, *(numeric(draw, names, depth, INTEGER).expr for _ in range(2)))


def _power_of_integer(draw: Draw, names: Names, depth: int) -> Typed:
    return apply(Operator.POWER, INTEGER, numeric(draw, names, depth, INTEGER).expr, Number(draw(st.integers(0, 3))))


def _indicator(draw: Draw, names: Names, depth: int) -> Typed:
    return apply(Operator.INDICATOR, INTEGER, relation(draw, names, depth).expr)


def _letters(draw: Draw, names: Names, depth: int) -> Typed:
    """A sum over strings of what their letters are, or stand for."""
    if {"r", "f", "L"} & set(names):
        return _atom(draw, names, INTEGER)
    length = numeric(draw, names, 0, INTEGER).expr
    inner = {**names, "L": Bound(Type(Kind.STRING), ("r", "f"))}
    letter = Apply(Operator.LETTER_AT, (Symbol("L"), numeric(draw, inner, depth, INTEGER).expr))
    sides = draw(st.permutations((letter, Symbol(draw(st.sampled_from(("r", "f")))))))
    indicator = Apply(Operator.INDICATOR, (Compare(Relation.EQUAL, *sides),))
    picked = Apply(Operator.BY_LETTER, (letter, Symbol("r"), Symbol("n_r"), Symbol("f"), Symbol("n_f")))
    body = draw(st.sampled_from((indicator, picked)))
    domain = Apply(Operator.STRINGS, (length, Symbol("r"), Symbol("f")))
    return Typed(Bind(Binder.SUM, "L", domain, body, INTEGER), INTEGER)


def _assigned(draw: Draw, names: Names, depth: int) -> Typed:
    """A sum over assignments of what their values stand at."""
    low, high = (numeric(draw, names, 0, INTEGER).expr for _ in range(2))
    over = draw(st.sampled_from((Symbol("D_r"), Member("D_r", (Symbol("j"),)))))
    domain = Bind(Binder.CHOICES, "j", Apply(Operator.RANGE, (low, high)), over, Type(Kind.INDEX_SET))
    inner = {**names, "g": Bound(Type(Kind.CHOICE), ("D_r",))}
    first, last = (Apply(Operator.CHOICE_AT, (Symbol("g"), numeric(draw, inner, 0, INTEGER).expr)) for _ in range(2))
    factors = (Member("y", (first,)), numeric(draw, inner, depth, REAL).expr, Member("x", (last, Number(1))))
    return Typed(Bind(Binder.SUM, "g", domain, Apply(Operator.MULTIPLY, factors), REAL), REAL)


def _quotient(draw: Draw, names: Names, depth: int) -> Typed:
    return apply(Operator.DIVIDE, REAL, _number(draw, names, depth).expr, _number(draw, names, depth).expr)


def _real_power(draw: Draw, names: Names, depth: int) -> Typed:
    return apply(Operator.POWER, REAL, numeric(draw, names, depth, REAL).expr, _number(draw, names, depth).expr)


def _of_scalar(draw: Draw, names: Names, depth: int) -> Typed:
    operators = (Operator.ROOT, Operator.ABSOLUTE, Operator.GAMMA, Operator.LOG, Operator.LANDAU, Operator.EXPECTATION)
    return apply(draw(st.sampled_from(operators)), REAL, _number(draw, names, depth).expr)


def _of_matrix(draw: Draw, names: Names, depth: int) -> Typed:
    norms = (Operator.NORM_FROBENIUS, Operator.NORM_SCHATTEN_1, Operator.NORM_OPERATOR)
    operator = draw(st.sampled_from((Operator.TRACE, Operator.LARGEST_EIGENVALUE, *norms)))
    return apply(operator, REAL, numeric(draw, names, depth, MATRIX).expr)


def _of_vectors(draw: Draw, names: Names, depth: int) -> Typed:
    operator = draw(st.sampled_from((Operator.NORM_1, Operator.NORM_2, Operator.INNER)))
    return apply(operator, REAL, *(numeric(draw, names, depth, VECTOR).expr for _ in range(1 + (operator is Operator.INNER))))


def _product_of_vectors(draw: Draw, names: Names, depth: int) -> Typed:
    row, vector = (numeric(draw, names, depth, t).expr for t in (ROW, VECTOR))
    middle = (numeric(draw, names, depth, MATRIX).expr,) if draw(st.booleans()) else ()
    return apply(Operator.MULTIPLY, REAL, row, *middle, vector)


def _chance(draw: Draw, names: Names, depth: int) -> Typed:
    return apply(Operator.PROBABILITY, REAL, relation(draw, names, depth).expr)


def _derivative(draw: Draw, names: Names, depth: int) -> Typed:
    variables = tuple(draw(st.sampled_from(_symbols(names, REAL))) for _ in range(draw(st.integers(1, 2))))
    return apply(Operator.DERIVATIVE, REAL, _number(draw, names, depth).expr, *variables)


def _supremum(draw: Draw, names: Names, depth: int) -> Typed:
    inner = {**names, "v": Bound(VECTOR, ())}
    every = Apply(Operator.REAL_SPACE, (SIZE,))
    sphere = Compare(Relation.EQUAL, Apply(Operator.NORM_2, (Symbol("v"),)), Number(1))
    domain = draw(st.sampled_from((every, Bind(Binder.SUCH_THAT, "v", every, sphere, BOOLEAN))))
    body = numeric(draw, inner, depth, REAL).expr
    return Typed(Bind(draw(st.sampled_from((Binder.SUPREMUM, Binder.MAXIMUM))), "v", domain, body, REAL), REAL)


def _limit(draw: Draw, names: Names, depth: int) -> Typed:
    name, type_ = draw(st.sampled_from((("s", REAL), ("i", INTEGER))))
    end = draw(st.sampled_from((Apply(Operator.INFINITY, ()), Number(0))))
    body = numeric(draw, {**names, name: Bound(type_, ())}, depth, REAL).expr
    return Typed(Bind(Binder.LIMIT, name, end, body, REAL), REAL)


def _vector(draw: Draw, names: Names, depth: int) -> Typed:
    if draw(st.booleans()):
        return apply(Operator.TRANSPOSE, VECTOR, numeric(draw, names, depth, ROW).expr)
    return apply(Operator.MULTIPLY, VECTOR, numeric(draw, names, depth, MATRIX).expr, numeric(draw, names, depth, VECTOR).expr)


def _row(draw: Draw, names: Names, depth: int) -> Typed:
    if draw(st.booleans()):
        return apply(Operator.TRANSPOSE, ROW, numeric(draw, names, depth, VECTOR).expr)
    return apply(Operator.MULTIPLY, ROW, numeric(draw, names, depth, ROW).expr, numeric(draw, names, depth, MATRIX).expr)


def _matrix(draw: Draw, names: Names, depth: int) -> Typed:
    a, b = (numeric(draw, names, depth, MATRIX).expr for _ in range(2))
    exponent = draw(st.sampled_from((Number(2), HALF, Apply(Operator.MULTIPLY, (Number(2), Symbol("n"))))))
    outer = tuple(numeric(draw, names, 0, t).expr for t in (VECTOR, ROW))
    makes = (
        (Operator.MULTIPLY, (a, b)),
        (Operator.MULTIPLY, outer),
        (Operator.TRANSPOSE, (a,)),
        (Operator.EXPECTATION, (a,)),
        (Operator.DIVIDE, (a, _number(draw, names, depth).expr)),
        (Operator.POWER, (a, exponent if "n" not in names else Number(3))),
    )
    operator, arguments = draw(st.sampled_from(makes))
    return apply(operator, MATRIX, *arguments)


_OF: Mapping[Type, tuple[Make, ...]] = MappingProxyType(
    {
        INTEGER: (_binomial, _power_of_integer, _indicator, _letters),
        REAL: (
            _assigned,
            _quotient,
            _real_power,
            _of_scalar,
            _of_matrix,
            _of_vectors,
            _product_of_vectors,
            _supremum,
            _limit,
            _derivative,
            _chance,
        ),
        VECTOR: (_vector,),
        ROW: (_row,),
        MATRIX: (_matrix, _matrix),
    }
)


def _domain(draw: Draw, names: Names, depth: int) -> tuple[Expr, Bound]:
    """What a variable that counts, or runs through an index set, ranges over."""
    sets: list[tuple[Expr, tuple[str, ...]]] = [(Symbol("D_r"), ("D_r",)), (Symbol("D_f"), ("D_f",))]
    sets += [(Apply(Operator.UNION, (Symbol("D_r"), Symbol("D_f"))), ("D_r", "D_f"))]
    sets += [(Member("D_r", (numeric(draw, names, 0, INTEGER).expr,)), ("D_r",))]
    domain, of = draw(st.sampled_from(sets))
    if draw(st.booleans()):
        low, high = (numeric(draw, names, 0, INTEGER).expr for _ in range(2))
        high = draw(st.sampled_from((high, Apply(Operator.INFINITY, ()))))
        return Apply(Operator.RANGE, (low, high)), bound_over((INTEGERS,))
    if depth > 0 and draw(st.booleans()):
        inside = relation(draw, {**names, "j": bound_over(of)}, depth - 1).expr
        return Bind(Binder.SUCH_THAT, "j", domain, inside, BOOLEAN), bound_over(of)
    return domain, bound_over(of)


def _bound(draw: Draw, names: Names, depth: int, type_: Type) -> Typed:
    """A sum, product or maximum."""
    kinds = [Binder.SUM]
    kinds += [Binder.PRODUCT, Binder.REVERSED_PRODUCT] if type_ in (INTEGER, REAL, MATRIX) else []
    kinds += [Binder.MAXIMUM] if type_ in (INTEGER, REAL) else []
    variable = draw(st.sampled_from(VARIABLES))
    domain, bound = _domain(draw, names, depth)
    body = numeric(draw, {**names, variable: bound}, depth, type_).expr
    return Typed(Bind(draw(st.sampled_from(kinds)), variable, domain, body, type_), type_)


def relation(draw: Draw, names: Names, depth: int) -> Typed:
    """A Boolean: a relation, a chain, an implication, or one for all values of a variable."""
    makes = [_chain, _membership] + ([_implication, _for_all] if depth > 0 else [])
    return draw(st.sampled_from(makes))(draw, names, depth - 1)


def _chain(draw: Draw, names: Names, depth: int) -> Typed:
    type_ = draw(st.sampled_from(NUMERIC))
    signs = LOEWNER if type_ == MATRIX else ORDERS if arithmetic.is_scalar(type_) else (Relation.EQUAL,)
    sides = [numeric(draw, names, depth, type_).expr for _ in range(draw(st.integers(2, 3)))]
    links = tuple(Compare(draw(st.sampled_from(signs)), a, b) for a, b in pairwise(sides))
    return Typed(links[0] if len(links) == 1 else Apply(Operator.AND, links), BOOLEAN)


def _membership(draw: Draw, names: Names, depth: int) -> Typed:
    low, high = (_number(draw, names, depth).expr for _ in range(2))
    interval = draw(st.sampled_from((Operator.OPEN_INTERVAL, Operator.CLOSED_INTERVAL)))
    pairs = [
        (REAL, Apply(interval, (low, high))),
        (REAL, Apply(Operator.REALS, ())),
        (INTEGER, Apply(Operator.NATURALS, ())),
        (INTEGER, Apply(Operator.RANGE, (Number(1), numeric(draw, names, 0, INTEGER).expr))),
        (VECTOR, Apply(Operator.REAL_SPACE, (SIZE,))),
        (MATRIX, Apply(Operator.REAL_SPACE, (SIZE, SIZE))),
    ]
    type_, domain = draw(st.sampled_from(pairs))
    left = numeric(draw, names, depth, type_).expr
    elements = _elements(names, "D_r", "D_f")
    if elements and draw(st.booleans()):
        left, domain = draw(st.sampled_from(elements)), Symbol("D_r")
    return Typed(Compare(Relation.IN, left, domain), BOOLEAN)


def _implication(draw: Draw, names: Names, depth: int) -> Typed:
    parts = [relation(draw, names, depth).expr for _ in range(draw(st.integers(2, 3)))]
    links = tuple(Apply(Operator.IMPLIES, pair) for pair in pairwise(parts))
    return Typed(links[0] if len(links) == 1 else Apply(Operator.AND, links), BOOLEAN)


def _for_all(draw: Draw, names: Names, depth: int) -> Typed:
    variable = draw(st.sampled_from(VARIABLES))
    naturals = (Apply(Operator.NATURALS, ()), bound_over((INTEGERS,)))
    domain, bound = naturals if draw(st.booleans()) else _domain(draw, names, depth)
    if isinstance(domain, Apply) and domain.operator is Operator.RANGE and domain.arguments[1] == Apply(Operator.INFINITY, ()):
        domain, bound = naturals
    body = relation(draw, {**names, variable: bound}, depth).expr
    return Typed(Bind(Binder.FOR_ALL, variable, domain, body, BOOLEAN), BOOLEAN)


@st.composite
def expressions(draw: Draw, depth: int = 3) -> Typed:
    """Typed expressions over the samples' notation."""
    make = draw(st.sampled_from((relation, *(partial(numeric, type_=t) for t in NUMERIC))))
    return make(draw, {}, depth)
