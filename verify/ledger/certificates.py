"""The certificates of a theory on disk: one JSON file per statement that has one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, assert_never

from verify.decide.outcome import Cited, Defined, Malformed, Outcome, Proved, Refuted, Unsettled, Vacuous
from verify.errors import Code, Diagnostic, Fault
from verify.kernel.limits import Unreadable
from verify.kernel.read import load
from verify.language.canonical import canonical_bytes, dump
from verify.language.statement import Statement
from verify.ledger.entry import Entry, Ledger, SetAside
from verify.ledger.files import read_stored, write_atomically

FOLDER = "certificates"


@dataclass(frozen=True, slots=True)
class Stored:
    """What writing the certificates of a ledger changed: the ids of files written anew and of files removed."""

    written: tuple[str, ...]
    removed: tuple[str, ...]


def certificate_of(outcome: Outcome) -> dict[str, Any] | None:
    """The certificate that an outcome carries, None where it needs none."""
    match outcome:
        case Proved() | Refuted() | Vacuous() | Cited():
            return outcome.certificate
        case Malformed() | Defined() | Unsettled():
            return None
        case _:
            assert_never(outcome)


def stored_certificate(directory: Path, id_: str) -> dict[str, Any] | None:
    """A statement's stored certificate, None where there is none that can be read; `set_aside` tells why."""
    try:
        data = load(str(_file(directory, id_)))
    except Unreadable:
        return None
    return data if isinstance(data, dict) else None


def store_certificates(ledger: Ledger, directory: Path) -> Stored:
    """Make the stored certificates those of the ledger: write what is new or changed, remove what belongs to no verdict.

    directory: the theory's. Raises Fault where a file cannot be written or removed.
    """
    wanted = {e.id: certificate_bytes(e) for e in ledger.entries}
    written = []
    for id_, data in wanted.items():
        if data is not None and read_stored(_file(directory, id_)) != data:
            write_atomically(_file(directory, id_), data)
            written.append(id_)
    removed = [id_ for id_ in stored_ids(directory) if wanted.get(id_) is None]
    for id_ in removed:
        _remove(_file(directory, id_))
    return Stored(tuple(written), tuple(removed))


def certificate_bytes(entry: Entry) -> bytes | None:
    """The bytes of an entry's certificate under the entry's own id, a line per key, None where it has none."""
    certificate = certificate_of(entry.outcome)
    if certificate is None:
        return None
    lines = [f'"{key}": {dump(value).decode("ascii")}' for key, value in sorted({**certificate, "id": entry.id}.items())]
    return ("{" + ",\n ".join(lines) + "}\n").encode("ascii")


def stored_ids(directory: Path) -> tuple[str, ...]:
    """The ids that have a stored certificate, sorted."""
    return tuple(sorted(p.stem for p in (directory / FOLDER).glob("*.json")))


def set_aside(ledger: Ledger, directory: Path) -> tuple[SetAside, ...]:
    """The stored certificates that are not the evidence of the ledger's verdicts, and why."""
    entries = {e.id: e for e in ledger.entries}
    reasons = {id_: _objection(entries.get(id_), _file(directory, id_)) for id_ in stored_ids(directory)}
    return tuple(SetAside(id_, reason) for id_, reason in reasons.items() if reason is not None)


def _objection(entry: Entry | None, path: Path) -> str | None:
    """Why a stored certificate is not the evidence of an entry, None where it is."""
    if entry is None:
        return "the theory has no statement of that id"
    try:
        certificate = load(str(path))
    except Unreadable as unreadable:
        return str(unreadable)
    if not isinstance(certificate, dict):
        return "it is not a certificate"
    if not _is_about(entry.statement, certificate):
        return "it is about another statement than the printed one"
    wanted = certificate_of(entry.outcome)
    if wanted is None or dump({**certificate, "id": entry.id}) != dump({**wanted, "id": entry.id}):
        return "it was not accepted as evidence"
    return None


def _is_about(statement: Statement, certificate: dict[str, Any]) -> bool:
    return statement.conclusion is not None and dump(certificate.get("statement")) == canonical_bytes(statement)


def _file(directory: Path, id_: str) -> Path:
    return directory / FOLDER / f"{id_}.json"


def _remove(path: Path) -> None:
    try:
        path.unlink()
    except OSError as error:
        message = f"{path} belongs to no verdict and cannot be removed: {error.strerror}"
        raise Fault(Diagnostic(Code.WRITE, message, "Remove it by hand.")) from error
