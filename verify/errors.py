"""Diagnostics: what went wrong, where, and the one place that makes their text."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Code(Enum):
    """Every way in which input can be unusable. `verify explain CODE` tells more."""

    READ = "E-READ"
    ENCODING = "E-ENCODING"
    THEORY = "E-THEORY"
    NOTATION = "E-NOTATION"
    BRACES = "E-BRACES"
    ENVIRONMENT = "E-ENVIRONMENT"
    TAG_TWICE = "E-TAG-TWICE"
    TAG_MISSING = "E-TAG-MISSING"
    UNDECLARED = "E-UNDECLARED"
    UNDEFINED = "E-UNDEFINED"
    SYNTAX = "E-SYNTAX"
    DEPTH = "E-DEPTH"
    MACRO = "E-MACRO"
    INDEX_SCOPE = "E-INDEX-SCOPE"
    KIND = "E-KIND"
    SIZE = "E-SIZE"
    ARITY = "E-ARITY"
    AMBIGUOUS = "E-AMBIGUOUS"
    UNKNOWN_ID = "E-UNKNOWN-ID"
    CERTIFICATE = "E-CERTIFICATE"
    CANDIDATES = "E-CANDIDATES"
    DERIVATION = "E-DERIVATION"
    CYCLE = "E-CYCLE"
    LOCK = "E-LOCK"
    ARGUMENT = "E-ARGUMENT"
    HESSIANS = "E-HESSIANS"
    FIGURES = "E-FIGURES"
    WRITE = "E-WRITE"
    WORKER = "E-WORKER"


@dataclass(frozen=True, slots=True)
class Place:
    """A position in a file; line and column count from 1."""

    file: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One fault as data.

    message: what is wrong, a sentence without a full stop's successor.
    fix: what to do about it, one sentence.
    source: the text of the line at `place`, for the caret; "" where there is none.
    """

    code: Code
    message: str
    fix: str
    place: Place | None = None
    source: str = ""


class Fault(Exception):
    """One or more diagnostics that stop the work at hand."""

    def __init__(self, *diagnostics: Diagnostic) -> None:
        super().__init__(*diagnostics)  # so that a fault comes back whole from another process
        self.diagnostics = diagnostics

    def __str__(self) -> str:
        return "\n".join(text(d) for d in self.diagnostics)


def text(diagnostic: Diagnostic) -> str:
    """`file:line:column: CODE: message. fix`, with the line and a caret below it."""
    place = diagnostic.place
    where = f"{place.file}:{place.line}:{place.column}: " if place else ""
    head = f"{where}{diagnostic.code.value}: {diagnostic.message}. {diagnostic.fix}"
    if place is None or not diagnostic.source:
        return head
    return f"{head}\n{_excerpt(diagnostic.source, place.column)}"


_WIDTH = 76


def _excerpt(source: str, column: int) -> str:
    """The part of a line around a column, and a caret under that column."""
    start = max(0, column - 1 - _WIDTH // 2) if len(source) > _WIDTH else 0
    shown = source[start : start + _WIDTH].replace("\t", " ")
    return f"  {shown}\n  {' ' * (column - 1 - start)}^"
