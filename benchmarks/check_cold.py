"""`verify check` in a fresh process: what is stored is replayed, and statements are decided side by side."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from typing import Any

from benchmarks.measure import Comparison, Measured

CLAIM = "check is quick from cold"
AIM = 1.2


def run(smoke: bool) -> Iterator[Measured]:
    """The theory's verdicts, against deciding one statement after the other and searching anew."""
    theory, rounds = ("examples/squares", 5) if smoke else ("proofs", 200)
    ours, naive = partial(_verdicts, theory, rounds), partial(_verdicts, theory, rounds, "--fresh", "--jobs", "1")
    yield Comparison(CLAIM, f"{theory}, against --fresh --jobs 1", ours, naive, lambda a, b: a == b).at_least(AIM, smoke)


def _verdicts(theory: str, rounds: int, *options: str) -> dict[str, Any]:
    """The verdict of every statement. Raises CalledProcessError where the command cannot decide."""
    program = "from verify.cli.main import run; run()"
    command = [sys.executable, "-c", program, "check", theory, "--json", "-", "--rounds", str(rounds), *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):  # 1: the verdicts differ from the lock
        done.check_returncode()
    return {s["id"]: s["verdict"] for s in json.loads(done.stdout)["statements"]}
