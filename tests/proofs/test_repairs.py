"""repairs.tex stands beside paper.tex: each repair names what it replaces."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from verify import load_theory
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


# What the language lacks until nested sums over strings and "for all r" come; the lists shrink then, and only then.
UNREADABLE_REPAIRS = {f"31.{n}r" for n in range(1, 8)}
UNREPAIRED = {"40.1", "40.2", "40.3", "49.1", "49.2", "49.3", "63.1", "66.1"}


def test_no_repair_is_malformed() -> None:
    """Every repair has a meaning, but for those whose construct the language lacks."""
    faults = {id_: STATEMENTS[id_].fault for id_ in REPAIRS if STATEMENTS[id_].fault is not None}
    assert set(faults) == UNREADABLE_REPAIRS
    assert {fault.code for fault in faults.values()} == {Code.SYNTAX}


def test_every_malformed_statement_has_a_repair() -> None:
    """Where print has no meaning, something that has one stands beside it, but where the language lacks the words for it."""
    malformed = {s.id for s in STATEMENTS.values() if s.fault is not None and s.fault.code is not Code.SYNTAX}
    assert malformed - set(REPAIRS.values()) == UNREPAIRED
