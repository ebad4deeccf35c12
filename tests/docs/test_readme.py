"""The README tells the truth: its example, its numbers, its links, its picture."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from verify.decide.outcome import Refuted, Unsettled
from verify.language.read import load_theory
from verify.ledger.build import build

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
EXAMPLE = ROOT / "examples" / "squares"


def test_the_example_is_printed_as_it_stands():
    """A reader who copies the two files has the example, and they are short."""
    files = [(EXAMPLE / name).read_text(encoding="utf-8") for name in ("notation.py", "claims.tex")]
    assert all(text in README for text in files)
    assert sum(len(text.splitlines()) for text in files) <= 15


def test_the_example_comes_to_what_the_readme_says():
    """Squaring is convex in the Loewner order but not monotone; two 2 × 2 matrices show it."""
    convex, monotone = (entry.outcome for entry in build(load_theory(EXAMPLE), jobs=1).entries)
    assert isinstance(convex, Unsettled)
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


@pytest.mark.slow
def test_the_picture_is_what_check_prints():
    """`python docs/pictures.py` would write the same."""
    done = subprocess.run([sys.executable, "docs/pictures.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
