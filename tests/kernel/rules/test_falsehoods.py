"""False statements that seem to follow: each is refuted by an instance, and its derivation is refused."""

from __future__ import annotations

import pytest

from tests.kernel.derivations import derive, refuted
from tests.kernel.rules.falsehoods import FALSEHOODS
from verify.kernel.limits import Rejected


@pytest.mark.parametrize("false", FALSEHOODS, ids=lambda false: false.name)
def test_false(false):
    """The instance satisfies the hypotheses and breaks the conclusion."""
    assert refuted(false.statement, false.values, false.members)


@pytest.mark.parametrize("false", FALSEHOODS, ids=lambda false: false.name)
def test_refused(false):
    """The steps do not show it."""
    with pytest.raises(Rejected):
        derive(false.statement, *false.steps, lemmas=false.lemmas)
