"""All certificates of the paper are checked again in about the time that importing SymPy takes."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from benchmarks.measure import Comparison, Measured

CLAIM = "replay is fast"
AIM = 2


def run(smoke: bool) -> Iterator[Measured]:
    """Whole processes, the interpreter's own start included."""
    paths = sorted(str(path) for path in Path("proofs/certificates").glob("*.json"))
    case = f"python -m verify.kernel on {len(paths)} certificates, against import sympy"
    ours, naive = partial(_returned, "-m", "verify.kernel", *paths), partial(_returned, "-c", "import sympy")
    yield Comparison(CLAIM, case, ours, naive, _both_ran).at_most(AIM, smoke)


def _returned(*arguments: str) -> int:
    return subprocess.run([sys.executable, *arguments], capture_output=True, check=False).returncode


def _both_ran(ours: int, naive: int) -> bool:
    return ours == naive == 0
