"""Help: every command and every exit code is documented."""

from __future__ import annotations

import pytest

from tests.cli.command import verify


def test_the_commands(tmp_path):
    """Each command has its line; without arguments there is help too."""
    result = verify("--help", cwd=tmp_path)
    assert result.returncode == 0
    for command in ("check", "show", "attack", "inspect", "accept", "explain"):
        assert f"\n  {command} " in result.stdout
    assert "Usage: verify" in verify(cwd=tmp_path).stdout + verify(cwd=tmp_path).stderr


@pytest.mark.parametrize("command", [[], ["check"], ["show"], ["attack"], ["inspect"], ["accept"], ["explain"]])
def test_exit_codes_are_documented(tmp_path, command):
    """The four exit codes stand in every help, a line each, in 80 columns."""
    text = verify(*command, "--help", cwd=tmp_path).stdout
    lines = [line.strip() for line in text.splitlines()]
    for code in ("0  fine", "1  a verdict differs", "2  the input can't be used", "3  a soundness alarm"):
        assert any(line.startswith(code) for line in lines), text
    assert max(map(len, text.splitlines())) <= 80


@pytest.mark.parametrize("command", ["diff", "new"])
def test_what_is_not_done_is_absent(tmp_path, command):
    """No stubs."""
    result = verify(command, cwd=tmp_path)
    assert result.returncode == 2
    assert "No such command" in result.stderr
