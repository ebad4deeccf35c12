"""Random scalars and matrices as sums of words: products of polynomials in centred selectors, multiplied out only where they must be.

A selector x of probability p is p + ξ with E ξ = 0, ξ² = v + (1 − 2p)ξ and v = p(1 − p). Products of distinct ξ are
orthogonal, so the mean of a polynomial is its constant term and E[P Q] = Σ_S v_S P_S Q_S: the moment map, for two factors J.
One that is given by its moments μ and v is μ + ξ with ξ² = v + τ, and no product of ξ and τ is known (`draws.Letters`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from operator import mul
from typing import Any, NamedTuple

from flint import fmpq

from verify.meaning.draws import Key, Letters
from verify.meaning.failures import Lacking, Undecided
from verify.meaning.laws import Moments
from verify.meaning.matrix import trace
from verify.meaning.operations import One, Two

LARGEST_POLYNOMIAL = 65_536  # terms
_ONE = fmpq(1)


class Polynomial(NamedTuple):
    """Σ_S c_S Π_{ξ∈S} ξ. terms: coefficients (scalars, or matrices of one shape) by set of letters. support: all its letters."""

    terms: dict[int, Any]
    support: int


class Word(NamedTuple):
    """A product of polynomials, each constant one absorbed by a neighbour; of a scalar that is a trace, what is under it.

    traced: the word stands for the trace of its product. A scalar word that is not traced has one factor.
    """

    factors: tuple[Polynomial, ...]
    traced: bool = False


Random = tuple[Word, ...]


def known(value: Any) -> Random:
    """A value that is not random."""
    return (Word((Polynomial({0: value}, 0),)),)


def letter(bit: int, mean_value: Any) -> Random:
    """A selector: its mean + ξ, or, of the bit 0, the constant that it surely is."""
    return (Word((Polynomial({0: mean_value, bit: _ONE}, bit),)),) if bit else known(mean_value)


def linear(drawn: Iterable[tuple[int, Any, Any]], times: Two) -> Random:
    """Σ x c over at least one selector x, given by its bit and mean, with a value c. times: of a mean and a value."""
    terms: dict[int, Any] = {}
    support, means = 0, []
    probability, sum_of_one = None, None  # selectors of one probability follow each other: the sum of their values is scaled once
    for bit, its_probability, value in drawn:
        if bit:
            terms[bit] = terms[bit] + value if bit in terms else value
            support |= bit
        if its_probability is probability:
            sum_of_one = sum_of_one + value
            continue
        if probability is not None:
            means.append(times(probability, sum_of_one))
        probability, sum_of_one = its_probability, value
    mean_value = times(probability, sum_of_one)
    for value in means:
        mean_value = mean_value + value
    return (Word((Polynomial({0: mean_value, **terms}, support),)),)


def add(parts: Iterable[Random]) -> Random:
    """The sum; polynomials that stand alone become one."""
    alone, longer = [], []
    for part in parts:
        for word in part:
            if len(word.factors) == 1:
                alone.append(_plain(word))
            else:
                longer.append(word)
    return (Word((_sum(alone),)), *longer) if alone else tuple(longer)


def mapped(random: Random, change: One) -> Random:
    """A linear function of the first factor of each word: −x, c·x."""
    return tuple([Word((_mapped(w.factors[0], change), *w.factors[1:]), w.traced) for w in random])


def transpose(random: Random) -> Random:
    """The transpose of a random matrix, vector or row."""
    return tuple([Word(tuple([_transposed(f) for f in reversed(w.factors)])) for w in random])


def traced(random: Random) -> Random:
    """The trace of a random matrix."""
    return tuple([Word(w.factors, traced=True) for w in random])


def concatenate(left: Random, right: Random, closed: bool) -> Random:
    """The product of matrices, in this order. closed: it is a row times a vector, so a scalar."""
    words = tuple([Word(_joined(a.factors, b.factors), closed) for a in left for b in right])
    return words if len(words) == 1 else add((words,))


def scale(scalar: Random, other: Random, letters: Letters, times: Two) -> Random:
    """The product with a scalar, which goes to the factor that shares letters with it. times: of a scalar and a value of the other."""
    factor = expanded(scalar, letters)
    return add((tuple([_scaled_word(factor, word, letters, times) for word in other]),))


def spread(scalar: Random, value: Any, letters: Letters, times: Two) -> Random:
    """A random scalar times a matrix, vector or row that is not random. times: of a scalar and such a value."""
    factor = expanded(scalar, letters)
    return (Word((_mapped(factor, lambda c: value if c is _ONE else times(c, value)),)),)


def mean(random: Random, letters: Letters) -> Any:
    """The expectation of a random value that is not an empty sum."""
    means = [_word_mean(word, letters) for word in random]
    total = means[0]
    for value in means[1:]:
        total = total + value
    return total


def expanded(random: Random, letters: Letters) -> Polynomial:
    """All multiplied out to one polynomial."""
    if len(random) == 1 and len(random[0].factors) == 1:
        return _plain(random[0])
    return _sum([_plain(Word((_product_of_all(w.factors, letters),), w.traced)) for w in random])


def at_step(random: Random, letters: Letters, step: Key) -> Random:
    """A random value of one step, at another one."""
    support, others = _union([f for word in random for f in word.factors]), {}
    while support:
        lowest = support & -support
        others[lowest] = letters.at_step(lowest, step)
        support ^= lowest
    return tuple(Word(tuple(_renamed(f, others) for f in w.factors), w.traced) for w in random)


def indicator(random: Random, test: One, letters: Letters) -> Random:
    """The value (1 or 0) of a test of a random scalar. Raises Lacking for a value in which several selectors play."""
    polynomial = expanded(random, letters)
    bit = polynomial.support
    if bit & (bit - 1):
        raise Lacking("a condition on several selectors, in closed form")
    constant = polynomial.terms[0]
    if not bit:
        return known(test(constant))
    law, slope = letters.laws[bit], polynomial.terms.get(bit, fmpq(0))
    if isinstance(law, Moments):
        raise Lacking("a condition on a selector of which two moments alone are known")
    probability = law.mean
    at_zero, at_one = (test(constant + slope * (x - probability)) for x in (0, 1))
    return (Word((Polynomial({0: at_zero + (at_one - at_zero) * probability, bit: at_one - at_zero}, bit),)),)


def _plain(word: Word) -> Polynomial:
    """A word of one factor as a polynomial."""
    return _mapped(word.factors[0], trace) if word.traced else word.factors[0]


def _mapped(polynomial: Polynomial, change: One) -> Polynomial:
    return Polynomial({letters: change(c) for letters, c in polynomial.terms.items()}, polynomial.support)


def _transposed(polynomial: Polynomial) -> Polynomial:
    return Polynomial({letters: c.transpose() for letters, c in polynomial.terms.items()}, polynomial.support)


def _sum(polynomials: list[Polynomial]) -> Polynomial:
    if len(polynomials) == 1:
        return polynomials[0]
    terms, support = dict(polynomials[0].terms), polynomials[0].support
    for polynomial in polynomials[1:]:
        support |= polynomial.support
        for letters, value in polynomial.terms.items():
            terms[letters] = terms[letters] + value if letters in terms else value
    return Polynomial(terms, support)


def _renamed(polynomial: Polynomial, others: Mapping[int, int]) -> Polynomial:
    return Polynomial({others.get(s) or _other(s, others): c for s, c in polynomial.terms.items()}, _other(polynomial.support, others))


def _other(selectors: int, others: Mapping[int, int]) -> int:
    if selectors in others:
        return others[selectors]
    found = 0
    while selectors:
        lowest = selectors & -selectors
        found |= others[lowest]
        selectors ^= lowest
    return found


def _joined(left: tuple[Polynomial, ...], right: tuple[Polynomial, ...]) -> tuple[Polynomial, ...]:
    """Factors side by side; a constant one at the seam is absorbed."""
    if not left[-1].support:
        value = left[-1].terms[0]
        return (*left[:-1], _mapped(right[0], lambda c: value * c), *right[1:])
    if not right[0].support:
        value = right[0].terms[0]
        return (*left[:-1], _mapped(left[-1], lambda c: c * value), *right[1:])
    return left + right


def _scaled_word(factor: Polynomial, word: Word, letters: Letters, times: Two) -> Word:
    place = next((i for i, f in enumerate(word.factors) if f.support & factor.support), 0)
    product = _product(factor, word.factors[place], letters, times)
    return Word((*word.factors[:place], product, *word.factors[place + 1 :]), word.traced)


def _word_mean(word: Word, letters: Letters) -> Any:
    """The expectation of a word.

    A stretch of factors whose letters occur nowhere else is independent of the rest: it is replaced by its mean, innermost first.
    """
    if len(word.factors) <= 2:
        value = _stretch_mean(list(word.factors), letters)
        return trace(value) if word.traced else value
    later = _later_supports(word.factors)
    stack: list[Polynomial] = []
    for factor, rest in zip(word.factors, later, strict=True):
        stack = [*_joined(tuple(stack), (factor,))] if stack else [factor]
        start, support = _closed_stretch(stack)
        if not support & rest:
            value = Polynomial({0: _stretch_mean(stack[start:], letters)}, 0)
            stack = [*_joined(tuple(stack[:start]), (value,))] if start else [value]
    value = stack[0].terms[0]
    return trace(value) if word.traced else value


def _later_supports(factors: tuple[Polynomial, ...]) -> list[int]:
    """For each factor the letters that occur after it."""
    supports = [0]
    for factor in reversed(factors[1:]):
        supports.append(supports[-1] | factor.support)
    return supports[::-1]


def _closed_stretch(stack: list[Polynomial]) -> tuple[int, int]:
    """Where the shortest stretch at the end begins that shares no letter with what precedes it, and its letters."""
    start, support = len(stack) - 1, stack[-1].support
    for place in range(start - 1, -1, -1):
        if stack[place].support & support:
            start, support = place, support | _union(stack[place:start])
    return start, support


def _union(factors: list[Polynomial]) -> int:
    support = 0
    for factor in factors:
        support |= factor.support
    return support


def _stretch_mean(factors: list[Polynomial], letters: Letters) -> Any:
    """E of a product, by the orthogonality of its two halves."""
    if len(factors) == 1:
        return factors[0].terms[0]
    half = len(factors) // 2
    first, second = _product_of_all(factors[:half], letters), _product_of_all(factors[half:], letters)
    letters.support(first.support, second.support)  # it is not of a degree that is unknown
    left, right = first.terms, second.terms
    total, variance, sum_of_one = left[0] * right[0], None, None  # letters of one variance follow each other: their sum is scaled once
    for selectors, value in left.items():
        if selectors and selectors in right:
            product, its_variance = value * right[selectors], letters.variance(selectors)
            if its_variance == variance:
                sum_of_one = sum_of_one + product
                continue
            if sum_of_one is not None:
                total = total + sum_of_one * variance
            variance, sum_of_one = its_variance, product
    return total if sum_of_one is None else total + sum_of_one * variance


def _product_of_all(factors: Sequence[Polynomial], letters: Letters) -> Polynomial:
    product = factors[0]
    for factor in factors[1:]:
        product = _product(product, factor, letters, mul)
    return product


def _product(left: Polynomial, right: Polynomial, letters: Letters, times: Two) -> Polynomial:
    if not left.support:
        value = left.terms[0]
        return _mapped(right, lambda c: times(value, c))
    if not right.support:
        value = right.terms[0]
        return _mapped(left, lambda c: value if c is _ONE else times(c, value))
    support = letters.support(left.support, right.support)
    terms: dict[int, Any] = {}
    for s, a in left.terms.items():
        for t, b in right.terms.items():
            value = times(a, b)
            for u, weight in letters.product(s, t):
                term = value if weight is None else value * weight
                terms[u] = terms[u] + term if u in terms else term
        if len(terms) > LARGEST_POLYNOMIAL:
            raise Undecided(f"a polynomial in the selectors of more than {LARGEST_POLYNOMIAL} terms")
    return Polynomial(terms, support)
