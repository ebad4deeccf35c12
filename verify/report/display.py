"""A display in full: its lines as printed with their verdicts, and its chain as it stands, each line with its rule."""

from __future__ import annotations

from collections.abc import Iterator

from verify.decide.outcome import Cited, Defined, Proved
from verify.language.expression import Compare, Expr
from verify.ledger.entry import Entry, Ledger
from verify.report.in_short import evidence_in_short
from verify.report.plain import SIGNS, plain
from verify.report.rules import rules_in_short
from verify.report.wrapped import STEP, wrapped

Section = tuple[str, list[str]]  # a title, and its lines


def display_sections(ledger: Ledger, tag: str, width: int) -> Iterator[Section]:
    """What is printed, what all of it supposes, and what stands of it or instead of it.

    tag: the number of the display. width: columns at most, >= 20.
    """
    printed = [e for e in ledger.entries if e.statement.tag == tag]
    yield "as printed", [_verdict_line(e) for e in printed]
    chosen = [(e, _standing(e, ledger)) for e in printed]
    lines = [one for _, standing in chosen for one in standing]
    shared = [h for h in lines[0].statement.given if all(h in one.statement.given for one in lines)] if lines else []
    if shared:
        yield "given", [plain(h) for h in shared]
    yield "as it stands, line by line", [part for text, indent in _chain(chosen, shared) for part in wrapped(text, indent, width)]
    shown = [one.id for one in lines if isinstance(one.outcome, Proved)]
    if shown:
        yield "step by step", [f"verify show ID, where ID is {' or '.join([', '.join(shown[:-1]), shown[-1]] if shown[1:] else shown)}"]


def _verdict_line(entry: Entry) -> str:
    short = evidence_in_short(entry)
    return f"{entry.id} {entry.verdict.value}{f': {short}' if short else ''}"


def _standing(entry: Entry, ledger: Ledger) -> list[Entry]:
    """The printed line where it is established, else what is established of its repairs."""
    candidates = [entry, *(e for e in ledger.entries if e.statement.repairs == entry.id)]
    established = [e for e in candidates if isinstance(e.outcome, Proved | Cited | Defined) and not e.unsupported]
    return established[:1] if entry in established else established


def _chain(chosen: list[tuple[Entry, list[Entry]]], shared: list[Expr]) -> Iterator[tuple[str, int]]:
    """Each line's relation and right side, below its left side where that is not where the last one ended; then why. With indents."""
    ended: Expr | None = None
    for printed, standing in chosen:
        if not standing:
            yield f"nothing stands in the place of {printed.id}", 0
            ended = None
        for entry in standing:
            conclusion = entry.statement.conclusion
            if isinstance(conclusion, Compare):
                if conclusion.left != ended:
                    yield plain(conclusion.left), 0
                yield f"{SIGNS[conclusion.relation]} {plain(conclusion.right)}", 0
                ended = conclusion.right
            elif conclusion is not None:
                yield plain(conclusion), 0
                ended = None
            yield _why(entry, shared), STEP


def _why(entry: Entry, shared: list[Expr]) -> str:
    """A line's id, what it stands for, what it supposes beyond the others, its reason, and its rules."""
    more = [plain(h) for h in entry.statement.given if h not in shared]
    instead = f" instead of {entry.statement.repairs}" if entry.statement.repairs else ""
    where = f", where {', '.join(more)}" if more else ""
    rules = f" By {rules_in_short(entry.outcome.certificate['steps'])}." if isinstance(entry.outcome, Proved) else ""
    reason = entry.reason if isinstance(entry.outcome, Proved) else evidence_in_short(entry)
    return f"[{entry.id} {entry.verdict.value}{instead}{where}{f': {reason}' if reason else ''}{rules}]"
