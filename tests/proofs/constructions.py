"""Hypothesis strategies of the construction of section 4.5, and the same construction at a multiple of the threshold of (42)."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import sympy
from hypothesis import strategies as st

from proofs.rank_one import THEORY, RankOne

REPAIRED = THEORY["38r"].rhs  # the threshold of (42)
POSITIVE = st.builds(Fraction, st.integers(1, 6), st.integers(1, 4))
WEIGHTS = st.sampled_from(tuple(map(Fraction, (0, "1/2", "1/4", "3/4", "1/3", "9/10"))))


@st.composite
def rational_constructions(draw: st.DrawFn, *, max_d: int = 3) -> RankOne:
    """Constructions with a rational C'_r: (n_r − B)(n_f − B) is a square, 0 among them. n_r <= 6, n_f <= 6."""
    batch = draw(st.integers(1, 2))
    n_r, n_f = batch + draw(st.sampled_from((1, 4))), batch + draw(st.sampled_from((0, 1, 4)))
    count = draw(st.integers(1, n_r))
    return RankOne(
        eigenvalue=draw(POSITIVE),
        sigma=count * n_f,
        n_r=n_r,
        n_f=n_f,
        B=batch,
        eta=draw(POSITIVE),
        alpha=draw(WEIGHTS),
        d=draw(st.integers(1, max_d)),
    )


@st.composite
def constructions(draw: st.DrawFn, *, max_d: int = 3) -> RankOne:
    """Constructions by m, so that C'_r is rational or not. n_r <= 5, n_f <= 4."""
    batch = draw(st.integers(1, 2))
    n_r, n_f = draw(st.integers(batch + 1, 5)), draw(st.integers(batch, 4))
    return RankOne.with_m(
        draw(POSITIVE),
        sigma=n_f * draw(st.integers(1, n_r)),
        n_r=n_r,
        n_f=n_f,
        B=batch,
        eta=draw(POSITIVE),
        alpha=draw(WEIGHTS),
        d=draw(st.integers(1, max_d)),
    )


def times_threshold(built: RankOne, multiple: Fraction) -> RankOne:
    """The construction with λ_max(D) a multiple of the threshold of (42), which depends on the other parameters alone."""
    return replace(built, eigenvalue=sympy.Rational(str(multiple)) * REPAIRED.value(built.instance()))
