"""docs/inspect.md: its archive is inspected by its command, and its table names everything that is measured."""

from __future__ import annotations

import re
import runpy
import shlex

import pytest

from tests.cli.command import ROOT, verify
from verify.figures import MEASURED, Figures

PAGE = (ROOT / "docs" / "inspect.md").read_text(encoding="utf-8")
MAKES, AUTHORS = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
(COMMAND,) = re.findall(r"```\n(verify inspect .*?)\n```", PAGE)


def run(example, folder):
    """The names that an example of the page defines, as a file of this folder."""
    (folder / "example.py").write_text(example, encoding="utf-8")
    return runpy.run_path(str(folder / "example.py"))


def test_the_command_inspects_the_archive(tmp_path, monkeypatch):
    """As it stands, but for the theory's folder."""
    monkeypatch.chdir(tmp_path)
    run(MAKES, tmp_path)
    result = verify(*shlex.split(COMMAND)[1:], "--theory", str(ROOT / "proofs"), cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    assert "agrees with the exact moments" in result.stdout
    assert (tmp_path / "family.svg").is_file()


def test_the_authors_example_is_one(tmp_path):
    """figures.py as the page writes it."""
    assert isinstance(run(AUTHORS, tmp_path)["FIGURES"], Figures)


@pytest.mark.parametrize("name", MEASURED)
def test_what_is_measured_is_told(name):
    """Each with its meaning."""
    assert f"| `{name}` | {MEASURED[name]} |" in PAGE
