"""A theory's folder: which files are read, and what is said of one that cannot be."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.language.carets import pointed
from verify.errors import Code, Diagnostic, Fault
from verify.language.read import load_theory

NOTATION = "from verify.notation import notation, real\n\nNOTATION = notation(real('s'))\n"
FORMULA = "\\[ s = 1 \\tag{1} \\]\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a notation and one statement."""
    (tmp_path / "notation.py").write_text(NOTATION)
    (tmp_path / "a.tex").write_text(FORMULA)
    return tmp_path


def faults(folder: Path) -> tuple[Diagnostic, ...]:
    """What is wrong with a folder."""
    with pytest.raises(Fault) as caught:
        load_theory(folder)
    return caught.value.diagnostics


def test_a_small_theory(folder: Path):
    """A .tex and a notation.py are enough."""
    theory = load_theory(folder)
    assert [s.id for s in theory] == ["1"]
    assert theory.directory == folder
    assert theory.name == folder.name


def test_files_are_read_by_name(folder: Path):
    """All .tex files by name, but for macros.tex and main.tex."""
    (folder / "B.tex").write_text(r"\[ s = 2 \tag{2} \]")
    for name in ("macros.tex", "main.tex"):
        (folder / name).write_text(r"\end{claim} {")
    assert [s.id for s in load_theory(folder)] == ["2", "1"]


def test_the_order_of_a_papers_files(folder: Path):
    """Where they exist, setup.tex, paper.tex and repairs.tex are read, in this order, and nothing else."""
    for number, name in enumerate(("repairs.tex", "setup.tex", "paper.tex"), 2):
        (folder / name).write_text(rf"\[ s = {number} \tag{{{number}}} \]")
    assert [s.id for s in load_theory(folder)] == ["3", "4", "2"]


def test_line_ends_of_windows(folder: Path):
    """A file with CRLF has the lines and columns that an editor shows."""
    (folder / "a.tex").write_bytes(b"\r\n\\[ s = q \\tag{1} \\]\r\n")
    assert pointed(faults(folder)) == [(2, 8)]


def test_no_folder(tmp_path: Path):
    """A path that is not there, and one that is a file."""
    (tmp_path / "file").write_text("")
    for name, said in (("nowhere", "there is no directory"), ("file", "is no directory")):
        (found,) = faults(tmp_path / name)
        assert found.code is Code.THEORY
        assert said in found.message
        assert "verify check DIR" in found.fix


def test_no_tex(folder: Path):
    """A folder without a .tex file is no theory."""
    (folder / "a.tex").unlink()
    (found,) = faults(folder)
    assert found.code is Code.THEORY
    assert "no .tex" in found.message


def test_a_file_that_cannot_be_read(folder: Path):
    """What is called .tex and is no file."""
    (folder / "b.tex").mkdir()
    (found,) = faults(folder)
    assert found.code is Code.READ
    assert "b.tex" in found.message


def test_a_file_that_is_not_utf_8(folder: Path):
    """The place is that of the first byte that is not, as an editor counts."""
    (folder / "a.tex").write_bytes("première\n  α = caf".encode() + b"\xe9 = 1")
    (found,) = faults(folder)
    assert found.code is Code.ENCODING
    assert "0xe9" in found.message
    assert pointed([found]) == [(2, 10)]


@pytest.mark.parametrize(
    ("source", "said", "place"),
    [
        ("x = 1\nNOTATION = notation(\n", "SyntaxError", (2, 20)),
        ("\n\nNOTATION = 1 / 0\n", "ZeroDivisionError", (3, 1)),
        ("from verify.notation import real\n\ndef f():\n    real('2')\n\nf()\n", "'2' is no name", (4, 1)),
        ("from verify.notation import notation, real\nNOTATION = notation(real('s'), real('s'))", "s is declared twice", (2, 1)),
        (
            "from verify.notation import family, notation, real\nNOTATION = notation(family(real('s'), over='D'))",
            "s is over D, which is no declared index set",
            (2, 1),
        ),
        ("from verify.notation import family, natural\nfamily(natural('k'), over='integers')", "a family is one of", (2, 1)),
        ("from verify.notation import elliptic\nelliptic('up_to')", "'up_to' is no macro", (2, 1)),
        ("from verify.notation import elliptic\nelliptic('upto', step=2)", "must be 1, -1 or None", (2, 1)),
        ("from verify.notation import matrix\nmatrix('M', shape='round')", "round", (2, 1)),
        ("raise SystemExit(3)\n", "SystemExit", (1, 1)),
        ("NOTATION = 3\n", "defines no NOTATION", (1, 1)),
        ("# nothing\n", "defines no NOTATION", (1, 1)),
    ],
)
def test_a_broken_notation(folder: Path, source: str, said: str, place: tuple[int, int]):
    """Whatever notation.py does wrong is a fault at its line."""
    (folder / "notation.py").write_text(source)
    (found,) = faults(folder)
    assert found.code is Code.NOTATION
    assert said in found.message
    assert pointed([found]) == [place]


def test_no_notation(folder: Path):
    """A theory needs its symbols declared."""
    (folder / "notation.py").unlink()
    (found,) = faults(folder)
    assert found.code is Code.NOTATION
    assert "NOTATION = notation(" in found.fix


def test_an_edited_notation_counts_at_once(folder: Path):
    """No bytecode of an earlier notation.py is kept or used."""
    load_theory(folder)
    (folder / "notation.py").write_text(NOTATION.replace("'s'", "'t'"))
    (found,) = faults(folder)
    assert found.code is Code.UNDECLARED
    assert not (folder / "__pycache__").exists()


def test_all_faults_of_a_folder_are_reported(folder: Path):
    """A file that is no UTF-8, a broken notation and an environment that is not closed, in one go."""
    (folder / "a.tex").write_bytes(b"\xff")
    (folder / "b.tex").write_text(r"\begin{claim}{A}")
    (folder / "notation.py").write_text("NOTATION = (")
    assert {d.code for d in faults(folder)} == {Code.ENCODING, Code.NOTATION, Code.ENVIRONMENT}
