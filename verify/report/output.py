"""Where a report goes: the one place that knows `-` and half-written files."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from verify.errors import Code, Diagnostic, Fault
from verify.ledger.files import write_atomically

STANDARD_OUTPUT = "-"


def require_writable(destinations: tuple[str | None, ...]) -> None:
    """Refuse destinations that cannot work before anything is computed. None is no destination. Raises Fault with all diagnostics."""
    wanted = [d for d in destinations if d is not None]
    faults = [fault for d in wanted if (fault := _objection(d)) is not None]
    if wanted.count(STANDARD_OUTPUT) > 1:
        faults.append(Diagnostic(Code.ARGUMENT, "two reports go to the standard output", "Write one of them to a file."))
    faults += _twice([Path(d) for d in wanted if d != STANDARD_OUTPUT])
    if faults:
        raise Fault(*faults)


def write_report(destination: str, text: str) -> None:
    """Write a report to a file, whole or not at all, or to the standard output for `-`. Raises Fault."""
    if destination == STANDARD_OUTPUT:
        sys.stdout.write(text)
        sys.stdout.flush()
    else:
        write_atomically(Path(destination), text.encode("utf-8"))


def _twice(files: list[Path]) -> list[Diagnostic]:
    """A fault for each file that is named before, however it is written."""
    places = [file.resolve() for file in files]
    again = [file for i, file in enumerate(files) if places[i] in places[:i]]
    return [Diagnostic(Code.ARGUMENT, f"two reports go to one file, {file}", "Give each a file of its own.") for file in again]


def _objection(destination: str) -> Diagnostic | None:
    if destination == STANDARD_OUTPUT:
        return None
    path = Path(destination)
    if not destination or path.is_dir():
        return Diagnostic(Code.WRITE, f"{destination or 'an empty name'} is not a file's name", "Give the report a name of its own.")
    if not path.parent.is_dir():
        return Diagnostic(Code.WRITE, f"{path} cannot be written: there is no folder {path.parent}", "Make it, or choose another place.")
    if not os.access(path.parent, os.W_OK):
        return Diagnostic(Code.WRITE, f"{path} cannot be written: {path.parent} is read-only", "Choose another place.")
    return None
