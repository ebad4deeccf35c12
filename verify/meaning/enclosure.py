"""Real numbers that are known only by balls as narrow as one likes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from flint import arb, ctx, fmpq

from verify.meaning.failures import Undecided
from verify.meaning.surd import Surd, enclose, root_of_rational, root_of_surd
from verify.meaning.surd import sign as sign_of_surd

FIRST_PRECISION, LAST_PRECISION = 64, 2048  # bits
LONGEST_SQUARED = 8  # terms of a surd that is compared with a root by its square

Exact = fmpq | Surd


@dataclass(frozen=True, slots=True, eq=False)
class Enclosure:
    """A real number.

    compute: a ball that contains it, narrower as flint's working precision grows. known: the balls computed so far, by precision.
    square: where the number is the nonnegative root of an exact one, that one; so such roots are compared and multiplied exactly.
    """

    compute: Callable[[], arb]
    known: dict[int, arb] = field(default_factory=dict)
    square: Exact | None = None

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

    def __sub__(self, other: Exact | Enclosure) -> Exact | Enclosure:
        squares = squares_of(self, other)
        if squares is not None and squares[0] - squares[1] == 0:
            return fmpq(0)
        return Enclosure(lambda: self.ball() - ball(other))

    def __rsub__(self, other: Exact | Enclosure) -> Enclosure:
        return Enclosure(lambda: ball(other) - self.ball())

    def __mul__(self, other: Exact | Enclosure) -> Exact | Enclosure:
        if isinstance(other, fmpq) and other == 0:
            return other
        squares = squares_of(self, other)
        if squares is None:
            return Enclosure(lambda: self.ball() * ball(other))
        return squares[0] if squares[0] - squares[1] == 0 else root_of(squares[0] * squares[1])

    __rmul__ = __mul__

    def __truediv__(self, other: Exact | Enclosure) -> Exact | Enclosure:
        return _ratio(self, other)

    def __rtruediv__(self, other: Exact | Enclosure) -> Exact | Enclosure:
        return _ratio(other, self)


def root_of(number: Exact) -> Exact | Enclosure:
    """√number for a number ≥ 0, as a sum of roots of rationals where it is one that is easily found."""
    found = root_of_rational(number) if isinstance(number, fmpq) else root_of_surd(number)
    return Enclosure(lambda: ball(number).sqrt(), square=number) if found is None else found


def squares_of(left: Exact | Enclosure, right: Exact | Enclosure) -> tuple[Exact, Exact] | None:
    """The squares of two nonnegative numbers where both are known exactly and are short; else None."""
    first = _known_square(left)
    second = None if first is None else _known_square(right)
    if first is None or second is None:
        return None
    return first(), second()


def _known_square(number: Exact | Enclosure) -> Callable[[], Exact] | None:
    """How to square a nonnegative number, if that is known to be exact and short."""
    match number:
        case Enclosure(square=square):
            return None if square is None else lambda: square
        case Surd(terms):
            return (lambda: number * number) if len(terms) <= LONGEST_SQUARED and sign_of_surd(number) > 0 else None
        case fmpq():
            return (lambda: number * number) if number >= 0 else None


def _ratio(left: Exact | Enclosure, right: Exact | Enclosure) -> Exact | Enclosure:
    """left / right for a right that is not zero."""
    squares = squares_of(left, right)
    return Enclosure(lambda: ball(left) / ball(right)) if squares is None else root_of(squares[0] / squares[1])


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
