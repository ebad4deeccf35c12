"""Near misses: instances on which statements almost fail, kept from run to run in a Hypothesis database."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from typing import Any

from hypothesis.database import DirectoryBasedExampleDatabase, ExampleDatabase

from verify.language.canonical import canonical_bytes, dump
from verify.language.statement import Statement
from verify.meaning.instance import Instance, from_json

KEPT = 8  # of a statement; those with more slack make room


@dataclass(frozen=True, slots=True)
class NearMiss:
    """An instance, and the relative slack that floats found on it."""

    slack: float
    instance: Instance


@dataclass(frozen=True, slots=True)
class NearMisses:
    """The near misses of any statements. Processes may share a database; an entry that cannot be read counts for nothing.

    A statement that is reworded starts anew; other names for its bound variables, or another place in its file, change nothing.
    """

    database: ExampleDatabase

    def of(self, statement: Statement) -> tuple[NearMiss, ...]:
        """Those of a statement, the nearest first."""
        return tuple(miss for miss, _ in self._entries(statement))

    def keep(self, statement: Statement, miss: NearMiss) -> None:
        """Adds one, if it is among the nearest."""
        self.database.save(_key(statement), dump({"slack": repr(miss.slack), "instance": miss.instance.to_json()}))
        for _, entry in [*self._entries(statement)][KEPT:]:
            self.database.delete(_key(statement), entry)

    def _entries(self, statement: Statement) -> list[tuple[NearMiss, bytes]]:
        entries = sorted(self.database.fetch(_key(statement)))
        read = [(miss, entry) for entry in entries for miss in _read(entry)]
        return sorted(read, key=lambda found: found[0].slack)


def near_misses(directory: str | Path) -> NearMisses:
    """The near misses in a directory, which is made when there is something to keep."""
    return NearMisses(DirectoryBasedExampleDatabase(directory))


def _key(statement: Statement) -> bytes:
    return b"verify-near-misses/1 " + canonical_bytes(statement)


def _read(entry: bytes) -> Iterator[NearMiss]:
    """The near miss that an entry holds, if it holds one."""
    try:
        data: Any = json.loads(entry)
        slack, instance = float(data["slack"]), from_json(data["instance"])
    except (ValueError, TypeError, KeyError, AttributeError, ZeroDivisionError):
        return
    if isfinite(slack):
        yield NearMiss(slack, instance)
