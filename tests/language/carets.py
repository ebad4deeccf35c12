"""Texts in which ‸ marks the places of faults, and the check that a fault's text points there."""

from __future__ import annotations

from collections.abc import Iterable

from verify.errors import Diagnostic, text

MARK = "‸"


def unmarked(marked: str) -> str:
    """The text itself."""
    return marked.replace(MARK, "")


def places(marked: str) -> list[tuple[int, int]]:
    """Line and column of each mark."""
    found: list[tuple[int, int]] = []
    for number, line in enumerate(marked.split("\n"), 1):
        pieces = line.split(MARK)[:-1]
        found += [(number, sum(map(len, pieces[: n + 1])) + 1) for n in range(len(pieces))]
    return found


def pointed(diagnostics: Iterable[Diagnostic]) -> list[tuple[int, int]]:
    """Line and column of each diagnostic, once its text is seen to have the caret under that place and to end with the fix."""
    found: list[tuple[int, int]] = []
    for d in diagnostics:
        assert d.place is not None
        head, shown, caret = text(d).split("\n")
        assert head == f"{d.place.file}:{d.place.line}:{d.place.column}: {d.code.value}: {d.message}. {d.fix}"
        assert not d.message.endswith(".")
        assert d.fix.endswith((".", "?", ")"))
        assert caret.strip() == "^"
        assert len(caret) <= len(shown) + 1
        assert caret.index("^") == d.place.column + 1 or len(d.source) > 76  # two blanks stand before a line that is shown whole
        found.append((d.place.line, d.place.column))
    return found
