"""What is known of the selectors while averaging: one outcome at a time, or all of them as letters of polynomials."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, assert_never

from flint import fmpq

from verify.meaning.failures import Lacking
from verify.meaning.laws import Batch, Chance, Law, Moments

Key = int | str | tuple[str, int]  # an index as part of a key: an integer, a letter, an element (index set, number)
Selector = tuple[str, Key | tuple[Key, ...], Key | None]  # family, index, step; the step None is one of its own
_ONE = fmpq(1)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One outcome, drawn as its selectors are met: first as `script` says, then 0 wherever 0 has positive probability.

    trail: the values drawn, in order, each with its probability, those before it given, and whether 1 remains to be tried.
    memo: values of definitions under this outcome. batches: by family, index set and step, how many of a batch's members are drawn, and
    how many of them are 1.
    """

    script: tuple[int, ...]
    drawn: dict[Selector, int] = field(default_factory=dict)
    trail: list[tuple[int, fmpq, bool]] = field(default_factory=list)
    memo: dict[Any, Any] = field(default_factory=dict)
    batches: dict[Any, tuple[int, int]] = field(default_factory=dict)

    def draw(self, selector: Selector, law: Law) -> int:
        """The value of a selector. Raises Lacking for one that is given by its moments."""
        if selector in self.drawn:
            return self.drawn[selector]
        probability, place = self._chance(selector, law), len(self.trail)
        value = self.script[place] if place < len(self.script) else int(probability == 1)
        weight = probability if value else 1 - probability
        self.trail.append((value, weight, value == 0 and probability != 0))
        self.drawn[selector] = value
        if isinstance(law, Batch):
            drawn, ones = self.batches.get(_pool(selector), (0, 0))
            self.batches[_pool(selector)] = drawn + 1, ones + value
        return value

    def _chance(self, selector: Selector, law: Law) -> fmpq:
        """The probability that a selector is 1, where some others are drawn."""
        match law:
            case Chance(probability):
                return probability
            case Batch():
                return law.chance(*self.batches.get(_pool(selector), (0, 0)))
            case Moments():
                raise Lacking("an outcome of selectors of which two moments alone are known")
            case _:
                assert_never(law)

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


def _pool(selector: Selector) -> Any:
    """What the members of one batch have in common."""
    family, index, step = selector
    return family, index[0] if isinstance(index, tuple) else index, step


@dataclass(frozen=True, slots=True)
class Letters:
    """Independent selectors as letters: each has a bit, so that a set of selectors is an integer; one that is surely 0 or 1 is no letter.

    squares: for each selector ξ (centred) that is given by its moments, the bit of a second letter τ = ξ² − E ξ², of which no more is
    known than E τ = 0. What a product may contain (its support) has τ where ξ may have been multiplied with itself.
    """

    bits: dict[Selector, int] = field(default_factory=dict)
    selectors: dict[int, Selector] = field(default_factory=dict)
    laws: dict[int, Chance | Moments] = field(default_factory=dict)
    squares: dict[int, int] = field(default_factory=dict)
    variances: dict[int, Any] = field(default_factory=lambda: {0: fmpq(1)})

    def bit(self, selector: Selector, law: Chance | Moments) -> int:
        """The bit of a selector of this law; 0 of one that is surely 0 or 1."""
        found = self.bits.get(selector)
        if found is None:
            constant = isinstance(law, Chance) and (not law.mean or law.mean == 1)
            found = self.bits[selector] = 0 if constant else self._new(selector, law)
            if isinstance(law, Moments):
                self.squares[found] = self._new(selector, law)
        return found

    def _new(self, selector: Selector, law: Chance | Moments) -> int:
        bit = 1 << len(self.selectors)
        self.selectors[bit], self.laws[bit] = selector, law
        return bit

    def at_step(self, bit: int, step: Key) -> int:
        """The bit of the same selector, or of its square, at another step, where its law is the same."""
        family, index, _ = self.selectors[bit]
        found = self.bit((family, index, step), self.laws[bit])
        if self.squares and self.squares.get(bit >> 1) == bit:
            return self.squares[found]
        self.variances[found] = self.variance(bit)
        return found

    def variance(self, selectors: int) -> Any:
        """The product of the variances over a set of selectors, without squares."""
        found = self.variances.get(selectors)
        if found is None:
            lowest = selectors & -selectors
            others, law = selectors ^ lowest, self.laws[lowest]
            own = self.variance(lowest) if others else law.mean * (1 - law.mean) if isinstance(law, Chance) else law.variance
            found = self.variances[selectors] = own * self.variance(others) if others else own
        return found

    def support(self, left: int, right: int) -> int:
        """The support of a product. Raises Lacking for one of a degree above 2 in a selector that is given by its moments."""
        found = left | right
        common = left & right if self.squares else 0
        while common:
            lowest = common & -common
            common ^= lowest
            square = self.squares.get(lowest, 0)
            if square & found:
                family = self.selectors[lowest][0]
                raise Lacking(f"the expectation of a degree above 2 in {family}, of which two moments alone are known")
            found |= square
        return found

    def product(self, left: int, right: int) -> list[tuple[int, Any | None]]:
        """The product of two products of distinct centred letters, as a sum of such; a weight of None is 1."""
        common, rest = left & right, left ^ right
        terms: list[tuple[int, Any | None]] = [(rest, None)]
        while common:
            lowest = common & -common
            common ^= lowest
            law, variance = self.laws[lowest], self.variance(lowest)
            square = ((0, variance), (lowest, 1 - 2 * law.mean) if isinstance(law, Chance) else (self.squares[lowest], _ONE))
            terms = [(u | extra, factor if w is None else w * factor) for u, w in terms for extra, factor in square]
        return terms
