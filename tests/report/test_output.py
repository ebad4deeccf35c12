"""Where reports go: `-`, whole files, and refusals before anything is computed."""

from __future__ import annotations

import pytest

from verify.errors import Code, Fault
from verify.ledger.files import write_atomically
from verify.report.output import require_writable, write_report


def test_a_dash_is_the_standard_output(capsys):
    """`-` prints."""
    require_writable(("-", None))
    write_report("-", "ledger\n")
    assert capsys.readouterr().out == "ledger\n"


def test_a_file_is_replaced_whole(tmp_path):
    """What stood there is replaced, and nothing else is left."""
    file = tmp_path / "a.json"
    file.write_text("much longer than what comes")
    require_writable((str(file),))
    write_report(str(file), "η\n")
    assert file.read_bytes() == "η\n".encode()
    assert [p.name for p in tmp_path.iterdir()] == ["a.json"]


@pytest.mark.parametrize("where", ["", "missing/a.json", ".", "a-file/a.json"])
def test_what_cannot_be_written_is_refused_at_once(tmp_path, monkeypatch, where):
    """A destination that cannot work is told before anything is computed."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a-file").write_text("")
    with pytest.raises(Fault, match="E-WRITE"):
        require_writable((where,))


def test_all_refusals_are_told():
    """Not the first fault, all of them."""
    with pytest.raises(Fault) as caught:
        require_writable(("/nowhere/a", "/nowhere/b", "-", "-"))
    assert [d.code for d in caught.value.diagnostics] == [Code.WRITE, Code.WRITE, Code.ARGUMENT]


def test_a_failed_write_leaves_nothing(tmp_path):
    """A file that cannot be put in place leaves no half of it."""
    (tmp_path / "a").mkdir()
    with pytest.raises(Fault, match="E-WRITE"):
        write_atomically(tmp_path / "a", b"x")
    assert [p.name for p in tmp_path.iterdir()] == ["a"]


def test_permissions_stay(tmp_path):
    """A file keeps its permissions; a new one has those of any new file."""
    (tmp_path / "a").write_text("x")
    (tmp_path / "a").chmod(0o640)
    (tmp_path / "other").write_text("x")
    for name in ("a", "b"):
        write_atomically(tmp_path / name, b"y")
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o640
    assert (tmp_path / "b").stat().st_mode == (tmp_path / "other").stat().st_mode
