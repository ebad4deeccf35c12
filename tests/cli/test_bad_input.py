"""Input that can't be used: one clear message for each fault, exit code 2, no traceback."""

from __future__ import annotations

import pytest

from tests.cli.command import make_theory, verify

COMMANDS = (["check"], ["show", "1"], ["accept"])


@pytest.fixture
def theory(tmp_path):
    """A folder in which `proofs` is a small theory."""
    make_theory(tmp_path / "proofs")
    return tmp_path


def refused(result, *parts):
    """Exit code 2, nothing on the standard output, the parts in the message."""
    assert (result.returncode, result.stdout) == (2, "")
    for part in parts:
        assert part in result.stderr


@pytest.mark.parametrize("command", COMMANDS)
def test_no_such_folder(tmp_path, command):
    """A theory that is not there."""
    refused(verify(*command, "--theory", "nowhere", cwd=tmp_path), "E-THEORY", "nowhere")


def test_the_default_folder_is_missing(tmp_path):
    """Without `proofs` here, the message names it."""
    refused(verify("check", cwd=tmp_path), "E-THEORY", "proofs")


def test_a_file_is_no_folder(theory):
    """A .tex is no theory."""
    refused(verify("check", "proofs/paper.tex", cwd=theory), "E-THEORY", "no directory")


def test_a_folder_without_a_theory(tmp_path):
    """An empty folder is no theory."""
    refused(verify("check", ".", cwd=tmp_path), "E-THEORY")


def test_not_text(theory):
    """A file that is not UTF-8."""
    (theory / "proofs" / "paper.tex").write_bytes(b"\\[ s \\le t \\tag{1} \\]\n\xff")
    refused(verify("check", cwd=theory), "E-ENCODING", "paper.tex:2:1")


def test_a_tex_that_cannot_be_read(theory):
    """A link that leads nowhere."""
    (theory / "proofs" / "paper.tex").unlink()
    (theory / "proofs" / "paper.tex").symlink_to("nowhere.tex")
    refused(verify("check", cwd=theory), "E-READ", "paper.tex")


@pytest.mark.parametrize(
    ("notation", "part"),
    [
        (None, "E-NOTATION"),
        ("NOTATION = 3", "E-NOTATION"),
        ("x = = 3", "notation.py:1:"),
        ("\n1 / 0", "notation.py:2:1"),
        ("raise SystemExit(0)", "E-NOTATION"),
    ],
)
def test_notations(theory, notation, part):
    """A notation.py that is missing, or does not do its work."""
    file = theory / "proofs" / "notation.py"
    file.unlink()
    if notation is not None:
        file.write_text(notation)
    refused(verify("check", cwd=theory), part)


@pytest.mark.parametrize(
    ("paper", "codes"),
    [
        (r"\[ s \le {t \tag{1} \]", ["E-BRACES"]),
        (r"\begin{claim}{A} \conclude{$s \le t$}", ["E-ENVIRONMENT"]),
        (r"\[ s \le t \tag{1} \] \[ s \ge t \tag{1} \]", ["E-TAG-TWICE"]),
        (r"\[ s \le zeta \tag{1} \] \[ s \le \omega \tag{2} \]", ["E-UNDECLARED", "E-UNDECLARED"]),
    ],
)
def test_all_faults_are_told(tmp_path, paper, codes):
    """Faults of the text leave no statement to decide: all are told, each with its place."""
    make_theory(tmp_path / "proofs", paper)
    result = verify("check", cwd=tmp_path)
    refused(result, "paper.tex:1:")
    assert [word.rstrip(":") for word in result.stderr.split() if word.startswith("E-")][: len(codes)] == codes


@pytest.mark.parametrize("command", [["check"], ["accept"]])
def test_a_lock_that_is_none(theory, command):
    """Told before anything is computed."""
    (theory / "proofs" / "theory.lock").write_text("verify-lock/1\n<<<<<<< HEAD\n")
    refused(verify(*command, cwd=theory), "E-LOCK", "theory.lock:2:1", "verify accept")


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (["check", "--jobs", "0"], "--jobs"),
        (["check", "--jobs", "many"], "--jobs"),
        (["check", "--rounds", "-1"], "--rounds"),
        (["check", "--seed", "-1"], "--seed"),
        (["check", "--nonsense"], "--nonsense"),
        (["check", "a", "b"], "b"),
        (["check", "--json"], "--json"),
        (["check", "--json", "-", "--junit", "-"], "two reports"),
        (["check", "--json", "nowhere/a.json"], "E-WRITE"),
        (["check", "--junit", "proofs"], "E-WRITE"),
        (["show"], "ID"),
        (["explain"], "CODE"),
        (["decide"], "decide"),
    ],
)
def test_arguments(theory, arguments, part):
    """Arguments that can't be used are told at once."""
    refused(verify(*arguments, cwd=theory), part)


def test_a_lock_that_cannot_be_written(theory):
    """`accept` says so before anything is computed."""
    (theory / "proofs" / "theory.lock").mkdir()
    refused(verify("accept", cwd=theory), "theory.lock")


def test_an_alarm_has_its_own_exit_code(theory):
    """A kernel that rejects what the engine accepted is exit code 3, with what to do."""
    (theory / "sitecustomize.py").write_text(
        "import verify.kernel.check as kernel\n"
        "def reject(certificate):\n"
        "    raise kernel.Rejected('it does not hold')\n"
        "kernel.check = reject\n"
    )
    result = verify("check", "--rounds", "20", "--jobs", "1", cwd=theory, PYTHONPATH=f"{theory}:{__file__.rsplit('/tests/', 1)[0]}")
    assert result.returncode == 3
    assert "SOUNDNESS ALARM" in result.stderr
    assert "it does not hold" in result.stderr
