"""The options that several commands share."""

from __future__ import annotations

from typing import Annotated

import typer

TheoryOption = Annotated[str | None, typer.Option("--theory", metavar="DIR", help="The theory's folder. [default: proofs]")]
Jobs = Annotated[int | None, typer.Option(min=1, metavar="N", help="Processes at most. [default: the number of processors]")]
Rounds = Annotated[int, typer.Option(min=0, metavar="N", help="Rounds of search for each statement.")]
Seed = Annotated[int, typer.Option(min=0, metavar="N", help="Seed of the search; rounds and seed fix the verdicts.")]
Fresh = Annotated[bool, typer.Option("--fresh", help="Ignore stored certificates: search and derive anew.")]

DEFAULT_THEORY = "proofs"
DEFAULT_ROUNDS = 200

EXIT_CODES = """\b
Exit codes:
  0  fine
  1  a verdict differs from the lock, or a check failed
  2  the input can't be used; the messages say what to do
  3  a soundness alarm: the kernel rejected what the engine had accepted,
     or an instance contradicts an accepted derivation"""
