"""Sums of words as SymPy objects, as one would write them: (Σ H_r)², Σ H_r (Σ H_f²) H_r."""

from __future__ import annotations

from typing import Any

import sympy

from verify.language.expression import Binder, Operator
from verify.meaning.algebra.applied import NumberApplied
from verify.meaning.algebra.bound import bound
from verify.meaning.algebra.terms import Closed, Term, Terms, Word, joined, variable_over, variables_in


def rebuilt(terms: Terms, like: Any, taken: frozenset[str]) -> Any:
    """The SymPy object of these terms. like: an object of the same shape. taken: names that no bound variable may have."""
    parts = [_term(t, like, taken) for t in terms]
    if not like.is_Matrix:
        return sympy.Add(*parts)
    return sympy.ZeroMatrix(*like.shape) if not parts else parts[0] if len(parts) == 1 else sympy.MatAdd(*parts)


def _term(term: Term, like: Any, taken: frozenset[str]) -> Any:
    coefficient = _tidy(term.coefficient)
    number = sympy.Mul(term.weight, *(s for _, s in term.drawn), *map(_closed, term.closed))
    if not like.is_Matrix:
        return coefficient * _summed(term, number)
    if _separable(term, number):
        return _scaled(coefficient * number, _matrices(term.word, dict(term.sums), like, taken))
    return _scaled(coefficient, _summed(term, _scaled(number, _matrices(term.word, {}, like, taken))))


def _separable(term: Term, number: Any) -> bool:
    """Whether every variable occurs in the word alone, so that its sum can stand around a part of it."""
    inside = {s for pair in term.word for p in pair for s in p.free_symbols}
    return all(v in inside and v not in number.free_symbols and not variables_in(d, term) for v, d in term.sums)


def _summed(term: Term, body: Any) -> Any:
    for variable, domain in reversed(term.sums):
        body = bound(Binder.SUM, variable, domain, body)
    return body


def _tidy(number: Any) -> Any:
    """A factored number as one writes it: 1 − α for α − 1, n_r − B for −(B − n_r)."""
    factors: list[Any] = []
    for factor in sympy.Mul.make_args(number):
        base, exponent = factor.as_base_exp()
        turned = base.is_Add and exponent.is_Integer and base.as_coeff_Add()[0].is_negative
        factors += [(-base) ** exponent, sympy.S.NegativeOne**exponent] if turned else [factor]
    result = sympy.Mul(*factors)
    if not result.as_coeff_Mul()[0].is_negative:
        return result
    factors = list(sympy.Mul.make_args(result))
    for at, factor in enumerate(factors):
        base, exponent = factor.as_base_exp()
        if base.is_Add and exponent.is_Integer and exponent % 2 and base.as_coeff_Add()[0] == 0:
            return -sympy.Mul(*factors[:at], *factors[at + 1 :]) * (-base) ** exponent
    return result


def _scaled(number: Any, matrix: Any) -> Any:
    """A number times a matrix; the sign of the number stands alone, so that it prints as one."""
    if number == 1:
        return matrix
    if number.as_coeff_Mul()[0].is_negative:
        return sympy.MatMul(sympy.S.NegativeOne, _scaled(-number, matrix))
    return sympy.MatMul(number, *(matrix.args if isinstance(matrix, sympy.MatMul) else (matrix,)))


def _closed(closed: Closed) -> Any:
    factors = [_power(m, e) for m, e in closed.word]
    if not closed.cyclic:
        return NumberApplied(Operator.MULTIPLY.value, *factors)
    return sympy.Trace(factors[0] if len(factors) == 1 else sympy.MatMul(*factors))


def _power(matrix: Any, exponent: Any) -> Any:
    return matrix if exponent == 1 else sympy.MatPow(matrix, exponent)


def _matrices(word: Word, sums: dict[Any, Any], like: Any, taken: frozenset[str]) -> Any:
    """The product of a word, with each sum around no more than it must be around."""
    factors: list[tuple[Any, Any]] = []
    position = 0
    while position < len(word):
        matrix, exponent = word[position]
        here = [v for v in sums if v in matrix.free_symbols | exponent.free_symbols]
        if not here:
            factors.append((matrix, exponent))
            position += 1
            continue
        end = _end(word, position, sums)
        factors.append((_sum(word[position:end], here[0], sums, like, taken), sympy.S.One))
        position = end
    return _multiplied(factors, like)


def _sum(word: Word, variable: Any, sums: dict[Any, Any], like: Any, taken: frozenset[str]) -> Any:
    """The sum over a variable of a stretch of a word."""
    inner = {v: d for v, d in sums.items() if v != variable and any(v in p.free_symbols for pair in word for p in pair)}
    others = {s.name for pair in word for p in pair for s in p.atoms(sympy.Symbol) if s != variable}
    own = variable_over(sums[variable], taken | others)
    renamed = tuple((m.xreplace({variable: own}), e.xreplace({variable: own})) for m, e in word)
    return bound(Binder.SUM, own, sums[variable], _matrices(renamed, inner, like, taken | {own.name}))


def _end(word: Word, start: int, sums: dict[Any, Any]) -> int:
    """Where the stretch ends that shares no variable with what follows."""
    end, at = start + 1, start
    while at < end:
        for variable in (v for v in sums if any(v in p.free_symbols for p in word[at])):
            end = max(end, *(n + 1 for n, pair in enumerate(word) if any(variable in p.free_symbols for p in pair)))
        at += 1
    return end


def _multiplied(factors: list[tuple[Any, Any]], like: Any) -> Any:
    """The product, equal neighbours as one power."""
    powers = [_power(m, e) for m, e in joined(factors)]
    if not powers:
        return sympy.Identity(like.rows)
    return powers[0] if len(powers) == 1 else sympy.MatMul(*powers)
