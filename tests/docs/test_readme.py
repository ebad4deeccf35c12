"""The README tells the truth: its example, its numbers, its links, its picture."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from verify.decide.outcome import Proved, Refuted
from verify.language.read import load_theory
from verify.ledger.build import build

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
EXAMPLE = ROOT / "examples" / "squares"


def test_the_example_is_printed_as_it_stands():
    """A reader who copies the three files has the example, and they are short."""
    files = [(EXAMPLE / name).read_text(encoding="utf-8") for name in ("notation.py", "claims.tex", "derivations.py")]
    assert all(text in README for text in files)
    assert sum(len(text.splitlines()) for text in files) <= 30


def test_the_example_comes_to_what_the_readme_says():
    """Squaring is convex in the Loewner order, which is proved, but not monotone; two 2 × 2 matrices show it."""
    convex, monotone = (entry.outcome for entry in build(load_theory(EXAMPLE), jobs=1).entries)
    assert isinstance(convex, Proved)
    assert isinstance(monotone, Refuted)
    assert monotone.certificate["instance"]["values"]["d"] == "2"


def test_the_size_of_the_kernel_is_stated():
    """What has to be trusted is as long as the README says."""
    lines = sum(len(f.read_text(encoding="utf-8").splitlines()) for f in (ROOT / "verify" / "kernel").rglob("*.py"))
    assert f"{lines} lines" in README


PATHS = re.findall(r"`((?:tests|proofs|docs|examples|verify)/[\w./-]+)`|\]\(([\w./-]+)\)", README)


@pytest.mark.parametrize("path", sorted({quoted or linked for quoted, linked in PATHS}))
def test_what_it_points_to_exists(path):
    """No path in it is dead."""
    assert (ROOT / path).exists()


TABLE = README.partition("## Where things stand")[2].partition("\n## ")[0]
LINES = [[cell.strip() for cell in line.split("|")[1:-1]] for line in TABLE.splitlines() if line.startswith("|")]
ROWS = {part: cells for part, *cells in LINES[2:]}  # tags, what it comes to, SymPy, tests


def test_the_table_has_a_row_for_each_part_of_the_paper():
    """What was worked out has its tags, its algebra in `proofs/` and its tests."""
    assert {"E[JᵀJ]", "N_k", "lower bound", "upper bound", "thresholds", "rank-one construction"} <= set(ROWS)
    assert all(len(cells) == 4 for cells in ROWS.values())
    assert {part for part, (_, _, algebra, _) in ROWS.items() if "proofs/" not in algebra} <= {"CNN"}
    assert {r for r, (_, _, _, tests) in ROWS.items() if "tests/" not in tests} <= {"CNN"}


def test_the_table_names_what_is_in_the_theory():
    """Each number and id of its first column stands in the ledger."""
    theory = load_theory(ROOT / "proofs")
    known = {s.tag for s in theory} | {s.id for s in theory}
    for part, (tags, *_) in ROWS.items():
        named = {number or id_ for number, id_ in re.findall(r"\((\d+)\)|([LT]\d+(?:\.\d+)*[a-z]?)", tags)}
        assert named, part
        assert named <= known, part


@pytest.mark.slow
@pytest.mark.parametrize("drawn_by", [("docs/pictures.py",), ("-m", "proofs.picture")])
def test_the_pictures_are_what_would_be_drawn(drawn_by):
    """Each command that draws one would write the same."""
    done = subprocess.run([sys.executable, *drawn_by, "--check"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
