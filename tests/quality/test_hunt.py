"""The hunt's statements are what their files say: the false ones fail on known instances, no two are alike."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.house.sources import ROOT
from verify.language.canonical import canonical_bytes
from verify.language.read import load_theory
from verify.language.statement import Role, Statement
from verify.meaning.exact import check
from verify.meaning.instance import from_json

THEORY = load_theory(ROOT / "benchmarks" / "hunt")
KNOWN = json.loads((Path(__file__).parent / "hunt_counterexamples.json").read_text("utf-8"))
CLAIMS = {s.id: s for s in THEORY if s.role is Role.CLAIM}
FALSE = {id_: s for id_, s in CLAIMS.items() if Path(s.file).name == "false.tex"}
KINDS = 9


def bytes_without_numbers(statement: Statement) -> bytes:
    """What a statement says but for the digits in it."""
    return canonical_bytes(statement).translate(None, b"0123456789")


def test_there_are_enough():
    """60 false statements or more, of nine kinds, none of which holds a fifth of them."""
    kinds = [id_.split("-")[0] for id_ in FALSE]
    assert len(FALSE) >= 60
    assert len(set(kinds)) == KINDS
    assert max(map(kinds.count, kinds)) < len(FALSE) / 5


def test_all_have_a_meaning():
    """None has a fault, and none says what another says with other numbers, unless one is false and the other true."""
    assert [s.id for s in THEORY if s.fault is not None] == []
    for found in (FALSE.values(), [s for s in CLAIMS.values() if s.id not in FALSE]):
        said = [bytes_without_numbers(s) for s in found]
        assert len(set(said)) == len(said)


@pytest.mark.parametrize("id_", FALSE)
def test_the_false_are_false(id_):
    """An instance is known on which the hypotheses hold and the conclusion does not."""
    statement = FALSE[id_]
    found = check(statement.context, statement.conclusion, from_json(KNOWN[id_]))
    assert found.hypotheses is True
    assert found.conclusion is False


def test_no_other_instance_is_kept():
    """Every instance on file belongs to a false statement."""
    assert set(KNOWN) == set(FALSE)
