"""Changing one character of a formula changes what is checked, or is a fault; where it is neither, a rule of the language says why.

`pytest -m slow -s tests/proofs/test_edits.py` edits every character of every formula that has a meaning, and prints what came of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest

from tests.proofs.edits import Edit, edits, one_of_each
from tests.proofs.effects import Effect, Finding, effect, effects, report
from tests.proofs.places import Paper, Place, alone, meanings, read_paper, said, whole
from verify.language.read import ORDER
from verify.language.statement import Statement

SAMPLE = 4  # one of so many formulas is edited in the default suite
COMPARED = 40  # edits that are also read with the whole theory
EDITED = (Effect.CHANGED, Effect.FAULT)


@pytest.fixture(scope="module")
def paper() -> Paper:
    """The theory's formulas."""
    return read_paper()


@pytest.fixture(scope="module")
def unedited(paper: Paper) -> tuple[Statement, ...]:
    """The theory's statements."""
    found = whole(paper, paper.places[0], paper.places[0].formula)
    assert found is not None
    return found


def readable(paper: Paper, file: str, step: int = 1) -> Iterator[tuple[Place, Sequence[Statement]]]:
    """The formulas of a file that have a meaning, one of so many of them, with the statements of their items."""
    for place in [p for p in paper.places if p.file == file][::step]:
        found = read(paper, place)
        if any(s.conclusion is not None for s in said(place, found)):
            yield place, found


def read(paper: Paper, place: Place) -> tuple[Statement, ...]:
    """The statements of a formula's item."""
    found = alone(paper, place, place.formula)
    assert found is not None
    return found


def shown(findings: Sequence[Finding], *among: Effect) -> list[str]:
    """The edits that came to one of some effects, for a person."""
    return [str(f.edit) for f in findings if f.effect in among]


@pytest.mark.parametrize("file", ORDER)
def test_an_edit_is_noticed(paper: Paper, file: str) -> None:
    """One edit of a formula, each of another character."""
    findings: list[Finding] = []
    for number, (place, before) in enumerate(readable(paper, file, SAMPLE)):
        chosen = one_of_each(place)
        findings += effects(paper, [chosen[number * 11 % len(chosen)]], before)
    assert shown(findings, Effect.SILENT) == []
    assert shown(findings, *EDITED) != []


@pytest.mark.slow
@pytest.mark.parametrize("file", ORDER)
def test_every_edit_is_noticed(paper: Paper, file: str) -> None:
    """One edit of each character of each formula. What they came to is printed (`-s`)."""
    findings = [f for place, before in readable(paper, file) for f in effects(paper, one_of_each(place), before)]
    print(f"\n{report(findings)}")
    assert shown(findings, Effect.SILENT) == []
    assert {f.effect for f in findings} >= {*EDITED, Effect.LAYOUT}


def test_an_item_alone_says_what_it_says_in_the_theory(paper: Paper, unedited: tuple[Statement, ...]) -> None:
    """The statements of claims and proofs have the canonical bytes of the whole theory's."""
    items = [read(paper, p) for p in paper.places[::SAMPLE] if p.kind not in ("setup", "definition")]
    assert {byte for item in items for byte in meanings(item).values()} <= set(meanings(unedited).values())


@pytest.mark.slow
def test_every_statement_is_said_by_an_item(paper: Paper, unedited: tuple[Statement, ...]) -> None:
    """No statement of the theory is missing where each item is read alone: none goes without its edits."""
    ids = {s.id for p in paper.places if p.kind == "definition" for s in read(paper, p)}
    found = [byte for p in paper.places if p.kind not in ("setup", "definition") for byte in meanings(read(paper, p)).values()]
    assert set(found) == {byte for id_, byte in meanings(unedited).items() if id_ not in ids}


@pytest.mark.parametrize("part", range(1, COMPARED, 21))
def test_an_edit_comes_to_the_same_in_the_whole_theory(paper: Paper, unedited: tuple[Statement, ...], part: int) -> None:
    """Reading an item alone is a short cut and no other judge."""
    compare(paper, unedited, part)


@pytest.mark.slow
@pytest.mark.parametrize("part", range(COMPARED))
def test_more_edits_come_to_the_same_in_the_whole_theory(paper: Paper, unedited: tuple[Statement, ...], part: int) -> None:
    """The same for more of them, those of definitions and of the set-up included."""
    compare(paper, unedited, part)


def compare(paper: Paper, unedited: tuple[Statement, ...], part: int) -> None:
    """Compare what an edit comes to in both ways."""
    place = paper.places[part * len(paper.places) // COMPARED]
    chosen = one_of_each(place)
    edit = chosen[part * 7 % len(chosen)]
    before = read(paper, place)
    quick = effect(edit, before, meanings(before), alone(paper, place, edit.formula))
    slow = effect(edit, unedited, meanings(unedited), whole(paper, place, edit.formula))
    assert (quick in EDITED) is (slow in EDITED), str(edit)  # a definition at fault changes what others rest on


def test_the_kinds_of_edits(paper: Paper) -> None:
    """A sign, an index, an exponent, a script with its sign and a relation are each changed, in the set-up and in the paper."""
    noted = {(e.old, e.new) for p in paper.places for alternatives in edits(p) for e in alternatives}
    assert noted >= {("+", "-"), ("r", "f"), ("^", "_"), ("2", "3"), ("^T", ""), ("_r", ""), (r"\le", "<"), (r"\sum", ""), ("&", "")}


def test_a_silent_edit_would_be_seen(paper: Paper) -> None:
    """What keeps the meaning without a rule is called so: writing ⪰ between matrices as ≥ is no edit of the list."""
    place = next(p for p in paper.places if r"\succeq" in p.formula and p.kind == "proofof")
    start = place.formula.index(r"\succeq")
    before = read(paper, place)
    spelled = Edit(place, start, start + len(r"\succeq"), r"\geq")
    assert [f.effect for f in effects(paper, [spelled], before)] == [Effect.SILENT]
