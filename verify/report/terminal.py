"""The ledger on a terminal: a table that fits 80 columns, the counts, and how they compare with the lock."""

from __future__ import annotations

from types import MappingProxyType

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from verify.decide.outcome import Verdict
from verify.ledger.certificates import Stored
from verify.ledger.entry import Entry, Ledger
from verify.ledger.lock import Change, Comparison
from verify.report.conclusions import conclusion_lines
from verify.report.in_short import evidence_in_short, statement_in_short

COLOURS = MappingProxyType({
    Verdict.PROVED: "green",
    Verdict.REFUTED: "red",
    Verdict.VACUOUS: "magenta",
    Verdict.MALFORMED: "yellow",
    Verdict.CITED: "cyan",
    Verdict.DEFINED: "dim",
    Verdict.UNSETTLED: "blue",
})
_WIDEST = 120


def print_ledger(ledger: Ledger, lock: Comparison, console: Console) -> None:
    """Print the table, the counts, and what is to be done."""
    console.print(_table(ledger), width=min(console.width, _WIDEST))
    console.print(_summary(ledger))
    for conclusions in conclusion_lines(ledger):
        console.print(Text(conclusions), width=min(console.width, _WIDEST))
    for line in _lock_lines(ledger, lock):
        console.print(line, soft_wrap=True)


def print_accepted(ledger: Ledger, lock: Comparison, stored: Stored, console: Console) -> None:
    """Print what `verify accept` changed."""
    console.print(_summary(ledger))
    for change in lock.changed:
        console.print(_change(change), soft_wrap=True)
    changed = f"{_count(len(lock.changed), 'line')} of theory.lock changed"
    said = "theory.lock is new" if lock.matches is None else "theory.lock is as it was" if lock.matches else changed
    console.print(Text(f"{said}; certificates: {len(stored.written)} written, {len(stored.removed)} removed."))


def verdict_text(verdict: Verdict) -> Text:
    """A verdict in its colour."""
    return Text(verdict.value, style=COLOURS[verdict])


def _table(ledger: Ledger) -> Table:
    table = Table(box=box.SIMPLE_HEAD, padding=0, pad_edge=False, show_edge=False, expand=True)
    table.add_column("id", no_wrap=True)
    table.add_column("verdict", no_wrap=True)
    table.add_column("statement", no_wrap=True, overflow="ellipsis", ratio=4)
    table.add_column("evidence", no_wrap=True, overflow="ellipsis", ratio=6)
    for entry in ledger.entries:
        table.add_row(Text(entry.id), verdict_text(entry.verdict), Text(statement_in_short(entry.statement)), _evidence(entry))
    return table


def _evidence(entry: Entry) -> Text:
    repair = f"[{entry.repair}] " if entry.repair is not None else ""
    reason = "unsupported; " if entry.unsupported else "derivation rejected; " if entry.rejected else ""
    return Text(f"{repair}{reason}{evidence_in_short(entry)}")


def _summary(ledger: Ledger) -> Text:
    counts = [Text.assemble(f"{count} ", verdict_text(verdict)) for verdict, count in ledger.summary().items()]
    return Text(f"{_count(len(ledger.entries), 'statement')}: ").append_text(Text(", ").join(counts))


def _lock_lines(ledger: Ledger, lock: Comparison) -> list[Text]:
    aside = [Text(f"certificate {s.id}.json was set aside: {s.reason}", style="red") for s in ledger.set_aside]
    if lock.matches is None:
        return [*aside, Text("There is no theory.lock: `verify accept` writes one.")]
    accept = [Text("`verify accept` writes the lock and the certificates anew.")]
    if lock.matches:
        return [Text("theory.lock matches.", style="green"), *aside, *(accept if aside else [])]
    head = Text(f"theory.lock differs in {_count(len(lock.changed), 'statement')}:", style="red")
    return [head, *(_change(c) for c in lock.changed), *aside, *accept]


def _change(change: Change) -> Text:
    """What changed in a line of the lock, in words."""
    before, after = change.before, change.after
    start = f"  {change.id:<9} "
    if before is None and after is not None:
        return Text.assemble(start, "new: ", verdict_text(after.verdict))
    if before is not None and after is None:
        return Text.assemble(start, "gone; was ", verdict_text(before.verdict))
    if before is None or after is None:
        return Text(start)
    reworded = "reworded; " if before.statement != after.statement else ""
    if before.verdict is after.verdict:
        other = "" if before.evidence is after.evidence else f", by {after.evidence.value} (was {before.evidence.value})"
        return Text.assemble(start, reworded, "still ", verdict_text(after.verdict), other)
    return Text.assemble(start, reworded, verdict_text(before.verdict), " → ", verdict_text(after.verdict))


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
