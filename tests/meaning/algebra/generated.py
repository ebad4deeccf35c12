"""Generated expressions of every kind, over a small context, and an instance on which they have values."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from hypothesis import strategies as st

from verify.language import arithmetic
from verify.language.expression import Apply, Bind, Binder, Compare, Expr, Kind, Member, Number, Operator, Relation, Symbol, Type
from verify.language.scope import BOOLEAN, INTEGER, REAL, Typed
from verify.language.statement import INTEGERS, Context, Declaration, Definition, Shape
from verify.meaning.instance import Instance

D = Symbol("d")
MATRIX, VECTOR, ROW = (Type(k, D) for k in (Kind.MATRIX, Kind.VECTOR, Kind.ROW))
ELEMENT = Type(Kind.ELEMENT)
CONTEXT = Context(
    (
        *(Declaration(n, Kind.INTEGER) for n in ("d", "n", "m", "k")),
        *(Declaration(n, Kind.REAL) for n in ("a", "b", "C'_r")),
        *(Declaration(n, Kind.VECTOR, D) for n in ("u", "v")),
        Declaration("t", Kind.ROW, D),
        *(Declaration(n, Kind.MATRIX, D) for n in ("X", "Y", "H_R")),
        Declaration("A", Kind.MATRIX, D, Shape.PSD),
        Declaration("D_r", Kind.INDEX_SET, Symbol("n")),
        Declaration("D_f", Kind.INDEX_SET, Symbol("m")),
        Declaration("H", Kind.MATRIX, D, Shape.PSD, (("D_r", "D_f"),)),
        Declaration("P", Kind.MATRIX, D, over=((INTEGERS,),)),
        Declaration("J", Kind.MATRIX, D, over=((INTEGERS,),)),
        Declaration("q", Kind.REAL, over=(("D_r", "D_f"),)),
        Declaration("x", Kind.REAL, over=(("D_r", "D_f"),), selector=True),
    ),
    (
        Definition("law", "x", (Symbol("r"),), Apply(Operator.BERNOULLI, (Apply(Operator.DIVIDE, (Number(1), Number(3))),)), law=True),
        Definition(
            "draw",
            "J",
            (Symbol("k"),),
            Bind(
                Binder.SUM,
                "r",
                Symbol("D_r"),
                Apply(Operator.MULTIPLY, (Member("x", (Symbol("r"), Symbol("k"))), Member("H", (Symbol("r"),)))),
                MATRIX,
            ),
        ),
    ),
    (Compare(Relation.GREATER_EQUAL, Symbol("k"), Number(0)), Compare(Relation.GREATER_EQUAL, D, Number(1))),
)


def rows(*entries: tuple[int, ...]) -> tuple[tuple[Fraction, ...], ...]:
    return tuple(tuple(Fraction(x) for x in row) for row in entries)


INSTANCE = Instance(
    (
        *((name, Fraction(v)) for name, v in (("d", 2), ("n", 2), ("m", 1), ("k", 2), ("a", "1/2"), ("b", -2), ("C'_r", 3))),
        ("u", (Fraction(1), Fraction(2))),
        ("v", (Fraction(3), Fraction(-4))),
        ("t", (Fraction(1), Fraction(1))),
        ("X", rows((0, 1), (0, 0))),
        ("Y", rows((1, 0), (3, 2))),
        ("H_R", rows((1, 1), (-1, 1))),
        ("A", rows((2, 1), (1, 1))),
    ),
    (
        ("H", (("D_r", (rows((1, 0), (0, 0)), rows((1, 2), (2, 4)))), ("D_f", (rows((1, 1), (1, 1)),)))),
        ("P", ((INTEGERS, (rows((1, 1), (0, 1)), rows((1, 0), (1, 1)), rows((0, 1), (2, 0)))),)),
        ("q", (("D_r", (Fraction(1), Fraction(-3))), ("D_f", (Fraction(2),)))),
    ),
)
Bound = tuple[tuple[str, Type], ...]  # the variables bound so far, the innermost last
NAMES = st.sampled_from(["i", "j", "i'", "a", "k"])  # some shadow what is declared


@st.composite
def numbers(draw: st.DrawFn, depth: int, bound: Bound = ()) -> Typed:
    """Numbers, among them integers."""
    atoms = [
        st.integers(0, 3).map(lambda n: Typed(Number(n), INTEGER)),
        _symbols(bound, INTEGER, "n", "k"),
        _symbols(bound, REAL, "a", "b", "C'_r"),
    ]
    if any(t == ELEMENT for _, t in _visible(bound)):
        atoms += [_members("q", REAL, bound), _selectors(bound)]
    if depth == 0:
        return draw(st.one_of(atoms))
    inner = numbers(depth - 1, bound)
    return draw(
        st.one_of(
            *atoms,
            _sums(inner),
            st.lists(inner, min_size=2, max_size=3).map(_product),
            inner.map(lambda t: _applied(Operator.NEGATE, t.type, t)),
            st.tuples(inner, inner).map(lambda p: _applied(Operator.DIVIDE, REAL, *p)),
            st.tuples(inner, _exponents(bound)).map(lambda p: _power(*p)),
            inner.map(lambda t: _applied(Operator.ROOT, REAL, t)),
            inner.map(lambda t: _applied(Operator.ABSOLUTE, REAL, t)),
            inner.map(lambda t: _applied(Operator.TRANSPOSE, t.type, t)),
            inner.map(lambda t: _applied(Operator.EXPECTATION, REAL, t)),
            st.tuples(_exponents(bound), _exponents(bound)).map(lambda p: _applied(Operator.BINOMIAL, INTEGER, *p)),
            matrices(depth - 1, bound).map(lambda t: _applied(Operator.TRACE, REAL, t)),
            st.tuples(vectors(depth - 1, bound), vectors(depth - 1, bound)).map(lambda p: _applied(Operator.INNER, REAL, *p)),
            st.tuples(vectors(depth - 1, bound), st.sampled_from([Operator.NORM_1, Operator.NORM_2])).map(
                lambda p: _applied(p[1], REAL, p[0])
            ),
            st.tuples(
                matrices(depth - 1, bound),
                st.sampled_from([Operator.NORM_FROBENIUS, Operator.NORM_SCHATTEN_1, Operator.NORM_OPERATOR, Operator.LARGEST_EIGENVALUE]),
            ).map(lambda p: _applied(p[1], REAL, p[0])),
            relations(depth - 1, bound).map(lambda t: _applied(Operator.INDICATOR, INTEGER, t)),
            st.tuples(rows_(depth - 1, bound), vectors(depth - 1, bound)).map(_product),
            st.tuples(inner, rows_(depth - 1, bound), matrices(0, bound), vectors(depth - 1, bound), inner).map(_product),
            _bound(numbers, (Binder.SUM, Binder.PRODUCT, Binder.MAXIMUM), depth, bound),
        )
    )


@st.composite
def matrices(draw: st.DrawFn, depth: int, bound: Bound = ()) -> Typed:
    """Square matrices."""
    atoms = [
        _symbols(bound, MATRIX, "X", "Y", "H_R", "A"),
        st.just(Typed(Apply(Operator.IDENTITY, (D,)), MATRIX)),
        _counted("P", bound),
        _counted("J", bound),
    ]
    if any(t == ELEMENT for _, t in _visible(bound)):
        atoms.append(_members("H", MATRIX, bound))
    if depth == 0:
        return draw(st.one_of(atoms))
    inner, number = matrices(depth - 1, bound), numbers(depth - 1, bound)
    return draw(
        st.one_of(
            *atoms,
            _sums(inner),
            st.lists(st.one_of(inner, number), min_size=1, max_size=3).flatmap(lambda p: inner.map(lambda t: _product([*p, t]))),
            st.tuples(inner, number).map(_product),
            st.tuples(vectors(depth - 1, bound), rows_(depth - 1, bound)).map(_product),
            st.tuples(rows_(depth - 1, bound), vectors(depth - 1, bound), inner).map(_product),
            inner.map(lambda t: _applied(Operator.NEGATE, MATRIX, t)),
            inner.map(lambda t: _applied(Operator.TRANSPOSE, MATRIX, t)),
            st.tuples(inner, number).map(lambda p: _applied(Operator.DIVIDE, MATRIX, *p)),
            st.tuples(inner, _exponents(bound)).map(lambda p: _applied(Operator.POWER, MATRIX, *p)),
            inner.map(lambda t: _applied(Operator.EXPECTATION, MATRIX, t)),
            _bound(matrices, (Binder.SUM, Binder.PRODUCT, Binder.REVERSED_PRODUCT), depth, bound),
        )
    )


@st.composite
def vectors(draw: st.DrawFn, depth: int, bound: Bound = ()) -> Typed:
    """Columns."""
    atoms = _symbols(bound, VECTOR, "u", "v")
    if depth == 0:
        return draw(atoms)
    inner = vectors(depth - 1, bound)
    return draw(
        st.one_of(
            atoms,
            _sums(inner),
            st.tuples(matrices(depth - 1, bound), inner).map(_product),
            st.tuples(inner, rows_(0, bound), inner).map(_product),
            rows_(depth - 1, bound).map(lambda t: _applied(Operator.TRANSPOSE, VECTOR, t)),
            _bound(vectors, (Binder.SUM,), depth, bound),
        )
    )


@st.composite
def rows_(draw: st.DrawFn, depth: int, bound: Bound = ()) -> Typed:
    """Rows."""
    atoms = _symbols(bound, ROW, "t")
    if depth == 0:
        return draw(atoms)
    return draw(st.one_of(atoms, vectors(depth - 1, bound).map(lambda t: _applied(Operator.TRANSPOSE, ROW, t))))


@st.composite
def relations(draw: st.DrawFn, depth: int, bound: Bound = ()) -> Typed:
    """Relations, their conjunctions and implications, and quantified ones."""
    number, matrix = numbers(depth, bound), matrices(depth, bound)
    plain = st.one_of(
        st.tuples(
            st.sampled_from([Relation.EQUAL, Relation.LESS, Relation.LESS_EQUAL, Relation.GREATER, Relation.GREATER_EQUAL]), number, number
        ),
        st.tuples(st.sampled_from([Relation.EQUAL, Relation.LOEWNER_LESS_EQUAL, Relation.LOEWNER_GREATER_EQUAL]), matrix, matrix),
    ).map(lambda p: Typed(Compare(p[0], p[1].expr, p[2].expr), BOOLEAN))
    if depth == 0:
        return draw(plain)
    inner = relations(depth - 1, bound)
    return draw(
        st.one_of(
            plain,
            st.lists(inner, min_size=2, max_size=3).map(lambda ps: _applied(Operator.AND, BOOLEAN, *ps)),
            st.tuples(inner, inner).map(lambda p: _applied(Operator.IMPLIES, BOOLEAN, *p)),
            inner.map(lambda p: _applied(Operator.SURELY, BOOLEAN, p)),
            _bound(relations, (Binder.FOR_ALL,), depth, bound),
        )
    )


def expressions(depth: int) -> st.SearchStrategy[Expr]:
    """Expressions of every kind."""
    kinds = st.one_of(numbers(depth), matrices(depth), vectors(depth), relations(depth - 1))
    return kinds.map(lambda t: t.expr)


def _visible(bound: Bound) -> Bound:
    return tuple(dict(bound).items())


def _symbols(bound: Bound, type_: Type, *declared: str) -> st.SearchStrategy[Typed]:
    hidden = dict(bound)
    names = [n for n in declared if n not in hidden] + [n for n, t in _visible(bound) if t == type_]
    return st.sampled_from([Typed(Symbol(n), type_) for n in names])


def _elements(bound: Bound) -> st.SearchStrategy[Expr]:
    return st.sampled_from([Symbol(n) for n, t in _visible(bound) if t == ELEMENT])


def _members(name: str, type_: Type, bound: Bound) -> st.SearchStrategy[Typed]:
    return _elements(bound).map(lambda i: Typed(Member(name, (i,)), type_))


def _selectors(bound: Bound) -> st.SearchStrategy[Typed]:
    steps = st.one_of(st.just(()), _exponents(bound).map(lambda t: (t.expr,)))
    return st.tuples(_elements(bound), steps).map(lambda p: Typed(Member("x", (p[0], *p[1])), REAL))


def _counted(name: str, bound: Bound) -> st.SearchStrategy[Typed]:
    return _exponents(bound).map(lambda t: Typed(Member(name, (t.expr,)), MATRIX))


def _exponents(bound: Bound) -> st.SearchStrategy[Typed]:
    """Small integers: numbers, symbols, k − 1, −1."""
    k = _symbols(bound, INTEGER, "n", "m")
    less = k.map(lambda t: _applied(Operator.ADD, INTEGER, t, _applied(Operator.NEGATE, INTEGER, Typed(Number(1), INTEGER))))
    minus = st.integers(1, 2).map(lambda n: _applied(Operator.NEGATE, INTEGER, Typed(Number(n), INTEGER)))
    return st.one_of(st.integers(0, 3).map(lambda n: Typed(Number(n), INTEGER)), k, less, minus)


def _applied(operator: Operator, type_: Type, *parts: Typed) -> Typed:
    return Typed(Apply(operator, tuple(p.expr for p in parts)), type_)


def _sums(inner: st.SearchStrategy[Typed]) -> st.SearchStrategy[Typed]:
    return st.lists(inner, min_size=2, max_size=3).map(
        lambda ps: _applied(Operator.ADD, _known(arithmetic.join([p.type for p in ps])), *ps)
    )


def _product(parts: list[Typed] | tuple[Typed, ...]) -> Typed:
    type_ = parts[0].type
    for part in parts[1:]:
        type_ = _known(arithmetic.product(type_, part.type))
    return _applied(Operator.MULTIPLY, type_, *parts)


def _power(base: Typed, exponent: Typed) -> Typed:
    return _applied(Operator.POWER, _known(arithmetic.power(base.type, exponent.type, exponent.expr)), base, exponent)


def _known(type_: Type | None) -> Type:
    assert type_ is not None
    return type_


def _bound(
    kind: Callable[..., st.SearchStrategy[Typed]], binders: tuple[Binder, ...], depth: int, bound: Bound
) -> st.SearchStrategy[Typed]:
    """A binder over an index set, a union, a subset or a range."""

    @st.composite
    def drawn(draw: st.DrawFn) -> Typed:
        binder, name = draw(st.sampled_from(binders)), draw(NAMES)
        domain, type_ = draw(_domains(bound, ranges_only=binder in (Binder.PRODUCT, Binder.REVERSED_PRODUCT) and depth > 1))
        body = draw(kind(depth - 1, (*bound, (name, type_))))
        return Typed(Bind(binder, name, domain, body.expr, body.type), body.type)

    return drawn()


@st.composite
def _domains(draw: st.DrawFn, bound: Bound, ranges_only: bool) -> tuple[Expr, Type]:
    highest = draw(_symbols(bound, INTEGER, "n", "m")).expr
    ranges = [(Apply(Operator.RANGE, (Number(low), highest)), INTEGER) for low in (0, 1)]
    small = [(Apply(Operator.RANGE, (Number(1), Number(2))), INTEGER)]
    sets: list[tuple[Expr, Type]] = [
        (Symbol("D_r"), ELEMENT),
        (Symbol("D_f"), ELEMENT),
        (Apply(Operator.UNION, (Symbol("D_r"), Symbol("D_f"))), ELEMENT),
    ]
    chosen, type_ = draw(st.sampled_from([*ranges, *small, *([] if ranges_only else sets)]))
    if draw(st.integers(0, 4)):
        return chosen, type_
    condition = draw(relations(0, (*bound, ("j", type_))))
    return Bind(Binder.SUCH_THAT, "j", chosen, condition.expr, BOOLEAN), type_
