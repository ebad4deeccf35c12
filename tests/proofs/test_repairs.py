"""repairs.tex stands beside paper.tex: each repair names what it replaces."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from verify import load_theory

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


def test_every_repair_has_a_meaning() -> None:
    """No repair is malformed or outside the language."""
    assert {id_: STATEMENTS[id_].fault for id_ in REPAIRS if STATEMENTS[id_].fault is not None} == {}


def test_every_malformed_statement_has_a_repair() -> None:
    """Where print has no meaning, something that has one stands beside it."""
    assert {s.id for s in STATEMENTS.values() if s.fault is not None} <= set(REPAIRS.values())
