"""repairs.tex stands beside paper.tex: each repair names what it replaces."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from verify import decide, load_theory
from verify.decide.outcome import Refuted, Unsettled
from verify.errors import Code

PROOFS = Path(__file__).parents[2] / "proofs"
STATEMENTS = {s.id: s for s in load_theory(PROOFS)}
REPAIRS = {s.id: s.repairs for s in STATEMENTS.values() if s.repairs is not None}


def test_every_claim_of_the_file_is_a_repair() -> None:
    """Nothing else is claimed in repairs.tex."""
    claims = re.findall(r"\\begin\{claim\}\{([^}]*)\}", (PROOFS / "repairs.tex").read_text(encoding="utf-8"))
    assert sorted(claims) == sorted(REPAIRS)


def test_every_repair_names_a_printed_statement() -> None:
    """What is repaired is a statement of paper.tex."""
    assert {STATEMENTS[repaired].file for repaired in REPAIRS.values()} == {str(PROOFS / "paper.tex")}


def test_the_repairs_of_a_statement_are_numbered() -> None:
    """The first is called `…r`, the next `…r2`, `…r3`."""
    numbers = {repaired: range(1, count + 1) for repaired, count in Counter(REPAIRS.values()).items()}
    assert set(REPAIRS) == {f"{repaired}r{n if n > 1 else ''}" for repaired, ns in numbers.items() for n in ns}


def test_no_repair_is_malformed() -> None:
    """Every repair has a meaning."""
    assert {id_: STATEMENTS[id_].fault for id_ in REPAIRS if STATEMENTS[id_].fault is not None} == {}


FOR_ANY = ("40.1r", "40.2r", "49.1r", "49.2r2", "49.3r2", "63.1r", "64.1r", "64.2r", "66.1r2")


@pytest.mark.parametrize("id_", FOR_ANY)
def test_what_is_said_of_any_member_is_not_refuted(id_: str) -> None:
    """The repairs that are for every pair, or every sample, survive, and instances put them to the test."""
    outcome = decide(STATEMENTS[id_], rounds=30)
    assert isinstance(outcome, Unsettled)
    assert outcome.effort is not None
    assert outcome.effort.instances > 0


@pytest.mark.parametrize("id_", ["49.2r", "49.3r"])
def test_what_is_printed_of_any_pair_is_refuted(id_: str) -> None:
    """With its indices bound, what (49) prints is false: the fractions are not squared."""
    assert isinstance(decide(STATEMENTS[id_], rounds=60), Refuted)


def test_every_malformed_statement_has_a_repair() -> None:
    """Where print has no meaning, something that has one stands beside it."""
    malformed = {s.id for s in STATEMENTS.values() if s.fault is not None and s.fault.code is not Code.SYNTAX}
    assert malformed - set(REPAIRS.values()) == set()
