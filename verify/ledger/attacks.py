"""The best that attacks on a theory's statements found, kept beside the theory so that the next attack tries it first."""

from __future__ import annotations

import json
from pathlib import Path

from verify.ledger.files import read_stored, write_atomically
from verify.meaning.instance import Instance, from_json

FOLDER = ".verify/attacks"
_UNREADABLE = (KeyError, TypeError, ValueError, AttributeError, ZeroDivisionError)


def saved_instances(directory: Path, id_: str) -> tuple[Instance, ...]:
    """What an earlier attack kept of a statement: a counterexample or a near miss. () where there is none that can be read."""
    data = read_stored(_file(directory, id_))
    try:
        return () if data is None else tuple(from_json(one) for one in json.loads(data)["instances"])
    except _UNREADABLE:  # nothing rests on it: the attack goes on without
        return ()


def save_attack(directory: Path, id_: str, instances: tuple[Instance, ...], slack: float | None) -> Path:
    """Keep instances of a statement, the best first; the file is whole or as it was. Raises Fault where it cannot be written."""
    path = _file(directory, id_)
    ignore = directory / FOLDER.split("/")[0] / ".gitignore"
    if read_stored(ignore) is None:
        write_atomically(ignore, b"*\n")
    data = {"id": id_, "slack": slack, "instances": [i.to_json() for i in instances]}
    write_atomically(path, (json.dumps(data, indent=1) + "\n").encode("utf-8"))
    return path


def _file(directory: Path, id_: str) -> Path:
    return directory / FOLDER / f"{id_}.json"
