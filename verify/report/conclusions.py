"""What became of a theory's conclusions: which stand as printed, which as repaired, which fall, and which are open."""

from __future__ import annotations

from collections.abc import Iterator

from verify.decide.outcome import Verdict
from verify.language.statement import Role
from verify.ledger.entry import Entry, Ledger

_STANDING = (Verdict.PROVED, Verdict.CITED)
_FALLEN = (Verdict.REFUTED, Verdict.VACUOUS, Verdict.MALFORMED)


def conclusion_lines(ledger: Ledger) -> Iterator[str]:
    """The ids of all claims that are no repairs, a line for each fate that some of them have; nothing where there is no claim."""
    fates: dict[str, list[str]] = {}
    for entry in ledger.entries:
        if entry.statement.role is Role.CLAIM and entry.statement.repairs is None:
            fate, name = _fate(entry, ledger)
            fates.setdefault(fate, []).append(name)
    for fate in ("proved", "proved as repaired", "cited", "cited as repaired", "fallen", "open"):
        if fate in fates:
            yield f"conclusions {fate}: {', '.join(fates[fate])}"


def _fate(entry: Entry, ledger: Ledger) -> tuple[str, str]:
    if entry.verdict in _STANDING:
        return entry.verdict.value, entry.id
    for verdict in _STANDING:
        repairs = [e.id for e in ledger.entries if e.statement.repairs == entry.id and e.verdict is verdict]
        if repairs:
            return f"{verdict.value} as repaired", f"{entry.id} ({', '.join(repairs)})"
    return "fallen" if entry.verdict in _FALLEN else "open", entry.id
