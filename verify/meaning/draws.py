"""What is known of the selectors while averaging: one outcome at a time, or all of them as letters of polynomials."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from flint import fmpq

from verify.meaning.failures import NoValue

Key = int | str | tuple[str, int]  # an index as part of a key: an integer, a letter, an element (index set, number)
Selector = tuple[str, Key | tuple[Key, ...], Key | None]  # family, index, step; the step None is one of its own


@dataclass(frozen=True, slots=True)
class Outcome:
    """One outcome, drawn as its selectors are met: first as `script` says, then 0 wherever 0 has positive probability.

    trail: the values drawn, in order, each with its probability and whether 1 remains to be tried.
    memo: values of definitions under this outcome.
    """

    script: tuple[int, ...]
    drawn: dict[Selector, int] = field(default_factory=dict)
    trail: list[tuple[int, fmpq, bool]] = field(default_factory=list)
    memo: dict[Any, Any] = field(default_factory=dict)

    def draw(self, selector: Selector, probability: fmpq) -> int:
        """The value of a selector that is 1 with this probability, in [0, 1]."""
        if selector in self.drawn:
            return self.drawn[selector]
        place = len(self.trail)
        value = self.script[place] if place < len(self.script) else int(probability == 1)
        weight = probability if value else 1 - probability
        self.trail.append((value, weight, value == 0 and probability != 0))
        self.drawn[selector] = value
        return value

    def weight(self) -> fmpq:
        """The probability of the values drawn."""
        product = fmpq(1)
        for _, weight, _ in self.trail:
            product *= weight
        return product

    def next_script(self) -> tuple[int, ...] | None:
        """The script of the next outcome of positive probability; None after the last."""
        for place in range(len(self.trail) - 1, -1, -1):
            if self.trail[place][2]:
                return (*(value for value, _, _ in self.trail[:place]), 1)
        return None


@dataclass(frozen=True, slots=True)
class Letters:
    """Selectors as letters: each has a bit, so that a set of selectors is an integer; one that is surely 0 or 1 is no letter."""

    bits: dict[Selector, int] = field(default_factory=dict)
    selectors: dict[int, Selector] = field(default_factory=dict)
    probabilities: dict[int, fmpq] = field(default_factory=dict)
    variances: dict[int, fmpq] = field(default_factory=lambda: {0: fmpq(1)})

    def bit(self, selector: Selector, probability: fmpq) -> int:
        """The bit of a selector that is 1 with this probability; 0 of one that is surely 0 or 1."""
        found = self.bits.get(selector)
        if found is None:
            found = self.bits[selector] = 0 if not probability or probability == 1 else 1 << len(self.selectors)
            if found:
                self.selectors[found] = selector
                self.probabilities[found] = probability
        return found

    def at_step(self, bit: int, step: Key) -> int:
        """The bit of the same selector at another step, where its probability is the same."""
        family, index, _ = self.selectors[bit]
        selector = family, index, step
        found = self.bits.get(selector)
        if found is None:
            found = self.bits[selector] = 1 << len(self.selectors)
            self.selectors[found], self.probabilities[found], self.variances[found] = selector, self.probabilities[bit], self.variance(bit)
        return found

    def variance(self, selectors: int) -> fmpq:
        """Π p(1 − p) over a set of selectors."""
        found = self.variances.get(selectors)
        if found is None:
            lowest = selectors & -selectors
            others, probability = selectors ^ lowest, self.probabilities[lowest]
            own = self.variance(lowest) if others else probability * (1 - probability)
            found = self.variances[selectors] = own * self.variance(others) if others else own
        return found

    def product(self, left: int, right: int) -> list[tuple[int, fmpq | None]]:
        """The product of two products of distinct centred letters, as a sum of such; a weight of None is 1."""
        common, rest = left & right, left ^ right
        terms: list[tuple[int, fmpq | None]] = [(rest, None)]
        while common:
            lowest = common & -common
            common ^= lowest
            variance, skew = self.variance(lowest), 1 - 2 * self.probabilities[lowest]
            square = ((0, variance), (lowest, skew))
            terms = [(u | extra, factor if w is None else w * factor) for u, w in terms for extra, factor in square]
        return terms


def checked_probability(number: Any) -> fmpq:
    """A probability. Raises NoValue outside [0, 1] or for an irrational number."""
    if not isinstance(number, fmpq) or not 0 <= number.p <= number.q:
        raise NoValue("a probability outside [0, 1]")
    return number
