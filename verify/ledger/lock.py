"""The lock: the verdicts that were accepted, one line each, in the order of print.

A line is `id verdict statement evidence`; `statement` is a short hash of the canonical form, or of the LaTeX where there is none.
How hard a statement was tried is no part of it, so that a slow machine and a fast one agree.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from verify.decide.outcome import Verdict
from verify.errors import Code, Diagnostic, Fault, Place
from verify.language.canonical import canonical_bytes
from verify.language.statement import Statement
from verify.ledger.entry import Entry, Evidence, Ledger, evidence_of
from verify.ledger.files import read_stored, write_atomically

FILE = "theory.lock"
HEADER = "verify-lock/1"
_DIGITS = 12


@dataclass(frozen=True, slots=True)
class Locked:
    """One line: a statement, by a hash of what it says, and its verdict."""

    id: str
    verdict: Verdict
    statement: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Change:
    """A statement whose line differs; None where it has no line."""

    id: str
    before: Locked | None
    after: Locked | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """How computed verdicts compare with the lock; `matches` is None where there is no lock."""

    matches: bool | None
    changed: tuple[Change, ...] = ()


def compare(ledger: Ledger, before: tuple[Locked, ...] | None) -> Comparison:
    """Compare a ledger with the lines of a lock, None where there is no lock."""
    if before is None:
        return Comparison(None)
    old = {line.id: line for line in before}
    new = {entry.id: locked(entry) for entry in ledger.entries}
    ids = [*new, *(id_ for id_ in old if id_ not in new)]
    changed = tuple(Change(id_, old.get(id_), new.get(id_)) for id_ in ids if old.get(id_) != new.get(id_))
    return Comparison(not changed, changed)


def read_lock(directory: Path) -> tuple[Locked, ...] | None:
    """The lines of a theory's lock, None where there is no file. Raises Fault with a diagnostic for each line that is not one."""
    path = directory / FILE
    data = read_stored(path)
    if data is None:
        return None
    lines = data.decode("utf-8", errors="replace").splitlines()
    if not lines or lines[0].strip() != HEADER:
        raise Fault(_fault(path, 1, lines[0] if lines else "", f"the first line is not `{HEADER}`"))
    parsed = [(n, line, _parse(line)) for n, line in enumerate(lines[1:], start=2) if line.strip()]
    faults = [_fault(path, n, line, "this is not `id verdict statement evidence`") for n, line, locked_ in parsed if locked_ is None]
    seen: set[str] = set()
    for n, line, locked_ in parsed:
        if locked_ is not None and locked_.id in seen:
            faults.append(_fault(path, n, line, f"{locked_.id} has a line already"))
        elif locked_ is not None:
            seen.add(locked_.id)
    if faults:
        raise Fault(*faults)
    return tuple(locked_ for _, _, locked_ in parsed if locked_ is not None)


def write_lock(ledger: Ledger, directory: Path) -> None:
    """Write the lock of a ledger into the theory's directory, whole or not at all. Raises Fault."""
    lines = [_line(locked(entry)) for entry in ledger.entries]
    write_atomically(directory / FILE, "".join(f"{line}\n" for line in [HEADER, *lines]).encode("utf-8"))


def locked(entry: Entry) -> Locked:
    """The line that an entry has in the lock."""
    return Locked(entry.id, entry.verdict, fingerprint(entry.statement), evidence_of(entry.outcome))


def fingerprint(statement: Statement) -> str:
    """A short hash of all that a statement says; of its LaTeX where print has no meaning."""
    said = statement.latex.encode("utf-8") if statement.conclusion is None else canonical_bytes(statement)
    return sha256(said).hexdigest()[:_DIGITS]


def _line(line: Locked) -> str:
    return f"{line.id:<9} {line.verdict.value:<9} {line.statement} {line.evidence.value}"


def _parse(line: str) -> Locked | None:
    match line.split():
        case [id_, verdict, statement, evidence]:
            try:
                return Locked(id_, Verdict(verdict), statement, Evidence(evidence))
            except ValueError:
                return None
        case _:
            return None


def _fault(path: Path, line: int, source: str, message: str) -> Diagnostic:
    fix = "Take the file back from version control, or remove it and run `verify accept`."
    return Diagnostic(Code.LOCK, message, fix, Place(str(path), line, 1), source)
