"""What a statement written with SymPy takes as given: relations, and predicates over matrices and numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import sympy
from sympy.assumptions.assume import AppliedPredicate, Predicate
from sympy.core.sympify import _sympify
from sympy.logic.boolalg import Boolean

from verify.errors import Code, Diagnostic, Fault
from verify.language.expression import Kind
from verify.language.statement import Shape
from verify.meaning.algebra.relations import loewner_ge

positive_semidefinite = Predicate("positive_semidefinite")  # SymPy 1.14 has Q.positive_definite and no word for this
_SHAPES = {"symmetric": Shape.SYMMETRIC, "positive_semidefinite": Shape.PSD, "positive_definite": Shape.PSD}
_KINDS = {"real": Kind.REAL, "integer": Kind.INTEGER}
_SIGNS: dict[str, Callable[[Any], Any]] = {
    "positive": lambda x: sympy.Gt(x, 0, evaluate=False),
    "negative": lambda x: sympy.Lt(x, 0, evaluate=False),
    "nonnegative": lambda x: sympy.Ge(x, 0, evaluate=False),
    "nonpositive": lambda x: sympy.Le(x, 0, evaluate=False),
    "nonzero": lambda x: sympy.Gt(sympy.Pow(x, 2, evaluate=False), 0, evaluate=False),
}


@dataclass(frozen=True, slots=True)
class Given:
    """Relations, and facts about matrix symbols (their shape) and symbols (their kind)."""

    relations: tuple[Any, ...] = ()
    shapes: tuple[tuple[Any, Shape], ...] = ()
    kinds: tuple[tuple[Any, Kind], ...] = ()


def read_given(given: Iterable[Any]) -> Given:
    """The facts in `given`. Raises Fault (E-KIND) for what is neither a relation nor a predicate that the language can say."""
    relations: list[Any] = []
    shapes: list[tuple[Any, Shape]] = []
    kinds: list[tuple[Any, Kind]] = []
    for item in _flat(given):
        if not isinstance(item, AppliedPredicate):
            relations.append(item)
            continue
        name, (subject, *others) = str(item.function.name), item.arguments
        if name in _SHAPES and isinstance(subject, sympy.MatrixSymbol) and subject.is_square and not others:
            shapes.append((subject, _SHAPES[name]))
            relations += [_definite(subject)] if name == "positive_definite" else []
        elif name in _SHAPES and not others and subject.is_Matrix and subject.is_square:
            relations += [_definite(subject)] if name == "positive_definite" else [as_relation(subject, _SHAPES[name])]
        elif name in _KINDS and isinstance(subject, sympy.Symbol):
            kinds.append((subject, _KINDS[name]))
        elif name in _SIGNS and not subject.is_Matrix:
            relations.append(_SIGNS[name](subject))
        else:
            raise _fault(item)
    return Given(tuple(relations), tuple(shapes), tuple(kinds))


def as_relation(matrix: Any, shape: Shape) -> Any:
    """That a matrix has a shape, as a relation: A = Aᵀ, A ⪰ 0."""
    if shape is Shape.PSD:
        return loewner_ge(matrix, sympy.ZeroMatrix(*matrix.shape))
    return sympy.Eq(matrix, sympy.Transpose(matrix), evaluate=False)


def _definite(matrix: Any) -> Any:
    """A ⪰ cI for some c > 0: a real number of its own, which occurs nowhere else."""
    name = matrix.name if isinstance(matrix, sympy.MatrixSymbol) else "definite"
    least = sympy.Symbol(f"least_{name}", positive=True)
    return loewner_ge(matrix, sympy.MatMul(least, sympy.Identity(matrix.rows)))


def _flat(given: Iterable[Any]) -> Iterator[Any]:
    for item in given:
        fact = _sympify(item)
        if isinstance(fact, sympy.And):
            yield from _flat(fact.args)
        elif fact is sympy.S.true:
            continue
        elif not isinstance(fact, Boolean) or fact.is_Symbol or fact is sympy.S.false:
            raise _fault(item)
        else:
            yield fact


def _fault(item: Any) -> Fault:
    fix = "Give relations, Q.symmetric, Q.positive_definite, positive_semidefinite of a matrix, or Q.positive and its like of a number."
    return Fault(Diagnostic(Code.KIND, f"{item} is nothing that can be given", fix))
