"""`import verify` and `verify --help` take a fraction of the time that importing SymPy takes."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from functools import partial

from benchmarks.measure import Comparison, Measured

CLAIM = "import is cheap"
CASES = (
    ("import verify", "import verify", 5.0),
    ("verify --help", "import sys; sys.argv[1:] = ['--help']; from verify.cli.main import run; run()", 2.0),
)


def run(smoke: bool) -> Iterator[Measured]:
    """Whole processes, the interpreter's own start included."""
    naive = partial(_returned, "import sympy")
    for case, program, aim in CASES:
        yield Comparison(CLAIM, f"{case}, against import sympy", partial(_returned, program), naive, _both_ran).at_least(aim, smoke)


def _returned(program: str) -> int:
    return subprocess.run([sys.executable, "-c", program], capture_output=True, check=False).returncode


def _both_ran(ours: int, naive: int) -> bool:
    return ours == naive == 0
