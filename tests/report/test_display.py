"""A display as a person reads it: what is printed, and what stands, line by line, each with its rule."""

from __future__ import annotations

import json

from tests.cli.command import verify
from tests.ledger.derived import SCRIPTS, make

PAPER = r"""
\begin{setup}{S} \assume{$s > 0$} \end{setup}
\[ \begin{split} s + 2 &> s + 1 \\ &= 1 + s \\ &> s - t \\ &> 0 \end{split} \tag{1} \]
\begin{claim}{1.3r} \repairs{1.3} \assume{$t > 0$} \conclude{$s + 1 > s - t$} \end{claim}
\begin{claim}{1.4r} \repairs{1.4} \conclude{$s + 3 > 3$} \end{claim}
\[ s > t \tag{2} \]
"""
RULES = SCRIPTS.split("DERIVATIONS")[0] + 'DERIVATIONS = {id_: positive for id_ in ("1.1", "1.2", "1.3r")}\n'


def shown(folder, *arguments):
    make(folder / "proofs", PAPER, RULES)
    return verify("show", *arguments, "--rounds", "5", cwd=folder)


def test_a_display(tmp_path):
    """Each printed line with its verdict; then the chain, a repair in the place of what fell, with what it supposes."""
    result = shown(tmp_path, "1")
    assert (result.returncode, result.stderr) == (0, "")
    head, printed, given, chain, steps = result.stdout.rstrip("\n").split("\n\n")
    assert head == "(1)  a display, proofs/paper.tex:3"
    assert [line.split(":")[0].strip() for line in printed.splitlines()[1:]] == ["1.1 proved", "1.2 proved", "1.3 refuted", "1.4 refuted"]
    assert given.splitlines() == ["given", "  s > 0"]
    lines = [line for line in chain.splitlines()[1:] if not line.startswith("      ")]
    assert lines == ["  s + 2", "  > s + 1", "  = 1 + s", "  s + 1", "  > s - t", "  nothing stands in the place of 1.4"]
    assert "      [1.3r proved instead of 1.3, where t > 0: A positive number and one are" in chain
    assert "By normal forms.]" in chain
    assert steps.splitlines() == ["step by step", "  verify show ID, where ID is 1.1, 1.2 or 1.3r"]
    assert max(map(len, result.stdout.splitlines())) <= 80


def test_a_display_as_json(tmp_path):
    """Its lines and their repairs, in the order of the ledger."""
    data = json.loads(shown(tmp_path, "1", "--json", "-").stdout)
    assert data["schema"] == "verify-ledger/1"
    assert [one["id"] for one in data["statements"]] == ["1.1", "1.2", "1.3", "1.4", "1.3r", "1.4r"]


def test_a_display_of_one_line_is_a_statement(tmp_path):
    """Its id is its number."""
    assert shown(tmp_path, "2").stdout.startswith("2  refuted  link")
