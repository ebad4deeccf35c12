"""Relative slack: scaling changes nothing, and terms that both sides share are not counted."""

from __future__ import annotations

import numpy as np
import pytest

from tests.small_theory import read_claim
from verify.decide.draw.plan import Limits, read_plan
from verify.decide.draw.scalars import integer_values
from verify.decide.search.cancel import cancelled
from verify.decide.search.parameters import parameters
from verify.decide.search.slack import slacks
from verify.decide.search.starts import starts
from verify.meaning.floats.batch import FloatBatch
from verify.meaning.floats.compile import compile_floats


def batch_of(claim, count=30):
    """A statement's slacks, and a batch of its instances of the largest size."""
    plan = read_plan(read_claim(claim), Limits())
    here = parameters(plan, integer_values(plan)[-1])
    return slacks(plan), here.batch(starts(here, np.random.default_rng(1), count))


def scaled(batch, factor):
    """The same with all matrices multiplied."""
    values = {n: a * factor if a.ndim == 3 else a for n, a in batch.values.items()}
    return FloatBatch(batch.size, batch.integers, values, batch.families)


@pytest.mark.parametrize(
    "claim",
    [
        r"\conclude{$\mathrm{Tr}(AG) \le \mathrm{Tr}(A) \mathrm{Tr}(G)$}",
        r"\conclude{$\mathrm{Tr}(AGAG) = \mathrm{Tr}(A^2 G^2)$}",
        r"\conclude{$AGA \preceq A^2 \mathrm{Tr}(G)$}",
        r"\conclude{$AG + GA \succeq - \frac{1}{4} \mathrm{Tr}(AG) I$}",
        r"\conclude{$XY = YX$}",
    ],
)
def test_scale_invariance(claim):
    """Both sides homogeneous of one degree: the slack of a multiple is the same."""
    of, batch = batch_of(claim)
    one, other = of.conclusion(batch), of.conclusion(scaled(batch, 37.5))
    np.testing.assert_allclose(other, one, rtol=1e-6, atol=1e-6)  # a direction in which both sides vanish is noise
    assert (np.abs(one[np.isfinite(one)]) <= 1 + 1e-9).all()


@pytest.mark.parametrize(
    ("claim", "bare"),
    [
        (r"\conclude{$\mathrm{Tr}(A) + s \le \mathrm{Tr}(G) + s$}", r"\conclude{$\mathrm{Tr}(A) \le \mathrm{Tr}(G)$}"),
        (r"\conclude{$\mathrm{Tr}(A + X) \le \mathrm{Tr}(X + G)$}", r"\conclude{$\mathrm{Tr}(A) \le \mathrm{Tr}(G)$}"),
        (r"\conclude{$G - A \succeq S - S$}", r"\conclude{$G \succeq A$}"),
    ],
)
def test_common_terms_cancel(claim, bare):
    """What stands on both sides, or on one and is taken off there, leaves no trace in the slack."""
    of, batch = batch_of(claim)
    plain = slacks(read_plan(read_claim(bare), Limits()))
    np.testing.assert_allclose(of.conclusion(batch), plain.conclusion(batch), rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize(
    "claim",
    [
        r"\conclude{$\mathrm{Tr}(A - X + G) + s \le \mathrm{Tr}(G) - t + s$}",
        r"\conclude{$A - G \preceq X + X^T - G$}",
        r"\conclude{$s - t = t - s + s$}",
    ],
)
def test_cancelling_keeps_the_meaning(claim):
    """Where one holds, the other does."""
    statement = read_claim(claim)
    plan = read_plan(statement, Limits())
    here = parameters(plan, integer_values(plan)[-1])
    batch = here.batch(starts(here, np.random.default_rng(2), 60))
    one, other = (compile_floats(plan.context, e)(batch) for e in (plan.conclusion, cancelled(plan.conclusion)))
    assert (one == other).all()


def test_hypotheses_that_hold_lack_nothing():
    """And those that fail lack more the further they are from holding."""
    of, batch = batch_of(r"\assume{$\mathrm{Tr}(A) \le 1$} \conclude{$\mathrm{Tr}(A) \le 2$}")
    traces = np.trace(batch.values["A"], axis1=1, axis2=2)
    lack = of.lack(batch)
    assert ((lack == 0) == (traces <= 1)).all()
    order = np.argsort(traces)
    assert (np.diff(lack[order]) >= 0).all()
