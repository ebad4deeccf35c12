"""Instances that a theory's authors think worth trying: candidates.json beside its .tex."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from verify.errors import Code, Diagnostic, Fault, Place
from verify.ledger.files import read_stored
from verify.meaning.instance import Instance, from_json

FILE = "candidates.json"
Candidates = dict[str, tuple[Instance, ...]]
_UNREADABLE = (KeyError, TypeError, ValueError, AttributeError, ZeroDivisionError)  # what `from_json` raises


def read_candidates(directory: Path) -> Candidates:
    """The candidates by statement id: {"27.4": [INSTANCE, …]}, INSTANCE as in docs/certificates.md; none where there is no file.

    A candidate is only tried: what it shows, the kernel decides. Raises Fault where the file is not of this form.
    """
    path = directory / FILE
    data = read_stored(path)
    if data is None:
        return {}
    try:
        read = json.loads(data)
    except ValueError as error:
        line = getattr(error, "lineno", 1)
        raise _fault(path, line, f"it is no JSON: {error}") from None
    if not isinstance(read, dict) or not all(isinstance(several, list) for several in read.values()):
        raise _fault(path, 1, "it must be an object of lists of instances")
    return {id_: tuple(_instance(path, id_, one) for one in several) for id_, several in read.items()}


def counterexample_of(certificate: Mapping[str, Any] | None) -> tuple[Instance, ...]:
    """The instance of a certificate that is a counterexample, if it can be read."""
    if certificate is None or certificate.get("kind") != "counterexample":
        return ()
    try:
        return (from_json(certificate["instance"]),)
    except _UNREADABLE:
        return ()


def _instance(path: Path, id_: str, data: Any) -> Instance:
    try:
        return from_json(data)
    except _UNREADABLE as error:
        raise _fault(path, 1, f"a candidate of {id_} is no instance ({type(error).__name__}: {error})") from None


def _fault(path: Path, line: int, message: str) -> Fault:
    return Fault(Diagnostic(Code.CANDIDATES, message, "Write it as in docs/certificates.md, 'Instance'.", Place(str(path), line, 1)))
