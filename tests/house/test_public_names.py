"""The public names of the package."""

from __future__ import annotations

import subprocess
import sys

import pytest

import verify
from tests.house.sources import ROOT
from verify.errors import Code
from verify.explanations import EXPLANATIONS, explanation


def fresh(statement: str) -> str:
    """What a statement prints in a fresh interpreter."""
    command = [sys.executable, "-c", statement]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=120).stdout.strip()


def test_exported_names():
    """The names that other programs depend on."""
    symbolic = {"algebra", "expand", "from_sympy", "statement"}
    rooms = {"derivations", "figures", "notation", "strategies"}
    assert set(verify.__all__) == {"Instance", "Statement", "decide", "load_theory"} | rooms | symbolic
    assert set(verify.__all__) <= set(dir(verify))


@pytest.mark.parametrize("name", verify.__all__)
def test_each_name_loads_on_first_use(name):
    """A public name is there without another import."""
    assert fresh(f"import verify; print(verify.{name} is not None)") == "True"


@pytest.mark.parametrize("before", ["", "import verify.decide.outcome; ", "import verify.decide.decide; "])
def test_decide_is_a_function_whatever_was_imported(before):
    """`verify.decide` is callable though a room has the same name."""
    assert fresh(f"{before}import verify; print(callable(verify.decide))") == "True"


def test_an_unknown_name_is_an_attribute_error():
    """A slip is told as usual."""
    with pytest.raises(AttributeError, match="no attribute 'dcide'"):
        verify.dcide  # noqa: B018  # looking the name up is the test


def test_each_code_is_explained_once():
    """`verify explain` knows every code, and says something under each head."""
    assert sorted(e.code.value for e in EXPLANATIONS) == sorted(c.value for c in Code)
    for code in Code:
        said = explanation(code)
        assert all(len(part) > 20 and part.endswith(".") for part in (said.meaning, said.cause, said.fix))
