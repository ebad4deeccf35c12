"""The hunt's statements are what their files say: the false ones fail on known instances, no two are alike."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.house.sources import ROOT
from verify.decide.certify import refuted
from verify.decide.decide import decide
from verify.decide.outcome import Refuted
from verify.decide.search.attack import attack
from verify.language.canonical import canonical_bytes
from verify.language.read import load_theory
from verify.language.statement import Role, Statement
from verify.meaning.exact import check
from verify.meaning.instance import from_json

THEORY = load_theory(ROOT / "benchmarks" / "hunt")
KNOWN = json.loads((Path(__file__).parent / "hunt_counterexamples.json").read_text("utf-8"))
CLAIMS = {s.id: s for s in THEORY if s.role is Role.CLAIM}
FALSE = {id_: s for id_, s in CLAIMS.items() if Path(s.file).name == "false.tex"}
TRUE = {id_: s for id_, s in CLAIMS.items() if id_ not in FALSE}
KINDS = 10


def bytes_without_numbers(statement: Statement) -> bytes:
    """What a statement says but for the digits in it."""
    return canonical_bytes(statement).translate(None, b"0123456789")


def test_there_are_enough():
    """60 or more false statements and as many true ones, of nine kinds and some held out, none of which holds a fifth of them."""
    for found in (FALSE, TRUE):
        kinds = [id_.split("-")[0] for id_ in found]
        assert len(found) >= 60
        assert len(set(kinds)) == KINDS
        assert max(map(kinds.count, kinds)) < len(found) / 5


def test_all_have_a_meaning():
    """None has a fault, and none says what another says with other numbers, unless one is false and the other true."""
    assert [s.id for s in THEORY if s.fault is not None] == []
    for found in (FALSE, TRUE):
        said = [bytes_without_numbers(s) for s in found.values()]
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


@pytest.mark.parametrize("id_", ["scale-congruence", "structure-two-harmonics", "unequal-one-step"])
def test_what_is_far_away_or_hard_to_round_is_found(id_):
    """At an extreme scale, with spectra at the ends of their ranges, with a scalar of larger denominators: in the first rounds."""
    found = attack(FALSE[id_], rounds=5, seed=0)
    assert isinstance(refuted(FALSE[id_], found.instance), Refuted)


@pytest.mark.slow
@pytest.mark.parametrize("id_", TRUE)
def test_the_true_are_not_refuted(id_):
    """What is decided of a true statement is not that it is false, however close it comes to that."""
    assert not isinstance(decide(TRUE[id_], rounds=400), Refuted)
