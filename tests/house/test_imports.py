"""The import contracts of pyproject.toml, and the cheapness of `import verify`."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.sources import ROOT

HEAVY = ("sympy", "numpy", "scipy", "flint", "hypothesis", "lark", "rich", "typer")
LOADED = f"import sys; print(*(set(sys.modules) & set({HEAVY})))"


def contracts(directory: Path) -> subprocess.CompletedProcess[str]:
    """The import contracts checked in a folder."""
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()", "--no-cache"]
    return subprocess.run(command, cwd=directory, capture_output=True, text=True, check=False, timeout=120)


def loaded(statement: str) -> set[str]:
    """Which heavy modules a fresh interpreter has loaded after a statement."""
    command = [sys.executable, "-c", f"{statement}; {LOADED}"]
    return set(subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=120).stdout.split())


def test_import_contracts_hold():
    """Imports point one way; the kernel imports nothing of ours; the engine knows nothing of this paper."""
    result = contracts(ROOT)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize(
    ("file", "line", "broken"),
    [
        ("verify/language/canonical.py", "import verify.report", "Imports point one way"),
        ("verify/kernel/__init__.py", "import verify.errors", "The kernel imports nothing of ours"),
        ("verify/meaning/exact.py", "import verify.kernel.read", "What is read and what it means does not depend on the kernel"),
        ("verify/errors.py", "import proofs", "The engine knows nothing of this paper"),
        ("verify/newcomer.py", "x = 1", "Imports point one way"),
    ],
)
def test_each_contract_can_be_broken(tmp_path, file, line, broken):
    """A forbidden import, or a room that no contract names, is found."""
    for room in ("verify", "proofs"):
        shutil.copytree(ROOT / room, tmp_path / room, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    with (tmp_path / file).open("a", encoding="utf-8") as source:
        source.write(f"\n{line}\n")
    result = contracts(tmp_path)
    assert result.returncode == 1, result.stdout + result.stderr
    assert any(broken in text and "BROKEN" in text for text in result.stdout.splitlines()), result.stdout


@pytest.mark.parametrize("statement", ["import verify", "import verify.errors", "import verify.kernel.check", "import verify.explanations"])
def test_import_is_cheap(statement):
    """The package, its errors and its kernel load no library."""
    assert loaded(statement) == set()


def test_help_is_cheap():
    """`verify --help` needs no mathematics."""
    assert loaded("import verify.cli.main as main; main.application()") <= {"rich", "typer"}


def test_cheapness_can_be_lost():
    """The test above sees what is loaded: a public name that needs numbers loads them."""
    assert "lark" in loaded("import verify; verify.load_theory")
