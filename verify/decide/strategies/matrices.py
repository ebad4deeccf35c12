"""Strategies of exact positive semidefinite matrices and families of them."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import strategies as st
from hypothesis.errors import InvalidArgument

from verify.decide.draw.choice import Choose, pick
from verify.decide.draw.families import psd_family
from verify.decide.draw.matrices import psd
from verify.decide.strategies.arguments import check_range, chooser
from verify.decide.strategies.values import HessianFamily, PsdMatrix, UnlearningInstance

_RATES = tuple(Fraction(n, d) for n, d in ((1, 1), (1, 2), (2, 1), (1, 4), (3, 2), (3, 1)))
_WEIGHTS = tuple(Fraction(n, d) for n, d in ((0, 1), (1, 1), (1, 2), (1, 4), (3, 4), (1, 3)))


def psd_matrices(d: int | None = None, *, min_d: int = 1, max_d: int = 3) -> st.SearchStrategy[PsdMatrix]:
    """Positive semidefinite matrices: zero, multiples of the identity, diagonal, rank one, c A Aᵀ with an integer factor.

    d: the dimension; without it, min_d..max_d (1 <= min_d <= max_d). Raises InvalidArgument.
    """
    if d is not None:
        if (min_d, max_d) != (1, 3):
            raise InvalidArgument("give either d, or min_d and max_d")
        min_d = max_d = d
    check_range("d", min_d, max_d, 1)
    return _psd_matrices(min_d, max_d)


@st.composite
def _psd_matrices(draw: st.DrawFn, min_d: int, max_d: int) -> PsdMatrix:
    choose = chooser(draw)
    return PsdMatrix(psd(choose, _between(choose, min_d, max_d)))


def hessian_families(*, min_d: int = 1, max_d: int = 3, min_n: int = 1, max_n: int = 3) -> st.SearchStrategy[HessianFamily]:
    """Families of positive semidefinite matrices: zero, repeated, diagonal, rank one, of one basis, with a diagonal mean, any.

    1 <= min_d <= max_d and 0 <= min_n <= max_n. Raises InvalidArgument.
    """
    check_range("d", min_d, max_d, 1)
    check_range("n", min_n, max_n, 0)
    return _hessian_families(min_d, max_d, min_n, max_n)


@st.composite
def _hessian_families(draw: st.DrawFn, min_d: int, max_d: int, min_n: int, max_n: int) -> HessianFamily:
    choose = chooser(draw)
    d, n = _between(choose, min_d, max_d), _between(choose, min_n, max_n)
    return HessianFamily(d, psd_family(choose, d, n))


def unlearning_instances(*, min_d: int = 1, max_d: int = 3, min_n: int = 1, max_n: int = 3) -> st.SearchStrategy[UnlearningInstance]:
    """SGD on two families, with η, α (0 and 1 among them) and a batch size up to the smaller family.

    1 <= min_d <= max_d and 1 <= min_n <= max_n, for either family. Raises InvalidArgument.
    """
    check_range("d", min_d, max_d, 1)
    check_range("n", min_n, max_n, 1)
    return _unlearning_instances(min_d, max_d, min_n, max_n)


@st.composite
def _unlearning_instances(draw: st.DrawFn, min_d: int, max_d: int, min_n: int, max_n: int) -> UnlearningInstance:
    choose = chooser(draw)
    d = _between(choose, min_d, max_d)
    n_r, n_f = _between(choose, min_n, max_n), _between(choose, min_n, max_n)
    together = choose(3) == 2
    members = psd_family(choose, d, n_r + n_f) if together else (*psd_family(choose, d, n_r), *psd_family(choose, d, n_f))
    return UnlearningInstance(
        retain=HessianFamily(d, members[:n_r]),
        forget=HessianFamily(d, members[n_r:]),
        eta=pick(choose, _RATES),
        alpha=pick(choose, _WEIGHTS),
        batch=_between(choose, 1, min(n_r, n_f)),
    )


def _between(choose: Choose, low: int, high: int) -> int:
    return low + choose(high - low + 1)
