"""A statement that is true is never refuted."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.true_statements import COMMUTING, true_statements
from verify.decide.search.search import search
from verify.language.canonical import canonical_bytes
from verify.meaning.exact import compile_statement
from verify.strategies import instances

TRUE = true_statements()
MANY = 10_000


def test_there_are_enough_true_statements():
    """Thirty or more, at least half of them with non-commuting matrices, a symbolic set or exponent, no two alike."""
    assert len(TRUE) >= 30
    assert set(TRUE) >= COMMUTING
    assert len(TRUE) - len(COMMUTING) >= len(TRUE) / 2
    assert len({canonical_bytes(s) for s in TRUE.values()}) == len(TRUE)


@pytest.mark.parametrize("id_", TRUE)
def test_true_statements_survive(id_):
    """Forty instances each; the slow suite has ten thousand."""
    statement = TRUE[id_]
    judge = compile_statement(statement.context, statement.conclusion)

    @settings(max_examples=40)
    @given(st.data())
    def survives(data):
        check = judge(data.draw(instances(statement)))
        assert check.hypotheses is True
        assert check.conclusion is not False

    survives()


@pytest.mark.slow
@pytest.mark.parametrize("id_", TRUE)
def test_true_statements_survive_ten_thousand_instances(id_):
    """Ten thousand admissible instances each, none of which breaks the conclusion."""
    searched = search(TRUE[id_], MANY + MANY // 5, seed=7)
    assert searched.instance is None
    assert searched.uncertified == 0
    assert searched.effort.instances >= MANY
