"""A statement read for drawing: its primitive symbols, the inequalities between scalars, and the hypotheses on all the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from verify.decide.draw.rational_roots import rational_test
from verify.decide.draw.reach import is_primitive, reached
from verify.decide.polynomial import Inequality, NotPolynomial, inequalities
from verify.language.expression import Apply, Expr, Kind, Member, Number, Operator, Symbol
from verify.language.statement import Context, Declaration, Statement
from verify.language.walk import Name, subexpressions
from verify.meaning.exact import CheckInstance, compile_statement
from verify.meaning.instance import Instance

_VALUED = (Kind.REAL, Kind.INTEGER, Kind.VECTOR, Kind.ROW, Kind.MATRIX)


class Undrawable(ValueError):
    """No instance of the statement can be written down, and the message says why."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How large an instance may be: dimensions, elements of an index set, other integers.

    far_k: the largest other integer in some rounds of an attack; None where these keep to max_k too.
    """

    max_d: int = 3
    max_n: int = 3
    max_k: int = 4
    far_k: int | None = None


@dataclass(frozen=True, slots=True)
class Condition:
    """A hypothesis that is checked by exact evaluation, with the primitive names that it rests on.

    check: the hypothesis as the conclusion of a statement without hypotheses.
    """

    expr: Expr
    names: frozenset[Name]
    check: CheckInstance

    def holds(self, instance: Instance) -> bool:
        """Whether it holds; one without a value does not."""
        return self.check(instance).conclusion is True


@dataclass(frozen=True, slots=True)
class Plan:
    """All that drawing needs to know of a statement.

    dimensions, cardinals, counts: integer symbols that are sizes of matrices, sizes of index sets, and neither.
    reals, tensors: the other primitives: plain scalars; vectors, matrices and families.
    inequalities: between scalars. conditions: hypotheses that inequalities linear in each real do not say.
    counters, farthest: the integer symbols and the largest number in the indices and ranges of families over integers.
    free: reals that no definition rests on, so that a hypothesis alone bounds them.
    rational: of a statement with a table, whether roots are rational at these scalars; None of any other.
    """

    context: Context
    conclusion: Expr
    limits: Limits
    dimensions: tuple[str, ...]
    cardinals: tuple[str, ...]
    counts: tuple[str, ...]
    reals: tuple[str, ...]
    tensors: tuple[Declaration, ...]
    inequalities: tuple[Inequality, ...]
    conditions: tuple[Condition, ...]
    counters: tuple[str, ...]
    farthest: int
    free: tuple[str, ...]
    rational: Callable[[Instance], bool] | None = None

    @property
    def integers(self) -> tuple[str, ...]:
        """All integer symbols, sizes first."""
        return (*self.dimensions, *self.cardinals, *self.counts)


def read_plan(statement: Statement, limits: Limits) -> Plan:
    """The plan of a statement.

    Raises Undrawable where the statement has no meaning, or an instance of it cannot be written down; Lacking where a hypothesis needs
    a construct without an exact meaning.
    """
    if statement.conclusion is None:
        fault = "" if statement.fault is None else f": {statement.fault.message}"
        raise Undrawable(f"statement {statement.id} has no meaning, so no instances{fault}")
    context = statement.context
    primitive = [d for d in context.symbols if d.kind is not Kind.INDEX_SET and is_primitive((d.name, len(d.over)), context)]
    for d in primitive:
        _check_drawable(d, statement.id)
    integers = [d.name for d in primitive if d.kind is Kind.INTEGER and not d.over]
    reals = tuple(d.name for d in primitive if d.kind is Kind.REAL and not d.over)
    dimensions = _size_symbols(context, [d for d in context.symbols if d.kind in (Kind.VECTOR, Kind.ROW, Kind.MATRIX)], integers)
    cardinals = _size_symbols(context, [d for d in context.symbols if d.kind is Kind.INDEX_SET], integers)
    found, conditions = _hypotheses(context, frozenset(integers))
    counting = _counting(context, statement.conclusion)
    defined = reached((e for d in context.definitions for e in (d.body, *d.given)), context)
    return Plan(
        context=context,
        conclusion=statement.conclusion,
        limits=limits,
        dimensions=dimensions,
        cardinals=tuple(c for c in cardinals if c not in dimensions),
        counts=tuple(n for n in integers if n not in dimensions and n not in cardinals),
        reals=reals,
        tensors=tuple(d for d in primitive if d.over or d.kind not in (Kind.REAL, Kind.INTEGER)),
        inequalities=found,
        conditions=conditions,
        counters=tuple(n for n in integers if Symbol(n) in counting),
        farthest=max((e.value for e in counting if isinstance(e, Number)), default=0),
        free=tuple(r for r in reals if (r, 0) not in defined),
        rational=rational_test(_all_expressions(context, statement.conclusion), context),
    )


def _check_drawable(declaration: Declaration, id_: str) -> None:
    """Raises Undrawable for what docs/certificates.md has no form for."""
    if declaration.kind not in _VALUED:
        raise Undrawable(f"statement {id_} has a free {declaration.kind.value} {declaration.name}, which no instance gives a value to")
    if len(declaration.over) > 1:
        raise Undrawable(f"statement {id_} has a family {declaration.name} with {len(declaration.over)} indices and no definition")


def _size_symbols(context: Context, declarations: list[Declaration], integers: list[str]) -> tuple[str, ...]:
    """The integer symbols that the sizes of these are made of."""
    names = reached((d.size for d in declarations if d.size is not None), context)
    return tuple(n for n in integers if (n, 0) in names)


def _hypotheses(context: Context, integers: frozenset[str]) -> tuple[tuple[Inequality, ...], tuple[Condition, ...]]:
    """Hypotheses as inequalities where they are, and as conditions where those do not settle them."""
    bare = replace(context, hypotheses=())
    found: list[Inequality] = []
    conditions: list[Condition] = []
    for hypothesis in conjuncts(context.hypotheses):
        try:
            read = inequalities(hypothesis, context)
        except NotPolynomial:
            read = None
        found += read or ()
        if read is None or not all(_is_linear(i, integers) for i in read):
            names = frozenset(n for n in reached((hypothesis,), context) if is_primitive(n, context))
            conditions.append(Condition(hypothesis, names, compile_statement(bare, hypothesis)))
    return tuple(found), tuple(conditions)


def conjuncts(hypotheses: tuple[Expr, ...]) -> Iterator[Expr]:
    """Hypotheses with conjunctions taken apart."""
    for h in hypotheses:
        if isinstance(h, Apply) and h.operator is Operator.AND:
            yield from conjuncts(h.arguments)
        else:
            yield h


def _is_linear(inequality: Inequality, integers: frozenset[str]) -> bool:
    """Whether no product of reals occurs."""
    return all(sum(e for name, e in monomial if name not in integers) <= 1 for monomial in inequality.polynomial)


def _counting(context: Context, conclusion: Expr) -> tuple[Expr, ...]:
    """What indices and the ends of ranges are made of."""
    exprs = _all_expressions(context, conclusion)
    return tuple(inner for expr in exprs for part in subexpressions(expr) for top in _tops(part) for inner in subexpressions(top))


def _all_expressions(context: Context, conclusion: Expr) -> tuple[Expr, ...]:
    return (conclusion, *context.hypotheses, *(e for d in context.definitions for e in (d.body, *d.given)))


def _tops(expr: Expr) -> tuple[Expr, ...]:
    match expr:
        case Member(_, indices):
            return indices
        case Apply(Operator.RANGE, (_, last)):
            return (last,)
        case _:
            return ()
