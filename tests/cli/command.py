"""The command `verify`, run as a person runs it, on a theory small enough to read."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import chdir
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path
from unittest.mock import patch

from verify.cli.main import exit_code

ROOT = Path(__file__).resolve().parents[2]

NOTATION = """from verify.notation import matrix, natural, notation, real

NOTATION = notation(real("s", "t"), natural("k"), matrix("X", size="d"))
"""

PAPER = r"""
\begin{setup}{S} \assume{$s > 0$} \end{setup}
\[ s \le t \tag{1} \]
\[ (s + t)^2 = s^2 + 2 s t + t^2 \tag{2} \]
\[ X + s = X_q \tag{3} \]
\begin{claim}{L1} If \assume{$t < 0$} and \assume{$t > s$}, then \conclude{$t = 7$}. \end{claim}
\begin{claim}{1r} \repairs{1} \conclude{$s \le s + 1$} \end{claim}
"""


def make_theory(directory: Path, paper: str = PAPER, notation: str = NOTATION) -> Path:
    """A theory's folder."""
    directory.mkdir(parents=True, exist_ok=True)
    (directory / "paper.tex").write_text(paper, encoding="utf-8")
    (directory / "notation.py").write_text(notation, encoding="utf-8")
    return directory


def verify(*arguments: str, cwd: Path, before: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """What a command prints, and its exit code. Nothing is ever a traceback. before: Python that runs first, in the same process.

    It runs in this process unless something has to hold before Python starts: to start it and SymPy anew takes longer than most commands.
    """
    if before or environment:
        return _started(arguments, cwd, before, environment)
    printed = (BytesIO(), BytesIO())
    out, err = (TextIOWrapper(stream, encoding="utf-8", write_through=True) for stream in printed)
    process = patch.multiple(sys, stdin=StringIO(), stdout=out, stderr=err)
    with chdir(cwd), process, patch.dict(os.environ, {"COLUMNS": "80"}):
        code = exit_code(list(arguments))
    return subprocess.CompletedProcess(["verify", *arguments], code, *(stream.getvalue().decode("utf-8") for stream in printed))


def _started(arguments: Sequence[str], cwd: Path, before: str, environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own."""
    script = f"{before}\nimport sys; sys.argv[0] = 'verify'; from verify.cli.main import run; run()"
    path = os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
    # Python's own UTF-8 mode: what is tested is the command, not the locale of the machine
    variables = {**os.environ, "PYTHONPATH": path, "PYTHONUTF8": "1", "COLUMNS": "80", **environment}
    result = subprocess.run(
        [sys.executable, "-c", script, *arguments],
        cwd=cwd,
        env=variables,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert "Traceback" not in result.stderr, result.stderr
    return result
