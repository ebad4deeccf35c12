"""Settings for the tests of inspection: small families in floats that are fractions, and what the slow reference needs of them."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from pathlib import Path

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from tests.reference.moments import Matrix, Setup
from verify.inspection.conclusions import Verdicts
from verify.inspection.hessians import Hessians
from verify.inspection.inspect import Inspection, Wishes, inspect
from verify.inspection.setting import Setting, setting
from verify.inspection.theory_figures import TheoryFigures, read_figures
from verify.language.read import load_theory
from verify.ledger.lock import read_lock

ETAS, ALPHAS = (0.0625, 0.25, 1.0), (0.0, 0.25, 0.5, 1.0)


@cache
def figures() -> TheoryFigures:
    """The figures of this paper's theory."""
    return read_figures(load_theory("proofs"))


@cache
def verdicts() -> Verdicts:
    """Its accepted verdicts by id."""
    return {line.id: line for line in read_lock(Path("proofs")) or ()}


def given(retain, forget, eta=0.25, alpha=0.25, batch=1, *, factored=False) -> Setting:
    """A setting of arrays."""
    hessians = Hessians("family.npz", np.asarray(retain, float), np.asarray(forget, float), factored, float(np.finfo(float).eps))
    return setting(hessians, eta, alpha, batch)


def inspected(found: Setting, **wishes) -> Inspection:
    """An inspection against this paper."""
    return inspect(found, figures(), verdicts(), Wishes(**{"steps": 4, **wishes}))


@st.composite
def settings_in_fractions(draw, most: int = 3, max_d: int = 3) -> Setting:
    """Integer factors, dyadic learning rates and weights: every number is a fraction, exactly."""
    n_r, n_f, d, k = draw(st.integers(1, most)), draw(st.integers(1, most)), draw(st.integers(1, max_d)), draw(st.integers(1, 2))
    entries = st.integers(-2, 2)
    retain, forget = (draw(arrays(np.int64, (n, d, k), elements=entries)).astype(float) for n in (n_r, n_f))
    factored = draw(st.booleans())
    if not factored:
        retain, forget = (x @ x.transpose(0, 2, 1) for x in (retain, forget))
    batch = draw(st.integers(1, min(n_r, n_f)))
    return given(retain, forget, draw(st.sampled_from(ETAS)), draw(st.sampled_from(ALPHAS)), batch, factored=factored)


def reference_of(found: Setting) -> Setup:
    """A setting for the slow reference."""
    hessians = found.hessians
    dense = [x @ x.transpose(0, 2, 1) if hessians.factored else x for x in (hessians.retain, hessians.forget)]
    retain, forget = (tuple(_fractions(h) for h in family) for family in dense)
    return Setup(retain, forget, Fraction(found.eta), Fraction(found.alpha), found.batch)


def contains(interval: tuple[float, float], truth: Fraction) -> bool:
    """Whether an exact number is between two floats."""
    return Fraction(interval[0]) <= truth <= Fraction(interval[1])


def _fractions(h) -> Matrix:
    return [[Fraction(float(x)) for x in row] for row in h]
