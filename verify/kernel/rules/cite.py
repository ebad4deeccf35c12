"""A named result of the literature, word for word.

    the statement in plain notation is the entry `name` of cited.txt
    ─────────────────────────────────────────────────────────────────
              the statement, on the word of the entry's source
"""

import re
from pathlib import Path
from typing import Any, NamedTuple

from verify.kernel.limits import require, shown
from verify.kernel.plain import plain
from verify.kernel.statement import Statement

KEYS = ("name",)
FILE = Path(__file__).parent.parent / "cited.txt"


class Entry(NamedTuple):
    """A named result: its source, and its statement in plain notation."""

    source: str
    statement: str


def check(statement: Statement, evidence: dict[str, Any], *_: object) -> tuple[None, None]:
    """Nothing, where the statement is the entry. Raises Rejected."""
    name, said, known = evidence["name"], plain(statement), entries()
    require(isinstance(name, str) and name in known, f"{shown(name)} is no entry of {FILE.name}")
    require(known[name].statement == said, f"the statement is {shown(said)}; the entry {name} is {shown(known[name].statement)}")
    return None, None


def entries() -> dict[str, Entry]:
    """The entries of cited.txt by name; its head says how they are written."""
    found = re.findall(r"^\[(.+)\]\nsource: (.+)\n(.+)$", FILE.read_text(encoding="utf-8"), re.MULTILINE)
    return {name: Entry(*entry) for name, *entry in found}
