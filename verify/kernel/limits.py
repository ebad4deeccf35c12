"""The limits of the kernel, its two ways of refusing, and the budget of one check."""

from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

Paid = TypeVar("Paid", Fraction, Fraction | int)

MAXIMUM_BYTES = 4_000_000  # of a certificate's JSON
MAXIMUM_DEPTH = 200  # of nesting, in an expression and in evaluation
MAXIMUM_DIGITS = 4_000  # of a numerator or denominator; Python itself converts at most 4,300
MAXIMUM_BITS = MAXIMUM_DIGITS * 3_321 // 1_000
MAXIMUM_TERMS = 16  # of a sum of square roots
MAXIMUM_SIZE = 16  # of a matrix, vector or row; the smallest is 1
MAXIMUM_OUTCOMES = 65_536  # of selectors
MAXIMUM_STEPS = 1_000_000  # of evaluation and arithmetic; a long number counts as several


class Unreadable(Exception):
    """What was given is no certificate."""


class Rejected(Exception):
    """The certificate does not show what it claims; the text says which premiss failed."""


class Beyond(Rejected):
    """A limit is reached, or a construct is not known to the kernel: this says nothing of the certificate."""


def require(condition: object, reason: str, refusal: type[Rejected] = Rejected) -> None:
    """Raises Rejected, for this reason, unless the condition holds."""
    if not condition:
        raise refusal(reason)


def shown(data: object) -> str:
    """A text or data as it stands in a reason: cut where it is long."""
    text = data if isinstance(data, str) else repr(data)
    return text if len(text) <= 300 else f"{text[:300]}…"


@dataclass(slots=True)
class Budget:
    """What one check may still spend."""

    steps: int = MAXIMUM_STEPS
    outcomes: int = MAXIMUM_OUTCOMES

    def spend(self, steps: int, depth: int = 0, outcomes: int = 0) -> None:
        """Pays for steps of evaluation at a depth and for outcomes of selectors, before they are taken."""
        self.steps, self.outcomes = self.steps - steps, self.outcomes - outcomes
        if self.steps < 0 or self.outcomes < 0 or depth > MAXIMUM_DEPTH:
            raise Beyond(f"more than {MAXIMUM_STEPS} steps, {MAXIMUM_OUTCOMES} outcomes of selectors, or nested {MAXIMUM_DEPTH} deep")

    def pay(self, number: Paid) -> Paid:
        """Pays for a number that was computed, and returns it."""
        bits = max(number.numerator.bit_length(), number.denominator.bit_length())
        if bits > MAXIMUM_BITS:
            raise Beyond(f"a number of more than {MAXIMUM_DIGITS} digits")
        self.spend(1 + bits // 64)
        return number
