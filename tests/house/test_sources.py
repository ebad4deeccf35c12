"""Rules that every source file keeps, each with a test that the rule can be broken."""

from __future__ import annotations

import pytest

from tests.house.sources import (
    ROOMS,
    Source,
    assertions,
    bare_silences,
    constructions,
    evasions,
    long_files,
    long_functions,
    private_imports,
    running_text,
    sources,
    vague_names,
)

VERDICTS = ("Proved", "Refuted", "Vacuous", "Cited")
PUBLIC = ("verify", "verify.algebra", "verify.derivations", "verify.figures", "verify.notation", "verify.strategies")


def test_there_are_sources():
    """The rules look at real files."""
    assert len(sources("verify")) > 20


def test_no_file_is_long():
    """A file of more than 400 lines is one to split."""
    assert long_files(sources(*ROOMS, "tests"), 400) == []


def test_no_function_is_long():
    """A function of more than 60 lines is one to split."""
    assert long_functions(sources(*ROOMS), 60) == []


def test_nothing_runs_text():
    """No text from a file is ever run as code."""
    assert running_text(sources(*ROOMS)) == []


def test_a_verdict_cannot_be_typed():
    """An outcome that the kernel vouches for is built in one file, from what the kernel accepted."""
    assert constructions(sources(*ROOMS), VERDICTS, ("verify/decide/certify.py",)) == []


def test_only_the_kernel_accepts():
    """`Accepted` is built by the kernel alone."""
    assert constructions(sources(*ROOMS), ("Accepted",), ("verify/kernel/",)) == []


def test_verdicts_are_built_somewhere():
    """The one door is in use: the two tests above do not hold for want of verdicts."""
    assert constructions(sources("verify/decide"), VERDICTS, ()) != []
    assert constructions(sources("verify/kernel"), ("Accepted",), ()) != []


def test_file_names_say_something():
    """No file is called after its being useful."""
    assert vague_names(sources(*ROOMS, "tests")) == []


def test_silenced_checks_say_why():
    """Who silences a check says why, beside it."""
    assert bare_silences(sources(*ROOMS, "tests")) == []


def test_every_test_runs():
    """No test is skipped or expected to fail."""
    assert evasions(sources("tests")) == []


def test_the_kernel_asserts_nothing():
    """A check of the kernel is not gone when Python is told to optimise."""
    assert assertions(sources("verify/kernel")) == []


def test_a_theory_uses_public_names():
    """What this paper's own files import from the engine is public."""
    assert private_imports(sources("proofs"), PUBLIC) == []


@pytest.mark.parametrize(
    ("rule", "path", "text"),
    [
        (lambda s: long_files(s, 400), "verify/a.py", "x = 1\n" * 401),
        (lambda s: long_functions(s, 60), "verify/a.py", "def f():\n" + "    x = 1\n" * 60),
        (lambda s: long_functions(s, 60), "verify/a.py", "class A:\n    async def f(self):\n" + "        x = 1\n" * 60),
        (running_text, "verify/a.py", "eval('1')"),
        (running_text, "verify/a.py", "import sympy\nsympy.sympify('x')"),
        (running_text, "verify/a.py", "from pickle import loads"),
        (lambda s: constructions(s, VERDICTS, ("verify/decide/certify.py",)), "verify/decide/decide.py", "outcome.Refuted(accepted, {})"),
        (lambda s: constructions(s, ("Accepted",), ("verify/kernel/",)), "verify/decide/certify.py", "Accepted('x')"),
        (bare_silences, "verify/a.py", "x = 1  # " + "noqa: E741"),
        (bare_silences, "verify/a.py", "x = 1  # " + "type: ignore[index]"),
        (evasions, "tests/a.py", "import pytest\n@pytest.mark.xfail\ndef test(): ..."),
        (evasions, "tests/a.py", "import pytest\npytest.skip('later')"),
        (assertions, "verify/kernel/a.py", "assert True"),
        (vague_names, "verify/utils.py", ""),
        (vague_names, "verify/common/parse.py", ""),
        (lambda s: private_imports(s, PUBLIC), "proofs/notation.py", "from verify.language.notation import real"),
    ],
)
def test_each_rule_can_be_broken(rule, path, text):
    """A rule that finds nothing would find something if it were there."""
    assert rule((Source(path, text),)) != []
