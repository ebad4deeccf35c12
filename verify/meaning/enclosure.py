"""Real numbers that are known only by balls as narrow as one likes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from flint import arb, ctx, fmpq

from verify.meaning.failures import Undecided
from verify.meaning.surd import Surd, enclose

FIRST_PRECISION, LAST_PRECISION = 64, 2048  # bits

Exact = fmpq | Surd


@dataclass(frozen=True, slots=True, eq=False)
class Enclosure:
    """A real number.

    compute: a ball that contains it, narrower as flint's working precision grows. known: the balls computed so far, by precision.
    """

    compute: Callable[[], arb]
    known: dict[int, arb] = field(default_factory=dict)

    def ball(self) -> arb:
        """A ball that contains the number, at the working precision."""
        found = self.known.get(ctx.prec)
        if found is None:
            found = self.known[ctx.prec] = self.compute()
        return found

    def __add__(self, other: Exact | Enclosure) -> Enclosure:
        return Enclosure(lambda: self.ball() + ball(other))

    __radd__ = __add__

    def __neg__(self) -> Enclosure:
        return Enclosure(lambda: -self.ball())

    def __sub__(self, other: Exact | Enclosure) -> Enclosure:
        return Enclosure(lambda: self.ball() - ball(other))

    def __rsub__(self, other: Exact | Enclosure) -> Enclosure:
        return Enclosure(lambda: ball(other) - self.ball())

    def __mul__(self, other: Exact | Enclosure) -> Exact | Enclosure:
        if isinstance(other, fmpq) and other == 0:
            return other
        return Enclosure(lambda: self.ball() * ball(other))

    __rmul__ = __mul__

    def __truediv__(self, other: Exact | Enclosure) -> Enclosure:
        return Enclosure(lambda: self.ball() / ball(other))

    def __rtruediv__(self, other: Exact | Enclosure) -> Enclosure:
        return Enclosure(lambda: ball(other) / self.ball())


def ball(number: Exact | Enclosure) -> arb:
    """A ball that contains a real number, at the working precision."""
    if isinstance(number, fmpq):
        return arb(number)
    return enclose(number) if isinstance(number, Surd) else number.ball()


def sign(number: Enclosure) -> int:
    """1 or −1, as soon as a ball excludes zero.

    Raises Undecided where none does up to LAST_PRECISION (the number may be zero).
    """
    precision = FIRST_PRECISION
    while precision <= LAST_PRECISION:
        with ctx.workprec(precision):
            now = number.ball()
            if now > 0:
                return 1
            if now < 0:
                return -1
        precision *= 2
    raise Undecided(f"two real numbers agree to {LAST_PRECISION} bits")
