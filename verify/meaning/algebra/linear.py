"""SymPy objects multiplied out to sums of words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import reduce
from itertools import count
from typing import Any

import sympy

from verify.errors import Code, Diagnostic, Fault
from verify.language.expression import Binder, Operator
from verify.meaning.algebra.applied import MatrixApplied, NumberApplied, SetApplied
from verify.meaning.algebra.bound import MatrixBound, NumberBound, SetBound
from verify.meaning.algebra.definitions import definition_of
from verify.meaning.algebra.members import IndexSet, MatrixMember, NumberMember, Selector
from verify.meaning.algebra.normal import normal
from verify.meaning.algebra.rebuild import rebuilt
from verify.meaning.algebra.terms import Closed, Term, Terms, joined, times, transposed

LARGEST_POWER = 12  # that is multiplied out
_SUMS = (MatrixBound, NumberBound, sympy.Sum)
_STRUCTURED = (Selector, NumberMember, MatrixMember, NumberApplied, sympy.Trace, *_SUMS)


@dataclass(frozen=True, slots=True)
class _Reader:
    """What is bound around, whether an expectation is around, and the numbers of the expectations."""

    variables: frozenset[Any] = frozenset()
    averaged: bool = False
    groups: Iterator[int] = field(default_factory=lambda: count(1))


def linear(value: Any) -> Terms:
    """The terms of a number or matrix. Raises Fault (E-SYNTAX) where something random cannot be multiplied out."""
    return _matrix(value, _Reader()) if value.is_Matrix else _number(value, _Reader())


def _terms(value: Any, reader: _Reader) -> Terms:
    return _matrix(value, reader) if value.is_Matrix else _number(value, reader)


def _matrix(value: Any, reader: _Reader) -> Terms:
    match value:
        case sympy.MatAdd():
            return tuple(t for a in value.args for t in _terms(a, reader))
        case sympy.MatMul():
            return _product(value.args, reader)
        case sympy.Identity():
            return (Term(),)
        case sympy.ZeroMatrix():
            return ()
        case sympy.Inverse():
            return _letter(value, reader)
        case sympy.MatPow():
            return _power(value, reader)
        case sympy.Transpose() if not isinstance(value.arg, sympy.MatrixSymbol):
            return tuple(replace(t, word=transposed(t.word)) for t in _matrix(value.arg, reader))
        case MatrixApplied() if value.operator is Operator.EXPECTATION:
            return _mean(value.args[1], reader)
        case MatrixBound() if value.binder is Binder.SUM:
            return _sum(value.args[1], value.args[2], value.args[3], reader)
        case MatrixBound() if (written := value.doit()) != value:
            return _terms(written, reader)
        case MatrixMember() if reader.averaged and value.origin.mark:
            return _terms(definition_of(value), reader)
        case _:
            return _letter(value, reader)


def _letter(value: Any, reader: _Reader) -> Terms:
    """A matrix that stays as it is."""
    if _is_random(value, reader):
        raise _fault(value)
    return (Term(word=((value, sympy.S.One),)),)


def _is_random(value: Any, reader: _Reader) -> bool:
    """Whether something random is in it, under an expectation letters with a random definition, too."""
    members = value.atoms(MatrixMember, NumberMember, IndexSet)
    return value.has(Selector) or (reader.averaged and any(m.origin.mark for m in members))


def _number(value: Any, reader: _Reader) -> Terms:
    if not value.has(*_STRUCTURED):
        return (_factor(value, reader),)
    match value:
        case sympy.Add():
            return tuple(t for a in value.args for t in _terms(a, reader))
        case sympy.Mul():
            return _product(value.args, reader)
        case sympy.Pow():
            return _number_power(value, reader)
        case NumberMember() if reader.averaged and value.origin.mark:
            return _terms(definition_of(value), reader)
        case Selector():
            return (Term(drawn=((0, value),)),)
        case sympy.transpose():  # a number's own transpose
            return _number(value.args[0], reader)
        case sympy.Trace():
            return tuple(_traced(t, value.arg) for t in _terms(value.arg, reader))
        case NumberApplied(operator=Operator.EXPECTATION):
            return _mean(value.args[1], reader)
        case NumberApplied(operator=Operator.MULTIPLY):
            return _closed(_product(value.arguments, reader))
        case NumberApplied(operator=Operator.INNER):
            return _closed(_product((sympy.Transpose(value.arguments[0]), value.arguments[1]), reader))
        case sympy.Sum():
            variable, lowest, highest = value.limits[-1]
            body = value.func(value.function, *value.limits[:-1]) if len(value.limits) > 1 else value.function
            return _sum(variable, SetApplied(Operator.RANGE.value, lowest, highest), body, reader)
        case NumberBound(binder=Binder.SUM):
            return _sum(value.args[1], value.args[2], value.args[3], reader)
        case _ if _is_random(value, reader):
            raise _fault(value)
        case _:
            return (_factor(value, reader),)


def _fault(value: Any) -> Fault:
    message = f"{value} is no polynomial in its selectors that can be multiplied out"
    return Fault(Diagnostic(Code.SYNTAX, message, "Write its powers and products out, or substitute numbers for their limits."))


def _factor(value: Any, reader: _Reader) -> Term:
    bound = bool(reader.variables & value.free_symbols)
    return Term(weight=value.doit()) if bound else Term(coefficient=value.doit())


def _product(factors: tuple[Any, ...], reader: _Reader) -> Terms:
    return reduce(times, (_terms(f, reader) for f in factors))


def _repeated(base: Any, exponent: int, reader: _Reader) -> Terms:
    """A power, each of its factors with variables of its own."""
    return reduce(times, (_terms(base, reader) for _ in range(exponent)), (Term(),))


def _power(value: Any, reader: _Reader) -> Terms:
    base, exponent = value.args
    alone = _terms(base, reader) if not isinstance(base, sympy.MatAdd | MatrixBound) else ()
    if len(alone) == 1 and alone[0] == Term(word=alone[0].word) and len(alone[0].word) == 1:
        (letter, inner), *_ = alone[0].word
        return (Term(word=joined([(letter, sympy.expand(inner * exponent))])),)
    if exponent.is_Integer and 0 <= exponent <= LARGEST_POWER:
        return _repeated(base, int(exponent), reader)
    if _is_random(value, reader):
        raise _fault(value)
    taken = frozenset(s.name for s in base.free_symbols)
    return _letter(sympy.MatPow(rebuilt(normal(_terms(base, _Reader()), taken), base, taken), exponent), reader)


def _number_power(value: Any, reader: _Reader) -> Terms:
    """A natural power; an even one of a norm is a power of its square."""
    base, exponent = value.args
    if not exponent.is_Integer or not 0 <= exponent <= LARGEST_POWER:
        if _is_random(value, reader):
            raise _fault(value)
        return (_factor(value, reader),)
    square = _square(base)
    if square is not None and exponent % 2 == 0:
        return _repeated(square, int(exponent) // 2, reader)
    return _repeated(base, int(exponent), reader)


def _square(norm: Any) -> Any | None:
    """The square of a norm as a product; None for any other number."""
    match norm:
        case NumberApplied(operator=Operator.NORM_2):
            return NumberApplied(Operator.MULTIPLY.value, sympy.Transpose(norm.arguments[0]), norm.arguments[0])
        case NumberApplied(operator=Operator.NORM_FROBENIUS):
            return sympy.Trace(sympy.MatMul(sympy.Transpose(norm.arguments[0]), norm.arguments[0]))
        case _:
            return None


def _traced(term: Term, matrix: Any) -> Term:
    """The trace of a term; that of the identity is its size, that of a vector times a row the number that they are in the other order."""
    if not term.word:
        return replace(term, coefficient=term.coefficient * matrix.rows)
    row = next((at for at, (m, _) in enumerate(term.word) if m.rows == 1 and m.cols != 1), None)
    if row is not None:
        return replace(term, closed=(*term.closed, Closed(False, term.word[row:] + term.word[:row])), word=())
    return replace(term, closed=(*term.closed, Closed(True, term.word)), word=())


def _closed(terms: Terms) -> Terms:
    """Rows times vectors as the numbers that they are."""
    return tuple(replace(t, closed=(*t.closed, Closed(False, t.word)), word=()) for t in terms)


def _mean(value: Any, reader: _Reader) -> Terms:
    """The terms under an expectation: their selectors, but for those averaged already, belong to it."""
    group = next(reader.groups)
    terms = _terms(value, replace(reader, averaged=True))
    return tuple(replace(t, drawn=tuple((g or group, s) for g, s in t.drawn)) for t in terms)


def _sum(variable: Any, domain: Any, body: Any, reader: _Reader) -> Terms:
    """A sum: over a union, the sums over its parts; over a subset {i ∈ D : x_i = 1}, that over D with x_i as a factor."""
    if isinstance(domain, IndexSet) and reader.averaged and domain.origin.mark and (written := definition_of(domain)) != domain:
        return _sum(variable, written, body, reader)
    if isinstance(domain, SetApplied) and domain.operator is Operator.UNION:
        if not all(isinstance(part, IndexSet) and part.is_primitive for part in domain.arguments):
            raise _fault(domain)  # its parts may have elements in common
        return tuple(t for part in dict.fromkeys(domain.arguments) for t in _sum(variable, part, body, reader))
    if isinstance(domain, SetBound) and domain.binder is Binder.SUCH_THAT:
        return _sum(variable, domain.args[2], _restricted(variable, domain, body), reader)
    if isinstance(domain, SetBound) and domain.free_symbols & reader.variables:
        raise _fault(domain)  # variables are renamed in the end, and its own could catch one
    own = sympy.Dummy(variable.name, **variable.assumptions0)
    inner = replace(reader, variables=reader.variables | {own})
    return tuple(replace(t, sums=((own, domain), *t.sums)) for t in _terms(body.xreplace({variable: own}), inner))


def _restricted(variable: Any, subset: Any, body: Any) -> Any:
    """The body times the selector that says whether the variable is in a subset. Raises Fault for any other condition."""
    _, inner, _, condition = subset.args
    if not (isinstance(condition, sympy.Eq) and isinstance(condition.lhs, Selector) and condition.rhs == 1):
        raise _fault(subset)
    if condition.lhs.law is Operator.MOMENTS:
        raise _fault(subset)
    selector = condition.lhs.xreplace({inner: variable})
    return sympy.MatMul(selector, body) if body.is_Matrix else selector * body
