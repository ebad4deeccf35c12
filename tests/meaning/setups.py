"""Random rational set-ups that cover the edges: non-commuting, zero and rank-one Hessians, α ∈ {0, 1}, B = n, n_r ≠ n_f."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import strategies as st

from tests.reference.moments import Setup, combined, times, transposed
from verify.meaning.instance import Instance, Matrix

SMALL = st.integers(-2, 2).map(Fraction)
RATIONALS = st.fractions(min_value=-3, max_value=3, max_denominator=6)


def squares(size: int, entries: st.SearchStrategy[Fraction] = SMALL) -> st.SearchStrategy[list[list[Fraction]]]:
    """Square matrices of a size."""
    return st.lists(st.lists(entries, min_size=size, max_size=size), min_size=size, max_size=size)


def psd(size: int) -> st.SearchStrategy[list[list[Fraction]]]:
    """A Aᵀ, zero and rank one among them."""
    factors = st.one_of(
        squares(size),
        st.just([[Fraction(0)] * size for _ in range(size)]),
        st.lists(SMALL, min_size=size, max_size=size).map(lambda v: [[x, *[Fraction(0)] * (size - 1)] for x in v]),
    )
    return factors.map(lambda a: times(a, transposed(a)))


def symmetric(size: int, entries: st.SearchStrategy[Fraction] = SMALL) -> st.SearchStrategy[list[list[Fraction]]]:
    """A + Aᵀ."""
    return squares(size, entries).map(lambda a: combined((Fraction(1, 2), a), (Fraction(1, 2), transposed(a))))


@st.composite
def setups(draw: st.DrawFn, min_size: int = 1, max_size: int = 3, max_members: int = 2) -> Setup:
    """A set-up with at most so many Hessians per set."""
    size = draw(st.integers(min_size, max_size))
    n_r, n_f = draw(st.integers(1, max_members)), draw(st.integers(1, max_members))
    return Setup(
        tuple(draw(psd(size)) for _ in range(n_r)),
        tuple(draw(psd(size)) for _ in range(n_f)),
        draw(st.sampled_from([Fraction(1), Fraction(1, 2), Fraction(2, 3), Fraction(3)])),
        draw(st.sampled_from([Fraction(0), Fraction(1), Fraction(1, 3), Fraction(1, 2)])),
        draw(st.integers(1, min(n_r, n_f))),
    )


@st.composite
def even_setups(draw: st.DrawFn) -> Setup:
    """Set-ups in which both sets have two members and the batch one, so that C'_r = 1 − α and C'_f = α."""
    size = draw(st.integers(1, 2))
    retain, forget = (tuple(draw(psd(size)) for _ in range(2)) for _ in range(2))
    return Setup(retain, forget, Fraction(1), draw(st.sampled_from([Fraction(0), Fraction(1), Fraction(1, 3), Fraction(1, 2)])), 1)


def frozen(rows: list[list[Fraction]]) -> Matrix:
    """A matrix as an instance holds it."""
    return tuple(tuple(row) for row in rows)


def instance_of(setup: Setup, k: int, w_0: tuple[int, ...] = ()) -> Instance:
    """The instance of the theory that a set-up is."""
    numbers = {
        "d": setup.size,
        "n_r": len(setup.retain),
        "n_f": len(setup.forget),
        "B": setup.batch,
        "k": k,
        "eta": setup.eta,
        "alpha": setup.alpha,
    }
    start = tuple(Fraction(x) for x in (w_0 or (1,) * setup.size))
    return Instance(
        (*((name, Fraction(n)) for name, n in numbers.items()), ("w_0", start)),
        (("H", (("D_r", tuple(map(frozen, setup.retain))), ("D_f", tuple(map(frozen, setup.forget))))),),
    )
