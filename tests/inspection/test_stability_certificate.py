"""The verdict as a certificate: the kernel accepts it, and no mutant that says more."""

from __future__ import annotations

import json
from copy import deepcopy
from fractions import Fraction

import numpy as np
import pytest

from tests.inspection.families import given
from verify.dynamics import Stability, Verdict, stability
from verify.inspection.stability_certificate import stability_certificate
from verify.kernel.check import Rejected, check

RETAIN = np.array([[[1.0, 0.5], [0.5, 1.0]], [[2.0, 0.0], [0.0, 0.5]]])
FORGET = np.array([[[0.5, 0.0], [0.0, 0.25]], [[1.0, 1.0], [1.0, 1.0]]])


@pytest.mark.parametrize(("eta", "verdict", "side"), [(0.0625, Verdict.STABLE, ">="), (4.0, Verdict.UNSTABLE, "<=")])
@pytest.mark.parametrize("factored", [False, True])
def test_both_verdicts_have_a_certificate(eta, verdict, side, factored):
    """The kernel's own evaluation of Φ(M) against cM; with c on the other side of 1 it is rejected."""
    setting = given(RETAIN, FORGET, eta, 0.125, 1, factored=factored)
    found = stability(setting.recursion())
    assert found.verdict is verdict
    made = json.loads(json.dumps(stability_certificate(setting, found)))
    check(made)
    assert made["statement"]["conclusion"][0] == side
    assert (Fraction(made["instance"]["values"]["c"]) < 1) is (verdict is Verdict.STABLE)
    other = Fraction(eta) * (64 if verdict is Verdict.STABLE else Fraction(1, 64))
    for name, value in (("c", Fraction(1)), ("eta", other)):
        mutant = deepcopy(made)
        mutant["instance"]["values"][name] = str(value)
        with pytest.raises(Rejected):
            check(mutant)


def test_where_there_is_none():
    """An undecided verdict, and matrices that are too large for the kernel: the reason is given."""
    setting = given(RETAIN, FORGET)
    assert stability_certificate(setting, Stability(Verdict.UNDECIDED, 0.5, 2.0)) == "the verdict is undecided"
    assert "exact comparison" in stability_certificate(setting, Stability(Verdict.UNSTABLE, 1.0, 2.0))
    assert "exact comparison" in stability_certificate(setting, Stability(Verdict.STABLE, 0.5, 1.0))
    large = given(np.eye(17)[None], np.eye(17)[None])
    assert "up to d = 16" in stability_certificate(large, Stability(Verdict.STABLE, 0.5, 0.5))
